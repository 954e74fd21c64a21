"""The tests a pack ships: questions that are put to the pack itself, with the answers its writer expects."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from station_desk.domain.intake_words import EDUCATION
from station_desk.domain.policy import NotStated, Policy, judge_age, stated


@dataclass(frozen=True, slots=True)
class Unit:
    """`count` units of one kind with so many households each; `name` for one that is named."""

    kind: str = "村"
    count: int = 1
    name: str = ""
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`ask`: posts (of `units`, units missing from the list included), age (`age`, `relaxed`; ok, under, over),
    education (`education`; met, lacking), month (first and last day), rule (value of `key`), list (entries of `key`, each
    as its texts and numbers joined by blanks).
    """

    ask: str
    answer: object
    key: str = ""
    units: tuple[Unit, ...] = ()
    age: int = 0
    education: str = ""
    relaxed: bool = False


def wrong_answers(policy: Policy, questions: Sequence[Question]) -> list[tuple[int, str]]:
    """The places of the questions that `policy` answers otherwise, with its own answer; "" for an unknown question."""
    wrong = []
    for at, question in enumerate(questions):
        answer = answer_of(policy, question)
        if answer is None or answer != question.answer:
            wrong.append((at, "" if answer is None else _told(answer)))
    return wrong


def answer_of(policy: Policy, question: Question) -> object | None:
    """What the policy answers; None for a question that cannot be asked or an answer that is not stated."""
    match question.ask:
        case "posts":
            return total_posts(policy, question.units)
        case "age":
            return judge_age(policy.age, question.age, relaxed=question.relaxed)
        case "education":
            least = stated(policy.education, "")
            if least and question.education in EDUCATION:
                return "met" if EDUCATION.index(question.education) >= EDUCATION.index(least) else "lacking"
            return None
        case "month":
            return policy.month_days()
        case "rule":
            rule = policy.rules.get(question.key, NotStated(""))
            return None if isinstance(rule, NotStated) else rule.value
        case "list":
            found = policy.lists.get(question.key, NotStated(""))
            return None if isinstance(found, NotStated) else tuple(entry_text(one.value) for one in found)
    return None


def total_posts(policy: Policy, units: Sequence[Unit]) -> int:
    """Posts of all units, and of exceptions that the list leaves out."""
    granted = sum(unit.count * policy.posts(unit.kind, unit.households, unit.name) for unit in units)
    return granted + sum(one.posts for one in policy.posts_beside([(unit.name, "") for unit in units]))


def entry_text(entry: object) -> str:
    """An entry of a list as one line: its texts and numbers in their order."""
    words = []
    for one in fields(entry):  # type: ignore[arg-type]
        value = getattr(entry, one.name)
        if isinstance(value, bool):
            words += ["yes"] if value else []
        elif value not in (None, "", ()):
            words.append("、".join(map(str, value)) if isinstance(value, tuple) else str(value))
    return " ".join(words)


def _told(answer: object) -> str:
    return "、".join(map(str, answer)) if isinstance(answer, tuple) else str(answer)
