"""Rows compared with each other and with the roster."""

from station_desk.domain import intake
from station_desk.domain.idno import mask_id
from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_json import proposal_json
from station_desk.domain.intake_match import Known
from station_desk.domain.phones import mask_phone
from station_desk.domain.records import Person, Term, TermState
from tests.domain.intake_support import HEADER, VILLAGES, id_no, person, propose, sheet

SCOPE = VILLAGES[0].scope
NUMBER = id_no()


def known(
    number: int = 1, *, state: TermState = TermState.ACTIVE, village: int | None = 0, **facts: str | None
) -> Known:
    person_id = f"{number:032x}"
    fields: dict[str, str | None] = {"name": "王建国", "id_no": NUMBER, "sex": "男", "birth": "1985-03-12", **facts}
    villages = () if village is None else (VILLAGES[village].id,)
    term = Term(SCOPE, f"{number + 100:032x}", person_id, state, "2020-05", villages=villages)
    return Known(Person(SCOPE, person_id, **fields), term)  # type: ignore[arg-type]


def test_someone_whom_the_roster_does_not_have_is_new_with_every_field() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER, phone="13800001234", start="2020.5", post="网格员")]))
    (row,) = proposal.rows
    assert (row.outcome, row.change) == ("accept", "new")
    assert row.changes == {
        "name": "王建国",
        "sex": "男",
        "id_no": NUMBER,
        "phone": "13800001234",
        "post": "网格员",
        "birth": "1985-03-12",
        "start_date": "2020-05",
        "village_ids": (VILLAGES[0].id,),
    }


def test_what_the_roster_already_says_is_the_same() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER, start="2020.5")]), known=[known()])
    assert [(r.change, dict(r.changes)) for r in proposal.rows] == [("same", {})]


def test_only_the_differing_cells_are_changed_and_blank_cells_change_nothing() -> None:
    rows = [HEADER, person(number=NUMBER, phone="13800005678", village=None, education="大专")]
    proposal = propose(sheet(rows), known=[known(phone="13800001234", post="治保主任", education="大专")])
    assert dict(proposal.rows[0].changes) == {"phone": "13800005678"}


def test_a_less_exact_date_changes_nothing_and_a_more_exact_one_does() -> None:
    same = propose(sheet([HEADER, person(number=NUMBER, start="2020")]), known=[known()])
    assert same.rows[0].change == "same"
    finer = propose(sheet([HEADER, person(number=NUMBER, start="2020-05-04")]), known=[known()])
    assert dict(finer.rows[0].changes) == {"start_date": "2020-05-04"}


def test_without_a_number_the_name_and_the_village_decide() -> None:
    found = propose(sheet([HEADER, person()]), known=[known()])
    assert found.rows[0].change == "same"
    elsewhere = propose(sheet([HEADER, person(village="东孙村")]), known=[known()])
    assert elsewhere.rows[0].change == "new"


def test_father_and_son_of_one_name_are_two_people() -> None:
    proposal = propose(sheet([HEADER, person(number=id_no("19600101"))]), known=[known()])
    assert proposal.rows[0].change == "new"


def test_a_number_fills_in_the_person_of_that_name_and_village_who_has_none() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER)]), known=[known(id_no=None)])
    assert dict(proposal.rows[0].changes) == {"id_no": NUMBER}


def test_two_rows_without_a_number_are_never_the_same_person() -> None:
    rows = [HEADER, person(), person()]
    assert [r.change for r in propose(sheet(rows), known=[known()]).rows] == ["same", "new"]
    assert [r.change for r in propose(sheet(rows), known=[known(), known(2)]).rows] == ["same", "same"]


def test_the_same_number_later_in_the_workbook_is_held() -> None:
    rows: list[list[Cell]] = [[*HEADER], person(number=NUMBER), person(number=NUMBER), person("李秀英", NUMBER)]
    proposal = propose(sheet(rows, name="一"), sheet([HEADER, person(number=NUMBER)], name="二"))
    assert [r.reasons for r in proposal.rows] == [(), ("duplicate_id",), ("duplicate_id_conflict",), ("duplicate_id",)]


def test_people_whom_the_file_does_not_name_are_told_and_nothing_happens_to_them() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER)]), known=[known(), known(2, id_no=None, name="李秀英")])
    assert proposal.absent == (f"{2:032x}",)


def test_an_old_file_brings_nobody_back_into_office() -> None:
    proposal = propose(
        sheet([HEADER, person(number=NUMBER, start="2021.1", village="东孙村")]), known=[known(state=TermState.EXITED)]
    )
    assert (proposal.rows[0].change, proposal.rows[0].warnings) == ("same", ("term_ended",))


def test_political_status_is_stored_only_where_the_pack_says_why() -> None:
    rows = sheet([HEADER, person(number=NUMBER, political="党员")])
    assert propose(rows).rows[0].values.political == "中共党员"
    assert "political" not in propose(rows).rows[0].changes
    assert propose(rows, stores_political=True).rows[0].changes["political"] == "中共党员"


