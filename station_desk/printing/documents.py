"""A foreign PDF judged before it is kept or passed on. Runs in the capped child process only (`foreign.check_document`).

What acts by itself when a document is opened (scripts, programs to start, files inside, forms that send) is refused by
the names that such things must have, wherever they stand: in the open, written with #xx, or packed in object streams.
"""

import io
import re
import zlib
from collections.abc import Iterator

import pypdfium2

from station_desk.domain.trouble import Trouble

MOST_PAGES = 500
MOST_UNPACKED = 64 * 1024 * 1024
"""Bytes that object streams may unpack to, together."""

_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|Filespec|RichMedia|Rendition|SubmitForm|ImportData|GoToE|GoToR)(?![A-Za-z0-9])|/XFA(?=[\s\[<])"
)
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"stream(?:\r\n|\n|\r)")
_OBJECTS = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
_PREDICTED = re.compile(rb"/Predictor\s+(?!1\b)")
_NUMBERS = re.compile(rb"\s*\d+\s+\d+\s")
_HEAD = 2048
"""So far before its data the dictionary of a stream is looked for."""

_TAIL = 1024
_MOST_SIDE = 5000
"""Pixels of a drawn page at most, from its top to its foot."""


def check(source: bytes) -> int:
    """The number of pages. Troubles document_no_pdf, document_locked, document_active."""
    if not source.startswith(b"%PDF-") or b"%%EOF" not in source[-_TAIL:]:
        raise Trouble("document_no_pdf")
    for part in (source, *_unpacked(source)):
        plain = _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
        if _LOCKED.search(plain):
            raise Trouble("document_locked")
        if _ACTIVE.search(plain):
            raise Trouble("document_active")
    return _opened(source)


def draw(task: tuple[bytes, int, int]) -> tuple[bytes, int]:
    """A page (from 1) of a checked PDF as a PNG so many pixels wide, and the number of pages: (source, page, width).

    Troubles as `check`.
    """
    source, number, width = task
    pages = check(source)
    document = pypdfium2.PdfDocument(source)
    try:
        page = document[min(max(number, 1), pages) - 1]
        scale = min(width / page.get_width(), _MOST_SIDE / page.get_height())
        out = io.BytesIO()
        page.render(scale=scale).to_pil().convert("RGB").save(out, "PNG")
        return out.getvalue(), pages
    finally:
        document.close()


def _unpacked(source: bytes) -> Iterator[bytes]:
    """The object streams, each unpacked; one that can be read in a roundabout way only is taken as meant to hide."""
    left = MOST_UNPACKED
    for found in _STREAM.finditer(source):
        head = _ESCAPED.sub(lambda one: bytes([int(one[1], 16)]), source[max(found.start() - _HEAD, 0) : found.start()])
        head = head[head.rfind(b"endobj") + 1 :]
        named = _OBJECTS.search(head) is not None
        press = zlib.decompressobj()
        try:
            start = press.decompress(source[found.end() : found.end() + _TAIL], 64)
        except zlib.error:
            start = b""
        if not named and not _NUMBERS.match(start):
            continue
        if named and (_PREDICTED.search(head) or (b"/Filter" in head and not start)):
            raise Trouble("document_active")
        text = _whole(memoryview(source)[found.end() :], left)
        left -= len(text)
        yield text


def _whole(packed: memoryview, most: int) -> bytes:
    press = zlib.decompressobj()
    try:
        text = press.decompress(packed, most)
    except zlib.error:
        return b""
    if press.unconsumed_tail and not press.eof:
        raise Trouble("document_active")
    return text


def _opened(source: bytes) -> int:
    """PDFium's own judgement: it opens, is not locked, has pages, no script and no file inside."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        raise Trouble("document_locked" if "assword" in str(error) else "document_no_pdf") from error
    try:
        raw = pypdfium2.raw
        if raw.FPDF_GetSecurityHandlerRevision(document.raw) != -1:
            raise Trouble("document_locked")
        if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or raw.FPDFDoc_GetAttachmentCount(document.raw) > 0:
            raise Trouble("document_active")
        pages = len(document)
        if not 0 < pages <= MOST_PAGES:
            raise Trouble("document_no_pdf")
        for page in range(pages):
            document.get_page_size(page)
        return pages
    finally:
        document.close()
