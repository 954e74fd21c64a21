"""Which person of the roster a row is: by our own record id, by the ID number, else by name and village."""

from collections.abc import Iterable, Mapping, Sequence
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


class Matcher:
    """Finds persons for rows; each person is taken once, so that two rows without ID are never the same one."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._by_record = {k.person.id: k for k in known}
        self._by_id_no = {k.person.id_no: k for k in known if k.person.id_no}
        self._by_name: dict[str, list[Known]] = {}
        for k in known:
            self._by_name.setdefault(name_key(k.person.name), []).append(k)
        self.used: set[str] = set()

    def match_all(self, rows: Iterable[tuple[Key, PersonValues]]) -> Mapping[Key, Known | None]:
        """The person of each row, None for one that the roster does not have. Sure matches are made first."""
        found: dict[Key, Known | None] = {}
        open_rows = []
        for key, values in rows:
            sure = self._sure(values)
            found[key] = sure
            if sure is None:
                open_rows.append((key, values))
            else:
                self.used.add(sure.person.id)
        for key, values in open_rows:
            likely = self._by_name_and_village(values)
            if likely is not None:
                self.used.add(likely.person.id)
            found[key] = likely
        return found

    def _sure(self, values: PersonValues) -> Known | None:
        by_number = self._by_id_no.get(values.id_no) if values.id_no else None
        if by_number is not None:
            return by_number
        by_record = self._by_record.get(values.record_id or "")
        if by_record is not None and by_record.person.id not in self.used and _fits_masks(values, by_record.person):
            return by_record
        return None

    def _by_name_and_village(self, values: PersonValues) -> Known | None:
        possible = [
            k
            for k in self._by_name.get(name_key(values.name), ())
            if k.person.id not in self.used and _may_be(values, k)
        ]
        return max(possible, key=lambda k: _agreement(values, k.person), default=None)


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


def _agreement(values: PersonValues, person: Person) -> int:
    """How many further facts are the same."""
    return sum(
        getattr(values, name) is not None and getattr(values, name) == (getattr(person, name) or None)
        for name in ("birth", "phone", "sex", "education", "post", "bank_card")
    )
