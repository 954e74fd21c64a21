"""Which rows are people: titles, headers, blocks, groups, and what holds for the rows below."""

import pytest

from station_desk.domain.intake_cells import Cell
from tests.domain.intake_support import HEADER, TOWNSHIP, VILLAGES, id_no, person, propose, sheet


def test_a_title_over_the_table_and_a_header_below_are_told_apart() -> None:
    proposal = propose(
        sheet(
            [["梁才派出所警务助理花名册"], ["填报单位：梁才派出所", None, None, "2026年11月22日"], HEADER, person()],
            merges=((1, 1, 1, 10),),
        )
    )
    assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "title"), (2, "title"), (3, "header")]
    assert proposal.sheets[0].header_rows == (3,)
    assert proposal.sheets[0].columns[""]["id_no"] == "D"
    assert [row.source.row for row in proposal.rows] == [4]


def test_a_header_of_two_rows_is_joined() -> None:
    top: list[Cell] = ["姓名", "身份证号", "任职", None, "村"]
    below: list[Cell] = [None, None, "起", "止", None]
    proposal = propose(
        sheet(
            [top, below, ["王建国", id_no(), "2020.5", "2023.5", "宋黑村"]],
            merges=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 4), (1, 5, 2, 5)),
        )
    )
    (row,) = proposal.rows
    assert proposal.sheets[0].header_rows == (1, 2)
    assert (row.values.start_date, row.values.end_date) == ("2020-05", "2023-05")


def test_headings_of_groups_over_the_names_belong_to_the_header() -> None:
    proposal = propose(
        sheet(
            [
                ["基本情况", None, None, "联系", None],
                ["姓名", "性别", "身份证号", "电话", "村"],
                ["王建国", "男", id_no(), None, "宋黑"],
            ],
            merges=((1, 1, 1, 3), (1, 4, 1, 5)),
        )
    )
    assert proposal.sheets[0].header_rows == (1, 2)
    assert proposal.rows[0].values.villages == (VILLAGES[0],)


@pytest.mark.parametrize("heading", ["包村民警", "责任民警", "社区民警"])
@pytest.mark.parametrize("under", [None, "012345"])
def test_a_name_behind_a_heading_of_officers_in_one_row_is_the_officers(heading: str, under: Cell) -> None:
    header: list[Cell] = ["村", "姓名", "身份证号", "手机", heading, "姓名", "警号", "手机", "备注"]
    ours: list[Cell] = ["宋黑", "王建国", id_no(), "13800001234"]
    proposal = propose(sheet([header, [*ours, under, "周一", "020001", "13700001111", None]]))
    (row,) = proposal.rows
    values = row.values
    assert (values.name, values.phone, values.phone2, values.officer) == ("王建国", "13800001234", None, "周一")
    assert row.outcome != "reject"


def test_a_telephone_behind_a_named_officer_is_not_the_assistants() -> None:
    header: list[Cell] = ["村", "姓名", "手机", "包村民警", "联系电话"]
    (row,) = propose(sheet([header, ["宋黑", "王建国", "13800001234", "周一", "13700001111"]])).rows
    assert (row.values.phone, row.values.phone2, row.values.officer) == ("13800001234", None, "周一")
    (alone,) = propose(sheet([["村", "姓名", "包村民警", "联系电话"], ["宋黑", "王建国", "周一", "13800001234"]])).rows
    assert alone.values.phone == "13800001234", "where the assistant has no other it is theirs"
    header = ["村", "姓名", "手机", "包村民警", "备用电话"]
    (spare,) = propose(sheet([header, ["宋黑", "王建国", "13800001234", "周一", "13700001111"]])).rows
    assert (spare.values.phone, spare.values.phone2) == ("13800001234", "13700001111")


def test_two_assistants_with_their_officer_named_between_them_stay_two() -> None:
    header: list[Cell] = ["村", "姓名", "手机", "包村民警", "姓名", "手机"]
    proposal = propose(sheet([header, ["宋黑", "王建国", "13800001234", "周一", "李桂芳", "13700001111"]]))
    assert [row.values.name for row in proposal.rows] == ["王建国", "李桂芳"]


def test_a_second_block_behind_an_empty_column_of_officers_is_a_person_by_what_it_says() -> None:
    header: list[Cell] = ["村", "姓名", "身份证号", "包村民警", "姓名", "身份证号"]
    proposal = propose(sheet([header, ["宋黑", "王建国", id_no(), None, "李桂芳", id_no(serial=998)]]))
    assert [row.values.name for row in proposal.rows] == ["王建国", "李桂芳"]


