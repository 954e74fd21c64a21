"""What the cells of one person row say: a value for each field, with a code for everything remarkable (DATA 6).

`reasons` hold the row back; `warnings` are shown and the row may be written. Nothing is guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from station_desk.domain import intake_words as words
from station_desk.domain.dates import first_day, full_years, is_date, last_day, same_date
from station_desk.domain.guard import residents_data
from station_desk.domain.idno import IdReading, normal_id, read_id
from station_desk.domain.intake_cells import Cell, visible_text
from station_desk.domain.intake_dates import DateReading, read_date, read_span
from station_desk.domain.intake_sheet import SourceRow
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.names import read_name
from station_desk.domain.phones import read_phones
from station_desk.domain.records import Village

LOST_FROM = 1e15
"""A number of 16 and more digits has lost its last ones: a sheet keeps 15."""
ID_LENGTH = 18
MASK = "**"
"""Two stars and more in a number: our own export has masked it."""
YOUNGEST = 14
"""Two digits of a birth year mean the last century unless the person would be at least so old in this one."""

_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d{1,2}")
_ID_IN_TEXT = re.compile(r"(?<!\d)\d{17}[\dX](?!\d)")
_SEX = re.compile(r"[男女]")
_FIRST_NUMBER = re.compile(r"\d+")
_RECORD_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Rules:
    """What the office's pack and the clerk say about an import. Ages are (least, most), either may be None.

    `station` is our own name: of a file of several stations only our rows are taken (DOMAIN I43).
    `stores_political`: the pack states a purpose for the political status. `regions`: known codes of ID numbers.
    """

    as_of: date
    township: str | None = None
    age: tuple[int | None, int | None] | None = None
    age_veteran: tuple[int | None, int | None] | None = None
    stores_political: bool = False
    regions: frozenset[str] | None = None
    station: str = ""


@dataclass(frozen=True)
class PersonValues:
    """The values of one row. Dates are ISO text at the stated precision; None is "not given".

    `masked` are cells that hold a number masked by our own export: they mean "as it is". `record_id` and `exported` are
    what our own export wrote into its hidden columns.
    """

    name: str = ""
    sex: str | None = None
    id_no: str | None = None
    birth: str | None = None
    phone: str | None = None
    phone2: str | None = None
    education: str | None = None
    political: str | None = None
    post: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    number: str | None = None
    bank_card: str | None = None
    area: str | None = None
    officer: str | None = None
    room: str | None = None
    villages: tuple[Village, ...] = ()
    village_text: str | None = None
    township_code: str | None = None
    record_id: str | None = None
    exported: int | None = None
    masked: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Notes:
    """The codes gathered while a row is read, each once, in order, and the cells that they speak of."""

    warnings: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    cells: dict[str, tuple[str, ...]] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def warn(self, cell: str, *codes: str) -> None:
        for code in codes:
            self._note(cell, code)
            if code not in self.warnings:
                self.warnings.append(code)

    def hold(self, cell: str, code: str) -> None:
        self._note(cell, code)
        if code not in self.reasons:
            self.reasons.append(code)

    def mark(self, cell: str, code: str) -> None:
        """A code of the cell only: DATA 6 names no warning of the row for it."""
        self._note(cell, code)

    def choose(self, cell: str, texts: tuple[str, ...]) -> None:
        if texts:
            self.choices[cell] = texts

    def _note(self, cell: str, code: str) -> None:
        if cell:
            self.cells[cell] = (*self.cells.get(cell, ()), code)


@dataclass(frozen=True, slots=True)
class RowReading:
    """A row read by itself, before it is compared with others.

    `cells` are the codes by the field whose cell they speak of; `choices` what an ambiguous cell may mean, by field, each
    as a text that `recheck` takes.
    """

    values: PersonValues
    warnings: tuple[str, ...]
    reasons: tuple[str, ...]
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_row(source: SourceRow, finder: VillageFinder, rules: Rules) -> RowReading:
    """Every cell of one row, on its own."""
    cells, notes = source.cells, _Notes()
    masked: dict[str, str] = {}
    if not words.ERRORS.isdisjoint(cells.values()):
        for name in [name for name, cell in cells.items() if cell in words.ERRORS]:
            notes.mark(name, "cell_error")
    named = read_name("" if cells.get("name") in words.ERRORS else visible_text(cells.get("name")))
    notes.warn("name", *named.warnings)
    if not words.stated(named.name):
        notes.hold("name", "name_missing")
    number = _id_no(cells.get("id_no"), rules, notes, masked)
    birth = _birth(cells, number, rules, notes)
    phones = _phones(cells, notes, masked)
    start, end = _span(cells, rules, notes)
    villages, township = _villages(source, finder, rules, notes)
    values = PersonValues(
        name=named.name,
        sex=_sex(cells, named.sex, number, notes),
        id_no=number.id_no,
        birth=birth,
        phone=phones[0],
        phone2=phones[1],
        education=_education(cells, notes),
        political=words.political(words.stated(cells.get("political"))),
        post=_free(cells, "post", notes),
        start_date=start,
        end_date=end,
        number=_free(cells, "number", notes),
        bank_card=_bank_card(cells.get("bank_card"), notes, masked),
        area=_free(cells, "area", notes),
        officer=_free(cells, "officer", notes),
        room=_free(cells, "room", notes),
        villages=villages,
        village_text=visible_text(cells.get("village")) or None,
        township_code=township,
        record_id=_record_id(cells.get("record_id")),
        exported=read_moment(cells.get("exported")),
        masked=masked,
    )
    _age(values, cells, rules, notes)
    remark = visible_text(cells.get("remark"))
    if remark and (words.needs_review(remark) or _names_others(remark, number.id_no)):
        notes.warn("remark", "remark_review")
    if source.hidden:
        notes.warn("", "row_hidden")
    return RowReading(values, tuple(notes.warnings), tuple(notes.reasons), notes.cells, notes.choices)


def _id_no(cell: Cell, rules: Rules, notes: _Notes, masked: dict[str, str]) -> IdReading:
    """The ID number. A number of 16 and more digits, or one in E+ form, is lost, whatever its check digit says."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= LOST_FROM:
        notes.hold("id_no", "id_lost_precision")
        digits = str(int(cell))
        born = f"{digits[6:10]}-{digits[10:12]}-{digits[12:14]}"
        is_whole = len(digits) == ID_LENGTH and is_date(born)
        return IdReading(None, born if is_whole else None, problem="id_lost_precision")
    text = normal_id(words.stated(cell))
    if _SCIENTIFIC.fullmatch(text):
        notes.hold("id_no", "id_lost_precision")
        return IdReading(None, problem="id_lost_precision")
    if MASK in text:
        masked["id_no"] = text
        return IdReading(None)
    reading = read_id(text, rules.regions, rules.as_of)
    notes.warn("id_no", *reading.warnings)
    if reading.problem:
        notes.hold("id_no", reading.problem)
    return reading


