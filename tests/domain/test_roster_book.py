"""Rows, counts and vacancies of a roster, and the roster of an earlier day."""

import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from station_desk.domain.records import Person, Term, TermState, Village
from station_desk.domain.roster_book import RosterBook, exists_on, shown
from station_desk.domain.roster_then import book_then
from station_desk.packs.load import load_pack

DAY = date(2026, 11, 22)
NANAN = load_pack(Path(__file__).resolve().parents[2] / "resources" / "packs", "cn.nanan")


def book() -> RosterBook:
    villages = [
        Village("s", "v1", "371602009201", "邢桥村", township="梁才街道", officer="王", area="东片"),
        Village("s", "v2", "371602009202", "前王村"),
        Village("s", "v3", "371602009203", "后王村"),
        Village("s", "v4", "371602009501", "良种场", "类似"),
        Village("s", "v5", "371602009204", "老村", valid_to="2020-12-31", merged_into="v1"),
    ]
    people = [
        Person("s", "a", "王甲", "男", "1985-03-12", "371602198503129978", "13800001234", post="网格员"),
        Person("s", "b", "李乙", birth="1990"),
        Person("s", "c", "赵丙"),
        Person("s", "d", "钱丁"),
    ]
    terms = {
        "a": [Term("s", "t1", "a", TermState.ACTIVE, "2024-01-01", "2026-12-31", villages=("v2", "v1"))],
        "b": [Term("s", "t2", "b", TermState.EXITED, "2020", None, "2026-10-23", villages=("v3",))],
        "c": [Term("s", "t3", "c", TermState.ACTIVE, "2027-01-01", villages=("v3",))],
    }
    return RosterBook({p.id: p for p in people}, terms, {v.id: v for v in villages}, {"s": "梁才派出所"})


def test_a_row_shows_the_first_village_by_code_and_all_names() -> None:
    row = book().row(book().people["a"], DAY)
    assert (row.village_code, row.village, row.villages) == ("371602009201", "邢桥村", ("邢桥村", "前王村"))
    assert (row.officer, row.area, row.township, row.station) == ("王", "东片", "梁才街道", "梁才派出所")
    assert (row.age, row.status, row.term_end) == (41, TermState.ACTIVE, "2026-12-31")
    assert (row.id_no_masked, row.phone_masked) == ("371***********9978", "138****1234")


def test_rows_stand_in_village_order_and_people_without_a_village_first() -> None:
    assert [row.name for row in book().rows(DAY)] == ["钱丁", "王甲", "李乙", "赵丙"]


def test_a_birth_year_alone_gives_no_age() -> None:
    assert book().row(book().people["b"], DAY).age is None


def test_counts_say_posts_people_and_what_comes_due() -> None:
    summary = book().summary(NANAN, book().rows(DAY), DAY)
    assert (summary.quota, summary.serving, summary.vacant) == (3, 1, 1)
    assert (summary.pending, summary.suspended, summary.ending_60, summary.people) == (1, 0, 1, 4)


def test_a_vacancy_is_counted_from_the_last_day_in_office() -> None:
    gaps = book().vacancies(NANAN, DAY)
    assert [(gap.village, gap.days) for gap in gaps] == [("后王村", 30)]


def test_a_village_where_nobody_ever_served_is_vacant_without_days() -> None:
    empty = RosterBook(villages=book().villages)
    assert [(gap.village, gap.days) for gap in empty.vacancies(NANAN, DAY)] == [
        ("邢桥村", None), ("前王村", None), ("后王村", None),
    ]  # fmt: skip


def test_farms_have_no_post_and_merged_villages_are_gone() -> None:
    views = {view.village.name: view for view in book().village_views(NANAN, DAY)}
    assert (views["良种场"].quota, views["良种场"].vacant) == (0, 0)
    assert "老村" not in views
    assert "老村" in {view.village.name for view in book().village_views(NANAN, date(2020, 12, 31))}


