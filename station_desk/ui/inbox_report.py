"""What is in files from another office, before anything is taken in: a line a file, and everything about the chosen one."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.exchange import TAKEN, ImportedBundle
from station_desk.services.exchange import Found
from station_desk.ui.delegate import Cell
from station_desk.ui.exchange_words import RESULTS, day_of, finding, full_finding
from station_desk.ui.kit import fill, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.person_words import joined
from station_desk.ui.theme import theme
from station_desk.wording import language, t, tn

_FILE_COLUMN, _FINDING_LEAST = 1, 190


def besides_words(found: Found) -> str:
    """What lay beside the bundles and was not touched, "" for nothing."""
    said = []
    if found.own:
        said.append(tn("{n} 个是本单位自己写的", "{n} 个是本单位自己写的", len(found.own)))
    if found.other:
        said.append(tn("{n} 个别的文件没有打开", "{n} 个别的文件没有打开", len(found.other)))
    if found.links:
        said.append(tn("{n} 个快捷方式没有跟着走", "{n} 个快捷方式没有跟着走", len(found.links)))
    if found.unread:
        said.append(tn("{n} 个读不出来", "{n} 个读不出来", len(found.unread)))
    if found.identities:
        said.append(tn("{n} 个身份文件，点“认识一个所”", "{n} 个身份文件，点“认识一个所”", len(found.identities)))
    if found.more:
        said.append(t("文件夹太深或太大，没有看完"))
    return joined(said)


class ReportTable(QWidget):
    """The files of one look, or of one taking in. `chosen` sends the current `ImportedBundle`."""

    chosen = Signal(object)

    def __init__(self, names: dict[str, str], *, compact: bool = False) -> None:
        """`names` are the offices by code; `compact` is the narrow form inside a panel."""
        super().__init__()
        self.names = names
        self.taken = False
        self.left_out: set[str] = set()
        self._compact = compact
        self._model: ListModel[ImportedBundle] = ListModel(self._columns(), self._cells)
        self.list: ListView[ImportedBundle] = ListView(self._model, "report")
        self.list.chosen.connect(self.chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        fill(layout, (self.list, 1))

    def show_bundles(self, bundles: Sequence[ImportedBundle], *, taken: bool) -> None:
        """Show what a look found, or what was taken in."""
        self.taken = taken
        self._model.set_rows(bundles)
        if bundles:
            self.list.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._compact:  # the name of the file stands on the card too
            room = self.width() / theme().factor - sum(column.width for column in self._model.columns)
            self.list.setColumnHidden(_FILE_COLUMN, room < _FINDING_LEAST)

    def rows(self) -> Sequence[ImportedBundle]:
        """The files shown."""
        return self._model.rows()

    def leave_out(self) -> None:
        """Space: leave the current file out, or not any more."""
        bundle = self.list.current()
        if bundle is not None and not self.taken:
            self.left_out ^= {bundle.file}
            self._model.repaint_rows()

    def chosen_files(self) -> list[Path]:
        """What 收下 would take: the good ones that were not left out."""
        return [Path(b.file) for b in self.rows() if b.result in TAKEN - {"duplicate"} and b.file not in self.left_out]

    def find_problem(self, way: int) -> bool:
        """The next file with trouble."""
        rows, at = self.rows(), self.list.currentIndex().row()
        for place in range(at + way, len(rows) if way > 0 else -1, way):
            if rows[place].result not in TAKEN:
                self.list.choose(place)
                return True
        return False

    def _columns(self) -> list[Column]:
        first = [Column(t("单位"), 150), Column(t("序号"), 74)]
        if self._compact:
            return [*first, Column(t("改动"), 56, "right"), Column(t("结论"), 0)]
        return [
            Column(t("派出所"), 150),
            Column(t("文件"), 190),
            Column(t("短码"), 84),
            Column(t("序号"), 84),
            Column(t("改动"), 56 if language() == "zh_CN" else 72, "right"),
            Column(t("冲突"), 52 if language() == "zh_CN" else 78, "right"),
            Column(t("结论"), 0),
        ]

    def _cells(self, bundle: ImportedBundle) -> Sequence[Cell]:
        out = bundle.file in self.left_out
        mark, _words = RESULTS[bundle.result]
        if out:
            verdict = Cell(t("不收"), mark="skip", ink="text2")
        else:
            kind = "ok" if self.taken and bundle.result in ("applied", "fork") else mark
            ink = {"bad": "bad", "warn": "warn"}.get(kind, "")
            verdict = Cell(finding(bundle, taken=self.taken), mark=kind, ink=ink)
        who = Cell(self.names.get(bundle.sender or "", bundle.sender or "—"), weight="medium", struck=out)
        number = Cell(t("第 {n} 包", n=bundle.number) if bundle.number else "—")
        changes = Cell(str(bundle.changes), align="right")
        if self._compact:
            return (who, number, changes, verdict)
        conflicts = Cell(str(bundle.conflicts) if bundle.conflicts else "", align="right", ink="warn")
        file = Cell(Path(bundle.file).name, ink="text2")
        return (
            who,
            file,
            Cell(bundle.code or "—", ink="text2"),
            number,
            changes,
            conflicts,
            verdict,
        )


class BundleWords(QWidget):
    """Everything about one file, in words."""

    def __init__(self) -> None:
        super().__init__()
        self._head = label("", "head", wrap=True)
        self._facts = label("", "second", wrap=True)
        self._said = label("", wrap=True, copy=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(layout, self._head, self._facts, self._said, None)

    def show_bundle(self, bundle: ImportedBundle | None, names: dict[str, str], *, taken: bool) -> None:
        """Show `bundle`, or nothing."""
        if bundle is None:
            self._head.setText("")
            self._facts.setText("")
            self._said.setText("")
            return
        who = names.get(bundle.sender or "", bundle.sender or t("不认识的单位"))
        self._head.setText(t("{who}：{finding}", who=who, finding=finding(bundle, taken=taken)))
        number = t("第 {n} 包", n=bundle.number) if bundle.number else ""
        code = t("短码 {code}", code=bundle.code) if bundle.code else ""
        day = day_of(bundle.made_at) if bundle.made_at else ""
        facts = joined((number, code, day, t("{n} 处改动", n=bundle.changes)))
        self._facts.setText(f"{facts}\n{Path(bundle.file).name}")
        self._said.setText(full_finding(bundle))
