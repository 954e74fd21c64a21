"""The month's steps follow from the records; nothing is ticked by hand."""

from datetime import date

import pytest

from station_desk.domain.month_guide import MonthFacts, guide_of, holders
from station_desk.domain.records import Sheet

PEOPLE = frozenset({"a", "b", "c", "d"})


def facts(**more: object) -> MonthFacts:
    told: dict[str, object] = {
        "month": "2026-11", "first": date(2026, 10, 26), "last": date(2026, 11, 25), "due": date(2026, 11, 25),
        "people": PEOPLE, "out": frozenset(), "back": frozenset(), "entered": frozenset(),
    }  # fmt: skip
    return MonthFacts(**(told | more))  # type: ignore[arg-type]


def states(**more: object) -> str:
    """The states of hand out, returns, entry, close, assess, pay, send, receipt by their first letters."""
    marks = {"done": "x", "doing": "~", "todo": ".", "skip": "-"}
    return "".join(marks[stage.state] for stage in guide_of(facts(**more), date(2026, 11, 22)).stages)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "........"),
        ({"out": frozenset("ab")}, "~......."),
        ({"out": PEOPLE}, "x......."),
        ({"out": PEOPLE, "back": frozenset("ab"), "entered": frozenset("a")}, "x~~....."),
        ({"out": PEOPLE, "back": PEOPLE, "entered": PEOPLE}, "xx~....."),
        ({"out": PEOPLE, "back": PEOPLE, "entered": PEOPLE, "closed": True}, "xxxx...."),
        ({"entered": PEOPLE, "closed": True, "assessed": 4, "scored": 1}, "--xx~..."),
        ({"entered": PEOPLE, "closed": True, "assessed": 4, "scored": 4, "settled": 4, "pay": "computed"}, "--xxx~.."),
        ({"entered": PEOPLE, "closed": True, "assessed": 4, "scored": 4, "settled": 4, "pay": "paid"}, "--xxxx.."),
        ({"entered": PEOPLE, "closed": True, "sent_on": "2026-11-24"}, "--xx..x."),
        ({"entered": PEOPLE, "closed": True, "sent_on": "2026-11-24", "acked_on": "2026-11-26"}, "--xx..xx"),
    ],
)
def test_each_step_stands_where_the_records_say(more: dict[str, object], expected: str) -> None:
    assert states(**more) == expected


def test_the_next_step_and_the_days_to_the_deadline_are_told() -> None:
    guide = guide_of(facts(out=PEOPLE, back=frozenset("abc"), entered=frozenset("a")), date(2026, 11, 22))
    assert guide.now is not None
    assert (guide.now.kind, guide.now.done, guide.now.total, guide.left) == ("returns", 3, 4, 3)
    assert (guide.facts.missing, guide.facts.to_enter) == ({"d"}, {"b", "c"})
    assert guide_of(facts(), date(2026, 11, 27)).left == -2


def test_a_spoiled_sheet_and_one_that_was_printed_again_do_not_count() -> None:
    def sheet(id_: str, person: str, state: str, form: str = "F20", period: str = "2026-11") -> Sheet:
        return Sheet("s", id_, f"S-{id_}", form, person, period, 1, 1, "2026-10-27T01:00:00.000Z", state)

    known = [
        sheet("1", "a", "spoiled"),
        sheet("2", "b", "out"),
        sheet("3", "b", "entered"),
        sheet("4", "c", "returned", period="2026-10"),
        sheet("5", "d", "returned", form="F15"),
        sheet("6", "e", "printed"),
    ]
    assert holders(known, "2026-11", replaced=["2"]) == ({"b", "e"}, {"b"}, "2026-10-27")
