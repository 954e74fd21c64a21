"""A workbook comes in: proposed, written in one run, the same again, taken back."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from station_desk.domain.records import OfficeKind, TermState
from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.services import intake, intake_preview, village_spellings
from station_desk.services.desk import Desk
from station_desk.services.roster import list_people
from station_desk.services.roster_write import add_person, edit_person
from station_desk.sheets import limits
from station_desk.store.people import load_people, load_terms
from station_desk.store.villages import load_villages
from station_desk.wording.troubles import tell
from tests.domain.intake_support import id_no
from tests.services.workbooks import HEADER, csv_file, workbook
from tests.support.homes import make_home

ROWS = [
    ["1", "王建国", "男", id_no("19850312", 997), "13800001234", "甲村", "高中", "群众", "网格员", "2020.5"],
    [
        "2",
        "李秀英",
        "女",
        id_no("19760102", 998),
        "13900005678",
        "乙村村委会",
        "大学专科",
        "党员",
        "治保主任",
        "2021年7月",
    ],
    ["3", "崔䶮", "男", id_no("19900630", 999), "", "丙村", "本科", "", "", "2022-03-01"],
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_home(tmp_path) as made:
        yield made


def people(desk: Desk) -> list[tuple[str, str]]:
    return [(row.name, row.village) for row in list_people(desk)]


def journal_length(desk: Desk) -> int:
    return desk.store.sequence()


def test_a_tidy_workbook_becomes_people_with_active_terms(desk: Desk, tmp_path: Path) -> None:
    proposal = intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS))
    assert proposal.counts()["new"] == 3
    applied = intake.apply(desk, proposal)
    assert (applied.written, applied.new, applied.changed, applied.held) == (3, 3, 0, 0)
    assert applied.run is not None
    with desk.store.read() as conn:
        persons = {p.name: p for p in load_people(conn)}
        terms = {t.person_id: t for t in load_terms(conn)}
        villages = {v.id: v.name for v in load_villages(conn)}
    li = persons["李秀英"]
    assert (li.sex, li.birth, li.education, li.post) == ("女", "1976-01-02", "大专", "治保主任")
    assert li.political == "", "the pack of Nan'an states no purpose"
    term = terms[li.id]
    assert (term.state, term.start_date) == (TermState.ACTIVE, "2021-07")
    assert [villages[v] for v in term.villages] == ["乙村"]
    assert people(desk) == [("王建国", "甲村"), ("李秀英", "乙村"), ("崔䶮", "丙村")]


def test_the_same_file_again_is_the_same_everywhere_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    file = workbook(tmp_path / "花名册.xlsx", [*ROWS, ["4", "赵海", "男", "123", "", "甲村", "", "", "", ""]])
    first = intake.apply(desk, intake.propose(desk, file))
    before = journal_length(desk)
    held = intake.held(desk)
    again = intake.propose(desk, file)
    assert {row.change for row in again.accepted} == {"same"}
    applied = intake.apply(desk, again)
    assert (applied.written, applied.held, applied.run) == (0, 1, None)
    assert journal_length(desk) == before
    assert intake.held(desk) == held
    assert first.run == held[0].run


def test_a_corrected_file_changes_only_the_corrected_cells(desk: Desk, tmp_path: Path) -> None:
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS)))
    corrected = [list(row) for row in ROWS]
    corrected[0][4] = "13800009999"
    corrected[1][5] = "丙村"
    proposal = intake.propose(desk, workbook(tmp_path / "改.xlsx", corrected))
    assert [row.change for row in proposal.rows] == ["changed", "changed", "same"]
    assert dict(proposal.rows[0].changes) == {"phone": "13800009999"}
    assert intake.apply(desk, proposal).changed == 2
    assert people(desk) == [("王建国", "甲村"), ("崔䶮", "丙村"), ("李秀英", "丙村")]
    with desk.store.read() as conn:
        assert len(load_terms(conn)) == 3


def test_an_import_is_taken_back_in_one_act_and_only_once(desk: Desk, tmp_path: Path) -> None:
    rows = [*ROWS, ["4", "赵海", "男", "123", "", "甲村", "", "", "", ""]]
    applied = intake.apply(desk, intake.propose(desk, workbook(tmp_path / "花名册.xlsx", rows)))
    undone = intake.undo_import(desk)
    assert undone.run == applied.run
    assert undone.changes == 9
    assert undone.day == desk.clock.today().isoformat()
    assert people(desk) == []
    assert intake.held(desk) == []
    with pytest.raises(Trouble, match="import_none"):
        intake.undo_import(desk)
    again = intake.apply(desk, intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS)))
    assert again.new == 3


def test_taking_back_is_refused_with_names_where_later_acts_rest_on_it(desk: Desk, tmp_path: Path) -> None:
    intake.apply(desk, intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS)))
    wang = next(row for row in list_people(desk) if row.name == "王建国")
    edit_person(desk, wang.id, {"phone": "13800002222"})
    with pytest.raises(Trouble) as caught:
        intake.undo_import(desk)
    assert caught.value.code == "undo_rests"
    assert caught.value.facts["records"] == ["王建国"]
    assert len(people(desk)) == 3


def test_the_second_import_is_taken_back_before_the_first(desk: Desk, tmp_path: Path) -> None:
    first = intake.apply(desk, intake.propose(desk, workbook(tmp_path / "一.xlsx", ROWS[:1])))
    second = intake.apply(desk, intake.propose(desk, workbook(tmp_path / "二.xlsx", ROWS[1:])))
    assert intake.undo_import(desk).run == second.run
    assert intake.undo_import(desk).run == first.run


def test_rejected_rows_wait_and_the_others_are_written(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(HEADER))
    for row in ROWS[:2]:
        sheet.append(row)
    sheet.append(["3", "孙强", "男", int(id_no("19800101")[:15] + "000"), 13800007777, "丙村"])
    book.save(tmp_path / "花名册.xlsx")
    applied = intake.apply(desk, intake.propose(desk, tmp_path / "花名册.xlsx"))
    assert (applied.new, applied.held) == (2, 1)
    (held,) = intake.held(desk)
    assert (held.file, held.sheet, held.row, held.reasons) == ("花名册.xlsx", "Sheet", 4, ("id_lost_precision",))
    assert held.cells["name"] == "孙强"
    intake.settle(desk, held.id)
    assert intake.held(desk) == []


def test_a_row_mended_in_the_preview_is_written(desk: Desk, tmp_path: Path) -> None:
    rows = [["1", "孙强", "男", "3.71602E+17", "", "甲村", "", "", "", ""]]
    proposal = intake.propose(desk, workbook(tmp_path / "花名册.xlsx", rows))
    mended = intake.amend(proposal, proposal.rows[0].key, {"id_no": id_no("19800101")})
    assert intake.apply(desk, mended).new == 1
    assert intake.held(desk) == []


def test_what_was_shown_is_written_or_nothing(desk: Desk, tmp_path: Path) -> None:
    proposal = intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS))
    add_person(desk, PersonDraft(name="赵海", id_no=id_no("19800101")))
    add_person(desk, PersonDraft(name="王建国", id_no=ROWS[0][3]))
    with pytest.raises(Trouble, match="import_stale"):
        intake.apply(desk, proposal)
    assert len(people(desk)) == 2, "the row of somebody else changes nothing that was shown"
    again = intake.propose(desk, tmp_path / "花名册.xlsx")
    assert [row.change for row in again.rows] == ["changed", "new", "new"]
    assert intake.apply(desk, again).written == 3


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig"])
def test_csv_comes_in_like_a_workbook(desk: Desk, tmp_path: Path, encoding: str) -> None:
    rows = ROWS[:2] if encoding == "gbk" else ROWS
    proposal = intake.propose(desk, csv_file(tmp_path / "花名册.csv", rows, encoding))
    assert intake.apply(desk, proposal).new == len(rows)


def test_a_true_xls_file_comes_in(desk: Desk) -> None:
    proposal = intake.propose(desk, Path(__file__).parents[1] / "sheets" / "files" / "roster.xls")
    first, second = proposal.rows
    assert (first.outcome, first.values.name, first.values.phone) == ("accept", "崔䶮", "13800001234")
    assert first.warnings == ()
    assert (second.outcome, second.reasons, second.values.birth) == ("reject", ("id_lost_precision",), "1976-01-02")
    assert "row_hidden" in second.warnings
    assert second.values.village_text == "甲村"
    assert proposal.sheets[0].hidden_columns == ("H",)
    assert intake.apply(desk, proposal).new == 1


def test_a_proposal_stores_nothing_and_masks_numbers_until_the_look_is_recorded(desk: Desk, tmp_path: Path) -> None:
    before, log = journal_length(desk), desk.store.access_head()
    proposal = intake.propose(desk, workbook(tmp_path / "花名册.xlsx", ROWS))
    masked = str(intake.proposal_json(desk, proposal))
    assert ROWS[0][3] not in masked
    assert ROWS[0][4] not in masked
    assert desk.store.access_head() == log
    assert ROWS[0][3] in str(intake.proposal_json(desk, proposal, reveal=True))
    assert desk.store.access_head() != log
    assert journal_length(desk) == before
    assert people(desk) == []


def test_the_pack_limits_ages_and_the_clerk_may_ask_for_others(desk: Desk, tmp_path: Path) -> None:
    old = [["1", "赵海", "男", id_no("19550101"), "", "甲村", "", "", "", ""]]
    file = workbook(tmp_path / "花名册.xlsx", old)
    assert "age_limit" in intake.propose(desk, file).rows[0].warnings
    assert "age_limit" not in intake.propose(desk, file, age="18-80").rows[0].warnings
    young = intake.propose(desk, file, as_of=datetime.date(1990, 1, 1), age="18-40")
    assert "age_limit" not in young.rows[0].warnings


def test_wrong_questions_are_told(desk: Desk, tmp_path: Path) -> None:
    file = workbook(tmp_path / "花名册.xlsx", ROWS)
    for code, asked in {
        "ages_unreadable": {"age": "young"},
        "township_unknown": {"township": "110101001"},
        "sheet_not_found": {"sheet": "没有"},
    }.items():
        with pytest.raises(Trouble, match=code):
            intake.propose(desk, file, **asked)  # type: ignore[arg-type]
    with pytest.raises(Trouble, match="sheet_no_people"):
        intake.propose(desk, workbook(tmp_path / "别的.xlsx", [["1", "2"]], ("品名", "数量")))
    assert intake.propose(desk, file, township="371602009").counts()["accept"] == 3


def test_a_county_looks_at_rosters_and_does_not_import_them(tmp_path: Path) -> None:
    with make_home(tmp_path, OfficeKind.COUNTY, 0) as county:
        seen = intake.propose(county, workbook(tmp_path / "花名册.xlsx", ROWS))
        assert seen.counts()["accept"] == 3
        with pytest.raises(Trouble, match="import_needs_station"):
            intake.apply(county, seen)


def test_officer_room_and_area_of_the_rows_are_noted_at_the_villages(desk: Desk, tmp_path: Path) -> None:
    header = (*HEADER, "责任民警", "警务室", "片区")
    rows = [[*row, "郑卫东", "梁才警务室", "一片区"] for row in ROWS]
    file = workbook(tmp_path / "花名册.xlsx", rows, header)
    intake.apply(desk, intake.propose(desk, file))
    assert {(r.officer, r.room, r.area) for r in list_people(desk)} == {("郑卫东", "梁才警务室", "一片区")}
    assert {row.change for row in intake.propose(desk, file).rows} == {"same"}
    intake.undo_import(desk)
    with desk.store.read() as conn:
        assert {v.area for v in load_villages(conn)} == {""}


def test_bank_cards_stay_at_home_in_a_change_of_their_own(desk: Desk, tmp_path: Path) -> None:
    header = (*HEADER, "银行卡号")
    file = workbook(tmp_path / "花名册.xlsx", [[*ROWS[0], "6222020000000000000"]], header)
    intake.apply(desk, intake.propose(desk, file))
    with desk.store.read() as conn:
        (person,) = load_people(conn)
        local = conn.exec_driver_sql("SELECT body FROM change WHERE local = 1").scalars().all()
        others = conn.exec_driver_sql("SELECT body FROM change WHERE local = 0").scalars().all()
    assert person.bank_card == "6222020000000000000"
    assert len(local) == 1
    assert not any("6222020000000000000" in body for body in others)
    assert intake.propose(desk, file).rows[0].change == "same"


def test_columns_that_were_guessed_are_written_only_after_somebody_has_agreed(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    file.write_text("\n".join(",".join(row) for row in ROWS), encoding="utf-8")
    proposal = intake.propose(desk, file)
    with pytest.raises(Trouble) as caught:
        intake.apply(desk, proposal)
    assert (caught.value.code, people(desk)) == ("columns_guessed", [])
    agreed = intake.agree(desk, proposal)
    assert [row.values for row in agreed.rows] == [row.values for row in proposal.rows]
    assert intake.apply(desk, agreed).new == 3


def test_a_village_put_right_in_the_preview_is_known_by_that_spelling_next_time(desk: Desk, tmp_path: Path) -> None:
    rows = [[*row[:5], "甲家庄子", *row[6:]] for row in ROWS[:2]]
    proposal = intake.propose(desk, workbook(tmp_path / "十月.xlsx", rows))
    assert [row.warnings for row in proposal.rows] == [("village_unmatched",)] * 2
    applied = intake.apply(desk, intake.recheck_all(proposal, "village", "甲家庄子", "甲村"))
    assert (applied.written, applied.learned) == (2, 1)
    again = intake.propose(desk, workbook(tmp_path / "十一月.xlsx", [[*ROWS[2][:5], "甲家庄子", *ROWS[2][6:]]]))
    assert [(row.warnings, row.values.villages[0].name) for row in again.rows] == [((), "甲村")]
    assert [(one.text, one.village) for one in village_spellings.remembered(desk)] == [("甲家庄子", "甲村")]
    assert village_spellings.forget(desk, "甲家庄子") == 1
    assert village_spellings.remembered(desk) == []
    with pytest.raises(Trouble) as caught:
        village_spellings.forget(desk, "甲家庄子")
    assert caught.value.code == "spelling_unknown"


def test_an_import_taken_back_forgets_the_spellings_it_learned(desk: Desk, tmp_path: Path) -> None:
    rows = [[*row[:5], "甲家庄子", *row[6:]] for row in ROWS[:2]]
    mended = intake.recheck_all(
        intake.propose(desk, workbook(tmp_path / "a.xlsx", rows)), "village", "甲家庄子", "甲村"
    )
    intake.apply(desk, mended)
    intake.undo_import(desk)
    assert (village_spellings.remembered(desk), people(desk)) == ([], [])
    silent = intake.apply(desk, intake_preview.learn(mended, "甲家庄子", learned=False))
    assert (silent.learned, village_spellings.remembered(desk)) == (0, [])


def test_a_file_that_takes_longer_than_half_a_minute_is_refused_with_its_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WHOLE_SECONDS", -1.0)
    with pytest.raises(Trouble) as caught:
        intake.propose(desk, workbook(tmp_path / "a.xlsx", ROWS))
    assert caught.value.code == "sheet_too_slow"
    assert tell(caught.value).what == "文件“a.xlsx”读了 -1 秒还没有读完，程序停下了。"
