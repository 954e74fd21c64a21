"""The print centre: every sheet that was printed, where it is now, checking paper back in, printing one again.

States and their ways: `domain.sheet_states`. A serial is typed or comes from a hand scanner; it names one sheet of this
office. What becomes of a sheet is one commit, judged by what stands there then, not by what a window showed before.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from station_desk.domain.months import months_of
from station_desk.domain.paper import Printed, Serial, SheetMark, code_text, read_serial
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Sheet
from station_desk.domain.sheet_states import OUTSIDE, SheetState, may_become
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.paper_orders import Order, as_text, from_text
from station_desk.services.paper_press import Job, beginning, drawn, first, new_sheet, prepare, record_access
from station_desk.services.roster_memory import memory_of
from station_desk.store.paper import (
    REPRINT,
    load_sheets,
    order_of,
    print_run,
    put_order,
    replacements,
    serials_given,
    sheet_fields,
    sheets_by_serial,
    sheets_of_run,
)

if TYPE_CHECKING:
    from station_desk.printing.pressed import Pressed, PressedPage


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet with the person or room it is about ("" for nobody alone), the serial that took its place, the one it replaces."""

    sheet: Sheet
    person: str
    replaced_by: str = ""
    replaces: str = ""

    @property
    def wanted(self) -> bool:
        """Whether the sheet is not here and no other took its place."""
        return self.sheet.state in OUTSIDE and not self.replaced_by


@dataclass(frozen=True, slots=True)
class Marked:
    """What became of typed serials: changed, in that state before, refused with the state they are in, and those that are
    mistyped (`unread`) or not ours (`foreign`)."""

    changed: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def trouble(self) -> Trouble | None:
        """The first thing that a person must hear of; None when everything was taken."""
        if self.unread:
            return Trouble("serial_wrong", text=self.unread[0])
        if self.foreign:
            return Trouble("serial_foreign", serial=self.foreign[0])
        if self.refused:
            serial, state = next(iter(self.refused.items()))
            return Trouble("sheet_replaced" if state == "replaced" else f"sheet_is_{state}", serial=serial)
        return None


def sheet_lines(desk: Desk) -> list[SheetLine]:
    """Every sheet of this office, newest first, with names and links."""
    with desk.store.read() as conn:
        sheets = load_sheets(conn, desk.office.scope)
        links = replacements(conn, desk.office.scope)
    people = memory_of(desk).book(desk).people
    serials = {sheet.id: sheet.serial for sheet in sheets}
    back = {new: old for old, new in links.items()}
    return [
        SheetLine(
            sheet,
            people[sheet.person_id].name if sheet.person_id in people else sheet.room,
            serials.get(links.get(sheet.id, ""), ""),
            serials.get(back.get(sheet.id, ""), ""),
        )
        for sheet in sheets
    ]


def missing(desk: Desk, period: str) -> list[SheetLine]:
    """The sheets for a period that have not come back, by form and serial. Trouble period_wrong(text)."""
    months = set(months_of(period))
    lines = [line for line in sheet_lines(desk) if line.wanted and line.sheet.period in months]
    return sorted(lines, key=lambda line: (line.sheet.form, len(line.sheet.serial), line.sheet.serial))


def still_out(desk: Desk, serials: Iterable[str]) -> list[str]:
    """The serials that lack among the sheets of the same forms and months as `serials`."""
    given = set(serials)
    lines = sheet_lines(desk)
    kinds = {(line.sheet.form, line.sheet.period) for line in lines if line.sheet.serial in given}
    return sorted(line.sheet.serial for line in lines if line.wanted and (line.sheet.form, line.sheet.period) in kinds)


def mark(desk: Desk, typed: Sequence[str], state: SheetState, *, keep: Collection[str] = ()) -> Marked:
    """Put the sheets with these serials into `state`, all that can go there in one commit; those in a state of `keep`
    stay there. Trouble read_only.
    """
    if desk.read_only:
        raise Trouble("read_only")
    told = Marked()
    serials: list[str] = []
    for text in typed:
        try:
            serials.append(str(read_serial(text)))
        except Trouble:
            told.unread.append(text.strip())
    with desk.store.write(desk.account.id, "sheet_state", scope=desk.office.scope) as work:
        known = sheets_by_serial(work.conn, serials)
        links = replacements(work.conn, desk.office.scope)
        for serial in dict.fromkeys(serials):
            sheet = known.get(serial)
            if sheet is None or sheet.scope != desk.office.scope:
                told.foreign.append(serial)
            elif sheet.id in links:
                told.refused[serial] = "replaced"
            elif sheet.state == state or sheet.state in keep:
                told.before.append(serial)
            elif may_become(sheet.state, state):
                work.update("sheet", sheet.id, {"state": state})
                told.changed.append(serial)
            else:
                told.refused[serial] = sheet.state
    return told


