"""The terms of office as a bar with today's mark: where each piece lies, apart from how it is painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.roster import TermView

MOST = 4
"""So many terms are drawn at most, the newest ones."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One term on the bar: from and to as shares of its length (0 to 1), its dates, and whether it is the newest."""

    left: float
    right: float
    start: str
    end: str
    newest: bool


@dataclass(frozen=True, slots=True)
class TermBar:
    """Pieces from old to new and the place of today (share of the length), None when today lies outside."""

    pieces: tuple[Piece, ...]
    today: float | None


def first_day(text: str | None) -> date | None:
    """The first day of a date at any precision."""
    if not text:
        return None
    parts = [int(part) for part in text.split("-")] + [1, 1]
    return date(parts[0], parts[1], parts[2])


def last_day(text: str | None) -> date | None:
    """The last day of a date at any precision."""
    first = first_day(text)
    if first is None or text is None or len(text) == 10:
        return first
    if len(text) == 4:
        return date(first.year, 12, 31)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)


def term_bar(terms: Sequence[TermView], today: date) -> TermBar:
    """The bar of `terms` (newest first, as a card holds them). Terms without a start cannot be drawn and are left out."""
    known = [term for term in terms[:MOST] if first_day(term.start_date)]
    if not known:
        return TermBar((), None)
    spans = []
    for term in reversed(known):
        start = first_day(term.start_date) or today
        end = last_day(term.exit_date or term.end_date) or max(today, start) + timedelta(days=180)
        spans.append((start, max(end, start + timedelta(days=1)), term))
    low = min(start for start, _end, _term in spans)
    high = max(max(end for _start, end, _term in spans), min(today, low + timedelta(days=36500)))
    whole = (high - low).days
    pieces = tuple(
        Piece(
            (start - low).days / whole,
            (end - low).days / whole,
            (term.start_date or "")[:7],
            (term.exit_date or term.end_date or "")[:7],
            term is known[0],
        )
        for start, end, term in spans
    )
    return TermBar(pieces, (today - low).days / whole if low <= today <= high else None)
