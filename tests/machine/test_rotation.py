"""A new data key: cut the power at any step, and the home still opens with the pass phrase of who stays."""

import os
import shutil
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor, disk
from station_desk.machine.anchor import Anchor
from station_desk.machine.home import Home
from station_desk.machine.keys import HomeCard, KeyRing
from station_desk.machine.rotation import mark_of, settle
from station_desk.machine.sealing import Kdf

CARD = HomeCard("station", "梁才派出所", "371602001")
PHRASE, OTHER = "a long pass phrase", "another long one"


class Cut(Exception):
    """The power goes."""


class Power:
    """Lets a number of acts on the disk through; after that nothing reaches it any more, clean-up neither."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, acts: int) -> None:
        self.left = acts
        for owner, name in ((disk, "rename"), (disk, "flush_folder"), (os, "fsync"), (Path, "unlink")):
            monkeypatch.setattr(owner, name, self._guarded(getattr(owner, name)))

    def _guarded(self, act: object) -> object:
        def guarded(*args: object, **named: object) -> object:
            if self.left <= 0:
                raise Cut
            self.left -= 1
            return act(*args, **named)  # type: ignore[operator]

        return guarded


def database(dek: bytes, content: bytes) -> bytes:
    """What stands for a database here: it begins with a mark of its key."""
    return dek[:16] + content


def make(path: Path) -> tuple[Home, bytes]:
    path.mkdir()
    home = Home(path)
    ring, dek, _code = KeyRing.create(CARD, "acc1", "王敏", PHRASE, Kdf(64, 1))
    ring.add("acc2", "李强", OTHER, dek)
    ring.save(home, dek)
    home.database.write_bytes(database(dek, b"rows"))
    home.database.with_name("desk.db-wal").write_bytes(b"left over")
    anchor.write(home, Anchor(5, {"s": [b"h" * 32]}, b"a" * 32, "t"), dek)
    return home, dek


def change_key(home: Home, dek: bytes, new: bytes) -> None:
    home.database_next.write_bytes(database(new, b"rows"))
    ring = KeyRing.load(home)
    ring.verify(dek)
    ring.remove("acc2")
    ring.rotate(dek, new, mark_of(home.database_next))
    ring.save(home, new)
    settle(home, ring, new)


def opened(home: Home) -> bytes:
    """What opening a home does; the data key, and everything belongs to it."""
    ring = KeyRing.load(home)
    _account, dek = ring.unlock("王敏", PHRASE)
    settle(home, ring, dek)
    assert home.database.read_bytes() == database(dek, b"rows")
    found = anchor.read(home, dek)
    assert found is not None
    assert found.sequence == 5
    again = KeyRing.load(home)
    assert again.whole
    assert again.swap is None
    assert not home.database_next.exists()
    assert not home.database_old.exists()
    return dek


def test_the_key_changes_and_nothing_of_the_old_one_stays(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    new = os.urandom(32)
    change_key(home, dek, new)
    assert opened(home) == new
    assert not home.database.with_name("desk.db-wal").exists()
    with pytest.raises(Trouble, match="user_unknown"):
        KeyRing.load(home).unlock("李强", OTHER)


def test_the_power_may_go_at_any_step(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    new, ends, whole = os.urandom(32), [], False
    for acts in range(200):
        copy = Home(tmp_path / f"cut{acts}")
        shutil.copytree(home.path, copy.path)
        with pytest.MonkeyPatch.context() as patch:
            Power(patch, acts)
            try:
                change_key(copy, dek, new)
                whole = True
            except Cut:
                whole = False
        found = opened(copy)
        assert found in (dek, new)
        ends.append(found == new)
        shutil.rmtree(copy.path)
        if whole:
            break
    assert whole
    assert ends == sorted(ends)  # first the old key, from one step on the new one
    assert 0 < sum(ends) < len(ends)


def test_the_power_may_go_again_while_the_change_is_finished(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    new = os.urandom(32)
    home.database_next.write_bytes(database(new, b"rows"))
    ring = KeyRing.load(home)
    ring.rotate(dek, new, mark_of(home.database_next))
    ring.save(home, new)
    whole = False
    for acts in range(200):
        copy = Home(tmp_path / f"cut{acts}")
        shutil.copytree(home.path, copy.path)
        with pytest.MonkeyPatch.context() as patch:
            Power(patch, acts)
            try:
                ring = KeyRing.load(copy)
                settle(copy, ring, new)
                whole = True
            except Cut:
                whole = False
        assert opened(copy) == new
        shutil.rmtree(copy.path)
        if whole:
            break
    assert whole


def test_a_lost_copy_of_the_slots_is_made_again_by_the_writer(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    home.slots_b.unlink()
    ring = KeyRing.load(home)
    assert not ring.whole
    assert settle(home, ring, dek)
    assert KeyRing.load(home).whole
    assert not settle(home, KeyRing.load(home), dek)


def test_when_both_databases_are_gone_it_is_said_and_nothing_is_made_up(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    new = os.urandom(32)
    ring = KeyRing.load(home)
    ring.rotate(dek, new, new[:16])
    ring.save(home, new)
    with pytest.raises(Trouble, match="rotation_lost"):
        settle(home, ring, new)
    assert home.database.read_bytes() == database(dek, b"rows")


def test_a_ring_that_somebody_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    home.slots_b.unlink()
    stale = KeyRing.load(home)  # not whole: settling would write it
    other = KeyRing.load(home)
    other.remove("acc2")
    other.save(home, dek)
    settle(home, stale, dek)
    assert KeyRing.load(home).card.people == ("王敏",)


def test_a_key_that_somebody_changed_meanwhile_is_told(tmp_path: Path) -> None:
    home, dek = make(tmp_path / "home")
    stale = KeyRing.load(home)
    change_key(home, dek, os.urandom(32))
    with pytest.raises(Trouble, match="database_busy"):
        settle(home, stale, dek)


def test_a_forged_copy_is_mended_from_the_true_one(tmp_path: Path) -> None:
    from tests.machine.test_keys import forge

    home, dek = make(tmp_path / "home")
    forge(home.slots_a, "梁才派出所", "别的派出所")
    assert opened(home) == dek
    assert KeyRing.load(home).card.name == "梁才派出所"
