"""The month's sheets on a real desk: drafted from the log, scored, taken through their steps, and the money behind them."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk.domain.assessment import SheetState, Step
from station_desk.domain.ids import new_id
from station_desk.domain.records import Account, OfficeKind, Role
from station_desk.domain.roster import PersonDraft
from station_desk.domain.stipend import Adjustment
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.machine.clock import FixedClock
from station_desk.services import (
    assessment,
    exchange,
    log_months,
    roster,
    rubrics,
    score_book,
    stipend,
    stipend_export,
    work_log,
)
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from tests.services.exchange_desks import trust_each_other
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.support.homes import make_home

__all__ = ["clock", "desk", "made_once"]

MONTH, DAY = "2026-11", "2026-11-25"
ALL = {"A1": 50, "A2": 40, "A3": 20, "A4": 40, "B1": 60, "B2": 35, "B3": 50, "B4": 40, "C1": 80, "C2": 50, "C3": 40}
ALL |= {"D1": 50, "D2": 50, "D3": 50, "E1": 60, "E2": 60, "E3": 60, "F1": 45, "F2": 45}


@pytest.fixture
def people(desk: Desk) -> list[str]:
    """赵一 in 甲村 since 2024, 钱二 in 乙村 since 20 November; 赵一 reports visits and no mediation."""
    places = ids(desk)
    drafts = (
        PersonDraft(name="赵一", village_ids=(places[0],), start_date="2024-01-01"),
        PersonDraft(name="钱二", village_ids=(places[1],), start_date="2026-11-20"),
    )
    found = [roster.add_person(desk, draft) for draft in drafts]
    work_log.apply_counts(desk, [Count(found[0], "L01", MONTH, 6), Count(found[0], "L03", MONTH, 0)], "grid")
    return found


@pytest.fixture
def decided(desk: Desk, tmp_path: Path) -> None:
    """The county decided a rubric: the example's numbers without the word."""
    file = tmp_path / "rubric.toml"
    file.write_text(rubrics.example("person").body.replace("example = true\n", ""), encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "滨公〔2026〕3号", "2026-01-05")


def by_name(sheets: assessment.MonthSheets) -> dict[str, assessment.SheetView]:
    return {one.name: one for one in sheets.sheets}


def scored(desk: Desk, people: Sequence[str]) -> dict[str, assessment.SheetView]:
    assessment.open_month(desk, MONTH)
    given = [Given(people[0], ALL, {"P3": 1}, {"P3": "县局表扬"}), Given(people[1], ALL | {"C1": 60}, {}, {})]
    return by_name(assessment.score(desk, MONTH, given))


def code_of(call: object, *args: object, **named: object) -> str:
    assert callable(call)
    with pytest.raises(Trouble) as caught:
        call(*args, **named)
    return caught.value.code


def test_the_log_drafts_what_it_can_tell_and_leaves_the_rest_open(desk: Desk, people: Sequence[str]) -> None:
    sheets = by_name(assessment.open_month(desk, MONTH))
    entries = sheets["赵一"].standing.entries
    assert (entries["E1"].machine, entries["D1"].machine, entries["D2"].machine) == (60, 50, 50)
    assert "A1" not in entries, "who was absent is not in the log"
    assert "B1" not in entries, "no sheet was printed here"
    assert sheets["赵一"].standing.state is SheetState.DRAFT
    assert sheets["钱二"].standing.of.days == 6
    work_log.apply_counts(desk, [Count(people[0], "L01", MONTH, 8)], "grid")
    again = by_name(assessment.open_month(desk, MONTH))
    assert again["赵一"].standing.entries["E1"].machine == 80
    assert again["赵一"].id == sheets["赵一"].id


