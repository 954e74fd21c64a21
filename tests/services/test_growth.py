"""How the database grows: counted once, then only what is new; told as the months went."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from station_desk.domain.growth import Growth
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Txn
from station_desk.machine.clock import FixedClock
from station_desk.services import safety
from station_desk.services.desk import Desk
from station_desk.services.erase import erase_person
from station_desk.services.growth import growth
from station_desk.store import growth as rows
from station_desk.store.journal_rows import append_txns, read_txns, set_heads
from station_desk.wording.growth import pace_words
from tests.support.homes import make_home, reopen

HOUR = timedelta(hours=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_home(tmp_path)
    yield made
    made.close()


def months_on(n: int) -> datetime:
    """The middle of a month, `n` months after the present one, in which the home is made."""
    now = datetime.now(UTC)
    month = now.year * 12 + now.month - 1 + n
    return datetime(month // 12, month % 12 + 1, 15, 4, tzinfo=UTC)


def act(desk: Desk, at: datetime, changes: int = 1) -> list[str]:
    """One act at an instant of the computer's clock."""
    desk.clock = FixedClock(at)
    desk.store.wall_ms = desk.clock.wall_ms
    made = [new_id() for _ in range(changes)]
    with desk.store.write(desk.account.id, "person_add") as work:
        for rid in made:
            work.create("person", rid, {"name": "赵一", "phone": "13800001234"})
    return made


def counted(desk: Desk) -> rows.Months:
    with desk.store.read() as conn:
        return rows.together(rows.counted(conn)[0].values())


def counted_anew(desk: Desk) -> rows.Months:
    """The same without anything kept."""
    with desk.store.transaction() as conn:
        conn.exec_driver_sql("DELETE FROM setting WHERE key LIKE 'grown.%'")
    return counted(desk)


@contextmanager
def statements(desk: Desk) -> Iterator[list[str]]:
    """What the reading connections are asked of the journal's two tables."""
    asked: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM txn" in statement:
            asked.append(statement)

    engine = desk.store._readers
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def test_years_are_told_with_their_acts_and_changes(desk: Desk) -> None:
    later = months_on(14)
    act(desk, later, 5)
    act(desk, later + HOUR, 7)
    told = growth(desk)
    years = {year.year: (year.transactions, year.changes) for year in told.years}
    assert years[later.astimezone().year] == (2, 12)
    with desk.store.read() as conn:
        n, changes = conn.exec_driver_sql("SELECT count(*), sum(n_changes) FROM txn").one()
    assert (told.transactions, told.changes) == (n, changes)
    assert told.journal == sum(year.bytes for year in told.years)
    assert told.database == desk.store.path.stat().st_size


def test_the_journal_is_not_told_larger_than_it_is_nor_much_smaller(desk: Desk) -> None:
    for n in range(6):
        act(desk, months_on(1) + n * HOUR, 400)
    told = growth(desk)
    desk.store.compact()
    with_journal = desk.store.path.stat().st_size
    with desk.store.transaction() as conn:
        conn.exec_driver_sql("DELETE FROM change")
        conn.exec_driver_sql("DELETE FROM txn")
    desk.store.compact()
    real = with_journal - desk.store.path.stat().st_size
    assert 0.7 * real < told.journal <= real


def test_an_unchanged_journal_is_not_counted_again(desk: Desk) -> None:
    act(desk, months_on(1), 5)
    first = growth(desk)
    with statements(desk) as asked:
        assert growth(desk).years == first.years
    assert asked == []


def test_a_journal_that_grew_is_counted_from_where_it_was(desk: Desk) -> None:
    act(desk, months_on(1), 5)
    growth(desk)
    act(desk, months_on(2), 3)
    with statements(desk) as asked:
        kept = counted(desk)
    assert any("t.hlc > ?" in one for one in asked)
    assert not any("NOT INDEXED" in one for one in asked), "nothing was read from the beginning"
    assert kept == counted_anew(desk)


def test_what_comes_in_with_an_older_clock_is_counted_too(desk: Desk) -> None:
    """A station's bundle brings acts that are older than the newest the county has counted."""
    act(desk, months_on(3), 5)
    growth(desk)
    tip = desk.store.heads(desk.office.code)[desk.office.code][0]
    with desk.store.transaction() as conn:
        old = next(read_txns(conn, [tip]))
        other = replace_hash(old)
        append_txns(conn, [other])
        set_heads(conn, desk.office.code, [tip, other.hash])
    kept = counted(desk)
    assert kept == counted_anew(desk)
    assert sum(c.transactions for c in kept.values()) == growth(desk).transactions


def replace_hash(txn: Txn) -> Txn:
    """Another transaction, much like this one, of a month before."""
    return replace(txn, hash=bytes(32), hlc=txn.hlc - 40 * 86_400_000)


def test_erasing_makes_the_count_anew(desk: Desk) -> None:
    (person,) = act(desk, months_on(1))
    before = growth(desk)
    erase_person(desk, person, "request", "赵一")
    told = growth(desk)
    assert counted(desk) == counted_anew(desk)
    assert told.transactions == before.transactions + 1


def test_a_year_is_told_from_whole_months_without_the_set_up(desk: Desk) -> None:
    assert growth(desk).year is None, "the home was made this month"
    assert growth(desk).disk_years is None
    act(desk, months_on(1), 300)
    act(desk, months_on(2), 300)
    desk.clock = FixedClock(months_on(3))
    told = growth(desk)
    assert told.months == 2
    per_change = (told.database - told.free_inside) / told.changes
    assert told.year is not None
    assert told.year == pytest.approx(600 * 6 * per_change, rel=0.35)
    desk.clock = FixedClock(months_on(40))
    quiet = growth(desk)
    assert (quiet.months, quiet.year, quiet.disk_years) == (12, 0, None)


def test_the_backups_that_are_kept_grow_along(desk: Desk) -> None:
    act(desk, months_on(1), 50)
    desk.clock = FixedClock(months_on(2))
    bare = growth(desk)
    assert bare.backups == 0
    assert bare.disk_year == bare.year
    size = safety.backup(desk).bytes
    told = growth(desk)
    assert told.backups == size
    assert told.year is not None
    assert told.disk_year == round(told.year * (1 + size / told.database))


def test_a_desk_that_only_reads_is_told_the_same(desk: Desk) -> None:
    act(desk, months_on(1), 5)
    whole = growth(desk)
    only_reading = reopen(desk, write=False, clock=desk.clock)
    assert growth(only_reading).years == whole.years
    only_reading.close()


@pytest.mark.parametrize(
    ("year", "free", "said"),
    [
        (None, 1 << 30, "用满一个整月"),
        (0, 1 << 30, "没有新的记录"),
        (18 << 20, 720 << 20, "约 40 年"),
        (18 << 20, 1 << 40, "100 年以上"),
        (18 << 20, 1 << 20, "不够放一年"),
    ],
)
def test_the_pace_is_said_in_plain_words(year: int | None, free: int, said: str) -> None:
    told = Growth(1 << 20, 0, 1 << 19, 0, 0, free, 9, 9, (), 6, year, year)
    assert said in pace_words(told)
    assert told.as_dict()["year_bytes"] == year
