"""Sample offices for practice, the demo and the benches: real villages, invented people, marked as practice.

The station is 梁才 (74 villages and communities, list of 2018). Its own programme, Bincheng's, is not among the packs
yet, so the samples follow the pack of Nan'an (`cn.nanan`). The same seed, day and list give the same people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.invented import InventedPerson, invent
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import Account, OfficeKind, Role, TermState, Village
from station_desk.domain.villages import NO_POST_KIND, VillageRow
from station_desk.machine.clock import Clock
from station_desk.machine.folders import practice_home
from station_desk.machine.sealing import Kdf
from station_desk.services.desk import Desk
from station_desk.services.first_start import Created, NewOffice, create_office
from station_desk.services.villages import sample_villages
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table
from station_desk.store.accounts import account_fields
from station_desk.store.unit_of_work import UnitOfWork
from station_desk.store.villages import load_villages

ACTION = "sample"
PACK = "cn.nanan"
SEED = 37
VILLAGES = "371602009@2018"
BIG_VILLAGES = "3714@2018"
STATION_CODE, STATION_NAME = "371602009000", "梁才派出所"
COUNTY_CODE, COUNTY_NAME = "371602000000", "滨城分局"
BIG_CODE, BIG_NAME = "371400000000", "德州样例派出所"
STATION_PERSON, COUNTY_PERSON = "王敏", "赵娟"
FORMER_CLERK = "李静"
"""Whose acts the sample people are: so that undo at the practice desk takes back what one did oneself."""

TERM_YEARS = 3
OFFICERS = ("郑卫东", "许海波", "韩立新", "孔建军", "苏振华")
_AREAS = ("一片区", "二片区", "三片区", "四片区", "五片区")
_ROOMS = ("梁才警务室", "东魏警务室", "北程警务室", "高清庄警务室", "赵家寺警务室")
_REGIONS = ("371602", "371602", "372301")
"""Bincheng, and what it was before 2000."""
_BIG_REGIONS = (
    "371402",
    "371421",
    "371422",
    "371423",
    "371424",
    "371425",
    "371426",
    "371427",
    "371428",
    "371481",
    "371482",
)

_HEADERS = (
    *("序号", "姓名", "性别", "身份证号", "联系电话", "所在村", "文化程度"),
    *("现任职务", "任职时间", "责任民警", "警务室", "片区"),
)
_VACANT = frozenset({27, 48, 69})
_ALSO_SERVED = {5: 6}
"""Who serves a second village: the place of the person and that of the other village, which has nobody of its own."""
_PENDING = frozenset({10, 33, 57})
_SUSPENDED, _EXITING, _LEFT = 40, 61, 27
_ENDING = {2: 12, 19: 25, 36: 38, 52: 47, 66: 58}
"""Whose term ends soon: {place: days from today}."""


@dataclass(frozen=True, slots=True)
class SampleTerm:
    """One term of the sample: whose, in which villages (places in the list), in which state, from when to when."""

    person: InventedPerson
    places: tuple[int, ...]
    state: TermState
    start: str
    end: str
    number: str = ""
    exit_date: str | None = None
    exit_reason: str | None = None


def build_sample(
    home_dir: Path | None,
    kind: OfficeKind | str,
    *,
    pass_phrase: str,
    people: int | None = None,
    seed: int = SEED,
    today: date | None = None,
    person: str | None = None,
    kdf: Kdf | None = None,
    clock: Clock | None = None,
    progress: Progress = silent,
) -> Created:
    """A practice home with its desk open: the station 梁才, or the county office above it, which has no villages.

    `home_dir` None: the practice folder of this computer. `people`: how many at most (None: the whole sample; 0: the
    villages only). `today` is the day around which terms begin and end. Troubles as `create_office`.
    """
    kind = OfficeKind(kind)
    is_station = kind is OfficeKind.STATION
    rows = sample_villages(VILLAGES) if is_station else []
    office = NewOffice(
        kind=kind,
        name=STATION_NAME if is_station else COUNTY_NAME,
        code=STATION_CODE if is_station else COUNTY_CODE,
        pack=PACK,
        villages=rows,
        person=person or (STATION_PERSON if is_station else COUNTY_PERSON),
        pass_phrase=pass_phrase,
        practice=True,
    )
    progress(0, 2)
    created = create_office(home_dir or practice_home(), office, kdf, clock)
    if is_station:
        _closing(created, lambda desk: _fill(desk, rows, seed, today or desk.clock.today(), people, progress))
    progress(2, 2)
    return created


def big_sample(
    home_dir: Path,
    *,
    pass_phrase: str,
    people: int = 8000,
    seed: int = SEED,
    today: date | None = None,
    kdf: Kdf | None = None,
    clock: Clock | None = None,
) -> Created:
    """A practice home for benches: one station with every village of Dezhou (2018) and `people` in them, each serving.

    More people than villages begin again with the first village.
    """
    rows = [row for row in sample_villages(BIG_VILLAGES) if row.kind != NO_POST_KIND]
    office = NewOffice(OfficeKind.STATION, BIG_NAME, BIG_CODE, PACK, rows, STATION_PERSON, pass_phrase, practice=True)
    created = create_office(home_dir, office, kdf, clock)

    def fill(desk: Desk) -> None:
        day = today or desk.clock.today()
        places = [place % len(rows) for place in range(people)]
        invented = invent([rows[place].name for place in places], _BIG_REGIONS, day, seed)
        _write(
            desk,
            _former_clerk(desk),
            rows,
            [
                _serving(one, (place,), number)
                for number, (one, place) in enumerate(zip(invented, places, strict=True), 1)
            ],
        )

    _closing(created, fill)
    return created


def sample_workbook(
    path: Path, *, seed: int = SEED, today: date | None = None, villages: Sequence[VillageRow] | None = None
) -> int:
    """Write the tidy workbook of the township to `path` (xlsx): one header row, then one invented person a village.

    The people are those of `build_sample` of the same seed and day; its vacant villages have somebody here, and nobody
    serves two. Returns how many rows were written. `villages` None: those of the sample.
    """
    rows = sample_villages(VILLAGES) if villages is None else list(villages)
    day = today or Clock().today()
    people = list(invent([row.name for row in rows], _REGIONS, day, seed))
    starts = {term.person.id_no: term.start for term in sample_terms(people, day)}
    lines: list[list[str | int | None]] = []
    for place, (row, p) in enumerate(zip(rows, people, strict=True)):
        start = starts.get(p.id_no, p.start).replace("-", ".")
        one = (place + 1, p.name, p.sex, p.id_no, p.phone, row.name, p.education, p.post, start)
        lines.append([*one, *_facts(place, len(rows))])
    path.write_bytes(write_table(Table("花名册", [SheetColumn(header) for header in _HEADERS], lines)))
    return len(lines)


def _closing(created: Created, fill: Callable[[Desk], None]) -> None:
    """Fill the home; when that fails the desk does not stay open."""
    try:
        fill(created.desk)
    except BaseException:
        created.desk.close()
        raise


def _fill(
    desk: Desk, rows: Sequence[VillageRow], seed: int, today: date, people: int | None, progress: Progress
) -> None:
    """Officers, rooms and areas at the villages, then the people."""
    clerk = _former_clerk(desk)
    with desk.store.read() as conn:
        villages = load_villages(conn, desk.office.scope)
    with desk.store.write(clerk.id, ACTION) as work:
        for place, village in enumerate(villages):
            officer, room, area = _facts(place, len(villages))
            work.update("village", village.id, {"officer": officer, "room": room, "area": area})
    progress(1, 2)
    invented = list(invent([row.name for row in rows], _REGIONS, today, seed))
    terms = sample_terms(invented, today)
    _write(desk, clerk, rows, terms if people is None else terms[:people])


def _facts(place: int, count: int) -> tuple[str, str, str]:
    """Officer, room and area of a village by its place in the list: fifteen villages or so to each."""
    part = place * len(_AREAS) // max(count, 1)
    return OFFICERS[part], _ROOMS[part], _AREAS[part]


def sample_terms(people: Sequence[InventedPerson], today: date) -> list[SampleTerm]:
    """The terms of the sample station: most in office; a few waiting, vacant, suspended, leaving, or ending soon; one
    person in two villages; one who left.
    """
    terms = []
    empty = {*_VACANT, *_ALSO_SERVED.values()}
    for place, one in enumerate(people):
        if place == _LEFT:
            terms.append(_left(one, place, today))
        if place in empty:
            continue
        places = (place, _ALSO_SERVED[place]) if place in _ALSO_SERVED else (place,)
        terms.append(_varied(_serving(one, places, place + 1), place, today))
    return terms


def _serving(person: InventedPerson, places: tuple[int, ...], number: int) -> SampleTerm:
    year, month = int(person.start[:4]), int(person.start[5:7])
    last = date(year + TERM_YEARS, month, 1) - timedelta(days=1)
    return SampleTerm(person, places, TermState.ACTIVE, person.start, last.isoformat(), f"梁聘〔{year}〕{number:03d}号")


def _varied(term: SampleTerm, place: int, today: date) -> SampleTerm:
    """The term as it is at its place of the sample."""
    person, places = term.person, term.places
    if place in _PENDING:
        start = today + timedelta(days=9)
        end = date(start.year + TERM_YEARS, start.month, 1) - timedelta(days=1)
        return SampleTerm(person, places, TermState.PENDING, start.isoformat(), end.isoformat())
    state = {_SUSPENDED: TermState.SUSPENDED, _EXITING: TermState.EXITING}.get(place, TermState.ACTIVE)
    end_text = (today + timedelta(days=_ENDING[place])).isoformat() if place in _ENDING else term.end
    start_text = _earlier(end_text) if place in _ENDING else term.start
    return SampleTerm(person, places, state, start_text, end_text, term.number)


def _earlier(end: str) -> str:
    """The month in which a term began that ends on a day."""
    return f"{int(end[:4]) - TERM_YEARS}{end[4:7]}"


def _left(person: InventedPerson, place: int, today: date) -> SampleTerm:
    """Somebody who left eighty days ago; the post has been vacant since."""
    term = _serving(person, (place,), place + 1)
    gone = (today - timedelta(days=80)).isoformat()
    start = f"{today.year - 2}-{term.start[5:7]}"
    return SampleTerm(person, (place,), TermState.EXITED, start, term.end, term.number, gone, "个人原因")


def _former_clerk(desk: Desk) -> Account:
    """Somebody who worked here and left: whose acts the sample's villages and people are."""
    clerk = Account(desk.office.scope, new_id(desk.clock.wall_ms()), FORMER_CLERK, Role.CLERK, active=False)
    with desk.store.write(desk.account.id, "user_add", scope=clerk.scope) as work:
        work.create("account", clerk.id, account_fields(clerk))
    return clerk


def _write(desk: Desk, clerk: Account, rows: Sequence[VillageRow], terms: Sequence[SampleTerm]) -> None:
    """People and terms in one act."""
    with desk.store.read() as conn:
        by_code = {village.code: village for village in load_villages(conn, desk.office.scope)}
    with desk.store.write(clerk.id, ACTION) as work:
        for term in terms:
            _create(work, term, [by_code[rows[place].code] for place in term.places])


def _create(work: UnitOfWork, term: SampleTerm, villages: Sequence[Village]) -> None:
    person_id, term_id, p = new_id(), new_id(), term.person
    work.create(
        "person",
        person_id,
        {
            "name": p.name,
            "sex": p.sex,
            "birth": p.birth,
            "id_no": p.id_no,
            "phone": p.phone,
            "education": p.education,
            "post": p.post,
        },
    )
    work.create(
        "term",
        term_id,
        {
            "person_id": person_id,
            "state": term.state.value,
            "start_date": term.start,
            "end_date": term.end,
            "exit_date": term.exit_date,
            "exit_reason": term.exit_reason,
            "number": term.number or None,
        },
    )
    for village in villages:
        work.create("term_village", new_id(), {"term_id": term_id, "village_id": village.id})
