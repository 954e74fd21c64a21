"""Archives at hand: which files lie where they were last seen and are whole, and reading with them."""

from collections.abc import Iterator
from contextlib import contextmanager

from station_desk.domain.finding import Finding
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import sha256_uncached
from station_desk.services.desk import Desk
from station_desk.store.archive import ArchiveRow, archive_key, load_archives


@contextmanager
def at_hand(desk: Desk) -> Iterator[None]:
    """Within it, this thread reads what lies in archives that are at hand as if it had never left the journal.

    Trouble `archive_needed` (file) where one of them is pulled out meanwhile.
    """
    with desk.store.read() as conn:
        files = [(row.path, archive_key(conn, row.id)) for row in load_archives(conn) if proved(desk, row)]
    try:
        with desk.store.with_archives(files):
            yield
    except Trouble as trouble:
        gone = [path.name for path, _ in files if not path.is_file()]
        if trouble.code in {"disk_failed", "database_damaged"} and gone:
            raise Trouble("archive_needed", file="、".join(gone)) from trouble
        raise


def proved(desk: Desk, row: ArchiveRow) -> bool:
    """Whether the archive's file is there and every byte of it as it was written; read once for each state of the file."""
    try:
        seen = row.path.stat()
        state = (str(row.path), seen.st_size, seen.st_mtime_ns, row.sha256)
        if state not in desk.proved:
            if sha256_uncached(row.path) != row.sha256:
                return False
            desk.proved.add(state)
    except OSError:
        return False
    return True


def damaged(desk: Desk) -> list[Finding]:
    """Archives that lie where they should and are not what was written, read anew."""
    desk.proved.clear()
    with desk.store.read() as conn:
        known = load_archives(conn)
    return [Finding("archive_damaged", row.path.name) for row in known if row.path.is_file() and not proved(desk, row)]
