"""What a home shows before it is unlocked."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.home import Home
from station_desk.machine.home_card import HomeCard, read_card
from station_desk.machine.keys import KeyRing
from station_desk.machine.sealing import Kdf


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    card = HomeCard("station", "梁才派出所", "371602009", practice=True)
    ring, dek, _code = KeyRing.create(card, "a", "王敏", "long-enough-pass-1", Kdf(8, 1, 1))
    ring.save(made, dek)
    return made


def test_the_card_is_the_one_of_the_key_ring(home: Home) -> None:
    assert read_card(home) == KeyRing.load(home).card
    assert read_card(home) == HomeCard("station", "梁才派出所", "371602009", True, ("王敏",))


def test_the_newer_copy_counts_and_one_is_enough(home: Home) -> None:
    old = home.slots_b.read_bytes()
    ring = KeyRing.load(home)
    _id, dek = ring.unlock("王敏", "long-enough-pass-1")
    ring.add("b", "李静", "long-enough-pass-2", dek)
    ring.save(home, dek)
    home.slots_b.write_bytes(old)
    assert read_card(home).people == ("王敏", "李静")
    home.slots_a.unlink()
    assert read_card(home).people == ("王敏",)


def test_two_damaged_copies_are_a_trouble(home: Home) -> None:
    for file in (home.slots_a, home.slots_b):
        data = bytearray(file.read_bytes())
        data[-3] ^= 1
        file.write_bytes(bytes(data))
    with pytest.raises(Trouble) as found:
        read_card(home)
    assert found.value.code == "keys_damaged"
