"""The same services for a terminal and for scripts (DESIGN 6)."""
