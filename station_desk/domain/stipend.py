"""The stipend of a month: its steps, its lines, what differs from the month before (DOMAIN 2.6). Money in fen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from station_desk.domain.trouble import Trouble


class RunState(StrEnum):
    """States of a stipend month (DOMAIN 2.6)."""

    COMPUTED = "computed"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PAID = "paid"
    CLOSED = "closed"


R = RunState
STEPS: Mapping[str, tuple[frozenset[RunState], RunState]] = {
    "sign": (frozenset({R.COMPUTED}), R.SIGNED),
    "submit": (frozenset({R.SIGNED}), R.SUBMITTED),
    "approve": (frozenset({R.SIGNED, R.SUBMITTED}), R.APPROVED),
    "return": (frozenset({R.SIGNED, R.SUBMITTED}), R.COMPUTED),
    "pay": (frozenset({R.APPROVED}), R.PAID),
    "close": (frozenset({R.PAID}), R.CLOSED),
}
"""{step: (from which states, to which)}. Nothing leads back from approval: an error becomes a line of a later month."""

APPROVED = frozenset({R.APPROVED, R.PAID, R.CLOSED})
"""Where nothing of a list changes any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `kind`: person, room, topup (what the township adds for a room). `rule`: what it follows from, in words
    a person can check.
    """

    id: str
    person_id: str
    unit: str
    kind: str
    base: int
    allowance: int
    adjust: int
    days: int
    days_due: int
    grade: str
    rule: str

    @property
    def payable(self) -> int:
        """What is paid out."""
        return self.base + self.allowance + self.adjust

    @property
    def subject(self) -> str:
        """Whom it is about: the person's record, else the room."""
        return self.person_id or self.unit


@dataclass(frozen=True, slots=True)
class RunStep:
    """A signature, a submission, an approval: its day (ISO), who, the number of the document."""

    id: str
    step: str
    day: str
    by_name: str
    doc_no: str = ""
    reason: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Fen more or less for a person or a room (`unit`), about a month (`for_period`), paid with another; its reason is a
    code, its words stay here.
    """

    id: str
    person_id: str
    period: str
    for_period: str
    amount: int
    reason: str
    signed_by: str
    signed_on: str
    words: str = ""
    unit: str = ""

    @property
    def subject(self) -> str:
        """Whom it is about: the person's record, else the room."""
        return self.person_id or self.unit


@dataclass(frozen=True, slots=True)
class Topup:
    """What the township adds for a room (`unit` "": for every room) a month, from `valid_from` (YYYY-MM) on; 0 ends it."""

    id: str
    unit: str
    amount: int
    valid_from: str
    decided_by: str
    doc_no: str
    decided_on: str
    county: bool = False


def topup_of(topups: Iterable[Topup], room: str, period: str) -> Topup | None:
    """What holds for a room in a month: the county's word before a station's own, one about this room before one about
    every room, the newest before an older one.
    """
    fit = [one for one in topups if one.unit in ("", room) and one.valid_from <= period]
    return max(fit, key=lambda one: (one.county, bool(one.unit), one.valid_from, one.id), default=None)


@dataclass(frozen=True, slots=True)
class Differs:
    """A line that is not as it was last month. `kind`: new, gone, base, grade, adjust, days."""

    person_id: str
    kind: str
    before: int | None
    now: int | None


def run_state(steps: Iterable[RunStep]) -> RunState:
    """Where a run stands; a step that may not follow is passed over."""
    state = R.COMPUTED
    for step in sorted(steps, key=lambda one: (one.at, one.id)):
        ways = STEPS.get(step.step)
        if ways and state in ways[0]:
            state = ways[1]
    return state


def check_step(state: RunState, step: str, by: Sequence[str], computed_by: str, before: Sequence[RunStep]) -> None:
    """Whether a step may follow. The second person: who approves neither computed nor signed nor submitted the list.

    `by`: who is at the desk, and in whose name the step is taken. `computed_by` "": at another office. Troubles
    stipend_step_unknown (step), stipend_step_early (step, state), stipend_same_person (person).
    """
    if step not in STEPS:
        raise Trouble("stipend_step_unknown", step=step)
    if state not in STEPS[step][0]:
        raise Trouble("stipend_step_early", step=step, state=state.value)
    if step != "approve":
        return
    last = max((n for n, one in enumerate(before) if one.step == "return"), default=-1)
    done = {computed_by, *(one.by_name for one in before[last + 1 :] if one.step in {"sign", "submit"})} - {""}
    same = next((one for one in by if one in done), "")
    if same:
        raise Trouble("stipend_same_person", person=same)


def differences(before: Iterable[Line], now: Iterable[Line]) -> list[Differs]:
    """What a second person has to look at before approval: new and gone lines, and money or grade that changed."""
    old = {(one.person_id, one.unit, one.kind): one for one in before}
    new = {(one.person_id, one.unit, one.kind): one for one in now}
    found = [Differs(one.person_id or one.unit, "new", None, one.payable) for key, one in new.items() if key not in old]
    found += [
        Differs(one.person_id or one.unit, "gone", one.payable, None) for key, one in old.items() if key not in new
    ]
    for key in new.keys() & old.keys():
        was, is_ = old[key], new[key]
        if was.payable != is_.payable or was.grade != is_.grade:
            found.append(Differs(is_.person_id or is_.unit, _why(was, is_), was.payable, is_.payable))
    return sorted(found, key=lambda one: (one.kind, one.person_id))


def _why(was: Line, now: Line) -> str:
    """The first thing that explains a difference."""
    if was.days * now.days_due != now.days * was.days_due:
        return "days"
    if was.grade != now.grade:
        return "grade"
    return "adjust" if was.adjust != now.adjust else "base"
