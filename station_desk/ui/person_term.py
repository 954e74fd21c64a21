"""The terms of office as a bar with today's mark: where each piece lies, apart from how it is painted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.dates import first_day, last_day
from station_desk.domain.roster import TermView

MOST = 4
"""So many terms are drawn at most, the newest ones."""

OPEN_DAYS = 180
"""A term without an end is drawn so many days past today."""


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


def term_bar(terms: Sequence[TermView], today: date) -> TermBar:
    """The bar of `terms` (newest first, as a card holds them). Terms without a start cannot be drawn and are left out."""
    known = [(term, term.start_date) for term in terms[:MOST] if term.start_date]
    if not known:
        return TermBar((), None)
    spans = []
    for term, start_date in reversed(known):
        start, ended = first_day(start_date), term.exit_date or term.end_date
        end = last_day(ended) if ended else max(today, start) + timedelta(days=OPEN_DAYS)
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
            term is known[0][0],
        )
        for start, end, term in spans
    )
    return TermBar(pieces, (today - low).days / whole if low <= today <= high else None)
