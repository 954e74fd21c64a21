"""One sheet of assessment in the window: items with the machine's number, the officer's, and what it rests on (UX 4.7).

Digits begin a number in the current line, Enter takes it and goes on; a letter jumps to its section, again to the next
item there; Delete takes the officer's number back to the machine's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from station_desk.domain.assessment import Standing, as_if, differing
from station_desk.domain.points import points_text, tenths
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.services.assessment import SheetView
from station_desk.ui.assess_words import TONES, evidence_text, state_word
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import ENTER, Field
from station_desk.ui.kit import Box, foot, label, named, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import Tag
from station_desk.wording import t
from station_desk.wording.assess import differ_words

_SCORE = 3
"""The column in which points are typed."""
Typed = Mapping[str, int | None]
"""{code: tenths, or a count; None: back to the machine's number}"""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet. `kind`: section, item, extra (a bonus, a deduction, a veto, whose number is a count)."""

    kind: str
    code: str
    name: str
    most: int | None = None
    machine: int | None = None
    officer: int | None = None
    evidence: str = ""
    words: str = ""
    typed: bool = False

    @property
    def shown(self) -> int | None:
        """What counts."""
        return self.machine if self.officer is None else self.officer

    @property
    def differs(self) -> bool:
        """Whether the officer's number is not the machine's."""
        return self.kind == "item" and None not in (self.officer, self.machine) and self.officer != self.machine


def lines_of(rubric: Rubric, standing: Standing, typed: Typed) -> list[Line]:
    """The lines of a sheet with what was typed since."""
    found: list[Line] = []
    sections = rubric.sections()
    for item in rubric.items:
        if not found or found[-1].code.rstrip("0123456789") != item.section:
            name = f"{item.section} {rubric.names.get(item.section, '')}"
            found.append(Line("section", item.section, name, sections[item.section]))
        entry = standing.entries.get(item.code)
        machine = entry.machine if entry else None
        officer = typed.get(item.code, entry.points if entry else None)
        told = evidence_text(entry.evidence) if entry else ""
        words = entry.words if entry else ""
        found.append(Line("item", item.code, item.name, item.most, machine, officer, told, words, item.code in typed))
    extras = {code: (extra.name, extra.points) for code, extra in rubric.adds.items()}
    extras |= {code: (extra.name, -extra.points) for code, extra in rubric.deducts.items()}
    extras |= {code: (name, 0) for code, name in rubric.vetoes.items()}
    if extras:
        found.append(Line("section", "+", t("加分、减分、一票否决（填次数）")))
    for code, (name, points) in extras.items():
        entry = standing.entries.get(code)
        count = typed.get(code, entry.count if entry else None)
        each = (
            t("一票否决")
            if not points
            else t("每次 {points} 分", points=f"{'+' if points > 0 else '−'}{points_text(abs(points))}")
        )
        told = entry.words if entry and entry.words else each
        found.append(Line("extra", code, name, None, None, count, told, typed=code in typed))
    return found


def section_sum(lines: Sequence[Line], code: str) -> int | None:
    """What the items of a section come to; None while one has no points."""
    points = [line.shown for line in lines if line.kind == "item" and line.code.rstrip("0123456789") == code]
    return None if any(one is None for one in points) else sum(one or 0 for one in points)


def _why(line: Line) -> str:
    """What the points rest on: the officer's reason, and what the log says where it says another number."""
    if not line.differs:
        return line.words or line.evidence
    if not line.words:
        return t("民警改（日志：{told}）", told=line.evidence)
    return t("民警改：{why}（日志：{told}）", why=line.words, told=line.evidence)


class SheetPanel(Box):
    """The card of a sheet. `entered` sends (code, tenths or count or None) when a number was typed; `left` tells that the
    last line was passed, `evidence_wanted` that one asks what stands behind the current item.
    """

    entered = Signal(str, object)
    left = Signal()
    evidence_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(gap=0, margins=(1, 1, 1, 1))
        named(self, "card")
        self._rubric: Rubric | None = None
        self._lines: list[Line] = []
        self._locked = False
        columns = [
            Column(t("考核项目"), 0),
            Column(t("满分"), 58, "right"),
            Column(t("日志算得"), 86, "right"),
            Column(t("民警评分"), 92, "right"),
            Column(t("依据"), 270),
        ]
        self._model: ListModel[Line] = ListModel(columns, self._cells, lambda line: line.kind != "section")
        self.list: ListView[Line] = ListView(self._model, "sheet", row=28)
        self.list.installEventFilter(self)
        self.editor = Field("score", latin=True, parent=self.list.viewport())
        self.editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editor.hide()
        self.editor.went_on.connect(self._take)
        self.editor.installEventFilter(self)
        self._name, self._village = label("", "head"), label("", "second")
        self._state = Tag("", "info")
        self._differ = label("", "strong", "warn", wrap=True)
        self._differ.setContentsMargins(16, 0, 16, 6)
        self._differ.hide()
        self._total, self._grade = label("", "figure"), label("", "second")
        head = row(
            self._name, self._village, self._state, None, self._total, self._grade, gap=8, margins=(16, 8, 16, 6)
        )
        foot_row, self._foot, _keys = foot(
            "", t("数字 打分   Enter 下一项   空格 依据   Delete 恢复日志算得   字母 跳到那一部分")
        )
        self.body.addWidget(head)
        self.body.addWidget(self._differ)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(foot_row)

    # ------------------------------------------------------------------------------------------------- showing
    def show_sheet(self, rubric: Rubric, view: SheetView, typed: Typed, *, locked: bool) -> None:
        """Show a sheet with what was typed since; the current line stays where it is."""
        at = self.list.currentIndex().row()
        self._rubric, self._locked = rubric, locked
        self._lines = lines_of(rubric, view.standing, typed)
        self._model.set_rows(self._lines)
        self.list.choose(at if 0 < at < len(self._lines) else 1)
        self._name.setText(view.name)
        self._village.setText(view.village)
        state = view.standing.state
        self._state.set_tag(state_word(state), TONES.get(state, "info"))
        self._differ.setText("\n".join(differ_words(one) for one in differing(view.standing.steps)))
        self._differ.setVisible(bool(self._differ.text()))
        self._say_total(as_if(rubric, view.standing, typed) if typed else view.standing)

    def _say_total(self, at: Standing) -> None:
        self._total.setText(points_text(at.total) if at.total is not None else "—")
        missing = len(at.missing)
        if at.total is None:
            self._grade.setText(t("分，还有 {n} 项没有分", n=missing))
        elif at.rank is None:
            self._grade.setText(t("分，{grade}（一票否决）", grade=at.grade))
        else:
            self._grade.setText(t("分，{grade}（第 {n} 名）", grade=at.grade, n=at.rank))
        told = [t("加分 {n}", n=points_text(at.add)), t("减分 {n}", n=points_text(at.deduct))]
        if at.of.days < at.of.days_due:
            told.append(t("在聘 {n}/{due} 天，任务数按天折算", n=at.of.days, due=at.of.days_due))
        self._foot.setText("   ".join(told))

    def _cells(self, line: Line) -> list[Cell]:
        if line.kind == "section":
            total = section_sum(self._lines, line.code)
            most = "" if line.most is None else points_text(line.most)
            shown = "" if total is None else points_text(total)
            return [
                Cell(line.name, weight="bold", ground="raised"),
                Cell(most, ground="raised", ink="text2"),
                Cell(ground="raised"),
                Cell(shown, weight="bold", ground="raised"),
                Cell(ground="raised"),
            ]
        number = line.shown
        text = "" if number is None else str(number) if line.kind == "extra" else points_text(number)
        return [
            Cell(f"{line.code}　{line.name}"),
            Cell("" if line.most is None else points_text(line.most), ink="text2"),
            Cell("" if line.machine is None else points_text(line.machine), ink="text2"),
            Cell(text, weight="medium", sign="warn" if line.differs else "changed" if line.typed else ""),
            Cell(_why(line), small=True, ink="warn" if line.differs else "text2"),
        ]

    # -------------------------------------------------------------------------------------------------- typing
    def begin(self, text: str = "") -> None:
        """Type a number into the current line."""
        line = self.list.current()
        if line is None or line.kind == "section" or self._locked:
            return
        where = self.list.visualRect(self._model.index(self.list.currentIndex().row(), _SCORE))
        self.editor.setGeometry(where)
        self.editor.set_state("")
        self.editor.setText(text)
        self.editor.show()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.deselect()
        self.editor.end(False)

    def _take(self, way: int) -> None:
        """Take what was typed and go on; a number that cannot be stays in the field with its reason."""
        line, text = self.list.current(), self.editor.text().strip()
        if line is None:
            return
        if text:
            number = self._number(line, text)
            if number is None:
                return
            self._close()
            self.entered.emit(line.code, number)
        else:
            self._close()
        self.go(way)

    def _number(self, line: Line, text: str) -> int | None:
        """The number as tenths or as a count; None where it cannot be, and the foot says why."""
        number, why = None, ""
        try:
            number = int(text) if line.kind == "extra" else tenths(text)
        except (Trouble, ValueError):
            why = t("这里要填数字。")
        if number is not None and number < 0:
            why = t("不能是负数。")
        if number is not None and line.most is not None and number > line.most:
            why = t("满分 {most}，不能填 {points}。", most=points_text(line.most), points=points_text(number))
        if not why:
            return number
        self.editor.set_state("bad")
        self._foot.setText(why)
        return None

    def stop(self) -> bool:
        """Leave the cell without a change; False when none was being typed in."""
        if not self.editor.isVisible():
            return False
        self._close()
        return True

    def _close(self) -> None:
        self.editor.hide()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, way: int) -> None:
        """The next line that takes a number; past the last one `left` is sent."""
        at = self.list.currentIndex().row() + way
        while 0 <= at < len(self._lines) and self._lines[at].kind == "section":
            at += way
        if 0 <= at < len(self._lines):
            self.list.choose(at)
        elif at >= len(self._lines):
            self.left.emit()

    def first_open(self) -> None:
        """Go to the first item without points, else to the first one."""
        wanted = (n for n, line in enumerate(self._lines) if line.kind == "item" and line.shown is None)
        self.list.choose(next(wanted, 1))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        if watched is self.editor:
            return self._in_editor(event)
        return self._in_list(event)

    def _in_editor(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._take(-1 if event.key() == Qt.Key.Key_Up else 1)
            return True
        return False

    def _in_list(self, event: QKeyEvent) -> bool:
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        text, line = event.text(), self.list.current()
        if text and text in "0123456789.":
            self.begin(text)
            return True
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and line is not None:
            if not self._locked and line.officer is not None:
                self.entered.emit(line.code, None if line.kind == "item" else 0)
            return True
        if text == " ":
            self.evidence_wanted.emit()
            return True
        if text in ("+", "!"):
            return self._jump("P" if text == "+" else "V")
        if event.key() == Qt.Key.Key_F2 or event.key() in ENTER:
            shown = "" if line is None or line.shown is None else line.shown
            self.begin(str(shown) if line and line.kind == "extra" else points_text(int(shown)) if shown != "" else "")
            return True
        return bool(text) and text.isalpha() and self._jump(text.upper())

    def _jump(self, letter: str) -> bool:
        """To the first line that begins with a letter; from one of them to the next, round and round."""
        places = [at for at, line in enumerate(self._lines) if line.kind != "section" and line.code.startswith(letter)]
        if not places:
            return False
        now = self.list.currentIndex().row()
        self.list.choose(next((at for at in places if at > now), places[0]) if now in places else places[0])
        return True
