"""Whom an office trusts: one identity for a code, one county for a station, practice apart from earnest."""

from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from tests.services.exchange_desks import (
    STATION,
    Pair,
    make_desk,
    person,
)


def test_another_key_under_a_known_code_is_refused(pair: Pair, tmp_path: Path) -> None:
    impostor = make_desk(tmp_path / "impostor", STATION)
    file = exchange.write_public_identity(impostor, tmp_path / "impostor.sdk")
    impostor.close()
    with pytest.raises(Trouble, match="key_changed"):
        exchange.trust(pair.county, file)
    assert exchange.peers(pair.county)[0].fingerprint == exchange.fingerprint(pair.station)


def test_a_station_has_one_county_and_trusts_no_station(pair: Pair, tmp_path: Path) -> None:
    for code, trouble in (("371603", "county_known"), ("371602010", "identity_same_kind")):
        other = make_desk(tmp_path / code, code)
        file = exchange.write_public_identity(other, tmp_path / f"{code}.sdk")
        other.close()
        with pytest.raises(Trouble, match=trouble):
            exchange.trust(pair.station, file)
    with pytest.raises(Trouble, match="identity_own"):
        exchange.trust(pair.station, exchange.write_public_identity(pair.station, tmp_path / "own.sdk"))


def test_practice_and_earnest_do_not_mix(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", "371602010")
    other.practice = True
    file = exchange.write_public_identity(other, tmp_path / "practice.sdk")
    other.close()
    with pytest.raises(Trouble, match="identity_practice"):
        exchange.trust(pair.county, file)


def test_trusting_again_is_harmless_and_keeps_what_was_heard(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    before = exchange.peers(pair.county)
    pair.wait(days=1)
    exchange.trust(pair.county, exchange.write_public_identity(pair.station, tmp_path / "again.sdk"))
    assert exchange.peers(pair.county) == before
    assert exchange.status(pair.county)[0].unacknowledged_changes == 0


def test_an_identity_that_cannot_be_read_is_a_known_trouble(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="exchange_file_unreadable"):
        exchange.trust(pair.county, tmp_path / "none.sdk")
    (tmp_path / "bad.sdk").write_bytes(b"{}")
    with pytest.raises(Trouble, match="identity_damaged"):
        exchange.trust(pair.county, tmp_path / "bad.sdk")


def test_looking_at_an_identity_trusts_nobody(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", "371602010")
    file = exchange.write_public_identity(other, tmp_path)
    assert file.name == "371602010.sdk"
    assert exchange.look_at_identity(pair.county, file).fingerprint == exchange.fingerprint(other)
    other.close()
    assert [peer.office for peer in exchange.peers(pair.county)] == [STATION]


def test_a_bundle_needs_a_known_receiver(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="receiver_unknown"):
        exchange.export_bundles(pair.station, pair.up, receivers=["371699"])
    alone = make_desk(tmp_path / "alone", "371602010")
    with pytest.raises(Trouble, match="no_county"):
        exchange.export_bundles(alone, pair.up)
    assert exchange.waiting(alone).changes == 1
    alone.close()


def test_a_missing_folder_is_a_stick_that_is_gone(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="stick_gone"):
        exchange.export_bundles(pair.station, tmp_path / "nowhere")
    assert exchange.sent(pair.station) == []
