"""Bench of the import: a workbook of 8,000 people to a ready preview, beside calamine's own reading of it.

    python -m tests.bench.intake

Prints processor time (this process and the child) and the child's largest memory. The floor is calamine reading the same
file and laying out its cells, in this process, nothing else. Figures of one machine compare only with its own floor.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import python_calamine

from station_desk.domain import intake
from station_desk.domain.intake import Basis, Proposal
from station_desk.domain.intake_cells import Cell
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.records import Village
from station_desk.machine.collector import resting
from station_desk.services import reference
from station_desk.services.villages import sample_villages
from station_desk.sheets.reading import read_book
from tests.domain.intake_support import id_no
from tests.sheets.clerks import ClerkSheet, write

ROWS = 8_000
HEADER: list[Cell] = ["序号", "县市区", "乡镇", "村名", "姓名", "性别", "身份证号码", "出生年月", "联系电话"]
MORE: list[Cell] = ["文化程度", "政治面貌", "职务", "任职时间", "备注"]
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴", "海山河川林森明亮建国秀英桂兰"


def villages() -> list[Village]:
    """The villages of a whole prefecture, as an office would hold them."""
    rows = sample_villages("3714")
    return [Village("s", f"{n:032x}", r.code, r.name, r.kind, r.township_code, r.township) for n, r in enumerate(rows)]


def rows(known: list[Village]) -> list[list[Cell]]:
    """People as clerks write them, every tenth cell in some odd form."""
    chance = random.Random(7)
    made: list[list[Cell]] = [["警务助理花名册"], [*HEADER, *MORE]]
    for number in range(ROWS):
        village = known[number % len(known)]
        born = date(1955 + number % 45, 1 + number % 12, 1 + number % 28)
        number_text = id_no(f"{born:%Y%m%d}", 996 + number % 4, f"3714{number // 1260:02d}")
        name = chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN)
        id_cell: Cell = int(number_text[:15] + "000") if number % 50 == 0 else number_text
        birth: Cell = [f"{born:%Y.%m}", float(f"{born.year}.{born.month:02d}"), born, f"{born.year}年{born.month}月"][
            number % 4
        ]
        phone: Cell = f"138{number:08d}" if number % 3 else float(f"139{number:08d}")
        made.append(
            [
                *(number + 1, None, village.township, village.name.replace("村委会", "村"), name, None, id_cell, birth, phone),
                *("高中毕业", "党员", "网格员", "2015.7" if number % 2 else 2016.1, "" if number % 20 else "因病"),
            ]
        )  # fmt: skip
    return made


def measured(what: Callable[[], Any]) -> tuple[Any, float, float]:
    """The result, the processor time of this process and its children, and the time on the wall, in seconds."""
    cpu, wall = _processor(), time.perf_counter()
    result = what()
    return result, _processor() - cpu, time.perf_counter() - wall


def _processor() -> float:
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + child.ru_utime + child.ru_stime


def calamine(file: Path) -> int:
    book = python_calamine.CalamineWorkbook.from_path(str(file))
    return sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names)


def preview(file: Path, known: list[Village]) -> Proposal:
    """All that stands between the file and the clerk's first look at a new roster."""
    with resting():
        book, finder = read_book(file), VillageFinder(known)
        rules = Rules(date(2026, 11, 22), age=(18, 60), regions=reference.regions())
        return intake.propose(file.name, Basis(read_layout(book, finder), finder, rules, (), book=book))


def main() -> int:
    known = villages()
    made = rows(known)
    with tempfile.TemporaryDirectory() as folder:
        for kind in (".xlsx", ".xls"):
            file = write(Path(folder) / f"roster{kind}", ClerkSheet("花名册", made))
            floor = min(measured(lambda file=file: calamine(file))[1] for _ in range(3))
            turns = [measured(lambda file=file: preview(file, known)) for _ in range(3)]
            proposal, cpu, wall = min(turns, key=lambda turn: turn[1])
            again = min(measured(lambda p=proposal: intake.hold(p, [p.rows[0].key]))[1] for _ in range(3))
            sys.stdout.write(
                f"{kind}: {len(proposal.rows)} rows; floor (calamine) {floor:.2f} s; preview {cpu:.2f} s processor,"
                f" {wall:.2f} s wall; over the floor {cpu - floor:.2f} s (bar: 2.00); a row checked again {again:.2f} s\n"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(f"child: at most {peak:.0f} MB resident (bar: 512)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
