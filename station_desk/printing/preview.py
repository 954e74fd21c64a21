"""Pages of a PDF as pictures (pypdfium2): the very bytes that are printed, looked at."""

import threading

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
