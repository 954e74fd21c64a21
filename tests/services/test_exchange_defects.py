"""A green run means something only if a wrong program is red: defects planted one at a time, each found by the histories."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from operator import itemgetter
from typing import Any

import pytest

from station_desk.bundles import envelope, statement
from station_desk.services import exchange_apply, exchange_in, exchange_out
from station_desk.store import journal_rows, merge, merge_updates
from station_desk.store.ancestry import Branches
from tests.services.exchange_desks import remove_template
from tests.services.exchange_kit import OFFICE, PC, Kit, the_same_dice
from tests.services.exchange_machine import KITS, both_forget, run
from tests.services.exchange_oracle import check
from tests.services.exchange_stick import STEPS
from tests.services.exchange_world import World

EXAMPLES = 300
"""So many histories find each of them at the latest; most are found within the first twenty."""

START = 7
Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module", autouse=True)
def kit() -> Iterator[None]:
    KITS.append(Kit.make())
    yield
    KITS.pop().remove()
    remove_template()


def ties_are_broken_by_the_clock_only(patch: Patch) -> None:
    """Two writes of one millisecond: whoever was there first stays."""
    patch.setattr(merge_updates, "newest", lambda standing, came: max(standing, *came, key=itemgetter(0)))


def conflict_rows_are_lost(patch: Patch) -> None:
    """Who lost unseen is not kept."""
    patch.setattr(merge_updates, "unseen", lambda candidates, winner, replaced: [])


def settled_conflicts_stay(patch: Patch) -> None:
    """A conflict that somebody has seen is not forgotten."""
    patch.setattr(merge_updates, "replaced_by", lambda came: set())


def the_newest_arrival_wins(patch: Patch) -> None:
    """What comes replaces what stands."""
    patch.setattr(merge_updates, "newest", lambda standing, came: max(came))


def prerequisites_are_not_checked(patch: Patch) -> None:
    """What a bundle rests on need not be there."""
    patch.setattr(exchange_apply, "known", lambda conn, named: set(named))
    patch.setattr(merge.Merge, "_find_parents", lambda self, txn, unseen: None)


def heads_only_rise(patch: Patch) -> None:
    """What an office said once counts for ever, even after it was restored."""
    hear, peers = exchange_apply.hear, exchange_in.load_peers

    def stubborn(conn: Any, office: str, said: dict[str, list[str]], *rest: Any) -> None:
        row = next(one for one in peers(conn) if one.office == office)
        kept = {scope: [*hashes, *(h.hex() for h in row.heads.get(scope, ()))] for scope, hashes in said.items()}
        hear(conn, office, kept, *rest)

    patch.setattr(exchange_apply, "hear", stubborn)


def made_is_confirmed(patch: Patch) -> None:
    """A bundle counts as received when it lies on the stick."""
    add = exchange_out.add_sent

    def hasty(conn: Any, line: Any, *rest: Any) -> Any:
        add(conn, line, *rest)
        conn.exec_driver_sql("UPDATE bundle_out SET acked_at = at")

    patch.setattr(exchange_out, "add_sent", hasty)


def written_is_held(patch: Patch) -> None:
    """What was written for an office is taken to be with it."""
    record = exchange_out._record

    def trusting(desk: Any, made: Any, sha256: bytes, at: str, plans: Any, *rest: Any, **named: Any) -> Any:
        answer = record(desk, made, sha256, at, plans, *rest, **named)
        with desk.store.transaction() as conn:
            said = {plan.scope: [one.hex() for one in plan.heads] for plan in plans}
            exchange_apply.hear(conn, made.to, said, at, "0", 1)
        return answer

    patch.setattr(exchange_out, "_record", trusting)


def a_receipt_confirms_everything(patch: Patch) -> None:
    """Any word from the other side confirms all bundles, whatever it holds."""
    acknowledge = exchange_apply.acknowledge
    patch.setattr(
        exchange_apply, "acknowledge", lambda conn, receiver, _lacks, at, **_: acknowledge(conn, receiver, (), at)
    )


def gaps_teach_nothing(patch: Patch) -> None:
    """Where a bundle cannot be taken in, what its sender says of itself is not heard either."""
    patch.setattr(exchange_in, "learn", lambda *_: None)


def a_body_beats_the_tombstone(patch: Patch) -> None:
    """A body that comes after the tombstone is kept."""
    patch.setattr(merge.Merge, "_without_erased", lambda self, txn: txn)


def tombstones_are_not_obeyed(patch: Patch) -> None:
    """An erasure that comes leaves the rows and bodies."""
    patch.setattr(merge, "erase_records", lambda conn, scope, records: None)


def statements_are_not_checked(patch: Patch) -> None:
    """A head statement counts without its signature."""
    patch.setattr(statement, "verify", lambda *_: True)


def foreign_writers_need_no_statement(patch: Patch) -> None:
    """Who is trusted may bring anybody's transactions."""
    patch.setattr(merge, "vouched", lambda conn, heads, among: set(among))


