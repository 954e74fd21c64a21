"""How a remark stands follows from its steps; words that name a number are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.remarks import RemarkStep, clean_words, names_a_number, threads

STATION, COUNTY = "371602009", "371602"


def step(n: int, kind: str, office: str, **facts: str) -> RemarkStep:
    base = {"about_ent": "person", "about_id": "p", "field": "", "reason": "", "words": "", "reply_to": ""} | facts
    return RemarkStep(
        id=str(n), scope=STATION, office=office, kind=kind, clock=(n, 1, bytes(32)), at=f"day {n}", **base
    )


FIRST = step(1, "correction", COUNTY)


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ([], "open"),
        ([("answer", STATION)], "answered"),
        ([("answer", COUNTY)], "open"),
        ([("closed", STATION)], "open"),
        ([("closed", "371603")], "open"),
        ([("closed", COUNTY)], "closed"),
        ([("closed", COUNTY), ("answer", STATION)], "closed"),
        ([("answer", STATION), ("reopened", COUNTY)], "open"),
        ([("closed", COUNTY), ("reopened", COUNTY), ("answer", STATION)], "answered"),
        ([("weighed", COUNTY)], "open"),
    ],
)
def test_only_the_station_answers_and_only_the_maker_closes(replies: list[tuple[str, str]], state: str) -> None:
    steps = [step(n, kind, office, reply_to="1", reason="done") for n, (kind, office) in enumerate(replies, 2)]
    assert threads([FIRST, *steps])[0].state == state


def test_a_station_s_own_remark_on_itself_is_none() -> None:
    assert threads([step(1, "correction", STATION)]) == []


@given(st.permutations([FIRST, *(step(n, "answer", STATION, reply_to="1", reason=f"r{n}") for n in range(2, 7))]))
def test_the_order_in_which_the_steps_come_does_not_matter(steps: list[RemarkStep]) -> None:
    (thread,) = threads(steps)
    assert (thread.state, thread.answer, thread.answered_at) == ("answered", "r6", "day 6")


@pytest.mark.parametrize(
    "words",
    [
        "应为371602198501029975",
        "３７１６０２１９８５０１０２９９７５",
        "371602 19850102 9975",
        "371602-19850102-997x",
        "旧证 371602850102997",
        "打13800001234",
        "138 0000 1234",
        "1380000\u200b1234",
        "0543-3210010",
        "卡 6222020000000000123",
    ],
)
def test_numbers_of_people_are_found_however_they_are_written(words: str) -> None:
    assert names_a_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "第 17 位看不清",
        "批复 2026〔12〕号第 3 条",
        "应从 2026-11-22 算",
        "20261122 起",
        "2024.12 到 2026.12",
        "3 份",
    ],
)
def test_days_and_numbers_of_documents_pass(words: str) -> None:
    assert not names_a_number(words)


def test_words_are_one_line_without_invisible_characters() -> None:
    assert clean_words("  请\u200b补\n材料\t ") == "请补 材料"
