"""Photos and documents: kept by hash, sent while there is room, given again when lost, gone when nobody names them."""

import io
import shutil
from pathlib import Path

import pytest
from PIL import Image

from station_desk.domain.trouble import Trouble
from station_desk.machine.files import SPARE_BYTES
from station_desk.services import attachments, exchange, exchange_files
from station_desk.services.desk import Desk
from tests.services.exchange_desks import Pair, open_copy, person
from tests.support.pictures import noise, pdf, picture


def photographed(pair: Pair, name: str = "甲某", *, travels: bool = True) -> tuple[str, str]:
    """A person with a photo: the ids of both."""
    rid = person(pair.station, name)
    return rid, attachments.add_photo(pair.station, rid, picture(seed=len(name)), travels=travels)


def blobs(desk: Desk) -> list[bytes]:
    with desk.store.read() as conn:
        return sorted(conn.exec_driver_sql("SELECT sha256 FROM blob").scalars())


def document(desk: Desk, folder: Path, name: str = "通知", pages: int = 1) -> str:
    file = folder / f"{name}.pdf"
    file.write_bytes(pdf(pages=pages))
    return attachments.add_document(desk, file)


# --- at home ---------------------------------------------------------------------------------------------------------
def test_a_photo_is_kept_small_and_shown(pair: Pair) -> None:
    rid, _ = photographed(pair, travels=False)
    found = attachments.photo_of(pair.station, rid)
    assert found is not None
    assert found.content is not None
    assert Image.open(io.BytesIO(found.content)).size == (413, 531)
    assert (found.attachment.travels, found.attachment.here, found.attachment.size) == (False, True, None)
    assert attachments.photo_of(pair.station, person(pair.station, "乙某")) is None


def test_a_new_photo_takes_the_place_of_the_old_one_for_ever(pair: Pair) -> None:
    rid, old = photographed(pair)
    new = attachments.add_photo(pair.station, rid, noise(500, 600))
    assert [one.id for one in attachments.attachments(pair.station, rid)] == [new]
    assert len(blobs(pair.station)) == 1
    with pytest.raises(Trouble, match="attachment_missing"):
        attachments.content(pair.station, old)


def test_what_is_removed_leaves_no_content_and_no_hash(pair: Pair) -> None:
    rid, photo = photographed(pair)
    sha256 = blobs(pair.station)[0].hex()
    attachments.remove(pair.station, photo)
    assert blobs(pair.station) == []
    with pair.station.store.read() as conn:
        bodies = conn.exec_driver_sql("SELECT body FROM change WHERE body IS NOT NULL").scalars().all()
    assert all(sha256 not in body for body in bodies)
    assert attachments.photo_of(pair.station, rid) is None
    assert pair.station.store.integrity(deep=True) == []


def test_a_content_that_two_records_name_stays_until_both_are_gone(pair: Pair) -> None:
    _, one = photographed(pair, "甲某")
    _, two = photographed(pair, "乙某")
    assert len(blobs(pair.station)) == 1
    attachments.remove(pair.station, one)
    assert len(blobs(pair.station)) == 1
    attachments.remove(pair.station, two)
    assert blobs(pair.station) == []


def test_a_rotten_content_is_found_and_never_shown(pair: Pair) -> None:
    rid, photo = photographed(pair)
    with pair.station.store.transaction() as conn:
        conn.exec_driver_sql("UPDATE blob SET content = ?", (b"\xff\xd8\xff rotten",))
    assert [one.code for one in pair.station.store.integrity(deep=True)] == ["content_damaged"]
    with pytest.raises(Trouble, match="attachment_damaged"):
        attachments.content(pair.station, photo)
    found = attachments.photo_of(pair.station, rid)
    assert found is not None
    assert found.content is None
    assert blobs(pair.station) == []


def test_only_the_station_adds_photos_and_only_the_county_documents(pair: Pair, tmp_path: Path) -> None:
    rid = person(pair.station, "甲某")
    with pytest.raises(Trouble, match="station_only"):
        attachments.add_photo(pair.county, rid, picture())
    with pytest.raises(Trouble, match="county_only"):
        document(pair.station, tmp_path)
    with pytest.raises(Trouble, match="person_missing"):
        attachments.add_photo(pair.station, "0" * 32, picture())
    with pytest.raises(Trouble, match="attachment_unreadable"):
        attachments.add_photo(pair.station, rid, tmp_path / "不在.jpg")


