"""The columns of the roster's list and what each cell of a line shows (UX 4.2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtGui import QFontMetricsF

from station_desk.domain.records import TermState
from station_desk.domain.roster import RosterRow
from station_desk.domain.roster_book import ends_soon
from station_desk.services.find import Hit
from station_desk.ui.delegate import Cell
from station_desk.ui.lists import Column
from station_desk.ui.person_card import vacancy_words
from station_desk.ui.person_typing import grouped
from station_desk.ui.person_words import listed, month_of, state_tone, state_word, value_word
from station_desk.ui.roster_lines import RosterLine
from station_desk.ui.theme import theme
from station_desk.wording import language, t

_NAME_PAD = 22
_NAME_LEAST = 96
_NAME_MOST = 232


def name_width(names: Iterable[str]) -> int:
    """Pixels (at ordinary type) of the column that shows the longest name whole; names are never cut."""
    longest: list[str] = []
    most = 0
    for name in names:
        if len(name) > most:
            most = len(name)
            longest = [kept for kept in longest if len(kept) > most // 2]
        if len(name) * 2 > most:
            longest.append(name)
    long_ones = sorted(set(longest), key=len)[-40:]
    metrics = QFontMetricsF(theme().font("body", "medium"))
    wide = max((metrics.horizontalAdvance(name) for name in long_ones), default=0.0)
    return max(_NAME_LEAST, min(_NAME_MOST, round(wide / theme().factor) + _NAME_PAD))


def roster_columns(names: int, *, county: bool) -> list[Column]:
    """The columns; `names` is the width of the first. A county sees from which station a person is."""
    chinese = language() == "zh_CN"
    station = [Column(t("派出所"), 128 if chinese else 136)] if county else []
    return [
        Column(t("姓名"), names),
        *station,
        Column(t("村"), 0),
        Column(t("状态"), 72 if chinese else 88),
        Column(t("村内职务"), 108 if chinese else 112),
        Column(t("聘期至"), 92),
        Column(t("电话"), 120),
    ]


class RosterCells:
    """Makes the cells of a line; knows the day shown and what the search matched."""

    def __init__(self, *, county: bool) -> None:
        self.county = county
        self.today = date.min
        self.why: dict[str, Hit] = {}

    def cells(self, line: RosterLine) -> Sequence[Cell]:
        """One line's cells."""
        if line.person is not None:
            return self._person(line, line.person)
        gap = line.vacancy
        if gap is None:
            return ()
        found = self.why.get(line.key)
        village = Cell(gap.village, spans=_village_spans(found, gap.village))
        station = [Cell()] if self.county else []
        act = Cell() if self.county else Cell(t("Enter 添加"), ink="accent")
        words = Cell(vacancy_words(gap), mark="warn", ink="warn")
        return (words, *station, village, Cell(), Cell(), Cell(), act)

    def _person(self, line: RosterLine, person: RosterRow) -> Sequence[Cell]:
        found = self.why.get(line.key)
        by_name = tuple(found.spans) if found and found.kind == "person" else ()
        villages = listed(person.villages)
        if person.status is TermState.ACTIVE:
            state = Cell(state_word(person.status), ink="text2")
        else:
            state = Cell(state_word(person.status), tag=state_tone(person.status))  # type: ignore[arg-type]
        soon = ends_soon(person, self.today)
        end = month_of(person.term_end)
        station = [Cell(person.station, ink="text2")] if self.county else []
        return (
            Cell(person.name, weight="medium", spans=by_name),
            *station,
            Cell(villages or "—", spans=_village_spans(found, villages)),
            state,
            Cell(value_word(person.post) or "—", ink="text2"),
            Cell(end, mark="warn", ink="warn") if soon else Cell(end),
            Cell(grouped("phone", person.phone_masked), ink="text2"),
        )


def _village_spans(found: Hit | None, shown: str) -> tuple[int, ...]:
    """The matched characters of a village's name where it stands in `shown`; a former name stands nowhere."""
    at = shown.find(found.text) if found is not None and found.kind == "village" else -1
    return tuple(at + place for place in found.spans) if found is not None and at >= 0 else ()
