"""A selection: the pack's ordered stages, and where a candidate stands by what was recorded (DOMAIN 2.1, 2.2).

Where somebody stands is never stored: it follows from the steps, on every side alike, in whatever order the bundles came.
A step that no longer fits (a decision for somebody who had withdrawn) stays in the record and moves nobody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from station_desk.domain.policy import NotStated, Policy
from station_desk.domain.policy_entries import Stage

Kind = Literal[
    "plan", "apply", "elig", "recommend", "examine", "pre_approve", "vote", "publicity", "test", "merit", "approve",
    "contract", "recruit", "appoint",
]  # fmt: skip
KINDS: dict[str, Kind] = {
    "plan": "plan",
    "apply": "apply",
    "elig_check": "elig",
    "recommend": "recommend",
    "examine": "examine",
    "joint_exam": "examine",
    "approve_candidates": "pre_approve",
    "pre_approve": "pre_approve",
    "vote": "vote",
    "publicity": "publicity",
    "test": "test",
    "written_test": "test",
    "merit": "merit",
    "approve": "approve",
    "county_approve": "approve",
    "contract": "contract",
    "open_recruitment": "recruit",
    "appoint": "appoint",
}
"""The kind of a stage by its code; a code that is not here is passed by a plain step with a day."""
_CHECKED: frozenset[Kind] = frozenset(
    {"examine", "pre_approve", "vote", "publicity", "merit", "approve", "contract", "appoint"}
)
"""From the first of these on, the check of the conditions must be there where the pack has conditions."""
DOCUMENT: frozenset[Kind] = frozenset({"plan", "recommend", "pre_approve", "approve", "contract", "recruit"})
"""Stages whose step bears the number of a paper: the plan, the minutes, the decision, the contract, the notice."""
COUNTY: frozenset[Kind] = frozenset({"pre_approve", "approve", "plan", "recruit", "merit", "test"})
"""Stages that the county (with others) decides: its own record counts, or the paper that the clerk types."""
APPOINT = Stage("appoint", "聘任", "派出所")


class State(StrEnum):
    """Where a candidate stands (DOMAIN 2.2)."""

    DRAFT = "draft"
    RUNNING = "running"
    APPROVED = "approved"
    APPOINTED = "appointed"
    INELIGIBLE = "ineligible"
    NOT_RECOMMENDED = "not_recommended"
    FAILED = "failed"
    OBJECTED = "objected"
    RESERVE = "reserve"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    DECLINED = "declined"


GOING = frozenset({State.DRAFT, State.RUNNING, State.APPROVED})
"""Next stages may be passed."""
OVER = frozenset(State) - GOING - {State.OBJECTED, State.RESERVE}
"""Final, unless somebody opens the case again."""

Result = Literal["passed", "failed", "reserve", "shown", "withdrawn", "declined", "reopened", "promoted"]
RESULTS: tuple[Result, ...] = (
    "passed",
    "failed",
    "reserve",
    "shown",
    "withdrawn",
    "declined",
    "reopened",
    "promoted",
)


ONLY_AT: dict[str, frozenset[Kind]] = {"reserve": frozenset({"vote", "merit"}), "shown": frozenset({"publicity"})}
"""Results that only some stages bring."""


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded step. `day` ISO; `by_name` the station's side, `second_by` the other's; `about` the publicity or the
    vote it came from; `score` in tenths; `office` who recorded it.
    """

    stage: str
    result: str
    day: str = ""
    by_name: str = ""
    second_by: str = ""
    doc_no: str = ""
    reason: str = ""
    score: int | None = None
    about: str = ""
    office: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands beside the steps: the one result of the check ("" where none was made), whether the pack asks for one,
    whether somebody left a contract early (W9), and an open objection.
    """

    check: str = ""
    check_needed: bool = False
    left_early: bool = False
    objected: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """A stage as it was passed: the days, papers and names of its steps together."""

    day: str = ""
    doc_no: str = ""
    by_name: str = ""
    second_by: str = ""
    score: int | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a candidate stands: state, the index of the stage that comes next (or at which it ended), what each stage
    brought so far, and the steps that moved nobody.
    """

    state: State
    at: int
    done: tuple[Done | None, ...]
    reason: str = ""
    idle: tuple[Step, ...] = ()

    @property
    def going(self) -> bool:
        """Whether the next stage may be passed."""
        return self.state in GOING


def stages_of(policy: Policy) -> tuple[Stage, ...]:
    """The pack's stages in their order, the appointment at the end. Empty where the pack states none."""
    found = policy.lists["stages"]
    if isinstance(found, NotStated):
        return ()
    stages = tuple(one.value for one in found if isinstance(one.value, Stage))
    return stages if any(kind_of(one) == "appoint" for one in stages) else (*stages, APPOINT)


def kind_of(stage: Stage) -> Kind:
    """The kind of a stage; a code nobody knows is passed like a plain recommendation without a paper: a plan step."""
    return KINDS.get(stage.code, "apply")


def sides(stage: Stage) -> tuple[str, ...]:
    """Who signs: 派出所、乡（镇、办事处） are two sides, 村民代表或党支部 one."""
    if kind_of(stage) not in ("examine", "pre_approve"):
        return (stage.by,)
    plain = re.sub(r"（[^）]*）", lambda found: found[0].replace("、", "\0"), stage.by)
    return tuple(part.replace("\0", "、") for part in re.split(r"[、和]", plain) if part)[:2] or ("",)


def check_needed(policy: Policy) -> bool:
    """Whether the pack has conditions or grounds that exclude, so that a check must have been made."""
    return any(not isinstance(policy.lists[key], NotStated) for key in ("conditions", "disqualifiers"))


