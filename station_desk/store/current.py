"""The stored state of records with the clock of every field: what an update or an undo must know first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from station_desk.domain.journal import Clock, Value
from station_desk.store import tables
from station_desk.store.bulk import chunks
from station_desk.store.erase import tombstones


@dataclass(frozen=True, slots=True)
class Current:
    """One record as it is: who made it, its fields, the clock of its creation and of each field written later."""

    office: str
    made: Clock
    fields: dict[str, Value]
    erased: bool = False
    later: dict[str, Clock] = field(default_factory=dict)

    def clock(self, name: str) -> Clock:
        """The clock of the write that stands in the field."""
        return self.later.get(name, self.made)


def read_current(conn: Connection, scope: str, ent: str, rids: Iterable[str]) -> dict[str, Current]:
    """The records of `rids` that exist, by id."""
    entity = tables.ENTITIES[ent]
    table, fclock = entity.table, tables.fclock
    found: dict[str, Current] = {}
    own = (table.c.id, table.c.office, table.c.hlc, table.c.rep, table.c.txh)
    columns = (*own, *(table.c[name] for name in entity.fields))
    for part in chunks(rids):
        gone = tombstones(conn, scope, ent, part)
        for row in conn.execute(select(*columns).where(table.c.scope == scope, table.c.id.in_(part))):
            rid, office, hlc, rep, txh, *values = row
            fields = dict(zip(entity.fields, values, strict=True))
            found[rid] = Current(office, (hlc, rep, txh), fields, rid in gone)
        later = select(fclock.c.rid, fclock.c.field, fclock.c.hlc, fclock.c.rep, fclock.c.txh).where(
            fclock.c.scope == scope, fclock.c.ent == ent, fclock.c.rid.in_(part)
        )
        for rid, name, hlc, rep, txh in conn.execute(later):
            found[rid].later[name] = (hlc, rep, txh)
    return found
