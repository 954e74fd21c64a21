"""Writes the newest schema to `schemas/N.sql`, after a step was added: `python -m tests.reference.make_schema`."""

import os
import tempfile
from pathlib import Path

from station_desk.store.tables import SCHEMA_VERSION
from tests.store.test_migrations import SCHEMAS, fresh


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = fresh(Path(folder) / "fresh.db", os.urandom(32))
    made.sort(key=lambda sql: not sql.startswith("CREATE TABLE"))
    (SCHEMAS / f"{SCHEMA_VERSION}.sql").write_text(";\n".join(made) + ";\n", encoding="utf-8")


if __name__ == "__main__":
    main()
