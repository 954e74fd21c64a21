"""The county's remarks on one person, on the card: what is said, whose turn it is, and the acts of this side."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.remarks import ANSWERS, RemarkView
from station_desk.ui.kit import Button, Item, button, clear, column, fill, label, named, row, rule
from station_desk.ui.marks import Mark
from station_desk.ui.remark_words import about, answer_word, second_line, stands
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

MOST_SHOWN = 3


class RemarkBox(QWidget):
    """Empty and out of sight where there is nothing. `answered` sends (remark, answer code), `closing` (remark, close or
    reopen), `jump` the field to mend."""

    answered = Signal(str, str)
    closing = Signal(str, bool)
    jump = Signal(str)

    def __init__(self, *, county: bool) -> None:
        super().__init__()
        named(self, "remarks")
        self._county = county
        self._first: Button | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().px(8))
        self.hide()

    def set_remarks(self, remarks: Sequence[RemarkView], today: date, *, writable: bool) -> None:
        """Show these; closed ones are only counted."""
        clear(self._layout)
        self._first = None
        shown = [one for one in remarks if one.state != "closed"]
        closed = len(remarks) - len(shown)
        self.setVisible(bool(remarks))
        if not remarks:
            return
        title = t("给派出所的意见") if self._county else t("县局的意见")
        said = tn("已关闭 {n} 条", "已关闭 {n} 条", closed) if closed else ""
        parts: list[Item] = [row(label(title, "strong"), None, label(said, "small"))]
        parts += [self._one(one, today, writable=writable) for one in shown[:MOST_SHOWN]]
        if len(shown) > MOST_SHOWN:
            rest = len(shown) - MOST_SHOWN
            parts.append(
                label(tn("还有 {n} 条，答复了前面的就会出现", "还有 {n} 条，答复了前面的就会出现", rest), "hint")
            )
        fill(self._layout, *parts, rule())

    def first_act(self) -> Button | None:
        """Where the key lands: the first act of the first remark that waits for this side."""
        return self._first

    def _one(self, of: RemarkView, today: date, *, writable: bool) -> QWidget:
        mark, state = stands(of, county=self._county)
        lines: list[Item] = [label(about(of), "medium", wrap=True)]
        if of.words:
            lines.append(label(of.words, wrap=True, copy=True))
        lines.append(label(f"{second_line(of, today)}  {state}", "small", wrap=True))
        if of.changed and not self._county and of.kind == "correction":
            lines.append(label(t("提了以后，这里已经改过。"), "small", "ok", wrap=True))
        acts = self._acts(of) if writable else []
        if acts:
            lines.append(row(*acts, None, gap=4))
        sign = Mark(mark, 14)
        made = row(sign, (column(*lines, gap=2), 1), gap=8)
        layout = made.layout()
        if layout is not None:
            layout.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        return named(made, f"remark-{of.state}")

    def _acts(self, of: RemarkView) -> list[Item]:
        acts: list[Button] = []
        if self._county:
            word = t("关闭") if of.state == "answered" else t("不用答了")
            acts.append(button(word, partial(self.closing.emit, of.id, True), name="close-remark"))
            if of.state == "answered":
                again = partial(self.closing.emit, of.id, False)
                acts.append(button(t("再提一次"), again, kind="quiet", name="reopen-remark"))
        elif of.state == "open":
            answers = ANSWERS["correction" if of.kind == "correction" else "comment"]
            for code in answers:
                kind = "plain" if code != "done" or of.changed else "quiet"
                act = partial(self.answered.emit, of.id, code)
                acts.append(button(answer_word(code), act, kind=kind, name=f"answer-{code}"))  # type: ignore[arg-type]
            if of.kind == "correction" and not of.changed:
                acts.insert(0, button(t("去改"), partial(self.jump.emit, of.field), icon="pencil", name="mend-field"))
        if acts and self._first is None and of.state == ("answered" if self._county else "open"):
            self._first = acts[0]
        return list(acts)
