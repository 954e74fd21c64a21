"""Keys that are changed, stolen or lost: who follows, who is refused, and that nothing is lost by it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from station_desk.bundles.identity import SECRET, new_identity
from station_desk.domain.exchange import ImportedBundle
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange, key_change
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_signer import keys_of
from station_desk.store.peers import load_peer
from station_desk.wording.troubles import tell
from tests.services.exchange_desks import (
    COUNTY,
    STATION,
    Pair,
    make_desk,
    make_pair,
    names,
    open_copy,
    person,
    rename,
    trust_each_other,
)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = make_pair(tmp_path)
    person(made.station, "甲某")
    made.round_trip()
    yield made
    made.close()


def take(desk: Desk, *files: Path, **options: object) -> list[ImportedBundle]:
    return list(exchange.import_bundles(desk, files, **options).bundles)  # type: ignore[arg-type]


def pinned(desk: Desk, office: str) -> str:
    return next(peer.fingerprint for peer in exchange.peers(desk) if peer.office == office)


def code_of(bundle: ImportedBundle) -> str:
    assert bundle.trouble is not None
    return bundle.trouble.code


def put_back(desk: Desk, old: Path) -> Desk:
    """An old copy of the database under the desk's feet."""
    desk.close()
    shutil.copy(old, desk.home.database)
    return open_copy(desk.home.path, desk.office, desk.clock)  # type: ignore[arg-type]


def thief_of(pair: Pair, folder: Path) -> Desk:
    """A desk with a copy of the station's keys, with which someone else writes."""
    thief = make_desk(folder, STATION, own_identity(pair.station), pair.station.clock)  # type: ignore[arg-type]
    exchange.trust(thief, exchange.write_public_identity(pair.county, folder / "county.sdk"))
    person(thief, "假某")
    return thief


# --- planned -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("county_changes", [False, True])
def test_a_planned_change_is_followed_on_sight_with_both_fingerprints(pair: Pair, county_changes: bool) -> None:
    changes, follows = (pair.county, pair.station) if county_changes else (pair.station, pair.county)
    changed = key_change.change_keys(changes)
    assert changed.former == pinned(follows, changes.office.code) != changed.fingerprint
    file = pair.send(changes, everyone=True)
    assert take(follows, file, dry_run=True)[0].result == "applied"
    assert pinned(follows, changes.office.code) == changed.former
    taken = take(follows, file)[0]
    assert taken.result == "applied"
    assert [(one.code, one.facts["old"], one.facts["new"]) for one in taken.warnings] == [
        ("bundle_key_changed", changed.former, changed.fingerprint)
    ]
    assert pinned(follows, changes.office.code) == changed.fingerprint
    person(pair.station, "乙某")
    pair.round_trip()
    assert names(pair.county) == ["乙某", "甲某"]


def test_a_statement_handed_over_as_a_file_is_followed_and_only_once(pair: Pair) -> None:
    changed = key_change.change_keys(pair.station)
    file = key_change.write_changes(pair.station, pair.up)[0]
    offered, _made = key_change.accept(pair.county, file)
    assert (offered.planned, offered.former, offered.fingerprint) == (True, changed.former, changed.fingerprint)
    assert pinned(pair.county, STATION) == changed.fingerprint
    with pytest.raises(Trouble, match="key_same"):
        key_change.accept(pair.county, file)


def test_several_changes_in_a_row_are_followed_at_once(pair: Pair) -> None:
    for _ in range(3):
        last = key_change.change_keys(pair.station)
    assert take(pair.county, pair.send())[0].result == "applied"
    assert pinned(pair.county, STATION) == last.fingerprint


def test_what_was_written_before_the_change_is_taken_and_what_came_after_under_the_old_key_is_not(
    pair: Pair, tmp_path: Path
) -> None:
    person(pair.station, "乙某")
    before = pair.send()
    thief = thief_of(pair, tmp_path / "thief")
    key_change.change_keys(pair.station)
    person(pair.station, "丙某")
    after = pair.send()
    assert [one.result for one in take(pair.county, after)] == ["applied"]
    assert [one.result for one in take(pair.county, before)] == ["duplicate"]
    for _ in range(4):
        forged = Path(exchange.export_bundles(thief, pair.up)[0].file)
    thief.close()
    refused = take(pair.county, forged)[0]
    assert (refused.result, code_of(refused)) == ("rejected", "bundle_key_old")
    assert names(pair.county) == ["丙某", "乙某", "甲某"]


