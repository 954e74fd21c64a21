"""The records of the roster and the office, and the register of all kinds of records (`record_shape` tells their shape)."""

from sqlalchemy import Index

from station_desk.store.assess_tables import ASSESSMENT
from station_desk.store.month_tables import MONTH
from station_desk.store.pack_tables import PACKS
from station_desk.store.record_shape import Entity, metadata, points_to, record, text, whole
from station_desk.store.selection_tables import SELECTION

__all__ = ["ENTITIES", "Entity", "metadata"]

# --- records -------------------------------------------------------------------------------------------------------
office = record("office", text("kind"), text("name"), text("code"), text("pack"))
account = record("account", text("name"), text("role"), whole("active"))
village = record(
    "village",
    text("code"),
    text("name"),
    text("kind"),
    text("township_code"),
    text("township"),
    whole("households"),
    text("valid_from"),
    text("valid_to"),
    text("merged_into"),
    text("officer"),
    text("room"),
    text("area"),
)
person = record(
    "person",
    text("name"),
    text("sex"),
    text("birth"),
    text("id_no"),
    text("phone"),
    text("phone2"),
    text("education"),
    text("political"),
    text("post"),
    text("bank_card"),
)
term = record(
    "term",
    text("person_id"),
    text("state"),
    text("start_date"),
    text("end_date"),
    text("exit_date"),
    text("exit_reason"),
    text("number"),
    text("prior_id"),
    extra=(points_to("person_id", "person"),),
    later=(text("pauses"),),  # when it was suspended, first and last day: `2026-10-10/2026-10-20 2026-12-01/`
)
term_village = record(
    "term_village",
    text("term_id"),
    text("village_id"),
    extra=(
        points_to("term_id", "term"),
        points_to("village_id", "village"),
    ),
)
sheet = record(
    "sheet",
    text("serial"),
    text("form"),
    text("person_id"),
    text("period"),
    whole("page"),
    whole("pages"),
    text("printed_at"),
    text("state"),
)
attachment = record(  # a photo or a document; its bytes lie in `blob` under the hash
    "attachment",
    text("about_ent"),
    text("about_id"),
    text("kind"),  # photo, document
    text("title"),
    text("media"),  # image/jpeg, application/pdf
    text("sha256"),  # of a content that travels, lower-case hex
    text("home_sha256"),  # of a content that stays here: a photo unless chosen (DESIGN 4, decision 3)
    whole("size"),  # bytes of a content that travels
    whole("travels"),  # 1: the bytes go to the other office too
)
remark = record(  # the county's word on a record and the station's answer; words are at most 60 characters
    "remark",
    text("about_ent"),
    text("about_id"),
    text("about_field"),
    text("kind"),  # comment, correction, answer
    text("reason"),
    text("words"),
    text("reply_to"),
)
settlement = record(  # a conflict that a person settled: which writes stood against each other, which one holds
    "settlement",
    text("about_ent"),
    text("about_id"),
    text("about_field"),
    text("seen"),  # JSON list of the transactions' hashes, hex
    text("chosen"),  # the hash among them, or "" where a third value was typed
)
village_alias = record(
    "village_alias",
    text("village_id"),
    text("alias"),
    text("valid_from"),
    text("valid_to"),
    extra=(points_to("village_id", "village"),),
)
form_file = record(  # an office's own version of a form, on its way to the stations
    "form_file",
    text("code"),
    text("file"),
    text("body"),
)
Index("ix_term_person", term.c.scope, term.c.person_id)
Index("ix_term_village_term", term_village.c.scope, term_village.c.term_id)
Index("ix_village_code", village.c.scope, village.c.code)
Index("ix_sheet_serial", sheet.c.scope, sheet.c.serial)
Index("ix_attachment_about", attachment.c.scope, attachment.c.about_id)
Index("ix_remark_about", remark.c.scope, remark.c.about_id)


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
        *MONTH,
        *PACKS,
        *SELECTION,
        *ASSESSMENT,
    )
}
"""In the order in which rows may be inserted (parents first)."""
