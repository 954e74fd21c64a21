"""The coverage statement: every unit on a day with its posts, why so many, who fills them, and how long one is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.policy import Policy, same_unit, stated
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.terms import serves
from station_desk.domain.villages import VillageView

Why = Literal["usual", "large", "exception", "covered", "no_post"]


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One unit: posts with their reason (`reason`: the words of an exception), people who serve, posts open, and days
    since the last one left (None where nobody ever served). `covered_by`: posts that make an assistant unnecessary.
    """

    code: str
    name: str
    township: str
    kind: str
    households: int | None
    quota: int
    why: Why
    reason: str
    people: tuple[str, ...]
    covered_by: tuple[str, ...]
    vacant: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The statement of one day. `covered` units have at least one person; `of` are those that should have one."""

    day: date
    lines: tuple[CoverLine, ...]

    @property
    def quota(self) -> int:
        """Posts in all."""
        return sum(line.quota for line in self.lines)

    @property
    def vacant(self) -> int:
        """Posts open."""
        return sum(line.vacant for line in self.lines)

    @property
    def of(self) -> int:
        """Units that should have somebody: an assistant, or one who makes an assistant unnecessary."""
        return sum(line.why != "no_post" for line in self.lines)

    @property
    def covered(self) -> int:
        """Those of them that have somebody."""
        return sum(line.why != "no_post" and bool(line.people) for line in self.lines)


def coverage(book: RosterBook, policy: Policy, day: date, scope: str | None = None) -> Coverage:
    """The coverage of all units that exist on `day` (of one station with `scope`)."""
    there: dict[str, list[tuple[str, str]]] = {}
    for person_id, terms in book.terms.items():
        person = book.people.get(person_id)
        if person is None:
            continue
        for village_id in {one for term in terms if serves(term, day) for one in term.villages}:
            there.setdefault(village_id, []).append((person.name, person.post))
    days = {gap.village_id: gap.days for gap in book.vacancies(policy, day, scope)}
    lines = [
        _line(policy, view, sorted(there.get(view.village.id, ())), days.get(view.village.id))
        for view in book.village_views(policy, day, scope)
    ]
    return Coverage(day, tuple(lines))


def _line(policy: Policy, view: VillageView, people: Sequence[tuple[str, str]], days: int | None) -> CoverLine:
    word = stated(policy.quota.covered_by, "")
    covered_by = tuple(name for name, post in people if word and post.endswith(word))
    exception = next((one for one in policy.exceptions if same_unit(one.unit, view.village.name)), None)
    why: Why = "usual"
    if exception is not None:
        why = "exception"
    elif not view.quota:
        why = "no_post"
    elif covered_by:
        why = "covered"
    elif view.quota > stated(policy.quota.per_unit, 1):
        why = "large"
    village = view.village
    return CoverLine(
        code=village.code,
        name=village.name,
        township=village.township,
        kind=village.kind,
        households=village.households,
        quota=0 if why == "covered" else view.quota,
        why=why,
        reason=exception.reason if exception else "",
        people=tuple(name for name, _post in people),
        covered_by=covered_by,
        vacant=0 if why == "covered" else view.vacant,
        days=days if view.vacant else None,
    )
