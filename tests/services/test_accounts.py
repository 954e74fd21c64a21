"""The people of a desk: who comes, who leaves, and what an old copy of the keys is then worth."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from station_desk.domain.ids import new_id
from station_desk.domain.records import OfficeKind, Role
from station_desk.domain.trouble import Trouble
from station_desk.machine import disk
from station_desk.machine.home import Home
from station_desk.machine.keys import KeyRing
from station_desk.machine.sealing import Kdf
from station_desk.services import accounts
from station_desk.services.desk import Desk, open_desk
from station_desk.services.first_start import Created, NewOffice, create_office
from station_desk.store.access import load_access
from station_desk.store.engine import Store
from station_desk.store.people import load_people
from station_desk.store.rekey import present_key

PHRASE, OTHER, THIRD = "a long pass phrase", "another long one", "Kurz 1234 !"
NEW = NewOffice(OfficeKind.STATION, "梁才派出所", "371602105", "cn.nanan", [], "王敏", PHRASE)


@pytest.fixture
def created(tmp_path: Path) -> Iterator[Created]:
    made = create_office(tmp_path / "home", NEW, Kdf(64, 1))
    with made.desk.store.write(made.desk.account.id, "person_add") as work:
        work.create("person", new_id(), {"name": "张三"})
    yield made
    made.desk.close()


@pytest.fixture
def desk(created: Created) -> Desk:
    return created.desk


def again(desk: Desk, person: str, phrase: str, *, write: bool = True) -> Desk:
    """The same home, closed and opened by somebody."""
    desk.close()
    return open_desk(desk.home.path, person, phrase, write=write)


def people(desk: Desk) -> list[str]:
    with desk.store.read() as conn:
        return [person.name for person in load_people(conn)]


def trouble(act: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as told:
        act()
    return told.value


def test_a_second_person_unlocks_with_an_own_pass_phrase_and_signs_own_acts(desk: Desk) -> None:
    made = accounts.add_account(desk, " 李强 ", Role.CLERK, OTHER)
    assert [(a.name, a.role, a.active) for a in accounts.list_accounts(desk)] == [
        ("王敏", Role.ADMIN, True),
        ("李强", Role.CLERK, True),
    ]
    with again(desk, "李强", OTHER) as theirs:
        assert theirs.account == made
        assert people(theirs) == ["张三"]
        for act in (
            lambda: accounts.add_account(theirs, "赵一", Role.CLERK, THIRD),
            lambda: accounts.remove_account(theirs, desk.account.id),
            lambda: accounts.reset_pass_phrase(theirs, desk.account.id, THIRD),
            lambda: accounts.new_recovery_code(theirs),
        ):
            assert trouble(act).code == "not_allowed"


def test_a_name_that_is_taken_or_empty_and_a_weak_pass_phrase_change_nothing(desk: Desk) -> None:
    sequence = desk.store.sequence()
    assert trouble(lambda: accounts.add_account(desk, "王敏", Role.CLERK, OTHER)).code == "user_taken"
    assert trouble(lambda: accounts.add_account(desk, "  ", Role.CLERK, OTHER)).code == "user_unnamed"
    assert trouble(lambda: accounts.add_account(desk, "李强", Role.CLERK, "short")).code == "pass_phrase_weak"
    assert desk.store.sequence() == sequence
    assert len(accounts.list_accounts(desk)) == 1


def test_adding_that_was_cut_off_can_be_done_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(KeyRing, "save", fail)
        assert trouble(lambda: accounts.add_account(desk, "李强", Role.CLERK, OTHER)).code == "disk_full"
    accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    assert [a.name for a in accounts.list_accounts(desk)] == ["王敏", "李强"]
    again(desk, "李强", OTHER).close()


def test_who_was_removed_opens_nothing_even_with_an_old_copy_of_the_keys(desk: Desk, tmp_path: Path) -> None:
    leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    copied = desk.home.slots_a.read_bytes()
    old_key = present_key(desk.store)
    heard: list[object] = []
    desk.store.subscribe(heard.append)
    accounts.remove_account(desk, leaving.id)
    assert present_key(desk.store) != old_key
    assert [(a.name, a.active) for a in accounts.list_accounts(desk)] == [("王敏", True), ("李强", False)]
    with desk.store.write(desk.account.id, "person_add") as work:  # the open desk goes on under the new key
        work.create("person", new_id(), {"name": "李四"})
    assert heard
    assert desk.store.integrity(deep=True) == []
    assert trouble(lambda: again(desk, "李强", OTHER)).code == "user_unknown"
    with again(desk, "王敏", PHRASE) as mine:
        assert sorted(people(mine)) == ["张三", "李四"]
    assert KeyRing.from_bytes(copied).unlock("李强", OTHER)[1] == old_key
    assert trouble(lambda: Store.open(desk.home.database, old_key, write=False)).code == "wrong_key"
    names = {p.name for p in desk.home.path.iterdir()}
    assert not names & {"desk-old.db", "desk-next.db", "desk-old.db-wal", "desk-next.db-wal"}


def test_the_recovery_code_still_opens_after_a_person_left(created: Created) -> None:
    desk = created.desk
    leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    accounts.remove_account(desk, leaving.id)
    desk.close()
    with accounts.recover(desk.home.path, created.recovery_code, "王敏", THIRD) as mine:
        assert people(mine) == ["张三"]


def test_a_removed_name_may_come_again_as_another_account(desk: Desk) -> None:
    first = accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    accounts.remove_account(desk, first.id)
    second = accounts.add_account(desk, "李强", Role.CHIEF, THIRD)
    assert second.id != first.id
    with again(desk, "李强", THIRD) as theirs:
        assert theirs.account.role == Role.CHIEF


def test_nobody_removes_themselves_or_a_stranger(desk: Desk) -> None:
    assert trouble(lambda: accounts.remove_account(desk, desk.account.id)).code == "user_self"
    assert trouble(lambda: accounts.remove_account(desk, new_id())).code == "user_unknown"


def test_a_removal_that_the_power_cut_off_is_finished_at_the_next_opening(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER)

    def fail(*_args: object, **_named: object) -> None:
        raise OSError(5, "gone")

    real = disk.rename

    def only_small_files(old: Path, new: Path, *, replace: bool) -> None:
        if old.suffix == ".db":
            fail()
        real(old, new, replace=replace)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "rename", only_small_files)
        assert trouble(lambda: accounts.remove_account(desk, leaving.id)).code == "rotation_unfinished"
    assert trouble(lambda: desk.store.set_setting("x", "1")).code == "read_only"
    with again(desk, "王敏", PHRASE) as mine:
        assert people(mine) == ["张三"]
        assert trouble(lambda: KeyRing.load(mine.home).unlock("李强", OTHER)).code == "user_unknown"
        accounts.remove_account(mine, leaving.id)  # the record, which was still to come
        assert [a.active for a in accounts.list_accounts(mine)] == [True, False]


def test_a_full_disk_at_the_copy_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from station_desk.store import rekey

    leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER)

    def full(*_args: object) -> None:
        raise Trouble("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(rekey, "write_under", full)
        assert trouble(lambda: accounts.remove_account(desk, leaving.id)).code == "disk_full"
    assert [a.active for a in accounts.list_accounts(desk)] == [True, True]
    again(desk, "李强", OTHER).close()


def test_a_changed_pass_phrase_needs_the_old_one(desk: Desk) -> None:
    assert trouble(lambda: accounts.change_pass_phrase(desk, "not this one", OTHER)).facts["left"] == 4
    assert trouble(lambda: accounts.change_pass_phrase(desk, PHRASE, "short")).code == "pass_phrase_weak"
    accounts.change_pass_phrase(desk, PHRASE, OTHER)
    assert trouble(lambda: again(desk, "王敏", PHRASE)).code == "wrong_pass_phrase"
    again(desk, "王敏", OTHER).close()


def test_a_chief_gives_a_new_pass_phrase_to_who_forgot_theirs(desk: Desk) -> None:
    forgot = accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    accounts.reset_pass_phrase(desk, forgot.id, THIRD)
    assert trouble(lambda: accounts.reset_pass_phrase(desk, new_id(), THIRD)).code == "user_unknown"
    again(desk, "李强", THIRD).close()


def test_a_new_recovery_code_makes_the_old_paper_worthless(created: Created) -> None:
    desk = created.desk
    copied, old_key = desk.home.slots_b.read_bytes(), present_key(desk.store)
    fresh = accounts.new_recovery_code(desk)
    desk.close()
    place = desk.home.path
    assert trouble(lambda: accounts.recover(place, created.recovery_code, None, THIRD)).code == "recovery_code_wrong"
    assert KeyRing.from_bytes(copied).unlock_recovery(created.recovery_code) == old_key
    assert trouble(lambda: Store.open(desk.home.database, old_key, write=False)).code == "wrong_key"
    with accounts.recover(place, fresh, None, THIRD) as mine:
        assert people(mine) == ["张三"]
        with mine.store.read() as conn:
            assert load_access(conn)[0].act == "recover"
    again(desk, "王敏", THIRD).close()


def test_recovery_names_the_wrong_group_and_changes_nothing(created: Created) -> None:
    created.desk.close()
    place = created.desk.home.path
    groups = created.recovery_code.split("-")
    groups[4] = str((int(groups[4][0]) + 1) % 10) + groups[4][1:]
    told = trouble(lambda: accounts.recover(place, "-".join(groups), "王敏", THIRD))
    assert (told.code, told.facts["group"]) == ("recovery_code_group", 5)
    assert trouble(lambda: accounts.recover(place, created.recovery_code, "李强", THIRD)).code == "user_unknown"
    assert trouble(lambda: accounts.recover(place, created.recovery_code, "王敏", "short")).code == "pass_phrase_weak"
    open_desk(place, "王敏", PHRASE).close()


def test_recovery_waits_for_the_one_writer(created: Created) -> None:
    told = trouble(lambda: accounts.recover(created.desk.home.path, created.recovery_code, "王敏", THIRD))
    assert (told.code, told.facts["holder"]) == ("second_writer", "王敏")


def test_backups_of_before_open_with_the_former_key(desk: Desk, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    desk.store.vacuum_into(backup)
    leaving = accounts.add_account(desk, "李强", Role.CLERK, OTHER)
    accounts.remove_account(desk, leaving.id)
    accounts.new_recovery_code(desk)
    key = present_key(desk.store)
    former = KeyRing.load(desk.home).former_keys(key)
    assert len(former) == 2
    old = Store.open(backup, former[-1], write=False)
    with old.read() as conn:
        assert [p.name for p in load_people(conn)] == ["张三"]
    old.close()


def test_a_reader_changes_no_keys(desk: Desk) -> None:
    with again(desk, "王敏", PHRASE, write=False) as reader:
        for act in (
            lambda: accounts.add_account(reader, "李强", Role.CLERK, OTHER),
            lambda: accounts.change_pass_phrase(reader, PHRASE, OTHER),
            lambda: accounts.new_recovery_code(reader),
        ):
            assert trouble(act).code == "read_only"


def test_keys_of_another_home_are_not_taken(desk: Desk, tmp_path: Path) -> None:
    foreign = create_office(tmp_path / "foreign", NEW, Kdf(64, 1))
    foreign.desk.close()
    for name in ("keys-a.json", "keys-b.json"):
        shutil.copy(Home(tmp_path / "foreign").path / name, desk.home.path / name)
    assert trouble(lambda: accounts.add_account(desk, "李强", Role.CLERK, OTHER)).code == "keys_damaged"
