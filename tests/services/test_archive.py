"""Old bodies in a file of their own: nothing is lost, nothing looks erased, and what is not at hand is named."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.services import archive as archiving
from station_desk.services import exchange, safety
from station_desk.services.archive_back import bring_back
from station_desk.services.archive_files import at_hand
from station_desk.services.desk import Desk, open_desk
from station_desk.services.erase import erase_person
from station_desk.services.growth import growth
from station_desk.store import archive as rows
from station_desk.store import tables
from station_desk.store.asof import roster_as_of
from station_desk.store.history import history
from station_desk.store.tables import ENTITIES
from tests.support.homes import PASS_PHRASE, PERSON, make_home, reopen

FIRST = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0) + timedelta(days=10)
LATER = FIRST + timedelta(days=100)
BETWEEN, AFTER = (FIRST + timedelta(days=50)).date(), (LATER + timedelta(days=50)).date()


@dataclass
class World:
    """A station and its county; `person` was added on the FIRST day and got another phone LATER."""

    folder: Path
    station: Desk
    county: Desk
    person: str

    @property
    def stick(self) -> Path:
        made = self.folder / "stick"
        made.mkdir(exist_ok=True)
        return made

    def at(self, when: datetime) -> None:
        for desk in (self.station, self.county):
            desk.clock = FixedClock(when)
            desk.store.wall_ms = desk.clock.wall_ms

    def change(self, when: datetime, **fields: str) -> None:
        self.at(when)
        with self.station.store.write(self.station.account.id, "person_edit") as work:
            work.update("person", self.person, dict(fields))

    def send(self, *, full: bool = False) -> Path:
        return Path(exchange.export_bundles(self.station, self.stick, full=full)[0].file)

    def round_trip(self) -> None:
        answer = exchange.import_bundles(self.county, [self.send()])
        exchange.import_bundles(self.station, [Path(file) for file in answer.receipts])

    def archive(self, before: date = AFTER) -> archiving.Archived:
        return archiving.archive(self.station, before, self.stick)

    def hide(self, away: bool = True) -> None:
        """The stick is pulled out, or comes back."""
        here, there = self.folder / "stick", self.folder / "drawer"
        if away:
            here.rename(there)
        else:
            there.rename(here)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    station = make_home(tmp_path, folder="station")
    county = make_home(tmp_path, "county", folder="county")
    for mine, theirs in ((station, county), (county, station)):
        exchange.trust(mine, exchange.write_public_identity(theirs, tmp_path / f"{theirs.office.code}.sdk"))
    made = World(tmp_path, station, county, new_id())
    made.at(FIRST)
    with station.store.write(station.account.id, "person_add") as work:
        work.create("person", made.person, {"name": "赵一", "phone": "13800001234"})
    made.change(FIRST + timedelta(hours=1), phone="13900001234")
    made.change(LATER, phone="13700001234")
    yield made
    made.station.close()
    made.county.close()


def stored(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Everything that an archive must leave as it is: rows, transactions, hashes of bodies."""
    names = [entity.table.name for entity in ENTITIES.values()] + ["txn", "head", "fclock", "conflict", "tombstone"]
    with desk.store.read() as conn:
        found = {
            name: [tuple(r) for r in conn.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2")] for name in names
        }
        found["change"] = [
            tuple(row)
            for row in conn.exec_driver_sql("SELECT txh, i, op, ent, rid, body_hash, local FROM change ORDER BY 1, 2")
        ]
    return found


def bodies(desk: Desk) -> dict[tuple[bytes, int], str]:
    with desk.store.read() as conn:
        return {(r.txh, r.i): r.body for r in conn.execute(tables.change.select()) if r.body is not None}


def phones(desk: Desk, person: str) -> list[tuple[object, object, bool]]:
    with at_hand(desk), desk.store.read() as conn:
        return [
            (change.old, change.new, change.unknown)
            for one in history(conn, [person])
            for change in one.fields
            if change.field == "phone"
        ]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Trouble) as caught:
        act()
    return caught.value.code


