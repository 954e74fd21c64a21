"""QR and marks read back from scanned paper."""
