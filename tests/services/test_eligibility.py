"""A check of eligibility is kept as one result, rests on the pack as it was, and is gone through again the same years later."""

import dataclasses
import json
import random
from datetime import date

import pytest
from sqlalchemy import select

from station_desk import __version__
from station_desk.domain.eligibility import Case, ExclusionCheck
from station_desk.domain.ids import new_id
from station_desk.domain.policy_values import FilledValue
from station_desk.domain.trouble import Trouble
from station_desk.services import eligibility, reference
from station_desk.services.desk import Desk
from station_desk.services.eligibility_sheet import check_sheet
from station_desk.services.pack_use import policy_then
from station_desk.store.pack_files import load_pack_files, load_uses, value_fields
from station_desk.store.pack_tables import eligibility_check
from tests.services.roster_desks import clock, desk, made_once  # noqa: F401

DAY = date(2026, 11, 20)
CHECKED = ExclusionCheck("none", "核查人甲", "2026-11-18", "梁公〔2026〕1号")
CASE = Case(
    DAY, "1980-05-01", "高中", ("治保主任",), answers=dict.fromkeys(("E2", "E3", "E6"), True), exclusion=CHECKED
)


def changed(**more: object) -> Case:
    return dataclasses.replace(CASE, **more)  # type: ignore[arg-type]


def fill(desk: Desk, key: str, value: object, number: str) -> None:  # noqa: F811
    filled = FilledValue("", desk.office.code, "cn.nanan", key, value, "县局", number, "2021-01-01", "2021-01-01")
    with desk.store.write(desk.account.id, "pack_fill") as work:
        work.create("pack_value", new_id(), value_fields(filled))


def test_a_check_keeps_one_result_with_checker_day_and_number(desk: Desk) -> None:  # noqa: F811
    check, decision = eligibility.record(desk, "candidate", "c1", CASE)
    assert (decision.verdict, check.result, check.meets) == ("eligible", "none", True)
    kept = eligibility.newest_checks(desk, ["c1"])["c1"]
    assert kept == check
    assert (kept.checker, kept.checked_on, kept.doc_no) == ("核查人甲", "2026-11-18", "梁公〔2026〕1号")
    assert (kept.pack, kept.program, kept.reference_day) == ("cn.nanan", __version__, "2026-11-20")
    assert kept.pack_hash == reference.policy(desk).digest
    with desk.store.read() as conn:
        columns = {one.name for one in eligibility_check.c}
        row = conn.execute(select(eligibility_check)).one()
        told = json.dumps(dict(row._mapping), ensure_ascii=False, default=str)
    assert "答" not in told
    assert columns & {"answers", "grounds", "crime", "belief", "petition", "relatives", "health"} == set()


def test_somebody_who_may_be_asked_again_keeps_the_day_only(desk: Desk) -> None:  # noqa: F811
    again = ExclusionCheck("not_eligible", "核查人甲", "2026-11-18", "梁公〔2026〕2号", "2028-01-10")
    check, decision = eligibility.record(desk, "candidate", "c1", changed(exclusion=again))
    assert (decision.verdict, check.result, check.ask_from) == ("not_eligible", "not_eligible", "2028-01-10")


def test_a_general_condition_that_is_not_met_needs_a_reason_by_its_code(desk: Desk) -> None:  # noqa: F811
    low = changed(education="初中")
    check, decision = eligibility.record(desk, "candidate", "c1", low)
    assert (decision.verdict, check.meets, check.relaxed) == ("open", None, {})
    check, decision = eligibility.record(desk, "candidate", "c1", dataclasses.replace(low, reasons={"E4": "trusted"}))
    assert (decision.verdict, check.meets, check.relaxed) == ("eligible", True, {"E4": "trusted"})
    with pytest.raises(Trouble, match="answer_unknown"):
        eligibility.record(desk, "candidate", "c1", dataclasses.replace(low, reasons={"E4": "他人很好"}))


