"""The parameters of a programme by their keys, with the kind of value each takes (DOMAIN 1.8). The order is the reading order.

Nothing here can hold a resident: the keys speak of posts, of assistants, of paper and of money; a key that is not here
is refused in a pack.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "texts", "whole", "wholes", "flag", "level", "education", "partial"]
Level = Literal["hard", "soft", "priority"]
LEVELS = ("hard", "soft", "priority")
PARTIAL = {"by_day": "按天", "half_month": "按半月", "none": "按整月"}
"""How a month that is not whole is paid, with the word for it on paper: by the day; by halves, 1–15 and 16 to the end, each
paid as soon as a day of it was served; whole as soon as a day was served.
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A parameter: its kind, and for whole numbers the bounds inside which a value can be meant. `fen`: an amount;
    `clauses`: several texts that are sentences, marks and all, so that each is a line of its own.
    """

    kind: Kind
    least: int = 0
    most: int = 10**9
    fen: bool = False
    clauses: bool = False


_TEXT, _TEXTS, _FLAG, _LEVEL = Key("text"), Key("texts"), Key("flag"), Key("level")
_COUNT, _AGE, _DAY, _FEN = Key("whole", 1, 10**6), Key("whole", 14, 99), Key("whole", 1, 31), Key("whole", 1, fen=True)
_FENS = Key("wholes", 1, fen=True)
MOST_CLAUSES, MOST_CHARACTERS = 60, 600
"""How many clauses may stand under one another, and how long one may be."""

KEYS: dict[str, Key] = {
    "terms.person": _TEXT,
    "terms.programme": _TEXT,
    "terms.post": _TEXT,
    "terms.relation": _TEXT,
    "terms.approver": _TEXT,
    "quota.unit": _TEXT,
    "quota.per_unit": _COUNT,
    "quota.at_least": _FLAG,
    "quota.large_households": _COUNT,
    "quota.large_bonus": _COUNT,
    "quota.large_named": _TEXTS,
    "quota.covered_by": _TEXT,
    "quota.total": _TEXT,
    "quota.recruited": _COUNT,
    "age.minimum": _AGE,
    "age.maximum": _AGE,
    "age.inclusive": _FLAG,
    "age.level": _LEVEL,
    "age.applies_to": _TEXTS,
    "age.relaxed_max": _AGE,
    "age.relaxed_for": _TEXTS,
    "age.reference_day": _TEXT,
    "person.education": Key("education"),
    "person.education_level": _LEVEL,
    "person.residence": _TEXT,
    "person.health": _TEXT,
    "person.preferred": _TEXTS,
    "person.term_months": _COUNT,
    "person.dual_hat": _TEXTS,
    "person.political_purpose": _TEXT,
    "selection.publicity_days": _COUNT,
    "selection.vote_rule": _TEXT,
    "selection.vote_majority": _TEXT,
    "selection.agreement": Key("texts", clauses=True),
    "lists.duties": _TEXTS,
    "lists.roles": _TEXTS,
    "lists.nets": _TEXTS,
    "manage.mode": _TEXT,
    "manage.inspection": _TEXT,
    "manage.exit": _TEXTS,
    "manage.office": _TEXT,
    "manage.equipment": _TEXTS,
    "assess.subject": _TEXTS,
    "assess.period": _TEXTS,
    "assess.items": _TEXTS,
    "assess.scored_by": _TEXT,
    "assess.decided_by": _TEXT,
    "assess.annual_by": _TEXT,
    "assess.grades": _TEXTS,
    "assess.grade_use": _TEXT,
    "assess.consecutive_times": Key("whole", 2, 60),
    "assess.failed_times": Key("whole", 2, 12),
    "assess.consecutive_effect": _TEXT,
    "assess.veto": _TEXT,
    "money.stipend_fen": _FEN,
    "money.stipend_basis": _TEXT,
    "money.partial": Key("partial"),
    "money.insurance": _TEXT,
    "money.reward": _TEXT,
    "money.grade_fen": Key("wholes", 0, fen=True),  # the lowest grade may have nothing
    "money.room_fund_fen": _FEN,
    "money.room_topup_fen": _FENS,
    "money.award": _TEXTS,
    "money.award_fund_fen": _FEN,
    "money.payer": _TEXT,
    "training.period": _TEXT,
    "training.forms": _TEXTS,
    "training.rule": _TEXT,
    "care.period": _TEXT,
    "care.groups": _TEXTS,
    "report.targets": _TEXTS,
    "report.submission": _TEXT,
    "report.due_date": _TEXT,
    "report.contact": _TEXT,
    "month.from_day": _DAY,
    "month.to_day": _DAY,
    "month.due_day": _DAY,
}

LATER = frozenset({"selection.agreement", "assess.failed_times", "money.partial"})
"""Keys that came after counties had written packs: one without a parent that does not name such a key leaves it open."""

LISTS = ("exceptions", "pool", "conditions", "disqualifiers", "stages", "metrics", "weights")
"""What a programme tells in several entries, each with words of its own."""

SECTIONS = tuple(dict.fromkeys(key.partition(".")[0] for key in KEYS))
