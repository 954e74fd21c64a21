"""An import taken back leaves the store as it was: random rosters, random files, invalid old values, and later acts."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from station_desk.domain.ids import new_id
from station_desk.domain.intake import Basis, propose
from station_desk.domain.intake_cells import Cell, RawBook, RawSheet
from station_desk.domain.intake_match import Known
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.trouble import Trouble
from station_desk.services import intake
from station_desk.services.desk import Desk
from station_desk.store import tables
from station_desk.store.imports import own_villages
from station_desk.store.people import load_people, load_terms
from station_desk.store.village_aliases import load_aliases
from station_desk.store.villages import load_villages
from tests.domain.intake_support import TODAY, id_no
from tests.support.homes import make_home

HEADER: list[Cell] = ["姓名", "身份证号", "电话", "村", "学历", "职务", "任职时间", "片区", "银行卡号"]
NAMES = ("王建国", "李秀英", "崔䶮", "赵海", "孙强", "周宁")
NUMBERS = [id_no(f"19{60 + n}0{1 + n}12", 996 + n % 4) for n in range(6)]
VALUES: dict[str, list[str | None]] = {
    "id_no": [*NUMBERS, None, "371602", "不详"],
    "phone": ["13800001234", "13900005678", None, "138", "０１２"],
    "education": ["高中", "大专", None, "不知道"],
    "post": ["网格员", None, "治保主任"],
    "bank_card": ["6222020000000000000", None, "62220"],
    "birth": ["1985-03", "1971", None, "1985-99"],
    "sex": ["男", None, "?"],
}
"""What may stand in the roster before, invalid values among it (an older program, another office's entry)."""


def state(conn: Connection) -> list[tuple[object, ...]]:
    """Every live value of the store, without clocks and without what the undoing itself leaves struck out."""
    found: list[tuple[object, ...]] = []
    for name in ("person", "term", "term_village", "village", "village_alias"):
        table = tables.ENTITIES[name].table
        columns = [column for column in table.columns if column.name not in {"hlc", "rep", "txh", "office"}]
        rows = conn.execute(table.select().with_only_columns(*columns).where(table.c.deleted == 0))
        found += [(name, *row) for row in rows]
    waiting = conn.execute(tables.held_row.select().where(tables.held_row.c.done.is_(False)))
    return sorted([*found, *(("held", *row) for row in waiting)], key=repr)


def settle(desk: Desk, chance: random.Random) -> None:
    """A roster of a few people with any values."""
    with desk.store.read() as conn:
        villages = [village.id for village in load_villages(conn)]
        known = [person.id for person in load_people(conn)]
    with desk.store.write(desk.account.id, "random") as work:
        for name in chance.sample(NAMES, chance.randrange(1, 4)):
            person_id = new_id()
            fields = {field: chance.choice(values) for field, values in VALUES.items()}
            work.create("person", person_id, {"name": name, **fields})
            if chance.random() < 0.8:
                term_id = new_id()
                state = chance.choice(["active", "exited", "suspended"])
                start = chance.choice(["2020", "2021-05", None, "2020-13"])
                work.create("term", term_id, {"person_id": person_id, "state": state, "start_date": start})
                for village in chance.sample(villages, chance.randrange(0, 3)):
                    work.create("term_village", new_id(), {"term_id": term_id, "village_id": village})
        if known and chance.random() < 0.5:
            work.update("person", chance.choice(known), {"post": chance.choice(VALUES["post"])})
        if chance.random() < 0.3:
            work.update("village", chance.choice(villages), {"area": chance.choice(["东片", None, "x" * 300])})


def book(chance: random.Random) -> RawBook:
    """A file about some of them."""
    rows: dict[int, tuple[Cell, ...]] = {1: tuple(HEADER)}
    for row in range(2, chance.randrange(3, 9)):
        cells: list[Cell] = [
            chance.choice([*NAMES, None]),
            chance.choice([*NUMBERS, None, "123", 3.71602e17]),
            chance.choice(["13700001111", 13800001234, None, "坏"]),
            chance.choice(["甲村", "乙村", "丙", "没这村", None]),
            chance.choice(["本科", "高中", None]),
            chance.choice(["网格员", "书记", None]),
            chance.choice(["2022.3", 2021, None, "不清"]),
            chance.choice(["西片", None]),
            chance.choice(["6222020000000000018", None]),
        ]
        rows[row] = tuple(cells)
    return RawBook("xlsx", (RawSheet("S", rows),))


def imported(desk: Desk, chance: random.Random, turn: int) -> str | None:
    """One import; the preview's counts are the result's."""
    with desk.store.read() as conn:
        scope = desk.office.code
        finder = VillageFinder(load_villages(conn, scope), load_aliases(conn, scope))
        terms = {term.person_id: term for term in load_terms(conn, scope)}
        known = [Known(person, terms.get(person.id)) for person in load_people(conn, scope)]
        own = own_villages(conn, scope, scope)
    raw = book(chance)
    layout = read_layout(raw, finder)
    proposal = propose(f"{turn}.xlsx", Basis(layout, finder, Rules(TODAY), known, own, book=raw))
    if chance.random() < 0.3:
        proposal = intake.recheck_all(proposal, "village", "没这村", chance.choice(["甲村", "乙村"]))
    applied = intake.write_rows(desk, proposal)
    counts = proposal.counts()
    assert (applied.new, applied.changed, applied.held) == (counts["new"], counts["changed"], counts["reject"])
    return applied.run


def turns(desk: Desk, count: int, seed: int) -> int:
    """Random runs, each taken back; how many of them had written something."""
    chance, written = random.Random(seed), 0
    for turn in range(count):
        if turn % 5 == 0:
            settle(desk, chance)
        with desk.store.read() as conn:
            before = state(conn)
        run = imported(desk, chance, turn)
        if run is None:
            continue
        written += 1
        assert intake.undo_import(desk).run == run
        with desk.store.read() as conn:
            assert state(conn) == before, f"seed {seed}, turn {turn}"
        if turn % 50 == 49:
            _clear(desk)
    return written


def _clear(desk: Desk) -> None:
    """Strike everyone out, so that the roster stays small."""
    with desk.store.read() as conn:
        people, terms = load_people(conn), load_terms(conn)
    with desk.store.write(desk.account.id, "clear") as work:
        for term in terms:
            work.delete("term", term.id)
        for person in people:
            work.delete("person", person.id)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_home(tmp_path) as made:
        yield made


def test_a_random_import_learns_spellings_too(desk: Desk) -> None:
    chance, learned = random.Random(5), 0
    for turn in range(20):
        imported(desk, chance, turn)
        with desk.store.read() as conn:
            learned += bool(load_aliases(conn, desk.office.code))
    assert learned


def test_an_import_taken_back_leaves_everything_as_it_was_also_where_it_was_invalid(desk: Desk) -> None:
    assert turns(desk, 60, seed=1) > 40


@pytest.mark.long
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("seed", range(20))
def test_ten_thousand_random_imports_are_taken_back_without_a_trace(desk: Desk, seed: int) -> None:
    assert turns(desk, 500, seed=100 + seed) > 300


def test_what_rests_on_an_import_is_named_and_nothing_is_taken_back(desk: Desk) -> None:
    chance = random.Random(3)
    run = None
    while run is None:
        run = imported(desk, chance, 0)
    with desk.store.read() as conn:
        person = load_people(conn)[0]
    with desk.store.write(desk.account.id, "edit") as work:
        work.update("person", person.id, {"post": "别的"})
    with desk.store.read() as conn:
        before = state(conn)
    with pytest.raises(Trouble) as caught:
        intake.undo_import(desk)
    assert (caught.value.code, caught.value.facts["records"]) == ("undo_rests", [person.name])
    with desk.store.read() as conn:
        assert state(conn) == before
