"""A city's year is generated past the journal, with its sums; and what is written later moves them as ever."""

from pathlib import Path

from station_desk.services import safety
from station_desk.services.desk import open_desk
from station_desk.services.reports import make_report
from station_desk.services.sample_city import CITY_PERSON, build_city
from station_desk.store.log_sums import wrong_sums
from tests.support.homes import CHEAP, PASS_PHRASE


def test_the_sums_of_a_generated_year_are_those_of_its_entries(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    made = build_city(
        tmp_path / "city", pass_phrase=PASS_PHRASE, entries=5_000, kdf=CHEAP, progress=lambda *at: heard.append(at)
    )
    assert (made.people, made.entries, made.stations) == (4, 5_000, 4)
    assert heard[-1] == (5_000, 5_000)
    with open_desk(made.home, CITY_PERSON, PASS_PHRASE) as desk:
        with desk.store.read() as conn:
            assert wrong_sums(conn) == 0
            (total,) = conn.exec_driver_sql("SELECT sum(count) FROM log_entry").one()
        told = make_report(desk, "month", str(made.year))
        assert sum(row.value or 0 for row in told.rows if row.code.startswith("L")) >= total * 11 // 12
        found = [one.code for one in safety.check(desk, deep=True).findings]
        assert set(found) == {"row_without_journal"}, "it says of itself that it was generated"
        with desk.store.transaction() as conn:
            conn.exec_driver_sql("UPDATE log_entry SET count = count + 1 WHERE code = 'L02'")
            assert wrong_sums(conn) == 0
