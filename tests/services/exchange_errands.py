"""What a clerk does in the histories beyond a record's fields: photos, remarks, choices, erasures, new keys, a lost bundle."""

from pathlib import Path
from random import Random

from station_desk.domain.trouble import Trouble
from station_desk.services import conflicts, erase, exchange, exchange_again, key_change, remarks
from tests.services.exchange_desks import put_photo
from tests.services.exchange_kit import CODES, OFFICE, OTHER, PC
from tests.services.exchange_world import COUNTS, World

ERRANDS = ("photo", "remark", "answer", "settled", "person erased", "given again", "keys")


def errand(world: World, what: str, i: int, dice: Random) -> None:
    """One of them at a desk that may do it; nothing where there is nothing to do it with."""
    station = PC if i == OFFICE else i
    match what:
        case "photo":
            photo(world, station, dice)
        case "remark":
            remark(world, dice)
        case "answer":
            answer(world, station)
        case "settled":
            settle(world, station, dice)
        case "person erased":
            erase_person(world, station, dice)
        case "given again":
            give_again(world, i, dice)
        case _:
            change_keys(world, dice.choice((OFFICE, OTHER)))


def photo(world: World, i: int, dice: Random) -> None:
    """A photo that goes to the county."""
    person = _person(world, i, dice)
    if person is not None:
        put_photo(world.desks[i], person, dice.randbytes(40), world.new_id())
        COUNTS["photo"] += 1


def remark(world: World, dice: Random) -> None:
    """The county asks for a correction."""
    county = world.desks[OFFICE]
    with county.store.read() as conn:
        people = conn.exec_driver_sql("SELECT id FROM person WHERE deleted = 0 ORDER BY id").scalars().all()
    if people:
        remarks.add(county, dice.choice(people), "papers_missing")
        COUNTS["remark"] += 1


def answer(world: World, i: int) -> None:
    """A station answers the first remark that is open."""
    desk = world.desks[i]
    for one in remarks.list_remarks(desk, state="open")[:1]:
        remarks.answer(desk, one.id, "done")
        COUNTS["answer"] += 1


def settle(world: World, i: int, dice: Random) -> None:
    """A station chooses between two values."""
    desk = world.desks[i]
    found = [one for one in conflicts.open_conflicts(desk) if one.ours]
    if found:
        one = dice.choice(found)
        conflicts.settle(desk, one.id, take=dice.choice(one.versions).txn)
        assert one.id not in {left.id for left in conflicts.open_conflicts(desk)}
        COUNTS["settled"] += 1


def erase_person(world: World, i: int, dice: Random) -> None:
    """A person is erased with all that hangs on them."""
    desk, person = world.desks[i], _person(world, i, dice)
    if person is not None:
        erase.erase_person(desk, person, "request", erase.hangs_on(desk, person).name)
        COUNTS["person erased"] += 1


def give_again(world: World, i: int, dice: Random) -> None:
    """A bundle that was made before is given once more, under its own number."""
    desk = world.desks[i]
    made = exchange.sent(desk)
    if not made:
        return
    one = dice.choice(made)
    try:
        again = exchange_again.give_again(desk, world.files, [one.number], one.receiver)[0]
    except Trouble as trouble:
        if trouble.code != "bundle_never_made":
            raise
        return
    to = OFFICE if i != OFFICE else dice.choice([at for at, code in enumerate(CODES) if code == one.receiver])
    world.deliver(world.parcel(i, to, Path(again.file), again.number))
    COUNTS["given again"] += 1


def change_keys(world: World, i: int) -> None:
    """A planned change of keys, followed on sight. Who goes back to before it would use keys that count no more."""
    key_change.change_keys(world.desks[i])
    world.copies.pop(i, None)
    COUNTS["keys changed"] += 1


def _person(world: World, i: int, dice: Random) -> str | None:
    """A person of this station who has a name."""
    with world.desks[i].store.read() as conn:
        query = "SELECT id FROM person WHERE deleted = 0 AND name IS NOT NULL AND scope = ? ORDER BY id"
        people = conn.exec_driver_sql(query, (CODES[i],)).scalars().all()
    return dice.choice(people) if people else None
