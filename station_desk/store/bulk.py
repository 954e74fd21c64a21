"""Many rows at once through the driver's own executemany (SQLAlchemy's compiled inserts cost about twice the time)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal, TypeVar

from sqlalchemy import Connection, Table

CHUNK = 5_000
"""Values in one IN list at most (SQLite takes 250,000, PostgreSQL 65,535)."""

blob = bytearray
"""Bytes as the driver binds them at once; for `bytes`, booleans and None it looks for an adapter first, which takes half of
the time of a row of hashes."""

_T = TypeVar("_T")
OnConflict = Literal["fail", "ignore", "replace"]


def chunks(values: Iterable[_T], size: int = CHUNK) -> Iterator[list[_T]]:
    """`values` in lists of at most `size`."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def insert_many(
    conn: Connection,
    table: Table,
    columns: Sequence[str],
    rows: Sequence[tuple[object, ...]],
    on_conflict: OnConflict = "fail",
) -> None:
    """Insert `rows`, each in the order of `columns`. "replace" overwrites the row with the same primary key."""
    if not rows:
        return
    quote = conn.dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in columns)
    marks = ", ".join([_mark(conn)] * len(columns))
    sql = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 - our names
    if on_conflict == "ignore":
        sql += " ON CONFLICT DO NOTHING"
    elif on_conflict == "replace":
        keys = [column.name for column in table.primary_key]
        sets = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in columns if name not in keys)
        sql += f" ON CONFLICT ({', '.join(quote(key) for key in keys)}) DO UPDATE SET {sets}"
    conn.exec_driver_sql(sql, list(rows))


def update_many(
    conn: Connection, table: Table, sets: Sequence[str], where: Sequence[str], rows: Sequence[tuple[object, ...]]
) -> None:
    """Update by key: each row holds the values of `sets`, then those of `where`."""
    if not rows:
        return
    quote = conn.dialect.identifier_preparer.quote
    mark = _mark(conn)
    changed = ", ".join(f"{quote(name)} = {mark}" for name in sets)
    found = " AND ".join(f"{quote(name)} = {mark}" for name in where)
    conn.exec_driver_sql(f"UPDATE {quote(table.name)} SET {changed} WHERE {found}", list(rows))  # noqa: S608 - our names


def delete_many(conn: Connection, table: Table, where: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Delete by key: each row holds the values of `where`."""
    if not rows:
        return
    quote = conn.dialect.identifier_preparer.quote
    found = " AND ".join(f"{quote(name)} = {_mark(conn)}" for name in where)
    conn.exec_driver_sql(f"DELETE FROM {quote(table.name)} WHERE {found}", list(rows))  # noqa: S608 - our names


def _mark(conn: Connection) -> str:
    return "?" if conn.dialect.paramstyle == "qmark" else "%s"
