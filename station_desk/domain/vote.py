"""One vote of villager representatives judged by figures and rules that the office states (DOMAIN 1.3, DESIGN 6).

Nothing here is policy: quorum, majority and the second round are parameters of the batch; a fraction that is not stated
is not asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from station_desk.domain.trouble import Trouble

Verdict = Literal["elected", "not_elected", "tie", "runoff", "void"]
Ballot = Literal["each", "choose"]

PROBLEMS = (
    "quorum_not_met",
    "present_exceeds_due",
    "issued_exceeds_present",
    "returned_exceeds_issued",
    "invalid_exceeds_returned",
    "sum_mismatch",
    "too_many_votes",
    "negative",
)
"""What makes a vote void, in the order in which it is told."""

_BASES = ("due", "present", "issued", "returned", "valid")


@dataclass(frozen=True, slots=True)
class Rules:
    """How a vote is judged. Fractions are of the figure that `..._of` names; None: not stated, not asked for.

    The quorum is met by those present where it is `of` due, else by the ballots returned.
    """

    quorum: Fraction | None = None
    quorum_of: str = "due"
    quorum_strict: bool = False
    majority: Fraction | None = None
    majority_of: str = "returned"
    majority_strict: bool = True
    issued_may_exceed_present: bool = False
    returned_may_exceed_issued: bool = False
    runoff: bool = True
    runoff_min: Fraction | None = None
    runoff_min_of: str = "returned"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name with its votes; `against` and `abstain` are told by `each` ballots only."""

    name: str
    votes: int
    against: int = 0
    abstain: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """The figures of one round. `each`: yes, no or abstain on every name; `choose`: up to `seats` names a ballot."""

    rules: Rules
    round: int
    ballot: Ballot
    seats: int
    due: int
    present: int
    issued: int
    returned: int
    invalid: int
    abstain: int
    candidates: tuple[Candidate, ...]

    @property
    def valid(self) -> int:
        """Ballots returned that are not invalid."""
        return self.returned - self.invalid

    def figure(self, name: str) -> int:
        """The figure that a fraction is of."""
        return int(getattr(self, name))


@dataclass(frozen=True, slots=True)
class Tally:
    """The judgement. `elected` by votes, most first; `runoff`: who stands in the second round, or the equals of a tie."""

    verdict: Verdict
    elected: tuple[str, ...] = ()
    runoff: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def tally(vote: Vote) -> Tally:
    """Judge a vote. Void with the problems where a figure is impossible or the quorum is not met."""
    problems = find_problems(vote)
    if problems:
        return Tally("void", problems=problems)
    ranked = sorted(vote.candidates, key=lambda one: -one.votes)
    if vote.round == 2:
        return _second(vote, ranked)
    least, strict = _least(vote, vote.rules.majority, vote.rules.majority_of), vote.rules.majority_strict
    over = [one for one in ranked if one.votes > 0 and (one.votes > least if strict else one.votes >= least)]
    if len(over) >= vote.seats:
        return _seated(over, vote.seats)
    return _open_seats(vote, over, [one for one in ranked if one not in over])


def find_problems(vote: Vote) -> tuple[str, ...]:
    """The codes of `PROBLEMS` that hold, in their order."""
    rules, found = vote.rules, set[str]()
    figures = [vote.due, vote.present, vote.issued, vote.returned, vote.invalid, vote.abstain]
    figures += [figure for one in vote.candidates for figure in (one.votes, one.against, one.abstain)]
    if min(figures) < 0:
        found.add("negative")
    if vote.present > vote.due:
        found.add("present_exceeds_due")
    if vote.issued > vote.present and not rules.issued_may_exceed_present:
        found.add("issued_exceeds_present")
    if vote.returned > vote.issued and not rules.returned_may_exceed_issued:
        found.add("returned_exceeds_issued")
    if vote.invalid > vote.returned:
        found.add("invalid_exceeds_returned")
    elif "negative" not in found:
        found |= _sums(vote)
    if not _quorum_met(vote):
        found.add("quorum_not_met")
    return tuple(code for code in PROBLEMS if code in found)


def _sums(vote: Vote) -> set[str]:
    """Whether the votes can come from the valid ballots."""
    if vote.ballot == "each":
        wrong = any(one.votes + one.against + one.abstain != vote.valid for one in vote.candidates)
        return {"sum_mismatch"} if wrong else set()
    votes = sum(one.votes for one in vote.candidates)
    if vote.seats == 1:
        return {"sum_mismatch"} if votes + vote.abstain != vote.valid else set()
    found = {"sum_mismatch"} if vote.abstain > vote.valid else set()
    marked = max(vote.valid - vote.abstain, 0)
    if votes > marked * vote.seats or any(one.votes > marked for one in vote.candidates):
        found.add("too_many_votes")
    return found


def _quorum_met(vote: Vote) -> bool:
    rules = vote.rules
    if rules.quorum is None:
        return True
    came = vote.present if rules.quorum_of == "due" else vote.returned
    least = rules.quorum * vote.figure(rules.quorum_of)
    return came > least if rules.quorum_strict else came >= least


