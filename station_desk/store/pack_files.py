"""Packs of an office, values it filled in, and the versions that something rests on: rows <-> dataclasses."""

import json
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.domain.policy_values import FilledValue
from station_desk.domain.records import SCOPE_ALL
from station_desk.store.pack_tables import pack_file, pack_use, pack_value

PackState = Literal["installed", "offered", "withdrawn", "kept"]
"""installed: an office's own; offered: a county's, for its stations; withdrawn: taken back, it holds only where nothing
else of the pack is left; kept: the whole text that a decision rests on.
"""


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A pack as it is kept. `body` is the TOML of an installed or offered one, a JSON of all its texts of a kept one."""

    scope: str
    id: str
    office: str
    pack: str
    version: int
    sha256: str
    body: str
    state: str

    @property
    def of_county(self) -> bool:
        """A county gave it to its stations."""
        return self.scope == SCOPE_ALL


@dataclass(frozen=True, slots=True)
class PackUse:
    """What rests on a version: the digest of all its texts, the program's version, which record, since which day."""

    pack: str
    version: int
    sha256: str
    program: str
    about_ent: str
    about_id: str
    day: str


_FILE = tuple(
    pack_file.c[name] for name in ("scope", "id", "office", "pack", "version", "sha256", "body", "state", "hlc")
)
_VALUE = tuple(
    pack_value.c[name]
    for name in (
        *("scope", "id", "office", "pack", "key", "value"),
        *("decided_by", "doc_no", "decided_on", "valid_from"),
    )
)


def load_pack_files(conn: Connection, *, kept: bool = False) -> list[PackRecord]:
    """The packs that are in force, or (`kept`) the texts that something rests on now; the older first."""
    query = select(*_FILE).order_by(pack_file.c.hlc, pack_file.c.id)
    if kept:
        resting = select(pack_use.c.sha256).where(pack_use.c.deleted == 0)
        query = query.where(pack_file.c.state == "kept", pack_file.c.sha256.in_(resting))
    else:
        query = query.where(pack_file.c.state != "kept", pack_file.c.deleted == 0)
    return [_record(row) for row in conn.execute(query)]


def kept_text(conn: Connection, sha256: str) -> PackRecord | None:
    """The text with this digest, None where nothing here ever rested on it: it stays where the act that brought it was
    taken back, for later acts may rest on it too.
    """
    query = select(*_FILE).where(pack_file.c.state == "kept", pack_file.c.sha256 == sha256)
    row = conn.execute(query.limit(1)).first()
    return _record(row) if row else None


def pack_fields(pack: str, version: int, sha256: str, body: str, state: PackState) -> dict[str, Value]:
    """A pack's fields as the journal holds them."""
    return {"pack": pack, "version": str(version), "sha256": sha256, "body": body, "state": state}


def load_values(conn: Connection) -> list[FilledValue]:
    """Every value that an office filled in and did not take back."""
    return [_value(row) for row in conn.execute(select(*_VALUE).where(pack_value.c.deleted == 0))]


def value_fields(of: FilledValue) -> dict[str, Value]:
    """A filled value's fields as the journal holds them."""
    return {
        "pack": of.pack,
        "key": of.key,
        "value": json.dumps(of.value, ensure_ascii=False),
        "decided_by": of.by,
        "doc_no": of.number,
        "decided_on": of.on,
        "valid_from": of.valid_from,
    }


def load_uses(conn: Connection, pack: str) -> list[PackUse]:
    """What rests on the versions of a pack, by day."""
    versions = {one.sha256: one.version for one in load_pack_files(conn, kept=True)}
    names = ("pack", "sha256", "program", "about_ent", "about_id", "day")
    query = select(*(pack_use.c[name] for name in names)).where(pack_use.c.deleted == 0, pack_use.c.pack == pack)
    return [
        PackUse(row.pack, versions.get(row.sha256, 0), row.sha256, row.program, row.about_ent, row.about_id, row.day)
        for row in conn.execute(query.order_by(pack_use.c.day, pack_use.c.id))
    ]


def is_noted(conn: Connection, scope: str, about_id: str, sha256: str) -> bool:
    """Whether it is written already that this record rests on this text."""
    query = select(pack_use.c.id).where(
        pack_use.c.deleted == 0,
        pack_use.c.scope == scope,
        pack_use.c.about_id == about_id,
        pack_use.c.sha256 == sha256,
    )
    return conn.execute(query.limit(1)).first() is not None


def _record(row: object) -> PackRecord:
    names = ("scope", "id", "office", "pack", "version", "sha256", "body", "state")
    scope, rid, office, pack, version, sha256, body, state = (getattr(row, name) or "" for name in names)
    number = int(version) if str(version).isdecimal() else 0
    return PackRecord(scope, rid, office, pack, number, sha256, body, state)


def _value(row: object) -> FilledValue:
    value = json.loads(getattr(row, "value", None) or "null")
    text = {name: getattr(row, name) or "" for name in ("id", "office", "pack", "key", "doc_no", "decided_on")}
    return FilledValue(
        id=text["id"],
        office=text["office"],
        pack=text["pack"],
        key=text["key"],
        value=tuple(value) if isinstance(value, list) else value,
        by=getattr(row, "decided_by", None) or "",
        number=text["doc_no"],
        on=text["decided_on"],
        valid_from=getattr(row, "valid_from", None) or text["decided_on"],
        county=getattr(row, "scope", "") == SCOPE_ALL,
    )
