"""The frame around every page: navigation, head with the one search box, status strip, and the keys of the program.

How a page is written stands in `page`. Pages are made when they are first shown and stay; leaving one keeps its filter,
row and cursor. `Frame` is made anew when language or type size change; `state` and `return_to` carry the place over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station_desk.services.guard import DeskWords
from station_desk.ui.backup_act import DailyBackup
from station_desk.ui.entries import PageEntry
from station_desk.ui.field_guard import watch_words
from station_desk.ui.fields import composing
from station_desk.ui.guide_words import month_facts
from station_desk.ui.head import Head
from station_desk.ui.help_sheet import WIDTH, help_sheet
from station_desk.ui.keeping import DraftKeeper
from station_desk.ui.keys_map import GLOBAL_KEYS
from station_desk.ui.kit import Banner, column
from station_desk.ui.navigation import FOLD_BELOW, Navigation, NavItem
from station_desk.ui.page import Page, Target, Workplace
from station_desk.ui.search_answers import Answers
from station_desk.ui.search_box import SearchPopup
from station_desk.ui.status_strip import StatusStrip
from station_desk.ui.summary import badges, strip_facts
from station_desk.ui.theme import theme
from station_desk.wording import t


class Frame(QWidget):
    """The window's content once a desk is open."""

    lock_asked = Signal()
    type_asked = Signal(int)  # +1 bigger, -1 smaller

    def __init__(self, place: Workplace, entries: Sequence[PageEntry]) -> None:
        super().__init__()
        self.setObjectName("frame")
        self.place = place
        self._entries = {entry.name: entry for entry in entries}
        self._items = [NavItem(e.name, t(e.word), e.icon, e.key, e.group) for e in entries if not e.under]
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, set[str]] = {}
        self._page_keys: dict[str, list[QShortcut]] = {}
        self._program_keys: list[QShortcut] = []
        self._texts: dict[str, str] = {}
        self._focus: QWidget | None = None
        self._drafts = DraftKeeper(place, self)
        watch_words(DeskWords(place.desk))
        self._daily = DailyBackup(place, self)
        self.navigation = Navigation(place.desk.office.name, self._items, practice=place.desk.practice)
        self.head = Head()
        self.stack = QStackedWidget()
        self.strip = StatusStrip()
        self.popup = SearchPopup(self, self.head.search)
        self._answers = Answers(place, entries)
        self._lay_out()
        self._connect()
        self._bind_keys()
        self._overview_changed()

    # --------------------------------------------------------------------------------------------------------- pages
    def begin(self) -> None:
        """Show the first page and begin to watch the desk."""
        self._watch()
        self.go(Target(next(iter(self._entries))))

    def _watch(self) -> None:
        self.place.overview.start()
        self._daily.start()

    def end(self) -> None:
        """Keep the drafts and let go of the desk; nothing is called any more."""
        self.keep_drafts()
        watch_words(None)
        self._stop_telling()
        self.place.overview.stop()
        self._daily.stop()
        self.place.messages.said.disconnect(self.strip.say)
        self.place.work.busy_changed.disconnect(self.strip.follow)

    def go(self, target: Target) -> None:
        """Bring a page to the front and let it do what the target says."""
        if target.page not in self._entries:
            return
        front = self.page()
        box = self.head.search
        if front is not None:
            self._texts[front.NAME] = box.text() if box.mode == "filter" else ""
        page = self._pages.get(target.page) or self._make(target.page)
        self.stack.setCurrentWidget(page)
        self.navigation.select(self._entries[target.page].under or target.page)
        self._use_keys(target.page)
        self.head.show_page(page)
        self.popup.hide()
        if target.act and self._texts.pop(page.NAME, ""):
            page.search("")
        box.start("filter" if page.FILTERS else "all", self._texts.get(page.NAME, ""))
        box.setFocus()
        self._refresh_stale(page)
        page.on_shown()
        if target.act:
            page.arrive(target)

    def page(self) -> Page | None:
        """The page in front."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def pages(self) -> Mapping[str, Page]:
        """The pages made so far, by name."""
        return self._pages

    def keep_drafts(self) -> None:
        """Keep what is being typed on every page, now."""
        self._drafts.keep_all(self._pages.values())

    def state(self) -> dict[str, Any]:
        """Where the clerk is, for a frame made anew."""
        front = self.page()
        return {
            "page": front.NAME if front else "",
            "said": self.strip.said.text(),
            "pages": {name: (page.place_in(), page.draft()) for name, page in self._pages.items()},
        }

    def return_to(self, state: Mapping[str, Any]) -> None:
        """The same pages, places and typed text as in `state`."""
        for name, (where, draft) in state["pages"].items():
            page = self._pages.get(name) or self._make(name, bring_back=False)
            page.return_to(where)
            if draft is not None:
                page.restore(draft)
        self._watch()
        self.strip.say(state["said"])
        self.go(Target(state["page"] or next(iter(self._entries))))

    def remember_focus(self) -> None:
        """Before the lock: which control had the focus."""
        now = QApplication.focusWidget()
        self._focus = now if now is not None and self.isAncestorOf(now) else None

    def return_focus(self) -> None:
        """After unlocking: the same control, with its cursor."""
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus()
        else:
            self.head.search.setFocus()

    def _make(self, name: str, *, bring_back: bool = True) -> Page:
        page = self._entries[name].factory(self.place)
        self._pages[name] = page
        self.stack.addWidget(page)
        self._page_keys[name] = []
        for key in page.keys:
            if key.act is not None:
                made = QShortcut(QKeySequence(key.keys), self)
                made.setEnabled(False)
                made.activated.connect(key.act)
                self._page_keys[name].append(made)
        page.head_changed.connect(lambda: self._head_changed(page))
        page.typed.connect(lambda: self._drafts.typed(page))
        if bring_back:
            self._drafts.bring_back(page)
        return page

    def _use_keys(self, name: str) -> None:
        """The keys of the page in front work; where it uses one of the program's for itself, it comes first."""
        for other, keys in self._page_keys.items():
            for key in keys:
                key.setEnabled(other == name)
        own = {key.key().toString() for key in self._page_keys[name]}
        for key in self._program_keys:
            key.setEnabled(key.key().toString() not in own)

    def _head_changed(self, page: Page) -> None:
        if self.page() is page:
            self.head.show_page(page)

    def _records_changed(self, kinds: frozenset[str]) -> None:
        front = self.page()
        for name, page in self._pages.items():
            if page is front and self.isVisible():
                page.refresh(kinds)
            else:
                self._stale.setdefault(name, set()).update(kinds)

    def _refresh_stale(self, page: Page) -> None:
        kinds = self._stale.pop(page.NAME, None)
        if kinds:
            page.refresh(frozenset(kinds))

    # ------------------------------------------------------------------------------------------------------ searching
    def search(self) -> None:
        """Focus the search box; pressed there again, look everywhere."""
        box, page = self.head.search, self.page()
        if box.hasFocus() and page is not None and page.FILTERS:
            page.search("")
            box.set_mode("all" if box.mode == "filter" else "filter")
        elif box.mode == "acts":
            box.set_mode("filter" if page is not None and page.FILTERS else "all")
        box.setFocus()
        box.selectAll()

    def search_acts(self) -> None:
        """The search box, limited to acts."""
        page = self.page()
        if page is not None and page.FILTERS and self.head.search.mode == "filter":
            page.search("")
        self.head.search.setFocus()
        self.head.search.set_mode("acts")
        self.head.search.selectAll()

    def _asked(self, text: str, mode: str) -> None:
        page = self.page()
        if mode == "filter" and page is not None:
            page.search(text)
            self.popup.show_found(self._answers.elsewhere(text))
        else:
            self.popup.show_found(self._answers.everywhere(text) if mode == "all" else self._answers.acts(text))

    def _stepped(self, way: int) -> None:
        page = self.page()
        if self.popup.isVisible() and self.head.search.mode != "filter":
            self.popup.step(way)
        elif page is not None and page.areas():
            page.areas()[0].setFocus()

    def _entered(self) -> None:
        page = self.page()
        if self.head.search.mode == "filter" and page is not None:
            page.open_first()
        elif self.popup.isVisible():
            self.popup.enter()

    def _picked(self, target: Target) -> None:
        if target.page == "everywhere":
            self.head.search.set_mode("all")
        elif target.page == "program":
            self._program(target.act)
        else:
            self.go(target)

    def _program(self, act: str) -> None:
        {"lock": self.lock, "help": self.help}[act]()

    # ----------------------------------------------------------------------------------------------------------- keys
    def step_back(self) -> None:
        """Esc: popup, running work, text of the search box, then the page itself."""
        box, page = self.head.search, self.page()
        if composing():
            return
        if self.popup.isVisible() and box.mode != "filter":
            self.popup.hide()
        elif self.strip.stop():
            return
        elif box.hasFocus() and box.text():
            box.clear()
        elif page is not None and not page.step_back():
            box.set_mode("filter" if page.FILTERS else "all")
            box.setFocus()

    def do_primary(self) -> None:
        """Ctrl+Enter: the page's one big act."""
        page = self.page()
        if page is not None and page.primary is not None and page.primary.enabled and not composing():
            page.primary.act()

    def save_now(self) -> None:
        """Ctrl+S: keep the drafts now."""
        page = self.page()
        if page is not None:
            self._drafts.keep(page)

    def next_area(self) -> None:
        """F6."""
        self._walk(1)

    def previous_area(self) -> None:
        """Shift+F6."""
        self._walk(-1)

    def next_problem(self) -> None:
        """F8."""
        self._problem(1)

    def previous_problem(self) -> None:
        """Shift+F8."""
        self._problem(-1)

    def lock(self) -> None:
        """Ctrl+L."""
        self.lock_asked.emit()

    def help(self) -> None:
        """F1."""
        page = self.page()
        if page is not None:
            self.place.messages.panel(t("按键"), help_sheet(page, self._items), (), width=WIDTH)

    def bigger(self) -> None:
        """Ctrl+=."""
        self.type_asked.emit(1)

    def smaller(self) -> None:
        """Ctrl+-."""
        self.type_asked.emit(-1)

    def _problem(self, way: int) -> None:
        page = self.page()
        if page is not None and not page.find_next_problem(way):
            self.place.messages.done(t("这一页没有要您看的了"))

    def _walk(self, way: int) -> None:
        page = self.page()
        areas = [area for area in (page.areas() if page else ()) if area.isVisible() and area.isEnabled()]
        stops: list[QWidget] = [*areas, self.head.search, self.navigation.first()]
        now = QApplication.focusWidget()
        at = next((n for n, stop in enumerate(stops) if now is stop or (now and stop.isAncestorOf(now))), -1)
        _focus(stops[(at + way) % len(stops)])

    # ---------------------------------------------------------------------------------------------------- the assembly
    def _lay_out(self) -> None:
        banners = self._standing_banners()
        page = column(self.head, *banners, (self.stack, 1), gap=0)
        page.setProperty("ground", "canvas")
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.navigation)
        across.addWidget(page, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.strip)

    def _standing_banners(self) -> list[QWidget]:
        """What is true of the whole desk: practice, reading only."""
        said = []
        if self.place.desk.practice:
            said.append(Banner("info", t("练习。这里的人都是编造的，和真的库分开，随便试。")))
        if self.place.desk.read_only:
            said.append(Banner("warn", t("只能看，不能改。另一个窗口正在用这个库。")))
        return [column(banner, margins=(20, 0, 20, 10)) for banner in said]

    def _connect(self) -> None:
        search = self.head.search
        search.asked.connect(self._asked)
        search.stepped.connect(self._stepped)
        search.entered.connect(self._entered)
        search.left.connect(self.popup.hide)
        self.popup.picked.connect(self._picked)
        self.navigation.picked.connect(lambda name: self.go(Target(name)))
        self.head.primary_pressed.connect(self.do_primary)
        self.place.messages.said.connect(self.strip.say)
        self.place.work.busy_changed.connect(self.strip.follow)
        self.place.notices.changed.connect(self._records_changed)
        self.place.notices.changed.connect(self.place.overview.records_changed)
        self._stop_telling = self.place.desk.store.subscribe(lambda notice: self.place.notices.tell(notice.kinds))
        self.place.overview.changed.connect(self._overview_changed)
        self.strip.asked.connect(self._strip_asked)

    def _bind_keys(self) -> None:
        for key in GLOBAL_KEYS:
            for keys in key.keys:
                made = QShortcut(QKeySequence(keys), self)
                made.activated.connect(getattr(self, key.act))
                self._program_keys.append(made)
        for item in self._items:
            made = QShortcut(QKeySequence(f"Ctrl+{item.key}"), self)
            made.activated.connect(lambda name=item.name: self.go(Target(name)))

    def _overview_changed(self) -> None:
        overview = self.place.overview.latest
        self.strip.set_facts([*strip_facts(self.place.desk, overview), *month_facts(overview)])
        self.navigation.set_badges(badges(overview))

    def _strip_asked(self, name: str) -> None:
        if name in ("lock", "help"):
            self._program(name)
        else:
            targets = {"who": Target("settings", "people"), "backup": Target("settings", "backup")}
            targets["month"] = Target("guide")
            self.go(targets.get(name, Target("exchange")))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.navigation.set_folded(self.width() / theme().factor < FOLD_BELOW)
        self.popup.hide()


def _focus(stop: QWidget) -> None:
    """Focus an area: itself, or the first control in it."""
    if stop.focusPolicy():
        stop.setFocus()
        return
    inner = next((w for w in stop.findChildren(QWidget) if w.focusPolicy() and w.isVisible() and w.isEnabled()), None)
    if inner is not None:
        inner.setFocus()
