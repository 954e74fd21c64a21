"""The sums of the log, kept by the database itself: whatever writes an entry, its sum moves in the same statement.

An entry counts while it is not struck out, bears a number and is entered, checked or counted (DOMAIN 2.5). A later step
that makes the table of the entries anew loses these triggers and must make them again.
"""

from sqlalchemy import Connection

_REST = ("month", "code", "person_id", "village_id")
_KEY = ", ".join(("scope", *_REST))


def _counts(row: str) -> str:
    return f"{row}.deleted = 0 AND {row}.count IS NOT NULL AND {row}.state IN ('entered', 'checked', 'counted')"


def _values(row: str) -> list[str]:
    return [f"{row}.scope", *(f"coalesce({row}.{name}, '')" for name in _REST)]


def _add(row: str) -> str:
    return (
        f"INSERT INTO log_sum ({_KEY}, count, entries) VALUES ({', '.join(_values(row))}, {row}.count, 1)"  # noqa: S608
        f" ON CONFLICT ({_KEY}) DO UPDATE SET count = count + excluded.count, entries = entries + 1;"
    )


def _take(row: str) -> str:
    here = " AND ".join(f"{name} = {value}" for name, value in zip(("scope", *_REST), _values(row), strict=True))
    return (
        f"UPDATE log_sum SET count = count - {row}.count, entries = entries - 1 WHERE {here};"  # noqa: S608 - our names
        f" DELETE FROM log_sum WHERE {here} AND entries = 0;"
    )


_CHANGED = ", ".join((*_REST, "count", "state", "deleted"))

TRIGGERS = (
    f"CREATE TRIGGER log_sum_made AFTER INSERT ON log_entry WHEN {_counts('NEW')} BEGIN {_add('NEW')} END",
    f"CREATE TRIGGER log_sum_left AFTER UPDATE OF {_CHANGED} ON log_entry WHEN {_counts('OLD')} BEGIN {_take('OLD')} END",
    f"CREATE TRIGGER log_sum_came AFTER UPDATE OF {_CHANGED} ON log_entry WHEN {_counts('NEW')} BEGIN {_add('NEW')} END",
    f"CREATE TRIGGER log_sum_gone AFTER DELETE ON log_entry WHEN {_counts('OLD')} BEGIN {_take('OLD')} END",
)


def wrong_sums(conn: Connection) -> int:
    """How many sums differ from the entries they stand for; 0 for a whole database."""
    found = (
        f"SELECT {', '.join(_values('e'))}, sum(e.count), count(*) FROM log_entry AS e"  # noqa: S608 - our names
        f" WHERE {_counts('e')} GROUP BY 1, 2, 3, 4, 5"
    )
    kept = f"SELECT {_KEY}, count, entries FROM log_sum"  # noqa: S608 - our names
    pairs = ((found, kept), (kept, found))
    questions = (f"SELECT count(*) FROM (SELECT * FROM ({a}) EXCEPT SELECT * FROM ({b}))" for a, b in pairs)  # noqa: S608
    return sum(int(conn.exec_driver_sql(question).scalar_one()) for question in questions)
