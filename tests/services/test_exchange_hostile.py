"""Files that are damaged, foreign, or signed by an enrolled office and yet not right. Refused input changes nothing."""

import os
import random
import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from station_desk import SCHEMA_VERSION
from station_desk.bundles import envelope
from station_desk.bundles.envelope import Address, ScopePlan, pack
from station_desk.bundles.frames import SignedStatement, State
from station_desk.bundles.identity import Identity
from station_desk.bundles.statement import make_statement
from station_desk.domain.exchange import ImportedBundle, wire
from station_desk.domain.journal import Change, Txn
from station_desk.machine.clock import FixedClock
from station_desk.services import exchange
from station_desk.services.exchange_keys import own_identity
from station_desk.store import ancestry, tables
from tests.bundles import samples
from tests.bundles.samples import change, txn
from tests.services.exchange_desks import (
    COUNTY,
    STATION,
    Pair,
    everything,
    make_desk,
    names,
    open_copy,
    person,
    rename,
    trust_each_other,
)

IN_2099 = 4_070_908_800_000


def signed_by(
    pair: Pair,
    txns: Sequence[Txn],
    *,
    signer: Identity | None = None,
    to: Identity | None = None,
    number: int = 9,
    sv: int = 1,
    statements: Sequence[SignedStatement] = (),
) -> Path:
    """A bundle of `txns` that the station has signed and sealed to the county, whatever they hold."""
    own = signer or own_identity(pair.station)
    receiver = to or own_identity(pair.county)
    scopes = [ScopePlan(scope, [], []) for scope in sorted({one.scope for one in txns})]
    address = Address(
        to=receiver.public.code,
        number=number,
        created="2026-11-22T01:00:00.000Z",
        app="9.9",
        sv=sv,
        scopes=scopes,
        recipients=[receiver.public.seal_key],
    )
    bundle = pack(own, address, State([], 0, bytes(32)), statements, map(wire, txns))
    file = pair.up / f"{os.urandom(4).hex()}.sdb"
    file.write_bytes(samples.file_of(bundle))
    return file


def taken(pair: Pair, file: Path) -> ImportedBundle:
    """What becomes of the file at the county."""
    return exchange.import_bundles(pair.county, [file], receipt_to=pair.down).bundles[0]


def at_county(pair: Pair, sql: str) -> list[tuple[object, ...]]:
    with pair.county.store.read() as conn:
        return list(map(tuple, conn.exec_driver_sql(sql)))


def refused(pair: Pair, file: Path, result: str) -> ImportedBundle:
    """The file is refused with `result`, and nothing changes."""
    before = everything(pair.county)
    answer = taken(pair, file)
    assert answer.result == result, answer
    assert answer.trouble is not None
    assert everything(pair.county) == before
    return answer


def update(rid: str, name: str, value: object, base: tuple[int, int, str] = (0, 0, ""), ent: str = "person") -> Change:
    return change("u", ent, rid, {name: [value, *base]})


