"""The journal told as history, and the roster as it stood on a day."""

from datetime import date, datetime, timedelta

import pytest

from station_desk.domain.ids import new_id
from station_desk.store.asof import end_of_day_ms, roster_as_of
from station_desk.store.engine import Store
from station_desk.store.history import FieldChange, history
from tests.store.conftest import CLERK, STATION

DAY = date(2026, 3, 10)


def at_noon(store: Store, day: date) -> None:
    instant = datetime.combine(day, datetime.min.time()).astimezone() + timedelta(hours=12)
    store.wall_ms = lambda: int(instant.timestamp() * 1000)


@pytest.fixture
def person(store: Store) -> str:
    """A person entered on the 10th, renamed on the 12th, struck out on the 14th."""
    rid = new_id()
    at_noon(store, DAY)
    with store.write(CLERK, "person_add") as work:
        work.create("person", rid, {"name": "赵一", "phone": "13800001234"})
        work.create("term", "t1", {"person_id": rid, "state": "active", "start_date": "2026-01-01"})
        work.create("village", "v1", {"code": "371602009202", "name": "甲村"})
        work.create("village", "v2", {"code": "371602009201", "name": "乙村"})
        work.create("term_village", "tv1", {"term_id": "t1", "village_id": "v1"})
        work.create("term_village", "tv2", {"term_id": "t1", "village_id": "v2"})
    at_noon(store, DAY + timedelta(days=2))
    with store.write(CLERK, "person_edit") as work:
        work.update("person", rid, {"name": "钱二"})
        work.delete("term_village", "tv1")
    at_noon(store, DAY + timedelta(days=4))
    with store.write(CLERK, "person_remove") as work:
        work.delete("person", rid)
    return rid


def test_history_tells_what_each_field_was_and_became(store: Store, person: str) -> None:
    with store.read() as conn:
        made, renamed, removed = history(conn, [person])
    assert made.fields == (FieldChange("name", None, "赵一"), FieldChange("phone", None, "13800001234"))
    assert renamed.fields == (FieldChange("name", "赵一", "钱二"),)
    assert (removed.action, removed.op, removed.actor, removed.office) == ("person_remove", "u", CLERK, STATION)
    assert [change.new for change in removed.fields] == [1]
    assert made.hlc < renamed.hlc < removed.hlc


def test_history_of_an_erased_record_tells_that_and_no_value(store: Store, person: str) -> None:
    with store.write(CLERK, "person_erase") as work:
        work.erase("person", person)
    with store.read() as conn:
        told = history(conn, [person])
    assert [one.action for one in told] == ["person_add", "person_edit", "person_remove", "person_erase"]
    assert all(one.fields == () for one in told)


def test_the_roster_as_it_stood(store: Store, person: str) -> None:
    with store.read() as conn:
        stood = {n: roster_as_of(conn, DAY + timedelta(days=n)) for n in (-1, 0, 1, 2, 3, 4)}
    assert stood[-1].people == []
    assert [found.name for n in range(4) for found in stood[n].people] == ["赵一", "赵一", "钱二", "钱二"]
    assert stood[4].people == []
    assert [term.villages for term in stood[1].terms] == [("v1", "v2")]
    assert [term.villages for term in stood[2].terms] == [("v2",)]
    assert [village.name for village in stood[0].villages] == ["乙村", "甲村"], "in the order of the codes"


def test_the_roster_of_another_scope_is_not_mixed_in(store: Store, person: str) -> None:
    with store.read() as conn:
        assert roster_as_of(conn, DAY, STATION).people
        assert roster_as_of(conn, DAY, "370000000").people == []


def test_an_erased_person_is_gone_from_every_day(store: Store, person: str) -> None:
    with store.write(CLERK, "person_erase") as work:
        work.erase("person", person)
    with store.read() as conn:
        assert roster_as_of(conn, DAY).people == []


def test_a_day_ends_before_the_next_begins() -> None:
    assert end_of_day_ms(DAY + timedelta(days=1)) - end_of_day_ms(DAY) == 24 * 3600 * 1000
    assert datetime.fromtimestamp(end_of_day_ms(DAY) / 1000).date() == DAY
    assert datetime.fromtimestamp((end_of_day_ms(DAY) + 1) / 1000).date() == DAY + timedelta(days=1)
