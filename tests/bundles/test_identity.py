"""Identities: made, handed over, read back, damaged."""

import re

import pytest

from station_desk.bundles.identity import (
    Identity,
    fingerprint,
    new_identity,
    read_public,
)
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble


@pytest.fixture(scope="module")
def station() -> Identity:
    return new_identity("371602009", OfficeKind.STATION, "梁才派出所")


def test_the_public_file_says_who_the_office_is(station: Identity) -> None:
    read = read_public(station.public_file())
    assert read == station.public
    assert read.fingerprint == station.public.fingerprint


def test_the_public_file_holds_no_secret(station: Identity) -> None:
    text = station.public_file()
    assert station.sign_seed.hex().encode() not in text
    assert b"SECRET" not in text


def test_a_fingerprint_can_be_read_over_the_telephone(station: Identity) -> None:
    assert re.fullmatch(r"(\d{4} ){7}\d{4}", station.public.fingerprint)


def test_other_keys_or_another_code_make_another_fingerprint(station: Identity) -> None:
    own = station.public
    other = new_identity("371602009", OfficeKind.STATION, "梁才派出所").public
    prints = {
        own.fingerprint,
        other.fingerprint,
        fingerprint("371602010", own.kind, own.sign_key, own.seal_key),
        fingerprint(own.code, OfficeKind.COUNTY, own.sign_key, own.seal_key),
        fingerprint(own.code, own.kind, own.sign_key, other.seal_key),
    }
    assert len(prints) == 5


def test_every_flipped_bit_of_a_public_file_is_found(station: Identity) -> None:
    data = station.public_file()
    for bit in range(len(data) * 8):
        bad = bytearray(data)
        bad[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Trouble, match="identity_damaged"):
            read_public(bytes(bad))


@pytest.mark.parametrize("tail", [b" ", b"\n", b"x", b"\r\n"])
def test_nothing_may_stand_around_the_public_file(station: Identity, tail: bytes) -> None:
    for data in (station.public_file() + tail, tail + station.public_file(), station.public_file()[:-1]):
        with pytest.raises(Trouble, match="identity_damaged"):
            read_public(data)


def test_a_name_changed_by_a_stranger_is_found(station: Identity) -> None:
    with pytest.raises(Trouble, match="identity_damaged"):
        read_public(station.public_file().replace("梁才".encode(), "良才".encode()))


def test_the_keys_come_back_from_the_store(station: Identity) -> None:
    assert Identity.from_secret(station.to_secret()) == station


def test_damaged_keys_are_a_known_trouble(station: Identity) -> None:
    with pytest.raises(Trouble, match="identity_damaged"):
        Identity.from_secret(station.to_secret()[:-1])


def test_the_escrow_travels_with_the_identity() -> None:
    escrow = new_identity("1", OfficeKind.COUNTY, "信封").public.seal_key
    county = new_identity("371602", OfficeKind.COUNTY, "滨城分局", escrow)
    assert read_public(county.public_file()).escrow == escrow


@pytest.mark.parametrize(
    ("code", "name"), [("", "x"), ("all", "x"), ("../x", "x"), ("37 16", "x"), ("37", ""), ("37", "a\nb")]
)
def test_bad_codes_and_names_make_no_identity(code: str, name: str) -> None:
    with pytest.raises(ValueError, match="no office code or name"):
        new_identity(code, OfficeKind.STATION, name)


def test_an_office_of_a_practice_home_says_so(station: Identity) -> None:
    assert read_public(station.public_file(practice=True)).practice
    assert not read_public(station.public_file()).practice
