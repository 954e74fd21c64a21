"""The sums of the log, kept by the database itself: whatever writes an entry, its sums move in the same statement.

`log_sum` has a line for each person and village, `log_total` one for each station, month and code. An entry counts
while it is not struck out, bears a number and is entered, checked or counted (DOMAIN 2.5). A later step that makes the
table of the entries anew loses these triggers and must make them again.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

_SUMS: Mapping[str, tuple[str, ...]] = {
    "log_sum": ("month", "code", "person_id", "village_id"),
    "log_total": ("month", "code"),
}
"""{table of sums: what a line is of, besides the scope}"""


def _counts(row: str) -> str:
    return f"{row}.deleted = 0 AND {row}.count IS NOT NULL AND {row}.state IN ('entered', 'checked', 'counted')"


def _key(table: str) -> str:
    return ", ".join(("scope", *_SUMS[table]))


def _values(table: str, row: str) -> list[str]:
    return [f"{row}.scope", *(f"coalesce({row}.{name}, '')" for name in _SUMS[table])]


def _add(table: str, row: str) -> str:
    key = _key(table)
    return (
        f"INSERT INTO {table} ({key}, count, entries) VALUES ({', '.join(_values(table, row))}, {row}.count, 1)"  # noqa: S608
        f" ON CONFLICT ({key}) DO UPDATE SET count = count + excluded.count, entries = entries + 1;"
    )


def _take(table: str, row: str) -> str:
    here = " AND ".join(
        f"{name} = {value}" for name, value in zip(("scope", *_SUMS[table]), _values(table, row), strict=True)
    )
    return (
        f"UPDATE {table} SET count = count - {row}.count, entries = entries - 1 WHERE {here};"  # noqa: S608 - our names
        f" DELETE FROM {table} WHERE {here} AND entries = 0;"
    )


def _trigger(name: str, when: str, row: str) -> str:
    body = " ".join(_add(table, row) if row == "NEW" else _take(table, row) for table in _SUMS)
    return f"CREATE TRIGGER log_sum_{name} AFTER {when} ON log_entry WHEN {_counts(row)} BEGIN {body} END"


_CHANGED = ", ".join((*_SUMS["log_sum"], "count", "state", "deleted"))

TRIGGERS = (
    _trigger("made", "INSERT", "NEW"),
    _trigger("left", f"UPDATE OF {_CHANGED}", "OLD"),
    _trigger("came", f"UPDATE OF {_CHANGED}", "NEW"),
    _trigger("gone", "DELETE", "OLD"),
)

UNTRIGGERED = tuple(f"DROP TRIGGER log_sum_{name}" for name in ("made", "left", "came", "gone"))
"""From then on the sums stand still; `SUMS_ANEW` and `TRIGGERS` bring them back."""


def _anew(table: str) -> tuple[str, str]:
    places = ", ".join(str(at) for at in range(1, len(_SUMS[table]) + 2))
    return (
        f"DELETE FROM {table}",  # noqa: S608 - our names
        f"INSERT INTO {table} ({_key(table)}, count, entries) SELECT {', '.join(_values(table, 'e'))}, sum(e.count),"  # noqa: S608
        f" count(*) FROM log_entry AS e WHERE {_counts('e')} GROUP BY {places}",
    )


SUMS_ANEW = tuple(statement for table in _SUMS for statement in _anew(table))
"""Works every sum out from the entries as they are."""


def wrong_sums(conn: Connection) -> int:
    """How many sums differ from the entries they stand for; 0 for a whole database."""
    return sum(_wrong(conn, table) for table in _SUMS)


def _wrong(conn: Connection, table: str) -> int:
    places = ", ".join(str(at) for at in range(1, len(_SUMS[table]) + 2))
    found = (
        f"SELECT {', '.join(_values(table, 'e'))}, sum(e.count), count(*) FROM log_entry AS e"  # noqa: S608 - our names
        f" WHERE {_counts('e')} GROUP BY {places}"
    )
    kept = f"SELECT {_key(table)}, count, entries FROM {table}"  # noqa: S608 - our names
    pairs = ((found, kept), (kept, found))
    questions = (f"SELECT count(*) FROM (SELECT * FROM ({a}) EXCEPT SELECT * FROM ({b}))" for a, b in pairs)  # noqa: S608
    return sum(int(conn.exec_driver_sql(question).scalar_one()) for question in questions)
