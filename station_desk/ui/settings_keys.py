"""Keys: the fingerprint to read out over the telephone, the key file, the key paper, changes on either side."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.services import exchange, key_change, key_paper
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import PassPhraseField, chain
from station_desk.ui.files import ask_save
from station_desk.ui.key_accept import ask_new_keys, ask_revoke
from station_desk.ui.kit import button, column, flat, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.messages import Question
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.wording import N, t

_WHY = {"planned": N("自己换的"), "stolen": N("被偷作废"), "lost": N("丢失后重认")}


class KeysSection(Section):
    """This office as others know it, and the others as they are known here."""

    TITLE = N("钥匙")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.fingerprint = label("", "figure", copy=True, wrap=True)
        self.fingerprint.setObjectName("fingerprint")
        self.model: ListModel[key_change.KeyEvent] = ListModel(
            [Column(t("日期"), 110), Column(t("单位"), 0), Column(t("缘由"), 200), Column(t("新的指纹"), 330)],
            self._line,
        )
        self.view: ListView[key_change.KeyEvent] = ListView(self.model, "key-changes")
        self.view.say_when_empty(t("还没有谁换过钥匙。"))
        self.add(
            titled(
                t("本单位的指纹"),
                self.fingerprint,
                label(t("交钥匙文件的时候，在电话里念给对方核对。指纹不保密。"), "second", wrap=True),
                row(*self._own_acts(), None),
                label(
                    t("钥匙文件是本单位的公开身份，里面没有口令，也没有人员信息。钥匙纸要锁进保险柜。"),
                    "second",
                    wrap=True,
                ),
            ),
            titled(
                t("对方换了钥匙"),
                label(t("对方自己换的，收下一个包时自动认。换了电脑、丢了钥匙的，要由人核对指纹后认。"), wrap=True),
                row(*self._their_acts(), None),
            ),
            label(t("换钥匙的记录"), "head"),
            (flat(self.view), 1),
        )

    def _own_acts(self) -> list[QWidget]:
        writes = not self.place.desk.read_only
        save = button(t("导出钥匙文件"), self._save, icon="upload", name="export-identity")
        paper = button(t("打印本局钥匙纸"), self._paper, icon="printer", name="key-paper")
        change = button(t("换钥匙"), self._ask_change, icon="key", name="change-keys")
        stolen = button(t("钥匙被偷了"), self._ask_stolen, icon="alert-triangle", name="keys-stolen")
        for act in (paper, change, stolen):
            act.setEnabled(writes)
        return [save, paper, change, stolen]

    def _their_acts(self) -> list[QWidget]:
        accept = button(t("认它的新钥匙"), self._accept, icon="user-check", name="accept-keys")
        revoke = button(t("它的钥匙被偷了"), self._revoke, icon="alert-triangle", name="revoke-keys")
        for act in (accept, revoke):
            act.setEnabled(not self.place.desk.read_only)
        return [accept, revoke]

    def _line(self, event: key_change.KeyEvent) -> tuple[Cell, ...]:
        whose = event.name or event.office
        return Cell(event.at[:10]), Cell(whose), Cell(t(_WHY[event.why])), Cell(event.new or "—", ink="text2")

    def on_shown(self) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: exchange.fingerprint(desk), self.fingerprint.setText, owner=self)
        events = key_change.events(desk)
        self.model.set_rows(sorted(events, key=lambda event: event.at, reverse=True))

    # --------------------------------------------------------------------------------------------------- our own keys
    def _save(self) -> None:
        name = f"{self.place.desk.office.code}.sdk"
        ask_save(self, t("存钥匙文件"), name, t("钥匙文件 (*)"), self._write)

    def _write(self, file: Path) -> None:
        desk = self.place.desk
        self.place.work.run(
            lambda _progress: exchange.write_public_identity(desk, file),
            lambda _none: self.place.messages.done(t("钥匙文件存好了：{file}", file=file.name)),
            owner=self,
        )

    def _paper(self) -> None:
        name = f"{self.place.desk.office.code}_key-paper.pdf"
        ask_save(self, t("存钥匙纸"), name, "PDF (*.pdf)", self._ask_phrase)

    def _ask_phrase(self, file: Path) -> None:
        """Whoever holds the paper can pose as the office, so the pass phrase is asked once more."""
        field = PassPhraseField("paper-pass-phrase", t("您的口令"))
        said = t("谁拿到钥匙纸，谁就能冒充本单位。请再输一次口令，这次打印会记下来。")
        panels: list[QFrame] = []
        desk = self.place.desk

        def done(written: Path) -> None:
            self.place.messages.close_panel(panels[0])
            self.place.messages.done(t("钥匙纸存好了：{file}。打印后把文件删掉", file=written.name))

        def send() -> None:
            phrase = field.text()
            self.place.work.run(lambda _progress: key_paper.print_key_paper(desk, phrase, file), done, owner=self)

        body = column(label(said, wrap=True), field, field.warning, gap=8)
        panels.append(self.place.messages.panel(t("打印本局钥匙纸"), body, [(t("写出"), send)], focus=field))
        chain([field], send)

    def _ask_change(self) -> None:
        question = Question(
            t("换本单位的钥匙？"),
            t("做一对新钥匙。下一个包里自动告诉对方，对方自动认。以前的钥匙纸作废。"),
            t("不能换回去，可以再换。"),
            t("换钥匙"),
            t("先不换"),
        )
        self.place.messages.ask(question, lambda: self._change(stolen=False))

    def _ask_stolen(self) -> None:
        question = Question(
            t("旧钥匙作废，换新的？"),
            t("对方一知道就不再收旧钥匙签的文件。新钥匙要对方的人核对指纹后才认：请把新的钥匙文件送去。"),
            t("不能。"),
            t("作废并换新"),
            t("先不换"),
        )
        self.place.messages.ask(question, lambda: self._change(stolen=True))

    def _change(self, *, stolen: bool) -> None:
        desk = self.place.desk

        def done(_changed: key_change.Changed) -> None:
            self.place.messages.done(t("换了新钥匙，请重新打印钥匙纸"))
            self.on_shown()

        self.place.work.run(lambda _progress: key_change.change_keys(desk, stolen=stolen), done, owner=self)

    # ------------------------------------------------------------------------------------------------------ the others
    def _accept(self) -> None:
        ask_new_keys(self, self.place, self.on_shown)

    def _revoke(self) -> None:
        ask_revoke(self, self.place, self.on_shown)
