"""A list of villages brought as a workbook: the same page shows it row by row, and writes it in one act (issue 4, 6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.intake_cells import OPEN_ELSEWHERE
from station_desk.domain.trouble import Trouble
from station_desk.domain.village_lists import VillageFault
from station_desk.services import villages
from station_desk.services.desk import Desk
from station_desk.services.villages import VillageChange, VillageProposal
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import ENTER, Field
from station_desk.ui.kit import button, fill, key_cap, label, row, show_if
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
    """A row of the list: what it would write, or the cells that cannot be taken and what stands in the others."""

    sheet: str
    number: int
    change: VillageChange | None
    faults: tuple[VillageFault, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VillagesSeen:
    """A list read, and its rows beside the villages that we have."""

    proposal: VillageProposal
    lines: Sequence[VillageLine]

    @property
    def writable(self) -> int:
        """How many villages 写入 would touch."""
        return sum(line.change is not None and line.change.kind != "same" for line in self.lines)


def see(desk: Desk, proposal: VillageProposal) -> VillagesSeen:
    """The rows of a list as they are shown; nothing is stored."""
    return VillagesSeen(proposal, village_lines(proposal, villages.compare_villages(desk, proposal.rows)))


def village_lines(proposal: VillageProposal, changes: Sequence[VillageChange]) -> list[VillageLine]:
    """Every row with a village on it, in the sheets' order. `changes` are those of the rows of the proposal."""
    found, rest = [], iter(changes)
    for one in proposal.lists:
        lines = [VillageLine(one.sheet, number, next(rest)) for number in one.rows]
        faults: dict[int, list[VillageFault]] = {}
        for fault in one.faults:
            faults.setdefault(fault.row, []).append(fault)
        lines += [
            VillageLine(one.sheet, number, None, tuple(those), one.broken.get(number, {}))
            for number, those in faults.items()
        ]
        found += sorted(lines, key=lambda line: line.number)
    return found


