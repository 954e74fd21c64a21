"""Pasted chat text: proposed counts beside the words they come from; what is in doubt is asked; the text is not kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.month_grid import MonthGrid
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import MOST_COUNT, Count
from station_desk.services import chat_log, work_log
from station_desk.services.desk import Desk
from station_desk.services.work_log import Entered
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import card, flat, foot, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.chat import WHY
from station_desk.wording.troubles import tell


@dataclass(frozen=True, slots=True)
class PasteLine:
    """A proposal, or a doubt or a note: `count` None. `why` says what is to be looked at, `note` what is only told; `stops`:
    it cannot be written at all.
    """

    message: str
    name: str = ""
    column: str = ""
    count: Count | None = None
    there: int | None = None
    text: str = ""
    why: str = ""
    note: str = ""
    stops: bool = False
    on: bool = False


def paste_lines(desk: Desk, text: str, grid: MonthGrid) -> list[PasteLine]:
    """The lines of copied chat for the people of a month, in the order of the messages."""
    known = work_log.columns(desk)
    people: dict[str, list[str]] = {}
    for row in grid.rows:
        people.setdefault(row.name, []).append(row.person_id)
    by_day = _by_day(grid)
    lines: list[PasteLine] = []
    for one in chat_log.propose_beside(desk, text, desk.clock.today()):
        for found in one.proposed.lines:
            ids = people.get(found.person, [])
            column = known[found.code].name
            if len(ids) != 1:
                why = t("这个月没有这个人的任期。") if not ids else t("有两个人叫这个名字。")
                lines.append(PasteLine(one.text, found.person, column, text=str(found.count), why=why))
                continue
            month = work_log.month_of(desk, found.day)
            count = Count(ids[0], found.code, month, found.count, day=found.day.isoformat())
            lines.append(PasteLine(one.text, found.person, column, count, by_day.get((ids[0], found.code)), on=True))
        asked = [PasteLine(one.text, text=doubt.text, why=t(WHY[doubt.why])) for doubt in one.proposed.doubts]
        asked += [PasteLine(one.text, text=note.text, note=t(WHY[note.why])) for note in one.proposed.notes]
        lines += asked or ([] if one.proposed.lines else [PasteLine(one.text, text=one.text, why=t("没有数目"))])
    return [_judged(line, fault) for line, fault in zip(lines, _faults(desk, lines), strict=True)]


def _by_day(grid: MonthGrid) -> dict[tuple[str, str], int]:
    """What a person has of a column without a day: it may be the same work, counted from paper."""
    return {
        (row.person_id, code): cell.count
        for row in grid.rows
        for code, cell in row.cells.items()
        if cell.by_day < len(cell.ids) and cell.count
    }


def _faults(desk: Desk, lines: Sequence[PasteLine]) -> list[Trouble | None]:
    counts = [line.count for line in lines if line.count is not None]
    found = iter(work_log.check_counts(desk, counts))
    return [next(found) if line.count is not None else None for line in lines]


def _judged(line: PasteLine, fault: Trouble | None) -> PasteLine:
    """A line that cannot be written says why; one beside a month's count of the same work is asked about."""
    if fault is not None:
        return replace(line, why=tell(fault).what, stops=True, on=False)
    if line.there is not None and line.count is not None:
        return replace(line, why=t("这个月已按表录了 {n}，这是另外的才选上。", n=line.there), on=False)
    return line


class PasteList(ListView[PasteLine]):
    """The lines; `flipped` a line taken in or left out, `digit` a figure typed for its count, `rubbed` one taken back."""

    flipped = Signal()
    digit = Signal(int)
    rubbed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() == Qt.Key.Key_Space:
            self.flipped.emit()
        elif plain and Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
            self.digit.emit(event.key() - int(Qt.Key.Key_0))
        elif event.key() == Qt.Key.Key_Backspace:
            self.rubbed.emit()
        else:
            super().keyPressEvent(event)


