"""The county's word and the station's answer, over real bundles in folders."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, remarks
from station_desk.store.access import load_access
from tests.services.exchange_desks import STATION, Pair, person, rename


def up(pair: Pair) -> None:
    """The station's bundle to the county; its receipt is left lying."""
    pair.wait(minutes=1)
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    assert answer.trouble is None


def down(pair: Pair) -> None:
    """The county's bundle to the station."""
    pair.wait(minutes=1)
    answer = exchange.import_bundles(pair.station, [pair.send(pair.county)], receipt_to=pair.up)
    assert answer.trouble is None


@pytest.fixture
def asked(pair: Pair) -> tuple[Pair, str, str]:
    """A person of the station, and a remark of the county on the ID number that has reached the station."""
    rid = person(pair.station, "甲某")
    up(pair)
    remark = remarks.add(pair.county, rid, "id_no_wrong", "id_no", "第 17 位看不清，请对证件")
    down(pair)
    return pair, rid, remark


def states(pair: Pair) -> tuple[list[str], list[str]]:
    """How the remarks stand at the station and at the county."""
    return (
        [one.state for one in remarks.list_remarks(pair.station)],
        [one.state for one in remarks.list_remarks(pair.county)],
    )


def test_a_remark_reaches_the_station_and_its_answer_the_county(asked: tuple[Pair, str, str]) -> None:
    pair, rid, remark = asked
    (told,) = remarks.list_remarks(pair.station, person_id=rid)
    assert (told.id, told.person, told.field, told.reason) == (remark, "甲某", "id_no", "id_no_wrong")
    assert (told.words, told.name, told.state) == ("第 17 位看不清，请对证件", "滨城分局", "open")
    remarks.answer(pair.station, remark, "as_is")
    assert states(pair) == (["answered"], ["open"])
    up(pair)
    assert states(pair) == (["answered"], ["answered"])
    assert remarks.list_remarks(pair.county)[0].answer == "as_is"


def test_a_remark_comes_with_the_receipt_too(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    up(pair)
    remarks.add(pair.county, rid, "papers_missing")
    rename(pair.station, rid, post="网格员")
    receipt = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down).receipts[0]
    exchange.import_bundles(pair.station, [Path(receipt)])
    assert [one.reason for one in remarks.list_remarks(pair.station)] == ["papers_missing"]


def test_the_county_closes_and_reopens_and_the_station_is_asked_again(asked: tuple[Pair, str, str]) -> None:
    pair, _rid, remark = asked
    remarks.answer(pair.station, remark, "done")
    up(pair)
    remarks.close(pair.county, remark)
    down(pair)
    assert states(pair) == (["closed"], ["closed"])
    with pytest.raises(Trouble, match="remark_not_open"):
        remarks.answer(pair.station, remark, "done")
    remarks.reopen(pair.county, remark)
    down(pair)
    assert states(pair) == (["open"], ["open"])
    assert remarks.list_remarks(pair.station)[0].answer == ""
    remarks.answer(pair.station, remark, "as_is")
    up(pair)
    assert remarks.list_remarks(pair.county)[0].answer == "as_is"


def test_closing_what_is_closed_writes_nothing(asked: tuple[Pair, str, str]) -> None:
    pair, _rid, remark = asked
    assert remarks.close(pair.county, remark)
    assert remarks.close(pair.county, remark) == ""
    assert remarks.reopen(pair.county, remark)
    assert remarks.reopen(pair.county, remark) == ""


def test_a_change_of_the_named_field_makes_mended_the_likely_answer(asked: tuple[Pair, str, str]) -> None:
    pair, rid, _remark = asked
    pair.wait(minutes=1)
    rename(pair.station, rid, post="治保主任")
    assert not remarks.list_remarks(pair.station)[0].changed
    rename(pair.station, rid, id_no="371602198501029975")
    assert remarks.list_remarks(pair.station)[0].changed


