"""Runs the Alembic steps: on a connection of their own, keys off, in one explicit transaction (DESIGN 4).

With foreign keys on, a batch alter silently deletes children; without BEGIN IMMEDIATE, half a migration stays.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import RevisionStep
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, inspect
from sqlalchemy.exc import SQLAlchemyError

from station_desk.domain.trouble import Trouble
from station_desk.store.connect import as_trouble, make_engine, open_raw, translated
from station_desk.store.refold import refold

HERE = Path(__file__).resolve().parent
VERSION_TABLE = "alembic_version"


def apply_steps(conn: Connection, also: Sequence[Path] = ()) -> frozenset[str]:
    """Run every step that the database lacks, within the running transaction; `also`: further folders with steps.

    Answers the tables whose row counts the steps may change (their `CHANGES_ROWS`).
    """
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", os.pathsep.join(map(str, (HERE / "versions", *also))))
    config.attributes["connection"] = conn
    scripts = ScriptDirectory.from_config(config)
    may_change: set[str] = set()

    def steps(current: tuple[str, ...], _context: object) -> list[RevisionStep]:
        wanted = scripts._upgrade_revs("head", current)  # type: ignore[arg-type]  # what Alembic's own command calls
        for step in wanted:
            may_change.update(getattr(step.revision.module, "CHANGES_ROWS", ()))
        return wanted

    with EnvironmentContext(config, scripts, fn=steps, destination_rev="head"):
        scripts.run_env()
    return frozenset(may_change)


def migrate(path: Path, key: bytes, backup_to: Path, version: int, also: Sequence[Path] = ()) -> int:
    """Bring the database to schema `version` after a verified copy at `backup_to`; answers the number before.

    `also`: further folders with steps.

    Troubles (nothing was changed; the copy stays): `migration_failed`, `backup_failed`, those of the database.
    """
    with translated():
        before = _copy_and_check(path, key, backup_to)
        engine = make_engine(path, key, writing=True, pool=NullPool, foreign_keys=False)
        try:
            with engine.connect() as conn, conn.begin():
                _migrate_within(conn, version, also)
        except (SQLAlchemyError, ValueError, AssertionError) as error:
            failed = Trouble("migration_failed", found=before, needs=version, backup=backup_to.name)
            raise as_trouble(error) or failed from error
        finally:
            engine.dispose()
    return before


def _migrate_within(conn: Connection, version: int, also: Sequence[Path]) -> None:
    counts = row_counts(conn)
    may_change = apply_steps(conn, also)
    after = row_counts(conn)
    for table, count in counts.items():
        if table not in may_change and after.get(table) != count:
            raise ValueError(f"{table} had {count} rows and has {after.get(table)}")
    refold(conn)
    broken = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ValueError(f"{len(broken)} rows without their parent")
    conn.exec_driver_sql(f"PRAGMA user_version = {version}")


def row_counts(conn: Connection) -> dict[str, int]:
    """Rows of every table but Alembic's own."""
    names = [name for name in inspect(conn).get_table_names() if name != VERSION_TABLE]
    quote = conn.dialect.identifier_preparer.quote
    return {
        name: int(conn.exec_driver_sql(f"SELECT count(*) FROM {quote(name)}").scalar_one())  # noqa: S608 - our names
        for name in names
    }


def _copy_and_check(path: Path, key: bytes, backup_to: Path) -> int:
    """A copy of the database at `backup_to`, opened and checked; answers its schema number."""
    raw = open_raw(path, key, writing=True)
    try:
        raw.execute("VACUUM INTO ?", (str(backup_to),))
    finally:
        raw.close()
    copy = open_raw(backup_to, key, writing=False, wal=False)
    try:
        rotten = copy.execute("PRAGMA cipher_integrity_check").fetchall()
        whole = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        version = int(copy.execute("PRAGMA user_version").fetchone()[0])
    finally:
        copy.close()
    if rotten or not whole:
        raise Trouble("backup_failed", file=backup_to.name)
    return version
