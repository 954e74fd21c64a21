"""The place of the photo on a person's card: the photo, or the first character and what can be done about it (UX 4.2)."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton

from station_desk.ui.naming import named
from station_desk.ui.theme import theme

WIDTH, HEIGHT = 70, 90
"""35 : 45, in pixels of ordinary type."""

_RADIUS = 6
_FOOT = 22


class PhotoPlace(QAbstractButton):
    """Pressed (Enter, Space, click) it asks for the photo's own panel; a picture may be dropped or pasted on it.

    `given` brings what was dropped or pasted: a file's path, or the bytes of a picture.
    """

    given = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.photo = QPixmap()
        self._letter = ""
        self._word = ""
        self._takes = False
        named(self, "photo")
        self.setFixedSize(theme().px(WIDTH), theme().px(HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme().changed.connect(self.update)

    def set_person(self, name: str, word: str, *, takes: bool) -> None:
        """Nobody's photo yet: the first character, and below it a word; `takes`: a picture may be given here."""
        self.photo = QPixmap()
        self._letter, self._word, self._takes = name[:1], word, takes
        self.setEnabled(takes or bool(word))
        self.setAcceptDrops(takes)
        self.setAccessibleDescription(word)
        self.update()

    def set_photo(self, jpeg: bytes) -> bool:
        """Show the photo; False where it is none."""
        self.photo = QPixmap.fromImage(QImage.fromData(jpeg))
        self.setEnabled(not self.photo.isNull() or self.isEnabled())
        self.update()
        return not self.photo.isNull()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V gives what the clipboard holds; Enter presses."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._takes:
            found = picture_in(QGuiApplication.clipboard().mimeData())
            if found is not None:
                self.given.emit(found)
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            event.accept()
            self.click()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._takes and (event.mimeData().hasImage() or event.mimeData().hasUrls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        found = picture_in(event.mimeData())
        if found is not None:
            event.acceptProposedAction()
            self.given.emit(found)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(frame, theme().px(_RADIUS), theme().px(_RADIUS))
        if self.photo.isNull():
            self._paint_letter(painter, frame, shape)
        else:
            painter.setClipPath(shape)
            painter.drawPixmap(self.rect(), self.photo)
            painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), theme().px(2)))
            painter.drawPath(shape)
        painter.end()

    def _paint_letter(self, painter: QPainter, frame: QRectF, shape: QPainterPath) -> None:
        painter.fillPath(shape, theme().colour("tint"))
        over = self.underMouse() and self._takes
        if self._takes:
            painter.setPen(QPen(theme().colour("accent" if over else "line_strong"), 1, Qt.PenStyle.DashLine))
            painter.drawPath(shape)
        foot = theme().px(_FOOT) if self._word else 0
        painter.setPen(theme().colour("accent"))
        painter.setFont(theme().font("figure", "medium"))
        painter.drawText(frame.adjusted(0, 0, 0, -foot), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.setPen(theme().colour("text2"))
        painter.setFont(theme().font("small"))
        painter.drawText(
            frame.adjusted(2, frame.height() - foot - theme().px(8), -2, -theme().px(6)),
            int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap),
            self._word,
        )


def picture_in(data: QMimeData) -> object | None:
    """What can be a photo: the path of a dropped or copied file (str), else the bytes of a copied picture; None."""
    files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
    if files:
        return files[0]
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())
