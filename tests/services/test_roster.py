"""The roster of a desk: adding, changing, looking, taking back, and any earlier day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from station_desk.domain.records import TermState, Village
from station_desk.domain.roster import DraftNote, HistoryLine, PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import reference, roster, roster_check, villages
from station_desk.services.desk import Desk, open_desk
from station_desk.store.access import load_access
from station_desk.store.people import load_terms
from station_desk.store.villages import load_villages
from station_desk.wording.troubles import SENTENCES
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.support.homes import PASS_PHRASE, PERSON, make_home, reopen
from tests.support.tables import id_number

__all__ = ["clock", "desk", "made_once"]

ID = id_number("1985-03-12", 997)


def draft(desk: Desk, **more: object) -> PersonDraft:
    made = PersonDraft("王甲", ID, phone="138 0000 1234", village_ids=tuple(ids(desk)[:1]), start_date="2024-01-01")
    return replace(made, **more)  # type: ignore[arg-type]


def notes(desk: Desk, of: PersonDraft, person: str | None = None) -> dict[str, DraftNote]:
    return {note.code: note for note in roster.check_draft(desk, of, person)}


def refused(desk: Desk, of: PersonDraft) -> Trouble:
    with pytest.raises(Trouble) as caught:
        roster.add_person(desk, of)
    assert roster.list_people(desk) == []
    assert caught.value.code in SENTENCES
    return caught.value


# --- adding -----------------------------------------------------------------------------------------------------------
def test_the_id_number_brings_birth_and_sex(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    (row,) = roster.list_people(desk)
    assert (row.id, row.name, row.sex, row.birth, row.age) == (person, "王甲", "男", "1985-03-12", 41)
    assert (row.status, row.term_start, row.villages) == (TermState.ACTIVE, "2024-01-01", ("甲村",))
    assert (row.id_no_masked, row.phone_masked) == (f"371***********{ID[-4:]}", "138****1234")
    assert row.station == "梁才派出所"


def test_without_an_id_number_what_was_typed_counts(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, id_no="", sex="女", birth="1990-05"))
    (row,) = roster.list_people(desk)
    assert (row.sex, row.birth, row.age, row.id_no_masked) == ("女", "1990-05", 36, "")


def test_the_id_number_goes_before_what_was_typed(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, sex="女", birth="1990-05-05"))
    (row,) = roster.list_people(desk)
    assert (row.sex, row.birth) == ("男", "1985-03-12")


def test_a_term_may_have_several_villages(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, village_ids=tuple(ids(desk)[:2])))
    (row,) = roster.list_people(desk)
    assert row.villages == ("甲村", "乙村")
    assert [view.filled for view in villages.list_villages(desk)] == [1, 1, 0]
    summary = roster.summary(desk)
    assert (summary.quota, summary.serving, summary.vacant, summary.people) == (3, 1, 1, 1)
    assert [gap.village for gap in roster.vacancies(desk)] == ["丙村"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": "  "}, "draft_name_missing"),
        ({"name": "长" * 51}, "draft_name_too_long"),
        ({"id_no": "123"}, "draft_id_bad_length"),
        ({"id_no": ID[:17] + ("1" if ID[17] != "1" else "2")}, "draft_id_check_digit"),
        ({"id_no": ID[:10] + "13" + ID[12:]}, "draft_id_bad_date"),
        ({"sex": "人"}, "draft_sex_unknown"),
        ({"id_no": "", "birth": "2027-01-01"}, "draft_birth_bad"),
        ({"id_no": "", "birth": "去年"}, "draft_birth_bad"),
        ({"phone": "138"}, "draft_phone_invalid"),
        ({"phone2": "138"}, "draft_phone2_invalid"),
        ({"start_date": "2024-13"}, "draft_start_bad"),
        ({"end_date": "以后"}, "draft_end_bad"),
        ({"end_date": "2023"}, "draft_end_before_start"),
        ({"state": "gone"}, "draft_state_unknown"),
        ({"village_ids": ("nowhere",)}, "draft_village_unknown"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(desk: Desk, change: dict[str, object], code: str) -> None:
    assert refused(desk, draft(desk, **change)).code == code


def test_the_same_id_number_is_the_same_person(desk: Desk) -> None:
    roster.add_person(desk, draft(desk))
    with pytest.raises(Trouble) as caught:
        roster.add_person(desk, draft(desk, name="李乙"))
    assert (caught.value.code, caught.value.facts) == ("draft_duplicate_id", {"name": "王甲", "village": "甲村"})


def test_a_merged_village_takes_nobody_new(desk: Desk) -> None:
    villages.edit_village(desk, ids(desk)[2], {"valid_to": "2025-12-31"})
    closed = next(v.id for v in _all_villages(desk) if v.name == "丙村")
    assert refused(desk, draft(desk, village_ids=(closed,))).code == "draft_village_closed"


def _all_villages(desk: Desk) -> list[Village]:
    with desk.store.read() as conn:
        return list(load_villages(conn))


def test_a_county_looks_and_does_not_register(tmp_path: Path) -> None:
    with make_home(tmp_path, "county") as county:
        for act in (
            lambda: roster.add_person(county, PersonDraft("王甲")),
            lambda: roster.edit_person(county, "x", {}),
        ):
            with pytest.raises(Trouble, match="station_only"):
                act()


def test_a_county_lists_the_people_of_all_its_stations(tmp_path: Path) -> None:
    with make_home(tmp_path, "county", villages=0) as county:
        for code, name in (("371602009", "梁才派出所"), ("371602008", "滨北派出所")):
            with county.store.write(county.account.id, "import", scope=code) as work:
                work.create("office", f"o{code}", {"kind": "station", "name": name, "code": code})
                work.create("village", f"v{code}", {"code": f"{code}201", "name": "前进村", "kind": "村"})
                work.create("person", f"p{code}", {"name": f"{name[0]}一"})
                work.create("term", f"t{code}", {"person_id": f"p{code}", "state": "active"})
                work.create("term_village", f"l{code}", {"term_id": f"t{code}", "village_id": f"v{code}"})
        assert [(row.name, row.station) for row in roster.list_people(county)] == [
            ("滨一", "滨北派出所"),
            ("梁一", "梁才派出所"),
        ]
        assert [row.name for row in roster.list_people(county, scope="371602009")] == ["梁一"]
        assert [row.name for row in roster.list_people(county, "qjc")] == ["滨一", "梁一"]
        assert roster.summary(county).quota == roster.summary(county).serving == 2
        assert roster.summary(county, scope="371602008").quota == 1
        assert not roster.card(county, "p371602009").ours


# --- checking ---------------------------------------------------------------------------------------------------------
def test_a_good_draft_says_what_the_number_tells(desk: Desk) -> None:
    note = notes(desk, draft(desk))["id_read"]
    assert (note.kind, note.field) == ("ok", "id_no")
    assert note.facts == {"birth": "1985-03-12", "sex": "男", "province": "山东省", "age": 41}
    assert not [n for n in roster.check_draft(desk, draft(desk)) if n.kind != "ok"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"id_no": ""}, "id_missing", "id_no"),
        ({"id_no": ID[:6] + ID[8:17]}, "id15_upgraded", "id_no"),
        ({"sex": "女"}, "sex_mismatch", "sex"),
        ({"birth": "1985-04"}, "birth_mismatch", "birth"),
        ({"id_no": id_number("1960-01-01")}, "age_limit", "birth"),
        ({"political": "群众"}, "political_not_stored", "political"),
        ({"village_ids": ()}, "village_missing", "village_ids"),
        ({"name": "⾼一"}, "name_radical_fixed", "name"),
    ],
)
def test_what_is_odd_is_told_and_does_not_stop(desk: Desk, change: dict[str, object], code: str, field: str) -> None:
    note = notes(desk, draft(desk, **change))[code]
    assert (note.kind, note.field) == ("warn", field)
    roster.add_person(desk, draft(desk, **change))


def test_birth_to_the_month_is_no_contradiction(desk: Desk) -> None:
    assert "birth_mismatch" not in notes(desk, draft(desk, birth="1985-03"))


def test_a_phone_of_somebody_else_and_a_filled_post_are_told(desk: Desk) -> None:
    roster.add_person(desk, draft(desk))
    other = draft(desk, name="李乙", id_no=id_number("1990-01-01"))
    found = notes(desk, other)
    assert found["duplicate_phone"].facts == {"name": "王甲"}
    assert found["over_quota"].facts == {"village": "甲村", "quota": 1}
    assert notes(desk, replace(other, id_no="", name="王甲"))["same_name"].facts == {"village": "甲村"}


def test_who_changes_a_person_is_not_told_of_that_person(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    assert not [n for n in roster.check_draft(desk, draft(desk), person) if n.kind != "ok"]
    kept = roster.check_draft(desk, draft(desk, id_no=""), person)
    assert kept == []


def test_political_status_is_kept_only_where_the_pack_says_what_for(desk: Desk) -> None:
    assert not reference.policy(desk).stores_political
    roster.add_person(desk, draft(desk, political="群众"))
    assert roster.list_people(desk)[0].political == ""


# --- changing ---------------------------------------------------------------------------------------------------------
def test_a_change_touches_only_what_it_names(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk, post="网格员"))
    roster.edit_person(desk, person, {"phone": "15900005678"})
    (row,) = roster.list_people(desk)
    assert (row.phone_masked, row.post, row.birth, row.villages) == ("159****5678", "网格员", "1985-03-12", ("甲村",))
    line = roster.card(desk, person).history[0]
    assert [tuple(change) for change in line.fields] == [("phone", "138****1234", "159****5678")]


def test_villages_and_dates_of_the_term_are_changed_with_the_person(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    first, second, third = ids(desk)
    roster.edit_person(
        desk, person, {"village_ids": (second, third), "end_date": "2026-12-31", "number": "梁〔2026〕1号"}
    )
    found = roster.card(desk, person)
    assert (found.villages, found.village_ids) == (("乙村", "丙村"), (second, third))
    assert (found.term_end, found.number) == ("2026-12-31", "梁〔2026〕1号")
    fields = {change.field: (change.old, change.new) for change in found.history[0].fields}
    assert fields["villages"] == ("甲村", "丙村、乙村")
    assert fields["end_date"] == ("", "2026-12-31")
    roster.edit_person(desk, person, {"village_ids": (first,)})
    assert roster.card(desk, person).villages == ("甲村",)


def test_what_is_the_same_writes_nothing(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    before = desk.store.sequence()
    roster.edit_person(desk, person, {"name": "王甲", "phone": "13800001234", "village_ids": tuple(ids(desk)[:1])})
    assert desk.store.sequence() == before


def test_a_new_id_number_brings_its_birth_and_sex_along(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"id_no": id_number("1990-07-01", 998)})
    found = roster.card(desk, person)
    assert (found.birth, found.sex) == ("1990-07-01", "女")


def test_an_id_number_taken_away_leaves_birth_and_sex(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"id_no": ""})
    found = roster.card(desk, person)
    assert (found.id_no_masked, found.birth, found.sex) == ("", "1985-03-12", "男")


def test_an_old_flaw_elsewhere_does_not_stop_a_change(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    with desk.store.write(desk.account.id, "import") as work:
        work.update("person", person, {"phone2": "12"})
    roster.edit_person(desk, person, {"post": "治保主任"})
    assert roster.list_people(desk)[0].post == "治保主任"
    with pytest.raises(Trouble, match="draft_phone_invalid"):
        roster.edit_person(desk, person, {"phone": "12"})


def test_whoever_leaves_without_a_day_leaves_today(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"state": "exited", "exit_reason": "辞职"})
    with desk.store.read() as conn:
        (term,) = load_terms(conn)
    assert (term.state, term.exit_date, term.exit_reason) == (TermState.EXITED, "2026-11-22", "辞职")
    with pytest.raises(Trouble, match="draft_exit_bad"):
        roster.edit_person(desk, person, {"exit_date": "昨天"})


def test_a_bank_card_is_kept_here_and_shown_by_its_end(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"bank_card": "6228 4800 0000 1234 567"})
    assert roster.card(desk, person).bank_card_masked == "*" * 15 + "4567"
    with desk.store.read() as conn:
        local = conn.exec_driver_sql("SELECT local FROM change WHERE body LIKE '%bank_card%'").scalars().all()
    assert local == [1]
    with pytest.raises(Trouble, match="draft_card_bad"):
        roster.edit_person(desk, person, {"bank_card": "123"})


def test_unknown_fields_and_people_are_refused(desk: Desk) -> None:
    with pytest.raises(ValueError, match="shoe"):
        roster.edit_person(desk, "x", {"shoe": 44})
    for act in (lambda: roster.edit_person(desk, "x", {"name": "王"}), lambda: roster.card(desk, "x")):
        with pytest.raises(Trouble, match="person_missing"):
            act()


# --- looking ----------------------------------------------------------------------------------------------------------
def test_a_number_is_told_only_after_the_look_is_recorded(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    assert roster.reveal(desk, person, "id_no") == ID
    assert roster.reveal(desk, person, "phone2") is None
    with desk.store.read() as conn:
        looks = [(e.act, e.object, e.detail) for e in load_access(conn)][:2]
    assert looks == [("reveal", person, "phone2"), ("reveal", person, "id_no")]


def test_where_nothing_can_be_recorded_nothing_is_told(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    with reopen(desk, write=False) as reading:
        with pytest.raises(Trouble, match="read_only"):
            roster.reveal(reading, person, "id_no")
        assert roster.list_people(reading)[0].name == "王甲"


def test_a_look_that_cannot_be_recorded_fails_before_the_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    person = roster.add_person(desk, draft(desk))

    def full(*_args: object) -> None:
        raise Trouble("disk_full")

    monkeypatch.setattr(desk.store, "access", full)
    with pytest.raises(Trouble, match="disk_full"):
        roster.reveal(desk, person, "id_no")


def test_only_masked_fields_are_revealed(desk: Desk) -> None:
    with pytest.raises(ValueError, match="name"):
        roster.reveal(desk, "x", "name")  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["wangj", "wj", "王", "1234", ID[-4:], "jc", "甲村", "jiacun", "wj 甲村", "王 jia"])
def test_the_list_is_searched_by_name_village_and_numbers(desk: Desk, typed: str) -> None:
    roster.add_person(desk, draft(desk))
    roster.add_person(desk, draft(desk, name="李乙", id_no=id_number("1990-01-01"), phone="", village_ids=()))
    assert [row.name for row in roster.list_people(desk, typed)] == ["王甲"]
    assert roster.list_people(desk, "查无此人") == []
    assert len(roster.list_people(desk, "  ")) == 2


def test_the_list_is_filtered(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, end_date="2026-12-31"))
    roster.add_person(desk, draft(desk, name="李乙", id_no="", start_date="2027-01-01", state="pending"))
    assert [row.name for row in roster.list_people(desk, show="active")] == ["王甲"]
    assert [row.name for row in roster.list_people(desk, show="pending")] == ["李乙"]
    assert [row.name for row in roster.list_people(desk, show="ending")] == ["王甲"]
    assert roster.list_people(desk, scope="elsewhere") == []
    assert roster.summary(desk, scope="elsewhere").people == 0


def test_the_card_tells_who_did_what(desk: Desk, clock: FixedClock) -> None:
    person = roster.add_person(desk, draft(desk))
    clock.advance(timedelta(days=1))
    roster.edit_person(desk, person, {"post": "网格员", "name": "王佳"})
    found = roster.card(desk, person)
    assert [(line.action, line.actor, line.day) for line in found.history] == [
        ("person_edit", PERSON, "2026-11-23"),
        ("person_add", PERSON, "2026-11-22"),
    ]
    assert {c.field: (c.old, c.new) for c in found.history[0].fields} == {
        "post": ("", "网格员"),
        "name": ("王甲", "王佳"),
    }
    assert found.history[1].fields == ()
    assert found.history[0].sent is None
    assert (found.ours, found.exact_birth, found.row.name) == (True, True, "王佳")
    assert [(term.state, term.villages) for term in found.terms] == [(TermState.ACTIVE, ("甲村",))]


# --- taking back ------------------------------------------------------------------------------------------------------
def test_an_act_is_taken_back_and_done_again(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"phone": "15900005678", "village_ids": tuple(ids(desk)[1:])})
    undone = roster.undo_last(desk)
    assert undone
    assert (undone.action, undone.at[:10]) == ("person_edit", "2026-11-22")
    (row,) = roster.list_people(desk)
    assert (row.phone_masked, row.villages) == ("138****1234", ("甲村",))
    assert roster.list_people(desk, "5678") == []
    assert roster.redo_last(desk)
    assert roster.list_people(desk, "5678")[0].villages == ("乙村", "丙村")
    assert roster.redo_last(desk) is None


def test_somebody_added_by_mistake_is_gone_and_can_come_back(desk: Desk) -> None:
    roster.add_person(desk, draft(desk))
    roster.undo_last(desk)
    assert roster.list_people(desk) == []
    assert roster.list_people(desk, "wj") == []
    assert roster.summary(desk).vacant == 3
    roster.redo_last(desk)
    assert [row.name for row in roster.list_people(desk, "wj")] == ["王甲"]


def test_the_history_tells_what_was_taken_back(desk: Desk) -> None:
    person = roster.add_person(desk, draft(desk))
    roster.edit_person(desk, person, {"village_ids": tuple(ids(desk)[1:2])})
    roster.undo_last(desk)
    line: HistoryLine = roster.card(desk, person).history[0]
    assert (line.action, [tuple(c) for c in line.fields]) == ("undo", [("villages", "乙村", "甲村")])


# --- any day ----------------------------------------------------------------------------------------------------------
def test_the_roster_of_any_day_by_the_dates_of_the_terms(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, start_date="2015-07", end_date="2020"))
    roster.add_person(desk, draft(desk, name="李乙", id_no="", start_date="2021-03-01"))
    serving = {
        day: [row.name for row in roster.list_people(desk, as_of=day, show="active")]
        for day in (date(2015, 6, 30), date(2015, 7, 1), date(2020, 12, 31), date(2021, 1, 1), date(2021, 3, 1))
    }
    assert list(serving.values()) == [[], ["王甲"], ["王甲"], [], ["李乙"]]
    assert roster.list_people(desk, "lyi", as_of=date(2022, 1, 1))[0].name == "李乙"
    assert roster.list_people(desk, "lyi", as_of=date(2019, 1, 1)) == []


def test_an_earlier_day_shows_what_stood_there(desk: Desk, clock: FixedClock) -> None:
    person = roster.add_person(desk, draft(desk))
    clock.advance(timedelta(days=10))
    roster.edit_person(desk, person, {"name": "王佳", "village_ids": tuple(ids(desk)[1:2])})
    clock.advance(timedelta(days=10))
    roster.edit_person(desk, person, {"state": "exited", "exit_date": "2026-12-10"})
    early = roster.list_people(desk, as_of=date(2026, 11, 25))
    assert [(row.name, row.village, row.status) for row in early] == [("王甲", "甲村", TermState.ACTIVE)]
    late = roster.card(desk, person, as_of=date(2026, 12, 10))
    assert (late.name, late.village, late.status) == ("王佳", "乙村", TermState.ACTIVE)
    assert [line.action for line in late.history] == ["person_edit", "person_add"]
    assert roster.list_people(desk, as_of=date(2026, 12, 11))[0].status is TermState.EXITED
    assert [gap.days for gap in roster.vacancies(desk) if gap.village == "乙村"] == [2]
    assert roster.list_people(desk)[0].status is TermState.EXITED


def test_a_coming_day_shows_terms_that_will_have_ended(desk: Desk) -> None:
    roster.add_person(desk, draft(desk, end_date="2026-12-31"))
    assert roster.list_people(desk, "wj", as_of=date(2027, 1, 1))[0].status is TermState.EXPIRED
    assert roster.summary(desk, as_of=date(2027, 1, 1)).vacant == 3


# --- memory -----------------------------------------------------------------------------------------------------------
def test_rows_follow_the_day_on_the_wall(desk: Desk, clock: FixedClock) -> None:
    roster.add_person(desk, draft(desk, end_date="2026-11-22"))
    assert roster.list_people(desk)[0].status is TermState.ACTIVE
    clock.advance(timedelta(days=1))
    assert roster.list_people(desk)[0].status is TermState.EXPIRED


def test_many_changes_at_once_are_followed(desk: Desk) -> None:
    village = ids(desk)[0]
    roster.list_people(desk)
    with desk.store.write(desk.account.id, "import") as work:
        for number in range(150):
            work.create("person", f"p{number}", {"name": f"人{number}"})
            work.create("term", f"t{number}", {"person_id": f"p{number}", "state": "active"})
            work.create("term_village", f"l{number}", {"term_id": f"t{number}", "village_id": village})
    assert len(roster.list_people(desk)) == 150
    with desk.store.write(desk.account.id, "edit") as work:
        work.update("term", "t7", {"end_date": "2020"})
        work.delete("term_village", "l8")
        work.delete("person", "p9")
    found = {row.id: row for row in roster.list_people(desk)}
    assert found["p7"].status is TermState.EXPIRED
    assert found["p8"].villages == ()
    assert "p9" not in found


def test_a_village_that_changes_its_officer_changes_its_people(desk: Desk) -> None:
    roster.add_person(desk, draft(desk))
    assert roster.list_people(desk)[0].officer == ""
    villages.edit_village(desk, ids(desk)[0], {"officer": "赵民警", "area": "东片"})
    assert (roster.list_people(desk)[0].officer, roster.list_people(desk)[0].area) == ("赵民警", "东片")


def test_a_reader_beside_a_writer_sees_what_was_saved(desk: Desk) -> None:
    with open_desk(desk.home.path, PERSON, PASS_PHRASE, write=False, clock=desk.clock) as beside:
        assert roster.list_people(beside) == []
        roster.add_person(desk, draft(desk))
        assert [row.name for row in roster.list_people(beside, "wj")] == ["王甲"]


def test_every_refusal_has_its_words() -> None:
    bad = re.search(r"bad: (.*?)\. warn:", (roster_check.__doc__ or "").replace("\n", " "))
    assert bad
    codes = re.findall(r"[a-z_0-9]+", re.sub(r"\([^)]*\)", "", bad[1]))
    assert len(codes) == 16
    assert {f"draft_{code}" for code in codes} <= set(SENTENCES)


def test_every_look_at_many_numbers_is_recorded_before_they_are_read(desk: Desk) -> None:
    someone = roster.add_person(desk, draft(desk))
    whole = roster.reveal_many(desk, [someone], ("id_no", "phone"))
    assert whole == {someone: {"id_no": ID, "phone": "13800001234"}}
    with desk.store.read() as conn:
        looks = [(entry.object, entry.detail) for entry in load_access(conn) if entry.act == "reveal"]
    assert looks == [(someone, "id_no,phone")]
    with pytest.raises(Trouble):
        roster.reveal_many(desk, ["0" * 32], ("phone",))
