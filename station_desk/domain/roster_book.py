"""The roster in memory: people, terms and villages of one day, made into rows, counts and vacancies (UX 4.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.dates import age_on, days_until, last_day, within
from station_desk.domain.idno import mask_id
from station_desk.domain.phones import mask_phone
from station_desk.domain.policy import Policy
from station_desk.domain.policy_entries import ExceptionPost
from station_desk.domain.posts import Granted, PostChange, PostUnit, granted
from station_desk.domain.records import SCOPE_ALL, SERVING, Person, Term, TermState, Village
from station_desk.domain.roster import ENDING_DAYS, RosterRow, RosterSummary, Show, Vacancy
from station_desk.domain.terms import counting_term, left_on, serves
from station_desk.domain.villages import VillageView


@dataclass(slots=True)
class RosterBook:
    """Everything the roster is made of. `terms` by person, `stations` the names of stations by scope, `post_units` rooms
    and work stations, `post_changes` by village what differs from the quota.
    """

    people: dict[str, Person] = field(default_factory=dict)
    terms: dict[str, list[Term]] = field(default_factory=dict)
    villages: dict[str, Village] = field(default_factory=dict)
    stations: dict[str, str] = field(default_factory=dict)
    post_units: list[PostUnit] = field(default_factory=list)
    post_changes: dict[str, list[PostChange]] = field(default_factory=dict)

    def villages_of(self, term: Term) -> list[Village]:
        """The villages of a term in the order of their codes."""
        known = [self.villages[village_id] for village_id in term.villages if village_id in self.villages]
        return sorted(known, key=lambda v: (v.code, v.name)) if len(known) > 1 else known

    def row(self, person: Person, day: date) -> RosterRow:
        """One person with the term that counts on `day`."""
        counting = counting_term(self.terms.get(person.id, ()), day)
        term, status = counting if counting else (None, None)
        villages = self.villages_of(term) if term else []
        first = villages[0] if villages else _NOWHERE
        return RosterRow(
            id=person.id,
            scope=person.scope,
            station=self.stations.get(person.scope, ""),
            name=person.name,
            sex=person.sex,
            birth=person.birth,
            age=age_on(person.birth, day),
            id_no_masked=mask_id(person.id_no),
            phone_masked=mask_phone(person.phone),
            village_code=first.code,
            village=first.name,
            villages=tuple(v.name for v in villages),
            status=status,
            term_start=term.start_date if term else None,
            term_end=term.end_date if term else None,
            post=person.post,
            education=person.education,
            political=person.political,
            officer=first.officer,
            room=first.room,
            area=first.area,
            township=first.township,
        )

    def rows(self, day: date) -> list[RosterRow]:
        """Everyone, sorted by village code, then name; people without a village first."""
        return sorted((self.row(person, day) for person in self.people.values()), key=row_order)

    def units(self, day: date, scope: str | None = None) -> list[Village]:
        """The villages that exist on `day`, by code. Where a county's own list and a station's have the same code, the
        station's counts: its terms point to it.
        """
        here = [v for v in self.villages.values() if (scope is None or v.scope == scope) and exists_on(v, day)]
        nearest: dict[str, int] = {}
        for village in here:
            rank = self._distance(village)
            nearest[village.code] = min(nearest.get(village.code, rank), rank)
        kept = [v for v in here if self._distance(v) == nearest[v.code]]
        return sorted(kept, key=lambda v: (v.code, v.name, v.id))

    def _distance(self, village: Village) -> int:
        if village.scope in self.stations:
            return 0
        return 2 if village.scope == SCOPE_ALL else 1

    def village_views(self, policy: Policy, day: date, scope: str | None = None) -> list[VillageView]:
        """The villages with posts granted, filled and open on `day`; at the end the units that the pack gives a post
        although no list has them. Those have neither id nor code.
        """
        filled: dict[str, int] = {}
        moved = self.merged(day)
        for terms in self.terms.values():
            for term in terms:
                if serves(term, day):
                    for village_id in {moved.get(one, one) for one in term.villages}:
                        filled[village_id] = filled.get(village_id, 0) + 1
        views, grants = [], self.grants(policy, day, scope)
        for village in self.units(day, scope):
            quota, there = grants[village.id].quota, filled.get(village.id, 0)
            views.append(VillageView(village, quota, there, max(quota - there, 0)))
        beside = policy.posts_beside([(view.village.name, view.village.township) for view in views])
        return views + [VillageView(_unlisted(one, scope or ""), one.posts, 0, one.posts) for one in beside]

    def merged(self, day: date) -> dict[str, str]:
        """Villages that went into another one by `day`, with the one where their people count from then on."""
        found: dict[str, str] = {}
        for village in self.villages.values():
            at, steps = village, 0
            while _gone_into(at, day) in self.villages and steps < _MOST_MERGERS:
                at, steps = self.villages[_gone_into(at, day)], steps + 1
            if at is not village:
                found[village.id] = at.id
        return found

    def grants(self, policy: Policy, day: date, scope: str | None = None) -> dict[str, Granted]:
        """The posts of each village on `day` by its id, and why so many."""
        return granted(policy, self.units(day, scope), self.post_units, self.post_changes, day)

    def vacancies(self, policy: Policy, day: date, scope: str | None = None) -> list[Vacancy]:
        """The villages with an open post, by code, and for how long it has been open."""
        left: dict[str, date] = {}
        moved = self.merged(day)
        for terms in self.terms.values():
            for term in terms:
                ended = left_on(term)
                if ended is None or ended >= day:
                    continue
                for village_id in (moved.get(one, one) for one in term.villages):
                    left[village_id] = max(left.get(village_id, ended), ended)
        return [
            Vacancy(v.village.id, v.village.code, v.village.name, _days(left.get(v.village.id), day))
            for v in self.village_views(policy, day, scope)
            if v.vacant
        ]

    def summary(self, policy: Policy, rows: Iterable[RosterRow], day: date, scope: str | None = None) -> RosterSummary:
        """The heads of the roster. `rows` are those of the day and scope."""
        known = list(rows)
        views = self.village_views(policy, day, scope)
        return RosterSummary(
            quota=sum(view.quota for view in views),
            serving=sum(row.status in SERVING for row in known),
            vacant=sum(view.vacant for view in views),
            pending=sum(row.status is TermState.PENDING for row in known),
            suspended=sum(row.status is TermState.SUSPENDED for row in known),
            ending_60=sum(ends_soon(row, day) for row in known),
            people=len(known),
        )


_MOST_MERGERS = 5
"""So many times a village may go into another one; a circle of mergers ends here."""


def _gone_into(village: Village, day: date) -> str:
    """The village (its id) that this one has become part of by `day`; "" while it stands."""
    over = not village.valid_to or last_day(village.valid_to) < day
    return village.merged_into or "" if over else ""


def _days(left: date | None, day: date) -> int | None:
    return (day - left).days if left else None


def _unlisted(post: ExceptionPost, scope: str) -> Village:
    return Village(scope, "", "", post.unit, "居", township=post.township)


_NOWHERE = Village("", "", "", "")


def row_order(row: RosterRow) -> tuple[str, str, str]:
    """Village code, then name."""
    return (row.village_code, row.name, row.id)


def exists_on(village: Village, day: date) -> bool:
    """Whether a unit exists on `day`: within its dates, and not merged away without a date."""
    if village.merged_into and not village.valid_to:
        return False
    return within(day, village.valid_from, village.valid_to)


def ends_soon(row: RosterRow, day: date) -> bool:
    """Whether a person in office has at most 60 days left."""
    left = days_until(row.term_end, day) if row.status in SERVING else None
    return left is not None and left <= ENDING_DAYS


def shown(rows: Iterable[RosterRow], show: Show, day: date) -> list[RosterRow]:
    """The rows that a filter lets through; vacant villages have no rows of people."""
    match show:
        case "all":
            return list(rows)
        case "active":
            return [row for row in rows if row.status in SERVING]
        case "ending":
            return [row for row in rows if ends_soon(row, day)]
        case "pending":
            return [row for row in rows if row.status is TermState.PENDING]
        case "vacant":
            return []
