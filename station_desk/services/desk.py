"""The desk: a home that a person has unlocked. Opening compares the database with its anchor, so that an older copy or
lost commits are noticed before anything is written (RELIABILITY 0.2, EXCHANGE decision 5).
"""

import hmac
import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType

from station_desk.domain.records import Account, Office, Role
from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor
from station_desk.machine.clock import Clock
from station_desk.machine.files import disk_trouble
from station_desk.machine.home import Home
from station_desk.machine.keys import HomeCard, KeyRing
from station_desk.machine.lock import WriterLock
from station_desk.machine.rotation import settle
from station_desk.services.free_words import guard_of
from station_desk.store import schema
from station_desk.store.accounts import load_account
from station_desk.store.anchoring import AnchorState
from station_desk.store.engine import Store
from station_desk.store.office import own_office
from station_desk.store.rekey import present_key


@dataclass
class Desk:
    """An unlocked home. Every errand of a clerk takes it as its first argument; `close` it at the end."""

    home: Home
    office: Office
    account: Account
    store: Store
    clock: Clock
    read_only: bool
    practice: bool
    locked: bool = False
    proved: set[tuple[str, int, int, bytes]] = field(default_factory=set, repr=False)
    _lock: WriterLock | None = field(default=None, repr=False)

    def close(self) -> None:
        """Close the database, then give the writer's lock back. Harmless when done twice."""
        self.store.close()
        if self._lock is not None:
            self._lock.release()

    def stop_writing(self) -> None:
        """From now on this desk only reads, and another program may write."""
        self.store.stop_writing()
        self.read_only = True
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


MOVING = "moving"
"""The setting that makes a copy a move file."""

MOVED = "moved"
"""The setting of a home whose office went to another computer."""


@dataclass(frozen=True, slots=True)
class Moved:
    """When an office left this computer (UTC ISO), where to, and the token of its move file."""

    at: str
    where: str
    token: str


def peek(home_dir: Path) -> HomeCard | None:
    """What a home shows before it is unlocked, None where there is no home. Trouble `keys_damaged`."""
    home = Home(home_dir)
    return KeyRing.load(home).card if home.exists() else None


def open_desk(
    home_dir: Path, person: str | None, pass_phrase: str, *, write: bool = True, clock: Clock | None = None
) -> Desk:
    """Unlock the home as `person` (None: the first) and open it; for writing, as the one writer.

    Troubles: `home_missing`, `keys_damaged`, `user_unknown`, `wrong_pass_phrase`, `must_wait`, `second_writer`
    (holder, since), `rotation_lost`, `database_missing`, `database_newer` (needs), `database_older`,
    `database_damaged`, `restored_copy` (day: of the copy), `moved_away` (day, where; reading is possible), `disk_full`,
    `disk_failed`.
    """
    return _open(home_dir, person, pass_phrase, write=write, clock=clock or Clock(), accept=False)


def open_accepting(home_dir: Path, person: str | None, pass_phrase: str, clock: Clock | None = None) -> Desk:
    """Open for writing even where the database is behind its anchor; then it writes under a new installation number.

    Nothing is done to a database that is not behind. Troubles as `open_desk`, without `restored_copy`.
    """
    return _open(home_dir, person, pass_phrase, write=True, clock=clock or Clock(), accept=True)


def open_staying(
    home_dir: Path, person: str | None, pass_phrase: str, clock: Clock | None = None
) -> tuple[Desk, Moved]:
    """Open a home that was moved away for writing again, under a new installation number; what it had said.

    Troubles move_not, those of `open_desk`.
    """
    desk = _open(home_dir, person, pass_phrase, write=True, clock=clock or Clock(), accept=False, stay=True)
    try:
        said = moved_of(desk.store)
        if said is None:
            raise Trouble("move_not")
        with desk.store.transaction():
            desk.store.set_setting(MOVED, None)
            desk.store.renew_rep()
            desk.store.access(desk.account.id, "move_stay", desk.office.code, said.where)
    except BaseException:
        desk.close()
        raise
    return desk, said


def moved_of(store: Store) -> Moved | None:
    """Where the office went, None where it is here."""
    text = store.setting(MOVED)
    return Moved(**json.loads(text)) if text else None


def lock_desk(desk: Desk) -> None:
    """Record that the desk is locked; the window hides everything until `unlock_again`."""
    if not desk.read_only and not desk.locked:
        desk.store.access(desk.account.id, "lock", desk.office.code)
    desk.locked = True


def unlock_again(desk: Desk, pass_phrase: str) -> None:
    """The same person again. Troubles `wrong_pass_phrase` (left), `must_wait` (until), `keys_damaged`."""
    ring = KeyRing.load(desk.home)
    _account, key = ring.unlock(desk.account.name, pass_phrase, desk.clock)
    if not hmac.compare_digest(key, present_key(desk.store)):
        raise Trouble("keys_damaged", folder=str(desk.home.path))
    desk.locked = False
    if not desk.read_only:
        desk.store.access(desk.account.id, "unlock", desk.office.code)


