"""收发: what goes to the other side, what came back, and every bundle with its receipt (UX 4.10, picture 07).

A station talks to its county, a county to its stations; what comes in at a county has its own page, `inbox_page`.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.exchange import Exported, ImportAnswer, Peer
from station_desk.domain.progress import Progress
from station_desk.domain.records import OfficeKind
from station_desk.machine.files import Steps
from station_desk.services import exchange
from station_desk.services.bundle_lookup import FoundBundle
from station_desk.ui import files
from station_desk.ui.bundle_find import BundleField, show_bundle
from station_desk.ui.conflict_board import COPIES, open_board
from station_desk.ui.delegate import Cell
from station_desk.ui.documents import documents_button, files_words
from station_desk.ui.exchange_banners import exchange_banners
from station_desk.ui.exchange_cards import FirstUse, ReceiveCard, SendCard
from station_desk.ui.exchange_data import BUNDLE, IDENTITY, ExchangeData, Media, load_exchange, look_at_media
from station_desk.ui.exchange_lines import Line, line_cells, line_columns
from station_desk.ui.exchange_look import look_and_take
from station_desk.ui.exchange_steps import StepsTold
from station_desk.ui.exchange_sticks import ask_stick, ask_tidy
from station_desk.ui.exchange_trust import ask_identity, look, save_identity
from station_desk.ui.exchange_words import bytes_words, numbers_words
from station_desk.ui.inbox_report import besides_words
from station_desk.ui.kit import flat, key_cap, label, row
from station_desk.ui.lists import ListModel, ListView
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.person_words import joined
from station_desk.ui.reading import Reading
from station_desk.ui.slip_panel import show_handover
from station_desk.wording import N, t

_LOOK_MS = 3000
_KINDS = {"peer", "bundle_out", "bundle_in", "person", "term", "term_village", "village", "sheet", "settlement"}


class ExchangePage(Page):
    """The exchange with the other side."""

    NAME = "exchange"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("导出到 U 盘"), "交给县局 上报", Target("exchange", "export"), "upload", "Ctrl+Enter"),
        Act(N("存身份文件"), "钥匙 指纹", Target("exchange", "identity"), "key"),
        Act(N("认识对方单位"), "认识县局 信任", Target("exchange", "trust"), "shield-check", "Alt+T"),
        Act(N("两个版本"), "冲突 选定 liangge banben chongtu", Target("exchange", "conflicts"), "columns", "Alt+C"),
        Act(N("印移交单"), "交接 签收 打印", Target("exchange", "slip"), "printer", "Ctrl+P"),
        Act(N("查一包"), "短码 序号 扫码 移交单", Target("exchange", "find"), "search", "Alt+B"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.county = place.desk.office.kind is OfficeKind.COUNTY
        self.data: ExchangeData | None = None
        self.media = Media((), ())
        self._glances = exchange.Glances()
        self._tidied: Path | None = None
        self._tidy = exchange.Tidy((), (), ())
        self._folder: Path | None = None
        self._exporting = self._looking = False
        self.reading = Reading(self, self._ask, self._loaded)
        self._came = False
        self.set_head(t("收发"))
        self.setAcceptDrops(True)
        self._steps = StepsTold()
        self._build()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look_at_media)
        self._say_keys()

    # ----------------------------------------------------------------------------------------------- building
    def _build(self) -> None:
        self.send = SendCard(county=self.county)
        self.receive = ReceiveCard(county=self.county)
        self.first = FirstUse(county=self.county)
        self._left = QStackedWidget()
        self._left.addWidget(self.send)
        self._left.addWidget(self.first)
        self._steps.told.connect(self.send.track.show_step)
        self.send.choose_asked.connect(self._choose_folder)
        self.send.tidy_asked.connect(self._ask_tidy)
        self.receive.look_asked.connect(lambda: self._take_in(list(self.media.incoming)))
        self.receive.choose_asked.connect(self._choose_files)
        self.receive.identity_asked.connect(self._save_identity)
        self.receive.trust_asked.connect(self._trust)
        self.receive.inbox_asked.connect(lambda: self.place.go(Target("inbox")))
        self.first.trust_asked.connect(self._trust)
        self._model: ListModel[Line] = ListModel(line_columns(county=self.county), self._cells)
        self.list: ListView[Line] = ListView(self._model)
        self.list.opened.connect(self._open_line)
        self.lookup = BundleField()
        self.lookup.asked.connect(lambda text: show_bundle(self, self.place, text, self._again))
        hint = label(t("短码印在移交单上，两边对得上就是同一包"), "small")
        head = row(
            *(label(t("交过的包"), "strong"), hint, None, documents_button(self), self.lookup, key_cap("Alt+B")),
            gap=12,
            margins=(14, 10, 14, 4),
        )
        self.body.addWidget(row((self._left, 1), (self.receive, 1), gap=14))
        self.body.addWidget(flat(head, (self.list, 1)), 1)

    def _say_keys(self) -> None:
        self.on_key("Alt+R", self._resend, t("补发对方缺的包"))
        self.on_key("Ctrl+P", self._slip, t("印移交单"))
        self.on_key("Alt+B", self.lookup.begin, t("查一包：扫移交单，或输短码、序号"))
        self.on_key("Alt+T", self._trust, t("认识对方单位"))
        self.on_key("Alt+C", self._settle, t("两个版本：选定哪一个"))
        self.on_key("Alt+D", self._ask_tidy, t("清理 U 盘上已有回执的包"))
        self.on_key("Alt+F", self._choose_folder, t("选 U 盘或文件夹"))
        if not self.county:
            self.on_key("Alt+I", self._look_in, t("查看并收下县局的文件"))
        self.tell_key("F8", t("下一个有问题的包"))

    def _cells(self, line: Line) -> Sequence[Cell]:
        return line_cells(self.data, line, county=self.county)

    # ------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self._came = True
        self._timer.start()
        self._look_at_media(now=True)
        self.reading.need()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self.reading.changed()

    def _ask(self) -> Callable[[], ExchangeData]:
        desk = self.place.desk
        return lambda: load_exchange(desk)

    def _loaded(self, data: ExchangeData) -> None:
        self.data = data
        names = [peer.name for peer in data.peers]
        if self.county:
            facts = t("认识 {n} 个所", n=len(names))
        else:
            facts = t("与{name}之间", name=names[0]) if names else t("还没有认识县局")
        self.set_head(t("收发"), facts)
        self._left.setCurrentIndex(0 if names else 1)
        self.send.show_waiting(data)
        self.receive.show_state(data)
        key = self.list.current() or self._first_wanted(data)
        lines = [Line(None)] if data.waiting.changes or data.waiting.files else []
        lines += [Line(bundle) for bundle in sorted(data.sent, key=lambda one: (one.at, one.number), reverse=True)]
        self._model.set_rows(lines)
        self.list.choose(lines.index(key) if key in lines else 0)
        self._show_banners(data)
        self._show_target()
        if self._came and data.wanted:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._came = False

    def _look_at_media(self, *, now: bool = False) -> None:
        if self._looking or not (now or self.place.work.idle):
            return
        self._looking = True
        desk, glances = self.place.desk, self._glances
        self.place.work.run(
            lambda _progress: look_at_media(desk, glances), self._media_seen, self._not_seen, owner=self
        )

    def _not_seen(self, _error: Exception) -> None:
        self._looking = False

    def _media_seen(self, media: Media) -> None:
        self._looking = False
        self.media = media
        self.receive.show_files(media)
        self._show_target()

    def _show_target(self) -> None:
        """The stick that is in; of several the one that was chosen; else the folder that was chosen; else nothing yet."""
        stick = next((one for one in self.media.sticks if one.path == self._folder), None)
        folder = self._folder
        if folder is None and len(self.media.sticks) == 1:
            stick = self.media.sticks[0]
            folder = stick.path
        self.send.show_target(folder, stick, self.data, sticks=len(self.media.sticks))
        self._dress_primary()
        if folder != self._tidied:
            self._look_what_may_go(folder)

    def _look_what_may_go(self, folder: Path | None) -> None:
        """Own bundles in the target whose receipt is in: looked for when the target changes or a receipt came."""
        self._tidied, desk = folder, self.place.desk
        if folder is None:
            self._may_go(exchange.Tidy((), (), ()))
            return
        self.place.work.run(
            lambda _progress: exchange.own_files(desk, folder), self._may_go, self._not_seen, owner=self
        )

    def _may_go(self, found: exchange.Tidy) -> None:
        self._tidy = found
        self.send.show_tidy(len(found.done) + len(found.broken))

    def _ask_tidy(self) -> None:
        """Alt+D."""
        if self._tidied is not None and (self._tidy.done or self._tidy.broken):
            ask_tidy(self, self.place, self._tidied, self._tidy, lambda: self._look_what_may_go(self._tidied))

    def _dress_primary(self) -> None:
        ready = self.data is not None and bool(self.data.peers) and not self._exporting
        if self.data is not None and not self.data.peers:
            self.set_primary(t("认识一个所") if self.county else t("认识县局"), self._trust, icon="shield-check")
        elif self.data is not None and self.data.wanted:
            words = t("补发{numbers}", numbers=numbers_words(self.data.wanted[0].numbers))
            self.set_primary(words, self._give_wanted, icon="usb", enabled=ready and not self.place.desk.read_only)
        else:
            words = t("导出到 U 盘") if self.send.on_stick else t("导出")
            self.set_primary(words, self.export, icon="usb", enabled=ready and not self.place.desk.read_only)

    def _show_banners(self, data: ExchangeData) -> None:
        self.set_banners(*exchange_banners(data, self._resend, self._settle, self._show_copies)[:3])

    def _settle(self) -> None:
        open_board(self, self.place, closed=self.reading.again)

    def _show_copies(self) -> None:
        open_board(self, self.place, COPIES, closed=self.reading.again)

    # -------------------------------------------------------------------------------------------------- out
    def _choose_folder(self) -> None:
        files.ask_folder(self, t("导出到哪里"), self._folder_chosen)

    def _folder_chosen(self, folder: Path) -> None:
        self._folder = folder
        self._show_target()

    def export(self) -> None:
        """Write the bundles in the safe order; without a target ask for one first."""
        desk, county = self.place.desk, self.county

        def write(folder: Path, progress: Progress, steps: Steps) -> list[Exported]:
            return exchange.export_bundles(desk, folder, everyone=county, progress=progress, steps=steps)

        self._write(write)

    def give_again(self, office: str, numbers: Sequence[int]) -> None:
        """Bundles that were made before once more, in the same safe order; nothing else goes along."""
        desk = self.place.desk

        def write(folder: Path, progress: Progress, steps: Steps) -> list[Exported]:
            return exchange.give_again(desk, folder, numbers, office, progress=progress, steps=steps)

        self._write(write)

    def _write(self, write: Callable[[Path, Progress, Steps], list[Exported]]) -> None:
        if self._exporting or self.data is None or not self.data.peers:
            return
        if self.send.folder is None:
            ask_stick(self, self.place, self.media.sticks, lambda folder: self._write_to(folder, write))
        else:
            self._write_to(self.send.folder, write)

    def _write_to(self, folder: Path, write: Callable[[Path, Progress, Steps], list[Exported]]) -> None:
        told = self._steps.told
        self._exporting, self._tidied = True, None
        self.send.show_written_to(any(one.path == folder for one in self.media.sticks))
        self.send.begin()
        self._dress_primary()
        self.place.work.run(
            lambda progress: write(folder, progress, told.emit),
            self._exported,
            self._not_exported,
            label=t("正在导出"),
            owner=self,
        )

    def _not_exported(self, error: Exception) -> None:
        self._exporting = False
        self.send.track.reset()
        self._dress_primary()
        self.place.messages.error(error)

    def _exported(self, bundles: list[Exported]) -> None:
        self._exporting = False
        if not bundles:
            self.send.track.reset()
            self.place.messages.done(t("没有要交的，什么都没有写"))
        else:
            codes = "、".join(bundle.code for bundle in bundles[:4]) + ("…" if len(bundles) > 4 else "")
            if self.send.on_stick:
                said = t("可以拔出 U 盘了·短码 {code}", code=codes)
            else:
                said = t("写好了，读回核对过·短码 {code}", code=codes)
            first = bundles[0]
            size = bytes_words(sum(bundle.bytes for bundle in bundles))
            changes = sum(bundle.changes for bundle in bundles)
            name = Path(first.file).name if len(bundles) == 1 else t("{n} 个文件", n=len(bundles))
            self.send.track.show_step("safe")
            self.send.finish(
                said, t("{name}，{n} 处改动，{size}", name=name, n=changes, size=size) + files_words(bundles)
            )
            self.place.messages.done(said)
        self.reading.again()

    def _resend(self) -> None:
        """What the other side asks for; else the bundle of the current line; else everything that it lacks."""
        line = self.list.current()
        if self.data is not None and self.data.wanted:
            self._give_wanted()
        elif line is not None and line.bundle is not None:
            self.give_again(line.bundle.receiver, [line.bundle.number])
        elif self.data is not None and (self.data.lost or line is not None):
            self.export()

    def _give_wanted(self) -> None:
        if self.data is not None and self.data.wanted:
            self.give_again(self.data.wanted[0].office, self.data.wanted[0].numbers)

    def _again(self, found: FoundBundle) -> None:
        if found.number is not None:
            self.give_again(found.office, [found.number])

    def _first_wanted(self, data: ExchangeData) -> Line | None:
        """The line of the first bundle that is asked for: Enter gives it."""
        wanted = {(one.office, number) for one in data.wanted for number in one.numbers}
        return next((Line(one) for one in data.sent if (one.receiver, one.number) in wanted), None)

    def _open_line(self, line: Line) -> None:
        """Enter: what waits goes out, what is asked for is given again, of anything else it is told how it stands."""
        if self.data is None or line.bundle is None:
            self.export()
        elif line.bundle.number in self.data.lost.get(line.bundle.receiver, ()):
            self.give_again(line.bundle.receiver, [line.bundle.number])
        else:
            show_bundle(self, self.place, line.bundle.code, self._again)

    def _slip(self) -> None:
        """Ctrl+P: the hand-over slip of the current line, of the newest bundle where the line is none."""
        line = self.list.current()
        if line is not None and line.bundle is not None:
            show_handover(self, self.place, [line.bundle.code], line.bundle.receiver)
        else:
            show_handover(self, self.place)

    # --------------------------------------------------------------------------------------------------- in
    def _look_in(self) -> None:
        if self.media.incoming:
            self._take_in(list(self.media.incoming))
        else:
            self._choose_files()

    def _choose_files(self) -> None:
        patterns = t("交换文件 ({patterns})", patterns=f"*{BUNDLE} *{IDENTITY}")
        files.ask_open_many(self, t("县局的文件"), patterns, self._take_in)

    def _take_in(self, paths: Sequence[Path]) -> None:
        found = exchange.find_bundles(self.place.desk.office.code, paths)
        if found.identities and not found.bundles:
            look(self, self.place, found.identities[0], self._trusted)
            return
        bundles = found.paths
        if not bundles:
            self.place.messages.done(joined((t("这里没有给本单位的包"), besides_words(found))))
        if bundles and self.county:
            self.place.go(Target("inbox", "files", "\n".join(map(str, bundles))))
        elif bundles and self.data is not None:
            names = {peer.office: peer.name for peer in self.data.peers}
            look_and_take(self, self.place, bundles, names, self._taken)

    def _taken(self, _answer: ImportAnswer) -> None:
        self._look_at_media()
        self.reading.again()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    # ------------------------------------------------------------------------------------------------- trust
    def _trust(self) -> None:
        ask_identity(self, self.place, self._trusted)

    def _trusted(self, peer: Peer) -> None:
        self.place.messages.done(t("已认识{name}", name=peer.name))
        self.reading.again()

    def _save_identity(self) -> None:
        save_identity(self, self.place, self.send.folder if self.send.on_stick else None)

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        match target.act:
            case "export" | "resend":
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            case "identity":
                self._save_identity()
            case "trust":
                self._trust()
            case "conflicts":
                self._settle()
            case "slip":
                self._slip()
            case "find":
                self.lookup.begin()
            case "bundle":
                show_bundle(self, self.place, target.subject, self._again)
            case _:
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next_problem(self, way: int = 1) -> bool:
        rows, at = self._model.rows(), self.list.currentIndex().row()
        for place in range(at + way, len(rows) if way > 0 else -1, way):
            if any(cell.mark in ("bad", "warn") for cell in self._cells(rows[place])):
                self.list.choose(place)
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def step_back(self) -> bool:
        if self.send.safe.isVisible():
            self.send.safe.dismiss()
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.send, self.receive)
