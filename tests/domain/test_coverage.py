"""The coverage statement: who fills each post, why there are so many, and how long one is open."""

from datetime import date
from pathlib import Path

from station_desk.domain.coverage import coverage
from station_desk.domain.records import Person, Term, TermState, Village
from station_desk.domain.roster_book import RosterBook
from station_desk.packs.load import load_pack

PACKS = Path(__file__).resolve().parents[2] / "resources" / "packs"
DAY = date(2026, 6, 1)


def book() -> RosterBook:
    villages = [Village("s", f"v{at}", f"35058310020{at}", name) for at, name in enumerate(("甲村", "乙村", "丙村"))]
    people = [Person("s", "a", "王甲", post="专职辅警"), Person("s", "b", "李乙", post="治保主任")]
    terms = {
        "a": [Term("s", "t1", "a", TermState.ACTIVE, "2024-01-01", villages=("v0",))],
        "b": [Term("s", "t2", "b", TermState.EXITED, "2023-01-01", exit_date="2026-05-02", villages=("v1", "v2"))],
    }
    return RosterBook({one.id: one for one in people}, terms, {one.id: one for one in villages})


def test_a_village_with_an_auxiliary_needs_no_assistant() -> None:
    first, *rest = coverage(book(), load_pack(PACKS, "cn.fujian"), DAY).lines
    assert (first.why, first.quota, first.vacant, first.covered_by) == ("covered", 0, 0, ("王甲",))
    assert [(one.why, one.quota, one.vacant, one.days) for one in rest] == [("usual", 1, 1, 30)] * 2


def test_one_term_may_fill_several_villages_and_an_earlier_day_tells_so() -> None:
    then = coverage(book(), load_pack(PACKS, "cn.fujian"), date(2026, 1, 1))
    assert [one.people for one in then.lines] == [("王甲",), ("李乙",), ("李乙",)]
    assert (then.quota, then.vacant, then.covered, then.of) == (2, 0, 3, 3)


def test_a_pack_without_such_a_rule_counts_the_auxiliary_as_anybody() -> None:
    first = coverage(book(), load_pack(PACKS, "cn.dezhou"), DAY).lines[0]
    assert (first.why, first.quota, first.vacant) == ("usual", 1, 0)


def test_where_the_rule_gives_more_posts_one_person_leaves_one_open() -> None:
    named = book()
    named.villages["v0"] = Village("s", "v0", "371072103003", "皂埠社区", kind="居")
    lines = coverage(named, load_pack(PACKS, "cn.weihai"), DAY).lines
    first = next(one for one in lines if one.name == "皂埠社区")
    assert (first.why, first.quota, first.vacant) == ("large", 2, 1)
