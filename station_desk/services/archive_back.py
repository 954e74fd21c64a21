"""An archive joined with the journal again: its bodies stand where they stood before they were moved."""

from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine.files import sha256_uncached
from station_desk.services.accounts import MANAGERS
from station_desk.services.desk import Desk
from station_desk.store import archive as rows
from station_desk.store.archive import ArchiveRow


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What came back: the archive's number, how many changes, and the file, which nobody can read from now on."""

    number: int
    changes: int
    file: Path


def bring_back(desk: Desk, file: Path) -> BroughtBack:
    """Put the bodies of the archive `file` back into the journal, in one commit, each held against its hash.

    Judged by its content, never by its name. What was erased after the archive was made stays erased. The archive's key
    is thrown away: the file may be kept or not, it can no longer be opened.
    Troubles `archive_not_allowed`, `read_only`, `archive_foreign` (not one of this desk's), `archive_altered` (one of
    this desk's, but not as it was last written), `disk_full`; then nothing was changed.
    """
    if desk.account.role not in MANAGERS:
        raise Trouble("archive_not_allowed")
    if desk.read_only:
        raise Trouble("read_only")
    with desk.store.transaction() as conn:
        row = _found(desk, file)
        try:
            count = rows.bring_back(conn, row, file)
        except Trouble as trouble:
            if trouble.code != "archive_unverified":
                raise
            raise Trouble("archive_altered", file=file.name) from trouble
        desk.store.access(desk.account.id, "archive_back", file.name, str(count))
        desk.store.tell(("archive",))
    return BroughtBack(int(row.id), count, file.absolute())


def _found(desk: Desk, file: Path) -> ArchiveRow:
    """The archive that the file is, every byte of it."""
    try:
        digest = sha256_uncached(file)
        with desk.store.read() as conn:
            row = next((one for one in rows.load_archives(conn) if one.sha256 == digest), None)
            if row is not None:
                return row
            ours = rows.owner_of(conn, file)
    except OSError as error:
        raise Trouble("archive_foreign", file=file.name) from error
    raise Trouble("archive_altered" if ours else "archive_foreign", file=file.name)
