"""One act: rows and journal in one commit, only real differences, chained transactions."""

import json
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from station_desk.domain.ids import new_id
from station_desk.domain.journal import MAX_CHANGES, txn_hash
from station_desk.domain.trouble import Trouble
from station_desk.store import tables
from station_desk.store.engine import Store
from station_desk.store.journal_rows import read_txns
from station_desk.store.people import load_people, load_person
from tests.store.conftest import CLERK, STATION


def add(store: Store, **fields: str) -> str:
    rid = new_id()
    with store.write(CLERK, "person_add") as work:
        work.create("person", rid, {"name": "赵一", **fields})
    return rid


def edit(store: Store, rid: str, **fields: str | None) -> None:
    with store.write(CLERK, "person_edit") as work:
        work.update("person", rid, fields)


def journal(store: Store) -> list[tuple[str, str, dict[str, object]]]:
    """(action, op, body) of every change in order."""
    with store.read() as conn:
        rows = conn.execute(
            select(tables.txn.c.action, tables.change.c.op, tables.change.c.body)
            .join(tables.change, tables.change.c.txh == tables.txn.c.hash)
            .order_by(tables.txn.c.n, tables.change.c.i)
        ).all()
    return [(action, op, json.loads(body) if body else {}) for action, op, body in rows]


def test_rows_and_journal_are_written_together(store: Store) -> None:
    rid = add(store, phone="13800001234")
    with store.read() as conn:
        person = load_person(conn, rid)
        [txn] = list(read_txns(conn, store.heads()[STATION]))
    assert person is not None
    assert (person.name, person.phone, person.scope) == ("赵一", "13800001234", STATION)
    assert (txn.office, txn.actor, txn.action, txn.n, txn.parents) == (STATION, CLERK, "person_add", 1, ())
    head = (txn.scope, txn.office, txn.rep, txn.n, txn.hlc, txn.actor, txn.action, txn.run, txn.sv)
    assert txn.hash == txn_hash(*head, txn.parents, txn.changes)
    assert [(c.op, c.ent, c.rid) for c in txn.changes] == [("c", "person", rid)]


def test_an_act_that_fails_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.write(CLERK, "person_add") as work:
            work.create("person", new_id(), {"name": "赵一"})
            work.access("reveal", "x")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert (store.sequence(), store.heads(), store.access_head()) == (0, {}, bytes(32))


def test_only_real_differences_are_journaled(store: Store) -> None:
    rid = add(store, phone="13800001234")
    edit(store, rid, name="赵一", phone="13800001234", sex=None)
    assert store.sequence() == 1
    edit(store, rid, name="赵一", phone="13800005678")
    (_, _, first), (_, op, second) = journal(store)
    assert first == {"name": "赵一", "phone": "13800001234"}
    assert op == "u"
    assert list(second) == ["phone"]
    with store.read() as conn:
        made = conn.execute(select(tables.person.c.hlc, tables.person.c.rep, tables.person.c.txh)).one()
    assert second["phone"] == ["13800005678", made.hlc, made.rep, made.txh.hex()], "it names the write it replaces"


def test_an_act_that_writes_nothing_makes_no_transaction(store: Store) -> None:
    told = []
    store.subscribe(told.append)
    with store.write(CLERK, "nothing"):
        pass
    assert store.sequence() == 0
    assert told == []


def test_updates_of_one_act_are_one_change_of_each_record(store: Store) -> None:
    rid = add(store)
    with store.write(CLERK, "person_edit") as work:
        work.update("person", rid, {"name": "钱二"})
        work.update("person", rid, {"name": "孙三", "sex": "男"})
    assert [op for _, op, _ in journal(store)] == ["c", "u"]
    with store.read() as conn:
        person = load_person(conn, rid)
    assert person is not None
    assert (person.name, person.sex) == ("孙三", "男")


