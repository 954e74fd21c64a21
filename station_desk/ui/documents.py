"""县局文件: what the county gives its stations to read, listed on the exchange page of both sides (Alt+W).

A document is looked at here, page by page, drawn in a child process, and can be saved; the county adds and removes.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame

from station_desk.domain.attachments import Attachment
from station_desk.domain.exchange import Exported
from station_desk.domain.records import OfficeKind
from station_desk.services import attachments
from station_desk.services.attachments import DrawnPage
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import bytes_words
from station_desk.ui.kit import Button, button, column, label, scrolled
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.messages import Question
from station_desk.ui.page import Page
from station_desk.ui.theme import theme
from station_desk.wording import t

KEY = "Alt+W"
_LIST = (620, 300)
_PAGE = (640, 470)


def documents_button(page: Page) -> Button:
    """The way to the documents from `page`, with its key."""
    acts = Documents(page)
    page.on_key(KEY, acts.open, t("县局文件"))
    made = button(t("县局文件"), acts.open, kind="quiet", icon="file-text", name="documents")
    made.setToolTip(KEY)
    return made


def files_words(made: Sequence[Exported]) -> str:
    """What is said of photos and documents after an export; "" where there were none."""
    gone, left = sum(one.files for one in made), sum(one.files_waiting for one in made)
    if left:
        return t("，照片和文件 {n} 个，放不下的 {left} 个等下一包", n=gone, left=left)
    return t("，照片和文件 {n} 个", n=gone) if gone else ""


class Documents(QObject):
    """The list of the county's documents over the page, and what is done with them."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page, self._place = page, page.place
        self._county = self._place.desk.office.kind is OfficeKind.COUNTY
        self._panel: QFrame | None = None
        self.list: ListView[Attachment] | None = None

    def open(self) -> None:
        """Show the list."""
        self.close()
        model: ListModel[Attachment] = ListModel(
            [Column(t("名称"), 0), Column(t("大小"), 90, "right"), Column("", 130)], self._cells
        )
        view: ListView[Attachment] = ListView(model)
        found = attachments.documents(self._place.desk)
        model.set_rows(found)
        view.setFixedHeight(theme().px(_LIST[1]))
        view.opened.connect(lambda _row: self.look())
        self.list = view
        acts: list[tuple[str, Callable[[], object]]] = []
        if self._county and not self._place.desk.read_only:
            acts = [(t("删除文件"), self.ask_remove)] if found else []
        if found:
            acts += [(t("存到文件"), self.save), (t("打开看"), self.look)]
        if self._county and not self._place.desk.read_only:
            acts.append((t("加文件…"), self.choose))
        body = column(view, label(self._said(bool(found)), "second", wrap=True), gap=8)
        self._panel = self._place.messages.panel(
            t("县局文件"), body, acts, focus=view if found else None, width=_LIST[0]
        )
        if found:
            view.choose(0)

    def _said(self, some: bool) -> str:
        if self._county:
            return t("PDF，每份不超过 5 MB，随下一包发给每个所。带脚本或密码的不收。")
        return t("这里是县局发来的文件，Enter 打开看。") if some else t("县局还没有发来文件。")

    def _cells(self, one: Attachment) -> Sequence[Cell]:
        state = Cell() if one.here else Cell(t("还没有到"), tag="none")
        return Cell(one.title, weight="medium"), Cell(bytes_words(one.size or 0), ink="text2"), state

    def _current(self) -> Attachment | None:
        return self.list.current() if self.list is not None else None

    def close(self) -> None:
        """Take the panel away."""
        if self._panel is not None:
            self._place.messages.close_panel(self._panel)
            self._panel = None

    # ----------------------------------------------------------------------------------------------------- reading
    def look(self) -> None:
        """Show the current document, page by page."""
        chosen = self._current()
        if chosen is not None:
            self.close()
            self._draw(chosen, 1)

    def _draw(self, chosen: Attachment, number: int) -> None:
        desk, width = self._place.desk, theme().px(_PAGE[0] - 24)
        self._place.work.run(
            lambda _progress: attachments.document_page(desk, chosen.id, number, width),
            lambda drawn: self._show(chosen, number, drawn),
            label=t("正在打开"),
            owner=self,
        )

    def _show(self, chosen: Attachment, number: int, drawn: DrawnPage) -> None:
        self.close()
        sheet = label("")
        sheet.setPixmap(QPixmap.fromImage(QImage.fromData(drawn.png)))
        area = scrolled(sheet)
        area.setFixedHeight(theme().px(_PAGE[1]))
        acts: list[tuple[str, Callable[[], object]]] = [(t("回到列表"), self.open)]
        if number > 1:
            acts.append((t("上一页"), lambda: self._draw(chosen, number - 1)))
        if number < drawn.pages:
            acts.append((t("下一页"), lambda: self._draw(chosen, number + 1)))
        title = t("{name}（第 {n} 页，共 {all} 页）", name=chosen.title, n=number, all=drawn.pages)
        self._panel = self._place.messages.panel(title, column(area, gap=0), acts, width=_PAGE[0])

    def save(self) -> None:
        """Save the current document to a file."""
        chosen, desk = self._current(), self._place.desk
        if chosen is None:
            return
        self.close()

        def there(file: Path) -> None:
            self._place.work.run(
                lambda _progress: attachments.save(desk, chosen.id, file),
                lambda saved: self._place.messages.done(t("已存到 {file}", file=saved.name)),
                owner=self,
            )

        files.ask_save(self._page, t("存到文件"), f"{chosen.title}.pdf", "PDF (*.pdf)", there)

    # ---------------------------------------------------------------------------------------------------- the county
    def choose(self) -> None:
        """Ask for a PDF."""
        self.close()
        files.ask_open(self._page, t("加文件"), "PDF (*.pdf)", self.add)

    def add(self, file: Path) -> None:
        """Keep a PDF for every station."""
        desk = self._place.desk
        self._place.work.run(
            lambda _progress: attachments.add_document(desk, file),
            lambda _made: self._changed(t("已加入，随下一包发给各所")),
            label=t("正在检查文件"),
            owner=self,
        )

    def ask_remove(self) -> None:
        """Removing is for ever, at the stations too: ask."""
        chosen = self._current()
        if chosen is None:
            return
        self.close()
        question = Question(
            t("删除“{name}”？", name=chosen.title),
            t("文件从本机删掉；下一次收发以后，各所那边也删掉。"),
            t("不能撤回。原来的文件还在的话，可以再加一次。"),
            yes=t("删除文件"),
            no=t("先不删"),
        )
        desk = self._place.desk
        self._place.messages.ask(
            question,
            lambda: self._place.work.run(
                lambda _progress: attachments.remove(desk, chosen.id),
                lambda _none: self._changed(t("文件删掉了")),
                owner=self,
            ),
        )

    def _changed(self, said: str) -> None:
        self._place.messages.done(said)
        self.open()