@pytest.mark.parametrize(
    ("before", "moves", "confirmed", "here"),
    [
        (FIRST.date() - timedelta(days=40), 0, True, True),
        (AFTER, 4, False, True),
        (BETWEEN, 2, True, True),
        (BETWEEN, 2, True, False),
        (AFTER, 3, True, True),
        (AFTER, 3, True, False),
    ],
)
def test_only_what_is_old_and_confirmed_moves_and_nothing_else_changes(
    world: World, before: date, moves: int, confirmed: bool, here: bool
) -> None:
    if confirmed:
        world.round_trip()
    world.at(LATER + timedelta(days=60))
    whole, all_bodies = stored(world.station), bodies(world.station)
    if not (confirmed and moves):
        assert code_of(lambda: world.archive(before)) == "archive_nothing"
        assert bodies(world.station) == all_bodies
        assert list(world.stick.glob("*.archive")) == []
        return
    told = world.archive(before)
    assert stored(world.station) == whole
    moved = all_bodies.keys() - bodies(world.station).keys()
    assert len(moved) == told.archive.changes >= moves
    if not here:
        world.hide()
    report = safety.check(world.station, deep=True)
    assert report.findings == []
    assert report.unread == ({} if here else {told.archive.file.name: told.archive.changes})
    with at_hand(world.station):
        assert (bodies(world.station) == all_bodies) is here
    assert safety.verify_audit(world.station).ok


def test_the_history_is_whole_with_the_file_and_names_it_without(world: World) -> None:
    world.round_trip()
    full = phones(world.station, world.person)
    assert len(full) == 3
    told = world.archive(BETWEEN)
    assert phones(world.station, world.person) == full
    world.hide()
    assert phones(world.station, world.person) == [(None, "13700001234", True)]
    with at_hand(world.station), world.station.store.read() as conn:
        files = {one.archive for one in history(conn, [world.person])}
    assert files == {told.archive.file.name, None}


def test_a_county_that_lost_everything_gets_it_again_with_the_file_and_is_told_its_name_without(world: World) -> None:
    safety.backup(world.county, to=world.folder)
    old = next(world.folder.glob("*.backup"))
    world.round_trip()
    rows_then = stored(world.county)["person"]
    told = world.archive()
    world.hide()
    with pytest.raises(Trouble) as caught:
        exchange.export_bundles(world.station, world.folder, full=True)
    assert (caught.value.code, caught.value.facts["file"]) == ("archive_needed", told.archive.file.name)
    world.hide(away=False)
    bundle = world.send(full=True)
    restored = safety.restore(old, world.folder / "county", PERSON, PASS_PHRASE)
    with open_desk(restored.home, PERSON, PASS_PHRASE, write=True) as again:
        assert exchange.import_bundles(again, [bundle]).bundles[0].result == "applied"
        assert stored(again)["person"] == rows_then
        assert again.store.integrity(deep=True) == []


def test_what_is_new_is_sent_without_the_file(world: World) -> None:
    world.round_trip()
    world.archive()
    (world.folder / "stick").rename(world.folder / "drawer")
    world.change(LATER + timedelta(days=70), phone="13600001234")
    world.round_trip()
    assert stored(world.county)["person"] == stored(world.station)["person"]


def test_undo_does_not_reach_into_an_archive(world: World) -> None:
    world.round_trip()
    with world.station.store.read() as conn:
        runs = conn.exec_driver_sql("SELECT run FROM txn WHERE action = 'person_edit' ORDER BY hlc").scalars().all()
    told = world.archive(BETWEEN)
    for run in runs:  # the first lies in the archive, the second replaced what lies there
        with pytest.raises(Trouble) as caught:
            world.station.store.undo(world.station.account.id, run)
        assert (caught.value.code, caught.value.facts["file"]) == ("undo_archived", told.archive.file.name)
    assert stored(world.station)["person"][0]
    world.change(LATER + timedelta(days=2), phone="13500001234")
    world.station.store.undo(world.station.account.id)
    with world.station.store.read() as conn:
        assert conn.exec_driver_sql("SELECT phone FROM person WHERE deleted = 0").scalars().all() == ["13700001234"]


def test_the_roster_of_a_former_day_needs_the_file(world: World) -> None:
    world.round_trip()
    with world.station.store.read() as conn:
        then = roster_as_of(conn, BETWEEN)
    world.archive()
    with at_hand(world.station), world.station.store.read() as conn:
        assert roster_as_of(conn, BETWEEN) == then
    world.hide()
    with at_hand(world.station), world.station.store.read() as conn:
        assert code_of(lambda: roster_as_of(conn, BETWEEN)) == "archive_needed"


def held(desk: Desk) -> list[str]:
    """Every body in the archives that are at hand, straight from the files."""
    with desk.store.read() as conn:
        known = [(row.path, rows.archive_key(conn, row.id)) for row in rows.load_archives(conn)]
    found = []
    for path, key in known:
        raw = rows._opened(path, key)
        found += [body for (body,) in raw.execute("SELECT body FROM body")]
        raw.close()
    return found


