"""Scores out of a workbook or CSV: one row a person (or room), one column an item; a blank cell changes nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from station_desk.domain.intake_cells import Cell, visible_text
from station_desk.domain.points import tenths
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.services.assessment import Given, MonthSheets, SheetView, month
from station_desk.services.desk import Desk
from station_desk.sheets.reading import read_book

_NAMES = frozenset({"姓名", "警务助理", "辅警", "警务室", "名称", "person", "name", "room"})
_VILLAGES = frozenset({"村", "行政村", "所在村", "village"})
_MONTHS = frozenset({"月份", "月", "period", "month"})
_REASONS = frozenset({"原因", "理由", "说明", "text", "reason"})
_TOTALS = frozenset({"合计", "总分", "小计", "total"})
_HEAD_ROWS = 30
_TITLES = ("考核", "考评", "打分", "评分")
_MONTH = re.compile(r"(?P<year>20\d\d)(?:年|[-./])(?P<month>\d{1,2})(?!\d)|(?<!\d)(?P<alone>\d{1,2})月")


def read_scores(desk: Desk, period: str, file: Path) -> list[Given]:
    """What a scored workbook says of the sheets of a month; every row is known or nothing is taken.

    A row that names nobody is passed over (totals, signatures). Troubles those of `read_book`, score_head_missing (file),
    score_person (person, file, row), score_person_unclear (person, file, row), sheet_twice, sheet_other_month,
    fact_wrong (file, row, column, text).
    """
    sheets = month(desk, period)
    for sheet in read_book(file).sheets:
        head = _head(sheets.rubric, sheet.rows)
        if head is not None:
            _titled(period, file.name, [sheet.name, *_above(sheet.rows, head[0])])
            return _rows(sheets, file.name, sheet.rows, *head)
    raise Trouble("score_head_missing", file=file.name)


def _head(rubric: Rubric, rows: Mapping[int, Sequence[Cell]]) -> tuple[int, dict[int, str]] | None:
    """The row of the head and what each column is: name, village, month, reason, or a code of the rubric."""
    by_name = {item.name: item.code for item in rubric.items if item.name}
    by_name |= {
        extra.name: code for part in (rubric.adds, rubric.deducts) for code, extra in part.items() if extra.name
    }
    by_name |= {name: code for code, name in rubric.vetoes.items()}
    codes = {item.code for item in rubric.items} | {*rubric.adds, *rubric.deducts, *rubric.vetoes}
    for number in sorted(rows)[:_HEAD_ROWS]:
        found: dict[int, str] = {}
        for column, cell in enumerate(rows[number]):
            text = "".join(visible_text(cell).split())
            word = text.lower()
            if kind := _kind(word):
                found.setdefault(column, kind)
            elif text.upper() in codes:
                found[column] = text.upper()
            elif code := by_name.get(text) or next(
                (c for c in codes if text.upper().startswith(c) and _apart(text, c)), ""
            ):
                found[column] = code
        if "name" in found.values() and codes & set(found.values()):
            return number, found
    return None


def _apart(text: str, code: str) -> bool:
    """Whether what follows a code at the beginning of a heading is no further digit: `A1月例会` is A1, `A12` is not."""
    return len(text) > len(code) and not text[len(code)].isdigit()


def _kind(word: str) -> str:
    kinds = {"name": _NAMES, "village": _VILLAGES, "month": _MONTHS, "reason": _REASONS, "total": _TOTALS}
    return next((kind for kind, words in kinds.items() if word in words), "")


def _rows(
    sheets: MonthSheets, file: str, rows: Mapping[int, Sequence[Cell]], head: int, columns: Mapping[int, str]
) -> list[Given]:
    by_name: dict[str, list[SheetView]] = {}
    for one in sheets.sheets:
        by_name.setdefault("".join(one.name.split()), []).append(one)
    items = {item.code for item in sheets.rubric.items}
    found: dict[str, Given] = {}
    for number in sorted(rows):
        if number <= head:
            continue
        cells = {
            columns[at]: cell for at, cell in enumerate(rows[number]) if at in columns and visible_text(cell).strip()
        }
        name = "".join(visible_text(cells.get("name")).split())
        given = {code: cell for code, cell in cells.items() if code in items or code in _claims(sheets.rubric)}
        if not name or not given or name.lower() in _TOTALS:
            continue
        view = _who(by_name.get(name, []), visible_text(cells.get("village")), name, file, number)
        _same_month(sheets.period, cells.get("month"), view.name)
        if view.standing.of.subject_id in found:
            raise Trouble("sheet_twice", person=view.name, file=file, row=number)
        points = {code: _points(cell, code, file, number) for code, cell in given.items() if code in items}
        counts = {code: _count(cell, code, file, number) for code, cell in given.items() if code not in items}
        words = visible_text(cells.get("reason")).strip()
        reasons = dict.fromkeys(counts, words) if words else {}
        found[view.standing.of.subject_id] = Given(view.standing.of.subject_id, points, counts, reasons)
    return list(found.values())


def _claims(rubric: Rubric) -> set[str]:
    return {*rubric.adds, *rubric.deducts, *rubric.vetoes}


def _who(named: Sequence[SheetView], village: str, name: str, file: str, row: int) -> SheetView:
    """The sheet that a row means, by the village where a name comes twice."""
    fits = [one for one in named if village and (village in one.village or one.village in village)] or list(named)
    if not fits:
        raise Trouble("score_person", person=name, file=file, row=row)
    if len(fits) > 1:
        raise Trouble("score_person_unclear", person=name, file=file, row=row)
    return fits[0]


def _same_month(period: str, cell: Cell, person: str) -> None:
    text = cell.strftime("%Y-%m") if isinstance(cell, date | datetime) else visible_text(cell).strip()
    if text and _month_in(text, period) != period:
        raise Trouble("sheet_other_month", person=person, month=text, period=period)


def _month_in(text: str, period: str) -> str:
    """`2026年11月`, `2026.11`, `11月` as 2026-11 (without a year that of the period); "" where no month is named."""
    found = _MONTH.search("".join(text.split()))
    if found is None:
        return ""
    year, month = found["year"] or period[:4], int(found["month"] or found["alone"])
    return f"{year}-{month:02d}" if 1 <= month <= 12 else ""


def _above(rows: Mapping[int, Sequence[Cell]], head: int) -> list[str]:
    """The words above the head of the table: its title."""
    return [visible_text(cell) for number in sorted(rows) if number < head for cell in rows[number]]


def _titled(period: str, file: str, titles: Iterable[str]) -> None:
    """Trouble sheet_other_month where the title names another month; the day on which a list was made is no title."""
    for text in titles:
        named = any(word in text for word in _TITLES) or _MONTH.fullmatch("".join(text.split()))
        month = _month_in(text, period) if named else ""
        if month and month != period:
            raise Trouble("sheet_other_month", person=file, month=month, period=period)


def _points(cell: Cell, code: str, file: str, row: int) -> int:
    try:
        return tenths(visible_text(cell).strip())
    except Trouble as error:
        raise Trouble("fact_wrong", file=file, row=row, column=code, text=visible_text(cell)[:40]) from error


def _count(cell: Cell, code: str, file: str, row: int) -> int:
    text = visible_text(cell).strip()
    if not text.isascii() or not text.isdecimal():
        raise Trouble("fact_wrong", file=file, row=row, column=code, text=text[:40])
    return int(text)
