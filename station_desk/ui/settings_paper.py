"""Paper: which faces official letters are set in. It works at once, for the whole office on this computer."""

from station_desk.services import letter_faces
from station_desk.services.letter_faces import LetterFaces
from station_desk.ui.kit import Switch, chip, field_row, label
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.wording import N, t

WIDTH = 110


class PaperSection(Section):
    """Bundled faces, or those of this computer, and which of them are there."""

    TITLE = N("纸面")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.bundled = self._chip(t("程序自带的"), "faces-bundled", installed=False)
        self.installed = self._chip(t("本机的"), "faces-installed", installed=True)
        self.there = label("", "second", wrap=True)
        self.add(
            titled(
                t("公文的字体"),
                field_row(t("用哪种"), self.bundled, self.installed, None, width=WIDTH),
                self.there,
                label(
                    t("程序自带的字体在每台电脑上印出来都一样。本机的字体只用于公文（通知、公示、批复、通报）。"),
                    "hint",
                    wrap=True,
                ),
            ),
            None,
        )

    def on_shown(self) -> None:
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: letter_faces.letter_faces(desk), self._show, self.place.messages.error, owner=self
        )

    def _chip(self, words: str, name: str, *, installed: bool) -> Switch:
        made = chip(words, on=False, name=name)
        made.clicked.connect(lambda _on: self._choose(installed=installed))
        return made

    def _choose(self, *, installed: bool) -> None:
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: letter_faces.choose_faces(desk, installed=installed),
            self._show,
            self._refused,
            owner=self,
        )

    def _refused(self, error: Exception) -> None:
        self.on_shown()
        self.place.messages.error(error)

    def _show(self, told: LetterFaces) -> None:
        self.bundled.setChecked(not told.chosen)
        self.installed.setChecked(told.chosen)
        found = t("、").join(f"{role} {family}" for role, family in told.there.items())
        self.there.setText(t("本机有：{faces}", faces=found) if found else t("本机没有找到公文用的字体。"))
