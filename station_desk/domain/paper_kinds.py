"""What a field of a form may hold, how it may be written, and what stands for it on a blank form.

Values are data, never evaluated. `BLANK` stands for a place that is filled in by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from station_desk.domain.charts import Chart


class Blank(Enum):
    """The value of a field on a blank form."""

    BLANK = ""


BLANK: Final = Blank.BLANK

Value = str | int | bytes | Chart | Blank | tuple[Mapping[str, "Value"], ...]
"""A text, a whole number, a picture (JPEG), a chart, a place to be filled in by hand, or the rows of a list."""

Scope = Mapping[str, Value]


class Kind(Enum):
    """What a field holds; it decides in which ways (`{{字段:写法}}`) it may be written."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    ROWS = "rows"
    PICTURE = "picture"
    CHART = "chart"


WAYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: (),
    Kind.NAME: ("隔开",),
    Kind.DATE: ("年月日", "年月", "汉字", "点", "横线"),
    Kind.NUMBER: (),
    Kind.MONEY: ("大写",),
    Kind.ROWS: (),
    Kind.PICTURE: (),
    Kind.CHART: (),
}
"""The ways of writing of each kind; without one a date is written 年月日, money (fen) in figures with two decimals."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, kind, how many full-width blanks stand for it on a blank form, and the fields of its rows.

    What is `optional` is empty on a blank form: nobody writes it by hand. What is `standing` is the same on every sheet:
    the words of the rubric.
    """

    name: str
    kind: Kind = Kind.TEXT
    blanks: int = 6
    rows: tuple["Field", ...] = ()
    optional: bool = False
    standing: bool = False
