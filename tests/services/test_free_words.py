"""The guard stands where every act passes: typed, imported, from the command line."""

from collections.abc import Callable

import pytest

from station_desk.domain.roster import PersonDraft
from station_desk.domain.trouble import Trouble
from station_desk.services import guard, roster
from station_desk.services.desk import Desk
from station_desk.services.free_words import CODED, is_free
from station_desk.store.tables import ENTITIES
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]

WORDS = "王大柱 371602198503129974"


def passes(desk: Desk) -> list[tuple[str, str]]:
    with desk.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT object, detail FROM access_log WHERE act = 'guard_pass' ORDER BY n")
        return [(one.object, one.detail) for one in rows]


def writers(desk: Desk) -> list[Callable[[], object]]:
    """Acts that write free words: a post, the end of a term, a village's officer, a title, a metric, an alias."""

    def write(ent: str, fields: dict[str, str]) -> Callable[[], object]:
        def act() -> None:
            with desk.store.write(desk.account.id, "test") as work:
                work.create(ent, "a" * 32, fields)

        return act

    village = ids(desk)[0]
    return [
        lambda: roster.add_person(desk, PersonDraft(name="赵一", village_ids=(village,), post=WORDS)),
        write("village", {"code": "371602009999", "name": WORDS}),
        write("attachment", {"about_ent": "village", "about_id": village, "kind": "document", "title": WORDS}),
        write("metric", {"code": "K01", "name": WORDS, "keep_class": "A"}),
        write("village_alias", {"village_id": village, "alias": WORDS}),
        write("figure", {"code": "D03", "month": "2026-10", "words": WORDS}),
    ]


def test_no_act_writes_residents_data_unasked(desk: Desk) -> None:
    for act in writers(desk):
        with pytest.raises(Trouble) as caught:
            act()
        assert caught.value.code == "guard_words"
    assert passes(desk) == []


def test_what_somebody_let_pass_is_written_and_only_counted(desk: Desk) -> None:
    guard.let_pass(desk, WORDS, "post")
    for act in writers(desk)[:2]:
        act()
    assert passes(desk) == [("post", "id_no")]
    with desk.store.read() as conn:
        assert WORDS not in str(conn.exec_driver_sql("SELECT * FROM access_log").fetchall())
        assert WORDS not in str(conn.exec_driver_sql("SELECT * FROM setting").fetchall())


def test_undo_and_redo_give_back_what_was_let_pass_in_another_session(desk: Desk) -> None:
    guard.let_pass(desk, WORDS, "post")
    rid = roster.add_person(desk, PersonDraft(name="赵一", village_ids=tuple(ids(desk)[:1]), post=WORDS))
    roster.edit_person(desk, rid, {"post": "网格员"})
    guard.guard_of(desk.store)._passed.clear()
    roster.undo_last(desk)
    assert roster.card(desk, rid).row.post == WORDS


def test_numbers_of_the_roster_and_of_the_office_are_nobody_elses(desk: Desk) -> None:
    phone, number = "13800001234", "371602198503159977"
    village = ids(desk)[0]
    roster.add_person(desk, PersonDraft(name="赵一", id_no=number, phone=phone, village_ids=(village,)))
    for words in (f"电话 {phone}", number, f"所 {desk.office.code}", "鲁公〔2019〕12号", "德2026-11-0037-1"):
        assert guard.warns(desk, words) == ()
    assert guard.warns(desk, "13900005678") == ("phone",)


def test_a_field_is_free_unless_its_name_says_otherwise() -> None:
    texts = {(name, field) for name, entity in ENTITIES.items() for field in entity.fields}
    assert {("remark", "words"), ("attachment", "title"), ("person", "post"), ("village", "name")} <= {
        one for one in texts if is_free(*one)
    }
    assert is_free("something_new", "notes"), "a new field is covered from its first day"
    assert {field for field in CODED if not any(field == other for _, other in texts)} <= {"cell"}