def test_an_old_bundle_comes_first_after_the_statement_was_handed_over(pair: Pair) -> None:
    person(pair.station, "乙某")
    before = pair.send()
    key_change.change_keys(pair.station)
    key_change.accept(pair.county, key_change.write_changes(pair.station, pair.up)[0])
    assert take(pair.county, before)[0].result == "applied"
    assert names(pair.county) == ["乙某", "甲某"]


def test_a_low_number_does_not_help_a_thief_once_everything_before_the_change_is_here(
    pair: Pair, tmp_path: Path
) -> None:
    thief = thief_of(pair, tmp_path / "thief")
    key_change.change_keys(pair.station)
    assert take(pair.county, pair.send())[0].result == "applied"
    forged = Path(exchange.export_bundles(thief, pair.up)[0].file)
    thief.close()
    refused = take(pair.county, forged)[0]
    assert (refused.number, code_of(refused)) == (None, "bundle_key_old")


def test_an_old_change_replayed_never_goes_back(pair: Pair) -> None:
    key_change.change_keys(pair.station)
    old = key_change.write_changes(pair.station, pair.up)[0]
    kept = shutil.copy(old, pair.down / "old.sdc")
    key_change.accept(pair.county, old)
    last = key_change.change_keys(pair.station)
    take(pair.county, pair.send())
    with pytest.raises(Trouble, match="key_same"):
        key_change.accept(pair.county, Path(kept))
    assert pinned(pair.county, STATION) == last.fingerprint


def test_no_change_leads_back_to_a_key_that_was_left(pair: Pair) -> None:
    first = own_identity(pair.station)
    key_change.change_keys(pair.station)
    take(pair.county, pair.send())
    second = own_identity(pair.station)
    back = key_change.make_change(
        second, second.public, "planned", "2026-11-22T01:00:00.000Z", COUNTY, identity=first.public_file()
    )
    file = pair.up / "back.sdc"
    file.write_bytes(key_change.to_file([back]))
    with pytest.raises(Trouble, match="key_same"):
        key_change.accept(pair.county, file)


def test_a_change_that_a_stranger_signed_is_not_followed(pair: Pair, tmp_path: Path) -> None:
    stranger = make_desk(tmp_path / "stranger", STATION)
    own = own_identity(stranger)
    forged = key_change.make_change(
        own,
        own_identity(pair.station).public,
        "planned",
        "2026-11-22T01:00:00.000Z",
        COUNTY,
        identity=own.public_file(),
    )
    file = pair.up / "forged.sdc"
    file.write_bytes(key_change.to_file([forged]))
    with pytest.raises(Trouble, match="key_same"):
        key_change.accept(pair.county, file)
    stranger.close()


def test_a_station_can_neither_call_the_countys_key_stolen_nor_become_a_county(pair: Pair) -> None:
    own, county = own_identity(pair.station), own_identity(pair.county)
    promoted = new_identity(STATION, OfficeKind.COUNTY, "梁才派出所")
    at = "2026-11-22T01:00:00.000Z"
    said = [
        key_change.make_change(own, county.public, "stolen", at, COUNTY),
        key_change.make_change(
            own,
            replace(own.public, kind=OfficeKind.COUNTY),
            "planned",
            at,
            COUNTY,
            identity=promoted.public_file(),
        ),
    ]
    with pair.county.store.read() as conn:
        peer = load_peer(conn, STATION)
    assert peer is not None
    keys = keys_of(pair.county, peer)
    keys.hear(said, COUNTY, practice=False)
    assert keys.news == []
    assert keys.peer == peer


def test_a_bundle_sealed_to_the_old_key_still_opens_until_the_other_side_uses_the_new_one(pair: Pair) -> None:
    person(pair.station, "乙某")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    key_change.change_keys(pair.station)
    assert len(own_identity(pair.station).former_seals) == 1
    assert take(pair.station, Path(answer.receipts[0]))[0].result == "applied"
    assert len(own_identity(pair.station).former_seals) == 1
    person(pair.station, "丙某")
    pair.round_trip()
    assert len(own_identity(pair.station).former_seals) == 1
    for _ in range(9):
        key_change.change_keys(pair.station)
        pair.round_trip()
    person(pair.station, "丁某")
    pair.round_trip()
    assert len(own_identity(pair.station).former_seals) == 8