def test_a_change_of_the_term_counts_for_a_remark_on_the_term(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    with pair.station.store.write(pair.station.account.id, "person_edit") as work:
        work.create("term", "a" * 32, {"person_id": rid, "state": "active", "start_date": "2025-01"})
    up(pair)
    remarks.add(pair.county, rid, "term_dates_wrong", "start_date")
    down(pair)
    pair.wait(minutes=1)
    assert not remarks.list_remarks(pair.station)[0].changed
    with pair.station.store.write(pair.station.account.id, "person_edit") as work:
        work.update("term", "a" * 32, {"start_date": "2024-12"})
    assert remarks.list_remarks(pair.station)[0].changed


def test_the_station_s_field_is_never_edited_by_a_remark(asked: tuple[Pair, str, str]) -> None:
    pair, rid, _remark = asked
    with pair.county.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT name, office FROM person WHERE id = ?", (rid,)).fetchall()
        writers = conn.exec_driver_sql(
            "SELECT DISTINCT t.office FROM change c JOIN txn t ON t.hash = c.txh WHERE c.rid = ?", (rid,)
        ).scalars()
        assert [tuple(row) for row in rows] == [("甲某", STATION)]
        assert list(writers) == [STATION]


def test_a_station_cannot_remark_and_a_county_cannot_answer(asked: tuple[Pair, str, str]) -> None:
    pair, rid, remark = asked
    with pytest.raises(Trouble, match="remark_county_only"):
        remarks.add(pair.station, rid, "papers_missing")
    with pytest.raises(Trouble, match="remark_county_only"):
        remarks.close(pair.station, remark)
    with pytest.raises(Trouble, match="station_only"):
        remarks.answer(pair.county, remark, "done")


def test_an_answer_that_the_county_forges_in_the_stations_name_counts_for_nothing(
    asked: tuple[Pair, str, str],
) -> None:
    pair, rid, remark = asked
    with pair.county.store.write(pair.county.account.id, "remark_answer", scope=STATION) as work:
        work.create(
            "remark",
            "b" * 32,
            {"about_ent": "person", "about_id": rid, "kind": "answer", "reason": "done", "reply_to": remark},
        )
    assert remarks.list_remarks(pair.county)[0].state == "open"


@pytest.mark.parametrize(
    ("reason", "field", "words", "code"),
    [
        ("nonsense", "", "", "remark_reason_unknown"),
        ("id_no_wrong", "bank_card", "", "remark_field_unknown"),
        ("other", "", "  ", "remark_words_missing"),
        ("other", "", "字" * 61, "remark_words_long"),
        ("other", "", "应为 371602198501029975", "remark_words_number"),
        ("other", "", "打 13800001234 问", "remark_words_number"),
    ],
)
def test_what_may_not_be_written_is_refused_and_nothing_is_kept(
    pair: Pair, reason: str, field: str, words: str, code: str
) -> None:
    rid = person(pair.station, "甲某")
    up(pair)
    with pytest.raises(Trouble, match=code):
        remarks.add(pair.county, rid, reason, field, words)
    assert remarks.list_remarks(pair.county) == []


def test_words_on_residents_are_warned_of_and_a_pass_is_noted_without_them(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    up(pair)
    words = "王秀英因上访被劝返"
    with pytest.raises(Trouble, match="remark_words_residents"):
        remarks.add(pair.county, rid, "other", "", words)
    assert remarks.list_remarks(pair.county) == []
    remarks.add(pair.county, rid, "other", "", words, anyway=True)
    remarks.add(pair.county, rid, "other", "", "照片太旧", anyway=True)
    with pair.county.store.read() as conn:
        (noted,) = load_access(conn, act="guard_pass")
        everything = repr(load_access(conn))
    assert (noted.object, noted.detail) == ("remark", "name")
    assert "王秀英" not in everything


def test_a_remark_on_nobody_is_refused(pair: Pair) -> None:
    with pytest.raises(Trouble, match="person_missing"):
        remarks.add(pair.county, "0" * 32, "papers_missing")


def test_a_comment_asks_only_to_be_read(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    up(pair)
    remark = remarks.add(pair.county, rid, "comment", "", "表上写得清楚")
    down(pair)
    with pytest.raises(Trouble, match="remark_answer_unknown"):
        remarks.answer(pair.station, remark, "done")
    remarks.answer(pair.station, remark, "seen")
    assert remarks.count_remarks(pair.station) == {"open": 0, "answered": 1, "closed": 0}


def test_a_remark_survives_a_restored_copy_of_the_station(asked: tuple[Pair, str, str]) -> None:
    pair, _rid, remark = asked
    remarks.answer(pair.station, remark, "done")
    up(pair)
    answer = exchange.import_bundles(pair.station, [pair.send(pair.county, full=True, receivers=[STATION])])
    assert answer.trouble is None
    assert states(pair) == (["answered"], ["answered"])
