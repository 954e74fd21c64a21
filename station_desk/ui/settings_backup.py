"""Backups: now, to a stick, the list of them, restoring one beside the home, and whether everything is whole."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from station_desk.services import safety
from station_desk.ui.backup_act import back_up
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import PassPhraseField, chain
from station_desk.ui.files import ask_folder, ask_open
from station_desk.ui.growth_card import GrowthCard
from station_desk.ui.kit import Item, button, clear, fill, flat, label, named, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.page import Primary, Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.summary import moment
from station_desk.ui.theme import theme
from station_desk.wording import N, t
from station_desk.wording.archive import unread_words
from station_desk.wording.findings import tell_finding


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup in the home's own folder."""

    name: str
    megabytes: str


class BackupSection(Section):
    """Everything about coming back from a broken disk."""

    TITLE = N("备份")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        writes = not place.desk.read_only
        self.mark: Mark = Mark("wait", 16)
        self.last, self.where = label("", "medium"), label("", "second", copy=True, wrap=True)
        self.model: ListModel[BackupFile] = ListModel(
            [Column(t("本机上的备份"), 0), Column(t("大小"), 110, "right")],
            lambda file: (Cell(file.name), Cell(file.megabytes, ink="text2")),
        )
        self.view: ListView[BackupFile] = ListView(self.model, "backups")
        self.view.say_when_empty(t("本机上还没有备份。按 Ctrl+Enter 现在备份。"))
        stick = button(t("备份到 U 盘"), self._to_stick, icon="usb", name="backup-to")
        restore = button(t("从备份恢复"), self._choose, icon="history", name="restore")
        quick = button(t("检查"), lambda: self._check(deep=False), icon="shield-check", name="check")
        deep = button(t("彻底检查"), lambda: self._check(deep=True), name="check-deep")
        stick.setEnabled(writes)
        self._found = QVBoxLayout()
        self._found.setSpacing(theme().px(4))
        room = named(QWidget(), "check-result")
        room.setLayout(self._found)
        self._found.setContentsMargins(0, 0, 0, 0)
        self.growth = GrowthCard(place)
        said = t("恢复不会动现在的库：在旁边另建一个，您看过再用。")
        self.add(
            titled(
                t("上一次备份"),
                row(self.mark, self.last, None),
                self.where,
                row(stick, restore, None),
                label(said, "second"),
            ),
            titled(t("库是不是完好"), row(quick, deep, None), room),
            self.growth,
            (flat(self.view), 1),
        )
        if writes:
            self.primary = Primary(t("现在备份"), self._now, "device-floppy")

    def on_shown(self) -> None:
        desk, today = self.place.desk, self.place.desk.clock.today()
        last = safety.last_backup(desk)
        if last is None:
            self.mark.set_kind("bad")
            self.last.setText(t("还没有备份"))
            self.where.setText("")
        else:
            self.mark.set_kind("ok" if last.present else "warn")
            self.last.setText(t("{when} 写入并读回核对", when=moment(last.at, today)))
            self.where.setText(
                str(last.file) if last.present else t("{file}（现在看不到，U 盘没插？）", file=last.file)
            )
        files = sorted(desk.home.backups.glob("*.backup"), reverse=True)
        self.model.set_rows([BackupFile(f.name, f"{f.stat().st_size / 1e6:.1f} MB") for f in files])
        checked = safety.last_check(desk)
        if checked is not None and not self._found.count():
            when = moment(checked.at, today)
            good = t("{when} 检查过，完好", when=when)
            bad = t("{when} 检查过，发现 {n} 处问题", when=when, n=checked.findings)
            self._tell("bad" if checked.findings else "ok", [bad if checked.findings else good])
        self.growth.look()

    def _now(self) -> None:
        back_up(self.place, self, then=self.on_shown)

    def _to_stick(self) -> None:
        ask_folder(self, t("备份到哪里"), lambda folder: back_up(self.place, self, folder, self.on_shown))

    def _check(self, *, deep: bool) -> None:
        desk = self.place.desk
        self.place.work.run(
            lambda progress: safety.check(desk, deep=deep, progress=progress),
            self._checked,
            label=t("正在检查"),
            owner=self,
        )

    def _checked(self, report: safety.CheckReport) -> None:
        if report.ok:
            unread = [unread_words(file, count) for file, count in report.unread.items()]
            self._tell("ok", [t("完好，没有发现问题"), *unread])
        else:
            self._tell("bad", [tell_finding(finding) for finding in report.findings])

    def _tell(self, mark: MarkKind, lines: list[str]) -> None:
        clear(self._found)
        for line in lines[:8]:
            said: Item = row(Mark(mark), (label(line, wrap=True), 1))
            fill(self._found, said)
        if len(lines) > 8:
            rest: QLabel = label(t("还有 {n} 件", n=len(lines) - 8), "hint")
            self._found.addWidget(rest)

    # ------------------------------------------------------------------------------------------------------ restoring
    def _choose(self) -> None:
        ask_open(self, t("选一个备份"), t("备份 (*.backup)"), self._ask_phrase)

    def _ask_phrase(self, file: Path) -> None:
        form = QWidget()
        field = PassPhraseField("restore-pass-phrase", t("那时候的口令"))
        layout = QVBoxLayout(form)
        layout.setContentsMargins(0, 0, 0, 0)
        said = t("用 {name} 的口令打开备份，在现在的库旁边另建一个。", name=self.place.desk.account.name)
        fill(layout, label(file.name, "medium"), label(said, "second", wrap=True), field, field.warning)
        panel = self.place.messages.panel(t("从备份恢复"), form, [(t("恢复到旁边"), lambda: send())], focus=field)
        desk = self.place.desk

        def done(restored: safety.Restored) -> None:
            self.place.messages.close_panel(panel)
            self.where.setText(t("已恢复到 {home}，原来的没有动。", home=restored.home))
            self.place.messages.done(t("已恢复到 {home}", home=restored.home.name))

        def send() -> None:
            phrase = field.text()
            self.place.work.run(
                lambda _progress: safety.restore(file, desk.home.path, desk.account.name, phrase),
                done,
                label=t("正在恢复"),
                owner=form,
            )

        chain([field], send)
