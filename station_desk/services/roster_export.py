"""The roster as a workbook: chosen columns, numbers masked unless they are asked for, and then the look is recorded.

The file can be given back to the importer: hidden columns hold the record ids and the moment of the copy, so that a copy
that was changed by hand is known again and merged with what changed here since; masked numbers mean "as it is" (DATA 6,
DOMAIN 6.3 I59).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from station_desk.domain.dates import age_on
from station_desk.domain.idno import mask_id
from station_desk.domain.intake_columns import MOMENT_HEADER, RECORD_ID_HEADER
from station_desk.domain.phones import mask_card, mask_phone
from station_desk.domain.records import OfficeKind, Person, Term, TermState, Village
from station_desk.domain.terms import counting_term
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table
from station_desk.store.asof import newest_clock
from station_desk.store.office import load_offices
from station_desk.store.people import load_people, load_terms
from station_desk.store.villages import load_villages

SHEET = "花名册"
STATES: Mapping[TermState, str] = {
    TermState.PENDING: "待聘",
    TermState.ACTIVE: "在聘",
    TermState.SUSPENDED: "暂停",
    TermState.EXITING: "离任中",
    TermState.EXITED: "已离任",
    TermState.EXPIRED: "聘期已满",
}
_Mask = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column to choose: its code, its Chinese header, and whether it is chosen when nobody chooses."""

    code: str
    header: str
    usual: bool = True
    width: float | None = None


COLUMNS: tuple[ExportColumn, ...] = (
    ExportColumn("serial", "序号", width=6),
    ExportColumn("station", "派出所", usual=False),
    ExportColumn("township", "乡镇"),
    ExportColumn("village_code", "村代码", usual=False, width=15),
    ExportColumn("village", "所在村"),
    ExportColumn("name", "姓名"),
    ExportColumn("sex", "性别", width=6),
    ExportColumn("id_no", "身份证号", width=21),
    ExportColumn("birth", "出生日期", width=12),
    ExportColumn("age", "年龄", width=6),
    ExportColumn("phone", "联系电话", width=15),
    ExportColumn("phone2", "备用电话", usual=False, width=15),
    ExportColumn("education", "文化程度"),
    ExportColumn("political", "政治面貌", usual=False),
    ExportColumn("post", "现任职务"),
    ExportColumn("status", "状态"),
    ExportColumn("start_date", "任职时间", width=12),
    ExportColumn("end_date", "聘期届满", width=12),
    ExportColumn("number", "聘书编号"),
    ExportColumn("officer", "责任民警"),
    ExportColumn("room", "警务室"),
    ExportColumn("area", "片区"),
    ExportColumn("bank_card", "银行卡号", usual=False, width=24),
)
"""What the column chooser offers, in the order of the sheet."""

_BY_CODE = {column.code: column for column in COLUMNS}
_MASKS: Mapping[str, _Mask] = {"id_no": mask_id, "phone": mask_phone, "phone2": mask_phone, "bank_card": mask_card}


@dataclass(frozen=True, slots=True)
class _Line:
    """One person with what belongs together."""

    person: Person
    term: Term | None
    villages: tuple[Village, ...]
    station: str

    @property
    def order(self) -> tuple[str, str, str]:
        return (self.villages[0].code if self.villages else "~", self.person.name, self.person.id)


def export_roster(
    desk: Desk,
    file: Path,
    columns: Sequence[str] | None = None,
    ids: Sequence[str] | None = None,
    reveal: bool = False,
) -> int:
    """Write the roster to `file` (xlsx) and say how many people it holds.

    `columns` are codes of `COLUMNS` (None: the usual ones), in the order wanted; `ids` the persons (None: everyone, by
    village code and name). With `reveal` ID numbers, phones and cards are whole, and the look is recorded first; the
    export is recorded in any case. Troubles export_column_unknown(column, columns), stick_full, stick_gone,
    stick_read_only, read_only.
    """
    chosen = _chosen(columns, desk.office.kind)
    day = desk.clock.today()
    lines, moment = _lines(desk, day)
    if ids is not None:
        by_id = {line.person.id: line for line in lines}
        lines = [by_id[one] for one in ids if one in by_id]
    data = write_table(_table(chosen, lines, day, reveal, moment))
    with desk.store.transaction():
        if reveal:
            desk.store.access(desk.account.id, "reveal", f"roster:{file.name}", str(len(lines)))
        desk.store.access(desk.account.id, "export", f"roster:{file.name}", ",".join(c.code for c in chosen))
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    return len(lines)


def _chosen(columns: Sequence[str] | None, kind: OfficeKind) -> list[ExportColumn]:
    if columns is None:
        of_county = {"station"} if kind is OfficeKind.COUNTY else set()
        return [column for column in COLUMNS if column.usual or column.code in of_county]
    for code in columns:
        if code not in _BY_CODE:
            raise Trouble("export_column_unknown", column=code, columns=list(_BY_CODE))
    return [_BY_CODE[code] for code in dict.fromkeys(columns)]


def _lines(desk: Desk, day: date) -> tuple[list[_Line], int]:
    """Everyone: of a station its own people, of a county those of all its stations; and the moment of the journal."""
    scope = desk.office.code if desk.office.kind is OfficeKind.STATION else None
    with desk.store.read() as conn:
        people, terms = load_people(conn, scope), load_terms(conn, scope)
        villages = {village.id: village for village in load_villages(conn)}
        stations = {office.code: office.name for office in load_offices(conn)}
        moment = newest_clock(conn, desk.office.code)
    of_person: dict[str, list[Term]] = {}
    for term in terms:
        of_person.setdefault(term.person_id, []).append(term)
    lines = []
    for person in people:
        found = counting_term(of_person.get(person.id, ()), day)
        counting = replace(found[0], state=found[1]) if found else None
        here = [villages[one] for one in (counting.villages if counting else ()) if one in villages]
        here.sort(key=lambda village: village.code)
        lines.append(_Line(person, counting, tuple(here), stations.get(person.scope, person.scope)))
    return sorted(lines, key=lambda line: line.order), moment


def _table(chosen: Sequence[ExportColumn], lines: Sequence[_Line], day: date, reveal: bool, moment: int) -> Table:
    columns = [SheetColumn(column.header, column.width) for column in chosen]
    rows = [
        [*(_cell(column.code, line, number, day, reveal) for column in chosen), line.person.id, str(moment)]
        for number, line in enumerate(lines, 1)
    ]
    hidden = [SheetColumn(RECORD_ID_HEADER, 34, hidden=True), SheetColumn(MOMENT_HEADER, 16, hidden=True)]
    return Table(SHEET, [*columns, *hidden], rows)


def _cell(code: str, line: _Line, number: int, day: date, reveal: bool) -> str | int | None:
    if code == "serial":
        return number
    if code == "age":
        return age_on(line.person.birth, day)
    text = _text(code, line)
    return text if reveal or code not in _MASKS else _MASKS[code](text or None)


def _text(code: str, line: _Line) -> str:
    person, term, first = line.person, line.term, line.villages[0] if line.villages else None
    if code == "station":
        return line.station
    if code == "village":
        return "、".join(village.name for village in line.villages)
    if code == "village_code":
        return "、".join(village.code for village in line.villages)
    if code == "status":
        return STATES[term.state] if term else ""
    if code in {"start_date", "end_date", "number"}:
        return (getattr(term, code) if term else "") or ""
    if code in {"township", "officer", "room", "area"}:
        return getattr(first, code) if first else ""
    return getattr(person, code) or ""
