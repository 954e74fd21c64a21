"""The tests that packs ship: all pass, and nearly every value that is changed is caught by them."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy import Decided, NotStated, Policy, Stated
from station_desk.domain.policy_keys import LEVELS
from station_desk.domain.policy_tests import Question, Unit, answer_of, wrong_answers
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import check_pack, load_pack, questions
from station_desk.packs.reading import read_pack
from tests.support.pack_texts import pack_text

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
LEAST_CAUGHT = 0.9


def changed(value: Any) -> Iterator[Any]:
    """Other values that a slip could write in the place of `value`."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, value * 10)
    elif isinstance(value, str):
        words = next((known for known in (LEVELS, EDUCATION) if value in known), ())
        yield from (word for word in words if word != value) if words else (value[1:], value + "等")
    elif isinstance(value, tuple):
        yield from (value[1:], value[::-1]) if len(value) > 1 else ((),)
        yield from ((*value[:at], other, *value[at + 1 :]) for at, one in enumerate(value) for other in changed(one))
    elif value is not None:
        for one in dataclasses.fields(value):
            for other in changed(getattr(value, one.name)):
                yield dataclasses.replace(value, **{one.name: other})


def mutants(policy: Policy) -> Iterator[tuple[str, Policy]]:
    """The pack with one value of its own changed, or one entry of a list changed or left out."""
    for key in sorted(policy.own):
        if key in policy.rules:
            rule = policy.rules[key]
            for value in () if isinstance(rule, NotStated) else changed(rule.value):
                yield (
                    key,
                    dataclasses.replace(policy, rules={**policy.rules, key: dataclasses.replace(rule, value=value)}),
                )
        else:
            found = policy.lists[key]
            for at, one in enumerate(() if isinstance(found, NotStated) else found):
                others = [dataclasses.replace(one, value=v) for v in changed(one.value) if v != one.value]
                for entries in [found[:at] + found[at + 1 :]] + [
                    (*found[:at], other, *found[at + 1 :]) for other in others
                ]:  # type: ignore[index]
                    yield key, dataclasses.replace(policy, lists={**policy.lists, key: entries})


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_nine_of_ten_changed_values_are_caught_by_the_packs_own_tests(pack_id: str) -> None:
    policy, asked = load_pack(PACKS, pack_id), questions(read_pack(PACKS / pack_id).tests)
    missed, many = [], 0
    for key, mutant in mutants(policy):
        many += 1
        if not wrong_answers(mutant, asked):
            missed.append(key)
    assert many >= 20
    assert 1 - len(missed) / many >= LEAST_CAUGHT, f"{len(missed)} of {many} missed: {sorted(set(missed))}"


@pytest.mark.parametrize("pack_id", pack_ids(PACKS))
def test_every_pack_passes_its_own_tests(pack_id: str) -> None:
    checked = check_pack(PACKS / pack_id, PACKS)
    assert checked.faults == ()
    assert checked.tests >= 10


def test_a_pack_that_answers_otherwise_than_its_tests_is_told_with_its_own_answer(tmp_path: Path) -> None:
    text = pack_text("cn.weihai")
    assert "value = 1000\n" in text
    file = tmp_path / "cn.weihai.toml"
    file.write_text(text.replace("value = 1000\n", "value = 1200\n", 1), encoding="utf-8")
    fault, *_more = check_pack(file, PACKS).faults
    assert (fault.reason, fault.meant) == ("test_fails", "47")
    assert text.splitlines()[fault.line - 1] == "[[tests]]"


def test_a_question_that_nobody_can_answer_fails(tmp_path: Path) -> None:
    file = tmp_path / "cn.nanan.toml"
    file.write_text(pack_text("cn.nanan"), encoding="utf-8")
    with file.open("a", encoding="utf-8") as more:
        more.write('\n[[tests]]\nask = "weather"\nanswer = 1\n')
    assert [fault.reason for fault in check_pack(file, PACKS).faults] == ["test_fails"]


# --- Weihai -----------------------------------------------------------------------------------------------------------
NAMED = tuple(Unit("居", name=f"{name}社区居民委员会") for name in ("皂埠", "龙山湖", "逍遥"))


def posts(*units: Unit) -> object:
    return answer_of(load_pack(PACKS, "cn.weihai"), Question("posts", 0, units=units))


def test_weihai_has_forty_six_posts_by_its_own_rule() -> None:
    assert posts(Unit("村", 30), Unit("居", 9), *NAMED, Unit("类似", 1)) == 46


def test_weihai_has_forty_eight_where_two_more_units_have_a_thousand_households() -> None:
    large = (Unit("村", name="大村", households=1000), Unit("居", name="大社区", households=4000))
    assert posts(Unit("村", 29), Unit("居", 8), *large, *NAMED) == 48


def test_the_unit_by_exception_has_one_post_listed_or_not_and_however_large() -> None:
    for name in ("海林社区", "海林社区居民委员会", "海林社区居委会"):
        for households in (None, 520, 3000):
            assert posts(Unit("村", 30), Unit("居", 9), *NAMED, Unit("居", name=name, households=households)) == 46
    assert posts(Unit("村", 30), Unit("村", name="海林村"), Unit("居", 9), *NAMED) == 47


def test_a_named_unit_that_is_known_to_be_small_has_no_second_post() -> None:
    policy = load_pack(PACKS, "cn.weihai")
    assert policy.posts("居", 900, "皂埠社区") == 1
    assert policy.posts("居", None, "皂埠社区") == 2
    assert policy.posts("居", 999, "别的社区") == 1


