"""The sums of the log equal the entries after any history: writing, undoing, erasing, merging, upgrading."""

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.domain.ids import new_id
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.store import log, tables
from station_desk.store.engine import Store
from station_desk.store.log_sums import wrong_sums
from station_desk.store.merge import Merge, Policy
from station_desk.store.outgoing import outgoing, read_in_order
from tests.store.conftest import CLERK, STATION
from tests.store.test_fold import arrived
from tests.store.test_refold import take

NOW = 1_780_000_000_000
PEOPLE = ("a" * 32, "b" * 32)
ENTRIES = tuple(f"{n}" * 32 for n in range(4))
FIELDS = {
    "count": st.one_of(st.none(), st.integers(-5, 9)),
    "state": st.sampled_from(("entered", "checked", "returned", "void", "counted")),
    "month": st.sampled_from(("2026-10", "2026-11", None)),
    "code": st.sampled_from(("L01", "L02")),
    "person_id": st.sampled_from(PEOPLE),
    "village_id": st.sampled_from((None, "v" * 32)),
    "deleted": st.sampled_from((0, 1)),
}
STEPS = st.one_of(
    st.tuples(
        st.just("write"), st.integers(0, 1), st.sampled_from(ENTRIES), st.fixed_dictionaries({}, optional=FIELDS)
    ),
    st.tuples(st.sampled_from(("undo", "redo", "send")), st.integers(0, 1)),
    st.tuples(st.just("erase"), st.integers(0, 1), st.sampled_from(ENTRIES)),
)


def whole(store: Store) -> bool:
    with store.read() as conn:
        return wrong_sums(conn) == 0


def summed(store: Store) -> list[log.LogSum]:
    with store.read() as conn:
        return sorted(log.load_sums(conn), key=repr)


class World:
    """Two PCs of one station that write past each other, and a county."""

    def __init__(self, folder: Path, template: bytes, key: bytes) -> None:
        self.desks = []
        for at in range(3):
            path = folder / f"{at}.db"
            path.write_bytes(template)
            self.desks.append(Store.open(path, key, write=True))
        for at, desk in enumerate(self.desks):
            desk.become(STATION if at < 2 else "371602", "station" if at < 2 else "county")
            desk.renew_rep()
            desk.wall_ms = lambda: self.tick()  # type: ignore[method-assign]
        self.now = NOW
        with self.desks[0].write(CLERK, "add") as work:
            for person in PEOPLE:
                work.create("person", person, {"name": "赵一"})
            for rid in ENTRIES:
                fields = {"person_id": PEOPLE[0], "code": "L01", "month": "2026-10", "count": 1, "state": "entered"}
                work.create("log_entry", rid, fields)
        self.send(0)

    def tick(self) -> int:
        self.now += 7
        return self.now

    def send(self, giver: int) -> None:
        for taker in (one for one in self.desks if one is not self.desks[giver]):
            take(self.desks[giver], taker)

    def do(self, step: tuple[object, ...]) -> None:
        desk = self.desks[int(str(step[1]))]
        match step:
            case ("write", _, str(rid), dict(fields)):
                with desk.write(CLERK, "edit") as work:
                    work.update("log_entry", rid, fields)
            case ("undo", _):
                desk.undo(CLERK)
            case ("redo", _):
                desk.redo(CLERK)
            case ("send", int(giver)):
                self.send(giver)
            case ("erase", _, str(rid)):
                with desk.write(CLERK, "erase") as work:
                    work.erase("log_entry", rid)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[bytes, bytes]]:
    key, path = os.urandom(32), tmp_path_factory.mktemp("sums") / "empty.db"
    Store.create(path, key).close()
    yield path.read_bytes(), key
    path.unlink()


@settings(max_examples=20, deadline=None)
@given(steps=st.lists(STEPS, max_size=10))
def test_the_sums_equal_the_entries_after_any_history(
    template: tuple[bytes, bytes], steps: list[tuple[object, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        world = World(Path(folder), *template)
        try:
            for step in steps:
                with suppress(Trouble):
                    world.do(step)
                assert all(whole(desk) for desk in world.desks), step
            for giver in (0, 1, 0):
                world.send(giver)
            assert summed(world.desks[0]) == summed(world.desks[1]) == summed(world.desks[2])
        finally:
            for desk in world.desks:
                desk.close()


def test_a_creation_that_comes_twice_is_summed_once(store: Store, tmp_path: Path) -> None:
    with store.write(CLERK, "add") as work:
        work.create("person", PEOPLE[0], {"name": "赵一"})
        for rid in ENTRIES:
            work.create("log_entry", rid, {"person_id": PEOPLE[0], "code": "L01", "count": 3, "state": "entered"})
    with closing(Store.create(tmp_path / "county.db", os.urandom(32))) as county:
        county.become("371602", "county")
        take(store, county)
        take(store, county)
        [one] = summed(county)
        assert (one.count, one.entries) == (12, 4)
        assert whole(county)


def test_a_count_beyond_all_bounds_reaches_no_row(store: Store, tmp_path: Path) -> None:
    with store.write(CLERK, "add") as work:
        work.create("person", PEOPLE[0], {"name": "赵一"})
        for rid, count in zip(ENTRIES, (2**62, 2**62, 5, -1_000_000), strict=True):
            work.create("log_entry", rid, {"person_id": PEOPLE[0], "code": "L01", "count": count, "state": "entered"})
    with closing(Store.create(tmp_path / "county.db", os.urandom(32))) as county:
        county.become("371602", "county")
        with store.read() as source, county.transaction() as conn:
            [plan] = outgoing(source, [STATION], {})
            policy = Policy(STATION, frozenset({STATION}), {STATION: OfficeKind.STATION})
            merge = Merge(conn, policy, NOW, new_id())
            merge.add([arrived(one) for one in read_in_order(source, plan.lacking.hashes)])
            merged = merge.finish({STATION: store.heads(STATION)[STATION]})
        assert merged.parked == {"bad_value": 3}
        assert [(one.count, one.entries) for one in summed(county)] == [(5, 1)]


@pytest.mark.parametrize("table", ["log_sum", "log_total"])
def test_a_sum_that_was_changed_past_the_program_is_found(store: Store, table: str) -> None:
    with store.write(CLERK, "add") as work:
        work.create("person", PEOPLE[0], {"name": "赵一"})
        work.create("log_entry", ENTRIES[0], {"person_id": PEOPLE[0], "code": "L01", "count": 3, "state": "entered"})
    assert store.integrity(deep=True) == []
    with store.transaction() as conn:
        conn.execute(tables.ENTITIES["log_entry"].table.metadata.tables[table].update().values(count=4))
    assert [finding.code for finding in store.integrity(deep=True)] == ["sums_differ"]
