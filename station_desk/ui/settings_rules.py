"""The policy pack as one reads a rule: what, value, and the words it rests on (UX 4.14). 缺 is a state of its own.

Read only: a pack is data of the county. Beside it: what it tells otherwise than its parent, or than any other pack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from station_desk.domain.policy import Listing, NotStated, Policy, Rule, Stated
from station_desk.services import overview, packs, reference
from station_desk.ui.fields import Choice
from station_desk.ui.kit import Switch, chip, clear, column, fill, label, named, row, rule, scrolled
from station_desk.ui.marks import Tag, Tone
from station_desk.ui.page import Workplace
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.theme import theme
from station_desk.wording import N, t
from station_desk.wording.policy import entry_words, source_words, value_words, what_of

WHAT_WIDTH, VALUE_WIDTH, STATE_WIDTH, OTHER_WIDTH, BESIDE_WIDTH = 150, 210, 76, 300, 270


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its key, what it is about, its value (None: not stated), the words with their place, who may fill it in
    ("" where the programme has no such thing), and what another pack says instead.
    """

    key: str
    what: str
    value: str | None
    words: str
    source: str
    ask: str = ""
    other: str = ""

    @property
    def missing(self) -> bool:
        """The documents do not say, and somebody may."""
        return self.value is None and bool(self.ask)


@dataclass(frozen=True, slots=True)
class ReadPacks:
    """The office's pack, its parent, and all packs, to compare with."""

    policy: Policy
    parent: Policy | None
    others: Sequence[Policy]


def rule_lines(policy: Policy) -> list[RuleLine]:
    """Every rule of a pack in the order in which it is read; each entry of a list is a line."""
    lines = [_line(policy, key, rule_of, value_words) for key, rule_of in policy.rules.items()]
    for key, found in policy.lists.items():
        entries: Sequence[Rule[object]] = (found,) if isinstance(found, NotStated) else found
        lines += [_line(policy, key, one, _entry) for one in entries]
    return lines


def different_lines(policy: Policy, other: Policy) -> list[RuleLine]:
    """What `policy` tells otherwise than `other`, with the value of the other one."""
    lines = []
    for gap in packs.compare(policy, other):
        value = None if isinstance(gap.left, NotStated) else _said(gap.key, gap.left)
        one = gap.left[0] if isinstance(gap.left, tuple) and gap.left else gap.left
        words = one.quote if isinstance(one, Stated) else ""
        source = "" if isinstance(one, tuple) else source_words(one, policy.documents)
        ask = gap.left.ask if isinstance(gap.left, NotStated) else ""
        lines.append(RuleLine(gap.key, what_of(gap.key), value, words, source, ask, _said(gap.key, gap.right)))
    return lines


def _said(key: str, found: Rule[object] | Listing[object]) -> str:
    if isinstance(found, NotStated):
        return t("缺") if found.ask else t("本方案没有这一项")
    if isinstance(found, tuple):
        return t("；").join(entry_words(one.value) for one in found)
    return value_words(key, found.value)


def _entry(_key: str, entry: object) -> str:
    return entry_words(entry)


def _line(policy: Policy, key: str, rule_of: Rule[object], say: Callable[[str, object], str]) -> RuleLine:
    words = rule_of.quote if isinstance(rule_of, Stated) else ""
    return RuleLine(
        key,
        what_of(key),
        None if isinstance(rule_of, NotStated) else say(key, rule_of.value),
        words,
        source_words(rule_of, policy.documents),
        rule_of.ask if isinstance(rule_of, NotStated) else "",
    )


