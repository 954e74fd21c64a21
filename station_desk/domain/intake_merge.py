"""What a row would write into the roster: cell by cell, and with three sides where a copy of our own export comes back.

A cell that says what stood in the roster when the copy was made was not touched and writes nothing, however the roster
has changed since. A cell that was touched, while the roster changed too, is a conflict: a person decides (DOMAIN I59).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from station_desk.domain.dates import same_date
from station_desk.domain.intake_match import Known
from station_desk.domain.intake_values import PersonValues, Rules
from station_desk.domain.records import TermState

Said = str | tuple[str, ...]
"""A value of a field; `village_ids` holds a tuple of record ids."""

PERSON_FIELDS = ("name", "sex", "id_no", "phone", "phone2", "education", "political", "post", "bank_card")
DATE_FIELDS = ("start_date", "end_date")
VILLAGE_FACTS = ("area", "officer", "room")
OVER = (TermState.EXITED, TermState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Then:
    """The roster as it stood when a copy of it was exported: persons by id, and the facts of villages by id."""

    people: Mapping[str, Known]
    villages: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that was changed in the file and in the roster: what it was, what the file says, what the roster says."""

    was: Said
    file: Said
    roster: Said


@dataclass(frozen=True, slots=True)
class Difference:
    """The fields that a row would write, and those about which a person must decide."""

    changes: Mapping[str, Said]
    conflicts: Mapping[str, Conflict]


def differences(values: PersonValues, known: Known | None, rules: Rules, then: Known | None = None) -> Difference:
    """What `values` would write to person and term. What is not given, or only less exact, writes nothing.

    `then` is the same person when the file was exported from our roster; None for a file that is no copy of it.
    """
    if known is None:
        return Difference(dict(_said(values, None, rules)), {})
    changes: dict[str, Said] = {}
    conflicts: dict[str, Conflict] = {}
    for name, new in _said(values, known, rules):
        now = _value(known, name)
        if _says(name, new, now):
            continue
        if then is not None:
            was = _value(then, name)
            if _says(name, new, was):
                continue
            if not _says(name, was, now):
                conflicts[name] = Conflict(was, new, now)
                continue
        changes[name] = new
    return Difference(changes, conflicts)


def _said(values: PersonValues, known: Known | None, rules: Rules) -> list[tuple[str, Said]]:
    """The fields that the row states, in the order in which they are told."""
    said: list[tuple[str, Said]] = [(name, text) for name in PERSON_FIELDS if (text := getattr(values, name))]
    if not rules.stores_political:
        said = [(name, text) for name, text in said if name != "political"]
    if values.birth:
        said.append(("birth", values.birth))
    if known is not None and known.term is not None and known.term.state in OVER:
        return said
    if values.number:
        said.append(("number", values.number))
    said += [(name, day) for name in DATE_FIELDS if (day := getattr(values, name))]
    ids = tuple(village.id for village in values.villages)
    return [*said, ("village_ids", ids)] if ids else said


def _value(known: Known | None, name: str) -> Said:
    """What a person of the roster says to a field, "" or () for nothing."""
    term = known.term if known else None
    if name == "village_ids":
        return term.villages if term else ()
    holder = term if name == "number" or name in DATE_FIELDS else known.person if known else None
    text: str | None = getattr(holder, name) if holder else None
    return text or ""


def _says(name: str, new: Said, old: Said) -> bool:
    """Whether `old` already says what `new` says: the same, the same villages, or the same day at least as exactly."""
    if isinstance(new, tuple) or isinstance(old, tuple):
        return set(new) == set(old)
    if name == "birth" or name in DATE_FIELDS:
        return new == old or (bool(new) and bool(old) and len(new) <= len(old) and same_date(new, old))
    return new == old
