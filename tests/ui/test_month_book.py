"""The book under the month grid: sums kept while typing, and what was written until the grid is read anew."""

import random
from datetime import date

from station_desk.domain.month_grid import GridCell, GridRow, MonthGrid
from station_desk.domain.work_columns import Column
from station_desk.ui.month_book import ZERO, MonthBook, Typed

CODES = ("L01", "L02", "L03")


def book_of(people: int = 6) -> MonthBook:
    """Some cells are stored, most are blank."""
    columns = tuple(Column(code, code, "", "category") for code in CODES)
    rows = [
        GridRow(n, f"p{n}", f"人{n}", "村", cells={"L02": GridCell(7)} if n % 2 else {}) for n in range(1, people + 1)
    ]
    return MonthBook(MonthGrid("2026-10", date(2026, 9, 26), date(2026, 10, 25), False, columns, tuple(rows)))


def test_the_sums_kept_while_typing_are_those_of_the_cells() -> None:
    book, chance = book_of(), random.Random(7)
    for step in range(400):
        row, code = chance.choice(list(book.rows)), chance.choice(CODES)
        book.set(row, code, chance.choice((Typed(None), ZERO, Typed(chance.randrange(40)))))
        if step % 37 == 0 and not book.sending:
            book.begin_sending()
        if step % 53 == 0:
            book.sent({})
        anew = [[book.value(one, name) for one in book.rows] for name in CODES]
        sums = {
            code: sum(value.count or 0 for value in values if value is not None)
            for code, values in zip(CODES, anew, strict=True)
            if any(values)
        }
        assert dict(book.column_totals()) == sums
        assert book.people() == sum(book.reported(one) for one in book.rows)


def test_sums_are_those_of_the_rows_shown() -> None:
    book = book_of()
    hidden = book.grid.rows[0]
    book.choose("todo", "village", "")
    book.column_totals()
    book.set(hidden, "L01", Typed(5))
    assert "L01" not in book.column_totals()


def test_what_was_written_stands_until_the_grid_is_read_anew() -> None:
    book = book_of()
    row = book.rows[1]
    book.set(row, "L01", Typed(5))
    assert len(book.begin_sending()) == 1
    book.sent({})
    assert book.value(row, "L01") == Typed(5)
    assert not book.waiting(), "it is stored: no draft keeps it"
    book.set(row, "L01", Typed(None))
    assert book.to_send() == 1, "emptied again before the grid was read: that is a change too"
    book.take(book.grid)
    book.forget_typed()
    assert book.value(row, "L01") is None