def test_a_record_made_and_changed_in_one_act_is_made_as_it_ended(store: Store) -> None:
    rid = new_id()
    with store.write(CLERK, "person_add") as work:
        work.create("person", rid, {"name": "赵一"})
        work.update("person", rid, {"name": "钱二"})
    assert journal(store) == [("person_add", "c", {"name": "钱二"})]


def test_a_struck_out_record_is_not_listed(store: Store) -> None:
    rid = add(store)
    with store.write(CLERK, "person_remove") as work:
        work.delete("person", rid)
    with store.read() as conn:
        assert load_people(conn) == []


def test_a_field_that_stays_at_home_is_a_change_of_its_own(store: Store) -> None:
    rid = add(store, bank_card="6222000000000000")
    edit(store, rid, name="钱二", bank_card="6222000000000001")
    with store.read() as conn:
        rows = conn.execute(select(tables.change.c.op, tables.change.c.local, tables.change.c.body)).all()
        person = load_person(conn, rid)
    local = [row for row in rows if row.local]
    assert len(rows) == 4
    assert len(local) == 2
    assert all("bank_card" in row.body for row in local)
    assert not any("bank_card" in row.body for row in rows if not row.local)
    assert person is not None
    assert person.bank_card == "6222000000000001"
    assert store.integrity(deep=True) == []


def test_what_is_not_there_or_not_ours_cannot_be_changed(store: Store) -> None:
    with pytest.raises(Trouble) as missing:
        edit(store, new_id(), name="钱二")
    assert missing.value.code == "record_missing"
    rid = add(store)
    store.become("371602", "county")
    with pytest.raises(Trouble) as foreign, store.write(CLERK, "person_edit", scope=STATION) as work:
        work.update("person", rid, {"name": "钱二"})
    assert (foreign.value.code, foreign.value.facts["office"]) == ("not_ours", STATION)


def test_a_field_or_value_that_no_record_has_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="no field"), store.write(CLERK, "person_add") as work:
        work.create("person", new_id(), {"nickname": "小赵"})
    with pytest.raises(TypeError, match="cannot hold"), store.write(CLERK, "person_add") as work:
        work.create("village", new_id(), {"households": 1.5})  # type: ignore[dict-item]
    with store.write(CLERK, "person_add") as work:
        work.create("person", "a", {"name": "赵一"})
        with pytest.raises(ValueError, match="twice"):
            work.create("person", "a", {"name": "赵一"})


def test_an_act_within_an_act_is_a_bug(store: Store) -> None:
    with pytest.raises(RuntimeError, match="within an act"), store.write(CLERK, "a"), store.write(CLERK, "b"):
        pass


def test_a_child_without_its_parent_cannot_be_saved(store: Store) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"), store.write(CLERK, "term_add") as work:
        work.create("term", new_id(), {"person_id": new_id(), "state": "active"})
    assert store.sequence() == 0


def test_the_order_in_which_records_are_made_does_not_matter(store: Store) -> None:
    person, term, village = new_id(), new_id(), new_id()
    with store.write(CLERK, "person_add") as work:
        work.create("term_village", new_id(), {"term_id": term, "village_id": village})
        work.create("term", term, {"person_id": person, "state": "active"})
        work.create("village", village, {"code": "371602009201", "name": "甲村"})
        work.create("person", person, {"name": "赵一"})
    assert store.integrity(deep=True) == []


def test_each_transaction_names_the_heads_before_it(store: Store) -> None:
    rid = add(store)
    first = store.heads()[STATION]
    edit(store, rid, name="钱二")
    with store.read() as conn:
        [second] = read_txns(conn, store.heads()[STATION])
    assert list(second.parents) == first


