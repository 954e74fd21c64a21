"""The journal as a graph in plain Python: which lines of which installations have split."""

from dataclasses import dataclass

from station_desk.services.desk import Desk


@dataclass(frozen=True)
class Node:
    scope: str
    rep: int
    parents: frozenset[bytes]


Graph = dict[bytes, Node]


def read_graph(desk: Desk) -> Graph:
    """Every transaction that a desk holds."""
    with desk.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT hash, scope, rep, parents FROM txn").all()
    return {
        row[0]: Node(row[1], row[2], frozenset(row[3][at : at + 32] for at in range(0, len(row[3]), 32)))
        for row in rows
    }


def ancestors(graph: Graph, of: bytes) -> set[bytes]:
    """All that lies behind a transaction."""
    found: set[bytes] = set()
    front = set(graph[of].parents)
    while front:
        found |= front
        front = {parent for one in front if one in graph for parent in graph[one].parents} - found
    return found


def new_branches(before: Graph, after: Graph) -> bool:
    """Whether something that came follows no newest transaction of its own installation, though there was one."""
    known = set(before)
    waiting = set(after) - known
    tips: dict[tuple[str, int], set[bytes]] = {}
    for one in known:
        tips.setdefault((after[one].scope, after[one].rep), set()).add(one)
    for line, members in tips.items():
        behind = set().union(*(ancestors(after, one) for one in members))
        tips[line] = members - behind
    split = False
    while waiting:
        ready = [one for one in waiting if not after[one].parents & waiting]
        assert ready, "a circle"
        for one in ready:
            line = tips.setdefault((after[one].scope, after[one].rep), set())
            followed = line & ancestors(after, one)
            split |= bool(line) and not followed
            line -= followed
            line.add(one)
        waiting.difference_update(ready)
    return split