def unchecked(stage: Stage, facts: Facts) -> bool:
    """Whether the check of the conditions is still to come although the stage needs it."""
    return facts.check_needed and facts.check != "none" and kind_of(stage) in _CHECKED | {"elig"}


def stand(stages: Sequence[Stage], steps: Iterable[Step], facts: Facts) -> Standing:
    """Where somebody stands after these steps, in their order. Every sequence has an answer."""
    fold = _Fold(stages)
    for step in steps:
        fold.take(step)
    state = fold.state
    if fold.excluded(facts):
        state = State.INELIGIBLE
    elif state is State.RUNNING and facts.objected and kind_of(stages[fold.at]) == "publicity":
        state = State.OBJECTED
    return Standing(state, min(fold.at, len(stages) - 1), tuple(fold.done), fold.reason, tuple(fold.idle))


class _Fold:
    """The steps taken one by one."""

    def __init__(self, stages: Sequence[Stage]) -> None:
        self.stages = stages
        self.at = 0
        self.state = State.DRAFT
        self.done: list[Done | None] = [None] * len(stages)
        self.reason = ""
        self.idle: list[Step] = []

    def take(self, step: Step) -> None:
        """One step: it moves the candidate, or it stays aside."""
        moved = False
        if step.result in ("withdrawn", "declined"):
            moved = self._leave(State.WITHDRAWN if step.result == "withdrawn" else State.DECLINED, step)
        elif step.result == "reopened":
            moved = self._reopen()
        elif step.result == "promoted":
            moved = self.state is State.RESERVE
            if moved:
                self._pass(step)
        elif self.state in GOING and self.at < len(self.stages) and step.stage == self.stages[self.at].code:
            moved = self._stage(step)
        if not moved:
            self.idle.append(step)

    def _leave(self, state: State, step: Step) -> bool:
        if self.state not in GOING | {State.RESERVE} or (state is State.DECLINED and self.state is not State.APPROVED):
            return False
        self.state, self.reason = state, step.reason
        return True

    def _reopen(self) -> bool:
        if self.state in GOING or self.state is State.APPOINTED:
            return False
        self.reason = ""
        self.state = self._going()
        return True

    def _stage(self, step: Step) -> bool:
        kind = kind_of(self.stages[self.at])
        if kind not in ONLY_AT.get(step.result, frozenset({kind})):
            return False
        self.done[self.at] = _joined(self.done[self.at], step)
        if step.result == "failed":
            self.done[self.at] = None
            self.reason = step.reason
            self.state = _REFUSED.get(kind, State.FAILED)
        elif step.result == "reserve":
            self.state = State.RESERVE
        elif step.result == "passed" and self._whole():
            self._pass(step)
        return step.result in ("failed", "reserve", "shown", "passed")

    def _whole(self) -> bool:
        done = self.done[self.at]
        return done is not None and (len(sides(self.stages[self.at])) < 2 or bool(done.by_name and done.second_by))

    def _pass(self, step: Step) -> None:
        self.done[self.at] = self.done[self.at] or Done(step.day, step.doc_no)
        self.at += 1
        self.state = self._going()

    def _going(self) -> State:
        if self.at >= len(self.stages):
            return State.APPOINTED
        if kind_of(self.stages[self.at]) == "appoint":
            return State.APPROVED
        return State.RUNNING if any(self.done) else State.DRAFT

    def excluded(self, facts: Facts) -> bool:
        """Whether the check, or an earlier exit, ends the way; what ended otherwise stays as it ended."""
        return self.state in GOING | {State.RESERVE} and (facts.check == "not_eligible" or facts.left_early)


_REFUSED: dict[Kind, State] = {
    "recommend": State.NOT_RECOMMENDED,
    "pre_approve": State.REJECTED,
    "approve": State.REJECTED,
    "elig": State.INELIGIBLE,
}


def _joined(done: Done | None, step: Step) -> Done:
    """What a stage has after one more step: names of both sides come together."""
    had = done or Done()
    return Done(
        step.day or had.day,
        step.doc_no or had.doc_no,
        step.by_name or had.by_name,
        step.second_by or had.second_by,
        had.score if step.score is None else step.score,
        step.about or had.about,
    )


Lack = Literal[
    "application", "minutes", "station_side", "other_side", "check", "check_open", "vote", "publicity_start",
    "publicity_runs", "objection", "score", "merit", "decision", "contract", "paper", "appointment", "step",
]  # fmt: skip


def lacks(stages: Sequence[Stage], standing: Standing, facts: Facts) -> tuple[Lack, ...]:
    """What is missing for the next stage; nothing for somebody who is not under way."""
    if standing.state is State.OBJECTED:
        return ("objection",)
    if not standing.going:
        return ()
    stage = stages[standing.at]
    kind, done = kind_of(stage), standing.done[standing.at]
    found: list[Lack] = []
    if unchecked(stage, facts):
        found.append("check" if not facts.check else "check_open")
    if kind == "publicity":
        found.append("publicity_runs" if done and done.about else "publicity_start")
    elif len(sides(stage)) == 2:
        found += _sides_missing(done)
    else:
        found.append(_LACKS.get(kind, "step"))
    return tuple(found)


def _sides_missing(done: Done | None) -> list[Lack]:
    has, missing = done or Done(), list[Lack]()
    if not has.by_name:
        missing.append("station_side")
    if not has.second_by:
        missing.append("other_side")
    return missing


_LACKS: dict[Kind, Lack] = {
    "plan": "paper",
    "apply": "application",
    "elig": "check",
    "recommend": "minutes",
    "pre_approve": "decision",
    "vote": "vote",
    "test": "score",
    "merit": "merit",
    "approve": "decision",
    "contract": "contract",
    "recruit": "paper",
    "appoint": "appointment",
}
