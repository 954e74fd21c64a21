"""The tables (SQLAlchemy Core). Every station-owned table's key begins with `scope` (DESIGN 4, decision 4).

A record table has, besides its fields, who made the row (`office`), the clock of its creation (`hlc`, `rep`, `txh`) and
`deleted`. Later writes to one field have their clock in `fclock`, which stays sparse. Hashes are 32 bytes, record ids
32 hex digits, instants UTC ISO text, dates ISO text. No ON DELETE CASCADE anywhere (a batch alter would delete children).
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()

SCHEMA_VERSION = 1
"""`sv` of what this program writes: one Alembic revision each, also SQLite's `user_version`."""


def _record(name: str, *columns: Column[Any], extra: tuple[SchemaItem, ...] = ()) -> Table[Any]:
    """A record table: scope and id as key, then its fields, then what the journal needs."""
    return Table(
        name,
        metadata,
        Column("scope", Text, nullable=False),
        Column("id", Text, nullable=False),
        *columns,
        Column("office", Text, nullable=False),
        Column("hlc", BigInteger, nullable=False),
        Column("rep", BigInteger, nullable=False),
        Column("txh", LargeBinary, nullable=False),
        Column("deleted", Integer, nullable=False, server_default="0"),
        PrimaryKeyConstraint("scope", "id"),
        *extra,
        sqlite_with_rowid=False,
    )


def _text(name: str) -> Column[object]:
    return Column(name, Text)


def _int(name: str) -> Column[object]:
    return Column(name, BigInteger)


