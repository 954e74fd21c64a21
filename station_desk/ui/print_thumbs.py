"""Small pictures of the pages, to go to one by a click or a key; each is made when it is seen, a few hundred are kept."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from station_desk.ui.kit import named
from station_desk.ui.theme import theme
from station_desk.wording import t

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
HEIGHT = 92
_KEPT = 300

Fetch = Callable[[int], None]
"""Asks for the picture of a page (from 1); it comes later by `Thumbs.came`."""


class _Pages(QAbstractListModel):
    """As many rows as pages; a picture is asked for when its row is painted."""

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        self._fetch = fetch
        self._pages = 0
        self.pictures: dict[int, QPixmap] = {}
        self.asked: set[int] = set()

    def set_pages(self, pages: int) -> None:
        self.beginResetModel()
        self._pages = pages
        self.pictures.clear()
        self.asked.clear()
        self.endResetModel()

    def came(self, page: int, picture: QPixmap) -> None:
        while len(self.pictures) >= _KEPT:
            gone = next(iter(self.pictures))
            del self.pictures[gone]
            self.asked.discard(gone)
        self.pictures[page] = picture
        at = self.index(page - 1, 0)
        self.dataChanged.emit(at, at)

    def picture(self, page: int) -> QPixmap | None:
        """The picture of a page, asked for where it is not here yet."""
        found = self.pictures.get(page)
        if found is None and page not in self.asked:
            self.asked.add(page)
            self._fetch(page)
        return found

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else self._pages

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return t("第 {page} 页", page=index.row() + 1)
        return QIcon() if role == Qt.ItemDataRole.DecorationRole else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme().px(HEIGHT - 12), theme().px(HEIGHT - 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, _Pages)
        box = option.rect.adjusted(4, 4, -4, -4)  # type: ignore[attr-defined]
        view = self.parent()
        assert isinstance(view, Thumbs)
        picture = model.picture(index.row() + 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = (picture.size() if picture else QSize(70, 99)).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = box.x() + (box.width() - size.width()) // 2, box.y() + (box.height() - size.height()) // 2
        if picture:
            painter.drawPixmap(left, top, size.width(), size.height(), picture)
        else:
            painter.fillRect(left, top, size.width(), size.height(), theme().colour("surface"))
        chosen = view.currentIndex().row() == index.row()
        pen = painter.pen()
        pen.setColor(theme().colour("accent" if chosen else "line_strong"))
        pen.setWidth(2 if chosen else 1)
        painter.setPen(pen)
        painter.drawRect(left, top, size.width(), size.height())
        painter.restore()


class Thumbs(QListView):
    """The strip below the preview. `page_asked` sends the page that was chosen by hand."""

    page_asked = Signal(int)

    def __init__(self, fetch: Fetch) -> None:
        super().__init__()
        named(self, "thumbnails")
        self._pages = _Pages(fetch)
        self.setModel(self._pages)
        self.setItemDelegate(_Painter(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme().px(HEIGHT + 4))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and not self.signalsBlocked():
            self.page_asked.emit(current.row() + 1)

    def set_pages(self, pages: int) -> None:
        """So many pages, all to be drawn anew."""
        self._pages.set_pages(pages)

    def show_page(self, page: int) -> None:
        """Page `page` is the one in the preview."""
        if self.currentIndex().row() != page - 1:
            self.blockSignals(True)
            self.setCurrentIndex(self._pages.index(page - 1, 0))
            self.blockSignals(False)

    def came(self, page: int, picture: QPixmap) -> None:
        """The picture of a page is here."""
        self._pages.came(page, picture)

    def drawn(self) -> int:
        """How many pictures are kept."""
        return len(self._pages.pictures)
