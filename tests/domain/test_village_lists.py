"""Village lists as files bring them."""

import pytest

from station_desk.domain.intake_cells import Cell, RawSheet
from station_desk.domain.trouble import Trouble
from station_desk.domain.village_lists import kind_by_code, read_rows


def sheet(*rows: tuple[Cell, ...]) -> RawSheet:
    return RawSheet("村", dict(enumerate(rows, 1)))


def test_code_and_name_are_enough() -> None:
    rows = read_rows(sheet(("code", "name"), ("371602009201", "邢桥村"), ("371602009002", "梁才居委会")), "f")
    assert [(r.code, r.name, r.kind, r.township_code) for r in rows] == [
        ("371602009201", "邢桥村", "村", "371602009"),
        ("371602009002", "梁才居委会", "居", "371602009"),
    ]


def test_chinese_headings_under_a_title_are_found() -> None:
    rows = read_rows(
        sheet(
            ("梁才街道村居名单",),
            (),
            ("序号", "统计用区划代码", "村 名", "户数", "民警", "片区", "警务室"),
            (1, 371602009201.0, "邢桥村", "1,020", "王民警", "东片", "一室"),
            (None, None, None),
        ),
        "f",
    )
    assert (rows[0].households, rows[0].officer, rows[0].area, rows[0].room) == (1020, "王民警", "东片", "一室")
    assert rows[0].code == "371602009201"
    assert len(rows) == 1


def test_every_known_column_is_read() -> None:
    heads = ("code", "name", "kind", "households", "valid_from", "valid_to", "merged_into", "township")
    row = read_rows(sheet(heads, ("1", "老村", "居委会", 30, "1990", "2020-12-31", "2", "某镇")), "f")[0]
    assert (row.kind, row.valid_from, row.valid_to, row.merged_into) == ("居", "1990", "2020-12-31", "2")
    assert (row.households, row.township, row.township_code) == (30, "某镇", "")


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("", "邢桥村", "", "", ""), "code"),
        (("代 码", "邢桥村", "", "", ""), "code"),
        (("1", "", "", "", ""), "name"),
        (("1", "邢桥村", "什么", "", ""), "kind"),
        (("1", "邢桥村", "村", "很多", ""), "households"),
        (("1", "邢桥村", "村", "30", "去年"), "valid_to"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells: tuple[str, ...], column: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_rows(sheet(("code", "name", "kind", "households", "valid_to"), cells), "村.csv")
    assert caught.value.code == "village_row_bad"
    assert caught.value.facts == {"file": "村.csv", "row": 2, "column": column}


def test_a_sheet_without_the_two_columns_is_refused() -> None:
    with pytest.raises(Trouble, match="village_columns_missing"):
        read_rows(sheet(("name", "户数"), ("邢桥村", 3)), "f")


def test_the_kind_is_in_the_tenth_digit() -> None:
    codes = ("371602009001", "371602009101", "371602009201", "371602009301", "371602009401", "371602009501")
    assert [kind_by_code(code) for code in codes] == ["居", "居", "村", "村", "类似", "类似"]
    assert kind_by_code("H-1") == "村"
