"""Other offices as the store keeps them: numbers, gaps, receipts, head statements."""

from dataclasses import replace

import pytest

from station_desk.bundles.statement import make_statement
from station_desk.domain.exchange import ReceivedBundle, Result, SentBundle
from station_desk.domain.records import OfficeKind
from station_desk.store import peers
from station_desk.store.engine import Store
from station_desk.store.journal_rows import append_txns
from station_desk.store.peers import Kept, PeerRow, heard_from, missing_numbers
from tests.bundles.samples import COUNTY, STATION, chain, change, txn

ROW = PeerRow("371602", OfficeKind.COUNTY, "滨城分局", b"k" * 32, "age1x", None, "2026-11-01T00:00:00.000Z")


def line(number: int, result: Result, at: str = "2026-11-22") -> ReceivedBundle:
    return ReceivedBundle("s", number, "5B0E-19", "f", None, at, "a", result, 0, 0)


@pytest.mark.parametrize(
    ("story", "newest", "gaps"),
    [
        ([], 0, ()),
        ([(1, "applied"), (2, "applied")], 2, ()),
        ([(1, "applied"), (4, "gap")], 1, (2, 3)),
        ([(1, "applied"), (4, "gap"), (2, "applied")], 2, (3,)),
        ([(1, "applied"), (4, "gap"), (3, "applied")], 3, (4,)),
        ([(1, "applied"), (4, "gap"), (5, "applied")], 5, ()),
        ([(1, "applied"), (2, "corrupt"), (3, "rejected")], 1, ()),
        ([(1, "fork"), (1, "duplicate")], 1, ()),
        ([(3, "gap")], 0, (1, 2)),
    ],
)
def test_gaps_are_told_in_numbers(story: list[tuple[int, Result]], newest: int, gaps: tuple[int, ...]) -> None:
    heard = heard_from([line(number, result) for number, result in reversed(story)])
    assert (heard.newest_taken, heard.gaps) == (newest, gaps)


def test_only_what_was_heard_counts_as_heard() -> None:
    story = [line(3, "corrupt", "2026-11-23"), line(2, "gap", "2026-11-22"), line(1, "applied", "2026-11-21")]
    assert heard_from(story).last_at == "2026-11-22"


def test_when_no_number_is_missing_the_bundle_itself_is() -> None:
    assert missing_numbers(3, {4}) == (4,)
    assert missing_numbers(4, {4}) == ()
    assert missing_numbers(4, {5, 6, 7}) == (5,)


def test_what_came_and_was_refused_is_not_missing() -> None:
    """One of 200 is lost: the other 143 that could not be taken without it lie there and can be shown again."""
    assert missing_numbers(56, set(range(58, 201))) == (57,)
    assert missing_numbers(56, {*range(58, 90), *range(91, 201)}) == (57, 90)


def test_a_number_beyond_all_sense_names_a_bounded_list() -> None:
    assert missing_numbers(0, {2**62}) == tuple(range(1, 513))


def test_a_peer_keeps_what_it_said_when_it_is_trusted_again(store: Store) -> None:
    with store.transaction() as conn:
        peers.put_peer(conn, ROW)
        peers.hear(conn, "371602", {"s": ["ab" * 32]}, "2026-11-22T00:00:00.000Z", "0.1.0", 1)
        peers.hear(conn, "371602", {"all": []}, "2026-11-21T00:00:00.000Z", "0.1.0", 1)
        peers.put_peer(conn, replace(ROW, name="分局"))
        found = peers.load_peer(conn, "371602")
    assert found is not None
    assert (found.name, found.heads, found.heard_at) == (
        "分局",
        {"s": [b"\xab" * 32], "all": []},
        "2026-11-22T00:00:00.000Z",
    )


def test_what_a_peer_holds_may_go_down(store: Store) -> None:
    with store.transaction() as conn:
        peers.put_peer(conn, ROW)
        peers.hear(conn, "371602", {"s": ["ab" * 32]}, "2026-11-22", "0", 1)
        peers.hear(conn, "371602", {"s": []}, "2026-11-23", "0", 1)
        found = peers.load_peer(conn, "371602")
    assert found is not None
    assert found.heads == {"s": []}


def test_a_bundle_is_confirmed_when_nothing_it_showed_is_lacking(store: Store) -> None:
    txns = chain(3)
    with store.transaction() as conn:
        append_txns(conn, txns)
        for number, head in enumerate(txns, 1):
            sent = SentBundle("371602", number, "c", "f", "2026-11-22", "a", 1, 1, 1, None)
            peers.add_sent(conn, sent, b"s" * 32, {"371602009": [head.hash]})
        assert peers.acknowledge(conn, "371602", {txns[2].hash}, "2026-11-23") == 2
        assert [one.acked_at for one in peers.load_sent(conn)] == [None, "2026-11-23", "2026-11-23"]
        assert peers.next_number(conn, "371602") == 4
        assert peers.newest_sent_heads(conn, "371602") == {"371602009": [txns[2].hash]}


def test_a_bundle_that_showed_what_we_have_lost_is_not_confirmed(store: Store) -> None:
    with store.transaction() as conn:
        sent = SentBundle("371602", 1, "c", "f", "2026-11-22", "a", 1, 1, 1, None)
        peers.add_sent(conn, sent, b"s" * 32, {"371602009": [b"\1" * 32]})
        assert peers.acknowledge(conn, "371602", set(), "2026-11-23") == 0


def _kept(identity: object, heads: list[bytes], at: str) -> Kept:
    made = make_statement(identity, "371602009", at, heads, 1, 1, bytes(32))  # type: ignore[arg-type]
    return Kept(made.office, made.scope, made.at, made.body, made.signature)


def test_a_statement_replaces_those_it_covers_and_only_those(store: Store) -> None:
    root = txn([change()])
    left, right = txn([change()], [root.hash], n=2), txn([change()], [root.hash], n=3)
    with store.transaction() as conn:
        append_txns(conn, [root, left, right])
        for heads, at in (([root.hash], "1"), ([left.hash], "2"), ([right.hash], "3"), ([root.hash], "4")):
            peers.keep_statement(conn, _kept(STATION, heads, f"2026-11-0{at}T00:00"), heads)
        peers.keep_statement(conn, _kept(COUNTY, [root.hash], "2026-11-09T00:00"), [root.hash])
        found = [(one.office, one.at) for one in peers.load_statements(conn, ["371602009"])]
        assert found == [
            ("371602", "2026-11-09T00:00"),
            ("371602009", "2026-11-02T00:00"),
            ("371602009", "2026-11-03T00:00"),
        ]
        both = [left.hash, right.hash]
        peers.keep_statement(conn, _kept(STATION, both, "2026-11-10T00:00"), both)
        assert len(peers.load_statements(conn)) == 2


def test_a_statement_counts_as_far_as_its_heads_are_known(store: Store) -> None:
    root = txn([change()])
    with store.transaction() as conn:
        append_txns(conn, [root])
        for heads in ([b"\1" * 32], [root.hash, b"\2" * 32]):
            peers.keep_statement(conn, _kept(STATION, heads, "2026-11-02T00:00"), heads)
        assert [one.body.count("02" * 32) for one in peers.load_statements(conn)] == [1]


def test_the_newest_of_ours_that_they_took_only_rises(store: Store) -> None:
    with store.transaction() as conn:
        for number in (4, 2, 999_999_999):
            peers.set_acked_number(conn, "371602", number)
        assert peers.acked_number(conn, "371602") == 4
