"""Who may be chosen: every finding rests on a clause, unknown is open, and of all grounds that exclude one result is kept."""

import ast
import dataclasses
import random
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table

from station_desk.domain.eligibility import Case, ExclusionCheck, decide
from station_desk.domain.policy import NotStated, Policy, Stated
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import load_pack
from station_desk.store import record_tables, tables
from station_desk.wording.eligibility import finding_words

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "resources" / "packs"
DAY = date(2026, 3, 1)
CHECKED = ExclusionCheck("none", "王某", "2026-02-20", "威公〔2026〕1号")
WEIHAI, FUJIAN = load_pack(PACKS, "cn.weihai"), load_pack(PACKS, "cn.fujian")
ASKED = {"cn.weihai": ("E1", "E2", "E3", "E6", "E7"), "cn.fujian": ("E2", "E3", "E6")}


def case(policy: Policy, **more: object) -> Case:
    """Somebody of 25 with senior high school, all asked conditions met and the grounds checked."""
    usual = Case(DAY, "2001-01-10", "高中", answers=dict.fromkeys(ASKED[policy.id], True), exclusion=CHECKED)
    return dataclasses.replace(usual, **more)  # type: ignore[arg-type]


def state(policy: Policy, code: str, **more: object) -> str:
    return next(one.state for one in decide(policy, case(policy, **more)).findings if one.code == code)


@pytest.mark.parametrize(
    ("birth", "relaxed", "expected"),
    [
        ("2008-03-01", "", "met"),  # 18 on the day
        ("2008-03-02", "", "not_met"),  # 18 the day after
        ("1995-03-02", "", "met"),  # 30, 31 the day after
        ("1995-03-01", "", "not_met"),  # 31 on the day
        ("1995-03-01", "部队服役经历", "relaxed"),
        ("1985-03-02", "特长", "relaxed"),  # 40
        ("1985-03-01", "特长", "not_met"),  # 41
        ("1985-03", "", "not_met"),  # 40 or 41: over thirty either way, but not known
        (None, "", "open"),
    ],
)
def test_the_age_counts_on_the_reference_day_with_both_ends(birth: str | None, relaxed: str, expected: str) -> None:
    if birth == "1985-03":
        expected = "open"
    assert state(WEIHAI, "E5", birth=birth, relaxed=relaxed) == expected


def test_a_ground_that_the_pack_does_not_name_relaxes_nothing() -> None:
    assert state(WEIHAI, "E5", birth="1990-01-01", relaxed="熟人介绍") == "not_met"


def test_sixty_is_a_priority_for_two_posts_and_refuses_nobody() -> None:
    posts = ("治保主任",)
    assert state(FUJIAN, "E5", birth="1966-03-01", posts=posts) == "met"
    assert state(FUJIAN, "E5", birth="1965-03-01", posts=posts) == "not_preferred"
    assert state(FUJIAN, "E5", birth="1980-03-01") == "not_preferred"
    assert decide(FUJIAN, case(FUJIAN, birth="1950-01-01")).verdict == "eligible"
    assert decide(FUJIAN, case(FUJIAN, birth=None)).verdict == "eligible"


def test_a_general_condition_wants_a_reason_and_a_hard_one_refuses() -> None:
    assert decide(FUJIAN, case(FUJIAN, education="初中")).verdict == "open"
    given = case(FUJIAN, education="初中", reasons={"E4": "村里没有高中以上的人选"})
    assert decide(FUJIAN, given).verdict == "eligible"
    assert decide(WEIHAI, case(WEIHAI, education="初中", reasons={"E4": "没有别人"})).verdict == "not_eligible"
    assert decide(WEIHAI, case(WEIHAI, education="中专")).verdict == "eligible"
    assert decide(WEIHAI, case(WEIHAI, education="")).verdict == "open"


def test_what_was_not_asked_is_open_and_what_is_not_met_refuses() -> None:
    without = {code: True for code in ASKED["cn.weihai"] if code != "E3"}
    assert decide(WEIHAI, case(WEIHAI, answers=without)).verdict == "open"
    assert decide(WEIHAI, case(WEIHAI, answers=without | {"E3": False})).verdict == "not_eligible"


@pytest.mark.parametrize("missing", ["checker", "checked_on", "number"])
def test_a_check_without_checker_day_or_number_counts_for_nothing(missing: str) -> None:
    assert decide(WEIHAI, case(WEIHAI)).verdict == "eligible"
    assert decide(WEIHAI, case(WEIHAI, exclusion=dataclasses.replace(CHECKED, **{missing: ""}))).verdict == "open"  # type: ignore[arg-type]


