"""What a person confirmed on a scanned sheet goes into the log or the assessment, and nothing else does."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from station_desk.domain.assessment import SheetState, Step
from station_desk.domain.records import Sheet
from station_desk.domain.roster import PersonDraft
from station_desk.domain.scanned import MarkRead
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.services import (
    assessment,
    log_list,
    paperwork,
    print_centre,
    roster,
    scan_enter,
    scan_log,
    scan_scores,
    work_log,
)
from station_desk.services.assessment import Given, SheetView
from station_desk.services.desk import Desk
from station_desk.services.scan_log import Value
from station_desk.services.scan_read import SheetMarks
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]

MONTH = "2026-10"
SCORES: dict[str, Value] = {
    "A1": 50,
    "A2": 40,
    "A3": 20,
    "A4": 40,
    "B1": 60,
    "B2": 35,
    "B3": 50,
    "B4": 40,
    "C1": 80,
    "C2": 50,
    "C3": 40,
    "D1": 50,
    "D2": 50,
    "D3": 50,
    "E1": 60,
    "E2": 60,
    "E3": 60,
    "F1": 45,
    "F2": 45,
}
SUM = sum(value for value in SCORES.values() if isinstance(value, int))


def _sheet(desk: Desk, form: str) -> Sheet:
    """A sheet of 王芳 that came back."""
    if not roster.list_people(desk):
        roster.add_person(desk, PersonDraft(name="王芳", village_ids=(ids(desk)[0],), start_date="2024-12-01"))
    (serial,) = paperwork.make(desk, form, everyone=True, period=MONTH).serials
    print_centre.mark(desk, [serial], "returned")
    return next(line.sheet for line in print_centre.sheet_lines(desk) if line.sheet.serial == serial)


@pytest.fixture
def log_sheet(desk: Desk) -> Sheet:
    return _sheet(desk, "F20")


@pytest.fixture
def score_sheet(desk: Desk) -> Sheet:
    sheet = _sheet(desk, "F25")
    assessment.open_month(desk, MONTH)
    return sheet


def _view(desk: Desk) -> SheetView:
    (view,) = assessment.month(desk, MONTH).sheets
    return view


def _refusal(act: object, *given: object, **named: object) -> tuple[str, Mapping[str, object]]:
    assert callable(act)
    with pytest.raises(Trouble) as told:
        act(*given, **named)
    return told.value.code, told.value.facts


# --- logs ----------------------------------------------------------------------------------------------------------
def test_confirmed_counts_and_days_are_entered_with_their_paper(desk: Desk, log_sheet: Sheet) -> None:
    """October runs from the 26th of September to the 25th: the line of the 28th is September's."""
    values: dict[str, Value] = {"L02": 12, "L03.无": True, "L04": None}
    values |= {"d07.类别": 2, "d07.数量": 3, "d28.类别": 1, "d28.数量": 2}
    kept = scan_enter.keep_log(desk, log_sheet, values, {})
    assert kept.entered == 4
    entries = [listed.entry for listed in log_list.list_log(desk, MONTH).entries]
    assert sorted((one.code, one.day, one.count) for one in entries if one.day) == [
        *(("L01", "2026-09-28", 2), ("L02", "2026-10-07", 3))
    ]
    assert sorted((one.code, one.count) for one in entries if not one.day) == [("L02", 9), ("L03", 0)]
    assert {(one.source, one.paper) for one in entries} == {("scan", log_sheet.serial)}
    assert next(line.sheet.state for line in print_centre.sheet_lines(desk)) == "entered"


def test_a_log_that_contradicts_itself_enters_nothing(desk: Desk, log_sheet: Sheet) -> None:
    cases: dict[str, dict[str, Value]] = {
        "mark_contradicts": {"L02": 12, "L02.无": True},
        "mark_day_half": {"L01": 4, "d03.类别": 1},
        "mark_unfit": {"L01": "四"},
        "log_code_unknown": {"d03.类别": 77, "d03.数量": 1},
        "log_less_than_parts": {"L01": 2, "d03.类别": 1, "d03.数量": 3},
    }
    for code, values in cases.items():
        assert _refusal(scan_enter.keep_log, desk, log_sheet, values, {})[0] == code
    assert log_list.list_log(desk, MONTH).entries == ()
    assert next(line.sheet.state for line in print_centre.sheet_lines(desk)) == "returned"


def test_a_day_that_the_month_lacks_is_told(desk: Desk, log_sheet: Sheet) -> None:
    told = _refusal(scan_enter.keep_log, desk, log_sheet, {"d31.类别": 1, "d31.数量": 2}, {})
    assert told == ("mark_day_none", {"day": 31, "month": MONTH})
    marks = tuple(MarkRead(f"d31.{name}", "digits", 1, True) for name in ("类别", "数量"))
    shown = scan_enter.paper(desk, SheetMarks(log_sheet, marks, fits=True))
    assert isinstance(shown, scan_log.LogPaper)
    assert [line.day for line in shown.days] == [""]


