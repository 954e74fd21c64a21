"""Opening, reading and writing a home database."""

import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from station_desk import SCHEMA_VERSION
from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.store import connect, settings
from station_desk.store.anchoring import AnchorState
from station_desk.store.engine import Store
from station_desk.store.notice import Notice
from tests.store.conftest import CLERK, STATION


def add_person(store: Store, name: str = "赵一") -> str:
    rid = new_id()
    with store.write(CLERK, "person_add") as work:
        work.create("person", rid, {"name": name})
    return rid


def code_of(call: object, *args: object, **options: object) -> str:
    with pytest.raises(Trouble) as caught:
        call(*args, **options)  # type: ignore[operator]
    return caught.value.code


def test_a_missing_or_empty_file_is_told_as_missing(path: Path, key: bytes) -> None:
    assert code_of(Store.open, path, key, write=True) == "database_missing"
    path.touch()
    assert code_of(Store.open, path, key, write=True) == "database_missing"
    assert path.stat().st_size == 0, "nothing was made in its place"


def test_a_home_is_never_made_over_another(store: Store, key: bytes) -> None:
    assert code_of(Store.create, store.path, key) == "database_exists"


def test_a_wrong_key_and_a_damaged_file_are_told_apart(store: Store, key: bytes) -> None:
    add_person(store)
    store.close()
    whole = store.path.read_bytes()
    assert code_of(Store.open, store.path, os.urandom(32), write=True) == "wrong_key"
    for at in (16, 100, 2000, 4095):
        store.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert code_of(Store.open, store.path, key, write=True) == "database_damaged"
        assert code_of(Store.open, store.path, os.urandom(32), write=True) == "wrong_key"
    store.path.write_bytes(whole[:1000])
    assert code_of(Store.open, store.path, key, write=False) == "database_damaged"


def test_a_foreign_file_is_not_taken_for_a_home(path: Path, key: bytes) -> None:
    raw = connect.open_raw(path, key, writing=True)
    raw.execute("CREATE TABLE t(a)")
    raw.close()
    assert code_of(Store.open, path, key, write=True) == "database_damaged"


def test_a_newer_database_names_the_program_it_needs(store: Store, key: bytes) -> None:
    store.set_setting(settings.NEEDS_APP, "9.1")
    with store.transaction() as conn:
        conn.exec_driver_sql("PRAGMA user_version = 99")
    store.close()
    for write in (True, False):
        with pytest.raises(Trouble) as caught:
            Store.open(store.path, key, write=write)
        assert (caught.value.code, caught.value.facts["needs"]) == ("database_newer", "9.1")


def test_an_older_database_asks_for_its_migration(store: Store, key: bytes) -> None:
    store.close()
    assert code_of(Store.open, store.path, key, write=True, app_sv=SCHEMA_VERSION + 1) == "database_older"


def test_an_old_sqlite_is_refused() -> None:
    connect.assert_sqlite()
    connect.assert_sqlite((3, 51, 3))
    for version in ((3, 51, 2), (3, 40, 1)):
        assert code_of(connect.assert_sqlite, version) == "sqlite_too_old"


def test_the_pragmas_hold_on_every_connection(store: Store) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "temp_store": 2,
    }
    with store.transaction() as writing, store._readers.connect() as reading:
        for conn in (writing, reading):
            assert {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in wanted} == wanted
        assert reading.exec_driver_sql("PRAGMA query_only").scalar() == 1


def test_nothing_readable_lies_on_the_disk(store: Store, tmp_path: Path) -> None:
    with store.write(CLERK, "person_add") as work:
        work.create("person", new_id(), {"name": "赵钱孙李", "phone": "13800001234"})
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"13800001234" not in content
        assert "赵钱孙李".encode() not in content
        assert b"SQLite format" not in content


def test_a_save_leaves_nothing_in_the_write_ahead_log(store: Store) -> None:
    add_person(store)
    wal = store.path.with_name("desk.db-wal")
    assert wal.stat().st_size == 0


def test_a_reader_in_the_way_of_the_checkpoint_does_not_stop_a_save(store: Store) -> None:
    add_person(store)
    with store._readers.connect() as reader:
        before = reader.exec_driver_sql("SELECT count(*) FROM person").scalar()
        add_person(store)
        assert reader.exec_driver_sql("SELECT count(*) FROM person").scalar() == before, "its snapshot stays"
    add_person(store)
    assert store.path.with_name("desk.db-wal").stat().st_size == 0


def test_what_is_read_within_a_transaction_is_that_transaction(store: Store) -> None:
    with store.transaction() as conn:
        conn.exec_driver_sql("INSERT INTO setting VALUES ('a', 'b')")
        assert store.setting("a") == "b"
        seen: list[str | None] = []
        other = threading.Thread(target=lambda: seen.append(store.setting("a")))
        other.start()
        other.join()
        assert seen == [None]
    assert store.setting("a") == "b"