# --- damaged and foreign -------------------------------------------------------------------------------------------
def test_flipped_bits_change_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    whole = pair.send().read_bytes()
    before = everything(pair.county)
    dice = random.Random(3)
    bits = [*range(80), *dice.sample(range(len(whole) * 8), 120)]
    for bit in bits:
        bad = bytearray(whole)
        bad[bit // 8] ^= 1 << bit % 8
        (pair.up / "bad.sdb").write_bytes(bad)
        answer = exchange.import_bundles(pair.county, [pair.up / "bad.sdb"])
        assert answer.bundles[0].result not in ("applied", "fork", "duplicate", "gap"), bit
        assert answer.receipts == ()
    assert everything(pair.county) == before


@pytest.mark.long
def test_every_flipped_bit_and_every_truncation_changes_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    whole = pair.send().read_bytes()
    before = everything(pair.county)
    bad = pair.up / "bad.sdb"
    for bit in range(len(whole) * 8):
        data = bytearray(whole)
        data[bit // 8] ^= 1 << bit % 8
        bad.write_bytes(data)
        assert exchange.import_bundles(pair.county, [bad], dry_run=True).trouble is not None
    for length in range(len(whole)):
        bad.write_bytes(whole[:length])
        assert exchange.import_bundles(pair.county, [bad], dry_run=True).bundles[0].result == "corrupt"
    assert everything(pair.county) == before


def test_truncated_emptied_and_spliced_files_change_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    whole = pair.send().read_bytes()
    other = pair.send().read_bytes()
    half = len(whole) // 2
    cases = [whole[:n] for n in (0, 1, 5, 9, 300, half, len(whole) - 64, len(whole) - 1)]
    cases += [bytes(len(whole)), whole + b"\0", whole[:half] + other[half:], whole[:half] + bytes(512) + whole[half:]]
    for case in cases:
        (pair.up / "bad.sdb").write_bytes(case)
        refused(pair, pair.up / "bad.sdb", "corrupt")


def test_a_refused_file_sets_nothing_going_that_waited(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    with pair.station.store.write("clerk", "term_add") as work:
        work.create("term", "t" * 32, {"person_id": rid, "state": "active"})
    with pair.station.store.write("clerk", "erase") as work:
        work.erase("person", rid)
    (pair.down / "bad.sdb").write_bytes(b"SDB1")
    before = everything(pair.station)
    assert exchange.import_bundles(pair.station, [pair.down / "bad.sdb"]).bundles[0].result == "corrupt"
    assert everything(pair.station) == before


def test_links_folders_and_missing_files_are_not_followed(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    link = tmp_path / "link.sdb"
    link.symlink_to(pair.send())
    for file in (link, tmp_path, tmp_path / "none.sdb"):
        assert refused(pair, file, "corrupt").trouble.code == "exchange_file_unreadable"  # type: ignore[union-attr]


def test_a_renamed_file_is_judged_by_what_it_is(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    assert taken(pair, file.rename(pair.up / ".x.part")).result == "applied"


def test_a_strangers_bundle_is_refused(pair: Pair, tmp_path: Path) -> None:
    stranger = make_desk(tmp_path / "stranger", "371602010")
    exchange.trust(stranger, exchange.write_public_identity(pair.county, tmp_path / "county.sdk"))
    file = Path(exchange.export_bundles(stranger, pair.up)[0].file)
    stranger.close()
    assert refused(pair, file, "unknown_sender").trouble.facts["sender"] == "371602010"  # type: ignore[union-attr]


def test_a_bundle_for_another_county_is_refused(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    other = make_desk(tmp_path / "other", "371603")
    answer = exchange.import_bundles(other, [file])
    assert answer.bundles[0].result == "wrong_recipient"
    exchange.trust(other, exchange.write_public_identity(pair.station, tmp_path / "station.sdk"))
    answer = exchange.import_bundles(other, [file])
    assert answer.bundles[0].result == "wrong_recipient"
    other.close()


def test_our_own_bundle_is_not_for_us(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    assert exchange.import_bundles(pair.station, [file]).bundles[0].result == "wrong_recipient"


def test_nothing_is_decrypted_before_the_signature_is_good(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    file = signed_by(pair, [txn([change()])])
    data = bytearray(file.read_bytes())
    data[-70] ^= 1
    file.write_bytes(data)

    def never(*_: object) -> None:
        raise AssertionError("opened")

    monkeypatch.setattr(envelope, "unseal", never)
    refused(pair, file, "corrupt")


# --- signed by an enrolled office, and yet not right ---------------------------------------------------------------
def test_another_stations_scope_is_rejected(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", "371602010")
    trust_each_other(other, pair.county, tmp_path / "keys2")
    other.close()
    refused(pair, signed_by(pair, [txn([change()], scope="371602010")]), "rejected")
    refused(pair, signed_by(pair, [txn([change()], scope="371602010", office="371602010")]), "rejected")


def test_a_station_tells_nothing_to_everyone(pair: Pair) -> None:
    refused(pair, signed_by(pair, [txn([change("c", "village")], scope="all")]), "rejected")


def test_a_station_cannot_speak_for_its_county(pair: Pair) -> None:
    forged = txn([change("c", "village")], office=COUNTY)
    refused(pair, signed_by(pair, [forged]), "rejected")
    by_station = make_statement(
        own_identity(pair.station), STATION, "2026-11-22T01:00:00.000Z", [forged.hash], 1, 1, bytes(32)
    )
    refused(pair, signed_by(pair, [forged], statements=[by_station]), "rejected")
    pretended = SignedStatement(COUNTY, STATION, by_station.at, by_station.body, by_station.signature)
    refused(pair, signed_by(pair, [forged], statements=[pretended]), "rejected")


def test_a_county_cannot_speak_for_its_station(pair: Pair) -> None:
    file = signed_by(pair, [txn([change()])], signer=own_identity(pair.county), to=own_identity(pair.station))
    before = everything(pair.station)
    assert exchange.import_bundles(pair.station, [file]).bundles[0].result == "rejected"
    assert everything(pair.station) == before


def test_an_office_that_nobody_knows_cannot_write(pair: Pair) -> None:
    refused(pair, signed_by(pair, [txn([change()], office="371699")]), "rejected")


def test_what_the_county_made_the_station_cannot_change(pair: Pair) -> None:
    rid = "v" * 32
    with pair.county.store.write("c1", "village_add", scope=STATION) as work:
        work.create("village", rid, {"code": "1", "name": "东村"})
    parent = pair.county.store.heads(STATION)[STATION]
    stone = change("x", "village", rid, {})
    bad = txn([update(rid, "name", "西村", ent="village"), stone, change()], parent, hlc=IN_2099)
    answer = taken(pair, signed_by(pair, [bad]))
    assert (answer.result, answer.rejected, answer.changes) == ("applied", 2, 3)
    assert at_county(pair, "SELECT name, deleted FROM village") == [("东村", 0)]
    assert names(pair.county) == ["甲某"]
    assert [w.code for w in answer.warnings] == ["bundle_clock_ahead", "bundle_changes_refused"]
    assert {row[0] for row in at_county(pair, "SELECT reason FROM parked")} == {"not_owner"}


def test_a_county_does_not_make_people(pair: Pair) -> None:
    with pair.county.store.write("c1", "person_add", scope=STATION) as work:
        work.create("person", "p" * 32, {"name": "甲某"})
    made = exchange.export_bundles(pair.county, pair.down)[0]
    answer = exchange.import_bundles(pair.station, [Path(made.file)]).bundles[0]
    assert (answer.result, answer.rejected) == ("applied", 1)
    assert names(pair.station) == []


def test_kinds_that_only_a_county_makes_are_refused_from_a_station(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    owned = tables.Entity("sheet", tables.sheet, "county")
    monkeypatch.setitem(tables.ENTITIES, "sheet", owned)
    answer = taken(pair, signed_by(pair, [txn([change("c", "sheet", fields={"serial": "1"}), change()])]))
    assert (answer.result, answer.rejected) == ("applied", 1)
    assert at_county(pair, "SELECT count(*) FROM sheet") == [(0,)]
    assert names(pair.county) == ["甲某"]


def test_absent_parents_are_a_gap_that_names_them(pair: Pair) -> None:
    before = everything(pair.county)
    answer = taken(pair, signed_by(pair, [txn([change()], [b"\7" * 32])], number=1))
    assert (answer.result, answer.missing) == ("gap", ("07070707",))
    assert answer.trouble is not None
    assert answer.trouble.code == "bundle_gap_unnumbered"
    after = everything(pair.county)
    for table in ("txn", "change", "person", "head", "fclock", "parked"):
        assert after[table] == before[table]


def test_a_child_before_its_parent_is_a_gap(pair: Pair) -> None:
    first = txn([change()])
    second = txn([change()], [first.hash], n=2)
    assert taken(pair, signed_by(pair, [second, first])).result == "gap"
    assert taken(pair, signed_by(pair, [first, second])).result == "applied"


def test_a_parent_in_another_scope_is_none(pair: Pair) -> None:
    with pair.county.store.write("c1", "village_add", scope="all") as work:
        work.create("village", "v" * 32, {"code": "1"})
    elsewhere = pair.county.store.heads("all")["all"]
    assert taken(pair, signed_by(pair, [txn([change()], elsewhere)])).result == "gap"


def test_a_clock_in_2099_is_taken_flagged_and_does_not_drag_ours(pair: Pair) -> None:
    rid = "p" * 32
    wild = txn([change("c", "person", rid, {"name": "甲某"})], hlc=IN_2099)
    answer = taken(pair, signed_by(pair, [wild]))
    assert (answer.result, [w.code for w in answer.warnings]) == ("applied", ["bundle_clock_ahead"])
    with pair.county.store.write("c1", "village_add", scope=STATION) as work:
        work.create("village", "v" * 32, {"code": "1"})
    newest = at_county(pair, "SELECT hlc FROM txn WHERE action = 'village_add'")
    assert 0 <= newest[0][0] - pair.county.clock.wall_ms() < 10  # type: ignore[operator]


def test_a_correction_of_a_value_from_2099_holds_everywhere(pair: Pair, tmp_path: Path) -> None:
    rid = person(pair.station, "甲某")
    pair.round_trip()
    (tmp_path / "second").mkdir()
    shutil.copy(pair.station.home.database, tmp_path / "second" / "desk.db")
    second = open_copy(tmp_path / "second", pair.station.office)
    second.store.renew_rep()
    assert isinstance(pair.station.clock, FixedClock)
    pair.station.clock.advance(timedelta(days=365 * 73))
    rename(pair.station, rid, name="错")
    assert "bundle_clock_ahead" in [w.code for w in taken(pair, pair.send()).warnings]
    back = exchange.export_bundles(pair.county, pair.down, full=True)[0]
    exchange.import_bundles(second, [Path(back.file)], receipt_to=pair.up)
    rename(second, rid, name="乙某")
    corrected = exchange.export_bundles(second, pair.up)[0]
    assert taken(pair, Path(corrected.file)).conflicts == 0
    assert names(pair.county) == names(second) == ["乙某"]
    assert second.store.integrity(deep=True) == pair.county.store.integrity(deep=True) == []
    person(second, "丙某")
    with second.store.read() as conn:
        newest = conn.exec_driver_sql("SELECT min(hlc) FROM (SELECT hlc FROM txn ORDER BY n DESC LIMIT 1)").scalar_one()
    assert newest < second.clock.wall_ms() + 10
    second.close()


def test_two_computers_are_told_of_although_their_clocks_ran_wild(pair: Pair) -> None:
    first = txn([change()], hlc=IN_2099)
    assert taken(pair, signed_by(pair, [first])).result == "applied"
    beside = [txn([change()], [first.hash], rep=rep, hlc=IN_2099 - rep) for rep in (8, 9)]
    assert taken(pair, signed_by(pair, beside)).result == "fork"


def test_a_body_may_be_gone_only_behind_a_tombstone(pair: Pair) -> None:
    whole = change()
    bare = Change(whole.ent, whole.rid, "c", None, None, whole.body_hash)
    refused(pair, signed_by(pair, [txn([bare])]), "corrupt")
    erased = txn([bare, change("x", "person", whole.rid, {})])
    assert taken(pair, signed_by(pair, [erased])).result == "applied"
    assert at_county(pair, "SELECT name, deleted FROM person") == [(None, 1)]


def test_a_write_over_one_that_nobody_knows_is_rejected(pair: Pair) -> None:
    rid = "p" * 32
    one = txn([change("c", "person", rid), update(rid, "name", "乙某", (1, 1, "ab" * 32))])
    refused(pair, signed_by(pair, [one]), "rejected")


def test_a_write_over_one_that_is_later_than_itself_is_listed_not_applied(pair: Pair) -> None:
    """No honest clock makes one; taken for good, the rows and the journal folded anew would tell two stories."""
    made = txn([change("c", "person", "a" * 32, {"name": "甲某"})])
    late = txn([update("a" * 32, "name", "后", (made.hlc, made.rep, made.hash.hex()))], [made.hash], n=2, hlc=IN_2099)
    early = txn([update("a" * 32, "name", "前", (late.hlc, late.rep, late.hash.hex()))], [late.hash], n=3)
    own = txn(
        [update("a" * 32, "name", "自", (made.hlc, made.rep, made.hash.hex()))], [early.hash], n=4, hlc=made.hlc - 1
    )
    answer = taken(pair, signed_by(pair, [made, late, early, own]))
    assert (answer.result, answer.rejected, answer.conflicts) == ("applied", 2, 0)
    assert names(pair.county) == ["后"]
    assert pair.county.store.integrity(deep=True) == []


def test_fields_and_kinds_of_a_later_version_are_kept_and_listed(pair: Pair) -> None:
    rid = "p" * 32
    new_field = change("c", "person", rid, {"name": "甲某", "shoe_size": 42})
    later = update(rid, "mood", "好")
    new_kind = change("c", "patrol", "q" * 32, {"km": 7})
    answer = taken(pair, signed_by(pair, [txn([new_field, later, new_kind])], sv=SCHEMA_VERSION + 1))
    assert (answer.result, answer.unknown_fields, answer.rejected) == ("applied", 3, 0)
    assert [w.code for w in answer.warnings] == ["bundle_unknown_fields"]
    assert names(pair.county) == ["甲某"]
    assert set(at_county(pair, "SELECT ent, field, reason FROM parked")) == {
        ("person", "shoe_size", "unknown_field"),
        ("person", "mood", "unknown_field"),
        ("patrol", "", "unknown_kind"),
    }
    kept = {row[0] for row in at_county(pair, "SELECT body FROM change WHERE body IS NOT NULL")}
    assert {new_field.body, later.body, new_kind.body} <= kept


def test_what_was_set_aside_of_a_record_goes_with_it(pair: Pair) -> None:
    rid = "p" * 32
    first = txn([change("c", "person", rid, {"name": "甲某", "shoe_size": 42}), update(rid, "mood", "好")])
    assert taken(pair, signed_by(pair, [first])).unknown_fields == 2
    assert taken(pair, signed_by(pair, [txn([change("x", "person", rid, {})], [first.hash], n=2)])).result == "applied"
    assert at_county(pair, "SELECT count(*) FROM parked") == [(0,)]
    assert pair.county.store.integrity(deep=True) == []


def test_a_newer_program_is_worth_a_word(pair: Pair) -> None:
    answer = taken(pair, signed_by(pair, [txn([change()])], sv=SCHEMA_VERSION + 1))
    assert [w.code for w in answer.warnings] == ["bundle_newer_schema"]


@pytest.mark.parametrize(
    ("bad", "left"),
    [
        (change("c", "person", "p" * 32, {"name": 7}), [(None,)]),
        (change("c", "person", "p" * 32, {"name": ["a"]}), []),
        (change("c", "person", "p" * 32, {"name": True}), []),
        (change("c", "person", "p" * 32, {"name": "甲", "deleted": 2}), []),
        (change("c", "person", "p" * 32, {"name": "甲", "deleted": None}), []),
        (change("c", "person", "p" * 32, "text"), []),
        (change("c", "person", "p" * 32, {"name": 2**70}), []),
        (change("c", "person", "p" * 32, {"name": "甲", "birth": "生日"}), [("甲",)]),
        (change("c", "person", "p" * 32, {"name": "甲", "birth": "1990-02-30"}), [("甲",)]),
        (change("c", "person", "p" * 32, {"name": "甲" * 4001}), [(None,)]),
        (change("c", "term", "p" * 32, {"state": "retired"}), []),
        (change("c", "term", "p" * 32, {"number": "1"}), []),
        (change("c", "office", "p" * 32, {"kind": "city"}), []),
        (change("c", "account", "p" * 32, {"name": "甲", "role": "king"}), []),
        (update("p" * 32, "name", "甲"), []),
    ],
)
def test_values_that_no_field_can_hold_are_listed_not_applied(
    pair: Pair, bad: Change, left: list[tuple[object, ...]]
) -> None:
    answer = taken(pair, signed_by(pair, [txn([bad])]))
    assert (answer.result, answer.rejected) == ("applied", 1)
    assert at_county(pair, "SELECT name FROM person") == left


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", 7), ("name", 1.5), ("name", {"a": 1}), ("deleted", None), ("birth", "1990-13"), ("name", "甲" * 4001)],
)
def test_updates_with_values_that_fit_nowhere_are_listed_not_applied(pair: Pair, name: str, value: object) -> None:
    rid = "p" * 32
    first = txn([change("c", "person", rid, {"name": "甲某"})])
    bad = txn([change("u", "person", rid, {name: [value, 0, 0, ""]})], [first.hash], n=2)
    answer = taken(pair, signed_by(pair, [first, bad]))
    assert (answer.result, answer.rejected) == ("applied", 1)
    assert names(pair.county) == ["甲某"]


def test_a_record_that_points_to_nobody_is_a_finding_not_a_crash(pair: Pair) -> None:
    term = change("c", "term", "t" * 32, {"person_id": "none", "state": "active"})
    link = change("c", "term_village", "l" * 32, {"term_id": "t" * 32, "village_id": "none"})
    answer = taken(pair, signed_by(pair, [txn([term, link])]))
    assert (answer.result, answer.rejected) == ("applied", 2)
    assert at_county(pair, "SELECT person_id, state FROM term") == [(None, "active")]
    assert at_county(pair, "SELECT term_id, village_id FROM term_village") == [("t" * 32, None)]
    moved = txn([update("t" * 32, "person_id", "also none", ent="term")], [_head(pair)], n=2)
    assert taken(pair, signed_by(pair, [moved])).rejected == 1


def test_a_record_cannot_be_made_twice(pair: Pair) -> None:
    rid = "v" * 32
    with pair.county.store.write("c1", "village_add", scope=STATION) as work:
        work.create("village", rid, {"code": "1", "name": "东村"})
    again = txn([change("c", "village", rid, {"name": "西村"})], [_head(pair)])
    answer = taken(pair, signed_by(pair, [again]))
    assert (answer.result, answer.rejected) == ("applied", 1)
    assert at_county(pair, "SELECT name, office FROM village") == [("东村", COUNTY)]


def test_of_two_creations_in_one_act_the_first_counts(pair: Pair) -> None:
    rid = "p" * 32
    twice = [change("c", "person", rid, {"name": "甲某"}), change("c", "person", rid, {"name": "乙某"})]
    assert taken(pair, signed_by(pair, [txn(twice)])).rejected == 1
    assert names(pair.county) == ["甲某"]
    assert pair.county.store.integrity(deep=True) == []


def test_a_journal_shaped_to_keep_the_county_busy_is_rejected(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ancestry, "MOST_STEPS", 100)
    root = txn([change()])
    line = [root]
    for n in range(1, 31):
        line.append(txn([change()], [line[-1].hash], n=n, rep=8, hlc=2000 + n))
    forks = [txn([change()], [line[-1].hash], n=n, hlc=9000 + n) for n in range(1, 7)]
    refused(pair, signed_by(pair, [*line, *forks]), "rejected")


def test_after_all_that_the_countys_database_is_whole(pair: Pair) -> None:
    rid = "p" * 32
    first = txn([change("c", "person", rid, {"name": "甲某", "odd": 1}), change("c", "patrol", "q" * 32, {})])
    second = txn(
        [
            update(rid, "phone", "1"),
            update(rid, "name", 7),
            change("c", "term", "t" * 32, {"person_id": "none", "state": "active"}),
            change("c", "person", "z" * 32, "text"),
        ],
        [first.hash],
        n=2,
        hlc=IN_2099,
    )
    assert taken(pair, signed_by(pair, [first, second])).result == "applied"
    assert pair.county.store.integrity(deep=True) == []


def _head(pair: Pair) -> bytes:
    return pair.county.store.heads(STATION)[STATION][0]
