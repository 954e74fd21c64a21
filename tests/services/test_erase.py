"""Erasing a person for ever: here, at the county, in an old copy, in every page of the file; hashes still verify."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from station_desk.domain.trouble import Trouble
from station_desk.services import conflicts, drafts, erase, exchange, roster
from station_desk.services.desk import Desk
from station_desk.store.blobs import put_content
from station_desk.store.engine import Store
from station_desk.store.imports import HeldRow, load_held, put_held
from station_desk.store.rekey import present_key
from tests.services.exchange_desks import open_copy, person, remove_template, rename
from tests.services.two_copies import Three, in_memory, three

NAME, ID_NO, PHONE, WORDS = "欧阳柏舟", "371602198503129974", "13700001234", "家住东头老槐树下"
_PAGE, _RESERVE, _IV = 4096, 80, 16


@pytest.fixture(scope="module", autouse=True)
def template() -> Iterator[None]:
    yield
    remove_template()


@pytest.fixture
def world() -> Iterator[Three]:
    with in_memory() as folder, three(folder) as made:
        yield made


def pages(path: Path, key: bytes) -> bytes:
    """The file as it lies on the disk, every page deciphered, unused ones and corners included."""
    data = path.read_bytes()
    plain = []
    for at in range(0, len(data), _PAGE):
        page = data[at : at + _PAGE]
        first = 16 if at == 0 else 0
        iv = page[_PAGE - _RESERVE : _PAGE - _RESERVE + _IV]
        cipher = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        plain.append(cipher.update(page[first : _PAGE - _RESERVE]) + cipher.finalize())
    return b"".join(plain)


def found_in(desk: Desk) -> list[str]:
    """Which of the traces lie in the file of a desk."""
    raw = pages(desk.home.database, present_key(desk.store))
    assert desk.office.code.encode() in raw
    wal = desk.home.database.with_name("desk.db-wal")
    assert not wal.exists() or not wal.stat().st_size
    return [text for text in (NAME, ID_NO, PHONE, WORDS) if text.encode() in raw]


def with_much(world: Three) -> str:
    """A person with everything that can hang on one; the record's id."""
    pc = world.pc
    rid = person(pc, NAME, id_no=ID_NO, phone=PHONE)
    with pc.store.write(pc.account.id, "more") as work:
        work.create("village", "v" * 32, {"name": "甲村", "code": "371602009201"})
        work.create("term", "t" * 32, {"person_id": rid, "state": "active", "number": f"聘{NAME}"})
        work.create("term_village", "l" * 32, {"term_id": "t" * 32, "village_id": "v" * 32})
        work.create("sheet", "s" * 32, {"serial": "26-0001", "form": "F15", "person_id": rid})
    world.quiet()
    with world.county.store.write(world.county.account.id, "remark", scope=pc.office.code) as work:
        work.create("remark", "r" * 32, {"about_ent": "person", "about_id": rid, "kind": "comment", "words": WORDS})
    with pc.store.write(pc.account.id, "photo") as work:
        digest = put_content(work.conn, b"photo of " + NAME.encode(), "2026-11-22T01:00:00Z")
        about = {"about_ent": "person", "about_id": rid, "kind": "document", "media": "application/pdf", "travels": 1}
        work.create("attachment", "p" * 32, {**about, "title": NAME, "sha256": digest, "size": 21})
    rename(pc, rid, phone="13700009999")
    rename(world.second, rid, phone="13700008888", post=f"{NAME}的岗位")
    world.quiet()
    [waiting] = [one for one in conflicts.open_conflicts(pc) if one.field == "phone"]
    conflicts.settle(pc, waiting.id, take=waiting.versions[1].txn)
    with pc.store.transaction() as conn:
        cells = {"姓名": NAME, "身份证号": ID_NO}
        put_held(conn, [HeldRow("h1", "r", "a.xlsx", "s", 1, "2026-11-22", cells, ())])
    kept = {rid: {"name": NAME, "phone": PHONE}, "other": {"name": "李四", "phone": "13800000001"}}
    drafts.keep(pc, "roster", {"open": rid, "kept": kept, "note": f"问{NAME}"})
    world.quiet()
    return rid


def _other_row() -> HeldRow:
    cells = {"姓名": NAME, "身份证号": "371602199001019978"}
    return HeldRow("h2", "r", "a.xlsx", "s", 2, "2026-11-22", cells, ())