def test_a_transaction_within_a_transaction_joins_it(store: Store) -> None:
    def half() -> None:
        with store.transaction():
            store.set_setting("a", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert store.setting("a") is None


def test_a_part_that_failed_takes_the_whole_with_it(store: Store) -> None:
    def fail() -> None:
        with store.transaction():
            raise ZeroDivisionError

    def go_on() -> None:
        with store.transaction():
            store.set_setting("a", "1")
            with suppress(ZeroDivisionError):
                fail()

    with pytest.raises(RuntimeError, match="cannot be saved"):
        go_on()
    assert store.setting("a") is None


def test_a_reading_store_writes_nothing_and_reads_beside_a_writer(store: Store, key: bytes) -> None:
    add_person(store)
    reading = Store.open(store.path, key, write=False)
    assert code_of(reading.set_setting, "a", "1") == "read_only"
    add_person(store)
    with reading.read() as conn:
        assert conn.execute(text("SELECT count(*) FROM person")).scalar() == 2
    reading.close()


def test_a_home_in_a_folder_that_cannot_be_written_can_be_read(
    store: Store, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(store)
    store.close()
    monkeypatch.setattr(connect.os, "access", lambda _path, _mode: False)
    reading = Store.open(store.path, key, write=False)
    assert reading.sequence() == 1
    assert [file.name for file in store.path.parent.iterdir()] == ["desk.db"], "no log, no shared memory beside it"
    reading.close()


def test_settings_and_secrets_come_back(store: Store, key: bytes) -> None:
    store.set_setting("a", "甲")
    store.set_setting("b", "乙")
    store.set_setting("b", None)
    store.set_secret("s", b"\0\xff")
    store.close()
    again = Store.open(store.path, key, write=True)
    assert (again.setting("a"), again.setting("b"), again.secret("s")) == ("甲", None, b"\0\xff")
    again.close()


def test_the_order_of_a_save_is_commit_checkpoint_anchor_notice(store: Store) -> None:
    order: list[object] = []

    def anchored(state: AnchorState) -> None:
        order.append(("anchor", state.sequence, store.path.with_name("desk.db-wal").stat().st_size))

    store.after_commit = anchored
    stop = store.subscribe(lambda notice: order.append(notice))
    rid = add_person(store)
    stop()
    add_person(store)
    assert order == [("anchor", 1, 0), Notice(frozenset({"person"}), frozenset({rid})), ("anchor", 2, 0)]
    assert store.anchor_state() == AnchorState(2, {STATION: tuple(store.heads()[STATION])}, bytes(32))


def test_a_listener_may_write(store: Store) -> None:
    def follow(notice: Notice) -> None:
        if "person" in notice.kinds:
            store.set_setting("people", "changed")

    store.subscribe(follow)
    add_person(store)
    assert store.setting("people") == "changed"


def test_a_listener_that_fails_does_not_undo_the_save(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    store.subscribe(lambda _notice: 1 // 0)
    told: list[Notice] = []
    store.subscribe(told.append)
    add_person(store)
    assert len(told) == 1
    assert "a listener failed" in caplog.text
    assert store.sequence() == 1


def test_an_anchor_that_cannot_be_written_is_remembered(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_state: AnchorState) -> None:
        raise OSError(28, "no space")

    store.after_commit = fail
    add_person(store)
    assert store.anchor_failed
    assert store.sequence() == 1
    assert "anchor" in caplog.text
    store.after_commit = lambda _state: None
    add_person(store)
    assert not store.anchor_failed


def test_two_threads_write_one_after_the_other(store: Store) -> None:
    def write(count: int) -> None:
        for _ in range(count):
            add_person(store)

    threads = [threading.Thread(target=write, args=(10,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.sequence() == 30
    assert store.integrity(deep=True) == []


def test_a_vacuumed_copy_opens_with_the_same_key(store: Store, key: bytes, tmp_path: Path) -> None:
    add_person(store)
    copy = tmp_path / "copy.db"
    store.vacuum_into(copy)
    opened = Store.open(copy, key, write=False)
    assert opened.heads() == store.heads()
    assert opened.integrity(deep=True) == []
    opened.close()


def test_a_full_disk_is_told_and_changes_nothing(store: Store) -> None:
    add_person(store)
    with store._writer.connect() as conn:  # type: ignore[union-attr]
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    assert code_of(add_person, store, "赵" * 100_000) == "disk_full"
    assert store.sequence() == 1
    with store._writer.connect() as conn:  # type: ignore[union-attr]
        conn.exec_driver_sql("PRAGMA max_page_count = 1000000")
    add_person(store)
    assert store.sequence() == 2


def test_after_a_failing_disk_nothing_is_written_until_the_store_is_opened_again(
    store: Store, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_person(store)

    class Failing(connect.sqlcipher.OperationalError):  # type: ignore[misc]
        sqlite_errorcode = 10 | (4 << 8)  # SQLITE_IOERR_FSYNC

    def fail(_work: object) -> None:
        raise Failing("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr("station_desk.store.unit_of_work.UnitOfWork.flush", fail)
        assert code_of(add_person, store) == "disk_failed"
    assert code_of(add_person, store) == "disk_failed"
    assert code_of(store.set_setting, "a", "1") == "disk_failed"
    store.close()
    again = Store.open(store.path, key, write=True)
    add_person(again)
    assert again.sequence() == 2
    again.close()
