"""The journal as a graph: what someone lacks, who is behind whom, where a line forks."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_desk.domain.journal import Txn
from station_desk.store import ancestry
from station_desk.store.ancestry import Branches, behind, lacking, vouched
from station_desk.store.engine import Store
from station_desk.store.journal_rows import append_txns
from tests.bundles.samples import change, txn

SCOPE = "371602009"


def node(n: int, parents: Iterable[Txn] = (), *, rep: int = 7, hlc: int | None = None) -> Txn:
    """A transaction with one change, the `n`-th of its installation."""
    return txn([change()], [one.hash for one in parents], n=n, rep=rep, hlc=1000 * n if hlc is None else hlc)


def keep(store: Store, *txns: Txn) -> None:
    with store.transaction() as conn:
        append_txns(conn, txns)


def lacks(store: Store, ours: Iterable[Txn], theirs: Iterable[Txn | bytes]) -> list[bytes]:
    known = [one if isinstance(one, bytes) else one.hash for one in theirs]
    with store.read() as conn:
        return list(lacking(conn, SCOPE, [one.hash for one in ours], known).hashes)


def test_a_stranger_lacks_everything_and_parents_come_first(store: Store) -> None:
    a = node(1)
    b, c = node(2, [a]), node(3, [a])
    d = node(4, [b, c])
    keep(store, d, b, a, c)
    order = lacks(store, [d], [])
    assert order[0] == a.hash
    assert order[-1] == d.hash
    assert set(order) == {one.hash for one in (a, b, c, d)}


def test_heads_that_nobody_knows_count_for_nothing(store: Store) -> None:
    a = node(1)
    keep(store, a)
    assert lacks(store, [a], [b"\1" * 32]) == [a.hash]


def test_what_rests_on_something_known_names_it(store: Store) -> None:
    a = node(1)
    b, c = node(2, [a]), node(3, [a])
    d = node(4, [b, c])
    keep(store, a, b, c, d)
    with store.read() as conn:
        found = lacking(conn, SCOPE, [d.hash], [b.hash])
        assert (found.hashes, found.prereq) == ((c.hash, d.hash), tuple(sorted((a.hash, b.hash))))
        assert (found.changes, found.oldest_hlc) == (2, 3000)
        assert lacking(conn, SCOPE, [d.hash], [d.hash]).hashes == ()


def test_with_clocks_run_wild_nothing_is_left_out(store: Store) -> None:
    a = node(1, hlc=9_000_000)
    b = node(2, [a], hlc=10)
    c = node(3, [b], hlc=5_000_000)
    d = node(4, [c], hlc=20)
    keep(store, a, b, c, d)
    assert lacks(store, [d], []) == [a.hash, b.hash, c.hash, d.hash]
    assert set(lacks(store, [d], [b])) >= {c.hash, d.hash}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 25), st.booleans())
def test_lacking_is_what_is_no_ancestor(seed: int, size: int, wild: bool) -> None:
    dice = random.Random(seed)
    made: list[Txn] = []
    above: dict[bytes, set[bytes]] = {}
    for n in range(size):
        parents = dice.sample(made, min(len(made), dice.randrange(3)))
        clock = dice.randrange(10**6) if wild else 1000 * n
        made.append(node(n + 1, parents, hlc=clock))
        above[made[-1].hash] = {made[-1].hash}.union(*(above[one.hash] for one in parents), set())
    heads = {one.hash for one in made} - {p for one in made for p in one.parents}
    theirs = {one.hash for one in dice.sample(made, dice.randrange(min(3, size) + 1))}
    had = set().union(*(above[one] for one in theirs), set())
    rows = [(one.hash, b"".join(one.parents), 1, one.hlc) for one in made]
    found = lacking(_Rows(rows), SCOPE, sorted(heads), theirs)  # type: ignore[arg-type]
    wanted = {one.hash for one in made} - had
    assert set(found.hashes) == wanted if not wild else set(found.hashes) >= wanted
    place = {digest: i for i, digest in enumerate(found.hashes)}
    for one in made:
        assert all(place[p] < place[one.hash] for p in one.parents if p in place and one.hash in place)
    sent = set(found.hashes)
    assert set(found.prereq) == {p for one in made if one.hash in sent for p in one.parents} - sent
    assert set(found.prereq) <= had or wild


class _Rows:
    """The one query of `lacking`, answered from a list: a database for each of many examples would take long."""

    def __init__(self, rows: list[tuple[bytes, bytes, int, int]]) -> None:
        self._rows = sorted(rows, key=lambda row: (row[3], row[0]), reverse=True)

    def exec_driver_sql(self, *_: object) -> "_Rows":
        return self

    def __iter__(self) -> object:
        return iter(self._rows)

    def close(self) -> None: ...


def test_behind_goes_back_as_far_as_it_takes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(5)
    line = [node(1)]
    for n in range(2, 120):
        parents = dice.sample(line[-6:], dice.randint(1, min(3, len(line))))
        line.append(node(n, parents, hlc=dice.randrange(10**6)))
    keep(store, *line)
    asked = [one.hash for one in line] + [b"\1" * 32]
    with store.read() as conn:
        for heads in ([line[-1].hash], [line[40].hash, line[90].hash], [b"\2" * 32], []):
            monkeypatch.setattr(ancestry, "_STEPS_BACK", 10**6)
            near = behind(conn, heads, asked)
            for steps in (0, 1, 7):
                monkeypatch.setattr(ancestry, "_STEPS_BACK", steps)
                assert behind(conn, heads, asked) == near
    assert len(near) == 0


def test_behind_finds_ancestors_and_only_them(store: Store) -> None:
    a = node(1)
    b, c = node(2, [a]), node(3, [a])
    keep(store, a, b, c)
    with store.read() as conn:
        assert behind(conn, [b.hash], [a.hash, c.hash, b.hash]) == {a.hash, b.hash}
        assert behind(conn, [a.hash], [b.hash]) == set()


def test_a_statement_vouches_for_ancestors_among_the_new(store: Store) -> None:
    a = node(1)
    b = node(2, [a])
    c = node(3, [b])
    d = node(4, [a])
    keep(store, a, b, c, d)
    new = {b.hash, c.hash, d.hash}
    with store.read() as conn:
        assert vouched(conn, [c.hash], new) == {b.hash, c.hash}
        assert vouched(conn, [], new) == set()


@pytest.fixture
def line(store: Store) -> list[Txn]:
    """1 ← 2 ← county ← 3"""
    one = node(1)
    two = node(2, [one])
    county = node(1, [two], rep=99, hlc=2500)
    three = node(3, [county])
    keep(store, one, two, county, three)
    return [one, two, county, three]


def forks(store: Store, before: Iterable[Txn], *new: Txn) -> list[int | None]:
    """What each new transaction is: the clock of the place it departs from, or None where it follows."""
    keep(store, *new)
    with store.read() as conn:
        branches = Branches(conn)
        found = []
        for one in new:
            branches.learn(one.scope, one.rep, [head.hash for head in before])
            found.append(branches.add(one))
        return found


def test_what_follows_the_tip_is_no_fork(store: Store, line: list[Txn]) -> None:
    four = node(4, line[-1:])
    between = node(2, [four], rep=99)
    assert forks(store, line[-1:], four, between, node(5, [between])) == [None, None, None]


def test_the_first_of_an_installation_is_no_fork(store: Store, line: list[Txn]) -> None:
    assert forks(store, line[-1:], node(1, line[-1:], rep=8)) == [None]


def test_what_departs_before_the_tip_is_a_fork_and_tells_from_where(store: Store, line: list[Txn]) -> None:
    other = node(3, line[1:2], hlc=7000)
    follows = node(4, [other], hlc=8000)
    joined = node(5, [line[-1], follows], hlc=9000)
    assert forks(store, line[-1:], other, follows, joined) == [2000, None, None]


def test_a_fork_that_is_known_already_alarms_no_more(store: Store, line: list[Txn]) -> None:
    other = node(3, line[1:2], hlc=7000)
    keep(store, other)
    assert forks(store, [line[-1], other], node(4, [other], hlc=8000)) == [None]


@pytest.mark.parametrize("first", ["goes on", "takes in"])
def test_a_branch_that_goes_on_beside_the_one_that_took_it_in_is_new_whichever_comes_first(
    store: Store, line: list[Txn], first: str
) -> None:
    other = node(3, line[1:2], hlc=7000)
    keep(store, other)
    goes_on, takes_in = node(4, line[-1:], hlc=8000), node(4, [line[-1], other], hlc=9000)
    new = (goes_on, takes_in) if first == "goes on" else (takes_in, goes_on)
    assert forks(store, [line[-1], other], *new) == [None, line[-1].hlc]


def test_what_another_office_said_of_an_older_state_is_no_branch(store: Store, line: list[Txn]) -> None:
    other = node(3, line[1:2], hlc=7000)
    late = node(2, line[1:2], rep=99, hlc=7500)
    keep(store, other, late)
    assert forks(store, [line[-1], other, late], node(4, [line[-1], late], hlc=8000)) == [None]


def test_a_tip_that_is_behind_another_is_none(store: Store, line: list[Txn]) -> None:
    side = node(2, line[:1], rep=99, hlc=1500)
    keep(store, side)
    assert forks(store, [line[-1], side], node(2, [side], hlc=9000)) == [1000]
