"""Votes judged: the published example, every problem, every edge of the rules."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.trouble import Trouble
from station_desk.domain.vote import PROBLEMS, read_vote, tally

EXAMPLE: dict[str, Any] = {
    "params": {
        "quorum": "2/3",
        "quorum_of": "due",
        "majority": "1/2",
        "majority_strict": True,
        "majority_of": "returned",
        "returned_may_exceed_issued": False,
        "issued_may_exceed_present": False,
        "runoff": "plurality",
        "runoff_min": "1/3",
        "runoff_min_of": "returned",
    },
    "round": 1,
    "ballot": "each",
    "seats": 1,
    "due": 30,
    "present": 25,
    "issued": 25,
    "returned": 24,
    "invalid": 1,
    "abstain": 0,
    "candidates": [{"name": "甲", "for": 15, "against": 5, "abstain": 3}],
}


def judged(params: dict[str, Any] | None = None, **changes: Any) -> tuple[str, str, str, tuple[str, ...]]:
    """(verdict, elected, runoff, problems) of the example with changes."""
    found = tally(read_vote({**EXAMPLE, **changes, "params": {**EXAMPLE["params"], **(params or {})}}))
    return found.verdict, "".join(found.elected), "".join(found.runoff), found.problems


def each(**votes: int) -> list[dict[str, Any]]:
    """Names with yes votes on 24 valid ballots of `each`."""
    return [{"name": name, "for": count, "against": 24 - count, "abstain": 0} for name, count in votes.items()]


def chosen(**votes: int) -> list[dict[str, Any]]:
    return [{"name": name, "for": count} for name, count in votes.items()]


FULL = {"invalid": 0}
CHOOSE = {"ballot": "choose", "invalid": 0}


def test_the_published_example() -> None:
    assert judged() == ("elected", "甲", "", ())


@pytest.mark.parametrize(
    ("params", "votes", "verdict"),
    [
        ({}, 12, "runoff"),
        ({}, 13, "elected"),
        ({"majority_strict": False}, 12, "elected"),
        ({"majority_strict": False}, 11, "runoff"),
        ({"majority": "2/3"}, 16, "runoff"),
        ({"majority": "2/3"}, 17, "elected"),
        ({"majority_of": "due"}, 15, "runoff"),
        ({"majority_of": "due"}, 16, "elected"),
        ({"majority_of": "present"}, 12, "runoff"),
        ({"majority_of": "present"}, 13, "elected"),
        ({"runoff": "none"}, 12, "not_elected"),
    ],
)
def test_the_majority_is_of_what_the_rules_say(params: dict[str, Any], votes: int, verdict: str) -> None:
    assert judged(params, **FULL, candidates=each(甲=votes))[0] == verdict


def test_a_majority_of_the_valid_ballots_leaves_invalid_ones_out() -> None:
    candidates = [{"name": "甲", "for": 12, "against": 11, "abstain": 0}]
    assert judged(candidates=candidates)[0] == "runoff"
    assert judged({"majority_of": "valid"}, candidates=candidates)[0] == "elected"


@pytest.mark.parametrize(
    ("strict", "present", "met"), [(False, 20, True), (False, 19, False), (True, 20, False), (True, 21, True)]
)
def test_the_quorum_may_be_reached_or_must_be_exceeded(strict: bool, present: int, met: bool) -> None:
    figures = {"present": present, "issued": present, "returned": 15, "invalid": 0}
    candidates = [{"name": "甲", "for": 15, "against": 0, "abstain": 0}]
    found = judged({"quorum_strict": strict}, **figures, candidates=candidates)
    assert found == (("elected", "甲", "", ()) if met else ("void", "", "", ("quorum_not_met",)))


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"present": 31, "issued": 31}, ("present_exceeds_due",)),
        ({"issued": 26}, ("issued_exceeds_present",)),
        ({"issued": 23}, ("returned_exceeds_issued",)),
        ({"invalid": 25}, ("invalid_exceeds_returned",)),
        ({"candidates": [{"name": "甲", "for": 15, "against": 5, "abstain": 2}]}, ("sum_mismatch",)),
        ({"candidates": [{"name": "甲", "for": 24, "against": -1, "abstain": 0}]}, ("negative",)),
        ({"due": 24, "present": 25}, ("present_exceeds_due",)),
        ({"due": 60}, ("quorum_not_met",)),
        ({"due": 60, "issued": 26}, ("quorum_not_met", "issued_exceeds_present")),
        ({"ballot": "choose", "candidates": chosen(甲=15, 乙=7)}, ("sum_mismatch",)),
        ({"ballot": "choose", "seats": 2, "candidates": chosen(甲=23, 乙=23, 丙=1)}, ("too_many_votes",)),
        ({"ballot": "choose", "seats": 2, "candidates": chosen(甲=24, 乙=10)}, ("too_many_votes",)),
    ],
)
def test_an_impossible_figure_makes_the_vote_void(changes: dict[str, Any], problems: tuple[str, ...]) -> None:
    assert judged(**changes) == ("void", "", "", problems)


@pytest.mark.parametrize(
    ("flag", "changes"), [("issued_may_exceed_present", {"issued": 26}), ("returned_may_exceed_issued", {"issued": 23})]
)
def test_what_the_rules_allow_is_no_problem(flag: str, changes: dict[str, Any]) -> None:
    assert judged({flag: True}, **changes)[0] == "elected"


def test_with_one_seat_votes_and_abstentions_make_up_the_valid_ballots() -> None:
    assert judged(**CHOOSE, abstain=2, candidates=chosen(甲=13, 乙=9)) == ("elected", "甲", "", ())
    assert judged(**CHOOSE, abstain=1, candidates=chosen(甲=13, 乙=9))[3] == ("sum_mismatch",)


@pytest.mark.parametrize(
    ("seats", "votes", "answer"),
    [
        (1, {"甲": 10, "乙": 8, "丙": 6}, ("runoff", "", "甲乙")),
        (1, {"甲": 10, "乙": 7, "丙": 7}, ("runoff", "", "甲乙丙")),
        (1, {"甲": 8, "乙": 8, "丙": 8}, ("runoff", "", "甲乙丙")),
        (1, {"甲": 12, "乙": 12}, ("runoff", "", "甲乙")),
        (2, {"甲": 20, "乙": 12, "丙": 9, "丁": 3}, ("runoff", "甲", "乙丙")),
        (2, {"甲": 20, "乙": 12, "丙": 8, "丁": 8}, ("runoff", "甲", "乙丙丁")),
        (2, {"乙": 14, "甲": 20, "丙": 3}, ("elected", "甲乙", "")),
        (2, {"甲": 14, "乙": 13, "丙": 13}, ("tie", "甲", "乙丙")),
        (2, {"甲": 14, "乙": 14, "丙": 14}, ("tie", "", "甲乙丙")),
        (2, {"甲": 14, "乙": 14, "丙": 13}, ("elected", "甲乙", "")),
        (3, {"甲": 14, "乙": 5}, ("runoff", "甲", "乙")),
        (3, {"甲": 14}, ("elected", "甲", "")),
    ],
)
def test_first_round(seats: int, votes: dict[str, int], answer: tuple[str, str, str]) -> None:
    assert judged(**CHOOSE, seats=seats, candidates=chosen(**votes))[:3] == answer


@pytest.mark.parametrize(
    ("seats", "votes", "answer"),
    [
        (1, {"甲": 8, "乙": 7}, ("elected", "甲", "")),
        (1, {"甲": 7, "乙": 6}, ("not_elected", "", "")),
        (1, {"甲": 12, "乙": 12}, ("tie", "", "甲乙")),
        (2, {"甲": 12, "乙": 9, "丙": 9}, ("tie", "甲", "乙丙")),
        (2, {"甲": 12, "乙": 7, "丙": 7}, ("elected", "甲", "")),
        (2, {"甲": 12, "乙": 9, "丙": 8}, ("elected", "甲乙", "")),
        (1, {"甲": 0, "乙": 0}, ("not_elected", "", "")),
    ],
)
def test_second_round_takes_most_votes_and_at_least_the_minimum(
    seats: int, votes: dict[str, int], answer: tuple[str, str, str]
) -> None:
    abstain = 24 - sum(votes.values()) if seats == 1 else 0
    found = judged(round=2, **CHOOSE, seats=seats, abstain=abstain, candidates=chosen(**votes))
    assert found[:3] == answer, found


def test_yes_votes_on_more_names_than_seats_are_seated_by_votes() -> None:
    assert judged(**FULL, candidates=each(甲=20, 乙=22)) == ("elected", "乙", "", ())
    assert judged(**FULL, candidates=each(甲=20, 乙=20)) == ("tie", "", "甲乙", ())


@pytest.mark.parametrize(
    "changes",
    [
        {"ballot": "show of hands"},
        {"seats": 0},
        {"round": 3},
        {"due": "30"},
        {"candidates": {}},
        {"candidates": [{"for": 3}]},
        {"params": {**EXAMPLE["params"], "quorum": "2/0"}},
        {"params": {**EXAMPLE["params"], "majority": "3/2"}},
        {"params": {**EXAMPLE["params"], "majority_of": "hands"}},
        {"params": None},
    ],
)
def test_another_shape_is_told(changes: dict[str, Any]) -> None:
    with pytest.raises(Trouble, match="vote_shape"):
        read_vote({**EXAMPLE, **changes})


@given(
    st.sampled_from([1, 2]),
    st.sampled_from(["each", "choose"]),
    st.integers(1, 4),
    st.lists(st.integers(-1, 30), min_size=6, max_size=6),
    st.lists(st.integers(-1, 30), max_size=6),
)
def test_any_figures_get_one_consistent_judgement(
    which: int, ballot: str, seats: int, figures: list[int], votes: list[int]
) -> None:
    names = ("due", "present", "issued", "returned", "invalid", "abstain")
    candidates = [{"name": str(at), "for": count, "against": 0, "abstain": 0} for at, count in enumerate(votes)]
    told = {**EXAMPLE, "round": which, "ballot": ballot, "seats": seats, **dict(zip(names, figures, strict=True))}
    found = tally(read_vote(json.loads(json.dumps({**told, "candidates": candidates}))))
    assert set(found.problems) <= set(PROBLEMS)
    assert (found.verdict == "void") == bool(found.problems)
    assert len(found.elected) <= seats
    assert not set(found.elected) & set(found.runoff)
    assert bool(found.runoff) == (found.verdict in ("tie", "runoff"))
    if found.verdict in ("void", "not_elected"):
        assert not found.elected