class PasteView(QWidget):
    """The proposals of one text. `forget` lets go of every word of it."""

    closed = Signal()
    changed = Signal()

    def __init__(self, place: Workplace, text: str, grid: MonthGrid) -> None:
        super().__init__()
        self._place, self._grid = place, grid
        self._text: str | None = text
        self._typing = False
        self.lines: list[PasteLine] = []
        heads = [
            Column(t("姓名"), 120),
            Column(t("日期"), 96),
            Column(t("项"), 110),
            Column(t("数量"), 64, "right"),
            Column(t("要看的"), 300),
            Column(t("原话"), 0),
        ]
        self._model: ListModel[PasteLine] = ListModel(heads, self._cells)
        self.list: PasteList = PasteList(self._model)
        self.list.chosen.connect(self._show)
        self.list.opened.connect(lambda _line: self.write())
        self.list.flipped.connect(self._flip)
        self.list.digit.connect(self._digit)
        self.list.rubbed.connect(self._rub_out)
        self._words = label("", wrap=True)
        below, self._count, _keys = foot("", t("空格 选上、不选　数字 改数　Enter 写入选上的　Esc 回去，文字不留"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(flat((self.list, 1), below), 1)
        layout.addWidget(card(self._words, name="card"))

    def begin(self) -> None:
        """Read the text in the background."""
        desk, text, grid = self._place.desk, self._text or "", self._grid
        self._place.work.run(lambda _progress: paste_lines(desk, text, grid), self._read, owner=self)
        self.list.setFocus()

    def facts(self) -> str:
        """Where it stands."""
        doubts = sum(bool(line.why) for line in self.lines)
        told = sum(bool(line.note) for line in self.lines)
        return t("认出 {n} 条，{doubts} 处要看", n=len(self.lines) - doubts - told, doubts=doubts)

    def chosen(self) -> int:
        """How many lines are to be written."""
        return sum(line.on for line in self.lines)

    def write(self) -> None:
        """Write the chosen lines, as one act."""
        desk = self._place.desk
        counts = [line.count for line in self.lines if line.on and line.count is not None]
        if counts:
            summed = _summed(counts)
            self._place.work.run(
                lambda _progress: work_log.apply_what_can(desk, summed, "paste"), self._written, owner=self
            )

    def _written(self, found: tuple[Entered, dict[Count, Trouble]]) -> None:
        done, refused = found
        n = done.made + done.changed
        said = t("已写入 {n} 条，{same} 条原来就有（撤回 Ctrl+Z）", n=n, same=done.same)
        if refused:
            said = t(
                "{said}；{m} 条没有写：{why}", said=said, m=len(refused), why=tell(next(iter(refused.values()))).what
            )
        self._place.messages.done(said)
        self.closed.emit()

    def forget(self) -> None:
        """Nothing of the text is kept."""
        self._text = None
        self.lines = []
        self._model.set_rows([])
        self._words.clear()

    def step_back(self) -> bool:
        """Esc leaves at once: nothing that was typed here is lost but figures of this view."""
        return False

    def areas(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        return (self.list,)

    # --- the list --------------------------------------------------------------------------------------------------
    def _read(self, lines: list[PasteLine]) -> None:
        self._text = None
        self.lines = lines
        self._model.set_rows(lines)
        self.list.choose(0)
        self._tell()

    def _tell(self) -> None:
        self._count.setText(t("选上 {n} 条", n=self.chosen()))
        self.changed.emit()

    def _show(self, line: PasteLine | None) -> None:
        self._typing = False
        self._words.setText(line.message if line is not None else "")

    def _cells(self, line: PasteLine) -> Sequence[Cell]:
        warn = bool(line.why)
        ground = "warn_tint" if warn and not line.on else ""
        mark = "ok" if line.on else "bad" if line.stops else "warn" if warn else "info" if line.note else "wait"
        day = line.count.day or "" if line.count is not None else ""
        number = str(line.count.count) if line.count is not None else ""
        return (
            Cell(line.name or "—", mark=mark, weight="medium", ground=ground),
            Cell(day, ground=ground),
            Cell(line.column, ground=ground),
            Cell(number, ground=ground, weight="bold", align="right"),
            Cell(line.why or line.note, ground=ground, ink="warn" if warn else "text2" if line.note else ""),
            Cell(line.text or line.message, ground=ground, ink="text2"),
        )

    def _change(self, line: PasteLine) -> None:
        at = self.list.currentIndex().row()
        if 0 <= at < len(self.lines):
            self.lines[at] = line
            self._model.repaint_rows()
            self.list.viewport().update()
            self._tell()

    def _flip(self) -> None:
        line = self.list.current()
        if line is not None and line.count is not None and not line.stops:
            self._change(replace(line, on=not line.on))

    def _digit(self, digit: int) -> None:
        line = self.list.current()
        if line is None or line.count is None or line.stops:
            return
        number = (line.count.count or 0) * 10 + digit if self._typing else digit
        if number <= MOST_COUNT:
            self._typing = True
            self._change(replace(line, count=replace(line.count, count=number), on=True))

    def _rub_out(self) -> None:
        line = self.list.current()
        if line is not None and line.count is not None and not line.stops:
            self._typing = True
            self._change(replace(line, count=replace(line.count, count=(line.count.count or 0) // 10)))


def _summed(counts: Sequence[Count]) -> list[Count]:
    """Lines of one person, day and column from several messages are one count."""
    found: dict[tuple[str, str, str | None], Count] = {}
    for one in counts:
        key = (one.person_id, one.code, one.day)
        before = found.get(key)
        found[key] = one if before is None else replace(one, count=(before.count or 0) + (one.count or 0))
    return list(found.values())
