"""An assessment sheet scored on paper, to be confirmed: points beside their cut-outs, what they came for, the signature."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from station_desk.domain.points import points_text, tenths
from station_desk.domain.scanned import MarkRead
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services.scan_log import Value
from station_desk.services.scan_scores import (
    ADDS,
    DEDUCTS,
    GRADE,
    SIGN_DAY,
    SIGN_STEPS,
    SIGN_WITNESS,
    SIGNED,
    SUM,
    VETO,
    ClaimLine,
    ScoreLine,
    ScorePaper,
)
from station_desk.ui.fields import Choice
from station_desk.ui.kit import CutLabel, Switch, chip, label, row
from station_desk.ui.scan_form import SheetForm, cut_of, doubt_of, grid_of, set_widths
from station_desk.wording import N, t

_PLACES, _SUM_PLACES = 3, 4
"""So many digits without a point are points as the paper writes them: 085 is 8.5, as a sum 0865 is 86.5."""

_SIGN_WORDS = {"签字": N("本人已签字"), "拒签": N("本人拒签")}
_OFFICER_SIGNS = {"签字": N("民警已签字"), "拒签": N("民警拒签")}
"""On a room's sheet its officer signs."""

_WIDTHS = (98, 74, 40, 52, 0)
"""Of name, cut-out, what it is worth, field and note, in each of the two halves."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line: name, cut-out, what it is worth at most (or, without a field, what stands in its place), field, note."""

    name: str
    cut: QWidget | None
    most: QWidget | None
    field: QWidget | None = None
    note: QWidget | None = None


