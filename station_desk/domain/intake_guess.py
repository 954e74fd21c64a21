"""The columns of a sheet without a header we know, guessed from what stands in their cells (DATA 6, layout).

A guess is made only where most cells of a column speak for it, and only as a whole: names, and ID numbers, telephones or
villages beside them. It is shown with its reason and asked about; nothing of it is written before a person agrees.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from station_desk.domain import intake_words as words
from station_desk.domain.dates import first_day, full_years
from station_desk.domain.guard_words import DOUBLE_SURNAMES, LOOSE_SURNAMES, PLAIN_SURNAMES
from station_desk.domain.idno import normal_id, read_id
from station_desk.domain.intake_cells import Cell, RawSheet, is_blank
from station_desk.domain.intake_columns import header_key, is_resident_column, names_others
from station_desk.domain.intake_dates import read_date
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.names import HAN, MIDDLE_DOT, read_name
from station_desk.domain.phones import read_phones

_SAMPLE = 300
"""So many rows are looked at."""
_LEAST_ROWS = 2
_LONGEST_NAME, _LONGEST_WORD = 4, 8
_LONG_NUMBER = 1e15
_LATEST_BIRTH, _EARLIEST = 2012, 1930
_MINOR = 16
_WHOSE = frozenset({"id_no", "phone"})
"""What an officer or a relative has too."""
_RELATIONS = frozenset((
    "户主", "本人", "妻", "妻子", "丈夫", "之妻", "之夫", "长子", "次子", "三子", "长女", "次女", "三女", "儿子", "女儿", "之子",
    "之女", "父亲", "母亲", "儿媳", "女婿", "孙子", "孙女", "外孙", "外孙女", "配偶",
))  # fmt: skip
_POSTS = frozenset((
    "警务助理", "助理", "辅警", "驻村辅警", "村警", "网格员", "治保主任", "治安员", "村干部", "村主任", "村支书", "书记", "委员", "会计",
    "巡防队员",
))  # fmt: skip

WHY: Mapping[str, str] = {
    "id_no": "check_digits_fit",
    "phone": "mobile_numbers",
    "serial": "counts_up",
    "sex": "sex_words",
    "education": "education_words",
    "political": "political_words",
    "post": "post_words",
    "township": "known_townships",
    "village": "known_villages",
    "age": "ages_of_the_numbers",
    "birth": "days_of_birth",
    "start_date": "dates_of_terms",
    "end_date": "dates_of_terms",
    "name": "surnames",
}
"""Why a column is taken for a field, by field."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns of a sheet seem to be, {column: field}. `residents`: it seems to list residents, and is refused."""

    columns: Mapping[int, str] = field(default_factory=dict)
    residents: bool = False


NOTHING = Guess()
Texts = Mapping[int, str]
"""What a column says, {row: text}."""


def guess_columns(sheet: RawSheet, finder: VillageFinder) -> Guess:
    """The columns of a sheet by its cells; `NOTHING` where they do not say enough."""
    every = dict(_columns(sheet))
    births = _births(every)
    if _of_residents(every, births, finder):
        return Guess(residents=True)
    columns = {column: texts for column, texts in every.items() if not _of_others(texts)}
    found: dict[int, str] = {}
    for name, test in _tests(finder, births):
        free = [column for column, texts in columns.items() if column not in found and len(texts) > 1]
        passed = sorted((-share, column) for column in free if (share := test(columns[column])) > 0)
        if name in _WHOSE and len(passed) > 1:
            found |= {column: "" for _, column in passed}  # of several nobody knows which is the assistant's
        elif passed:
            found[passed[0][1]] = name
    found |= _dates(columns, found, births)
    if (person := _names(columns, found)) is not None:
        found[person] = "name"
    found = {column: name for column, name in sorted(found.items()) if name}
    fields = set(found.values())
    return Guess(found) if "name" in fields and fields & {"id_no", "phone", "village"} else NOTHING


def _columns(sheet: RawSheet) -> Iterator[tuple[int, Texts]]:
    """What the columns that are seen say in the first rows."""
    rows = [row for row in sorted(sheet.rows) if sum(not is_blank(cell) for cell in sheet.rows[row]) > 1][:_SAMPLE]
    for column in range(1, sheet.width + 1):
        if len(rows) >= _LEAST_ROWS and column not in sheet.hidden_columns:
            yield column, {row: text for row in rows if (text := _text(sheet.at(row, column)))}


def _of_others(texts: Texts) -> bool:
    """Whether the first word of a column says that it is about residents or somebody else."""
    first = header_key(next(iter(texts.values()), ""))
    return is_resident_column(first) or names_others(first)


def _text(cell: Cell) -> str:
    """What a cell says; a number that has lost its last digits still looks like an ID number."""
    if isinstance(cell, float) and cell >= _LONG_NUMBER:
        return str(int(cell))
    return words.stated(cell)


def _share(texts: Texts, test: Callable[[str], bool], least: float) -> float:
    """How much of a column passes a test, 0 where it is too little. The first cell may be a header."""
    passed = sum(map(test, texts.values()))
    share = passed / max(len(texts) - 1, 1)
    return min(share, 1.0) if passed >= _LEAST_ROWS - 1 and share >= least else 0.0


