"""All tables: the records (`record_tables`), and here the journal, the exchange and what stays at this desk."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from station_desk.store.record_tables import (
    ENTITIES,
    Entity,
    account,
    attachment,
    form_file,
    metadata,
    office,
    person,
    remark,
    settlement,
    sheet,
    term,
    term_village,
    village,
    village_alias,
)

__all__ = [
    "ENTITIES",
    "SCHEMA_VERSION",
    "Entity",
    "access_log",
    "account",
    "archive",
    "attachment",
    "blob",
    "blob_held",
    "blob_sent",
    "bundle_in",
    "bundle_out",
    "change",
    "column_map",
    "conflict",
    "draft",
    "fclock",
    "form_file",
    "head",
    "held_row",
    "key_change",
    "metadata",
    "office",
    "parked",
    "peer",
    "person",
    "remark",
    "secret",
    "setting",
    "settlement",
    "sheet",
    "statement",
    "term",
    "term_village",
    "tombstone",
    "txn",
    "village",
    "village_alias",
]

SCHEMA_VERSION = 4
"""`sv` of what this program writes: one Alembic revision each, also SQLite's `user_version`."""

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
# On PostgreSQL the step that makes this index (0001) gives it the same condition; to say it here would read that dialect.
Index("ix_txn_run", txn.c.run, sqlite_where=txn.c.run.is_not(None))
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
bundle_file = Table(  # every file that was made of a bundle: the first, and those that gave it again
    "bundle_file",
    metadata,
    Column("receiver", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("code", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("transactions", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("kinds", Text, nullable=False, server_default="{}"),  # JSON {kind of record: changes}
    PrimaryKeyConstraint("receiver", "sha256"),
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
blob = Table(  # contents of attachments, by SHA-256
    "blob",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("at", Text, nullable=False),
)
blob_held = Table(  # which contents another office has said it holds: a hint, like its heads
    "blob_held",
    metadata,
    Column("office", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    PrimaryKeyConstraint("office", "sha256"),
    sqlite_with_rowid=False,
)
blob_sent = Table(  # in which bundle for an office a content went last: what waited longest goes first
    "blob_sent",
    metadata,
    Column("office", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("number", Integer, nullable=False),
    PrimaryKeyConstraint("office", "sha256"),
    sqlite_with_rowid=False,
)
key_change = Table(  # signed statements by which an office changed its keys, its own among them
    "key_change",
    metadata,
    Column("office", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),  # the signed JSON text, as it was signed
    Column("signature", LargeBinary, nullable=False),
    PrimaryKeyConstraint("office", "signature"),
)
archive = Table(  # parts of the journal whose bodies were moved into a file of their own
    "archive",
    metadata,
    Column("id", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("sha256", LargeBinary, nullable=False),
    Column("upto", BigInteger, nullable=False),  # clock of the newest transaction in it
    Column("transactions", Integer, nullable=False),
    Column("changes", Integer, nullable=False),
    Column("at", Text, nullable=False),
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
column_map = Table(  # how a person told the columns of a shape of workbook apart
    "column_map",
    metadata,
    Column("shape", Text, primary_key=True),
    Column("body", Text, nullable=False),  # JSON
    Column("at", Text, nullable=False),
)
