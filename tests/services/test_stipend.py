"""A month of pay on a real desk: rooms and the township's addition, suspensions, what earlier months owe, the bank's columns."""

import csv
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk.domain.assessment import Step
from station_desk.domain.ids import new_id
from station_desk.domain.records import Account, OfficeKind, Role
from station_desk.domain.roster import PersonDraft
from station_desk.domain.stipend import Adjustment, Topup
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import (
    assessment,
    exchange,
    log_months,
    paperwork,
    print_sets,
    roster,
    rubrics,
    selection_terms,
    stipend,
    stipend_export,
)
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.services.print_sets import SetOrder
from station_desk.services.roster_memory import memory_of
from station_desk.services.villages import edit_village
from tests.services.exchange_desks import trust_each_other
from tests.services.roster_desks import clock, ids
from tests.services.test_assessment import carry, code_of
from tests.support.homes import make_home
from tests.support.paper import texts

__all__ = ["clock"]

MONTH, DAY = "2026-10", "2026-11-02"
ROOMS = ("东警务室", "西警务室")


@pytest.fixture
def xihua(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """Two rooms with two auxiliaries in the first and one in the second; a rubric of the county; 2 November."""
    clock.advance(timedelta(days=-20))
    with make_home(tmp_path, villages=3, clock=clock, pack="cn.xihua") as desk:
        places = [view.village.id for view in village_list.list_villages(desk)]
        for place, room in zip(places, (ROOMS[0], ROOMS[0], ROOMS[1]), strict=True):
            edit_village(desk, place, {"room": room, "officer": "周民警"})
        for name, place in zip(("赵一", "钱二", "孙三"), places, strict=True):
            roster.add_person(desk, PersonDraft(name=name, village_ids=(place,), start_date="2024-01-01"))
        file = tmp_path / "rubric.toml"
        file.write_text(rubrics.example("room").body.replace("example = true\n", ""), encoding="utf-8")
        rubrics.adopt(desk, file, "县局", "西公〔2026〕3号", "2026-01-05")
        yield desk


def graded(desk: Desk, month: str, lost: dict[str, int]) -> None:
    """Every item full but HW1, which loses so many tenths; confirmed, the log closed."""
    sheets = assessment.open_month(desk, month)
    rubric = sheets.rubric
    given = []
    for one in sheets.sheets:
        points = {item.code: item.most for item in rubric.items}
        short = lost.get(one.name, 0)
        for code, most in points.items():
            points[code], short = most - min(most, short), short - min(most, short)
        given.append(Given(one.standing.of.subject_id, points, {}, {}))
    done = assessment.score(desk, month, given)
    assessment.step(desk, [one.id for one in done.sheets], Step("", "confirm", DAY, doc_no="9号"))
    log_months.close_month(desk, month)


def chief(desk: Desk) -> Desk:
    return replace(desk, account=Account(desk.office.code, new_id(), "王所长", Role.CHIEF))


def lines(found: stipend.MonthPay) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (found.names[one.person_id or one.unit], one.kind): (one.base, one.allowance, one.payable)
        for one in found.lines
    }


def test_rooms_have_their_fund_their_class_and_the_townships_addition(xihua: Desk) -> None:
    graded(xihua, MONTH, {ROOMS[1]: 150})
    assert code_of(stipend.top_up, xihua, Topup("", "", 49_900, MONTH, "镇政府", "1号", DAY)) == "topup_out_of_range"
    assert code_of(stipend.top_up, xihua, Topup("", "北", 50_000, MONTH, "镇政府", "1号", DAY)) == "room_unknown"
    assert code_of(stipend.top_up, xihua, Topup("", "", 50_000, MONTH, "镇政府", "", DAY)) == "fill_source"
    stipend.top_up(xihua, Topup("", "", 50_000, "2026-09", "镇政府", "1号", DAY))
    stipend.top_up(xihua, Topup("", ROOMS[0], 80_000, MONTH, "镇政府", "2号", DAY))
    stipend.top_up(xihua, Topup("", ROOMS[1], 0, "2026-11", "镇政府", "3号", DAY))
    found = stipend.compute(xihua, MONTH)
    wage = (120_000, 0, 120_000)
    assert lines(found) == {
        ("赵一", "person"): wage,
        ("钱二", "person"): wage,
        ("孙三", "person"): wage,
        (ROOMS[0], "room"): (200_000, 80_000, 280_000),
        (ROOMS[0], "topup"): (80_000, 0, 80_000),
        (ROOMS[1], "room"): (200_000, 60_000, 260_000),
        (ROOMS[1], "topup"): (50_000, 0, 50_000),
    }
    assert all(one.rule and ("cn.xihua 第" in one.rule or "镇政府" in one.rule) for one in found.lines)
    told = [
        "".join("".join(page).split())
        for page in texts(paperwork.preview(xihua, "F31", everyone=True, period=MONTH).pdf)
    ]
    assert len(told) == 2, "rooms have a list of their own"
    assert "叁仟陆佰元整" in told[0]
    assert "陆仟柒佰元整" in told[1]
    assert ROOMS[0] in told[1]
    assert "2个" in told[1]


