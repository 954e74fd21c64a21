"""Small tables of facts in a folder (CSV) and a rule beside them (TOML), as a county hands them over."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station_desk.domain.points import tenths
from station_desk.domain.trouble import Trouble
from station_desk.sheets.csv_text import decode, rows

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 100_000
RULES = "pack.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table by its head; blanks at the ends are gone, a cell that is not there is blank."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell's text."""
        return self.cells.get(column, "")

    def whole(self, column: str, blank: int = 0) -> int:
        """A whole number. Trouble fact_wrong."""
        text = self.text(column)
        if not text:
            return blank
        try:
            return int(text)
        except ValueError as error:
            raise self.wrong(column) from error

    def day(self, column: str) -> date | None:
        """An ISO date; None where the cell is blank. Trouble fact_wrong."""
        text = self.text(column)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise self.wrong(column) from error

    def tenths(self, column: str) -> int | None:
        """Points in tenths; None where the cell is blank. Trouble fact_wrong."""
        text = self.text(column)
        try:
            return tenths(text) if text else None
        except Trouble as error:
            raise self.wrong(column) from error

    def wrong(self, column: str) -> Trouble:
        """The cell cannot be read."""
        return Trouble("fact_wrong", file=self.file, row=self.number, column=column, text=self.text(column)[:40])


class FactFolder:
    """A folder with `pack.toml` and tables. Every table may be missing but those that are asked for by `needed`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.is_dir():
            raise Trouble("folder_missing", folder=folder.name)

    def rules(self) -> Mapping[str, object]:
        """The rule. Trouble file_missing (file), toml_wrong (file, reason)."""
        data = self._bytes(RULES)
        if data is None:
            raise Trouble("fact_file_missing", file=RULES)
        try:
            return tomllib.loads(data.decode("utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Trouble("toml_wrong", file=RULES, reason=str(error)) from error

    def has(self, name: str) -> bool:
        """Whether the table `name` (without suffix) is there."""
        return (self.folder / f"{name}.csv").is_file()

    def table(self, name: str, *, needed: bool = False) -> Iterator[Row]:
        """The rows of a table. Trouble fact_file_missing (file), table_unreadable (file), table_long (file, rows)."""
        file = f"{name}.csv"
        data = self._bytes(file)
        if data is None:
            if needed:
                raise Trouble("fact_file_missing", file=file)
            return
        try:
            text, _encoding = decode(data)
        except UnicodeDecodeError as error:
            raise Trouble("table_unreadable", file=file) from error
        found = rows(text, MOST_ROWS)
        if len(found) > MOST_ROWS:
            raise Trouble("table_long", file=file, rows=MOST_ROWS)
        head = [cell.strip() for cell in found[0]] if found else []
        for number, cells in enumerate(found[1:], 2):
            if any(cell.strip() for cell in cells):
                yield Row(file, number, dict(zip(head, (cell.strip() for cell in cells), strict=False)))

    def _bytes(self, file: str) -> bytes | None:
        path = self.folder / file
        try:
            if not path.is_file():
                return None
            if path.stat().st_size > MOST_BYTES:
                raise Trouble("table_unreadable", file=file)
            return path.read_bytes()
        except OSError as error:
            raise Trouble("table_unreadable", file=file) from error


def table_of(rules: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A table of the rule; an empty one where it is not there. Trouble rubric_shape (at)."""
    found = rules.get(key, {})
    if not isinstance(found, Mapping):
        raise Trouble("rubric_shape", at=key)
    return found


def day_of(table: Mapping[str, object], key: str, at: str) -> date:
    """A day of the rule, as text or as TOML's own date. Trouble rubric_shape (at)."""
    found = table.get(key)
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError as error:
        raise Trouble("rubric_shape", at=f"{at}.{key}") from error


def whole_of(table: Mapping[str, object], key: str, at: str, missing: int | None = None) -> int:
    """A whole number of the rule. Trouble rubric_shape (at)."""
    found = table.get(key, missing)
    if isinstance(found, bool) or not isinstance(found, int):
        raise Trouble("rubric_shape", at=f"{at}.{key}")
    return found
