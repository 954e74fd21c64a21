"""Schema 1: records, journal, exchange and what stays at this desk."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of schema 1."""
    _places()
    _people()
    _paper()
    _journal()
    _clocks()
    _exchange()
    _arrivals()
    _desk()
    _desk_log()


def downgrade() -> None:
    """There is no way back from a schema: a backup is."""
    raise NotImplementedError("restore the backup made before the migration")


def _text(name: str, *, null: bool = True, default: str | None = None) -> Column[str]:
    return Column(name, Text, nullable=null, server_default=default)


def _big(name: str, *, null: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=null, autoincrement=False)


def _int(name: str, *, null: bool = True, default: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=null, server_default=default)


def _blob(name: str, *, null: bool = True) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=null)


def _bool(name: str, *, null: bool = True, default: str | None = None) -> Column[bool]:
    return Column(name, Boolean, nullable=null, server_default=default)


def _record(name: str, *items: SchemaItem) -> None:
    columns = [item for item in items if isinstance(item, Column)]
    keys = [item for item in items if not isinstance(item, Column)]
    op.create_table(
        name,
        _text("scope", null=False),
        _text("id", null=False),
        *columns,
        _text("office", null=False),
        _big("hlc", null=False),
        _big("rep", null=False),
        _blob("txh", null=False),
        _int("deleted", null=False, default="0"),
        PrimaryKeyConstraint("scope", "id"),
        *keys,
        sqlite_with_rowid=False,
    )


def _places() -> None:
    _record(
        "office",
        _text("kind"),
        _text("name"),
        _text("code"),
        _text("pack"),
    )
    _record(
        "account",
        _text("name"),
        _text("role"),
        _big("active"),
    )
    _record(
        "village",
        _text("code"),
        _text("name"),
        _text("kind"),
        _text("township_code"),
        _text("township"),
        _big("households"),
        _text("valid_from"),
        _text("valid_to"),
        _text("merged_into"),
        _text("officer"),
        _text("room"),
        _text("area"),
    )
    op.create_index("ix_village_code", "village", ["scope", "code"])