def test_what_was_sealed_to_the_old_key_opens_even_when_it_comes_after_newer_ones(pair: Pair) -> None:
    """The first receipt lay on another stick; the second is sealed to the new key already."""
    person(pair.station, "乙某")
    late = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down).receipts[0]
    key_change.change_keys(pair.station)
    pair.round_trip()
    pair.round_trip()
    assert take(pair.station, Path(late))[0].result in ("applied", "duplicate")


def test_a_county_restored_from_before_the_change_learns_it_again(pair: Pair) -> None:
    county = pair.county
    old = Path(shutil.copy(county.home.database, pair.down / "old.db"))
    changed = key_change.change_keys(pair.station)
    pair.round_trip()
    with county.store.read() as conn:
        assert len(conn.exec_driver_sql("SELECT 1 FROM key_change").fetchall()) == 1
    pair.county = put_back(county, old)
    assert pinned(pair.county, STATION) == changed.former
    person(pair.station, "乙某")
    pair.round_trip()
    pair.round_trip()
    assert pinned(pair.county, STATION) == changed.fingerprint
    assert names(pair.county) == ["乙某", "甲某"]


@pytest.mark.parametrize("again", [False, True], ids=["as it was written", "given again alone"])
def test_a_station_that_lost_something_and_then_changed_its_keys_gets_it_back(pair: Pair, again: bool) -> None:
    """What the old key has signed is not behind the change, but the county had taken it in before."""
    old = Path(shutil.copy(pair.station.home.database, pair.down / "old.db"))
    person(pair.station, "乙某")
    file = pair.send()
    if again:
        person(pair.station, "没有走")
        file = Path(exchange.give_again(pair.station, pair.up, [exchange.sent(pair.station)[0].number])[0].file)
    take(pair.county, file)
    pair.station = put_back(pair.station, old)
    person(pair.station, "丙某")
    key_change.change_keys(pair.station)
    assert [one.result for one in take(pair.county, pair.send(), receipt_to=pair.down)] == ["fork"]
    back = exchange.export_bundles(pair.county, pair.down)
    assert [one.result for one in take(pair.station, Path(back[0].file))] == ["fork"]
    assert names(pair.station) == names(pair.county) == ["丙某", "乙某", "甲某"]


# --- stolen --------------------------------------------------------------------------------------------------------
def test_a_key_that_its_owner_calls_stolen_is_refused_and_the_new_one_waits_for_a_person(
    pair: Pair, tmp_path: Path
) -> None:
    thief = thief_of(pair, tmp_path / "thief")
    forged = Path(exchange.export_bundles(thief, pair.up)[0].file)
    thief.close()
    changed = key_change.change_keys(pair.station, stolen=True)
    person(pair.station, "乙某")
    file = pair.send()
    assert code_of(take(pair.county, file)[0]) == "bundle_key_person"
    assert code_of(take(pair.county, forged)[0]) == "bundle_key_revoked"
    with pytest.raises(Trouble, match="receiver_key_revoked"):
        pair.send(pair.county, receivers=[STATION])
    identity = exchange.write_public_identity(pair.station, pair.up / "new.sdk")
    offered, made = key_change.accept(pair.county, identity, pair.down)
    assert (offered.planned, offered.fingerprint, offered.last_number) == (False, changed.fingerprint, 1)
    assert take(pair.station, Path(made[0].file))[0].result == "duplicate"
    assert take(pair.county, file)[0].result == "applied"
    assert code_of(take(pair.county, forged)[0]) == "bundle_key_revoked"
    assert names(pair.county) == ["乙某", "甲某"]


