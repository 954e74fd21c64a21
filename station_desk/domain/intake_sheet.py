"""Foreign sheets to person rows: which rows are people, which are not and why, and what holds for several rows.

Every row of a sheet that is read is a person row or skipped with its kind (DATA 6).
"""

import re
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from station_desk.domain import intake_words as words
from station_desk.domain.intake_above import INHERITED, Above, merged_values
from station_desk.domain.intake_cells import Cell, RawBook, RawSheet, column_letters, is_blank, visible_text
from station_desk.domain.intake_columns import header_key, is_register, is_register_title
from station_desk.domain.intake_guess import NOTHING, guess_columns
from station_desk.domain.intake_header import (
    Block,
    Columns,
    Header,
    Maps,
    find_header,
    header_by_hand,
    hinted_rows,
    remapped,
    shape_of,
    words_over_table,
)
from station_desk.domain.intake_kinds import (
    TOWNSHIP_ALONE,
    is_form_line,
    is_note,
    is_note_above,
    kind_of,
    village_heading,
)
from station_desk.domain.intake_villages import VillageFinder

SHEET_SHAPE = "sheet:"
"""Before the name of a sheet without any header words: its columns can be told for this file, not for later ones."""
_DITTO = frozenset({"〃", "″", "”", "“", '"', "〞", "''", "同上", "同前", "々", "〃〃"})
_LONGEST_DITTO = 6
_INSTRUCTIONS = re.compile(r"说明|须知|填写要求|填表要求|使用方法|模板说明|字典|选项|参数")
_NEAR = 10
"""So many rows below a table a cell beside its columns may still be a word to it."""


@dataclass(frozen=True)
class SourceRow:
    """A person row as it stands in the sheet: its cells by field, with what was inherited or copied from above.

    `township` is the code that the sheet states; `county_code` the first six digits where two townships share a name.
    """

    sheet: str
    row: int
    block: str
    cells: Mapping[str, Cell]
    hidden: bool = False
    inherited: frozenset[str] = frozenset()
    township: str | None = None
    county_code: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no person. `kind`: title, header, sample, blank, subtotal, note, vacancy. `village` for a vacancy."""

    sheet: str
    row: int
    kind: str
    block: str = ""
    village: str = ""


@dataclass(frozen=True)
class SheetRead:
    """How a sheet was read: header rows, {block: {field: column letters}}, and what was left out, by header words.

    `refused` are columns about residents. `township` is the code that the sheet's name or title states. `words` are all
    header words by column letters, `shape` is what sheets with the same header have in common, `told` what a person has
    said of its columns, now or in an earlier month. `guessed` are the columns that only their cells speak for.
    """

    name: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, Mapping[str, str]]
    hidden_columns: tuple[str, ...] = ()
    unused: Mapping[str, str] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    township: str | None = None
    notes: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    shape: str = ""
    told: Columns = field(default_factory=dict)
    guessed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetSkipped:
    """A sheet left out as a whole. `why`: hidden, empty, instructions, no_header, residents, not_chosen.

    A sheet without a known header has a `shape` too, so that a person can say what its columns are.
    """

    sheet: str
    why: str
    shape: str = ""


@dataclass
class Layout:
    """What was found in a book. `breathe` is called for every row while it is found."""

    sheets: list[SheetRead] = field(default_factory=list)
    sheets_skipped: list[SheetSkipped] = field(default_factory=list)
    rows: list[SourceRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    breathe: Callable[[], None] = field(default=lambda: None, repr=False, compare=False)


def read_layout(
    book: RawBook,
    finder: VillageFinder,
    chosen: str | None = None,
    maps: Maps | None = None,
    breathe: Callable[[], None] = lambda: None,
) -> Layout:
    """The person rows of a book. With `chosen` only the sheet of that name is read, also when it is hidden. `maps` are
    what people said of columns. `breathe` is called again and again and may raise.
    """
    layout, maps = Layout(breathe=breathe), maps or {}
    for sheet in book.sheets:
        breathe()
        why = _why_not(sheet, chosen)
        if why == "no_header" or why == "instructions":
            _read_unknown(sheet, finder, layout, maps, why)
        elif why:
            layout.sheets_skipped.append(SheetSkipped(sheet.name, why))
        else:
            _Reader(sheet, finder, layout, maps).read()
    _tell_counties(layout, finder)
    return layout


def _read_unknown(sheet: RawSheet, finder: VillageFinder, layout: Layout, maps: Maps, why: str) -> None:
    """A sheet without a header we know: as a person told its columns, else as its cells let guess them."""
    shape = _unknown_shape(sheet)
    if shape in maps and (header := header_by_hand(sheet, maps[shape])) is not None:
        _Reader(sheet, finder, layout, maps, header).read()
        return
    guess = NOTHING if _INSTRUCTIONS.search(sheet.name) or shape in maps else guess_columns(sheet, finder)
    if guess.residents or (guess.columns and is_register_title("".join(_titles(sheet)))):
        layout.sheets_skipped.append(SheetSkipped(sheet.name, "residents"))
        return
    columns = {column_letters(column): name for column, name in guess.columns.items()}
    header = header_by_hand(sheet, columns)
    if header is None:
        layout.sheets_skipped.append(SheetSkipped(sheet.name, why, shape))
    else:
        _Reader(sheet, finder, layout, maps, header, columns).read()


def _titles(sheet: RawSheet) -> Iterator[str]:
    """The sheet's name and what its first rows say in one cell alone."""
    yield "".join(sheet.name.split())
    for row in sorted(sheet.rows)[:_NEAR]:
        texts = [text for cell in sheet.rows[row] if (text := visible_text(cell))]
        if len(texts) == 1:
            yield "".join(texts[0].split())


