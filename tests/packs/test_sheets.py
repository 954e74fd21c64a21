"""A pack in a workbook: the same rules as in TOML, and every fault with its sheet and cell."""

from pathlib import Path

import pytest

from station_desk.domain.intake_cells import Cell
from station_desk.packs import sheet_layout as lay
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import check_read, load_pack
from station_desk.packs.reading import PackFile, read_pack
from station_desk.packs.sheet_in import read_sheets
from station_desk.packs.sheet_out import copied_sheets, template_sheets
from station_desk.packs.toml_text import toml_text
from station_desk.wording.policy import value_words, what_of

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
Cells = dict[str, dict[int, tuple[Cell, ...]]]


def cells(pack: str) -> Cells:
    """The sheets of a copied pack as a workbook gives them back."""
    found = copied_sheets(what_of, read_pack(PACKS / pack))
    return {
        name: {1: tuple(heads), **{at: tuple(row) for at, row in enumerate(rows, 2)}}
        for name, (heads, rows) in found.items()
    }


def change(sheets: Cells, sheet: str, find: str, column: str, value: Cell) -> str:
    """Change the cell of `column` in the first row that holds `find`; where it is."""
    heads = sheets[sheet][1]
    at = heads.index(column) if column in heads else 1
    row = next(number for number, line in sheets[sheet].items() if number > 1 and find in line)
    line = list(sheets[sheet][row]) + [None] * len(heads)
    line[at] = value
    sheets[sheet][row] = tuple(line)
    return f"{sheet}!{chr(65 + at)}{row}"


def faults(sheets: Cells) -> list[tuple[str, str, str]]:
    checked = check_read(read_sheets("方案.xlsx", sheets), lambda one: read_pack(PACKS / one))
    return [(one.place, one.key, one.reason) for one in checked.faults]


@pytest.mark.parametrize("pack", pack_ids(PACKS))
def test_every_pack_comes_back_from_a_workbook_as_it_was(pack: str) -> None:
    source, again = read_pack(PACKS / pack), read_sheets("x.xlsx", cells(pack))
    assert again.faults == []
    assert (again.rules, again.lists, again.tests) == (source.rules, source.lists, source.tests)
    assert (again.head, again.unset.who) == (source.head, source.unset.who)
    assert faults(cells(pack)) == []


@pytest.mark.parametrize(
    ("sheet", "find", "column", "value", "reason"),
    [
        (lay.RULES, "age.maximum", "值", "六百", "out_of_bounds"),
        (lay.RULES, "age.maximum", "值", "很大", "wrong_kind"),
        (lay.RULES, "age.maximum", "原文", None, "no_quotation"),
        (lay.RULES, "age.maximum", "文件", "一直这么办", "unknown_document"),
        (lay.RULES, "age.maximum", "谁定", "县局", "two_sources"),
        (lay.RULES, "age.maximum", "没有写明", "待定", "both_value_and_unset"),
        (lay.RULES, "age.minimum", "没有写明", "不知道", "unknown_word"),
        (lay.RULES, "age.minimum", "没有写明", None, "missing"),
        (lay.RULES, "quota.per_unit", "项目", "quota.per_uint", "unknown_key"),
        (lay.RULES, "person.education", "值", "秀才", "unknown_word"),
        (lay.HEAD, "版本", "内容", "第二版", "wrong_kind"),
        (lay.HEAD, "施行日期", "内容", "去年", "no_day"),
        (lay.HEAD, "编号", "内容", "福建", "id_shape"),
        ("条件", "E4", "级别", "随便", "unknown_word"),
        ("条件", "E4", "条件", None, "missing"),
        ("步骤", "approve", "代码", "apply", "twice"),
        ("人选", "治保主任；综治协管员", "档", "第一", "wrong_kind"),
        (lay.TESTS, "quota.covered_by", "答案", "保安", "test_fails"),
        (lay.TESTS, "应配几名", "村", "好几个村", "units"),
    ],
)
def test_a_fault_names_its_cell(sheet: str, find: str, column: str, value: Cell, reason: str) -> None:
    sheets = cells("cn.fujian")
    place = change(sheets, sheet, find, column, value)
    found = [one for one in faults(sheets) if one[2] == reason]
    assert found, faults(sheets)
    told = found[0][0]
    assert told.split("!")[0] == sheet
    assert told[len(sheet) + 2 :] == place[len(sheet) + 2 :] or reason in ("missing", "unknown_key")


