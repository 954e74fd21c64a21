"""The policy as one reads a rule: what, value, and the words it rests on; each rule and each entry of a list is a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from station_desk.domain.policy import Decided, Listing, NotStated, Policy, Rule, Stated
from station_desk.domain.policy_keys import KEYS
from station_desk.services import packs
from station_desk.ui.marks import Tone
from station_desk.wording import t
from station_desk.wording.policy import entry_words, source_words, value_words, what_of


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule: its key, what it is about, its value (None: not stated), the words with their place, who may fill it in
    ("" where the programme has no such thing), what another pack says instead; `decided`: an office decided it, `filled`:
    it is no part of the pack but was filled in.
    """

    key: str
    what: str
    value: str | None
    words: str
    source: str
    ask: str = ""
    other: str = ""
    decided: bool = False
    filled: bool = False

    @property
    def missing(self) -> bool:
        """The documents do not say, and somebody may."""
        return self.value is None and bool(self.ask)

    @property
    def fillable(self) -> bool:
        """Whether it can be filled in, or filled in anew: lists and clauses are written in a pack of one's own."""
        return self.key in KEYS and not KEYS[self.key].clauses and (self.missing or self.filled)


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
        decided=isinstance(rule_of, Decided),
        filled=key in policy.filled,
    )


def state_of(line: RuleLine) -> tuple[str, Tone]:
    """The word and the tone of a line's state."""
    if line.filled:
        return t("本单位填的"), "info"
    if line.value is not None:
        return (t("已定"), "ok") if line.decided else (t("已写明"), "ok")
    return (t("缺"), "warn") if line.ask else (t("没有"), "none")