def _tests(finder: VillageFinder, births: Mapping[int, str]) -> Sequence[tuple[str, Callable[[Texts], float]]]:
    """How much a column looks like each field, the surest fields first."""
    return (
        ("id_no", lambda texts: _share(texts, _is_id, 0.6) if any(map(_is_good_id, texts.values())) else 0.0),
        ("phone", lambda texts: _share(texts, _is_mobile, 0.6)),
        ("serial", _serial),
        ("sex", lambda texts: _share(texts, lambda text: text in {"男", "女"}, 0.8)),
        ("education", lambda texts: _share(texts, _is_education, 0.7)),
        ("political", lambda texts: _share(texts, _is_political, 0.7)),
        ("post", lambda texts: _share(texts, lambda text: text in _POSTS, 0.7)),
        ("township", lambda texts: _share(texts, lambda text: bool(finder.townships_named(text)), 0.7)),
        ("village", lambda texts: _share(texts, lambda text: _is_village(text, finder), 0.5)),
        ("age", lambda texts: _age(texts, births, finder)),
    )


def _is_id(text: str) -> bool:
    plain = normal_id(text)
    return len(plain) in {15, 18} and plain[:-1].isascii() and plain[:-1].isdecimal()


def _is_good_id(text: str) -> bool:
    return _is_id(text) and read_id(text).id_no is not None


def _is_mobile(text: str) -> bool:
    phone = read_phones(text).phone
    return phone is not None and len(phone) == 11 and phone.startswith("1")


def _serial(texts: Texts) -> float:
    numbers = [int(text) for text in texts.values() if text.isascii() and text.isdecimal() and len(text) < 6]
    steps = sum(after - before == 1 for before, after in pairwise(numbers))
    return 1.0 if len(numbers) > 1 and numbers[0] <= 1 and steps >= 0.8 * (len(numbers) - 1) else 0.0


def _is_education(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and words.education(text) is not None and words.political(text) is None


def _is_political(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and words.political(text) is not None


def _is_village(text: str, finder: VillageFinder) -> bool:
    return not text[:1].isdecimal() and finder.match(text, None).outcome in {"found", "ambiguous"}


def _births(columns: Mapping[int, Texts]) -> dict[int, str]:
    """The days of birth by the ID numbers of the sheet, {row: ISO date}."""
    found: dict[int, str] = {}
    for texts in columns.values():
        for row, text in texts.items():
            if row not in found and _is_id(text) and (birth := read_id(text).birth):
                found[row] = birth
    return found


def _of_residents(columns: Mapping[int, Texts], births: Mapping[int, str], finder: VillageFinder) -> bool:
    """Whether a column tells who somebody is in the family, or many of the people are children."""
    if any(_share(texts, _RELATIONS.__contains__, 0.5) for texts in columns.values()):
        return True
    day = finder.day
    minors = sum(full_years(first_day(birth), day) < _MINOR for birth in births.values()) if day else 0
    return minors * 10 > len(births)


def _age(texts: Texts, births: Mapping[int, str], finder: VillageFinder) -> float:
    """Ages are believed only beside the ID numbers that they agree with, a year more or less."""
    if finder.day is None:
        return 0.0
    said = {row: int(text) for row, text in texts.items() if text.isascii() and text.isdecimal() and len(text) == 2}
    near = [
        abs(full_years(first_day(births[row]), finder.day) - age) <= 1 for row, age in said.items() if row in births
    ]
    return 1.0 if len(near) > 1 and sum(near) >= 0.7 * len(near) else 0.0


def _dates(columns: Mapping[int, Texts], taken: Mapping[int, str], births: Mapping[int, str]) -> dict[int, str]:
    """Birth (it says what the ID numbers say, or lies so long ago), start and end of the term, in that order."""
    later: list[tuple[float, int]] = []
    found: dict[int, str] = {}
    for column, texts in columns.items():
        days = {row: day for row, text in texts.items() if (day := _day(text))}
        if column in taken or len(days) < _LEAST_ROWS or len(days) < 0.6 * (len(texts) - 1):
            continue
        both = [births[row][:7] == day[:7] for row, day in days.items() if row in births]
        years = sorted(int(day[:4]) for day in days.values())
        is_birth = sum(both) >= 0.7 * len(both) if both else years[-1] <= _LATEST_BIRTH and years[0] < years[-1] - 5
        if is_birth and "birth" not in found.values():
            found[column] = "birth"
        elif not any(both):
            later.append((sum(years) / len(years), column))
    if len(later) <= len(_TERM):
        found |= {column: name for (_, column), name in zip(sorted(later), _TERM, strict=False)}
    return found


_TERM = ("start_date", "end_date")


def _day(text: str) -> str | None:
    """A date with its month, of somebody who may live."""
    if sum(map(str.isdecimal, text)) < len("1985") or _is_mobile(text) or _is_id(text):
        return None
    reading = read_date(text, _LATEST_BIRTH)
    day = reading.value or next(iter(reading.choices), "")
    return day if len(day) > len("1985") and int(day[:4]) >= _EARLIEST else None


def _names(columns: Mapping[int, Texts], taken: Mapping[int, str]) -> int | None:
    """The column of the names: most cells are names and most of them others. Of several nobody knows whose."""
    possible = [
        column
        for column, texts in columns.items()
        if column not in taken
        and _share(texts, is_name, 0.7)
        and len(set(texts.values())) >= max(_LEAST_ROWS, len(texts) // 2)
    ]
    return possible[0] if len(possible) == 1 else None


def is_name(text: str) -> bool:
    """Whether a text may be somebody's name: a surname and one to three characters more, or parts with a dot."""
    name = read_name(text).name
    if MIDDLE_DOT in name:
        return all(len(part) > 1 and all(map(HAN.match, part)) for part in name.split(MIDDLE_DOT))
    if not 1 < len(name) <= _LONGEST_NAME or not all(map(HAN.match, name)):
        return False
    if name.startswith(DOUBLE_SURNAMES):
        return True
    return len(name) < _LONGEST_NAME and (name[0] in PLAIN_SURNAMES or name[0] in LOOSE_SURNAMES)
