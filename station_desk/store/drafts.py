"""Drafts: what was typed and not yet saved, by person and place. Not journaled; they never travel.

A draft that was saved or thrown away is put aside under its place and instant and stays for a while (RELIABILITY 1:
keep drafts also after a good save).
"""

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from station_desk.store.bulk import insert_many
from station_desk.store.tables import draft

_ASIDE = "\x1f"
"""Between the place and the instant of a draft that was put aside; no place contains it."""


_ROWS = select(draft.c.place, draft.c.at, draft.c.body)


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft: where, when it was last kept (UTC ISO), its body (JSON text)."""

    place: str
    at: str
    body: str


def put_draft(conn: Connection, account: str, place: str, at: str, body: str) -> None:
    """Keep a draft in place of the former one of the same person and place."""
    insert_many(conn, draft, ("account", "place", "at", "body"), [(account, place, at, body)], "replace")


def load_draft(conn: Connection, account: str, place: str) -> DraftRow | None:
    """The draft of a person at a place."""
    row = conn.execute(_ROWS.where(draft.c.account == account, draft.c.place == place)).first()
    return DraftRow(*row) if row else None


def load_drafts(conn: Connection, account: str) -> list[DraftRow]:
    """Every draft of a person that waits, newest first."""
    found = conn.execute(_ROWS.where(draft.c.account == account).order_by(draft.c.at.desc(), draft.c.place))
    return [DraftRow(*row) for row in found if _ASIDE not in row.place]


def put_aside(conn: Connection, account: str, place: str, at: str) -> None:
    """The draft no longer waits; it can be looked up with `load_aside`."""
    found = load_draft(conn, account, place)
    if found is not None:
        conn.execute(delete(draft).where(draft.c.account == account, draft.c.place == place))
        put_draft(conn, account, f"{place}{_ASIDE}{at}", at, found.body)


def load_aside(conn: Connection, account: str, place: str) -> list[DraftRow]:
    """The drafts of a place that were put aside, newest first."""
    like = draft.c.place.startswith(place + _ASIDE, autoescape=True)
    found = conn.execute(_ROWS.where(draft.c.account == account, like).order_by(draft.c.at.desc()))
    return [DraftRow(place, row.at, row.body) for row in found]


def forget_aside(conn: Connection, before: str) -> None:
    """Delete what was put aside before an instant (UTC ISO); drafts that wait stay for ever."""
    conn.execute(delete(draft).where(draft.c.place.contains(_ASIDE, autoescape=True), draft.c.at < before))
