"""The anchor is found again, and nobody without the data key can write one."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import anchor
from station_desk.machine.anchor import Anchor
from station_desk.machine.home import Home

DEK = bytes(range(32))
ANCHOR = Anchor(7, {"371602001": [b"\x02" * 32, b"\x01" * 32], "all": []}, b"\x03" * 32, "2026-11-22T01:00:00.000Z")


def test_an_anchor_is_read_as_it_was_written(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert anchor.read(home, DEK) is None
    anchor.write(home, ANCHOR, DEK)
    read = anchor.read(home, DEK)
    assert read is not None
    assert (read.sequence, read.access_head, read.at) == (7, b"\x03" * 32, "2026-11-22T01:00:00.000Z")
    assert read.heads == {"371602001": [b"\x01" * 32, b"\x02" * 32], "all": []}


def test_every_flipped_bit_of_one_copy_falls_to_the_other(tmp_path: Path) -> None:
    home = Home(tmp_path)
    anchor.write(home, ANCHOR, DEK)
    whole = home.anchor_a.read_bytes()
    for at in range(len(whole)):
        torn = bytearray(whole)
        torn[at] ^= 1 << at % 8
        home.anchor_a.write_bytes(torn)
        read = anchor.read(home, DEK)
        assert read is not None
        assert read.sequence == 7
        home.anchor_b.write_bytes(torn)
        with pytest.raises(Trouble, match="anchor_damaged"):
            anchor.read(home, DEK)
        home.anchor_b.write_bytes(whole)


def test_an_anchor_of_another_key_is_damaged(tmp_path: Path) -> None:
    home = Home(tmp_path)
    anchor.write(home, ANCHOR, DEK)
    with pytest.raises(Trouble, match="anchor_damaged"):
        anchor.read(home, bytes(32))


def test_between_two_writes_the_newer_one_counts(tmp_path: Path) -> None:
    home = Home(tmp_path)
    anchor.write(home, ANCHOR, DEK)
    old = home.anchor_b.read_bytes()
    anchor.write(home, Anchor(8, {}, b"", "2026-11-22T02:00:00.000Z"), DEK)
    home.anchor_b.write_bytes(old)
    read = anchor.read(home, DEK)
    assert read is not None
    assert read.sequence == 8
