"""Random histories of two PCs of a station and their county: whatever happened, they end equal and nothing is lost.

The shape is that of "Mysteries of Dropbox": random acts and faults, then quiet, then the comparison with an oracle.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from station_desk.services import exchange_apply, exchange_in, exchange_out
from station_desk.store import merge, merge_updates
from tests.services import exchange_world
from tests.services.exchange_desks import COUNTY, remove_template
from tests.services.exchange_world import COUNTS, OFFICE, PC, SECOND, Beginning, World

_beginning: list[Beginning] = []


@pytest.fixture(scope="module", autouse=True)
def beginning() -> Iterator[None]:
    _beginning.append(Beginning.make())
    yield
    _beginning.pop().remove()
    remove_template()


who = st.sampled_from((PC, SECOND, OFFICE))
pc = st.sampled_from((PC, SECOND))
small = st.integers(0, 3)


class Histories(RuleBasedStateMachine):
    """What people and sticks do."""

    @initialize()
    def begin(self) -> None:
        self.world = World(_beginning[-1])

    @rule(i=who, value=st.integers(0, 9))
    def create(self, i: int, value: int) -> None:
        self.world.create(i, value)

    @rule(i=who, which=small, name=st.sampled_from(("name", "name", "deleted")), value=st.integers(0, 1))
    def update(self, i: int, which: int, name: str, value: int) -> None:
        self.world.update(i, which, {name: value if name == "deleted" else f"新{value}{i}"})

    @rule(i=pc, which=small)
    def erase(self, i: int, which: int) -> None:
        self.world.erase(i, which)

    @rule(i=who, hours=st.sampled_from((-48, -1, 1, 30, 24 * 400)))
    def wind(self, i: int, hours: int) -> None:
        self.world.wind(i, hours)

    @rule(i=who, to=pc, now=st.booleans(), full=st.booleans())
    def export(self, i: int, to: int, now: bool, full: bool) -> None:
        file, receiver = self.world.export(i, full), to if i == OFFICE else OFFICE
        self.world.stick.append((receiver, file))
        if now:
            self.world.deliver(receiver, file)

    @rule(which=st.integers(0, 30), lose=st.booleans(), swap=st.booleans())
    def deliver(self, which: int, lose: bool, swap: bool) -> None:
        stick = self.world.stick
        if stick:
            to, file = stick[which % len(stick)]
            self.world.deliver(1 - to if swap and to != OFFICE else to, file)
            if lose:
                stick.remove((to, file))

    @rule(which=st.integers(0, 30), at=st.integers(0, 5000), cut=st.booleans())
    def damage(self, which: int, at: int, cut: bool) -> None:
        if self.world.stick:
            to, file = self.world.stick[which % len(self.world.stick)]
            self.world.damage(to, file, at, cut)

    @rule(i=who)
    def keep_copy(self, i: int) -> None:
        self.world.keep_copy(i)

    @rule(i=who)
    def put_copy_back(self, i: int) -> None:
        self.world.put_copy_back(i)

    @rule(i=who, to=pc, value=st.integers(0, 9))
    def disaster(self, i: int, to: int, value: int) -> None:
        """Written, handed over, and then an old copy is put back and written on."""
        world = self.world
        world.keep_copy(i)
        world.create(i, value)
        world.update(i, 0, {"name": f"先{value}"})
        world.deliver(to if i == OFFICE else OFFICE, world.export(i))
        world.put_copy_back(i)
        world.create(i, value)
        world.update(i, 0, {"name": f"后{value}"})

    @rule(i=pc, value=st.integers(0, 9))
    def county_forgets(self, i: int, value: int) -> None:
        """The county confirms what it takes in, and then an old copy is put back: the next bundle rests on what it lost."""
        world = self.world
        world.keep_copy(OFFICE)
        world.create(i, value)
        world.erase(i, value)
        world.deliver(OFFICE, world.export(i))
        world.deliver(i, world.export(OFFICE))
        world.put_copy_back(OFFICE)
        world.create(i, value)
        world.deliver(OFFICE, world.export(i))

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            self.world.check()
        finally:
            self.world.close()


def run(examples: int, *, steps: int = 12, derandomize: bool = True) -> None:
    """So many histories; an AssertionError tells of the first that went wrong, made as short as can be."""
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=derandomize,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink) if not derandomize else (Phase.generate,),
        ),
    )


def test_every_history_ends_equal_and_loses_nothing() -> None:
    COUNTS.clear()
    run(50)
    for event in ("fork", "gap", "duplicate", "damaged", "restored", "erased", "with conflicts"):
        assert COUNTS[event] > 0, (event, COUNTS)


@pytest.mark.long
def test_many_long_histories_end_equal_and_lose_nothing() -> None:
    run(300, steps=40, derandomize=False)


# --- a green run means something only if a wrong program is red ---------------------------------------------------------
def _heads_only_rise(patch: pytest.MonkeyPatch) -> None:
    """What an office said once counts for ever, even after it was restored."""
    hear = exchange_apply.hear

    def stubborn(conn: Any, office: str, said: dict[str, list[str]], *rest: Any) -> None:
        row = next(one for one in exchange_in_load(conn) if one.office == office)
        kept = {scope: [*hashes, *(h.hex() for h in row.heads.get(scope, ()))] for scope, hashes in said.items()}
        hear(conn, office, kept, *rest)

    exchange_in_load = exchange_in.load_peers
    patch.setattr(exchange_apply, "hear", stubborn)


def _sent_is_received(patch: pytest.MonkeyPatch) -> None:
    """What was written once counts as delivered."""
    outgoing = exchange_out.outgoing
    newest = exchange_out.newest_sent_heads

    def trusting(conn: Any, scopes: Any, theirs: Any) -> Any:
        scopes = list(scopes)
        office = scopes[0] if exchange_out.load_peers(conn)[0].kind == "station" else COUNTY
        last = newest(conn, office)
        return outgoing(conn, scopes, {s: [*theirs.get(s, ()), *last.get(s, ())] for s in scopes})

    patch.setattr(exchange_out, "outgoing", trusting)


def _seen_conflicts_stay(patch: pytest.MonkeyPatch) -> None:
    """A conflict that somebody has settled is not forgotten."""
    patch.setattr(merge_updates, "_seen", lambda name: "(? IS NULL)")


def _tombstones_forget(patch: pytest.MonkeyPatch) -> None:
    """A body that comes after the tombstone is kept."""
    patch.setattr(merge.Merge, "_without_erased", lambda self, txn: txn)


def _gaps_teach_nothing(patch: pytest.MonkeyPatch) -> None:
    """Where a bundle cannot be taken in, what its sender says of itself is not heard either."""
    patch.setattr(exchange_in, "learn", lambda desk, of: None)


@pytest.mark.long
@pytest.mark.parametrize(
    "plant", [_heads_only_rise, _sent_is_received, _seen_conflicts_stay, _tombstones_forget, _gaps_teach_nothing]
)
def test_a_planted_defect_is_found(plant: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises((AssertionError, KeyError)):
        run(400, steps=30)


def test_the_oracle_is_not_the_program(tmp_path: Path) -> None:
    world = World(_beginning[-1])
    try:
        world.create(PC, 1)
        world.check()
        with world.desks[PC].store.transaction() as conn:
            conn.exec_driver_sql("UPDATE person SET name = '别的'")
        with pytest.raises(AssertionError):
            exchange_world.Oracle.of(world.desks[PC]).compare(world.desks[PC])
    finally:
        world.close()
