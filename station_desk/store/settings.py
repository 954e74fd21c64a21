"""Settings and secrets of this desk: small values beside the records; they never travel."""

from sqlalchemy import Connection, select

from station_desk.store import tables
from station_desk.store.bulk import delete_many, insert_many

OFFICE = "office"
"""The code of this desk's own office."""
KIND = "kind"
"""Its kind: station or county."""
REP = "rep"
"""The random number of this installation; a new one after a restore."""
HLC = "hlc"
"""The newest clock seen, in milliseconds."""
SEQUENCE = "sequence"
"""How many transactions this desk has written."""
NEEDS_APP = "needs_app"
"""The version of the program that made the schema: what an older program tells the person to get."""


def get_setting(conn: Connection, key: str) -> str | None:
    """One value, None where it was never set."""
    return conn.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (key,)).scalar()


def get_settings(conn: Connection, *keys: str) -> dict[str, str]:
    """Several values at once; what is not set is absent."""
    rows = conn.execute(select(tables.setting.c.key, tables.setting.c.value).where(tables.setting.c.key.in_(keys)))
    return {key: value for key, value in rows if value is not None}


def put_settings(conn: Connection, values: dict[str, str | None]) -> None:
    """Set values; None removes one."""
    insert_many(
        conn,
        tables.setting,
        ("key", "value"),
        [(key, value) for key, value in values.items() if value is not None],
        "replace",
    )
    delete_many(conn, tables.setting, ("key",), [(key,) for key, value in values.items() if value is None])


def get_secret(conn: Connection, key: str) -> bytes | None:
    """One secret (for instance this office's private keys)."""
    return conn.exec_driver_sql("SELECT value FROM secret WHERE key = ?", (key,)).scalar()


def put_secret(conn: Connection, key: str, value: bytes) -> None:
    """Set one secret."""
    insert_many(conn, tables.secret, ("key", "value"), [(key, value)], "replace")