def test_blank_lines_of_days_are_not_shown_and_doubtful_ones_are(desk: Desk, log_sheet: Sheet) -> None:
    marks = [MarkRead("L01", "digits", 3, True), MarkRead("L01.无", "tick", False, True)]
    for row, number, sure in (("d01", None, True), ("d02", None, False), ("d03", 4, True)):
        marks += [MarkRead(f"{row}.类别", "digits", number, sure), MarkRead(f"{row}.数量", "digits", number, True)]
    shown = scan_enter.paper(desk, SheetMarks(log_sheet, tuple(marks), fits=True))
    assert isinstance(shown, scan_log.LogPaper)
    assert [(line.row, line.day) for line in shown.days] == [("d02", "2026-10-02"), ("d03", "2026-10-03")]


def test_what_was_typed_by_hand_meanwhile_is_not_written_over(desk: Desk, log_sheet: Sheet) -> None:
    shown = scan_enter.paper(desk, SheetMarks(log_sheet, (MarkRead("L02", "digits", 12, True),), fits=True))
    assert isinstance(shown, scan_log.LogPaper)
    work_log.apply_counts(desk, [Count(log_sheet.person_id or "", "L02", MONTH, 7)], "grid")
    told = _refusal(scan_enter.keep_log, desk, log_sheet, {"L02": 12}, shown.stands)
    assert told == ("mark_meanwhile", {"serial": log_sheet.serial, "boxes": "L02"})
    again = scan_enter.paper(desk, SheetMarks(log_sheet, (MarkRead("L02", "digits", 12, True),), fits=True))
    assert isinstance(again, scan_log.LogPaper)
    assert again.totals[0].stands == 7
    assert scan_enter.keep_log(desk, log_sheet, {"L02": 12}, again.stands).entered == 1


@pytest.mark.parametrize(("state", "code"), [("spoiled", "sheet_is_spoiled"), ("out", "sheet_not_back")])
def test_a_sheet_that_is_not_here_any_more_enters_nothing(desk: Desk, log_sheet: Sheet, state: str, code: str) -> None:
    print_centre.mark(desk, [log_sheet.serial], state)  # type: ignore[arg-type]
    assert _refusal(scan_enter.keep_log, desk, log_sheet, {"L02": 12}, {})[0] == code


# --- scores --------------------------------------------------------------------------------------------------------
def test_scores_of_a_month_without_sheets_are_refused_with_the_name(desk: Desk) -> None:
    told = _refusal(scan_enter.keep_scores, desk, _sheet(desk, "F25"), SCORES, {})
    assert told == ("sheet_missing_for", {"person": "王芳", "month": MONTH})


def test_confirmed_scores_are_the_officers_and_the_signature_a_step(desk: Desk, score_sheet: Sheet) -> None:
    values: dict[str, Value] = {**SCORES, "P3": 1, "加分": 20, "合计": SUM + 20, "等次.优秀": True}
    values |= {"签认.签字": True, "签认.日期": "2026-10-26", "一票否决": False, "签认.拒签": False}
    kept = scan_enter.keep_scores(desk, score_sheet, values, {})
    assert (kept.entered, kept.scored) == (20, scan_scores.Scored(20, SUM + 20, "合格", "sign"))
    now = _view(desk).standing
    assert (now.state, now.total, now.entries["B2"].points, now.entries["P3"].count) == (
        *(SheetState.SIGNED, SUM + 20, 35, 1),
    )
    assert [(one.step, one.day) for one in now.steps] == [("sign", "2026-10-26")]
    assert next(line.sheet.state for line in print_centre.sheet_lines(desk)) == "entered"
    assert _refusal(scan_enter.keep_scores, desk, score_sheet, values, None)[0] == "assess_locked"


def test_a_score_sheet_that_does_not_add_up_enters_nothing(desk: Desk, score_sheet: Sheet) -> None:
    cases: dict[str, dict[str, Value]] = {
        "score_claims": {**SCORES, "加分": 30},
        "score_sum": {**SCORES, "合计": SUM + 5},
        "points_above": {**SCORES, "A3": 21},
        "item_unknown": {**SCORES, "Z9": 10},
        "score_veto": {**SCORES, "一票否决": True},
        "veto_reason": {**SCORES, "V1": True},
        "score_unsigned": {"A1": 50, "签认.签字": True},
        "witness_missing": {**SCORES, "签认.拒签": True},
        "step_day_wrong": {**SCORES, "签认.签字": True, "签认.日期": "10月26日"},
        "mark_unfit": {**SCORES, "签认.签字": True, "签认.拒签": True},
    }
    for code, values in cases.items():
        assert _refusal(scan_enter.keep_scores, desk, score_sheet, values, {})[0] == code
    now = _view(desk).standing
    assert [entry.points for entry in now.entries.values() if entry.points is not None] == []
    assert now.steps == ()
    assert next(line.sheet.state for line in print_centre.sheet_lines(desk)) == "returned"