def test_nothing_of_the_person_is_left_anywhere(world: Three) -> None:
    rid = with_much(world)
    assert set(found_in(world.pc)) == {NAME, ID_NO, PHONE, WORDS}
    told = erase.hangs_on(world.pc, rid)
    assert told.kinds == {"person": 1, "attachment": 1, "term": 1, "term_village": 1, "sheet": 1, "settlement": 1}
    gone = erase.erase_person(world.pc, rid, "request", NAME)
    assert (gone.kinds, gone.held_rows, gone.drafts, gone.compacted) == (told.kinds, 1, 1, True)
    assert found_in(world.pc) == [WORDS]
    with world.pc.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM blob").scalar_one() == 0
    world.quiet()
    for desk in world.desks():
        assert found_in(desk) == []
        assert desk.store.integrity(deep=True) == []
        assert conflicts.list_conflicts(desk) == []
    kept = drafts.fetch(world.pc, "roster")
    assert kept == {"open": "", "kept": {"other": {"name": "李四", "phone": "13800000001"}}, "note": ""}
    with pytest.raises(Trouble, match="person_missing"):
        roster.reveal(world.pc, rid, "phone")


def test_the_county_erases_what_it_wrote_about_the_person_and_says_so_in_the_receipt(world: Three) -> None:
    rid = with_much(world)
    erase.erase_person(world.pc, rid, "order", NAME)
    made = exchange.export_bundles(world.pc, world.pair.up)
    answer = exchange.import_bundles(world.county, [Path(made[0].file)], receipt_to=world.pair.down)
    assert {kind.kind for kind in answer.bundles[0].kinds if kind.erased} >= {"person", "term", "sheet", "settlement"}
    assert found_in(world.county) == []
    exchange.import_bundles(world.pc, [Path(one) for one in answer.receipts])
    assert found_in(world.pc) == []
    with world.pc.store.read() as conn:
        stones = conn.exec_driver_sql("SELECT ent FROM tombstone ORDER BY ent").scalars().all()
    assert stones == ["attachment", "person", "remark", "settlement", "sheet", "term", "term_village"]


def test_neither_an_old_stick_nor_a_restored_copy_brings_the_person_back(world: Three) -> None:
    rid = with_much(world)
    old_stick = exchange.export_bundles(world.pc, world.pair.up, full=True)[0].file
    copy = shutil.copy(world.second.home.database, world.second.home.path / "old.db")
    erase.erase_person(world.pc, rid, "retention", NAME)
    world.quiet()
    again = exchange.import_bundles(world.county, [Path(old_stick)])
    assert again.trouble is None
    assert found_in(world.county) == []
    world.second.close()
    shutil.copy(copy, world.second.home.database)
    world.second = open_copy(world.second.home.path, world.second.office)
    assert NAME in found_in(world.second)
    with world.second.store.write(world.second.account.id, "add") as work:
        work.create("sheet", "y" * 32, {"serial": "26-0002", "person_id": rid, "form": NAME})
        work.update("person", rid, {"post": NAME})
    world.quiet()
    for desk in world.desks():
        assert found_in(desk) == []
        assert desk.store.integrity(deep=True) == []


def test_the_name_must_be_typed_and_only_the_station_erases(world: Three) -> None:
    rid = person(world.pc, NAME, id_no=ID_NO)
    with pytest.raises(Trouble, match="erase_name_differs"):
        erase.erase_person(world.pc, rid, "request", "欧阳")
    with pytest.raises(Trouble, match="station_only"):
        erase.erase_person(world.county, rid, "request", NAME)
    with pytest.raises(Trouble, match="person_missing"):
        erase.erase_person(world.pc, "0" * 32, "request", NAME)
    with world.pc.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM tombstone").scalar_one() == 0


def test_a_namesake_keeps_held_row_and_draft(world: Three) -> None:
    rid = person(world.pc, NAME, id_no=ID_NO)
    person(world.pc, NAME)
    with world.pc.store.transaction() as conn:
        put_held(conn, [_other_row()])
    drafts.keep(world.pc, "roster", {"kept": {"add": {"name": NAME}}})
    gone = erase.erase_person(world.pc, rid, "mistake", NAME)
    assert (gone.held_rows, gone.drafts) == (0, 0)
    with world.pc.store.read() as conn:
        assert [json.dumps(row.cells, ensure_ascii=False) for row in load_held(conn)] == [
            json.dumps(_other_row().cells, ensure_ascii=False)
        ]


def test_what_was_erased_cannot_be_taken_back(world: Three) -> None:
    rid = person(world.pc, NAME)
    erase.erase_person(world.pc, rid, "mistake", NAME)
    with pytest.raises(Trouble, match="undo_"):
        world.pc.store.undo(world.pc.account.id)


def test_a_file_is_written_anew_in_its_place(tmp_path: Path) -> None:
    store = Store.create(tmp_path / "desk.db", b"k" * 32)
    store.become("371602009", "station")
    with store.write("a", "add") as work:
        for i in range(400):
            work.create("person", f"{i:032d}", {"name": NAME * 20})
    with store.write("a", "erase") as work:
        for i in range(400):
            work.erase("person", f"{i:032d}")
    before = store.path.stat().st_size
    store.compact()
    assert store.path.stat().st_size < before
    assert NAME.encode() not in pages(store.path, b"k" * 32)
    assert store.integrity(deep=True) == []
    store.close()