@pytest.mark.parametrize("others", ["责任民警", "村支部书记", "填表人"])
@pytest.mark.parametrize("first", [True, False])
def test_the_columns_of_somebody_else_under_a_heading_of_two_rows_are_no_assistant(others: str, first: bool) -> None:
    ours: list[list[Cell]] = [
        ["警务助理", None, None],
        ["姓名", "身份证号", "电话"],
        ["王建国", id_no(), "13800001234"],
    ]
    theirs: list[list[Cell]] = [[others, None], ["姓名", "电话"], ["周一", "13700001111"]]
    at, own = (2, 4) if first else (5, 2)
    merges = ((1, 1, 2, 1), (1, at, 1, at + 1), (1, own, 1, own + 2))
    rows = [
        [place, *(theirs[n] + ours[n] if first else ours[n] + theirs[n])]
        for n, place in enumerate(["村", None, "宋黑"])
    ]
    (row,) = propose(sheet(rows, merges=merges)).rows
    assert (row.values.name, row.values.phone, row.values.phone2) == ("王建国", "13800001234", None)
    assert row.values.villages == (VILLAGES[0],)


def test_a_heading_that_names_a_village_holds_for_the_rows_below_and_is_nobody() -> None:
    rows: list[list[Cell]] = [
        ["姓名", "身份证号", "电话"],
        ["一、前进居委会（1人）", None, None],
        ["王建国", id_no(), None],
        ["东孙村：", None, None],
        ["李秀英", id_no(serial=998), None],
        ["李新村", None, None],
    ]
    proposal = propose(sheet(rows, merges=((2, 1, 2, 3),)))
    assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "header"), (2, "title"), (4, "title")]
    said = [(row.values.name, [village.name for village in row.values.villages]) for row in proposal.rows]
    assert said == [("王建国", ["前进居委会"]), ("李秀英", ["东孙村委会"]), ("李新村", ["东孙村委会"])]


def test_two_blocks_side_by_side_are_two_people_of_one_row() -> None:
    header = ["序号", "姓名", "身份证号", "村", None, "序号", "姓名", "身份证号", "村"]
    proposal = propose(
        sheet(
            [
                header,
                ["1", "王建国", id_no(serial=997), "宋黑", None, "2", "李秀英", id_no(serial=998), "东孙"],
                ["3", "崔䶮", id_no(serial=999), "前进", None, "4"],
            ]
        )
    )
    assert [(r.source.row, r.source.block, r.values.name) for r in proposal.rows] == [
        (2, "L", "王建国"),
        (2, "R", "李秀英"),
        (3, "L", "崔䶮"),
    ]
    assert proposal.rows[1].values.villages == (VILLAGES[2],)
    assert proposal.sheets[0].columns["R"]["name"] == "G"


def test_subtotals_notes_samples_vacancies_and_blank_rows_are_skipped_with_their_kind() -> None:
    proposal = propose(
        sheet(
            [
                HEADER,
                ["例", "张三", "男", "371602199001011234", "13800001234", "某某村"],
                person(serial="1"),
                ["2", None, None, None, None, "东孙村", None, None, None, "暂缺"],
                ["3", "（暂缺）", None, None, None, "前进村"],
                [],
                ["4"],
                ["小计", None, None, "1人"],
                HEADER,
                person("李秀英", serial="5"),
                ["合计：2人"],
                ["填表人：王某    审核人：李某"],
            ]
        )
    )
    assert [(s.row, s.kind) for s in proposal.skipped] == [
        (1, "header"),
        (2, "sample"),
        (4, "vacancy"),
        (5, "vacancy"),
        (6, "blank"),
        (7, "blank"),
        (8, "subtotal"),
        (9, "header"),
        (11, "subtotal"),
        (12, "note"),
    ]
    assert [s.village for s in proposal.skipped if s.kind == "vacancy"] == ["东孙村", "前进村"]
    assert [r.values.name for r in proposal.rows] == ["王建国", "李秀英"]


def test_every_row_is_a_person_or_skipped() -> None:
    proposal = propose(sheet([["花名册"], HEADER, person(), [], ["说明：以上"], person("李秀英"), ["合计", None, 2]]))
    told = [row.source.row for row in proposal.rows] + [row.row for row in proposal.skipped]
    assert sorted(told) == [1, 2, 3, 4, 5, 6, 7]


def test_a_merged_village_holds_for_its_rows_and_a_first_filled_one_for_those_below() -> None:
    proposal = propose(
        sheet(
            [
                HEADER,
                person("王建国"),
                person("李秀英", village=None),
                person("赵海", village="东孙"),
                person("孙强", village=None),
            ],
            merges=((2, 6, 3, 6),),
        )
    )
    assert [row.values.villages[0].code for row in proposal.rows] == [
        VILLAGES[0].code,
        VILLAGES[0].code,
        VILLAGES[2].code,
        VILLAGES[2].code,
    ]


def test_ditto_marks_copy_from_above() -> None:
    proposal = propose(
        sheet(
            [
                HEADER,
                person(education="大专", post="网格员"),
                person("李秀英", village="〃", education="同上", post="〃"),
            ]
        )
    )
    values = proposal.rows[1].values
    assert (values.villages, values.education, values.post) == ((VILLAGES[0],), "大专", "网格员")


