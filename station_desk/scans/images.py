"""Files to grey pictures: PDF, PNG, JPEG, TIFF by content, whatever the suffix says. Runs in the capped child."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps

from station_desk.domain.trouble import Trouble
from station_desk.scans import limits

Grey = NDArray[np.uint8]

_KINDS = ("PNG", "JPEG", "TIFF", "BMP")
_PDF_HEAD = 1024
_POINTS = (300.0, 2000.0)
"""Longer sides of PDF pages, in points, that are believed; photographs come as pages of any size."""


@contextmanager
def _picture(file: Path) -> Iterator[Image.Image]:
    """The opened picture. Troubles scan_kind, scan_damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
        try:
            found = Image.open(file, formats=_KINDS)
        except (OSError, ValueError, SyntaxError) as error:
            raise Trouble("scan_kind") from error
        with found:
            yield found


def is_pdf(file: Path) -> bool:
    """Whether the file begins as a PDF does."""
    with file.open("rb") as stream:
        return b"%PDF-" in stream.read(_PDF_HEAD)


def count(file: Path) -> int:
    """How many pages the file has. Troubles scan_kind, scan_damaged, scan_password."""
    if not is_pdf(file):
        with _picture(file) as picture:
            return int(getattr(picture, "n_frames", 1))
    document = _open_pdf(file)
    try:
        return len(document)
    finally:
        document.close()


def _open_pdf(file: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(file)
    except pypdfium2.PdfiumError as error:
        raise Trouble("scan_password" if "assword" in str(error) else "scan_damaged") from error


def load(file: Path, page: int) -> Grey:
    """Page `page` (from 1) as a grey picture, at most `LONGEST` pixels long. Troubles scan_page_damaged, scan_page_large."""
    try:
        grey = _load_pdf(file, page) if is_pdf(file) else _load_picture(file, page)
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, pypdfium2.PdfiumError) as error:
        raise Trouble("scan_page_damaged") from error
    return np.ascontiguousarray(grey)


def _load_pdf(file: Path, page: int) -> Grey:
    document = _open_pdf(file)
    try:
        sheet = document[page - 1]
        longer = max(sheet.get_size())
        if longer <= 0:
            raise Trouble("scan_page_damaged")
        dpi = 220.0 if _POINTS[0] <= longer <= _POINTS[1] else 2600 / longer * 72
        scale = min(dpi / 72, limits.LONGEST / longer)
        bitmap = sheet.render(scale=scale, grayscale=True, rev_byteorder=False)
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width, -1)[:, :, 0]
    finally:
        document.close()


def _load_picture(file: Path, page: int) -> Grey:
    with _picture(file) as picture:
        if page > 1:
            picture.seek(page - 1)
        if picture.width * picture.height > limits.PIXELS:
            raise Trouble("scan_page_large")
        wanted = limits.LONGEST / max(picture.size)
        if wanted < 1:
            picture.draft("L", tuple(round(side * wanted) for side in picture.size))  # type: ignore[arg-type]
        shown = ImageOps.exif_transpose(_grey(picture))
        wanted = limits.LONGEST / max(shown.size)
        if wanted < 1:
            shown = shown.resize((round(shown.width * wanted), round(shown.height * wanted)), Image.Resampling.BOX)
        return np.asarray(shown)


def _grey(picture: Image.Image) -> Image.Image:
    """In grey on white; sixteen bits are brought down to eight."""
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        deep = np.asarray(picture, dtype=np.float64)
        return Image.fromarray((deep * (255.0 / max(float(deep.max()), 255.0))).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, picture.convert("RGBA")).convert("L")
    return picture.convert("L")
