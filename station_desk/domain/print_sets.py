"""Print sets: all papers of one event, in the order in which they are used (DOMAIN 3, "Print sets").

An office adds its own in a file of one line each, `月中检查：F20 F35`; what follows a # is a note.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

HANDOVER = "F44"
"""The slip beside the stick: it is about bundles, not about people, and bears their numbers instead of a serial."""


@dataclass(frozen=True, slots=True)
class PrintSet:
    """An event and the codes of its papers in order; `name` as the clerk says it."""

    key: str
    name: str
    papers: tuple[str, ...]


SETS = (
    PrintSet("month-start", "每月发表", ("F20",)),
    PrintSet("month-end", "月末成套", ("F25", "F26", "F29", "F31", "F32", "F33", HANDOVER)),
    PrintSet("selection", "推选报名", ("F01", "F19", "F12")),
    PrintSet("selection-day", "选聘当天", ("F04", "F09", "F10", "F11", "F07")),
    PrintSet("appointment", "聘任仪式", ("F15", "F16", "F17", "F34", "F46", "F35")),
    PrintSet("year-end", "年底成套", ("F27", "F42", "F18", "F18S")),
)
"""What is not there yet is left out: the circular before the month is scored, rooms where people are graded, the slip
where no bundle waits, papers of a batch where there is none (but not on the day of the selection itself). Explanations
(F33) are printed for whom the month's pay was adjusted, recommendations (F42) for who is recommended for the ten best."""


_LINE = re.compile(r"([^:：]+)[:：](.*)")
_BETWEEN = re.compile(r"[\s、，,;；]+")
_MOST_NAME = 20
_MOST_PAPERS = 20


@dataclass(frozen=True, slots=True)
class SetProblem:
    """A line of an office's file of sets that cannot be used: where, which (`code`), facts."""

    line: int
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnSets:
    """An office's own sets in their order, and the lines that cannot be used."""

    sets: tuple[PrintSet, ...] = ()
    problems: tuple[SetProblem, ...] = ()


def read_sets(text: str, known: Collection[str], fit: Collection[str]) -> OwnSets:
    """The sets of an office's file. `known` are the codes of all forms, `fit` of those that a set can print."""
    sets: dict[str, PrintSet] = {}
    problems: list[SetProblem] = []
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        line = raw.split("#", 1)[0].strip()
        if not line:
            continue
        found = _LINE.fullmatch(line)
        papers = tuple(code.upper() for code in _BETWEEN.split(found[2].strip()) if code) if found else ()
        name = found[1].strip() if found else ""
        problem = _fault(line, name, papers, known, fit, sets)
        if problem is None:
            sets[name] = PrintSet(name, name, papers)
        else:
            problems.append(SetProblem(number, *problem))
    return OwnSets(tuple(sets.values()), tuple(problems))


def _fault(
    line: str, name: str, papers: Sequence[str], known: Collection[str], fit: Collection[str], taken: Collection[str]
) -> tuple[str, dict[str, str]] | None:
    """What is wrong with a set, None where nothing is."""
    if not name or not papers:
        return "set_line_unreadable", {"text": line[:30]}
    if len(name) > _MOST_NAME or len(papers) > _MOST_PAPERS:
        return "set_line_too_long", {"text": line[:30]}
    if name in taken:
        return "set_name_twice", {"name": name}
    for code in papers:
        if code not in known:
            return "set_form_unknown", {"name": name, "form": code}
        if code not in fit:
            return "set_form_unfit", {"name": name, "form": code}
        if papers.count(code) > 1:
            return "set_form_twice", {"name": name, "form": code}
    return None


def with_own(own: Sequence[PrintSet]) -> list[PrintSet]:
    """The bundled sets and the office's own; one of the same name takes the bundled one's place."""
    by_name = {one.name: one for one in own}
    kept = [by_name.pop(one.name, one) for one in SETS]
    return [*kept, *by_name.values()]


def set_of(wanted: str, sets: Sequence[PrintSet] = SETS) -> PrintSet | None:
    """A set by its key or its name; by the key of a bundled one also the own one in its place."""
    plain = wanted.strip()
    names = {one.key: one.name for one in SETS}
    return next((one for one in sets if plain in (one.key, one.name) or names.get(plain) == one.name), None)


def order_on(day: date, last_day: int, sets: Sequence[PrintSet] = SETS) -> list[PrintSet]:
    """The sets, that of this week first; the month of work ends on `last_day`.

    Sheets are handed out in the first ten days of the month of work and after its end, come back before its last day;
    the year is closed from 20 December to 15 January.
    """
    now = "month-end" if last_day - 10 < day.day <= last_day else "month-start"
    if (day.month, day.day) >= (12, 20) or (day.month == 1 and day.day <= 15):
        now = "year-end"
    first = set_of(now, sets)
    return sorted(sets, key=lambda one: one is not first)
