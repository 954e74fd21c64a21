"""Which person of the roster a row is: by our own record id, by the ID number, else by name and village."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from station_desk.domain.dates import same_date
from station_desk.domain.idno import mask_id
from station_desk.domain.intake_values import PersonValues
from station_desk.domain.names import name_key
from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.records import SERVING, Person, Term

Key = tuple[str, int, str]
"""Sheet, row and block: which row of the file."""

_MASKS = {"id_no": mask_id, "phone": mask_phone, "phone2": mask_phone, "bank_card": mask_card}


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the roster with the newest term, None where there is none."""

    person: Person
    term: Term | None = None

    @property
    def serving(self) -> bool:
        return self.term is not None and self.term.state in SERVING


@dataclass(frozen=True, slots=True)
class Match:
    """Who a row is (None: nobody of the roster); `reason` holds it back, `warning` is shown.

    Reasons: id_of_another, person_removed. Warnings: identity_changed (our record id stands beside a name and a number
    that are both others: it was typed over for somebody new), person_unsure (name and village are the same, the telephone
    is another and there is no ID number).
    """

    known: Known | None = None
    reason: str = ""
    warning: str = ""


class Matcher:
    """Finds persons for rows; each person is taken once, so that two rows without ID are never the same one.

    `removed` are record ids that the roster has let go of; `then` tells a person as the row's file knew him.
    """

    def __init__(
        self,
        known: Sequence[Known],
        removed: Container[str] = (),
        then: Callable[[PersonValues], Person | None] = lambda _values: None,
    ) -> None:
        self._by_record = {k.person.id: k for k in known}
        self._by_id_no = {k.person.id_no: k for k in known if k.person.id_no}
        self._by_name: dict[str, list[Known]] = {}
        for k in known:
            self._by_name.setdefault(name_key(k.person.name), []).append(k)
        self._removed = removed
        self._then = then
        self.used: set[str] = set()

    def match_all(self, rows: Iterable[tuple[Key, PersonValues]]) -> Mapping[Key, Match]:
        """The person of each row, the surest matches first."""
        found: dict[Key, Match] = {}
        waiting = list(rows)
        for way in (self._by_both, self._by_number, self._by_record_id, self._by_name_and_village):
            still = []
            for key, values in waiting:
                match = way(values)
                if match is None:
                    still.append((key, values))
                    continue
                if match.known is not None:
                    self.used.add(match.known.person.id)
                found[key] = match
            waiting = still
        return found

    def _by_both(self, values: PersonValues) -> Match | None:
        """Our record id, and the name or the number beside it."""
        known = self._free(values.record_id)
        if known is None or not self._fits(values, known.person):
            return None
        number = values.id_no or known.person.id_no
        if values.id_no and values.id_no == known.person.id_no:
            return Match(known)
        is_named = name_key(values.name) == name_key(known.person.name)
        return Match(known) if is_named and self._by_id_no.get(number or "", known) is known else None

    def _by_number(self, values: PersonValues) -> Match | None:
        known = self._by_id_no.get(values.id_no) if values.id_no else None
        if known is None:
            return None
        other = values.record_id in self._by_record and values.record_id != known.person.id
        if other and name_key(values.name) != name_key(known.person.name):
            return Match(reason="id_of_another")
        return Match(known)

    def _by_record_id(self, values: PersonValues) -> Match | None:
        """The record id alone: somebody whose name or number was corrected; not both."""
        if values.record_id in self._removed and values.record_id not in self._by_record:
            return Match(reason="person_removed")
        known = self._free(values.record_id)
        if known is None or not self._fits(values, known.person):
            return None
        if values.id_no and known.person.id_no:
            return Match(warning="identity_changed")
        return Match(known)

    def _by_name_and_village(self, values: PersonValues) -> Match | None:
        possible = [
            k
            for k in self._by_name.get(name_key(values.name), ())
            if k.person.id not in self.used and _may_be(values, k)
        ]
        known = max(possible, key=lambda k: _agreement(values, k.person), default=None)
        return Match(known, warning="person_unsure" if known and _is_unsure(values, known.person) else "")

    def _fits(self, values: PersonValues, person: Person) -> bool:
        """Whether the masked numbers of a row are those that our export masked."""
        return not values.masked or _fits_masks(values, self._then(values) or person)

    def _free(self, record_id: str | None) -> Known | None:
        known = self._by_record.get(record_id or "")
        return known if known is not None and known.person.id not in self.used else None


def _fits_masks(values: PersonValues, person: Person) -> bool:
    """Whether the masked numbers of a row are those of the person."""
    return all(_MASKS[name](getattr(person, name)) == text for name, text in values.masked.items() if name in _MASKS)


def _may_be(values: PersonValues, known: Known) -> bool:
    """Whether a row without a number that decides may be this person of the same name."""
    person = known.person
    if values.id_no and person.id_no:
        return False
    if not _fits_masks(values, person):
        return False
    if values.birth and person.birth and not same_date(values.birth, person.birth):
        return False
    here = {village.id for village in values.villages}
    there = set(known.term.villages) if known.term else set()
    if here:
        return bool(here & there)
    return not there or (values.phone is not None and values.phone == person.phone)


def _is_unsure(values: PersonValues, person: Person) -> bool:
    """Whether only the name and the village speak for it, and the telephones against it (DOMAIN I24)."""
    phones = {values.phone, values.phone2} - {None}
    theirs = {person.phone, person.phone2} - {None}
    return bool(phones and theirs and not phones & theirs) and not (values.birth and person.birth)


def _agreement(values: PersonValues, person: Person) -> int:
    """How many further facts are the same."""
    return sum(
        getattr(values, name) is not None and getattr(values, name) == (getattr(person, name) or None)
        for name in ("birth", "phone", "sex", "education", "post", "bank_card")
    )