def test_a_large_act_is_a_run_of_several_transactions_in_one_commit(store: Store) -> None:
    told = []
    store.subscribe(told.append)
    with store.write(CLERK, "roster_import") as work:
        for at in range(MAX_CHANGES + 2):
            work.create("person", new_id(), {"name": f"赵{at}"})
        run = work.run
    with store.read() as conn:
        rows = conn.execute(select(tables.txn.c.run, tables.txn.c.n_changes).order_by(tables.txn.c.n)).all()
    assert [tuple(row) for row in rows] == [(run, MAX_CHANGES), (run, 2)]
    assert len(store.heads()[STATION]) == 1
    assert len(told) == 1
    assert store.integrity(deep=True) == []


def test_what_belongs_to_one_record_stays_in_one_transaction(store: Store) -> None:
    with store.write(CLERK, "roster_import") as work:
        for at in range(MAX_CHANGES // 2 + 1):
            work.create("person", new_id(), {"name": f"赵{at}", "bank_card": "6222"})
        work.create("person", new_id(), {"name": "末"})
    with store.read() as conn:
        counts = conn.scalars(select(tables.txn.c.n_changes).order_by(tables.txn.c.n)).all()
    assert list(counts) == [MAX_CHANGES, 3]


def test_the_clock_never_goes_back(store: Store) -> None:
    store.wall_ms = lambda: 2_000_000_000_000
    rid = add(store)
    store.wall_ms = lambda: 1_000_000_000_000
    edit(store, rid, name="钱二")
    with store.read() as conn:
        clocks = conn.scalars(select(tables.txn.c.hlc).order_by(tables.txn.c.n)).all()
        person = load_person(conn, rid)
    assert list(clocks) == [2_000_000_000_000, 2_000_000_000_001]
    assert person is not None
    assert person.name == "钱二"


def test_an_erased_record_is_gone_and_the_chain_still_holds(store: Store) -> None:
    rid = add(store, phone="13800001234", bank_card="6222000000000000")
    edit(store, rid, phone="13800005678")
    other = add(store)
    with store.write(CLERK, "person_erase") as work:
        work.erase("person", rid)
    assert store.integrity(deep=True) == []
    with store.read() as conn:
        assert [person.id for person in load_people(conn)] == [other]
        bodies = conn.scalars(select(tables.change.c.body).where(tables.change.c.rid == rid)).all()
        row = conn.execute(select(tables.person).where(tables.person.c.id == rid)).one()
    assert [body for body in bodies if body] == ["{}"]
    assert row.name is None
    assert row.phone is None
    with pytest.raises(Trouble) as gone:
        edit(store, rid, name="钱二")
    assert gone.value.code == "record_missing"


def test_a_record_made_and_erased_in_one_act_never_was(store: Store) -> None:
    with store.write(CLERK, "a") as work:
        work.create("person", "a", {"name": "赵一"})
        work.erase("person", "a")
    assert store.sequence() == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    acts=st.lists(
        st.lists(
            st.tuples(
                st.sampled_from(["create", "update", "delete", "erase"]),
                st.integers(0, 4),
                st.dictionaries(
                    st.sampled_from(["name", "sex", "phone", "bank_card"]),
                    st.sampled_from(["甲", "乙", "", None]),
                    max_size=3,
                ),
            ),
            max_size=4,
        ),
        max_size=8,
    )
)
def test_any_acts_leave_rows_that_the_journal_folds_to(
    store: Store, acts: list[list[tuple[str, int, dict[str, str | None]]]]
) -> None:
    with store.read() as conn:
        known = [person.id for person in load_people(conn)]
    for act in acts:
        with suppress(Trouble), store.write(CLERK, "act") as work:  # record_missing: it was erased before
            for kind, at, fields in act:
                rid = known[at % len(known)] if known else new_id()
                if kind == "create":
                    rid = new_id()
                    work.create("person", rid, fields)
                    known.append(rid)
                elif kind == "update":
                    work.update("person", rid, fields)
                elif kind == "delete":
                    work.delete("person", rid)
                else:
                    work.erase("person", rid)
    assert store.integrity(deep=True) == []
