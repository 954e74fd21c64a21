"""A month's workbook: which file, what it would do row by row, and only then 写入 (UX 4.3, 4.4).

It stands inside the month page. Nothing of the file is kept but what is written and what is held back for correction.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.month_grid import MonthGrid
from station_desk.services import log_held, log_import
from station_desk.services.log_import import LogProposal
from station_desk.services.work_log import Entered, columns
from station_desk.ui.delegate import Cell
from station_desk.ui.import_choose import ChooseWorkbook, dropped_workbook
from station_desk.ui.kit import Banner, CutLabel, chips, column, fill, flat, foot, row, turn_on
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.month_held import HeldLogs
from station_desk.ui.month_import_lines import PARTS, LogLine, LogPreview, Part, look
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t, tn
from station_desk.wording.log_import import BY_VILLAGE

_NAMED = 8
"""So many cells are named in a banner."""


class MonthImport(QWidget):
    """`changed` tells that head and primary act say something new, `closed` that the grid comes back."""

    closed = Signal()
    changed = Signal()

    def __init__(self, place: Workplace, grid: MonthGrid) -> None:
        super().__init__()
        self.setObjectName("month-import")
        self.setAcceptDrops(True)
        self._place, self._grid = place, grid
        self.preview: LogPreview | None = None
        self.part: Part = "all"
        self.busy = False
        self.held = HeldLogs(place)
        self.held.mended.connect(self.begin)
        self.choose = ChooseWorkbook(place, roster=False)
        self.choose.picked.connect(self.read)
        heads = [
            Column(t("行"), 52, "right"),
            Column(t("姓名"), 130),
            Column(t("村"), 130),
            Column(t("月份"), 96),
            Column(t("项目和数目"), 0),
            Column(t("说明"), 280),
        ]
        self._model: ListModel[LogLine] = ListModel(heads, _cells)
        self.list: ListView[LogLine] = ListView(self._model, "log-lines", row=28)
        self._chips = chips("log", PARTS, "all", self.show_part)
        self._columns, self._totals = CutLabel("", "second"), CutLabel("", "strong")
        below, self._count, _keys = foot("", t("F8 下一处留着的　Ctrl+Enter 写入　Esc 回去，什么都不写"))
        shown = column(
            row(*self._chips.values(), None, gap=6),
            self._columns,
            (flat((self.list, 1), below), 1),
            self._totals,
            gap=8,
        )
        self._chosen, self._shown = column(self.held, (self.choose, 1), gap=12), shown
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(layout, (self._chosen, 1), (self._shown, 1))
        self._shown.hide()

    # ------------------------------------------------------------------------------------------------ reading
    def begin(self) -> None:
        """Ask which workbook; what waits from earlier ones stands above."""
        desk, grid = self._place.desk, self._grid
        self.choose.begin()
        self._place.work.run(
            lambda _progress: (log_held.held_log(desk), columns(desk)),
            lambda found: self.held.show_rows(found[0], grid, found[1]),
            owner=self,
        )

    def read(self, file: Path) -> None:
        """Read a workbook in the background and show what it would do."""
        if self.busy:
            return
        desk, month = self._place.desk, self._grid.month
        self.busy = True
        self._place.work.run(
            lambda _progress: look(desk, file, month),
            self._came,
            self._failed,
            label=t("正在读 {file}", file=file.name),
            owner=self,
        )

    def _failed(self, error: Exception) -> None:
        self.busy = False
        self._place.messages.error(error)
        self.changed.emit()

    def _came(self, preview: LogPreview) -> None:
        self.busy, self.preview = False, preview
        self._chosen.hide()
        self._shown.show()
        self._columns.set_text(t("各列：{columns}", columns=preview.read))
        self._totals.set_text(t("要写的合计　{totals}", totals=preview.totals) if preview.totals else "")
        for part, made in self._chips.items():
            made.set_text(t(PARTS[part], n=sum(one.belongs(part) for one in preview.lines)))
        self.show_part("all")
        self.list.setFocus()
        self.changed.emit()

    # ------------------------------------------------------------------------------------------------ showing
    def show_part(self, part: Part) -> None:
        """The lines of a chip."""
        if self.preview is None:
            return
        self.part = part
        turn_on(self._chips, part)
        lines = [one for one in self.preview.lines if one.belongs(part)]
        self._model.set_rows(lines)
        self._count.setText(tn("{n} 行·按原表的顺序", "{n} 行·按原表的顺序", len(lines)))
        if lines:
            self.list.choose(0)

    def title(self) -> tuple[str, str]:
        """Title and facts of the page head."""
        preview = self.preview
        if preview is None:
            return t("导入月度表格"), t("录到 {month}，表里写了月份的按表里的", month=self._grid.month)
        name = Path(preview.proposal.file).name
        return t("导入月度表格"), t("{file}：写 {n} 格，留着 {held} 处", file=name, n=preview.cells, held=preview.held)

    def banners(self) -> Sequence[Banner]:
        """What must be seen before anything is written: what looks wrong first, then what was passed over."""
        preview = self.preview
        return () if preview is None else (*self._warnings(preview), *_passed_over(preview.proposal, preview.unread))

    def _warnings(self, preview: LogPreview) -> Iterator[Banner]:
        month, proposal = self._grid.month, preview.proposal
        if preview.changes:
            yield Banner(
                "warn",
                t("{n} 格原来就有别的数，会改掉", n=preview.changes),
                t("看“改动”：原来的数在前，表里的在后。"),
            )
        months = sorted({one.month for one in proposal.entries} - {month})
        if months:
            said = t("表里写的月份是 {months}", months="、".join(months))
            yield Banner("warn", said, t("会写进那个月，不是现在看的 {month}。", month=month))
        if preview.named_otherwise:
            said = t("文件名写的是另一个月：{file}", file=Path(proposal.file).name)
            yield Banner("warn", said, t("先看看是不是拿错了表。"))
        if proposal.by_village:
            yield Banner("warn", t("这张表按村记，没有姓名"), t(BY_VILLAGE))
        if proposal.hidden:
            rows = "、".join(str(one.row) for one in proposal.hidden)
            yield Banner("warn", t("第 {rows} 行在表里是隐藏的，也读了。", rows=rows))

    def writable(self) -> int:
        """How many cells 写入 would touch."""
        return 0 if self.preview is None or self.busy or self._place.desk.read_only else self.preview.cells

    def keeps(self) -> int:
        """How many lines would only be kept for correction."""
        return 0 if self.preview is None or self.busy or self._place.desk.read_only else self.preview.held

    def find_problem(self, way: int) -> bool:
        """F8: the next line that is held back."""
        return self.list.seek(lambda line: bool(line.why), way)

    # ------------------------------------------------------------------------------------------------ writing
    def write(self) -> None:
        """Write what can be taken, in one act; what is held back goes to the list."""
        preview, desk = self.preview, self._place.desk
        if preview is None or not (self.writable() or self.keeps()):
            return
        self.busy = True
        self.changed.emit()
        self._place.work.run(
            lambda _progress: log_import.apply_log(desk, preview.proposal),
            self._written,
            self._failed,
            label=t("正在写入"),
            owner=self,
        )

    def _written(self, found: tuple[Entered, LogProposal]) -> None:
        done, proposal = found
        n, held = done.made + done.changed, sum(one.row > 0 for one in proposal.held)
        said = t("已写入 {n} 格，{same} 格原来就有", n=n, same=done.same) if done.same else t("已写入 {n} 格", n=n)
        if held:
            said = t("{said}，{held} 处留着", said=said, held=held)
        self._place.messages.done(t("{said}（撤回 Ctrl+Z）", said=said) if done.run else said)
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.preview is None and dropped_workbook(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_workbook(event.mimeData())
        if file is not None:
            self.read(file)

    def forget(self) -> None:
        """Nothing of the file stays in memory."""
        self.preview = None
        self._model.set_rows([])

    def step_back(self) -> bool:
        """Esc: from a chip to all lines; False when the view is to be left."""
        if self.preview is not None and self.part != "all":
            self.show_part("all")
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        if self.preview is not None:
            return (self.list, self._chips["all"])
        return (self.choose.list, self.held.list) if self.held.isVisible() else (self.choose.list,)


def _passed_over(proposal: LogProposal, unread: str) -> Iterator[Banner]:
    if proposal.empty:
        said = t("{n} 格写着“无”“—”一类，按没有报，不是 0；真没有做请写 零。", n=len(proposal.empty))
        where = "　".join(t("第 {row} 行 {cell}", row=one.row, cell=one.cell) for one in proposal.empty[:_NAMED])
        yield Banner("info", said, where)
    sheets = [one.sheet for one in proposal.skipped if not one.row]
    if sheets:
        yield Banner("info", t("没有读的工作表"), "、".join(sheets))
    if unread:
        yield Banner("info", t("没有收的列"), unread)


def _cells(line: LogLine) -> Sequence[Cell]:
    ground = "bad_tint" if line.why else ""
    told = line.why or (t("{n} 格改动", n=line.changes) if line.changes else "")
    return (
        Cell(str(line.row) if line.row else "", ink="hint", ground=ground, align="right"),
        Cell(line.name, mark="bad" if line.why else "tick", weight="medium", ground=ground),
        Cell(line.village, ground=ground),
        Cell(line.when, ground=ground, ink="text2"),
        Cell(line.says, ground=ground),
        Cell(told, ground=ground, ink="bad" if line.why else "warn" if line.changes else ""),
    )
