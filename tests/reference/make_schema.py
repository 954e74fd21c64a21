"""Writes the newest schema, after a step was added: `python -m tests.reference.make_schema`.

`schemas/N.sql` holds its tables, `schemas/N.kinds.json` the kinds of records that travel (packaging/FORMAT.md, section 3).
"""

import json
import os
import tempfile
from pathlib import Path

from sqlalchemy import BigInteger, Integer

from station_desk.store.merge_values import BOUNDS, DATES, LONG, MAX_TEXT, WORDS
from station_desk.store.record_shape import Entity
from station_desk.store.tables import ENTITIES, SCHEMA_VERSION
from tests.store.test_migrations import SCHEMAS, fresh


def kinds() -> str:
    """The kinds of records as JSON: who may make one, its fields and what each may hold, in the order of the tables."""
    lines = []
    for name, entity in ENTITIES.items():
        fields = {field: _holds(entity, field) for field in entity.fields}
        kind = {"owner": entity.owner, "points_to": entity.parents, "local": sorted(entity.local), "fields": fields}
        lines.append(f"{json.dumps(name)}: {json.dumps(kind, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _holds(entity: Entity, field: str) -> object:
    """`date`; [least, most] of whole numbers; a list of words; the most characters of a text."""
    place = entity.name, field
    if field in DATES:
        return "date"
    if place in WORDS:
        return [word.value for word in WORDS[place]]
    if isinstance(entity.table.c[field].type, Integer | BigInteger):
        return [0, 1] if field == "deleted" else list(BOUNDS.get(place, (-(2**63), 2**63 - 1)))
    return LONG.get(place, MAX_TEXT)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = fresh(Path(folder) / "fresh.db", os.urandom(32))
    made.sort(key=lambda sql: not sql.startswith("CREATE TABLE"))
    (SCHEMAS / f"{SCHEMA_VERSION}.sql").write_text(";\n".join(made) + ";\n", encoding="utf-8")
    (SCHEMAS / f"{SCHEMA_VERSION}.kinds.json").write_text(kinds(), encoding="utf-8")


if __name__ == "__main__":
    main()
