"""What stands in the grid while somebody types: what is stored, over it what is being written, over it what was typed.

Without Qt, so that every key's meaning can be tried by itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.month_grid import ASKED_FROM, GridRow, MonthGrid, Why
from station_desk.domain.work_columns import Column
from station_desk.domain.work_log import Count, EntryState

Chip = Literal["all", "todo", "outside", "asked"]
Order = Literal["village", "officer", "room"]
Key = tuple[str, str]
"""(person, code)"""


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of a cell: a count, or a zero report; None empties it."""

    count: int | None
    zero_report: bool = False


ZERO = Typed(0, zero_report=True)


class MonthBook:
    """The grid and what was typed over it. `rows` are those shown, in their order."""

    def __init__(self, grid: MonthGrid) -> None:
        self.grid = grid
        self.rows: Sequence[GridRow] = grid.rows
        self.typed: dict[Key, Typed] = {}
        self.sending: dict[Key, Typed] = {}
        self.written: dict[Key, Typed] = {}
        self.refused: dict[Key, str] = {}
        self.parts: dict[Key, str] = {}
        self.early: set[str] = set()
        self._sums: dict[str, int] = {}
        self._before: tuple[dict[str, int], int] | None = None
        self._reported: set[str] = set()
        self._shown = frozenset(row.person_id for row in grid.rows)
        self._fresh = False
        self._asked: dict[tuple[str, str, int], Why] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return self.grid.columns

    def take(self, grid: MonthGrid) -> None:
        """The grid was read anew; what was typed stays over it."""
        self.grid = grid
        self.written = {}
        self._before = None
        self._fresh = False
        self._asked.clear()

    def choose(self, chip: Chip, order: Order, pile: str) -> None:
        """Show these rows: by chip, of one officer or room ("" all), in this order."""
        rows = [row for row in self.grid.rows if self._in_chip(row, chip) and self._in_pile(row, order, pile)]
        if order != "village":
            rows.sort(key=lambda row: (not getattr(row, order), getattr(row, order), row.number))
        self.rows = rows
        self._shown = frozenset(row.person_id for row in rows)
        self._before = None
        self._fresh = False

    def piles(self, order: Order) -> list[tuple[str, int]]:
        """The officers or rooms with their number of rows."""
        found: dict[str, int] = {}
        for row in self.grid.rows if order != "village" else ():
            name = str(getattr(row, order))
            found[name] = found.get(name, 0) + 1
        return sorted(((name, n) for name, n in found.items() if name), key=lambda one: one[0])

    def count(self, chip: Chip) -> int:
        """How many rows a chip would show."""
        return sum(self._in_chip(row, chip) for row in self.grid.rows)

    def _in_chip(self, row: GridRow, chip: Chip) -> bool:
        match chip:
            case "todo":
                return not self.is_closed and row.sheet != "outside" and not self.reported(row)
            case "outside":
                return row.sheet == "outside"
            case "asked":
                return any(self.trouble(row, column.code) for column in self.columns)
            case "all":
                return True

    def _in_pile(self, row: GridRow, order: Order, pile: str) -> bool:
        return not pile or order == "village" or getattr(row, order) == pile

    # --- values ----------------------------------------------------------------------------------------------------
    @property
    def is_closed(self) -> bool:
        """Whether the month takes no counts any more."""
        return self.grid.closed

    def value(self, row: GridRow, code: str) -> Typed | None:
        """What stands in a cell; None for a blank one."""
        key = (row.person_id, code)
        over = self.typed.get(key) or self.sending.get(key) or self.written.get(key)
        if over is not None:
            return over if over.count is not None else None
        cell = row.cells.get(code)
        return Typed(cell.count, cell.zero_report) if cell is not None else None

    def _count(self, row: GridRow, code: str) -> int | None:
        """The number of a cell, None for a blank one: as `value`, for sums."""
        key = (row.person_id, code)
        over = self.typed.get(key) or self.sending.get(key) or self.written.get(key)
        if over is not None:
            return over.count
        cell = row.cells.get(code)
        return cell.count if cell is not None else None

    def reported(self, row: GridRow) -> bool:
        """Whether anything was entered for a person."""
        return any(self._count(row, column.code) is not None for column in self.columns)

    def complete(self, row: GridRow) -> bool:
        """Whether every cell of a person has a value."""
        return not self.blanks(row)

    def row_total(self, row: GridRow) -> int | None:
        """The sum of a row; None for a blank one."""
        found = [count for column in self.columns if (count := self._count(row, column.code)) is not None]
        return sum(found) if found else None

    def column_totals(self) -> Mapping[str, int]:
        """The sums of the shown rows by code; a code without any value is left out."""
        if not self._fresh:
            self._sums, self._reported = {}, set()
            for row in self.rows:
                for column in self.columns:
                    count = self._count(row, column.code)
                    if count is not None:
                        self._reported.add(row.person_id)
                        self._sums[column.code] = self._sums.get(column.code, 0) + count
            self._fresh = True
        return self._sums

    def people(self) -> int:
        """How many of the shown people have a value."""
        self.column_totals()
        return len(self._reported)

    def totals_before(self) -> tuple[Mapping[str, int], int]:
        """The sums of the shown people in the month before, by code, and how many they were."""
        if self._before is None:
            known = {column.code for column in self.columns}
            found: dict[str, int] = {}
            people: set[str] = set()
            for (person, code), count in self.grid.before.items():
                if person in self._shown and code in known:
                    found[code] = found.get(code, 0) + count
                    people.add(person)
            self._before = found, len(people)
        return self._before

    def why(self, row: GridRow, code: str) -> Why:
        """Whether the value of a cell is to be asked about."""
        count = self._count(row, code)
        if count is None or 0 < count < ASKED_FROM or self.grid.day is not None:
            return ""
        if count == 0:
            value = self.value(row, code)
            if value is None or value.zero_report:
                return ""
        key = (row.person_id, code, count)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self.grid.asked(row, code, count)
        return found

    def trouble(self, row: GridRow, code: str) -> bool:
        """Whether a person must look at a cell."""
        cell = row.cells.get(code)
        key = (row.person_id, code)
        returned = cell is not None and cell.state is EntryState.RETURNED and key not in self.typed
        return key in self.refused or returned or bool(self.why(row, code))

    # --- typing ----------------------------------------------------------------------------------------------------
    def set(self, row: GridRow, code: str, value: Typed, parts: str = "") -> None:
        """A value was typed; `parts` is the sum as it was written, kept until the row is left."""
        key = (row.person_id, code)
        self.refused.pop(key, None)
        self.parts.pop(key, None)
        if parts:
            self.parts[key] = parts
        cell, before = row.cells.get(code), self._count(row, code)
        stored = Typed(cell.count, cell.zero_report) if cell is not None else Typed(None)
        fixes = cell is not None and cell.state is EntryState.RETURNED
        if value == stored and key not in self.sending and key not in self.written and not fixes:
            self.typed.pop(key, None)
        else:
            self.typed[key] = value
        self._move_sums(row, code, before)

    def _move_sums(self, row: GridRow, code: str, before: int | None) -> None:
        """The sums after one cell had `before`; what was emptied makes them anew."""
        now = self._count(row, code)
        if not self._fresh or row.person_id not in self._shown:
            return
        if now is None:
            self._fresh = before is None
        else:
            self._sums[code] = self._sums.get(code, 0) + now - (before or 0)
            self._reported.add(row.person_id)

    def leave_row(self) -> None:
        """The sums as they were written are gone with the row."""
        self.parts.clear()

    def above(self, at: int, code: str) -> Typed | None:
        """The value of the nearest row above that has one."""
        for row in reversed(self.rows[:at]):
            value = self.value(row, code)
            if value is not None:
                return value
        return None

    def last_month(self, row: GridRow, code: str) -> Typed | None:
        """What the person had in the month before."""
        count = self.grid.before.get((row.person_id, code))
        return Typed(count) if count is not None and count >= 0 else None

    def blanks(self, row: GridRow) -> list[str]:
        """The codes of a row without a value; columns that the programme does not speak of may stay blank."""
        idle = self.grid.idle
        return [one.code for one in self.columns if one.code not in idle and self.value(row, one.code) is None]

    def may_type(self, row: GridRow) -> bool:
        """Whether the row takes counts without a question: its sheet is back, or the clerk has said so."""
        return row.sheet != "outside" or row.person_id in self.early or self.reported(row)

    # --- to the store ----------------------------------------------------------------------------------------------
    def begin_sending(self) -> list[Count]:
        """What was typed as counts, now on its way; what was refused waits until it is changed."""
        self.sending = {key: value for key, value in self.typed.items() if key not in self.refused}
        self.typed = {key: value for key, value in self.typed.items() if key in self.refused}
        serials = {row.person_id: row.serials[0] for row in self.grid.rows if row.serials}
        return [
            Count(
                person_id=person,
                code=code,
                month=self.grid.month,
                count=value.count,
                day=self.grid.day,
                paper=serials.get(person),
                zero_report=value.zero_report,
            )
            for (person, code), value in self.sending.items()
        ]

    def to_send(self) -> int:
        """How many cells wait to be written."""
        return sum(key not in self.refused for key in self.typed)

    def sent(self, refused: Mapping[Key, str]) -> None:
        """It was written, but for what was refused: that stays as typed, with the reason."""
        for key, why in refused.items():
            self.refused[key] = why
            self.typed.setdefault(key, self.sending[key])
        self.written |= {key: value for key, value in self.sending.items() if key not in refused}
        self.sending = {}
        self._fresh = False

    def not_sent(self) -> None:
        """Nothing was written: it is as typed as before."""
        self.typed = {**self.sending, **self.typed}
        self.sending = {}
        self._fresh = False

    def forget_typed(self) -> None:
        """Let go of what was typed and not written."""
        self.typed.clear()
        self.refused.clear()
        self._fresh = False

    def waiting(self) -> list[tuple[str, str, int | None, bool]]:
        """What is not stored yet, for the draft."""
        found = {**self.sending, **self.typed}
        return [(person, code, value.count, value.zero_report) for (person, code), value in found.items()]

    def bring_back(self, waiting: Iterable[Sequence[object]]) -> None:
        """What a draft kept. Rows and columns that are gone are left out."""
        people = {row.person_id: row for row in self.grid.rows}
        codes = {column.code for column in self.columns}
        for person, code, count, zero in waiting:
            row = people.get(str(person))
            if row is not None and code in codes and (count is None or isinstance(count, int)):
                self.set(row, str(code), Typed(count, bool(zero)))
