"""The county's part over real bundles: it decides per person with a reason, or the clerk types the paper; one end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.eligibility import ExclusionCheck
from station_desk.domain.idno import check_digit
from station_desk.domain.roster import PersonDraft
from station_desk.domain.selection import Standing, State
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.services import exchange, remarks, selection_transfer
from station_desk.services import selection as errands
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person
from station_desk.services.selection_appoint import Appointing, appoint
from station_desk.services.selection_board import Board, board
from station_desk.services.selection_list import batch_list
from station_desk.services.villages import import_villages
from tests.services.exchange_desks import STATION, Pair, make_desk, make_pair, trust_each_other

DAY = "2026-11-10"
PEOPLE = (("甲村", "郑广明", "19880315"), ("乙村", "丁一", "19850102"), ("丙村", "马小红", "19900607"))
APPROVE = errands.Doing("approve", day="2026-11-20", doc_no="南公批〔2026〕12号")
REFUSE = errands.Doing("approve", "failed", "2026-11-20", doc_no="南公批〔2026〕12号", reason="paper")


@pytest.fixture
def met(tmp_path: Path) -> Iterator[tuple[Pair, str]]:
    """A station and its county; a batch with three candidates who wait for the county, known on both sides."""
    pair = make_pair(tmp_path)
    for desk in (pair.station, pair.county):
        desk.office = replace(desk.office, pack="cn.nanan")
    import_villages(
        pair.station, [VillageRow(f"371602009{201 + at}", name) for at, (name, _who, _born) in enumerate(PEOPLE)]
    )
    batch = errands.open_batch(pair.station, errands.NewBatch("2026秋", DAY))
    body = [f"371602{born}997" for _village, _name, born in PEOPLE]
    errands.add_candidates(
        pair.station,
        batch,
        [
            errands.NewCandidate(village, name, number + check_digit(number), education="高中", signed_on=DAY)
            for (village, name, _born), number in zip(PEOPLE, body, strict=True)
        ],
    )
    checked = ExclusionCheck("none", "李警官", DAY, "审1")
    answers = dict.fromkeys(("E2", "E3", "E6"), True)
    for _village, name, _born in PEOPLE:
        errands.check_candidate(
            pair.station, batch, name, EligibilityCase(date.min, answers=answers, exclusion=checked)
        )
    errands.advance(pair.station, batch, None, errands.Doing("recommend", day=DAY, doc_no="会1"))
    errands.advance(pair.station, batch, None, errands.Doing("examine", day=DAY, by_name="甲", second_by="乙"))
    _up(pair)
    yield pair, batch
    pair.close()


def _up(pair: Pair) -> None:
    pair.wait(minutes=1)
    assert exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down).trouble is None


def _down(pair: Pair) -> None:
    pair.wait(minutes=1)
    assert exchange.import_bundles(pair.station, [pair.send(pair.county)], receipt_to=pair.up).trouble is None


def _stands(found: Board) -> dict[str, Standing]:
    """Where everybody stands, apart from who recorded it."""
    return {one.name: one.standing for one in found.cases}


def test_a_decision_by_bundle_and_one_typed_from_paper_end_in_the_same_state(met: tuple[Pair, str]) -> None:
    pair, batch = met
    assert _stands(board(pair.county, batch)) == _stands(board(pair.station, batch))
    errands.advance(pair.county, batch, ["郑广明", "丁一"], APPROVE)
    errands.advance(pair.county, batch, ["马小红"], REFUSE)
    assert {name: one.state for name, one in _stands(board(pair.station, batch)).items()} == dict.fromkeys(
        ("郑广明", "丁一", "马小红"), State.RUNNING
    )
    _down(pair)
    by_bundle = _stands(board(pair.station, batch))
    assert {name: one.state for name, one in by_bundle.items()} == {
        "郑广明": State.APPROVED,
        "丁一": State.APPROVED,
        "马小红": State.REJECTED,
    }
    assert by_bundle["马小红"].reason == "paper"
    appoint(pair.station, batch, None, Appointing("2026-11-21", number="1号"))
    _up(pair)
    assert _stands(board(pair.county, batch)) == _stands(board(pair.station, batch))


def test_the_same_typed_by_the_clerk(met: tuple[Pair, str]) -> None:
    pair, batch = met
    errands.advance(pair.station, batch, ["郑广明", "丁一"], APPROVE)
    errands.advance(pair.station, batch, ["马小红"], REFUSE)
    typed = _stands(board(pair.station, batch))
    assert {name: one.state for name, one in typed.items()} == {
        "郑广明": State.APPROVED, "丁一": State.APPROVED, "马小红": State.REJECTED,
    }  # fmt: skip
    assert [done.doc_no for done in typed["丁一"].done if done][-1] == "南公批〔2026〕12号"
    _up(pair)
    assert _stands(board(pair.county, batch)) == typed


def test_both_said_it_and_a_decision_crossed_a_withdrawal(met: tuple[Pair, str]) -> None:
    pair, batch = met
    errands.advance(pair.county, batch, ["郑广明", "丁一"], APPROVE)
    pair.wait(minutes=1)
    errands.advance(pair.station, batch, ["郑广明"], APPROVE)
    errands.advance(pair.station, batch, ["马小红"], errands.Doing(result="withdrawn", day=DAY, reason="own_wish"))
    _down(pair)
    _up(pair)
    here, there = _stands(board(pair.station, batch)), _stands(board(pair.county, batch))
    assert here == there
    assert here["郑广明"].state is State.APPROVED
    assert len(here["郑广明"].idle) == 1
    with pytest.raises(Trouble) as caught:
        errands.advance(pair.county, batch, ["马小红"], APPROVE)
    assert caught.value.code == "candidate_out"


def test_the_county_does_not_do_the_stations_stages_and_sends_back_for_correction(met: tuple[Pair, str]) -> None:
    pair, batch = met
    with pytest.raises(Trouble) as caught:
        errands.advance(pair.county, batch, ["丁一"], errands.Doing("examine", day=DAY, by_name="甲", second_by="乙"))
    assert caught.value.code == "county_stage_only"
    candidate = board(pair.county, batch).find("丁一").id
    remarks.add(pair.county, candidate, "papers_missing")
    _down(pair)
    (told,) = remarks.list_remarks(pair.station, person_id=candidate)
    assert (told.person, told.state, told.scope) == ("丁一", "open", STATION)
    remarks.answer(pair.station, told.id, "done")
    _up(pair)
    assert [one.state for one in remarks.list_remarks(pair.county)] == ["answered"]


def test_a_person_moves_to_another_station_the_past_stays_and_the_new_begins_with_a_link(
    met: tuple[Pair, str], tmp_path: Path
) -> None:
    pair, _batch = met
    other = make_desk(tmp_path / "other", "371602010")
    try:
        other.office = replace(other.office, pack="cn.nanan")
        trust_each_other(other, pair.county, tmp_path / "keys2")
        import_villages(other, [VillageRow("371602010201", "丁村")])
        (tmp_path / "up2").mkdir()
        (tmp_path / "down2").mkdir()
        bundle = exchange.export_bundles(other, tmp_path / "up2")[0].file
        exchange.import_bundles(pair.county, [Path(bundle)], receipt_to=tmp_path / "down2")
        place = next(iter(memory_of(pair.station).book(pair.station).villages))
        add_person(pair.station, PersonDraft("赵六", village_ids=(place,), start_date="2024-01-01", post="网格员"))
        _up(pair)
        for person, to, code in (("赵六", STATION, "station_missing"), ("无人", "371602010", "person_missing")):
            with pytest.raises(Trouble) as caught:
                selection_transfer.order(pair.county, person, to, DAY, "调1号")
            assert caught.value.code == code
        selection_transfer.order(pair.county, "赵六", "371602010", DAY, "调1号")
        _down(pair)
        files = exchange.export_bundles(pair.county, tmp_path / "down2", receivers=["371602010"])
        exchange.import_bundles(other, [Path(one.file) for one in files], receipt_to=tmp_path / "up2")
        assert [(one.way, one.done) for one in selection_transfer.transfers(pair.station)] == [("leaves", False)]
        assert [(one.way, one.done) for one in selection_transfer.transfers(other)] == [("comes", False)]
        left = selection_transfer.release(pair.station, "赵六")
        with pytest.raises(Trouble):
            selection_transfer.release(pair.station, "赵六")
        person = selection_transfer.receive(other, "赵六", "丁村", "2027-12-31")
        (term,) = memory_of(other).book(other).terms[person]
        assert (term.prior_id, term.start_date) == (left, DAY)
        assert memory_of(other).book(other).people[person].post == "网格员"
        _up(pair)
        bundle = exchange.export_bundles(other, tmp_path / "up2")[0].file
        exchange.import_bundles(pair.county, [Path(bundle)], receipt_to=tmp_path / "down2")
        assert [(one.way, one.done) for one in selection_transfer.transfers(pair.county)] == [("both", True)]
    finally:
        other.close()


def _dump(desk: Desk, batch: str) -> dict[str, object]:
    """What a station knows after a decision, apart from ids, clocks and who typed it."""
    found = board(desk, batch)
    lines = batch_list(desk, batch, DAY).groups[0].lines
    return {
        "state": found.state,
        "cases": [(one.name, one.village, one.standing, one.lacks) for one in found.cases],
        "list": [replace(line, villages=()) for line in lines],
        "vacant": sorted(errands.vacancies(desk).values()),
    }


def test_thirty_rows_are_decided_in_one_act_and_both_ways_leave_the_same_dump(tmp_path: Path) -> None:
    dumps = []
    for way in ("bundle", "paper"):
        pair = make_pair(tmp_path / way)
        try:
            for desk in (pair.station, pair.county):
                desk.office = replace(desk.office, pack="cn.nanan")
            import_villages(pair.station, [VillageRow(f"371602009{201 + at}", f"第{at}村") for at in range(30)])
            batch = errands.open_batch(pair.station, errands.NewBatch("2026秋", DAY))
            told = [
                errands.NewCandidate(
                    f"第{at}村", f"候选{'甲乙丙丁戊'[at // 6]}{'一二三四五六'[at % 6]}", education="高中", signed_on=DAY
                )
                for at in range(30)
            ]
            errands.add_candidates(pair.station, batch, told)
            answers = dict.fromkeys(("E2", "E3", "E6"), True)
            case = EligibilityCase(date.min, answers=answers, exclusion=ExclusionCheck("none", "李警官", DAY, "审1"))
            for one in board(pair.station, batch).cases:
                errands.check_candidate(pair.station, batch, one.id, case)
            errands.advance(pair.station, batch, None, errands.Doing("recommend", day=DAY, doc_no="会1"))
            errands.advance(pair.station, batch, None, errands.Doing("examine", day=DAY, by_name="甲", second_by="乙"))
            _up(pair)
            decider = pair.county if way == "bundle" else pair.station
            errands.advance(decider, batch, ["候选甲三"], REFUSE)
            assert len(errands.advance(decider, batch, None, APPROVE)) == 29
            if way == "bundle":
                _down(pair)
            dumps.append(_dump(pair.station, batch))
        finally:
            pair.close()
    assert dumps[0] == dumps[1]
    assert str(dumps[0]["state"]) == "decided"