def test_the_officers_number_wins_and_the_difference_stays(desk: Desk, people: Sequence[str]) -> None:
    first = scored(desk, people)["赵一"].standing
    assert (first.total, first.add, first.grade, first.state) == (945, 20, "合格", SheetState.SCORED)
    assert not first.entries["E1"].differs
    assessment.score(desk, MONTH, [Given(people[0], {"E1": 40}, {}, {})])
    changed = by_name(assessment.month(desk, MONTH))["赵一"].standing
    assert changed.entries["E1"].differs
    assert changed.total == 925
    assessment.score(desk, MONTH, [Given(people[0], {"E1": None}, {}, {})])
    assert by_name(assessment.month(desk, MONTH))["赵一"].standing.total == 945, "back to the machine's number"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"points": {"A3": 21}}, "points_above"),
        ({"points": {"Z9": 1}}, "item_unknown"),
        ({"counts": {"P9": 1}}, "claim_unknown"),
        ({"counts": {"V2": 1}}, "veto_reason"),
        ({"counts": {"P3": -1}}, "claim_negative"),
        ({"counts": {"P3": 1}, "reasons": {"P3": "长" * 61}}, "words_long"),
    ],
)
def test_points_that_cannot_be_are_refused_and_nothing_is_written(
    desk: Desk, people: Sequence[str], given: dict[str, dict[str, int]], code: str
) -> None:
    assessment.open_month(desk, MONTH)
    bad = Given(people[1], given.get("points", {}), given.get("counts", {}), given.get("reasons", {}))  # type: ignore[arg-type]
    assert code_of(assessment.score, desk, MONTH, [Given(people[0], {"A1": 50}, {}, {}), bad]) == code
    assert by_name(assessment.month(desk, MONTH))["赵一"].standing.entries.keys().isdisjoint({"A1"})


def test_a_sheet_goes_its_way_and_is_locked_behind_it(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None
) -> None:
    clock.advance(timedelta(days=4))
    sheet = scored(desk, people)["赵一"].id
    assert code_of(assessment.step, desk, [sheet], Step("", "notify", DAY)) == "sheet_step_early"
    assert code_of(assessment.step, desk, [sheet], Step("", "refuse", DAY)) == "witness_missing"
    states = []
    for name, more in (
        ("refuse", {"witness": "王主任"}),
        ("confirm", {"doc_no": "滨公〔2026〕9号"}),
        ("notify", {}),
        ("object", {"words": "走访少记两次"}),
        ("answer", {"result": "unchanged"}),
        ("close", {}),
    ):
        (now,) = assessment.step(desk, [sheet], Step("", name, DAY, **more))
        states.append(now.state.value)
    assert states == ["refused", "confirmed", "notified", "appealed", "notified", "final"]
    assert code_of(assessment.score, desk, MONTH, [Given(people[0], {"A1": 0}, {}, {})]) == "assess_locked"
    assert by_name(assessment.month(desk, MONTH))["赵一"].standing.grade == "合格"


def test_an_objection_has_its_days_and_nothing_is_final_before_they_are_over(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None
) -> None:
    sheet = scored(desk, people)["赵一"].id
    clock.advance(timedelta(days=9))
    for name in ("confirm", "notify"):
        assessment.step(desk, [sheet], Step("", name, DAY, doc_no="9号"))
    assert code_of(assessment.step, desk, [sheet], Step("", "close", "2026-11-30")) == "objection_open"
    late = Step("", "object", "2026-12-01", words="走访少记两次")
    assert code_of(assessment.step, desk, [sheet], late) == "objection_late", (
        "three working days from Wednesday: Monday"
    )
    (now,) = assessment.step(desk, [sheet], Step("", "close", "2026-12-01"))
    assert now.state is SheetState.FINAL


def test_nothing_is_confirmed_by_an_example(desk: Desk, people: Sequence[str], tmp_path: Path) -> None:
    sheet = scored(desk, people)["赵一"].id
    assert code_of(assessment.step, desk, [sheet], Step("", "confirm", DAY, doc_no="1号")) == "rubric_is_example"
    file = tmp_path / "r.toml"
    file.write_text(rubrics.example("person").body, encoding="utf-8")
    assert code_of(rubrics.adopt, desk, file, "县局", "1号", DAY) == "rubric_example"
    file.write_text(rubrics.example("person").body.replace("example = true", ""), encoding="utf-8")
    assert code_of(rubrics.adopt, desk, file, "县局", "", DAY) == "rubric_source"


def test_open_sheets_go_over_to_the_rubric_that_was_put_in_use(
    desk: Desk, people: Sequence[str], tmp_path: Path
) -> None:
    scored(desk, people)
    body = rubrics.example("person").body.replace("example = true\n", "")
    body = body.replace('name = "着装持证"\nmax = 2', 'name = "着装持证"\nmax = 1').replace(
        'name = "服从工作安排"\nmax = 4', 'name = "服从工作安排"\nmax = 5'
    )
    (tmp_path / "r.toml").write_text(body, encoding="utf-8")
    rubrics.adopt(desk, tmp_path / "r.toml", "县局", "1号", DAY)
    assert assessment.month(desk, MONTH).example, "sheets stay by the rubric that they were opened by"
    sheets = assessment.open_month(desk, MONTH)
    assert not sheets.example
    now = by_name(sheets)["赵一"].standing
    assert (now.missing, now.entries["A4"].points) == (("A3",), 40)


