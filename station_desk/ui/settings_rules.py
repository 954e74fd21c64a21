"""The policy pack as one reads a rule: what, value, and the words it rests on (UX 4.14). 未写明 is a state of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_desk.domain.policy import NotStated, Policy, Rule, Stated
from station_desk.services import overview, reference
from station_desk.ui.kit import Switch, chip, clear, column, fill, label, row, rule, scrolled, show_if
from station_desk.ui.marks import Tag
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.theme import theme
from station_desk.wording import N, t
from station_desk.wording.policy import entry_words, source_words, value_words, what_of

WHAT_WIDTH, VALUE_WIDTH, STATE_WIDTH = 150, 190, 76


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its key, what it is about, its value (None: not stated), and the words with their place."""

    key: str
    what: str
    value: str | None
    words: str
    source: str


def rule_lines(policy: Policy) -> list[RuleLine]:
    """Every rule of a pack in the order in which it is read; each entry of a list is a line."""
    lines = [_line(policy, key, rule_of, value_words) for key, rule_of in policy.rules.items()]
    for key, found in policy.lists.items():
        entries: Sequence[Rule[object]] = (found,) if isinstance(found, NotStated) else found
        lines += [_line(policy, key, one, lambda _key, value: entry_words(value)) for one in entries]
    return lines


def _line(policy: Policy, key: str, rule_of: Rule[object], say: Callable[[str, object], str]) -> RuleLine:
    value = None if isinstance(rule_of, NotStated) else say(key, rule_of.value)
    words = rule_of.quote if isinstance(rule_of, Stated) else ""
    return RuleLine(key, what_of(key), value, words, source_words(rule_of, policy.documents))


class RulesSection(Section):
    """Read only: a pack is data of the county, not of a station's settings."""

    TITLE = N("方案")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._lines: list[RuleLine] = []
        self._which: dict[str, Switch] = {}
        self.title, self.source = label("", "head", wrap=True), label("", "second", wrap=True)
        self._chips = QHBoxLayout()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, theme().px(8), 0)
        self._list.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._list)
        chips = QWidget()
        self._chips.setContentsMargins(0, 0, 0, 0)
        chips.setLayout(self._chips)
        self.add((titled(t("方案"), self.title, self.source, chips, rule(), (scrolled(inner), 1)), 1))

    def on_shown(self) -> None:
        if not self._lines:
            desk = self.place.desk

            def read() -> Policy:
                overview.rules_read(desk)
                return reference.policy(desk)

            self.place.work.run(lambda _progress: read(), self._came, owner=self)

    def _came(self, policy: Policy) -> None:
        self._lines = rule_lines(policy)
        self.title.setText(t("{title}，版本 {n}", title=policy.title, n=policy.version))
        self.source.setText(t("依据：{titles}", titles="；".join(one.title for one in policy.documents.values())))
        self.place.overview.read_now()
        self._add_chips()
        self._show("all")

    def _show(self, which: str) -> None:
        """Show all rules, those that are stated, or those that are not."""
        for name, made in self._which.items():
            made.setChecked(name == which)
        clear(self._list)
        for line in self._groups()[which]:
            self._list.addWidget(_row(line))
            self._list.addWidget(rule())
        fill(self._list, None)

    def _groups(self) -> dict[str, Sequence[RuleLine]]:
        return {
            "all": self._lines,
            "stated": [line for line in self._lines if line.value is not None],
            "open": [line for line in self._lines if line.value is None],
        }

    def _add_chips(self) -> None:
        groups = self._groups()
        words = {
            "all": t("全部 {n}", n=len(groups["all"])),
            "stated": t("已写明 {n}", n=len(groups["stated"])),
            "open": t("缺 {n}", n=len(groups["open"])),
        }
        for which, word in words.items():
            made = chip(word, name=f"rules-{which}")
            made.clicked.connect(partial(self._show, which))
            self._which[which] = made
            self._chips.addWidget(made)
        self._chips.addStretch(1)


def _row(line: RuleLine) -> QFrame:
    made = QFrame()
    what = label(line.what, "medium", wrap=True)
    what.setFixedWidth(theme().px(WHAT_WIDTH))
    value = label(line.value if line.value is not None else t("缺"), "body" if line.value else "second", wrap=True)
    value.setFixedWidth(theme().px(VALUE_WIDTH))
    words = label(f"“{line.words}”" if line.words else "", "second", wrap=True)
    show_if(words, bool(line.words))
    source = label(line.source, "hint", wrap=True)
    state = Tag(t("已写明"), "ok") if line.value is not None else Tag(t("缺"), "none")
    state.setFixedWidth(theme().px(STATE_WIDTH))
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, theme().px(8), 0, theme().px(8))
    layout.addWidget(row(column(what, None), column(value, None), (column(words, source, None, gap=2), 1), gap=12), 1)
    layout.addWidget(column(state, None, gap=0))
    return made
