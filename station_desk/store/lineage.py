"""Which act a field's value really comes from: an undoing only gives back what stood there before.

So an edit that was taken back no longer stands in the way of taking back the one before it.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from station_desk.store import tables
from station_desk.store.bulk import chunks

UNDO, REDO = "undo:", "redo:"
"""An action that takes back names the run it takes back."""

Written = tuple[str, str, str]
"""(ent, rid, field)"""


def taken_back(action: str) -> str | None:
    """The run that an action takes back; None for an ordinary one."""
    for kind in (UNDO, REDO):
        if action.startswith(kind):
            return action.removeprefix(kind)
    return None


class Lineage:
    """The writes to some records, so that the value in a field can be followed back through undoings."""

    def __init__(self, conn: Connection, records: Iterable[tuple[str, str]]) -> None:
        self._action: dict[bytes, str] = {}
        self._base: dict[tuple[str, Written], bytes] = {}
        change, txn = tables.change, tables.txn
        for part in chunks({rid for _, rid in records}):
            rows = conn.execute(
                select(txn.c.hash, txn.c.run, txn.c.action, change.c.ent, change.c.rid, change.c.op, change.c.body)
                .join(txn, txn.c.hash == change.c.txh)
                .where(change.c.rid.in_(part), change.c.body.is_not(None))
                .order_by(txn.c.hlc, txn.c.rep, txn.c.hash, change.c.i)
            )
            for txh, run, action, ent, rid, op, body in rows:
                self._action[txh] = action
                for name, written in json.loads(body).items() if op == "u" else ():
                    self._base.setdefault((run, (ent, rid, name)), bytes.fromhex(written[3]))

    def origin(self, written: Written, txh: bytes) -> bytes | None:
        """The transaction of the act whose value stands in the field, given the one that wrote it last.

        None: what stands there is that the record was not made yet.
        """
        at: bytes | None = txh
        while at is not None:
            run = taken_back(self._action.get(at, ""))
            if run is None:
                return at
            at = self._base.get((run, written))
        return None
