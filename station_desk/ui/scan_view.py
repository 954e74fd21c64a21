"""读扫描件: what became of a pile, its bad pages, and the sheets that the clerk confirms (issue 6)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station_desk.services import scan_enter
from station_desk.services.scan_read import Piece, PileRead
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import button, card, foot, key_cap, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.return_words import number_cell, number_of
from station_desk.ui.scan_confirm import ConfirmCard
from station_desk.ui.scan_form import picture
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.scans import why_text

_THUMB = 240
_SIDE = 390


class ScanView(QWidget):
    """`left`: back to the desk; `kept`: a sheet was confirmed. Nothing is stored before, and cut-outs live in memory only."""

    left = Signal()
    kept = Signal()

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.place = place
        self.confirm = ConfirmCard(place)
        self.confirm.kept.connect(self.kept)
        self._said = label("", "head", wrap=True)
        self._also = label("", "second", wrap=True)
        columns = [Column(t("页"), 0), Column(t("编号"), 92), Column(t("说明"), 150)]
        self._model: ListModel[Piece] = ListModel(columns, self._cells)
        self.list: ListView[Piece] = ListView(self._model, "bad-pages")
        self.list.chosen.connect(self._show_page)
        self._thumb = QLabel()
        self._thumb.setFixedHeight(theme().px(_THUMB))
        self._thumb.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._build()

    def _build(self) -> None:
        back = button(t("回到收表"), self.left.emit, kind="quiet", name="back-to-returns")
        bottom, self._count, _hint = foot("", t("F8 下一页"))
        bad = card(
            label(t("要看一眼的页"), "strong"), (self.list, 1), bottom, self._thumb, gap=6, name="bad-pages-card"
        )
        left = card(row(back, key_cap("Esc"), None), self._said, self._also, name="scan-told")
        side = QWidget()
        side.setFixedWidth(theme().px(_SIDE))
        stacked = QVBoxLayout(side)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(theme().px(12))
        stacked.addWidget(left)
        stacked.addWidget(bad, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        across = row((side, 0), (self.confirm, 1), gap=12)
        whole.addWidget(across, 1)

    # ------------------------------------------------------------------------------------------------------ showing
    def show_pile(self, pile: PileRead, names: dict[str, str]) -> None:
        """A pile that was read; `names` of persons by id."""
        self._said.setText(told(pile))
        self._also.setText("\n".join(also_told(pile)))
        self._also.setVisible(bool(self._also.text()))
        bad = [piece for piece in pile.pieces if piece.state != "filed"]
        self._model.set_rows(bad)
        self._count.setText(t("{n} 页", n=len(bad)))
        self.list.choose(0 if bad else -1)
        self.confirm.take_up(scan_enter.to_confirm(pile.marks), names)

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
    if pile.before:
        when = [
            f"{number_of(one)} {pile.since[one]:%m-%d}" if one in pile.since else number_of(one) for one in pile.before
        ]
        lines.append(t("{what}：{serials}", what=t("以前收过"), serials=t("、").join(when)))
    lines += [t("缺页：{serials}", serials=" ".join(one.lacking)) for one in pile.partly]
    odd = [one.sheet.serial for one in pile.marks if not one.fits]
    if odd:
        lines.append(t("格子对不上，没有读：{serials}", serials=" ".join(odd)))
    lines.append(t("还缺 {m} 张", m=len(pile.missing)))
    return lines
