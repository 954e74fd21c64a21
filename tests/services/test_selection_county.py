"""The county's part over real bundles: it decides per person with a reason, or the clerk types the paper; one end."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.eligibility import ExclusionCheck
from station_desk.domain.idno import check_digit
from station_desk.domain.selection import Standing, State
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.services import exchange, remarks
from station_desk.services import selection as errands
from station_desk.services.selection_appoint import Appointing, appoint
from station_desk.services.selection_board import Board, board
from station_desk.services.villages import import_villages
from tests.services.exchange_desks import STATION, Pair, make_pair

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