def test_sheets_and_columns_that_nobody_knows_are_named() -> None:
    sheets = cells("cn.fujian")
    sheets["规测"] = {1: ("项目",)}
    sheets[lay.RULES][1] = ("项目", "是什么", "数值", *sheets[lay.RULES][1][3:])
    del sheets[lay.DOCUMENTS]
    reasons = {(place, reason) for place, _key, reason in faults(sheets)}
    assert {("规测", "unknown_sheet"), ("文件", "missing_sheet"), ("规则!C1", "unknown_column")} <= reasons


def test_a_row_twice_a_row_without_its_key_and_a_list_among_the_rules_are_named() -> None:
    sheets = cells("cn.weihai")
    last = max(sheets[lay.RULES])
    row = next(line for line in sheets[lay.RULES].values() if line[0] == "money.payer")
    sheets[lay.RULES][last + 1] = row
    sheets[lay.RULES][last + 2] = (None, *row[1:])
    change(sheets, lay.RULES, "conditions", "值", "见条件表")
    change(sheets, lay.HEAD, "一句话", "项目", "名称")
    found = [(place.rstrip("0123456789"), key, reason) for place, key, reason in faults(sheets)]
    assert ("规则!A", "money.payer", "twice") in found
    assert ("规则!A", "项目", "missing") in found
    assert ("规则!C", "conditions", "list_here") in found
    assert ("方案!A", "名称", "twice") in found


def test_values_that_slipped_a_column_are_refused_with_their_cells() -> None:
    sheets = cells("cn.weihai")
    sheets[lay.RULES] = {
        number: line if number == 1 else (line[0], line[0], *line[1:-1]) for number, line in sheets[lay.RULES].items()
    }
    found = faults(sheets)
    assert len(found) > 20
    assert all(place.startswith("规则!") for place, _key, reason in found if reason != "missing")


def test_words_numbers_and_dates_may_be_typed_as_people_type_them() -> None:
    sheets = cells("cn.bincheng")
    for find, value in (("money.stipend_fen", "300元"), ("quota.per_unit", "一名")):
        change(sheets, lay.RULES, find, "值", value)
    change(sheets, lay.HEAD, "版本", "内容", 2.0)
    found: PackFile = read_sheets("x.xlsx", sheets)
    assert found.faults == []
    assert found.rules["money.stipend_fen"] == read_pack(PACKS / "cn.bincheng").rules["money.stipend_fen"]
    assert found.head.version == 2


def test_an_empty_template_says_what_is_to_be_filled_and_a_child_inherits_what_it_leaves_empty() -> None:
    empty = template_sheets(what_of)
    rows = {
        name: {1: tuple(heads), **{n: tuple(r) for n, r in enumerate(body, 2)}} for name, (heads, body) in empty.items()
    }
    missing = {key for _place, key, _reason in faults(rows)}
    assert {"id", "title", "effective_from"} & missing == {"effective_from", "id", "title"} & missing
    assert missing
    child = template_sheets(what_of, load_pack(PACKS, "cn.fujian"), value_words)
    rows = {
        name: {1: tuple(heads), **{n: tuple(r) for n, r in enumerate(body, 2)}} for name, (heads, body) in child.items()
    }
    for word, value in (("编号", "cn.shanyang"), ("名称", "山阳县 一村一警务助理"), ("一句话", "随省里。")):
        change(rows, lay.HEAD, word, "内容", value)
    checked = check_read(read_sheets("x.xlsx", rows), lambda one: read_pack(PACKS / one))
    assert checked.faults == ()
    assert checked.policy is not None
    assert (checked.policy.id, checked.policy.own) == ("cn.shanyang", frozenset())
    assert any("60 周岁" in str(row[-1]) for row in child[lay.RULES][1])


def test_texts_with_any_letters_become_toml_that_reads_back() -> None:
    import tomllib

    odd = 'a"b\\c\n\t甲“乙”\x7f\u2028'
    text = toml_text(
        {"id": odd}, {"documents.办 法": {"title": odd}}, {"pool": [{"roles": [odd, "x" * 120], "n": True}]}
    )
    assert tomllib.loads(text) == {
        "id": odd, "documents": {"办 法": {"title": odd}}, "pool": [{"roles": [odd, "x" * 120], "n": True}],
    }  # fmt: skip