def _tell_counties(layout: Layout, finder: VillageFinder) -> None:
    """Two townships of one name are told apart by their county, whose code the other rows of that county show."""
    said = [(n, visible_text(row.cells.get("county"))) for n, row in enumerate(layout.rows) if row.cells.get("county")]
    votes: dict[str, Counter[str]] = {}
    doubtful: list[tuple[int, str]] = []
    for number, county in said:
        named = finder.townships_named(visible_text(layout.rows[number].cells.get("township")))
        if len(named) == 1:
            votes.setdefault(county, Counter())[named[0][:6]] += 1
        elif len(named) > 1:
            doubtful.append((number, county))
    for number, county in doubtful:
        if county in votes:
            layout.rows[number] = replace(layout.rows[number], county_code=votes[county].most_common(1)[0][0])


def _unknown_shape(sheet: RawSheet) -> str:
    """The shape of a sheet whose header we do not know; where it has no words at all, its name stands for it."""
    rows = words_over_table(sheet)
    keys = {c: header_key(cell) for c, cell in enumerate(sheet.rows[rows[-1]], 1) if header_key(cell)} if rows else {}
    return shape_of(keys) or f"{SHEET_SHAPE}{sheet.name}"


def _why_not(sheet: RawSheet, chosen: str | None) -> str:
    if chosen is not None and sheet.name != chosen:
        return "not_chosen"
    if chosen is None and not sheet.visible:
        return "hidden"
    if not sheet.rows:
        return "empty"
    hinted = hinted_rows(sheet)
    header = next((h for row in sorted(sheet.rows) if (h := find_header(sheet, row, hinted))), None)
    if header is None:
        return "instructions" if _INSTRUCTIONS.search(sheet.name) or sheet.width <= 2 else "no_header"
    above = (cell for row in sorted(sheet.rows) if row < header.rows[0] for cell in sheet.rows[row])
    titles = "".join("".join(visible_text(cell).split()) for cell in (sheet.name, *above))
    return "residents" if is_register(header.keys.values()) or is_register_title(titles) else ""


