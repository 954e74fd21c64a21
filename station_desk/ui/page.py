"""What a page is, and what it gets. The frame draws everything around it: navigation, head, search box, status strip.

How a page is written (see `home_page` for a small one):

    class RosterPage(Page):
        NAME = "roster"                                   # English; part of every Target
        FILTERS = True                                    # the search box filters this page's list as one types
        ACTS = (Act(N("添加人员"), "tianjiarenyuan tjry", Target("roster", "add"), "user-plus", "Ctrl+N"),)

        def __init__(self, place: Workplace) -> None:
            super().__init__(place)
            self.set_head(t("花名册"), t("应配 {n}", n=74))
            self.set_primary(t("添加人员"), self._add, icon="user-plus")      # always Ctrl+Enter
            self.add_tools(chip(…), chip(…), None, button(…))                # the toolbar row, 32 px
            self.body.addWidget(…, 1)                                        # the page itself
            self.on_key("F2", self._edit, t("修改"))                         # works wherever the focus is; F1 lists it
            self.tell_key("↑↓", t("选人"))                                   # for F1 only: the list does it itself

        def on_shown(self) -> None: …        # the page came to the front: read what is stale
        def refresh(self, kinds) -> None: …  # records of these kinds changed (after any commit), while shown or at next show
        def arrive(self, target) -> None: …  # someone said `place.go(Target("roster", "open", person_id))`

Rules. Nothing slower than 100 ms on the GUI thread: `self.place.work.run(fn, done, …)`. Everything said to the person
goes through `self.place.messages`. Lists are `lists.ListView` (named "list"), the card is named "card". No QShortcut of
one's own, no QDialog, no exec(): `on_key`, `messages.ask`, `files.*`. Sizes go through `theme().px`; a page is made anew
when type size or language change, and gets its `draft()` back by `restore()`. After typing emit `typed`: two seconds
later the frame keeps the draft.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.ui.kit import Banner, Button, Item, button, clear, fill
from station_desk.ui.messages import Messages
from station_desk.ui.preferences import Preferences
from station_desk.ui.theme import theme
from station_desk.ui.tool_row import ToolRow
from station_desk.ui.work import Work

if TYPE_CHECKING:
    from station_desk.services.desk import Desk
    from station_desk.services.find import Finder
    from station_desk.ui.watch import Watch

Draft = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the program: a page, what to do there, and with which record ("roster", "open", person id)."""

    page: str
    act: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """An act that the search box finds by its words (marked by N) or by these other words for it, and where it leads."""

    text: str
    words: str
    target: Target
    icon: str = "chevron-right"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a page: as Qt spells it, what it does, and what is said of it in the help sheet ("": nothing)."""

    keys: str
    says: str
    act: Callable[[], object] | None = None


@dataclass(slots=True)
class Primary:
    """The one big act of a page."""

    text: str
    act: Callable[[], object]
    icon: str = ""
    enabled: bool = True
    inside: bool = False
    """Its button stands in the page itself (an empty page), not in the head."""


class Notices(QObject):
    """Turns the store's notices, which come in the committing thread, into a Qt signal on the GUI thread."""

    changed = Signal(object)  # frozenset of kinds of records
    elsewhere = Signal(object)  # kinds, before it is on the GUI thread

    def __init__(self) -> None:
        super().__init__()
        self.elsewhere.connect(self.changed)

    def tell(self, kinds: frozenset[str]) -> None:
        """Callable from any thread."""
        self.elsewhere.emit(kinds)


@dataclass(slots=True)
class Workplace:
    """What every page gets.

    The opened desk, background work, the one door for messages, the way to other pages, the newest overview, the one
    finder over people and villages (kept current by the store's notices), the person's settings, and the notices.
    """

    desk: "Desk"
    work: Work
    messages: Messages
    go: Callable[[Target], None]
    overview: "Watch"
    finder: "Finder"
    preferences: Preferences
    notices: Notices = field(default_factory=Notices)


