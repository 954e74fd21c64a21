"""The door for foreign pictures and PDFs: judged and made anew in a child process with caps on time and memory.

Nothing heavy is brought in here; the libraries live in the child (`photos`, `documents`).
"""

from station_desk.domain.attachments import DOCUMENT_BYTES as DOCUMENT_BYTES
from station_desk.domain.attachments import JPEG, looks_like
from station_desk.domain.trouble import Trouble
from station_desk.machine.children import run_capped

SOURCE_BYTES = 64 * 1024 * 1024
"""Of a picture at most, as a person brings it."""

SECONDS = 30.0
MEMORY_MB = 1024

_PNG = b"\x89PNG"
_OF_THE_CHILD = frozenset({"child_too_slow", "child_too_big", "child_failed"})


def portrait(source: bytes, name: str) -> bytes:
    """The photo that is kept of a picture (JPEG, PNG or BMP by content): JPEG, 35 × 45, no metadata.

    Troubles, each with the fact `file`: photo_too_heavy(limit_mb), photo_unreadable, photo_too_many_pixels(limit),
    photo_too_small(width, height).
    """
    if len(source) > SOURCE_BYTES:
        raise Trouble("photo_too_heavy", file=name, limit_mb=SOURCE_BYTES >> 20)
    made = _asked("station_desk.printing.photos:portrait", source, name, "photo_unreadable")
    if not isinstance(made, bytes) or not looks_like(JPEG, made):
        raise Trouble("photo_unreadable", file=name)
    return made


def check_document(source: bytes, name: str) -> int:
    """The number of pages of a PDF that may be passed on.

    Troubles, each with the fact `file`: document_too_heavy(limit_mb), document_no_pdf, document_locked,
    document_active.
    """
    if len(source) > DOCUMENT_BYTES:
        raise Trouble("document_too_heavy", file=name, limit_mb=DOCUMENT_BYTES >> 20)
    pages = _asked("station_desk.printing.documents:check", source, name, "document_no_pdf")
    if not isinstance(pages, int):
        raise Trouble("document_no_pdf", file=name)
    return pages


def draw_page(source: bytes, page: int, width_px: int, name: str) -> tuple[bytes, int]:
    """A page (from 1) of a PDF as a PNG `width_px` pixels wide, and the number of pages. Troubles as `check_document`."""
    drawn = _asked("station_desk.printing.documents:draw", (source, page, width_px), name, "document_no_pdf")
    match drawn:
        case (bytes() as png, int() as pages) if png.startswith(_PNG):
            return png, pages
    raise Trouble("document_no_pdf", file=name)


def _asked(target: str, source: object, name: str, otherwise: str) -> object:
    try:
        answer: object = run_capped(target, source, SECONDS, MEMORY_MB)
    except Trouble as trouble:
        code = otherwise if trouble.code in _OF_THE_CHILD else trouble.code
        raise Trouble(code, **{**trouble.facts, "file": name}) from trouble
    return answer