def test_a_result_without_checker_day_or_number_is_not_kept(desk: Desk) -> None:  # noqa: F811
    for lacking in ("checker", "checked_on", "number"):
        short = dataclasses.replace(CHECKED, **{lacking: ""})
        with pytest.raises(Trouble, match="check_not_whole"):
            eligibility.record(desk, "candidate", "c1", changed(exclusion=short))
    assert eligibility.newest_checks(desk, ["c1"]) == {}


def test_the_text_that_checks_rest_on_is_kept_once(desk: Desk) -> None:  # noqa: F811
    for number in range(3):
        eligibility.record(desk, "candidate", f"c{number}", CASE)
    with desk.store.read() as conn:
        (kept,) = load_pack_files(conn, kept=True)
        uses = load_uses(conn, "cn.nanan")
    assert list(json.loads(kept.body)["files"]) == ["cn.nanan", "cn.fujian"]
    assert [(one.version, one.about_id, one.program) for one in uses] == [
        (3, f"c{number}", __version__) for number in range(3)
    ]
    assert policy_then(desk, kept.sha256).digest == kept.sha256


def any_case(dice: random.Random) -> Case:
    """Somebody at random, known whole or in part."""
    day = date(2020 + dice.randrange(9), 1 + dice.randrange(12), 1 + dice.randrange(28))
    birth = f"{dice.randrange(1940, 2010)}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}"
    posts = tuple(dice.sample(["治保主任", "综治协管员", "村干部", "退伍军人", "会计"], dice.randrange(3)))
    answers = {code: dice.random() < 0.8 for code in ("E2", "E3", "E6") if dice.random() < 0.9}
    reasons = {"E4": "sole"} if dice.random() < 0.3 else {}
    result = dice.choice(("none", "none", "not_eligible", "open"))
    exclusion = ExclusionCheck(result, "甲", "2026-01-01", "1号") if result != "open" else ExclusionCheck()  # type: ignore[arg-type]
    known = dice.choice((birth, birth, birth[:7], None))
    school = dice.choice(("初中", "高中", "大专", ""))
    return Case(day, known, school, posts, "", answers, reasons, exclusion)


@pytest.mark.parametrize(
    ("rounds", "each"), [(6, 50), pytest.param(20, 500, marks=pytest.mark.long)], ids=["hundreds", "ten thousand"]
)
def test_decisions_replay_the_same_after_new_values(desk: Desk, rounds: int, each: int) -> None:  # noqa: F811
    """In every round the county fills in another limit of age; the decisions of all earlier rounds stay as they were."""
    dice, before = random.Random(7), []
    for turn in range(rounds):
        with desk.store.write(desk.account.id, "eligibility_check") as work:
            for at in range(each):
                one = any_case(dice)
                before.append((one, *eligibility.keep(work, desk, "candidate", f"{turn}.{at}", one)))
        fill(desk, "age.minimum", 18 + turn * 2, f"县公〔2026〕{turn + 1}号")
    kept = eligibility.newest_checks(desk, [check.about_id for _case, check, _then in before])
    assert len(kept) == rounds * each
    for one, check, then in before:
        assert kept[check.about_id] == check
        assert eligibility.judge_again(desk, check, one) == then
    assert sum(eligibility.judge(desk, one) != then for one, _check, then in before) > rounds * each // 10
    assert len({check.pack_hash for _case, check, _then in before}) > rounds // 2


def test_the_check_sheet_prints_every_ground_as_quoted_and_keeps_none() -> None:
    weihai = next(one for one in reference.list_packs() if one.id == "cn.weihai")
    sheet = check_sheet(weihai, Case(DAY, "1996-11-21", "高中"))
    grounds, conditions = sheet["情形"], sheet["条件"]
    assert isinstance(grounds, tuple)
    assert isinstance(conditions, tuple)
    assert [one["序号"] for one in grounds] == list(range(1, 13))
    assert all(str(one["原文"]) and "三（一）2" in str(one["出处"]) for one in grounds)
    assert "到 2026-11-20 满 29 周岁（18—30 周岁）" in [one["已知"] for one in conditions]
    xihua = check_sheet(next(one for one in reference.list_packs() if one.id == "cn.xihua"))
    assert xihua["条件"] == ()
    assert str(xihua["条件缺"]).startswith("缺：条件")
