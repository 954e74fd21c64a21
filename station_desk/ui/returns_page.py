"""收表台: the month's sheets come back, by scanner, by four digits, or as a scanned pile (UX 4.5, picture 06)."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from station_desk.domain.progress import Cancelled, Progress
from station_desk.domain.sheet_states import SheetState
from station_desk.services import paperwork, print_centre, return_desk, roster, scan_read
from station_desk.services.return_desk import Board, MissingSheet, Taken
from station_desk.services.roster_memory import memory_of
from station_desk.services.scan_read import PileRead
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import button, card, column, empty_state, foot, key_cap, label, named, put_over, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.print_words import short_name
from station_desk.ui.remind_act import ask_reminder
from station_desk.ui.return_words import OUTCOMES, as_text, number_cell, outcome_text, reminder_text
from station_desk.ui.scan_view import ScanView
from station_desk.ui.theme import theme
from station_desk.ui.tool_row import tool_row
from station_desk.wording import N, t

_KINDS = {"sheet", "person", "term", "term_village", "village", "office"}
_FEED = 200
_SCANS = "(*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"


class ReturnsPage(Page):
    """The return desk."""

    NAME = "returns"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("读扫描件"), "dusaomiaojian saomiao 扫描 收表", Target("returns", "scan"), "scan", "Alt+S"),
        Act(N("收表：还没交的"), "shoubiao 催交 没交 缺", Target("returns"), "clipboard-check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.board = Board("", "", (), (), 0, 0, 0, ())
        self.feed: list[Taken] = []
        self.phones: dict[str, str] = {}
        self._form_names: dict[str, str] = {}
        self.set_head(t("收表台"))
        self.serial = Field("serial", latin=True, hint=t("编号、编号的后四位，或者扫一下"))
        self.serial.went_on.connect(lambda _way: self.take_typed())
        self.month = Choice("returns-month")
        self.month.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)  # its months come after it is shown
        self.form = Choice("returns-form")
        self.form.setMinimumWidth(theme().px(230))
        for choice in (self.month, self.form):
            choice.currentIndexChanged.connect(lambda _at: self._other_choice())
        self._go_on = button("", self.show_scans, icon="scan", name="go-on-confirming")
        self.add_tools(label(t("月份"), "second"), self.month, label(t("表"), "second"), self.form, None, self._go_on)
        self._figures = {name: label("0", "title") for name in ("returned", "missing", "withdrawn")}
        self._sum = label("", "hint")
        self._bar = named(QProgressBar(), "returned-share")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme().px(8))
        self._make_lists()
        self.scans = ScanView(place)
        self.scans.left.connect(self.show_desk)
        self.scans.kept.connect(self._dress)
        self._build()
        self._say_keys()
        self.setAcceptDrops(True)

    def _make_lists(self) -> None:
        heads = [Column(t("编号"), 100), Column(t("姓名"), 130), Column(t("结果"), 0)]
        self._feed_model: ListModel[Taken] = ListModel(heads, self._feed_cells)
        self.feed_list: ListView[Taken] = ListView(self._feed_model, "just-returned")
        heads = [
            *(Column(t("编号"), 66), Column(t("姓名和村"), 0)),
            *(Column(t("电话"), 104), Column(t("催交"), 112)),
        ]
        self._missing_model: ListModel[MissingSheet] = ListModel(heads, self._missing_cells)
        self.list: ListView[MissingSheet] = ListView(self._missing_model, "list")
        for one in (self.feed_list, self.list, self.serial):
            one.installEventFilter(self)

    def _build(self) -> None:
        self.serial.setProperty("big", True)
        self.serial.setMinimumHeight(theme().px(48))
        font = self.serial.font()
        font.setPixelSize(theme().px(22))
        self.serial.setFont(font)
        counts = tool_row(
            *(self._figures["returned"], label(t("已收"), "second"), 8),
            *(self._figures["missing"], label(t("未交"), "second"), 8),
            *(self._figures["withdrawn"], label(t("作废、换过"), "second")),
            None,
            *(button(t("读扫描件"), self.ask_scans, icon="scan", name="read-scans"), key_cap("Alt+S")),
        )
        head = row(label(t("扫码，或输入纸上左下角的编号"), "strong"), None, label(t("只输后四位也可以"), "hint"))
        desk = card(head, self.serial, counts, self._bar, self._sum, gap=10, name="desk-card")
        self._none_taken = label(t("收下一张，这里就添一行。"), "hint")
        self._none_taken.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        bottom, self._feed_count, _hint = foot("", t("Ctrl+Z 撤回上一张   F4 去录这一张"))
        feed = card(label(t("刚收的"), "strong"), (self.feed_list, 1), bottom, gap=6, name="feed-card")
        self.feed_list.hide()
        feed.body.insertWidget(1, self._none_taken, 1)
        left = column(desk, (feed, 1), gap=12)
        left.setFixedWidth(theme().px(496))
        self._missing_title = label("", "strong")
        tools = tool_row(
            self._missing_title,
            None,
            *(button(t("记催交"), self.remind, kind="quiet", icon="message", name="remind"), key_cap("Alt+T"), 4),
            *(button(t("复制为文字"), self.copy, kind="quiet", icon="copy", name="copy-missing"), 4),
            button(t("显示电话"), self.reveal, kind="quiet", icon="eye", name="reveal-phones"),
        )
        acts = row(
            *(button(t("补印这一张"), self.again, icon="printer", name="reprint"), key_cap("Alt+R")),
            *(button(t("登记遗失"), lambda: self._become("lost"), name="mark-lost"), key_cap("Alt+L")),
            *(button(t("作废了"), lambda: self._become("spoiled"), name="mark-spoiled"), key_cap("Alt+P")),
            None,
            label(t("F8 下一个"), "hint"),
        )
        self._missing_room = QStackedWidget()
        self._missing_room.addWidget(column(tools, (self.list, 1), acts, gap=8))
        right = card((self._missing_room, 1), name="missing-card")
        self.stack = QStackedWidget()
        self.stack.addWidget(row((left, 0), (right, 1), gap=12))
        self.stack.addWidget(self.scans)
        self.body.addWidget(self.stack, 1)

    def _say_keys(self) -> None:
        self.tell_key("Enter", t("收下这一张"))
        self.on_key("Ctrl+Z", self.take_back, t("撤回上一张"))
        self.on_key("F4", self.enter_now, t("去月度录入录这一张"))
        self.on_key("Alt+S", self.ask_scans, t("读扫描件"))
        self.on_key("Alt+R", self.again, t("补印这一张"))
        self.on_key("Alt+L", lambda: self._become("lost"), t("登记遗失"))
        self.on_key("Alt+P", lambda: self._become("spoiled"), t("作废了"))
        self.on_key("Alt+T", self.remind, t("记下催交"))
        self.on_key("Alt+N", self.scans.confirm.skip, t("先不存这张"))
        self.on_key("Alt+D", self.scans.confirm.toggle_days, t("逐日的记不记"))
        self.on_key("F9", self.reveal, t("显示电话"))
        self.on_key("Ctrl+Shift+C", self.copy, t("还没交的复制为文字"))

    # ------------------------------------------------------------------------------------------------------ loading
    def on_shown(self) -> None:
        self._load()
        self.begin()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & _KINDS:
            self._load()

    def arrive(self, target: Target) -> None:
        if target.act == "scan":
            self.ask_scans()
        elif target.act == "month":
            self._load(target.subject)

    def begin(self) -> None:
        """The cursor where serials are typed."""
        if self.stack.currentIndex() == 0:
            self.serial.setFocus(Qt.FocusReason.OtherFocusReason)

    def _load(self, month: str = "", form: str | None = None) -> None:
        desk, wanted = self.place.desk, month or self.board.month
        chosen = self.board.form if form is None and self.board.month else form

        def work(_progress: Progress) -> tuple[Board, dict[str, str]]:
            names = {one.code: short_name(one.name) for one in paperwork.list_forms(desk)}
            return return_desk.board(desk, wanted, chosen), names

        self.place.work.run(work, lambda found: self._loaded(*found), owner=self)

    def _loaded(self, found: Board, names: dict[str, str]) -> None:
        self.board, self._form_names = found, names
        forms = [(t("全部"), ""), *((f"{one} {self._form_names.get(one, '')}".strip(), one) for one in found.forms)]
        for choice, entries, now in (
            (self.month, [(one, one) for one in found.months or (found.month,)], found.month),
            (self.form, forms, found.form),
        ):
            choice.blockSignals(True)
            choice.set_entries(entries)
            choice.set_value(now)
            choice.blockSignals(False)
        for name, number in (
            ("returned", found.returned),
            ("missing", len(found.missing)),
            ("withdrawn", found.withdrawn),
        ):
            self._figures[name].setText(str(number))
        self._bar.setRange(0, max(found.sent - found.withdrawn, 1))
        self._bar.setValue(found.returned)
        sums = {"n": found.sent, "a": found.returned, "b": len(found.missing), "c": found.withdrawn}
        self._sum.setText(t("发出 {n} = 已收 {a} + 未交 {b} + 作废、换过 {c}", **sums))
        at = self.list.currentIndex().row()
        self._missing_model.set_rows(list(found.missing))
        self.list.choose(min(max(at, 0), len(found.missing) - 1))
        self._missing_title.setText(t("还没交的 {n} 张", n=len(found.missing)))
        put_over(self._missing_room, None if found.missing else self._nothing_missing())
        self._dress()

    def _dress(self) -> None:
        waiting = len(self.scans.confirm.waiting)
        self._go_on.setText(t("继续核对 {n} 张", n=waiting))
        self._go_on.setVisible(waiting > 0 and self.stack.currentIndex() == 0)
        self.set_head(t("收表台"), t("{month} 的表，发出 {n} 张", month=self.board.month, n=self.board.sent))
        if self.stack.currentIndex() == 1:
            self.set_primary(
                t("存下这一张（还有 {n}）", n=waiting), self.scans.confirm.keep, icon="check", enabled=waiting > 0
            )
        else:
            self.set_primary(t("打印催交名单"), self.print_missing, icon="printer", enabled=bool(self._people()))

    def _nothing_missing(self) -> QWidget:
        """In the place of the missing: nothing is out yet, or everything came back, and what comes next."""
        month, go = self.board.month, self.place.go
        if self.board.sent:
            act = button(t("去录入"), lambda: go(Target("month", "month", month)), icon="table", name="go-enter")
            return empty_state(t("都收齐了，{n} 张。", n=self.board.returned), t("下一步把数录进去。"), (act, "Ctrl+4"))
        act = button(
            t("去发表"), lambda: go(Target("print", "form", "month-start")), icon="printer", name="go-hand-out"
        )
        return empty_state(
            t("{month} 的表还没有发。", month=month), t("先到“打印”里发表，收回以后在这里登记。"), (act, "")
        )

    def _other_choice(self) -> None:
        self._load(str(self.month.value() or ""), str(self.form.value() or ""))
        self.begin()

    def _feed_cells(self, taken: Taken) -> Sequence[Cell]:
        mark, _ = OUTCOMES[taken.outcome]
        ink = "" if mark == "ok" else mark
        number = number_cell(taken.sheet.serial, mark) if taken.sheet else Cell(taken.typed, mark=mark)
        return number, Cell(taken.person, weight="medium"), Cell(outcome_text(taken), ink=ink)

    def _missing_cells(self, one: MissingSheet) -> Sequence[Cell]:
        sheet = one.line.sheet
        phone = self.phones.get(sheet.person_id or "", one.phone)
        beside = [t("遗失")] if sheet.state == "lost" else []
        who = Cell(one.line.person, weight="medium", second="·".join([*beside, one.village]))
        reminded = Cell(reminder_text(one.reminded), small=True, ink="text2")
        return number_cell(sheet.serial), who, Cell(phone, ink="text2"), reminded

    # ------------------------------------------------------------------------------------------------------- taking
    def take_typed(self) -> None:
        """Take the typed sheet back; the field is free for the next at once."""
        typed = self.serial.text().strip()
        self.serial.clear()
        if not typed:
            return
        desk, board = self.place.desk, self.board
        self.place.work.run(
            lambda _progress: return_desk.take(desk, typed, board.month, board.form), self._taken, owner=self
        )

    def _taken(self, taken: Taken) -> None:
        self.feed = [taken, *self.feed][:_FEED]
        self._show_feed()
        self.feed_list.choose(0)
        self._feed_count.setText(t("{n} 张", n=sum(one.outcome in ("taken", "other_month") for one in self.feed)))
        self.place.messages.done(f"{taken.typed} {taken.person} {outcome_text(taken)}")

    def _show_feed(self) -> None:
        self._feed_model.set_rows(list(self.feed))
        self.feed_list.setVisible(bool(self.feed))
        self._none_taken.setVisible(not self.feed)

    def take_back(self) -> None:
        """The last return of this feed is taken back: the sheet is out again."""
        at = next((n for n, one in enumerate(self.feed) if one.outcome in ("taken", "other_month")), None)
        if at is None:
            return
        last = self.feed.pop(at)
        self._show_feed()
        desk = self.place.desk
        self.place.work.run(lambda _progress: return_desk.give_back(desk, last.typed), owner=self)
        self.place.messages.done(t("{serial} 又算没交", serial=last.typed))

    def enter_now(self) -> None:
        """To the row of the person whose sheet came back last."""
        last = next(
            (one for one in self.feed if one.sheet is not None and one.sheet.person_id and not one.sheet.room), None
        )
        if last is not None and last.sheet is not None:
            self.place.go(Target("month", "person", last.sheet.person_id or ""))

    # ------------------------------------------------------------------------------------------------- what is missing
    def _people(self) -> list[str]:
        sheets = (one.line.sheet for one in self.board.missing)
        return list(dict.fromkeys(sheet.person_id for sheet in sheets if sheet.person_id and not sheet.room))

    def reveal(self) -> None:
        """The phones of those who have not returned theirs, in full; every look is recorded."""
        desk, people = self.place.desk, self._people()
        if self.phones:
            self._revealed({})
        elif people:
            self.place.work.run(
                lambda _progress: {
                    one: found["phone"] or "" for one, found in roster.reveal_many(desk, people, ["phone"]).items()
                },
                self._revealed,
                owner=self,
            )

    def _revealed(self, phones: dict[str, str]) -> None:
        self.phones = phones
        self._missing_model.repaint_rows()

    def copy(self) -> None:
        """The list for a chat group."""
        missing = list(self.board.missing)
        if missing:
            QGuiApplication.clipboard().setText(as_text(missing, self.phones))
            self.place.messages.done(t("复制了 {n} 行", n=len(missing)))

    def print_missing(self) -> None:
        """The missing people on paper, with their phones: as a roster in the print centre."""
        people = self._people()
        if people:
            self.place.go(Target("print", "people", "\n".join(people)))

    def again(self) -> None:
        """The sheet in the print centre, where it is printed again."""
        one = self.list.current()
        if one is not None:
            self.place.go(Target("print", "sheets", one.line.sheet.serial))

    def _become(self, state: SheetState) -> None:
        one, desk = self.list.current(), self.place.desk
        if one is None:
            return
        serial = one.line.sheet.serial
        said = t("{serial}：登记遗失", serial=serial) if state == "lost" else t("{serial}：作废了", serial=serial)
        self.place.work.run(
            lambda _progress: print_centre.mark(desk, [serial], state),
            lambda _told: self.place.messages.done(said),
            owner=self,
        )
        self.begin()

    def remind(self) -> None:
        """Note that the one in the current line, or all who are listed, were reminded."""
        one = self.list.current()
        if one is not None:
            ask_reminder(self, self.place, one, list(self.board.missing))

    # -------------------------------------------------------------------------------------------------------- scans
    def ask_scans(self) -> None:
        """Choose scanned files and read them."""
        files.ask_open_many(self, t("读扫描件"), t("扫描件") + f" {_SCANS}", self.read)

    def read(self, chosen: Sequence[Path]) -> None:
        """Read these scans; the sheets in them are filed, their marks come up to be confirmed. Stopped, nothing is filed."""
        desk, reached = self.place.desk, (0, 0)

        def work(progress: Progress) -> tuple[PileRead, dict[str, str]]:
            def tell(done: int, total: int) -> None:
                nonlocal reached
                reached = (done, total)
                progress(done, total)

            pile = scan_read.read_scans(desk, list(chosen), tell, cutouts=True)
            people = memory_of(desk).book(desk).people
            return pile, {one: person.name for one, person in people.items()}

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled) and reached[1]:
                said = t("已停止：{total} 页读了 {n} 页，一张也没有归档，什么都没有改", total=reached[1], n=reached[0])
                self.place.messages.done(said)
            else:
                self.place.messages.error(error)

        self.place.work.run(work, self._read, failed, label=t("正在读扫描件"), owner=self)

    def _read(self, found: tuple[PileRead, dict[str, str]]) -> None:
        self.scans.show_pile(*found)
        self.show_scans()

    def show_desk(self) -> None:
        """Back to the serials; what is not confirmed waits."""
        self.stack.setCurrentIndex(0)
        self._dress()
        self.begin()

    def show_scans(self) -> None:
        """Back to what was read and is not confirmed."""
        self.stack.setCurrentIndex(1)
        self._dress()

    def step_back(self) -> bool:
        if self.stack.currentIndex() == 0:
            return False
        self.show_desk()
        return True

    def find_next_problem(self, way: int = 1) -> bool:
        if self.stack.currentIndex() == 1:
            return self.scans.next_bad(way)
        rows = self._missing_model.rows()
        if rows:
            self.list.choose((self.list.currentIndex().row() + way) % len(rows))
        return bool(rows)

    def areas(self) -> Sequence[QWidget]:
        return (self.serial, self.feed_list, self.list) if self.stack.currentIndex() == 0 else (self.scans.list,)

    # ------------------------------------------------------------------------------------------------- keys and drops
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scanner types wherever the focus is: letters and digits over a list go to the field. Ctrl+Z in the empty field
        is the page's."""
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.serial and event.type() == QEvent.Type.ShortcutOverride:
            if event.matches(QKeySequence.StandardKey.Undo) and not self.serial.text():
                event.ignore()
                return True
        elif watched is not self.serial and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
            if plain and event.text().isalnum():
                self.begin()
                self.serial.insert(event.text())
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        dropped = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if dropped:
            event.acceptProposedAction()
            self.read(dropped)