def _open(
    home_dir: Path,
    person: str | None,
    pass_phrase: str,
    *,
    write: bool,
    clock: Clock,
    accept: bool,
    stay: bool = False,
) -> Desk:
    home = Home(home_dir)
    ring = KeyRing.load(home)
    account_id, key = ring.unlock(person, pass_phrase, clock)
    name = person or ring.card.people[0]
    lock = WriterLock(home, clock) if write else None
    if lock is not None:
        lock.acquire(name)
    try:
        _settle(home, ring, key, name, lock, clock)
        desk = _unlocked(home, ring.card, key, Account("", account_id, name, Role.CLERK), clock, write=write)
    except BaseException:
        if lock is not None:
            lock.release()
        raise
    desk._lock = lock
    try:
        said = moved_of(desk.store) if write and not stay else None
        if said is not None:
            raise Trouble("moved_away", day=said.at[:10], where=said.where)
        _welcome(desk, key, accept=accept)
    except BaseException:
        desk.close()
        raise
    return desk


def _settle(home: Home, ring: KeyRing, key: bytes, name: str, lock: WriterLock | None, clock: Clock) -> None:
    """Finish a change of the data key that was cut off. A reader does so only where one is under way."""
    if lock is None and ring.swap is None:
        return
    held = lock or WriterLock(home, clock)
    held.acquire(name)
    try:
        settle(home, ring, key)
    except OSError as error:
        raise disk_trouble(error) from error
    finally:
        if lock is None:
            held.release()


def _unlocked(home: Home, card: HomeCard, key: bytes, person: Account, clock: Clock, *, write: bool) -> Desk:
    """Open the database and read who is at the desk. `person` stands in for an account that an old copy lacks."""
    store = _open_store(home, key, clock, write=write)
    store.wall_ms = clock.wall_ms
    try:
        with store.read() as conn:
            office = own_office(conn)
            account = load_account(conn, person.id)
        if office is None:
            raise Trouble("database_damaged", reason="office")
        if account is None:
            account = Account(office.scope, person.id, person.name, person.role)
        elif not account.active:
            raise Trouble("user_unknown", name=account.name)
    except BaseException:
        store.close()
        raise
    guard_of(store)
    return Desk(home, office, account, store, clock, read_only=not write, practice=card.practice)


def _open_store(home: Home, key: bytes, clock: Clock, *, write: bool) -> Store:
    try:
        return Store.open(home.database, key, write=write)
    except Trouble as trouble:
        if (
            trouble.code == "wrong_key"
        ):  # the key ring vouches for the key: this is no database of it, or its beginning is gone
            raise Trouble("database_damaged", reason="key") from trouble
        if trouble.code != "database_older" or not write:
            raise
    stamp = clock.now().strftime("%Y%m%d_%H%M%S")
    home.backups.mkdir(exist_ok=True)
    schema.migrate(home.database, key, home.backups / f"before-migration_{stamp}.db")
    return Store.open(home.database, key, write=True)


def _welcome(desk: Desk, key: bytes, *, accept: bool) -> None:
    """Compare with the anchor, then record the unlocking; from here on every save writes the anchor."""
    store, home, clock = desk.store, desk.home, desk.clock
    told = _read_anchor(home, key)
    behind = told is not None and store.is_behind(told)
    if behind and not accept:
        raise Trouble("restored_copy", day=copy_day(store))
    if desk.read_only:
        return
    if behind:
        with store.transaction():
            store.renew_rep()
            store.access(desk.account.id, "accept_restored", desk.office.code, copy_day(store))

    def write_anchor(state: AnchorState) -> None:
        found = anchor.Anchor(state.sequence, state.heads, state.access_head, clock.now_iso())
        anchor.write(home, found, present_key(store))

    store.after_commit = write_anchor
    store.access(desk.account.id, "unlock", desk.office.code, "" if told else "no anchor")


def _read_anchor(home: Home, key: bytes) -> AnchorState | None:
    """What the anchor tells; None where there is none, or neither copy is whole (the next save writes them anew).

    To be read before the database: a writer may be at work, and it writes the anchor last.
    """
    with suppress(Trouble):
        found = anchor.read(home, key)
        if found is not None:
            heads = {scope: tuple(hashes) for scope, hashes in found.heads.items()}
            return AnchorState(found.sequence, heads, found.access_head)
    return None


def copy_day(store: Store) -> str:
    """The day (on the wall) of the newest entry: what a person calls the copy by. "?" for an empty one."""
    newest = store.newest_ms()
    return datetime.fromtimestamp(newest / 1000).astimezone().date().isoformat() if newest is not None else "?"
