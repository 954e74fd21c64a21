"""Finished pages (pypdfium2): as pictures of the very bytes that are printed, two by two on a larger sheet, several in one."""

import io
import threading
from collections.abc import Sequence

import pypdfium2

from station_desk.domain.paper import Picture

_pdfium = threading.Lock()
"""PDFium is not thread-safe."""


def page_picture(pdf: bytes, page: int, width_px: int) -> Picture:
    """Page `page` (from 1) drawn `width_px` pixels wide on white; the height follows. Raises IndexError for no such page."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= page <= len(document):
                raise IndexError(page)
            sheet = document[page - 1]
            scale = width_px / sheet.get_width()
            bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGRA)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            raw = bytes(bitmap.buffer)
            bitmap.close()
            sheet.close()
        finally:
            document.close()
    if stride != width * 4:
        raw = b"".join(raw[row * stride : row * stride + width * 4] for row in range(height))
    return Picture(width, height, raw)


def two_up(pdf: bytes) -> bytes:
    """The pages two by two on sheets of twice the size (A4 on A3): the first at the left, of pages that lie on their
    side at the top. Still a PDF with its fonts; nothing is made smaller. Pages of unlike sizes go by the first one.
    """
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            width, height = document[0].get_size()
            side = width <= height
            wide, high = (2 * width, height) if side else (width, 2 * height)
            raw = pypdfium2.raw.FPDF_ImportNPagesToOne(document.raw, wide, high, 2 if side else 1, 1 if side else 2)
            doubled = pypdfium2.PdfDocument(raw)
            try:
                out = io.BytesIO()
                doubled.save(out)
            finally:
                doubled.close()
        finally:
            document.close()
    return out.getvalue()


def one_after_another(pdfs: Sequence[bytes]) -> bytes:
    """The pages of several PDFs in one, each at its own size; a single one as it is."""
    if len(pdfs) == 1:
        return pdfs[0]
    with _pdfium:
        whole = pypdfium2.PdfDocument.new()
        try:
            for pdf in pdfs:
                part = pypdfium2.PdfDocument(pdf)
                try:
                    whole.import_pages(part)
                finally:
                    part.close()
            out = io.BytesIO()
            whole.save(out)
        finally:
            whole.close()
    return out.getvalue()
