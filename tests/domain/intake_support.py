"""Sheets as literal lists, villages of an invented township, and ID numbers with right check digits."""

from collections.abc import Mapping, Sequence
from datetime import date

from station_desk.domain import intake
from station_desk.domain.idno import check_digit
from station_desk.domain.intake import Basis, Proposal, ProposedRow
from station_desk.domain.intake_cells import Cell, RawBook, RawSheet
from station_desk.domain.intake_header import Maps
from station_desk.domain.intake_match import Known
from station_desk.domain.intake_merge import Then
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.records import Village

TODAY = date(2026, 11, 22)
TOWNSHIP = "371602009"
HEADER = ["序号", "姓名", "性别", "身份证号", "联系电话", "所在村", "文化程度", "政治面貌", "职务", "任职时间"]


def village(number: int, name: str, township: str = "梁才街道办事处", code: str = TOWNSHIP) -> Village:
    return Village(TOWNSHIP + "000", f"{number:032x}", f"{code}{number:03d}", name, "村", code, township)


VILLAGES = (
    village(1, "宋黑村委会"),
    village(2, "前进居委会"),
    village(3, "东孙村委会"),
    village(4, "逍遥村村委会"),
    village(5, "逍遥社区居委会"),
    village(6, "宋黑村委会", "杨柳雪镇", "371602106"),
)


def id_no(born: str = "19850312", serial: int = 997, region: str = "371602") -> str:
    """An ID number that no one has: serials from 996 are set aside. Odd serials are men."""
    first = f"{region}{born}{serial}"
    return first + check_digit(first)


def sheet(rows: Sequence[Sequence[Cell]], name: str = "花名册", **facts: object) -> RawSheet:
    """Rows from row 1 on; blank rows and empty tails are left out as the reader leaves them out."""
    kept = {}
    for number, cells in enumerate(rows, 1):
        line = list(cells)
        while line and line[-1] is None:
            line.pop()
        if line:
            kept[number] = tuple(line)
    return RawSheet(name, kept, **facts)  # type: ignore[arg-type]


def person(name: str = "王建国", number: Cell = None, **cells: Cell) -> list[Cell]:
    """A row under `HEADER`."""
    known: dict[str, Cell] = {
        "serial": "1",
        "sex": None,
        "phone": None,
        "village": "宋黑村",
        "education": None,
        "political": None,
        "post": None,
        "start": None,
        **cells,
    }
    return [
        known["serial"],
        name,
        known["sex"],
        number,
        known["phone"],
        known["village"],
        known["education"],
        known["political"],
        known["post"],
        known["start"],
    ]


def propose(
    *sheets: RawSheet,
    known: Sequence[Known] = (),
    villages: Sequence[Village] = VILLAGES[:5],
    chosen: str | None = None,
    own: frozenset[str] = frozenset(),
    maps: Maps | None = None,
    then: Mapping[int, Then] | None = None,
    **rules: object,
) -> Proposal:
    finder, book = VillageFinder(villages), RawBook("xlsx", sheets)
    layout = read_layout(book, finder, chosen, maps)
    basis = Basis(layout, finder, Rules(TODAY, **rules), known, own, then or {}, book, chosen, maps or {})  # type: ignore[arg-type]
    return intake.propose("花名册.xlsx", basis)


def only_row(*cells: list[Cell], header: Sequence[Cell] = HEADER, **rules: object) -> ProposedRow:
    """The one person row of a sheet with a header and these rows."""
    (row,) = propose(sheet([header, *cells]), **rules).rows  # type: ignore[arg-type]
    return row


def row_of(header: list[Cell], cells: list[Cell], **rules: object) -> ProposedRow:
    """The one person row under a header."""
    return only_row(cells, header=header, **rules)


def codes(row: ProposedRow) -> list[str]:
    """The codes of the villages of a row."""
    return [v.code for v in row.values.villages]
