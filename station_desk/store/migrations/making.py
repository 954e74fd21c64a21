"""How a step makes the table of a record: the same shape as `record_shape`, frozen here with the steps."""

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, LargeBinary, PrimaryKeyConstraint, Text
from sqlalchemy import Integer as Int


def record(name: str, columns: str, points_to: dict[str, str] | None = None) -> None:
    """Make a record table. `columns` names its fields (`#` after a name: a whole number, else text).

    `points_to`: {field: entity} of the fields that name another record of the same scope.
    """
    fields = [Column(c.removesuffix("#"), BigInteger) if c.endswith("#") else Column(c, Text) for c in columns.split()]
    keys = [
        ForeignKeyConstraint(["scope", column], [f"{entity}.scope", f"{entity}.id"])
        for column, entity in (points_to or {}).items()
    ]
    op.create_table(
        name,
        Column("scope", Text, nullable=False),
        Column("id", Text, nullable=False),
        *fields,
        Column("office", Text, nullable=False),
        Column("hlc", BigInteger, nullable=False),
        Column("rep", BigInteger, nullable=False),
        Column("txh", LargeBinary, nullable=False),
        Column("deleted", Int, nullable=False, server_default="0"),
        PrimaryKeyConstraint("scope", "id"),
        *keys,
        sqlite_with_rowid=False,
    )