def test_a_county_notes_an_addition_for_a_room_only_where_one_station_has_it(tmp_path: Path) -> None:
    with ExitStack() as open_desks:
        county = open_desks.enter_context(make_home(tmp_path, "county", 0, folder="county", pack="cn.xihua"))
        for code, own in (("371602009", "北警务室"), ("371602010", "南警务室")):
            there = open_desks.enter_context(make_home(tmp_path, villages=2, code=code, folder=code, pack="cn.xihua"))
            trust_each_other(there, county, tmp_path / f"keys{code}")
            for view, room in zip(village_list.list_villages(there), (ROOMS[0], own), strict=True):
                edit_village(there, view.village.id, {"room": room})
            (made,) = exchange.export_bundles(there, tmp_path, receivers=[county.office.code])
            assert exchange.import_bundles(county, [Path(made.file)]).trouble is None
        addition = Topup("", ROOMS[0], 60_000, "2027-01", "县财政局", "7号", DAY)
        with pytest.raises(Trouble) as caught:
            stipend.top_up(county, addition)
        assert (caught.value.code, caught.value.facts["stations"]) == ("room_of_several", "梁才派出所、梁才派出所")
        assert code_of(stipend.top_up, county, replace(addition, unit="无此室")) == "room_unknown"
        stipend.top_up(county, replace(addition, unit="南警务室"))
        assert [one.unit for one in stipend.topups(county)] == ["南警务室"]


def test_a_room_is_adjusted_and_a_negative_payable_is_refused(xihua: Desk) -> None:
    graded(xihua, MONTH, {})
    less = Adjustment("", "", MONTH, "2026-09", -300_000, "overpaid", "王所长", DAY, unit=ROOMS[0])
    assert code_of(stipend.adjust, xihua, replace(less, unit="北警务室")) == "room_unknown"
    stipend.adjust(xihua, replace(less, amount=-20_000))
    assert lines(stipend.compute(xihua, MONTH))[ROOMS[0], "room"] == (200_000, 80_000, 260_000)
    stipend.adjust(xihua, less)
    assert code_of(stipend.compute, xihua, MONTH) == "payable_negative"


def test_the_papers_of_the_month_end_explain_only_what_was_adjusted(xihua: Desk) -> None:
    graded(xihua, MONTH, {})
    people = {one.name: one.id for one in memory_of(xihua).book(xihua).people.values()}
    stipend.adjust(xihua, Adjustment("", people["钱二"], MONTH, "2026-09", 1_500, "arrears", "王所长", DAY, "少算一天"))
    stipend.compute(xihua, MONTH)
    made = {
        one.form: "".join("".join(texts(one.pdf)).split())
        for one in print_sets.preview_set(xihua, SetOrder("月末成套"))
    }
    assert list(made) == ["F26", "F29", "F31", "F32", "F33"], "the month that is closed, not the running one"
    assert "少算一天" in made["F33"]
    assert "赵一" not in made["F33"].replace("　", "")
    assert "壹仟贰佰壹拾伍元整" in made["F32"]


def test_a_grade_for_which_no_money_was_stated_stops_the_list(xihua: Desk, tmp_path: Path) -> None:
    file = tmp_path / "rubric.toml"
    body = rubrics.example("room").body.replace("example = true\n", "").replace('"一类", "二类"', '"甲类", "二类"')
    file.write_text(body, encoding="utf-8")
    rubrics.adopt(xihua, file, "县局", "西公〔2026〕4号", "2026-01-06")
    graded(xihua, MONTH, {})
    assert code_of(stipend.compute, xihua, MONTH) == "grade_money_missing", "never nought in silence"


