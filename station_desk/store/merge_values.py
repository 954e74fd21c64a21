"""What each field of a record that comes from another office may hold.

A station that is enrolled can still send anything under its signature. What reaches a row is text, whole numbers, dates
and words of our own lists, so that no page of the county stumbles over it; the rest stays in the journal as it came.
"""

from collections.abc import Callable, Collection
from enum import StrEnum
from functools import cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import BigInteger, Integer

from station_desk.domain.dates import is_date
from station_desk.domain.journal import Value
from station_desk.domain.metric_sets import MOST_FIGURE
from station_desk.domain.records import OfficeKind, Role, TermState
from station_desk.domain.targets import MOST_TARGET
from station_desk.domain.work_log import MOST_COUNT, EntryState, MonthStage
from station_desk.store import tables

MAX_TEXT = 4000
"""Characters in one field at most."""

LONG: dict[tuple[str, str], int] = {
    ("form_file", "body"): 200_000,
    ("pack_file", "body"): 200_000,
    ("rubric_file", "body"): 200_000,
    ("batch", "stages"): 20_000,
}
"""Fields that may hold more characters than others."""

WORDS: dict[tuple[str, str], type[StrEnum]] = {
    ("office", "kind"): OfficeKind,
    ("account", "role"): Role,
    ("term", "state"): TermState,
    ("log_entry", "state"): EntryState,
    ("month_state", "state"): MonthStage,
}
"""Fields that hold one of our words, and always hold one."""

BOUNDS: dict[tuple[str, str], tuple[int, int]] = {
    ("log_entry", "count"): (-MOST_COUNT, MOST_COUNT),
    ("figure", "value"): (0, MOST_FIGURE),
    ("target", "value"): (0, MOST_TARGET),
}
"""Whole numbers that are kept within bounds: what is summed may not run over."""

DATES = frozenset({"birth", "start_date", "end_date", "exit_date", "valid_from", "valid_to"})
"""Fields that hold a date at the precision at which it is known."""

_MOST_NAMES = 512
"""Fields that one change may name."""

Number = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
_any_body = msgspec.json.Decoder(dict[str, str | Number | None])


def names_fit(body: Collection[str]) -> bool:
    """Whether fields can be called so: otherwise it is none of any version of the program, and is listed as a whole."""
    return len(body) <= _MOST_NAMES and "" not in body


class Fields:
    """The fields of one kind of record."""

    def __init__(self, ent: str) -> None:
        entity = tables.ENTITIES[ent]
        self.names = tuple(map(str, entity.fields))
        self.known = frozenset(self.names)
        self.required = frozenset({name for of, name in WORDS if of == ent} | {"deleted"})
        numbers = {c.name for c in entity.table.columns if isinstance(c.type, Integer | BigInteger)}
        self._most = {name: LONG.get((ent, name), MAX_TEXT) for name in self.names}
        self._bounds = {name: bounds for (of, name), bounds in BOUNDS.items() if of == ent}
        self._words = {
            name: frozenset(word.value for word in words) for (of, name), words in WORDS.items() if of == ent
        }
        self._tests = {name: self._test(name, numbers) for name in self.names}
        self._dates = [i for i, name in enumerate(self.names) if name in DATES]
        self.blank: tuple[Value, ...] = tuple(1 if name == "deleted" else None for name in self.names)
        """The row of a record that was erased."""
        shapes = [self._shape(name, numbers) for name in self.names]
        strict = msgspec.defstruct(ent, shapes, forbid_unknown_fields=True, gc=False, kw_only=True)
        self._strict = msgspec.json.Decoder(strict)

    def fits(self, name: str, value: Value) -> bool:
        """Whether the field may hold the value."""
        return self._tests[name](value)

    def row(self, body: str) -> tuple[Value, ...] | None:
        """The values of a creation in the order of `names`; None unless every field is known and every value fits."""
        try:
            row: tuple[Value, ...] = msgspec.structs.astuple(self._strict.decode(body))
        except (msgspec.MsgspecError, ValueError):
            return None
        for i in self._dates:
            if row[i] is not None and not is_date(str(row[i])):
                return None
        return row

    def values(self, body: str) -> dict[str, Value] | None:
        """The values of a creation by name, whatever they are; None for a body that is none, or names what is none."""
        try:
            values: dict[str, Value] = _any_body.decode(body)
        except (msgspec.MsgspecError, ValueError):
            return None
        if not names_fit(values):
            return None
        return {"deleted": 0} | values

    def _test(self, name: str, numbers: set[str]) -> Callable[[Value], bool]:
        if name == "deleted":
            return lambda value: value in (0, 1)
        if name in self._words:
            return lambda value: value in self._words[name]
        if name in self._bounds:
            least, most_of = self._bounds[name]
            return lambda value: value is None or (isinstance(value, int) and least <= value <= most_of)
        if name in numbers:
            return lambda value: value is None or isinstance(value, int)
        if name in DATES:
            return lambda value: value is None or (isinstance(value, str) and is_date(value))
        most = self._most[name]
        return lambda value: value is None or (isinstance(value, str) and len(value) <= most)

    def _shape(self, name: str, numbers: set[str]) -> tuple[str, object] | tuple[str, object, object]:
        """The field as the strict reader sees it; one without default must be there."""
        if name == "deleted":
            return name, Literal[0, 1], 0
        if name in self._words:
            return name, Literal[tuple(sorted(self._words[name]))]
        if name in self._bounds:
            least, most = self._bounds[name]
            return name, Annotated[int, Meta(ge=least, le=most)] | None, None
        text = Annotated[str, Meta(max_length=self._most[name])]
        return name, (Number if name in numbers else text) | None, None


@cache
def fields_of(ent: str) -> Fields:
    """The fields of a known kind."""
    return Fields(ent)
