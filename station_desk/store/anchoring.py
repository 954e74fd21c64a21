"""What must still be there at the next opening: kept outside the database as the anchor, and compared with it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from station_desk.store import access, journal_rows, settings, tables


@dataclass(frozen=True, slots=True)
class AnchorState:
    """How far a database was: own transactions written, heads of each scope, head of the access log."""

    sequence: int
    heads: dict[str, tuple[bytes, ...]]
    access_head: bytes


def anchor_state(conn: Connection) -> AnchorState:
    """How far the database is."""
    found = settings.get_setting(conn, settings.SEQUENCE)
    newest = {scope: tuple(hashes) for scope, hashes in journal_rows.heads(conn).items()}
    return AnchorState(int(found or 0), newest, access.access_head(conn))


def is_behind(conn: Connection, anchor: AnchorState) -> bool:
    """Whether the database lacks something that it had when `anchor` was taken: an older copy, or lost commits."""
    wanted = {digest for hashes in anchor.heads.values() for digest in hashes}
    return bool(
        wanted - journal_rows.known(conn, wanted)
        or int(settings.get_setting(conn, settings.SEQUENCE) or 0) < anchor.sequence
        or not access.has_entry(conn, anchor.access_head)
    )


def newest_ms(conn: Connection) -> int | None:
    """When the newest act or access entry was written (ms since 1970); None for an empty database."""
    act = conn.execute(select(func.max(tables.txn.c.hlc))).scalar()
    entry = conn.execute(select(tables.access_log.c.at).order_by(tables.access_log.c.n.desc()).limit(1)).scalar()
    logged = int(datetime.fromisoformat(entry).timestamp() * 1000) if entry else None
    return max((ms for ms in (act, logged) if ms is not None), default=None)