@pytest.mark.parametrize("here", [True, False])
def test_erasing_a_person_reaches_into_the_archive_at_once_or_when_it_is_at_hand_again(
    world: World, here: bool
) -> None:
    world.round_trip()
    told = world.archive(BETWEEN)
    assert any("赵一" in body for body in held(world.station))
    if not here:
        world.hide()
    erased = erase_person(world.station, world.person, "request", "赵一")
    assert erased.archives == (() if here else (told.archive.file.name,))
    assert erased.as_dict()["archives"] == list(erased.archives)
    if not here:
        world.hide(away=False)
        with at_hand(world.station):
            assert not any("赵一" in body for body in bodies(world.station).values()), "never given out again"
    (again,) = archiving.archives(world.station)
    assert again.at_hand
    assert not any("赵一" in body or "13800001234" in body for body in held(world.station))
    assert not told.archive.file.exists() or told.archive.file == again.file
    assert len(list(world.stick.glob("*.archive"))) == 1, "the former file is gone"
    assert safety.check(world.station, deep=True).findings == []
    world.round_trip()
    assert stored(world.county)["person"] == stored(world.station)["person"]


def test_two_archives_one_after_the_other(world: World) -> None:
    world.round_trip()
    all_bodies = bodies(world.station)
    first = world.archive(BETWEEN)
    second = world.archive(AFTER)
    assert (first.archive.number, second.archive.number) == (1, 2)
    with at_hand(world.station):
        assert bodies(world.station) == all_bodies
    assert safety.check(world.station, deep=True).unread == {}
    second.archive.file.unlink()
    assert safety.check(world.station, deep=True).unread == {second.archive.file.name: second.archive.changes}
    assert code_of(world.archive) == "archive_nothing"


def test_a_backup_from_before_the_archive_holds_everything_and_goes_on(world: World) -> None:
    world.round_trip()
    safety.backup(world.station, to=world.folder)
    old = next(world.folder.glob("*.backup"))
    all_bodies = bodies(world.station)
    world.archive()
    shutil.rmtree(world.stick)
    restored = safety.restore(old, world.folder / "station", PERSON, PASS_PHRASE)
    with open_desk(restored.home, PERSON, PASS_PHRASE, write=True) as again:
        assert bodies(again) == all_bodies
        assert again.store.integrity(deep=True) == []
        again.clock = FixedClock(LATER + timedelta(days=80))
        world.stick.mkdir(exist_ok=True)
        archiving.archive(again, AFTER, world.stick)
        with at_hand(again):
            assert bodies(again) == all_bodies


def test_a_backup_from_after_the_archive_still_opens_it(world: World) -> None:
    world.round_trip()
    all_bodies = bodies(world.station)
    world.archive()
    safety.backup(world.station, to=world.folder)
    restored = safety.restore(next(world.folder.glob("*.backup")), world.folder / "station", PERSON, PASS_PHRASE)
    with open_desk(restored.home, PERSON, PASS_PHRASE, write=True) as again, at_hand(again):
        assert bodies(again) == all_bodies


