"""Values that the documents do not state and an office filled in: who decided, by which document, on which day.

They are laid over a pack; they never take the place of what a document states. A pack that states a value later wins.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from station_desk.domain.chinese_numbers import whole_number
from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy import Decided, NotStated, Policy, Rule
from station_desk.domain.policy_keys import KEYS, LEVELS, MOST_CHARACTERS, MOST_CLAUSES, PARTIAL, Key

FillFault = Literal["wrong_kind", "out_of_bounds", "unknown_word", "empty", "residents", "too_many", "too_long"]
RESIDENTS = re.compile(
    r"轨迹|证件号|身份证号|手机号|户主|(?:群众|村民|居民|当事人|重点人员|人员)(?:的)?(?:姓名|名单|照片|住址)"
)
"""Words by which a text would ask for data of residents; no value and no entry of a pack may bear them."""
_LEVEL_WORDS = {"硬性": "hard", "一般": "soft", "一般要求": "soft", "优先": "priority"}
_WORDS: dict[str, tuple[Sequence[str], dict[str, str]]] = {
    "level": (LEVELS, _LEVEL_WORDS),
    "education": (EDUCATION, {}),
    "partial": (tuple(PARTIAL), {word: code for code, word in PARTIAL.items()}),
}
"""{kind: (the values that it takes, {word: value} as one types it)}"""
_FLAGS = {"是": True, "true": True, "不是": False, "否": False, "false": False}
_UNIT = re.compile(r"\s*(?:个月|周岁|岁|名|户|天|次|日前|日|号|个|年)$")
_YUAN = re.compile(r"\s*元$")


@dataclass(frozen=True, slots=True)
class FilledValue:
    """One value that an office filled in. `office` is the one that decided; `county`: it holds for every station.

    `on` and `valid_from` are ISO days; the value counts from `valid_from` on.
    """

    id: str
    office: str
    pack: str
    key: str
    value: object
    by: str
    number: str
    on: str
    valid_from: str
    county: bool = False

    @property
    def rule(self) -> Decided[object]:
        """The value with who decided it."""
        return Decided(self.value, self.by, self.number, self.on)


def in_force(values: Iterable[FilledValue], pack: str, day: date) -> dict[str, FilledValue]:
    """The value of each key of a pack on a day: the county's before a station's own, then the newest."""
    found: dict[str, FilledValue] = {}
    then = day.isoformat()
    for one in values:
        if one.pack != pack or one.valid_from > then:
            continue
        other = found.get(one.key)
        if other is None or _rank(one) > _rank(other):
            found[one.key] = one
    return found


def _rank(one: FilledValue) -> tuple[bool, str, str]:
    return one.county, one.valid_from, one.id


def may_fill(rule: Rule[object]) -> bool:
    """Whether a value may be filled in: the documents leave it open, and somebody may decide it."""
    return isinstance(rule, NotStated) and bool(rule.ask)


def with_values(policy: Policy, values: Iterable[FilledValue]) -> Policy:
    """The pack with the values that it leaves open; its digest then covers them too, so that a decision keeps both."""
    used = {one.key: one for one in values if one.key in policy.rules and may_fill(policy.rules[one.key])}
    if not used:
        return policy
    told = [[key, used[key].value, used[key].by, used[key].number, used[key].on] for key in sorted(used)]
    text = policy.digest + json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return replace(
        policy,
        rules={**policy.rules, **{key: one.rule for key, one in used.items()}},
        digest=hashlib.sha256(text.encode()).hexdigest(),
        filled=frozenset(used),
    )


def value_fault(kind: Key, value: object) -> tuple[FillFault, str] | None:
    """What keeps a value from being meant: its kind, its bounds, a word nobody knows, nothing at all; with a hint."""
    parts = value if isinstance(value, tuple) else (value,)
    if kind.kind in ("whole", "wholes"):
        if not all(type(part) is int for part in parts) or (kind.kind == "whole") == isinstance(value, tuple):
            return "wrong_kind", kind.kind
        if not parts or not all(kind.least <= part <= kind.most for part in parts if isinstance(part, int)):
            return "out_of_bounds", f"{kind.least}–{kind.most}"
        return None
    if kind.kind == "flag":
        return None if isinstance(value, bool) else ("wrong_kind", "flag")
    if not all(isinstance(part, str) for part in parts) or (kind.kind == "texts") != isinstance(value, tuple):
        return "wrong_kind", kind.kind
    if kind.kind in _WORDS:
        words, typed = _WORDS[kind.kind]
        said = {code: f"{word}（{code}）" for word, code in typed.items() if word != "一般"}
        return None if value in words else ("unknown_word", " ".join(said.get(one, one) for one in words))
    if not parts or not all(str(part).strip() for part in parts):
        return "empty", ""
    if kind.clauses:  # may speak of residents: a clause on secrecy names what is to be kept
        return _clauses_fault([str(part) for part in parts])
    return ("residents", "") if any(RESIDENTS.search(str(part)) for part in parts) else None


def _clauses_fault(clauses: Sequence[str]) -> tuple[FillFault, str] | None:
    if len(clauses) > MOST_CLAUSES:
        return "too_many", str(MOST_CLAUSES)
    return ("too_long", str(MOST_CHARACTERS)) if any(len(one) > MOST_CHARACTERS for one in clauses) else None


def read_value(key: str, text: str) -> object | None:
    """What a typed text means as a value of `key`: 36, 36个月, 三十六; 300元 (yuan) or 30000 (fen); 是; words parted by 、;
    clauses a line each.

    None where it means nothing of this kind; bounds are not looked at (`value_fault`).
    """
    kind, typed = KEYS[key], text.strip()
    match kind.kind:
        case "whole":
            return _whole(key, typed)
        case "wholes":
            numbers = [_whole(key, part) for part in re.split(r"[、,，;；/\s]+", typed) if part]
            return None if None in numbers else tuple(numbers)
        case "flag":
            return _FLAGS.get(typed.lower())
        case "level" | "partial":
            return _WORDS[kind.kind][1].get(typed, typed)
        case "texts":
            marks = r"\n+" if kind.clauses else r"[；;\n]+" if re.search(r"[；;\n]", typed) else "、"
            return tuple(part.strip() for part in re.split(marks, typed) if part.strip())
    return re.sub(r"\s*及以上$", "", typed) if kind.kind == "education" else typed


def _whole(key: str, text: str) -> int | None:
    if KEYS[key].fen:
        yuan = _YUAN.search(text)
        amount = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", _YUAN.sub("", text).replace(",", ""))
        if amount is None or (amount[2] and not yuan):
            return None
        return int(amount[1]) * 100 + int((amount[2] or "").ljust(2, "0")) if yuan else int(amount[1])
    years = text.endswith("年") and key.endswith("_months")
    number = whole_number(_UNIT.sub("", text))
    return None if number is None else number * 12 if years else number
