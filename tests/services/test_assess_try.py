"""A rubric tried on a folder: the vectors of DOMAIN 4.5 and every refusal that the issue names."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services.assess_try import Tried, try_person_month
from station_desk.services.assess_try_room import TriedRooms, answerable, try_room_months

EXAMPLES = Path(__file__).resolve().parents[1] / "reference" / "month"
Change = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "person", tmp_path / "person"))


@pytest.fixture
def rooms(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLES / "room", tmp_path / "room"))


def put(folder: Path, table: str, *rows: str, head: str | None = None) -> None:
    """Rows behind those of a table."""
    file = folder / f"{table}.csv"
    text = file.read_text(encoding="utf-8") if file.exists() and head is None else f"{head}\n"
    file.write_text(text + "".join(f"{row}\n" for row in rows), encoding="utf-8")


def cell(folder: Path, table: str, name: str, column: str, value: str) -> None:
    """Another value in the row of somebody."""
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if name in row.values():
            row[column] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def rule(folder: Path, before: str, after: str) -> None:
    file = folder / "pack.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def sheet(tried: Tried, name: str = "示例甲") -> dict[str, int]:
    (found,) = [one for one in tried.sheets if one.person == name]
    return {code: item.points for code, item in found.items.items()}


def refused(folder: Path) -> str:
    with pytest.raises(Trouble) as caught:
        try_person_month(folder)
    return caught.value.code


def test_the_vector_of_a_person_comes_to_94_5_and_is_not_top_outside_the_first_fifth(folder: Path) -> None:
    first, second = try_person_month(folder).sheets
    assert dict(first.sections) == {"A": 150, "B": 185, "C": 170, "D": 150, "E": 180, "F": 90}
    assert (first.add, first.total, first.rank, first.grade) == (20, 945, 1, "合格")
    assert (second.total, second.rank, second.grade) == (830, 2, "合格")


def test_whoever_is_within_the_share_is_top_and_gets_the_extra_once(folder: Path) -> None:
    rule(folder, "top_share = 0.2", "top_share = 0.5")
    tried = try_person_month(folder)
    assert tried.sheets[0].grade == "优秀"
    assert tried.lines is not None
    assert tried.lines["示例甲"].payable == 60_000


def test_a_veto_takes_the_rank_and_halves_the_base_and_needs_its_reason(folder: Path) -> None:
    put(folder, "adds", "示例甲,V2,1,")
    assert refused(folder) == "veto_reason"
    put(folder, "adds", "示例甲,V2,1,台账核对不实", head="name,code,count,text")
    first, second = (tried := try_person_month(folder)).sheets
    assert (first.veto, first.rank, first.grade, second.rank) == (("V2",), None, "不合格", 1)
    assert tried.lines is not None
    assert tried.lines["示例甲"].payable == 25_000


def test_twenty_six_of_thirty_visits_reach_the_band_of_eight_points(folder: Path) -> None:
    assert sheet(try_person_month(folder))["C1"] == 80


def test_a_zero_report_is_full_and_a_blank_is_nothing(folder: Path) -> None:
    cell(folder, "logs", "示例甲", "L03", "0")
    for item in ("D2", "D3"):
        cell(folder, "officer", "示例甲", item, "")
    points = sheet(try_person_month(folder))
    assert [points[item] for item in ("D1", "D2", "D3")] == [50, 50, 50]
    cell(folder, "logs", "示例甲", "L03", "")
    assert refused(folder) == "points_missing"


@pytest.mark.parametrize(("returned", "late", "lost"), [("2026-09-26", "1", 20), ("2026-09-25", "0", 0), ("", "", 0)])
def test_a_log_handed_in_late_costs_points_in_the_month_after_and_one_never_handed_in_did_in_its_own(
    folder: Path, returned: str, late: str, lost: int
) -> None:
    put(folder, "returns", head="period,name,due,returned,days_late")
    for month, back, days in (("2026-10", "2026-10-25", "0"), ("2026-09", returned, late)):
        put(folder, "returns", *(f"{month},{name},{month}-25,{back},{days}" for name in ("示例甲", "示例乙")))
    assert [one.deduct for one in try_person_month(folder).sheets] == [lost, lost]


def test_a_part_of_a_month_scales_targets_and_pay(folder: Path) -> None:
    cell(folder, "people", "示例甲", "joined", "2026-10-11")
    cell(folder, "people", "示例甲", "days_in_service", "15")
    cell(folder, "logs", "示例甲", "L02", "15")
    cell(folder, "logs", "示例甲", "L16", "2")
    tried = try_person_month(folder)
    assert tried.sheets[0].prorated
    assert (sheet(tried)["C1"], sheet(tried)["C2"]) == (100, 50)
    assert tried.lines is not None
    assert (tried.lines["示例甲"].days, tried.lines["示例甲"].payable) == (21, 33_871)
    rule(folder, 'partial = "by_day"', 'partial = "half_month"')
    lines = try_person_month(folder).lines
    assert lines is not None
    assert lines["示例甲"].payable == 50_000, "joined by the 15th: the whole month"


def test_who_is_suspended_all_month_has_no_sheet_and_no_money(folder: Path) -> None:
    cell(folder, "people", "示例乙", "suspended", "1")
    tried = try_person_month(folder)
    assert [one.person for one in tried.sheets] == ["示例甲"]
    assert tried.lines is not None
    assert tried.lines["示例乙"].payable == 0


def test_facts_of_other_days_are_left_out_and_told(folder: Path) -> None:
    put(folder, "findings", "2026-11-02,示例甲,not_on_post,1,")
    tried = try_person_month(folder)
    assert sheet(tried)["A2"] == 40
    assert tried.left_out == [("findings.csv", 3)]


def test_an_objection_in_time_withdraws_what_was_found(folder: Path) -> None:
    rule(folder, "[money]", '[appeal]\nnotified = "2026-10-30"\nobject_workdays = 3\nanswer_workdays = 3\n\n[money]')
    put(
        folder,
        "appeals",
        "示例甲,2026-11-04,B2,2026-11-06,changed",
        "示例乙,2026-11-05,E2,,late",
        head="person,filed,item,answered,decision",
    )
    tried = try_person_month(folder)
    assert str(tried.last_day_to_object) == "2026-11-04"
    assert [(one.in_time, str(one.answer_due), one.total_after) for one in tried.appeals] == [
        (True, "2026-11-09", 960),
        (False, "2026-11-10", 830),
    ]


def test_failures_are_counted_in_all_and_in_a_row(folder: Path) -> None:
    put(
        folder,
        "history",
        *(f"示例甲,2026-0{n},{grade}" for n, grade in enumerate(("不合格", "合格", "不合格", "不合格"), 1)),
        head="name,period,grade",
    )
    run = try_person_month(folder).counters["示例甲"]
    assert (run.fails, run.longest, run.still) == (3, 2, 2)


@pytest.mark.parametrize(
    ("table", "row", "code"),
    [
        ("officer", "示例丙,2,4,4,4,5,5,4,4", "fact_person_unknown"),
        ("officer", "示例甲,2,4,4,4,5,5,4,4", "sheet_twice"),
        ("logs", "示例甲,1,1,1,1,1,1,1", "sheet_twice"),
        ("people", "示例甲,x,,,,,,,30,0", "person_twice"),
        ("adds", "示例甲,P9,1,好", "claim_unknown"),
        ("adjustments", "示例甲,-60000,上月多发", "payable_negative"),
        ("adjustments", "示例甲,100,", "adjust_reason"),
        ("findings", "2026-13-01,示例甲,untrue,1,", "fact_wrong"),
    ],
)
def test_bad_facts_are_refused_by_name(folder: Path, table: str, row: str, code: str) -> None:
    put(folder, table, row)
    assert refused(folder) == code


def test_points_above_the_maximum_and_sheets_of_another_month_are_refused(folder: Path) -> None:
    cell(folder, "officer", "示例甲", "A3", "2.5")
    assert refused(folder) == "points_above"
    put(folder, "officer", "示例甲,2026-09,2,4,4,4,5,5,4,4", head="name,month,A3,A4,B4,C3,D2,D3,F1,F2")
    assert refused(folder) == "sheet_other_month"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (
            "[items.A1]           # max 5: absent -2 each, excused -0.5 each, never below 0\nmax = 5",
            "[items.A1]\nmax = 6",
            "rubric_sum",
        ),
        ('metric = "L06"', 'metric = "L08"', "rubric_leads"),
        ("[adds]\ncap = 10", '[adds]\ncap = 10\nP1 = { name = "有效线索", points = 1 }', "rubric_leads"),
        ("top = 90 ", "top = 60 ", "rubric_shape"),
        ('partial = "by_day"', 'partial = "by_week"', "rule_unknown"),
        ("each_untrue = 2", "each_untrue = 2.25", "points_wrong"),
        ("[period]", "[period", "toml_wrong"),
    ],
)
def test_a_rubric_that_cannot_be_is_refused(folder: Path, before: str, after: str, code: str) -> None:
    rule(folder, before, after)
    assert refused(folder) == code


# --- rooms -------------------------------------------------------------------------------------------------------------
def months(folder: Path, *totals: tuple[str, float]) -> None:
    """Months in which R1 loses so many points that the total is as given (at most 14 off OP1, 11 more off LG1 and LG2)."""
    lines = []
    for month, total in totals:
        left = 100 - total
        for item, most in (("OP1", 14.0), ("LG1", 10.0), ("LG2", 8.0)):
            off = min(left, most)
            left -= off
            if off:
                lines.append(f"{month},{month}-20,R1,{item},{off:g},问题,")
    put(folder, "findings", *lines, head="month,date,room,item,deduct,problem,mark")
    put(
        folder,
        "status",
        *(f"{month},R1,FINAL,{month[:5]}{int(month[5:]) + 1:02d}-05," for month, _total in totals),
        head="month,room,state,final_on,note",
    )


def labels(tried: TriedRooms) -> list[tuple[str | None, int]]:
    return [(line.sheet.label, line.class_fen) for lines in tried.months.values() for line in lines]


def test_three_months_in_the_lowest_class_point_at_chief_and_officer_only(rooms: Path) -> None:
    months(rooms, ("2025-01", 92), ("2025-02", 79), ("2025-03", 78), ("2025-04", 77))
    tried = try_room_months(rooms)
    assert labels(tried) == [("一类", 80_000), ("三类", 30_000), ("三类", 30_000), ("三类", 30_000)]
    (alert,) = tried.alerts
    assert (alert.month, str(alert.seen_from), answerable(tried, alert.room)) == (
        "2025-04",
        "2025-05-05",
        ["示例所长", "示例民警"],
    )


def test_a_month_without_assessment_breaks_the_row_or_is_passed_over(rooms: Path) -> None:
    months(rooms, ("2025-01", 79), ("2025-02", 79), ("2025-04", 77))
    put(rooms, "status", "2025-03,R1,NONE,,下雪没有检查")
    tried = try_room_months(rooms)
    (none,) = tried.months["2025-03"]
    assert (none.sheet.total, none.sheet.label, none.sheet.rank, none.class_fen, none.fund) == (
        None,
        None,
        None,
        0,
        280_000,
    )
    assert tried.alerts == []
    rule(rooms, 'missing_month = "break"', 'missing_month = "skip"')
    assert [alert.month for alert in try_room_months(rooms).alerts] == ["2025-04"]


def test_a_finding_taken_back_after_the_payment_is_a_line_of_a_later_month(rooms: Path) -> None:
    months(rooms, ("2025-01", 79), ("2025-02", 95), ("2025-03", 95))
    text = (rooms / "findings.csv").read_text(encoding="utf-8").replace("OP1,14,问题,\n", "OP1,14,问题,withdrawn\n", 1)
    (rooms / "findings.csv").write_text(text, encoding="utf-8")
    cell(rooms, "status", "2025-01", "final_on", "2025-03-03")
    tried = try_room_months(rooms)
    (first,), (second,), (third,) = tried.months.values()
    assert (first.sheet.announced_label, first.sheet.label, first.award) == ("三类", "一类", 30_000)
    assert (second.adjust, third.adjust, third.award) == (0, 50_000, 130_000)


def test_adds_stay_within_their_bound_and_unknown_rooms_are_refused(rooms: Path) -> None:
    months(rooms, ("2025-01", 90))
    put(rooms, "adds", *["2025-01,R1,repeat"] * 3)
    ((line,),) = try_room_months(rooms).months.values()
    assert (line.sheet.add, line.sheet.total) == (-100, 800)
    put(rooms, "adds", "2025-01,R9,repeat")
    with pytest.raises(Trouble) as caught:
        try_room_months(rooms)
    assert caught.value.code == "fact_room_unknown"


def test_wages_are_paid_by_the_day_and_not_while_suspended(rooms: Path) -> None:
    months(rooms, ("2025-01", 90), ("2025-02", 90))
    put(rooms, "auxiliaries", "示例新人,2025-01-22,,2025-02,", head="name,joined,left,suspended_months,note")
    put(rooms, "wage_adjustments", "2025-02,示例新人,500,补差")
    wages = try_room_months(rooms).wages
    assert [(one.base, one.payable) for one in wages["2025-01"]] == [(38_710, 38_710)]
    assert [(one.base, one.payable) for one in wages["2025-02"]] == [(0, 500)]


def test_shares_can_class_the_rooms_of_one_month(rooms: Path) -> None:
    rule(rooms, "first = 0.3\n", 'month = "2025-01"\nfirst = 0.3\n')
    names = [f"R{n}" for n in range(1, 11)]
    put(
        rooms,
        "rooms",
        *(f"{name},{name}警务室,0,,," for name in names),
        head="room,name,topup_fen,chief,community_officer,auxiliaries",
    )
    put(
        rooms,
        "findings",
        *(f"2025-01,2025-01-20,{name},OP1,{n},问题," for n, name in enumerate(names)),
        head="month,date,room,item,deduct,problem,mark",
    )
    put(
        rooms, "status", *(f"2025-01,{name},FINAL,2025-02-05," for name in names), head="month,room,state,final_on,note"
    )
    (lines,) = try_room_months(rooms).months.values()
    assert [line.sheet.label for line in lines] == ["一类"] * 3 + ["二类"] * 5 + ["三类"] * 2
