"""What a workbook of the month comes to: counts that can be taken, what is held back and what is known of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_words import ERRORS
from station_desk.domain.names import name_key
from station_desk.domain.records import Village

_MARKED = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]|[*＊★☆#△▲]+")
_INSTEAD = re.compile(r"代|替|帮")
_NEGATIVE = re.compile(r"[-－−—负]\s*\d")
_FRACTION = re.compile(r"\d*[.．]\d+")
_ZERO = frozenset({"零", "零报告", "〇"})


@dataclass(frozen=True, slots=True)
class GridPerson:
    """Somebody of the roster: the villages are those of all terms."""

    id: str
    name: str
    id_no: str | None
    villages: tuple[Village, ...]


@dataclass(frozen=True, slots=True)
class GridEntry:
    """A count that can be taken. `day` is None where only the month is known; `copied`: taken from the row above."""

    sheet: str
    row: int
    column: str
    person: GridPerson
    village: Village | None
    code: str
    month: str
    day: str | None
    count: int
    zero_report: bool = False
    copied: bool = False


@dataclass(frozen=True, slots=True)
class GridHeld:
    """What is held back: a cell, a whole row (`column` ""), or a whole column (`row` 0), with its reason.

    What is known of it, so that somebody can put it right: the name and village as they are written, the person ("" where
    it is not certain who), month and day, and the texts of its counts by code.
    """

    sheet: str
    row: int
    column: str
    text: str
    why: str
    name: str = ""
    village: str = ""
    person_id: str = ""
    month: str = ""
    day: str | None = None
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GridSkipped:
    """A row that is no person: title, header, blank, subtotal, note, sample, vacancy."""

    sheet: str
    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class GridEmpty:
    """A cell that says in words that nothing is there (无, —), which is no report."""

    sheet: str
    row: int
    column: str
    text: str

    @property
    def cell(self) -> str:
        """Its column with what stands in it: C 无."""
        return f"{self.column} {self.text}"


@dataclass
class GridRead:
    """What a book says of the month. `columns`: {sheet: {column letters: code, field or month}}; `hidden`: rows that the
    sheet hides and that were read all the same; `by_village`: sheets that name villages and no people."""

    entries: list[GridEntry] = field(default_factory=list)
    held: list[GridHeld] = field(default_factory=list)
    skipped: list[GridSkipped] = field(default_factory=list)
    empty: list[GridEmpty] = field(default_factory=list)
    hidden: list[GridSkipped] = field(default_factory=list)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    by_village: list[str] = field(default_factory=list)


def people_called(text: str, by_name: Mapping[str, Sequence[GridPerson]]) -> Sequence[GridPerson]:
    """Those whom a cell names: also with a note in brackets or a mark behind (张俊（病假）), or with their village before it
    (甲村张俊). Who stands in for somebody (张俊（代李四）) is not told.
    """
    if found := by_name.get(name_key(text), ()):
        return found
    bare = name_key(_MARKED.sub("", text))
    if _INSTEAD.search(text) or not bare:
        return ()
    return by_name.get(bare, ()) or [
        one
        for people in by_name.values()
        for one in people
        if bare in {name_key(village.name) + name_key(one.name) for village in one.villages}
    ]


def why_no_count(cell: Cell, text: str, copied: bool) -> str:
    """Why a cell is no count."""
    if text in ERRORS:
        return "cell_error"
    if copied:
        return "nothing_above"
    if _NEGATIVE.match(text):
        return "negative"
    return "not_whole" if isinstance(cell, float) or _FRACTION.fullmatch(text) else "not_a_number"


def is_zero_report(text: str) -> bool:
    """Whether a cell reports that nothing was done (零, 零报告), apart from a figure 0."""
    return text in _ZERO


def held_entry(one: GridEntry, why: str) -> GridHeld:
    """A count that could be read and is held back all the same."""
    village = one.village or (one.person.villages[0] if len(one.person.villages) == 1 else None)
    return GridHeld(
        sheet=one.sheet,
        row=one.row,
        column=one.column,
        text=str(one.count),
        why=why,
        name=one.person.name,
        village=village.name if village else "",
        person_id=one.person.id,
        month=one.month,
        day=one.day,
        cells=((one.code, str(one.count)),),
    )
