"""A deep check finds every flipped bit of the file, and what was changed past the program."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.store import connect
from station_desk.store.engine import Store
from tests.store.conftest import CLERK


@pytest.fixture
def filled(store: Store) -> Store:
    """A station with a few hundred people, some changed, one struck out, one erased, and an access log."""
    ids = [new_id() for _ in range(300)]
    with store.write(CLERK, "roster_import") as work:
        for at, rid in enumerate(ids):
            work.create(
                "person", rid, {"name": f"赵{at}", "phone": "13800001234", "bank_card": "6222" if at % 9 else None}
            )
            work.create("term", f"t{at}", {"person_id": rid, "state": "active"})
    with store.write(CLERK, "roster_edit") as work:
        for rid in ids[::3]:
            work.update("person", rid, {"name": "钱", "sex": "女"})
        work.delete("term", "t1")
        work.erase("person", ids[2])
        work.access("reveal", ids[0], "phone")
    return store


def codes(store: Store) -> set[str]:
    return {finding.code for finding in store.integrity(deep=True)}


def found_by_any_means(path: Path, key: bytes) -> bool:
    """Whether opening and a deep check tell of anything."""
    try:
        store = Store.open(path, key, write=False)
    except Trouble as trouble:
        return trouble.code in {"database_damaged", "wrong_key"}
    try:
        return bool(store.integrity(deep=True))
    except Trouble as trouble:
        return trouble.code == "database_damaged"
    finally:
        store.close()


def flips(count: int, length: int) -> Iterator[tuple[int, int]]:
    """Byte and bit: the beginning thoroughly, the rest at random."""
    rnd = random.Random(11)
    for _ in range(count):
        yield rnd.choice((rnd.randrange(length), rnd.randrange(length), rnd.randrange(120))), rnd.randrange(8)


@pytest.mark.parametrize("count", [250, pytest.param(10_000, marks=[pytest.mark.long, pytest.mark.timeout(3000)])])
def test_every_flipped_bit_of_the_file_is_found(filled: Store, key: bytes, tmp_path: Path, count: int) -> None:
    assert filled.integrity(deep=True) == []
    filled.close()
    whole = filled.path.read_bytes()
    copy = tmp_path / "copy.db"
    copy.write_bytes(whole)
    assert not found_by_any_means(copy, key), "the copy itself is whole"
    missed = []
    for at, bit in flips(count, len(whole)):
        with copy.open("r+b") as stream:
            stream.seek(at)
            stream.write(bytes([whole[at] ^ 1 << bit]))
        if not found_by_any_means(copy, key):
            missed.append((at, bit))
        with copy.open("r+b") as stream:
            stream.seek(at)
            stream.write(whole[at : at + 1])
    assert missed == []


def test_a_zeroed_page_a_cut_and_a_tail_are_found(filled: Store, key: bytes, tmp_path: Path) -> None:
    filled.close()
    whole = filled.path.read_bytes()
    copy = tmp_path / "copy.db"
    page = 4096 * 5
    for content in (
        whole[:page] + bytes(4096) + whole[page + 4096 :],
        whole[:page] + whole[:4096] + whole[page + 4096 :],
        whole[:-4096],
        whole[:-1],
        whole + b"x",
        whole + bytes(4096),
    ):
        copy.write_bytes(content)
        assert found_by_any_means(copy, key)


def test_a_flipped_bit_beneath_an_open_store_is_found(filled: Store) -> None:
    with filled.path.open("r+b") as stream:
        stream.seek(-2000, 2)
        byte = stream.read(1)
        stream.seek(-2000, 2)
        stream.write(bytes([byte[0] ^ 1]))
    assert "page_damaged" in codes(filled)


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        ("UPDATE person SET name = '孙' WHERE name = '赵1'", {"row_differs"}),
        ("UPDATE person SET deleted = 1 WHERE name = '赵1'", {"row_differs"}),
        ("UPDATE person SET bank_card = '1' WHERE name = '赵1'", {"row_differs"}),
        ("UPDATE fclock SET hlc = hlc + 1 WHERE field = 'sex'", {"row_differs"}),
        ("DELETE FROM term WHERE id = 't5'", {"row_lost"}),
        (
            "INSERT INTO person (scope, id, name, office, hlc, rep, txh) VALUES ('371602009', 'x', 'y', '1', 1, 1, x'00')",
            {"row_without_journal"},
        ),
        (
            "UPDATE change SET body = replace(body, '赵1', '孙1') WHERE body LIKE '%赵1\"%'",
            {"journal_changed", "row_differs"},
        ),
        ("UPDATE change SET body = NULL WHERE body LIKE '%赵1\"%'", {"journal_changed", "row_differs"}),
        ("UPDATE change SET i = 90000 WHERE i = 599", {"journal_changed"}),
        ("DELETE FROM change WHERE i = 599", {"journal_changed", "row_without_journal"}),
        ("UPDATE txn SET actor = 'someone else' WHERE n = 1", {"journal_changed"}),
        ("UPDATE txn SET parents = x'' WHERE n = 2", {"journal_changed", "heads_wrong"}),
        ("DELETE FROM head", {"heads_wrong"}),
        ("DELETE FROM tombstone", {"journal_changed", "row_differs"}),
        ("UPDATE access_log SET act = 'nothing'", {"access_changed"}),
    ],
)
def test_what_was_changed_past_the_program_is_found(filled: Store, tampering: str, told: set[str]) -> None:
    with filled.transaction() as conn:
        conn.execute(text(tampering))
    assert codes(filled) == told
    if told & {"row_differs", "row_lost", "row_without_journal", "journal_changed"}:
        assert filled.integrity(deep=False) == [], "that is what a deep check is for"


def test_a_child_without_its_parent_is_found(filled: Store, key: bytes) -> None:
    filled.close()
    raw = connect.open_raw(filled.path, key, writing=True, foreign_keys=False)
    raw.execute("DELETE FROM person WHERE name = '赵1'")
    raw.close()
    again = Store.open(filled.path, key, write=False)
    assert {finding.code for finding in again.integrity(deep=False)} == {"parent_missing"}
    again.close()


def test_the_list_of_findings_stays_short(filled: Store) -> None:
    with filled.transaction() as conn:
        conn.execute(text("UPDATE person SET name = name || 'x'"))
    assert len(filled.integrity(deep=True)) <= 100


def test_progress_is_told(filled: Store) -> None:
    seen: list[tuple[int, int]] = []
    filled.integrity(deep=True, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (0, 8)
    assert seen[-1] == (8, 8)
    assert seen == sorted(seen)