def test_the_one_result_for_all_grounds_refuses() -> None:
    found = dataclasses.replace(CHECKED, result="not_eligible", ask_again="2028-02-20")
    assert decide(WEIHAI, case(WEIHAI, exclusion=found)).verdict == "not_eligible"


@pytest.mark.parametrize("pack_id", ["cn.dezhou", "cn.bincheng", "cn.xihua"])
def test_a_pack_that_states_no_condition_says_so_and_decides_nothing(pack_id: str) -> None:
    decision = decide(load_pack(PACKS, pack_id), Case(DAY, exclusion=CHECKED))
    assert decision.verdict == "open"
    (only,) = decision.findings
    assert only.state == "missing"
    assert isinstance(only.rule, NotStated)
    assert finding_words(only).startswith("缺：")


def test_every_finding_has_its_words_and_its_place() -> None:
    for policy in (WEIHAI, FUJIAN):
        for one in decide(policy, case(policy)).findings:
            assert isinstance(one.rule, Stated)
            assert one.rule.quote
            assert one.rule.clause
            assert finding_words(one)


def test_the_first_tier_comes_before_the_second() -> None:
    tiers = [decide(FUJIAN, case(FUJIAN, posts=posts)).tier for posts in (("治保主任",), ("村干部",), ("村医",))]
    assert tiers == [1, 2, None]
    nanan = load_pack(PACKS, "cn.nanan")
    assert decide(nanan, dataclasses.replace(case(FUJIAN), posts=("专职网格员",))).tier == 1


def test_ten_thousand_cases_are_decided_the_same_again_and_bear_the_pack() -> None:
    dice = random.Random(7)
    for number in range(10_000):
        policy = (WEIHAI, FUJIAN)[number % 2]
        one = case(
            policy,
            birth=date.fromordinal(dice.randrange(716_000, 735_000)).isoformat(),
            education=dice.choice(("", "小学", "初中", "高中", "中专", "本科")),
            posts=tuple(dice.sample(("治保主任", "村干部", "村医"), dice.randrange(3))),
            relaxed=dice.choice(("", "特长", "部队服役经历")),
            answers={code: dice.random() < 0.9 for code in ASKED[policy.id] if dice.random() < 0.95},
            exclusion=ExclusionCheck(dice.choice(("none", "not_eligible", "open")), "王某", "2026-02-20", "1号"),
        )
        decision = decide(policy, one)
        assert decision == decide(policy, one)
        assert (decision.pack, decision.digest) == (policy.id, policy.digest)
        refused = any(found.state == "not_met" for found in decision.findings) or decision.exclusion == "not_eligible"
        assert (decision.verdict == "not_eligible") is refused


# --- what the house does not hold -------------------------------------------------------------------------------------
GROUNDS = re.compile(
    r"crim|penal|punish|disqualif|petition|cult|relig|belief|faith|drug|gambl|prostit|detention|credit|relative|family"
    r"|disciplin|investigat|abroad|ground_|刑|邪教|上访|信用|吸毒|赌博|近亲属"
)


def keyed(found: MetaData) -> list[str]:
    """Tables and columns whose name speaks of a ground."""
    columns = [f"{table.name}.{column.name}" for table in found.tables.values() for column in table.columns]
    return [name for name in (*found.tables, *columns) if GROUNDS.search(name)]


def test_no_column_and_no_field_is_keyed_by_a_ground_that_excludes() -> None:
    assert len(tables.metadata.tables) > 10
    for module in (tables, record_tables):
        assert keyed(module.metadata) == []  # type: ignore[attr-defined]
    every = {one.name for one in tables.metadata.tables.values()}
    assert {entity.table.name for entity in tables.ENTITIES.values()} <= every
    fields = [one.name for kind in (Case, ExclusionCheck) for one in dataclasses.fields(kind)]
    assert not [name for name in fields if GROUNDS.search(name)]
    assert set(ExclusionCheck.__dataclass_fields__) == {"result", "checker", "checked_on", "number", "ask_again"}


@pytest.mark.parametrize("column", ["criminal", "petition_note", "ground_5", "drug_result", "relatives", "邪教"])
def test_a_planted_column_for_a_ground_is_found(column: str) -> None:
    planted = MetaData()
    Table("eligibility_check", planted, Column("result", String), Column(column, String))
    assert keyed(planted) == [f"eligibility_check.{column}"]


