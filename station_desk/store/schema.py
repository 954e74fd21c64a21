"""The door to the migrations: makes the schema of a new home and brings an older one up to date.

Alembic is imported here, when it is needed, because opening a home that is up to date must be quick.
"""

import importlib
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from station_desk.store.tables import SCHEMA_VERSION


def version_of(conn: Connection) -> int:
    """The schema's number (`sv`), 0 for a file without one."""
    return int(conn.exec_driver_sql("PRAGMA user_version").scalar_one())


def make_schema(conn: Connection) -> None:
    """Make the tables of the newest schema within the running transaction (foreign keys as they are)."""
    _run().apply_steps(conn)
    conn.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def migrate(path: Path, key: bytes, backup_to: Path) -> int:
    """Bring the database at `path` up to this program's schema, after a verified copy at `backup_to`.

    Nobody else may have the database open. Returns the number it had before. Troubles: those of opening,
    `migration_failed` (nothing was changed), `disk_full`.
    """
    before: int = _run().migrate(path, key, backup_to, SCHEMA_VERSION)
    return before


def _run() -> Any:
    return importlib.import_module("station_desk.store.migrations.run")
