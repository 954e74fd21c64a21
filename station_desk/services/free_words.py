"""The guard on every text that is written at a desk, whichever page, command or import it comes from (DOMAIN 1.9).

It stands where all acts pass: the unit of work shows it the fields of each record. A field is looked at unless its name
says that it holds a code, a date, a number of the roster or a file; so a new field is covered from its first day. What
somebody has let pass at this desk is known by its hash until the desk is closed; the words are kept nowhere.
"""

import hashlib
from collections.abc import Mapping
from weakref import WeakKeyDictionary, ref

from station_desk.domain.guard import Own, own_numbers, residents_data
from station_desk.domain.journal import Value
from station_desk.domain.trouble import Trouble
from station_desk.store.engine import Store
from station_desk.store.office import own_office
from station_desk.store.people import load_people
from station_desk.store.villages import load_villages

PASSED = "guard_pass"
"""The entry of the access log for words that a person kept in spite of the warning; the words stand nowhere in it."""

_CODES = """kind state stage step result verdict code form file body period month day year version pack pack_hash program
 sha256 home_sha256 media rubric rubric_hash source rule grade key size_class keep_class unit category serial paper corrects
 reply_to seen chosen stages sex birth id_no phone phone2 bank_card education political start_date end_date exit_date
 exit_reason valid_from valid_to merged_into opened_on reference_day deadline day_kind ask_from about_ent about_field
 prior_id pauses township_code evidence subject_kind for_period relaxed cell"""
CODED = frozenset(_CODES.split())
"""Names of fields that hold no free words."""

_ENDS = ("_id", "_on", "_at", "_hash")
_OTHER = frozenset({("person", "name"), ("candidate", "name"), ("candidate", "residence"), ("account", "name")})
"""A person's own name and home, where the record is about that person."""

_SHORT = 4
"""Shorter texts can hold neither a number nor a name tied to a matter."""

_MOST_KNOWN = 20_000


def is_free(ent: str, field: str) -> bool:
    """Whether a field of a kind of record can hold free words."""
    return field not in CODED and not field.endswith(_ENDS) and (ent, field) not in _OTHER


class FreeWords:
    """The guard of one opened store."""

    def __init__(self, store: Store) -> None:
        self._passed: set[bytes] = set()
        self._clean: set[str] = set()
        self._home = ref(store)

    def kinds(self, text: str) -> tuple[str, ...]:
        """What the guard says of a text: kinds as in `domain.guard.KINDS`; () for a pass, also where it was let pass."""
        if len(text) < _SHORT or text in self._clean:
            return ()
        found, home = residents_data(text), self._home()
        if found and home is not None:
            found = residents_data(text, own_of(home))
        if not found:
            if len(self._clean) > _MOST_KNOWN:
                self._clean.clear()
            self._clean.add(text)
            return ()
        return () if _digest(text) in self._passed else found

    def check(self, ent: str, fields: Mapping[str, Value]) -> None:
        """Trouble `guard_words` where a free field of a record holds what looks like residents' data."""
        for name, value in fields.items():
            if isinstance(value, str) and is_free(ent, name) and self.kinds(value):
                raise Trouble("guard_words")

    def let_pass(self, text: str) -> None:
        """Somebody has looked and keeps these words."""
        self._passed.add(_digest(text))


def own_of(store: Store) -> Own:
    """What may stand in free words at this desk: numbers and names of the roster, codes and names of office and villages."""
    with store.read() as conn:
        people, villages, office = load_people(conn), load_villages(conn), own_office(conn)
    numbers = [number for one in people for number in (one.id_no, one.phone, one.phone2, one.bank_card)]
    numbers += [office.code if office else None, *(one.code for one in villages)]
    places = {office.name if office else "", *(one.name for one in villages), *(one.township for one in villages)} - {
        ""
    }
    return Own(own_numbers(numbers), frozenset(one.name for one in people), frozenset(places))


_guards: WeakKeyDictionary[Store, FreeWords] = WeakKeyDictionary()


def guard_of(store: Store) -> FreeWords:
    """The guard of a store, made at the first call; from then on the store shows it what is written."""
    made = _guards.get(store)
    if made is None:
        made = _guards[store] = FreeWords(store)
        store.words = made.check
    return made


def _digest(text: str) -> bytes:
    return hashlib.sha256(" ".join(text.split()).encode()).digest()
