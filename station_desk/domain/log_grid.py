"""A month of work as a workbook or CSV: one row a person, one column a category or metric, a month or a day; one row
an item of a person; one row a village, whose numbers are those of the one person who serves there.

Blank is not reported and never 0; 零 and 零报告 are a report of nothing done. What cannot be read, is about residents,
or does not say for certain whose it is, is held back with its reason (DESIGN 6 `log import`; DOMAIN 6.3 I52 to I57).
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import date

from station_desk.domain.dates import is_date
from station_desk.domain.idno import read_id
from station_desk.domain.intake_above import Merged, merged_values
from station_desk.domain.intake_cells import Cell, RawBook, RawSheet, column_letters, is_blank, visible_text
from station_desk.domain.intake_columns import header_key
from station_desk.domain.intake_dates import read_date
from station_desk.domain.intake_kinds import kind_of
from station_desk.domain.intake_numbers import read_count
from station_desk.domain.intake_target import Head, Target, head_at
from station_desk.domain.intake_words import ERRORS, stated
from station_desk.domain.log_heads import (
    COUNTED,
    DAY,
    MONTH,
    MONTH_HEAD,
    GridBasis,
    amount_of,
    as_noted,
    counts_otherwise,
    day_of_head,
    head_of,
)
from station_desk.domain.log_month_said import month_said
from station_desk.domain.log_parts import (
    GridEmpty,
    GridEntry,
    GridHeld,
    GridPerson,
    GridRead,
    GridSkipped,
    held_entry,
    is_zero_report,
    people_called,
    why_no_count,
)
from station_desk.domain.names import name_key
from station_desk.domain.records import Village
from station_desk.domain.work_columns import Column, is_refused

_MONTH_SAID = re.compile(r"(20\d\d)\s*[年.\-/]\s*(1[0-2]|0?[1-9])(?:\s*月|(?!\d))")
_YEAR_SAID = re.compile(r"(20\d\d)\s*年")
_DAY_ONLY = re.compile(r"(\d{1,2})[月.\-/](\d{1,2})[日号]?")
_AVERAGES = frozenset({"人均", "平均", "平均数", "平均值", "均值"})
_DITTO = frozenset({"〃", "″", "”", "同上", "同前", "々"})
_SEVERAL = 3
_HEAD_ROWS = 12
_LENGTH_OF_DAY, _LENGTH_OF_MONTH = len("2026-10-08"), len("2026-10")


def read_grid(book: RawBook, basis: GridBasis) -> GridRead:
    """The counts of every sheet that has a header with names or villages; nothing is guessed."""
    found = GridRead()
    for raw in book.sheets:
        sheet = _with_month_words(raw)
        head = head_of(sheet, basis) if sheet.visible else None
        if head is not None:
            _Sheet(sheet, *head, basis, found).read()
        elif sheet.rows:
            found.skipped.append(GridSkipped(sheet.name, 0, "sheet_no_counts" if sheet.visible else "sheet_hidden"))
    _hold_doubles(found)
    return found


def _with_month_words(sheet: RawSheet) -> RawSheet:
    """The sheet with heads such as 202401, which are numbers, as words."""
    rows = dict(sheet.rows)
    for row in sorted(rows)[:_HEAD_ROWS]:
        if sum(_is_month_number(cell) for cell in rows[row]) >= _SEVERAL:
            rows[row] = tuple(visible_text(cell) if _is_month_number(cell) else cell for cell in rows[row])
    return replace(sheet, rows=rows)


def _is_month_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and MONTH_HEAD.fullmatch(visible_text(cell)) is not None and cell > 200_000


def _hold_doubles(found: GridRead) -> None:
    """A place that is counted twice: the second one waits, for one of them is wrong or they are parts of one sum."""
    seen: set[tuple[str, str, str, str | None, str]] = set()
    kept = []
    for one in found.entries:
        place = (one.person.id, one.code, one.month, one.day, one.village.id if one.village else "")
        if place in seen:
            found.held.append(held_entry(one, "counted_twice"))
        else:
            seen.add(place)
            kept.append(one)
    found.entries = kept


class _Sheet:
    """Goes through the rows of one sheet."""

    def __init__(self, sheet: RawSheet, head: Head, target: Target, basis: GridBasis, found: GridRead) -> None:
        self._sheet, self._target, self._basis, self._found = sheet, target, basis, found
        self._merged: Merged = merged_values(sheet)
        self._set_head(head)
        above = [visible_text(c) for r in sorted(sheet.rows) if r < head.rows[0] for c in sheet.rows[r]]
        self._titles = [text for text in (sheet.name, *above) if text]
        self._said = " ".join(self._titles)
        self._title_why = self._month_here = ""
        self._by_id = {person.id_no: person for person in basis.people if person.id_no}
        self._by_name: dict[str, list[GridPerson]] = {}
        for person in basis.people:
            self._by_name.setdefault(name_key(person.name), []).append(person)

    def _set_head(self, head: Head) -> None:
        """What the columns below a header mean."""
        self._head = head
        self._at = {name: column for column, name in head.columns.items()}
        self._counts = {c: n.removeprefix(COUNTED) for c, n in head.columns.items() if n.startswith(COUNTED)}
        self._months = {c: n.removeprefix(MONTH) for c, n in head.columns.items() if n.startswith(MONTH)}
        self._days = {c: n.removeprefix(DAY) for c, n in head.columns.items() if n.startswith(DAY)}
        self._amount = amount_of(head, self._target)
        self._downwards = {"village", "month", "date"} | ({"name", "id_no", "item"} if self._amount else set())
        self._above: dict[int, int] = {}
        dated = [row for row in self._sheet.rows if row > head.rows[-1] and not is_blank(self._cell(row, "date"))]
        self._dated = {name_key(visible_text(self._cell(row, "name"))) for row in dated}

    def _take_head(self, head: Head, row: int) -> None:
        """A further table begins below, with other columns."""
        self._set_head(head)
        self._tell_columns(f"{self._sheet.name} {row}")

    def read(self) -> None:
        """Adds what the sheet says."""
        self._tell_columns(self._sheet.name)
        if "name" not in self._at:
            self._found.by_village.append(self._sheet.name)
        before = len(self._found.entries)
        self._month_here, self._title_why = month_said(self._titles, self._basis.month, self._basis.month_of)
        self._year = (self._basis.month or self._month_here)[:4] or next(iter(_YEAR_SAID.findall(self._said)), "")
        header = set(self._head.rows)
        for row in range(1, self._sheet.last_row + 1):
            if row not in self._sheet.rows:
                self._skip(row, "blank")
            elif row < self._head.rows[0]:
                self._skip(row, "title")
            elif row in header:
                self._skip(row, "header")
            elif again := head_at(self._sheet, row, self._target):
                header |= set(again.rows)
                self._skip(row, "header")
                again = as_noted(self._sheet, again, self._target)
                if again.columns != self._head.columns:
                    self._take_head(again, row)
            else:
                self._row(row, self._month_here)
        if self._amount:
            self._hold_repeated(before)

    def _hold_repeated(self, before: int) -> None:
        """Of an item that has several rows nobody knows whether they are parts or one row twice: all of them wait."""
        own = self._found.entries[before:]
        places = Counter((one.person.id, one.code, one.month, one.day, one.village) for one in own)
        repeated = [one for one in own if places[one.person.id, one.code, one.month, one.day, one.village] > 1]
        self._found.held += [held_entry(one, "several_lines") for one in repeated]
        self._found.entries[before:] = [one for one in own if one not in repeated]

    def _tell_columns(self, table: str) -> None:
        told = {column_letters(column): name.removeprefix(COUNTED) for column, name in self._head.columns.items()}
        self._found.columns[table] = told
        for column, key in {**self._head.unused, **self._head.refused}.items():
            if column in self._head.refused or is_refused(key):
                why = "column_of_residents"
            elif column in self._sheet.hidden_columns:
                why = "column_hidden"
            elif counts_otherwise(key):
                why = "column_noted"
            elif self._target.field_of(key) not in ("", None, "amount"):
                why = "column_twice"
            else:
                why = "column_unknown"
            self._found.held.append(GridHeld(self._sheet.name, 0, column_letters(column), key, why))

    def _skip(self, row: int, kind: str) -> None:
        self._found.skipped.append(GridSkipped(self._sheet.name, row, kind))

    def _hold(
        self, row: int, column: int, text: str, why: str, month: str = "", day: str | None = None, code: str = ""
    ) -> None:
        """Hold back a cell (of `code`, where that is known), or with `column` 0 all counts of a row."""
        known, village, _why = self._person(row)
        own = village or (known.villages[0] if known and len(known.villages) == 1 else None)
        whole = {} if column else self._counts
        cells = [(c, said) for at, c in whole.items() if (said := visible_text(self._sheet.at(row, at)))]
        self._found.held.append(
            GridHeld(
                sheet=self._sheet.name,
                row=row,
                column=column_letters(column),
                text=text,
                why=why,
                name=known.name if known else visible_text(self._cell(row, "name")),
                village=own.name if own else visible_text(self._cell(row, "village")),
                person_id=known.id if known else "",
                month=month,
                day=day,
                cells=((code, text),) if code else tuple(cells),
            )
        )

    def _cell(self, row: int, name: str) -> Cell:
        column = self._at.get(name)
        if column is None:
            return None
        value = self._sheet.at(row, column)
        return self._merged.value(row, column) if value is None and name in self._downwards else value

    def _row(self, row: int, month: str) -> None:
        line = self._sheet.rows[row]
        texts = [text for cell in line if (text := visible_text(cell)) and text not in ERRORS]
        own = {name: visible_text(self._sheet.at(row, column)) for name, column in self._at.items()}
        if self._amount:
            own |= {name: visible_text(self._cell(row, name)) for name in ("name", "item")}
        if texts and texts[0] in _AVERAGES:
            self._skip(row, "subtotal")
            return
        span = self._merged.widest.get(row, 0)
        kind = kind_of(own, texts, span > _SEVERAL, lambda: False) if texts else "blank"
        counted = any(self._sheet.at(row, c) is not None for c in (*self._counts, *self._months, *self._days))
        if (kind == "vacancy" and counted) or (kind == "note" and self._amount and own["item"] and own["amount"]):
            kind = "person"
        if kind == "sample" and name_key(own["name"]) in self._by_name:
            kind = "person"
        if kind != "person":
            self._skip(row, kind)
            return
        if row in self._sheet.hidden_rows:
            self._found.hidden.append(GridSkipped(self._sheet.name, row, "hidden"))
        if self._amount and not self._take_item(row, month):
            return
        if "name" not in self._at:
            self._village_row(row, month)
            return
        person, village, why = self._person(row)
        if person is None:
            self._hold(row, 0, stated(self._cell(row, "name")), why, month)
        elif (self._months or self._days) and not self._counts:
            self._matrix(row, month, person, village)
        elif (when := self._when_of(row, month)) is not None:
            self._cells(row, person, village, *when)

    def _take_item(self, row: int, month: str) -> bool:
        """What the number of this row counts; held back where that is not known."""
        item = stated(self._cell(row, "item"))
        column = None if counts_otherwise(item) else self._basis.called(header_key(item))
        self._counts = {self._amount: column.code} if column else {}
        self._above = {}
        if column is None:
            self._hold(row, 0, item, "item_refused" if is_refused(item) else "item_unknown", month)
        return column is not None

    def _village_row(self, row: int, month: str) -> None:
        """A row of a village: its numbers are those of the one person who serves there in that month."""
        when = self._when_of(row, month)
        if when is None:
            return
        match = self._basis.finder.match(said := stated(self._cell(row, "village")), None)
        if match.outcome != "found" or len(match.villages) != 1:
            self._hold(row, 0, said, "village_unknown", *when)
            return
        serving = self._basis.serving(match.villages[0].id, when[0])
        if len(serving) != 1:
            self._hold(row, 0, said, "village_several" if serving else "village_nobody", *when)
            return
        self._cells(row, serving[0], match.villages[0] if len(serving[0].villages) > 1 else None, *when)

    def _when_of(self, row: int, month: str) -> tuple[str, str | None] | None:
        """Month and day of a row; None where they are not known, which is held back."""
        found, day, why = self._when(row, month)
        if why:
            self._hold(row, 0, visible_text(self._cell(row, "date")) or visible_text(self._cell(row, "month")), why)
        return None if why else (found, day)

    def _cells(self, row: int, person: GridPerson, village: Village | None, month: str, day: str | None) -> None:
        """The counts of a row."""
        for column, code in self._counts.items():
            self._count(row, column, person, village, code, month, day)
        for column in (*self._months, *self._days):
            if not is_blank(self._sheet.at(row, column)):
                self._hold(row, column, visible_text(self._sheet.at(row, column)), "column_unknown")

    def _matrix(self, row: int, month_here: str, person: GridPerson, village: Village | None) -> None:
        """A row with a column for each month, or for each day of `month_here`; what is counted stands in the row, or in the name of the sheet."""
        item = stated(self._cell(row, "item"))
        column = self._basis.called(item) if item else self._item_of_sheet()
        if column is None:
            self._hold(row, 0, item, "item_refused" if is_refused(item) else "item_unknown")
            return
        for at in self._days:
            day = day_of_head(self._days, at, month_here, self._basis.month_of) if month_here else ""
            why = self._title_why or ("" if day else "day_outside" if month_here else "month_unknown")
            if not why:
                self._count(row, at, person, village, column.code, month_here, day)
            elif not is_blank(self._sheet.at(row, at)):
                self._hold(row, at, visible_text(self._sheet.at(row, at)), why)
        for at, said in self._months.items():
            year, _, month = said.partition("-")
            year = year or self._year
            if year and self._basis.month in {"", f"{year}-{month}"}:
                self._count(row, at, person, village, column.code, f"{year}-{month}", None)
            elif not is_blank(cell := self._sheet.at(row, at)):
                self._hold(row, at, visible_text(cell), "month_differs" if year else "year_unknown")

    def _item_of_sheet(self) -> Column | None:
        """The one column that the sheet is called by, or whose name stands in its name or title."""
        if known := self._basis.called(header_key(self._sheet.name)):
            return known
        named = [one for one in self._basis.columns.values() if len(one.name) > 1 and one.name in self._said]
        longest = [one for one in named if not any(one.name in o.name and one.name != o.name for o in named)]
        best = [one for one in longest if one.kind != "category"] or longest
        return best[0] if len({one.name for one in longest}) == 1 else None

    def _person(self, row: int) -> tuple[GridPerson | None, Village | None, str]:
        """Who the row is about: by the ID number, else by the name, and the village where the name repeats."""
        text, said = stated(self._cell(row, "village")), stated(self._cell(row, "id_no"))
        match = self._basis.finder.match(text, None)
        named = people_called(visible_text(self._cell(row, "name")), self._by_name)
        if said:
            number = read_id(said).id_no
            known = self._by_id.get(number) if number else None
            if known is None or known not in named:
                return None, None, "id_of_nobody" if known is None else "id_of_another"
            named = [known]
        if not named:
            return None, None, "person_unknown"
        meant = {village.id for village in match.villages}
        here = [one for one in named if meant & {village.id for village in one.villages}]
        if match.outcome in {"found", "ambiguous"} and not here:
            return None, None, "village_of_another"
        people = here or named
        if len(people) > 1:
            return None, None, "person_unclear"
        villages = [village for village in people[0].villages if village.id in meant]
        several = len(people[0].villages) > 1 and len(villages) == 1
        return people[0], villages[0] if several else None, ""

    def _when(self, row: int, default: str) -> tuple[str, str | None, str]:
        """Month and day of a row, or why they are not known."""
        asked = self._basis.month
        month, day, own = default, None, False
        if not is_blank(cell := self._cell(row, "month")):
            month, own = self._month(cell), True
        if not is_blank(cell := self._cell(row, "date")):
            found = self._day(cell)
            if found is None:
                return "", None, "date_unread"
            if len(found) == _LENGTH_OF_DAY:
                day, of_day = found, self._basis.month_of(date.fromisoformat(found))
                if month and month != of_day:
                    return "", None, "day_outside"
                month = of_day
            else:
                month, own = found, True
        elif not own and name_key(visible_text(self._cell(row, "name"))) in self._dated:
            return "", None, "date_unread"
        if self._title_why and day is None and not own:
            return "", None, self._title_why
        if not month:
            return "", None, "month_unknown"
        return (month, day, "") if not asked or asked == month else ("", None, "month_differs")

    def _month(self, cell: Cell) -> str:
        text = visible_text(cell)
        if found := _MONTH_SAID.search(text):
            return f"{found[1]}-{found[2].zfill(2)}"
        if found := MONTH_HEAD.fullmatch(text if not text.isdecimal() or len(text) > 2 else f"{text}月"):
            year = found[1] or found[3] or self._year
            return f"{year}-{(found[2] or found[4]).zfill(2)}" if year else ""
        reading = read_date(cell, 2099)
        return reading.value[:7] if reading.value and len(reading.value) >= _LENGTH_OF_MONTH else ""

    def _day(self, cell: Cell) -> str | None:
        """The day (or only the month) of a date cell; 10月8日 is of the year of the month that is asked for."""
        found = _DAY_ONLY.fullmatch(visible_text(cell)) if isinstance(cell, str) else None
        if found is None:
            value = read_date(cell, 2099).value
            return value if value and len(value) >= _LENGTH_OF_MONTH else None
        if not self._year:
            return None
        december = int(found[1]) == 12 and (self._basis.month or self._month_here)[5:] == "01"
        day = f"{int(self._year) - december}-{found[1].zfill(2)}-{found[2].zfill(2)}"
        return day if is_date(day) else None

    def _count(
        self,
        row: int,
        column: int,
        person: GridPerson,
        village: Village | None,
        code: str,
        month: str,
        day: str | None,
    ) -> None:
        """One cell: a count, nothing, or held back with its reason."""
        cell = self._sheet.at(row, column)
        text = visible_text(cell)
        copied, zero = text in _DITTO, is_zero_report(text)
        if not copied and not zero and text not in ERRORS and not stated(cell):
            self._above.pop(column, None)
            if text:
                self._found.empty.append(GridEmpty(self._sheet.name, row, column_letters(column), text))
            return
        count = self._above.get(column) if copied else 0 if zero else read_count(cell)
        why = (
            "merged_cell"
            if self._is_merged(row, column)
            else ""
            if count is not None
            else why_no_count(cell, text, copied)
        )
        if why or count is None:
            self._above.pop(column, None)
            self._hold(row, column, text, why, month, day, code)
            return
        self._above[column] = count
        entry = GridEntry(
            self._sheet.name, row, column_letters(column), person, village, code, month, day, count, zero, copied
        )
        self._found.entries.append(entry)

    def _is_merged(self, row: int, column: int) -> bool:
        """Whether a number stands over several rows or columns, so that nobody knows whose it is."""
        return any(left <= column <= right for _, left, _, right in self._sheet.merges_at.get(row, ()))


WHY = (
    *("column_of_residents", "column_twice", "column_noted", "column_hidden", "column_unknown"),
    *("item_unknown", "item_refused", "year_unknown", "period_longer"),
    *("id_of_nobody", "id_of_another", "person_unknown", "person_unclear", "village_of_another"),
    *("village_unknown", "village_nobody", "village_several"),
    *("month_unknown", "month_differs", "date_unread", "day_outside"),
    *("cell_error", "nothing_above", "negative", "not_whole", "not_a_number", "merged_cell"),
    *("counted_twice", "several_lines"),
)
"""Every reason for which something is held back here; the sentences are the terminal's."""
