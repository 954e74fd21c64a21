"""The header of a foreign table: where it stands, in one row or two, and which column of it means what.

Two record blocks may stand side by side under one header row; each is a block of its own (DATA 6, layout).
"""

import hashlib
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field

from station_desk.domain.intake_cells import Cell, RawSheet, column_letters, column_number, visible_text
from station_desk.domain.intake_columns import field_of, header_key, is_resident_column, known_header, names_others
from station_desk.domain.intake_guess import is_name

LONGEST_HEADER = 40
LONGEST_SUBHEADER = 10
_SAYS_MORE = re.compile(r"[:：]|\d{4}|年.*月|^注|^说明|盖章")
_SEVERAL = 3
_FEW_DIGITS = 4
_TITLES = re.compile(r"名|员|人|助|警")
"""Words over a column of names that may begin like a name: 安保人员."""
_HINTS = re.compile(r"姓\s*名|名\s*字|助\s*理|辅\s*警|村\s*警|人选|候选人|受聘人|聘人员|名称|名单")
_SHARED = ("county", "township", "station", "village")
"""What a later block takes from the first one where it has no column of its own: two assistants of one village."""
_HIDDEN_OK = frozenset({"record_id", "exported"})
_ONE_KIND = {"name": "name", "phone": "phone", "phone2": "phone"}
"""What is said of an officer too."""
_OWN = frozenset({"sex", "id_no", "birth", "age", "education", "political", "post", "bank_card"})
"""What is said of the person of a row only."""


Columns = Mapping[str, str | None]
"""What a person said of columns: {letters: field}; None says that the column is not used."""
Maps = Mapping[str, Columns]
"""What was said of columns for each shape of sheet."""


@dataclass(frozen=True)
class Block:
    """One record block: its letter (L, R, then 3, 4; "" when it stands alone), its columns and what each means."""

    letter: str
    first: int
    last: int
    columns: Mapping[str, int]

    def column(self, name: str) -> int | None:
        return self.columns.get(name)


@dataclass(frozen=True)
class Header:
    """A header: its rows, its blocks, columns that mean nothing here and columns that are refused, with their words."""

    rows: tuple[int, ...]
    blocks: tuple[Block, ...]
    keys: Mapping[int, str] = field(default_factory=dict)
    unused: Mapping[int, str] = field(default_factory=dict)
    refused: Mapping[int, str] = field(default_factory=dict)

    @property
    def shape(self) -> str:
        """What sheets with the same words over the same columns have in common."""
        return shape_of(self.keys)


def shape_of(keys: Mapping[int, str]) -> str:
    """The shape of a header, {column: key}: a short digest, "" where there are no words."""
    if not keys:
        return ""
    words = "\n".join(f"{column_letters(column)}={key}" for column, key in sorted(keys.items()))
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def remapped(sheet: RawSheet, header: Header, columns: Columns) -> Header:
    """The header with some columns told otherwise by a person. A column about residents stays refused."""
    return _header(sheet, header.rows, header.keys, columns) or header


def header_by_hand(sheet: RawSheet, columns: Columns) -> Header | None:
    """The header of a sheet whose words say nothing to us, as a person told its columns; None where no name is among
    them. Its row is the first that says something under two of them, unless that row already speaks of somebody.
    """
    if "name" not in columns.values():
        return None
    told = {column_number(letters): name for letters, name in columns.items() if name}
    row = next((r for r in sorted(sheet.rows) if sum(bool(visible_text(sheet.at(r, c))) for c in told) > 1), 0)
    if not row or any(_speaks_of_somebody(sheet.at(row, column), name) for column, name in told.items()):
        return _header(sheet, (), {}, columns)
    return _header(sheet, (row,), header_keys(sheet, row), columns)


def _speaks_of_somebody(cell: Cell, name: str) -> bool:
    """Whether a cell under a told column is a value: a number, a sex, a word that no header has and a name may be."""
    text = visible_text(cell)
    if name == "name":
        return is_name(text) and not known_header(header_key(text)) and not _TITLES.search(text)
    return text in {"男", "女"} or sum(letter.isdigit() for letter in text) > _FEW_DIGITS


def words_over_table(sheet: RawSheet) -> tuple[int, ...]:
    """The row that may hold the words of an unknown header: the first with three texts or more and without numbers."""
    for row in sorted(sheet.rows):
        texts = [text for cell in sheet.rows[row] if (text := visible_text(cell))]
        if any(sum(letter.isdigit() for letter in text) > _FEW_DIGITS for text in texts):
            return ()
        if len(texts) >= _SEVERAL:
            return (row,)
    return ()


