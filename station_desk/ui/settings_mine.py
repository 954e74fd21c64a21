"""Mine: look, type size, language, minutes until the lock, and the own pass phrase. All of it works at once."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.services import accounts
from station_desk.ui.fields import Choice, PassPhraseField, chain, say_under, under
from station_desk.ui.idle import LEAST, MOST
from station_desk.ui.kit import Switch, button, chip, field_row, fill, label
from station_desk.ui.page import Workplace
from station_desk.ui.recovery import NewPassPhrase
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.theme import theme
from station_desk.wording import N, language, t
from station_desk.wording.troubles import tell

V = TypeVar("V")
WIDTH = 110
_LOOKS = (
    ("system", N("跟随系统")),
    ("light", N("浅色")),
    ("dark", N("深色")),
    ("contrast", N("高对比")),
    ("contrast_dark", N("高对比，黑底")),
)
_TYPES = ((100, N("普通")), (120, N("大字")))
_LANGUAGES = (("zh_CN", "中文"), ("en", "English"))


class MineSection(Section):
    """The person's own settings of the window."""

    TITLE = N("我的")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        settings, use = place.preferences.settings, place.preferences
        self.looks = _group("theme", [(n, t(w)) for n, w in _LOOKS], settings.theme, use.set_theme)
        self.types = _group("type", [(n, t(w)) for n, w in _TYPES], settings.type_size, use.set_type_size)
        self.languages = _group("language", list(_LANGUAGES), language(), use.set_language)
        minutes = [(t("{n} 分钟", n=n), n) for n in range(LEAST, MOST + 1)]
        self.idle = Choice("idle-minutes", minutes)
        self.idle.set_value(settings.idle_minutes)
        self.idle.currentIndexChanged.connect(lambda _at: use.set_idle_minutes(int(str(self.idle.value()))))
        change = button(t("改口令"), self._change_pass_phrase, icon="key", name="change-pass-phrase")
        self.add(
            titled(
                t("显示"),
                field_row(t("深浅"), *self.looks, None, width=WIDTH),
                field_row(t("字号"), *self.types, label(t("Ctrl+= 和 Ctrl+- 也行"), "hint"), None, width=WIDTH),
                field_row(t("语言"), *self.languages, None, width=WIDTH),
            ),
            titled(
                t("锁屏和口令"),
                field_row(t("没人动就锁屏"), self.idle, label(t("Ctrl+L 马上锁"), "hint"), None, width=WIDTH),
                field_row(t("我的口令"), change, None, width=WIDTH),
            ),
            None,
        )

    def _change_pass_phrase(self) -> None:
        form = ChangePassPhrase()
        panel = self.place.messages.panel(t("改口令"), form, [(t("改"), form.send)], focus=form.old, leave=t("先不改"))

        def done() -> None:
            self.place.messages.close_panel(panel)
            self.place.messages.done(t("口令改好了"))

        def ask(old: str, new: str) -> None:
            desk = self.place.desk
            self.place.work.run(
                lambda _progress: accounts.change_pass_phrase(desk, old, new),
                lambda _none: done(),
                lambda error: form.refused(error, self.place.messages.error),
                owner=form,
            )

        form.send_to = ask


class ChangePassPhrase(QWidget):
    """The old pass phrase, the new one twice."""

    def __init__(self) -> None:
        super().__init__()
        self.old = PassPhraseField("old-pass-phrase")
        self.wrong = under()
        self.phrase = NewPassPhrase()
        self.send_to: Callable[[str, str], object] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            label(t("现在的口令"), "second"),
            self.old,
            self.old.warning,
            self.wrong,
            label(t("新口令"), "second"),
            self.phrase,
        )
        chain([self.old, self.phrase.first, self.phrase.second], self.send)

    def send(self) -> None:
        """Ask, once the new one fits."""
        new = self.phrase.value()
        if new is not None and self.send_to is not None:
            say_under(self.wrong, "")
            self.send_to(self.old.text(), new)

    def refused(self, error: Exception, tell_it: Callable[[Exception], object]) -> None:
        """A wrong old pass phrase is said below its field."""
        if isinstance(error, Trouble) and error.code in ("wrong_pass_phrase", "must_wait"):
            say_under(self.wrong, tell(error).what)
            self.old.setFocus()
            self.old.selectAll()
        else:
            tell_it(error)


def _group(name: str, entries: list[tuple[V, str]], now: V, use: Callable[[V], None]) -> list[Switch]:
    """Chips of which one is on."""
    chips: list[Switch] = []

    def choose(at: int) -> None:
        for other, made in enumerate(chips):
            made.setChecked(other == at)
        use(entries[at][0])

    for at, (value, word) in enumerate(entries):
        made = chip(word, on=value == now, name=f"{name}-{value}".replace("_", "-"))
        made.clicked.connect(lambda _on, at=at: choose(at))
        chips.append(made)
    return chips
