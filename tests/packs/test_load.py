"""Packs are read whole or refused with their place; what a document does not say stays not stated."""

from pathlib import Path

import pytest

from station_desk.domain.policy import NotStated, Policy, Stated, judge_age, stated
from station_desk.domain.policy_keys import KEYS
from station_desk.domain.policy_values import value_fault
from station_desk.domain.trouble import Trouble
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import check_pack, load_pack
from station_desk.packs.places import line_of
from station_desk.packs.reading import head_of, parse_pack
from tests.support.pack_texts import pack_text

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"


def damaged(tmp_path: Path, old: str, new: str, pack: str = "cn.fujian") -> Trouble:
    """The trouble of a copy of a pack in which `old` was replaced by `new`."""
    text = pack_text(pack)
    assert old in text
    (tmp_path / f"{pack}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        load_pack(tmp_path, pack)
    return caught.value


def test_every_pack_is_whole() -> None:
    assert pack_ids(PACKS) == ["cn.bincheng", "cn.dezhou", "cn.fujian", "cn.nanan", "cn.weihai", "cn.xihua"]
    for pack_id in pack_ids(PACKS):
        assert load_pack(PACKS, pack_id).id == pack_id


def test_the_head_of_a_pack_read_alone_is_that_of_the_whole() -> None:
    for pack in pack_ids(PACKS):
        text = pack_text(pack)
        assert head_of(text) == parse_pack("pack.toml", text).head
        assert head_of(text).id == pack
    assert head_of("id = ").id == ""


def test_a_child_keeps_what_it_does_not_say_itself() -> None:
    fujian, nanan = load_pack(PACKS, "cn.fujian"), load_pack(PACKS, "cn.nanan")
    assert nanan.age == fujian.age
    assert nanan.terms.person == fujian.terms.person
    assert stated(nanan.terms.approver, "") == "户政管理大队"
    assert nanan.own == {
        "terms.approver", "quota.unit", "quota.per_unit", "quota.at_least", "quota.covered_by", "pool",
        "report.submission", "report.due_date", "report.contact",
    }  # fmt: skip
    assert set(nanan.documents) == {"fujian-2019-294", "nanan-2020"}


def test_at_least_one_in_the_province_is_exactly_one_in_the_city() -> None:
    assert stated(load_pack(PACKS, "cn.fujian").quota.at_least, False) is True
    assert stated(load_pack(PACKS, "cn.nanan").quota.at_least, True) is False


def test_what_is_not_stated_is_neither_nothing_nor_zero() -> None:
    nanan = load_pack(PACKS, "cn.nanan")
    assert nanan.term_months == NotStated("县级公安机关")
    assert not nanan.stores_political
    assert nanan.month_days() == (26, 25)


def test_xihua_counts_by_the_twenty_fifth_and_states_no_age() -> None:
    xihua = load_pack(PACKS, "cn.xihua")
    assert isinstance(xihua.month.due_day, Stated)
    assert xihua.month.due_day.value == 25
    assert judge_age(xihua.age, 75) == "ok"
    assert xihua.person_word == "社区驻村辅警"


def test_posts_are_for_villages_and_communities_but_not_for_farms() -> None:
    nanan = load_pack(PACKS, "cn.nanan")
    assert (nanan.posts("村"), nanan.posts("居"), nanan.posts("类似")) == (1, 1, 0)


def test_a_mistake_in_the_syntax_names_its_line(tmp_path: Path) -> None:
    trouble = damaged(tmp_path, "[terms.person]\n", "[terms.person\n")
    assert trouble.code == "pack_damaged"
    lines = pack_text("cn.fujian").splitlines()
    assert trouble.facts["line"] == lines.index("[terms.person]") + 1


def test_a_number_written_as_text_names_key_and_line(tmp_path: Path) -> None:
    trouble = damaged(tmp_path, "[quota.per_unit]\nvalue = 1", '[quota.per_unit]\nvalue = "一"')
    assert (trouble.code, trouble.facts["key"]) == ("pack_damaged", "quota.per_unit.value")
    text = (tmp_path / "cn.fujian.toml").read_text(encoding="utf-8").splitlines()
    assert text[int(str(trouble.facts["line"])) - 1] == 'value = "一"'


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("[age.maximum]\n", "[age.maximum]\nage = 3\n", "age.maximum.age"),
        ('    "age.minimum",\n', "", "age.minimum"),
        ('who = "县级公安机关"', 'who = ""', "unset.who"),
        ('    "age.minimum",\n', '    "age.minimum",\n    "age.maximum",\n', "age.maximum"),
        ('value = 60\ndoc = "fujian-2019-294"', 'value = 60\ndoc = "elsewhere"', "age.maximum.doc"),
        ("value = 60\n", 'value = 60\nclause = ""\n', ""),
        ("value = 60\n", "value = 600\n", "age.maximum.value"),
        ("value = 60\n", 'value = 60\ndecided_by = "县局"\n', "age.maximum"),
        ('id = "cn.fujian"', 'id = "cn.other"', "id"),
        ('id = "cn.fujian"', 'id = "cn.fujian"\nparent = "cn.fujian"', "parent"),
    ],
)
def test_a_pack_that_is_not_whole_is_refused_with_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    trouble = damaged(tmp_path, old, new)
    assert (trouble.code, trouble.facts["key"]) == ("pack_damaged", key)


