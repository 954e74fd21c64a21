"""A sixth, invented county writes its pack from the guide alone: as TOML, and by filling in the workbook."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from station_desk.app import main
from station_desk.domain.policy import NotStated
from station_desk.domain.policy_keys import KEYS, LISTS
from station_desk.packs.load import check_pack
from station_desk.packs.reading import PackFile, read_pack
from station_desk.packs.sheet_in import read_sheets
from station_desk.packs.sheet_out import copied_sheets
from station_desk.services.pack_install import read_file
from station_desk.wording.policy import what_of

ROOT = Path(__file__).resolve().parents[2]
PACKS, SIXTH = ROOT / "resources" / "packs", ROOT / "tests" / "reference" / "packs" / "cn.shanyang.toml"
GUIDE = (PACKS / "README.md").read_text(encoding="utf-8")
TYPED = {
    "quota.per_unit": "1名",
    "quota.large_households": "2000户",
    "quota.large_bonus": "二",
    "age.minimum": "20周岁",
    "age.level": "硬性",
    "age.relaxed_for": "退役军人",
    "person.term_months": "三年",
    "money.stipend_fen": "450元",
    "assess.grades": "优秀、称职、不称职",
    "month.from_day": "21日",
}
"""Values as a clerk types them, where they are typed otherwise than they are kept."""
WORDS = {"age": "按年龄", "asked": "由人核对", "hard": "硬性", "self": "本人"}


def test_the_guide_names_every_key_every_list_and_every_column() -> None:
    assert [key for key in KEYS if f"| `{key}` |" not in GUIDE] == []
    assert [name for name in LISTS if f"`[[{name}]]`" not in GUIDE] == []
    for word in (
        "packs template",
        "packs check",
        "packs install",
        "packs follow",
        "packs publish",
        "packs fill",
        "P01",
    ):
        assert word in GUIDE


def test_the_pack_written_as_toml_is_whole() -> None:
    checked = check_pack(SIXTH, PACKS)
    assert checked.faults == ()
    assert checked.policy is not None
    assert (checked.policy.posts("村", 2000), checked.policy.month_days()) == (3, (21, 20))


def test_a_county_without_a_parent_writes_a_folder_with_the_text_of_its_rule_beside() -> None:
    place = SIXTH.parent / "cn.yunfeng"
    for one in (place, place / "pack.toml"):
        checked = check_pack(one, PACKS)
        assert (checked.faults, checked.tests) == ((), 8)
    policy = checked.policy
    assert policy is not None
    assert (policy.person_word, policy.posts("村", 800), policy.posts("类似", None, "鹿鸣林场")) == ("平安专干", 2, 2)
    assert not isinstance(policy.lists["weights"], NotStated)
    found = copied_sheets(what_of, read_pack(place))
    sheets = {name: {1: tuple(h), **{n: tuple(r) for n, r in enumerate(rows, 2)}} for name, (h, rows) in found.items()}
    again, wanted = read_sheets("云峰县.xlsx", sheets), read_pack(place)
    assert again.faults == []
    assert (again.rules, again.lists, again.tests, again.head) == (
        wanted.rules,
        wanted.lists,
        wanted.tests,
        wanted.head,
    )


def typed(sheet: Any, column: str, key: str, value: object) -> None:
    """Type into the cell of `column` in the row of `key`."""
    heads = [cell.value for cell in sheet[1]]
    row = next(line[0].row for line in sheet.iter_rows(min_row=2) if line[0].value == key)
    sheet.cell(row, heads.index(column) + 1).value = value


def proof(source: Any) -> dict[str, object]:
    if hasattr(source, "quote"):
        return {"文件": source.doc, "条款": source.clause, "原文": source.quote}
    return {"谁定": source.by, "文号": source.number, "日期": source.date}


def fill_in(file: Path, wanted: PackFile) -> None:
    """Type the invented county's pack into the empty workbook."""
    book = openpyxl.load_workbook(file)
    head = wanted.head
    for word, value in (
        *(("编号", head.id), ("名称", head.title), ("一句话", head.summary), ("版本", 1)),
        *(("施行日期", head.effective_from), ("谁可以定", wanted.unset.who)),
    ):
        typed(book["方案"], "内容", word, value)
    for row, one in enumerate(wanted.documents.values(), 2):
        for column, value in enumerate((one.id, one.title, one.number, one.date), 1):
            book["文件"].cell(row, column).value = value
    rules = book["规则"]
    for key in (*KEYS, *LISTS):
        rule = wanted.rules.get(key) or wanted.lists[key]
        left = "" if not isinstance(rule, NotStated) else "待定" if rule.ask else "没有"
        typed(rules, "没有写明", key, left or None)
        if key in KEYS and not isinstance(rule, NotStated):
            for column, value in {"值": TYPED.get(key, rule.value), **proof(rule)}.items():  # type: ignore[union-attr]
                typed(rules, column, key, value)
    for key, sheet, names in (
        ("conditions", "条件", ("code", "name", "check", "level")),
        ("disqualifiers", "不得聘用", ("number", "subject")),
        ("stages", "步骤", ("code", "name", "by")),
    ):
        heads = [cell.value for cell in book[sheet][1]]
        for row, rule in enumerate(wanted.lists[key], 2):  # type: ignore[arg-type]
            values = [getattr(rule.value, name) for name in names]
            for column, value in enumerate(values, 1):
                book[sheet].cell(row, column).value = WORDS.get(value, value) if name_is_word(value) else value
            for column_name, value in proof(rule).items():
                book[sheet].cell(row, heads.index(column_name) + 1).value = value
    tests = book["自测"]
    for row, line in enumerate(
        (
            ("应配几名", None, 13, None, None, None, "10个村；大王庄 村 2000户；1个类似"),
            ("年龄", None, "可以", 55),
            ("年龄", None, "太大", 56),
            ("年龄", None, "可以", 58, "是"),
            ("工作月", None, "21到20"),
            ("规则", "money.stipend_fen", "450元"),
        ),
        2,
    ):
        for column, value in enumerate(line, 1):
            tests.cell(row, column).value = value
    book.save(file)


def name_is_word(value: object) -> bool:
    return isinstance(value, str) and value in WORDS


def test_the_same_pack_filled_into_the_workbook_is_the_same_pack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "山阳县.xlsx"
    assert main(["--json", "packs", "template", str(file)]) == 0
    assert main(["--json", "packs", "check", str(file)]) == 2, "an empty template says what is still to be filled in"
    capsys.readouterr()
    wanted = read_pack(SIXTH)
    fill_in(file, wanted)
    ended = main(["--json", "packs", "check", str(file)])
    answer = json.loads(capsys.readouterr().out)
    assert (ended, answer["problems"], answer["tests"]) == (0, [], 6)
    found = read_file(file)
    assert (found.rules, found.lists, found.head) == (wanted.rules, wanted.lists, wanted.head)
    assert [(one.ask, one.answer) for one in found.tests] == [(one.ask, one.answer) for one in wanted.tests]