def test_an_archive_is_found_under_another_name_and_a_changed_one_is_not_taken(world: World) -> None:
    world.round_trip()
    told = world.archive()
    elsewhere = world.folder / "elsewhere"
    elsewhere.mkdir()
    moved = told.archive.file.rename(elsewhere / "老流水.archive")
    assert [one.at_hand for one in archiving.archives(world.station)] == [False]
    (found,) = archiving.archives(world.station, elsewhere)
    assert (found.at_hand, found.file) == (True, moved)
    content = bytearray(moved.read_bytes())
    content[len(content) // 2] ^= 1
    moved.write_bytes(content)
    report = safety.check(world.station, deep=True)
    assert [(one.code, one.detail) for one in report.findings] == [("archive_damaged", moved.name)]
    assert sum(report.unread.values()) == told.archive.changes


def test_the_archive_shows_nothing_of_anyone_and_the_journal_is_counted_anew(world: World) -> None:
    world.round_trip()
    before = growth(world.station)
    told = world.archive()
    content = told.archive.file.read_bytes()
    assert "赵一".encode() not in content
    assert not content.startswith(b"SQLite format 3")
    after = growth(world.station)
    assert (after.transactions, after.changes) == (before.transactions, before.changes)
    assert after.journal < before.journal


def test_what_has_two_versions_stays(world: World) -> None:
    world.round_trip()
    with world.station.store.transaction() as conn:
        mine = set(conn.exec_driver_sql("SELECT txh FROM change WHERE rid = ?", (world.person,)).scalars())
        assert mine <= set(rows.old_bodies(conn, world.station.office.code, 1 << 60, ()))
        conn.exec_driver_sql(
            "INSERT INTO conflict VALUES (?, 'person', ?, 'phone', 1, 1, ?, '\"1\"')",
            (world.station.office.code, world.person, min(mine)),
        )
        left = set(rows.old_bodies(conn, world.station.office.code, 1 << 60, ()))
    assert left
    assert not left & mine


def test_a_clerk_may_not_and_a_reader_cannot(world: World) -> None:
    world.round_trip()
    from_clerk = world.station.account
    world.station.account = type(from_clerk)(from_clerk.scope, from_clerk.id, from_clerk.name, "clerk")  # type: ignore[arg-type]
    assert code_of(world.archive) == "archive_not_allowed"
    world.station.account = from_clerk
    world.station = reopen(world.station, write=False)
    assert code_of(world.archive) == "read_only"


@pytest.mark.skipif(os.name == "nt", reason="needs fork and signals")
@pytest.mark.parametrize(
    ("step", "late"),
    [
        ("write_file", True),
        ("check_file", True),
        ("move", False),
        ("move", True),
        ("compact", False),
        ("compact", True),
    ],
)
def test_killed_at_any_step_nothing_is_lost(
    world: World, step: str, late: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.round_trip()
    all_bodies, whole = bodies(world.station), stored(world.station)
    world.station.close()
    child = os.fork()
    if child == 0:
        try:
            desk = open_desk(world.folder / "station", PERSON, PASS_PHRASE, clock=FixedClock(LATER))
            target = desk.store if step == "compact" else rows
            real = getattr(target, step)

            def deadly(*args: object) -> object:
                answer = real(*args) if late else None
                os.kill(os.getpid(), signal.SIGKILL)
                return answer

            monkeypatch.setattr(target, step, deadly)
            archiving.archive(desk, AFTER, world.stick)
        finally:
            os._exit(1)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"
    world.station = open_desk(world.folder / "station", PERSON, PASS_PHRASE, write=True, clock=FixedClock(LATER))
    assert stored(world.station) == whole
    with at_hand(world.station):
        assert bodies(world.station) == all_bodies
    assert (len(archiving.archives(world.station)) == 1) is (step == "compact")
    report = safety.check(world.station, deep=True)
    assert (report.findings, report.unread) == ([], {})


# --- joined again --------------------------------------------------------------------------------------------------
def test_an_archive_joined_again_leaves_the_journal_as_if_nothing_had_been_moved(world: World) -> None:
    world.round_trip()
    before, texts = stored(world.station), bodies(world.station)
    made = world.archive().archive
    renamed = made.file.rename(made.file.with_name("x.bin"))
    assert bring_back(world.station, renamed).changes == made.changes > 0
    assert bodies(world.station) == texts
    assert stored(world.station) == before
    assert archiving.archives(world.station) == []
    assert world.station.store.integrity(deep=True) == []
    assert code_of(lambda: bring_back(world.station, renamed)) == "archive_foreign"
    assert world.archive().archive.number == 1


def test_a_foreign_or_altered_archive_is_refused_and_changes_nothing(world: World) -> None:
    world.round_trip()
    file = world.archive().archive.file
    left = bodies(world.station)
    whole = file.read_bytes()
    for at in (100, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :])
        assert code_of(lambda: bring_back(world.station, file)) == "archive_altered"
    file.write_bytes(os.urandom(len(whole)))
    assert code_of(lambda: bring_back(world.station, file)) == "archive_foreign"
    assert code_of(lambda: bring_back(world.station, file.with_name("none"))) == "archive_foreign"
    assert code_of(lambda: bring_back(world.county, file)) == "archive_foreign"
    assert bodies(world.station) == left
    file.write_bytes(whole)
    bring_back(world.station, file)
    assert len(bodies(world.station)) > len(left)


def test_what_was_erased_meanwhile_does_not_come_back(world: World) -> None:
    world.round_trip()
    file = world.archive().archive.file
    world.hide()
    erase_person(world.station, world.person, "request", "赵一")
    world.hide(away=False)
    told = bring_back(world.station, file)
    assert told.changes < 3
    with world.station.store.read() as conn:
        kept = conn.exec_driver_sql("SELECT count(*) FROM change WHERE rid = ? AND body LIKE '%赵一%'", (world.person,))
        assert kept.scalar_one() == 0
    assert world.station.store.integrity(deep=True) == []
