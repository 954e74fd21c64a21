"""The year's sheets on a real desk: drafted from settled months, opinions as steps, the share kept, travelling to the county."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk.domain.assessment import SheetState, Step, differing
from station_desk.domain.records import OfficeKind
from station_desk.domain.roster import PersonDraft
from station_desk.machine.clock import FixedClock
from station_desk.services import assessment, paperwork, print_sets, roster, rubrics, year_sheets
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.print_sets import SetOrder
from station_desk.services.year_sheets import YearSheets, YearView
from tests.services.exchange_desks import trust_each_other
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.services.test_assessment import ALL, carry, code_of
from tests.support.homes import make_home
from tests.support.paper import texts

__all__ = ["clock", "desk", "made_once"]

DAY = "2026-11-25"
POINTS = {"赵一": (50, 50), "钱二": (40, 40), "孙三": (50, 40), "李四方": (50, None)}
"""Points of A1 in two months; everything else full but what `ALL` says."""
RULES = "min_months = 2\nfail_months = 2\ntop_share = 0.5\n"


def put_in_use(desk: Desk, folder: Path, annual: str = RULES, grades: str = "") -> None:
    body = rubrics.example("person").body.replace("example = true\n", "")
    head, _, _ = body.partition("[annual]")
    if grades:
        head = head.partition("[grades]")[0] + f"[grades]\n{grades}"
    file = folder / "rubric.toml"
    file.write_text(f"{head}[annual]\n{annual}", encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "滨公〔2026〕3号", "2026-01-05")


def months_decided(desk: Desk, grade: str = "") -> None:
    """September and October scored and confirmed (with this grade where the rubric leaves it to the hand): 赵一 above 孙三
    above 钱二; 李四方 has October only.
    """
    places = ids(desk)
    people = {}
    for at, (name, points) in enumerate(POINTS.items()):
        start = "2024-01-01" if points[1] is not None else "2026-09-26"
        draft = PersonDraft(name=name, village_ids=(places[at % 2],), start_date=start)
        people[name] = roster.add_person(desk, draft)
    for month, at in (("2026-10", 0), ("2026-09", 1)):
        assessment.open_month(desk, month)
        given = [Given(people[name], ALL | {"A1": one[at]}, {}, {}) for name, one in POINTS.items() if one[at]]
        sheets = assessment.score(desk, month, given).sheets
        assessment.step(desk, [one.id for one in sheets], Step("", "confirm", DAY, result=grade, doc_no="9号"))


def by_name(found: YearSheets) -> dict[str, YearView]:
    return {one.name: one for one in found.sheets}


def test_who_shares_a_rank_stands_as_in_the_roster(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path)
    months_decided(desk)
    listed = [one.name for one in year_sheets.open_year(desk, "2026").sheets]
    assert listed == ["赵一", "李四方", "孙三", "钱二"], "the village of 赵一 comes before that of 李四方"


def test_a_year_is_drafted_from_its_decided_months_and_keeps_them(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path)
    months_decided(desk)
    told = by_name(year_sheets.open_year(desk, "2026"))
    assert {name: (one.standing.total, one.standing.rank, one.standing.grade) for name, one in told.items()} == {
        "赵一": (925, 1, "优秀"),
        "李四方": (925, 1, "合格"),
        "孙三": (920, 3, "优秀"),
        "钱二": (915, 4, "合格"),
    }
    assert told["李四方"].result.held == "few_months"
    assert told["赵一"].standing.state is SheetState.SCORED
    assert {code: one.machine for code, one in told["赵一"].standing.entries.items()} == {
        "2026-09": 925,
        "2026-10": 925,
    }
    again = year_sheets.open_year(desk, "2026")
    assert {one.id for one in again.sheets} == {one.id for one in told.values()}
    assert again.places == 2


def test_the_opinions_are_steps_and_the_countys_word_keeps_within_the_share(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path)
    months_decided(desk)
    told = by_name(year_sheets.open_year(desk, "2026"))

    def step(name: str, *names: str, **more: str) -> YearSheets:
        return year_sheets.step(desk, "2026", [told[one].id for one in names], Step("", name, DAY, **more))

    assert code_of(step, "confirm", "赵一") == "confirm_paper", "the grade of the year is the county's"
    assert code_of(step, "confirm", "赵一", doc_no="12号") == "township_missing", "[F] townships take part in the year"
    assert code_of(step, "suggest", "钱二", result="甲等") == "year_grade_unknown"
    assert by_name(step("suggest", "钱二", result="优秀"))["钱二"].proposed == "优秀"
    assert by_name(step("suggest", "钱二", result="优秀"))["钱二"].standing.state is SheetState.SCORED
    step("agree", "赵一", "孙三", "李四方", "钱二")
    assert code_of(step, "confirm", *told, doc_no="12号") == "year_over_share", (
        "three of four, the share has room for two"
    )
    assert code_of(step, "confirm", "李四方", result="优秀", doc_no="12号") == "year_held"
    step("confirm", "赵一", "钱二", doc_no="12号")
    done = step("confirm", "孙三", "李四方", result="合格", doc_no="12号")
    assert {name: one.standing.grade for name, one in by_name(done).items()} == {
        "赵一": "优秀",
        "钱二": "优秀",
        "孙三": "合格",
        "李四方": "合格",
    }
    assert done.tops == 2
    before = by_name(done)["赵一"].standing.entries
    assert by_name(year_sheets.open_year(desk, "2026"))["赵一"].standing.entries == before
    step("notify", *told)
    assert (
        code_of(year_sheets.step, desk, "2026", [told["赵一"].id], Step("", "close", "2030-01-01")) == "step_day_future"
    )
    assert code_of(step, "correct", "孙三", result="优秀", words="算错") == "year_over_share"
    assert by_name(step("correct", "钱二", result="不合格", words="查实违纪"))["钱二"].standing.grade == "不合格"


def test_a_veto_brings_the_lowest_and_closes_the_ten_best(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path)
    months_decided(desk)
    told = by_name(year_sheets.open_year(desk, "2026"))
    veto = Step("", "veto", DAY, words="擅离岗位")
    now = by_name(year_sheets.step(desk, "2026", [told["赵一"].id], veto))["赵一"]
    assert (now.standing.grade, now.standing.state) == ("不合格", SheetState.VETOED)
    recommend = Step("", "recommend", DAY)
    assert code_of(year_sheets.step, desk, "2026", [told["赵一"].id], recommend) == "sheet_step_early"
    now = by_name(year_sheets.step(desk, "2026", [told["孙三"].id], recommend))["孙三"]
    assert now.recommended
    now = by_name(year_sheets.step(desk, "2026", [told["孙三"].id], Step("", "unrecommend", DAY)))["孙三"]
    assert not now.recommended


def test_who_is_left_out_has_no_grade_and_takes_no_share(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path, RULES + "leave_out = true\n")
    months_decided(desk)
    found = year_sheets.open_year(desk, "2026")
    short = by_name(found)["李四方"]
    assert (short.result.held, short.standing.grade, short.standing.rank) == ("left_out", "", None)
    assert found.places == 1
    agree = Step("", "agree", DAY)
    year_sheets.step(desk, "2026", [short.id], agree)
    confirm = Step("", "confirm", DAY, doc_no="1号")
    assert code_of(year_sheets.step, desk, "2026", [short.id], confirm) == "year_no_grade"


def test_an_example_decides_no_year_and_a_year_without_months_is_told(desk: Desk) -> None:
    assert code_of(year_sheets.open_year, desk, "2026") == "year_nobody"
    assert code_of(year_sheets.open_year, desk, "26") == "year_wrong"


def test_a_county_shares_the_highest_grade_over_all_its_stations(desk: Desk, clock: FixedClock, tmp_path: Path) -> None:
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as county:
        trust_each_other(desk, county, tmp_path / "keys")
        put_in_use(county, tmp_path, RULES + 'share_of = "county"\n')
        carry(desk, county, tmp_path, clock)
        carry(county, desk, tmp_path, clock)
        months_decided(desk)
        mine = year_sheets.open_year(desk, "2026")
        assert mine.places is None, "the station does not see whom it shares with"
        year_sheets.step(desk, "2026", [one.id for one in mine.sheets], Step("", "agree", DAY))
        carry(desk, county, tmp_path, clock)
        seen = year_sheets.look(county, "2026")
        assert seen.places == 2
        assert {one.station for one in seen.sheets} == {desk.office.name}
        year_sheets.step(county, "2026", [one.id for one in seen.sheets], Step("", "confirm", DAY, doc_no="12号"))
        clock.advance(timedelta(minutes=1))
        carry(county, desk, tmp_path, clock)
        there = year_sheets.look(desk, "2026").sheets
        assert {one.standing.state for one in there} == {SheetState.CONFIRMED}
        assert sum(one.standing.grade == "优秀" for one in there) == 2
        assert code_of(assessment.open_month, county, "2026-10") == "station_only"


def test_the_countys_bundle_and_its_paper_that_differ_are_both_told_at_both_desks(
    desk: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    """The station typed a grade from paper while the county decided another one in the window."""
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as county:
        trust_each_other(desk, county, tmp_path / "keys")
        put_in_use(desk, tmp_path)
        months_decided(desk)
        mine = by_name(year_sheets.open_year(desk, "2026"))["赵一"].id
        year_sheets.step(desk, "2026", [mine], Step("", "agree", DAY))
        carry(desk, county, tmp_path, clock)
        year_sheets.step(desk, "2026", [mine], Step("", "confirm", DAY, result="合格", doc_no="12号"))
        clock.advance(timedelta(minutes=1))
        year_sheets.step(county, "2026", [mine], Step("", "confirm", DAY, result="优秀", doc_no="13号"))
        carry(desk, county, tmp_path, clock)
        carry(county, desk, tmp_path, clock)
        for one in (desk, county):
            view = next(view for view in year_sheets.look(one, "2026").sheets if view.id == mine)
            (found,) = differing(view.standing.steps)
            assert [(step.result, step.doc_no) for step in found.steps] == [("合格", "12号"), ("优秀", "13号")]
            assert found.counts.result == view.standing.grade == "优秀", "the later one, at both desks"


@pytest.mark.parametrize("day", ["2026-13-01", "2026-10", "20261025", "gestern"])
def test_a_day_that_is_none_is_refused(desk: Desk, day: str) -> None:
    assert code_of(year_sheets.step, desk, "2026", ["x"], Step("", "agree", day)) == "step_day_wrong"


def test_the_papers_of_the_year_bear_what_was_proposed_and_decided(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path)
    months_decided(desk)
    told = by_name(year_sheets.open_year(desk, "2026"))
    year_sheets.step(desk, "2026", [told["赵一"].id], Step("", "suggest", DAY, result="优秀"))
    year_sheets.step(desk, "2026", [told["孙三"].id], Step("", "recommend", DAY))
    made = {
        one.form: "".join("".join(texts(one.pdf)).split()) for one in print_sets.preview_set(desk, SetOrder("年底成套"))
    }
    assert list(made) == ["F27", "F42", "F18", "F18S"]
    assert "建议等次：优秀" in made["F27"]
    assert "孙三" in made["F42"].replace("　", "")
    assert "赵一" not in made["F42"].replace("　", ""), "only who is recommended"
    year_sheets.step(desk, "2026", [told["孙三"].id], Step("", "agree", DAY))
    year_sheets.step(desk, "2026", [told["孙三"].id], Step("", "confirm", DAY, doc_no="12号"))
    paper = paperwork.preview(desk, "F42", person_ids=[told["孙三"].standing.of.subject_id], period="2026")
    assert "年度等次优秀" in "".join("".join(texts(paper.pdf)).split())


BY_HAND = 'rule = "manual"\nnames = ["优秀", "合格", "不合格"]\n'


def test_a_grade_that_nobody_reckons_is_asked_for_and_named_by_hand(desk: Desk, tmp_path: Path) -> None:
    put_in_use(desk, tmp_path, "", BY_HAND)
    months_decided(desk, "合格")
    opened = year_sheets.open_year(desk, "2026")
    assert {one.name for one in opened.ungraded} == {*POINTS}
    records = {one.name: one.id for one in opened.sheets}
    told = year_sheets.step(desk, "2026", [records["赵一"]], Step("", "suggest", DAY, result="优秀"))
    assert "赵一" in {one.name for one in told.ungraded}, "a proposal decides nothing"
    everybody = [*records.values()]
    year_sheets.step(desk, "2026", everybody, Step("", "agree", DAY))
    confirm = Step("", "confirm", DAY, doc_no="9号")
    assert code_of(year_sheets.step, desk, "2026", everybody, confirm) == "year_no_grade"
    assert by_name(year_sheets.look(desk, "2026"))["赵一"].standing.state is SheetState.AGREED, "nothing half-done"
    year_sheets.step(desk, "2026", [records["赵一"]], confirm)
    told = year_sheets.step(desk, "2026", [records["孙三"]], replace(confirm, result="合格"))
    grades = {one.name: one.standing.grade for one in told.sheets}
    assert grades == {"赵一": "优秀", "孙三": "合格", "钱二": "", "李四方": ""}
    assert {one.name for one in told.ungraded} == {"钱二", "李四方"}
