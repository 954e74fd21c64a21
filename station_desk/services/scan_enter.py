"""Confirming what was read from scans: the sheets that hold something to confirm, and the one way in for all of them.

Nothing is stored before a person confirmed it, and of the scan nothing at all (issue 6.2).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.records import Sheet
from station_desk.domain.rubric_paper import SCORE_FORMS
from station_desk.domain.trouble import Trouble
from station_desk.services import print_centre, scan_log, scan_scores
from station_desk.services.desk import Desk
from station_desk.services.json_files import read_json
from station_desk.services.scan_log import LogPaper, Place, Value, Values
from station_desk.services.scan_read import SheetMarks
from station_desk.services.scan_scores import Scored, ScorePaper
from station_desk.store.paper import replacements, sheets_by_serial

_HERE = ("returned", "entered")
_SCORE_BOX = "得分"
"""The log's box for the month's score is for people to read; the score itself stands on the assessment sheet."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was entered of a sheet: how many counts or scores; `scored` for an assessment sheet."""

    sheet: Sheet
    entered: int
    scored: Scored | None = None


def to_confirm(read: Sequence[SheetMarks]) -> list[SheetMarks]:
    """The sheets of which something can be confirmed: about a person or a room, of a month, and read."""
    return [one for one in read if one.sheet.person_id and one.sheet.period and one.marks and _confirmable(one)]


def _confirmable(one: SheetMarks) -> bool:
    return one.sheet.form in SCORE_FORMS or any(scan_log.is_of_log(mark.box) for mark in one.marks)


def paper(desk: Desk, read: SheetMarks) -> LogPaper | ScorePaper:
    """A sheet as it is shown for confirmation, beside what is entered already. Trouble log_month_wrong (text)."""
    marks = {mark.box: mark for mark in read.marks}
    of_log = any(scan_log.is_of_log(box) for box in marks)
    return scan_log.paper(desk, read.sheet, marks) if of_log else scan_scores.paper(desk, read.sheet, marks)


def keep_log(desk: Desk, sheet: Sheet, values: Values, seen: Mapping[Place, int] | None) -> Kept:
    """Enter a confirmed work log and mark it as entered. Troubles those of `_still_here` and `scan_log.keep`."""
    _still_here(desk, sheet)
    return _done(desk, Kept(sheet, scan_log.keep(desk, sheet, values, seen)))


def keep_scores(desk: Desk, sheet: Sheet, values: Values, seen: Mapping[str, int] | None) -> Kept:
    """Enter a confirmed assessment sheet and mark it as entered. Troubles those of `_still_here`, `scan_scores.keep`."""
    _still_here(desk, sheet)
    scored = scan_scores.keep(desk, sheet, values, seen)
    return _done(desk, Kept(sheet, scored.entered, scored))


def _still_here(desk: Desk, sheet: Sheet) -> None:
    """Troubles sheet_replaced (serial), sheet_is_spoiled (serial), sheet_not_back (serial): not among what came back."""
    with desk.store.read() as conn:
        now = sheets_by_serial(conn, [sheet.serial]).get(sheet.serial)
        replaced = sheet.id in replacements(conn, sheet.scope)
    if replaced:
        raise Trouble("sheet_replaced", serial=sheet.serial)
    if now is None or now.state not in _HERE:
        code = "sheet_is_spoiled" if now is not None and now.state == "spoiled" else "sheet_not_back"
        raise Trouble(code, serial=sheet.serial)


def _done(desk: Desk, kept: Kept) -> Kept:
    if kept.entered:
        print_centre.mark(desk, [kept.sheet.serial], "entered")
    return kept


# --- marks in a file -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Refused:
    """A sheet of a file of marks that was not entered, and why."""

    serial: str
    trouble: Trouble


def read_marks(file: Path) -> dict[str, dict[str, Value]]:
    """The marks of a file as `paper read --json` answers them, by serial and box. Troubles json_unreadable (file),
    marks_file (file), marks_twice (serial, box).
    """
    document = read_json(file)
    listed = document.get("marks") if isinstance(document, dict) else document
    if not isinstance(listed, list):
        raise Trouble("marks_file", file=file.name)
    found: dict[str, dict[str, Value]] = {}
    for one in listed:
        told = one if isinstance(one, dict) else {}
        serial, box, value = told.get("serial"), told.get("box"), told.get("value")
        if not isinstance(serial, str) or not isinstance(box, str) or not isinstance(value, bool | int | str | None):
            raise Trouble("marks_file", file=file.name)
        sheet = found.setdefault(serial, {})
        if box in sheet and sheet[box] != value:
            raise Trouble("marks_twice", serial=serial, box=box)
        sheet[box] = value
    return found


def enter_marks(desk: Desk, marks: Mapping[str, Values], *, over: bool = False) -> tuple[list[Kept], list[Refused]]:
    """Enter marks that a person looked through, by serial and box: each sheet wholly or not at all.

    `over`: also where another number was entered by hand; without it such a sheet is refused. Trouble read_only.
    """
    if desk.read_only:
        raise Trouble("read_only")
    with desk.store.read() as conn:
        known = sheets_by_serial(conn, list(marks))
    kept: list[Kept] = []
    refused: list[Refused] = []
    for serial, values in marks.items():
        try:
            kept.append(_enter(desk, known.get(serial), serial, values, over=over))
        except Trouble as trouble:
            refused.append(Refused(serial, trouble))
    return kept, refused


def _enter(desk: Desk, sheet: Sheet | None, serial: str, values: Values, *, over: bool) -> Kept:
    if sheet is None or sheet.scope != desk.office.scope:
        raise Trouble("serial_foreign", serial=serial)
    if sheet.person_id is None or not sheet.period:
        raise Trouble("sheet_nobodys", serial=serial)
    if not any(scan_log.is_of_log(box) for box in values):
        return keep_scores(desk, sheet, values, None if over else {})
    strange = next((box for box in values if not scan_log.is_of_log(box) and box != _SCORE_BOX), None)
    if strange is not None:
        raise Trouble("mark_unfit", box=strange)
    return keep_log(desk, sheet, values, None if over else {})
