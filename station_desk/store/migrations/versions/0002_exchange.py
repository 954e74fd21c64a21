"""Schema 2: attachments, remarks, settled conflicts, aliases, forms that travel; key changes, archives, column maps."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
)
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that schema 1 lacks; no row changes."""
    _records()
    _exchange()
    _changes()


def _changes() -> None:
    """Changes lie in the order in which they came, no longer by the hash of their transaction."""
    op.drop_index("ix_change_rid", "change")
    op.rename_table("change", "change_before")
    op.create_table(
        "change",
        _blob("txh"),
        Column("i", Integer, nullable=False),
        *(_text(name, null=False) for name in ("op", "ent", "rid")),
        _text("body"),
        _blob("salt", null=True),
        _blob("body_hash"),
        Column("local", Integer, nullable=False, server_default="0"),
        PrimaryKeyConstraint("txh", "i"),
        ForeignKeyConstraint(["txh"], ["txn.hash"]),
    )
    columns = "txh, i, op, ent, rid, body, salt, body_hash, local"
    op.execute(f"INSERT INTO change ({columns}) SELECT {columns} FROM change_before")  # noqa: S608 - our own names
    op.drop_table("change_before")
    op.create_index("ix_change_rid", "change", ["rid"])


def downgrade() -> None:
    """There is no way back from a schema: a backup is."""
    raise NotImplementedError("restore the backup made before the migration")


def _text(name: str, *, null: bool = True) -> Column[str]:
    return Column(name, Text, nullable=null)


def _blob(name: str, *, null: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _record(name: str, *columns: Column[str] | Column[int], extra: tuple[SchemaItem, ...] = ()) -> None:
    op.create_table(
        name,
        _text("scope", null=False),
        _text("id", null=False),
        *columns,
        _text("office", null=False),
        Column("hlc", BigInteger, nullable=False),
        Column("rep", BigInteger, nullable=False),
        _blob("txh"),
        Column("deleted", Integer, nullable=False, server_default="0"),
        PrimaryKeyConstraint("scope", "id"),
        *extra,
        sqlite_with_rowid=False,
    )


def _records() -> None:
    about = ("about_ent", "about_id")
    _record(
        "attachment",
        *map(_text, (*about, "kind", "title", "media", "sha256", "home_sha256")),
        Column("size", BigInteger),
        Column("travels", BigInteger),
    )
    _record("remark", *map(_text, (*about, "about_field", "kind", "reason", "words", "reply_to")))
    _record("settlement", *map(_text, (*about, "about_field", "seen", "chosen")))
    _record(
        "village_alias",
        *map(_text, ("village_id", "alias", "valid_from", "valid_to")),
        extra=(ForeignKeyConstraint(["scope", "village_id"], ["village.scope", "village.id"]),),
    )
    _record("form_file", *map(_text, ("code", "file", "body")))
    op.create_index("ix_attachment_about", "attachment", ["scope", "about_id"])
    op.create_index("ix_remark_about", "remark", ["scope", "about_id"])


def _exchange() -> None:
    op.create_table(
        "blob",
        _blob("sha256"),
        _blob("content"),
        _text("at", null=False),
        PrimaryKeyConstraint("sha256"),
    )
    op.create_table(
        "blob_held",
        _text("office", null=False),
        _blob("sha256"),
        PrimaryKeyConstraint("office", "sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "blob_sent",
        _text("office", null=False),
        _blob("sha256"),
        Column("number", Integer, nullable=False),
        PrimaryKeyConstraint("office", "sha256"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "key_change",
        _text("office", null=False),
        _text("at", null=False),
        _text("body", null=False),
        _blob("signature"),
        PrimaryKeyConstraint("office", "signature"),
    )
    op.create_table(
        "archive",
        _text("id", null=False),
        _text("file", null=False),
        _blob("sha256"),
        Column("upto", BigInteger, nullable=False),
        Column("transactions", Integer, nullable=False),
        Column("changes", Integer, nullable=False),
        _text("at", null=False),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "bundle_file",
        _text("receiver", null=False),
        Column("number", Integer, nullable=False),
        _blob("sha256"),
        *(_text(name, null=False) for name in ("code", "file", "at", "actor")),
        Column("bytes", BigInteger, nullable=False),
        Column("transactions", Integer, nullable=False),
        Column("changes", Integer, nullable=False),
        Column("kinds", Text, nullable=False, server_default="{}"),
        PrimaryKeyConstraint("receiver", "sha256"),
    )
    op.create_table(
        "column_map",
        _text("shape", null=False),
        _text("body", null=False),
        _text("at", null=False),
        PrimaryKeyConstraint("shape"),
    )