def test_a_room_without_a_class_keeps_the_list_a_draft(xihua: Desk) -> None:
    graded(xihua, MONTH, {})
    places = [view.village.id for view in village_list.list_villages(xihua)]
    edit_village(xihua, places[2], {"room": "新警务室"})
    assert stipend.compute(xihua, MONTH).why_draft == "grades_missing"


def test_a_suspension_is_not_paid_by_its_days_whatever_came_later(xihua: Desk, clock: FixedClock) -> None:
    graded(xihua, MONTH, {})
    selection_terms.suspend(xihua, "赵一", "2026-10-12")
    selection_terms.resume(xihua, "赵一", "2026-10-22")
    selection_terms.suspend(xihua, "钱二", "2026-11-01")
    found = lines(stipend.compute(xihua, MONTH))
    assert found["赵一", "person"] == (81_290, 0, 81_290), "21 of 31 days"
    assert found["钱二", "person"] == (120_000, 0, 120_000), "suspended in the month after"
    assert code_of(selection_terms.suspend, xihua, "孙三", "2026-12-01") == "day_to_come"


def test_a_list_that_the_records_would_give_otherwise_by_now_is_not_signed(xihua: Desk) -> None:
    graded(xihua, MONTH, {})
    known = {name: person for person, name in stipend.compute(xihua, MONTH).names.items()}
    stipend.adjust(xihua, Adjustment("", known["钱二"], MONTH, "", 12_345, "arrears", "局长", DAY))
    assert code_of(stipend.step, xihua, MONTH, "sign", DAY) == "stipend_stale"
    assert lines(stipend.compute(xihua, MONTH))["钱二", "person"][2] == 132_345
    assert stipend.step(xihua, MONTH, "sign", DAY).state == "signed"


def test_what_was_paid_too_much_is_owed_and_settled_once(xihua: Desk, clock: FixedClock) -> None:
    graded(xihua, MONTH, {})
    stipend.compute(xihua, MONTH)
    stipend.step(xihua, MONTH, "sign", DAY, "王所长助理")
    assert stipend.step(chief(xihua), MONTH, "approve", DAY).state == "approved"
    clock.advance(timedelta(days=30))
    graded(xihua, "2026-11", {})
    people = {one.name: one.id for one in memory_of(xihua).book(xihua).people.values()}
    roster.edit_person(xihua, people["孙三"], {"exit_date": "2026-10-20", "state": "exited"})
    sheets = {one.name: one for one in assessment.month(xihua, MONTH).sheets}
    for name, words in (("notify", ""), ("correct", "复查改分")):
        assessment.step(xihua, [sheets[ROOMS[0]].id], Step("", name, "2026-12-01", result="二类", words=words))
    told = {(one.name, one.period): one.amount for one in stipend.owed(xihua, "2026-11")}
    assert told == {("孙三", MONTH): -(120_000 - 77_419), (ROOMS[0], MONTH): -20_000}
    assert code_of(stipend.settle, xihua, "2026-11", "", "2026-12-01") == "adjust_unsigned"
    assert code_of(stipend.settle, xihua, "2026-11", "王所长", "2026-12") == "adjust_unsigned", "signed on no day"
    stipend.settle(xihua, "2026-11", "王所长", "2026-12-01")
    assert stipend.owed(xihua, "2026-11") == []
    assert code_of(stipend.settle, xihua, "2026-11", "王所长", "2026-12-01") == "nothing_owed"
    assert stipend.look(xihua, MONTH) is not None
    assert code_of(stipend.compute, xihua, MONTH) == "stipend_locked", "the paid month stays as it was"


