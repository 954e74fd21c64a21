"""Schema 3: the month's log, packs and posts, selection, assessment and stipend."""

from alembic import op
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Text

from station_desk.store.migrations.making import record

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that schema 2 lacks; no row changes."""
    _month()
    _packs()
    _selection()
    _assessment()


def downgrade() -> None:
    """There is no way back from a schema: a backup is."""
    raise NotImplementedError("restore the backup made before the migration")


def _month() -> None:
    record(
        "log_entry",
        "person_id village_id code month day count# source paper state corrects reason words",
        {"person_id": "person"},
    )
    record("month_state", "month first_day last_day state closed_on closed_by pack pack_hash")
    record(
        "target",
        "code size_class village_id valid_from valid_to decided_by doc_no decided_on "
        "households_from# households_to# value#",
    )
    record("metric", "code name unit keep_class category decided_by doc_no decided_on")
    record("figure", "code month village_id value# words")
    op.create_table(
        "log_sum",
        *(Column(name, Text, nullable=False) for name in ("scope", "month", "code", "person_id", "village_id")),
        Column("count", Integer, nullable=False),
        Column("entries", Integer, nullable=False),
        PrimaryKeyConstraint("scope", "month", "code", "person_id", "village_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "log_total",
        *(Column(name, Text, nullable=False) for name in ("scope", "month", "code")),
        Column("count", Integer, nullable=False),
        Column("entries", Integer, nullable=False),
        PrimaryKeyConstraint("scope", "month", "code"),
        sqlite_with_rowid=False,
    )
    summed = ["scope", "month", "person_id", "village_id", "code", "day", "count", "state", "deleted"]
    op.create_index("ix_log_entry_month", "log_entry", summed)
    op.create_index("ix_figure_month", "figure", ["scope", "month"])
    _sums()


def _sums() -> None:
    """The sums of the log are kept by triggers: whatever writes an entry, its sums move with it."""
    changed = "month, code, person_id, village_id, count, state, deleted"
    for name, when, row in (
        ("made", "INSERT", "NEW"),
        ("left", f"UPDATE OF {changed}", "OLD"),
        ("came", f"UPDATE OF {changed}", "NEW"),
        ("gone", "DELETE", "OLD"),
    ):
        body = " ".join(
            _moved(table, keys.split(), row)
            for table, keys in (("log_sum", "month code person_id village_id"), ("log_total", "month code"))
        )
        op.execute(
            f"CREATE TRIGGER log_sum_{name} AFTER {when} ON log_entry WHEN {row}.deleted = 0"
            f" AND {row}.count IS NOT NULL AND {row}.state IN ('entered', 'checked', 'counted')"
            f" BEGIN {body} END"
        )


def _moved(table: str, fields: list[str], row: str) -> str:
    """What an entry that comes (NEW) or goes (OLD) does to its line in a table of sums."""
    values = [f"{row}.scope", *(f"coalesce({row}.{field}, '')" for field in fields)]
    key = ", ".join(("scope", *fields))
    here = " AND ".join(f"{column} = {value}" for column, value in zip(("scope", *fields), values, strict=True))
    if row == "NEW":
        return (
            f"INSERT INTO {table} ({key}, count, entries) VALUES ({', '.join(values)}, {row}.count, 1)"  # noqa: S608
            f" ON CONFLICT ({key}) DO UPDATE SET count = count + excluded.count, entries = entries + 1;"
        )
    return (
        f"UPDATE {table} SET count = count - {row}.count, entries = entries - 1 WHERE {here};"  # noqa: S608
        f" DELETE FROM {table} WHERE {here} AND entries = 0;"
    )


def _packs() -> None:
    record("pack_file", "pack version sha256 body state")
    record("pack_value", "pack key value decided_by doc_no decided_on valid_from")
    record("pack_use", "pack sha256 program about_ent about_id day")
    record("unit", "kind name code parent_id officer valid_from valid_to")
    record("unit_village", "unit_id village_id valid_from valid_to", {"unit_id": "unit"})
    record("post", "village_id unit_id kind reason covered_by valid_from valid_to doc_no decided_on seats#")
    record(
        "eligibility_check",
        "about_ent about_id result checker checked_on doc_no ask_from reference_day relaxed "
        "relaxed_reason pack pack_hash program meets#",
    )
    op.create_index("ix_pack_value_key", "pack_value", ["scope", "pack", "key"])
    op.create_index("ix_eligibility_check_about", "eligibility_check", ["scope", "about_id"])


def _selection() -> None:
    record("batch", "name state opened_on closes_on deadline reference_day pack pack_hash program stages reason")
    record("batch_post", "batch_id village_id unit_id seats#", {"batch_id": "batch"})
    record(
        "candidate",
        "batch_id post_id person_id name sex birth id_no phone education political post residence relaxed",
        {"batch_id": "batch"},
    )
    record(
        "stage_result",
        "candidate_id stage result day by_name second_by doc_no reason about_id score#",
        {"candidate_id": "candidate"},
    )
    record(
        "ballot",
        "batch_id village_id day rule verdict round# due# present# issued# returned# invalid# abstain#",
        {"batch_id": "batch"},
    )
    record(
        "ballot_count", "ballot_id candidate_id yes# no# abstain#", {"ballot_id": "ballot", "candidate_id": "candidate"}
    )
    record("publicity", "batch_id starts_on ends_on day_kind place state days#", {"batch_id": "batch"})
    record(
        "objection",
        "publicity_id candidate_id received_on answered_on result doc_no",
        {"publicity_id": "publicity", "candidate_id": "candidate"},
    )
    record("holiday", "year day kind source")
    record(
        "transfer",
        "person_id term_id from_scope to_scope day doc_no name sex birth id_no phone education political post",
    )
    op.create_index("ix_candidate_batch", "candidate", ["scope", "batch_id"])
    op.create_index("ix_stage_result_candidate", "stage_result", ["scope", "candidate_id"])


def _assessment() -> None:
    record("rubric_file", "rubric version sha256 body state decided_by doc_no decided_on")
    record("assessment", "kind period subject_kind subject_id rubric_hash pack pack_hash program days# days_due#")
    record(
        "assessment_item",
        "assessment_id code evidence reason words points# machine_points# count#",
        {"assessment_id": "assessment"},
    )
    record(
        "assessment_step",
        "assessment_id step result day by_name witness doc_no reason words",
        {"assessment_id": "assessment"},
    )
    record("stipend_run", "period pack pack_hash program computed_on computed_by")
    record(
        "stipend_line",
        "run_id person_id unit_id kind rule grade base# allowance# adjust# payable# days# days_due#",
        {"run_id": "stipend_run"},
    )
    record(
        "stipend_adjust",
        "person_id period for_period reason words signed_by signed_on amount#",
        {"person_id": "person"},
    )
    record("stipend_step", "run_id step day by_name doc_no reason", {"run_id": "stipend_run"})
    op.create_index("ix_assessment_period", "assessment", ["scope", "period"])
    op.create_index("ix_assessment_item_sheet", "assessment_item", ["scope", "assessment_id"])
    op.create_index("ix_stipend_line_run", "stipend_line", ["scope", "run_id"])
