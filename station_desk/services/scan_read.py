"""`paper read`: a pile of scanned sheets files itself; every page is accounted for (DESIGN 6, issue 6).

Scanned n = filed + to decide + foreign, always. A code counts only where its MAC fits this home's paper key. Of the
scans nothing is kept; the marks are proposals until a person confirms them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from station_desk.domain.paper import is_ours, read_code
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Sheet
from station_desk.domain.scanned import Cutout, MarkRead, PageSeen, SheetSeen
from station_desk.domain.trouble import Trouble
from station_desk.scans import reading
from station_desk.services import print_centre
from station_desk.services.desk import Desk
from station_desk.services.paper_press import paper_key
from station_desk.services.scan_forms import geometries
from station_desk.services.sheet_days import came_back
from station_desk.store.paper import load_sheets, replacements, sheets_by_serial

PieceState = Literal["filed", "to_decide", "foreign"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A sheet or a bad page of a scan: file and page (from 1), what became of it, and why where it was not filed.

    `why` is a fault of `PageSeen`, the code of a trouble of the file, "foreign_code" or "foreign_serial", or the state
    that a sheet cannot come back from ("spoiled", "replaced").
    """

    file: str
    page: int
    state: PieceState
    serial: str = ""
    why: str = ""
    thumbnail: Cutout | None = None

    @property
    def name(self) -> str:
        """What it is called in a list: its serial, else file and page."""
        return self.serial or f"{self.file}:{self.page}"


