"""Moving to another computer: one file, and this computer then only reads."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.services import move
from station_desk.ui.fields import Field, PassPhraseField, chain
from station_desk.ui.files import ask_folder
from station_desk.ui.kit import Banner, button, clear, column, fill, label, row
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.summary import moment
from station_desk.wording import N, t


class MoveSection(Section):
    """The whole desk to another computer, and staying after all."""

    TITLE = N("搬家")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._said = QVBoxLayout()
        self._said.setContentsMargins(0, 0, 0, 0)
        self._room = QWidget()
        self._room.setLayout(self._said)
        self.out = button(t("搬到另一台电脑"), self._ask_where, icon="usb", name="move-out")
        self.stay = button(t("不搬了，还在这台用"), self._ask_phrase, icon="arrow-back-up", name="move-stay")
        self.add(
            self._room,
            titled(
                t("搬到另一台电脑"),
                label(
                    t("1. 在这台写一个搬家文件到 U 盘：全部记录、人员口令和本单位的钥匙都在里面，是加密的。"), wrap=True
                ),
                label(t("2. 在新电脑上装好程序，第一次启动时选“从旧电脑搬过来”，用原来的口令打开。"), wrap=True),
                label(t("3. 这台以后只能看。两台都写，县局会看到两支记录。"), wrap=True),
                row(self.out, self.stay, None),
            ),
            None,
        )

    def on_shown(self) -> None:
        desk = self.place.desk
        said = move.moved(desk)
        clear(self._said)
        self.out.setEnabled(not desk.read_only)
        self.stay.setVisible(said is not None)
        self._room.setVisible(said is not None)
        if said is not None:
            day = moment(said.at, desk.clock.today())
            text = t("这台电脑从那时起只能看。")
            fill(self._said, Banner("info", t("{day} 已搬到：{where}", day=day, where=said.where), text))

    def _ask_where(self) -> None:
        field = Field("move-where", hint=t("例如：二楼内勤室的新电脑"))
        body = column(label(t("搬到哪里？（写给以后看的人）"), "second"), field, gap=6)
        panels: list[QFrame] = []

        def go_on() -> None:
            where = field.text()
            self.place.messages.close_panel(panels[0])
            ask_folder(self, t("搬家文件写到哪里"), lambda folder: self._move(folder, where))

        panels.append(self.place.messages.panel(t("搬到另一台电脑"), body, [(t("选 U 盘"), go_on)], focus=field))
        chain([field], go_on)

    def _move(self, folder: Path, where: str) -> None:
        desk = self.place.desk

        def done(told: move.MovedOut) -> None:
            self.place.messages.done(t("搬家文件已写好并核对：{file}", file=told.file.name))
            self.on_shown()

        self.place.work.run(
            lambda progress: move.move_out(desk, folder, where, progress), done, label=t("正在写搬家文件"), owner=self
        )

    def _ask_phrase(self) -> None:
        field = PassPhraseField("stay-pass-phrase", t("您的口令"))
        said = t("新电脑没有接上的时候才选这个。新电脑已经写过的话，县局会看到两支记录，都不会丢。")
        panels: list[QFrame] = []
        desk = self.place.desk

        def done(_said: object) -> None:
            self.place.messages.close_panel(panels[0])
            self.place.messages.done(t("不搬了。关掉程序再打开，就能写"))
            self.stay.setEnabled(False)

        def send() -> None:
            phrase, name = field.text(), desk.account.name
            self.place.work.run(lambda _progress: move.move_stay(desk.home.path, name, phrase), done, owner=self)

        body = column(label(said, wrap=True), field, field.warning, gap=8)
        panels.append(self.place.messages.panel(t("不搬了，还在这台用"), body, [(t("还在这台用"), send)], focus=field))
        chain([field], send)
