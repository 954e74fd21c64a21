"""县局收件: files of the stations are looked at, reported on, and only then taken in; receipts follow (UX 4.11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from station_desk.domain.exchange import ImportAnswer, ImportedBundle, PeerStatus, StationView
from station_desk.domain.overview import SILENT_DAYS
from station_desk.domain.progress import Progress
from station_desk.services import exchange
from station_desk.services.desk import Desk
from station_desk.ui import files
from station_desk.ui.bundle_find import BundleField, show_bundle
from station_desk.ui.exchange_data import BUNDLE, IDENTITY, Media, files_of, look_at_media
from station_desk.ui.exchange_trust import ask_identity, look
from station_desk.ui.inbox_report import BundleWords, ReportTable
from station_desk.ui.inbox_stations import StationCard, StationTable
from station_desk.ui.kit import Button, button, card, chip, empty_state, flat, foot
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.slip_panel import show_receipt
from station_desk.ui.theme import theme
from station_desk.wording import N, t

View = Literal["files", "stations", "missing"]
_KINDS = {"peer", "bundle_in", "bundle_out", "person", "term", "village", "office"}


@dataclass(frozen=True, slots=True)
class InboxData:
    """The stations as they stand, and how far each has heard of us."""

    today: date
    stations: tuple[StationView, ...]
    status: dict[str, PeerStatus]
    known_files: tuple[str, ...]


def load_inbox(desk: Desk) -> InboxData:
    """Everything the page shows but the files."""
    status = {one.office: one for one in exchange.status(desk)}
    known = tuple(Path(one.file).name for one in exchange.received(desk))
    return InboxData(desk.clock.today(), tuple(exchange.stations(desk)), status, known)


class InboxPage(Page):
    """The county's inbox."""

    NAME = "inbox"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("收派出所的文件"), "收件 导入文件", Target("inbox", "choose"), "inbox", "Alt+O"),
        Act(N("派出所名单"), "哪些所没有交 缺包", Target("inbox", "stations"), "building"),
        Act(N("印收件回执单"), "签收 盖章 打印", Target("inbox", "receipt"), "printer", "Ctrl+P"),
        Act(N("查派出所的一包"), "短码 序号 扫码 移交单", Target("inbox", "find"), "search", "Alt+B"),
        Act(N("认识一个派出所"), "信任 身份文件 指纹", Target("inbox", "trust"), "shield-check", "Alt+T"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.data: InboxData | None = None
        self.view: View = "files"
        self.report: ReportTable | None = None
        self._media = Media((), ())
        self._stale = True
        self._loading = self._taken = False
        self._receipts: Path | None = None
        self._receipts_said = ""
        self.set_head(t("县局收件"))
        self.setAcceptDrops(True)
        self._build_tools()
        self._build_body()
        self._say_keys()

    # ----------------------------------------------------------------------------------------------- building
    def _build_tools(self) -> None:
        self.lookup = BundleField()
        self.lookup.asked.connect(lambda text: show_bundle(self, self.place, text))
        self._chips: dict[View, Button] = {}
        views: tuple[View, ...] = ("files", "stations", "missing")
        for view in views:
            made = chip("", name=f"inbox-{view}", on=view == "files")
            made.clicked.connect(lambda _on=False, view=view: self.show_view(view))
            self._chips[view] = made
        self.add_tools(
            *self._chips.values(),
            None,
            self.lookup,
            button(t("选文件"), self.choose_files, icon="file-import", name="choose-files"),
            button(t("选文件夹"), self.choose_folder, icon="folder", name="choose-folder"),
            button(t("认识一个所"), self._trust, icon="shield-check", name="trust-office"),
        )

    def _build_body(self) -> None:
        self._words = BundleWords()
        self._words_card = card((self._words, 1), name="card", margins=(18, 16, 18, 14))
        self._stations = StationTable()
        self._stations.chosen.connect(self._show_station)
        self._stations.opened.connect(lambda station: self._see_roster(station.code))
        self._station_card = StationCard()
        self._station_card.roster_asked.connect(self._see_roster)
        self._files_room = QStackedWidget()
        self._foot_row, self._foot, _keys = foot("", t("↑↓ 走   空格 不收   F8 下一个有问题的   Ctrl+Enter 收下"))
        self._files_box = flat((self._files_room, 1), self._foot_row)
        self._lists, self._cards = QStackedWidget(), QStackedWidget()
        self._lists.addWidget(self._files_box)
        self._lists.addWidget(flat((self._stations, 1)))
        self._cards.addWidget(self._words_card)
        self._cards.addWidget(self._station_card)
        self._cards.setFixedWidth(theme().px(360))
        across = QHBoxLayout()
        across.setSpacing(theme().px(14))
        across.addWidget(self._lists, 1)
        across.addWidget(self._cards)
        self.body.addLayout(across, 1)

    def _say_keys(self) -> None:
        self.on_key("Alt+O", self.choose_files, t("选文件"))
        self.on_key("Alt+F", self.choose_folder, t("选文件夹"))
        self.on_key("Alt+I", self._look_at_sticks, t("看 U 盘上的新文件"))
        self.on_key("Alt+T", self._trust, t("认识一个派出所"))
        self.on_key("Ctrl+P", self._print_receipt, t("印收件回执单"))
        self.on_key("Alt+B", self.lookup.begin, t("查一包：扫移交单，或输短码、序号"))
        self.tell_key("Space", t("这个文件不收"))

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        if self._stale:
            self._load()
        self._look_for_sticks()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._stale = True
            if self.isVisible():
                self._load()

    def _load(self) -> None:
        self._stale = True
        if self._loading:
            return
        self._stale, self._loading = False, True
        desk = self.place.desk
        self.place.work.run(lambda _progress: load_inbox(desk), self._loaded, self._not_loaded, owner=self)

    def _not_loaded(self, error: Exception) -> None:
        self._loading = False
        self.place.messages.error(error)

    def _loaded(self, data: InboxData) -> None:
        self._loading = False
        if self._stale:
            self._load()
            return
        self.data = data
        self._dress()

    def _look_for_sticks(self) -> None:
        known = self.data.known_files if self.data else ()
        code = self.place.desk.office.code
        self.place.work.run(lambda _progress: look_at_media(code, known), self._media_seen, owner=self)

    def _media_seen(self, media: Media) -> None:
        self._media = media
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def show_view(self, view: View) -> None:
        """Files, all stations, or the stations of which something is missing."""
        self.view = view
        self._dress()
        where = self.report.list if view == "files" and self.report else self._stations.list
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self) -> None:
        data = self.data
        if data is None:
            return
        names = {one.code: one.name for one in data.stations}
        missing = sum(bool(one.gaps) or one.overdue_days >= SILENT_DAYS for one in data.stations)
        files_count = len(self.report.rows()) if self.report else 0
        self._chips["files"].set_text(t("收件 {n}", n=files_count))
        self._chips["stations"].set_text(t("派出所 {n}", n=len(data.stations)))
        self._chips["missing"].set_text(t("缺包或没来 {n}", n=missing))
        for view, made in self._chips.items():
            made.setChecked(view == self.view)
        self._lists.setCurrentIndex(0 if self.view == "files" else 1)
        self._cards.setCurrentIndex(0 if self.view == "files" else 1)
        if self.report is not None:
            self.report.names.update(names)
        if self.view != "files":
            self._stations.show_stations(data.stations, data.today, missing=self.view == "missing")
        elif self.report is None:
            self._show_empty(data)
        self._dress_head(data, missing)

    def _dress_head(self, data: InboxData, missing: int) -> None:
        if self.report is not None and self.view == "files":
            good, offices = len(self.report.chosen_files()), {b.sender for b in self.report.rows() if b.sender}
            count = len(self.report.rows())
            self.set_head(t("县局收件"), t("{n} 个文件，来自 {offices} 个所", n=count, offices=len(offices)))
            if self._taken:
                self.set_primary(t("再选文件"), self.choose_files, icon="file-import")
            else:
                self.set_primary(t("收下 {n} 个", n=good), self.take_in, icon="check", enabled=good > 0)
            where = str(self._receipts) if self._receipts else t("原文件旁边")
            self._foot.setText(self._receipts_said if self._taken else t("收下以后自动写回执到：{where}", where=where))
        else:
            self.set_head(t("县局收件"), t("{n} 个所，{missing} 个要看", n=len(data.stations), missing=missing))
            self.set_primary(t("选文件"), self.choose_files, icon="file-import")

    def _show_empty(self, data: InboxData) -> None:
        silent = sum(one.overdue_days >= SILENT_DAYS for one in data.stations)
        on_stick = len(self._media.incoming)
        acts: list[tuple[Button, str]] = []
        if on_stick:
            acts.append(
                (button(t("看 U 盘上的 {n} 个文件", n=on_stick), self._look_at_sticks, name="look-at-sticks"), "Alt+I")
            )
        acts.append((button(t("选文件夹"), self.choose_folder, icon="folder", name="empty-folder"), "Alt+F"))
        if data.stations:
            acts.append((button(t("看名单"), lambda: self.show_view("stations"), name="see-stations"), ""))
            said = t("没有新的文件。")
            more = t(
                "{n} 个所里有 {silent} 个一个月没有来过。把文件或文件夹拖到这里也可以。",
                n=len(data.stations),
                silent=silent,
            )
        else:
            said = t("还没有认识任何一个所。")
            more = t("请先收派出所的身份文件，电话里对一遍指纹。")
            acts = [(button(t("认识一个所"), self._trust, icon="shield-check", name="empty-trust"), "Alt+T")]
        while self._files_room.count():
            old = self._files_room.widget(0)
            self._files_room.removeWidget(old)
            old.deleteLater()
        self._files_room.addWidget(empty_state(said, more, *acts))
        self._words.show_bundle(None, {}, taken=False)

    def _show_station(self, station: StationView | None) -> None:
        if self.data is not None:
            status = self.data.status.get(station.code) if station else None
            self._station_card.show_station(station, status, self.data.today)

    def _see_roster(self, code: str) -> None:
        self.place.go(Target("roster", "station", code))

    # ------------------------------------------------------------------------------------------------- files
    def choose_files(self) -> None:
        """Alt+O."""
        patterns = t("交换文件 ({patterns})", patterns=f"*{BUNDLE} *{IDENTITY}")
        files.ask_open_many(self, t("派出所的文件"), patterns, self.look_at)

    def choose_folder(self) -> None:
        """Alt+F."""
        files.ask_folder(self, t("放着派出所文件的文件夹"), lambda folder: self.look_at([folder]))

    def _look_at_sticks(self) -> None:
        if self._media.incoming:
            self.look_at(self._media.incoming)
        else:
            self.choose_folder()

    def look_at(self, paths: Sequence[Path]) -> None:
        """Report on files and folders; nothing is taken in."""
        keys = [path for path in paths if path.suffix.lower() == IDENTITY]
        if keys:
            look(self, self.place, keys[0], lambda _peer: self._trusted())
            return
        desk = self.place.desk

        def report(progress: Progress) -> ImportAnswer:
            return exchange.import_bundles(desk, files_of(paths), dry_run=True, progress=progress)

        self.place.work.run(
            report, lambda answer: self._show_answer(answer.bundles, taken=False), label=t("正在核对文件"), owner=self
        )

    def _show_answer(self, bundles: Sequence[ImportedBundle], *, taken: bool) -> None:
        if not bundles:
            self.place.messages.done(t("这里没有交换文件"))
            return
        self._taken, self._receipts_said = taken, ""
        names = {one.code: one.name for one in self.data.stations} if self.data else {}
        report = ReportTable(names)
        report.chosen.connect(lambda bundle: self._words.show_bundle(bundle, names, taken=taken))
        report.list.installEventFilter(self)
        while self._files_room.count():
            old = self._files_room.widget(0)
            self._files_room.removeWidget(old)
            old.deleteLater()
        self._files_room.addWidget(report)
        self.report = report
        report.show_bundles(bundles, taken=taken)
        self.show_view("files")

    def take_in(self) -> None:
        """Take the good files in and write the receipts."""
        if self.report is None or self._taken:
            return
        desk, paths, receipts = self.place.desk, self.report.chosen_files(), self._receipts

        def take(progress: Progress) -> ImportAnswer:
            return exchange.import_bundles(desk, paths, receipt_to=receipts, progress=progress)

        self.place.work.run(take, self._took, label=t("正在收下"), owner=self)

    def _took(self, answer: ImportAnswer) -> None:
        done = sum(bundle.result in ("applied", "fork") for bundle in answer.bundles)
        self.place.messages.done(t("收下 {n} 个文件，写了 {receipts} 份回执", n=done, receipts=len(answer.receipts)))
        taken = {bundle.file for bundle in answer.bundles}
        rest = [bundle for bundle in self.report.rows() if bundle.file not in taken] if self.report else []
        self._show_answer([*answer.bundles, *rest], taken=True)
        if answer.receipts:
            folder = str(Path(answer.receipts[0]).parent)
            self._receipts_said = t("{n} 份回执在：{folder}", n=len(answer.receipts), folder=folder)
            self._dress()
        if answer.trouble is not None:
            self.place.messages.trouble(answer.trouble)
        self._load()

    def _print_receipt(self) -> None:
        """The receipts of the files that are shown, if they were taken in; else of the newest day."""
        codes = [one.code for one in self.report.rows() if one.code] if self.report and self._taken else []
        show_receipt(self, self.place, codes)

    def _trust(self) -> None:
        ask_identity(self, self.place, lambda _peer: self._trusted())

    def _trusted(self) -> None:
        self.place.messages.done(t("认识了"))
        self._load()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        match target.act:
            case "files":
                self.look_at([Path(line) for line in target.subject.split("\n") if line])
            case "choose":
                self.choose_files()
            case "trust":
                self._trust()
            case "receipt":
                self._print_receipt()
            case "find":
                self.lookup.begin()
            case "bundle":
                show_bundle(self, self.place, target.subject)
            case "stations" | "gaps":
                self.show_view("missing" if target.act == "gaps" else "stations")

    def find_next_problem(self, way: int = 1) -> bool:
        if self.view == "files":
            return self.report is not None and self.report.find_problem(way)
        return self._stations.find_problem(way)

    def step_back(self) -> bool:
        if self.view != "files":
            self.show_view("files")
        elif self.report is not None:
            self.report = None
            self._taken = False
            self._dress()
        else:
            return False
        return True

    def areas(self) -> Sequence[QWidget]:
        shown = self.report.list if self.view == "files" and self.report else self._stations.list
        return (shown, self._station_card.roster_button, self._chips["files"])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            if self.report is not None:
                self.report.leave_out()
                self._dress()
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.look_at([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