def test_a_sum_that_the_clerk_leaves_out_is_not_held_against_the_scores(desk: Desk, score_sheet: Sheet) -> None:
    kept = scan_enter.keep_scores(desk, score_sheet, {**SCORES, "合计": None}, {})
    assert kept.scored is not None
    assert kept.scored.total == SUM


def test_a_veto_on_paper_comes_with_its_reason(desk: Desk, score_sheet: Sheet) -> None:
    kept = scan_enter.keep_scores(desk, score_sheet, {**SCORES, "一票否决": True, "V2": "台账与核实不符"}, {})
    assert kept.scored is not None
    assert kept.scored.grade == "不合格"
    assert _view(desk).standing.veto == ("V2",)


def test_a_sheet_scored_by_hand_meanwhile_says_so(desk: Desk, score_sheet: Sheet) -> None:
    marks = (MarkRead("A1", "digits", 45, True), MarkRead("合计", "digits", None, True))
    shown = scan_enter.paper(desk, SheetMarks(score_sheet, marks, fits=True))
    assert isinstance(shown, scan_scores.ScorePaper)
    assert (shown.open, shown.seen, shown.lines[0].officer) == (True, {}, None)
    assessment.score(desk, MONTH, [Given(score_sheet.person_id or "", {"A1": 30}, {}, {})])
    told = _refusal(scan_enter.keep_scores, desk, score_sheet, {"A1": 45}, shown.seen)
    assert told == ("mark_meanwhile", {"serial": score_sheet.serial, "boxes": "A1"})
    again = scan_enter.paper(desk, SheetMarks(score_sheet, marks, fits=True))
    assert isinstance(again, scan_scores.ScorePaper)
    assert again.lines[0].officer == 30
    assert scan_enter.keep_scores(desk, score_sheet, {"A1": 45}, again.seen).entered == 1


def test_a_confirmed_sheet_of_the_county_is_shown_as_past_scoring(desk: Desk, score_sheet: Sheet) -> None:
    assessment.score(desk, MONTH, [Given(score_sheet.person_id or "", _points(), {}, {})])
    assessment.step(desk, [_view(desk).id], Step("", "sign", "2026-10-26", "王芳"))
    shown = scan_enter.paper(desk, SheetMarks(score_sheet, (MarkRead("合计", "digits", 1, True),), fits=True))
    assert isinstance(shown, scan_scores.ScorePaper)
    assert not shown.open


def _points() -> dict[str, int | None]:
    return {code: value for code, value in SCORES.items() if isinstance(value, int)}


# --- marks in a file -----------------------------------------------------------------------------------------------
def test_a_file_of_marks_enters_each_sheet_wholly_or_not_at_all(
    desk: Desk, log_sheet: Sheet, score_sheet: Sheet, tmp_path: Path
) -> None:
    told = [
        {"serial": log_sheet.serial, "box": "L02", "value": 12, "sure": True},
        {"serial": log_sheet.serial, "box": "L02.无", "value": False, "sure": True},
        {"serial": log_sheet.serial, "box": "得分", "value": None, "sure": False},
        {"serial": score_sheet.serial, "box": "A1", "value": 45, "sure": True},
        {"serial": score_sheet.serial, "box": "A2", "value": 99, "sure": True},
        {"serial": "9999-F20-2026-0001-0", "box": "L02", "value": 1, "sure": True},
    ]
    file = tmp_path / "marks.json"
    file.write_text(json.dumps({"returned": [], "marks": told}), encoding="utf-8")
    marks = scan_enter.read_marks(file)
    kept, refused = scan_enter.enter_marks(desk, marks)
    assert [(one.sheet.serial, one.entered) for one in kept] == [(log_sheet.serial, 1)]
    assert [one.trouble.code for one in refused] == ["points_above", "serial_foreign"]
    marks[log_sheet.serial]["L02"] = 13
    assert scan_enter.enter_marks(desk, marks)[1][0].trouble.code == "mark_meanwhile"
    assert scan_enter.enter_marks(desk, marks, over=True)[0][0].entered == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json_unreadable"),
        ('{"marks": 3}', "marks_file"),
        ('[{"serial": "a", "box": "b", "value": [1]}]', "marks_file"),
        ('[{"serial": "a", "box": "b", "value": 1}, {"serial": "a", "box": "b", "value": 2}]', "marks_twice"),
    ],
)
def test_a_file_that_holds_no_marks_is_refused(tmp_path: Path, text: str, code: str) -> None:
    file = tmp_path / "marks.json"
    file.write_text(text, encoding="utf-8")
    assert _refusal(scan_enter.read_marks, file)[0] == code
