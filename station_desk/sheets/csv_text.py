"""CSV as Chinese offices make it: UTF-8 with and without mark, UTF-16, GBK and GB18030, comma, tab or semicolon."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from station_desk.sheets.sniff import HEAD_BYTES, utf16_without_mark

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_GB18030_2005 = str.maketrans(
    {
        0xE81E: "龴",
        0xE826: "龵",
        0xE82B: "龶",
        0xE82C: "龷",
        0xE832: "龸",
        0xE843: "龹",
        0xE854: "龺",
        0xE864: "龻",
        0xE78D: "︐",
        0xE78E: "︒",
        0xE78F: "︑",
        0xE790: "︓",
        0xE791: "︔",
        0xE792: "︕",
        0xE793: "︖",
        0xE794: "︗",
        0xE795: "︘",
        0xE796: "︙",
    }
)
"""The 18 characters for which Python's codec still gives the private-use places of GB18030-2005 (DATA 3)."""

MIXED = "mixed_encoding"
_FORMULA = re.compile(r"[=@＝＠\t\r]|[-+＋－](?![\d.]+$)")


def decode(data: bytes) -> tuple[str, str]:
    """The text and its encoding ("utf-8", "utf-16", "gb18030", or "mixed_encoding" where lines differ).

    Raises UnicodeDecodeError where some line is in none of them.
    """
    if data.startswith(_UTF16):
        return data.decode("utf-16"), "utf-16"
    if bare := utf16_without_mark(data[:HEAD_BYTES]):
        return data.decode(bare), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030").translate(_GB18030_2005), "gb18030"
    except UnicodeDecodeError:
        return "".join(_decode_line(line) for line in data.splitlines(keepends=True)), MIXED


def _decode_line(line: bytes) -> str:
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("gb18030").translate(_GB18030_2005)


def delimiter(text: str) -> str:
    """Comma, tab, semicolon or full-width comma: the one that stands most often in the first twenty lines."""
    lines = [line for line in text.splitlines()[:50] if line.strip()][:20]
    counts = {mark: sum(line.count(mark) for line in lines) for mark in (",", "\t", ";", "，")}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] else ","


def rows(text: str, limit: int) -> list[list[str]]:
    """The cells of at most `limit` + 1 rows. A formula guard of Excel (="…" or a leading ') is taken off."""
    csv.field_size_limit(1_000_000)
    found: list[list[str]] = []
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)):
        found.append([_plain(cell) for cell in cells])
        if len(found) > limit:
            break
    return found


def write(cells: Iterable[Sequence[str]]) -> bytes:
    """A CSV file as Excel and WPS open it: UTF-8 with a mark, CRLF; a text that could be a formula gets a leading '."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in cells])
    return stream.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    if cell.startswith('="') and cell.endswith('"') and len(cell) > 2:
        return cell[2:-1]
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@＝＋－＠\t\r0123456789":
        return cell[1:]
    return cell
