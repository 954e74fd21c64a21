"""What may be done to a candidate now: each act is allowed, or is one trouble, and nothing is half-done (DOMAIN 2.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from station_desk.domain.policy_entries import Stage
from station_desk.domain.selection import (
    DOCUMENT,
    GOING,
    Facts,
    Standing,
    State,
    Step,
    kind_of,
    lacks,
    sides,
    stand,
    unchecked,
)
from station_desk.domain.trouble import Trouble

REASONS = (
    *("unsuitable", "paper", "absent", "objection", "own_wish", "mistake", "replaced", "not_elected", "below_line"),
    "other",
)
"""Why somebody was refused, left or was opened again: the code alone is kept, the words stand on the paper."""


def accept(name: str, stages: Sequence[Stage], steps: Sequence[Step], facts: Facts, step: Step) -> Standing:
    """Where `name` stands after one more step. Troubles `stage_skipped` (name, wanted, next), `candidate_out` (name),
    `stage_lacks` and `stage_lacks_check` (name, stage), `stage_unknown` (stage, known), `reason_needed` (name, known).
    """
    now = stand(stages, steps, facts)
    if step.result in ("withdrawn", "declined", "reopened", "promoted"):
        _aside(name, now, step)
        if step.result == "promoted" and unchecked(stages[now.at], facts):
            raise Trouble("stage_lacks_check", name=name, stage=stages[now.at].name)
    else:
        _on_stage(name, stages, now, facts, step)
    after = stand(stages, [*steps, step], facts)
    if step in after.idle:
        raise Trouble("candidate_out", name=name)
    return after


def _aside(name: str, now: Standing, step: Step) -> None:
    """Leaving, coming back and moving up."""
    if step.result in ("reopened", "promoted", "declined") and step.reason not in REASONS:
        raise Trouble("reason_needed", name=name, known="、".join(REASONS))
    allowed: Mapping[str, frozenset[State]] = {
        "withdrawn": GOING | {State.RESERVE},
        "declined": frozenset({State.APPROVED}),
        "reopened": frozenset(State) - GOING - {State.APPOINTED, State.OBJECTED},
        "promoted": frozenset({State.RESERVE}),
    }
    if now.state not in allowed[step.result]:
        raise Trouble("candidate_out", name=name)


def _on_stage(name: str, stages: Sequence[Stage], now: Standing, facts: Facts, step: Step) -> None:
    codes = [one.code for one in stages]
    if step.stage not in codes:
        raise Trouble("stage_unknown", stage=step.stage, known="、".join(codes))
    if not now.going:
        raise Trouble("candidate_out", name=name)
    stage = stages[codes.index(step.stage)]
    if codes.index(step.stage) != now.at:
        raise Trouble("stage_skipped", name=name, wanted=stage.name, next=stages[now.at].name)
    if step.result == "failed" and step.reason not in REASONS:
        raise Trouble("reason_needed", name=name, known="、".join(REASONS))
    if step.result == "reserve" and unchecked(stage, facts):
        raise Trouble("stage_lacks_check", name=name, stage=stage.name)
    if step.result != "passed":
        return
    open_lacks = [one for one in lacks(stages, now, facts) if one not in _fills(stage, step)]
    if any(one in ("check", "check_open") for one in open_lacks):
        raise Trouble("stage_lacks_check", name=name, stage=stage.name)
    if open_lacks and not _half(stage, step):
        raise Trouble("stage_lacks", name=name, stage=stage.name)


def _half(stage: Stage, step: Step) -> bool:
    """One of two sides has signed: kept, the stage waits for the other."""
    return len(sides(stage)) == 2 and bool(step.by_name or step.second_by)


def _fills(stage: Stage, step: Step) -> set[str]:
    """What the step itself brings."""
    kind = kind_of(stage)
    brings = {"application", "step", "appointment", "merit"} if step.day else set[str]()
    if kind in ("vote", "publicity") and step.about:
        brings |= {"vote", "publicity_start", "publicity_runs"}
    if kind == "test" and step.score is not None:
        brings.add("score")
    if kind in DOCUMENT and step.doc_no and step.day:
        brings |= {"minutes", "paper", "decision", "contract"}
    if step.day and (kind != "pre_approve" or step.doc_no):
        brings |= {"station_side"} if step.by_name else set()
        brings |= {"other_side"} if step.second_by else set()
    return brings


# --- a batch ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Timetable:
    """A batch's days (ISO, "" where not set): opened, no new candidates after, to be done by."""

    opened_on: str = ""
    closes_on: str = ""
    deadline: str = ""

    def left(self, day: date) -> int | None:
        """Days from `day` to the deadline, 0 on the day itself, negative when it is past; None without one."""
        return (date.fromisoformat(self.deadline) - day).days if self.deadline else None

    def whole(self) -> int | None:
        """Days from the opening to the deadline."""
        if not (self.deadline and self.opened_on):
            return None
        return (date.fromisoformat(self.deadline) - date.fromisoformat(self.opened_on)).days

    def used(self, day: date) -> int | None:
        """Days gone since the opening."""
        return (day - date.fromisoformat(self.opened_on)).days if self.opened_on else None


def batch_state(stored: str, days: Timetable, day: date, states: Sequence[State]) -> str:
    """open, closed (no new candidates), decided (everybody final), done (everybody approved is appointed); what was
    stored as archived or cancelled stays so.
    """
    if stored in ("archived", "cancelled"):
        return stored
    under_way = [one for one in states if one in (State.DRAFT, State.RUNNING, State.OBJECTED)]
    closed = bool(days.closes_on) and day.isoformat() > days.closes_on
    if states and not under_way and (closed or State.APPROVED in states or State.APPOINTED in states):
        return "decided" if State.APPROVED in states else "done"
    return "closed" if closed else "open"


def merit_order(scores: Mapping[str, int], preferred: frozenset[str] = frozenset()) -> list[list[str]]:
    """Candidates by score, best first; at equal scores those whom the pack prefers come first (同等条件下优先), and who is
    still equal stands in one group.
    """
    groups: dict[tuple[int, bool], list[str]] = {}
    for one, score in scores.items():
        groups.setdefault((-score, one not in preferred), []).append(one)
    return [sorted(groups[key]) for key in sorted(groups)]


def seated(order: Sequence[Sequence[str]], seats: int) -> tuple[list[str], list[str], list[str]]:
    """Who is taken, who is equal for the last seat (nobody of them is taken), who waits as reserve in order."""
    taken: list[str] = []
    for at, group in enumerate(order):
        if len(taken) + len(group) <= seats:
            taken += group
            continue
        rest = [one for later in order[at + 1 :] for one in later]
        if len(taken) < seats:
            return taken, list(group), rest
        return taken, [], [*group, *rest]
    return taken, [], []