def signatures_are_not_checked(patch: Patch) -> None:
    """A damaged file is opened all the same."""
    patch.setattr(envelope, "verify", lambda *_: True)


def forks_are_silent(patch: Patch) -> None:
    """An old copy in use gives no alarm."""
    patch.setattr(Branches, "add", lambda self, txn: None)


def unknown_fields_are_not_listed(patch: Patch) -> None:
    """What a later version wrote is not found again after the upgrade."""

    def forgetful(self: Any) -> None:
        self._parked.clear()

    patch.setattr(merge.Merge, "_keep_parked", forgetful)


def heads_stay_behind(patch: Patch) -> None:
    """The parents of what came are still called the newest."""
    set_heads = journal_rows.set_heads

    def lazy(conn: Any, scope: str, hashes: Iterable[bytes]) -> None:
        before = journal_rows.heads(conn, scope).get(scope, [])
        set_heads(conn, scope, {*hashes, *before})

    patch.setattr(merge, "set_heads", lazy)


def looking_takes_in(patch: Patch) -> None:
    """To look at a file is to take it in."""
    apply = exchange_in.apply
    patch.setattr(exchange_in, "apply", lambda *args, dry_run, **rest: apply(*args, dry_run=False, **rest))
    patch.setattr(exchange_in, "only_looking", lambda _desk: nullcontext())


def the_name_comes_first(patch: Patch) -> None:
    """A bundle is noted as made before it lies on the stick."""
    deliver = exchange_out.deliver

    def hasty(folder: Any, name: str, *rest: Any, **named: Any) -> Any:
        desk = KITS[-1].desks[0]
        with desk.store.transaction():
            desk.store.access("someone", "export", name)
            desk.store.set_setting("made", name)
        return deliver(folder, name, *rest, **named)

    patch.setattr(exchange_out, "deliver", hasty)


Plant = Callable[[Patch], None]
QUICK: tuple[Plant, ...] = (made_is_confirmed, conflict_rows_are_lost)
SLOW: tuple[Plant, ...] = (
    a_body_beats_the_tombstone,
    ties_are_broken_by_the_clock_only,
    settled_conflicts_stay,
    the_newest_arrival_wins,
    prerequisites_are_not_checked,
    heads_only_rise,
    written_is_held,
    a_receipt_confirms_everything,
    tombstones_are_not_obeyed,
    statements_are_not_checked,
    foreign_writers_need_no_statement,
    forks_are_silent,
    unknown_fields_are_not_listed,
    heads_stay_behind,
    looking_takes_in,
)


def found(plant: Plant, patch: Patch) -> bool:
    """Whether the histories go wrong with the defect in place."""
    plant(patch)
    try:
        run(EXAMPLES, start=START)
    except Exception:  # noqa: BLE001 - a wrong program may fail in any way
        return True
    return False


def test_without_a_defect_nothing_is_found() -> None:
    run(20, start=START)


@pytest.mark.parametrize("plant", QUICK, ids=lambda plant: plant.__name__)
def test_a_planted_defect_is_found(plant: Plant, monkeypatch: Patch) -> None:
    assert found(plant, monkeypatch)


def nobody_asks_whose_signature_it_is(world: World) -> None:
    """One bit of the signature is wrong and all the rest as it was made: only the signature tells."""
    world.write_all(PC, [("create", 0, 3)])
    parcel = world.export(PC, OFFICE)
    world.damage(parcel, parcel.file.stat().st_size - 1, "flipped")


def the_stick_dies_at_each_step(world: World) -> None:
    """Nothing counts as made by a program whose stick died before the bundle had its name for certain."""
    world.write_all(PC, [("create", 0, 3)])
    for step in range(STEPS):
        world.export_onto_a_dying_stick(PC, OFFICE, step)


STORIES: tuple[tuple[Plant, Callable[[World], None], str], ...] = (
    (gaps_teach_nothing, both_forget, "never quiet"),
    (signatures_are_not_checked, nobody_asks_whose_signature_it_is, "applied"),
    (the_name_comes_first, the_stick_dies_at_each_step, "not there counts as made"),
)
"""What random histories meet too rarely to be relied on: each has a history of its own, and what is then seen."""


@pytest.mark.parametrize("planted", [False, True])
@pytest.mark.parametrize(("plant", "story", "seen"), STORIES, ids=[plant.__name__ for plant, _, _ in STORIES])
def test_a_defect_with_a_history_of_its_own_is_found(
    plant: Plant, story: Callable[[World], None], seen: str, planted: bool, monkeypatch: Patch
) -> None:
    if planted:
        plant(monkeypatch)
    with the_same_dice():
        world = World(KITS[-1])
        with pytest.raises(AssertionError, match=seen) if planted else nullcontext():
            story(world)
            check(world)


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("plant", SLOW, ids=lambda plant: plant.__name__)
def test_every_planted_defect_is_found(plant: Plant, monkeypatch: Patch) -> None:
    assert found(plant, monkeypatch)
