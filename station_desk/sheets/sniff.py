"""What a file is, by its first bytes; the suffix is not believed (DATA 4: wrong suffixes are common)."""

from typing import Literal

Kind = Literal["zip", "ole", "html", "text", "unknown"]
HEAD_BYTES = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"BM", b"{\\rtf")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(head: bytes) -> Kind:
    """The kind of a file whose first `HEAD_BYTES` bytes are `head`: zip (xlsx), ole (xls), html, text (csv), unknown."""
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OTHER):
        return "unknown"
    if head.startswith(_BOMS[1:]):
        return "text"
    start = head.removeprefix(_BOMS[0]).lstrip()[:64].lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<body", b"mime-version")):
        return "html"
    if b"\x00" in head or not start:
        return "unknown"
    return "text"
