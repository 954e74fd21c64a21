"""The clauses of a sentence of chat, and which of them report a day's work."""

import re
from collections.abc import Sequence

from station_desk.domain.chat_dates import NamedDay
from station_desk.domain.chat_marks import read_clause
from station_desk.domain.chat_words import DAY_UNSAID, HEADING, LATE, LONG_RUN, UNDONE, WANTED

_CLAUSE = re.compile(r"(?:[^,，、()（）]|(?<=\d),(?=\d{3}(?!\d))|(?<=\d)、(?=\d{1,3}\s?[户家起件处条次场人名]))+")


def segments(sentence: str, marks: Sequence[int]) -> list[tuple[int, int]]:
    """The clauses of a sentence; a new name or day behind a finished count begins one too."""
    found: list[tuple[int, int]] = []
    for clause in _CLAUSE.finditer(sentence):
        start = clause.start()
        for mark in sorted(set(marks)):
            before = read_clause(sentence[start:mark]) if start < mark < clause.end() else None
            if before is not None and (before.pairs or before.loose):
                found.append((start, mark))
                start = mark
        found.append((start, clause.end()))
    return found


def no_report(clause: str) -> str:
    """Why a clause is no report of a day's work: a plan, a wish, or the sum of a longer time; "" where it is one."""
    if WANTED.search(clause):
        return "not_a_report"
    if DAY_UNSAID.search(clause):
        return "date_unclear"
    return "not_one_day" if LONG_RUN.search(clause) else ""


def heads(clause: str, behind: str) -> bool:
    """本周工作汇报： or such a line of its own: what stands below is of the longer time."""
    found = HEADING.search(clause)
    if found is None:
        return False
    rest = clause[found.end() :]
    return ":" in rest[:12] or (not behind and not says_a_count(rest))


def changes(clause: str, past: bool) -> bool:
    """Whether a clause speaks of a change to what was told; `past`: the day it names has been, so that 补报昨天 is none."""
    return UNDONE.search(LATE.sub("", clause) if past else clause) is not None


def says_a_count(clause: str) -> bool:
    """Whether a number of anything stands in a clause."""
    return read_clause(clause).numbered


def without(text: str, days: Sequence[NamedDay]) -> str:
    """The text with the days in it as blank marks, so that all places stay."""
    for one in days:
        text = text[: one.start] + "□" * (one.end - one.start) + text[one.end :]
    return text