@dataclass(frozen=True, slots=True)
class SheetMarks:
    """What was read from a sheet; `fits` False: its boxes do not lie as the form has them, and nothing was read."""

    sheet: Sheet
    marks: tuple[MarkRead, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class Partly:
    """A paper of several pages of which some came back: the serials that are here and those that lack."""

    here: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass
class PileRead:
    """What became of a pile. `returned`: serials filed now or before, `since` when those of before came; `doubled`: those
    that lay in the pile twice."""

    pieces: list[Piece] = field(default_factory=list)
    returned: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    since: dict[str, date] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    partly: list[Partly] = field(default_factory=list)
    marks: list[SheetMarks] = field(default_factory=list)

    def count(self, state: PieceState) -> int:
        """How many pieces there are of a state."""
        return sum(piece.state == state for piece in self.pieces)

    def names(self, state: PieceState) -> list[str]:
        """The pieces of a state by name."""
        return [piece.name for piece in self.pieces if piece.state == state]


@dataclass
class _Pile:
    """A pile while it is read: its pages as seen, and the files that could not be opened."""

    seen: list[tuple[str, PageSeen]] = field(default_factory=list)
    broken: list[Piece] = field(default_factory=list)


def read_scans(desk: Desk, files: Sequence[Path], progress: Progress = silent, *, cutouts: bool = False) -> PileRead:
    """Read scans (PDF, PNG, JPEG, TIFF), file the sheets that are found in one commit, and tell what is in their boxes.

    `cutouts`: each mark comes with a picture of its box. `progress` counts pages and may raise Cancelled: nothing is
    filed then. One bad file or page stops nothing. Trouble read_only.
    """
    if desk.read_only:
        raise Trouble("read_only")
    pile = _look(desk, files, progress, cutouts)
    read = PileRead(pieces=list(pile.broken))
    found = _judge(desk, pile, read)
    _file(desk, read, [serial for serial, _ in found])
    read.marks = _marks(desk, [(serial, seen) for serial, seen in found if serial in set(read.returned)])
    return read


def _look(desk: Desk, files: Sequence[Path], progress: Progress, cutouts: bool) -> _Pile:
    """Every page of every file."""
    pile, places = _Pile(), geometries(desk)
    counted: list[tuple[Path, int]] = []
    for file in files:
        try:
            counted.append((file, reading.count_pages(file, lambda: progress(0, 0))))
        except Trouble as trouble:
            pile.broken.append(Piece(file.name, 0, "to_decide", why=trouble.code))
    total, done = sum(pages for _, pages in counted), 0
    progress(done, total)
    for file, pages in counted:
        for seen in reading.read_pages(
            file, range(1, pages + 1), places, _again(progress, total, pile), cutouts=cutouts
        ):
            pile.seen.append((file.name, seen))
            progress(len(pile.seen), total)
    return pile


def _again(progress: Progress, total: int, pile: _Pile) -> Callable[[], None]:
    """Tells the same progress again while a child reads, so that the work can be stopped meanwhile."""
    return lambda: progress(len(pile.seen), total)


def _judge(desk: Desk, pile: _Pile, read: PileRead) -> list[tuple[str, SheetSeen]]:
    """Each page as a piece or several; the serials of ours with what was seen of them. Spoiled and replaced sheets are
    to be decided."""
    key = paper_key(desk)
    serials = {code: _serial(code, key) for _, page in pile.seen for code in (one.code for one in page.sheets)}
    with desk.store.read() as conn:
        known = sheets_by_serial(conn, [serial for serial in serials.values() if serial])
        replaced = replacements(conn, desk.office.scope)
    found: list[tuple[str, SheetSeen]] = []
    for file, page in pile.seen:
        for one in page.sheets:
            serial = serials[one.code]
            sheet = known.get(serial)
            if not serial:
                read.pieces.append(Piece(file, page.page, "foreign", why="foreign_code"))
            elif sheet is None or sheet.scope != desk.office.scope:
                read.pieces.append(Piece(file, page.page, "foreign", serial, "foreign_serial"))
            elif sheet.id in replaced or sheet.state == "spoiled":
                why = "replaced" if sheet.id in replaced else "spoiled"
                read.pieces.append(Piece(file, page.page, "to_decide", serial, why))
            else:
                read.pieces.append(Piece(file, page.page, "filed", serial))
                found.append((serial, one))
        if not page.sheets:
            foreign = page.others > 0
            why = "foreign_code" if foreign else page.fault
            state: PieceState = "foreign" if foreign else "to_decide"
            read.pieces.append(Piece(file, page.page, state, why=why, thumbnail=page.thumbnail))
    return found


def serial_of(desk: Desk, code: str) -> str:
    """The serial that the whole content of a code names, "" where another office printed it, or nobody."""
    return _serial(code, paper_key(desk))


def _serial(code: str, key: bytes | None) -> str:
    """The serial that a code of this home names, "" where it is another's."""
    try:
        told = read_code(code)
    except Trouble:
        return ""
    return told.serial if key is not None and is_ours(told, key) else ""


def _file(desk: Desk, read: PileRead, serials: Sequence[str]) -> None:
    """Check the sheets back in. A sheet whose figures were typed before stays so."""
    unique = list(dict.fromkeys(serials))
    told = print_centre.mark(desk, unique, "returned", keep=("entered",))
    read.returned, read.before = unique, [serial for serial in unique if serial not in told.changed]
    if read.before:
        with desk.store.read() as conn:
            known = sheets_by_serial(conn, read.before)
        read.since = came_back(desk, list(known.values()))
    read.doubled = [serial for serial in unique if serials.count(serial) > 1]
    read.missing = print_centre.still_out(desk, unique)
    read.partly = _partly(desk, unique)


def _partly(desk: Desk, serials: Sequence[str]) -> list[Partly]:
    """The papers of several pages to which these sheets belong, and that are not whole."""
    with desk.store.read() as conn:
        sheets = load_sheets(conn, desk.office.scope)
        links = replacements(conn, desk.office.scope)
    newest = {sheet.id: sheet for sheet in sheets}
    papers: dict[tuple[str, str, int], list[Sheet]] = {}
    for sheet in sheets:
        if sheet.pages > 1 and sheet.id not in links.values():
            current = sheet
            while current.id in links:
                current = newest[links[current.id]]
            head, running = sheet.serial[:-2].rsplit("-", 1)
            letters = running.rstrip("0123456789")
            first = int(running[len(letters) :]) - sheet.page
            papers.setdefault((f"{head}-{letters}", sheet.printed_at, first), []).append(current)
    found = []
    for pages in papers.values():
        here = tuple(sheet.serial for sheet in pages if sheet.state in ("returned", "entered"))
        lacking = tuple(sheet.serial for sheet in pages if sheet.serial not in here)
        if here and lacking and set(here) & set(serials):
            found.append(Partly(tuple(sorted(here)), tuple(sorted(lacking))))
    return found


# --- marks ---------------------------------------------------------------------------------------------------------
def _marks(desk: Desk, found: Sequence[tuple[str, SheetSeen]]) -> list[SheetMarks]:
    """The marks of each sheet, once: where it was scanned twice, what both say or the one that is sure."""
    with desk.store.read() as conn:
        sheets = sheets_by_serial(conn, [serial for serial, _ in found])
    made: dict[str, SheetMarks] = {}
    for serial, seen in found:
        before = made.get(serial)
        if before is None or not before.marks:
            made[serial] = SheetMarks(sheets[serial], seen.marks, seen.fits)
        elif seen.marks:
            both = tuple(_either(one, other) for one, other in zip(before.marks, seen.marks, strict=True))
            made[serial] = SheetMarks(sheets[serial], both, fits=True)
    return list(made.values())


def _either(one: MarkRead, other: MarkRead) -> MarkRead:
    if one.sure and other.sure and one.value != other.value:
        return MarkRead(one.box, one.kind, None, False, one.cutout)
    return one if one.sure else other
