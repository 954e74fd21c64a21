"""读扫描件: what became of a pile, its bad pages, and the counts that the clerk confirms beside the cut-outs (issue 6)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from station_desk.domain.chat_words import CATEGORIES
from station_desk.domain.records import Sheet
from station_desk.domain.scanned import Cutout, MarkRead
from station_desk.services import return_desk
from station_desk.services.scan_read import Piece, PileRead, SheetMarks
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.kit import button, card, foot, key_cap, label, row, scrolled
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.return_words import number_cell
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.scans import why_text

NOTHING = "/"
"""What is typed for “本月无”, as in the month grid."""

_CUT_HIGH = 25
_FIELD_HIGH = 27
_THUMB = 240


def picture(cutout: Cutout, high: int) -> QPixmap:
    """A piece of a scan, `high` pixels high."""
    image = QImage(cutout.grey, cutout.width, cutout.height, cutout.width, QImage.Format.Format_Grayscale8).copy()
    return QPixmap.fromImage(image).scaledToHeight(high, Qt.TransformationMode.SmoothTransformation)


class ScanView(QWidget):
    """`left`: back to the desk; `kept`: a sheet was confirmed. Nothing is stored before, and cut-outs live in memory only."""

    left = Signal()
    kept = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.place = place
        self.waiting: list[SheetMarks] = []
        self._names: dict[str, str] = {}
        self._at = 0
        self.fields: dict[str, Field] = {}
        self._said = label("", "head", wrap=True)
        self._also = label("", "second", wrap=True)
        columns = [Column(t("页"), 0), Column(t("编号"), 100), Column(t("说明"), 200)]
        self._model: ListModel[Piece] = ListModel(columns, self._cells)
        self.list: ListView[Piece] = ListView(self._model, "bad-pages")
        self.list.chosen.connect(self._show_page)
        self._thumb = QLabel()
        self._thumb.setFixedHeight(theme().px(_THUMB))
        self._thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = label("", "head")
        self._where = label("", "second")
        self._grid_box = QWidget()
        self.grid = QGridLayout(self._grid_box)
        self.grid.setContentsMargins(0, 0, 8, 0)
        self.grid.setVerticalSpacing(theme().px(3))
        self.grid.setHorizontalSpacing(theme().px(12))
        self._build()

    def _build(self) -> None:
        back = button(t("回到收表"), self.left.emit, kind="quiet", name="back-to-returns")
        bottom, self._count, _hint = foot("", t("F8 下一页"))
        bad = card(
            label(t("要看一眼的页"), "strong"), (self.list, 1), bottom, self._thumb, gap=6, name="bad-pages-card"
        )
        left = card(row(back, key_cap("Esc"), None), self._said, self._also, name="scan-told")
        side = QWidget()
        side.setFixedWidth(theme().px(470))
        stacked = QVBoxLayout(side)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(theme().px(12))
        stacked.addWidget(left)
        stacked.addWidget(bad, 1)
        skip = button(t("先不存这张"), self.skip, name="skip-sheet")
        hint = label(t("空着：没填。/：本月无。琥珀色：拿不准，请看着纸填。回车到下一格。"), "hint", wrap=True)
        sheet = card(
            row(self._title, None, self._where),
            hint,
            (scrolled(self._grid_box), 1),
            row(skip, key_cap("Alt+N"), None, label(t("Ctrl+Enter 存下这一张"), "hint")),
            name="confirm",
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        across = row((side, 0), (sheet, 1), gap=12)
        whole.addWidget(across, 1)

    # ------------------------------------------------------------------------------------------------------ showing
    def show_pile(self, pile: PileRead, names: dict[str, str]) -> None:
        """A pile that was read; `names` of persons by id."""
        fresh = return_desk.to_confirm(pile.marks)
        again = {one.sheet.id for one in fresh}
        self.waiting = [*fresh, *(one for one in self.waiting if one.sheet.id not in again)]
        self._names, self._at = names, 0
        self._said.setText(told(pile))
        self._also.setText("\n".join(also_told(pile)))
        self._also.setVisible(bool(self._also.text()))
        bad = [piece for piece in pile.pieces if piece.state != "filed"]
        self._model.set_rows(bad)
        self._count.setText(t("{n} 页", n=len(bad)))
        self.list.choose(0 if bad else -1)
        self._show_sheet()

    def _cells(self, piece: Piece) -> Sequence[Cell]:
        mark = "bad" if piece.state == "foreign" else "warn"
        place = t("{file} 第 {page} 页", file=piece.file, page=piece.page) if piece.page else piece.file
        number = number_cell(piece.serial) if piece.serial else Cell()
        return Cell(place, mark=mark), number, Cell(why_text(piece.why))

    def _show_page(self, piece: Piece | None) -> None:
        if piece is None or piece.thumbnail is None:
            self._thumb.clear()
            self._thumb.setText(t("这一页没有图") if piece is not None else "")
            return
        self._thumb.setPixmap(picture(piece.thumbnail, theme().px(_THUMB - 10)))

    def next_bad(self, way: int) -> bool:
        """F8: the next page to be looked at."""
        rows = self._model.rows()
        if not rows:
            return False
        self.list.choose((self.list.currentIndex().row() + way) % len(rows))
        return True

    # --------------------------------------------------------------------------------------------------- confirming
    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is being confirmed."""
        return self.waiting[self._at].sheet if self._at < len(self.waiting) else None

    def _show_sheet(self) -> None:
        while self.grid.count():
            shown = self.grid.takeAt(0).widget()
            if shown is not None:
                shown.hide()
                shown.deleteLater()
        self.fields = {}
        sheet = self.sheet
        if sheet is None:
            self._title.setText(t("没有要核对的数"))
            self._where.setText("")
            return
        self._title.setText(self._names.get(sheet.person_id or "", sheet.serial))
        self._where.setText(
            t(
                "{month} · {serial} · 第 {at} / {n} 张",
                month=sheet.period,
                serial=sheet.serial,
                at=self._at + 1,
                n=len(self.waiting),
            )
        )
        marks = {mark.box: mark for mark in self.waiting[self._at].marks if return_desk.is_counted(mark)}
        for at, code in enumerate(sorted({box[:3] for box in marks})):
            self._add_row(at, code, marks.get(code), marks.get(f"{code}.无"))
        fields = list(self.fields.values())
        for here, after in zip(fields, [*fields[1:], None], strict=True):
            here.went_on.connect(lambda way, here=here, after=after: self._go(here, after, way))
        if fields:
            fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_row(self, at: int, code: str, number: MarkRead | None, nothing: MarkRead | None) -> None:
        field = Field(f"count-{code}", latin=True)
        field.setFixedSize(theme().px(84), theme().px(_FIELD_HIGH))
        sure = all(mark is None or mark.sure for mark in (number, nothing))
        field.setText(proposed(number, nothing) if sure else "")
        field.set_state("" if sure else "warn")
        note = label("" if sure else t("拿不准"), "small", "" if sure else "warn")
        field.textEdited.connect(lambda _text: _settle(field, note))
        self.grid.addWidget(label(f"{code[1:]}  {t(CATEGORIES.get(code, code))}"), at, 0)
        for place, mark in ((1, number), (2, nothing)):
            shown = QLabel()
            if mark is not None and mark.cutout is not None:
                shown.setPixmap(picture(mark.cutout, theme().px(_CUT_HIGH)))
            self.grid.addWidget(shown, at, place, Qt.AlignmentFlag.AlignCenter)
        self.grid.addWidget(field, at, 3)
        self.grid.addWidget(note, at, 4)
        self.grid.setColumnStretch(4, 1)
        self.fields[code] = field

    def _go(self, here: Field, after: Field | None, way: int) -> None:
        fields = list(self.fields.values())
        if way < 0:
            fields[max(fields.index(here) - 1, 0)].setFocus(Qt.FocusReason.BacktabFocusReason)
        elif after is not None:
            after.setFocus(Qt.FocusReason.TabFocusReason)
            after.selectAll()
        else:
            self.keep()

    def values(self) -> dict[str, bool | int | None] | None:
        """What the fields say, by box; None, with the focus on it, where one is no number."""
        found: dict[str, bool | int | None] = {}
        for code, field in self.fields.items():
            text = field.text().strip()
            if text == NOTHING:
                found[f"{code}.无"] = True
            elif text.isdecimal() and text.isascii():
                found[code] = int(text)
            elif text:
                field.set_state("bad")
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
        return found

    def keep(self) -> None:
        """Enter what the fields say into the month's log; the next sheet comes up."""
        sheet, values = self.sheet, self.values()
        if sheet is None or values is None:
            return
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: return_desk.keep_marks(desk, sheet, values),
            lambda count: self._kept(sheet, count),
            owner=self,
        )

    def _kept(self, sheet: Sheet, count: int) -> None:
        name = self._names.get(sheet.person_id or "", sheet.serial)
        self.place.messages.done(t("{name}：记了 {n} 项", name=name, n=count))
        self.waiting = [one for one in self.waiting if one.sheet.id != sheet.id]
        self._at = min(self._at, max(len(self.waiting) - 1, 0))
        self._show_sheet()
        self.kept.emit()

    def skip(self) -> None:
        """The next sheet; this one waits and comes round again."""
        if self.waiting:
            self._at = (self._at + 1) % len(self.waiting)
            self._show_sheet()


