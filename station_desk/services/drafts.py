"""Drafts: what a person typed and has not saved yet, kept in the encrypted database two seconds after the last key.

The idle lock, a crash or a colleague at the same desk takes none of them. A draft waits until it is dropped; a dropped
one can still be fetched for a week.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from station_desk.machine.clock import iso
from station_desk.services.desk import Desk
from station_desk.store import drafts as rows

KEPT_DAYS = 7
"""A draft that was saved or thrown away can be fetched for so long."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: the page or card that kept it, when (UTC ISO), and what it held."""

    place: str
    at: str
    body: dict[str, Any]


def keep(desk: Desk, place: str, body: dict[str, Any]) -> None:
    """Keep what stands at `place` (a page or card) for the person at the desk; `body` is plain JSON values."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    with desk.store.transaction() as conn:
        rows.put_draft(conn, desk.account.id, place, desk.clock.now_iso(), text)


def fetch(desk: Desk, place: str) -> dict[str, Any] | None:
    """What was kept at `place`, None where nothing waits."""
    with desk.store.read() as conn:
        found = rows.load_draft(conn, desk.account.id, place)
    return _draft(found).body if found else None


def waiting(desk: Desk) -> list[Draft]:
    """Every draft of the person at the desk, newest first."""
    with desk.store.read() as conn:
        return [_draft(row) for row in rows.load_drafts(conn, desk.account.id)]


def drop(desk: Desk, place: str) -> None:
    """The draft at `place` was saved or thrown away; nothing where none waits."""
    now = desk.clock.now()
    with desk.store.transaction() as conn:
        rows.put_aside(conn, desk.account.id, place, iso(now))
        rows.forget_aside(conn, iso(now - timedelta(days=KEPT_DAYS)))


def dropped(desk: Desk, place: str) -> list[Draft]:
    """What was dropped at `place` in the last week, newest first."""
    with desk.store.read() as conn:
        return [_draft(row) for row in rows.load_aside(conn, desk.account.id, place)]


def _draft(row: rows.DraftRow) -> Draft:
    return Draft(row.place, row.at, json.loads(row.body))