def test_a_thief_who_changes_the_keys_first_is_thrown_out_by_a_person(pair: Pair, tmp_path: Path) -> None:
    thief = thief_of(pair, tmp_path / "thief")
    stolen = key_change.change_keys(thief)
    assert take(pair.county, Path(exchange.export_bundles(thief, pair.up)[0].file))[0].result == "applied"
    assert pinned(pair.county, STATION) == stolen.fingerprint
    assert code_of(take(pair.county, pair.send())[0]) == "bundle_key_old"
    own = key_change.change_keys(pair.station, stolen=True)
    identity = exchange.write_public_identity(pair.station, pair.up / "new.sdk")
    key_change.accept(pair.county, identity)
    assert pinned(pair.county, STATION) == own.fingerprint
    forged = Path(exchange.export_bundles(thief, pair.up)[0].file)
    assert code_of(take(pair.county, forged)[0]) == "bundle_key_revoked"
    thief.close()


def test_the_county_calls_a_stations_key_stolen_and_says_so_in_the_return_bundle(pair: Pair) -> None:
    event = key_change.revoke(pair.county, STATION)
    assert (event.why, event.by, event.new) == ("stolen", COUNTY, None)
    person(pair.station, "乙某")
    assert code_of(take(pair.county, pair.send())[0]) == "bundle_key_revoked"
    with pytest.raises(Trouble, match="key_left"):
        key_change.revoke(pair.county, STATION)
    with pytest.raises(Trouble, match="key_same"):
        key_change.accept(pair.county, exchange.write_public_identity(pair.station, pair.up / "same.sdk"))
    key_change.change_keys(pair.station)
    assert code_of(take(pair.county, pair.send())[0]) == "bundle_key_person"
    identity = exchange.write_public_identity(pair.station, pair.up / "new.sdk")
    _offered, made = key_change.accept(pair.county, identity, pair.down)
    told = {one.code for one in take(pair.station, Path(made[0].file))[0].warnings}
    assert told == {"own_key_stolen", "own_key_lost"}
    assert take(pair.county, pair.send())[0].result == "applied"
    assert names(pair.county) == ["乙某", "甲某"]


# --- lost ----------------------------------------------------------------------------------------------------------
def test_a_station_that_began_anew_gets_its_whole_history_back(pair: Pair, tmp_path: Path) -> None:
    for name in ("乙某", "丙某"):
        rename(pair.station, person(pair.station, name), phone="13800001234")
    pair.round_trip()
    person(pair.station, "丁某")
    pair.station.close()
    anew = make_desk(tmp_path / "anew", STATION, clock=pair.station.clock)  # type: ignore[arg-type]
    exchange.trust(anew, exchange.write_public_identity(pair.county, tmp_path / "county.sdk"))
    pair.station = anew
    person(anew, "戊某")
    early = pair.send()
    assert code_of(take(pair.county, early)[0]) == "bundle_key_unknown"
    with pytest.raises(Trouble, match="key_changed"):
        exchange.trust(pair.county, exchange.write_public_identity(anew, pair.up / "anew.sdk"))
    offered, made = key_change.accept(pair.county, pair.up / "anew.sdk", pair.down)
    assert (offered.last_number, offered.planned) == (2, False)
    assert offered.last_at is not None
    taken = take(anew, Path(made[0].file))[0]
    assert taken.result == "applied"
    assert "own_key_lost" in {one.code for one in taken.warnings}
    assert names(anew) == ["丙某", "乙某", "戊某", "甲某"]
    person(anew, "己某")
    pair.round_trip()
    assert names(pair.county) == names(anew) == ["丙某", "乙某", "己某", "戊某", "甲某"]
    assert anew.store.heads(STATION) == pair.county.store.heads(STATION)
    assert not anew.store.integrity(deep=True)