def test_the_unit_by_exception_counts_only_where_its_township_is_in_the_list() -> None:
    policy = load_pack(PACKS, "cn.weihai")
    assert [one.unit for one in policy.posts_beside([("壁子社区", "崮山镇"), ("泊于家村", "泊于镇")])] == ["海林社区"]
    assert policy.posts_beside([("壁子社区", "崮山镇")]) == ()
    assert policy.posts_beside([]) == ()


# --- what a pack may not do -------------------------------------------------------------------------------------------
def with_more(tmp_path: Path, more: str, pack: str = "cn.xihua") -> Any:
    file = tmp_path / f"{pack}.toml"
    file.write_text(pack_text(pack).replace('    "weights",\n', "") + more, "utf-8")
    return check_pack(file, PACKS)


DECIDED = 'decided_by = "县局"\nnumber = "西公〔2026〕1号"\ndate = "2026-01-05"\n'
QUOTED = 'doc = "xihua-2018"\nclause = "抓铁有痕"\nquote = "提供涉违法线索破获违法案件830起"\n'


@pytest.mark.parametrize("on", ["L08", "X16"])
@pytest.mark.parametrize("kind", ["points", "target", "money"])
def test_nothing_hangs_on_leads_or_on_outcomes_of_the_police_without_a_quoted_source(
    tmp_path: Path, on: str, kind: str
) -> None:
    weight = f'\n[[weights]]\non = "{on}"\nkind = "{kind}"\nvalue = 5\n'
    assert [fault.reason for fault in with_more(tmp_path, weight + DECIDED).faults] == ["weight_needs_source"]
    assert [fault.reason for fault in with_more(tmp_path, weight).faults] == ["no_quotation"]
    assert with_more(tmp_path, weight + QUOTED).faults == ()


def test_points_may_hang_on_work_that_the_county_decided_to_count(tmp_path: Path) -> None:
    weight = f'\n[[weights]]\non = "X12"\nkind = "points"\nvalue = 5\n{DECIDED}'
    assert with_more(tmp_path, weight).faults == ()
    unknown = [fault.reason for fault in with_more(tmp_path, weight.replace("X12", "X99")).faults]
    assert unknown == ["unknown_word"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("[privacy]\nresidents = true\n", "unknown_key"),
        ('[lists.residents]\nvalue = ["a"]\n', "unknown_key"),
        ('[[metrics]]\ncode = "X90"\nname = "重点人员姓名"\nkind = "B"\nunit = "名"\n' + QUOTED, "residents"),
        ('[[metrics]]\ncode = "X90"\nname = "轨迹"\nkind = "X"\nunit = "条"\n' + QUOTED, "unknown_word"),
        ('[[metrics]]\ncode = "X90"\nname = "走访"\nkind = "B"\nunit = "身份证号"\n' + QUOTED, "unknown_word"),
    ],
)
def test_no_pack_switches_on_data_of_residents(tmp_path: Path, more: str, reason: str) -> None:
    assert [fault.reason for fault in with_more(tmp_path, f"\n{more}").faults] == [reason]


def test_free_text_is_no_source(tmp_path: Path) -> None:
    text = pack_text("cn.fujian")
    file = tmp_path / "cn.fujian.toml"
    for doc in ("县里一直这么办", ""):
        file.write_text(text.replace('value = 60\ndoc = "fujian-2019-294"', f'value = 60\ndoc = "{doc}"', 1), "utf-8")
        (fault,) = check_pack(file, PACKS).faults
        assert fault.key.startswith("age.maximum")


def test_a_slip_in_a_key_names_what_was_probably_meant(tmp_path: Path) -> None:
    text = pack_text("cn.fujian")
    file = tmp_path / "cn.fujian.toml"
    file.write_text(text.replace("[quota.per_unit]", "[quota.per_uint]", 1), "utf-8")
    (fault,) = check_pack(file, PACKS).faults
    assert (fault.key, fault.meant, fault.line) == (
        "quota.per_uint", "quota.per_unit", text.splitlines().index("[quota.per_unit]") + 1,
    )  # fmt: skip


def test_what_a_county_decides_takes_the_place_of_what_is_not_stated(tmp_path: Path) -> None:
    file = tmp_path / "cn.testxian.toml"
    head = 'id = "cn.testxian"\ntitle = "测试县"\nsummary = "一句"\nversion = 1\neffective_from = "2026-01-01"\n'
    file.write_text(f'{head}parent = "cn.dezhou"\n\n[person.term_months]\nvalue = 36\n{DECIDED}', "utf-8")
    policy = check_pack(file, PACKS).policy
    assert policy is not None
    assert policy.term_months == Decided(36, "县局", "西公〔2026〕1号", "2026-01-05")
    assert policy.own == {"person.term_months"}
    assert isinstance(policy.rules["quota.per_unit"], Stated)
    file.write_text(f'{head}parent = "cn.dezhou"\n\n[person.term_months]\nvalue = 36\ndecided_by = "县局"\n', "utf-8")
    assert [fault.reason for fault in check_pack(file, PACKS).faults] == ["decision_not_whole"]


def test_another_text_has_another_digest_also_in_the_parent(tmp_path: Path) -> None:
    for name in ("cn.fujian", "cn.nanan"):
        shutil.copytree(PACKS / name, tmp_path / name)
    before = load_pack(tmp_path, "cn.nanan").digest
    assert before == load_pack(PACKS, "cn.nanan").digest
    with (tmp_path / "cn.fujian" / "money.toml").open("a", encoding="utf-8") as more:
        more.write("# 改过\n")
    assert load_pack(tmp_path, "cn.nanan").digest != before