class ScoreForm(SheetForm):
    """The fields of an assessment sheet."""

    def __init__(self, paper: ScorePaper) -> None:
        super().__init__()
        self.paper = paper
        self.veto: Switch | None = None
        self.signed: Choice | None = None
        self._rows: list[_Row] = []
        self._most: dict[str, int] = {}
        self._words: set[str] = set()
        for line in paper.lines:
            self._add_item(line)
        self._add_written(ADDS, t("加分"), "score-adds")
        self._add_claims(paper.adds, "+")
        self._add_written(DEDUCTS, t("减分"), "score-deducts")
        self._add_claims(paper.deducts, "−")
        self._add_vetoes()
        self._add_written(SUM, t("合计"), "score-sum")
        self._add_grade()
        self._add_signature()
        grid = grid_of(self)
        half = (len(self._rows) + 1) // 2
        for at, line_of in enumerate(self._rows):
            _place(grid, at % half, at // half * len(_WIDTHS), line_of)
        for side in (0, 1):
            set_widths(grid, _WIDTHS, side * len(_WIDTHS))

    # ------------------------------------------------------------------------------------------------------ the lines
    def _add_item(self, line: ScoreLine) -> None:
        self._most[line.code] = line.most
        told, text = doubt_of(line.mark), ""
        value = line.mark.value if line.mark is not None else None
        if not told and value is not None and value > line.most:
            told = t("超过满分")
        elif not told and value is not None:
            text = points_text(value)
        field, note = self._proposed(line.code, f"score-{line.code}", text, told, 52)
        now = line.officer if line.officer is not None else line.machine
        if not told and now is not None and text != points_text(now):
            shown = points_text(now)
            note.setText(t("已打 {n}", n=shown) if line.officer is not None else t("日志 {n}", n=shown))
        most = label(f"/ {points_text(line.most)}", "hint")
        self._rows.append(_Row(f"{line.code}  {line.name}", cut_of(line.mark), most, field, note))

    def _add_written(self, box: str, name: str, called: str) -> None:
        mark = self.paper.marks.get(box)
        told = doubt_of(mark)
        text = "" if told or mark is None or mark.value is None else points_text(mark.value)
        field, note = self._proposed(box, called, text, told, 52)
        self._rows.append(_Row(name, cut_of(mark), None, field, note))

    def _add_claims(self, claims: tuple[ClaimLine, ...], sign: str) -> None:
        """What the paper's sum of bonus or deductions is made of: how often each of the rubric's."""
        for one in claims:
            told, read = doubt_of(one.mark), one.mark.value if one.mark is not None else None
            text = "" if told or read is None else str(read)
            field, note = self._proposed(one.code, f"score-{one.code}", text, told, 52)
            if not told and one.count and text != str(one.count):
                note.setText(t("已打 {n}", n=one.count))
            elif not told:
                note.setText(t("次"))
            each = label(f"{sign}{points_text(one.points)} ×", "hint")
            self._rows.append(_Row(f"　{one.code}  {one.name}", cut_of(one.mark), each, field, note))

    def _add_vetoes(self) -> None:
        """The vetoes, where the paper has one ticked, or nobody can say."""
        mark = self.paper.marks.get(VETO)
        if mark is None or (mark.sure and mark.value is not True):
            return
        self.veto = chip(t("否决，原因写在下面"), on=mark.value is True, name="veto")
        self.controls.append(self.veto)
        self._rows.append(_Row(t("一票否决"), cut_of(mark), self.veto))
        for one in self.paper.vetoes:
            field = self._field(one.code, f"veto-{one.code}", 0, latin=False)
            field.setMaxLength(LONGEST_WORDS)
            field.setPlaceholderText(t("原因"))
            self._words.add(one.code)
            self._rows.append(_Row(f"　{one.code}  {one.name}", None, field))

    def _add_grade(self) -> None:
        """The grade that the paper has ticked; the rubric says which it is, so it is shown and not entered."""
        ticks = {box.split(".")[1]: mark for box, mark in self.paper.marks.items() if box.startswith(f"{GRADE}.")}
        if ticks:
            said = "、".join(t(name) for name, mark in ticks.items() if mark.value is True) or "—"
            told = label(t("纸上：{grade}（按办法算）", grade=said), "hint")
            self._rows.append(_Row(t("等次"), _cuts(ticks.values()), told))

    def _add_signature(self) -> None:
        ticks = {word: self.paper.marks.get(f"{SIGNED}.{word}") for word in SIGN_STEPS}
        if not any(ticks.values()):
            return
        words = _OFFICER_SIGNS if self.paper.sheet.room else _SIGN_WORDS
        signed = Choice("signature", [(t("先不记"), ""), *((t(said), word) for word, said in words.items())])
        told = [word for word, mark in ticks.items() if mark is not None and mark.value is True]
        signed.set_value(told[0] if len(told) == 1 else "")
        self.controls.append(signed)
        self._rows.append(_Row(t("签认"), _cuts(ticks.values()), signed))
        day = self._field(SIGN_DAY, "signed-on", 0)
        day.setPlaceholderText(t("签字日期，空着算今天"))
        self._rows.append(_Row("", None, day))
        witness = self._field(SIGN_WITNESS, "witness", 0, latin=False)
        witness.setPlaceholderText(t("见证人"))
        self._rows.append(_Row("", None, witness))
        self._words |= {SIGN_DAY, SIGN_WITNESS}
        signed.currentIndexChanged.connect(lambda _at: witness.setVisible(signed.value() == "拒签"))
        witness.setVisible(signed.value() == "拒签")
        self.signed = signed

    # ------------------------------------------------------------------------------------------------------- values
    def values(self) -> dict[str, Value] | None:
        """What the fields say, by box; None, with the focus on it, where one cannot be understood."""
        found: dict[str, Value] = {}
        for box, field in self.fields.items():
            text = field.text().strip()
            if not text:
                continue
            number = text if box in self._words else self._number(box, text)
            if number is None:
                self._refuse(box)
                return None
            found[box] = number
        if self.veto is not None and self.veto.isChecked():
            found[VETO] = True
        if self.signed is not None and self.signed.value():
            found[f"{SIGNED}.{self.signed.value()}"] = True
        return found

    def _number(self, box: str, text: str) -> int | None:
        """Points in tenths, or how often; None where the text is neither, or more than the item is worth."""
        if box not in self._most and box not in (ADDS, DEDUCTS, SUM):
            return int(text) if text.isascii() and text.isdecimal() else None
        try:
            places = _SUM_PLACES if box == SUM else _PLACES
            points = int(text) if len(text) == places and text.isascii() and text.isdecimal() else tenths(text)
        except Trouble:
            return None
        return points if 0 <= points <= self._most.get(box, points) else None


def _cuts(marks: Iterable[MarkRead | None]) -> QWidget:
    return row(*(cut_of(mark) for mark in marks), gap=0)


def _place(grid: QGridLayout, at: int, first: int, line: _Row) -> None:
    """A line into one half of the grid; a `most` without a field behind it takes the rest of the line."""
    grid.addWidget(CutLabel(line.name), at, first)
    if line.cut is not None:
        grid.addWidget(line.cut, at, first + 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    if line.most is not None:
        grid.addWidget(line.most, at, first + 2, 1, 1 if line.field is not None else 3)
    for place, widget in ((3, line.field), (4, line.note)):
        if widget is not None:
            grid.addWidget(widget, at, first + place)