def _people() -> None:
    _record(
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
    _record(
        "term",
        _text("person_id"),
        _text("state"),
        _text("start_date"),
        _text("end_date"),
        _text("exit_date"),
        _text("exit_reason"),
        _text("number"),
        _text("prior_id"),
        ForeignKeyConstraint(["scope", "person_id"], ["person.scope", "person.id"]),
    )
    _record(
        "term_village",
        _text("term_id"),
        _text("village_id"),
        ForeignKeyConstraint(["scope", "term_id"], ["term.scope", "term.id"]),
        ForeignKeyConstraint(["scope", "village_id"], ["village.scope", "village.id"]),
    )
    op.create_index("ix_term_person", "term", ["scope", "person_id"])
    op.create_index("ix_term_village_term", "term_village", ["scope", "term_id"])


def _paper() -> None:
    _record(
        "sheet",
        _text("serial"),
        _text("form"),
        _text("person_id"),
        _text("period"),
        _big("page"),
        _big("pages"),
        _text("printed_at"),
        _text("state"),
    )
    op.create_index("ix_sheet_serial", "sheet", ["scope", "serial"])


def _journal() -> None:
    op.create_table(
        "txn",
        _blob("hash", null=False),
        _text("scope", null=False),
        _text("office", null=False),
        _big("rep", null=False),
        _big("n", null=False),
        _big("hlc", null=False),
        _text("actor", null=False),
        _text("action", null=False),
        _text("run"),
        _int("sv", null=False),
        _blob("parents", null=False),
        _int("n_changes", null=False),
        _text("import_id"),
        PrimaryKeyConstraint("hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        _blob("txh", null=False),
        _int("i", null=False),
        _text("op", null=False),
        _text("ent", null=False),
        _text("rid", null=False),
        _text("body"),
        _blob("salt"),
        _blob("body_hash", null=False),
        _int("local", null=False, default="0"),
        PrimaryKeyConstraint("txh", "i"),
        ForeignKeyConstraint(["txh"], ["txn.hash"]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        _text("scope", null=False),
        _blob("hash", null=False),
        PrimaryKeyConstraint("scope", "hash"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_txn_run", "txn", ["run"], sqlite_where=text("run IS NOT NULL"), postgresql_where=text("run IS NOT NULL")
    )
    op.create_index("ix_txn_scope", "txn", ["scope", "hlc"])
    op.create_index("ix_change_rid", "change", ["rid"])


def _clocks() -> None:
    op.create_table(
        "fclock",
        _text("scope", null=False),
        _text("ent", null=False),
        _text("rid", null=False),
        _text("field", null=False),
        _big("hlc", null=False),
        _big("rep", null=False),
        _blob("txh", null=False),
        PrimaryKeyConstraint("scope", "ent", "rid", "field"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conflict",
        _text("scope", null=False),
        _text("ent", null=False),
        _text("rid", null=False),
        _text("field", null=False),
        _big("hlc", null=False),
        _big("rep", null=False),
        _blob("txh", null=False),
        _text("val"),
        PrimaryKeyConstraint("scope", "ent", "rid", "field", "hlc", "rep", "txh"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "parked",
        _blob("txh", null=False),
        _int("i", null=False),
        _text("ent", null=False),
        _text("field", null=False),
        _text("reason", null=False),
        PrimaryKeyConstraint("txh", "i", "field"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tombstone",
        _text("scope", null=False),
        _text("ent", null=False),
        _text("rid", null=False),
        _blob("txh", null=False),
        PrimaryKeyConstraint("scope", "ent", "rid"),
        sqlite_with_rowid=False,
    )


def _exchange() -> None:
    op.create_table(
        "peer",
        _text("office", null=False),
        _text("kind", null=False),
        _text("name", null=False),
        _blob("sign_key", null=False),
        _text("seal_key", null=False),
        _text("escrow"),
        _text("trusted_at", null=False),
        _text("heads", null=False, default="{}"),
        _text("heard_at"),
        _text("app"),
        _int("sv"),
        PrimaryKeyConstraint("office"),
    )
    op.create_table(
        "bundle_out",
        _text("receiver", null=False),
        _int("number", null=False),
        _text("code", null=False),
        _text("file", null=False),
        _blob("sha256", null=False),
        _text("at", null=False),
        _text("actor", null=False),
        _big("bytes", null=False),
        _int("transactions", null=False),
        _int("changes", null=False),
        _text("heads", null=False),
        _text("acked_at"),
        PrimaryKeyConstraint("receiver", "number"),
    )


def _arrivals() -> None:
    op.create_table(
        "bundle_in",
        _text("id", null=False),
        _blob("sha256", null=False),
        _text("file", null=False),
        _text("sender", null=False),
        _int("number"),
        _text("made_at"),
        _text("at", null=False),
        _text("actor", null=False),
        _text("result", null=False),
        _int("transactions", null=False, default="0"),
        _int("changes", null=False, default="0"),
        _text("detail", null=False, default="{}"),
        PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "statement",
        _text("office", null=False),
        _text("scope", null=False),
        _text("at", null=False),
        _text("body", null=False),
        _blob("signature", null=False),
        PrimaryKeyConstraint("office", "scope", "signature"),
    )
    op.create_index("ix_bundle_in_sender", "bundle_in", ["sender", "number"])


def _desk() -> None:
    op.create_table(
        "setting",
        _text("key", null=False),
        _text("value"),
        PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "secret",
        _text("key", null=False),
        _blob("value", null=False),
        PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "draft",
        _text("account", null=False),
        _text("place", null=False),
        _text("at", null=False),
        _text("body", null=False),
        PrimaryKeyConstraint("account", "place"),
    )


def _desk_log() -> None:
    op.create_table(
        "access_log",
        _big("n", null=False),
        _text("at", null=False),
        _text("actor", null=False),
        _text("act", null=False),
        _text("object", null=False),
        _text("detail", null=False),
        _blob("prev", null=False),
        _blob("hash", null=False),
        PrimaryKeyConstraint("n"),
        UniqueConstraint("hash"),
    )
    op.create_table(
        "held_row",
        _text("id", null=False),
        _text("run", null=False),
        _text("file", null=False),
        _text("sheet", null=False),
        _int("row", null=False),
        _text("at", null=False),
        _text("cells", null=False),
        _text("reasons", null=False),
        _bool("done", null=False, default="0"),
        PrimaryKeyConstraint("id"),
    )
