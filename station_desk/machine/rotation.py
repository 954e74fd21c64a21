"""A new data key for a home, so that a power cut at any moment leaves a home that opens (RELIABILITY 3).

The steps: the database is written anew under the new key (`Home.database_next`) and verified by the store; the key ring
is saved with the new key and the mark of that file; then `settle` puts the file in its place. From the moment the ring
is saved the change only goes forward: whoever unlocks next settles it. The old database stays until the new one stands.
"""

from contextlib import suppress
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor, disk
from station_desk.machine.home import Home
from station_desk.machine.keys import KeyRing

MARK_BYTES = 16
"""A database begins with its salt, which is its own for each key."""


def mark_of(database: Path) -> bytes:
    """How the file begins. Raises OSError."""
    with database.open("rb") as stream:
        return stream.read(MARK_BYTES)


def settle(home: Home, ring: KeyRing, dek: bytes) -> bool:
    """Finish a change of the key that was cut off and mend a lost copy of the slots; whether anything was done.

    To be called with the writer's lock held, after unlocking and before the database is opened. `dek` is what `unlock`
    gave. Troubles rotation_lost when neither file belongs to the key, database_busy when somebody changed the key between
    unlocking and the lock. Raises OSError.
    """
    ring = _as_it_stands(home, ring, dek)
    if ring.swap is None:
        _drop(home.database_next)
        if _is_marked(home.database, None):
            _drop(home.database_old)
        if not ring.whole:
            ring.save(home, dek)
            return True
        return False
    mark = ring.swap.mark
    if not _is_marked(home.database, mark):
        if not _is_marked(home.database_next, mark):
            raise Trouble("rotation_lost", folder=str(home.path))
        _put_aside(home)
        disk.rename(home.database_next, home.database, replace=False)
        disk.flush_folder(home.path)
    _reanchor(home, ring, dek)
    ring.swap = None
    ring.save(home, dek)
    _drop(home.database_old)
    return True


def _as_it_stands(home: Home, ring: KeyRing, dek: bytes) -> KeyRing:
    """The ring on the disk now: another writer may have changed it after we unlocked."""
    if ring.stands():
        return ring
    now = KeyRing.load(home)
    try:
        now.verify(dek)
    except Trouble as trouble:
        raise Trouble("database_busy") from trouble
    return now


def _is_marked(database: Path, mark: bytes | None) -> bool:
    """Whether a database is there and, unless `mark` is None, begins with it."""
    try:
        found = mark_of(database)
    except FileNotFoundError:
        return False
    return mark is None or found == mark


def _put_aside(home: Home) -> None:
    """The old database with its side files out of the way: a left-over log must never be applied to the new one."""
    for end in ("-wal", "-shm", ""):
        old = home.database.with_name(home.database.name + end)
        if old.exists():
            disk.rename(old, home.database_old.with_name(home.database_old.name + end), replace=True)
    disk.flush_folder(home.path)


def _reanchor(home: Home, ring: KeyRing, dek: bytes) -> None:
    """The anchor says the same under the new key; one that is damaged stays for the check to find."""
    for key in (dek, *ring.former_keys(dek)):
        with suppress(Trouble):
            found = anchor.read(home, key)
            if found is not None:
                anchor.write(home, found, dek)
            return


def _drop(database: Path) -> None:
    for end in ("-wal", "-shm", "-journal", ""):
        database.with_name(database.name + end).unlink(missing_ok=True)
