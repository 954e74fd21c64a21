"""The key ring: who opens a home, what tampering and rot do, how a new data key reaches every slot."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.clock import FixedClock
from station_desk.machine.home import Home
from station_desk.machine.keys import HomeCard, KeyRing
from station_desk.machine.sealing import Kdf, calibrated_kdf
from station_desk.machine.slots import RECOVERY

QUICK = Kdf(64, 1)
CARD = HomeCard("station", "梁才派出所", "371602001")
PHRASE = "a long pass phrase"


def make(path: Path) -> tuple[Home, KeyRing, bytes, str]:
    home = Home(path)
    ring, dek, code = KeyRing.create(CARD, "acc1", "王敏", PHRASE, QUICK)
    ring.save(home, dek)
    return home, ring, dek, code


def flip(file: Path, at: int) -> None:
    data = bytearray(file.read_bytes())
    data[at] ^= 1
    file.write_bytes(data)


def forge(file: Path, old: str, new: str) -> None:
    """Change the text of a copy and mend its checksum, as a person could who has not the data key."""
    import hashlib

    text = file.read_bytes().split(b"\n", 1)[1].decode()
    assert old in text
    changed = text.replace(old, new).encode()
    file.write_bytes(hashlib.sha256(changed).hexdigest().encode() + b"\n" + changed)


def test_the_right_pass_phrase_gives_account_and_data_key(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    ring = KeyRing.load(home)
    assert ring.whole
    assert ring.unlock("王敏", PHRASE) == ("acc1", dek)
    assert ring.unlock(None, PHRASE) == ("acc1", dek)
    assert ring.card == HomeCard("station", "梁才派出所", "371602001", False, ("王敏",))


def test_full_width_letters_of_an_input_method_open_too(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else " " for c in PHRASE)
    assert wide != PHRASE
    assert KeyRing.load(home).unlock("王敏", wide)[1] == dek


def test_the_data_key_and_pass_phrase_are_nowhere_in_the_file(tmp_path: Path) -> None:
    home, _ring, dek, code = make(tmp_path)
    text = home.slots_a.read_text()
    assert dek.hex() not in text
    assert PHRASE not in text
    assert code not in text
    assert code.replace("-", "") not in text


def test_the_recovery_code_opens_and_locates_a_slip(tmp_path: Path) -> None:
    home, _ring, dek, code = make(tmp_path)
    ring = KeyRing.load(home)
    assert ring.unlock_recovery(code.replace("-", " ")) == dek
    groups = code.split("-")
    groups[6] = groups[6][:2] + str((int(groups[6][2]) + 1) % 10) + groups[6][3]
    with pytest.raises(Trouble) as slip:
        ring.unlock_recovery("-".join(groups))
    assert (slip.value.code, slip.value.facts["group"]) == ("recovery_code_group", 7)
    _other, _dek, foreign = KeyRing.create(CARD, "x", "x", PHRASE, QUICK)
    with pytest.raises(Trouble) as wrong:
        ring.unlock_recovery(foreign)
    assert wrong.value.code == "recovery_code_wrong"


def test_five_wrong_tries_then_a_wait_that_survives_a_restart_and_grows(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    clock = FixedClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))

    def wrong() -> Trouble:
        with pytest.raises(Trouble) as told:
            KeyRing.load(home).unlock("王敏", "not this one", clock)
        return told.value

    assert [wrong().facts["left"] for _ in range(4)] == [4, 3, 2, 1]
    assert wrong().code == "must_wait"
    with pytest.raises(Trouble, match="must_wait"):
        KeyRing.load(home).unlock("王敏", PHRASE, clock)  # even the right one waits
    clock.advance(timedelta(minutes=31))
    assert [wrong().code for _ in range(5)] == ["wrong_pass_phrase"] * 4 + ["must_wait"]
    clock.advance(timedelta(minutes=31))
    assert wrong().code == "must_wait"  # the second wait is an hour
    clock.advance(timedelta(minutes=30))
    assert KeyRing.load(home).unlock("王敏", PHRASE, clock)[1] == dek
    assert wrong().facts["left"] == 4  # the right one cleared the count


def test_a_clock_set_back_does_not_lock_for_years(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    clock = FixedClock(datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    for _ in range(5):
        with pytest.raises(Trouble):
            KeyRing.load(home).unlock("王敏", "not this one", clock)
    clock.advance(timedelta(days=-9000))
    with pytest.raises(Trouble, match="must_wait"):
        KeyRing.load(home).unlock("王敏", PHRASE, clock)
    clock.advance(timedelta(minutes=31))
    assert KeyRing.load(home).unlock("王敏", PHRASE, clock)[1] == dek


def test_one_rotten_copy_is_noticed_and_the_other_opens(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    size = home.slots_a.stat().st_size
    for at in range(0, size, max(size // 40, 1)):
        before = home.slots_a.read_bytes()
        flip(home.slots_a, at)
        ring = KeyRing.load(home)
        assert not ring.whole
        assert ring.unlock("王敏", PHRASE)[1] == dek
        home.slots_a.write_bytes(before)
    home.slots_b.unlink()
    assert not KeyRing.load(home).whole
    flip(home.slots_a, 100)
    with pytest.raises(Trouble, match="keys_damaged"):
        KeyRing.load(home)


def test_a_forged_copy_falls_to_the_twin_and_two_forged_ones_are_refused(tmp_path: Path) -> None:
    home, _ring, dek, _code = make(tmp_path)
    forge(home.slots_a, "梁才派出所", "别的派出所")
    ring = KeyRing.load(home)
    assert ring.unlock("王敏", PHRASE)[1] == dek
    assert ring.card.name == "梁才派出所"
    forge(home.slots_b, "梁才派出所", "别的派出所")
    with pytest.raises(Trouble, match="keys_damaged"):
        KeyRing.load(home).unlock("王敏", PHRASE)


def test_a_hostile_file_cannot_ask_for_endless_memory(tmp_path: Path) -> None:
    home, ring, dek, _code = make(tmp_path)
    for cost in ([1 << 26, 1, 1], [64, 21, 1], [64, 1, 0], [4, 1, 1]):
        ring.save(home, dek)
        for file in (home.slots_a, home.slots_b):
            forge(file, '\\"kdf\\": [64, 1, 1]', '\\"kdf\\": ' + json.dumps(cost))
        with pytest.raises(Trouble, match="keys_damaged"):
            KeyRing.load(home)


def test_a_second_person_and_a_weak_or_taken_name_are_told_apart(tmp_path: Path) -> None:
    home, ring, dek, _code = make(tmp_path)
    with pytest.raises(Trouble, match="pass_phrase_weak"):
        ring.add("acc2", "李强", "short", dek)
    with pytest.raises(Trouble, match="user_taken"):
        ring.add("acc2", "王敏", "Another 1!", dek)
    ring.add("acc2", "李强", "Another 1!", dek)
    ring.save(home, dek)
    assert KeyRing.load(home).unlock("李强", "Another 1!") == ("acc2", dek)
    with pytest.raises(Trouble, match="user_unknown"):
        KeyRing.load(home).unlock("赵一", "Another 1!")


def test_a_new_data_key_needs_no_pass_phrases_and_the_removed_person_stays_out(tmp_path: Path) -> None:
    home, ring, dek, code = make(tmp_path)
    ring.add("acc2", "李强", "Another 1!", dek)
    ring.save(home, dek)
    copied = home.slots_a.read_bytes()
    new_dek = bytes(range(32))
    ring = KeyRing.load(home)
    ring.verify(dek)
    ring.remove("acc2")
    ring.rotate(dek, new_dek, b"0123456789abcdef")
    ring.save(home, new_dek)
    after = KeyRing.load(home)
    assert after.unlock("王敏", PHRASE)[1] == new_dek
    assert after.unlock_recovery(code) == new_dek
    assert after.former_keys(new_dek) == [dek]
    assert after.swap is not None
    with pytest.raises(Trouble, match="user_unknown"):
        after.unlock("李强", "Another 1!")
    assert KeyRing.from_bytes(copied).unlock("李强", "Another 1!")[1] == dek  # the old key only


def test_a_new_recovery_code_kills_the_old_one(tmp_path: Path) -> None:
    home, ring, dek, code = make(tmp_path)
    fresh = ring.new_recovery_code(dek)
    ring.save(home, dek)
    assert KeyRing.load(home).unlock_recovery(fresh) == dek
    with pytest.raises(Trouble, match="recovery_code_wrong"):
        KeyRing.load(home).unlock_recovery(code)


def test_a_changed_pass_phrase_replaces_the_old_one(tmp_path: Path) -> None:
    home, ring, dek, _code = make(tmp_path)
    ring.replace_pass_phrase("acc1", "the next long one", dek)
    ring.save(home, dek)
    assert KeyRing.load(home).unlock("王敏", "the next long one")[1] == dek
    with pytest.raises(Trouble, match="wrong_pass_phrase"):
        KeyRing.load(home).unlock("王敏", PHRASE)


def test_a_ring_between_its_two_copies_opens_with_the_newer(tmp_path: Path) -> None:
    home, ring, dek, _code = make(tmp_path)
    old = home.slots_b.read_bytes()
    ring.replace_pass_phrase("acc1", "the next long one", dek)
    ring.save(home, dek)
    home.slots_b.write_bytes(old)  # the power went between the two
    ring = KeyRing.load(home)
    assert not ring.whole
    assert ring.unlock("王敏", "the next long one")[1] == dek


def test_a_folder_without_keys_is_no_home_and_one_with_a_database_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="home_missing"):
        KeyRing.load(Home(tmp_path))
    Home(tmp_path).database.write_bytes(b"x")
    with pytest.raises(Trouble, match="keys_damaged"):
        KeyRing.load(Home(tmp_path))


def test_the_recovery_slot_is_not_a_person(tmp_path: Path) -> None:
    _home, ring, _dek, _code = make(tmp_path)
    for name in ("", RECOVERY):
        with pytest.raises(Trouble, match="user_unknown"):
            ring.unlock(name, PHRASE)
    with pytest.raises(Trouble, match="user_unknown"):
        ring.remove(RECOVERY)


def test_the_calibrated_cost_is_never_below_the_standard() -> None:
    kdf = calibrated_kdf()
    assert kdf.memory_kib >= 64 * 1024
    assert 3 <= kdf.passes <= 12
