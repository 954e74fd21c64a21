"""Paper: list and check forms, preview, print, save, send to a printer (UX 4.9, DESIGN 6 `forms`).

Preview, printer and file get the same bytes. A preview shows the serials that come next and burns none; `make` gives
them out, writes a record of each sheet and an entry of the access log, in one commit.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from station_desk.domain.paper import FormInfo, FormProblem, Picture, Printed, Printer
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.machine import files, folders, spooler
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places, own_forms
from station_desk.services.pack_words import words
from station_desk.services.paper_data import has_data
from station_desk.services.paper_orders import GROUPINGS, Asked, order_for
from station_desk.services.paper_press import make_all, preview_all, try_out
from station_desk.store.paper import load_sheets

__all__ = [
    "GROUPINGS",
    "can_fill",
    "check_forms",
    "list_forms",
    "make",
    "page_picture",
    "preview",
    "printers",
    "save",
    "send",
]


# --- forms ---------------------------------------------------------------------------------------------------------
def list_forms(desk: Desk) -> list[FormInfo]:
    """The forms that can be printed, by code: the bundled ones and the office's own in `forms/` of its home; each is
    called by the words of the office's programme.
    """
    said = words(desk)
    return [replace(one, called=said.in_words(one.name)) for one in door.list_forms(form_places(desk))]


def can_fill(desk: Desk, form: FormInfo, period: str) -> bool:
    """Whether the desk has what the form is filled with, for a month (YYYY-MM); otherwise it is printed blank only."""
    return form.subject != "blank" and has_data(desk, form.subject, period)


def check_forms(file: Path | None = None, desk: Desk | None = None) -> list[FormProblem]:
    """What is wrong in one form file, or in all bundled ones (and, with `desk`, the office's own).

    Trouble form_file_missing(file).
    """
    if file is not None:
        return door.check_files([file])
    return door.check_folders([folders.forms_dir(), *([own_forms(desk)] if desk else [])])


# --- printing ------------------------------------------------------------------------------------------------------
def preview(
    desk: Desk, form: str, *, boxes: bool = False, progress: Progress = silent, **asked: Unpack[Asked]
) -> Printed:
    """What `make` with the same request would print now, byte for byte; nothing is given out or recorded.

    Only `reveal` (whole ID numbers and phones on a roster) is recorded before it is shown. Troubles as `make`.
    """
    return preview_all(desk, [order_for(desk, form, **asked)], boxes=boxes, progress=progress)[0]


def make(desk: Desk, form: str, *, boxes: bool = False, progress: Progress = silent, **asked: Unpack[Asked]) -> Printed:
    """Print: draw the pages, give out their serials, record each sheet. The bytes then go to `save` or `send`.

    `asked` as `Asked` tells.

    Troubles: paper_no_batch, batch_missing(name), paper_no_results(month), form_unknown, form_broken, person_missing, no_term(person), nobody_to_print(form), read_only,
    glyph_missing(person, char, point), glyph_missing_text(char, point), form_overflow(form, what, line), font_missing,
    font_unusable; `progress` may raise Cancelled. Nothing is recorded then.
    """
    return make_all(desk, [order_for(desk, form, **asked)], boxes=boxes, progress=progress)[0]


def trial_page(
    desk: Desk,
    form: str,
    *,
    person_ids: Sequence[str] | None = None,
    period: str = "",
    offset_mm: tuple[float, float] = (0.0, 0.0),
) -> Printed:
    """One copy without a serial, to see on paper where everything lies; blank without `person_ids`. Nothing is given
    out or recorded. Troubles as `make`.
    """
    blank = 0 if person_ids else 1
    return try_out(desk, order_for(desk, form, person_ids=person_ids, blank=blank, period=period, offset_mm=offset_mm))


def two_up(printed: Printed) -> Printed:
    """The same pages two by two on sheets of twice the size (A4 on A3), for the printer; serials stay."""
    return replace(printed, pdf=door.two_up(printed.pdf), pages=(printed.pages + 1) // 2)


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
