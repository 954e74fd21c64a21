"""The exchange through real files on a folder: there, back, lost, doubled, out of order, restored."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from station_desk.domain.exchange import ImportedBundle
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.desk import Desk
from tests.services.exchange_desks import (
    COUNTY,
    STATION,
    Pair,
    everything,
    make_desk,
    make_pair,
    names,
    open_copy,
    person,
    rename,
    trust_each_other,
)


def take(desk: Desk, *files: Path, **options: object) -> list[ImportedBundle]:
    """What becomes of the files."""
    return list(exchange.import_bundles(desk, files, **options).bundles)  # type: ignore[arg-type]


def results(desk: Desk, *files: Path, **options: object) -> list[str]:
    return [one.result for one in take(desk, *files, **options)]


def restore(desk: Desk, old: Path) -> Desk:
    """Put an old copy of the database under the desk's feet: a raw restore, the program was not asked."""
    desk.close()
    shutil.copy(old, desk.home.database)
    return open_copy(desk.home.path, desk.office, desk.clock)  # type: ignore[arg-type]


def copy_of(desk: Desk, to: Path) -> Path:
    """A copy of the closed database file as a person makes it."""
    assert not desk.home.database.with_name("desk.db-wal").exists() or (
        desk.home.database.with_name("desk.db-wal").stat().st_size == 0
    )
    return Path(shutil.copy(desk.home.database, to))


# --- there and back ------------------------------------------------------------------------------------------------
def test_what_the_station_writes_stands_at_the_county(pair: Pair) -> None:
    person(pair.station, "甲某", phone="13800001234")
    answer = exchange.import_bundles(pair.county, [pair.send()])
    assert [one.result for one in answer.bundles] == ["applied"]
    assert names(pair.county) == ["甲某"]
    assert answer.trouble is None


def test_the_file_name_says_office_day_number_and_code_and_nothing_else(pair: Pair) -> None:
    person(pair.station, "甲某")
    made = exchange.export_bundles(pair.station, pair.up)[0]
    assert Path(made.file).name == f"{STATION}_20261122_0001_{made.code.replace('-', '').lower()}.sdb"
    assert Path(made.file).is_absolute()
    assert made.as_dict()["verified"] is True


