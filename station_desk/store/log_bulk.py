"""Many log entries of a practice home at once, past the journal: for trying the figures of a whole city.

The sums are kept, all the same: they are worked out anew from the entries once these stand. What is written here rests on
no transaction of a journal, so that it never travels, and a deep check says so (`row_without_journal`).
"""

from collections.abc import Callable, Iterable, Sequence

from sqlalchemy import Connection

from station_desk.store.bulk import chunks, insert_many
from station_desk.store.engine import Store
from station_desk.store.log_sums import SUMS_ANEW, TRIGGERS, UNTRIGGERED
from station_desk.store.month_tables import log_entry
from station_desk.store.tables import person

_HEAD = ("office", "hlc", "rep", "txh")
_PERSON = ("scope", "id", "name", *_HEAD)
_ENTRY = ("scope", "id", "person_id", "code", "month", "day", "count", "source", "state", *_HEAD)
_AT_ONCE = 200_000
"""So many entries in one transaction: the log of the database stays small."""

Named = tuple[str, str, str]
"""(scope, id, name)"""
Entry = tuple[str, str, str, str, str, str, int]
"""(scope, id, person, code, month, day, count)"""


def fill_past_journal(
    store: Store, office: str, people: Sequence[Named], entries: Iterable[Entry], told: Callable[[int], None]
) -> int:
    """Write people, then their entries; how many entries. `told` gets how many stand after each transaction.

    Entries are quickest in the order of scope, month, person, code, day. Troubles as `Store.transaction`: `disk_full`.
    """
    tail = (office, 1, 1, b"\0")
    with store.transaction() as conn:
        _run(conn, UNTRIGGERED)
        insert_many(conn, person, _PERSON, [(*one, *tail) for one in people])
    count = 0
    for part in chunks(entries, _AT_ONCE):
        with store.transaction() as conn:
            insert_many(conn, log_entry, _ENTRY, [(*one, "import", "entered", *tail) for one in part])
        count += len(part)
        told(count)
    with store.transaction() as conn:
        _run(conn, (*SUMS_ANEW, *TRIGGERS))
        store.tell(("person", "log_entry"))
    return count


def _run(conn: Connection, statements: Iterable[str]) -> None:
    for one in statements:
        conn.exec_driver_sql(one)
