"""What a bundle brings: nothing that its receiver could not prove."""

import json
from collections.abc import Iterable

import pytest

from station_desk.domain.journal import Change, Txn
from station_desk.store.ancestry import Lacking, lacking
from station_desk.store.engine import Store
from station_desk.store.erase import erase_records
from station_desk.store.journal_rows import append_txns
from station_desk.store.outgoing import Outgoing
from station_desk.store.parts import proven
from station_desk.store.peers import Kept, keep_statement
from tests.bundles.samples import change, txn

STATION, COUNTY = "371602009", "371602"


def node(n: int, hlc: int, *parents: Txn, rep: int = 7, of: Change | None = None) -> Txn:
    return txn([of or change()], [one.hash for one in parents], n=n, rep=rep, hlc=hlc)


def signed(store: Store, *heads: Txn) -> None:
    """The station's word for these heads."""
    body = json.dumps({"heads": [one.hash.hex() for one in heads]})
    with store.transaction() as conn:
        kept = Kept(STATION, STATION, "2026-11-22T01:00:00.000Z", body, body.encode())
        keep_statement(conn, kept, [one.hash for one in heads])


@pytest.fixture
def wild(store: Store) -> tuple[Txn, Txn, Txn, Txn]:
    """Two computers of a station. The head of one is older by its clock than what it rests on."""
    first = node(1, 5)
    ahead = node(2, 9_000_000, first)
    head, other = node(3, 6, ahead), node(1, 100, first, rep=8)
    with store.transaction() as conn:
        append_txns(conn, [first, ahead, head, other])
    signed(store, head)
    signed(store, other)
    return first, ahead, head, other


def sent(store: Store, ours: Iterable[Txn], theirs: list[Txn]) -> Lacking:
    heads, told = tuple(one.hash for one in ours), [one.hash for one in theirs]
    with store.read() as conn:
        plan = Outgoing(STATION, heads, lacking(conn, STATION, heads, told))
        (found,) = proven(conn, COUNTY, [plan], {STATION: told})
    return found.lacking


def test_what_the_receiver_told_of_and_nothing_that_goes_along_covers_stays_here(
    store: Store, wild: tuple[Txn, Txn, Txn, Txn]
) -> None:
    """Its other computer has not heard of it yet, and would refuse everything."""
    first, ahead, head, other = wild
    with store.read() as conn:
        assert ahead.hash in lacking(conn, STATION, [head.hash, other.hash], [head.hash]).hashes
    found = sent(store, (head, other), [head])
    assert (found.hashes, found.changes, found.prereq) == ((first.hash, other.hash), 2, ())


def test_who_has_told_of_nothing_gets_everything(store: Store, wild: tuple[Txn, Txn, Txn, Txn]) -> None:
    *_, head, other = wild
    assert set(sent(store, (head, other), []).hashes) == {one.hash for one in wild}


def test_a_body_that_is_gone_names_its_erasure_where_that_does_not_go_along(store: Store) -> None:
    """The other computer of the receiver would take it for damage."""
    first = node(1, 5, of=change(rid="a" * 32))
    gone = node(2, 20, first, of=change("u", rid="a" * 32))
    erasure = node(1, 30, first, rep=8, of=change("x", rid="a" * 32, fields={}))
    with store.transaction() as conn:
        append_txns(conn, [first, gone, erasure])
        erase_records(conn, STATION, [("person", "a" * 32, erasure.hash)])
    signed(store, gone)
    signed(store, erasure)
    found = sent(store, (gone, erasure), [erasure])
    assert (found.hashes, found.prereq) == ((gone.hash,), (first.hash, erasure.hash))
    assert sent(store, (gone, erasure), [first]).prereq == (first.hash,)
