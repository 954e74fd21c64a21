"""The policy pack as one reads a rule: what, value, and the words it rests on (UX 4.14). 缺 is a state of its own.

What the documents leave open can be filled in; what they state cannot be touched. Beside it: what the pack tells
otherwise than its parent, or than any other pack; the sheet for the leader; a pack of one's own from a file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station_desk.domain.paper import Printed
from station_desk.domain.policy import Policy
from station_desk.domain.records import OfficeKind
from station_desk.services import overview, pack_install, packs, paperwork, reference
from station_desk.services.desk import Desk
from station_desk.services.pack_memory import Version
from station_desk.ui import files
from station_desk.ui.fields import Choice
from station_desk.ui.kit import Banner, Switch, button, chip, label, row, rule
from station_desk.ui.kit import clear as clear_layout
from station_desk.ui.page import Primary, Workplace
from station_desk.ui.rule_faults import show_faults
from station_desk.ui.rule_fill import ask_fill
from station_desk.ui.rule_lines import RuleLine, different_lines, rule_lines
from station_desk.ui.rule_rows import RuleRows
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.slip_panel import show_slip
from station_desk.ui.theme import theme
from station_desk.wording import N, t

BESIDE_WIDTH = 250
SHEET = "P01"


@dataclass(frozen=True, slots=True)
class ReadPacks:
    """The office's pack and its parent: what the page shows at once."""

    policy: Policy
    parent: Policy | None


@dataclass(frozen=True, slots=True)
class OtherPacks:
    """All packs to compare with, and those that the county sent and nobody follows: read when the page stands."""

    all: Sequence[Policy]
    offered: Sequence[Version]


