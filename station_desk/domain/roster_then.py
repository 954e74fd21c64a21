"""The roster as it stood on an earlier day: what was recorded then, and what is known today of that day.

Names, phones and villages are those that stood in the roster at the end of that day. Whether somebody was in office is
told by the dates of the term as they are known today, because they are often entered later: someone who was registered
this year with a term from 2015 was in office in 2020. A term without a known start counts from its entry on.
"""

from datetime import date

from station_desk.domain.records import Term
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.terms import as_known_then, begun_by


def book_then(now: RosterBook, recorded: RosterBook, day: date) -> RosterBook:
    """The book of `day`. `recorded` is what the journal held at the end of that day, `now` what it holds today."""
    then = RosterBook(
        villages={**now.villages, **recorded.villages},
        stations={**now.stations, **recorded.stations},
        post_units=now.post_units,  # they bear their own dates
        post_changes=now.post_changes,
    )
    for person_id in {*now.people, *recorded.people}:
        terms = _terms_then(now, recorded, person_id, day)
        recorded_person = recorded.people.get(person_id)
        if recorded_person is None and not terms:
            continue
        then.people[person_id] = recorded_person or now.people[person_id]
        then.terms[person_id] = terms
    return then


def _terms_then(now: RosterBook, recorded: RosterBook, person_id: str, day: date) -> list[Term]:
    """The terms of one person that were recorded by then, or are known today to have begun by then."""
    today = {term.id: term for term in now.terms.get(person_id, ())}
    old = {term.id: term for term in recorded.terms.get(person_id, ())}
    kept = [as_known_then(term, today[term.id]) if term.id in today else term for term in old.values()]
    return kept + [term for term in today.values() if term.id not in old and begun_by(term, day)]
