"""A station moves to another computer: one verified file, and the old computer keeps its hands off (EXCHANGE 5).

The file is a backup that says so. The old home is marked only after the file lies at its place and was read back; from
then on it opens for reading only. Whoever goes on with an old copy nevertheless becomes a branch, which the county sees.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import Clock
from station_desk.machine.home import Home
from station_desk.services import safety
from station_desk.services.desk import MOVED, MOVING, Desk, Moved, moved_of, open_staying


@dataclass(frozen=True, slots=True)
class MovedOut:
    """The file to take along, its length in bytes, and what the old computer now says."""

    file: Path
    bytes: int
    said: Moved


def move_out(desk: Desk, folder: Path, where: str = "", progress: Progress | None = None) -> MovedOut:
    """Write everything of this home into one file in `folder`; from then on this home is for reading only.

    `where` says to people where the office went (by default the name of the file). Troubles as `safety.backup`; then
    nothing has changed.
    """
    if desk.read_only:
        raise Trouble("read_only")
    token = new_id(desk.clock.wall_ms())
    stamp = desk.clock.now().astimezone().strftime("%Y%m%d_%H%M%S")
    name = f"station-desk-move_{desk.office.code}_{stamp}.backup"
    desk.store.set_setting(MOVING, token)
    try:
        file, size = safety.write_copy(desk, folder, name, progress)
    finally:
        desk.store.set_setting(MOVING, None)
    said = Moved(desk.clock.now_iso(), where.strip() or file.name, token)
    with desk.store.transaction():
        desk.store.set_setting(MOVED, json.dumps(asdict(said), ensure_ascii=False))
        desk.store.access(desk.account.id, "move_out", file.name, said.where)
    desk.stop_writing()
    return MovedOut(file, size, said)


def move_in(
    file: Path, home_dir: Path, person: str | None, pass_phrase: str, *, clock: Clock | None = None
) -> safety.Restored:
    """Take an office over on this computer, where there must be no home yet; it writes under a new installation number.

    Troubles move_home_there (folder), move_file_other (file), those of `safety.restore`.
    """
    if Home(home_dir).exists() or (home_dir.is_dir() and any(home_dir.iterdir())):
        raise Trouble("move_home_there", folder=str(home_dir))
    return safety.restore(file, home_dir, person, pass_phrase, clock=clock, moving=True)


def move_stay(home_dir: Path, person: str | None, pass_phrase: str, *, clock: Clock | None = None) -> Moved:
    """Go on on this computer although it was moved from: a branch, should the new one have written. What it had said.

    Troubles move_not, those of `open_desk`.
    """
    desk, said = open_staying(home_dir, person, pass_phrase, clock)
    desk.close()
    return said


def moved(desk: Desk) -> Moved | None:
    """Where this office went, None where it is here."""
    return moved_of(desk.store)