def test_numbers_masked_by_our_own_export_mean_as_it_is() -> None:
    number = mask_id(NUMBER)
    phone = mask_phone("13800001234")
    someone = known(phone="13800001234")
    rows = sheet([HEADER, person(number=number, phone=phone)])
    assert propose(rows, known=[someone]).rows[0].change == "same"
    stranger = propose(rows).rows[0]
    assert (stranger.outcome, stranger.reasons) == ("reject", ("id_masked",))


def test_our_own_record_id_finds_the_person_whatever_else_changed() -> None:
    header = [*HEADER, "系统编号"]
    someone = known()
    row = [*person("王建军", NUMBER, village="东孙村"), someone.person.id]
    proposal = propose(sheet([header, row], hidden_columns=frozenset({11})), known=[someone])
    assert set(proposal.rows[0].changes) == {"name", "village_ids"}
    row = [*person("王建国", id_no("19850313"), village="东孙村"), someone.person.id]
    proposal = propose(sheet([header, row], hidden_columns=frozenset({11})), known=[someone])
    assert set(proposal.rows[0].changes) == {"id_no", "birth", "village_ids"}


def test_a_row_of_our_export_that_was_typed_over_for_somebody_else_is_somebody_new() -> None:
    header = [*HEADER, "系统编号"]
    someone = known()
    row = [*person("李秀英", id_no("19760102", 998)), someone.person.id]
    proposal = propose(sheet([header, row]), known=[someone])
    assert (proposal.rows[0].change, proposal.rows[0].warnings) == ("new", ("identity_changed",))
    assert proposal.absent == (someone.person.id,)


def test_the_area_of_a_row_is_noted_at_our_own_village_and_only_there() -> None:
    header = [*HEADER, "片区"]
    rows = sheet([header, [*person(number=NUMBER), "一片区"]])
    own = frozenset({VILLAGES[0].id})
    ours = propose(rows, known=[known()], own=own)
    assert ours.village_changes == {VILLAGES[0].id: {"area": "一片区"}}
    assert ours.rows[0].change == "changed"
    assert propose(rows, known=[known()]).rows[0].change == "same"


def test_rows_that_disagree_about_a_village_note_nothing_there() -> None:
    header = [*HEADER, "片区"]
    rows = [header, [*person(), "一片区"], [*person("李秀英"), "二片区"]]
    proposal = propose(sheet(rows), own=frozenset({VILLAGES[0].id}))
    assert proposal.village_changes == {}
    assert all(r.cells["area"] == ("village_fact_conflict",) and r.warnings == ("id_missing",) for r in proposal.rows)


def test_a_corrected_cell_makes_its_row_good_and_judges_the_others_again() -> None:
    rows = [HEADER, person(number=3.71602198503129e17), person("李秀英", id_no(serial=998))]
    proposal = propose(sheet(rows))
    key = proposal.rows[0].key
    assert proposal.rows[0].reasons == ("id_lost_precision",)
    mended = intake.amend(proposal, {key: {"id_no": NUMBER}})
    assert [r.outcome for r in mended.rows] == ["accept", "accept"]
    clash = intake.amend(proposal, {key: {"id_no": id_no(serial=998)}})
    assert [r.reasons for r in clash.rows] == [(), ("duplicate_id_conflict",)]
    assert proposal.rows[0].reasons == ("id_lost_precision",)


def test_a_row_can_be_held_back_and_let_go() -> None:
    proposal = propose(sheet([HEADER, person(number=NUMBER)]))
    held = intake.hold(proposal, [proposal.rows[0].key])
    assert held.rows[0].reasons == ("held_by_clerk",)
    assert intake.hold(held, [proposal.rows[0].key], held=False).rows[0].outcome == "accept"


def test_the_document_has_the_keys_of_the_contract_and_masks_numbers() -> None:
    rows = sheet([HEADER, person(number=NUMBER, phone="13800001234", start="2020.5", education="大专")])
    told = proposal_json(propose(rows))
    assert set(told) == {"file", "sheets", "sheets_skipped", "rows", "skipped", "summary"}
    (row,) = told["rows"]  # type: ignore[misc]
    assert row == {
        "sheet": "花名册",
        "row": 2,
        "outcome": "accept",
        "change": "new",
        "values": {
            "name": "王建国",
            "sex": "男",
            "id_no": mask_id(NUMBER),
            "birth": "1985-03-12",
            "phone": "138****1234",
            "phone2": None,
            "education": "大专",
            "political": None,
            "post": None,
            "start_date": "2020-05",
            "village_code": VILLAGES[0].code,
            "village_name": "宋黑村委会",
            "village_text": "宋黑村",
            "township_code": VILLAGES[0].township_code,
        },
        "warnings": [],
        "reasons": [],
        "cells": {},
    }
    assert told["summary"]["person_rows"] == 1  # type: ignore[index]
    assert told["sheets"][0]["columns"]["id_no"] == "D"  # type: ignore[index]
    assert NUMBER not in str(told)
    assert proposal_json(propose(rows), reveal=True)["rows"][0]["values"]["id_no"] == NUMBER  # type: ignore[index]
