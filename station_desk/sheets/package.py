"""An xlsx package looked at before it is read: how much it unpacks to, which sheets it holds, how far their cells reach.

Runs in the child process. Nothing of the headers is believed: parts are counted while they are unpacked, extents by
the references of the cells. A document type declaration anywhere is refused (it is how entity bombs are made).
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from xml.parsers.expat import ExpatError, ParserCreate

from station_desk.domain.intake_cells import Box, column_letters
from station_desk.domain.trouble import Trouble
from station_desk.sheets import limits

CHUNK = 1 << 16
Precision = Literal["month", "year"]
Element = Callable[[str, dict[str, str]], None]
"""Called with the local name of an element and its attributes."""

_ROW_DIGITS = 7
_COLUMNS = {column_letters(column): column for column in range(1, limits.COLUMNS + 1)}
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@dataclass
class Extent:
    """How far the cells of one sheet reach, what is hidden in it and which cells are merged. Counted from 1.

    `coarse` are the cells that show a date as a month or a year only, `errors` what formulas say that could not be
    computed (#REF!), `exact` the numbers of 16 and more digits as they are written.
    """

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    near_row: int = 0
    near_column: int = 0
    stray: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Box] = field(default_factory=list)
    coarse: dict[tuple[int, int], Precision] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    exact: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def dense_cells(self) -> int:
        return self.last_row * self.last_column


@dataclass(frozen=True)
class Part:
    """A sheet of the workbook: its name, whether it is shown, and the part that holds its cells."""

    name: str
    visible: bool
    path: str


def read_part(archive: zipfile.ZipFile, path: str) -> Iterator[bytes]:
    """The unpacked bytes of one part, in chunks."""
    with archive.open(path) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def weigh(archive: zipfile.ZipFile, packed: int) -> None:
    """Unpack everything once and count. Raises Trouble sheet_bomb beyond the limits or for a document type."""
    total = 0
    for info in archive.infolist():
        is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
        first = True
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > limits.UNPACKED_BYTES:
                    raise Trouble("sheet_bomb")
                if total > limits.RATIO_FROM_BYTES and total > limits.RATIO * packed:
                    raise Trouble("sheet_bomb")
                if first and is_xml and b"<!DOCTYPE" in chunk:
                    raise Trouble("sheet_bomb")
                first = False


def parts(archive: zipfile.ZipFile) -> list[Part]:
    """The sheets in their order. Raises Trouble sheet_unknown_kind for a zip that is no xlsx."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise Trouble("sheet_unknown_kind")
    targets: dict[str, str] = {}

    def relation(name: str, facts: dict[str, str]) -> None:
        if name == "Relationship":
            target = facts.get("Target", "")
            targets[facts.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    found: list[Part] = []

    def sheet(name: str, facts: dict[str, str]) -> None:
        if name == "sheet":
            key = next((value for fact, value in facts.items() if fact.endswith(":id")), "")
            found.append(Part(facts.get("name", ""), facts.get("state", "visible") == "visible", targets.get(key, "")))

    if "xl/_rels/workbook.xml.rels" in names:
        parse(read_part(archive, "xl/_rels/workbook.xml.rels"), relation)
    parse(read_part(archive, "xl/workbook.xml"), sheet)
    if len(found) > limits.SHEETS:
        raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)
    return [part for part in found if part.path in names and "worksheets/" in part.path]


def parse(chunks: Iterable[bytes], start: Element | None = None, text: Callable[[str], None] | None = None) -> None:
    """Calls `start` for every element and `text` for every piece of text. Troubles sheet_bomb for a document type,
    sheet_damaged for what is no XML.
    """
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise Trouble("sheet_bomb")

    def element(name: str, facts: dict[str, str]) -> None:
        if start is not None:
            start(name.rpartition(":")[2] if ":" in name else name, facts)

    if start is not None:
        parser.StartElementHandler = element
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise Trouble("sheet_damaged") from error


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of "B7"; (0, 0) for something else."""
    letters = reference.rstrip("0123456789")
    column = _COLUMNS.get(letters)
    if column is not None and 0 < len(reference) - len(letters) <= _ROW_DIGITS and reference.isascii():
        return int(reference[len(letters) :]), column
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class _Scan:
    """Takes the elements of one sheet and keeps its extent."""

    def __init__(self, coarse: Mapping[str, Precision]) -> None:
        self.extent = Extent()
        self._coarse = coarse
        self._style = ""
        self._row = 0
        self._column = 0
        self._inside = (0, 0)
        self._holds_error = False
        self._is_error = False
        self._text: list[str] = []

    def text(self, text: str) -> None:
        """What a cell says that is an error, piece by piece."""
        if self._is_error:
            self._text.append(text)
            self.extent.errors[self._inside] = "".join(self._text)

    def element(self, name: str, facts: dict[str, str]) -> None:
        self._is_error = False
        if name == "c":
            self._cell(facts)
        elif name in {"v", "is"}:
            self._value()
        elif name == "row":
            given = facts.get("r", "")
            self._row = int(given) if given.isdigit() else self._row + 1
            self._column = 0
            if facts.get("hidden") in {"1", "true"}:
                self.extent.hidden_rows.add(self._row)
        elif name == "col":
            self._hidden_columns(facts)
        elif name == "mergeCell":
            self._merge(facts.get("ref", ""))

    def _cell(self, facts: dict[str, str]) -> None:
        row, column = place_of(facts.get("r", ""))
        if not row:
            row, column = self._row, self._column + 1
        self._column = column
        self._inside = (row, column)
        self._style = facts.get("s", "")
        self._holds_error = facts.get("t") == "e"
        extent = self.extent
        extent.last_row = max(extent.last_row, row)
        extent.last_column = max(extent.last_column, column)

    def _value(self) -> None:
        row, column = self._inside
        extent = self.extent
        extent.cells += 1
        if row <= limits.ROWS and column <= limits.COLUMNS:
            self._is_error, self._text = self._holds_error, []
            extent.near_row = max(extent.near_row, row)
            extent.near_column = max(extent.near_column, column)
            if self._style in self._coarse:
                extent.coarse[row, column] = self._coarse[self._style]
            return
        extent.stray += 1
        if extent.stray > limits.STRAY_CELLS:
            raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)

    def _hidden_columns(self, facts: dict[str, str]) -> None:
        first, last = facts.get("min", ""), facts.get("max", "")
        if facts.get("hidden") in {"1", "true"} and first.isdigit() and last.isdigit():
            self.extent.hidden_columns.update(range(int(first), min(int(last), limits.COLUMNS) + 1))

    def _merge(self, reference: str) -> None:
        start, _, end = reference.partition(":")
        row, column = place_of(start)
        last_row, last_column = place_of(end)
        if row and last_row:
            self.extent.merges.append((row, column, last_row, last_column))
            if len(self.extent.merges) > limits.MERGES:
                raise Trouble("sheet_too_large", rows=limits.ROWS, columns=limits.COLUMNS)


def extent(archive: zipfile.ZipFile, part: Part, coarse: Mapping[str, Precision]) -> Extent:
    """How far the cells of `part` reach; `coarse` as `coarse_styles` gives it. Trouble sheet_too_large."""
    scan = _Scan(coarse)
    parse(read_part(archive, part.path), scan.element, scan.text)
    _look_again(archive, part, scan.extent)
    return scan.extent


class _Styles:
    """Takes the elements of the style part and keeps which cell styles show a date as a month or a year."""

    _BUILT_IN: Mapping[str, str] = {"17": "mmm-yy", "27": "yyyy年m月", "36": "yyyy年m月", "57": "yyyy年m月"}

    def __init__(self) -> None:
        self.coarse: dict[str, Precision] = {}
        self._codes: dict[str, str] = dict(self._BUILT_IN)
        self._inside = False
        self._next = 0

    def element(self, name: str, facts: dict[str, str]) -> None:
        if name == "numFmt":
            self._codes[facts.get("numFmtId", "")] = facts.get("formatCode", "")
        elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "tableStyles"}:
            self._inside = name == "cellXfs"
        elif name == "xf" and self._inside:
            precision = precision_of(self._codes.get(facts.get("numFmtId", ""), ""))
            if precision:
                self.coarse[str(self._next)] = precision
            self._next += 1


def precision_of(code: str) -> Precision | None:
    """What a number format shows of a date: month (year and month), year, or None for everything else."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.lower()).partition(";")[0]
    if "y" not in bare or set(bare) & set("dhs0#?"):
        return None
    return "month" if "m" in bare else "year"


def coarse_styles(archive: zipfile.ZipFile) -> dict[str, Precision]:
    """The numbers of the cell styles that show a date as a month or a year only."""
    styles = _Styles()
    if "xl/styles.xml" in archive.namelist():
        parse(read_part(archive, "xl/styles.xml"), styles.element)
    return styles.coarse


_LONG_NUMBER = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"[^>]*>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([0-9]{16,20}|[0-9]\.[0-9]+E\+1[5-9])(?:\.0)?</v>'
)
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?![^>]* t="str")[^>]*>\s*(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_OVERLAP = 512


def _look_again(archive: zipfile.ZipFile, part: Part, found: Extent) -> None:
    """What is quicker found in the text of the sheet than element by element."""
    rest = b""
    for chunk in read_part(archive, part.path):
        text = rest + chunk
        found.exact |= exact_numbers(text)
        found.errors |= uncomputed(text)
        rest = text[-_OVERLAP:]


def uncomputed(text: bytes) -> dict[tuple[int, int], str]:
    """The formulas in the text of a sheet that nobody has worked out, by row and column: as an error, for such a cell is
    not blank. (A program that only writes the file leaves them so; a formula that came to an empty text is blank.)
    """
    found = (place_of(match[1].decode()) for match in _UNCOMPUTED.finditer(text))
    return {place: "#N/A" for place in found if place[0] <= limits.ROWS and place[1] <= limits.COLUMNS}


def exact_numbers(text: bytes) -> dict[tuple[int, int], int]:
    """The numbers of 16 to 20 digits in the text of a sheet as they are written, by row and column."""
    found = {place_of(match[1].decode()): int(Decimal(match[2].decode())) for match in _LONG_NUMBER.finditer(text)}
    return {place: number for place, number in found.items() if place[0] <= limits.ROWS and place[1] <= limits.COLUMNS}


def is_1904(archive: zipfile.ZipFile) -> bool:
    """Whether the workbook counts its days from 1 January 1904."""
    found = []

    def properties(name: str, facts: dict[str, str]) -> None:
        if name == "workbookPr":
            found.append(facts.get("date1904") in {"1", "true"})

    parse(read_part(archive, "xl/workbook.xml"), properties)
    return any(found)
