"""The stipend list as a file: for the desk with masked numbers, for the bank with whole ones, which is recorded."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.money import money_words
from station_desk.domain.phones import mask_card
from station_desk.domain.records import Person
from station_desk.domain.stipend import APPROVED, Line
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend import MonthPay, look, month_at_hand
from station_desk.sheets import csv_text
from station_desk.sheets.door import write_table
from station_desk.sheets.table import SheetColumn, Table
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
    "number": ("序号", lambda line, person, village: ""),
    "purpose": ("用途", lambda line, person, village: ""),
}
"""What the file may hold: {code: (heading, how a line is read)}; amounts in yuan with two decimals. The running number
and the purpose are the list's own."""
USUAL = ("name", "village", "id_tail", "card_tail", "base", "allowance", "adjust", "amount", "grade", "rule")
BANK = ("name", "card", "amount")
WHOLE = frozenset({"card", "id_no", "phone"})
AMOUNTS = frozenset({"base", "allowance", "adjust", "amount"})
_KEPT = "stipend.bank_columns"
_PARTS = re.compile(r"[、，,;；\n]+")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column of the file: its code, and the heading as the bank wants it."""

    code: str
    head: str


def read_columns(text: str, *, bank: bool) -> list[ChosenColumn]:
    """Columns as they are written: codes or headings parted by commas, each perhaps with the bank's own heading behind =:
    `姓名=户名，银行卡号=账号，应发`. Nothing: the usual ones. Trouble stipend_columns (text, known).
    """
    parts = [one.strip() for one in _PARTS.split(text) if one.strip()]
    usual = [ChosenColumn(code, COLUMNS[code][0]) for code in (BANK if bank else USUAL)]
    by_word = {word: code for code, (head, _read) in COLUMNS.items() for word in (code, head)}
    found, wrong = [], []
    for part in parts:
        word, _equals, head = (one.strip() for one in part.partition("="))
        code = by_word.get(word, "")
        if not code or (code in WHOLE and not bank) or len(head) > _LONGEST:
            wrong.append(part)
        else:
            found.append(ChosenColumn(code, head or COLUMNS[code][0]))
    if wrong:
        known = "、".join(head for code, (head, _read) in COLUMNS.items() if bank or code not in WHOLE)
        raise Trouble("stipend_columns", text="、".join(wrong)[:60], known=known)
    return found or usual


def columns_text(columns: Iterable[ChosenColumn]) -> str:
    """The columns as they are written."""
    told = (one.head if one.head == COLUMNS[one.code][0] else f"{COLUMNS[one.code][0]}={one.head}" for one in columns)
    return "，".join(told)


def bank_columns(desk: Desk) -> list[ChosenColumn]:
    """The columns of the bank's file as this office set them."""
    return read_columns(desk.store.setting(_KEPT) or "", bank=True)


def set_bank_columns(desk: Desk, text: str) -> list[ChosenColumn]:
    """Set the columns of the bank's file; they stay set at this desk ("": the usual ones). Trouble as `read_columns`."""
    found = read_columns(text, bank=True)
    desk.store.set_setting(_KEPT, columns_text(found) if text.strip() else None)
    return found


def export(desk: Desk, file: Path, period: str = "", *, bank: bool = False, columns: str = "") -> MonthPay:
    """Write a computed month as xlsx or CSV (by the name's ending), columns as `read_columns`; for the bank those that
    were set, and only of an approved month.

    Whole numbers are written for the bank only and recorded in the access log. Troubles stipend_not_computed (month),
    stipend_not_approved (month, state), stipend_columns (text, known), stipend_card_missing (people), those of a full or
    missing disk.
    """
    chosen = read_columns(columns, bank=bank) if columns.strip() or not bank else bank_columns(desk)
    found = look(desk, period or _newest(desk))
    if found is None:
        raise Trouble("stipend_not_computed", month=period)
    if bank and found.state not in APPROVED:
        raise Trouble("stipend_not_approved", month=found.period, state=found.state)
    people = memory_of(desk).book(desk).people
    lines = [line for line in found.lines if line.person_id and line.payable] if bank else list(found.lines)
    codes = [one.code for one in chosen]
    lacking = [found.names[one.person_id] for one in lines if bank and not people[one.person_id].bank_card]
    if lacking and "card" in codes:
        raise Trouble("stipend_card_missing", people=lacking)
    cells = [_row(desk, line, codes, number, found.period) for number, line in enumerate(lines, 1)]
    if not bank:
        cells += _totals(lines, codes)
    data = _data(file, f"{found.period} 补助", [one.head for one in chosen], cells)
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    if bank:
        with desk.store.transaction():
            desk.store.access(desk.account.id, "export", file.name, f"stipend {found.period} {','.join(codes)}")
    return found


def _row(desk: Desk, line: Line, codes: Sequence[str], number: int, period: str) -> list[str]:
    memory = memory_of(desk)
    person = memory.book(desk).people.get(line.person_id)
    row = memory.rows_by_person(desk).get(line.person_id)
    fixed = {"number": str(number), "purpose": f"{period} 补助"}
    return [
        fixed[code] if code in fixed else COLUMNS[code][1](line, person, row.village if row else "") for code in codes
    ]


def _totals(lines: Sequence[Line], codes: Sequence[str]) -> list[list[str]]:
    """The sums below the list, in figures and in capital words."""
    sums = {
        "base": sum(one.base for one in lines),
        "allowance": sum(one.allowance for one in lines),
        "adjust": sum(one.adjust for one in lines),
        "amount": sum(one.payable for one in lines),
    }
    figures = [_yuan(sums[code]) if code in sums else "" for code in codes]
    told = ["合计", *figures[1:]] if codes[0] not in AMOUNTS else figures
    return [told, [f"大写：{money_words(sums['amount'])}", *[""] * (len(codes) - 1)]]


def _newest(desk: Desk) -> str:
    with desk.store.read() as conn:
        runs = stipends.load_runs(conn, desk.office.code)
    if not runs:
        raise Trouble("stipend_not_computed", month=month_at_hand(desk))
    return runs[-1].period


def _data(file: Path, title: str, heads: Sequence[str], cells: Sequence[Sequence[str]]) -> bytes:
    if file.suffix.lower() == ".csv":
        return csv_text.write([heads, *cells])
    return write_table(Table(title, [SheetColumn(head) for head in heads], cells))
