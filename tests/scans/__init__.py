"""Scans read back."""
