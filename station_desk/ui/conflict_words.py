"""The words of two versions: fields, values, which copy wrote them, and what was settled."""

from datetime import date

from station_desk.domain.conflict import Conflict, CopyLine, Version
from station_desk.domain.records import TermState
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import FIELD_WORDS, STATE_WORDS, joined, value_word
from station_desk.ui.summary import day_words
from station_desk.wording import N, t

_KINDS: dict[str, str] = {
    "term": N("聘期"),
    "term_village": N("聘期的村"),
    "sheet": N("印过的纸"),
    "office": N("单位"),
    "account": N("使用人"),
}
_FIELDS: dict[tuple[str, str], str] = {
    ("village", "name"): N("村名"),
    ("village", "code"): N("村代码"),
    ("village", "households"): N("户数"),
    ("village", "officer"): N("包村民警"),
    ("village", "room"): N("警务室"),
    ("village", "area"): N("片区"),
    ("term_village", "village_id"): N("村"),
    ("sheet", "state"): N("状态"),
}
_DELETED = {"0": N("留着"), "1": N("删掉")}


def field_word(ent: str, field: str) -> str:
    """What a field is called."""
    if field == "deleted":
        return t("留着还是删掉")
    return t(_FIELDS.get((ent, field)) or FIELD_WORDS.get(field, field))


def heading_words(one: Conflict) -> str:
    """`张三·电话`."""
    name = one.subject or one.station
    return joined((name, t(_KINDS[one.ent]) if one.ent in _KINDS else "", field_word(one.ent, one.field)))


def shown_value(one: Conflict, text: str) -> str:
    """A value as the screen shows it; nothing is said in words."""
    if one.field == "deleted":
        return t(_DELETED.get(text, text))
    if one.field == "state" and text in set(TermState):
        return t(STATE_WORDS[TermState(text)])
    return grouped(one.field, value_word(text)) if text else t("空")


def copy_words(version: Version) -> str:
    """Which copy wrote a version."""
    if version.copy_here:
        return t("本机")
    if version.copy_left is not None:
        return t("第 {n} 份（{day} 的旧副本）", n=version.copy, day=version.copy_left)
    return t("第 {n} 份", n=version.copy)


def settled_words(one: Conflict) -> str:
    """`王敏 11月20日 选定：138…`."""
    done = one.settled
    if done is None:
        return ""
    day = day_words(date.fromisoformat(done.day))
    return t("{who} {day} 选定：{value}", who=done.actor or t("别处"), day=day, value=shown_value(one, done.shown))


def line_words(line: CopyLine) -> str:
    """What is special about a copy."""
    parts = []
    if line.here:
        parts.append(t("本机这一份"))
    if line.left is not None:
        parts.append(t("从 {day} 的旧副本接着写", day=line.left))
    if line.returned:
        parts.append(t("还回 {n} 处改动", n=line.returned))
    return joined(parts)