def test_a_village_merged_without_a_date_is_gone() -> None:
    assert not exists_on(Village("s", "v", "1", "村", merged_into="w"), DAY)
    assert exists_on(Village("s", "v", "1", "村", merged_into="w", valid_to="2027"), DAY)


def test_the_filters_let_through_what_they_say() -> None:
    rows = book().rows(DAY)
    assert [row.name for row in shown(rows, "active", DAY)] == ["王甲"]
    assert [row.name for row in shown(rows, "ending", DAY)] == ["王甲"]
    assert [row.name for row in shown(rows, "pending", DAY)] == ["赵丙"]
    assert shown(rows, "vacant", DAY) == []
    assert shown(rows, "all", DAY) == rows


def test_of_two_lists_with_the_same_code_the_stations_counts() -> None:
    both = book()
    for scope in ("county", "all"):
        both.villages[scope] = Village(scope, scope, "371602009201", "邢桥居委会")
    assert [v.id for v in both.units(DAY) if v.code == "371602009201"] == ["v1"]
    assert [v.id for v in both.units(DAY, "county")] == ["county"]
    del both.villages["v1"]
    assert [v.id for v in both.units(DAY) if v.code == "371602009201"] == ["county"]


# --- an earlier day ---------------------------------------------------------------------------------------------------
def test_somebody_entered_this_year_was_in_office_when_the_term_says_so() -> None:
    then = book_then(book(), RosterBook(), date(2025, 6, 1))
    assert [row.name for row in then.rows(date(2025, 6, 1))] == ["王甲", "李乙"]
    assert then.row(then.people["b"], date(2025, 6, 1)).status is TermState.ACTIVE


def test_a_name_is_the_one_that_stood_there_then() -> None:
    recorded = book()
    recorded.people = {"a": Person("s", "a", "王佳")}
    then = book_then(book(), recorded, date(2026, 6, 1))
    assert then.people["a"].name == "王佳"
    assert then.people["b"].name == "李乙"


def test_somebody_struck_out_since_stood_there_then() -> None:
    now = book()
    del now.people["a"], now.terms["a"]
    then = book_then(now, book(), date(2026, 6, 1))
    assert then.row(then.people["a"], date(2026, 6, 1)).status is TermState.ACTIVE


def test_a_term_without_a_start_counts_from_its_entry_on() -> None:
    now = book()
    now.terms["d"] = [Term("s", "t4", "d", TermState.ACTIVE, villages=("v1",))]
    assert "d" not in book_then(now, RosterBook(), date(2025, 6, 1)).people
    recorded = RosterBook({"d": now.people["d"]}, {"d": now.terms["d"]}, now.villages)
    then = book_then(now, recorded, date(2026, 6, 1))
    assert then.row(then.people["d"], date(2026, 6, 1)).status is TermState.ACTIVE


@pytest.mark.parametrize("seed", range(5))
def test_on_a_thousand_days_whoever_held_the_post_is_told(seed: int) -> None:
    chance = random.Random(seed)
    now, held = RosterBook(villages={"v": Village("s", "v", "1", "村")}), []
    start = date(2015, 1, 1)
    for number in range(12):
        end = start + timedelta(days=chance.randrange(60, 400))
        name = f"人{number}"
        now.people[name] = Person("s", name, name)
        ended = {"exit_date": end.isoformat()} if chance.random() < 0.5 else {"end_date": end.isoformat()}
        state = TermState.EXITED if "exit_date" in ended else TermState.ACTIVE
        now.terms[name] = [Term("s", name, name, state, start.isoformat(), villages=("v",), **ended)]  # type: ignore[arg-type]
        held.append((start, end, name))
        start = end + timedelta(days=chance.randrange(1, 90))
    for _ in range(200):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(4000))
        expected = {name for begin, end, name in held if begin <= day <= end}
        then = book_then(now, RosterBook(), day)
        assert {row.name for row in then.rows(day) if row.status is TermState.ACTIVE} == expected
        assert bool(then.vacancies(NANAN, day)) is not bool(expected)
