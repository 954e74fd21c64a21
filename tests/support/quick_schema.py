"""The schema of a new home by its statements: the Alembic steps run once in a test process, later homes repeat what they made."""

from typing import Any

from sqlalchemy import Connection

from station_desk.store import schema

REAL = schema.make_schema
"""What makes a schema outside the tests."""

_STATEMENTS = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"


class QuickSchema:
    """Takes the place of `schema.make_schema` in tests that are not about the steps."""

    def __init__(self) -> None:
        self._made: list[str] = []
        self._version: Any = None

    def __call__(self, conn: Connection) -> None:
        """Make the tables of the newest schema within the running transaction."""
        if not self._made:
            REAL(conn)
            self._made = [str(row[0]) for row in conn.exec_driver_sql(_STATEMENTS)]
            self._version = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            return
        for statement in self._made:
            conn.exec_driver_sql(statement)
        conn.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (self._version,))
        conn.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
