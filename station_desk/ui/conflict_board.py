"""Two versions side by side, over the dimmed page: number keys or arrows and Enter choose, the next one comes by itself.

What was settled stays to be seen, and which copies of the database have written. A county looks; its stations settle.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from station_desk.domain.conflict import Conflict, CopyLine, Version
from station_desk.domain.records import OfficeKind
from station_desk.services import conflicts, exchange
from station_desk.services.desk import Desk
from station_desk.ui.conflict_words import copy_words, heading_words, line_words, settled_words, shown_value
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.kit import CutLabel, button, chip, column, fill, flat, label, named, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.person_card import REVEAL_MS
from station_desk.ui.summary import local, moment
from station_desk.ui.theme import theme
from station_desk.wording import t

WIDTH, _ROWS = 820, 7
WAITING, SETTLED, COPIES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class BoardData:
    """What the board shows; `copies` with the name of their office."""

    waiting: tuple[Conflict, ...]
    settled: tuple[Conflict, ...]
    copies: tuple[tuple[str, CopyLine], ...]
    today: date


def load_board(desk: Desk) -> BoardData:
    """Everything the board shows. A county sees the stations that have more than one copy."""
    found = conflicts.list_conflicts(desk)
    if desk.office.kind is OfficeKind.STATION:
        lines = [(desk.office.name, line) for line in conflicts.copy_lines(desk)]
    else:
        of = {peer: conflicts.copy_lines(desk, peer.office) for peer in exchange.peers(desk)}
        lines = [(peer.name, line) for peer, found_of in of.items() if len(found_of) > 1 for line in found_of]
    return BoardData(
        tuple(one for one in found if one.settled is None),
        tuple(one for one in found if one.settled is not None),
        tuple(lines),
        desk.clock.today(),
    )


@dataclass(frozen=True, slots=True)
class Own:
    """The last line: a value of one's own."""