# --- once more -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Again:
    """A sheet to be printed again: its job, and the sheets that get new numbers (both sides of a small page)."""

    job: Job
    old: tuple[Sheet, ...]

    @property
    def only(self) -> int | None:
        """The page of the document that comes onto paper."""
        return self.old[0].page if self.job.form.imposition is None else None


def preview_again(desk: Desk, typed: str, progress: Progress = silent) -> Printed:
    """What `reprint` would print now. Troubles as there."""
    again = _ready(desk, typed)
    with desk.store.read() as conn:
        serial = first(desk, again.job, serials_given(conn, desk.office.code, beginning(desk, again.job)))
    return _shown(again, _draw(again, serial, progress))


def reprint(desk: Desk, typed: str, state: SheetState, progress: Progress = silent) -> Printed:
    """Print one sheet again under a new serial; the old one is `lost` or `spoiled` and linked with the new one.

    Of a small page that shares its sheet with others, both sides are printed again. What is printed is what the roster
    says now, for the day and month of the first print.

    Troubles serial_wrong(text), serial_foreign(serial), sheet_replaced(serial), sheet_unordered(serial),
    sheet_outdated(serial), read_only, those of `paperwork.make`.
    """
    if desk.read_only:
        raise Trouble("read_only")
    again = _ready(desk, typed)
    job = again.job
    with desk.store.write(desk.account.id, REPRINT, scope=desk.office.scope) as work:
        if again.old[0].id in replacements(work.conn, desk.office.scope):
            raise Trouble("sheet_replaced", serial=again.old[0].serial)
        serial = first(desk, job, serials_given(work.conn, desk.office.code, beginning(desk, job)))
        pages, at = _draw(again, serial, progress), desk.clock.now_iso()
        for old, page in zip(again.old, _new_pages(again, pages), strict=True):
            fresh = new_sheet(desk, job, page, at)
            work.affirm("sheet", old.id, {"state": state})  # also where it stands there: the link needs the change
            work.create("sheet", fresh.id, sheet_fields(fresh))
        put_order(work.conn, work.run, job.form.code, as_text(job.order))
        record_access(work, job, [page.detail.serial for page in _new_pages(again, pages)])
    return _shown(again, pages)


def _ready(desk: Desk, typed: str) -> _Again:
    """What is needed to print a sheet again, its order narrowed to the one document."""
    serial = str(read_serial(typed))
    with desk.store.read() as conn:
        sheet = sheets_by_serial(conn, [serial]).get(serial)
        if sheet is None or sheet.scope != desk.office.scope:
            raise Trouble("serial_foreign", serial=serial)
        run = print_run(conn, sheet.id) or ""
        text = order_of(conn, run, sheet.form)
        mates = sheets_of_run(conn, run, sheet.form)
        replaced = replacements(conn, desk.office.scope)
    if text is None:
        raise Trouble("sheet_unordered", serial=serial)
    if sheet.id in replaced:
        raise Trouble("sheet_replaced", serial=serial)
    job = prepare(desk, _narrowed(from_text(text), sheet, mates))
    if job.form.imposition is None or sheet.person_id is None:
        return _Again(job, (sheet,))
    sides = [mate for mate in mates if mate.person_id == sheet.person_id and mate.id not in replaced]
    return _Again(job, tuple(sides))


def _narrowed(order: Order, sheet: Sheet, mates: Sequence[Sheet]) -> Order:
    """The order of the one document to which a sheet belongs."""
    if sheet.person_id is not None:
        return replace(order, person_ids=(sheet.person_id,), everyone=False, blank=0)
    listed = order.everyone or order.person_ids is not None
    people = any(mate.person_id is not None for mate in mates)
    in_list = listed and not people and mates.index(sheet) < mates[0].pages
    return replace(order, blank=0) if in_list else replace(order, person_ids=None, everyone=False, blank=1)


def _draw(again: _Again, serial: Serial, progress: Progress) -> "Pressed":
    """The document with new serials on the pages that come onto paper. Trouble sheet_outdated(serial)."""
    job = again.job

    def number(_index: int, page: int) -> SheetMark:
        step = page - 1 if again.only is None else 0
        text = str(replace(serial, running=serial.running + step))
        return SheetMark(text, code_text(text, page, job.key))

    pressed = drawn(job, number, only=again.only, progress=progress)
    if pressed.pages[0].pages != again.old[0].pages:
        raise Trouble("sheet_outdated", serial=again.old[0].serial)
    return pressed


def _new_pages(again: _Again, pressed: "Pressed") -> list["PressedPage"]:
    """The pages that take the place of the old sheets."""
    pages = {sheet.page for sheet in again.old}
    return [page for page in pressed.pages if page.page in pages]


def _shown(again: _Again, pressed: "Pressed") -> Printed:
    pages = _new_pages(again, pressed)
    return Printed(
        form=again.job.form.code,
        pdf=pressed.pdf,
        pages=max(page.detail.page for page in pages),
        serials=tuple(page.detail.serial for page in pages),
        warnings=pressed.warnings,
        names=again.job.material.names,
    )
