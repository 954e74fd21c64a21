"""Paper: list and check forms, preview, print, save, send to a printer (UX 4.9, DESIGN 6 `forms`).

Preview, printer and file get the same bytes. A preview shows the serials that come next and burns none; `make` gives
them out, writes a record of each sheet and an entry of the access log, in one commit.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.ids import new_id
from station_desk.domain.paper import (
    FormInfo,
    FormProblem,
    Picture,
    Printed,
    Printer,
    PrintWarning,
    Serial,
    SheetMark,
    code_text,
    life_letters,
    office_tail,
    read_serial,
)
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.machine import files, folders, spooler
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places, own_forms
from station_desk.services.paper_data import GROUPINGS, Material, Order, gather, order_for
from station_desk.store.paper import SerialsGiven, load_sheets, serials_given, sheet_fields
from station_desk.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from station_desk.printing.model import Form
    from station_desk.printing.pressed import Pressed

__all__ = [
    "GROUPINGS",
    "check_forms",
    "list_forms",
    "make",
    "page_picture",
    "preview",
    "printers",
    "save",
    "send",
]

_KEY = "paper_key"
"""The secret with which codes are signed; made at first use, kept for ever."""


# --- forms ---------------------------------------------------------------------------------------------------------
def list_forms(desk: Desk) -> list[FormInfo]:
    """The forms that can be printed, by code: the bundled ones and the office's own in `forms/` of its home."""
    return door.list_forms(form_places(desk))


def check_forms(file: Path | None = None, desk: Desk | None = None) -> list[FormProblem]:
    """What is wrong in one form file, or in all bundled ones (and, with `desk`, the office's own).

    Trouble form_file_missing(file).
    """
    if file is not None:
        return door.check_files([file])
    return door.check_folders([folders.forms_dir(), *([own_forms(desk)] if desk else [])])


# --- printing ------------------------------------------------------------------------------------------------------
def preview(
    desk: Desk,
    form: str,
    *,
    person_ids: Sequence[str] | None = None,
    everyone: bool = False,
    blank: int = 0,
    boxes: bool = False,
    group_by: str | None = None,
    reveal: bool = False,
    issued: date | None = None,
    period: str = "",
    offset_mm: tuple[float, float] = (0.0, 0.0),
    progress: Progress = silent,
) -> Printed:
    """What `make` with the same request would print now, byte for byte; nothing is given out or recorded.

    Only `reveal` (whole ID numbers and phones on a roster) is recorded before it is shown. Troubles as `make`.
    """
    order = order_for(desk, form, person_ids, everyone, blank, group_by, reveal, issued, period, offset_mm)
    job = _prepare(desk, order)
    if reveal:
        _record_reveal(desk, order, job)
    with desk.store.read() as conn:
        given = serials_given(conn, desk.office.code, _beginning(desk, job))
    return _printed(job, _press(job, _next(desk, job, given), progress), boxes=boxes)


def make(
    desk: Desk,
    form: str,
    *,
    person_ids: Sequence[str] | None = None,
    everyone: bool = False,
    blank: int = 0,
    boxes: bool = False,
    group_by: str | None = None,
    reveal: bool = False,
    issued: date | None = None,
    period: str = "",
    offset_mm: tuple[float, float] = (0.0, 0.0),
    progress: Progress = silent,
) -> Printed:
    """Print: draw the pages, give out their serials, record each sheet. The bytes then go to `save` or `send`.

    A form about one person starts a new page for each of `person_ids`, or for `everyone` who serves or waits; a roster
    has everyone unless `person_ids` says otherwise. `blank` adds so many empty copies. `group_by` splits a roster
    (`GROUPINGS`); `issued` is the day on the paper, by default today; `period` the month that a sheet is for (YYYY-MM); `offset_mm` moves everything right and down, for
    pre-printed stock.

    Troubles: form_unknown, form_broken, person_missing, no_term(person), nobody_to_print(form), read_only,
    glyph_missing(person, char, point), glyph_missing_text(char, point), form_overflow(form, what, line), font_missing,
    font_unusable; `progress` may raise Cancelled. Nothing is recorded then.
    """
    if desk.read_only:
        raise Trouble("read_only")
    order = order_for(desk, form, person_ids, everyone, blank, group_by, reveal, issued, period, offset_mm)
    job = _prepare(desk, order)
    with desk.store.read() as conn:
        given = serials_given(conn, desk.office.code, _beginning(desk, job))
    pressed = _press(job, _next(desk, job, given), progress)
    with desk.store.write(desk.account.id, "print", scope=desk.office.scope) as work:
        now = serials_given(work.conn, desk.office.code, _beginning(desk, job))
        if now != given:  # another print of this desk came between
            pressed = _press(job, _next(desk, job, now), silent)
        _record(work, desk, job, pressed, reveal=reveal)
    return _printed(job, pressed, boxes=boxes)


