"""The work behind the print page, done in the background: draw, give out, send, save. Nothing here touches a widget."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station_desk.domain.paper import FormInfo, Printed, Printer
from station_desk.domain.paper_grid import Grid
from station_desk.domain.print_sets import PrintSet
from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.machine.settings import PaperHabit
from station_desk.services import paper_twins, paperwork, print_sets
from station_desk.services.desk import Desk
from station_desk.services.paper_orders import Asked
from station_desk.services.print_sets import SetOrder
from station_desk.ui import print_raster
from station_desk.ui.print_order import Request
from station_desk.ui.print_words import PrintedRun, printed_runs

Habits = Callable[[str], PaperHabit]


@dataclass(frozen=True, slots=True)
class Paper:
    """What the page shows: forms, sets with that of this week first, the month at hand, printers, what was printed.

    `faults`: lines of the office's own sets that cannot be used.
    """

    forms: list[FormInfo]
    sets: list[PrintSet]
    month: str
    printers: list[Printer]
    runs: list[PrintedRun]
    faults: list[Trouble] = field(default_factory=list)


def load_paper(desk: Desk) -> Paper:
    """Everything the page shows."""
    return Paper(
        paperwork.list_forms(desk),
        print_sets.sets_now(desk),
        print_sets.month_at_hand(desk),
        paperwork.printers(desk) or print_raster.printers(),
        printed_runs(paperwork.printed_sheets(desk)),
        print_sets.set_troubles(desk),
    )


def draw(desk: Desk, request: Request, habits: Habits, progress: Progress) -> list[Printed]:
    """What the request would print, in order. Troubles as `paperwork.preview`."""
    if request.as_set:
        return print_sets.preview_set(desk, _set_order(desk, request, habits), progress)
    return [_one(paperwork.preview, desk, request, habits, progress)]


def give_out(desk: Desk, request: Request, habits: Habits, progress: Progress) -> list[Printed]:
    """Print: serials are given out and recorded. Troubles as `paperwork.make`."""
    if request.as_set:
        return print_sets.make_set(desk, _set_order(desk, request, habits), progress)
    return [_one(paperwork.make, desk, request, habits, progress)]


def _one(act: Callable[..., Printed], desk: Desk, request: Request, habits: Habits, progress: Progress) -> Printed:
    """A form that is no set, previewed or made: the same request either way."""
    return act(
        desk,
        request.form,
        **_asked(request),
        offset_mm=_offset(habits(request.form)),
        progress=progress,
    )


def _asked(request: Request) -> Asked:
    """What is printed for whom, as the services take it."""
    return {
        "person_ids": request.person_ids,
        "everyone": request.everyone,
        "blank": request.blank,
        "group_by": request.group_by,
        "reveal": request.reveal,
        "period": request.period,
    }


def send(desk: Desk, prints: Sequence[Printed], habit: PaperHabit, copies: int, pages: str, progress: Progress) -> None:
    """Send prints to the printer, one job after the other in order. Troubles printer_none, printer_refused."""
    spooled = bool(paperwork.printers(desk))
    for printed in prints:
        ready = paperwork.two_up(printed) if habit.two_up else printed
        if spooled:
            paperwork.send(desk, ready, habit.printer, copies, pages=pages, duplex=habit.duplex)
        else:  # no spooler that takes a PDF (Windows): pictures, page by page
            device = print_raster.device(habit.printer, copies, duplex=habit.duplex)
            print_raster.send(ready, device, print_raster.page_list(pages, ready.pages), progress)


def save(desk: Desk, prints: Sequence[Printed], to: Path) -> Path:
    """One print as the file `to`, several as numbered files in the folder `to`; where it lies. Troubles as `save`."""
    if len(prints) == 1 and to.suffix.lower() == ".pdf":
        paperwork.save(desk, prints[0], to)
    else:
        print_sets.save_set(desk, prints, to)
    return to


def try_page(desk: Desk, request: Request, habit: PaperHabit, progress: Progress) -> None:
    """One copy without a serial to the printer: of the first person, or blank. Troubles as `paperwork.trial_page`."""
    person = request.person_ids[:1] if request.person_ids else ()
    tried = paperwork.trial_page(desk, request.form, person_ids=person, period=request.period, offset_mm=_offset(habit))
    send(desk, [tried], PaperHabit(habit.printer, duplex=habit.duplex), 1, "", progress)


def _set_order(desk: Desk, request: Request, habits: Habits) -> SetOrder:
    chosen = print_sets.print_set(desk, request.form)
    offsets = {code: _offset(habits(code)) for code in chosen.papers}
    return SetOrder(request.form, request.person_ids, request.everyone, request.period, request.reveal, offsets)


def _offset(habit: PaperHabit) -> tuple[float, float]:
    return habit.right / 10, habit.down / 10


def list_of(desk: Desk, request: Request) -> Grid:
    """The list that the request would print, as cells. Troubles as `paper_twins.twin`."""
    return paper_twins.twin(
        desk,
        request.form,
        **_asked(request),
    )
