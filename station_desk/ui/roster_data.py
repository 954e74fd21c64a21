"""What the roster page shows, read once in the background: lines in order, counts, and where each record stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.roster import RosterSummary
from station_desk.services import roster
from station_desk.services.desk import Desk
from station_desk.services.find import Hit
from station_desk.services.roster_memory import memory_of
from station_desk.ui.roster_lines import Chip, RosterLine, counted, lines_of, searched, shown


@dataclass(frozen=True, slots=True)
class RosterData:
    """The roster as it stands, or stood on `day`. `by_key` and `by_village` point into `lines`."""

    day: date
    lines: tuple[RosterLine, ...]
    summary: RosterSummary
    counts: dict[Chip, int]
    by_key: dict[str, int]
    by_village: dict[str, list[int]]
    _chips: dict[Chip, list[RosterLine]] = field(default_factory=dict, compare=False, repr=False)

    def chip(self, chip: Chip) -> list[RosterLine]:
        """The lines behind a chip, in village order. Worked out once: a search that is cleared must not cost a frame."""
        if chip not in self._chips:
            self._chips[chip] = [line for line in self.lines if shown(line, chip, self.day)]
        return self._chips[chip]

    def search(self, found: Sequence[Hit]) -> tuple[list[RosterLine], dict[str, Hit]]:
        """The lines that answer a search, best first, and why."""
        order, why = searched(self.lines, self.by_key, self.by_village, found)
        return [self.lines[at] for at in order], why


def load_roster(desk: Desk, as_of: date | None) -> RosterData:
    """Everything the page shows (a few hundred milliseconds for 8,000 people: in the background)."""
    day = as_of or desk.clock.today()
    gaps = roster.vacancies(desk) if as_of is None else ()
    lines = tuple(lines_of(roster.list_people(desk, as_of=as_of), gaps))
    by_key = {line.key: at for at, line in enumerate(lines)}
    by_village = {line.key: [at] for at, line in enumerate(lines) if line.vacancy is not None}
    for person_id, terms in memory_of(desk).book(desk).terms.items():
        at = by_key.get(person_id)
        for village_id in {one for term in terms for one in term.villages} if at is not None else ():
            by_village.setdefault(village_id, []).append(at or 0)
    return RosterData(day, lines, roster.summary(desk, as_of), counted(lines, day), by_key, by_village)