def _record(work: UnitOfWork, desk: Desk, job: "_Job", pressed: "Pressed", *, reveal: bool) -> None:
    """A record of each sheet, and the print in the access log; never a name."""
    at = desk.clock.now_iso()
    for page in pressed.pages:
        sheet = Sheet(
            scope=desk.office.scope,
            id=new_id(desk.clock.wall_ms()),
            serial=page.detail.serial,
            form=job.form.code,
            person_id=job.material.about[page.document],
            period=job.period,
            page=page.page,
            pages=page.pages,
            printed_at=at,
        )
        work.create("sheet", sheet.id, sheet_fields(sheet))
    span = f"{pressed.pages[0].detail.serial} – {pressed.pages[-1].detail.serial}"
    work.access("print", span, f"{job.form.code} {len(pressed.pages)}")
    if reveal:
        work.access("reveal", span, f"{job.form.code} id_no,phone {job.material.names}")


@dataclass(frozen=True, slots=True)
class _Job:
    """A print that has everything it needs but its serials."""

    form: "Form"
    material: Material
    fonts: Path
    extra: Path
    key: bytes | None
    offset_mm: tuple[float, float]
    period: str


def _prepare(desk: Desk, order: Order) -> _Job:
    form = door.get_form(form_places(desk), order.form)
    material = gather(desk, form.subject, form.name, order)
    extra = desk.home.path / "fonts" / "extra"
    return _Job(
        form, material, folders.resources_dir() / "fonts", extra, _paper_key(desk), order.offset_mm, order.period
    )


def _paper_key(desk: Desk) -> bytes | None:
    """The key of the codes; None where it was never made and nothing may be written."""
    key = desk.store.secret(_KEY)
    if key is None and not desk.read_only:
        key = os.urandom(32)
        desk.store.set_secret(_KEY, key)
    return key


def _record_reveal(desk: Desk, order: Order, job: _Job) -> None:
    desk.store.access(desk.account.id, "reveal", order.form, f"preview id_no,phone {job.material.names}")


def _beginning(desk: Desk, job: _Job) -> str:
    """How every serial of office, form and year begins."""
    return f"{office_tail(desk.office.code)}-{job.form.code}-{desk.clock.today().year}-"


def _next(desk: Desk, job: _Job, given: SerialsGiven) -> Serial:
    """The serial of the next sheet: one more than the highest of office, form and year, in every life of the home."""
    highest = max((read_serial(serial).running for serial in given.serials), default=0)
    life = life_letters(given.rep) if given.restored else ""
    return Serial(office_tail(desk.office.code), job.form.code, desk.clock.today().year, highest + 1, life)


def _press(job: _Job, first: Serial, progress: Progress) -> "Pressed":
    def number(index: int, page: int) -> SheetMark:
        serial = str(replace(first, running=first.running + index))
        return SheetMark(serial, code_text(serial, page, job.key))

    return door.print_form(
        job.form, job.fonts, job.extra, job.material.documents, number, offset_mm=job.offset_mm, progress=progress
    )


def _printed(job: _Job, pressed: "Pressed", *, boxes: bool) -> Printed:
    page_of = {page.document: page.detail.page for page in reversed(pressed.pages)}
    gathered = (PrintWarning(w.code, page_of[w.page], w.facts) for w in job.material.warnings)
    return Printed(
        form=job.form.code,
        pdf=pressed.pdf,
        pages=max((page.detail.page for page in pressed.pages), default=0),
        serials=tuple(page.detail.serial for page in pressed.pages),
        warnings=(*gathered, *pressed.warnings),
        names=job.material.names,
        pages_detail=tuple(page.detail for page in pressed.pages) if boxes else (),
    )


def printed_sheets(desk: Desk) -> list[Sheet]:
    """The sheets that this office printed, newest first, each with its serial."""
    with desk.store.read() as conn:
        return load_sheets(conn, desk.office.scope)


# --- where it goes -------------------------------------------------------------------------------------------------
def save(desk: Desk, printed: Printed, file: Path) -> None:
    """Write the PDF to `file`, whole or not at all, and record that it was saved.

    Troubles stick_full(need, free), stick_gone, stick_read_only, stick_unreliable.
    """
    try:
        files.write_atomic(file, printed.pdf)
    except OSError as error:
        raise files.storage_trouble(error, file.parent, len(printed.pdf)) from error
    if not desk.read_only:
        desk.store.access(desk.account.id, "save_pdf", file.name, printed.form)


def printers(desk: Desk | None = None) -> list[Printer]:
    """The printers of this computer by name; empty where there is none, or no spooler (Windows: the window prints)."""
    return [Printer(queue.name, queue.default, queue.ready) for queue in spooler.queues()]


def send(desk: Desk, printed: Printed, printer: str, copies: int = 1, *, pages: str = "", duplex: bool = False) -> None:
    """Send the bytes to a printer. `pages` as people write it (`1-4,7`), "" for all.

    Troubles printer_none, printer_refused(printer, detail).
    """
    if printer not in {queue.name for queue in spooler.queues()}:
        raise Trouble("printer_none")
    title = f"{printed.form} {printed.serials[0]}" if printed.serials else printed.form
    spooler.submit(printer, printed.pdf, title, copies=copies, pages=pages, duplex=duplex)
    if not desk.read_only:
        desk.store.access(desk.account.id, "send_to_printer", printer, f"{title} x{copies}")


def page_picture(pdf: bytes, page: int, width_px: int) -> Picture:
    """Page `page` (from 1) of a print as a picture `width_px` pixels wide: the very bytes that are printed."""
    return door.page_picture(pdf, page, width_px)
