"""The small lists of an import: which sheet, which township, which kind of problem; and a row as the file has it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.intake import Proposal
from station_desk.services.intake_preview import OriginalCell, original_row
from station_desk.ui.delegate import Cell
from station_desk.ui.import_words import column_word, short
from station_desk.ui.kit import fill, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t, tn

V = TypeVar("V")
_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Line(Generic[V]):
    """A line of a short list: its words, a fainter second part, and what it stands for."""

    words: str
    second: str
    value: V


def pick_one(
    place: Workplace,
    title: str,
    said: str,
    lines: Sequence[Line[V]],
    done: Callable[[V], object],
    *,
    act: str,
    leave: str,
    left: Callable[[], object] | None = None,
) -> ListView[Line[V]]:
    """One list in a panel; Enter takes the current line. `left` is called when the panel is left without a choice."""
    model: ListModel[Line[V]] = ListModel(
        [Column(t("名称"), 0), Column("", 200)], lambda line: (Cell(line.words), Cell(line.second, ink="text2"))
    )
    view = ListView(model, "choices", row=28)
    view.horizontalHeader().hide()
    view.setFixedHeight(min(len(lines), _MOST_ROWS) * theme().px(28) + 4)
    panels: list[QFrame] = []

    def take() -> None:
        current = view.current()
        if current is not None:
            place.messages.close_panel(panels[0])
            done(current.value)

    view.opened.connect(lambda _line: take())
    body = _body(label(said, wrap=True), view)
    panels.append(place.messages.panel(title, body, [(act, take)], focus=view, leave=leave, left=left, width=520))
    model.set_rows(lines)
    view.choose(0)
    return view


def show_original(place: Workplace, proposal: Proposal, sheet: str, row: int) -> ListView[OriginalCell]:
    """A row as it stands in the file, one line a cell; cells about residents are named, never shown."""
    model: ListModel[OriginalCell] = ListModel(
        [Column(t("列"), 64), Column(t("表头"), 160), Column(t("原来的格子"), 0), Column(t("读作"), 120)],
        _original_cells,
    )
    view = ListView(model, "original", row=28)
    cells = original_row(proposal, sheet, row)
    view.fix_height(max(1, min(len(cells), _MOST_ROWS + 4)))
    title = t("工作表“{sheet}”第 {n} 行", sheet=sheet, n=row)
    place.messages.panel(title, _body(view), [], focus=view, width=680)
    model.set_rows(cells)
    view.choose(0)
    return view


def _original_cells(cell: OriginalCell) -> Sequence[Cell]:
    if cell.refused:
        text = Cell(t("群众信息，不收也不显示"), ink="text2")
    else:
        text = Cell(cell.text, weight="medium")
    used = column_word(cell.field) if cell.field else t("没有用到")
    return (Cell(cell.letters, ink="text2"), Cell(cell.words), text, Cell(used, ink="" if cell.field else "text2"))


def _body(*items: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme().px(8))
    fill(layout, *items)
    return made


def ask_sheet(place: Workplace, proposal: Proposal, done: Callable[[str | None], object]) -> None:
    """Which sheet of the file is read; None: all that hold people."""
    lines: list[Line[str | None]] = [Line(t("全部工作表"), "", None)]
    lines += [Line(sheet.name, "", sheet.name) for sheet in proposal.basis.book.sheets]
    said = t("改过的格子都留着。")
    pick_one(place, t("读哪张工作表？"), said, lines, done, act=t("读这一张"), leave=t("先不改"))


def ask_township(place: Workplace, proposal: Proposal, done: Callable[[str], object]) -> None:
    """Which township the rows belong to that do not say so."""
    lines = [Line(name, code, code) for code, name in sorted(proposal.basis.finder.townships.items())]
    said = t("有几个村名在两个乡镇都有，表里没有写乡镇。选一个，村就能对上。")
    leave = t("表里没有写，先不定")
    pick_one(place, t("这张表是哪个乡镇的？"), said, lines, done, act=t("就是它"), leave=leave)


def ask_group(
    place: Workplace, groups: Sequence[tuple[str, int]], done: Callable[[str], object], left: Callable[[], object]
) -> None:
    """Which kind of problem is looked at, {code: rows}."""
    lines = [Line(short(code), tn("{n} 行", "{n} 行", n), code) for code, n in groups]
    said = t("回车只看这一种。改好一格以后，可以同样处理其余的。")
    pick_one(place, t("按问题看"), said, lines, done, act=t("看这一种"), leave=t("看全部"), left=left)
