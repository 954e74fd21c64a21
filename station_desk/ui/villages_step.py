"""Step 3 of the first start: the villages, from a township of the bundled lists or from a file, with proof before it counts."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from station_desk.domain.villages import NO_POST_KIND, Township, VillageRow
from station_desk.ui import door
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field
from station_desk.ui.files import ask_open
from station_desk.ui.first_steps import Step
from station_desk.ui.kit import button, fill, flat, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.messages import Messages
from station_desk.ui.office_form import OfficeForm
from station_desk.ui.theme import theme
from station_desk.ui.work import Work
from station_desk.wording import N, t

if TYPE_CHECKING:
    from station_desk.services.villages import TownshipFinder

SHEETS = "*.csv *.xlsx *.xls"


class VillagesStep(Step):
    """A list of townships that the field filters; the count and the first five names prove what was chosen."""

    TITLE = N("管哪些村？")

    def __init__(self, form: OfficeForm, work: Work, messages: Messages) -> None:
        super().__init__(form)
        self._work, self._messages = work, messages
        self._finder: TownshipFinder | None = None
        self._wanted, self._put_off = "", False
        self.filter = Field("township-filter", hint=t("乡镇、街道的名字、拼音首字母或编号"), guarded=False)
        self.model: ListModel[Township] = ListModel(
            [Column(t("乡镇、街道"), 0), Column(t("县、市"), 150), Column(t("年份"), 60), Column(t("村"), 56, "right")],
            lambda one: (
                Cell(one.name, weight="medium"),
                Cell(one.county, ink="text2"),
                Cell(str(one.year), ink="text2"),
                Cell(str(one.count)),
            ),
        )
        self.view: ListView[Township] = ListView(self.model, "list")
        self.view.setMinimumHeight(theme().px(150))
        self.proof = label("", wrap=True)
        self.proof.setObjectName("village-proof")
        from_file = button(t("从文件读"), self._choose_file, icon="file-import", name="villages-file")
        later = button(t("以后再导入"), self._later, kind="quiet", name="villages-later")
        fill(self.room, self.filter, (flat(self.view), 1), self.proof, row(from_file, later, None))
        self.filter.textChanged.connect(self._filter)
        self.filter.went_on.connect(lambda _way: self._enter_in_filter())
        self.view.chosen.connect(self._chosen)
        self.view.opened.connect(lambda _one: self.go_on.emit())

    def enter(self) -> None:
        self.filter.setFocus()
        if self._finder is None:
            self._work.run(lambda _progress: door.townships(), self._came, owner=self)

    def ready(self) -> bool:
        if not self.form.villages and not self._put_off:
            self.proof.setText(t("请选一个乡镇，或者点“以后再导入”。"))
            return False
        return True

    def _came(self, finder: "TownshipFinder") -> None:
        self._finder = finder
        self._filter(self.filter.text())

    def _filter(self, text: str) -> None:
        if self._finder is None:
            return
        code = self.form.code[:6]
        found = self._finder.find(text)
        found.sort(key=lambda one: (not one.code.startswith(code), one.code, -one.year))
        self.model.set_rows(found)
        self.view.choose(0 if text.strip() and found else -1)
        if not found:
            self.proof.setText(t("自带的名单里没有“{typed}”。可以从文件读，也可以以后再导入。", typed=text.strip()))

    def _enter_in_filter(self) -> None:
        if self.view.current() is None and self.model.rowCount():
            self.view.choose(0)
            self.view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.go_on.emit()

    def _chosen(self, township: Township | None) -> None:
        self.form.villages = ()
        self._wanted, self._put_off = township.key if township else "", False
        self.proof.setText("")
        if township is not None:
            key = township.key
            self._work.run(
                lambda _progress: door.township_villages(key), lambda rows: self._prove(key, rows), owner=self
            )

    def _choose_file(self) -> None:
        ask_open(self, t("选村名单"), t("表格 ({patterns})", patterns=SHEETS), self._read_file)

    def _read_file(self, file: Path) -> None:
        self._wanted, self._put_off = str(file), False
        self._work.run(
            lambda _progress: door.file_villages(file),
            lambda rows: self._prove(str(file), rows),
            self._messages.error,
            owner=self,
        )

    def _prove(self, wanted: str, rows: Sequence[VillageRow]) -> None:
        if wanted != self._wanted:
            return
        self.form.villages = rows
        posts = [one.name for one in rows if one.kind != NO_POST_KIND]
        self.proof.setText(t("{n} 个村：{names}……", n=len(posts), names="、".join(posts[:5])))

    def _later(self) -> None:
        self.view.choose(-1)
        self._wanted, self.form.villages, self._put_off = "", (), True
        self.go_on.emit()
