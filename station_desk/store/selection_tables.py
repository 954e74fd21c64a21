"""The records of a selection: batches, candidates, what each stage brought, votes, publicity, holidays (DOMAIN 2.1, 2.2)."""

from sqlalchemy import Index

from station_desk.store.record_shape import Entity, points_to, record, text, texts, whole, wholes

batch = record(
    "batch",
    *texts("name", "state", "opened_on", "closes_on", "deadline", "reference_day"),
    *texts("pack", "pack_hash", "program", "stages"),  # stages: JSON list, as they were when the batch was opened
    text("reason"),  # code, of a batch that was cancelled
)
batch_post = record(
    "batch_post",
    *texts("batch_id", "village_id", "unit_id"),
    whole("seats"),
    extra=(points_to("batch_id", "batch"),),
)
candidate = record(
    "candidate",
    *texts("batch_id", "post_id", "person_id"),  # person_id: the roster's record, once appointed or known before
    *texts("name", "sex", "birth", "id_no", "phone", "education", "political", "post", "residence"),
    text("relaxed"),  # the ground for a relaxed age limit, as the pack names it
    extra=(points_to("batch_id", "batch"),),
)
stage_result = record(  # a step; where a candidate stands follows from the steps (domain.selection)
    "stage_result",
    *texts("candidate_id", "stage", "result", "day", "by_name", "second_by", "doc_no", "reason"),
    text("about_id"),  # the publicity or the vote that it came from
    whole("score"),  # in tenths
    extra=(points_to("candidate_id", "candidate"),),
)
ballot = record(  # one vote of a village
    "ballot",
    *texts("batch_id", "village_id", "day", "rule", "verdict"),  # rule: JSON, as the pack or the county gave it
    *wholes("round", "due", "present", "issued", "returned", "invalid", "abstain"),
    extra=(points_to("batch_id", "batch"),),
)
ballot_count = record(
    "ballot_count",
    *texts("ballot_id", "candidate_id"),
    *wholes("yes", "no", "abstain"),
    extra=(points_to("ballot_id", "ballot"), points_to("candidate_id", "candidate")),
)
publicity = record(
    "publicity",
    *texts("batch_id", "starts_on", "ends_on", "day_kind", "place", "state"),
    *wholes("days"),
    extra=(points_to("batch_id", "batch"),),
)
objection = record(  # what was objected stands on paper only
    "objection",
    *texts("publicity_id", "candidate_id", "received_on", "answered_on", "result", "doc_no"),
    extra=(points_to("publicity_id", "publicity"), points_to("candidate_id", "candidate")),
)
holiday = record(  # days off and days worked of a year, as published
    "holiday",
    *texts("year", "day", "kind", "source"),
)
transfer = record(  # the county moves somebody to another station: one record in each scope; who comes bears who it is
    "transfer",
    *texts("person_id", "term_id", "from_scope", "to_scope", "day", "doc_no"),
    *texts("name", "sex", "birth", "id_no", "phone", "education", "political", "post"),
)
Index("ix_candidate_batch", candidate.c.scope, candidate.c.batch_id)
Index("ix_stage_result_candidate", stage_result.c.scope, stage_result.c.candidate_id)

SELECTION = (
    Entity("batch", batch, "station"),
    Entity("batch_post", batch_post, "station", parents={"batch_id": "batch"}),
    Entity("candidate", candidate, "station", parents={"batch_id": "batch"}),
    Entity("stage_result", stage_result, "any", parents={"candidate_id": "candidate"}),
    Entity("ballot", ballot, "station", parents={"batch_id": "batch"}),
    Entity("ballot_count", ballot_count, "station", parents={"ballot_id": "ballot", "candidate_id": "candidate"}),
    Entity("publicity", publicity, "station", parents={"batch_id": "batch"}),
    Entity("objection", objection, "station", parents={"publicity_id": "publicity", "candidate_id": "candidate"}),
    Entity("holiday", holiday, "any"),
    Entity("transfer", transfer, "county"),
)
