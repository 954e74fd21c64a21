"""What people told of the columns of foreign sheets, by the shape of the sheet: kept at this desk, used next month."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from station_desk.store.tables import column_map

Columns = Mapping[str, str | None]
"""{column letters: field, or None for "not used"}"""


def load(conn: Connection) -> dict[str, Columns]:
    """Everything that was told, {shape: columns}."""
    return {row.shape: json.loads(row.body) for row in conn.execute(select(column_map.c.shape, column_map.c.body))}


def keep(conn: Connection, shape: str, columns: Columns, at: str) -> None:
    """Keep what was told of a shape of sheet, in place of what was told before. `at`: UTC ISO."""
    forget(conn, shape)
    conn.execute(insert(column_map).values(shape=shape, body=json.dumps(dict(columns)), at=at))


def forget(conn: Connection, shape: str) -> None:
    """The columns of this shape are read by their words again."""
    conn.execute(delete(column_map).where(column_map.c.shape == shape))