def test_saving_a_photo_is_recorded(pair: Pair, tmp_path: Path) -> None:
    _, photo = photographed(pair)
    file = attachments.save(pair.station, photo, tmp_path / "甲.jpg")
    assert file.read_bytes() == attachments.content(pair.station, photo)[1]
    with pair.station.store.read() as conn:
        assert "attachment_save" in conn.exec_driver_sql("SELECT act FROM access_log").scalars().all()
    with pytest.raises(Trouble, match="stick_gone"):
        attachments.save(pair.station, photo, tmp_path / "no" / "a.jpg")


def test_a_copy_of_the_home_holds_the_contents(pair: Pair, tmp_path: Path) -> None:
    rid, _ = photographed(pair)
    (tmp_path / "copy").mkdir()
    pair.station.store.vacuum_into(tmp_path / "copy" / "desk.db")
    with open_copy(tmp_path / "copy", pair.station.office) as copy:
        found = attachments.photo_of(copy, rid)
        assert found is not None
        assert found.content is not None
        assert copy.store.integrity(deep=True) == []


# --- to the other side -----------------------------------------------------------------------------------------------
def test_a_chosen_photo_stands_at_the_county(pair: Pair) -> None:
    rid, _ = photographed(pair)
    made = exchange.export_bundles(pair.station, pair.up)[0]
    assert (made.files, made.files_waiting) == (1, 0)
    answer = exchange.import_bundles(pair.county, [Path(made.file)], receipt_to=pair.down)
    assert answer.bundles[0].files == 1
    found = attachments.photo_of(pair.county, rid)
    assert found is not None
    assert found.content is not None
    exchange.import_bundles(pair.station, [Path(answer.receipts[0])])
    assert exchange.export_bundles(pair.station, pair.up)[0].files == 0


def test_a_photo_that_was_not_chosen_stays_and_not_even_its_hash_leaves(pair: Pair) -> None:
    rid, photo = photographed(pair, travels=False)
    pair.round_trip()
    assert blobs(pair.county) == []
    found = attachments.photo_of(pair.county, rid)
    assert found is not None
    assert (found.content, found.attachment.sha256, found.attachment.travels) == (None, None, False)
    with pytest.raises(Trouble, match="attachment_waits"):
        attachments.content(pair.county, photo)


def test_choosing_sends_it_and_choosing_otherwise_takes_it_back(pair: Pair) -> None:
    _, photo = photographed(pair, travels=False)
    pair.round_trip()
    attachments.let_travel(pair.station, photo, travels=True)
    pair.round_trip()
    assert blobs(pair.county) == blobs(pair.station)
    attachments.let_travel(pair.station, photo, travels=False)
    pair.round_trip()
    assert blobs(pair.county) == []
    assert len(blobs(pair.station)) == 1
    assert pair.station.store.integrity(deep=True) == []


def test_a_countys_document_reaches_its_station(pair: Pair, tmp_path: Path) -> None:
    rid = document(pair.county, tmp_path, pages=3)
    made = exchange.export_bundles(pair.county, pair.down)
    assert made[0].files == 1
    exchange.import_bundles(pair.station, [Path(made[0].file)], receipt_to=pair.up)
    listed = attachments.documents(pair.station)
    assert [(one.id, one.title, one.here, one.travels) for one in listed] == [(rid, "通知", True, True)]
    assert attachments.content(pair.station, rid)[1] == pdf(pages=3)
    with pytest.raises(Trouble, match="not_ours"):
        attachments.remove(pair.station, rid)


def test_an_erased_attachment_takes_the_content_along_at_the_other_side(pair: Pair) -> None:
    _, photo = photographed(pair)
    pair.round_trip()
    assert len(blobs(pair.county)) == 1
    attachments.remove(pair.station, photo)
    pair.round_trip()
    assert blobs(pair.county) == []
    with pair.county.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM blob_held").scalar_one() == 0


# --- over several bundles, and again ---------------------------------------------------------------------------------
def test_on_a_small_stick_the_records_go_first_and_the_files_follow_in_later_bundles(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("甲", 300), ("乙一", 420), ("丙一二", 900)):
        rid = person(pair.station, name)
        attachments.add_photo(pair.station, rid, noise(size, size + 100), travels=True)
    sizes = sorted(one.size or 0 for one in attachments.attachments(pair.station))
    records = exchange.export_bundles(pair.station, pair.up)[0]
    assert (records.files, records.files_waiting) == (3, 0)
    with pair.station.store.transaction() as conn:
        conn.exec_driver_sql("DELETE FROM blob_sent")
    free = exchange_files.disk.free_bytes
    room = SPARE_BYTES + 20_000 + sizes[-1]  # of which 20,000 for the records
    monkeypatch.setattr(exchange_files.disk, "free_bytes", lambda at: room if at == pair.up else free(at))
    told, there = [], []
    for _ in range(3):
        made = exchange.export_bundles(pair.station, pair.up)[0]
        told.append((made.files, made.files_waiting))
        assert exchange.import_bundles(pair.county, [Path(made.file)], receipt_to=pair.down).trouble is None
        there.append(len(blobs(pair.county)))
    assert told[0] == (1, 2)
    assert there == [1, 2, 3]  # though no receipt came back: what was in no bundle yet goes first


