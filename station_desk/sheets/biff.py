"""What calamine does not tell of an .xls file: hidden rows and columns, dates shown as months, cells far outside.

An .xls is a stream of records inside a container of sectors ([MS-CFB], [MS-XLS]). Only a few records are looked at, and
a file that is not as expected simply tells nothing here; calamine then says whether it can be read at all.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from station_desk.domain.trouble import Trouble
from station_desk.sheets import limits
from station_desk.sheets.package import Extent, Precision, precision_of

_END = 0xFFFFFFFA
"""Sector numbers from here on mean the end of a chain, free sectors and the like."""
_MINI_LIMIT = 4096
_BOF, _EOF, _BOUNDSHEET, _FORMAT, _XF, _COLINFO, _ROW, _DIMENSIONS = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x7D, 0x208, 0x200
_CELLS = frozenset({0x203, 0x27E, 0xFD, 0x204, 0x06, 0x205, 0xD6})
_DATE_MODE, _FILE_PASS = 0x22, 0x2F
_ENCRYPTED = frozenset({"EncryptedPackage", "EncryptionInfo"})
"""What the container of an .xlsx file with a password holds."""
_BLANK, _MULBLANK, _MULRK = 0x201, 0xBE, 0xBD
_NUMBERS = frozenset({0x203, 0x27E})
_TEXTS = frozenset({0xFD, 0x204, _BLANK})
_HEAD = struct.Struct("<HHHH")
"""Kind and length of a record, and row and column where it is a cell."""
_ERROR_CELL, _FORMULA = 0x205, 0x06
_ERROR_CODES = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_IGNORED = 0xEFEF
"""A record of this number means nothing to a reader."""


@dataclass
class Found:
    """The extents of the sheets in the order of the workbook, the file without the cells that lie too far out, and whether
    its days are counted from 1904.
    """

    data: bytes
    extents: list[Extent] = field(default_factory=list)
    is_1904: bool = False


def look(data: bytes) -> Found:
    """The extents of the worksheets of an .xls file. Troubles sheet_too_large where many cells lie beyond the limits,
    sheet_password, sheet_unknown_kind for a container that holds something else (a letter, a mail).
    """
    try:
        places, size = _places(data)
        return _scan(data, places, size)
    except (struct.error, IndexError, ValueError):
        return Found(data)


def _places(data: bytes) -> tuple[list[int], int]:
    """Where the sectors of the workbook's stream begin in the file, and their size."""
    sector = 1 << struct.unpack_from("<H", data, 30)[0]
    if sector not in {512, 4096}:
        raise ValueError("sector size")
    fat = _table(data, _fat_sectors(data, sector), sector)
    directory = b"".join(data[p : p + sector] for p in _chain(fat, _number(data, 48), sector))
    entries = {_entry_name(directory, at): at for at in range(0, len(directory) - 127, 128)}
    at = entries.get("Workbook", entries.get("Book"))
    if at is None:
        raise Trouble("sheet_password" if _ENCRYPTED & entries.keys() else "sheet_unknown_kind")
    start, size = struct.unpack_from("<II", directory, at + 116)
    if size >= _MINI_LIMIT:
        return list(_chain(fat, start, sector)), sector
    root = list(_chain(fat, _number(directory, 116), sector))
    minifat = _table(data, list(_chain(fat, _number(data, 60), sector)), sector)
    per_sector = sector // 64
    mini = [root[number // per_sector] + number % per_sector * 64 for number in _links(minifat, start)]
    return mini, 64


def _number(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _entry_name(directory: bytes, at: int) -> str:
    length = struct.unpack_from("<H", directory, at + 64)[0]
    return directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")


def _fat_sectors(data: bytes, sector: int) -> list[int]:
    """Where the sectors of the allocation table begin: 109 are named in the head, more in sectors of their own."""
    numbers = list(struct.unpack_from("<109I", data, 76))
    following, seen = _number(data, 68), 0
    while following < _END and seen <= len(data) // sector:
        names = struct.unpack_from(f"<{sector // 4}I", data, (following + 1) * sector)
        numbers += names[:-1]
        following, seen = names[-1], seen + 1
    return [(number + 1) * sector for number in numbers if number < _END]


def _table(data: bytes, places: list[int], sector: int) -> list[int]:
    return [number for place in places for number in struct.unpack_from(f"<{sector // 4}I", data, place)]


def _links(table: list[int], start: int) -> Iterator[int]:
    for _ in range(len(table) + 1):
        if start >= _END:
            return
        yield start
        start = table[start]
    raise ValueError("a chain without end")


def _chain(fat: list[int], start: int, sector: int) -> Iterator[int]:
    return ((number + 1) * sector for number in _links(fat, start))


def _scan(data: bytes, places: list[int], size: int) -> Found:
    stream = b"".join(data[place : place + size] for place in places)
    book = _Book()
    far = [at for at, kind, body in _records(stream) if book.take(at, kind, body)]
    if not far:
        return Found(data, book.extents(), book.is_1904)
    mended = bytearray(data)
    for at in far:
        for offset, byte in enumerate(struct.pack("<H", _IGNORED)):
            mended[places[(at + offset) // size] + (at + offset) % size] = byte
    return Found(bytes(mended), book.extents(), book.is_1904)


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(place, kind, body) of every record, but for cells of text and blank cells within the limits: nothing is to be
    known of them, and they are most of a file.
    """
    at, last, head, rows, columns = 0, len(stream), _HEAD.unpack_from, limits.ROWS, limits.COLUMNS
    while at + _HEAD.size <= last:
        kind, length, row, column = head(stream, at)
        if kind not in _TEXTS or row >= rows or column >= columns:
            yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length
    while at + 4 <= last:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


class _Book:
    """Takes the records of the stream one by one."""

    def __init__(self) -> None:
        self._order: list[int] = []
        self._sheets: dict[int, Extent] = {}
        self._formats: dict[int, str] = {17: "mmm-yy", 27: "yyyy年m月", 36: "yyyy年m月", 57: "yyyy年m月"}
        self._coarse: list[Precision | None] = []
        self._sheet: Extent | None = None
        self._inside = 0
        self.is_1904 = False

    def extents(self) -> list[Extent]:
        """Those of the worksheets, in the order of the workbook."""
        return [self._sheets[place] for place in self._order if place in self._sheets]

    def take(self, at: int, kind: int, body: bytes) -> bool:
        """Whether the record is a cell, or a size, that lies beyond the limits and is to be ignored."""
        if kind == _BOF:
            self._begin(at, body)
        elif kind == _EOF:
            self._inside -= 1
        elif kind == _FILE_PASS:
            raise Trouble("sheet_password")
        elif kind == _DATE_MODE:
            self.is_1904 = body[:1] == b"\x01"
        elif kind == _BOUNDSHEET and body[5] == 0:
            self._order.append(_number(body, 0))
        elif kind == _FORMAT:
            self._formats[struct.unpack_from("<H", body)[0]] = _text(body[2:])
        elif kind == _XF:
            number = struct.unpack_from("<H", body, 2)[0]
            self._coarse.append(precision_of(self._formats.get(number, "")))
        elif self._sheet is not None and self._inside == 1:
            return self._in_sheet(self._sheet, kind, body)
        return False

    def _begin(self, at: int, body: bytes) -> None:
        self._inside += 1
        if self._inside == 1 and struct.unpack_from("<H", body, 2)[0] == 0x10:
            self._sheet = self._sheets.setdefault(at, Extent())
        elif self._inside == 1:
            self._sheet = None

    def _in_sheet(self, sheet: Extent, kind: int, body: bytes) -> bool:
        if kind == _COLINFO:
            first, last = struct.unpack_from("<HH", body)
            if struct.unpack_from("<H", body, 8)[0] & 1:
                sheet.hidden_columns.update(range(first + 1, min(last + 1, limits.COLUMNS) + 1))
        elif kind == _ROW:
            if struct.unpack_from("<H", body, 12)[0] & 0x20:
                sheet.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _DIMENSIONS:
            last_row, last_column = struct.unpack_from("<I", body, 4)[0], struct.unpack_from("<H", body, 10)[0]
            return bool(last_row > limits.ROWS or last_column > limits.COLUMNS)
        elif kind in _CELLS or kind in {_BLANK, _MULBLANK, _MULRK}:
            return self._cell(sheet, kind, body)
        return False

    def _cell(self, sheet: Extent, kind: int, body: bytes) -> bool:
        row, column, style = struct.unpack_from("<HHH", body)
        if row < limits.ROWS and column < limits.COLUMNS:
            if kind in _NUMBERS:
                self._note_style(sheet, row, column, style)
            elif kind == _MULRK:
                for number, (style,) in enumerate(struct.iter_unpack("<H4x", body[4:-2])):
                    self._note_style(sheet, row, column + number, style)
            elif error := _error(kind, body):
                sheet.errors[row + 1, column + 1] = error
            return False
        if kind not in {_BLANK, _MULBLANK}:
            sheet.stray += 1
            if sheet.stray > limits.STRAY_CELLS:
                raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)
        return True

    def _note_style(self, sheet: Extent, row: int, column: int, style: int) -> None:
        if style < len(self._coarse) and (shown := self._coarse[style]) is not None:
            sheet.coarse[row + 1, column + 1] = shown


def _error(kind: int, body: bytes) -> str:
    """What a cell says that could not be computed, "" for all others ([MS-XLS] 2.4.24 and 2.5.133)."""
    if kind == _ERROR_CELL and body[7:8] == b"\x01":
        return _ERROR_CODES.get(body[6], "")
    if kind == _FORMULA and body[6:7] == b"\x02" and body[12:14] == b"\xff\xff":
        return _ERROR_CODES.get(body[8], "")
    return ""


def _text(body: bytes) -> str:
    """A text with its length (two bytes) and a byte that says whether it is in two bytes a character."""
    length, wide = struct.unpack_from("<HB", body)
    return (
        body[3 : 3 + length * 2].decode("utf-16-le", "replace") if wide & 1 else body[3 : 3 + length].decode("latin-1")
    )
