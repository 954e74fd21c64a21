"""The exact preview: pictures of the very bytes that are printed, page by page, as high as the room is (UX 4.9)."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_desk.domain.paper import Picture, Printed
from station_desk.services import paperwork
from station_desk.ui.kit import Button, button, fill, label, named, row
from station_desk.ui.page import Workplace
from station_desk.ui.print_thumbs import Thumbs
from station_desk.ui.theme import theme
from station_desk.wording import t

_SETTLE_MS = 60
_KEPT = 12
_MARGIN = 12
_THUMB = 144
"""Pixels of the picture of a page that is shown at half of it: thin lines stay thin."""


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
    """One or several prints with their pages to turn; pictures are made in the background and the last few kept."""

    page_changed = Signal(int)

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.place = place
        self.prints: list[Printed] = []
        self.page = 1
        self._round = 0
        self._pictures: dict[tuple[int, int], QPixmap] = {}
        self.view = PageView()
        self.thumbs = Thumbs(self._fetch_thumb)
        self.thumbs.page_asked.connect(self.go_to)
        self._back: Button = button(t("上一页"), lambda: self.turn(-1), kind="quiet", name="previous-page")
        self._on: Button = button(t("下一页"), lambda: self.turn(1), kind="quiet", name="next-page")
        self._where = named(label("", "second"), "page-number")
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(self._show)
        self.view.resized.connect(self._settle.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        turning = row(None, self._back, self._where, self._on, None, gap=4)
        self._tools = QHBoxLayout()
        self._tools.setSpacing(theme().px(4))
        self._tools.addWidget(turning, 1)
        fill(layout, (self.view, 1), self.thumbs)
        layout.addLayout(self._tools)
        self.say("")

    def add_tools(self, *tools: QWidget) -> None:
        """Put these at the right end of the row where pages are turned."""
        for tool in tools:
            self._tools.addWidget(tool)

    @property
    def printed(self) -> Printed | None:
        """The print that is shown, of several the one whose page is."""
        found = self._at(self.page)
        return found[0] if found else None

    @property
    def pages(self) -> int:
        """The pages of all prints together."""
        return sum(printed.pages for printed in self.prints)

    def say(self, text: str) -> None:
        """No print to show, and why."""
        self.prints = []
        self._round += 1
        self.thumbs.set_pages(0)
        self.view.say(text)
        self._dress()

    def show_print(self, printed: Printed, page: int = 1) -> None:
        """Show a print from `page` on."""
        self.show_prints([printed], page)

    def show_prints(self, prints: Sequence[Printed], page: int = 1) -> None:
        """Show several prints one after the other, from `page` (counted through all) on."""
        self.prints = list(prints)
        self._round += 1
        self._pictures.clear()
        self.thumbs.set_pages(self.pages)
        self.page = min(max(page, 1), max(self.pages, 1))
        self._show()

    def turn(self, pages: int) -> None:
        """Turn `pages` on (or back)."""
        if self.prints:
            self.go_to(self.page + pages)

    def go_to(self, page: int) -> None:
        """Show page `page`, as far as there is one."""
        if self.prints:
            wanted = min(max(page, 1), self.pages)
            if wanted != self.page:
                self.page = wanted
                self._show()

    def go_to_print(self, way: int) -> None:
        """The first page of the next (+1) or previous (-1) form of a set."""
        starts = [1]
        for printed in self.prints[:-1]:
            starts.append(starts[-1] + printed.pages)
        ways = [at for at in starts if at > self.page] if way > 0 else [at for at in starts if at < self.page][::-1]
        if ways:
            self.go_to(ways[0])

    def _at(self, page: int) -> tuple[Printed, int] | None:
        """The print to which a page belongs, and its number there."""
        for printed in self.prints:
            if page <= printed.pages:
                return printed, page
            page -= printed.pages
        return None

    def _show(self) -> None:
        self._dress()
        if not self.prints:
            return
        self.thumbs.show_page(self.page)
        self.page_changed.emit(self.page)
        width = self._width_px()
        known = self._pictures.get((self.page, width))
        if known is not None:
            self.view.show_picture(known)
            return
        page = self.page
        self._fetch(page, width, lambda picture: self._came(page, width, picture))

    def _fetch(self, page: int, width: int, came: Callable[[QPixmap], object]) -> None:
        """Make the picture of a page in the background; `came` gets it as long as the same prints are shown."""
        found, of = self._at(page), self._round
        if found is None:
            return
        printed, number = found

        def done(picture: Picture) -> None:
            if of == self._round:
                came(_pixmap(picture))

        self.place.work.run(lambda _progress: paperwork.page_picture(printed.pdf, number, width), done, owner=self)

    def _fetch_thumb(self, page: int) -> None:
        ratio = self.devicePixelRatioF()
        width = round(theme().px(_THUMB) * ratio)
        self._fetch(page, width, lambda picture: self.thumbs.came(page, picture))

    def _came(self, page: int, width: int, pixmap: QPixmap) -> None:
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
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
        pages = self.pages
        said = t("第 {page} / {pages} 页", page=self.page, pages=pages) if pages else ""
        if len(self.prints) > 1 and self.printed is not None:
            said = f"{self.printed.form} · {said}"
        self._where.setText(said)
        self._back.setVisible(pages > 1)
        self._on.setVisible(pages > 1)
        self.thumbs.setVisible(pages > 1)
        self._back.setEnabled(self.page > 1)
        self._on.setEnabled(self.page < pages)
        if pages:
            self.view.setAccessibleDescription(said)


def _pixmap(picture: Picture) -> QPixmap:
    image = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888)
    return QPixmap.fromImage(image.copy())
