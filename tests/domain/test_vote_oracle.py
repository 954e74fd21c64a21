"""The judgement of a vote against a second reading of the contract's sentence (DESIGN 6), on many random votes.

The oracle shares no line with `domain.vote`: whole numbers instead of fractions, counting instead of sorting, and the
sentence itself clause by clause. It is written for plain JSON objects, as a file of `selection tally` holds them.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from station_desk.domain.vote import read_vote, tally

REFERENCE = Path(__file__).parents[1] / "reference"
VOTES = 24_000
SEED = 20261122
_PARTS = ("1/2", "2/3", "1/3", "3/4", "1", "0.5")


# --- the oracle --------------------------------------------------------------------------------------------------------
def _judge(told: dict[str, Any]) -> dict[str, Any]:
    """What the sentence says of one vote."""
    problems = _problems(told)
    if problems:
        return {"verdict": "void", "elected": [], "runoff": [], "problems": problems}
    votes = {one["name"]: one["for"] for one in told["candidates"]}
    rule = told["params"]
    if told["round"] == 2:
        able = [name for name, n in votes.items() if n > 0 and _reaches(n, rule, "runoff_min", told, strict=False)]
        return _fill_seats(votes, able, told["seats"], "not_elected")
    strict = rule.get("majority_strict", True)
    over = [name for name, n in votes.items() if n > 0 and _reaches(n, rule, "majority", told, strict=strict)]
    if len(over) >= told["seats"]:
        return _fill_seats(votes, over, told["seats"], "")
    others = [name for name in votes if name not in over]
    if not others or rule.get("runoff", "plurality") is None:
        return _said("elected" if over else "not_elected", over, [])
    wanted = told["seats"] - len(over) + 1  # one name more than open seats, ties at the edge included
    return _said("runoff", over, [one for one in others if sum(votes[x] > votes[one] for x in others) < wanted])


def _fill_seats(votes: dict[str, int], able: list[str], seats: int, nobody: str) -> dict[str, Any]:
    """The most votes take the seats; equals for the last seat are a tie: those above elected, the equals told."""
    if not able:
        return _said(nobody, [], [])
    sure = [one for one in able if sum(votes[x] >= votes[one] for x in able) <= seats]
    equal = [one for one in able if one not in sure and sum(votes[x] > votes[one] for x in able) < seats]
    return _said("tie", sure, equal) if equal else _said("elected", sure, [])


def _said(verdict: str, elected: list[str], runoff: list[str]) -> dict[str, Any]:
    return {"verdict": verdict, "elected": sorted(elected), "runoff": sorted(runoff), "problems": []}


def _reaches(n: int, rule: dict[str, Any], key: str, told: dict[str, Any], *, strict: bool) -> bool:
    """Whether n reaches the part of its base, in whole numbers; a part that is not stated asks for nothing."""
    part = rule.get(key)
    if part is None:
        return True
    above, below = {"0.5": (1, 2), "1": (1, 1)}.get(part) or tuple(map(int, part.split("/")))
    base = told["returned"] - told["invalid"] if rule[f"{key}_of"] == "valid" else told[rule[f"{key}_of"]]
    return n * below > above * base if strict else n * below >= above * base


def _problems(told: dict[str, Any]) -> list[str]:
    """The impossible figures, and the quorum."""
    rule, found = told["params"], set()
    people = told["candidates"]
    numbers = [told[name] for name in ("due", "present", "issued", "returned", "invalid", "abstain")]
    negative = any(n < 0 for n in numbers + [one[x] for one in people for x in ("for", "against", "abstain")])
    for wrong, code in (
        (negative, "negative"),
        (told["present"] > told["due"], "present_exceeds_due"),
        (told["issued"] > told["present"] and not rule["issued_may_exceed_present"], "issued_exceeds_present"),
        (told["returned"] > told["issued"] and not rule["returned_may_exceed_issued"], "returned_exceeds_issued"),
        (told["invalid"] > told["returned"], "invalid_exceeds_returned"),
    ):
        if wrong:
            found.add(code)
    if told["invalid"] <= told["returned"] and not negative:
        found |= _sums(told, told["returned"] - told["invalid"])
    came = "present" if rule.get("quorum_of") == "due" else "returned"
    if not _reaches(told[came], rule, "quorum", told, strict=rule.get("quorum_strict", False)):
        found.add("quorum_not_met")
    return sorted(found)


def _sums(told: dict[str, Any], valid: int) -> set[str]:
    people = told["candidates"]
    if told["ballot"] == "each":
        every = {one["for"] + one["against"] + one["abstain"] for one in people}
        return {"sum_mismatch"} if every - {valid} else set()
    given = sum(one["for"] for one in people)
    if told["seats"] == 1:
        return {"sum_mismatch"} if given + told["abstain"] != valid else set()
    found = {"sum_mismatch"} if told["abstain"] > valid else set()
    marked = max(valid - told["abstain"], 0)  # who abstained named nobody; nobody is named twice on one ballot
    if given > marked * told["seats"] or max(one["for"] for one in people) > marked:
        found.add("too_many_votes")
    return found


# --- the votes ---------------------------------------------------------------------------------------------------------
def _votes(count: int) -> Iterator[dict[str, Any]]:
    dice = random.Random(SEED)  # the same votes every time
    for _at in range(count):
        yield _vote(dice)


def _vote(dice: random.Random) -> dict[str, Any]:
    """A vote; small figures, so that edges and equals come often. One in four has a figure pushed off its place."""
    ballot, seats, due = dice.choice(("each", "choose")), dice.randint(1, 3), dice.randint(1, 30)
    present = dice.randint(max(due // 2, 1), due)
    issued = dice.choice((present, dice.randint(0, present)))
    returned = dice.choice((issued, dice.randint(0, issued)))
    invalid = dice.choice((0, dice.randint(0, returned)))
    valid = returned - invalid
    abstain = dice.choice((0, dice.randint(0, valid))) if ballot == "choose" else 0
    told: dict[str, Any] = {
        "params": _params(dice), "round": dice.choice((1, 1, 2)), "ballot": ballot, "seats": seats, "due": due,
        "present": present, "issued": issued, "returned": returned, "invalid": invalid, "abstain": abstain,
        "candidates": _candidates(dice, ballot, seats, valid, abstain),
    }  # fmt: skip
    if dice.random() < 0.25:
        at = dice.choice(("due", "present", "issued", "returned", "invalid", "abstain", "for"))
        by = dice.choice((-40, -2, -1, 1, 2, 40))
        where = dice.choice(told["candidates"]) if at == "for" else told
        where[at] += by
    return told


def _params(dice: random.Random) -> dict[str, Any]:
    told: dict[str, Any] = {
        "quorum": dice.choice((None, *_PARTS)), "quorum_of": "due", "majority": dice.choice((None, *_PARTS)),
        "majority_of": dice.choice(("returned", "valid", "due", "present")), "runoff": dice.choice(("plurality", None)),
        "majority_strict": dice.random() < 0.5, "runoff_min": dice.choice((None, *_PARTS)),
        "runoff_min_of": dice.choice(("returned", "valid", "due", "present")),
        "issued_may_exceed_present": dice.random() < 0.2, "returned_may_exceed_issued": dice.random() < 0.2,
    }  # fmt: skip
    if dice.random() < 0.5:
        told["quorum_strict"] = dice.random() < 0.5
    return told


def _candidates(dice: random.Random, ballot: str, seats: int, valid: int, abstain: int) -> list[dict[str, Any]]:
    people = [{"name": f"候选{at}", "for": 0, "against": 0, "abstain": 0} for at in range(dice.randint(1, 6))]
    if ballot == "each":
        for one in people:
            one["for"] = dice.randint(0, valid)
            one["against"] = dice.randint(0, valid - one["for"])
            one["abstain"] = valid - one["for"] - one["against"]
        return people
    for _ballot in range(valid - abstain):
        for one in dice.sample(people, k=1 if seats == 1 else dice.randint(1, min(seats, len(people)))):
            one["for"] += 1
    return people


def _ours(told: dict[str, Any]) -> dict[str, Any]:
    judged = tally(read_vote(told))
    names = {"elected": sorted(judged.elected), "runoff": sorted(judged.runoff), "problems": sorted(judged.problems)}
    return {"verdict": judged.verdict, **names}


def test_every_random_vote_is_judged_as_the_contracts_sentence_says() -> None:
    seen: dict[str, int] = {}
    for told in _votes(VOTES):
        wanted = _judge(told)
        assert _ours(told) == wanted, json.dumps(told, ensure_ascii=False)
        for word in (wanted["verdict"], *wanted["problems"]):
            seen[word] = seen.get(word, 0) + 1
    assert len(seen) == 5 + 8, seen
    assert min(seen.values()) > VOTES // 400, seen


def test_the_example_of_the_contract_is_judged_as_it_says() -> None:
    for one in json.loads((REFERENCE / "vote-example.json").read_text("utf-8")):
        wanted = one.pop("answer")
        assert _ours(one) == {key: sorted(value) if key != "verdict" else value for key, value in wanted.items()}
        assert _judge(one) == _ours(one)
