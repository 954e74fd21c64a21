"""Unlocking a home: the clear troubles, the anchor, the one writer, lock and unlock."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor
from station_desk.machine.clock import FixedClock
from station_desk.services.desk import Desk, lock_desk, open_accepting, open_desk, peek, unlock_again
from station_desk.store.access import load_access
from station_desk.store.people import load_people
from station_desk.store.rekey import present_key
from tests.support.homes import PASS_PHRASE, PERSON, STATION, make_home, reopen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_home(tmp_path)
    yield made
    made.close()


def add_person(desk: Desk, name: str = "赵一") -> None:
    with desk.store.write(desk.account.id, "person_add") as work:
        work.create("person", new_id(), {"name": name})


def names(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return sorted(person.name for person in load_people(conn))


def acts(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return [entry.act for entry in reversed(load_access(conn))]


def trouble_of(home: Path, person: str | None = PERSON, pass_phrase: str = PASS_PHRASE, write: bool = True) -> Trouble:
    with pytest.raises(Trouble) as caught:
        open_desk(home, person, pass_phrase, write=write).close()
    return caught.value


def test_a_desk_opens_for_the_person_named_and_keeps_what_was_saved(desk: Desk) -> None:
    add_person(desk)
    with reopen(desk) as again:
        assert (again.office.code, again.office.name, again.account.name) == (STATION, "梁才派出所", PERSON)
        assert not again.read_only
        assert not again.practice
        assert names(again) == ["赵一"]
        assert acts(again) == ["first_start", "unlock", "unlock"]


def test_what_a_home_shows_before_it_is_unlocked(desk: Desk, tmp_path: Path) -> None:
    card = peek(desk.home.path)
    assert card is not None
    assert (card.kind, card.code, card.people) == ("station", STATION, (PERSON,))
    assert peek(tmp_path / "elsewhere") is None


def test_no_home_no_database_no_such_person_and_a_wrong_pass_phrase_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    desk.close()
    home = desk.home
    assert trouble_of(tmp_path / "elsewhere").code == "home_missing"
    assert trouble_of(home.path, pass_phrase="not the pass phrase").code == "wrong_pass_phrase"
    assert trouble_of(home.path, person="王五").code == "user_unknown"
    home.database.rename(tmp_path / "moved.db")
    assert trouble_of(home.path).code == "database_missing"
    assert not home.database.exists()


@pytest.mark.parametrize("at", [0, 16, 500, 4095])
def test_a_damaged_database_is_never_taken_for_a_wrong_pass_phrase(desk: Desk, at: int) -> None:
    desk.close()
    content = bytearray(desk.home.database.read_bytes())
    content[at : at + 32] = bytes(32)
    desk.home.database.write_bytes(content)
    for write in (True, False):
        if at == 0:  # the key's token and the first page are gone
            assert trouble_of(desk.home.path, write=write).facts["reason"] == "key"
        assert trouble_of(desk.home.path, write=write).code == "database_damaged"
    assert trouble_of(desk.home.path, pass_phrase="not the pass phrase").code == "wrong_pass_phrase"


def test_a_database_of_a_newer_program_names_it(desk: Desk) -> None:
    with desk.store.transaction() as conn:
        conn.exec_driver_sql("PRAGMA user_version = 7")
    desk.close()
    assert trouble_of(desk.home.path).code == "database_newer"


def test_a_second_writer_is_refused_by_name_and_readers_are_not(desk: Desk) -> None:
    trouble = trouble_of(desk.home.path)
    assert (trouble.code, trouble.facts["holder"]) == ("second_writer", PERSON)
    add_person(desk)
    with open_desk(desk.home.path, PERSON, PASS_PHRASE, write=False) as reader:
        assert reader.read_only
        assert names(reader) == ["赵一"]
        add_person(desk, "钱二")
        assert names(reader) == ["赵一", "钱二"]
    desk.close()
    open_desk(desk.home.path, PERSON, PASS_PHRASE).close()


def test_a_refused_opening_leaves_the_home_free(desk: Desk) -> None:
    desk.close()
    good = desk.home.database.read_bytes()
    desk.home.database.write_bytes(good[:5000])
    trouble_of(desk.home.path)
    desk.home.database.write_bytes(good)
    open_desk(desk.home.path, PERSON, PASS_PHRASE).close()


def test_every_save_writes_the_anchor(desk: Desk) -> None:
    key = present_key(desk.store)
    for _ in range(2):
        add_person(desk)
        found = anchor.read(desk.home, key)
        assert found is not None
        assert (found.sequence, found.access_head) == (desk.store.sequence(), desk.store.access_head())
        assert {scope: list(hashes) for scope, hashes in found.heads.items()} == desk.store.heads()


def put_back(desk: Desk, copy: Path) -> None:
    """The database becomes what `copy` holds; anchor and keys stay."""
    desk.close()
    shutil.copy(copy, desk.home.database)


@pytest.fixture
def old_copy(tmp_path: Path) -> Iterator[tuple[Desk, Path]]:
    """A desk with a copy of its database of 10 March and a person entered on the 12th."""
    clock = FixedClock(datetime(2026, 3, 10, 4, tzinfo=UTC))
    desk = make_home(tmp_path, clock=clock)
    add_person(desk, "赵一")
    copy = shutil.copy(desk.home.database, tmp_path / "copy.db")
    clock.advance(timedelta(days=2))
    add_person(desk, "钱二")
    yield desk, copy
    desk.close()


def test_an_older_copy_is_noticed_before_anything_is_written(old_copy: tuple[Desk, Path]) -> None:
    desk, copy = old_copy
    put_back(desk, copy)
    before = desk.home.database.read_bytes()
    for write in (True, False):
        trouble = trouble_of(desk.home.path, write=write)
        assert trouble.code == "restored_copy"
        assert trouble.facts["day"] == datetime(2026, 3, 10, 4, tzinfo=UTC).astimezone().date().isoformat()
    assert desk.home.database.read_bytes() == before


def test_who_goes_on_from_an_older_copy_writes_under_a_new_number(old_copy: tuple[Desk, Path]) -> None:
    desk, copy = old_copy
    old_rep = desk.store.setting("rep")
    put_back(desk, copy)
    with open_accepting(desk.home.path, PERSON, PASS_PHRASE) as accepted:
        assert names(accepted) == ["赵一"]
        assert accepted.store.setting("rep") != old_rep
        assert acts(accepted)[-2:] == ["accept_restored", "unlock"]
        add_person(accepted, "孙三")
    with open_desk(desk.home.path, PERSON, PASS_PHRASE) as again:
        assert names(again) == ["孙三", "赵一"]


def test_accepting_changes_nothing_where_nothing_was_restored(desk: Desk) -> None:
    rep = desk.store.setting("rep")
    desk.close()
    with open_accepting(desk.home.path, PERSON, PASS_PHRASE) as opened:
        assert opened.store.setting("rep") == rep
        assert "accept_restored" not in acts(opened)


def test_lost_entries_of_the_access_log_alone_are_noticed(desk: Desk, tmp_path: Path) -> None:
    copy = shutil.copy(desk.home.database, tmp_path / "copy.db")
    desk.store.access(desk.account.id, "reveal", "someone")
    put_back(desk, copy)
    assert trouble_of(desk.home.path).code == "restored_copy"


def test_a_database_ahead_of_its_anchor_is_fine(desk: Desk) -> None:
    desk.store.after_commit = None  # the power went between the commit and the anchor
    add_person(desk)
    with reopen(desk) as again:
        assert names(again) == ["赵一"]


def test_a_lost_or_damaged_anchor_does_not_close_the_home(desk: Desk) -> None:
    for damage in (b"", b"{}"):
        desk.close()
        for file in (desk.home.anchor_a, desk.home.anchor_b):
            file.unlink() if not damage else file.write_bytes(damage)
        desk = open_desk(desk.home.path, PERSON, PASS_PHRASE)
        with desk.store.read() as conn:
            assert load_access(conn)[0].detail == "no anchor"
        assert anchor.read(desk.home, present_key(desk.store)) is not None
    desk.close()


def test_a_desk_locks_and_opens_again_for_the_same_person(desk: Desk) -> None:
    lock_desk(desk)
    lock_desk(desk)
    assert desk.locked
    with pytest.raises(Trouble) as wrong:
        unlock_again(desk, "not the pass phrase")
    assert wrong.value.code == "wrong_pass_phrase"
    assert desk.locked
    unlock_again(desk, PASS_PHRASE)
    assert not desk.locked
    assert acts(desk)[-2:] == ["lock", "unlock"]


def test_who_has_left_opens_nothing(desk: Desk) -> None:
    with desk.store.write(desk.account.id, "user_remove") as work:
        work.update("account", desk.account.id, {"active": 0})
    desk.close()
    assert trouble_of(desk.home.path).code == "user_unknown"


def test_a_person_whom_an_older_copy_does_not_know_still_opens_it(desk: Desk) -> None:
    with desk.store.write(desk.account.id, "user_remove") as work:
        work.delete("account", desk.account.id)
    with reopen(desk) as again:
        assert again.account.name == PERSON
        assert again.account.id == desk.account.id


def test_an_older_schema_is_migrated_after_a_copy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.store.transaction() as conn:
        conn.exec_driver_sql("PRAGMA user_version = 0")
    desk.close()
    assert trouble_of(desk.home.path, write=False).code == "database_older"
    with open_desk(desk.home.path, PERSON, PASS_PHRASE) as opened:
        assert opened.store.sequence() > 0
    assert [file.name.startswith("before-migration_") for file in desk.home.backups.iterdir()] == [True]


def test_a_flipped_bit_in_the_write_ahead_log_never_hides_a_save(desk: Desk, tmp_path: Path) -> None:
    with desk.store._readers.connect() as reader:  # a reader in the way: the log cannot be emptied
        reader.exec_driver_sql("SELECT count(*) FROM person").scalar()
        for name in ("赵一", "钱二", "孙三"):
            add_person(desk, name)
        crashed = tmp_path / "crashed"
        shutil.copytree(desk.home.path, crashed, ignore=shutil.ignore_patterns("*-shm", "writer.*"))
    wal = crashed / "desk.db-wal"
    assert wal.stat().st_size > 0
    rnd, noticed = random.Random(3), 0
    for _ in range(40):
        home = tmp_path / "flipped"
        shutil.copytree(crashed, home)
        content = bytearray(wal.read_bytes())
        content[rnd.randrange(len(content))] ^= 1 << rnd.randrange(8)
        (home / wal.name).write_bytes(content)
        try:
            with open_desk(home, PERSON, PASS_PHRASE) as opened:
                assert names(opened) == ["孙三", "赵一", "钱二"]
        except Trouble as trouble:
            assert trouble.code in {"restored_copy", "database_damaged"}  # noqa: PT017 - either is an alarm
            noticed += 1
        shutil.rmtree(home)
    assert noticed > 30, "the log held what was saved last"
