"""The guard at a field of free words: it warns, offers the count instead, and lets go with one key (DOMAIN 1.9).

Every `Field` has one unless it says that it holds no free words, so that a new field is covered from its first day. What
is warned of is marked, and a line below the field says why; Enter once more keeps the words, which is only counted.
"""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from station_desk.ui.naming import named, restyle
from station_desk.ui.theme import theme
from station_desk.wording import N, t

if TYPE_CHECKING:
    from station_desk.ui.fields import Field

_KINDS = {
    "id_no": N("证件号"),
    "phone": N("电话"),
    "plate": N("车牌"),
    "bank_card": N("银行卡号"),
    "passport": N("护照号"),
    "account": N("账号"),
    "name": N("姓名和私事"),
    "address": N("住址"),
}


class Watcher(Protocol):
    """Who knows what words may stand at the desk that is open."""

    def kinds(self, text: str) -> tuple[str, ...]:
        """What the guard says of a text; () for a pass."""

    def let_pass(self, text: str, place: str) -> None:
        """Somebody keeps the words: that is counted, the words are not kept."""


_watchers: list[Watcher] = []


def watch_words(watcher: Watcher | None) -> None:
    """Who is asked from now on; None while no desk is open."""
    _watchers[:] = [] if watcher is None else [watcher]


class FieldGuard(QObject):
    """Looks at a field when it is left and on Enter."""

    def __init__(self, field: "Field") -> None:
        super().__init__(field)
        self._field: QLineEdit = field
        self._warned = ""
        self._line: QLabel | None = None
        field.textChanged.connect(lambda _text: self._unmark())

    def look(self) -> bool:
        """Warn of the words where they are to be warned of; whether they are."""
        text = self._field.text()
        kinds = _watchers[0].kinds(text) if _watchers and not self._field.isReadOnly() else ()
        if not kinds:
            self._unmark()
            return False
        self._warned = text
        self._mark(kinds)
        return True

    def lets_on(self) -> bool:
        """Enter: False for the first time on words that are warned of; the second time they are let pass."""
        text = self._field.text()
        if self._warned and self._warned == text and _watchers:
            _watchers[0].let_pass(text, self._field.accessibleName())
            self._unmark()
            return True
        return not self.look()

    def _mark(self, kinds: tuple[str, ...]) -> None:
        self._field.setProperty("state", "warn")
        restyle(self._field)
        window = self._field.window()
        if self._line is None:
            self._line = named(QLabel(window), "guard-warning")
            self._line.setProperty("banner", "warn")
            self._line.setWordWrap(True)
            self._line.setMargin(theme().px(8))
            self._line.setAutoFillBackground(True)
            self._field.destroyed.connect(self._line.deleteLater)
        words = "、".join(t(_KINDS[kind]) for kind in kinds)
        self._line.setText(
            t(
                "这里像有群众的{kinds}。本程序不收群众信息，改成只写数目（如“纠纷 1 起”）；确实不是，再按一次回车留下。",
                kinds=words,
            )
        )
        width = max(self._field.width(), theme().px(320))
        self._line.setFixedWidth(width)
        self._line.setMinimumHeight(self._line.heightForWidth(width))
        below = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        left = min(below.x(), max(0, window.width() - width - theme().px(8)))
        self._line.move(left, min(below.y(), max(0, window.height() - self._line.minimumHeight())))
        self._line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line.show()
        self._line.raise_()

    def _unmark(self) -> None:
        if self._warned:
            self._warned = ""
            if self._field.property("state") == "warn":
                self._field.setProperty("state", "")
                restyle(self._field)
        if self._line is not None:
            self._line.hide()