class _Reader:
    """Goes through one sheet from top to bottom."""

    def __init__(
        self,
        sheet: RawSheet,
        finder: VillageFinder,
        layout: Layout,
        maps: Maps,
        by_hand: Header | None = None,
        guessed: Mapping[str, str] | None = None,
    ) -> None:
        self._guessed = guessed or {}
        self._sheet = sheet
        self._maps = maps
        self._by_hand = by_hand
        self._finder = finder
        self._layout = layout
        self._header: Header | None = None
        self._first: Header | None = None
        self._township: str | None = finder.township_of_sheet(sheet.name)
        self._above = Above()
        self._merged = merged_values(sheet)
        self._hinted = hinted_rows(sheet)
        self._last_row = sheet.last_row

    def read(self) -> None:
        """Adds what the sheet holds to the layout."""
        row = 1
        while row <= self._last_row:
            self._layout.breathe()
            if self._by_hand is not None and self._begins_without_header(row):
                self._begin(self._by_hand)
            header = self._header_at(row)
            if header:
                self._begin(header)
                row = header.rows[-1] + 1
                continue
            if self._header is None:
                self._before(row)
            else:
                self._row(row, self._header)
            row += 1
        if self._first:
            self._layout.sheets.append(self._told(self._first))

    def _begins_without_header(self, row: int) -> bool:
        """Whether the table of a sheet without a header begins here; what stands above says one thing a row."""
        if self._header is not None or (self._by_hand and self._by_hand.rows):
            return False
        return sum(not is_blank(cell) for cell in self._sheet.rows.get(row, ())) > 1

    def _header_at(self, row: int) -> Header | None:
        """The header that begins at a row, its columns as a person told them where somebody has."""
        if row not in self._sheet.rows:
            return None
        if self._by_hand is not None:
            return self._by_hand if row in self._by_hand.rows else None
        header = find_header(self._sheet, row, self._hinted)
        told = self._maps.get(header.shape) if header and self._maps else None
        return remapped(self._sheet, header, told) if header and told else header

    def _begin(self, header: Header) -> None:
        if self._first is None:
            self._first = header
            self._last_row = _end_of_table(self._sheet, header)
        if self._header is not None and self._header.shape != header.shape:
            self._above.forget_columns()
        self._header = header
        for row in header.rows:
            self._skip(row, "header")

    def _told(self, header: Header) -> SheetRead:
        shape = _unknown_shape(self._sheet) if self._by_hand else header.shape
        return SheetRead(
            self._sheet.name,
            header.rows,
            {
                block.letter: {name: column_letters(column) for name, column in block.columns.items()}
                for block in header.blocks
            },
            tuple(column_letters(c) for c in sorted(self._sheet.hidden_columns) if c <= self._sheet.width),
            {column_letters(c): key for c, key in header.unused.items()},
            {column_letters(c): key for c, key in header.refused.items()},
            self._township,
            self._sheet.notes,
            {column_letters(c): key for c, key in header.keys.items()},
            shape,
            dict(self._maps.get(shape, {})),
            self._guessed,
        )

    def _skip(self, row: int, kind: str, block: str = "", village: str = "") -> None:
        self._layout.skipped.append(Skipped(self._sheet.name, row, kind, block, village))

    def _before(self, row: int) -> None:
        """A row over the header: title, note or blank. A township named here holds for the whole sheet."""
        texts = [visible_text(cell) for cell in self._sheet.rows.get(row, ()) if visible_text(cell)]
        if not texts:
            self._skip(row, "blank")
            return
        named = next((code for text in texts if (code := self._finder.township_in(text))), None)
        self._township = named or self._township
        self._skip(row, "note" if is_note_above(texts[0]) else "title")

    def _row(self, row: int, header: Header) -> None:
        """A row under a header: each of its blocks is a person or a kind; the row is skipped where none is one."""
        line = self._sheet.rows.get(row, ())
        shown = [visible_text(cell) for cell in line]
        if not words.ERRORS.isdisjoint(shown):
            shown = ["" if text in words.ERRORS else text for text in shown]
        kinds = [(block, self._kind(row, shown, block)) for block in header.blocks]
        people = [block for block, kind in kinds if kind == "person"]
        for block in people:
            self._layout.rows.append(self._source(row, line, block))
        if people:
            for block, kind in kinds:
                if kind not in {"person", "blank"}:
                    self._skip(row, kind, block.letter, self._vacant(row, line, block) if kind == "vacancy" else "")
            return
        block, kind = next(((b, k) for b, k in kinds if k != "blank"), kinds[0])
        if kind == "note" and (self._is_form_line(row, shown) or self._is_page_title(row, shown)):
            kind = "title"
        self._skip(row, kind, "", self._vacant(row, line, block) if kind == "vacancy" else "")
        if kind == "title":
            self._named_alone(line)

    def _is_form_line(self, row: int, shown: Sequence[str]) -> bool:
        """Whether a row belongs to the title of the next printed page: its header follows."""
        first = next((text for text in shown if text), "")
        return is_form_line(first) and any(find_header(self._sheet, near) for near in (row + 1, row + 2))

    def _is_page_title(self, row: int, shown: Sequence[str]) -> bool:
        """Whether a row says one thing over a header that is repeated, and is no word to whom fills in the form."""
        texts = [text for text in shown if text]
        return (
            not any(is_note(text) for text in texts)
            and len(set(texts)) == 1
            and any(find_header(self._sheet, near) for near in (row + 1, row + 2))
        )

    def _named_alone(self, line: tuple[Cell, ...]) -> None:
        """A row that names a township or a village and nothing else holds for the rows below it."""
        text = next((visible_text(cell) for cell in line if visible_text(cell)), "")
        if village := self._heading(text):
            self._above.begin_village(village)
        elif TOWNSHIP_ALONE.fullmatch(text) or self._finder.township_in(text):
            self._above.begin_group(text.rstrip(":："))

    def _heading(self, text: str) -> str:
        """The village of the office that a text names and nothing else, "" for none."""
        village = village_heading(text)
        return village if village and self._finder.match(village, self._township).outcome == "found" else ""

    def _kind(self, row: int, shown: Sequence[str], block: Block) -> str:
        """person, or the kind under which the block's part of the row is skipped."""
        texts = [text for text in shown[block.first - 1 : block.last] if text]
        width = len(shown)
        own = {name: shown[column - 1] if column <= width else "" for name, column in block.columns.items()}
        if not texts and not any(text for name, text in own.items() if name not in {"serial", *INHERITED}):
            return "blank"
        is_wide = self._is_wide(row, block)
        if len(texts) == 1 and (is_wide or own.get("village") != texts[0]) and self._heading(texts[0]):
            return "title"
        return kind_of(own, texts, is_wide, lambda: bool(self._above.holds("village", block)))

    def _is_wide(self, row: int, block: Block) -> bool:
        """Whether one cell is merged over most of the block."""
        span = self._merged.widest.get(row, 0)
        return span > 2 and span >= (block.last - block.first + 1) * 2 // 3

    def _vacant(self, row: int, line: tuple[Cell, ...], block: Block) -> str:
        """The village of a vacancy. What such a row says of places holds for the rows below like that of a person."""
        cells, _ = self._cells(row, line, block, INHERITED)
        return visible_text(cells.get("village"))

    def _source(self, row: int, line: tuple[Cell, ...], block: Block) -> SourceRow:
        cells, inherited = self._cells(row, line, block, block.columns)
        hidden = row in self._sheet.hidden_rows
        return SourceRow(self._sheet.name, row, block.letter, cells, hidden, inherited, self._township)

    def _cells(
        self, row: int, line: tuple[Cell, ...], block: Block, names: Container[str]
    ) -> tuple[dict[str, Cell], frozenset[str]]:
        """The cells of a row by field, and which of them it has from a merged area or from a row above."""
        cells: dict[str, Cell] = {}
        inherited = set()
        width = len(line)
        for name, column in block.columns.items():
            if name not in names:
                continue
            value = line[column - 1] if column <= width else None
            if value is None and self._merged.covers(row, column):
                value = self._merged.value(row, column)
                inherited.add(name)
            if isinstance(value, str) and len(value) <= _LONGEST_DITTO and "".join(value.split()) in _DITTO:
                value = self._above.holds(name, block)
                inherited.add(name)
            cells[name] = value
            if value is not None and name not in INHERITED:
                self._above.keep(column, value)
        self._above.judge(cells, block, inherited)
        for name in INHERITED:
            if is_blank(cells.get(name)) and not is_blank(held := self._above.holds(name, block)):
                cells[name] = held
                inherited.add(name)
        self._above.keep_places(cells, block)
        return cells, frozenset(inherited)


def _end_of_table(sheet: RawSheet, header: Header) -> int:
    """The last row that says something under the header's columns or not far below such a row: a stray cell in a corner
    and rows of blanks at the end belong to no table.
    """
    width = max([*header.keys, *(block.last for block in header.blocks if not header.keys)], default=sheet.width)
    end = header.rows[-1] if header.rows else 0
    for row in sorted(sheet.rows):
        near = sheet.rows[row] if row <= end + _NEAR else sheet.rows[row][:width]
        if row > end and any(visible_text(cell) for cell in near):
            end = row
    return end


def with_cells(source: SourceRow, changes: Mapping[str, Cell]) -> SourceRow:
    """The row with some cells corrected by the clerk."""
    return replace(source, cells={**source.cells, **changes})
