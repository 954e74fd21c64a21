"""The tables of the records (SQLAlchemy Core). Every station-owned table's key begins with `scope` (DESIGN 4, decision 4).

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
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

metadata = MetaData()


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
attachment = _record(  # a photo or a document; its bytes lie in `blob` under the hash
    "attachment",
    _text("about_ent"),
    _text("about_id"),
    _text("kind"),  # photo, document
    _text("title"),
    _text("media"),  # image/jpeg, application/pdf
    _text("sha256"),  # of a content that travels, lower-case hex
    _text("home_sha256"),  # of a content that stays here: a photo unless chosen (DESIGN 4, decision 3)
    _int("size"),  # bytes of a content that travels
    _int("travels"),  # 1: the bytes go to the other office too
)
remark = _record(  # the county's word on a record and the station's answer; words are at most 60 characters
    "remark",
    _text("about_ent"),
    _text("about_id"),
    _text("about_field"),
    _text("kind"),  # comment, correction, answer
    _text("reason"),
    _text("words"),
    _text("reply_to"),
)
settlement = _record(  # a conflict that a person settled: which writes stood against each other, which one holds
    "settlement",
    _text("about_ent"),
    _text("about_id"),
    _text("about_field"),
    _text("seen"),  # JSON list of the transactions' hashes, hex
    _text("chosen"),  # the hash among them, or "" where a third value was typed
)
village_alias = _record(
    "village_alias",
    _text("village_id"),
    _text("alias"),
    _text("valid_from"),
    _text("valid_to"),
    extra=(ForeignKeyConstraint(["scope", "village_id"], ["village.scope", "village.id"]),),
)
form_file = _record(  # an office's own version of a form, on its way to the stations
    "form_file",
    _text("code"),
    _text("file"),
    _text("body"),
)
Index("ix_term_person", term.c.scope, term.c.person_id)
Index("ix_term_village_term", term_village.c.scope, term_village.c.term_id)
Index("ix_village_code", village.c.scope, village.c.code)
Index("ix_sheet_serial", sheet.c.scope, sheet.c.serial)
Index("ix_attachment_about", attachment.c.scope, attachment.c.about_id)
Index("ix_remark_about", remark.c.scope, remark.c.about_id)


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
        Entity("attachment", attachment, "any", local=frozenset({"home_sha256"})),
        Entity("remark", remark, "any"),
        Entity("settlement", settlement, "any"),
        Entity("village_alias", village_alias, "any", parents={"village_id": "village"}),
        Entity("form_file", form_file, "county"),
    )
}
"""In the order in which rows may be inserted (parents first)."""
