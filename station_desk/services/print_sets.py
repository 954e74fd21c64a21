"""Print sets: one act prints all papers of an event, in order, for the people it is about (DOMAIN 3, UX 4.9).

All serials of a set are given out and recorded in one commit with one run, or none of them. The hand-over slip has no
serial; it is drawn where a bundle waits, and left out where none does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from station_desk.domain.months import following, month_on
from station_desk.domain.paper import FormInfo, Printed
from station_desk.domain.print_sets import HANDOVER, SETS, OwnSets, PrintSet, order_on, read_sets, set_of, with_own
from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.machine import files
from station_desk.services import assessment, slips, stipend
from station_desk.services.desk import Desk
from station_desk.services.form_places import own_forms
from station_desk.services.paper_data import has_data
from station_desk.services.paper_orders import Order, order_for
from station_desk.services.paper_press import make_all, preview_all
from station_desk.services.paper_results import adjusted_people, recommended_people
from station_desk.services.paperwork import list_forms, save
from station_desk.services.reference import policy

__all__ = [
    "SETS",
    "SetOrder",
    "make_set",
    "month_at_hand",
    "own_sets",
    "preview_set",
    "print_set",
    "save_set",
    "set_troubles",
    "sets_now",
]

_NOT_FOR = {"person": "F26", "room": "F25"}
"""The monthly sheet that is left out: rooms have none where people are graded, and the other way round."""

_ONLY: Mapping[str, Callable[[Desk, str], tuple[str, ...]]] = {
    "F33": adjusted_people,
    "F42": lambda desk, month: recommended_people(desk, month[:4]),
}
"""Papers that are not for everybody: for whom, by the month."""

_ILLEGAL = str.maketrans('<>:"/\\|?*', "_________")


@dataclass(frozen=True, slots=True)
class SetOrder:
    """Which set, for whom, for which month (YYYY-MM, "" for the month at hand), with whole numbers or masked ones.

    `offsets`: millimetres right and down of forms on pre-printed stock, by code.
    """

    name: str
    person_ids: tuple[str, ...] | None = None
    everyone: bool = True
    period: str = ""
    reveal: bool = False
    offsets: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def own_sets(desk: Desk) -> OwnSets:
    """The office's own sets, from the file beside its own forms, and the lines of it that cannot be used."""
    forms = list_forms(desk)
    fit = {form.code for form in forms if not form.slip and form.subject not in ("corrections", "report")} | {HANDOVER}
    try:
        content = sets_file(desk).read_bytes()
    except OSError:
        return OwnSets()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", "replace")
    return read_sets(text, {form.code for form in forms}, fit)


def sets_file(desk: Desk) -> Path:
    """Where an office writes its own sets."""
    return own_forms(desk) / "成套.txt"


def set_troubles(desk: Desk) -> list[Trouble]:
    """A trouble for each line of the office's file of sets that cannot be used, with `line` and `file`."""
    file = sets_file(desk).name
    return [Trouble(problem.code, line=problem.line, file=file, **problem.facts) for problem in own_sets(desk).problems]


def print_set(desk: Desk, wanted: str) -> PrintSet:
    """A set by its key or its name. Trouble set_unknown(name, known)."""
    sets = with_own(own_sets(desk).sets)
    found = set_of(wanted, sets)
    if found is None:
        raise Trouble("set_unknown", name=wanted, known="、".join(one.name for one in sets))
    return found


def sets_now(desk: Desk) -> list[PrintSet]:
    """The sets, the one of this week first, the office's own among them."""
    return order_on(desk.clock.today(), _last_day(desk), with_own(own_sets(desk).sets))


def month_at_hand(desk: Desk) -> str:
    """The month of work in which this day lies, YYYY-MM."""
    return month_on(desk.clock.today(), _last_day(desk))


def preview_set(desk: Desk, asked: SetOrder, progress: Progress = silent) -> list[Printed]:
    """What `make_set` would print now, in order; nothing is given out. Troubles as `make_set`."""
    chosen = print_set(desk, asked.name)
    printed = preview_all(desk, _orders(desk, chosen, asked), progress=progress)
    return _in_order(desk, chosen, printed, recorded=False)


def make_set(desk: Desk, asked: SetOrder, progress: Progress = silent) -> list[Printed]:
    """Print all papers of a set for the people; serials are given out together or not at all.

    Troubles set_unknown(name, known) and those of `paperwork.make`; nothing is recorded then.
    """
    chosen = print_set(desk, asked.name)
    printed = make_all(desk, _orders(desk, chosen, asked), progress=progress)
    return _in_order(desk, chosen, printed, recorded=True)


def save_set(desk: Desk, printed: Sequence[Printed], folder: Path) -> list[Path]:
    """Each form as a PDF of its own, numbered in the order of the set: `01 F15 聘书.pdf`. Troubles as `save`."""
    names = {form.code: form.name.translate(_ILLEGAL) for form in list_forms(desk)}
    made = [folder / f"{at:02d} {one.form} {names.get(one.form, '')}.pdf" for at, one in enumerate(printed, 1)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.storage_trouble(error, folder, sum(len(one.pdf) for one in printed)) from error
    for one, file in zip(printed, made, strict=True):
        save(desk, one, file)
    return made


def _orders(desk: Desk, chosen: PrintSet, asked: SetOrder) -> list[Order]:
    """The orders of the papers that are about people."""
    forms = {form.code: form for form in list_forms(desk)}
    ending = chosen.key == "month-end"
    period = asked.period or (stipend.month_at_hand(desk) if ending else month_at_hand(desk))
    wanted = [forms[code] for code in chosen.papers if code != HANDOVER and _there(forms, code)]
    left = _NOT_FOR[assessment.subject_kind(desk)]
    ready = [form for form in wanted if form.code != left and has_data(desk, form.subject, period)]
    orders = [_order(desk, form, asked, period) for form in ready or wanted]
    return [one for one in orders if one.person_ids or one.everyone or one.blank]


def _there(forms: dict[str, FormInfo], code: str) -> bool:
    """Whether the form is there; an office's own version with a fault stops the set instead of thinning it."""
    if code not in forms:
        raise Trouble("set_lacks_form", form=code)
    return True


def _order(desk: Desk, form: FormInfo, asked: SetOrder, period: str) -> Order:
    month = period if form.monthly else ""
    if form.yearly and not asked.period and period.endswith("-01"):
        month = following(period, -1)  # in January the year that is closed is the one before
    people = asked.person_ids if form.about_people else None
    everyone = (asked.everyone and asked.person_ids is None) or not form.about_people
    if everyone and form.code in _ONLY:
        people, everyone = _ONLY[form.code](desk, month), False
    return order_for(
        desk,
        form.code,
        person_ids=people,
        everyone=everyone,
        blank=1 if form.subject == "blank" else 0,
        group_by=None,
        reveal=asked.reveal and form.numbers,
        issued=None,
        period=month,
        offset_mm=asked.offsets.get(form.code, (0.0, 0.0)),
    )


def _in_order(desk: Desk, chosen: PrintSet, printed: Sequence[Printed], *, recorded: bool) -> list[Printed]:
    """The papers in the order of the set, with the slip where a bundle waits."""
    by_form = {one.form: one for one in printed}
    if HANDOVER in chosen.papers:
        try:
            by_form[HANDOVER] = slips.print_slip(desk, recorded=recorded)
        except Trouble as trouble:
            if trouble.code != "slip_nothing":
                raise
    return [by_form[code] for code in chosen.papers if code in by_form]


def _last_day(desk: Desk) -> int:
    return policy(desk).month_days()[1]
