"""A report as a file: workbook, paper, text of the news. Each is recorded in the access log."""

from dataclasses import replace
from itertools import groupby
from pathlib import Path

from station_desk.domain.paper import Numbering, Printed, SheetMark, office_tail
from station_desk.domain.report_paper import book_of, pages_of
from station_desk.domain.reports import Report, news_text
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.printing import door
from station_desk.services.desk import Desk
from station_desk.services.paper_plain import print_plain
from station_desk.sheets.door import write_tables
from station_desk.sheets.table import SheetColumn, Table


def workbook(report: Report) -> bytes:
    """The xlsx file: the table, the percentages with what they are of, the detail with sums as formulas."""
    tables = [
        Table(one.title, [SheetColumn(head) for head in one.heads], one.rows, sums=one.sums) for one in book_of(report)
    ]
    return write_tables(tables)


def paper(desk: Desk, report: Report) -> Printed:
    """The pages of a report as one print: the table, then the detail lying on its side. Troubles as `print_plain`."""
    made = []
    for form, pages in groupby(pages_of(report), key=lambda page: page.form):
        mark = SheetMark(_number(desk, form, report), f"{form}:{desk.office.code}".upper())
        made.append(print_plain(desk, form, [page.scope for page in pages], _always(mark)))
    pdf = door.one_after_another([one.pdf for one in made])
    warnings = tuple(warning for one in made for warning in one.warnings)
    return replace(made[0], pdf=pdf, pages=sum(one.pages for one in made), warnings=warnings)


def _always(mark: SheetMark) -> Numbering:
    return lambda _index, _page: mark


def _number(desk: Desk, form: str, report: Report) -> str:
    """What is printed at the foot: office, form, period."""
    return f"{office_tail(desk.office.code)}-{form}-{report.first:%Y%m%d}-{report.last:%Y%m%d}"


def save_xlsx(desk: Desk, report: Report, file: Path) -> str:
    """Write the workbook and name the file. Troubles stick_full, stick_gone, stick_read_only."""
    return _save(desk, report, file, workbook(report))


def save_pdf(desk: Desk, report: Report, file: Path) -> str:
    """Write the paper and name the file. Troubles as `save_xlsx` and `paper`."""
    return _save(desk, report, file, paper(desk, report).pdf)


def save_text(desk: Desk, report: Report, file: Path) -> str:
    """Write the sentence of the news and name the file. Troubles as `save_xlsx`."""
    return _save(desk, report, file, (news_text(report) + "\n").encode())


def _save(desk: Desk, report: Report, file: Path, data: bytes) -> str:
    try:
        write_atomic(file, data)
    except OSError as error:
        raise storage_trouble(error, file.parent, len(data)) from error
    if not desk.read_only:
        desk.store.access(desk.account.id, "export", f"report:{file.name}", f"{report.name} {report.period}")
    return str(file)
