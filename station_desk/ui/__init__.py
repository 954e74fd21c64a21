"""The window: PySide6 pages and item models; acts go to `services`, nothing else is decided here."""
