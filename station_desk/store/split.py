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
        shared = lacking(conn, office, [one], heads[:1]).prereq
        found += [node.hlc for node in nodes(conn, shared).values()]
    return max(found, default=None)