class Page(QWidget):
    """A page of the window. Abstract: a page sets `NAME`, calls `set_head`, fills `body` and overrides what it needs."""

    NAME: ClassVar[str] = ""
    FILTERS: ClassVar[bool] = False
    ACTS: ClassVar[tuple[Act, ...]] = ()

    head_changed = Signal()  # title, facts or primary act
    typed = Signal()  # something was typed that a draft should keep

    def __init__(self, place: Workplace) -> None:
        super().__init__()
        self.setObjectName(f"{self.NAME}-page")
        self.place = place
        self.title = ""
        self.facts = ""
        self.primary: Primary | None = None
        self.keys: list[Key] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme().px(20), 0, theme().px(20), theme().px(16))
        whole.setSpacing(theme().px(12))
        self._toolbar = ToolRow()
        self.toolbar = self._toolbar.items
        self._toolbar.hide()
        self._banner_room = QVBoxLayout()
        self._banner_room.setSpacing(theme().px(8))
        self.body = QVBoxLayout()
        self.body.setSpacing(theme().px(12))
        whole.addLayout(self._banner_room)
        whole.addWidget(self._toolbar)
        whole.addLayout(self.body, 1)

    # ------------------------------------------------------------------------------------------ what a page calls
    def set_head(self, title: str, facts: str = "") -> None:
        """Title and facts: where does it stand, in one line."""
        self.title, self.facts = title, facts
        self.head_changed.emit()

    def set_primary(
        self, text: str, act: Callable[[], object], *, icon: str = "", enabled: bool = True, inside: bool = False
    ) -> None:
        """The page's one big act (Ctrl+Enter); its text says the number it will touch.

        `inside`: the page shows its button itself, where the eye is; the head shows none.
        """
        self.primary = Primary(text, act, icon, enabled, inside)
        self.head_changed.emit()

    def primary_inside(
        self, text: str, act: Callable[[], object], *, icon: str, name: str, key: str = "Ctrl+Enter"
    ) -> tuple[Button, str]:
        """The one act of an empty page, to stand in its middle and nowhere else: the button and the key said beside it."""
        self.set_primary(text, act, icon=icon, inside=True)
        return button(text, act, kind="primary", icon=icon, name=name), key

    def no_primary(self) -> None:
        """Nothing big to do just now."""
        self.primary = None
        self.head_changed.emit()

    def add_tools(self, *items: Item) -> None:
        """Chips and buttons of the toolbar row (see `kit.row` for what items may be)."""
        fill(self.toolbar, *items)
        self._toolbar.show()

    def clear_tools(self) -> None:
        """An empty toolbar row, to be filled again."""
        clear(self.toolbar)
        self._toolbar.hide()

    def set_banners(self, *banners: Banner) -> None:
        """The banners below the head; none takes them all away."""
        clear(self._banner_room)
        for banner in banners:
            self._banner_room.addWidget(banner)

    def on_key(self, keys: str, act: Callable[[], object], says: str) -> None:
        """`keys` ("F2", "Ctrl+N", "Alt+R") does `act` while this page is in front, wherever the focus is."""
        self.keys.append(Key(keys, says, act))

    def tell_key(self, keys: str, says: str) -> None:
        """A key that a control handles by itself: only for the help sheet (F1)."""
        self.keys.append(Key(keys, says))

    # --------------------------------------------------------------------------------------- what a page overrides
    def on_shown(self) -> None:
        """The page came to the front."""

    def refresh(self, kinds: frozenset[str]) -> None:
        """Records of `kinds` were changed by a commit; called at once while shown, else before `on_shown`."""

    def arrive(self, target: Target) -> None:
        """Someone came here to do `target.act` with `target.subject`."""

    def search(self, text: str) -> None:
        """Filter by `text` as it is typed ("" shows all); only where `FILTERS`."""

    def open_first(self) -> None:
        """Enter in the search box of a page that filters: open the current or first row."""

    def find_next_problem(self, way: int = 1) -> bool:
        """F8 (+1) or Shift+F8 (-1): go to the next thing that needs a person; False when there is none."""
        return False

    def step_back(self) -> bool:
        """Esc: take one step back (panel, edit, selection); False when there was none. Never loses typed data."""
        return False

    def areas(self) -> Sequence[QWidget]:
        """What F6 walks through on this page: the list, the card, …"""
        return ()

    def draft(self) -> Draft | None:
        """What has been typed and not saved, as JSON-able values; None when there is nothing."""
        return None

    def restore(self, draft: Draft) -> None:
        """Put a kept draft back, with the cursor where it was."""

    def place_in(self) -> Draft:
        """Filter, row and cursor, for a page that is made anew in another language or type size."""
        return {}

    def return_to(self, place: Draft) -> None:
        """The opposite of `place_in`."""
