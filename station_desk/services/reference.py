"""Tables that lie beside the program: readings of characters, region codes of ID numbers, policy packs. Read once."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from station_desk.domain.idno import parse_regions
from station_desk.domain.pinyin import Readings, parse_readings
from station_desk.domain.policy import Policy
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.packs.folders import pack_ids
from station_desk.packs.load import load_pack
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import packs_dir, shelf


def _lines(*path: str) -> list[str]:
    file = resources_dir().joinpath(*path)
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble("program_incomplete", folder="/".join(path)) from error


@lru_cache(maxsize=1)
def readings() -> Readings:
    """How characters and surnames are read. Trouble `program_incomplete`."""
    return parse_readings(_lines("pinyin", "readings.txt"), _lines("pinyin", "surnames.txt"))


@lru_cache(maxsize=1)
def regions() -> frozenset[str]:
    """The region codes of ID numbers since 1980. Trouble `program_incomplete`."""
    return parse_regions(_lines("regions", "codes.txt"))


@lru_cache(maxsize=16)
def _pack(folder: Path, pack_id: str) -> Policy:
    return load_pack(folder, pack_id)


def list_packs() -> list[Policy]:
    """Every pack, by id. Trouble `pack_damaged`."""
    return [_pack(packs_dir(), pack_id) for pack_id in pack_ids(packs_dir())]


def policy(desk: Desk, day: date | None = None) -> Policy:
    """The pack that the desk's office follows, as it is in force on `day` (default today), with the values that were
    filled in. Troubles `pack_missing`, `pack_damaged`.
    """
    return shelf(desk).policy(desk.office.pack, day or desk.clock.today())
