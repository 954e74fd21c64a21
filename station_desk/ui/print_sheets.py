"""印出去的表: every sheet with its serial, where it is, what has not come back; a typed or scanned serial takes one back."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.sheet_states import SheetState
from station_desk.services import print_centre
from station_desk.services.print_centre import Marked, SheetLine
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import Item, button, chips, flat, foot, key_cap, label, row, turn_on
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.print_words import STATE_MARKS, state_words
from station_desk.ui.summary import moment
from station_desk.ui.theme import theme
from station_desk.wording import N, t, tn

Filter = Literal["wanted", "all", "back", "gone"]
FILTERS: tuple[tuple[Filter, str], ...] = (
    ("wanted", N("没回来 {n}")),
    ("back", N("已收 {n}")),
    ("gone", N("丢了和作废 {n}")),
    ("all", N("全部 {n}")),
)
_SERIAL_WIDTH = 300


def in_filter(line: SheetLine, wanted: Filter) -> bool:
    """Whether a sheet belongs to a filter."""
    state = line.sheet.state
    kinds: dict[Filter, bool] = {
        "all": True,
        "wanted": line.wanted,
        "back": state in ("returned", "entered"),
        "gone": state in ("lost", "spoiled"),
    }
    return kinds[wanted]


class SheetsView(QWidget):
    """The list with its field and acts. `again_asked` sends the serial to be printed again, `left` asks to go back."""

    again_asked = Signal(str)
    left = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.place = place
        self.filter: Filter = "wanted"
        self._lines: list[SheetLine] = []
        self._names: dict[str, str] = {}
        self.serial = Field("serial", latin=True, hint=t("输入或扫编号，Enter 收回"))
        self.serial.setFixedWidth(theme().px(_SERIAL_WIDTH))
        self.serial.went_on.connect(lambda _way: self.take_typed("returned"))
        self.month = Choice("sheets-month")
        self.month.currentIndexChanged.connect(lambda _at: self._show())
        self._chips = chips("sheets", (name for name, _word in FILTERS), self.filter, self.show_filter)
        columns = [
            *(Column(t("编号"), 210), Column(t("表"), 0), Column(t("姓名"), 130), Column(t("月份"), 80)),
            *(Column(t("页"), 56), Column(t("印的时间"), 110), Column(t("在哪里"), 122), Column(t("重印"), 210)),
        ]
        self._model: ListModel[SheetLine] = ListModel(columns, self._cells)
        self.list: ListView[SheetLine] = ListView(self._model, "sheets")
        self.list.allow_many()
        self._said = label("", "second", wrap=True)
        self._build()

    def _build(self) -> None:
        acts: list[Item] = []
        for text, state, key in (
            *((N("收回"), "returned", "Alt+H"), (N("发出"), "out", "Alt+O"), (N("已录入"), "entered", "Alt+E")),
            *((N("丢了"), "lost", "Alt+L"), (N("作废了"), "spoiled", "Alt+P")),
        ):
            made = button(t(text), lambda state=state: self.take(state), name=f"mark-{state}")  # type: ignore[misc]
            made.setToolTip(key)
            acts += [made, key_cap(key)]
        again = button(t("重印一张"), self.again, icon="printer", name="reprint")
        bottom, self._count, self._hint = foot("", t("Shift+↑↓ 选几张   Ctrl+Shift+C 复制   Esc 回到打印"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(10))
        back = button(t("回到打印"), self.left.emit, kind="quiet", name="back-to-print")
        layout.addWidget(row(back, self.serial, *self._chips.values(), None, label(t("月份"), "second"), self.month))
        layout.addWidget(self._said)
        self._said.hide()
        layout.addWidget(flat((self.list, 1), bottom, name="sheets-card"), 1)
        layout.addWidget(row(*acts, None, again, key_cap("Alt+R")))

    # --------------------------------------------------------------------------------------------------- what is shown
    def load(self, names: dict[str, str]) -> None:
        """Read the sheets; `names` are the forms' by code."""
        self._names = names
        desk = self.place.desk
        self.place.work.run(lambda _progress: print_centre.sheet_lines(desk), self._loaded, owner=self)

    def _loaded(self, lines: list[SheetLine]) -> None:
        self._lines = lines
        months = sorted({line.sheet.period for line in lines if line.sheet.period}, reverse=True)
        now = self.month.value()
        self.month.blockSignals(True)
        self.month.set_entries([(t("全部"), ""), *((one, one) for one in months)])
        self.month.set_value(now)
        self.month.blockSignals(False)
        self._show()

    def show_filter(self, name: Filter) -> None:
        """Only the sheets of this filter."""
        self.filter = name
        self._show()

    def show_serial(self, serial: str) -> None:
        """Every sheet, this one chosen."""
        self.filter = "all"
        self._show()
        for at, line in enumerate(self._model.rows()):
            if line.sheet.serial == serial:
                self.list.choose(at)

    def _show(self) -> None:
        month = str(self.month.value() or "")
        lines = [line for line in self._lines if not month or line.sheet.period == month]
        for name, word in FILTERS:
            self._chips[name].set_text(t(word, n=sum(in_filter(line, name) for line in lines)))
        turn_on(self._chips, self.filter)
        shown = [line for line in lines if in_filter(line, self.filter)]
        now = self.list.current()
        self._model.set_rows(shown)
        at = next((n for n, line in enumerate(shown) if now and line.sheet.id == now.sheet.id), 0)
        if shown:
            self.list.choose(at)
        self._count.setText(tn("{n} 张", "{n} 张", len(shown)))

    def _cells(self, line: SheetLine) -> Sequence[Cell]:
        sheet = line.sheet
        link = t("由 {serial} 代替", serial=line.replaced_by) if line.replaced_by else ""
        link = link or (t("代替 {serial}", serial=line.replaces) if line.replaces else "")
        return (
            Cell(sheet.serial, weight="medium"),
            Cell(self._names.get(sheet.form, sheet.form), second=sheet.form),
            Cell(line.person),
            Cell(sheet.period, ink="text2"),
            Cell(f"{sheet.page}/{sheet.pages}", ink="text2"),
            Cell(moment(sheet.printed_at, self.place.desk.clock.today()), ink="text2", small=True),
            Cell(state_words(sheet.state), mark=STATE_MARKS.get(sheet.state, "")),
            Cell(link, ink="text2", small=True),
        )

    # ----------------------------------------------------------------------------------------------------- what is done
    def take_typed(self, state: SheetState) -> None:
        """The typed serial goes into `state`; the field is free for the next."""
        typed = self.serial.text().strip()
        if typed:
            self.serial.clear()
            self._mark([typed], state)

    def take(self, state: SheetState) -> None:
        """The typed serial, else the selected sheets, go into `state`."""
        if self.serial.text().strip():
            self.take_typed(state)
        else:
            self._mark([line.sheet.serial for line in self.list.selected_rows()], state)

    def again(self) -> None:
        """Print the typed sheet, else the current one, again."""
        typed = self.serial.text().strip()
        line = self.list.current()
        if typed:
            self.serial.clear()
            self.again_asked.emit(typed)
        elif line is not None:
            self.again_asked.emit(line.sheet.serial)
        else:
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """The selected serials with form, name and month to the clipboard, one a line."""
        rows = self.list.selected_rows()
        names = self._names
        texts = [
            f"{one.sheet.serial}\t{names.get(one.sheet.form, '')}\t{one.person}\t{one.sheet.period}" for one in rows
        ]
        if texts:
            QGuiApplication.clipboard().setText("\n".join(texts))
            self.place.messages.done(tn("复制了 {n} 行", "复制了 {n} 行", len(texts)))

    def _mark(self, serials: Sequence[str], state: SheetState) -> None:
        if not serials:
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: print_centre.mark(desk, serials, state),
            lambda told: self._marked(told, state),
            owner=self,
        )

    def _marked(self, told: Marked, state: SheetState) -> None:
        said = said_of(told, state, self._names, self._lines)
        self._said.setText(said)
        self._said.setVisible(bool(said))
        trouble = told.trouble()
        if trouble is not None:
            self.place.messages.trouble(trouble)
        elif said:
            self.place.messages.done(said)
        self.load(self._names)

    def begin(self) -> None:
        """Put the cursor where serials are typed."""
        self.serial.setFocus(Qt.FocusReason.OtherFocusReason)


def said_of(told: Marked, state: SheetState, names: dict[str, str], lines: Sequence[SheetLine]) -> str:
    """What became of typed serials, in one sentence; of a single one whose it is."""
    parts = []
    if len(told.changed) == 1:
        line = next((one for one in lines if one.sheet.serial == told.changed[0]), None)
        whose = f"{line.person} {names.get(line.sheet.form, '')}".strip() if line else ""
        parts.append(t("{serial} {whose}：{state}", serial=told.changed[0], whose=whose, state=state_words(state)))
    elif told.changed:
        parts.append(t("{n} 张：{state}", n=len(told.changed), state=state_words(state)))
    if told.before:
        parts.append(t("{serial} 早就是“{state}”了", serial=told.before[0], state=state_words(state)))
    return "；".join(parts)
