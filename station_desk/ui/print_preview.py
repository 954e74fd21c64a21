"""The exact preview: pictures of the very bytes that are printed, page by page, as high as the room is (UX 4.9)."""

from PySide6.QtCore import QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from station_desk.domain.paper import Picture, Printed
from station_desk.services import paperwork
from station_desk.ui.kit import Button, button, fill, label, named, row
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t

_SETTLE_MS = 60
_KEPT = 12
_MARGIN = 12


class PageView(QWidget):
    """One page on its ground; what it says when there is none."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "preview")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._picture = QPixmap()
        self._said = ""

    def show_picture(self, picture: QPixmap) -> None:
        """Show a page."""
        self._picture, self._said = picture, ""
        self.update()

    def say(self, text: str) -> None:
        """Show no page, and why."""
        self._picture, self._said = QPixmap(), text
        self.setAccessibleDescription(text)
        self.update()

    def empty(self) -> bool:
        """Whether no page is shown."""
        return self._picture.isNull()

    def sizeHint(self) -> QSize:
        return QSize(theme().px(360), theme().px(420))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(240), theme().px(240))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("weekend"))
        if self._picture.isNull():
            painter.setFont(theme().font("body"))
            painter.setPen(theme().colour("text2"))
            words = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._said)
        else:
            self._paint_page(painter)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("accent"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def _paint_page(self, painter: QPainter) -> None:
        """The page as large as the room allows, in the middle."""
        room = QSizeF(self.width() - 2 * _MARGIN, self.height() - 2 * _MARGIN)
        shown = QSizeF(self._picture.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio).toSize()
        left, top = (self.width() - shown.width()) // 2, (self.height() - shown.height()) // 2
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(left, top, shown.width(), shown.height(), self._picture)
        painter.setPen(theme().colour("line_strong"))
        painter.drawRect(left - 1, top - 1, shown.width() + 1, shown.height() + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class Preview(QWidget):
    """A print with its pages to turn; pictures are made in the background and the last few kept."""

    page_changed = Signal(int)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.place = place
        self.printed: Printed | None = None
        self.page = 1
        self._round = 0
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        self.view = PageView()
        self._back: Button = button(t("上一页"), lambda: self.turn(-1), kind="quiet", name="previous-page")
        self._on: Button = button(t("下一页"), lambda: self.turn(1), kind="quiet", name="next-page")
        self._where = named(label("", "second"), "page-number")
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._show)
        self.view.resized.connect(self._settle.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(layout, (self.view, 1), row(None, self._back, self._where, self._on, None, gap=12))
        self.say("")

    def say(self, text: str) -> None:
        """No print to show, and why."""
        self.printed = None
        self._round += 1
        self.view.say(text)
        self._dress()

    def show_print(self, printed: Printed, page: int = 1) -> None:
        """Show a print from `page` on."""
        self.printed = printed
        self._round += 1
        self._pictures.clear()
        self.page = min(max(page, 1), max(printed.pages, 1))
        self._show()

    def turn(self, pages: int) -> None:
        """Turn `pages` on (or back)."""
        if self.printed is not None:
            self.go_to(self.page + pages)

    def go_to(self, page: int) -> None:
        """Show page `page`, as far as there is one."""
        if self.printed is not None:
            wanted = min(max(page, 1), self.printed.pages)
            if wanted != self.page:
                self.page = wanted
                self._show()

    def _show(self) -> None:
        self._dress()
        printed = self.printed
        if printed is None:
            return
        self.page_changed.emit(self.page)
        width = self._width_px()
        known = self._pictures.get((self.page, width))
        if known is not None:
            self.view.show_picture(known)
            return
        page, of = self.page, self._round
        self.place.work.run(
            lambda _progress: paperwork.page_picture(printed.pdf, page, width),
            lambda picture: self._came(of, page, width, picture),
            owner=self,
        )

    def _came(self, of: int, page: int, width: int, picture: Picture) -> None:
        if of != self._round:
            return
        ratio = self.devicePixelRatioF()
        image = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888)
        pixmap = QPixmap.fromImage(image.copy())
        pixmap.setDevicePixelRatio(ratio)
        while len(self._pictures) >= _KEPT:
            self._pictures.pop(next(iter(self._pictures)))
        self._pictures[page, width] = pixmap
        if page == self.page:
            self.view.show_picture(pixmap)

    def _width_px(self) -> int:
        """Pixels of the screen that a page may be wide; both ways round fit, so height decides at painting."""
        room = max(self.view.width(), self.view.height()) - 2 * _MARGIN
        return max(320, round(room * self.devicePixelRatioF() / 64) * 64)

    def _dress(self) -> None:
        pages = self.printed.pages if self.printed else 0
        self._where.setText(t("第 {page} / {pages} 页", page=self.page, pages=pages) if pages else "")
        self._back.setVisible(pages > 1)
        self._on.setVisible(pages > 1)
        self._back.setEnabled(self.page > 1)
        self._on.setEnabled(self.page < pages)
        if pages:
            self.view.setAccessibleDescription(t("第 {page} / {pages} 页", page=self.page, pages=pages))
