"""The two cards of the exchange page: what goes out and where to, what comes in (picture 07)."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.machine.sticks import Stick
from station_desk.ui.exchange_data import ExchangeData, Media
from station_desk.ui.exchange_steps import SafeToRemove, StepTrack
from station_desk.ui.exchange_words import bytes_words, kinds_line, short_day, witness_words
from station_desk.ui.icons import IconLabel
from station_desk.ui.kit import Box, CutLabel, Item, button, heading, key_cap, label, named, row
from station_desk.ui.marks import Mark, Tag
from station_desk.ui.person_words import joined
from station_desk.ui.theme import theme
from station_desk.wording import t, tn


def _inset(*items: Item) -> Box:
    return Box(*items, kind="inset", gap=2, margins=(12, 8, 12, 8))


class SendCard(Box):
    """What waits and where it would go. `choose_asked`: another stick or folder."""

    choose_asked = Signal()
    tidy_asked = Signal()

    def __init__(self, *, county: bool) -> None:
        super().__init__(gap=8)
        named(self, "send-card")
        self.county = county
        self.folder: Path | None = None
        self.on_stick = False
        self._tag = named(Tag("", "none"), "stick-state")
        self._count = named(label("0", "figure"), "waiting-count")
        self._since = label("", "second")
        self._kinds = label("", "small", wrap=True)
        self._place = CutLabel("", "medium")
        self._room = label("", "second")
        self._said = label("", "small", wrap=True)
        self._choose = button(t("换一个"), self.choose_asked.emit, kind="quiet", name="choose-target")
        self.track = StepTrack()
        self.safe = SafeToRemove()
        self._foot = QStackedWidget()
        self._foot.addWidget(self.track)
        self._foot.addWidget(self.safe)
        self.safe.gone.connect(lambda: self._foot.setCurrentIndex(0))
        self._tidy = button("", self.tidy_asked.emit, kind="quiet", icon="check", name="tidy-stick")
        self._tidy_row = row(self._tidy, key_cap("Alt+D"), None)
        title = t("发给各所") if county else t("交给县局")
        place = row(IconLabel("usb"), (self._place, 1), self._room, self._choose)
        for item in (
            heading(title, "upload", self._tag),
            row(self._count, self._since, None, gap=10),
            self._kinds,
            _inset(place, self._said),
            self._tidy_row,
        ):
            self.body.addWidget(item)
        self._tidy_row.hide()
        self.body.addStretch(1)
        self.body.addWidget(self._foot)

    def show_waiting(self, data: ExchangeData) -> None:
        """How much waits, since when, of what."""
        waiting = data.waiting
        self._count.setText(str(waiting.changes))
        if waiting.changes:
            self._since.setText(t("处改动等待交出，自 {day}", day=short_day(waiting.since, data.today)))
        elif waiting.files:
            self._since.setText(t("处改动等待交出"))
        else:
            self._since.setText(t("处改动等待交出，都交过了"))
        files = tn("照片和文件 {n} 个", "照片和文件 {n} 个", waiting.files) if waiting.files else ""
        kinds = joined((kinds_line(waiting.by_kind), files))
        home = t("不含银行卡号。")
        self._kinds.setText(t("{kinds}。{home}", kinds=kinds, home=home) if kinds else home)

    def show_tidy(self, count: int) -> None:
        """How many own files in the target may go."""
        self._tidy.set_text(t("清理已有回执的包 {n} 个", n=count))
        self._tidy_row.setVisible(count > 0)

    def show_written_to(self, stick: bool) -> None:
        """Whether what is being written goes to a stick, which may be pulled out in the end."""
        self.on_stick = stick

    def show_target(
        self, folder: Path | None, stick: Stick | None, data: ExchangeData | None, *, sticks: int = 0
    ) -> None:
        """Where it would go: a stick with its free room, or a folder; of several `sticks` none is chosen by itself."""
        self.folder, self.on_stick = folder, stick is not None
        if folder is None and sticks > 1:
            self._tag.set_tag(t("{n} 个 U 盘", n=sticks), "ok")
            self._place.set_text(t("导出时问写到哪一个"))
            self._room.setText("")
            self._choose.set_text(t("选文件夹"))
            self._said.setText("")
            return
        if folder is None:
            self._tag.set_tag(t("没有 U 盘"), "none")
            self._place.set_text(t("插上 U 盘，或选一个文件夹"))
            self._room.setText("")
            self._choose.set_text(t("选文件夹"))
            self._said.setText("")
            return
        self._tag.set_tag(t("U 盘已插入") if stick else t("文件夹"), "ok" if stick else "none")
        self._place.set_text(t("{name}（{path}）", name=stick.label, path=str(folder)) if stick else str(folder))
        self._room.setText(t("可用 {size}", size=bytes_words(stick.free)) if stick else "")
        self._choose.set_text(t("换一个"))
        names = [peer.name for peer in data.peers] if data else []
        only = (
            t("每个文件只有收件的所能打开。")
            if self.county
            else t("只有{name}能打开。", name=names[0] if names else "")
        )
        self._said.setText(only)

    def begin(self) -> None:
        """An export has begun."""
        self.safe.dismiss()
        self.track.reset()

    def finish(self, text: str, more: str) -> None:
        """An export is done and was read back."""
        self._foot.setCurrentIndex(1)
        self.safe.say(text, more)


class ReceiveCard(Box):
    """What the other side has confirmed, what it has sent, and who we are. The acts are the page's."""

    look_asked = Signal()
    choose_asked = Signal()
    identity_asked = Signal()
    trust_asked = Signal()
    inbox_asked = Signal()

    def __init__(self, *, county: bool) -> None:
        super().__init__(gap=8)
        named(self, "receive-card")
        self.county = county
        self._mark = Mark("wait", 14)
        self._confirmed = label("", "medium", wrap=True)
        self._second = label("", "small", wrap=True)
        self._files = label("", "medium")
        self._names = CutLabel("", "small")
        self.look_button = button(t("查看并收下"), self.look_asked.emit, icon="inbox", name="look-at-files")
        self.choose_button = button(t("选文件"), self.choose_asked.emit, kind="quiet", name="choose-files")
        self._print = label("", "small", wrap=True, copy=True)
        self.identity_button = button(t("存身份文件"), self.identity_asked.emit, icon="key", name="export-identity")
        self.trust_button = button(t("认识一个所"), self.trust_asked.emit, icon="shield-check", name="trust-office")
        self._incoming = _inset(
            row(IconLabel("usb"), self._files, None, self.choose_button, self.look_button, key_cap("Alt+I")),
            self._names,
        )
        hint = label(t("把文件拖到这里也可以"), "small")
        title = t("本局的身份") if county else t("收县局的文件")
        self.body.addWidget(heading(title, "key" if county else "download", *(() if county else (hint,))))
        if not county:
            self.body.addWidget(row(self._mark, (self._confirmed, 1), gap=10))
            self.body.addWidget(self._second)
            self.body.addWidget(self._incoming)
            said = label(t("收下以前会先给您看里面有什么；不合格的文件不会改动任何记录。"), "small", wrap=True)
            self.body.addWidget(said)
        else:
            self.body.addWidget(
                label(t("各所交来的文件在“县局收件”里收，那里也看得到谁没有来、缺哪一包。"), "second", wrap=True)
            )
            self.inbox_button = button(t("去收件"), self.inbox_asked.emit, icon="inbox", name="go-to-inbox")
            self.body.addWidget(row(self.inbox_button, key_cap("Ctrl+3"), None))
        self.body.addStretch(1)
        self.body.addWidget(self._own())

    def _own(self) -> QWidget:
        more = (self.trust_button,) if self.county else ()
        return row((self._print, 1), self.identity_button, *more, gap=8)

    def show_state(self, data: ExchangeData) -> None:
        """What has been confirmed, and our fingerprint."""
        self._print.setText(t("本单位指纹（电话里念给对方听）：\n{print}", print=data.fingerprint))
        if self.county:
            return
        self._incoming.setVisible(bool(data.peers))
        confirmed = [bundle for bundle in data.sent if bundle.acked_at]
        if not data.peers:
            self._mark.set_kind("todo")
            self._confirmed.setText(t("还没有认识县局"))
            self._second.setText(t("请把县局给的钥匙文件放进来，电话里对一遍指纹。"))
        elif confirmed:
            last = max(confirmed, key=lambda bundle: bundle.number)
            self._mark.set_kind("ok")
            day = short_day(last.at, data.today)
            self._confirmed.setText(t("县局已收到第 {n} 包，到 {day}为止", n=last.number, day=day))
            self._second.setText(
                witness_words(data.witness, data.today) or t("回执日期 {day}", day=short_day(last.acked_at, data.today))
            )
        else:
            self._mark.set_kind("wait")
            self._confirmed.setText(t("县局还没有回执"))
            self._second.setText(t("交出以后，县局会还一个文件：那就是回执。"))

    def show_files(self, media: Media) -> None:
        """What lies on the sticks."""
        count = len(media.incoming)
        self._files.setText(
            tn("U 盘上有 {n} 个县局文件", "U 盘上有 {n} 个县局文件", count) if count else t("U 盘上没有县局的新文件")
        )
        self._names.set_text("，".join(file.name for file in media.incoming))
        self._names.setVisible(bool(count))
        self.look_button.setEnabled(bool(count))


class FirstUse(Box):
    """Before the first exchange: know each other first (UX 4.10, empty state)."""

    trust_asked = Signal()

    def __init__(self, *, county: bool) -> None:
        super().__init__(gap=10)
        named(self, "first-use")
        said = (
            t("还没有认识任何一个所。请把派出所的身份文件放进来，电话里对一遍指纹。")
            if county
            else t("还没有交过。第一次要先认识县局：请把县局给的钥匙文件放进来。")
        )
        steps = (
            t("1  把本单位的身份文件存到 U 盘，交给对方。"),
            t("2  把对方的身份文件放进来，点“认识”。"),
            t("3  打电话，两边把指纹念一遍，对得上才算认识。"),
        )
        act = t("认识一个所") if county else t("认识县局")
        self.trust_button = button(act, self.trust_asked.emit, icon="shield-check", name="trust-first")
        self.body.addWidget(heading(t("先互相认识"), "shield-check"))
        self.body.addWidget(label(said, wrap=True))
        for step in steps:
            self.body.addWidget(label(step, "second", wrap=True))
        self.body.addStretch(1)
        self.body.addWidget(row(self.trust_button, key_cap("Alt+T"), None))
        self.setMinimumHeight(theme().px(180))
