"""花名册: the list of people and vacant villages at the left, the current one's card at the right (UX 4.2, picture 03)."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from station_desk.domain.roster import Undone
from station_desk.services import intake, roster
from station_desk.services.roster_memory import memory_of
from station_desk.store.imports import HeldRow
from station_desk.ui.export_columns import ask_columns
from station_desk.ui.import_choose import dropped_workbook
from station_desk.ui.import_held import prefill
from station_desk.ui.import_view import ImportView
from station_desk.ui.kit import Banner, Button, button, empty_state, row
from station_desk.ui.make_up import show_make_up
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.person_panel import ADDING, PersonPanel
from station_desk.ui.person_term_acts import ask_term
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.remark_list import pick_remark
from station_desk.ui.roster_data import RosterData, load_roster
from station_desk.ui.roster_lines import Chip, RosterLine
from station_desk.ui.roster_list import RosterList
from station_desk.ui.roster_tools import CHIP_WORDS, RosterTools
from station_desk.wording import N, t


class RosterPage(ReadingPage):
    """The roster of this office: a station edits its own, a county reads those of its stations."""

    NAME = "roster"
    KINDS = frozenset({"person", "term", "term_village", "village", "office", "remark"})
    FILTERS = True
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("添加人员"), "新增人员 登记 录入新人", Target("roster", "add"), "user-plus", "Ctrl+N"),
        Act(N("导入花名册"), "导入表格", Target("roster", "import"), "file-import", "Ctrl+I"),
        Act(N("导入村名单"), "村居名单 并村 户数", Target("roster", "import"), "map-pin"),
        Act(N("到期的人"), "聘期将满 续聘", Target("roster", "show", "ending"), "calendar-stats"),
        Act(N("空缺村"), "没有人的村", Target("roster", "show", "vacant"), "map-pin"),
        Act(N("导出花名册"), "导出表格 存成表格", Target("roster", "export"), "download", "Ctrl+E"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.county = place.desk.office.kind == "county"
        self._as_of: date | None = None
        self.reading = Reading(self, self._ask, self._loaded)
        self.importing: ImportView | None = None
        self._held = ""
        self.setAcceptDrops(not self.county)
        finder = place.finder
        self.list = RosterList(finder, county=self.county)
        self.panel = PersonPanel(place, finder)
        self.tools = RosterTools(place.desk.clock.today(), county=self.county)
        self.set_head(t("花名册"))
        self.add_tools(*self.tools.items())
        self._two = row((self.list, 1), self.panel, gap=14)
        self.body.addWidget(self._two, 1)
        self._connect()
        self._say_keys()
        self._dress_primary()

    # ----------------------------------------------------------------------------------------------- building
    def _connect(self) -> None:
        self.tools.chip_asked.connect(self.show_chip)
        self.tools.day_asked.connect(self._look_at_day)
        self.tools.refused.connect(self.place.messages.done)
        self.tools.import_asked.connect(self._import)
        self.tools.print_asked.connect(self._print_list)
        self.tools.export_asked.connect(self.export)
        self.tools.make_up_asked.connect(self.show_make_up)
        self.list.chosen.connect(lambda line: self.panel.show_line(line, soon=self.list.typing))
        self.list.opened.connect(self._open)
        self.list.reveal_asked.connect(self.panel.reveal)
        self.panel.saved.connect(self._after_save)
        self.panel.form_changed.connect(self._dress_primary)
        self.panel.typed.connect(self.typed)
        self.panel.print_asked.connect(lambda person: self.place.go(Target("print", "letter", person)))

    def _say_keys(self) -> None:
        self.on_key("F9", self.panel.reveal, t("显示号码 30 秒（会记下）"))
        self.tell_key("Space", t("在列表里：显示号码 30 秒（会记下）"))
        self.on_key("Ctrl+Shift+C", self.panel.copy, t("复制成文字（号码遮住）"))
        self.on_key("Alt+P", self.panel.open_photo, t("照片"))
        self.on_key("Ctrl+E", self.export, t("导出成表格"))
        self.on_key("Alt+J", self.show_make_up, t("队伍结构：年龄、文化、政治面貌、各处人数"))
        self.on_key("Alt+Y", self.panel.remark, t("向派出所提意见") if self.county else t("答复县局的意见"))
        self.on_key("Alt+T", self._term, t("续聘、暂停、恢复、调动"))
        if not self.county:
            self.on_key("Ctrl+P", self._print, t("打印：卡片上的人印聘书，没有人就印花名册"))
            self.on_key("Alt+D", self.panel.erase, t("删除个人信息…"))
            self.on_key("F2", lambda: self.panel.edit(), t("修改这个人"))
            self.on_key("Ctrl+N", self.add, t("添加人员"))
            self.on_key("Ctrl+I", self._import, t("导入表格"))
            for keys, says, method in ImportView.KEYS:
                self.on_key(keys, partial(self._importing, getattr(ImportView, method)), t(says))
            for n in range(1, 10):
                self.on_key(f"Alt+{n}", partial(self._importing, partial(_pick, n)), "")
            self.tell_key("Alt+1  Alt+9", t("导入时：选第几个；在表格里只按数字"))
            self.on_key("Ctrl+Z", lambda: self._undo(redo=False), t("撤回"))
            self.on_key("Ctrl+Y", lambda: self._undo(redo=True), t("重做"))

    def _term(self) -> None:
        """Renew, suspend, let go on, move: what may be done with who is on the card."""
        if self.panel.form is None and self.panel.as_of is None and not self.place.desk.read_only:
            ask_term(self, self.place, self.panel.person())

    # ------------------------------------------------------------------------------------------------ loading
    def _ask(self) -> Callable[[], RosterData]:
        desk, day = self.place.desk, self._as_of
        return lambda: load_roster(desk, day)

    def _loaded(self, data: RosterData) -> None:
        self.list.set_data(data)
        self._show_empty()
        self._show_head(data)

    def _show_head(self, data: RosterData) -> None:
        if self.importing is not None:
            return
        total = data.summary
        if self.county:
            facts = t("{people} 人·在聘 {serving}", people=total.people, serving=total.serving)
        else:
            facts = t(
                "应配 {quota}·在聘 {serving}·空缺 {vacant}",
                quota=total.quota,
                serving=total.serving,
                vacant=total.vacant,
            )
        self.set_head(t("花名册"), facts)
        self.tools.show_counts(data.counts, self.list.chip, past=self._as_of is not None)
        if self.list.scope:
            station = next((line.person.station for line in self.list.lines() if line.person), self.list.scope)
            whole = button(t("看全部"), lambda: self._show_station(""), name="all-stations")
            self.set_banners(Banner("info", t("只看{station}的人", station=station), "", whole, "Esc"))
        elif self._as_of is None:
            self.set_banners()
        else:
            back = button(t("回到今天"), self.tools.back_to_today, name="back-to-today")
            title = t("这是 {day} 的花名册", day=data.day.isoformat())
            self.set_banners(Banner("info", title, t("只能看，不能改。"), back, "Esc"))

    def _show_empty(self) -> None:
        self.list.drop_empty()
        if self.list.data is not None and not self.list.lines():
            self.list.show_empty(self._empty())

    def _empty(self) -> QWidget:
        text = self.list.text
        if text:
            acts: list[tuple[Button, str]] = []
            if any(character > "\u2e7f" for character in text) and self.panel.writable:
                acts = [(button(t("添加“{name}”", name=text), self._add_named, name="add-named"), "Ctrl+N")]
            said = t("可以用姓名、拼音首字母、村名，或号码的后四位。")
            return empty_state(t("没有找到“{text}”。", text=text), said, *acts)
        if self.list.chip != "all":
            return empty_state(t("这一类现在没有人。"), t("按 Esc 看全部。"))
        if self.county:
            return empty_state(t("还没有派出所交来花名册。"), t("收下派出所的文件以后，这里就有人了。"))
        return empty_state(
            t("还没有人。"),
            t("可以导入县里或各村的表格，也可以一个一个添加。"),
            (button(t("导入表格"), self._import, icon="file-import", name="empty-import"), "Ctrl+I"),
            (button(t("添加人员"), self.add, icon="user-plus", name="empty-add"), "Ctrl+N"),
        )

    # ------------------------------------------------------------------------------------------------ the list
    def show_chip(self, name: Chip) -> None:
        """Filter by a chip."""
        self.list.chip = name
        self.tools.select(name)
        self.list.fill()
        self._show_empty()

    def search(self, text: str) -> None:
        if text.strip() != self.list.text:
            self.list.text = text.strip()
            self.list.fill(typing=bool(self.list.text))
            self._show_empty()

    def open_first(self) -> None:
        """Enter in the search box: the current row's card is there already; the keys of the list work from here."""
        self.list.take_focus()

    def _open(self, line: RosterLine) -> None:
        if line.vacancy is not None:
            self.add()
        else:
            self.panel.view.edit_button.setFocus(Qt.FocusReason.TabFocusReason)

    def find_next_problem(self, way: int = 1) -> bool:
        return self.importing.find_problem(way) if self.importing is not None else self.list.find_problem(way)

    # ------------------------------------------------------------------------------------------------- acts
    def add(self) -> None:
        """The empty form."""
        self.panel.add()

    def _add_named(self) -> None:
        self._held = ""
        self.panel.add({"name": self.list.text})

    def _after_save(self, person: str, added: bool) -> None:
        held, desk = self._held, self.place.desk
        if held and added:
            self._held = ""
            self.place.work.run(lambda _progress: intake.settle(desk, held), owner=self)
        self.list.go_to(person)
        self.list.take_focus()
        self.reading.again()

    def _dress_primary(self) -> None:
        if self.importing is not None:
            self.set_head(*self.importing.title())
            if self.importing.proposal is None:
                inside = self.importing.choose.empty
                self.set_primary(t("选文件"), self.importing.ask, icon="file-import", inside=inside)
            else:
                can = self.importing.writable() > 0
                self.set_primary(self.importing.primary_words(), self.importing.write, icon="check", enabled=can)
            return
        if self.panel.form is not None:
            self.set_primary(t("保存"), self.panel.save, icon="device-floppy")
            return
        if self.county:
            self.no_primary()
        else:
            self.set_primary(t("添加人员"), self.add, icon="user-plus", enabled=self.panel.writable)
        if self.isVisible() and not isinstance(QApplication.focusWidget(), QLineEdit):
            self.list.take_focus()

    def _import(self) -> None:
        """The preview of a workbook takes the place of list and card."""
        if self.importing is not None or not self.panel.writable or self.panel.form is not None:
            return
        self.importing = ImportView(self.place)
        self.importing.changed.connect(self._dress_primary)
        self.importing.closed.connect(self._close_import)
        self.importing.held_opened.connect(self._enter_held)
        self.body.addWidget(self.importing, 1)
        self._show_import(shown=True)
        self.importing.begin()

    def _close_import(self) -> None:
        view, self.importing = self.importing, None
        if view is not None:
            self._show_import(shown=False)
            self.body.removeWidget(view)
            view.hide()
            view.deleteLater()
            self.list.take_focus()
            self.reading.again()

    def _enter_held(self, held: HeldRow) -> None:
        """A row that was held back is entered by hand; saved, it no longer waits."""
        self._close_import()
        self.panel.add(prefill(held))
        self._held = held.id

    def _show_import(self, *, shown: bool) -> None:
        self._two.setVisible(not shown)
        self.toolbar.parentWidget().setVisible(not shown)
        self._dress_primary()
        if self.importing is None and self.list.data is not None:
            self._show_head(self.list.data)

    def _importing(self, act: Callable[[ImportView], object]) -> None:
        if self.importing is not None:
            act(self.importing)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_workbook(event.mimeData()) is not None and self.panel.form is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = dropped_workbook(event.mimeData())
        if file is not None:
            self._import()
            self._importing(lambda view: view.read(file))

    def _print(self) -> None:
        if self.importing is not None:
            self.importing.choose.held.print_list()
            return
        shown = self.panel.person()
        self.place.go(Target("print", "letter", shown.id) if shown else Target("print", "form", "F18"))

    def _print_list(self) -> None:
        """The roster on paper: everyone, or the people whom a chip or a search has left in the list."""
        if self.list.text or self.list.chip != "all":
            ids = [line.person.id for line in self.list.lines() if line.person is not None]
            self.place.go(Target("print", "people", "\n".join(ids)))
        else:
            self.place.go(Target("print", "form", "F18"))

    def show_make_up(self) -> None:
        """How the people are made up, as charts."""
        show_make_up(self, self.place)

    def export(self) -> None:
        """Export the people whom the list shows, columns chosen."""
        ask_columns(self, self.place, [line.person.id for line in self.list.lines() if line.person is not None])

    def _undo(self, *, redo: bool) -> None:
        """Take the last act back or do it again; in a field of the form the keys belong to the text."""
        field = QApplication.focusWidget()
        if self.panel.form is not None and isinstance(field, QLineEdit):
            (field.redo if redo else field.undo)()
            return
        desk, act = self.place.desk, roster.redo_last if redo else roster.undo_last
        self.place.work.run(lambda _progress: act(desk), lambda undone: self._undone(undone, redo=redo), owner=self)

    def _undone(self, undone: Undone | None, *, redo: bool) -> None:
        if undone is None:
            self.place.messages.done(t("没有可以重做的") if redo else t("没有可以撤回的"))
        elif redo:
            self.place.messages.done(t("已重做，{n} 条记录", n=undone.records))
        else:
            self.place.messages.done(t("已撤回，{n} 条记录（重做 Ctrl+Y）", n=undone.records))

    # -------------------------------------------------------------------------------------------- another day
    def _look_at_day(self, day: date | None) -> None:
        """The roster as it stood on `day`; None: today."""
        self._as_of = day
        self.panel.leave()
        self.panel.as_of = day
        self._dress_primary()
        self.list.take_focus()
        self.reading.again()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        match target.act:
            case "add":
                self.add()
            case "export":
                self.export()
            case "import":
                self._import()
            case "show" if target.subject in CHIP_WORDS:
                self.list.text = ""
                self.show_chip(target.subject)
            case "station":
                self._show_station(target.subject)
            case "remarks":
                pick_remark(self, self.place, self._to_remark)
            case "transfers":
                ask_term(self, self.place, None)
            case "open" | "village":
                self._arrive_at(target.subject)

    def _to_remark(self, key: str) -> None:
        """To whom a remark is about: a person here, or a candidate on the stage board."""
        if key in memory_of(self.place.desk).book(self.place.desk).people:
            self._arrive_at(key)
        else:
            self.place.go(Target("selection", "candidate", key))

    def _arrive_at(self, key: str) -> None:
        data = self.list.data
        self.list.text = ""
        if data is not None:
            at = data.by_key.get(key, next(iter(data.by_village.get(key, ())), None))
            line = data.lines[at] if at is not None else None
            key = line.key if line else key
            gone = line is not None and line not in data.chip("all")
            self.list.go_to(key)
            self.show_chip("left" if gone else "all")
        self.list.go_to(key)
        self.list.take_focus()

    def _show_station(self, code: str) -> None:
        """Only the people of one station (a county)."""
        self.list.scope, self.list.text = code, ""
        self.show_chip("all")
        if self.list.data is not None:
            self._show_head(self.list.data)
        self.list.take_focus()

    def step_back(self) -> bool:
        if self.importing is not None:
            if not self.importing.step_back():
                self._close_import()
            return True
        if self.panel.leave():
            return True
        if self._as_of is not None:
            self.tools.back_to_today()
        elif self.list.scope:
            self._show_station("")
        elif self.list.chip != "all":
            self.show_chip("all")
        else:
            return False
        return True

    def areas(self) -> Sequence[QWidget]:
        if self.importing is not None:
            return self.importing.areas()
        form = self.panel.form
        card = form.controls[form.order[0]] if form is not None else self.panel.first()
        return (self.list.view, card, self.tools.chips["all"])

    def draft(self) -> Draft | None:
        return self.panel.draft()

    def restore(self, draft: Draft) -> None:
        opened = self.panel.restore(draft)
        if opened == ADDING:
            self.panel.add()
        elif opened:
            self.panel.edit_when_shown(opened)
            self._arrive_at(opened)

    def place_in(self) -> Draft:
        return {"chip": self.list.chip, "key": self.list.key}

    def return_to(self, place: Draft) -> None:
        self.list.go_to(str(place.get("key", "")))
        chip_name = place.get("chip", "all")
        self.show_chip(chip_name if chip_name in CHIP_WORDS else "all")


def _pick(n: int, view: ImportView) -> None:
    view.pick(n)
