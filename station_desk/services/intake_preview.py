"""What the preview of an import asks of a proposal: cells as they stand in the file, columns with examples, a text that
is being typed, one decision for many cells, people whom the file does not name. Nothing here is stored.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from station_desk.domain import intake as proposals
from station_desk.domain.intake import Keep, Proposal, ProposedRow
from station_desk.domain.intake_cells import Cell, RawSheet, column_letters, column_number, visible_text
from station_desk.domain.intake_columns import header_key, is_resident_column
from station_desk.domain.intake_guess import WHY
from station_desk.domain.intake_header import words_over_table
from station_desk.domain.intake_match import Key, Known
from station_desk.domain.intake_merge import Said
from station_desk.domain.intake_sheet import SheetRead, SheetSkipped, with_cells
from station_desk.domain.intake_values import LOST_FROM, RowReading, read_row

_EXAMPLES = 3
_TERM = frozenset({"start_date", "end_date", "number"})


@dataclass(frozen=True, slots=True)
class ColumnSeen:
    """A column of a sheet: its letters, its header words, the first values below, and the field it is read as.

    `refused`: it holds residents; its values are not shown. `told`: a person has said what it is. `guess`: why it is
    taken for that field where only its cells speak for it, a code of `intake_guess.WHY`.
    """

    letters: str
    words: str
    examples: tuple[str, ...]
    field: str | None = None
    refused: bool = False
    told: bool = False
    guess: str = ""


@dataclass(frozen=True, slots=True)
class OriginalCell:
    """A cell of a row as the file has it: column letters, header words, text ("" where residents stand in it)."""

    letters: str
    words: str
    text: str
    field: str
    refused: bool


def check(proposal: Proposal, key: Key, field: str, text: str) -> RowReading:
    """The row as it would be read if its cell said `text`; nothing changes. KeyError: no such row."""
    source = next((row.source for row in proposal.rows if row.key == key), None)
    if source is None:
        raise KeyError(key)
    return read_row(with_cells(source, {field: text}), proposal.basis.finder, proposal.basis.rules)


def decide_all(proposal: Proposal, field: str, keep: Keep) -> Proposal:
    """`decide` for every cell of a field about which nothing was decided yet."""
    open_ones = {
        (row.key, field): keep
        for row in proposal.rows
        if field in row.conflicts and (row.key, field) not in proposal.decided
    }
    return proposals.decide_many(proposal, open_ones)


def learn(proposal: Proposal, spelling: str, learned: bool) -> Proposal:
    """The proposal with a new spelling of a village to be remembered when it is written, or not."""
    others = proposal.unlearned - {spelling}
    return replace(proposal, unlearned=others if learned else others | {spelling})


def clear_all(proposal: Proposal, field: str, code: str) -> Proposal:
    """Every cell of a field that bears `code` taken as empty: the person is written, the value left open."""
    rows = [row for row in proposal.rows if code in row.cells.get(field, ())]
    return proposals.amend(proposal, {row.key: {field: ""} for row in rows})


def carried(proposal: Proposal, before: Proposal | None) -> Proposal:
    """A proposal of the same file read again, with what the clerk had corrected, held and settled before."""
    if before is None:
        return proposal
    keys = proposal.readings.keys()
    kept = replace(proposal, held=before.held & keys, decided=before.decided, unlearned=before.unlearned)
    return proposals.amend(kept, {key: cells for key, cells in before.edits.items() if key in keys})


def township_open(proposal: Proposal) -> bool:
    """Whether a village fits several townships, and neither the rows nor their sheets say which one is meant."""
    if len(proposal.basis.finder.townships) < 2 or proposal.basis.rules.township:
        return False
    return any(
        "village_ambiguous" in row.warnings and not row.source.township and not row.source.cells.get("township")
        for row in proposal.rows
    )


def absent(proposal: Proposal) -> list[Known]:
    """The people in office whom the file does not name, in the order of the roster. Nothing happens to them."""
    known = by_person(proposal)
    return [known[person] for person in proposal.absent if person in known]


def by_person(proposal: Proposal) -> Mapping[str, Known]:
    """The roster by the id of the person."""
    return {known.person.id: known for known in proposal.basis.known}


def in_roster(known: Known | None, field: str) -> Said:
    """What the roster says to a field of the preview, "" or () for nothing."""
    if known is None:
        return ""
    if field in {"village", "village_ids"}:
        return known.term.villages if known.term else ()
    value = getattr(known.term if field in _TERM else known.person, field, None)
    return value or ""


def original(proposal: Proposal, row: ProposedRow, field: str) -> str:
    """What stands in the cell of the file, whatever was corrected here; "" for an empty cell or none."""
    sheet, read = _raw(proposal, row.source.sheet), _read(proposal, row.source.sheet)
    letters = read.columns.get(row.source.block, {}).get(field) if read else None
    if sheet is None or letters is None:
        return ""
    found = shown_text(sheet.at(row.source.row, column_number(letters)))
    return found or ("" if field in row.edited else visible_text(row.source.cells.get(field)))


def original_row(proposal: Proposal, sheet_name: str, row: int) -> list[OriginalCell]:
    """A row of the file, cell by cell. What stands in columns about residents is not shown."""
    sheet, read = _raw(proposal, sheet_name), _read(proposal, sheet_name)
    if sheet is None:
        return []
    fields = {letters: name for columns in (read.columns.values() if read else ()) for name, letters in columns.items()}
    words = _words(sheet, read)
    refused = set(read.refused) if read else set()
    return [
        OriginalCell(
            letters,
            words.get(letters, ""),
            "" if letters in refused else shown_text(sheet.at(row, column)),
            fields.get(letters, ""),
            letters in refused,
        )
        for column in range(1, sheet.width + 1)
        if (letters := column_letters(column)) in words or sheet.at(row, column) is not None
    ]


def columns_of(proposal: Proposal, sheet_name: str) -> list[ColumnSeen]:
    """The columns of a sheet that was read, or that was left out because its header is unknown. [] for no such sheet."""
    sheet, read = _raw(proposal, sheet_name), _read(proposal, sheet_name)
    if sheet is None:
        return []
    used = {letters: name for columns in (read.columns.values() if read else ()) for name, letters in columns.items()}
    words = _words(sheet, read)
    below = _rows_below(sheet, read)
    seen = []
    for column in range(1, sheet.width + 1):
        letters = column_letters(column)
        refused = letters in read.refused if read else is_resident_column(header_key(words.get(letters, "")))
        texts = (visible_text(sheet.at(row, column)) for row in below)
        examples = () if refused else tuple(dict.fromkeys(text for text in texts if text))[:_EXAMPLES]
        if letters in words or examples or refused:
            told = bool(read and letters in read.told)
            guess = WHY[read.guessed[letters]] if read and letters in read.guessed else ""
            seen.append(ColumnSeen(letters, words.get(letters, ""), examples, used.get(letters), refused, told, guess))
    return seen


def guessed(proposal: Proposal) -> str:
    """The first sheet whose columns are guessed and nobody has looked at, "" for none."""
    return next((sheet.name for sheet in proposal.sheets if sheet.guessed), "")


def mappable(proposal: Proposal) -> list[SheetSkipped]:
    """The sheets left out because no header is known, whose columns a person could tell."""
    return [sheet for sheet in proposal.sheets_skipped if sheet.shape and sheet.why == "no_header"]


def shown_text(cell: Cell) -> str:
    """A cell as the sheet shows it: a long number that has lost its last digits in its short form, 3.71602E+17."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= LOST_FROM:
        return f"{cell:.5E}"
    return visible_text(cell)


def _raw(proposal: Proposal, name: str) -> RawSheet | None:
    return next((sheet for sheet in proposal.basis.book.sheets if sheet.name == name), None)


def _read(proposal: Proposal, name: str) -> SheetRead | None:
    return next((sheet for sheet in proposal.sheets if sheet.name == name), None)


def _header_rows(sheet: RawSheet, read: SheetRead | None) -> tuple[int, ...]:
    return read.header_rows if read else words_over_table(sheet)


def _words(sheet: RawSheet, read: SheetRead | None) -> dict[str, str]:
    """Header words by column letters, as they stand in the file."""
    found: dict[str, str] = {}
    for row in _header_rows(sheet, read):
        for column, cell in enumerate(sheet.rows.get(row, ()), 1):
            text = " ".join(visible_text(cell).split())
            if text:
                letters = column_letters(column)
                found[letters] = f"{found[letters]} {text}" if letters in found else text
    return found


def _rows_below(sheet: RawSheet, read: SheetRead | None) -> Iterable[int]:
    last = max(_header_rows(sheet, read), default=0)
    return [row for row in sorted(sheet.rows) if row > last][:40]
