"""Archives of the journal: old bodies into a file of their own, that file found again, and what was erased taken out of it.

Moved is what is older than a day, known to be at every office that gets it, and in a backup that was verified just
before. Where the file is at hand everything works as before; where it is not, it is named.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from station_desk.domain.progress import Progress, silent
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import Delivered, deliver, disk_trouble
from station_desk.services import safety
from station_desk.services.accounts import MANAGERS
from station_desk.services.archive_files import proved
from station_desk.services.desk import Desk
from station_desk.services.exchange_out import scopes_for
from station_desk.store import archive as rows
from station_desk.store.archive import ArchiveRow
from station_desk.store.outgoing import outgoing
from station_desk.store.peers import load_peers


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive: its number, its file, whether that is at hand and whole, what it holds, its newest act (UTC), when it
    was made (UTC)."""

    number: int
    file: Path
    at_hand: bool
    transactions: int
    changes: int
    upto: str
    at: str

    def as_dict(self) -> dict[str, object]:
        """One entry of `journal archives`."""
        return {
            "number": self.number,
            "file": str(self.file),
            "at_hand": self.at_hand,
            "transactions": self.transactions,
            "changes": self.changes,
            "upto": self.upto,
            "at": self.at,
        }


@dataclass(frozen=True, slots=True)
class Archived:
    """What was moved, and the length of the database before and after in bytes."""

    archive: Archive
    before: int
    after: int


def archive(desk: Desk, before: date, folder: Path, progress: Progress = silent) -> Archived:
    """Move the bodies of acts before the day `before` (local) into a new archive in `folder`.

    A backup is made and verified first. The archive is written, read back and held against the journal's hashes before
    one commit takes the bodies out. Troubles `archive_not_allowed`, `read_only`, `archive_nothing`, `archive_too_many`,
    `archive_unverified`, those of `safety.backup` and `deliver`. May raise `Cancelled`.
    """
    if desk.account.role not in MANAGERS:
        raise Trouble("archive_not_allowed")
    if desk.read_only:
        raise Trouble("read_only")
    wanted = set(_may_go(desk, before))
    if not wanted:
        raise Trouble("archive_nothing", day=before.isoformat())
    length = desk.store.path.stat().st_size
    safety.backup(desk, progress=progress)
    written: Delivered | None = None
    try:
        with desk.store.transaction() as conn:
            known = rows.load_archives(conn)
            if len(known) >= rows.MOST:
                raise Trouble("archive_too_many", most=rows.MOST)
            hashes = [digest for digest in _may_go(desk, before) if digest in wanted]
            id_, key = str(max((int(one.id) for one in known), default=0) + 1), rows.new_key()
            with _making(desk) as made:
                count = rows.write_file(made, key, rows.read_bodies(conn, hashes))
                written = deliver(folder, _name(desk, id_), made)
            rows.check_file(conn, written.path, key, count)
            upto = rows.newest_of(conn, hashes)
            file = str(written.path.absolute())
            row = ArchiveRow(id_, file, written.sha256, upto, len(hashes), count, desk.clock.now_iso())
            rows.move(conn, row, key, hashes)
            desk.store.access(desk.account.id, "archive", written.path.name, f"{len(hashes)} {count}")
            desk.store.tell(("archive",))
    except BaseException:
        if written is not None:
            with suppress(OSError):
                written.path.unlink()
        raise
    _compact(desk)
    return Archived(_told(row, whole=True), length, desk.store.path.stat().st_size)


def archives(desk: Desk, folder: Path | None = None) -> list[Archive]:
    """Every archive, oldest first; `folder`: those that lie there now are looked for there from now on.

    Where one is at hand that still holds something erased, it is written anew without that.
    """
    if folder is not None and not desk.read_only:
        _find(desk, folder)
    purge(desk)
    with desk.store.read() as conn:
        known = rows.load_archives(conn)
    return [_told(one, whole=proved(desk, one)) for one in known]


