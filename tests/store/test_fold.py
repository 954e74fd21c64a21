"""The journal folded anew is what unit of work, undo and merge have made of it, whatever came in which order."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from station_desk.domain.exchange import WireTxn
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Change, Txn, body_hash
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.engine import Store
from station_desk.store.merge import Merge, Policy
from station_desk.store.outgoing import outgoing, read_in_order
from tests.store.conftest import CLERK, STATION

NOW = 1_780_000_000_000
FAR = 40 * 24 * 3600 * 1000
"""A clock that is ahead by so much is not followed."""


@pytest.fixture(scope="module")
def template() -> Iterator[tuple[Path, bytes]]:
    """An empty station, to be copied."""
    key = os.urandom(32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.db"
        with closing(Store.create(path, key)) as store:
            store.become(STATION, "station")
        yield path, key


def arrived(sent: WireTxn) -> Txn:
    """A transaction as the other side reads it from a bundle."""
    changes = tuple(
        Change(ent, rid, op, body, salt, sealed or body_hash(salt or b"", body or ""), bool(local))
        for op, ent, rid, local, body, salt, sealed in sent.changes
    )
    return Txn(*sent[:-1], changes=changes)


def exchange(giver: Store, taker: Store) -> None:
    """Everything of the one into the other."""
    with giver.read() as source:
        [plan] = outgoing(source, [STATION], {}) or [None]
        txns = [arrived(one) for one in read_in_order(source, plan.lacking.hashes)] if plan else []
        heads = giver.heads(STATION).get(STATION, [])
    with taker.transaction() as conn:
        merge = Merge(conn, Policy(STATION, frozenset({STATION}), {STATION: OfficeKind.STATION}), NOW, new_id())
        merge.add(txns)
        merge.finish({STATION: heads})


def rows(store: Store) -> list[Sequence[object]]:
    """Rows, clocks and conflicts, without what stays at home."""
    with store.read() as conn:
        people = select(*(c for c in tables.person.columns if c.name != "bank_card")).order_by(tables.person.c.id)
        clocks = select(tables.fclock).where(tables.fclock.c.field != "bank_card").order_by(*tables.fclock.primary_key)
        conflicts = select(tables.conflict).order_by(*tables.conflict.primary_key)
        return [conn.execute(query).all() for query in (people, clocks, conflicts)]


Act = tuple[int, str, int, str, int]
"""(which replica, what, which record, a value, by how much the clock is off)"""

acts = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["name"] * 4 + ["add", "phone", "card", "remove", "erase", "undo", "exchange", "exchange"]),
        st.integers(0, 1),
        st.sampled_from("甲乙丙"),
        st.sampled_from([0, 0, 0, -1000, FAR]),
    ),
    min_size=3,
    max_size=14,
)


def do(stores: list[Store], one: Act) -> None:
    at, what, which, value, off = one
    store = stores[at]
    store.wall_ms = lambda: NOW + off
    with store.read() as conn:
        ids = sorted(conn.scalars(select(tables.person.c.id)))
    rid = ids[which % len(ids)] if ids else ""
    if what == "exchange":
        exchange(store, stores[1 - at])
    elif what == "undo":
        store.undo(CLERK)
    elif what == "add" or not ids:
        with store.write(CLERK, "add") as work:
            work.create("person", new_id(), {"name": value, "bank_card": value})
    else:
        with store.write(CLERK, what) as work:
            match what:
                case "name" | "phone":
                    work.update("person", rid, {what: value})
                case "card":
                    work.update("person", rid, {"bank_card": value})
                case "remove":
                    work.delete("person", rid)
                case "erase":
                    work.erase("person", rid)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=acts)
def test_two_branches_of_one_station_hold_what_their_journals_fold_to(
    template: tuple[Path, bytes], acts: list[Act]
) -> None:
    path, key = template
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        stores = []
        for name in ("a", "b"):
            copy = shutil.copy(path, Path(folder) / name)
            stores.append(stack.enter_context(closing(Store.open(Path(copy), key, write=True))))
            stores[-1].renew_rep()
        for one in ((0, "add", 0, "甲", 0), (0, "exchange", 0, "", 0), *acts):
            try:
                do(stores, one)
            except Trouble as trouble:
                if trouble.code not in {"record_missing", "undo_nothing", "undo_impossible", "undo_rests"}:
                    raise
        for giver, taker in ((0, 1), (1, 0)):
            exchange(stores[giver], stores[taker])
        assert stores[0].heads() == stores[1].heads()
        told = rows(stores[0])
        assert told == rows(stores[1])
        event(f"conflicts: {bool(told[2])}")
        for store in stores:
            assert store.integrity(deep=True) == []
