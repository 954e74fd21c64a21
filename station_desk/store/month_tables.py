"""The records of the month: log entries, its close, targets, metrics of the county, figures of the station (DOMAIN 1.7, 2.5).

An entry has no free text. `day` is null where only the month's count is known; a count of 0 is a zero report, no entry
is no report. Words of a correction stay at this desk (DESIGN 1).
"""

from sqlalchemy import DDL, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, event

from station_desk.store.log_sums import TRIGGERS
from station_desk.store.record_shape import Entity, metadata, points_to, record, text, texts, whole, wholes

log_entry = record(
    "log_entry",
    *texts("person_id", "village_id", "code", "month", "day"),
    whole("count"),
    text("source"),  # typed, grid, paste, import, scan
    text("paper"),  # serial of the sheet it was read from
    text("state"),  # entered, checked, returned, void, counted (DOMAIN 2.5)
    text("corrects"),  # id of the entry of a closed month that this one puts right
    text("reason"),  # code
    text("words"),
    extra=(points_to("person_id", "person"),),
)
month_state = record(
    "month_state",
    *texts("month", "first_day", "last_day", "state", "closed_on", "closed_by", "pack", "pack_hash"),
)
target = record(  # how much is expected of a village of a size class in a month
    "target",
    *texts("code", "size_class", "village_id", "valid_from", "valid_to", "decided_by", "doc_no", "decided_on"),
    *wholes("households_from", "households_to", "value"),
)
metric = record(  # a metric that the county added; class A, B or C, never X
    "metric",
    *texts("code", "name", "unit", "keep_class", "category", "decided_by", "doc_no", "decided_on"),
)
figure = record(  # one number of the station for a month: metrics of class C, and what the year before had
    "figure",
    *texts("code", "month", "village_id"),
    whole("value"),
    text("words"),
)
Index(  # holds everything that a sum over some days of a month needs
    "ix_log_entry_month",
    *(log_entry.c[name] for name in ("scope", "month", "person_id", "village_id", "code", "day", "count", "state")),
    log_entry.c.deleted,
)
Index("ix_figure_month", figure.c.scope, figure.c.month)

log_sum = Table(  # what the entries that count come to; written in the transaction of the entries, never sent
    "log_sum",
    metadata,
    Column("scope", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("village_id", Text, nullable=False),  # "" where none is named
    Column("count", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "month", "code", "person_id", "village_id"),
    sqlite_with_rowid=False,
)
log_total = Table(  # the same by station, month and code: what a county and a city look at
    "log_total",
    metadata,
    Column("scope", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    PrimaryKeyConstraint("scope", "month", "code"),
    sqlite_with_rowid=False,
)
for _statement in TRIGGERS:
    _ddl = DDL(_statement)  # type: ignore[no-untyped-call]  # SQLAlchemy's own lack
    event.listen(metadata, "after_create", _ddl.execute_if(dialect="sqlite"))

MONTH = (
    Entity("log_entry", log_entry, "station", local=frozenset({"words"}), parents={"person_id": "person"}),
    Entity("month_state", month_state, "station"),
    Entity("target", target, "any"),
    Entity("metric", metric, "any"),
    Entity("figure", figure, "station", local=frozenset({"words"})),
)
