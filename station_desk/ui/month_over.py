"""What comes over the month grid for a while: the proposals of a pasted text, or the preview of a workbook."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from station_desk.ui.month_import import MonthImport
from station_desk.ui.month_paste import PasteView
from station_desk.wording import t

if TYPE_CHECKING:
    from station_desk.ui.month_page import MonthPage


class MonthOver:
    """The view over the grid of a page; `view` is None while the grid itself is in front."""

    def __init__(self, page: "MonthPage") -> None:
        self._page = page
        self.view: PasteView | MonthImport | None = None

    def paste(self) -> None:
        """Text from the clipboard becomes proposed counts, beside the words they come from."""
        page, book, text = self._page, self._page.book, QApplication.clipboard().text()
        if self.view is not None or book is None or not page.table.commit():
            return
        if page.table.paste_numbers(text):
            return
        if not text.strip():
            page.tell(t("剪贴板里没有文字。先在聊天里复制，再按 Ctrl+V。"))
            return
        page.save()
        self._open(PasteView(page.place, text, book.grid))

    def import_file(self) -> None:
        """A month's workbook: chosen, looked at, then written."""
        page, book = self._page, self._page.book
        if self.view is None and book is not None and page.table.commit():
            page.save()
            self._open(MonthImport(page.place, book.grid))

    def choose_file(self) -> None:
        """Alt+O: any file, while a workbook is chosen."""
        if isinstance(self.view, MonthImport) and self.view.preview is None:
            self.view.choose.ask()

    def step_back(self) -> None:
        """Esc."""
        if self.view is not None and not self.view.step_back():
            self.close()

    def focus(self) -> None:
        """The page came to the front again."""
        if self.view is not None:
            self.view.areas()[0].setFocus()

    def close(self) -> None:
        """The grid comes back, read anew."""
        page, view = self._page, self.view
        self.view = None
        if view is not None:
            page.body.removeWidget(view)
            view.forget()
            view.hide()
            view.deleteLater()
            page.show_grid(shown=True)
            page.table.setFocus()

    def _open(self, view: PasteView | MonthImport) -> None:
        self.view = view
        view.closed.connect(self.close)
        view.changed.connect(self._dress)
        self._page.show_grid(shown=False)
        self._page.body.addWidget(view, 1)
        view.begin()
        self._dress()

    def _dress(self) -> None:
        """Head, banners and primary act say what the view says."""
        page, view = self._page, self.view
        if isinstance(view, PasteView):
            page.set_banners()
            page.set_head(t("粘贴文字"), view.facts())
            n = view.chosen()
            page.set_primary(t("写入 {n} 条", n=n), view.write, icon="check", enabled=n > 0)
        elif view is not None:
            page.set_banners(*view.banners())
            page.set_head(*view.title())
            n, held = view.writable(), view.keeps()
            if n:
                page.set_primary(t("写入 {n} 格", n=n), view.write, icon="check")
            elif held:
                page.set_primary(t("留下 {n} 处待改", n=held), view.write, icon="check")
            else:
                page.no_primary()