def test_a_workbook_brings_the_officers_points(desk: Desk, people: Sequence[str], tmp_path: Path) -> None:
    assessment.open_month(desk, MONTH)
    file = tmp_path / "打分.csv"
    heads = ["姓名", *(code if code != "C3" else "C3 便民服务" for code in ALL), "上级书面表扬", "原因"]
    with file.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(
            [["十一月考核"], heads, ["赵　一", *(points / 10 for points in ALL.values()), 1, "表扬"], ["合计", "9"]]
        )
    given = score_book.read_scores(desk, MONTH, file)
    assert by_name(assessment.score(desk, MONTH, given))["赵一"].standing.total == 945
    file.write_text("姓名,A1\n没有的人,5\n", encoding="utf-8")
    assert code_of(score_book.read_scores, desk, MONTH, file) == "score_person"
    file.write_text("姓名,月份,A1\n赵一,2026-10,5\n", encoding="utf-8")
    assert code_of(score_book.read_scores, desk, MONTH, file) == "sheet_other_month"
    file.write_text("姓名,A1\n赵一,5\n赵一,4\n", encoding="utf-8")
    assert code_of(score_book.read_scores, desk, MONTH, file) == "sheet_twice"


# --- the stipend ---------------------------------------------------------------------------------------------------
@pytest.fixture
def money(desk: Desk) -> None:
    """The county filled in what the pack leaves open: 500 yuan a month; 100, 50 and 10 more by grade."""
    for key, value in (("money.stipend_fen", "50000"), ("money.grade_fen", "10000、5000、1000")):
        fill(desk, "cn.nanan", key, value, "县局", "南公〔2026〕5号", "2026-01-05")


def lines(found: stipend.MonthPay) -> dict[str, tuple[int, int, int]]:
    return {found.names[one.person_id]: (one.base, one.allowance, one.payable) for one in found.lines}


def confirmed(desk: Desk, people: Sequence[str]) -> None:
    sheets = scored(desk, people)
    log_months.close_month(desk, MONTH)
    assessment.step(desk, [one.id for one in sheets.values()], Step("", "confirm", DAY, doc_no="9号"))


def approved_by_another(desk: Desk) -> None:
    """The second person unlocks and approves."""
    chief = Account(desk.office.code, new_id(), "王所长", Role.CHIEF)
    assert stipend.step(replace(desk, account=chief), MONTH, "approve", DAY).state == "approved"


def test_money_that_nobody_stated_is_no_number(desk: Desk, people: Sequence[str]) -> None:
    assert code_of(stipend.compute, desk, MONTH) == "money_not_stated"


def test_an_open_month_gives_a_draft_that_is_not_stored(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None, money: None
) -> None:
    clock.advance(timedelta(days=4))
    draft = stipend.compute(desk, MONTH)
    assert (draft.state, draft.why_draft) == ("draft", "log_open")
    assert lines(draft) == {"赵一": (50_000, 0, 50_000), "钱二": (18_333, 0, 18_333)}
    assert stipend.look(desk, MONTH) is None
    assert code_of(stipend.step, desk, MONTH, "sign", DAY, "所长") == "stipend_not_computed"
    scored(desk, people)
    log_months.close_month(desk, MONTH)
    assert stipend.compute(desk, MONTH).why_draft == "grades_missing"


def test_a_month_is_computed_signed_by_one_and_approved_by_another(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None, money: None, tmp_path: Path
) -> None:
    clock.advance(timedelta(days=4))
    confirmed(desk, people)
    stipend.adjust(desk, Adjustment("", people[0], MONTH, "2026-10", 1_500, "arrears", "所长", DAY))
    found = stipend.compute(desk, MONTH)
    assert lines(found) == {"赵一": (50_000, 5_000, 56_500), "钱二": (18_333, 5_000, 23_333)}
    assert (found.state, found.total) == ("computed", 79_833)
    assert "南公〔2026〕5号" in found.lines[0].rule
    stipend.step(desk, MONTH, "sign", DAY, "所长")
    assert code_of(stipend.compute, desk, MONTH) == "stipend_locked"
    assert code_of(stipend.step, desk, MONTH, "approve", DAY, "所长") == "stipend_same_person"
    assert code_of(stipend.step, desk, MONTH, "approve", DAY, "县局") == "stipend_same_person", "whoever is named"
    assert code_of(stipend_export.export, desk, tmp_path / "b.csv", bank=True) == "stipend_not_approved"
    approved_by_another(desk)
    assert code_of(stipend.step, desk, MONTH, "return", DAY, "县局") == "stipend_step_early"
    file = tmp_path / "补助.xlsx"
    assert stipend_export.export(desk, file).total == 79_833
    assert file.read_bytes().startswith(b"PK")
    assert code_of(stipend_export.export, desk, tmp_path / "b.csv", bank=True) == "stipend_card_missing"
    assert code_of(stipend_export.export, desk, tmp_path / "b.csv", columns="card") == "stipend_columns"


