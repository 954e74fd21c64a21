"""Which workbook: those that lie where files come in, newest first, so that Enter takes the last one (UX 7, job 5)."""

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from station_desk.machine.sticks import sticks
from station_desk.services import intake
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.import_held import HeldRows
from station_desk.ui.kit import button, empty_state, flat, foot, key_cap, label, put_over, row, show_if
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t

ENDINGS = (".xlsx", ".xls", ".xlsm", ".et", ".csv")
MORE_ENDINGS = (".txt", ".tsv")
"""Text that is read too, but not offered by itself: most of it is no table."""
_MOST = 12
_SECONDS = 2.0
_PLACES = (
    QStandardPaths.StandardLocation.DesktopLocation,
    QStandardPaths.StandardLocation.DownloadLocation,
    QStandardPaths.StandardLocation.DocumentsLocation,
)


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that could be imported."""

    path: Path
    changed: float
    bytes: int


def recent_workbooks(folders: Iterable[Path], most: int = _MOST) -> list[Workbook]:
    """The newest workbooks lying directly in `folders`; a folder that cannot be read is passed over."""
    found: dict[Path, Workbook] = {}
    end = time.monotonic() + _SECONDS
    for folder in folders:
        with suppress(OSError):
            for path in folder.iterdir():
                if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "~$")):
                    status = path.stat()
                    found[path] = Workbook(path, status.st_mtime, status.st_size)
                if time.monotonic() > end:
                    break
    return sorted(found.values(), key=lambda book: -book.changed)[:most]


def dropped_workbook(data: QMimeData) -> Path | None:
    """The workbook that is being dropped, None where it is none."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return next((file for file in files if file.suffix.lower() in ENDINGS), None)


class ChooseWorkbook(QWidget):
    """The list of workbooks; `picked` sends the path."""

    picked = Signal(Path)
    looked = Signal()  # whether there are any is known now
    held_opened = Signal(object)
    spellings_asked = Signal()

    def __init__(self, place: Workplace, *, roster: bool = True) -> None:
        """`roster`: what waits of earlier imports of the roster, and the spellings, stand beside the list."""
        super().__init__()
        self.place, self._roster = place, roster
        self._model: ListModel[Workbook] = ListModel(
            [Column(t("文件"), 420), Column(t("改动时间"), 150), Column(t("文件夹"), 0)], _cells
        )
        self.list: ListView[Workbook] = ListView(self._model, "workbooks")
        self.list.opened.connect(lambda book: self.picked.emit(book.path))
        other = button(t("选别的文件"), self.ask, icon="folder", name="choose-workbook")
        self._other = (other, key_cap("Alt+O"))
        self._said = label(t("选一个表格。先给您看每一行，您说写才写。也可以把文件拖到这里。"), "second")
        foot_row, self._count, _keys = foot("", t("↑↓ 选   Enter 读"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12))
        self.held = HeldRows(place)
        self.held.opened.connect(self.held_opened)
        layout.addWidget(self.held)
        spellings = button(t("记住的写法…"), self.spellings_asked.emit, kind="quiet", name="see-spellings")
        more = (spellings, key_cap("Alt+M")) if roster else ()
        layout.addWidget(row(self._said, None, *more, *self._other))
        self._room = QStackedWidget()
        self._room.addWidget(flat((self.list, 1), foot_row))
        layout.addWidget(self._room, 1)

    @property
    def empty(self) -> bool:
        """Whether no workbook was found; the button that asks for one stands in the middle then."""
        return self._room.currentIndex() > 0

    def begin(self) -> None:
        """Look for workbooks in the background."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        desk = self.place.desk
        self.place.work.run(lambda _progress: recent_workbooks(_folders()), self._came, owner=self)
        if self._roster:
            self.place.work.run(lambda _progress: intake.held(desk), self.held.show_rows, owner=self)

    def ask(self) -> None:
        """Alt+O: any file."""
        patterns = t("表格 ({patterns})", patterns=" ".join(f"*{ending}" for ending in ENDINGS + MORE_ENDINGS))
        files.ask_open(self, t("选一个表格"), patterns, self.picked.emit)

    def _came(self, books: Sequence[Workbook]) -> None:
        self._model.set_rows(books)
        self._count.setText(t("最近的 {n} 个表格", n=len(books)) if books else "")
        for part in (self._said, *self._other):
            show_if(part, bool(books))
        if books:
            put_over(self._room, None)
            self.list.choose(0)
        else:
            self._show_empty()
        self.looked.emit()

    def _show_empty(self) -> None:
        now = QApplication.focusWidget()
        waited = now is not None and self._room.isAncestorOf(now)
        act = button(t("选文件"), self.ask, kind="primary", icon="folder", name="empty-choose")
        what, do = t("桌面、下载、文档和 U 盘上都没有表格。"), t("请选一个文件，或把文件拖到这里。")
        put_over(self._room, empty_state(what, do, (act, "Alt+O")))
        if waited:
            act.setFocus(Qt.FocusReason.OtherFocusReason)


def _folders() -> list[Path]:
    known = [Path(folder) for place in _PLACES for folder in QStandardPaths.standardLocations(place)]
    return [stick.path for stick in sticks()] + known


def _cells(book: Workbook) -> Sequence[Cell]:
    when = datetime.fromtimestamp(book.changed).astimezone()
    return (
        Cell(book.path.name, weight="medium"),
        Cell(f"{when:%Y-%m-%d %H:%M}", ink="text2"),
        Cell(str(book.path.parent), ink="text2"),
    )
