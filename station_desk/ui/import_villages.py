"""A list of villages brought as a workbook: the same page shows it row by row, and writes it in one act (issue 4, 6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.domain.village_lists import VillageFault
from station_desk.services import villages
from station_desk.services.villages import VillageChange, VillageProposal
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import ENTER
from station_desk.ui.kit import fill, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import listed
from station_desk.ui.theme import theme
from station_desk.wording import N, t, tn

_NO_LIST = ("village_columns_missing",)
_WIDTH, _ROWS = 1080, 13
_SHOWN = ("name", "township", "households", "officer", "room", "area", "merged_into")
_FIELDS = {
    "code": N("村居代码"),
    "name": N("村、社区"),
    "kind": N("村居类别"),
    "township_code": N("乡镇代码"),
    "township": N("乡镇、街道"),
    "households": N("总户数"),
    "valid_from": N("启用日期"),
    "valid_to": N("停用日期"),
    "merged_into": N("并入"),
    "officer": N("民警"),
    "room": N("警务室"),
    "area": N("片区"),
}
_KINDS = {"new": N("新增"), "changed": N("改动"), "same": N("相同")}


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A row of the list: what it would write, or the cells that cannot be taken."""

    sheet: str
    number: int
    change: VillageChange | None
    faults: tuple[VillageFault, ...] = ()


def village_lines(proposal: VillageProposal, changes: Sequence[VillageChange]) -> list[VillageLine]:
    """Every row with a village on it, in the sheets' order. `changes` are those of the rows of the proposal."""
    found, rest = [], iter(changes)
    for one in proposal.lists:
        lines = [VillageLine(one.sheet, number, next(rest)) for number in one.rows]
        faults: dict[int, list[VillageFault]] = {}
        for fault in one.faults:
            faults.setdefault(fault.row, []).append(fault)
        lines += [VillageLine(one.sheet, number, None, tuple(those)) for number, those in faults.items()]
        found += sorted(lines, key=lambda line: line.number)
    return found


class VillageListView(QWidget):
    """The rows with their marks; `taken` is Ctrl+Enter."""

    taken = Signal()

    def __init__(self, lines: Sequence[VillageLine]) -> None:
        super().__init__()
        columns = [Column(t("处理"), 92), Column(t("行"), 44, "right"), Column(t("村居代码"), 124)]
        widths = {"name": 130, "township": 100, "households": 60, "merged_into": 90}
        columns += [Column(t(_FIELDS[name]), widths.get(name, 84)) for name in _SHOWN]
        model: ListModel[VillageLine] = ListModel([*columns, Column(t("说明"), 0)], _cells)
        self.list: ListView[VillageLine] = ListView(model, "village-rows", row=28)
        self.list.setFixedHeight(theme().size("header_row") + max(2, min(len(lines), _ROWS)) * theme().px(28) + 4)
        said = t("写入只加新的村，改说得不一样的格子；表里没有的村不动。看不懂的行跳过，改好表再导入一次。")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(layout, label(said, "second", wrap=True), self.list, label(count_words(lines), "strong"))
        model.set_rows(lines)
        first = next((at for at, line in enumerate(lines) if line.change is None), 0)
        self.list.choose(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self.taken.emit()
        else:
            super().keyPressEvent(event)


def count_words(lines: Sequence[VillageLine]) -> str:
    """`74 行：3 新增，2 改动，68 相同，1 看不懂`."""
    kinds = [line.change.kind if line.change else "" for line in lines]
    return t(
        "{n} 行：{new} 新增，{changed} 改动，{same} 相同，{bad} 看不懂",
        n=len(lines),
        new=kinds.count("new"),
        changed=kinds.count("changed"),
        same=kinds.count("same"),
        bad=kinds.count(""),
    )


def _cells(line: VillageLine) -> Sequence[Cell]:
    number = Cell(str(line.number), ink="hint", align="right")
    if line.change is None:
        wrong = {fault.column: fault.text for fault in line.faults}
        cells = [_wrong(wrong, name) for name in ("code", *_SHOWN)]
        fields = listed(t(_FIELDS.get(name, name)) for name in wrong)
        why = Cell(t("{fields}看不懂", fields=fields), ink="bad")
        return (Cell(t("跳过"), mark="bad", ink="bad", weight="medium"), number, *cells, why)
    row, kind = line.change.row, line.change.kind
    cells = [_said(line.change, name, str(getattr(row, name) or "")) for name in ("code", *_SHOWN)]
    fields = listed(t(_FIELDS.get(name, name)) for name in line.change.fields)
    words = t("改动：{fields}", fields=fields) if fields else t(_KINDS[kind])
    ink = "accent" if kind == "changed" else "text2"
    return (Cell(t("接受"), mark="tick", ink="text2"), number, *cells, Cell(words, ink=ink))


def _wrong(wrong: dict[str, str], name: str) -> Cell:
    if name in wrong:
        return Cell(wrong[name], sign="bad", ground="bad_tint", ink="bad", weight="medium")
    return Cell()


def _said(change: VillageChange, name: str, text: str) -> Cell:
    if change.kind == "changed" and name in change.fields:
        return Cell(text, sign="changed", ground="tint")
    return Cell(text, weight="medium" if name == "name" else "regular")


def offer_villages(
    owner: QWidget,
    place: Workplace,
    file: Path,
    written: Callable[[], object],
    left: Callable[[], object],
    otherwise: Callable[[], object],
) -> None:
    """Show the villages of a file; `otherwise` is called where it holds none, `left` when nothing is to be written."""
    desk = place.desk

    def read() -> tuple[VillageProposal, list[VillageLine]] | None:
        try:
            found = villages.propose_villages(desk, file)
        except Trouble as trouble:
            if trouble.code in _NO_LIST:
                return None
            raise
        return found, village_lines(found, villages.compare_villages(desk, found.rows))

    def came(answer: tuple[VillageProposal, list[VillageLine]] | None) -> None:
        if answer is None:
            otherwise()
        else:
            _show(owner, place, file, *answer, written, left)

    def failed(error: Exception) -> None:
        place.messages.error(error)
        left()

    place.work.run(lambda _progress: read(), came, failed, owner=owner)


def _show(
    owner: QWidget,
    place: Workplace,
    file: Path,
    proposal: VillageProposal,
    lines: Sequence[VillageLine],
    written: Callable[[], object],
    left: Callable[[], object],
) -> None:
    desk, view, panels = place.desk, VillageListView(lines), list[QFrame]()
    n = sum(line.change is not None and line.change.kind != "same" for line in lines)

    def done(count: int) -> None:
        place.messages.done(tn("已写入 {n} 个村（撤回 Ctrl+Z）", "已写入 {n} 个村（撤回 Ctrl+Z）", count))
        written()

    def take() -> None:
        place.messages.close_panel(panels[0])
        place.work.run(
            lambda _progress: villages.import_villages(desk, proposal.rows, proposal.aliases),
            done,
            label=t("正在写入"),
            owner=owner,
        )

    acts: list[tuple[str, Callable[[], object]]] = []
    if n:
        acts.append((tn("写入 {n} 个村  Ctrl+Enter", "写入 {n} 个村  Ctrl+Enter", n), take))
        view.taken.connect(take)
    title = t("村名单：{file}", file=file.name)
    panels.append(place.messages.panel(title, view, acts, focus=view.list, leave=t("先不写"), left=left, width=_WIDTH))
