"""The first start: a new home with its keys, its office, its first person and its villages.

Everything is made in a folder beside and renamed at the end: a power cut leaves no half-made home.
"""

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from station_desk.bundles import identity
from station_desk.domain.ids import new_id
from station_desk.domain.records import Account, Office, OfficeKind, Role, Village
from station_desk.domain.trouble import Trouble
from station_desk.domain.villages import VillageRow
from station_desk.machine import anchor, disk
from station_desk.machine.clock import Clock
from station_desk.machine.files import disk_trouble
from station_desk.machine.home import Home
from station_desk.machine.keys import HomeCard, KeyRing
from station_desk.machine.pass_phrase import check_pass_phrase
from station_desk.machine.recovery_code import read_paper
from station_desk.machine.sealing import Kdf
from station_desk.packs.load import load_pack
from station_desk.services.accounts import checked_name
from station_desk.services.desk import Desk, open_desk
from station_desk.services.pack_memory import packs_dir
from station_desk.store.accounts import account_fields
from station_desk.store.engine import Store
from station_desk.store.office import office_fields
from station_desk.store.villages import village_fields

FIRST_ROLE = Role.ADMIN
"""Who sets the desk up manages its people; what each person does is recorded all the same."""


@dataclass(frozen=True, slots=True)
class NewOffice:
    """What the first start asks for. `code` is the office's administrative digits, `pack` a policy pack's id.

    `key_paper`: the digits of its key paper, when an office that lost everything begins again as itself.
    """

    kind: OfficeKind
    name: str
    code: str
    pack: str
    villages: Sequence[VillageRow]
    person: str
    pass_phrase: str
    practice: bool = False
    key_paper: str | None = None


@dataclass(frozen=True, slots=True)
class Created:
    """A home that was just made: opened for writing, the recovery code to print, the fingerprint to read aloud."""

    desk: Desk
    recovery_code: str
    fingerprint: str


def create_office(home_dir: Path, new: NewOffice, kdf: Kdf | None = None, clock: Clock | None = None) -> Created:
    """Make the home of an office and open it.

    `kdf` None: calibrated on this computer. Troubles home_exists(folder), office_code_bad(digits), office_unnamed, pack_missing(pack),
    key_paper_group(group), user_unnamed, pass_phrase_weak, disk_full, disk_failed; then nothing is left behind.
    """
    _check(home_dir, new)
    person, when = checked_name(new.person), clock or Clock()
    made = home_dir.with_name(f".{home_dir.name}.{secrets.token_hex(4)}.new")
    try:
        made.mkdir(parents=True, mode=0o700)
        code, fingerprint = _make(Home(made), new, person, kdf, when)
        if home_dir.exists():
            home_dir.rmdir()  # an empty folder: `_check` saw to it
        disk.rename(made, home_dir, replace=False)
        disk.flush_folder(home_dir.parent)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise disk_trouble(error) from error
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Created(open_desk(home_dir, person, new.pass_phrase, clock=when), code, fingerprint)


def _check(home_dir: Path, new: NewOffice) -> None:
    """Everything that can be said before the disk is touched."""
    if home_dir.exists() and (not home_dir.is_dir() or any(home_dir.iterdir())):
        raise Trouble("home_exists", folder=str(home_dir))
    if not identity.OFFICE_CODE.fullmatch(new.code):
        raise Trouble("office_code_bad", digits=new.code)
    if not new.name.strip() or len(new.name) > identity.MAX_NAME:
        raise Trouble("office_unnamed")
    if new.key_paper is not None:
        read_paper(new.key_paper)
    checked_name(new.person)
    check_pass_phrase(new.pass_phrase)
    load_pack(packs_dir(), new.pack)


def _make(home: Home, new: NewOffice, person: str, kdf: Kdf | None, clock: Clock) -> tuple[str, str]:
    """Fill an empty folder; the recovery code and the fingerprint."""
    name = new.name.strip()
    account = Account(new.code, new_id(clock.wall_ms()), person, FIRST_ROLE)
    card = HomeCard(new.kind.value, name, new.code, new.practice)
    ring, dek, code = KeyRing.create(card, account.id, person, new.pass_phrase, kdf)
    office = Office(new.code, new_id(clock.wall_ms()), new.kind, name, new.code, new.pack)
    own = identity.new_identity(new.code, new.kind, name, practice=new.practice, paper=new.key_paper)
    store = Store.create(home.database, dek)
    try:
        store.wall_ms = clock.wall_ms
        with store.transaction():
            store.become(new.code, new.kind.value)
            store.set_secret(identity.SECRET, own.to_secret())
        _write_records(store, office, account, new.villages)
        store.access(account.id, "first_start" if new.key_paper is None else "first_start_paper", new.code)
        state = store.anchor_state()
    finally:
        store.close()
    anchor.write(home, anchor.Anchor(state.sequence, state.heads, state.access_head, clock.now_iso()), dek)
    home.backups.mkdir(mode=0o700)
    ring.save(home, dek)
    return code, own.public.fingerprint


def _write_records(store: Store, office: Office, account: Account, villages: Sequence[VillageRow]) -> None:
    """The office, its first person and its villages in one act: the beginning is nothing that one takes back."""
    with store.write(account.id, "first_start", scope=office.scope) as work:
        work.create("office", office.id, office_fields(office))
        work.create("account", account.id, account_fields(account))
        for row in villages:
            village = Village(office.scope, new_id(), **asdict(row))
            work.create("village", village.id, village_fields(village))
