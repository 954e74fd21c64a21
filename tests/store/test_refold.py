"""What an older version kept without understanding it becomes rows after the upgrade, as if it had come in today."""

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.records import OfficeKind
from station_desk.store import connect, merge_values, schema, tables
from station_desk.store.engine import Store
from station_desk.store.merge import Merge, Policy
from station_desk.store.migrations.run import VERSION_TABLE
from station_desk.store.outgoing import outgoing, read_in_order
from station_desk.store.refold import UnknownKind, refold, unknown
from tests.store.conftest import CLERK, STATION
from tests.store.test_fold import arrived
from tests.store.test_migrations import SCHEMAS

NOW = 1_780_000_000_000
NEW_KINDS = ("attachment", "remark", "settlement", "village_alias", "form_file")
"""Kinds of records that schema 1 did not have."""

PERSON, NOTE, GONE, PHOTO = (letter * 32 for letter in "abcd")
COMPARED = (*tables.ENTITIES, "fclock", "conflict", "parked", "tombstone", "head")


def take(giver: Store, taker: Store) -> None:
    """Everything of the one into the other."""
    with giver.read() as source:
        [plan] = outgoing(source, [STATION], {})
        txns = [arrived(one) for one in read_in_order(source, plan.lacking.hashes)]
    with taker.transaction() as conn:
        merge = Merge(conn, Policy(STATION, frozenset({STATION}), {STATION: OfficeKind.STATION}), NOW, new_id())
        merge.add(txns)
        merge.finish({STATION: giver.heads(STATION)[STATION]})


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as conn:
        return {
            name: sorted(map(tuple, conn.exec_driver_sql(f"SELECT * FROM {name}").fetchall()), key=repr)
            for name in COMPARED
        }


@pytest.fixture
def newer(store: Store) -> Iterator[tuple[Store, Store]]:
    """Two PCs of this version that have written records of the new kinds, also against each other."""
    other = store.path.with_name("other.db")
    with store.write(CLERK, "add") as work:
        work.create("person", PERSON, {"name": "赵一", "post": "网格员"})
        for rid in (NOTE, GONE):
            work.create(
                "remark", rid, {"about_ent": "person", "about_id": PERSON, "words": "补照片", "kind": "request"}
            )
        work.create("attachment", PHOTO, {"about_ent": "person", "about_id": PERSON, "kind": "photo", "size": 30_000})
    with closing(Store.create(other, store._key)) as second:
        second.become(STATION, "station")
        take(store, second)
        for at, (desk, words) in enumerate(((store, "请补照片"), (second, "照片看不清"))):
            desk.wall_ms = lambda at=at: 2 * NOW + at  # type: ignore[misc]
            with desk.write(CLERK, "edit") as work:
                work.update("remark", NOTE, {"words": words})
                work.update("person", PERSON, {"post": words})
        with store.write(CLERK, "erase") as work:
            work.erase("remark", GONE)
        yield store, second


@pytest.fixture
def usual(newer: tuple[Store, Store], tmp_path: Path) -> Iterator[Store]:
    """A desk of this version that took everything in."""
    with closing(Store.create(tmp_path / "usual.db", os.urandom(32))) as made:
        made.become(STATION, "station")
        for giver in newer:
            take(giver, made)
        yield made


def as_schema_1(path: Path, source: Store, to: Path) -> None:
    """A database of schema 1 at `to` with what the desk of the older version holds."""
    version_1 = connect.open_raw(to, source._key, writing=True)
    version_1.executescript((SCHEMAS / "1.sql").read_text(encoding="utf-8"))
    version_1.execute("ATTACH DATABASE ? AS new KEY ?", (str(path), connect.key_pragma(source._key)))
    names = [row[0] for row in version_1.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")]
    version_1.execute("PRAGMA foreign_keys = OFF")
    for name in names:
        if name != VERSION_TABLE:
            columns = ", ".join(row[1] for row in version_1.execute(f"PRAGMA main.table_info({name})"))
            version_1.execute(f"INSERT INTO main.{name} ({columns}) SELECT {columns} FROM new.{name}")
    version_1.execute(f"INSERT INTO {VERSION_TABLE} VALUES ('0001')")
    version_1.execute("PRAGMA main.user_version = 1")
    version_1.execute(f"PRAGMA main.application_id = {connect.APPLICATION_ID}")
    version_1.commit()
    version_1.close()


def test_a_database_of_schema_1_shows_what_it_had_set_aside_once_it_is_upgraded(
    newer: tuple[Store, Store], usual: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = os.urandom(32)
    old = tmp_path / "old.db"
    with monkeypatch.context() as patch, closing(Store.create(old, key)) as older:
        for kind in NEW_KINDS:
            patch.delitem(tables.ENTITIES, kind)
        older.become(STATION, "station")
        for giver in newer:
            take(giver, older)
        with older.read() as conn:
            assert unknown(conn) == [UnknownKind("attachment", "", 1), UnknownKind("remark", "", 4)]
            assert conn.exec_driver_sql("SELECT count(*) FROM remark").scalar_one() == 0
    as_schema_1(old, older, tmp_path / "desk-1.db")
    assert schema.migrate(tmp_path / "desk-1.db", key, tmp_path / "backup.db") == 1
    with closing(Store.open(tmp_path / "desk-1.db", key, write=True)) as upgraded:
        assert everything(upgraded) == everything(usual)
        assert upgraded.integrity(deep=True) == []
        with upgraded.read() as conn:
            assert unknown(conn) == []
            rows = conn.exec_driver_sql("SELECT id, words, deleted FROM remark ORDER BY id").fetchall()
            lost = conn.exec_driver_sql("SELECT ent, val FROM conflict ORDER BY ent").fetchall()
        assert [tuple(row) for row in rows] == [(NOTE, "照片看不清", 0), (GONE, None, 1)]
        assert [tuple(row) for row in lost] == [("person", '"请补照片"'), ("remark", '"请补照片"')]


def test_a_field_that_was_unknown_is_filled_with_its_value_its_clock_and_its_conflict(
    newer: tuple[Store, Store], usual: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = merge_values.fields_of("person")
    with closing(Store.create(tmp_path / "old.db", os.urandom(32))) as older:
        older.become(STATION, "station")
        with monkeypatch.context() as patch:
            patch.setattr(fields, "known", fields.known - {"post"})
            patch.setattr(fields, "row", lambda _body: None)
            patch.setattr(fields, "names", fields.names)
            for giver in newer:
                take(giver, older)
        with older.transaction() as conn:
            assert unknown(conn) == [UnknownKind("person", "post", 3)]
            conn.exec_driver_sql("UPDATE person SET post = NULL")  # the older version had no such column
            assert refold(conn) == 3
            assert refold(conn) == 0
        assert everything(older) == everything(usual)
        assert older.integrity(deep=True) == []


def test_what_is_still_unknown_stays_on_the_list(store: Store) -> None:
    with store.transaction() as conn:
        row = (b"t" * 32, 0, "drone", "", "unknown_kind")
        conn.exec_driver_sql("INSERT INTO parked (txh, i, ent, field, reason) VALUES (?, ?, ?, ?, ?)", row)
        assert refold(conn) == 0
        assert unknown(conn) == [UnknownKind("drone", "", 1)]
