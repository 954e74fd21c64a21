"""What a file is, by its first bytes; the suffix is not believed (DATA 4: wrong suffixes are common)."""

import re
from typing import Literal

Kind = Literal["zip", "ole", "html", "xml", "text", "empty", "unknown"]
HEAD_BYTES = 4096

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHER = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"BM", b"{\\rtf")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LEAST = 8
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def sniff(head: bytes) -> Kind:
    """The kind of a file whose first `HEAD_BYTES` bytes are `head`: zip (xlsx), ole (xls), text (csv), html, xml (the
    XML spreadsheet of 2003), empty, unknown.
    """
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OTHER):
        return "unknown"
    if head.startswith(_BOMS[1:]) or utf16_without_mark(head):
        return "text"
    start = head.removeprefix(_BOMS[0]).lstrip()[:512].lower()
    if not start:
        return "empty"
    if start.startswith(b"<?xml") and (b"excel.sheet" in start or b"office:spreadsheet" in start):
        return "xml"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<head", b"<meta", b"<body", b"mime-version")):
        return "html"
    return "unknown" if _CONTROL.search(head) else "text"


def utf16_without_mark(head: bytes) -> str:
    """utf-16-le or utf-16-be where the zeros of every second byte betray it, else ""."""
    half = len(head) // 2
    if half < _LEAST or b"\x00" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > half // 10 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > half // 10 and not odd else ""
