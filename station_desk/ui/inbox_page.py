"""县局收件: files of the stations are looked at, reported on, and only then taken in; receipts follow (UX 4.11)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar, Literal

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from station_desk.domain.exchange import ImportAnswer, ImportedBundle, StationView
from station_desk.domain.progress import Progress
from station_desk.domain.remarks import RemarkView
from station_desk.services import exchange
from station_desk.services.stations_export import export_stations
from station_desk.ui import files
from station_desk.ui.bundle_find import BundleField, show_bundle
from station_desk.ui.exchange_data import BUNDLE, IDENTITY, Media, look_at_media
from station_desk.ui.exchange_trust import ask_identity, look
from station_desk.ui.inbox_data import InboxData, empty_words, load_inbox
from station_desk.ui.inbox_report import BundleWords, ReportTable, besides_words
from station_desk.ui.inbox_station import StationData, StationPanel, load_station
from station_desk.ui.inbox_stations import ORDER_WORDS, StationCard, StationTable, needs_a_look, next_order
from station_desk.ui.kit import Button, button, card, chip, empty_state, flat, foot, key_cap, label, put_over, row
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.person_words import joined
from station_desk.ui.reading import Reading
from station_desk.ui.remark_list import RemarkTable
from station_desk.ui.slip_panel import show_receipt
from station_desk.ui.theme import theme
from station_desk.wording import N, t

View = Literal["files", "stations", "missing", "station", "remarks"]
_KINDS = {"peer", "bundle_in", "bundle_out", "person", "term", "village", "office", "remark"}


class InboxPage(Page):
    """The county's inbox."""

    NAME = "inbox"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("收派出所的文件"), "收件 导入文件", Target("inbox", "choose"), "inbox", "Alt+O"),
        Act(N("派出所名单"), "哪些所没有交 缺包", Target("inbox", "stations"), "building"),
        Act(N("印收件回执单"), "签收 盖章 打印", Target("inbox", "receipt"), "printer", "Ctrl+P"),
        Act(N("查派出所的一包"), "短码 序号 扫码 移交单", Target("inbox", "find"), "search", "Alt+B"),
        Act(N("给派出所的意见"), "意见 答复 更正", Target("inbox", "remarks"), "pencil"),
        Act(N("认识一个派出所"), "信任 身份文件 指纹", Target("inbox", "trust"), "shield-check", "Alt+T"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.data: InboxData | None = None
        self.view: View = "files"
        self.report: ReportTable | None = None
        self._media = Media((), ())
        self._taken = False
        self.reading = Reading(self, self._ask, self._loaded)
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
        views: tuple[View, ...] = ("files", "stations", "missing", "remarks")
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
        self._besides = label("", "small", wrap=True)
        self._words_card = card((self._words, 1), self._besides, name="card", margins=(18, 16, 18, 14))
        self._stations = StationTable()
        self._stations.chosen.connect(self._show_station)
        self._stations.opened.connect(self._open_station)
        self._one = StationPanel()
        self._one.remark_opened.connect(self._see_person)
        self._remarks = RemarkTable(county=True)
        self._remarks.opened.connect(self._see_person)
        self._station_card = StationCard()
        self._station_card.roster_asked.connect(self._see_roster)
        self._station_card.opened.connect(lambda: self._open_station(self._stations.list.current()))
        self._files_room = QStackedWidget()
        self._foot_row, self._foot, _keys = foot("", t("↑↓ 走   空格 不收   F8 下一个有问题的   Ctrl+Enter 收下"))
        self._files_box = flat((self._files_room, 1), self._foot_row)
        self._lists, self._cards = QStackedWidget(), QStackedWidget()
        self._lists.addWidget(self._files_box)
        self._order_button = button("", self._other_order, kind="quiet", name="station-order")
        table_button = button(t("存成表格"), self.export, kind="quiet", icon="download", name="export-stations")
        station_foot = row(
            self._order_button, key_cap("Alt+S"), None, table_button, key_cap("Ctrl+E"), margins=(8, 4, 12, 4)
        )
        self._lists.addWidget(flat((self._stations, 1), station_foot))
        self._lists.addWidget(self._one)
        self._lists.addWidget(flat((self._remarks, 1)))
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
        self.on_key("Alt+P", lambda: self._see_roster(self._code()), t("看这个所的花名册"))
        self.on_key("Alt+S", self._other_order, t("名单换一种排法"))
        self.on_key("Ctrl+E", self.export, t("把名单存成表格"))
        self.tell_key("Space", t("这个文件不收"))
        self.tell_key("Enter", t("看这个所收过的包和意见"))

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self.reading.need()
        self._look_for_sticks()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self.reading.changed()

    def _ask(self) -> Callable[[], InboxData]:
        desk = self.place.desk
        return lambda: load_inbox(desk)

    def _loaded(self, data: InboxData) -> None:
        self.data = data
        self._dress()

    def _look_for_sticks(self) -> None:
        desk = self.place.desk
        self.place.work.run(lambda _progress: look_at_media(desk), self._media_seen, owner=self)

    def _media_seen(self, media: Media) -> None:
        self._media = media
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def show_view(self, view: View) -> None:
        """Files, all stations, or the stations of which something is missing."""
        self.view = view
        self._dress()
        self._list_in_front().setFocus(Qt.FocusReason.OtherFocusReason)

    def _list_in_front(self) -> QWidget:
        if self.view == "files" and self.report is not None:
            return self.report.list
        if self.view == "station":
            return self._one.list
        return self._remarks.list if self.view == "remarks" else self._stations.list

    def _dress(self) -> None:
        data = self.data
        if data is None:
            return
        names = {one.code: one.name for one in data.stations}
        missing = sum(map(needs_a_look, data.stations))
        files_count = len(self.report.rows()) if self.report else 0
        self._chips["files"].set_text(t("收件 {n}", n=files_count))
        self._chips["stations"].set_text(t("派出所 {n}", n=len(data.stations)))
        self._chips["missing"].set_text(t("缺包或逾期 {n}", n=missing))
        self._chips["remarks"].set_text(t("意见 {n}", n=len(data.remarks)))
        for view, made in self._chips.items():
            made.setChecked(view == self.view)
        self._lists.setCurrentIndex({"files": 0, "station": 2, "remarks": 3}.get(self.view, 1))
        self._cards.setCurrentIndex(0 if self.view == "files" else 1)
        self._cards.setVisible(self.view != "remarks" and (self.view != "files" or self.report is not None))
        self._foot_row.setVisible(self.report is not None)
        self._order_button.set_text(t("排序：{order}", order=t(ORDER_WORDS[self._stations.order])))
        if self.report is not None:
            self.report.names.update(names)
        if self.view == "remarks":
            self._remarks.show_remarks(data.remarks, data.today)
        elif self.view != "files":
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
            told = self._receipts_said if self._taken else t("收下以后自动写回执，放在每个所的文件旁边。")
            self._foot.setText(told)
        elif self.view == "station" and self._one.data is not None:
            self.set_head(t("县局收件"), self._one.data.station.name)
            self.set_primary(t("选文件"), self.choose_files, icon="file-import")
        elif self.view == "remarks":
            answered = sum(one.state == "answered" for one in data.remarks)
            self.set_head(
                t("县局收件"), t("{n} 条意见，{answered} 条已答复，等您看", n=len(data.remarks), answered=answered)
            )
            self.set_primary(t("选文件"), self.choose_files, icon="file-import")
        else:
            self.set_head(t("县局收件"), t("{n} 个所，{missing} 个要看", n=len(data.stations), missing=missing))
            self.set_primary(t("选文件"), self.choose_files, icon="file-import")

    def _show_empty(self, data: InboxData) -> None:
        on_stick = len(self._media.incoming)
        look = button(t("看 U 盘上的 {n} 个文件", n=on_stick), self._look_at_sticks, name="look-at-sticks")
        folder = button(t("选文件夹"), self.choose_folder, icon="folder", name="empty-folder")
        see = button(t("看名单"), lambda: self.show_view("stations"), name="see-stations")
        trust = button(t("认识一个所"), self._trust, icon="shield-check", name="empty-trust")
        known = [(folder, "Alt+F"), (see, "")] if data.stations else [(trust, "Alt+T")]
        acts = [(look, "Alt+I"), *known] if on_stick else known
        self._put_in_files_room(empty_state(*empty_words(data), *acts))
        self._words.show_bundle(None, {}, taken=False)

    def _put_in_files_room(self, widget: QWidget) -> None:
        put_over(self._files_room, widget, keep=0)

    def _show_station(self, station: StationView | None) -> None:
        if self.data is not None:
            status = self.data.status.get(station.code) if station else None
            self._station_card.show_station(station, status, self.data.today)

    def _see_roster(self, code: str) -> None:
        if code:
            self.place.go(Target("roster", "station", code))

    def _code(self) -> str:
        """The station that the card shows."""
        current = self._stations.list.current()
        return current.code if current is not None and self.view in ("stations", "missing", "station") else ""

    def _see_person(self, remark: RemarkView) -> None:
        self.place.go(Target("roster", "open", remark.person_id))

    def _open_station(self, station: StationView | None) -> None:
        """The station's own page."""
        if station is None:
            return
        desk = self.place.desk

        def show(found: StationData) -> None:
            if self.data is not None:
                self._one.show_data(found, self.data.today)
                self.show_view("station")

        self.place.work.run(lambda _progress: load_station(desk, station), show, owner=self)

    def _other_order(self) -> None:
        if self.view in ("stations", "missing"):
            self._stations.order = next_order(self._stations.order)
            self._dress()

    def export(self) -> None:
        """The stations as they are listed, as a workbook."""
        if self.view not in ("stations", "missing"):
            return
        desk, (headers, rows), title = self.place.desk, self._stations.as_table(), t("派出所")

        def write(file: Path) -> None:
            self.place.work.run(
                lambda _progress: export_stations(desk, file, title, headers, rows),
                lambda count: self.place.messages.done(t("{n} 个所写到 {file}", n=count, file=file.name)),
                owner=self,
            )

        files.ask_save(self, t("派出所名单存到哪里"), t("派出所名单.xlsx"), t("表格 (*.xlsx)"), write)

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
        desk = self.place.desk

        def report(progress: Progress) -> tuple[exchange.Found, ImportAnswer]:
            found = exchange.find_bundles(desk.office.code, paths)
            return found, exchange.import_bundles(desk, found.paths, dry_run=True, progress=progress)

        self.place.work.run(report, lambda answer: self._reported(*answer), label=t("正在核对文件"), owner=self)

    def _reported(self, found: exchange.Found, answer: ImportAnswer) -> None:
        if found.identities and not found.bundles:
            look(self, self.place, found.identities[0], lambda _peer: self._trusted())
            return
        besides = besides_words(found)
        self._besides.setText(besides)
        if not answer.bundles:
            self.place.messages.done(joined((t("这里没有给本局的包"), besides)))
            return
        self._show_answer(answer.bundles, taken=False)

    def _show_answer(self, bundles: Sequence[ImportedBundle], *, taken: bool) -> None:
        self._taken, self._receipts_said = taken, ""
        names = {one.code: one.name for one in self.data.stations} if self.data else {}
        report = ReportTable(names)
        report.chosen.connect(lambda bundle: self._words.show_bundle(bundle, names, taken=taken))
        report.list.installEventFilter(self)
        self._put_in_files_room(report)
        self.report = report
        report.show_bundles(bundles, taken=taken)
        self.show_view("files")

    def take_in(self) -> None:
        """Take the good files in and write the receipts."""
        if self.report is None or self._taken:
            return
        desk, paths = self.place.desk, self.report.chosen_files()

        def take(progress: Progress) -> ImportAnswer:
            return exchange.import_bundles(desk, paths, progress=progress, beside=True)

        self.place.work.run(take, self._took, label=t("正在收下"), owner=self)

    def _took(self, answer: ImportAnswer) -> None:
        done = sum(bundle.result in ("applied", "fork") for bundle in answer.bundles)
        said = t("收下 {n} 个文件，写了 {receipts} 份回执", n=done, receipts=len(answer.receipts))
        self.place.messages.done(joined((said, t("停下了，其余的没有动"))) if answer.stopped else said)
        taken = {bundle.file for bundle in answer.bundles}
        rest = [bundle for bundle in self.report.rows() if bundle.file not in taken] if self.report else []
        self._show_answer([*answer.bundles, *rest], taken=True)
        if answer.receipts:
            folders = list(dict.fromkeys(str(Path(one).parent) for one in answer.receipts))
            where = folders[0] if len(folders) == 1 else t("{n} 个文件夹，各在原文件旁边", n=len(folders))
            self._receipts_said = t("{n} 份回执在：{folder}", n=len(answer.receipts), folder=where)
            self._dress()
        if answer.trouble is not None:
            self.place.messages.trouble(answer.trouble)
        self.reading.again()

    def _print_receipt(self) -> None:
        """The receipts of the files that are shown, if they were taken in; else of the newest day."""
        codes = [one.code for one in self.report.rows() if one.code] if self.report and self._taken else []
        show_receipt(self, self.place, codes)

    def _trust(self) -> None:
        ask_identity(self, self.place, lambda _peer: self._trusted())

    def _trusted(self) -> None:
        self.place.messages.done(t("认识了"))
        self.reading.again()

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
            case "remarks":
                self.show_view("remarks")

    def find_next_problem(self, way: int = 1) -> bool:
        if self.view == "files":
            return self.report is not None and self.report.find_problem(way)
        return self._stations.find_problem(way)

    def step_back(self) -> bool:
        if self.view == "station":
            self.show_view("stations")
        elif self.view != "files":
            self.show_view("files")
        elif self.report is not None:
            self.report = None
            self._taken = False
            self._dress()
        else:
            return False
        return True

    def areas(self) -> Sequence[QWidget]:
        second = self._one.remarks.list if self.view == "station" else self._station_card.open_button
        return (self._list_in_front(), second, self._chips["files"])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space:
            if self.report is not None and self.view == "files":
                self.report.leave_out()
                self._dress()
            return True
        return False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.look_at([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
