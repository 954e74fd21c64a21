"""Printing where no spooler takes a PDF (Windows): the very same pages as pictures, at most 300 dots an inch (DESKTOP 6).

Painting onto a printer is allowed outside the window's thread; the print page does it in the background.
"""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from station_desk.domain.paper import Printed, Printer
from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.services import paperwork

DPI = 300
_MM_PER_INCH = 25.4
_A4_MM = (210.0, 297.0)


def printers() -> list[Printer]:
    """The printers that Qt knows, by name."""
    usual = QPrinterInfo.defaultPrinterName()
    return [Printer(name, name == usual, True) for name in sorted(QPrinterInfo.availablePrinterNames())]


def device(name: str, copies: int, *, duplex: bool) -> QPrinter:
    """A printer ready to be painted on."""
    made = QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)
    made.setResolution(DPI)
    made.setCopyCount(copies)
    made.setDuplex(QPrinter.DuplexMode.DuplexLongSide if duplex else QPrinter.DuplexMode.DuplexNone)
    return made


def page_list(typed: str, pages: int) -> list[int]:
    """`1-4,7` as page numbers, in order and inside the print; "" is all of them."""
    if not typed:
        return list(range(1, pages + 1))
    found: dict[int, None] = {}
    for part in typed.split(","):
        first, _, last = part.partition("-")
        found.update(dict.fromkeys(range(int(first), int(last or first) + 1)))
    return [page for page in found if 1 <= page <= pages]


def send(printed: Printed, target: QPrinter, pages: Sequence[int], progress: Progress) -> None:
    """Paint the pages of a print one after the other, whole on the sheet.

    Trouble printer_refused(printer, detail); `progress` may raise Cancelled, then the printer is told to drop the job.
    """
    painter = QPainter()
    target.setFullPage(True)
    try:
        for at, page in enumerate(pages):
            image = _picture(printed.pdf, page)
            _turn(target, wide=image.width() > image.height())
            if not (target.newPage() if at else painter.begin(target)):
                raise Trouble("printer_refused", printer=target.printerName(), detail=f"page {page}")
            sheet = painter.viewport().size()
            shown = QSize(image.size()).scaled(sheet, Qt.AspectRatioMode.KeepAspectRatio)
            corner = QPoint((sheet.width() - shown.width()) // 2, (sheet.height() - shown.height()) // 2)
            painter.drawImage(QRect(corner, shown), image)
            progress(at + 1, len(pages))
    except BaseException:
        target.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()


def _picture(pdf: bytes, page: int) -> QImage:
    """The page at 300 dots an inch of an A4 sheet, whichever way it lies."""
    glance = paperwork.page_picture(pdf, page, 64)
    side = max(_A4_MM) if glance.width > glance.height else min(_A4_MM)
    made = paperwork.page_picture(pdf, page, round(side / _MM_PER_INCH * DPI))
    return QImage(made.rgba, made.width, made.height, made.width * 4, QImage.Format.Format_RGBA8888).copy()


def _turn(target: QPrinter, *, wide: bool) -> None:
    way = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    target.setPageOrientation(way)
    target.setPageMargins(QMarginsF(0, 0, 0, 0))