ABOUT_LIMITS = re.compile(
    r"(?:^|_)(?:age|ages|aged|years_old|birth|birthday|households?|stipend|fen|wages?|pay|payable|yuan)(?:_|$)", re.I
)


def limits_in(source: str, limits: Collection[int]) -> list[tuple[int, int]]:
    """Where a text compares, names or hands on one of these numbers as an age, a number of households or an amount: line
    and number.
    """
    found = set()
    for node in ast.walk(ast.parse(source)):
        told: list[tuple[Iterable[ast.AST], Iterable[ast.AST]]] = []
        match node:
            case ast.Compare():
                told = [([node], [node])]
            case ast.Assign():
                told = [(node.targets, [node.value])]
            case ast.AnnAssign(value=ast.expr() as value):
                told = [([node.target], [value])]
            case ast.keyword(arg=str() as name, value=value):
                told = [([ast.Name(name)], [value])]
            case ast.arguments():
                given = [*node.posonlyargs, *node.args][-len(node.defaults) :] if node.defaults else []
                pairs = [*zip(given, node.defaults, strict=True), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
                told = [([one], [value]) for one, value in pairs if value is not None]
            case _:
                continue
        for names, values in told:
            said = {name for one in names for inner in ast.walk(one) for name in _named(inner)}
            numbers = [inner for one in values for inner in ast.walk(one) if isinstance(inner, ast.Constant)]
            if any(ABOUT_LIMITS.search(name) for name in said):
                found |= {(one.lineno, one.value) for one in numbers if type(one.value) is int and one.value in limits}
    return sorted(found)


def _named(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.Constant(value=str() as text):
            yield text.replace(".", "_")


def limits_of_the_packs() -> set[int]:
    """Ages, households and amounts (fen and yuan) that the packs state."""
    amounts = {
        value
        for pack_id in pack_ids(PACKS)
        for key, rule in load_pack(PACKS, pack_id).rules.items()
        if key.startswith(("age.", "money.", "quota.large_households")) and not isinstance(rule, NotStated)
        for value in (rule.value if isinstance(rule.value, tuple) else (rule.value,))
        if type(value) is int
    }
    assert {18, 30, 40, 60, 1000, 30000, 120000} <= amounts
    return amounts | {amount // 100 for amount in amounts if amount >= 10_000}


def test_nowhere_in_the_code_stands_a_limit_of_age_of_households_or_an_amount() -> None:
    limits, files = limits_of_the_packs(), sorted((ROOT / "station_desk").rglob("*.py"))
    assert len(files) > 300
    number = re.compile(rf"\b(?:{'|'.join(map(str, sorted(limits)))})\b")
    texts = {str(file.relative_to(ROOT)): file.read_text(encoding="utf-8").replace("_000", "000") for file in files}
    found = {name: limits_in(text, limits) for name, text in texts.items() if number.search(text)}
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "planted",
    [
        "if person.age > 60:\n    refuse()\n",
        "ok = 18 <= age_on(birth, day) <= 30\n",
        "MAX_AGE = 40\n",
        "def may(age: int, most_age: int = 60) -> bool:\n    return True\n",
        "def may(*, least_age: int = 18) -> bool:\n    return True\n",
        "extra = village.households >= 1000\n",
        "stipend_fen = 30000\n",
        "line = Line(base_fen=120000)\n",
        "wage: int = 1200 * 100\n",
        'fits = row["age"] < 60\n',
    ],
)
def test_a_planted_limit_is_found(planted: str) -> None:
    assert limits_in(planted, limits_of_the_packs())


def test_no_limit_of_age_and_no_amount_stands_in_the_files_that_judge() -> None:
    """No whole number of the packs' rules (ages, households, amounts) occurs there at all."""
    limits = limits_of_the_packs()
    judging = ["domain/policy.py", "domain/eligibility.py", "domain/coverage.py", "domain/policy_tests.py"]
    judging += ["domain/posts.py", "domain/policy_sense.py", "domain/policy_prose.py"]
    judging += ["services/packs.py", "services/roster_check.py", "domain/roster_book.py"]
    for name in judging:
        tree = ast.parse((ROOT / "station_desk" / name).read_text(encoding="utf-8"))
        numbers = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int}
        assert not numbers & limits, name
