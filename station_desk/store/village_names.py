"""Names that villages bore before: a clerk types the old one for years after a merger or a renaming (UX 3)."""

from sqlalchemy import Connection, select

from station_desk.store.history import history
from station_desk.store.tables import fclock


def former_names(conn: Connection) -> dict[str, list[str]]:
    """Village id -> the names it bore, oldest first; the present name is among them, villages never renamed are not."""
    renamed = conn.scalars(select(fclock.c.rid).where(fclock.c.ent == "village", fclock.c.field == "name")).all()
    names: dict[str, dict[str, None]] = {}
    for happening in history(conn, sorted(set(renamed))):
        for change in happening.fields:
            if change.field == "name" and isinstance(change.new, str):
                names.setdefault(happening.rid, {})[change.new] = None
    return {rid: list(known) for rid, known in names.items()}
