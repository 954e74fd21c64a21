"""The search box over a desk: people and villages in one list, following every change, old names too."""

from dataclasses import replace

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.villages import VillageRow
from station_desk.services import roster, villages
from station_desk.services.desk import Desk
from station_desk.services.find import Finder, Hit
from tests.services.roster_desks import clock, desk, ids, made_once
from tests.support.tables import id_number

__all__ = ["clock", "desk", "made_once"]

ID = id_number()


@pytest.fixture
def finder(desk: Desk) -> Finder:
    made = PersonDraft("单曾", ID, phone="13800001234", village_ids=tuple(ids(desk)[:2]))
    roster.add_person(desk, made)
    roster.add_person(desk, replace(made, name="贾翠", id_no="", phone="", village_ids=()))
    return Finder(desk)


def told(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.kind, hit.text) for hit in hits]


def test_a_person_and_a_village_stand_in_one_list(finder: Finder) -> None:
    assert told(finder.find("jc")) == [("village", "甲村"), ("person", "贾翠")]


def test_a_person_is_told_with_the_villages(finder: Finder) -> None:
    (hit,) = finder.find("shanz")
    assert (hit.kind, hit.second, hit.spans, hit.number) == ("person", "甲村、乙村", (0, 1), False)


@pytest.mark.parametrize("typed", ["1234", "13800001234", ID[-4:], ID])
def test_a_tail_of_a_number_finds_the_person_and_marks_nothing(finder: Finder, typed: str) -> None:
    (hit,) = finder.find(typed)
    assert (hit.text, hit.spans, hit.number) == ("单曾", (), True)


def test_words_of_name_and_village_together_find_the_person(finder: Finder) -> None:
    assert told(finder.find("sz yicun")) == [("person", "单曾")]
    assert finder.find("sz bingcun") == []


def test_a_village_brings_the_township(finder: Finder) -> None:
    (hit,) = finder.find("乙村")
    assert (hit.kind, hit.second, hit.note, hit.spans) == ("village", "梁才街道", "", (0, 1))


def test_an_added_and_a_changed_person_are_found_at_once(desk: Desk, finder: Finder) -> None:
    person = roster.add_person(desk, PersonDraft("欧阳辉"))
    assert told(finder.find("ouyh")) == [("person", "欧阳辉")]
    roster.edit_person(desk, person, {"name": "令狐冲", "phone": "15900005678"})
    assert finder.find("ouyh") == []
    assert told(finder.find("lhc")) == told(finder.find("5678")) == [("person", "令狐冲")]


def test_a_renamed_village_is_found_by_its_old_name_and_says_so(desk: Desk, finder: Finder) -> None:
    villages.edit_village(desk, ids(desk)[1], {"name": "红旗社区"})
    (new,) = finder.find("hongqi")
    assert (new.text, new.note, new.now) == ("红旗社区", "", "")
    (old,) = finder.find("乙村")
    assert (old.id, old.text, old.note, old.now) == (new.id, "乙村", "former", "红旗社区")
    assert [row.name for row in roster.list_people(desk, "乙村")] == ["单曾"]
    assert Finder(desk).find("yicun") == [old]


def test_a_merged_village_says_what_it_is_today_and_stands_behind(desk: Desk, finder: Finder) -> None:
    villages.import_villages(
        desk,
        [
            VillageRow("371602009202", "乙村", merged_into="371602009203", valid_to="2020-12-31"),
            VillageRow("371602009299", "乙村一社区", kind="居"),
        ],
    )
    current, merged = finder.find("yc")
    assert (current.text, current.note) == ("乙村一社区", "")
    assert (merged.text, merged.note, merged.now) == ("乙村", "merged", "丙村")
    assert current.score > merged.score


def test_fuzzy_sounds_only_when_asked(finder: Finder) -> None:
    assert finder.find("sanzeng") == []
    assert told(finder.find("sanzeng", fuzzy=True)) == [("person", "单曾")]


def test_nothing_typed_finds_nothing(finder: Finder) -> None:
    assert finder.find("") == []
    assert finder.find(" · ") == []


def test_the_limit_holds_over_both_kinds(desk: Desk, finder: Finder) -> None:
    assert len(finder.find("c", limit=1)) <= 1
    assert len(finder.find("j", limit=1)) == 1


def test_somebody_struck_out_is_not_found(desk: Desk, finder: Finder) -> None:
    roster.add_person(desk, PersonDraft("欧阳辉"))
    assert finder.find("ouyh")
    roster.undo_last(desk)
    assert finder.find("ouyh") == []
