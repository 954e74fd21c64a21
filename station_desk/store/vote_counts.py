"""The votes on each name of a ballot: rows <-> dataclasses. Struck-out records are left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from station_desk.store.bulk import chunks
from station_desk.store.selection_tables import ballot_count


@dataclass(frozen=True, slots=True)
class VoteCounts:
    """The votes on one name."""

    yes: int
    no: int
    abstain: int


def load_counts(conn: Connection, ballot_ids: Iterable[str]) -> dict[str, dict[str, VoteCounts]]:
    """{ballot: {candidate: votes}}."""
    found: dict[str, dict[str, VoteCounts]] = {}
    c = ballot_count.c
    for part in chunks(ballot_ids):
        for row in conn.execute(select(ballot_count).where(c.deleted == 0, c.ballot_id.in_(part)).order_by(c.id)):
            counts = VoteCounts(row.yes or 0, row.no or 0, row.abstain or 0)
            found.setdefault(row.ballot_id, {})[row.candidate_id] = counts
    return found