def test_the_banks_columns_are_set_once_and_hold(xihua: Desk, tmp_path: Path) -> None:
    people = {one.name: one.id for one in memory_of(xihua).book(xihua).people.values()}
    for n, person in enumerate(people.values()):
        roster.edit_person(xihua, person, {"bank_card": f"622202000000000000{n}"})
    graded(xihua, MONTH, {})
    stipend.compute(xihua, MONTH)
    file = tmp_path / "b.csv"
    assert code_of(stipend_export.export, xihua, file, MONTH, bank=True) == "stipend_not_approved"
    assert code_of(stipend.step, xihua, MONTH, "sign", MONTH, "所长") == "step_day_wrong", "a month is no day"
    stipend.step(xihua, MONTH, "sign", DAY, "所长")
    assert code_of(stipend.step, xihua, MONTH, "return", DAY, reason="钱不对") == "stipend_reason_missing"
    assert stipend.step(xihua, MONTH, "return", DAY, reason="amount").state == "computed"
    stipend.step(xihua, MONTH, "sign", DAY, "所长")
    stipend.step(chief(xihua), MONTH, "approve", DAY)
    assert code_of(stipend_export.set_bank_columns, xihua, "姓名，密码") == "stipend_columns"
    stipend_export.set_bank_columns(xihua, "序号，银行卡号=账号，姓名=户名，amount，用途")
    stipend_export.export(xihua, file, MONTH, bank=True)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == ["序号", "账号", "户名", "应发", "用途"]
    assert [row[3:] for row in rows[1:]] == [["1200.00", "2026-10 补助"]] * 3, "rooms are not paid by card"
    stipend_export.export(xihua, tmp_path / "list.csv", MONTH)
    listed = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert "6222020" not in listed
    assert "大写：玖仟贰佰元整" in listed, "three wages, two funds, two classes"


def test_a_rule_of_a_later_day_does_not_touch_an_earlier_month(tmp_path: Path, clock: FixedClock) -> None:
    with make_home(tmp_path, villages=1, clock=clock) as desk:
        (place,) = [view.village.id for view in village_list.list_villages(desk)]
        roster.add_person(desk, PersonDraft(name="赵一", village_ids=(place,), start_date="2024-01-01"))
        fill(desk, "cn.nanan", "money.stipend_fen", "30000", "县局", "1号", "2026-09-01", "2026-10-01")
        fill(desk, "cn.nanan", "money.stipend_fen", "40000", "县局", "2号", "2026-11-01")
        assert [stipend.compute(desk, month).total for month in ("2026-09", "2026-10", "2026-11")] == [
            30_000,
            30_000,
            40_000,
        ]


def test_the_county_sees_the_list_approves_it_and_sets_the_addition(
    xihua: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock, pack="cn.xihua") as county:
        trust_each_other(xihua, county, tmp_path / "keys")
        stipend.top_up(xihua, Topup("", "", 50_000, MONTH, "镇政府", "1号", DAY))
        stipend.top_up(county, Topup("", "", 60_000, MONTH, "县局", "7号", DAY))
        carry(xihua, county, tmp_path, clock)
        carry(county, xihua, tmp_path, clock)
        graded(xihua, MONTH, {})
        mine = stipend.compute(xihua, MONTH)
        assert lines(mine)[ROOMS[0], "topup"] == (60_000, 0, 60_000), "the county's number holds"
        stipend.step(xihua, MONTH, "sign", DAY, "所长")
        stipend.step(xihua, MONTH, "submit", DAY)
        carry(xihua, county, tmp_path, clock)
        there = stipend.look(county, MONTH, xihua.office.code)
        assert there is not None
        assert (there.total, there.state) == (mine.total, "submitted")
        assert code_of(stipend.compute, county, MONTH) == "station_only"
        stipend.step(county, MONTH, "approve", DAY, doc_no="12号", scope=xihua.office.code)
        carry(county, xihua, tmp_path, clock)
        now = stipend.look(xihua, MONTH)
        assert now is not None
        assert now.state == "approved"


def test_who_was_not_in_office_in_a_month_has_no_pay_of_it_to_put_right(xihua: Desk) -> None:
    late = roster.add_person(xihua, PersonDraft(name="李四方", village_ids=(ids(xihua)[0],), start_date=f"{MONTH}-16"))
    more = Adjustment("", late, MONTH, "", 1_500, "arrears", "王所长", DAY, "少算一天")
    assert code_of(stipend.adjust, xihua, replace(more, for_period="2026-09")) == "adjust_no_term"
    assert code_of(stipend.adjust, xihua, replace(more, period="2026-09")) == "adjust_no_term"
    assert len(stipend.adjust(xihua, more)) == 1