def find_header(sheet: RawSheet, row: int, hinted: Container[int] | None = None) -> Header | None:
    """The header that begins at `row`, or None. It names people and at least one thing more about them.

    Three rows at most: headings of groups, the words themselves, and a second line under some of them. `hinted` are the
    rows of `hinted_rows`, where many rows are asked.
    """
    hinted = hinted_rows(sheet, (row, row + 1)) if hinted is None else hinted
    if row not in hinted and row + 1 not in hinted:
        return None
    top = header_keys(sheet, row)
    if any(field_of(key) == "name" for key in top.values()):
        below = _second_row(sheet, row, top)
        return _header(sheet, (row, row + 1) if below else (row,), joined_keys(top, below) if below else top)
    under = header_keys(sheet, row + 1)
    if not any(field_of(key) == "name" for key in under.values()) or not _groups(sheet, row, under):
        return None
    below = _second_row(sheet, row + 1, under)
    joined = joined_keys(under, below) if below else under
    return _header(sheet, (row, row + 1, row + 2) if below else (row, row + 1), joined_keys(top, joined))


def hinted_rows(sheet: RawSheet, rows: Iterable[int] | None = None) -> frozenset[int]:
    """The rows (default: all) some short text of which speaks of names or of assistants: a quick look before others."""
    return frozenset(
        row
        for row in (sheet.rows if rows is None else rows)
        if _HINTS.search(
            "\0".join([c for c in sheet.rows.get(row, ()) if isinstance(c, str) and len(c) <= LONGEST_HEADER])
        )
    )


def header_keys(sheet: RawSheet, row: int) -> dict[int, str]:
    """The header keys of a row; a cell merged sideways speaks for all its columns."""
    found = {
        column: header_key(cell)
        for column, cell in enumerate(sheet.rows.get(row, ()), 1)
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADER and visible_text(cell)
    }
    for _, left, _, right in sheet.merges_at.get(row, ()):
        if left < right and left in found:
            found.update(dict.fromkeys(range(left, min(right, sheet.width) + 1), found[left]))
    return found


def _groups(sheet: RawSheet, row: int, under: Mapping[int, str]) -> bool:
    """Whether a row holds headings of groups: short words, some of them merged sideways over words, none over the whole
    table. What a form says of itself (填报单位：…, 2026年11月) is no heading.
    """
    cells = [visible_text(cell) for cell in sheet.rows.get(row, ()) if visible_text(cell)]
    if any(len(text) > LONGEST_SUBHEADER or _SAYS_MORE.search(text) for text in cells):
        return False
    spans = [(left, right) for _, left, _, right in sheet.merges_at.get(row, ()) if right > left]
    over_words = any(sum(left <= column <= right for column in under) > 1 for left, right in spans)
    return over_words and len(cells) > 1 and max(right - left + 1 for left, right in spans) < sheet.width - 1


def _second_row(sheet: RawSheet, row: int, top: Mapping[int, str]) -> dict[int, str]:
    """The keys of a second header row under `row`, {} where the next row is not one."""
    below = header_keys(sheet, row + 1)
    cells = sheet.rows.get(row + 1, ())
    names = [column for column, key in top.items() if field_of(key) == "name"]
    if not below or any(_own_text(sheet, row, column) for column in names):
        return {}
    if any(not isinstance(cell, str) for cell in cells if cell is not None):
        return {}
    if any(len(key) > LONGEST_SUBHEADER or any(c.isdigit() for c in key) for key in below.values()):
        return {}
    known = sum(bool(field_of(top.get(column, "") + key) or known_header(key)) for column, key in below.items())
    return below if known * 2 >= len(below) else {}


def _own_text(sheet: RawSheet, row: int, column: int) -> str:
    """What the next row says under a name, "" where it goes on with the same word or with another word of a header."""
    text = visible_text(sheet.at(row + 1, column))
    return "" if header_key(text) == header_key(sheet.at(row, column)) or known_header(header_key(text)) else text


def joined_keys(
    top: Mapping[int, str], below: Mapping[int, str], meaning: Callable[[str], str | None] = field_of
) -> dict[int, str]:
    """One key a column: both rows together where that means something, else the lower, else the upper. Under somebody
    who is no assistant (责任民警 over 姓名 and 电话) it is both rows together, whatever that means.
    """
    joined = {}
    for column in sorted({*top, *below}):
        upper, lower = top.get(column, ""), below.get(column, "")
        if upper != lower and names_others(upper):
            joined[column] = upper + lower
        else:
            joined[column] = next((key for key in (upper + lower, lower, upper) if meaning(key)), lower or upper)
    return joined


