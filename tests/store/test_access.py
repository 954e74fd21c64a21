"""The access log is a chain: nothing in it can be changed, taken out or put in unseen."""

import pytest
from sqlalchemy import text

from station_desk.store.access import broken_access, count_access, load_access
from station_desk.store.engine import Store
from tests.store.conftest import CLERK


@pytest.fixture
def filled(store: Store) -> Store:
    for at in range(5):
        store.access(CLERK, "reveal", f"person{at}", "phone")
    return store


def test_entries_name_the_one_before(filled: Store) -> None:
    with filled.read() as conn:
        entries = load_access(conn)
        assert count_access(conn) == 5
        assert broken_access(conn) == []
        assert [entry.n for entry in load_access(conn, act="reveal", limit=2)] == [5, 4]
    assert [entry.prev for entry in entries[:-1]] == [entry.hash for entry in entries[1:]]
    assert filled.access_head() == entries[0].hash
    assert entries[0].at.endswith("Z")


def test_an_entry_within_an_act_is_saved_with_it(store: Store) -> None:
    told = []
    store.subscribe(told.append)
    with store.write(CLERK, "print") as work:
        work.access("print", "serial-1")
    assert [sorted(notice.kinds) for notice in told] == [["access_log"]]
    with store.read() as conn:
        assert [(entry.act, entry.object, entry.detail) for entry in load_access(conn)] == [("print", "serial-1", "")]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE access_log SET object = 'someone else' WHERE n = 3",
        "UPDATE access_log SET at = '2020-01-01T00:00:00.000Z' WHERE n = 3",
        "DELETE FROM access_log WHERE n = 3",
        "UPDATE access_log SET n = 9 WHERE n = 3",
        "UPDATE access_log SET hash = zeroblob(32) WHERE n = 5",
        "INSERT INTO access_log VALUES (6, 'a', 'b', 'c', 'd', 'e', zeroblob(32), zeroblob(31))",
    ],
)
def test_tampering_shows(filled: Store, tampering: str) -> None:
    with filled.transaction() as conn:
        conn.execute(text(tampering))
    assert {finding.code for finding in filled.integrity(deep=True)} == {"access_changed"}
