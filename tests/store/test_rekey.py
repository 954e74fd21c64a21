"""The database under another key: the same rows, the old key opens nothing, a failure changes nothing."""

import os
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.store import rekey as room
from station_desk.store.engine import Store
from station_desk.store.people import load_people
from station_desk.store.rekey import present_key, rekey

CODE = "371602001"


def filled(path: Path, people: int = 40) -> Store:
    store = Store.create(path, os.urandom(32))
    store.become(CODE, "station")
    with store.write("acc", "person_add") as work:
        for n in range(people):
            work.create("person", new_id(), {"name": f"张{n}", "bank_card": "6222"})
    return store


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.read() as conn:
        names = [
            row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {n: sorted(map(tuple, conn.exec_driver_sql(f'SELECT * FROM "{n}"')), key=repr) for n in names}


def test_every_row_is_there_under_the_new_key_and_the_old_key_opens_nothing(tmp_path: Path) -> None:
    path, target, new = tmp_path / "desk.db", tmp_path / "next.db", os.urandom(32)
    store = filled(path)
    heard: list[object] = []
    store.subscribe(heard.append)
    old, before = present_key(store), contents(store)

    def place() -> None:
        target.rename(path)

    rekey(store, new, target, place)
    assert contents(store) == before
    assert present_key(store) == new
    with store.write("acc", "person_add") as work:
        work.create("person", new_id(), {"name": "李四"})
    assert heard
    store.close()
    with pytest.raises(Trouble, match="wrong_key"):
        Store.open(path, old, write=False)
    again = Store.open(path, new, write=True)
    with again.read() as conn:
        assert len(load_people(conn)) == 41
    again.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["desk.db"]


def test_a_copy_that_does_not_verify_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, target = tmp_path / "desk.db", tmp_path / "next.db"
    store = filled(path)
    real = room._flush

    def rot(file: Path) -> None:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
        real(file)

    monkeypatch.setattr(room, "_flush", rot)
    before = contents(store)
    with pytest.raises(Trouble):
        rekey(store, os.urandom(32), target, lambda: pytest.fail("put in place without verification"))
    assert not target.exists()
    assert contents(store) == before
    with store.write("acc", "person_add") as work:
        work.create("person", new_id(), {"name": "李四"})
    store.close()


def test_a_swap_that_fails_leaves_the_store_closed_for_writing(tmp_path: Path) -> None:
    path, target = tmp_path / "desk.db", tmp_path / "next.db"
    store = filled(path)

    def fail() -> None:
        raise PermissionError

    with pytest.raises(PermissionError):
        rekey(store, os.urandom(32), target, fail)
    with pytest.raises(Trouble, match="read_only"), store.write("acc", "person_add"):
        pass
    store.close()


def test_a_reader_cannot_change_the_key(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    store = filled(path)
    key = present_key(store)
    store.close()
    reader = Store.open(path, key, write=False)
    with pytest.raises(Trouble, match="read_only"):
        rekey(reader, os.urandom(32), tmp_path / "next.db", lambda: None)
    reader.close()
