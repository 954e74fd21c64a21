"""Posts by decision and posts of stations: each village has its number with the reason, on any day."""

from datetime import date
from pathlib import Path

from station_desk.domain.coverage import coverage
from station_desk.domain.posts import PostChange, PostUnit, granted, post_place
from station_desk.domain.records import Person, Term, TermState, Village
from station_desk.domain.roster_book import RosterBook
from station_desk.packs.load import load_pack

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
XIHUA, FUJIAN, WEIHAI = (load_pack(PACKS, f"cn.{name}") for name in ("xihua", "fujian", "weihai"))
DAY = date(2026, 11, 22)


def village(number: int, **more: object) -> Village:
    return Village("s", f"v{number}", f"4116220012{number:02d}", f"村{number}", **more)  # type: ignore[arg-type]


def station(number: int, *villages: str, **more: object) -> PostUnit:
    return PostUnit("s", f"u{number}", "station", f"第{number}站", villages=villages, **more)  # type: ignore[arg-type]


def test_only_xihua_puts_its_posts_at_stations() -> None:
    assert (post_place(XIHUA), post_place(FUJIAN), post_place(WEIHAI)) == ("station", None, None)


def test_four_hundred_and_fifty_villages_have_four_hundred_and_fifty_two_posts_at_stations() -> None:
    villages = [Village("s", f"v{at}", f"{at:012d}", f"村{at}") for at in range(450)]
    units = [station(at, f"v{at % 450}") for at in range(452)]
    found = granted(XIHUA, villages, units, {}, DAY)
    assert sum(one.quota for one in found.values()) == 452
    assert (found["v0"].quota, found["v0"].why, found["v0"].reason) == (2, "station", "第0站、第450站")
    assert sum(one.quota for one in granted(XIHUA, villages, [], {}, DAY).values()) == 450


def test_a_station_of_three_villages_has_one_post_in_the_first() -> None:
    villages = [village(at) for at in range(4)]
    found = granted(XIHUA, villages, [station(1, "v1", "v0", "v2")], {}, DAY)
    assert {name: (one.quota, one.why) for name, one in found.items()} == {
        "v0": (0, "of_station"), "v1": (1, "station"), "v2": (0, "of_station"), "v3": (0, "no_post"),
    }  # fmt: skip
    assert granted(FUJIAN, villages, [station(1, "v1")], {}, DAY)["v1"].why == "usual", "only where the pack says so"


def test_stations_and_decisions_count_inside_their_days_only() -> None:
    villages = [village(0), village(1)]
    units = [station(1, "v0", valid_to="2026-06-30"), station(2, "v1", valid_from="2026-07-01")]
    before, after = (granted(XIHUA, villages, units, {}, date(2026, month, 1)) for month in (6, 7))
    assert [before[name].quota for name in ("v0", "v1")] == [1, 0]
    assert [after[name].quota for name in ("v0", "v1")] == [0, 1]
    change = PostChange("s", "p", "v0", "exception", 3, "临时安置点", valid_from="2026-07-01", valid_to="2026-12-31")
    for day, quota in ((date(2026, 6, 30), 1), (DAY, 3), (date(2027, 1, 1), 1)):
        assert granted(FUJIAN, villages, [], {"v0": [change]}, day)["v0"].quota == quota


def test_an_exception_says_how_many_in_all_and_the_newest_decision_holds() -> None:
    large = village(0, households=1500)
    assert granted(WEIHAI, [large], [], {}, DAY)["v0"].quota == 2
    first = PostChange("s", "a", "v0", "exception", 1, "两村合管", valid_from="2026-01-01")
    then = PostChange("s", "b", "v0", "exception", 4, "景区", valid_from="2026-05-01")
    found = granted(WEIHAI, [large], [], {"v0": [first, then]}, DAY)["v0"]
    assert (found.quota, found.why, found.reason) == (4, "exception", "景区")


def test_a_village_that_an_auxiliary_covers_needs_nobody_and_counts_as_covered() -> None:
    covered = PostChange("s", "p", "v0", "covered", covered_by="驻村辅警甲", valid_from="2026-01-01")
    book = RosterBook(
        people={"x": Person("s", "x", "李四")},
        terms={"x": [Term("s", "t", "x", TermState.ACTIVE, "2026-01-01", villages=("v1", "v2"))]},
        villages={one.id: one for one in (village(0), village(1), village(2), village(3))},
        post_changes={"v0": [covered]},
    )
    found = coverage(book, FUJIAN, DAY)
    lines = {line.name: line for line in found.lines}
    assert (lines["村0"].why, lines["村0"].covered_by, lines["村0"].vacant) == ("covered", ("驻村辅警甲",), 0)
    assert lines["村1"].people == lines["村2"].people == ("李四",), "one term, several villages"
    assert (found.quota, found.vacant, found.covered, found.of) == (3, 1, 3, 4)
    assert [gap.village for gap in book.vacancies(FUJIAN, DAY)] == ["村3"]
