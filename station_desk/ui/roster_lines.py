"""The lines of the roster's list, apart from any widget: people and vacant villages in village order, filtered.

The finder works out the matched characters only when they are read, so they are read when a line is painted.

All of a roster (8,000 people at a county) stays in memory as one list; a filter or a search makes a new list of the
same objects, so a keystroke costs one pass over what the finder found.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.records import SERVING, TermState
from station_desk.domain.roster import RosterRow, Vacancy
from station_desk.domain.roster_book import ends_soon
from station_desk.services.find import Hit

Chip = Literal["all", "active", "ending", "pending", "vacant", "left"]
"""The filters above the list; "all" leaves out who has left, "left" shows only them."""

CHIPS: tuple[Chip, ...] = ("all", "active", "ending", "pending", "vacant", "left")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One line of the list: a person, or a village without one."""

    key: str
    code: str
    person: RosterRow | None
    vacancy: Vacancy | None


def lines_of(rows: Iterable[RosterRow], vacancies: Iterable[Vacancy]) -> list[RosterLine]:
    """People and vacancies as one list, sorted by village code; a village's vacancy stands behind its people."""
    lines = [RosterLine(row.id, row.village_code, row, None) for row in rows]
    lines += [RosterLine(gap.village_id, gap.code, None, gap) for gap in vacancies]
    return sorted(lines, key=lambda line: (line.code == "", line.code, line.vacancy is not None))


def shown(line: RosterLine, chip: Chip, day: date) -> bool:
    """Whether the chip lets the line through."""
    if line.person is None:
        return chip in ("all", "vacant")
    status = line.person.status
    match chip:
        case "active":
            return status in SERVING
        case "pending":
            return status is TermState.PENDING
        case "ending":
            return ends_soon(line.person, day)
        case "vacant":
            return False
        case "left":
            return status is TermState.EXITED
        case _:
            return status is not TermState.EXITED


def counted(lines: Iterable[RosterLine], day: date) -> dict[Chip, int]:
    """How many lines each chip lets through."""
    counts: dict[Chip, int] = dict.fromkeys(CHIPS, 0)
    for line in lines:
        for chip in CHIPS:
            counts[chip] += shown(line, chip, day)
    return counts


def searched(
    lines: Sequence[RosterLine],
    by_key: Mapping[str, int],
    by_village: Mapping[str, Sequence[int]],
    found: Iterable[Hit],
) -> tuple[list[int], dict[str, Hit]]:
    """Positions of the lines that answer the search, best first, and the answer behind each line's key.

    `by_key` gives the position of a person or a vacancy, `by_village` those of everyone who serves or served in a
    village. A village brings its people along, behind the people found themselves.
    """
    order: dict[int, None] = {}
    why: dict[str, Hit] = {}
    villages = []
    for answer in found:
        if answer.kind == "person":
            position = by_key.get(answer.id)
            if position is not None:
                order[position] = None
                why.setdefault(answer.id, answer)
        else:
            villages.append(answer)
    for answer in villages:
        for position in by_village.get(answer.id, ()):
            order[position] = None
            why.setdefault(lines[position].key, answer)
    return list(order), why
