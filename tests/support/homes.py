"""Homes for tests, made in a moment: the cheapest pass-phrase hashing, invented people, a few villages."""

from collections.abc import Sequence
from pathlib import Path

from station_desk.domain.records import OfficeKind
from station_desk.domain.villages import VillageRow
from station_desk.machine.clock import Clock
from station_desk.machine.sealing import Kdf
from station_desk.services.desk import Desk, open_desk
from station_desk.services.first_start import NewOffice, create_office

STATION, COUNTY = "371602009", "371602"
PERSON, PASS_PHRASE = "李四", "long-enough-pass-1"
CHEAP = Kdf(8, 1, 1)
_NAMES = "甲乙丙丁戊己庚辛壬癸"


def make_home(
    tmp_path: Path,
    kind: OfficeKind | str = OfficeKind.STATION,
    villages: int | Sequence[VillageRow] = 3,
    *,
    code: str | None = None,
    folder: str = "home",
    practice: bool = False,
    clock: Clock | None = None,
    pack: str = "cn.nanan",
) -> Desk:
    """A home in `tmp_path / folder`, unlocked for writing by 李四 (an admin). Close the desk at the end.

    `villages`: rows, or how many to invent (at most 99).
    """
    kind = OfficeKind(kind)
    code = code or (STATION if kind is OfficeKind.STATION else COUNTY)
    rows = village_rows(villages, code) if isinstance(villages, int) else villages
    name = "梁才派出所" if kind is OfficeKind.STATION else "滨城分局"
    office = NewOffice(kind, name, code, pack, rows, PERSON, PASS_PHRASE, practice)
    created = create_office(tmp_path / folder, office, CHEAP, clock)
    if clock is None:
        return created.desk
    created.desk.close()
    return reopen(created.desk, clock=clock)


def reopen(desk: Desk, *, write: bool = True, person: str = PERSON, clock: Clock | None = None) -> Desk:
    """Close the desk and open its home again."""
    desk.close()
    return open_desk(desk.home.path, person, PASS_PHRASE, write=write, clock=clock)


def village_rows(count: int, code: str = STATION) -> list[VillageRow]:
    """Invented villages under a 9-digit code: 甲村, 乙村 …"""
    stem = code.ljust(9, "0")[:9]
    return [
        VillageRow(code=f"{stem}{201 + at}", name=_name(at), kind="村", township_code=stem, township="梁才街道")
        for at in range(count)
    ]


def _name(at: int) -> str:
    return f"{_NAMES[at % 10]}{_NAMES[at // 10 - 1] if at >= 10 else ''}村"
