"""What is refused in a selection: one trouble each, and not a line is written (issue 8, bad input)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from station_desk.domain.idno import check_digit
from station_desk.domain.roster import PersonDraft
from station_desk.domain.selection import State
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import pack_fill, selection_publicity, selection_vote
from station_desk.services import selection as errands
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.roster_write import add_person
from station_desk.services.selection_appoint import Appointing, appoint
from station_desk.services.selection_board import board
from station_desk.store.tables import txn
from tests.support.homes import make_home

DAY = "2026-11-10"
NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
PARAMS = {"quorum": "2/3", "majority": "1/2", "majority_of": "returned", "runoff_min": "1/3"}
Refused = Callable[[str, Callable[[], object]], None]


@pytest.fixture
def at_work(tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """A station of three villages that follows a pack."""
    opened: list[Desk] = []

    def make(pack: str, **home: Any) -> Desk:
        opened.append(make_home(tmp_path, villages=3, clock=FixedClock(NOON), pack=pack, **home))
        return opened[-1]

    yield make
    for desk in opened:
        desk.close()


def _refused(desk: Desk) -> Refused:
    """Checks that an act is one trouble and leaves no transaction behind."""

    def written() -> int:
        with desk.store.read() as conn:
            return int(conn.execute(select(func.count()).select_from(txn)).scalar_one())

    def check(code: str, act: Callable[[], object]) -> None:
        before = written()
        with pytest.raises(Trouble) as caught:
            act()
        assert (caught.value.code, written()) == (code, before)

    return check


def _number(birth: str) -> str:
    body = f"371602{birth}997"
    return body + check_digit(body)


def _stand(desk: Desk, batch: str, *people: tuple[str, str, str]) -> None:
    told = [
        errands.NewCandidate(village, name, _number(born), education="高中", signed_on=DAY)
        for village, name, born in people
    ]
    errands.add_candidates(desk, batch, told)


def _batch(desk: Desk, **more: Any) -> str:
    return errands.open_batch(desk, errands.NewBatch("2026", DAY, **more))


A, B, C = ("甲村", "郑广明", "19880315"), ("乙村", "丁一", "19850102"), ("丙村", "马小红", "19900607")


def test_quota_service_and_doubles(at_work: Callable[..., Desk]) -> None:
    desk = at_work("cn.xihua")
    refused = _refused(desk)
    refused("outside_quota", lambda: _batch(desk, seats={"甲村": 2}))
    refused("post_missing", lambda: _batch(desk, seats={"乌有村": 1}))
    villages = memory_of(desk).book(desk).villages
    place = next(one.id for one in villages.values() if one.name == "丙村")
    add_person(desk, PersonDraft("马小红", _number(C[2]), village_ids=(place,), start_date="2024-01-01"))
    batch = _batch(desk)
    refused("candidate_serving", lambda: _stand(desk, batch, ("甲村", *C[1:])))
    refused("candidate_double", lambda: _stand(desk, batch, A, ("乙村", *A[1:])))
    _stand(desk, batch, A)
    refused("candidate_double", lambda: _stand(desk, batch, ("乙村", *A[1:])))
    refused("outside_quota", lambda: errands.open_batch(desk, errands.NewBatch("二", DAY, {"甲村": 1})))


def test_stages_decisions_and_one_wrong_row_among_many(at_work: Callable[..., Desk]) -> None:
    desk = at_work("cn.xihua")
    refused = _refused(desk)
    batch = _batch(desk)
    _stand(desk, batch, A, B, C)
    decided = errands.Doing("open_recruitment", day="2026-11-20", doc_no="西政〔2026〕3号")
    terms = Appointing("2026-12-01", number="1号")
    refused("stage_skipped", lambda: appoint(desk, batch, ["丁一"], terms))
    refused("nobody_waits", lambda: appoint(desk, batch, None, terms))
    refused("stage_lacks", lambda: errands.advance(desk, batch, None, replace(decided, doc_no="")))
    refused("day_to_come", lambda: errands.advance(desk, batch, None, replace(decided, day="2026-11-23")))
    errands.advance(desk, batch, ["马小红"], errands.Doing(result="withdrawn", day=DAY, reason="own_wish"))
    names = ["郑广明", "丁一", "马小红"]
    refused("candidate_out", lambda: errands.advance(desk, batch, names, decided))
    refused("candidate_missing", lambda: errands.advance(desk, batch, ["郑广明", "无人"], decided))
    assert {one.standing.at for one in board(desk, batch).cases} == {0}
    errands.advance(desk, batch, None, decided)
    refused("stage_skipped", lambda: errands.advance(desk, batch, ["丁一"], decided))
    appoint(desk, batch, None, terms)
    refused("candidate_out", lambda: appoint(desk, batch, ["丁一"], terms))
    refused("reason_needed", lambda: errands.end_batch(desk, batch, "cancelled", "because"))


def test_votes_that_cannot_be_and_a_vote_held_twice(at_work: Callable[..., Desk]) -> None:
    desk = at_work("cn.dezhou")
    refused = _refused(desk)
    pack_fill.fill(desk, "", selection_vote.RULE, "到会三分之二，收回票过半数", "市局", "1号", "2026-10-01")
    batch = _batch(desk)
    _stand(desk, batch, A, B)

    def vote(day: str = "2026-11-18", **figures: Any) -> object:
        told = {"due": 30, "present": 25, "issued": 25, "returned": 24, "invalid": 1, **figures}
        ballots = [{"name": "郑广明", "for": 15, "against": 5, "abstain": 3}]
        document = {"params": PARAMS, "ballot": "each", "candidates": ballots, **told}
        return selection_vote.record_vote(desk, batch, "甲村", day, document)

    refused("nobody_waits", vote)
    errands.advance(desk, batch, None, errands.Doing("recommend", day=DAY, doc_no="会1"))
    settled = errands.Doing("approve_candidates", day=DAY, by_name="甲", second_by="乙", doc_no="审1")
    errands.advance(desk, batch, None, settled)
    for code, figures in (
        ("vote_returned_exceeds_issued", {"returned": 26}),
        ("vote_issued_exceeds_present", {"issued": 26}),
        ("vote_present_exceeds_due", {"present": 31}),
        ("vote_invalid_exceeds_returned", {"invalid": 25}),
        ("vote_sum_mismatch", {"invalid": 2}),
        ("vote_negative", {"invalid": -1}),
        ("vote_names", {"candidates": [{"name": "无人", "for": 15, "against": 5, "abstain": 3}]}),
        ("vote_shape", {"due": "dreißig"}),
        ("vote_shape", {"params": {}}),
    ):
        refused(code, lambda figures=figures: vote(**figures))  # type: ignore[misc]
    refused("day_to_come", lambda: vote(day="2026-11-23"))
    refused("stage_own_act", lambda: errands.advance(desk, batch, ["郑广明"], errands.Doing("vote", day=DAY)))
    vote()
    refused("nobody_waits", vote)
    assert board(desk, batch).find("郑广明").standing.state is State.APPROVED


def test_publicity_is_neither_shortened_nor_objected_to_after_its_end(at_work: Callable[..., Desk]) -> None:
    desk = at_work("cn.bincheng")
    refused = _refused(desk)
    batch = _batch(desk)
    _stand(desk, batch, A, B)
    errands.advance(desk, batch, None, errands.Doing("recommend", day="2026-11-02", doc_no="会1"))
    errands.advance(desk, batch, None, errands.Doing("examine", day="2026-11-02", by_name="甲", second_by="乙"))
    refused("rule_missing", lambda: selection_publicity.show(desk, batch, None, "2026-11-09", "work"))
    pack_fill.fill(desk, "", selection_publicity.RULE, "7", "分局", "1号", "2026-10-01")
    selection_publicity.show(desk, batch, None, "2026-11-09", "work")
    assert str(board(desk, batch).cases[0].shown_until.last) == "2026-11-18"  # type: ignore[union-attr]
    pack_fill.unfill(desk, "", selection_publicity.RULE)
    pack_fill.fill(desk, "", selection_publicity.RULE, "3", "分局", "2号", "2026-10-01")
    assert {str(one.shown_until.last) for one in board(desk, batch).cases} == {"2026-11-18"}  # type: ignore[union-attr]
    refused("publicity_shown", lambda: selection_publicity.show(desk, batch, ["丁一"], "2026-11-10", "calendar"))
    over = errands.Doing("publicity", day="2026-11-18")
    refused("publicity_runs", lambda: errands.advance(desk, batch, None, over))
    for day, code in (
        ("2026-11-19", "objection_outside"),
        ("2026-11-06", "objection_outside"),
        ("2026-11-23", "day_to_come"),
    ):
        refused(code, lambda day=day: selection_publicity.object_to(desk, batch, "丁一", day, "异1"))  # type: ignore[misc]
    refused("objection_paper", lambda: selection_publicity.object_to(desk, batch, "丁一", "2026-11-17", " "))
    selection_publicity.object_to(desk, batch, "丁一", "2026-11-17", "异1")
    refused("objection_waits", lambda: selection_publicity.object_to(desk, batch, "丁一", "2026-11-17", "异2"))
    refused("candidate_out", lambda: errands.advance(desk, batch, ["丁一"], replace(over, day="2026-11-20")))
    refused("day_wrong", lambda: selection_publicity.answer(desk, batch, "丁一", "2026-11-16", upheld=False))
    selection_publicity.answer(desk, batch, "丁一", "2026-11-18", upheld=False)
    last = board(desk, batch).find("丁一").shown_until
    assert last is not None
    assert last.last == date(2026, 11, 20)