# --- records -------------------------------------------------------------------------------------------------------
office = _record("office", _text("kind"), _text("name"), _text("code"), _text("pack"))
account = _record("account", _text("name"), _text("role"), _int("active"))
village = _record(
    "village",
    _text("code"),
    _text("name"),
    _text("kind"),
    _text("township_code"),
    _text("township"),
    _int("households"),
    _text("valid_from"),
    _text("valid_to"),
    _text("merged_into"),
    _text("officer"),
    _text("room"),
    _text("area"),
)
person = _record(
    "person",
    _text("name"),
    _text("sex"),
    _text("birth"),
    _text("id_no"),
    _text("phone"),
    _text("phone2"),
    _text("education"),
    _text("political"),
    _text("post"),
    _text("bank_card"),
)
term = _record(
    "term",
    _text("person_id"),
    _text("state"),
    _text("start_date"),
    _text("end_date"),
    _text("exit_date"),
    _text("exit_reason"),
    _text("number"),
    _text("prior_id"),
    extra=(ForeignKeyConstraint(["scope", "person_id"], ["person.scope", "person.id"]),),
)
term_village = _record(
    "term_village",
    _text("term_id"),
    _text("village_id"),
    extra=(
        ForeignKeyConstraint(["scope", "term_id"], ["term.scope", "term.id"]),
        ForeignKeyConstraint(["scope", "village_id"], ["village.scope", "village.id"]),
    ),
)
sheet = _record(
    "sheet",
    _text("serial"),
    _text("form"),
    _text("person_id"),
    _text("period"),
    _int("page"),
    _int("pages"),
    _text("printed_at"),
    _text("state"),
)
Index("ix_term_person", term.c.scope, term.c.person_id)
Index("ix_term_village_term", term_village.c.scope, term_village.c.term_id)
Index("ix_village_code", village.c.scope, village.c.code)
Index("ix_sheet_serial", sheet.c.scope, sheet.c.serial)


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record that travels: its table, its fields and which office may make it.

    `owner` is "station", "county" or "any"; in every case only the office that made a record may change it.
    `local` fields never leave: a change to one is a change of its own, of which only the salted hash travels.
    `parents` name the fields that point to another record: {field: entity}. `fields` are the columns that travel.
    """

    name: str
    table: Table
    owner: str
    local: frozenset[str] = frozenset()
    parents: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        fields = tuple(c.name for c in self.table.columns if c.name not in _OWN)
        object.__setattr__(self, "fields", fields)


_OWN = frozenset({"scope", "id", "office", "hlc", "rep", "txh"})

ENTITIES: dict[str, Entity] = {
    e.name: e
    for e in (
        Entity("office", office, "any"),
        Entity("account", account, "any"),
        Entity("village", village, "any"),
        Entity("person", person, "station", local=frozenset({"bank_card"})),
        Entity("term", term, "station", parents={"person_id": "person"}),
        Entity("term_village", term_village, "station", parents={"term_id": "term", "village_id": "village"}),
        Entity("sheet", sheet, "station"),
    )
}
"""In the order in which rows may be inserted (parents first)."""

# --- journal -------------------------------------------------------------------------------------------------------
txn = Table(
    "txn",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("rep", BigInteger, nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("run", Text),
    Column("sv", Integer, nullable=False),
    Column("parents", LargeBinary, nullable=False),  # the parents' hashes, sorted, one after another
    Column("n_changes", Integer, nullable=False),
    Column("import_id", Text),
    sqlite_with_rowid=False,
)
Index("ix_txn_scope", txn.c.scope, txn.c.hlc)
Index("ix_txn_run", txn.c.run, sqlite_where=txn.c.run.is_not(None), postgresql_where=txn.c.run.is_not(None))
change = Table(
    "change",
    metadata,
    Column("txh", LargeBinary, nullable=False),
    Column("i", Integer, nullable=False),
    Column("op", Text, nullable=False),
    Column("ent", Text, nullable=False),
    Column("rid", Text, nullable=False),
    Column("body", Text),
    Column("salt", LargeBinary),
    Column("body_hash", LargeBinary, nullable=False),
    Column("local", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("txh", "i"),
    ForeignKeyConstraint(["txh"], ["txn.hash"]),
    sqlite_with_rowid=False,
)
Index("ix_change_rid", change.c.rid)
head = Table(
    "head",
    metadata,
    Column("scope", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("scope", "hash"),
    sqlite_with_rowid=False,
)
fclock = Table(
    "fclock",
    metadata,
    Column("scope", Text, nullable=False),
    Column("ent", Text, nullable=False),
    Column("rid", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("rep", BigInteger, nullable=False),
    Column("txh", LargeBinary, nullable=False),
    PrimaryKeyConstraint("scope", "ent", "rid", "field"),
    sqlite_with_rowid=False,
)
conflict = Table(
    "conflict",
    metadata,
    Column("scope", Text, nullable=False),
    Column("ent", Text, nullable=False),
    Column("rid", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("hlc", BigInteger, nullable=False),
    Column("rep", BigInteger, nullable=False),
    Column("txh", LargeBinary, nullable=False),
    Column("val", Text),  # JSON of the value that lost
    PrimaryKeyConstraint("scope", "ent", "rid", "field", "hlc", "rep", "txh"),
    sqlite_with_rowid=False,
)
parked = (
    Table(  # fields and kinds of records that this version does not know: kept verbatim in the journal, listed here
        "parked",
        metadata,
        Column("txh", LargeBinary, nullable=False),
        Column("i", Integer, nullable=False),
        Column("ent", Text, nullable=False),
        Column("field", Text, nullable=False),
        Column("reason", Text, nullable=False),  # unknown_field, unknown_kind, not_owner, dangling, bad_value
        PrimaryKeyConstraint("txh", "i", "field"),
        sqlite_with_rowid=False,
    )
)
tombstone = Table(
    "tombstone",
    metadata,
    Column("scope", Text, nullable=False),
    Column("ent", Text, nullable=False),
    Column("rid", Text, nullable=False),
    Column("txh", LargeBinary, nullable=False),
    PrimaryKeyConstraint("scope", "ent", "rid"),
    sqlite_with_rowid=False,
)

# --- exchange ------------------------------------------------------------------------------------------------------
peer = Table(
    "peer",
    metadata,
    Column("office", Text, primary_key=True),  # office code
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sign_key", LargeBinary, nullable=False),  # Ed25519 public key, 32 bytes
    Column("seal_key", Text, nullable=False),  # age recipient
    Column("escrow", Text),  # a second age recipient that the office asks for, if any
    Column("trusted_at", Text, nullable=False),
    Column(
        "heads", Text, nullable=False, server_default="{}"
    ),  # JSON {scope: [hex]}: what the other side last said it has
    Column("heard_at", Text),  # when its newest bundle was made
    Column("app", Text),
    Column("sv", Integer),
)
bundle_out = Table(
    "bundle_out",
    metadata,
    Column("receiver", Text, nullable=False),
    Column("number", Integer, nullable=False),  # counted per receiver (decision 8)
    Column("code", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("transactions", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("heads", Text, nullable=False),  # JSON {scope: [hex]} held when it was made
    Column("acked_at", Text),
    PrimaryKeyConstraint("receiver", "number"),
)
bundle_in = Table(
    "bundle_in",
    metadata,
    Column("id", Text, primary_key=True),
    Column("sha256", LargeBinary, nullable=False),
    Column("file", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("number", Integer),
    Column("made_at", Text),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("result", Text, nullable=False),
    Column("transactions", Integer, nullable=False, server_default="0"),
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("detail", Text, nullable=False, server_default="{}"),  # JSON: missing, warnings, rejected, conflicts, fork
)
Index("ix_bundle_in_sender", bundle_in.c.sender, bundle_in.c.number)
statement = Table(  # signed head statements (decision 5): of each office about each scope the newest of every branch
    "statement",
    metadata,
    Column("office", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # the signed JSON text, as it was signed
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("office", "scope", "signature"),
)

# --- this desk only ------------------------------------------------------------------------------------------------
setting = Table("setting", metadata, Column("key", Text, primary_key=True), Column("value", Text))
secret = Table("secret", metadata, Column("key", Text, primary_key=True), Column("value", LargeBinary, nullable=False))
draft = Table(
    "draft",
    metadata,
    Column("account", Text, nullable=False),
    Column("place", Text, nullable=False),  # page or card that keeps it
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    PrimaryKeyConstraint("account", "place"),
)
access_log = Table(
    "access_log",
    metadata,
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, nullable=False),  # unlock, lock, reveal, print, export, import, backup, restore ...
    Column("object", Text, nullable=False),  # record id, file name, serial; never an ID number
    Column("detail", Text, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("hash"),
)
held_row = Table(  # rows of an import that wait for correction
    "held_row",
    metadata,
    Column("id", Text, primary_key=True),
    Column("run", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("cells", Text, nullable=False),  # JSON of the values as read
    Column("reasons", Text, nullable=False),  # JSON list of codes
    Column("done", Boolean, nullable=False, server_default="0"),
)