def _birth(cells: Mapping[str, Cell], number: IdReading, rules: Rules, notes: _Notes) -> str | None:
    """The day of birth from a valid ID; the column is only compared. Of a number that lost its last digits the day is
    still whole. Without an ID: the column.
    """
    cell = cells.get("birth")
    column = read_date(words.stated_date(cell), rules.as_of.year - YOUNGEST)
    if number.birth and (number.id_no or number.problem == "id_lost_precision"):
        if number.id_no and not _agrees(cell, column, number.birth):
            notes.warn("birth", "birth_mismatch")
        return number.birth
    if column.problem:
        notes.warn("birth", column.problem)
        notes.choose("birth", column.choices)
    return column.value


def _agrees(cell: Cell, column: DateReading, birth: str) -> bool:
    """Whether a birth column says what the ID says, as far as it says anything. The first of a month may be a month."""
    if column.choices:
        return birth[:7] in column.choices
    if not column.value:
        return True
    said = column.value
    if len(said) == 10 and said.endswith("-01") and isinstance(cell, date | int | float):
        return said == birth or said[:7] == birth[:7]
    return same_date(said, birth)


def _sex(cells: Mapping[str, Cell], in_name: str, number: IdReading, notes: _Notes) -> str | None:
    found = _SEX.search(visible_text(cells.get("sex")))
    if number.id_no:
        if found and found[0] != number.sex:
            notes.warn("sex", "sex_mismatch")
        return number.sex
    return found[0] if found else in_name or None


def _phones(cells: Mapping[str, Cell], notes: _Notes, masked: dict[str, str]) -> tuple[str | None, str | None]:
    numbers: list[str | None] = []
    for name in ("phone", "phone2"):
        if cells.get(name) is None:
            continue
        text = words.stated(cells[name])
        if MASK in text:
            masked[name] = text
            continue
        if _SCIENTIFIC.fullmatch(normal_id(text)):
            whole = _written_out(normal_id(text))
            if whole is None:
                notes.warn(name, "phone_lost_precision")
                continue
            text = whole
        reading = read_phones(text)
        notes.warn(name, *reading.warnings)
        numbers += [number for number in (reading.phone, reading.phone2) if number]
    distinct = [*dict.fromkeys(numbers), None, None]
    if "phone" in masked:
        return None, distinct[0]
    return distinct[0], distinct[1]


def _written_out(text: str) -> str | None:
    """The digits of a number in E+ form; None where it does not say all of them (1.38E+10)."""
    said, _, power = text.upper().partition("E")
    digits = said.replace(".", "")
    return digits if len(digits) == int(power) + 1 else None


@lru_cache(maxsize=4096)
def _is_of_residents(text: str) -> bool:
    return bool(residents_data(text))