def test_a_bundle_taken_in_twice_is_a_duplicate(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    assert results(pair.county, file) == ["applied"]
    before = everything(pair.county)
    assert results(pair.county, file) == ["duplicate"]
    assert {k: v for k, v in everything(pair.county).items() if k not in ("bundle_out", "setting", "statement")} == {
        k: v for k, v in before.items() if k not in ("bundle_out", "setting", "statement")
    }


def test_bundles_carry_everything_unconfirmed_so_a_lost_one_does_no_harm(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.send().unlink()
    person(pair.station, "乙某")
    assert results(pair.county, pair.send()) == ["applied"]
    assert names(pair.county) == ["乙某", "甲某"]


def test_bundles_in_the_wrong_order_end_the_same(pair: Pair) -> None:
    person(pair.station, "甲某")
    first = pair.send()
    person(pair.station, "乙某")
    second = pair.send()
    assert results(pair.county, second) == ["applied"]
    assert results(pair.county, first) == ["duplicate"]
    assert names(pair.county) == ["乙某", "甲某"]


def test_after_a_receipt_only_what_is_new_travels(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    person(pair.station, "乙某")
    made = exchange.export_bundles(pair.station, pair.up)[0]
    assert (made.transactions, made.changes, made.number) == (1, 1, 2)


def test_a_receipt_marks_the_bundle_and_a_second_one_too(pair: Pair) -> None:
    person(pair.station, "甲某")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    receipt = Path(answer.receipts[0])
    pair.wait(days=1)
    assert exchange.sent(pair.station)[0].acked_at is None
    assert results(pair.station, receipt) == ["applied"]
    assert exchange.sent(pair.station)[0].acked_at == "2026-11-23T01:00:00.000Z"
    assert results(pair.station, receipt) == ["duplicate"]


def test_a_receipt_is_not_answered(pair: Pair) -> None:
    person(pair.station, "甲某")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    assert len(answer.receipts) == 1
    back = exchange.import_bundles(pair.station, [Path(answer.receipts[0])], receipt_to=pair.up)
    assert back.receipts == ()


def test_receipts_lie_beside_the_first_file(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    answer = exchange.import_bundles(pair.county, [file])
    assert [Path(one).parent for one in answer.receipts] == [file.parent]


def test_a_dry_run_tells_and_keeps_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    rid = person(pair.station, "乙某")
    file = pair.send()
    before = everything(pair.county)
    told = take(pair.county, file, dry_run=True)[0]
    assert (told.result, told.transactions, told.changes) == ("applied", 3, 3)
    assert [(k.kind, k.created, k.changed) for k in told.kinds] == [("office", 1, 0), ("person", 2, 0)]
    assert everything(pair.county) == before
    assert list(pair.down.iterdir()) == []
    assert results(pair.county, file) == ["applied"]
    rename(pair.station, rid, phone="13800005678")
    changed = take(pair.county, pair.send(), dry_run=True)[0]
    assert [(k.kind, k.created, k.changed) for k in changed.kinds] == [("person", 0, 1)]


def test_a_dry_run_reads_bundles_that_follow_each_other_as_a_chain(pair: Pair, tmp_path: Path) -> None:
    pair.round_trip()
    old, files = copy_of(pair.county, tmp_path / "old.db"), []
    for name in ("甲某", "乙某", "丙某", "丁某"):
        person(pair.station, name)
        files.append(pair.send())
        receipts = exchange.import_bundles(pair.county, [files[-1]], receipt_to=pair.down).receipts
        exchange.import_bundles(pair.station, [Path(one) for one in receipts])
    pair.county = restore(pair.county, old)
    before = everything(pair.county)
    assert results(pair.county, *reversed(files), dry_run=True) == ["applied"] * 4
    broken = tmp_path / "broken.sdb"
    broken.write_bytes(files[1].read_bytes()[:-1])
    less = (files[0], broken, files[2], files[3])
    assert results(pair.county, *less, dry_run=True) == ["applied", "corrupt", "gap", "gap"]
    assert everything(pair.county) == before
    assert results(pair.county, *less) == ["applied", "corrupt", "gap", "gap"]


def test_many_files_are_taken_in_the_order_of_their_numbers(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    files = []
    for name in ("乙某", "丙某", "丁某"):
        person(pair.station, name)
        files.append(pair.send())
    answer = exchange.import_bundles(pair.county, [files[2], files[0], files[1]])
    assert [one.number for one in answer.bundles] == [4, 2, 3]
    assert {one.result for one in answer.bundles} == {"applied"}
    assert len(answer.receipts) == 1


def test_one_bad_file_does_not_touch_the_others(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    bad = tmp_path / "bad.sdb"
    bad.write_bytes(b"SDB1\nnothing")
    answer = exchange.import_bundles(pair.county, [bad, tmp_path / "none.sdb", pair.send()])
    assert [one.result for one in answer.bundles] == ["corrupt", "corrupt", "applied"]
    assert answer.trouble is not None
    assert answer.trouble.code == "bundle_corrupt"
    assert names(pair.county) == ["甲某"]


def test_a_cancelled_import_is_as_if_it_had_not_been_begun(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    before = everything(pair.county)

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        exchange.import_bundles(pair.county, [file], progress=stop)
    assert everything(pair.county) == before


def test_a_cancelled_export_leaves_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")

    def stop(done: int, total: int) -> None:
        if done >= 700:
            raise Cancelled

    with pytest.raises(Cancelled):
        exchange.export_bundles(pair.station, pair.up, progress=stop)
    assert list(pair.up.iterdir()) == []
    assert exchange.sent(pair.station) == []


def test_the_stick_may_be_pulled_only_after_the_last_bundle(pair: Pair, tmp_path: Path) -> None:
    other = make_desk(tmp_path / "other", "371602010")
    trust_each_other(other, pair.county, tmp_path / "keys2")
    person(pair.station, "甲某")
    steps: list[str] = []
    made = exchange.export_bundles(pair.county, pair.down, everyone=True, steps=steps.append)
    assert [one.to for one in made] == [STATION, "371602010"]
    assert steps.count("safe") == 1
    assert steps[-1] == "safe"
    other.close()


def test_progress_ends_where_it_said(pair: Pair) -> None:
    person(pair.station, "甲某")
    seen: list[tuple[int, int]] = []
    file = Path(exchange.export_bundles(pair.station, pair.up, progress=lambda d, t: seen.append((d, t)))[0].file)
    assert seen[-1][0] == seen[-1][1]
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
    exchange.import_bundles(pair.county, [file], progress=lambda d, t: seen.append((d, t)))
    assert seen[-1][0] == seen[-1][1]


def test_local_fields_stay_at_the_station(pair: Pair) -> None:
    person(pair.station, "甲某", bank_card="6200000000000000")
    take(pair.county, pair.send())
    with pair.county.store.read() as conn:
        assert conn.exec_driver_sql("SELECT bank_card FROM person").scalar_one() is None
        assert conn.exec_driver_sql("SELECT body, salt FROM change WHERE local = 1").one() == (None, None)


def test_the_county_answers_with_what_is_its_own(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    with pair.county.store.write("c1", "village_add", scope=STATION) as work:
        work.create("village", "v" * 32, {"code": "371602009001", "name": "东村", "kind": "村"})
    with pair.county.store.write("c1", "village_add", scope="all") as work:
        work.create("village", "w" * 32, {"code": "371602000001", "name": "全县", "kind": "村"})
    made = exchange.export_bundles(pair.county, pair.down)
    assert [(one.to, one.changes) for one in made] == [(STATION, 2)]
    assert results(pair.station, Path(made[0].file), receipt_to=pair.up) == ["applied"]
    with pair.station.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM village").scalar_one() == 2
    person(pair.station, "乙某")
    assert results(pair.county, pair.send()) == ["applied"]


def test_the_county_writes_nothing_where_there_is_nothing_to_tell(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    assert exchange.export_bundles(pair.county, pair.down) == []
    assert len(exchange.export_bundles(pair.county, pair.down, receivers=[STATION])) == 1


def test_full_sends_everything_again(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    made = exchange.export_bundles(pair.station, pair.up, full=True)[0]
    assert made.changes == 2
    assert results(pair.county, Path(made.file)) == ["duplicate"]


# --- gaps and restored copies --------------------------------------------------------------------------------------
def test_a_county_that_lost_a_bundle_names_it_and_the_next_one_heals(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    old = copy_of(pair.county, tmp_path / "old.db")
    person(pair.station, "乙某")
    pair.round_trip()
    pair.county = restore(pair.county, old)
    person(pair.station, "丙某")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    gap = answer.bundles[0]
    assert (gap.result, gap.missing) == ("gap", (2,))
    assert [(one.number, one.made_at) for one in gap.missing_bundles] == [(2, "2026-11-22T01:00:00.000Z")]
    assert gap.trouble is not None
    assert gap.trouble.facts["missing"] == "2"
    assert names(pair.county) == ["甲某"]
    assert exchange.status(pair.county)[0].gaps == (2,)
    take(pair.station, *map(Path, answer.receipts), receipt_to=pair.up)
    assert results(pair.county, pair.send()) == ["applied"]
    assert names(pair.county) == ["丙某", "乙某", "甲某"]
    assert exchange.status(pair.county)[0].gaps == ()


def test_a_county_that_begins_anew_gets_everything_back(pair: Pair, tmp_path: Path) -> None:
    for name in ("甲某", "乙某"):
        person(pair.station, name)
        pair.round_trip()
    old = tmp_path / "old.db"
    pair.county = restore(pair.county, _first_state(pair, tmp_path, old))
    person(pair.station, "丙某")
    gap = take(pair.county, pair.send(), receipt_to=pair.down)[0]
    assert (gap.result, gap.missing) == ("gap", (1, 2))
    take(pair.station, *pair.down.glob("*.sdb"), receipt_to=pair.up)
    assert results(pair.county, pair.send()) == ["applied"]
    assert names(pair.county) == ["丙某", "乙某", "甲某"]


def test_an_old_receipt_found_again_on_the_stick_changes_nothing(pair: Pair) -> None:
    person(pair.station, "甲某")
    first = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down).receipts[0]
    take(pair.station, Path(first))
    person(pair.station, "乙某")
    pair.round_trip()
    assert results(pair.station, Path(first)) == ["duplicate"]
    assert exchange.status(pair.station)[0].unacknowledged_changes == 0


def _first_state(pair: Pair, tmp_path: Path, old: Path) -> Path:
    """The county's database as it was when it had trusted the station and nothing had come."""
    from station_desk.bundles.identity import SECRET, Identity

    secret = pair.county.store.secret(SECRET)
    assert secret is not None
    fresh = make_desk(tmp_path / "fresh", COUNTY, Identity.from_secret(secret))
    exchange.trust(fresh, exchange.write_public_identity(pair.station, tmp_path / "station.sdk"))
    fresh.close()
    shutil.copy(fresh.home.database, old)
    return old


def test_a_station_restored_from_an_old_copy_is_a_fork_and_gets_its_loss_back(pair: Pair, tmp_path: Path) -> None:
    rid = person(pair.station, "甲某", post="网格员")
    pair.round_trip()
    old = copy_of(pair.station, tmp_path / "old.db")
    pair.wait(days=3)
    person(pair.station, "乙某")
    rename(pair.station, rid, post="治保主任")
    pair.round_trip()
    pair.station = restore(pair.station, old)
    pair.wait(days=1)
    person(pair.station, "丙某")
    rename(pair.station, rid, post="联防队员")
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    came = answer.bundles[0]
    assert (came.result, came.conflicts) == ("fork", 1)
    assert [(w.code, w.facts.get("day"), w.facts["office"]) for w in came.warnings] == [
        ("bundle_fork", "2026-11-22", "梁才派出所"),
        ("bundle_conflicts", None, "梁才派出所"),
    ]
    assert names(pair.county) == ["丙某", "乙某", "甲某"]
    back = take(pair.station, *map(Path, answer.receipts), receipt_to=pair.up)[0]
    assert (back.result, back.warnings[0].facts["office"]) == ("fork", "梁才派出所")
    assert names(pair.station) == ["丙某", "乙某", "甲某"]
    person(pair.station, "丁某")
    assert results(pair.county, pair.send()) == ["applied"]
    for desk in (pair.station, pair.county):
        with desk.store.read() as conn:
            assert conn.exec_driver_sql("SELECT post FROM person WHERE id = ?", (rid,)).scalar_one() == "联防队员"
            assert conn.exec_driver_sql("SELECT val FROM conflict").scalars().all() == ['"治保主任"']


def test_a_station_that_notices_its_old_copy_and_writes_nothing_gets_its_loss_back(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    old = copy_of(pair.station, tmp_path / "old.db")
    person(pair.station, "乙某")
    pair.round_trip()
    pair.station = restore(pair.station, old)
    answer = exchange.import_bundles(pair.county, [pair.send()], receipt_to=pair.down)
    assert [one.result for one in answer.bundles] == ["applied"]
    made = exchange.export_bundles(pair.county, pair.down)
    assert results(pair.station, Path(made[0].file), receipt_to=pair.up) == ["applied"]
    assert names(pair.station) == ["乙某", "甲某"]


def test_after_a_restore_the_numbers_go_on_above_what_the_other_side_has(pair: Pair, tmp_path: Path) -> None:
    old = copy_of(pair.station, tmp_path / "old.db")
    for name in ("甲某", "乙某", "丙某"):
        person(pair.station, name)
        pair.round_trip()
    pair.station = restore(pair.station, old)
    file = Path(exchange.export_bundles(pair.county, pair.down, receivers=[STATION], full=True)[0].file)
    take(pair.station, file, receipt_to=pair.up)
    assert exchange.export_bundles(pair.station, pair.up)[0].number > 3


def test_both_sides_restored_still_find_each_other(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    pair.round_trip()
    olds = [copy_of(desk, tmp_path / f"{desk.office.code}.db") for desk in (pair.station, pair.county)]
    person(pair.station, "乙某")
    with pair.county.store.write("c1", "village_add", scope=STATION) as work:
        work.create("village", "v" * 32, {"code": "371602009001", "name": "东村"})
    for _ in range(2):
        pair.round_trip()
        take(pair.station, *(Path(one.file) for one in exchange.export_bundles(pair.county, pair.down)))
    pair.station, pair.county = restore(pair.station, olds[0]), restore(pair.county, olds[1])
    person(pair.station, "丙某")
    for _ in range(3):
        pair.round_trip()
    assert names(pair.station) == names(pair.county) == ["丙某", "甲某"]


def test_an_erased_record_stays_erased_whichever_old_stick_turns_up(pair: Pair) -> None:
    rid = person(pair.station, "甲某", phone="13800001234")
    old = pair.send()
    rename(pair.station, rid, phone="13800005678")
    with pair.station.store.write("a", "person_erase") as work:
        work.erase("person", rid)
    assert results(pair.county, pair.send()) == ["applied"]
    assert results(pair.county, old) == ["duplicate"]
    full = exchange.export_bundles(pair.station, pair.up, full=True)[0]
    assert results(pair.county, Path(full.file)) == ["duplicate"]
    for desk in (pair.station, pair.county):
        with desk.store.read() as conn:
            assert conn.exec_driver_sql("SELECT count(*) FROM change WHERE rid = ? AND op <> 'x'", (rid,)).scalar() == 2
            bodies = conn.exec_driver_sql("SELECT body, salt FROM change WHERE rid = ? AND op <> 'x'", (rid,)).all()
            assert set(map(tuple, bodies)) == {(None, None)}
            row = conn.exec_driver_sql("SELECT name, phone, deleted FROM person WHERE id = ?", (rid,)).one()
            assert tuple(row) == (None, None, 1)


def test_a_write_on_a_forgotten_branch_does_not_bring_an_erased_record_back(pair: Pair, tmp_path: Path) -> None:
    rid = person(pair.station, "甲某", phone="13800001234")
    pair.round_trip()
    old = copy_of(pair.station, tmp_path / "old.db")
    with pair.station.store.write("a", "person_erase") as work:
        work.erase("person", rid)
    pair.round_trip()
    pair.station = restore(pair.station, old)
    rename(pair.station, rid, phone="13800009999")
    assert results(pair.county, pair.send(), receipt_to=pair.down) == ["fork"]
    with pair.county.store.read() as conn:
        assert conn.exec_driver_sql("SELECT phone FROM person WHERE id = ?", (rid,)).scalar_one() is None
        assert b"13800009999" not in repr(conn.exec_driver_sql("SELECT body FROM change").all()).encode()


# --- where everyone stands -----------------------------------------------------------------------------------------
def test_status_tells_what_is_not_confirmed_and_for_how_long(pair: Pair) -> None:
    person(pair.station, "甲某")
    pair.send()
    pair.wait(days=6)
    told = exchange.status(pair.station)[0]
    assert (told.office, told.unacknowledged_changes, told.overdue_days) == (COUNTY, 2, 6)
    assert (told.last_sent, told.last_receipt) == ("2026-11-22T01:00:00.000Z", None)
    pair.round_trip()
    told = exchange.status(pair.station)[0]
    assert (told.unacknowledged_changes, told.overdue_days, told.confirmed_number) == (0, 0, 2)
    assert told.last_receipt == "2026-11-28T01:00:00.000Z"


def test_waiting_counts_what_no_bundle_carries_yet(pair: Pair) -> None:
    assert exchange.waiting(pair.station).by_kind == {"office": 1}
    pair.send()
    assert exchange.waiting(pair.station).changes == 0
    pair.wait(days=1)
    person(pair.station, "甲某", bank_card="6200000000000000")
    told = exchange.waiting(pair.station)
    assert (told.since, dict(told.by_kind)) == ("2026-11-23T01:00:00.000Z", {"person": 2})


def test_the_county_sees_its_stations(pair: Pair) -> None:
    rid = person(pair.station, "甲某")
    with pair.station.store.write("a", "term_add") as work:
        work.create("term", "t" * 32, {"person_id": rid, "state": "active"})
        work.create("village", "v" * 32, {"code": "371602009001", "name": "东村"})
    take(pair.county, pair.send())
    pair.wait(days=9)
    seen = exchange.stations(pair.county)
    assert [(one.code, one.people, one.villages, one.last_number) for one in seen] == [(STATION, 1, 1, 1)]
    assert (seen[0].overdue_days, seen[0].heard_at) == (9, "2026-11-22T01:00:00.000Z")


def test_every_file_looked_at_is_on_the_list_and_in_the_access_log(pair: Pair, tmp_path: Path) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    bad = tmp_path / "bad.sdb"
    bad.write_bytes(file.read_bytes()[:-1])
    exchange.import_bundles(pair.county, [bad])
    exchange.import_bundles(pair.county, [file])
    assert [one.result for one in exchange.received(pair.county)] == ["applied", "corrupt"]
    with pair.county.store.read() as conn:
        entries = conn.exec_driver_sql("SELECT act, object FROM access_log ORDER BY n").all()
    assert ("import", "bad.sdb") in map(tuple, entries)
    assert ("import", file.name) in map(tuple, entries)


def test_a_reader_cannot_take_anything_in(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    reader = replace(pair.county, read_only=True)
    with pytest.raises(Trouble, match="read_only"):
        exchange.import_bundles(reader, [file])


# --- looking at a file ---------------------------------------------------------------------------------------------
def test_inspect_tells_what_a_bundle_says_of_itself(pair: Pair) -> None:
    person(pair.station, "甲某")
    file = pair.send()
    before = everything(pair.county)
    told = exchange.inspect(pair.county, file).as_dict()
    assert told == {
        "format": 1,
        "from": STATION,
        "to": COUNTY,
        "number": 1,
        "scope": [STATION, "all"],
        "transactions": 2,
        "changes": 2,
        "prerequisites_known": True,
        "signature": "valid",
        "encrypted_for_us": True,
        "newer_than_us": False,
        "made_at": "2026-11-22T01:00:00.000Z",
    }
    assert everything(pair.county) == before
    mine = exchange.inspect(pair.station, file)
    assert (mine.signature, mine.encrypted_for_us) == ("valid", False)


def test_inspect_tells_a_damaged_file_and_a_stranger(pair: Pair, tmp_path: Path) -> None:
    file = pair.send()
    data = bytearray(file.read_bytes())
    data[-100] ^= 1
    bad = tmp_path / "bad.sdb"
    bad.write_bytes(data)
    assert exchange.inspect(pair.county, bad).signature == "invalid"
    bad.write_bytes(b"no bundle")
    assert exchange.inspect(pair.county, bad).signature == "invalid"
    other = make_pair(tmp_path / "other")
    assert exchange.inspect(other.county, file).signature == "invalid"  # the same code with other keys
    stranger = make_desk(tmp_path / "stranger", "371603")
    assert exchange.inspect(stranger, file).signature == "unknown_sender"
    stranger.close()
    other.close()
