"""The extent of an ordinary sheet by its text, without a call for each of its elements: five times as quick.

Only sheets written as spreadsheet programs write them are looked at in this way: XML without name prefixes, comments or
sections, every cell with its place, everything within the limits. Whatever is otherwise is left to `package.extent`.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping

from station_desk.sheets import limits, package
from station_desk.sheets.package import Extent, Part, Precision, place_of

_MOST_BYTES = 100 * 1024 * 1024
"""A sheet of more unpacked text is left to the reader that keeps only a piece of it in memory."""
_PIECE = 4 * 1024 * 1024
_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?<worksheet[\s>]")
_ODD = re.compile(rb"<!|<[A-Za-z_][\w.-]*:(?:row|c|v|is|sheetData|mergeCell|col)[\s/>]")
_ROW = re.compile(rb"<row\s([^>]*)>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]{1,7}"')
_FAR_ROW = re.compile(rb'<c r="[A-Z]{1,3}(?!50000")(?:[5-9][0-9]{4}|[0-9]{6,7})"')
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^>]* t="e")[^>]*>(?:\s*<f[^>]*/>|\s*<f[^>]*>[^<]*</f>)?\s*<v>([^<]{1,20})</v>'
)
_COLUMN = re.compile(rb"<col\s([^>]*)>")
_MERGE = re.compile(rb'<mergeCell ref="([A-Z0-9:$]{2,30})"')
_FACT = re.compile(rb'([A-Za-z]+)="([^"]*)"')


def extent(archive: zipfile.ZipFile, part: Part, coarse: Mapping[str, Precision]) -> Extent | None:
    """What `package.extent` tells of `part`, or None where the sheet is no ordinary one. Troubles as there."""
    if archive.getinfo(part.path).file_size > _MOST_BYTES:
        return None
    text = archive.read(part.path)
    if not _ROOT.match(text) or _ODD.search(text) or _FAR_ROW.search(text):
        return None
    package.parse([text])
    found, dated = Extent(), _dated(coarse)
    for piece in _pieces(text):
        if not (_rows(piece, found) and _columns(piece, found) and _merges(piece, found)):
            return None
        for match in _ERROR.finditer(piece):
            found.errors[place_of(match[1].decode())] = match[2].decode("utf-8", "replace")
        for match in dated.finditer(piece) if dated else ():
            found.coarse[place_of(match[1].decode())] = coarse[match[2].decode()]
        found.exact |= package.exact_numbers(piece)
        found.errors |= package.uncomputed(piece)
    return found


def _pieces(text: bytes) -> Iterator[bytes]:
    """The text in pieces, cut between rows, so that what is found in one of them is let go before the next."""
    start = 0
    while start < len(text):
        end = text.rfind(b"<row", start + 1, start + _PIECE) if start + _PIECE < len(text) else len(text)
        end = end if end > start else len(text)
        yield text[start:end]
        start = end


def _rows(text: bytes, found: Extent) -> bool:
    """The last row and the hidden ones. False where a row does not say which one it is, or lies beyond the limits."""
    rows = _ROW.findall(text)
    if len(rows) != len(re.findall(rb"<row[\s/>]", text)):
        return False
    for facts in rows:
        told = dict(_FACT.findall(facts))
        number = told.get(b"r", b"")
        if not number.isdigit() or not 0 < int(number) <= limits.ROWS:
            return False
        found.last_row = max(found.last_row, int(number))
        if told.get(b"hidden") in {b"1", b"true"}:
            found.hidden_rows.add(int(number))
    return True


def _columns(text: bytes, found: Extent) -> bool:
    """The last column with a cell and the hidden ones. False where a cell has no place, or lies beyond the limits."""
    letters = _CELL.findall(text)
    if len(letters) != len(re.findall(rb"<c[\s/>]", text)):
        return False
    places = [place_of(f"{one.decode()}1") for one in set(letters)]
    found.last_column = max([found.last_column, *(column for _, column in places)])
    for facts in _COLUMN.findall(text):
        told = dict(_FACT.findall(facts))
        first, last = told.get(b"min", b""), told.get(b"max", b"")
        if told.get(b"hidden") in {b"1", b"true"} and first.isdigit() and last.isdigit():
            found.hidden_columns.update(range(int(first), min(int(last), limits.COLUMNS) + 1))
    return found.last_column <= limits.COLUMNS


def _merges(text: bytes, found: Extent) -> bool:
    """The merged areas. False where one of them is written otherwise, or there are too many."""
    references = _MERGE.findall(text)
    if (
        len(references) != len(re.findall(rb"<mergeCell[\s/>]", text))
        or len(found.merges) + len(references) > limits.MERGES
    ):
        return False
    for reference in references:
        start, _, end = reference.decode().partition(":")
        (row, column), (last_row, last_column) = place_of(start), place_of(end)
        if row and last_row:
            found.merges.append((row, column, last_row, last_column))
    return True


def _dated(coarse: Mapping[str, Precision]) -> re.Pattern[bytes] | None:
    """What a cell with a value looks like whose style shows a date as a month or a year."""
    if not coarse:
        return None
    styles = "|".join(map(re.escape, coarse)).encode()
    return re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?=[^>]* s="(' + styles + rb')")[^>]*[^/>]>\s*<[fvi]')