def test_old_head_statements_stay_valid_only_for_what_they_covered(pair: Pair, tmp_path: Path) -> None:
    """The new key of a station must not let the county pass off, as the station's, what it never signed for."""
    anew = make_desk(tmp_path / "anew", STATION, clock=pair.station.clock)  # type: ignore[arg-type]
    exchange.trust(anew, exchange.write_public_identity(pair.county, tmp_path / "county.sdk"))
    old = own_identity(pair.station)
    key_change.accept(pair.county, exchange.write_public_identity(anew, pair.up / "anew.sdk"))
    rogue = make_desk(tmp_path / "rogue", COUNTY, own_identity(pair.county), pair.county.clock)  # type: ignore[arg-type]
    trust_each_other(anew, rogue, tmp_path / "rogue-keys")
    with rogue.store.transaction() as conn, pair.county.store.read() as other:
        rows = [tuple(row) for row in other.exec_driver_sql("SELECT * FROM key_change")]
        conn.exec_driver_sql("INSERT INTO key_change VALUES (?, ?, ?, ?)", rows)
    forger = thief_with(old, tmp_path / "forger")
    exchange.trust(forger, exchange.write_public_identity(rogue, tmp_path / "rogue.sdk"))
    with rogue.store.transaction() as conn:
        conn.exec_driver_sql("UPDATE peer SET sign_key = ? WHERE office = ?", (old.public.sign_key, STATION))
        conn.exec_driver_sql("DELETE FROM key_change")
    person(forger, "假某")
    take(rogue, Path(exchange.export_bundles(forger, pair.up)[0].file))
    assert names(rogue) == ["假某"]
    with rogue.store.transaction() as conn:
        conn.exec_driver_sql("INSERT INTO key_change VALUES (?, ?, ?, ?)", rows)
        new = own_identity(anew).public
        values = (new.sign_key, new.seal_key, STATION)
        conn.exec_driver_sql("UPDATE peer SET sign_key = ?, seal_key = ? WHERE office = ?", values)
    taken = take(anew, Path(exchange.export_bundles(rogue, pair.down, full=True)[0].file))[0]
    assert (taken.result, taken.trouble and taken.trouble.facts.get("reason")) == ("rejected", "not_vouched")
    for desk in (anew, rogue, forger):
        desk.close()


def thief_with(identity: object, folder: Path) -> Desk:
    return make_desk(folder, STATION, identity)  # type: ignore[arg-type]


def test_keys_without_digits_open_as_before(pair: Pair) -> None:
    """Homes of earlier programs hold keys that no paper gives."""
    plain = replace(own_identity(pair.station), paper=None)
    pair.station.store.set_secret(SECRET, plain.to_secret())
    person(pair.station, "乙某")
    assert take(pair.county, pair.send())[0].result == "applied"


def test_a_bundle_that_is_refused_for_what_it_holds_changes_no_key(pair: Pair) -> None:
    """The word of a planned change counts with the bundle that brings it, and comes again with the next one."""
    before = pinned(pair.county, STATION)
    key_change.change_keys(pair.station)
    person(pair.station, "乙某")
    good = pair.send()
    with pair.station.store.transaction() as conn:
        conn.exec_driver_sql("UPDATE peer SET seal_key = ?", (own_identity(pair.station).public.seal_key,))
    unreadable = pair.send()
    refused = take(pair.county, unreadable)[0]
    assert refused.result == "wrong_recipient"
    assert code_of(refused) == "bundle_sealed_to_others", "it does bear our code"
    assert pinned(pair.county, STATION) == before
    assert [one.result for one in take(pair.county, unreadable, good)] == ["wrong_recipient", "applied"]
    assert pinned(pair.county, STATION) == exchange.fingerprint(pair.station)


def test_a_station_that_went_back_behind_its_change_of_keys_changes_once_more_and_is_accepted(
    pair: Pair, tmp_path: Path
) -> None:
    """Its old copy neither opens what the county sends nor signs what the county takes; both refusals tell the way out."""
    old = tmp_path / "old.db"
    pair.station.store.vacuum_into(old)
    key_change.change_keys(pair.station)
    person(pair.station, "乙某")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    pair.station = put_back(pair.station, old)
    person(pair.station, "丙某")
    told = [take(pair.county, pair.send())[0].trouble, take(pair.station, Path(answer.receipts[0]))[0].trouble]
    assert [one.code if one else "" for one in told] == ["bundle_key_old", "bundle_sealed_to_others"]
    assert all("再换一次" in tell(one).next for one in told if one)

    key_change.change_keys(pair.station)
    identity = exchange.write_public_identity(pair.station, tmp_path / "again.sdk")
    _offered, returned = key_change.accept(pair.county, identity, return_to=pair.down)
    take(pair.station, *(Path(one.file) for one in returned))
    pair.round_trip()
    assert names(pair.station) == names(pair.county) == ["丙某", "乙某", "甲某"]
