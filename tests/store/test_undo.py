"""Undo takes an act back by a further act; it is refused where later acts rest on it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station_desk.domain.ids import new_id
from station_desk.domain.trouble import Trouble
from station_desk.store.engine import Store
from station_desk.store.people import load_people, load_person, load_terms
from station_desk.store.undo import undoable
from station_desk.store.villages import load_villages
from tests.store.conftest import CLERK

OTHER = "0192f0a1b2c37d4e8f5a6b7c8d9e0f22"


def add(store: Store, name: str = "赵一", actor: str = CLERK) -> str:
    rid = new_id()
    with store.write(actor, "person_add") as work:
        work.create("person", rid, {"name": name})
    return rid


def edit(store: Store, rid: str, actor: str = CLERK, **fields: str | None) -> str:
    with store.write(actor, "person_edit") as work:
        work.update("person", rid, fields)
    return work.run


def name_of(store: Store, rid: str) -> str | None:
    with store.read() as conn:
        person = load_person(conn, rid)
    return person.name if person else None


def refused(store: Store, run: str | None = None) -> Trouble:
    before = store.heads()
    with pytest.raises(Trouble) as caught:
        store.undo(CLERK, run)
    assert store.heads() == before
    return caught.value


def test_an_edit_is_taken_back_and_done_again(store: Store) -> None:
    rid = add(store)
    run = edit(store, rid, name="钱二", sex="男")
    report = store.undo(CLERK)
    assert (report.action, report.undone, report.actor, report.records) == ("person_edit", run, CLERK, 1)
    assert name_of(store, rid) == "赵一"
    store.redo(CLERK)
    assert name_of(store, rid) == "钱二"
    store.undo(CLERK)
    assert name_of(store, rid) == "赵一"
    assert store.integrity(deep=True) == []


def test_undo_goes_back_act_by_act_and_redo_forward(store: Store) -> None:
    rid = add(store, "零")
    for name in ("一", "二", "三"):
        edit(store, rid, name=name)
    back = []
    for _ in range(3):
        store.undo(CLERK)
        back.append(name_of(store, rid))
    store.undo(CLERK)
    assert back == ["二", "一", "零"]
    assert name_of(store, rid) is None, "the person was struck out again"
    assert refused(store).code == "undo_nothing"
    forward = []
    for _ in range(4):
        store.redo(CLERK)
        forward.append(name_of(store, rid))
    assert forward == ["零", "一", "二", "三"]
    with pytest.raises(Trouble, match="undo_nothing"):
        store.redo(CLERK)


def test_a_new_act_ends_the_chance_to_redo(store: Store) -> None:
    rid = add(store)
    edit(store, rid, name="钱二")
    store.undo(CLERK)
    edit(store, rid, name="孙三")
    with pytest.raises(Trouble, match="undo_nothing"):
        store.redo(CLERK)
    store.undo(CLERK)
    assert name_of(store, rid) == "赵一"


def test_an_empty_field_becomes_empty_again(store: Store) -> None:
    rid = add(store)
    edit(store, rid, phone="13800001234", bank_card="6222000000000000")
    edit(store, rid, phone=None)
    store.undo(CLERK)
    with store.read() as conn:
        assert load_people(conn)[0].phone == "13800001234"
    store.undo(CLERK)
    with store.read() as conn:
        assert (load_people(conn)[0].phone, load_people(conn)[0].bank_card) == (None, None)


def test_a_person_with_term_and_villages_goes_and_comes_as_one(store: Store) -> None:
    person, term, village = new_id(), new_id(), new_id()
    with store.write(CLERK, "village_add") as work:
        work.create("village", village, {"code": "371602009201", "name": "甲村"})
    with store.write(CLERK, "person_add") as work:
        work.create("person", person, {"name": "赵一"})
        work.create("term", term, {"person_id": person, "state": "active"})
        work.create("term_village", new_id(), {"term_id": term, "village_id": village})
    assert store.undo(CLERK).records == 3
    with store.read() as conn:
        assert (load_people(conn), load_terms(conn), len(load_villages(conn))) == ([], [], 1)
    store.redo(CLERK)
    with store.read() as conn:
        assert [found.villages for found in load_terms(conn)] == [(village,)]


def test_undo_of_an_earlier_run_is_refused_with_the_names_of_what_rests_on_it(store: Store) -> None:
    with store.write(CLERK, "roster_import") as work:
        ids = [new_id() for _ in range(3)]
        for rid, name in zip(ids, ("赵一", "钱二", "孙三"), strict=True):
            work.create("person", rid, {"name": name})
    later = edit(store, ids[1], phone="13800001234")
    trouble = refused(store, work.run)
    assert (trouble.code, trouble.facts["records"], trouble.facts["count"]) == ("undo_rests", ["钱二"], 1)
    store.undo(CLERK, later)
    assert store.undo(CLERK, work.run).records == 3, "what was taken back stands in the way no longer"
    assert name_of(store, ids[1]) is None


def test_another_field_of_the_same_record_does_not_stand_in_the_way(store: Store) -> None:
    rid = add(store)
    run = edit(store, rid, name="钱二")
    edit(store, rid, sex="女")
    store.undo(CLERK, run)
    assert name_of(store, rid) == "赵一"


def test_a_child_made_later_stands_in_the_way(store: Store) -> None:
    rid = add(store)
    with store.write(CLERK, "term_add") as work:
        work.create("term", new_id(), {"person_id": rid, "state": "active"})
    with store.read() as conn:
        made = undoable(conn, int(store.setting("rep") or 0))
    assert made == work.run
    with store.write(CLERK, "print") as printing:
        printing.create("sheet", new_id(), {"serial": "1", "person_id": rid})
    store.undo(CLERK)
    trouble = refused(store)
    assert (trouble.code, trouble.facts["count"]) == ("undo_rests", 1)
    assert trouble.facts["records"] == ["赵一"], "the printed sheet is about the person"


def test_each_person_takes_back_their_own_acts(store: Store) -> None:
    mine, theirs = add(store, "我"), add(store, "他", OTHER)
    store.undo(CLERK)
    assert name_of(store, mine) is None
    assert name_of(store, theirs) == "他"
    assert refused(store).code == "undo_nothing"


def test_what_was_erased_or_is_no_matter_of_the_roster_stays(store: Store) -> None:
    with store.write(CLERK, "account_add") as work:
        work.create("account", new_id(), {"name": "李四", "role": "clerk", "active": 1})
    assert refused(store).code == "undo_nothing"
    assert refused(store, work.run).code == "undo_impossible"
    rid = add(store)
    with store.write(CLERK, "person_erase") as erasing:
        erasing.erase("person", rid)
    assert refused(store, erasing.run).code == "undo_impossible"
    assert refused(store).code == "undo_impossible", "the act that made the person is blank now"
    assert refused(store, new_id()).code == "undo_nothing"


def test_a_large_run_is_taken_back_at_once(store: Store) -> None:
    with store.write(CLERK, "roster_import") as work:
        for at in range(10_500):
            work.create("person", new_id(), {"name": f"赵{at}"})
    before = store.sequence()
    assert store.undo(CLERK, work.run).records == 10_500
    assert store.sequence() == before + 2
    with store.read() as conn:
        assert load_people(conn) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.one_of(
            st.just("undo"),
            st.just("redo"),
            st.tuples(st.just("add"), st.sampled_from("甲乙丙")),
            st.tuples(st.just("edit"), st.integers(0, 5), st.sampled_from(["甲", "乙", None]), st.sampled_from("男女")),
            st.tuples(st.just("remove"), st.integers(0, 5)),
        ),
        max_size=14,
    )
)
def test_any_steps_back_and_forth_end_where_a_stack_of_pictures_says(store: Store, steps: list[object]) -> None:
    actor = new_id()
    before, after = [picture(store)], list[dict[str, tuple[str, str]]]()
    for step in steps:
        if step == "undo":
            if len(before) > 1:
                store.undo(actor)
                after.append(before.pop())
            else:
                with pytest.raises(Trouble, match="undo_nothing"):
                    store.undo(actor)
        elif step == "redo":
            if after:
                store.redo(actor)
                before.append(after.pop())
            else:
                with pytest.raises(Trouble, match="undo_nothing"):
                    store.redo(actor)
        elif act(store, actor, step):
            before.append(picture(store))
            after.clear()
        assert picture(store) == before[-1]
    assert store.integrity(deep=True) == []


def picture(store: Store) -> dict[str, tuple[str, str]]:
    with store.read() as conn:
        return {person.id: (person.name, person.sex) for person in load_people(conn)}


def act(store: Store, actor: str, step: object) -> bool:
    """Do one ordinary act; whether it wrote anything."""
    written = store.sequence()
    ids = sorted(picture(store))
    match step:
        case ("add", str(name)):
            add(store, name, actor)
        case ("edit", int(at), name, sex) if ids:
            edit(store, ids[at % len(ids)], actor, name=name, sex=sex)
        case ("remove", int(at)) if ids:
            with store.write(actor, "person_remove") as work:
                work.delete("person", ids[at % len(ids)])
    return store.sequence() > written