def test_a_row_that_names_a_township_holds_for_the_rows_below() -> None:
    proposal = propose(
        sheet([HEADER, ["梁才街道"], person(), ["杨柳雪镇"], person("李秀英")], merges=((2, 1, 2, 10), (4, 1, 4, 10))),
        villages=VILLAGES,
    )
    assert [row.values.villages[0].code for row in proposal.rows] == [VILLAGES[0].code, VILLAGES[5].code]
    assert [s.kind for s in proposal.skipped] == ["header", "title", "title"]


def test_the_name_of_a_sheet_states_the_township() -> None:
    proposal = propose(sheet([HEADER, person()], name="杨柳雪镇"), villages=VILLAGES)
    assert proposal.rows[0].values.villages == (VILLAGES[5],)


def test_a_title_states_the_township_of_its_sheet() -> None:
    proposal = propose(sheet([["滨城区梁才街道警务助理名单"], HEADER, person()]), villages=VILLAGES)
    assert proposal.rows[0].values.township_code == TOWNSHIP
    assert proposal.rows[0].values.villages == (VILLAGES[0],)


def test_hidden_sheets_empty_sheets_and_instructions_are_left_out_with_the_reason() -> None:
    proposal = propose(
        sheet([HEADER, person()], name="名单"),
        sheet([HEADER, person()], name="旧", visible=False),
        sheet([], name="Sheet3"),
        sheet([["填表说明"], ["一、姓名按身份证填写。"]], name="填表说明"),
    )
    assert [(s.sheet, s.why) for s in proposal.sheets_skipped] == [
        ("旧", "hidden"),
        ("Sheet3", "empty"),
        ("填表说明", "instructions"),
    ]
    assert len(proposal.rows) == 1


def test_a_register_of_households_is_not_read_at_all() -> None:
    proposal = propose(
        sheet([["户号", "户主", "姓名", "与户主关系", "身份证号"], ["1", "王某", "王某", "户主", id_no()]])
    )
    assert [s.why for s in proposal.sheets_skipped] == ["residents"]
    assert proposal.rows == ()


@pytest.mark.parametrize(
    ("title", "skipped"),
    [
        ("宋黑村常住人口登记表", ["residents"]),
        ("宋黑村村民花名册", ["residents"]),
        ("社区矫正人员名单", ["residents"]),
        ("协助管理流动人口的警务助理花名册", []),
        ("宋黑村村民委员会人员名单", []),
    ],
)
def test_a_sheet_whose_title_says_that_it_lists_residents_is_not_read(title: str, skipped: list[str]) -> None:
    proposal = propose(sheet([[title], HEADER, person()]))
    assert [s.why for s in proposal.sheets_skipped] == skipped
    assert len(proposal.rows) == (not skipped)


def test_a_column_about_residents_is_refused_and_the_rest_is_read() -> None:
    proposal = propose(sheet([[*HEADER, "户主"], [*person(), "赵某"]]))
    assert proposal.sheets[0].refused == {"K": "户主"}
    assert "赵某" not in str(proposal.rows[0].source.cells)


def test_hidden_columns_are_not_read_and_hidden_rows_are_marked() -> None:
    proposal = propose(
        sheet([HEADER, person(phone="13800001234")], hidden_columns=frozenset({5}), hidden_rows=frozenset({2}))
    )
    (row,) = proposal.rows
    assert row.values.phone is None
    assert "row_hidden" in row.warnings
    assert proposal.sheets[0].hidden_columns == ("E",)


def test_a_title_repeated_with_its_header_is_a_title_whatever_stands_below_it() -> None:
    header = ["所在村", "姓名", "身份证号", "联系电话"]
    rows = [
        ["梁才村警一本通"],
        header,
        ["宋黑村", "王建国", id_no(), None],
        ["梁才村警一本通"],
        header,
        ["前进村", "李秀英", id_no("19900101", 998), None],
        ["东孙村"],
        ["梁才村警通讯录"],
        header,
    ]
    proposal = propose(sheet(rows, merges=((1, 1, 1, 4), (4, 1, 4, 4))))
    assert [(s.row, s.kind) for s in proposal.skipped] == [
        (1, "title"),
        (2, "header"),
        (4, "title"),
        (5, "header"),
        (7, "vacancy"),
        (8, "title"),
        (9, "header"),
    ]


def test_a_stray_cell_in_a_corner_and_blanks_at_the_end_are_no_rows() -> None:
    rows: list[list[Cell]] = [HEADER, person(), ["合计：1人"], [" "], [None] * 29 + ["盖章"]]
    rows += [[] for _ in range(1_000)] + [[None] * 60 + ["."]]
    proposal = propose(sheet(rows))
    assert [(s.row, s.kind) for s in proposal.skipped] == [(1, "header"), (3, "subtotal"), (4, "blank"), (5, "note")]


def test_columns_merged_over_a_million_rows_are_looked_up_and_not_laid_out() -> None:
    rows = [HEADER, *(person(f"王{n}") for n in range(3)), [None, "李秀英"]]
    merges = tuple((1, column, 1_048_576, column) for column in range(11, 201))
    proposal = propose(sheet(rows, merges=(*merges, (4, 6, 1_048_576, 6))))
    assert [row.values.village_text for row in proposal.rows] == ["宋黑村"] * 4
