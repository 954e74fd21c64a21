"""The coverage statement: every unit on a day with its posts, why so many, who fills them, and how long one is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from station_desk.domain.policy import Policy, stated
from station_desk.domain.posts import Granted, Why
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.terms import serves
from station_desk.domain.villages import VillageView


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
        return sum(line.why not in ("no_post", "of_station") for line in self.lines)

    @property
    def covered(self) -> int:
        """Those of them that have somebody."""
        return sum(
            line.why not in ("no_post", "of_station") and bool(line.people or line.covered_by) for line in self.lines
        )


def coverage(book: RosterBook, policy: Policy, day: date, scope: str | None = None) -> Coverage:
    """The coverage of all units that exist on `day` (of one station with `scope`); whoever serves in a village that was
    merged counts where it went.
    """
    there: dict[str, list[tuple[str, str]]] = {}
    moved = book.merged(day)
    for person_id, terms in book.terms.items():
        person = book.people.get(person_id)
        if person is None:
            continue
        for village_id in {moved.get(one, one) for term in terms if serves(term, day) for one in term.villages}:
            there.setdefault(village_id, []).append((person.name, person.post))
    days = {gap.village_id: gap.days for gap in book.vacancies(policy, day, scope)}
    grants, beside = book.grants(policy, day, scope), {one.unit: one.reason for one in policy.exceptions}
    lines = []
    for view in book.village_views(policy, day, scope):
        village = view.village
        found = grants.get(village.id) or Granted(view.quota, "exception", beside.get(village.name, ""))
        lines.append(_line(policy, view, found, sorted(there.get(village.id, ())), days.get(village.id)))
    return Coverage(day, tuple(lines))


def _line(
    policy: Policy, view: VillageView, found: Granted, people: Sequence[tuple[str, str]], days: int | None
) -> CoverLine:
    word = stated(policy.quota.covered_by, "")
    covered_by = tuple(name for name, post in people if word and post.endswith(word))
    why, reason = found.why, found.reason
    if why in ("usual", "large") and covered_by:
        why = "covered"
    elif why == "covered":
        covered_by, reason = (found.reason,), ""
    village = view.village
    return CoverLine(
        code=village.code,
        name=village.name,
        township=village.township,
        kind=village.kind,
        households=village.households,
        quota=0 if why == "covered" else view.quota,
        why=why,
        reason=reason,
        people=tuple(name for name, _post in people),
        covered_by=covered_by,
        vacant=0 if why == "covered" else view.vacant,
        days=days if view.vacant else None,
    )
