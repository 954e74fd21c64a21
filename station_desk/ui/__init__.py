"""The window: PySide6 pages and item models; acts go to `services`, nothing else is decided here.

The window stands before anything heavy is read: whatever needs services comes through `ui.door`, late and in the
background. How a page is written stands in `ui.page`; the parts it is made of in `ui.kit`, `ui.fields` and `ui.lists`.
"""
