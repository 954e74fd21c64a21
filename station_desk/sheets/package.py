"""An xlsx package looked at before it is read: how much it unpacks to, which sheets it holds, how far their cells reach.

Runs in the child process. Nothing of the headers is believed: parts are counted while they are unpacked, extents by
the references of the cells. A document type declaration anywhere is refused (it is how entity bombs are made).
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from station_desk.domain.intake_cells import Box
from station_desk.sheets import limits

CHUNK = 1 << 16
Element = Callable[[str, dict[str, str]], None]
"""Called with the local name of an element and its attributes."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


class Refused(Exception):
    """The file is not read: `code` is that of the trouble, without its place in the room."""

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass
class Extent:
    """How far the cells of one sheet reach, what is hidden in it and which cells are merged. Counted from 1."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    near_row: int = 0
    near_column: int = 0
    stray: int = 0
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Box] = field(default_factory=list)

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
    """Unpack everything once and count. Raises Refused("bomb") beyond the limits or for a document type."""
    total = 0
    for info in archive.infolist():
        is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
        first = True
        with archive.open(info) as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > limits.UNPACKED_BYTES:
                    raise Refused("bomb")
                if total > limits.RATIO_FROM_BYTES and total > limits.RATIO * packed:
                    raise Refused("bomb")
                if first and is_xml and b"<!DOCTYPE" in chunk:
                    raise Refused("bomb")
                first = False


def parts(archive: zipfile.ZipFile) -> list[Part]:
    """The sheets in their order. Raises Refused("not_a_workbook") for a zip that is no xlsx."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise Refused("not_a_workbook")
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
        _parse(read_part(archive, "xl/_rels/workbook.xml.rels"), relation)
    _parse(read_part(archive, "xl/workbook.xml"), sheet)
    if len(found) > limits.SHEETS:
        raise Refused("too_large", rows=limits.ROWS, columns=limits.COLUMNS)
    return [part for part in found if part.path in names and "worksheets/" in part.path]


def _parse(chunks: Iterator[bytes], start: Element) -> None:
    parser = ParserCreate()

    def refuse(*_: object) -> None:
        raise Refused("bomb")

    def element(name: str, facts: dict[str, str]) -> None:
        start(name.rpartition(":")[2], facts)

    parser.StartElementHandler = element
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except ExpatError as error:
        raise Refused("damaged") from error


def _place(reference: str) -> tuple[int, int]:
    """Row and column of "B7"; (0, 0) for something else."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return 0, 0
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class _Scan:
    """Takes the elements of one sheet and keeps its extent."""

    def __init__(self) -> None:
        self.extent = Extent()
        self._row = 0
        self._column = 0
        self._inside = (0, 0)

    def element(self, name: str, facts: dict[str, str]) -> None:
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
        row, column = _place(facts.get("r", ""))
        if not row:
            row, column = self._row, self._column + 1
        self._column = column
        self._inside = (row, column)
        extent = self.extent
        extent.last_row = max(extent.last_row, row)
        extent.last_column = max(extent.last_column, column)

    def _value(self) -> None:
        row, column = self._inside
        extent = self.extent
        extent.cells += 1
        if row <= limits.ROWS and column <= limits.COLUMNS:
            extent.near_row = max(extent.near_row, row)
            extent.near_column = max(extent.near_column, column)
            return
        extent.stray += 1
        if extent.stray > limits.STRAY_CELLS:
            raise Refused("too_large", rows=limits.ROWS, columns=limits.COLUMNS)

    def _hidden_columns(self, facts: dict[str, str]) -> None:
        first, last = facts.get("min", ""), facts.get("max", "")
        if facts.get("hidden") in {"1", "true"} and first.isdigit() and last.isdigit():
            self.extent.hidden_columns.update(range(int(first), min(int(last), limits.COLUMNS) + 1))

    def _merge(self, reference: str) -> None:
        start, _, end = reference.partition(":")
        row, column = _place(start)
        last_row, last_column = _place(end)
        if row and last_row:
            self.extent.merges.append((row, column, last_row, last_column))


def extent(archive: zipfile.ZipFile, part: Part) -> Extent:
    """How far the cells of `part` reach. Raises Refused("too_large") where too many lie beyond the limits."""
    scan = _Scan()
    _parse(read_part(archive, part.path), scan.element)
    return scan.extent
