"""Settings: a list at the left, one section at the right (UX 4.14). What is changed here works at once."""

from typing import ClassVar

from PySide6.QtWidgets import QStackedWidget

from station_desk.ui.delegate import Cell
from station_desk.ui.kit import flat, row, scrolled
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.settings_about import AboutSection
from station_desk.ui.settings_backup import BackupSection
from station_desk.ui.settings_keys import KeysSection
from station_desk.ui.settings_mine import MineSection
from station_desk.ui.settings_move import MoveSection
from station_desk.ui.settings_paper import PaperSection
from station_desk.ui.settings_people import PeopleSection
from station_desk.ui.settings_posts import PostsSection
from station_desk.ui.settings_rules import RulesSection
from station_desk.ui.settings_section import Section
from station_desk.ui.theme import theme
from station_desk.wording import N, t

LIST_WIDTH = 190


class SettingsPage(Page):
    """Mine, people, policy, backup, keys, moving, about."""

    NAME = "settings"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("换字号、深浅、语言"), "zihao shenqian yuyan", Target("settings", "mine"), "settings"),
        Act(N("改口令"), "gaikouling gkl", Target("settings", "mine"), "key"),
        Act(N("加人、减人"), "jiaren jianren yonghu", Target("settings", "people"), "users-group"),
        Act(N("备份、恢复、检查"), "beifen huifu jiancha bf hf jc", Target("settings", "backup"), "shield-check"),
        Act(N("公文用哪种字体"), "ziti fangsong gongwen zt", Target("settings", "paper"), "printer"),
        Act(N("看方案"), "kanfangan fa", Target("settings", "rules"), "certificate"),
        Act(N("村和编制、空缺、名额"), "cunhebianzhi kongque minge bz", Target("settings", "posts"), "users-group"),
        Act(N("看指纹、换钥匙、认新钥匙、打印钥匙纸"), "zhiwen yaoshi huanyaoshi", Target("settings", "keys"), "key"),
        Act(N("搬到另一台电脑"), "banjia bandao diannao bj", Target("settings", "move"), "usb"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.sections: dict[str, Section] = {
            "mine": MineSection(place),
            "people": PeopleSection(place),
            "rules": RulesSection(place),
            "posts": PostsSection(place),
            "paper": PaperSection(place),
            "backup": BackupSection(place),
            "keys": KeysSection(place),
            "move": MoveSection(place),
            "about": AboutSection(place),
        }
        self._names = list(self.sections)
        self._model: ListModel[str] = ListModel([Column("", 0)], lambda name: (Cell(t(self.sections[name].TITLE)),))
        self.list: ListView[str] = ListView(self._model, "list", row=34)
        self.list.horizontalHeader().hide()
        self._model.set_rows(self._names)
        self.stack = QStackedWidget()
        self._rooms = {name: scrolled(section) for name, section in self.sections.items()}
        for name, section in self.sections.items():
            self.stack.addWidget(self._rooms[name])
            section.head_changed.connect(self._show_head)
        left = flat(self.list)
        left.setFixedWidth(theme().px(LIST_WIDTH))
        self.body.addWidget(row(left, (self.stack, 1), gap=14), 1)
        self.tell_key("↑↓", t("选一项"))
        self.on_key("F2", lambda: self._section().edit(), t("填上"))
        self.on_key("Ctrl+P", lambda: self._section().print_out(), t("印一张"))
        self.list.chosen.connect(self._choose)
        self.list.choose(0)

    def on_shown(self) -> None:
        self._section().on_shown()

    def arrive(self, target: Target) -> None:
        if target.act in self.sections:
            self.list.choose(self._names.index(target.act))
            self.list.setFocus()

    def refresh(self, kinds: frozenset[str]) -> None:
        self._section().refresh(kinds)

    def areas(self) -> list[ListView[str] | Section]:
        return [self.list, self._section()]

    def find_next_problem(self, way: int = 1) -> bool:
        return self._section().find_next_problem(way)

    def place_in(self) -> dict[str, str]:
        return {"section": self.list.current() or ""}

    def return_to(self, place: object) -> None:
        name = place.get("section", "") if isinstance(place, dict) else ""
        if name in self.sections:
            self.list.choose(self._names.index(name))

    def _section(self) -> Section:
        return self.sections[self.list.current() or self._names[0]]

    def _choose(self, name: str | None) -> None:
        if name is not None:
            self.stack.setCurrentWidget(self._rooms[name])
            self.sections[name].on_shown()
            self._show_head()

    def _show_head(self) -> None:
        section = self._section()
        self.set_head(t("设置"), t(section.TITLE))
        if section.primary is None:
            self.no_primary()
        else:
            self.set_primary(section.primary.text, section.primary.act, icon=section.primary.icon)
