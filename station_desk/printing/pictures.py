"""Photographs on the page: each JPEG goes into the document once, as it is, and is drawn wherever it is wanted."""

import hashlib
import io

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas


class Pictures:
    """The pictures of one document."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._sizes: dict[str, tuple[int, int]] = {}

    def operators(self, jpeg: bytes, width: float, height: float, x: float, y: float) -> str:
        """Operators that draw the picture as large as it fits into `width` by `height` around (x, y), uncropped.

        Points, PDF coordinates.
        """
        name = self._name(jpeg)
        wide, high = self._sizes[name]
        scale = min(width / wide, height / high)
        w, h = wide * scale, high * scale
        return f"q {w:.2f} 0 0 {h:.2f} {x - w / 2:.2f} {y - h / 2:.2f} cm /{self._inner(name)} Do Q"

    def used_in(self, ops: list[str]) -> list[str]:
        """The names of the forms that these operators draw: the page must list them."""
        return [name for name in self._sizes if any(f"/{self._inner(name)} Do" in op for op in ops)]

    def _inner(self, name: str) -> str:
        """The name by which operators call a form."""
        return str(self._canvas._doc.getXObjectName(name))

    def _name(self, jpeg: bytes) -> str:
        name = f"picture{hashlib.sha256(jpeg).hexdigest()[:24]}"
        if name not in self._sizes:
            reader = ImageReader(io.BytesIO(jpeg))
            self._sizes[name] = reader.getSize()
            self._canvas.beginForm(name, 0, 0, 1, 1)
            self._canvas.drawImage(reader, 0, 0, 1, 1)
            self._canvas.endForm()
        return name
