"""What all record tables share (SQLAlchemy Core). Every station-owned table's key begins with `scope` (DESIGN 4, decision 4).

A record table has, besides its fields, who made the row (`office`), the clock of its creation (`hlc`, `rep`, `txh`) and
`deleted`. Later writes to one field have their clock in `fclock`, which stays sparse. Hashes are 32 bytes, record ids
32 hex digits, instants UTC ISO text, dates ISO text. No ON DELETE CASCADE anywhere (a batch alter would delete children).
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


def record(
    name: str, *columns: Column[Any], extra: tuple[SchemaItem, ...] = (), later: tuple[Column[Any], ...] = ()
) -> Table[Any]:
    """A record table: scope and id as key, then its fields, then what the journal needs, then fields of `later` schemas."""
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
        *later,
        PrimaryKeyConstraint("scope", "id"),
        *extra,
        sqlite_with_rowid=False,
    )


def text(name: str) -> Column[object]:
    """A field of text: a code, a name, an ISO date, an id."""
    return Column(name, Text)


def whole(name: str) -> Column[object]:
    """A field of whole numbers: a count, fen, tenths of a point, 0 or 1."""
    return Column(name, BigInteger)


def texts(*names: str) -> tuple[Column[object], ...]:
    """Several fields of text."""
    return tuple(text(name) for name in names)


def wholes(*names: str) -> tuple[Column[object], ...]:
    """Several fields of whole numbers."""
    return tuple(whole(name) for name in names)


def points_to(column: str, entity: str) -> ForeignKeyConstraint:
    """`column` names a record of `entity` in the same scope."""
    return ForeignKeyConstraint(["scope", column], [f"{entity}.scope", f"{entity}.id"])


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