def _free(cells: Mapping[str, Cell], name: str, notes: _Notes) -> str | None:
    """Words of a cell as they are; residents' data among them is not taken (DOMAIN 1.9)."""
    text = words.stated(cells.get(name))
    if text and _is_of_residents(text):
        notes.warn(name, "words_residents")
        return None
    return text or None


def _education(cells: Mapping[str, Cell], notes: _Notes) -> str | None:
    text = words.stated(cells.get("education"))
    found = words.education(text)
    if text and not found:
        notes.warn("education", "education_unknown")
    return found


def _span(cells: Mapping[str, Cell], rules: Rules, notes: _Notes) -> tuple[str | None, str | None]:
    """Start and end of the term: from their own columns, or from one column that says both."""
    latest = rules.as_of.year + 20
    start_cell, end_cell = words.stated_date(cells.get("start_date")), words.stated_date(cells.get("end_date"))
    start, end = read_span(start_cell if start_cell is not None else words.stated_date(cells.get("term")), latest)
    if start.problem:
        notes.warn("start_date" if start_cell is not None else "term", start.problem)
        notes.choose("start_date", start.choices)
    if end_cell is not None:
        end = read_date(end_cell, latest)
    if end.problem:
        notes.mark("end_date" if end_cell is not None else "term", end.problem)
    return start.value, end.value


def _villages(
    source: SourceRow, finder: VillageFinder, rules: Rules, notes: _Notes
) -> tuple[tuple[Village, ...], str | None]:
    """The villages of the row and the code of its township: the cell's, else the sheet's, else the one asked for."""
    if any(source.cells.get(name) in words.ERRORS for name in ("village", "township")):
        notes.warn("village", "village_unmatched")
        return (), None
    text = words.stated(source.cells.get("village"))
    said = words.stated(source.cells.get("township"))
    if not text:
        stated = finder.townships_named(said) if said else tuple(filter(None, (source.township or rules.township,)))
        return (), stated[0] if len(stated) == 1 else None
    named = finder.townships_named(said) if said else ()
    in_text = None if named else finder.township_in(text)
    if len(named) > 1 and source.county_code:
        named = tuple(code for code in named if code.startswith(source.county_code)) or named
    if said and not named and in_text is None:
        notes.warn("village", "village_unmatched")
        return (), None
    if len(named) > 1:
        match, township = finder.match_in(text, named), None
    else:
        township = named[0] if named else in_text or source.township or rules.township
        match = finder.match(text, township)
    if match.outcome == "found":
        return match.villages, match.villages[0].township_code or township
    notes.warn("village", "village_unmatched" if match.outcome == "unmatched" else "village_ambiguous")
    notes.choose("village", tuple(village.code for village in match.villages))
    return (), township


def _bank_card(cell: Cell, notes: _Notes, masked: dict[str, str]) -> str | None:
    """The card number: digits only. A number of 16 and more digits is lost; a Luhn sum that fails is a warning."""
    if cell is None:
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= LOST_FROM:
        notes.warn("bank_card", "card_lost_precision")
        return None
    text = normal_id(words.stated(cell))
    if _SCIENTIFIC.fullmatch(text):
        notes.warn("bank_card", "card_lost_precision")
        return None
    if MASK in text:
        masked["bank_card"] = text
        return None
    digits = re.sub(r"\D", "", text)
    if not digits:
        return None
    if not _luhn(digits):
        notes.warn("bank_card", "card_check_failed")
    return digits


def _luhn(digits: str) -> bool:
    """The check sum of card numbers (ISO/IEC 7812)."""
    doubled = (int(d) * 2 if place % 2 else int(d) for place, d in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def _names_others(remark: str, id_no: str | None) -> bool:
    """Whether a remark holds the ID number of somebody else (DOMAIN I48)."""
    return any(found != id_no and read_id(found).id_no for found in _ID_IN_TEXT.findall(remark.upper()))


def _record_id(cell: Cell) -> str | None:
    text = visible_text(cell)
    return text if _RECORD_ID.fullmatch(text) else None


def read_moment(cell: Cell) -> int | None:
    """The moment of our journal at which a copy of the roster was exported, ms since 1970."""
    text = visible_text(cell)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


def _age(values: PersonValues, cells: Mapping[str, Cell], rules: Rules, notes: _Notes) -> None:
    """Age on the day: against the age column, and against the limits; the veterans' limits where a tick says so."""
    if not values.birth or not is_date(values.birth):
        return
    oldest = full_years(first_day(values.birth), rules.as_of)
    youngest = full_years(last_day(values.birth), rules.as_of)
    stated = _FIRST_NUMBER.match(words.stated(cells.get("age")))
    if stated and not youngest <= int(stated[0]) <= oldest:
        notes.warn("age", "age_mismatch")
    is_veteran = words.says_yes(cells.get("veteran"))
    limits = rules.age_veteran if is_veteran and rules.age_veteran else rules.age
    if limits is None:
        return
    least, most = limits
    if (least is not None and oldest < least) or (most is not None and youngest > most):
        notes.warn("birth", "age_limit")
