"""From a slip to its bundle: a field for the scanner or the fingers, and the answer over the page (EXCHANGE 4)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.records import OfficeKind
from station_desk.services import bundle_lookup
from station_desk.services.bundle_lookup import FoundBundle, State
from station_desk.ui.exchange_words import bytes_words, kinds_line, numbers_words, short_day
from station_desk.ui.fields import Field
from station_desk.ui.kit import Item, column, field_row, label, row, rule
from station_desk.ui.marks import Mark, MarkKind
from station_desk.ui.page import Workplace
from station_desk.ui.person_words import joined
from station_desk.ui.slip_panel import show_handover, show_receipt
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_WIDTH = 480
_MOST = 4
_FIELD = 210

STATES: Mapping[State, tuple[MarkKind, str]] = {
    "waiting": ("wait", N("交出了，还没有回执")),
    "confirmed": ("ok", N("对方收到了")),
    "asked": ("bad", N("对方缺这一包，请补发")),
    "applied": ("ok", N("收下了")),
    "fork": ("ok", N("收下了，是旧库接着做的")),
    "duplicate": ("ok", N("收下了，以前就收过同样的内容")),
    "gap": ("warn", N("看过，前面缺包，没有收")),
    "corrupt": ("bad", N("看过，没有通过核对，没有收")),
    "wrong_recipient": ("bad", N("看过，不是给我们的")),
    "unknown_sender": ("bad", N("看过，是不认识的单位")),
    "newer_format": ("bad", N("看过，来自更新的版本，没有收")),
    "rejected": ("bad", N("看过，内容不合规矩，没有收")),
    "covered": ("ok", N("文件没有来过，里面的内容后来的包已经带来")),
    "missing": ("bad", N("没有来过，后面的包在等它")),
    "never_seen": ("warn", N("没有来过")),
}
"""How a bundle stands, in words."""

Again = Callable[[FoundBundle], object]


class BundleField(Field):
    """Where a slip is scanned or its code typed; Enter (which a scanner sends by itself) asks. `asked` sends the text."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__("find-bundle", latin=True, hint=t("扫移交单，或输短码、序号"))
        self.setFixedWidth(theme().px(_FIELD))
        self.went_on.connect(lambda _way: self._ask())

    def _ask(self) -> None:
        if self.text().strip():
            self.asked.emit(self.text())
            self.selectAll()

    def begin(self) -> None:
        """Ready to be typed into."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()


def show_bundle(owner: QWidget, place: Workplace, text: str, again: Again | None = None) -> None:
    """Show how the bundle stands that `text` names; `again` gives one of ours once more."""
    desk = place.desk
    place.work.run(
        lambda _progress: bundle_lookup.find_bundles(desk, text),
        lambda found: _show(owner, place, found, again),
        owner=owner,
    )


def _show(owner: QWidget, place: Workplace, found: Sequence[FoundBundle], again: Again | None) -> None:
    today = place.desk.clock.today()
    parts: list[Item] = []
    for at, one in enumerate(found[:_MOST]):
        parts += [rule()] if at else []
        parts += bundle_lines(one, today)
    if len(found) > _MOST:
        parts.append(label(t("还有 {n} 个，请输短码。", n=len(found) - _MOST), "second"))
    first = found[0]
    panels: list[QFrame] = []

    def close_and(act: Callable[[], object]) -> Callable[[], object]:
        def run() -> None:
            place.messages.close_panel(panels[0])
            act()

        return run

    acts: list[tuple[str, Callable[[], object]]] = []
    if first.way == "sent":
        if again is not None and not place.desk.read_only:
            acts.append((t("补发"), close_and(lambda: again(first))))
        acts.append((t("印移交单"), close_and(lambda: show_handover(owner, place, [first.code], first.office))))
        if first.state == "asked":
            acts.reverse()
    elif first.at is not None and place.desk.office.kind is OfficeKind.COUNTY:
        acts.append((t("印收件回执单"), close_and(lambda: show_receipt(owner, place, [first.code], first.office))))
    panels.append(place.messages.panel(t("这一包"), column(*parts, gap=6), acts, width=_WIDTH))


def bundle_lines(one: FoundBundle, today: date) -> list[Item]:
    """A bundle in words: how it stands, between whom, when and by whom, what is in it."""
    kind, words = STATES[one.state]
    number = t("第 {n} 包", n=one.number) if one.number is not None else t("序号不详")
    whose = t("{number}，交给{name}", number=number, name=one.name)
    if one.way == "received":
        whose = t("{name}的{number}", name=one.name, number=number)
    lines: list[Item] = [
        row(label(whose, "strong"), label(one.code, "medium", copy=True), None, gap=12),
        row(Mark(kind, 14), (label(t(words), wrap=True), 1), gap=8),
    ]
    for name, value in _facts(one, today):
        lines.append(field_row(name, (label(value, wrap=True), 1)))
    return lines


def _facts(one: FoundBundle, today: date) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if one.missing:
        facts.append((t("等着"), numbers_words(one.missing)))
    if one.made_at:
        made = short_day(one.made_at, today)
        by = t("{day}，{name}", day=made, name=one.by) if one.by and one.way == "sent" else made
        facts.append((t("做于"), by))
    if one.at:
        when = short_day(one.at, today)
        taken = t("{day}，{name}", day=when, name=one.by) if one.by and one.way == "received" else when
        facts.append((t("回执") if one.way == "sent" else t("收件"), taken))
    if one.made_at or one.at:
        inside = kinds_line(one.kinds) or t("没有新的改动，只有回执")
        size = (bytes_words(one.bytes),) if one.bytes else ()
        facts.append((t("里面有"), joined((t("{n} 处改动", n=one.changes), *size))))
        facts.append(("", inside))
    if one.times > 1:
        facts.append((t("次数"), t("做过 {n} 次", n=one.times) if one.way == "sent" else t("看过 {n} 次", n=one.times)))
    return facts