def _settle(field: Field, note: QLabel) -> None:
    """Whoever types has decided."""
    field.set_state("")
    note.clear()


def proposed(number: MarkRead | None, nothing: MarkRead | None) -> str:
    """What is put into a field: a number, `/` for “本月无”, or nothing where both would contradict each other."""
    if nothing is not None and nothing.value is True:
        return NOTHING if number is None or number.value is None else ""
    return str(number.value) if number is not None and number.value is not None else ""


def told(pile: PileRead) -> str:
    """The sum that always holds."""
    return t(
        "扫了 {n} 张 = 归好 {filed} + 待定 {decide} + 不是本所的 {foreign}",
        n=len(pile.pieces),
        filed=pile.count("filed"),
        decide=pile.count("to_decide"),
        foreign=pile.count("foreign"),
    )


def also_told(pile: PileRead) -> list[str]:
    """Doubled, partly missing, unreadable lay-out, and how many still lack."""
    lines = []
    if pile.doubled:
        lines.append(t("{what}：{serials}", what=t("扫了两次"), serials=" ".join(pile.doubled)))
    lines += [t("缺页：{serials}", serials=" ".join(one.lacking)) for one in pile.partly]
    odd = [one.sheet.serial for one in pile.marks if not one.fits]
    if odd:
        lines.append(t("格子对不上，没有读：{serials}", serials=" ".join(odd)))
    lines.append(t("还缺 {m} 张", m=len(pile.missing)))
    return lines
