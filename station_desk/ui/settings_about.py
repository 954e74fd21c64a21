"""About: version, what the program is, and the licences of everything it carries."""

from PySide6.QtWidgets import QPlainTextEdit

from station_desk import __version__
from station_desk.machine.folders import resources_dir
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import flat, label, named, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.theme import theme
from station_desk.wording import N, t


class Words(QPlainTextEdit):
    """Text to read and copy; Tab leaves it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(self, name)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)


class AboutSection(Section):
    """The licences are shown whole, one at a time."""

    TITLE = N("关于")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._files = sorted((resources_dir() / "LICENSES").glob("*.txt"))
        self.model: ListModel[str] = ListModel([Column(t("许可"), 0)], lambda name: (Cell(name),))
        self.view: ListView[str] = ListView(self.model, "licences")
        self.text = Words("licence-text")
        self.model.set_rows([file.stem for file in self._files])
        self.view.chosen.connect(self._show)
        left = flat(self.view)
        left.setFixedWidth(theme().px(220))
        said = t("村警助理工作台 {version}。离线使用，数据只在这台电脑上。", version=__version__)
        self.add(
            titled(t("这个程序"), label(said, wrap=True), label("Apache-2.0", "second")),
            (row(left, (flat(self.text), 1), gap=12), 1),
        )

    def on_shown(self) -> None:
        if self.view.current() is None:
            self.view.choose(0)

    def _show(self, name: str | None) -> None:
        for file in self._files:
            if file.stem == name:
                self.text.setPlainText(file.read_text("utf-8"))