def purge(desk: Desk) -> list[str]:
    """Write archives at hand anew without what was erased; the names of those that are not at hand and still hold it."""
    with desk.store.read() as conn:
        wanted = rows.to_purge(conn)
        known = {one.id: one for one in rows.load_archives(conn)}
    left = [
        known[id_].path.name
        for id_ in wanted
        if desk.read_only or not proved(desk, known[id_]) or not _written_anew(desk, known[id_])
    ]
    return [*left, *(path.name for path in _sweep(desk))]


def _written_anew(desk: Desk, row: ArchiveRow) -> bool:
    """Whether the archive could be written anew beside its former file. The commit that names the new one also remembers
    the former one until it is gone."""
    try:
        with desk.store.transaction() as conn:
            key = rows.archive_key(conn, row.id)
            gone = rows.erased_in(conn, row.path, key)
            with _making(desk) as made:
                rows.write_without(row.path, key, made, gone)
                written = deliver(row.path.parent, row.path.name, made)
            rows.check_file(conn, written.path, key, rows.bodies_in(row.path, key) - len(gone))
            rows.now_at(conn, row.id, written.path, written.sha256)
            rows.purged(conn, row.id)
            rows.put_stale(conn, [*rows.stale_files(conn), row.path])
            desk.store.access(desk.account.id, "archive_purge", written.path.name, str(len(gone)))
    except Trouble:
        return False
    return True


def _sweep(desk: Desk) -> list[Path]:
    """Remove former files of archives; those that are still there, or cannot be looked at now."""
    with desk.store.read() as conn:
        stale = rows.stale_files(conn)
    if desk.read_only:
        return stale
    left = []
    for path in stale:
        try:
            if not path.parent.is_dir():
                left.append(path)
            path.unlink(missing_ok=True)
        except OSError:
            left.append(path)
    if left != stale:
        with desk.store.transaction() as conn:
            rows.put_stale(conn, left)
    return left


def _may_go(desk: Desk, before: date) -> list[bytes]:
    """The transactions whose bodies may go, of every scope that at least one other office gets."""
    moment = int(datetime.combine(before, time()).astimezone().timestamp() * 1000)
    found: list[bytes] = []
    with desk.store.read() as conn:
        lacked: dict[str, set[bytes]] = {}
        for peer in load_peers(conn):
            for plan in outgoing(conn, scopes_for(desk, peer), peer.heads):
                lacked.setdefault(plan.scope, set()).update(plan.lacking.hashes)
        for scope, hashes in lacked.items():
            found += rows.old_bodies(conn, scope, moment, hashes)
    return found


def _find(desk: Desk, folder: Path) -> None:
    """Archives that lie in `folder`, by their SHA-256, whatever they are called."""
    with desk.store.read() as conn:
        missing = {one.sha256: one for one in rows.load_archives(conn) if not proved(desk, one)}
    with suppress(OSError):
        for file in sorted(folder.glob("*.archive")) if missing else ():
            digest = hashlib.sha256(file.read_bytes()).digest()
            if digest in missing:
                with desk.store.transaction() as conn:
                    rows.now_at(conn, missing[digest].id, file, digest)


@contextmanager
def _making(desk: Desk) -> Iterator[Path]:
    """A place in the home for a file under way. Troubles of a disk."""
    try:
        desk.home.backups.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".making-", dir=desk.home.backups) as making:
            yield Path(making) / "archive.db"
    except OSError as error:
        raise disk_trouble(error) from error


def _name(desk: Desk, id_: str) -> str:
    return f"station-desk_{desk.office.code}_{id_}_{desk.clock.today().isoformat()}.archive"


def _compact(desk: Desk) -> None:
    """Give the room back; a full disk or a reader in the way leaves it for later: the pages are used again."""
    try:
        desk.store.compact()
    except Trouble as trouble:
        if trouble.code not in {"disk_full", "database_busy"}:
            raise


def _told(row: ArchiveRow, *, whole: bool) -> Archive:
    upto = datetime.fromtimestamp(row.upto / 1000, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Archive(int(row.id), row.path, whole, row.transactions, row.changes, upto, row.at)