def test_a_lost_content_is_asked_for_and_given_again(pair: Pair) -> None:
    rid, _ = photographed(pair)
    pair.round_trip()
    assert exchange.export_bundles(pair.station, pair.up)[0].files == 0
    with pair.county.store.transaction() as conn:
        conn.exec_driver_sql("DELETE FROM blob")
    shown = exchange.export_bundles(pair.county, pair.down, receivers=[pair.station.office.code])[0]
    exchange.import_bundles(pair.station, [Path(shown.file)])
    again = exchange.export_bundles(pair.station, pair.up)[0]
    assert again.files == 1
    answer = exchange.import_bundles(pair.county, [Path(again.file)], receipt_to=pair.down)
    assert answer.bundles[0].files == 1
    assert len(answer.receipts) == 1
    found = attachments.photo_of(pair.county, rid)
    assert found is not None
    assert found.content is not None


def test_a_county_from_an_old_copy_gets_record_and_content_again(pair: Pair, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    pair.county.store.vacuum_into(tmp_path / "old" / "desk.db")
    rid, _ = photographed(pair)
    pair.round_trip()
    with open_copy(tmp_path / "old", pair.county.office) as old:
        hello = exchange.export_bundles(old, pair.down, receivers=[pair.station.office.code])[0]
        exchange.import_bundles(pair.station, [Path(hello.file)])
        again = exchange.export_bundles(pair.station, pair.up)[0]
        assert again.files == 1
        exchange.import_bundles(old, [Path(again.file)])
        found = attachments.photo_of(old, rid)
        assert found is not None
        assert found.content is not None


def test_a_station_from_an_old_copy_gets_its_chosen_photo_back(pair: Pair, tmp_path: Path) -> None:
    pair.round_trip()
    (tmp_path / "old").mkdir()
    shutil.copy(tmp_path / "station" / "desk.db", tmp_path / "old" / "desk.db")
    rid, _ = photographed(pair)
    pair.round_trip()
    with open_copy(tmp_path / "old", pair.station.office) as old:
        old.store.renew_rep()
        hello = exchange.export_bundles(old, pair.up)[0]
        answer = exchange.import_bundles(pair.county, [Path(hello.file)], receipt_to=pair.down)
        files = [Path(one) for one in answer.receipts] or [
            Path(exchange.export_bundles(pair.county, pair.down, receivers=[old.office.code])[0].file)
        ]
        exchange.import_bundles(old, files)
        found = attachments.photo_of(old, rid)
        assert found is not None
        assert found.content is not None


def test_full_gives_everything_again_and_a_file_that_is_there_is_not_stored_twice(pair: Pair) -> None:
    photographed(pair)
    pair.round_trip()
    made = exchange.export_bundles(pair.station, pair.up, full=True)[0]
    assert made.files == 1
    answer = exchange.import_bundles(pair.county, [Path(made.file)])
    assert answer.bundles[0].result == "duplicate"
    assert len(blobs(pair.county)) == 1


def test_a_program_that_knows_no_attachments_is_given_none(pair: Pair) -> None:
    photographed(pair)
    with pair.station.store.transaction() as conn:
        conn.exec_driver_sql("UPDATE peer SET sv = 1")
    made = exchange.export_bundles(pair.station, pair.up)[0]
    assert (made.files, made.files_waiting) == (0, 0)


def test_looking_only_stores_nothing(pair: Pair) -> None:
    photographed(pair)
    answer = exchange.import_bundles(pair.county, [pair.send()], dry_run=True)
    assert answer.bundles[0].files == 1
    assert blobs(pair.county) == []


def test_what_waits_tells_of_files(pair: Pair, tmp_path: Path) -> None:
    document(pair.county, tmp_path)
    assert exchange.waiting(pair.county).files == 1
    pair.send(pair.county)
    assert exchange.waiting(pair.county).files == 0
