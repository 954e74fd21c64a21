"""A sheet without a header: its columns are guessed by what stands in them, only where most cells speak for it."""

from collections.abc import Sequence

import pytest

from station_desk.domain import intake
from station_desk.domain.intake import Basis, Proposal
from station_desk.domain.intake_cells import Cell, RawBook
from station_desk.domain.intake_guess import WHY, guess_columns, is_name
from station_desk.domain.intake_json import proposal_json
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from tests.domain.intake_support import TODAY, VILLAGES, id_no, sheet

Rows = list[list[Cell]]
FINDER = VillageFinder(VILLAGES, day=TODAY)
PEOPLE: Rows = [
    ["1", "王建国", "男", id_no(), "13800001234", "东孙村", "高中", "党员", 2015.07],
    ["2", "李秀英", "女", id_no("19760102", 998), 13900005678, "前进", "初中", "群众", "2016年12月"],
    ["3", "孙强", "男", id_no("19900630", 999), "15800002345", "东孙", "大学专科", "群众", "2018.3.1"],
    ["4", "买买提·吐尔逊", "男", id_no("19880808", 997), None, "宋黑村", "中专", None, "2019/5"],
]


def read(rows: Sequence[Sequence[Cell]], name: str = "Sheet1") -> Proposal:
    book = RawBook("xlsx", (sheet(rows, name),))
    return intake.propose("x.xlsx", Basis(read_layout(book, FINDER), FINDER, Rules(TODAY), (), book=book))


def guessed(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    return dict(guess_columns(sheet(rows), FINDER).columns)


def test_every_column_is_known_by_its_cells() -> None:
    fields = ["serial", "name", "sex", "id_no", "phone", "village", "education", "political", "start_date"]
    assert guessed(PEOPLE) == dict(enumerate(fields, 1))


def test_every_row_of_a_sheet_without_a_header_is_a_person_and_the_answer_says_what_was_guessed() -> None:
    proposal = read([["梁才街道警务助理"], *PEOPLE])
    told = proposal_json(proposal, reveal=True)
    assert [(r.source.row, r.values.name, r.values.birth, r.values.start_date) for r in proposal.rows] == [
        (2, "王建国", "1985-03-12", "2015-07"),
        (3, "李秀英", "1976-01-02", "2016-12"),
        (4, "孙强", "1990-06-30", "2018-03-01"),
        (5, "买买提·吐尔逊", "1988-08-08", "2019-05"),
    ]
    assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "title")]
    (read_sheet,) = told["sheets"]  # type: ignore[misc]
    assert read_sheet["header_rows"] == []
    assert read_sheet["guessed"]["D"] == {"field": "id_no", "why": "check_digits_fit"}
    assert set(read_sheet["guessed"]) == set("ABCDEFGHI")


def test_words_that_nobody_knows_over_the_columns_are_the_header_and_no_person() -> None:
    words = ["编", "人员", "别", "证照", "联络", "驻地", "文", "面", "到岗"]
    proposal = read([words, *PEOPLE])
    assert (len(proposal.rows), [(s.row, s.kind) for s in proposal.skipped]) == (4, [(1, "header")])
    assert proposal.sheets[0].words["D"] == "证照"


def test_what_a_person_told_of_the_columns_is_no_guess_any_more() -> None:
    proposal = read(PEOPLE)
    told = intake.remap(proposal, {proposal.sheets[0].shape: proposal.sheets[0].guessed})
    assert told.sheets[0].guessed == {}
    assert [row.values for row in told.rows] == [row.values for row in proposal.rows]


def test_a_birth_column_is_the_one_that_says_what_the_numbers_say() -> None:
    rows = [[*row[1:4], born, when] for row, born, when in zip(
        PEOPLE, ["1985.3", "1976-01", "1990年6月", "1988.08"], ["2015.7", "2016.11", "2018.3", "2019.5"], strict=True
    )]  # fmt: skip
    assert guessed(rows) == {1: "name", 2: "sex", 3: "id_no", 4: "birth", 5: "start_date"}


def test_the_last_digits_of_numbers_may_be_lost_and_the_column_is_still_that_of_the_numbers() -> None:
    rows = [[row[1], float(int(str(row[3])[:15] + "000")) if n % 2 else row[3]] for n, row in enumerate(PEOPLE)]
    assert guessed(rows) == {1: "name", 2: "id_no"}
    assert [r.reasons for r in read(rows).rows] == [(), ("id_lost_precision",), (), ("id_lost_precision",)]


def test_of_two_columns_of_names_the_one_that_repeats_itself_is_not_that_of_the_people() -> None:
    rows = [["刘所长" if n < 2 else "陈民警", row[1], row[3]] for n, row in enumerate(PEOPLE)]
    assert guessed(rows) == {2: "name", 3: "id_no"}


def test_of_several_numbers_or_names_nobody_knows_whose_they_are() -> None:
    others = ["13700001111", "13700001112", "13700001113", "13700001114"]
    rows = [[row[1], row[3], row[4] or "13600001111", other] for row, other in zip(PEOPLE, others, strict=True)]
    assert guessed(rows) == {1: "name", 2: "id_no"}
    names = ["赵一", "钱二", "孙三", "李四"]
    assert guessed([[name, row[1], row[3]] for row, name in zip(PEOPLE, names, strict=True)]) == {}


def test_cells_that_do_not_say_enough_are_not_guessed() -> None:
    assert guessed([["一季度", 3, 4], ["二季度", 5, 6], ["三季度", 7, 8]]) == {}
    assert guessed([[row[1], row[2]] for row in PEOPLE]) == {}
    assert guessed([[row[3], row[4]] for row in PEOPLE]) == {}
    assert [(s.sheet, s.why) for s in read([["汇总", "数"], ["甲", 3], ["乙", 4]]).sheets_skipped] == [
        ("Sheet1", "instructions")
    ]


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([[*row[1:4], word] for row, word in zip(PEOPLE, ["户主", "妻子", "长子", "户主"], strict=True)], "Sheet1"),
        ([[row[1], id_no(f"201{n}0305", 997)] for n, row in enumerate(PEOPLE, 5)], "Sheet1"),
        (PEOPLE, "低保户名册"),
    ],
    ids=["relations", "children", "title"],
)
def test_a_list_of_residents_without_a_header_is_left_alone(rows: Rows, name: str) -> None:
    proposal = read(rows, name)
    assert (proposal.rows, [(s.sheet, s.why) for s in proposal.sheets_skipped]) == ((), [(name, "residents")])


def test_a_column_headed_by_somebody_else_is_not_taken_for_the_people() -> None:
    rows = [["村书记", "证照", "联络"], *[[row[1], row[3], row[4]] for row in PEOPLE]]
    assert guessed(rows) == {}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("王海", True),
        ("欧阳建国", True),
        ("张 三丰", True),
        ("宋黑村委会", False),
        ("网格员", False),
        ("二季度", False),
    ],
)
def test_a_name_begins_with_a_surname(text: str, is_one: bool) -> None:
    assert is_name(text) is is_one


def test_every_field_that_is_guessed_has_its_reason() -> None:
    assert set(guessed(PEOPLE).values()) | {"birth", "age", "township", "post", "end_date"} == set(WHY)