def test_a_rule_without_its_words_is_refused(tmp_path: Path) -> None:
    trouble = damaged(tmp_path, 'quote = "一般应具有高中及以上学历"', 'quote = ""')
    assert trouble.facts["key"] == "person.education"
    assert trouble.facts["reason"] == "no_quotation"


def test_a_pack_that_is_not_there_and_one_with_an_odd_name_are_missing(tmp_path: Path) -> None:
    for name in ("cn.nowhere", "../cn.fujian", "", "cn"):
        with pytest.raises(Trouble, match="pack_missing"):
            load_pack(tmp_path, name)


def test_a_parent_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "cn.nanan.toml").write_text(pack_text("cn.nanan"), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        load_pack(tmp_path, "cn.nanan")
    assert caught.value.facts["pack"] == "cn.fujian"


def test_a_pack_is_not_its_own_parent_whatever_its_file_is_called(tmp_path: Path) -> None:
    text = pack_text("cn.nanan").replace('id = "cn.nanan"', 'id = "cn.fujian"', 1)
    (tmp_path / "other.toml").write_text(text, "utf-8")
    faults = check_pack(tmp_path / "other.toml", PACKS).faults
    assert [(fault.key, fault.reason) for fault in faults] == [("parent", "parents")]


def test_the_lowest_grade_may_be_paid_nothing_and_no_grade_less() -> None:
    kind = KEYS["money.grade_fen"]
    assert value_fault(kind, (30_000, 10_000, 0)) is None
    assert value_fault(kind, (30_000, 10_000, -1)) == ("out_of_bounds", f"0–{kind.most}")
    assert value_fault(KEYS["money.stipend_fen"], 0) is not None


def test_bytes_that_are_no_text_are_a_damaged_pack(tmp_path: Path) -> None:
    (tmp_path / "cn.fujian.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Trouble, match="pack_damaged"):
        load_pack(tmp_path, "cn.fujian")


def test_a_key_that_no_line_holds_leads_to_the_table_above_it() -> None:
    assert line_of("id = 1\n[quota.unit]\nvalue = 2\n", "quota.unit.quote") == 2
    assert line_of("id = 1\n", "quota.unit") == 0


@pytest.mark.parametrize(("age", "verdict"), [(None, "unknown"), (18, "ok"), (59, "ok"), (60, "ok"), (61, "over")])
def test_sixty_and_below_includes_sixty(age: int | None, verdict: str) -> None:
    policy: Policy = load_pack(PACKS, "cn.fujian")
    assert judge_age(policy.age, age) == verdict
