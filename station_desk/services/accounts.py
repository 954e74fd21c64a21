"""The people who unlock this desk: each with a name, a role and an own pass phrase; and the recovery code on paper.

Removing a person, or renewing the recovery code, changes the data key: an old copy of the key file then opens nothing
(RELIABILITY 3). The account's record stays, so that the journal can name its acts.
"""

import os
from collections.abc import Callable
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.records import Account, Role
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import disk_trouble
from station_desk.machine.home import Home
from station_desk.machine.keys import KeyRing
from station_desk.machine.lock import WriterLock
from station_desk.machine.pass_phrase import check_pass_phrase
from station_desk.machine.rotation import mark_of, settle
from station_desk.machine.sealing import KEY_BYTES
from station_desk.services.desk import Desk, open_desk
from station_desk.store.accounts import account_fields, load_account, load_accounts
from station_desk.store.rekey import present_key, rekey

MANAGERS = (Role.CHIEF, Role.ADMIN)
"""Who may add and remove people, and renew the recovery code."""


def list_accounts(desk: Desk) -> list[Account]:
    """The people of this desk in the order in which they came; those that left are not `active`."""
    with desk.store.read() as conn:
        return load_accounts(conn, desk.office.scope)


def add_account(desk: Desk, name: str, role: Role, pass_phrase: str) -> Account:
    """One more person. Troubles not_allowed, user_unnamed, user_taken(name), pass_phrase_weak, read_only."""
    ring, dek = _ring_to_change(desk, managers_only=True)
    name = checked_name(name)
    check_pass_phrase(pass_phrase)
    known = next((a for a in list_accounts(desk) if a.active and a.name == name), None)
    if name in ring.card.people or (known is not None and ring.has(known.id)):
        raise Trouble("user_taken", name=name)
    account = known or Account(desk.office.scope, new_id(desk.clock.wall_ms()), name, role)
    ring.add(account.id, name, pass_phrase, dek)
    with desk.store.write(desk.account.id, "user_add", scope=account.scope) as work:
        if known is None:
            work.create("account", account.id, account_fields(account))
        work.access("user_add", account.id, role.value)
    _save(desk.home, ring, dek)
    return account


def remove_account(desk: Desk, account_id: str) -> None:
    """Take a person's way in, and change the data key. Troubles not_allowed, user_self, user_unknown, read_only.

    Takes as long as writing the whole database once. Troubles disk_full, rekey_unverified: nothing was changed;
    rotation_unfinished: the next opening finishes it.
    """
    ring, dek = _ring_to_change(desk, managers_only=True)
    with desk.store.read() as conn:
        account = load_account(conn, account_id)
    if account is None or account.scope != desk.office.scope:
        raise Trouble("user_unknown", name="")
    if account_id == desk.account.id:
        raise Trouble("user_self", name=account.name)
    if ring.has(account_id):
        _change_key(desk, ring, dek, lambda: ring.remove(account_id))
    with desk.store.write(desk.account.id, "user_remove", scope=account.scope) as work:
        work.update("account", account_id, {"active": 0})
        work.access("user_remove", account_id)


def change_pass_phrase(desk: Desk, old: str, new: str) -> None:
    """A new pass phrase for the person at the desk. Troubles of `KeyRing.unlock` for `old`; pass_phrase_weak."""
    ring, dek = _ring_to_change(desk)
    ring.unlock(desk.account.name, old, desk.clock)
    ring.replace_pass_phrase(desk.account.id, new, dek)
    _save(desk.home, ring, dek)
    desk.store.access(desk.account.id, "pass_phrase_change", desk.account.id)


def reset_pass_phrase(desk: Desk, account_id: str, new: str) -> None:
    """A new pass phrase for a person who forgot theirs. Troubles not_allowed, user_unknown, pass_phrase_weak."""
    ring, dek = _ring_to_change(desk, managers_only=True)
    ring.replace_pass_phrase(account_id, new, dek)
    _save(desk.home, ring, dek)
    desk.store.access(desk.account.id, "pass_phrase_reset", account_id)


def new_recovery_code(desk: Desk) -> str:
    """A fresh recovery code; the old paper opens nothing from now on. Troubles as `remove_account`."""
    ring, dek = _ring_to_change(desk, managers_only=True)
    codes: list[str] = []
    _change_key(desk, ring, dek, lambda: codes.append(ring.new_recovery_code(dek)))
    desk.store.access(desk.account.id, "recovery_code_new", desk.office.code)
    return codes[0]


def recover(home_dir: Path, code: str, person: str | None, new_pass_phrase: str) -> Desk:
    """Open a home by its recovery code and give `person` (None: the first) a new pass phrase.

    Troubles recovery_code_group(group), recovery_code_wrong, user_unknown(name), pass_phrase_weak, home_missing,
    keys_damaged, second_writer(holder, since), and those of opening.
    """
    check_pass_phrase(new_pass_phrase)
    home = Home(home_dir)
    found = KeyRing.load(home)
    found.account_of(person)
    found.unlock_recovery(code)
    name = person or found.card.people[0]
    lock = WriterLock(home)
    lock.acquire(name)
    try:
        ring = KeyRing.load(home)
        account_id, dek = ring.account_of(name), ring.unlock_recovery(code)
        ring.replace_pass_phrase(account_id, new_pass_phrase, dek)
        _save(home, ring, dek)
    finally:
        lock.release()
    desk = open_desk(home_dir, name, new_pass_phrase)
    desk.store.access(account_id, "recover", desk.office.code)
    return desk


def checked_name(name: str) -> str:
    """A person's name without blanks around it. Trouble user_unnamed."""
    if not name.strip():
        raise Trouble("user_unnamed")
    return name.strip()


def _ring_to_change(desk: Desk, *, managers_only: bool = False) -> tuple[KeyRing, bytes]:
    """The key ring, proved to be ours, and the data key. Troubles read_only, not_allowed, keys_damaged."""
    if desk.read_only:
        raise Trouble("read_only")
    if managers_only and desk.account.role not in MANAGERS:
        raise Trouble("not_allowed")
    ring, dek = KeyRing.load(desk.home), present_key(desk.store)
    ring.verify(dek)
    return ring, dek


def _save(home: Home, ring: KeyRing, dek: bytes) -> None:
    try:
        ring.save(home, dek)
    except OSError as error:
        raise disk_trouble(error) from error


def _change_key(desk: Desk, ring: KeyRing, dek: bytes, change: Callable[[], None]) -> None:
    """Write the database under a new data key and put it in place; `change` is what happens to the slots by the way."""
    new, home = os.urandom(KEY_BYTES), desk.home

    def place() -> None:
        change()
        ring.rotate(dek, new, mark_of(home.database_next))
        try:
            ring.save(home, new)
            settle(home, ring, new)
        except OSError as error:
            raise Trouble("rotation_unfinished") from error

    rekey(desk.store, new, home.database_next, place)
