"""Columns told by hand: each column of the file with its first values; Enter says what it is, remembered for next time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.services.intake_preview import ColumnSeen
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import ENTER
from station_desk.ui.import_ask import Line, pick_one
from station_desk.ui.import_words import GUESS_WHY, column_word
from station_desk.ui.kit import fill, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import listed
from station_desk.ui.theme import theme
from station_desk.wording import t

OFFERED = (
    "name", "sex", "id_no", "birth", "age", "phone", "phone2", "village", "township", "education", "political", "post",
    "start_date", "end_date", "term", "number", "bank_card", "officer", "room", "area", "veteran", "remark", "serial",
)  # fmt: skip
"""What a column may be told to be, the usual ones first."""
_ROWS = 11
Told = dict[str, str | None]


class ColumnMapper(QWidget):
    """The columns of one sheet; `told` is what was said anew, {letters: field or None}, `guessed` what their cells let
    guess. `taken`: Ctrl+Enter.
    """

    taken = Signal()

    def __init__(self, place: Workplace, columns: Sequence[ColumnSeen]) -> None:
        super().__init__()
        self.place = place
        self.told: Told = {}
        self._seen = columns
        self.guessed: Told = {one.letters: one.field for one in columns if one.guess}
        self._model: ListModel[ColumnSeen] = ListModel(
            [Column(t("列"), 64), Column(t("表头"), 150), Column(t("里面写着"), 0), Column(t("读作"), 150)], self._cells
        )
        self.list: ListView[ColumnSeen] = ListView(self._model, "columns", row=28)
        self.list.opened.connect(self._ask)
        self.list.fix_height(max(3, min(len(columns), _ROWS)))
        self._said = label("", "second", wrap=True)
        self.list.chosen.connect(self._speak)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        if self.guessed:
            says = t("没有认得的表头，下面各列是按格子里的内容猜的。猜错的按回车改，都对了按 Ctrl+Enter。")
        else:
            says = t("回车选这一列是什么，Ctrl+Enter 照这样读。写入以后，下个月同样的表不用再对。")
        fill(
            layout,
            label(says, "second"),
            self.list,
            self._said,
        )
        self._model.set_rows(columns)
        self.list.choose(next((at for at, one in enumerate(columns) if one.field is None and not one.refused), 0))

    def field_of(self, one: ColumnSeen) -> str | None:
        """What a column is, as told here or as read."""
        return self.told.get(one.letters, one.field)

    def tell(self, one: ColumnSeen, field: str | None) -> None:
        """A column is `field`; what was that field before is not used any more."""
        if field is not None:
            for other in self._seen:
                if other.letters != one.letters and self.field_of(other) == field:
                    self.told[other.letters] = None
        self.told[one.letters] = field
        self._model.repaint_rows()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self, one: ColumnSeen) -> None:
        if one.refused:
            return
        used = {self.field_of(other): other.letters for other in self._seen}
        lines: list[Line[str | None]] = [
            Line(column_word(name), t("现在是 {letters} 列", letters=used[name]) if name in used else "", name)
            for name in OFFERED
        ]
        title = t("{letters} 列“{words}”是什么？", letters=one.letters, words=one.words)
        said = t("里面写着：{examples}", examples=listed(one.examples) or "—")
        lines.insert(0, Line(t("不用这一列"), "", None))
        leave = t("先不改")
        view = pick_one(
            self.place, title, said, lines, lambda field: self.tell(one, field), act=t("就是它"), leave=leave
        )
        now = self.field_of(one)
        view.choose(next((at for at, line in enumerate(lines) if line.value == now), 0))

    def _speak(self, one: ColumnSeen | None) -> None:
        said = ""
        if one is not None and one.refused:
            said = t("这一列是群众信息，本程序不收，不能改成别的。")
        elif one is not None and one.guess and one.letters not in self.told:
            said = t("猜作{field}：{why}。", field=column_word(one.field or ""), why=t(GUESS_WHY[one.guess]))
        self._said.setText(said)

    def _cells(self, one: ColumnSeen) -> Sequence[Cell]:
        field = self.field_of(one)
        if one.refused:
            last = Cell(t("不收"), mark="skip", ink="text2")
        elif field is None:
            last = Cell(t("没有用到"), ink="text2")
        elif one.letters in self.told or one.told:
            last = Cell(column_word(field), sign="changed", ground="tint")
        elif one.guess:
            last = Cell(t("{field}（猜的）", field=column_word(field)), sign="warn", ground="warn_tint")
        else:
            last = Cell(column_word(field))
        return (Cell(one.letters, ink="text2"), Cell(one.words, weight="medium"), Cell(listed(one.examples)), last)


def ask_columns(
    place: Workplace,
    sheet: str,
    columns: Sequence[ColumnSeen],
    done: Callable[[Told], object],
    left: Callable[[], object] | None = None,
) -> ColumnMapper:
    """Show the columns of a sheet; `done` gets what was told, `left` is called when nothing was."""
    mapper = ColumnMapper(place, columns)
    panels: list[QFrame] = []

    def take() -> None:
        said = {**mapper.guessed, **mapper.told}
        if not said:
            return
        place.messages.close_panel(panels[0])
        done(said)

    mapper.taken.connect(take)
    title = t("工作表“{sheet}”的列", sheet=sheet)
    panels.append(
        place.messages.panel(
            title,
            mapper,
            [(t("照这样读"), take)],
            focus=mapper.list,
            leave=t("先不改"),
            left=left,
            width=720,
        )
    )
    return mapper
