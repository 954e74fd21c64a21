"""Print sets: all papers of an event in order, all serials in one run or none."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest

from station_desk.domain.months import following, month_on, months_of
from station_desk.domain.print_sets import SETS, order_on
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import print_sets
from station_desk.services.desk import Desk
from station_desk.services.form_places import own_forms
from station_desk.services.paperwork import list_forms
from station_desk.services.print_sets import SetOrder
from station_desk.services.roster import add_person
from station_desk.services.selection import NewBatch, NewCandidate, add_candidates, open_batch
from station_desk.store.paper import load_sheets, print_run
from station_desk.store.villages import load_villages
from station_desk.wording import use_language
from station_desk.wording.troubles import tell
from tests.support.homes import make_home


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = make_home(tmp_path, villages=4, clock=FixedClock(datetime(2026, 11, 22, 4, tzinfo=UTC)))
    with opened.store.read() as conn:
        villages = [village.id for village in load_villages(conn)]
    for at, name in enumerate(("王芳", "李荣宝")):
        fields = {"sex": "女", "birth": "1986-05-01", "start_date": "2024-12-01", "end_date": "2029-11-30"}
        add_person(opened, PersonDraft(name=name, village_ids=(villages[at],), **fields))
    yield opened
    opened.close()


def test_every_set_names_only_forms_that_are_there(desk: Desk) -> None:
    known = {form.code for form in list_forms(desk)}
    assert all(set(one.papers) <= known for one in SETS)


def test_a_set_is_printed_in_order_and_recorded_in_one_run(desk: Desk, tmp_path: Path) -> None:
    shown = print_sets.preview_set(desk, SetOrder("聘任仪式"))
    with desk.store.read() as conn:
        assert load_sheets(conn) == []
    made = print_sets.make_set(desk, SetOrder("appointment"))
    assert [one.form for one in made] == ["F15", "F16", "F17", "F34", "F46", "F35"]
    assert [one.pdf for one in made] == [one.pdf for one in shown]
    with desk.store.read() as conn:
        sheets = load_sheets(conn)
        runs = {print_run(conn, sheet.id) for sheet in sheets}
    assert sorted(sheet.serial for sheet in sheets) == sorted(serial for one in made for serial in one.serials)
    assert len(runs) == 1
    files = print_sets.save_set(desk, made, tmp_path / "out")
    assert [file.name for file in files][:2] == ["01 F15 聘书.pdf", "02 F16 聘用协议书.pdf"]
    assert [file.read_bytes() for file in files] == [one.pdf for one in made]


def test_a_set_that_cannot_be_whole_gives_out_nothing(desk: Desk) -> None:
    draft = PersonDraft(name="某\U0003ffff", village_ids=(), start_date="2024-12-01", end_date="2029-11-30")
    bad = add_person(desk, draft)
    with pytest.raises(Trouble) as told:
        print_sets.make_set(desk, SetOrder("appointment", (bad,)))
    assert told.value.code == "glyph_missing"
    with desk.store.read() as conn:
        assert load_sheets(conn) == []


def test_a_form_of_a_set_with_a_fault_stops_the_whole_set(desk: Desk) -> None:
    own_forms(desk).mkdir(exist_ok=True)
    (own_forms(desk) / "F46 坏.xml").write_text('<表单 编号="F46" 名称="坏" 对象="个人"><页/></表单>', encoding="utf-8")
    with pytest.raises(Trouble) as told:
        print_sets.make_set(desk, SetOrder("appointment"))
    assert told.value.code == "set_lacks_form"
    with desk.store.read() as conn:
        assert load_sheets(conn) == []


def test_the_papers_of_a_month_bear_the_month_of_work(desk: Desk) -> None:
    made = print_sets.make_set(desk, SetOrder("month-start"))
    document = pypdfium2.PdfDocument(made[0].pdf)
    assert "11" in document[0].get_textpage().get_text_bounded()
    document.close()
    with desk.store.read() as conn:
        assert {sheet.period for sheet in load_sheets(conn)} == {"2026-11"}
    other = print_sets.make_set(desk, SetOrder("month-end", period="2026-10"))
    assert [one.form for one in other] == ["F25", "F31", "F32"]  # no bundle was made: no slip
    with desk.store.read() as conn:
        periods = {sheet.form: sheet.period for sheet in load_sheets(conn)}
    assert (periods["F25"], periods["F31"]) == ("2026-10", "2026-10")


def test_an_unknown_set_is_told_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        print_sets.make_set(desk, SetOrder("搬家"))
    assert told.value.code == "set_unknown"
    assert "聘任仪式" in str(told.value.facts["known"])


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 3), "month-start"),
        (date(2026, 11, 22), "month-end"),
        (date(2026, 11, 27), "month-start"),
        (date(2026, 12, 24), "year-end"),
        (date(2027, 1, 10), "year-end"),
    ],
)
def test_the_set_of_this_week_stands_first(day: date, first: str) -> None:
    assert order_on(day, 25)[0].key == first


def test_months_are_read_from_periods_and_days() -> None:
    assert months_of("2026-q3") == ["2026-07", "2026-08", "2026-09"]
    assert months_of("2026-H2")[0] == "2026-07"
    assert len(months_of("2026")) == 12
    assert month_on(date(2026, 12, 26), 25) == "2027-01"
    assert month_on(date(2026, 12, 25), 25) == "2026-12"
    assert following("2026-01", -1) == "2025-12"
    with pytest.raises(Trouble):
        months_of("2026-13")


def own(desk: Desk, text: str, encoding: str = "utf-8") -> None:
    own_forms(desk).mkdir(exist_ok=True)
    print_sets.sets_file(desk).write_text(text, encoding=encoding)


def test_an_office_adds_sets_of_its_own_by_a_line_each(desk: Desk, tmp_path: Path) -> None:
    own(desk, "# 我们所的\n月中检查：F20、F35\n\n年底成套: f18 F44  # 换掉自带的\n")
    names = [one.name for one in print_sets.sets_now(desk)]
    assert sorted(names) == sorted([*(one.name for one in SETS), "月中检查"])
    made = print_sets.make_set(desk, SetOrder("月中检查"))
    assert [one.form for one in made] == ["F20", "F35"]
    assert [one.form for one in print_sets.make_set(desk, SetOrder("year-end"))] == ["F18"], (
        "the own one, no slip waits"
    )
    assert next(file.name for file in print_sets.save_set(desk, made, tmp_path / "out")).startswith("01 F20")


def test_a_set_written_by_an_old_editor_is_read_too(desk: Desk) -> None:
    own(desk, "月中检查：F20\r\n", encoding="gb18030")
    assert "月中检查" in [one.name for one in print_sets.sets_now(desk)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("月中检查 F20", "set_line_unreadable"),
        ("月中检查：", "set_line_unreadable"),
        ("：F20", "set_line_unreadable"),
        ("月中检查：F99", "set_form_unknown"),
        ("月中检查：F20 F44B", "set_form_unfit"),
        ("月中检查：F20 F20", "set_form_twice"),
        ("好的：F35", "set_name_twice"),
        ("很长" * 11 + "：F20", "set_line_too_long"),
    ],
)
def test_a_line_that_cannot_be_used_is_told_and_the_others_work(desk: Desk, line: str, code: str) -> None:
    own(desk, f"好的：F20\n{line}\n")
    (trouble,) = print_sets.set_troubles(desk)
    assert (trouble.code, trouble.facts["line"]) == (code, 2)
    for language in ("zh_CN", "en"):
        use_language(language)
        said = tell(trouble)
        assert all("{" not in one and one for one in (said.what, said.safe, said.next))
        assert "成套.txt" in said.what
    assert print_sets.make_set(desk, SetOrder("好的"))[0].form == "F20"


def test_the_day_of_a_selection_needs_a_batch_and_prints_its_papers(desk: Desk) -> None:
    with pytest.raises(Trouble) as told:
        print_sets.make_set(desk, SetOrder("选聘当天"))
    assert told.value.code == "paper_no_batch"
    batch = open_batch(desk, NewBatch("2026秋", "2026-11-10"))
    add_candidates(desk, batch, [NewCandidate("丙村", "丁一", signed_on="2026-11-10")])
    made = print_sets.make_set(desk, SetOrder("选聘当天"))
    assert [one.form for one in made] == ["F04", "F09", "F10", "F11", "F07"]
    assert next(one.form for one in print_sets.make_set(desk, SetOrder("selection"))) == "F01"


def test_in_january_the_year_that_is_closed_is_the_one_before(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_sets, "month_at_hand", lambda _desk: "2027-01")
    print_sets.make_set(desk, SetOrder("年底成套"))
    with desk.store.read() as conn:
        assert {sheet.period for sheet in load_sheets(conn) if sheet.form == "F27"} == {"2026-12"}