class VersionList(ListView[Version | Own]):
    """The versions of one field. A digit takes one at once; F9 asks for the whole numbers."""

    reveal_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = int(event.text()) - 1
            if 0 <= at < self.model().rowCount():
                self.choose(at)
                self._open(at)
            event.accept()
        elif event.key() == Qt.Key.Key_F9:
            self.reveal_asked.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class ConflictBoard(QWidget):
    """The board. `emptied` when nothing waits any more."""

    emptied = Signal()

    def __init__(self, place: Workplace, data: BoardData, tab: int = WAITING) -> None:
        super().__init__()
        named(self, "conflict-board")
        self.place, self.data = place, data
        self._busy = False
        self._runs: list[str] = []
        self._at = 0
        self._hide = QTimer(self, interval=REVEAL_MS, singleShot=True)
        self._hide.timeout.connect(lambda: self._show_current())
        self._whole: Conflict | None = None
        self._build()
        self.show_data(data)
        self.show_tab(tab if tab != WAITING or data.waiting else SETTLED if data.settled else WAITING)

    # ------------------------------------------------------------------------------------------------ building
    def _build(self) -> None:
        self._chips = [chip("", name=name) for name in _TABS]
        for at, made in enumerate(self._chips):
            made.clicked.connect(lambda _on=False, at=at: self.show_tab(at))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_waiting())
        self._settled: ListModel[Conflict] = ListModel(_settled_columns(), _settled_cells)
        self.settled = ListView(self._settled, "settled-list")
        self._stack.addWidget(flat((self.settled, 1)))
        self._copies: ListModel[tuple[str, CopyLine]] = ListModel(_copy_columns(), _copy_cells)
        self.copies = ListView(self._copies, "copies-list")
        self._stack.addWidget(flat((self.copies, 1)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(12))
        fill(layout, row(*self._chips, None), (self._stack, 1))
        self._stack.setFixedHeight(theme().px(330))

    def _build_waiting(self) -> QWidget:
        self._place_label = named(label("", "hint"), "conflict-place")
        self._subject = named(CutLabel("", "title"), "conflict-subject")
        self._station = label("", "second")
        self._model: ListModel[Version | Own] = ListModel(self._columns(), self._cells)
        self.versions = VersionList(self._model, "versions", row=36)
        self.versions.opened.connect(self._chosen)
        self.versions.reveal_asked.connect(self.reveal)
        self.own = Field("own-value", hint=t("另写一个值，回车选定"), guarded=False)
        self.own.went_on.connect(lambda way: self._settle(value=self.own.text()) if way > 0 else self._back())
        self._said = label("", "small", wrap=True)
        self._keys = label("", "hint", wrap=True)
        self._reveal = button(t("显示全号"), self.reveal, kind="quiet", icon="eye", name="reveal-versions")
        self._own_row = row((self.own, 1))
        head = row((self._subject, 1), self._station, self._place_label, gap=12)
        foot = row((self._keys, 1), self._reveal)
        return column(head, flat((self.versions, 1)), self._own_row, self._said, foot, gap=8)

    def _columns(self) -> list[Column]:
        return [
            Column("", 44, "centre"),
            Column(t("写的是"), 0),
            Column(t("谁写的"), 110),
            Column(t("时间"), 150),
            Column(t("哪一份"), 200),
        ]

    def _cells(self, version: Version | Own) -> Sequence[Cell]:
        one = self.current
        if one is None:
            return ()
        if isinstance(version, Own):
            return (Cell(str(len(one.versions) + 1), ink="accent"), Cell(t("另写一个…"), ink="accent"))
        number = str(one.versions.index(version) + 1) if version in one.versions else ""
        value = Cell(shown_value(one, version.shown), weight="medium", second=t("现在用的") if version.stands else "")
        return (
            Cell(number, ink="accent"),
            value,
            Cell(version.actor or t("别处")),
            Cell(_when(version.at, self.data.today)),
            Cell(copy_words(version), ink="text2"),
        )

    # ------------------------------------------------------------------------------------------------- showing
    @property
    def current(self) -> Conflict | None:
        """The conflict in front; with its numbers in full for a while after they were asked for."""
        if self._whole is not None:
            return self._whole
        return self.data.waiting[self._at] if self._at < len(self.data.waiting) else None

    def show_data(self, data: BoardData) -> None:
        """Show what was read anew; the place in the queue stays."""
        self.data = data
        self._at = min(self._at, max(0, len(data.waiting) - 1))
        texts = (t("待选定 {n}", n=len(data.waiting)), t("已选定 {n}", n=len(data.settled)))
        for made, text in zip(self._chips, (*texts, t("各份 {n}", n=len(data.copies))), strict=True):
            made.set_text(text)
        self._settled.set_rows(data.settled)
        self._copies.set_rows(data.copies)
        self._show_current()

    def show_tab(self, tab: int) -> None:
        """Bring what waits, what was settled, or the copies to the front."""
        self._stack.setCurrentIndex(tab)
        for at, made in enumerate(self._chips):
            made.setChecked(at == tab)
        self.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget:
        """Where the focus belongs."""
        return (self.versions, self.settled, self.copies)[self._stack.currentIndex()]

    def _show_current(self, whole: Conflict | None = None) -> None:
        self._hide.stop()
        self._whole = whole
        one = self.current
        self._own_row.hide()
        self._reveal.setVisible(one is not None and one.masked)
        if one is None:
            self._subject.set_text(t("没有要选定的"))
            self._place_label.setText("")
            self._station.setText("")
            self._keys.setText("")
            self._said.setText(t("两份库写的都一样，或者都选定了。"))
            self._model.set_rows(())
            return
        self._subject.set_text(heading_words(one))
        self._station.setText(one.station if self._county else "")
        self._place_label.setText(t("第 {n} 处，共 {m} 处", n=self._at + 1, m=len(self.data.waiting)))
        self._said.setText(
            t("哪一个都不会丢：没选的那个留在经过里，并注明谁在哪天选定。")
            if one.ours
            else t("由“{office}”自己选定；它的下一包会把结果带来。", office=one.station)
        )
        self._keys.setText(self._key_words(one))
        choices: list[Version | Own] = [*one.versions]
        self._model.set_rows([*choices, Own()] if one.ours and one.free else choices)
        self.versions.choose(0)

    @property
    def _county(self) -> bool:
        return self.place.desk.office.kind is OfficeKind.COUNTY

    def _key_words(self, one: Conflict) -> str:
        parts = [t("按数字键选，或 ↑↓ 和回车")] if one.ours else []
        if len(self.data.waiting) > 1:
            parts.append(t("PgDn 下一处"))
        if one.masked:
            parts.append(t("F9 看全号（会记下）"))
        return "  ".join(parts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
            return
        way = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if way is None or self._stack.currentIndex() != WAITING or not self.data.waiting:
            super().keyPressEvent(event)
            return
        self._at = (self._at + way) % len(self.data.waiting)
        self._show_current()

    def reveal(self) -> None:
        """Show the whole numbers for 30 seconds; the look is recorded first."""
        one, desk = self.current, self.place.desk
        if one is None or not one.masked:
            return

        def show(whole: Conflict) -> None:
            if self.current is not None and self.current.id == whole.id:
                self._show_current(whole)
                self._hide.start()
                self.place.messages.done(t("显示 30 秒，这次查看已记下"))

        self.place.work.run(lambda _p: conflicts.find_conflict(desk, one.id, reveal=True), show, owner=self)

    # ------------------------------------------------------------------------------------------------ choosing
    def _chosen(self, version: Version | Own) -> None:
        one = self.current
        if one is None or not one.ours:
            return
        if isinstance(version, Version):
            self._settle(take=version.txn)
            return
        self._own_row.show()
        self.own.clear()
        self.own.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        self._own_row.hide()
        self.versions.setFocus(Qt.FocusReason.OtherFocusReason)

    def _settle(self, take: str = "", value: str | None = None) -> None:
        one, desk = self.current, self.place.desk
        if one is None or self._busy:
            return
        self._busy = True

        def choose(_progress: object) -> tuple[str, BoardData]:
            run = conflicts.settle(desk, one.id, take=take, value=value)
            return run, load_board(desk)

        self.place.work.run(choose, lambda done: self._settled_one(one, *done), self._refused, owner=self)

    def _undo(self) -> None:
        """Take the last choice of this board back."""
        if self._busy or not self._runs:
            return
        self._busy, run, desk = True, self._runs[-1], self.place.desk

        def undo(_progress: object) -> BoardData:
            conflicts.take_back(desk, run)
            return load_board(desk)

        self.place.work.run(undo, self._undone, self._refused, owner=self)

    def _undone(self, data: BoardData) -> None:
        self._busy = False
        self._runs.pop()
        self.show_data(data)
        self.show_tab(WAITING)
        self.place.messages.done(t("已撤回"))

    def _settled_one(self, one: Conflict, run: str, data: BoardData) -> None:
        self._busy = False
        self._runs.append(run)
        self.show_data(data)
        self.place.messages.done(t("{what} 已选定（撤回 Ctrl+Z）", what=heading_words(one)))
        self.versions.setFocus(Qt.FocusReason.OtherFocusReason)
        if not data.waiting:
            self.emptied.emit()

    def _refused(self, error: Exception) -> None:
        self._busy = False
        self.place.messages.error(error)


def _when(instant: str, today: date) -> str:
    """Day and time: two versions of one day must be told apart."""
    said = moment(instant, today)
    return said if ":" in said else f"{said} {local(instant):%H:%M}"


_TABS = ("tab-waiting", "tab-settled", "tab-copies")


def _settled_columns() -> list[Column]:
    return [Column(t("哪一处"), 200), Column(t("两个版本"), 0), Column(t("选定"), 300)]


def _settled_cells(one: Conflict) -> Sequence[Cell]:
    versions = " / ".join(shown_value(one, version.shown) for version in one.versions)
    return Cell(heading_words(one), weight="medium"), Cell(versions), Cell(settled_words(one), ink="text2")


def _copy_columns() -> list[Column]:
    return [
        Column(t("单位"), 150),
        Column(t("第几份"), 70),
        Column(t("自"), 100),
        Column(t("至"), 100),
        Column(t("笔数"), 64, "right"),
        Column(t("说明"), 0),
    ]


def _copy_cells(one: tuple[str, CopyLine]) -> Sequence[Cell]:
    name, line = one
    mark = "warn" if line.left is not None else ""
    number = Cell(str(line.number), mark=mark)
    return Cell(name), number, Cell(line.since), Cell(line.until), Cell(str(line.acts)), Cell(line_words(line))


def open_board(
    owner: QWidget, place: Workplace, tab: int = WAITING, closed: Callable[[], object] | None = None
) -> None:
    """Read what there is and put the board over the page; `closed` is called when it is left."""
    desk = place.desk

    def show(data: BoardData) -> None:
        board = ConflictBoard(place, data, tab)
        panels: list[QFrame] = []
        panels.append(
            place.messages.panel(
                t("两个版本"), board, [], focus=board.first(), leave=t("关上"), width=WIDTH, left=closed
            )
        )

    place.work.run(lambda _progress: load_board(desk), show, owner=owner)
