"""The records of the policy: packs of an office, values filled in, versions in use, posts, results of checks (DOMAIN 1.8).

Of all disqualifiers together one result is kept; no column is named after one (DOMAIN 1.9).
"""

from sqlalchemy import Index

from station_desk.store.record_shape import Entity, points_to, record, text, texts, whole, wholes

pack_file = record(  # a pack that an office wrote: its TOML, word for word; kept: all texts that something rests on
    "pack_file",
    *texts("pack", "version", "sha256", "body", "state"),  # state: installed, offered, withdrawn, kept
)
pack_value = record(  # a value that the documents do not state, filled in by the county
    "pack_value",
    *texts("pack", "key", "value", "decided_by", "doc_no", "decided_on", "valid_from"),  # value: JSON
)
pack_use = record(  # a version that an appointment, a closed month or a decision rests on: immutable from then on
    "pack_use",
    *texts("pack", "sha256", "program", "about_ent", "about_id", "day"),
)
unit = record(  # a police room or a work station as a post (Xihua)
    "unit",
    *texts("kind", "name", "code", "parent_id", "officer", "valid_from", "valid_to"),
)
unit_village = record(
    "unit_village",
    *texts("unit_id", "village_id", "valid_from", "valid_to"),
    extra=(points_to("unit_id", "unit"),),
)
post = record(  # what differs from the quota that the rule gives: exception posts, posts covered by an auxiliary
    "post",
    *texts("village_id", "unit_id", "kind", "reason", "covered_by", "valid_from", "valid_to", "doc_no", "decided_on"),
    whole("seats"),
)
eligibility_check = record(
    "eligibility_check",
    *texts("about_ent", "about_id"),  # candidate or person
    text("result"),  # none, not_eligible, open
    *texts("checker", "checked_on", "doc_no", "ask_from", "reference_day"),
    *texts("relaxed", "relaxed_reason"),  # codes of the conditions that were relaxed (JSON list), code of the reason
    *texts("pack", "pack_hash", "program"),
    *wholes("meets"),  # 1: meets the conditions, 0: does not, null: open
)
Index("ix_pack_value_key", pack_value.c.scope, pack_value.c.pack, pack_value.c.key)
Index("ix_eligibility_check_about", eligibility_check.c.scope, eligibility_check.c.about_id)

PACKS = (
    Entity("pack_file", pack_file, "any"),
    Entity("pack_value", pack_value, "any"),
    Entity("pack_use", pack_use, "any"),
    Entity("unit", unit, "any"),
    Entity("unit_village", unit_village, "any", parents={"unit_id": "unit"}),
    Entity("post", post, "any"),
    Entity("eligibility_check", eligibility_check, "any"),
)
