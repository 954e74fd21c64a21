"""The press of the office: from an order to pages with serials, and the record of what was given out.

Preview, print, print set and reprint all go through here. A page's serial is the next of office, form and year. A print
that came between is noticed within the commit, and the pages are drawn again.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.domain.ids import new_id
from station_desk.domain.paper import (
    Numbering,
    Printed,
    PrintWarning,
    Serial,
    SheetMark,
    code_text,
    life_letters,
    office_tail,
    read_serial,
)
from station_desk.domain.paper_kinds import Scope
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.machine import folders
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places
from station_desk.services.letter_faces import letter_folders
from station_desk.services.paper_data import Material, gather
from station_desk.services.paper_orders import Order, as_text
from station_desk.store.paper import SerialsGiven, put_order, serials_given, sheet_fields
from station_desk.store.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from station_desk.printing.model import Form
    from station_desk.printing.pressed import Pressed, PressedPage

_KEY = "paper_key"
"""The secret with which codes are signed; made at first use, kept for ever."""
NOTHING: Scope = {}
_TRIED = SheetMark("试印", "SD1:TEST")
"""What stands on a page that is only tried: no serial, and a code that no scan takes for one."""


@dataclass(frozen=True, slots=True)
class Job:
    """A print that has everything it needs but its serials."""

    order: Order
    form: "Form"
    material: Material
    fonts: Path
    extra: Path
    key: bytes | None
    installed: tuple[Path, ...] = ()


def prepare(desk: Desk, order: Order) -> Job:
    """Gather what an order needs. Troubles as `paperwork.make`."""
    form = door.get_form(form_places(desk), order.form)
    material = gather(desk, form.subject, form.name, order)
    fonts, extra = folders.resources_dir() / "fonts", desk.home.path / "fonts" / "extra"
    return Job(order, form, material, fonts, extra, paper_key(desk), letter_folders(desk))


def preview_all(
    desk: Desk, orders: Sequence[Order], *, boxes: bool = False, progress: Progress = silent
) -> list[Printed]:
    """What `make_all` would print now, byte for byte. Only whole numbers are recorded, before they are shown."""
    jobs = [prepare(desk, order) for order in orders]
    for job in jobs:
        if job.order.reveal:
            detail = f"preview id_no,phone {job.material.names}"
            desk.store.access(desk.account.id, "reveal", job.form.code, detail)
    given = _given(desk, jobs)
    return [
        as_printed(job, press(job, first(desk, job, known), progress), boxes=boxes)
        for job, known in zip(jobs, given, strict=True)
    ]


def make_all(desk: Desk, orders: Sequence[Order], *, boxes: bool = False, progress: Progress = silent) -> list[Printed]:
    """Print several forms: all serials are given out and recorded in one commit with one run, or none.

    No form may stand twice in one call. Troubles as `paperwork.make`; nothing is recorded then.
    """
    if desk.read_only:
        raise Trouble("read_only")
    jobs = [prepare(desk, order) for order in orders]
    if len({job.form.code for job in jobs}) < len(jobs):
        raise ValueError("a form stands twice in one print")
    given = _given(desk, jobs)
    pressed = [press(job, first(desk, job, known), progress) for job, known in zip(jobs, given, strict=True)]
    with desk.store.write(desk.account.id, "print", scope=desk.office.scope) as work:
        for at, job in enumerate(jobs):
            now = serials_given(work.conn, desk.office.code, beginning(desk, job))
            if now != given[at]:  # another print of this desk came between
                pressed[at] = press(job, first(desk, job, now), silent)
            record(work, desk, job, pressed[at])
    return [as_printed(job, pages, boxes=boxes) for job, pages in zip(jobs, pressed, strict=True)]


def try_out(desk: Desk, order: Order, known: Scope = NOTHING) -> Printed:
    """The pages without serials, to see on paper where everything lies. Nothing is given out or recorded.

    `known` takes the place of what the desk knows by these names.
    """
    job = prepare(desk, replace(order, reveal=False))
    documents = [{name: known.get(name, value) for name, value in one.items()} for one in job.material.documents]
    job.material.documents[:] = documents
    pressed = drawn(job, lambda _index, _page: _TRIED)
    return replace(as_printed(job, pressed, boxes=False), serials=())


def press(job: Job, serial: Serial, progress: Progress) -> "Pressed":
    """Draw the pages, the first with `serial`."""

    def number(index: int, page: int) -> SheetMark:
        text = str(replace(serial, running=serial.running + index))
        return SheetMark(text, code_text(text, page, job.key))

    return drawn(job, number, progress=progress)


def drawn(job: Job, number: Numbering, *, only: int | None = None, progress: Progress = silent) -> "Pressed":
    """The pages of a job (`only` that one of each document) with the marks that `number` gives. Troubles as `press`."""
    return door.print_form(
        job.form,
        job.fonts,
        job.extra,
        job.material.documents,
        number,
        offset_mm=job.order.offset_mm,
        only=only,
        installed=job.installed,
        progress=progress,
    )


def record(work: UnitOfWork, desk: Desk, job: Job, pressed: "Pressed") -> None:
    """A record of each sheet, how they were ordered, and the print in the access log; never a name.

    Small slips without a code (ballots) cannot come back one by one: they have one record together.
    """
    at = desk.clock.now_iso()
    slips = job.form.imposition is not None and all(page.detail.qr is None for page in pressed.pages)
    for page in pressed.pages[:1] if slips else pressed.pages:
        sheet = new_sheet(desk, job, page, at)
        work.create("sheet", sheet.id, sheet_fields(sheet))
    put_order(work.conn, work.run, job.form.code, as_text(job.order))
    record_access(work, job, [page.detail.serial for page in pressed.pages])


def new_sheet(desk: Desk, job: Job, page: "PressedPage", at: str) -> Sheet:
    """The record of a page that was just drawn; pages of one print have one instant (UTC ISO)."""
    return Sheet(
        scope=desk.office.scope,
        id=new_id(desk.clock.wall_ms()),
        serial=page.detail.serial,
        form=job.form.code,
        person_id=job.material.about[page.document],
        period=job.order.period,
        page=page.page,
        pages=page.pages,
        printed_at=at,
    )


def record_access(work: UnitOfWork, job: Job, serials: Sequence[str]) -> None:
    """The print in the access log, and that whole numbers were on it."""
    span = f"{serials[0]} – {serials[-1]}"
    work.access("print", span, f"{job.form.code} {len(serials)}")
    if job.order.reveal:
        work.access("reveal", span, f"{job.form.code} id_no,phone {job.material.names}")


def as_printed(job: Job, pressed: "Pressed", *, boxes: bool) -> Printed:
    """The finished print as the callers get it."""
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
        faces=pressed.faces,
    )


def beginning(desk: Desk, job: Job) -> str:
    """How every serial of office, form and year begins."""
    return f"{office_tail(desk.office.code)}-{job.form.code}-{desk.clock.today().year}-"


def first(desk: Desk, job: Job, given: SerialsGiven) -> Serial:
    """The serial of the next sheet: one more than the highest of office, form and year, in every life of the home."""
    highest = max((read_serial(serial).running for serial in given.serials), default=0)
    life = life_letters(given.rep) if given.restored else ""
    return Serial(office_tail(desk.office.code), job.form.code, desk.clock.today().year, highest + 1, life)


def _given(desk: Desk, jobs: Sequence[Job]) -> list[SerialsGiven]:
    with desk.store.read() as conn:
        return [serials_given(conn, desk.office.code, beginning(desk, job)) for job in jobs]


def paper_key(desk: Desk) -> bytes | None:
    """The key of the codes; None where it was never made and nothing may be written."""
    key = desk.store.secret(_KEY)
    if key is None and not desk.read_only:
        key = os.urandom(32)
        desk.store.set_secret(_KEY, key)
    return key
