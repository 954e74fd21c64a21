"""An office that writes on two computers: a station has one (DESIGN 1), so one of them goes on from an older copy."""

from sqlalchemy import Connection

from station_desk.store.ancestry import lacking, nodes


def own_heads(conn: Connection, office: str) -> list[bytes]:
    """The newest transactions of the office's own scope that it wrote itself: more than one where its line has split."""
    query = "SELECT t.hash FROM head AS h JOIN txn AS t ON t.hash = h.hash WHERE h.scope = ? AND t.office = h.scope"
    return sorted(conn.exec_driver_sql(query, (office,)).scalars())


def departed_ms(conn: Connection, office: str, heads: list[bytes]) -> int | None:
    """The clock (ms) of the newest transaction that the lines of these heads share; None where they share nothing, as
    after a beginning anew."""
    found: list[int] = []
    for one in heads[1:]:
        shared = lacking(conn, office, [one], heads[:1]).prereq or _shared(conn, one, heads[0])
        found += [node.hlc for node in nodes(conn, shared).values()]
    return max(found, default=None)


def _shared(conn: Connection, one: bytes, other: bytes) -> set[bytes]:
    """Going back from both by turns, the first transactions that lie behind both: slow, and right whatever the clocks
    said (`lacking` goes by them, and names one too many where they ran wild)."""
    seen, fronts = ({one}, {other}), [{one}, {other}]
    while any(fronts) and not seen[0] & seen[1]:
        for side in (0, 1):
            behind = {parent for node in nodes(conn, fronts[side]).values() for parent in node.parents}
            fronts[side] = behind - seen[side]
            seen[side].update(fronts[side])
    return seen[0] & seen[1]