class VillageListView(QWidget):
    """The rows with their marks, and a field in which a cell that cannot be taken is put right; `taken` is Ctrl+Enter."""

    taken = Signal()

    def __init__(self, place: Workplace, seen: VillagesSeen) -> None:
        super().__init__()
        self.place, self.seen = place, seen
        columns = [Column(t("处理"), 92), Column(t("行"), 44, "right"), Column(t("村居代码"), 124)]
        widths = {"name": 130, "township": 100, "households": 60, "merged_into": 90}
        columns += [Column(t(_FIELDS[name]), widths.get(name, 84)) for name in _SHOWN]
        self._model: ListModel[VillageLine] = ListModel([*columns, Column(t("说明"), 0)], _cells)
        self.list: ListView[VillageLine] = ListView(self._model, "village-rows", row=28)
        self.list.fix_height(max(2, min(len(seen.lines), _ROWS)))
        self.list.chosen.connect(self._stand)
        self.list.opened.connect(lambda _line: self._begin())
        said = t("写入只加新的村，改说得不一样的格子；表里没有的村不动。看不懂的格子回车就能改，不改的行跳过。")
        self._what = label("")
        self.field = Field("mend")
        self.field.went_on.connect(lambda way: self._mend() if way > 0 else None)
        self._mend_row = row(
            self._what, (self.field, 1), button(t("改"), self._mend, name="mend-now"), key_cap("Enter")
        )
        self._counts = label("", "strong")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(8))
        fill(layout, label(said, "second", wrap=True), self.list, self._mend_row, self._counts)
        self._show(seen)
        self.list.choose(next((at for at, line in enumerate(seen.lines) if line.change is None), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.accept()
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def _show(self, seen: VillagesSeen) -> None:
        at = self.list.currentIndex().row()
        self.seen = seen
        self._model.set_rows(seen.lines)
        self._counts.setText(count_words(seen.lines))
        if at >= 0:
            self.list.choose(at)
        show_if(self._mend_row, any(line.change is None for line in seen.lines))
        self._stand(self.list.current())

    def _stand(self, line: VillageLine | None) -> None:
        fault = line.faults[0] if line and line.faults else None
        self.field.clear()
        self.field.setEnabled(fault is not None)
        if line is not None and fault is not None:
            told = t("第 {n} 行 {field}改成", n=line.number, field=t(_FIELDS.get(fault.column, fault.column)))
        else:
            told = t("这一行没有要改的")
        self._what.setText(told)

    def _begin(self) -> None:
        if self.field.isEnabled():
            self.field.setFocus(Qt.FocusReason.TabFocusReason)

    def _mend(self) -> None:
        line, text = self.list.current(), self.field.text().strip()
        if line is None or not line.faults:
            return
        fault, proposal, desk = line.faults[0], self.seen.proposal, self.place.desk

        def came(seen: VillagesSeen) -> None:
            self._show(seen)
            still = self.list.current()
            if still is None or not still.faults:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self.place.work.run(
            lambda _progress: see(desk, villages.mend_village(proposal, fault.sheet, fault.row, fault.column, text)),
            came,
            owner=self,
        )


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
        cells = [_wrong(wrong, line.texts, name) for name in ("code", *_SHOWN)]
        fields = listed(t(_FIELDS.get(name, name)) for name in wrong)
        why = Cell(t("{fields}看不懂", fields=fields), ink="bad")
        return (Cell(t("跳过"), mark="bad", ink="bad", weight="medium"), number, *cells, why)
    row, kind = line.change.row, line.change.kind
    cells = [_said(line.change, name, str(getattr(row, name) or "")) for name in ("code", *_SHOWN)]
    fields = listed(t(_FIELDS.get(name, name)) for name in line.change.fields)
    words = t("改动：{fields}", fields=fields) if fields else t(_KINDS[kind])
    ink = "accent" if kind == "changed" else "text2"
    return (Cell(t("接受"), mark="tick", ink="text2"), number, *cells, Cell(words, ink=ink))


def _wrong(wrong: Mapping[str, str], texts: Mapping[str, str], name: str) -> Cell:
    if name in wrong:
        return Cell(wrong[name], sign="bad", ground="bad_tint", ink="bad", weight="medium")
    return Cell(texts.get(name, ""), weight="medium" if name == "name" else "regular")


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

    def read() -> VillagesSeen | None:
        try:
            return see(desk, villages.propose_villages(desk, file))
        except Trouble as trouble:
            if trouble.code in _NO_LIST:
                return None
            raise

    def came(seen: VillagesSeen | None) -> None:
        if seen is None:
            otherwise()
        else:
            _show(owner, place, file, seen, written, left)

    def failed(error: Exception) -> None:
        place.messages.error(error)
        left()

    place.work.run(lambda _progress: read(), came, failed, owner=owner)


def _show(
    owner: QWidget,
    place: Workplace,
    file: Path,
    seen: VillagesSeen,
    written: Callable[[], object],
    left: Callable[[], object],
) -> None:
    desk, view, panels = place.desk, VillageListView(place, seen), list[QFrame]()

    def done(count: int) -> None:
        place.messages.done(tn("已写入 {n} 个村（撤回 Ctrl+Z）", "已写入 {n} 个村（撤回 Ctrl+Z）", count))
        written()

    def take() -> None:
        if not view.seen.writable:
            return
        proposal = view.seen.proposal
        place.messages.close_panel(panels[0])
        place.work.run(
            lambda _progress: villages.import_villages(desk, proposal.rows, proposal.aliases),
            done,
            label=t("正在写入"),
            owner=owner,
        )

    acts: list[tuple[str, Callable[[], object]]] = []
    if seen.writable or any(line.change is None for line in seen.lines):
        acts.append((t("写入  Ctrl+Enter"), take))
        view.taken.connect(take)
    title = t("村名单：{file}", file=file.name)
    if OPEN_ELSEWHERE in seen.proposal.notes:
        place.messages.done(t("“{file}”正在别的程序里开着，读的是它上一次存盘的样子。", file=file.name))
    panels.append(place.messages.panel(title, view, acts, focus=view.list, leave=t("先不写"), left=left, width=_WIDTH))