def _least(vote: Vote, part: Fraction | None, of: str) -> Fraction:
    return Fraction(0) if part is None else part * vote.figure(of)


def _seated(able: Sequence[Candidate], seats: int) -> Tally:
    """As many as there are seats, by votes; equals for the last seat are a tie."""
    if len(able) > seats and able[seats - 1].votes == able[seats].votes:
        edge = able[seats].votes
        above = tuple(one.name for one in able if one.votes > edge)
        return Tally("tie", above, tuple(one.name for one in able if one.votes == edge))
    return Tally("elected", tuple(one.name for one in able[:seats]))


def _open_seats(vote: Vote, over: Sequence[Candidate], rest: Sequence[Candidate]) -> Tally:
    """First round with seats open: one name more than open seats goes on, with all who equal the last of them."""
    elected = tuple(one.name for one in over)
    if not vote.rules.runoff or not rest:
        return Tally("elected" if elected else "not_elected", elected)
    last = rest[min(vote.seats - len(over), len(rest) - 1)].votes
    return Tally("runoff", elected, tuple(one.name for one in rest if one.votes >= last))


def _second(vote: Vote, ranked: Sequence[Candidate]) -> Tally:
    """Second round: most votes, and at least `runoff_min`."""
    least = _least(vote, vote.rules.runoff_min, vote.rules.runoff_min_of)
    able = [one for one in ranked if one.votes > 0 and one.votes >= least]
    return _seated(able, vote.seats) if able else Tally("not_elected")


# --- from a file -----------------------------------------------------------------------------------------------------
def read_vote(document: object) -> Vote:
    """A vote out of a JSON object as in the contract. Trouble vote_shape (at: the name of what is missing or wrong)."""
    if not isinstance(document, Mapping):
        raise Trouble("vote_shape", at="{}")
    candidates = document.get("candidates")
    if not isinstance(candidates, list) or not all(isinstance(one, Mapping) for one in candidates):
        raise Trouble("vote_shape", at="candidates")
    params = document.get("params")
    if not isinstance(params, Mapping):
        raise Trouble("vote_shape", at="params")
    ballot = document.get("ballot")
    if ballot not in ("each", "choose"):
        raise Trouble("vote_shape", at="ballot")
    seats, which = _number(document, "seats"), _number(document, "round", 1)
    if seats < 1 or which not in (1, 2):
        raise Trouble("vote_shape", at="seats" if seats < 1 else "round")
    due, present, issued, returned = (_number(document, name) for name in ("due", "present", "issued", "returned"))
    invalid, abstain = _number(document, "invalid", 0), _number(document, "abstain", 0)
    people = tuple(_candidate(one) for one in candidates)
    return Vote(
        _rules(params),
        which,
        "each" if ballot == "each" else "choose",
        seats,
        due,
        present,
        issued,
        returned,
        invalid,
        abstain,
        people,
    )


def _candidate(told: Mapping[str, object]) -> Candidate:
    name = told.get("name")
    if not isinstance(name, str) or not name:
        raise Trouble("vote_shape", at="name")
    return Candidate(name, _number(told, "for"), _number(told, "against", 0), _number(told, "abstain", 0))


def _rules(params: Mapping[str, object]) -> Rules:
    plain = Rules()
    return Rules(
        quorum=_fraction(params, "quorum"),
        quorum_of=_base(params, "quorum_of", plain.quorum_of),
        quorum_strict=_flag(params, "quorum_strict", plain.quorum_strict),
        majority=_fraction(params, "majority"),
        majority_of=_base(params, "majority_of", plain.majority_of),
        majority_strict=_flag(params, "majority_strict", plain.majority_strict),
        issued_may_exceed_present=_flag(params, "issued_may_exceed_present", plain.issued_may_exceed_present),
        returned_may_exceed_issued=_flag(params, "returned_may_exceed_issued", plain.returned_may_exceed_issued),
        runoff=params.get("runoff", "plurality") not in (None, "", "none", False),
        runoff_min=_fraction(params, "runoff_min"),
        runoff_min_of=_base(params, "runoff_min_of", plain.runoff_min_of),
    )


def _number(told: Mapping[str, object], name: str, missing: int | None = None) -> int:
    value = told.get(name, missing)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Trouble("vote_shape", at=name)
    return value


def _flag(told: Mapping[str, object], name: str, missing: bool) -> bool:
    value = told.get(name, missing)
    if not isinstance(value, bool):
        raise Trouble("vote_shape", at=name)
    return value


def _base(told: Mapping[str, object], name: str, missing: str) -> str:
    value = told.get(name, missing)
    if value not in _BASES:
        raise Trouble("vote_shape", at=name)
    return str(value)


def _fraction(told: Mapping[str, object], name: str) -> Fraction | None:
    """A text such as 2/3 or 0.5, or a number, from 0 to 1; None where it is not stated."""
    value = told.get(name)
    if value is None:
        return None
    try:
        part = Fraction(str(value).replace(" ", ""))
    except (ValueError, ZeroDivisionError) as error:
        raise Trouble("vote_shape", at=name) from error
    if not 0 <= part <= 1:
        raise Trouble("vote_shape", at=name)
    return part
