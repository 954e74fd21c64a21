"""Safety: backups that are opened and verified, restoring beside the old home, checks (RELIABILITY F8, F9)."""

import json
import re
import tempfile
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from station_desk.domain.finding import Finding
from station_desk.domain.progress import Progress, silent
from station_desk.domain.thinning import to_drop
from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor, disk
from station_desk.machine.clock import Clock
from station_desk.machine.files import deliver, disk_trouble
from station_desk.machine.home import Home
from station_desk.machine.keys import KeyRing
from station_desk.services.archive_files import at_hand, damaged
from station_desk.services.desk import MOVED, MOVING, Desk, open_accepting
from station_desk.store import backup_file, schema
from station_desk.store.archive import out_of_reach
from station_desk.store.engine import Store
from station_desk.store.rekey import present_key
from station_desk.store.tables import SCHEMA_VERSION

BACKUP_EVERY = timedelta(hours=24)
_NAME = re.compile(r"station-desk_(\d{8}_\d{6})(?:\D.*)?\.backup")
_STAMP = "%Y%m%d_%H%M%S"
_LAST = "last_backup"
_LAST_CHECK = "last_check"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was made: where, when (UTC ISO), its length, that it was opened and verified, what was thinned."""

    file: Path
    at: str
    bytes: int
    verified: bool
    dropped: list[str]


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """The last verified backup: where, when (UTC ISO), its length in bytes."""

    file: Path
    at: str
    bytes: int

    @property
    def present(self) -> bool:
        """Whether the file is (still, or at this moment) there."""
        return self.file.is_file()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; `ok` when nothing. `unread`: bodies that lie in archives which are not at hand, by the file's
    name: they could not be checked, which is no damage."""

    ok: bool
    findings: list[Finding]
    unread: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """The last check: when (UTC ISO), whether it read every page and hash, how many findings."""

    at: str
    deep: bool
    findings: int


def backup(desk: Desk, to: Path | None = None, progress: Progress | None = None) -> BackupReport:
    """A dated copy of the home in one file, opened and verified; by default in the home's own folder, then thinned.

    Troubles `read_only`, `disk_full`, `backup_failed` (file), those of `deliver`. May raise `Cancelled`.
    """
    if desk.read_only:
        raise Trouble("read_only")
    folder = to or desk.home.backups
    name = f"station-desk_{desk.clock.now().astimezone().strftime(_STAMP)}.backup"
    file, size = write_copy(desk, folder, name, progress)
    dropped = _thin(folder, file) if to is None else []
    report = BackupReport(file, desk.clock.now_iso(), size, True, dropped)
    with desk.store.transaction():
        told = BackupInfo(report.file, report.at, report.bytes)
        desk.store.set_setting(_LAST, json.dumps({**asdict(told), "file": str(told.file)}, ensure_ascii=False))
        desk.store.access(desk.account.id, "backup", report.file.name)
    return report


def write_copy(desk: Desk, folder: Path, name: str, progress: Progress | None = None) -> tuple[Path, int]:
    """A verified copy of the home as one file of this name in `folder`; where it lies, and its length in bytes.

    Troubles `disk_full`, `backup_failed` (file), those of `deliver`. May raise `Cancelled`.
    """
    try:
        desk.home.backups.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=desk.home.backups) as making:
            copy = Path(making) / "copy.db"
            _copy_verified(desk, copy, name, progress or silent)
            keys = KeyRing.load(desk.home).to_bytes(present_key(desk.store))
            size, parts = backup_file.pack(copy, keys, desk.clock.now_iso(), SCHEMA_VERSION)
            written = deliver(folder, name, parts, size=size)
    except OSError as error:
        raise disk_trouble(error) from error
    return written.path, written.bytes


def last_backup(desk: Desk) -> BackupInfo | None:
    """The last backup that was made and verified at this desk; None where there never was one."""
    text = desk.store.setting(_LAST)
    if text is None:
        return None
    told = json.loads(text)
    return BackupInfo(Path(told["file"]), told["at"], told["bytes"])


def backup_due(desk: Desk) -> bool:
    """Whether the last backup is older than a day, or gone."""
    last = last_backup(desk)
    return last is None or not last.present or desk.clock.now() - datetime.fromisoformat(last.at) >= BACKUP_EVERY


def check(desk: Desk, deep: bool = False, progress: Progress | None = None) -> CheckReport:
    """Is everything whole: the database (`deep`: every page, every hash, every row), keys, anchor and backups?"""
    findings = damaged(desk) if deep else []
    with at_hand(desk) if deep else nullcontext():
        findings += desk.store.integrity(deep=deep, progress=progress or silent)
        with desk.store.read() as conn:
            unread = out_of_reach(conn) if deep else {}
    if not KeyRing.load(desk.home).whole:
        findings.append(Finding("keys_not_twice"))
    if desk.store.anchor_failed:
        findings.append(Finding("anchor_not_written"))
    if deep:
        backups = sorted(desk.home.backups.glob("*.backup"))
        findings += [Finding("backup_damaged", file.name) for file in backups if not backup_file.is_whole(file)]
    if not desk.read_only:
        told = CheckInfo(desk.clock.now_iso(), deep, len(findings))
        desk.store.set_setting(_LAST_CHECK, json.dumps(asdict(told)))
    return CheckReport(not findings, findings, unread)