class RulesSection(Section):
    """Read only: a pack is data of the county, not of a station's settings."""

    TITLE = N("方案")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._read: ReadPacks | None = None
        self._lines: list[RuleLine] = []
        self._shown: list[tuple[RuleLine, QWidget]] = []
        self._at = -1
        self._which: dict[str, Switch] = {}
        self.title, self.source = label("", "head", wrap=True), label("", "second", wrap=True)
        self.beside = Choice("rules-beside")
        self.beside.setMinimumWidth(theme().px(BESIDE_WIDTH))
        self.beside.currentIndexChanged.connect(self._choose_beside)
        self._chips = QHBoxLayout()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, theme().px(8), 0)
        self._list.setSpacing(0)
        inner = QWidget()
        inner.setLayout(self._list)
        self.area = named(scrolled(inner), "rules-list")
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chips = QWidget()
        self._chips.setContentsMargins(0, 0, 0, 0)
        chips.setLayout(self._chips)
        top = row((chips, 1), label(t("对照"), "second"), self.beside)
        foot = label(t("↑↓ 看   F8 下一个缺的"), "hint")
        self.add((titled(t("方案"), self.title, self.source, top, rule(), (self.area, 1), foot), 1))

    def on_shown(self) -> None:
        if self._read is None:
            desk = self.place.desk

            def read() -> ReadPacks:
                overview.rules_read(desk)
                policy = reference.policy(desk)
                return ReadPacks(policy, packs.parent_of(policy), packs.list_packs())

            self.place.work.run(lambda _progress: read(), self._came, owner=self)

    def _came(self, found: ReadPacks) -> None:
        self._read, policy = found, found.policy
        self._lines = rule_lines(policy)
        self.title.setText(t("{title}，版本 {n}", title=policy.title, n=policy.version))
        self.source.setText(t("依据：{titles}", titles="；".join(one.title for one in policy.documents.values())))
        self.place.overview.read_now()
        self._add_chips()
        others = [(one.title, one.id) for one in found.others if one.id != policy.id]
        self.beside.set_entries([(t("不对照"), ""), *others])
        self._show("stated")

    def _choose_beside(self, _at: int) -> None:
        """Show what another pack tells otherwise; nothing chosen: the pack by itself."""
        wanted = self.beside.value()
        other = next((one for one in self._read.others if one.id == wanted), None) if self._read else None
        if self._read is None:
            return
        if other is None:
            self._show("stated")
        else:
            self._put(different_lines(self._read.policy, other), other.title)
            self._mark("")

    def _show(self, which: str) -> None:
        """Show all rules, those that are stated, those that are missing, or those the parent tells otherwise."""
        if self.beside.currentIndex() > 0:
            self.beside.blockSignals(True)
            self.beside.setCurrentIndex(0)
            self.beside.blockSignals(False)
        self._mark(which)
        parent = self._read.parent if self._read else None
        self._put(self._groups()[which], parent.title if parent and which == "parent" else "")

    def _mark(self, which: str) -> None:
        for name, made in self._which.items():
            made.setChecked(name == which)

    def _put(self, lines: Sequence[RuleLine], other: str) -> None:
        clear(self._list)
        self._shown, self._at = [], -1
        if not lines:
            self._list.addWidget(label(t("没有不同。"), "second"))
        for line in lines:
            made = _row(line, other)
            self._shown.append((line, made))
            self._list.addWidget(made)
            self._list.addWidget(rule())
        fill(self._list, None)
        self.area.verticalScrollBar().setValue(0)

    def find_next_problem(self, way: int = 1) -> bool:
        """F8: the next rule that is missing comes to the top."""
        missing = [at for at, (line, _row) in enumerate(self._shown) if line.missing]
        if not missing:
            return False
        ahead = [at for at in missing if at > self._at] if way > 0 else [at for at in missing[::-1] if at < self._at]
        self._at = ahead[0] if ahead else missing[0 if way > 0 else -1]
        self._list.activate()
        self.area.verticalScrollBar().setValue(self._shown[self._at][1].y())
        self.area.setFocus()
        return True

    def _groups(self) -> dict[str, Sequence[RuleLine]]:
        groups: dict[str, Sequence[RuleLine]] = {
            "all": self._lines,
            "stated": [line for line in self._lines if line.value is not None],
            "open": [line for line in self._lines if line.missing],
        }
        if self._read and self._read.parent:
            groups["parent"] = different_lines(self._read.policy, self._read.parent)
        return groups

    def _add_chips(self) -> None:
        words = {"all": N("全部 {n}"), "stated": N("已写明 {n}"), "open": N("缺 {n}"), "parent": N("与上级不同 {n}")}
        for which, lines in self._groups().items():
            made = chip(t(words[which], n=len(lines)), name=f"rules-{which}")
            made.clicked.connect(partial(self._show, which))
            self._which[which] = made
            self._chips.addWidget(made)
        self._chips.addStretch(1)


def _state(line: RuleLine) -> tuple[str, Tone]:
    if line.value is not None:
        return t("已写明"), "ok"
    return (t("缺"), "warn") if line.ask else (t("没有"), "none")


def _row(line: RuleLine, other: str) -> QFrame:
    """One rule; `other` is the title of the pack it stands beside, "" for none."""
    made = QFrame()
    what = label(line.what, "medium", wrap=True)
    what.setFixedWidth(theme().px(WHAT_WIDTH))
    word, tone = _state(line)
    value = label(line.value if line.value is not None else word, "body" if line.value else "second", wrap=True)
    value.setFixedWidth(theme().px(VALUE_WIDTH))
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, theme().px(8), 0, theme().px(8))
    layout.setSpacing(theme().px(12))
    top = Qt.AlignmentFlag.AlignTop
    layout.addWidget(what, 0, top)
    layout.addWidget(value, 0, top)
    if other:
        there = column(label(other, "hint", wrap=True), label(line.other, wrap=True), gap=2)
        there.setFixedWidth(theme().px(OTHER_WIDTH))
        layout.addWidget(there, 0, top)
    source = label(line.source, "hint", wrap=True)
    words = [label(f"“{line.words}”", "second", wrap=True)] if line.words else []
    layout.addWidget(column(*words, source, gap=2), 1, top)
    if not other:
        state = Tag(word, tone)
        state.setFixedWidth(theme().px(STATE_WIDTH))
        layout.addWidget(state, 0, top)
    return made
