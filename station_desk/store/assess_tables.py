"""The records of assessment and pay: rubrics, sheets, points, steps, the stipend's months and lines (DOMAIN 2.4, 2.6).

Points are tenths, money is fen, both whole numbers.
"""

from sqlalchemy import Index

from station_desk.store.record_shape import Entity, points_to, record, text, texts, whole, wholes

rubric_file = record(
    "rubric_file",
    *texts("rubric", "version", "sha256", "body", "state", "decided_by", "doc_no", "decided_on"),
)
assessment = record(  # where it stands follows from its steps, its total from its items
    "assessment",
    *texts("kind", "period", "subject_kind", "subject_id"),  # kind: month, year; subject_kind: person, room, station
    *texts("rubric_hash", "pack", "pack_hash", "program"),
    *wholes("days", "days_due"),
)
assessment_item = record(  # an item of the rubric, or a bonus, a deduction, a veto with its count
    "assessment_item",
    *texts("assessment_id", "code", "evidence", "reason", "words"),  # evidence: JSON
    *wholes("points", "machine_points", "count"),
    extra=(points_to("assessment_id", "assessment"),),
)
assessment_step = record(  # a signature, an opinion, a confirmation, an objection and its answer
    "assessment_step",
    *texts("assessment_id", "step", "result", "day", "by_name", "witness", "doc_no", "reason", "words"),
    extra=(points_to("assessment_id", "assessment"),),
)
stipend_run = record(  # where it stands follows from its steps
    "stipend_run",
    *texts("period", "pack", "pack_hash", "program", "computed_on", "computed_by"),
)
stipend_line = record(
    "stipend_line",
    *texts("run_id", "person_id", "unit_id", "kind", "rule", "grade"),
    *wholes("base", "allowance", "adjust", "payable", "days", "days_due"),
    extra=(points_to("run_id", "stipend_run"),),
)
stipend_adjust = record(  # `period`: the month it is paid with; `for_period`: the month it is about
    "stipend_adjust",
    *texts("person_id", "period", "for_period", "reason", "words", "signed_by", "signed_on"),
    whole("amount"),
    extra=(points_to("person_id", "person"),),
    later=(text("unit_id"),),  # the room, where it is no person's
)
stipend_step = record(
    "stipend_step",
    *texts("run_id", "step", "day", "by_name", "doc_no", "reason"),
    extra=(points_to("run_id", "stipend_run"),),
)
room_topup = record(  # what the township adds for a room a month, from a month on; `unit_id` "": for every room
    "room_topup",
    *texts("unit_id", "valid_from", "decided_by", "doc_no", "decided_on"),
    whole("amount"),
)
Index("ix_assessment_period", assessment.c.scope, assessment.c.period)
Index("ix_assessment_item_sheet", assessment_item.c.scope, assessment_item.c.assessment_id)
Index("ix_stipend_line_run", stipend_line.c.scope, stipend_line.c.run_id)

ASSESSMENT = (
    Entity("rubric_file", rubric_file, "any"),
    Entity("assessment", assessment, "station"),
    Entity(
        "assessment_item",
        assessment_item,
        "station",
        local=frozenset({"words"}),
        parents={"assessment_id": "assessment"},
    ),
    Entity(
        "assessment_step", assessment_step, "any", local=frozenset({"words"}), parents={"assessment_id": "assessment"}
    ),
    Entity("stipend_run", stipend_run, "station"),
    Entity("stipend_line", stipend_line, "station", parents={"run_id": "stipend_run"}),
    Entity("stipend_adjust", stipend_adjust, "station", local=frozenset({"words"}), parents={"person_id": "person"}),
    Entity("stipend_step", stipend_step, "any", parents={"run_id": "stipend_run"}),
    Entity("room_topup", room_topup, "any"),
)
