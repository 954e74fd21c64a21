"""Keys: the fingerprint to read out over the telephone, and the key file for the other side."""

from pathlib import Path

from station_desk.services import exchange
from station_desk.ui.files import ask_save
from station_desk.ui.kit import button, label, row
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.wording import N, t


class KeysSection(Section):
    """This office as others know it."""

    TITLE = N("钥匙")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.fingerprint = label("", "figure", copy=True, wrap=True)
        self.fingerprint.setObjectName("fingerprint")
        save = button(t("导出钥匙文件"), self._save, icon="upload", name="export-identity")
        office = place.desk.office
        self.add(
            titled(
                t("本单位的指纹"),
                self.fingerprint,
                label(t("交钥匙文件的时候，在电话里念给对方核对。指纹不保密。"), "second", wrap=True),
            ),
            titled(
                t("钥匙文件"),
                label(
                    t("{name}（{code}）的公开身份。给对方以后，对方才收您的包。", name=office.name, code=office.code),
                    wrap=True,
                ),
                label(t("里面没有口令，也没有任何人员信息。"), "second"),
                row(save, None),
            ),
            None,
        )

    def on_shown(self) -> None:
        if not self.fingerprint.text():
            desk = self.place.desk
            self.place.work.run(lambda _progress: exchange.fingerprint(desk), self.fingerprint.setText, owner=self)

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
