"""The journal as a graph in plain Python: which lines of which installations have split."""

from dataclasses import dataclass

from station_desk.services.desk import Desk
from tests.services.exchange_desks import raw


@dataclass(frozen=True)
class Node:
    scope: str
    office: str
    rep: int
    parents: frozenset[bytes]


Graph = dict[bytes, Node]


def read_graph(desk: Desk) -> Graph:
    """Every transaction that a desk holds."""
    with raw(desk) as conn:
        rows = conn.execute("SELECT hash, scope, office, rep, parents FROM txn").fetchall()
    return {
        digest: Node(scope, office, rep, frozenset(parents[at : at + 32] for at in range(0, len(parents), 32)))
        for digest, scope, office, rep, parents in rows
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
    """Whether something that came and another transaction of its installation follow the same one of it, or none.

    In which order things came makes no difference: one computer that takes the other's line in, while the other goes on
    with its own, is two computers at work, whichever of them is heard first.
    """
    lines: dict[tuple[str, int], set[bytes]] = {}
    for one, node in after.items():
        lines.setdefault((node.scope, node.rep), set()).add(one)
    return any(_parted(after, line, line - before.keys()) for line in lines.values())


def _parted(graph: Graph, line: set[bytes], new: set[bytes]) -> bool:
    """Whether one of `new` has a brother in its installation's `line`."""
    if not new:
        return False
    behind = {one: ancestors(graph, one) & line for one in line}
    followers: dict[bytes | None, set[bytes]] = {}
    for one, own in behind.items():
        for followed in own - set().union(*(behind[between] for between in own)) or {None}:
            followers.setdefault(followed, set()).add(one)
    return any(len(brothers) > 1 and brothers & new for brothers in followers.values())


def newest(graph: Graph, office: str) -> set[bytes]:
    """The transactions of an office's own scope that nothing rests on and that it wrote itself."""
    within = {one: node for one, node in graph.items() if node.scope == office}
    covered = {parent for node in within.values() for parent in node.parents}
    return {one for one, node in within.items() if node.office == office and one not in covered}


def apart(graph: Graph, before: Graph) -> bool:
    """Whether something new stands beside another transaction of the same office, neither knowing of the other."""
    behind = {one: ancestors(graph, one) for one in graph}
    return any(
        graph[one].scope == graph[other].scope
        and graph[one].office == graph[other].office
        and one != other
        and one not in behind[other]
        and other not in behind[one]
        for one in graph.keys() - before.keys()
        for other in graph
    )