def test_two_people_on_one_card_go_no_further_than_the_list(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None, money: None, tmp_path: Path
) -> None:
    clock.advance(timedelta(days=4))
    for person in people:
        roster.edit_person(desk, person, {"bank_card": "6222020000000000001"})
    confirmed(desk, people)
    found = stipend.compute(desk, MONTH)
    assert set(found.cards.values()) == {"twice"}
    assert code_of(stipend.step, desk, MONTH, "sign", DAY, "所长") == "stipend_card_twice"
    roster.edit_person(desk, people[1], {"bank_card": "6222020000000000019"})
    found = stipend.look(desk, MONTH) or found
    assert set(found.cards.values()) == {"changed"}
    stipend.step(desk, MONTH, "sign", DAY, "所长")
    approved_by_another(desk)
    file = tmp_path / "银行.csv"
    stipend_export.export(desk, file, bank=True)
    text = file.read_text(encoding="utf-8-sig")
    assert text.splitlines()[1] == "赵一,6222020000000000001,550.00"


def test_what_differs_from_the_month_before_is_shown(
    desk: Desk, clock: FixedClock, people: Sequence[str], decided: None, money: None
) -> None:
    clock.advance(timedelta(days=4))
    confirmed(desk, people)
    stipend.compute(desk, MONTH)
    clock.advance(timedelta(days=25))
    assessment.open_month(desk, "2026-12")
    found = stipend.compute(desk, "2026-12")
    assert [(found.names[one.person_id], one.kind, one.before, one.now) for one in found.differs] == [
        ("钱二", "days", 23_333, 50_000),
        ("赵一", "grade", 55_000, 50_000),
    ]


# --- the county ----------------------------------------------------------------------------------------------------
def test_the_countys_rubric_and_its_decision_travel_and_both_offices_tell_the_same(
    desk: Desk, clock: FixedClock, people: Sequence[str], tmp_path: Path
) -> None:
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as county:
        trust_each_other(desk, county, tmp_path / "keys")
        carry(desk, county, tmp_path, clock)
        file = tmp_path / "rubric.toml"
        file.write_text(rubrics.example("person").body.replace("example = true\n", ""), encoding="utf-8")
        rubrics.adopt(county, file, "县局", "滨公〔2026〕3号", "2026-01-05")
        carry(county, desk, tmp_path, clock)
        assert rubrics.in_use(desk, "person").doc_no == "滨公〔2026〕3号"
        sheets = scored(desk, people)
        carry(desk, county, tmp_path, clock)
        seen = by_name(assessment.month(county, MONTH))
        assert {name: one.standing.total for name, one in seen.items()} == {"赵一": 945, "钱二": 905}
        assert "P3" in seen["赵一"].standing.entries
        assert seen["赵一"].standing.entries["P3"].words == "", "words stay at the station"
        assessment.step(county, [one.id for one in seen.values()], Step("", "confirm", DAY, doc_no="9号"))
        carry(county, desk, tmp_path, clock)
        mine = by_name(assessment.month(desk, MONTH))
        assert {name: one.standing.state for name, one in mine.items()} == dict.fromkeys(sheets, SheetState.CONFIRMED)
        assert code_of(assessment.score, desk, MONTH, [Given(people[0], {"A1": 0}, {}, {})]) == "assess_locked"


def carry(sender: Desk, receiver: Desk, folder: Path, clock: FixedClock) -> None:
    """One bundle, made and taken in."""
    clock.advance(timedelta(minutes=1))
    (folder / "stick").mkdir(exist_ok=True)
    (made,) = exchange.export_bundles(sender, folder / "stick")
    answer = exchange.import_bundles(receiver, [Path(made.file)])
    assert answer.trouble is None
    assert [one.result for one in answer.bundles] == ["applied"]
