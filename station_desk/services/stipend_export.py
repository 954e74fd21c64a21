"""The stipend list as a file: for the desk with masked numbers, for the bank with whole ones, which is recorded."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from station_desk.domain.phones import mask_card
from station_desk.domain.records import Person
from station_desk.domain.stipend import Line
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend import MonthPay, look
from station_desk.sheets import csv_text
from station_desk.sheets.writer import SheetColumn, Table, write_table
from station_desk.store import stipends

EXPORT = "stipend_export"


def _yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


_Read = Callable[[Line, Person | None, str], str]
COLUMNS: Mapping[str, tuple[str, _Read]] = {
    "name": ("姓名", lambda line, person, village: person.name if person else line.unit),
    "village": ("村", lambda line, person, village: village),
    "id_tail": ("身份证后四位", lambda line, person, village: (person.id_no or "")[-4:] if person else ""),
    "id_no": ("身份证号", lambda line, person, village: (person.id_no or "") if person else ""),
    "card_tail": ("银行卡", lambda line, person, village: mask_card(person.bank_card) if person else ""),
    "card": ("银行卡号", lambda line, person, village: (person.bank_card or "") if person else ""),
    "phone": ("电话", lambda line, person, village: (person.phone or "") if person else ""),
    "base": ("基本", lambda line, person, village: _yuan(line.base)),
    "allowance": ("考核补贴", lambda line, person, village: _yuan(line.allowance)),
    "adjust": ("调整", lambda line, person, village: _yuan(line.adjust)),
    "amount": ("应发", lambda line, person, village: _yuan(line.payable)),
    "grade": ("等次", lambda line, person, village: line.grade),
    "rule": ("规则", lambda line, person, village: line.rule),
}
"""What the file may hold: {code: (heading, how a line is read)}; amounts in yuan with two decimals."""
USUAL = ("name", "village", "id_tail", "card_tail", "base", "allowance", "adjust", "amount", "grade", "rule")
BANK = ("name", "card", "amount")
WHOLE = frozenset({"card", "id_no", "phone"})


def export(desk: Desk, file: Path, period: str = "", *, bank: bool = False, columns: str = "") -> MonthPay:
    """Write a computed month as xlsx or CSV (by the name's ending); columns by code, separated by commas.

    Whole numbers are written for the bank only and recorded in the access log. Troubles stipend_not_computed (month),
    stipend_columns (text), stipend_card_missing (people), those of a full or missing disk.
    """
    chosen = [one.strip() for one in columns.split(",") if one.strip()] or list(BANK if bank else USUAL)
    wrong = [one for one in chosen if one not in COLUMNS or (one in WHOLE and not bank)]
    if wrong:
        raise Trouble("stipend_columns", text="、".join(wrong))
    found = look(desk, period or _newest(desk))
    if found is None:
        raise Trouble("stipend_not_computed", month=period)
    book = memory_of(desk)
    people, rows = book.book(desk).people, book.rows_by_person(desk)
    lines = [line for line in found.lines if line.person_id] if bank else list(found.lines)
    lacking = [
        found.names[one.person_id] for one in lines if bank and one.payable and not people[one.person_id].bank_card
    ]
    if lacking and "card" in chosen:
        raise Trouble("stipend_card_missing", people=lacking)
    cells = [
        [
            COLUMNS[code][1](
                line, people.get(line.person_id), rows[line.person_id].village if line.person_id in rows else ""
            )
            for code in chosen
        ]
        for line in lines
    ]
    data = _data(file, f"{found.period} 补助", [COLUMNS[code][0] for code in chosen], cells)
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    if bank:
        with desk.store.transaction():
            desk.store.access(desk.account.id, "export", file.name, f"stipend {found.period} {','.join(chosen)}")
    return found


def _newest(desk: Desk) -> str:
    with desk.store.read() as conn:
        runs = stipends.load_runs(conn, desk.office.code)
    if not runs:
        raise Trouble("stipend_not_computed", month="")
    return runs[-1].period


def _data(file: Path, title: str, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> bytes:
    if file.suffix.lower() == ".csv":
        return csv_text.write([heads, *cells])
    return write_table(Table(title, [SheetColumn(head) for head in heads], cells))