def _header(
    sheet: RawSheet, rows: tuple[int, ...], keys: Mapping[int, str], told: Columns | None = None
) -> Header | None:
    refused = {column: key for column, key in keys.items() if is_resident_column(key)}
    meanings: dict[int, str] = {
        column: meaning
        for column, key in sorted(keys.items())
        if (meaning := field_of(key))
        and column not in refused
        and (column not in sheet.hidden_columns or meaning in _HIDDEN_OK)
    }
    for letters, meaning in (told or {}).items():
        column = column_number(letters)
        meanings.pop(column, None)
        if meaning is not None and column not in refused:
            meanings[column] = meaning
    meanings = dict(sorted(_officers_apart(sheet, rows, keys, meanings, told or {}).items()))
    spans = _spans(meanings, max([sheet.width, *keys]), keys)
    blocks = tuple(
        Block(_letter(number, len(spans)), first, last, _columns(meanings, first, last))
        for number, (first, last) in enumerate(spans)
    )
    shared = {name: blocks[0].columns[name] for name in _SHARED if name in blocks[0].columns} if blocks else {}
    blocks = tuple(Block(b.letter, b.first, b.last, {**shared, **b.columns}) for b in blocks)
    if not blocks or any(len(block.columns) < 2 for block in blocks):
        return None
    mapped = {column for block in blocks for column in block.columns.values()}
    unused = {c: key for c, key in keys.items() if c not in mapped and c not in refused}
    return Header(rows, blocks, keys, unused, refused)


def _officers_apart(
    sheet: RawSheet, rows: tuple[int, ...], keys: Mapping[int, str], meanings: Mapping[int, str], told: Columns
) -> dict[int, str]:
    """What a flat header means behind a word for the officer: 姓名 电话 包村民警 姓名 电话.

    A name right behind it is the officer's where nobody is named under the word itself, which is then a heading only; a
    telephone right behind it is the officer's where the assistant has one before. What a person said of a column stands.
    """
    found = dict(meanings)
    said = {column_number(letters) for letters in told}
    for at in [column for column, meaning in meanings.items() if meaning == "officer" and column not in said]:
        theirs = _behind(keys, meanings, at)
        if "name" not in map(meanings.get, theirs):
            theirs = [column for column in theirs if meanings[column] == "phone"]  # 备用电话 alone is the assistant's
        kinds = {_ONE_KIND.get(meanings[column]) for column in theirs}
        before = {_ONE_KIND.get(meaning) for column, meaning in meanings.items() if column < at}
        if said.intersection(theirs) or not kinds <= before:
            continue
        if "name" in kinds and _names_under(sheet, rows, at):
            continue
        for column in theirs:
            del found[column]
        if "name" in kinds:
            del found[at]
            found[next(column for column in theirs if meanings[column] == "name")] = "officer"
    return found


def _behind(keys: Mapping[int, str], meanings: Mapping[int, str], at: int) -> list[int]:
    """The columns behind `at` that say a name and telephones, each once, with words that mean nothing here among them; []
    where they go on with what only the person of a row has.
    """
    theirs: list[int] = []
    while (at := at + 1) in keys:
        meaning = meanings.get(at)
        if meaning in _OWN:
            return []
        if meaning is not None and (meaning not in _ONE_KIND or meaning in map(meanings.get, theirs)):
            break
        theirs += [at] if meaning else []
    return theirs


def _names_under(sheet: RawSheet, rows: tuple[int, ...], column: int) -> bool:
    """Whether anybody is named in a column below the header."""
    below = (row for row in sorted(sheet.rows) if row > max(rows, default=0))
    return any(_speaks_of_somebody(sheet.at(row, column), "name") for row in below)


def _letter(number: int, count: int) -> str:
    if count == 1:
        return ""
    return "LR"[number] if number < 2 else str(number + 1)


def _spans(meanings: Mapping[int, str], width: int, keys: Mapping[int, str]) -> list[tuple[int, int]]:
    """First and last column of each block. A block begins behind an empty column, or with the serial number, or where
    what stood before the first name comes again, or what the block before has already said and this one does not say.
    """
    names = [column for column, meaning in meanings.items() if meaning == "name"]
    if not names:
        return []
    before = {meaning for column, meaning in meanings.items() if column < names[0]} | {"serial"}
    starts = [1]
    for number, name in enumerate(names[1:], 1):
        last = names[number - 1]
        end = names[number + 1] if number + 1 < len(names) else width + 1
        said = [meanings[c] for c in meanings if starts[-1] <= c < name]
        own = {meanings[c] for c in meanings if name < c < end}
        gap = next((c for c in range(name - 1, last, -1) if c not in keys), None)
        start = name
        for column in range(name - 1, gap or last, -1):
            meaning = meanings.get(column)
            again = meaning is not None and said.count(meaning) > 1 and meaning not in own
            if gap is None and meaning not in before and not again:
                break
            start = column
        starts.append(start)
    return list(zip(starts, [*(start - 1 for start in starts[1:]), width], strict=True))


def _columns(meanings: Mapping[int, str], first: int, last: int) -> dict[str, int]:
    """{field: column} of one block. The first column of a kind counts; a second telephone column is `phone2`."""
    columns: dict[str, int] = {}
    for column, meaning in meanings.items():
        if first <= column <= last:
            name = "phone2" if meaning == "phone" and "phone" in columns else meaning
            columns.setdefault(name, column)
    if "phone2" in columns and "phone" not in columns:
        columns["phone"] = columns.pop("phone2")
    return columns