def last_check(desk: Desk) -> CheckInfo | None:
    """The last check at this desk; None where there never was one."""
    text = desk.store.setting(_LAST_CHECK)
    return CheckInfo(**json.loads(text)) if text else None


def verify_audit(desk: Desk) -> CheckReport:
    """Are the access log and the journal unbroken chains?"""
    findings = desk.store.audit()
    return CheckReport(not findings, findings)


def accept_restored(home_dir: Path, person: str | None, pass_phrase: str) -> None:
    """Go on from an older copy, as a branch of its own: the answer to the trouble `restored_copy`."""
    open_accepting(home_dir, person, pass_phrase).close()


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup brought back: the folder of the new home, and when the backup was made (UTC ISO)."""

    home: Path
    made_at: str


def restore(
    file: Path,
    home_dir: Path,
    person: str | None,
    pass_phrase: str,
    *,
    clock: Clock | None = None,
    moving: bool = False,
) -> Restored:
    """Bring a backup back as a home beside `home_dir`, never over it; where there is no home yet, at `home_dir` itself.

    The new home writes under a new installation number. `moving`: only a move file will do (Trouble `move_file_other`).
    Troubles `backup_unreadable`, `backup_newer`, `user_unknown`,
    `wrong_pass_phrase`, `disk_full`, `disk_failed`; then nothing is left behind.
    """
    when = clock or Clock()
    target = home_dir
    if Home(home_dir).exists() or (home_dir.is_dir() and any(home_dir.iterdir())):
        target = home_dir.with_name(f"{home_dir.name}-restored-{when.now().astimezone().strftime(_STAMP)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as making:
            made = Home(Path(making) / "home")
            made.backups.mkdir(parents=True, mode=0o700)
            head = _bring_back(file, made, person, pass_phrase, when, moving=moving)
            if target.exists():
                target.rmdir()
            disk.rename(made.path, target, replace=False)
            disk.flush_folder(target.parent)
    except OSError as error:
        raise disk_trouble(error) from error
    return Restored(target, head.made_at)


def _bring_back(
    file: Path, made: Home, person: str | None, pass_phrase: str, clock: Clock, *, moving: bool
) -> backup_file.BackupHead:
    """Fill an empty folder from a backup: checked, under a new installation number, with keys and anchor."""
    head, keys = backup_file.unpack(file, made.database)
    if head.sv > SCHEMA_VERSION:
        raise Trouble("backup_newer", file=file.name)
    ring = KeyRing.from_bytes(keys)
    account_id, key = ring.unlock(person, pass_phrase, clock)
    if head.sv < SCHEMA_VERSION:
        schema.migrate(made.database, key, made.backups / "before-migration.db")
    with closing(Store.open(made.database, key, write=True)) as store:
        store.wall_ms = clock.wall_ms
        if store.integrity(deep=True):
            raise Trouble("backup_unreadable", file=file.name)
        if moving and store.setting(MOVING) is None:
            raise Trouble("move_file_other", file=file.name)
        with store.transaction():
            store.renew_rep()
            for mark in (MOVING, MOVED):
                store.set_setting(mark, None)
            store.access(account_id, "move_in" if moving else "restore", file.name, head.made_at)
        state = store.anchor_state()
    anchor.write(made, anchor.Anchor(state.sequence, state.heads, state.access_head, clock.now_iso()), key)
    ring.save(made, key)
    return head


def _copy_verified(desk: Desk, copy: Path, name: str, progress: Progress) -> None:
    """A copy of the database that was opened, checked to the last byte, and holds what the desk holds."""
    before = desk.store.anchor_state()
    desk.store.vacuum_into(copy)
    try:
        with closing(Store.open(copy, present_key(desk.store), write=False)) as opened:
            whole = not opened.integrity(deep=True, progress=progress)
            whole = whole and not opened.is_behind(before) and not desk.store.is_behind(opened.anchor_state())
    except Trouble as trouble:
        raise Trouble("backup_failed", file=name) from trouble
    if not whole:
        raise Trouble("backup_failed", file=name)


def _thin(folder: Path, newest: Path) -> list[str]:
    """Drop backups by day, week and month; the newest stays whatever the clock says. The names dropped."""
    taken: dict[datetime, list[Path]] = {}
    for file in sorted(folder.glob("station-desk_*.backup")):
        match = _NAME.fullmatch(file.name)
        if match:
            taken.setdefault(datetime.strptime(match[1], _STAMP), []).append(file)
    dropped = []
    for at in to_drop(taken):
        for file in taken[at]:
            if file != newest:
                file.unlink()
                dropped.append(file.name)
    return dropped
