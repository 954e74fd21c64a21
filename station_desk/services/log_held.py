"""The correction list of the month: counts that an import held back wait here until somebody puts them right.

A row is kept as the file has it: name, village, month and the texts of its counts. Text in which the guard sees residents'
data is not kept; the place in the file is. Rows of the roster wait beside them in the same table (`intake.held`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from station_desk.domain.ids import new_id
from station_desk.domain.intake_numbers import read_count
from station_desk.domain.log_parts import GridHeld, is_zero_report
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import Count
from station_desk.services import guard
from station_desk.services.desk import Desk
from station_desk.services.work_log import Entered, apply_counts
from station_desk.store import imports
from station_desk.store.imports import HeldRow

KIND = "log"
LONGEST = 24
"""A longer text in a cell is no count and is not kept."""

_COUNTED, _OTHER_MONTH = "count:", "month_differs"


@dataclass(frozen=True, slots=True)
class HeldLog:
    """A held row or cell: where it stood, what is known of it, the texts of its counts by code, why it waits."""

    id: str
    file: str
    sheet: str
    row: int
    column: str
    name: str
    village: str
    person_id: str
    month: str
    day: str | None
    counts: Mapping[str, str]
    why: str

    @property
    def readable(self) -> dict[str, int]:
        """Those of its counts that are numbers as they stand, by code."""
        return {code: count for code, text in self.counts.items() if (count := _count(text)) is not None}


def keep(desk: Desk, file: str, held: Iterable[GridHeld], run: str) -> None:
    """Keep what was held back of a file, in place of what the same file left before.

    Whole columns are not kept, nor what belongs to another month than was asked for: nobody has to mend them.
    """
    at = desk.clock.now_iso()
    rows = [
        HeldRow(new_id(), run, file, one.sheet, one.row, at, _cells(desk, one), (one.why,))
        for one in held
        if one.row and one.why != _OTHER_MONTH
    ]
    with desk.store.transaction() as conn:
        before = imports.load_held(conn, file, KIND)
        for row in before:
            imports.drop_held(conn, row=row.id)
        imports.put_held(conn, rows)
        if before or rows:
            desk.store.tell(("held_row",), tuple(row.id for row in (*before, *rows)))


def held_log(desk: Desk) -> list[HeldLog]:
    """What waits, the newest import first, in the order of the sheet."""
    with desk.store.read() as conn:
        return [_told(row) for row in imports.load_held(conn, kind=KIND)]


def mend(desk: Desk, held_id: str, person_id: str, month: str, counts: Mapping[str, int]) -> Entered:
    """Enter the counts of a held row for a person, in one act with taking them from the list: taken back, the row waits
    again. Counts of it that are not among `counts` wait on.

    Troubles: `log_entry_missing`, those of `work_log.apply_counts`.
    """
    with desk.store.transaction() as conn:
        row = next((one for one in imports.load_held(conn, kind=KIND) if one.id == held_id), None)
        if row is None:
            raise Trouble("log_entry_missing")
        told = _told(row)
        wanted = [
            Count(person_id, code, month, count, told.day, zero_report=is_zero_report(told.counts.get(code, "")))
            for code, count in counts.items()
        ]
        done = apply_counts(desk, wanted, "import")
        left = {name: text for name, text in row.cells.items() if name.removeprefix(_COUNTED) not in counts}
        if done.run:
            imports.settle_by(conn, done.run, [held_id])
        else:
            imports.settle_held(conn, held_id)
        if any(name.startswith(_COUNTED) for name in left):
            known = left | {"person": person_id, "month": month}
            imports.put_held(
                conn, [replace(row, id=new_id(), run=done.run or row.run, cells=known, reasons=("not_a_number",))]
            )
        desk.store.tell(("held_row",), (held_id,))
    return done


def let_go(desk: Desk, ids: Sequence[str]) -> None:
    """These need not be entered any more."""
    with desk.store.transaction() as conn:
        for one in ids:
            imports.settle_held(conn, one)
        desk.store.tell(("held_row",), tuple(ids))


def _cells(desk: Desk, one: GridHeld) -> dict[str, str]:
    """What is kept of it, without what the guard warns of."""
    known = {
        "name": one.name,
        "village": one.village,
        "person": one.person_id,
        "month": one.month,
        "day": one.day or "",
        "column": one.column,
    }
    cells = {f"{_COUNTED}{code}": text for code, text in one.cells}
    for name, text in {"name": one.name, "village": one.village, **cells}.items():
        if len(text) > LONGEST or guard.warns(desk, text):
            (cells if name in cells else known)[name] = ""
    return {imports.KIND: KIND} | {name: text for name, text in known.items() if text} | cells


def _told(row: HeldRow) -> HeldLog:
    cells = row.cells
    return HeldLog(
        id=row.id,
        file=row.file,
        sheet=row.sheet,
        row=row.row,
        column=cells.get("column", ""),
        name=cells.get("name", ""),
        village=cells.get("village", ""),
        person_id=cells.get("person", ""),
        month=cells.get("month", ""),
        day=cells.get("day") or None,
        counts={name.removeprefix(_COUNTED): text for name, text in cells.items() if name.startswith(_COUNTED)},
        why=row.reasons[0] if row.reasons else "",
    )


def _count(text: str) -> int | None:
    return 0 if is_zero_report(text) else read_count(text)
