"""Lists other than the roster: the target fields of a kind of list, and its header found as that of a roster is.

A kind of list is a `Target`: which words name which field, and which fields its header must have. Village lists use it;
log grids and scores are further targets, not further readers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from station_desk.domain.intake_cells import RawSheet
from station_desk.domain.intake_columns import header_key, is_resident_column
from station_desk.domain.intake_header import header_keys, joined_keys


@dataclass(frozen=True)
class Target:
    """`words` are header words by field, with blanks between them. `needs`: a header must name one field of each.

    `known` tells of a header key which field it is beside those words, "" for none; what it knows is never refused as
    being about residents (a metric may count them, and does not name them).
    """

    words: Mapping[str, str]
    needs: tuple[frozenset[str], ...]
    known: Callable[[str], str] = field(default=lambda _key: "")

    @cached_property
    def _table(self) -> Mapping[str, str]:
        return {header_key(word): name for name, words in self.words.items() for word in words.split()}

    def field_of(self, key: str) -> str | None:
        """The field that a header key names; a column about residents names none."""
        return self.known(key) or (None if is_resident_column(key) else self._table.get(key))

    def is_met(self, fields: frozenset[str]) -> bool:
        """Whether a header says enough: what is needed, and more than one thing."""
        return len(fields) > 1 and all(fields & wanted for wanted in self.needs)


@dataclass(frozen=True)
class Head:
    """The header of a list: its rows, {column: field}, the words of columns not used, and of those about residents."""

    rows: tuple[int, ...]
    columns: Mapping[int, str]
    unused: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)


def find_head(sheet: RawSheet, target: Target) -> Head | None:
    """The first header of a sheet, in one row or in two; None where no row names what the target needs."""
    for row in sorted(sheet.rows):
        if (head := head_at(sheet, row, target)) is not None:
            return head
    return None


def head_at(sheet: RawSheet, row: int, target: Target) -> Head | None:
    """The header that begins at `row`, or None. A second row counts where it says more than the first alone."""
    top = header_keys(sheet, row)
    if not any(target.field_of(key) for key in top.values()):
        return None
    alone = _head(sheet, (row,), top, target)
    both = _head(sheet, (row, row + 1), joined_keys(top, header_keys(sheet, row + 1), target.field_of), target)
    found = both if len(set(both.columns.values())) > len(set(alone.columns.values())) else alone
    return found if target.is_met(frozenset(found.columns.values())) else None


def _head(sheet: RawSheet, rows: tuple[int, ...], keys: Mapping[int, str], target: Target) -> Head:
    columns: dict[int, str] = {}
    for column, key in sorted(keys.items()):
        name = target.field_of(key)
        if name and name not in columns.values() and column not in sheet.hidden_columns:
            columns[column] = name
    refused = {column: key for column, key in keys.items() if is_resident_column(key) and not target.known(key)}
    unused = {column: key for column, key in keys.items() if column not in columns and column not in refused}
    return Head(rows, columns, unused, refused)