class RulesSection(Section):
    """The pack that the office follows."""

    TITLE = N("方案")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._read: ReadPacks | None = None
        self._others: Sequence[Policy] = ()
        self._lines: list[RuleLine] = []
        self._which: dict[str, Switch] = {}
        self._chosen = "stated"
        self._at = -1
        self.title, self.source = label("", "head", wrap=True), label("", "second", wrap=True)
        self.beside = Choice("rules-beside")
        self.beside.setMinimumWidth(theme().px(BESIDE_WIDTH))
        self.beside.currentIndexChanged.connect(self._choose_beside)
        self._chips, self._news = QHBoxLayout(), QHBoxLayout()
        writes = not place.desk.read_only
        self.rows = RuleRows(self.fill_in if writes else None)
        self.area = self.rows.area
        chips, news = QWidget(), QWidget()
        for layout, holder in ((self._chips, chips), (self._news, news)):
            layout.setContentsMargins(0, 0, 0, 0)
            holder.setLayout(layout)
        acts = [button(t("收方案文件"), self._ask_file, kind="quiet", name="rules-install")] if writes else []
        if writes and place.desk.office.kind is OfficeKind.COUNTY:
            acts.append(button(t("发给各所"), self._publish, kind="quiet", name="rules-publish"))
        head = row((self.title, 1), *acts)
        top = row((chips, 1), label(t("对照"), "second"), self.beside)
        foot = label(t("↑↓ 看   F8 下一个缺的   F2 填上   Ctrl+P 印一张"), "hint")
        self.add((titled(t("方案"), head, self.source, news, top, rule(), (self.rows, 1), foot), 1))

    @property
    def shown(self) -> Sequence[tuple[RuleLine, QWidget]]:
        """Every line that is shown, with its row."""
        return self.rows.all()

    def on_shown(self) -> None:
        if self._read is None:
            self._read_anew()

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & {"pack_file", "pack_value", "office"} and self._read is not None:
            self._read_anew()

    def _read_anew(self) -> None:
        desk = self.place.desk

        def read() -> ReadPacks:
            overview.rules_read(desk)
            policy = reference.policy(desk)
            return ReadPacks(policy, packs.parent_of(desk, policy))

        self.place.work.run(lambda _progress: read(), self._came, owner=self)

    def _read_others(self) -> None:
        desk = self.place.desk

        def read() -> OtherPacks:
            return OtherPacks(packs.list_here(desk), pack_install.offered(desk))

        self.place.work.run(lambda _progress: read(), self._others_came, owner=self)

    def _others_came(self, found: OtherPacks) -> None:
        policy = self._read.policy if self._read else None
        self._others = [one for one in found.all if policy is not None and one.id != policy.id]
        self._tell_offered(found.offered)
        self.beside.blockSignals(True)
        self.beside.set_entries([(t("不对照"), ""), *((one.title, one.id) for one in self._others)])
        self.beside.blockSignals(False)

    def _came(self, found: ReadPacks) -> None:
        self._read, policy = found, found.policy
        self._lines = rule_lines(policy)
        self.title.setText(t("{title}，版本 {n}", title=policy.title, n=policy.version))
        self.source.setText(t("依据：{titles}", titles="；".join(one.title for one in policy.documents.values())))
        self.primary = Primary(t("印一张给所长签字"), self.print_out, "printer")
        self.head_changed.emit()
        self.place.overview.read_now()
        self._add_chips()
        self._show(self._chosen if self._chosen in self._groups() else "stated")
        self._read_others()

    def _tell_offered(self, offered: Sequence[Version]) -> None:
        clear_layout(self._news)
        for one in offered[-1:]:
            act = button(t("改按它办"), partial(self._follow, one.pack), name="rules-follow")
            text = t("版本 {n}。按原来的方案办过的事，还留着原来的依据。", n=one.version)
            self._news.addWidget(Banner("info", t("县局发来了方案 {pack}", pack=one.pack), text, act))

    def _choose_beside(self, _at: int) -> None:
        """Show what another pack tells otherwise; nothing chosen: the pack by itself."""
        wanted = self.beside.value()
        other = next((one for one in self._others if one.id == wanted), None)
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
        self._chosen = which
        self._mark(which)
        parent = self._read.parent if self._read else None
        self._put(self._groups()[which], parent.title if parent and which == "parent" else "")

    def _mark(self, which: str) -> None:
        for name, made in self._which.items():
            made.setChecked(name == which)

    def _put(self, lines: Sequence[RuleLine], other: str) -> None:
        self._at = -1
        self.rows.put(lines, other)

    def find_next_problem(self, way: int = 1) -> bool:
        """F8: the next rule that is missing comes to the top."""
        missing = [at for at, (line, _row) in enumerate(self.shown) if line.missing]
        if not missing:
            return False
        ahead = [at for at in missing if at > self._at] if way > 0 else [at for at in missing[::-1] if at < self._at]
        self._at = ahead[0] if ahead else missing[0 if way > 0 else -1]
        self.rows.bring(self._at)
        return True

    # ------------------------------------------------------------------------------------------------- acts
    def edit(self) -> None:
        """F2: fill in the rule that F8 found, else the first that can be."""
        lines = [line for line, _row in self.shown]
        at = self._at if 0 <= self._at < len(lines) and lines[self._at].fillable else -1
        wanted = lines[at] if at >= 0 else next((line for line in lines if line.fillable), None)
        if wanted is None and self._chosen != "open":
            wanted = next((line for line in self._lines if line.fillable), None)
        if wanted is not None and not self.place.desk.read_only:
            self.fill_in(wanted)

    def fill_in(self, line: RuleLine) -> None:
        """Ask for the value of a rule."""
        ask_fill(self, self.place, line, self._read_anew)

    def print_out(self) -> None:
        """The sheet for the leader, to look at, print or save."""

        def make(desk: Desk) -> Printed:
            return paperwork.make(desk, SHEET)

        show_slip(self, self.place, t("方案签批单"), make)

    def _ask_file(self) -> None:
        files.ask_open(self, t("收方案文件"), t("方案文件 (*.toml *.xlsx)"), self._install)

    def _install(self, file: Path) -> None:
        desk = self.place.desk

        def take(_progress: object) -> object:
            checked = pack_install.check_file(file, desk)
            return checked if checked.policy is None else pack_install.install(desk, file)

        def taken(answer: object) -> None:
            if isinstance(answer, Policy):
                self.place.messages.done(t("已收下 {title}，版本 {n}。", title=answer.title, n=answer.version))
                if answer.id != desk.office.pack:
                    self._follow(answer.id)
            else:
                show_faults(self.place, file.name, answer)

        self.place.work.run(take, taken, owner=self)

    def _follow(self, pack: str) -> None:
        desk = self.place.desk

        def followed(policy: Policy) -> None:
            self.place.messages.done(t("从现在起按 {title}（版本 {n}）办。", title=policy.title, n=policy.version))
            self._read_anew()

        self.place.work.run(lambda _progress: pack_install.follow(desk, pack), followed, owner=self)

    def _publish(self) -> None:
        desk = self.place.desk

        def sent(one: Version) -> None:
            self.place.messages.done(t("{pack}（版本 {n}）下次导出时带给各所。", pack=one.pack, n=one.version))

        self.place.work.run(lambda _progress: pack_install.publish(desk), sent, owner=self)

    # ------------------------------------------------------------------------------------------------- chips
    def _groups(self) -> dict[str, Sequence[RuleLine]]:
        groups: dict[str, Sequence[RuleLine]] = {
            "all": self._lines,
            "stated": [line for line in self._lines if line.value is not None],
            "open": [line for line in self._lines if line.missing],
            "filled": [line for line in self._lines if line.filled],
        }
        if self._read and self._read.parent:
            groups["parent"] = different_lines(self._read.policy, self._read.parent)
        return {name: lines for name, lines in groups.items() if lines or name != "filled"}

    def _add_chips(self) -> None:
        words = {"all": N("全部 {n}"), "stated": N("已写明 {n}"), "open": N("缺 {n}"), "filled": N("填上的 {n}")}
        words["parent"] = N("与上级不同 {n}")
        clear_layout(self._chips)
        self._which = {}
        for which, lines in self._groups().items():
            made = chip(t(words[which], n=len(lines)), name=f"rules-{which}")
            made.clicked.connect(partial(self._show, which))
            self._which[which] = made
            self._chips.addWidget(made)
        self._chips.addStretch(1)
