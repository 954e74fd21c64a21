"""Finding a row or a cell of the month grid: by name, initials, village or serial; the next one that needs a person."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from station_desk.ui.month_book import MonthBook

if TYPE_CHECKING:
    from station_desk.services.find import Finder


def person_meant(book: MonthBook | None, finder: "Finder", text: str) -> str:
    """The record id of the person whom `text` means among the shown rows, "" for nobody."""
    return who({row.person_id: row.serials for row in book.rows} if book else {}, finder, text)


def who(shown: Mapping[str, Sequence[str]], finder: "Finder", text: str) -> str:
    """The one of `shown` ({person: serials of their sheets}) whom `text` means: digits end a serial, else it is a name."""
    if not text:
        return ""
    if text.isdigit():
        return next((person for person, serials in shown.items() if any(_ends(one, text) for one in serials)), "")
    return next((hit.id for hit in finder.find(text) if hit.kind == "person" and hit.id in shown), "")


def _ends(serial: str, digits: str) -> bool:
    """Whether a serial ends in these digits, its page left aside or not."""
    parts = serial.split("-")
    return serial.replace("-", "").endswith(digits) or (len(parts) > 1 and parts[-2].endswith(digits))


def next_trouble(book: MonthBook, row: int, column: int, way: int) -> tuple[int, int] | None:
    """The next cell (row, column) that needs a person, going round; None for none."""
    codes = [one.code for one in book.columns]
    size = len(book.rows) * len(codes)
    at = row * len(codes) + column
    for step in range(1, size + 1):
        down, right = divmod((at + way * step) % size, len(codes))
        if book.trouble(book.rows[down], codes[right]):
            return down, right
    return None
