"""Figures of an office: any metric, any period, for the whole or by person, village, officer, room, station.

Set beside: the period before, and the same period of the year before. Nothing is stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from station_desk.domain.coverage import coverage
from station_desk.domain.figure_periods import FigurePeriod, before, figure_period, year_before
from station_desk.domain.figures import Figure, Group, GroupBy, Ratio, Row, Tally, Three, ratio, row_of, value_of
from station_desk.domain.metric_sets import LOG_NAMES, MetricSet, is_figure, metric_set
from station_desk.domain.months import span_of
from station_desk.domain.paper_fields import village_name
from station_desk.domain.records import OfficeKind
from station_desk.domain.roster_book import RosterBook
from station_desk.domain.targets import Target, expected
from station_desk.domain.terms import serves
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.store import figures as rows
from station_desk.store.figures import Rows, SumKey
from station_desk.store.stipends import PaidMonth, paid_months

_STORED: dict[GroupBy, SumKey] = {
    "person": "person_id",
    "village": "village_id",
    "officer": "village_id",
    "room": "village_id",
    "area": "village_id",
    "station": "scope",
    "county": "county",
    "month": "month",
}


@dataclass
class Reader:
    """Reads figures of one office in one snapshot. `scope` None: of every station."""

    desk: Desk
    conn: Rows
    metrics: MetricSet
    period: FigurePeriod

    @cached_property
    def scope(self) -> str | None:
        """A station reads its own, a county everything."""
        return self.desk.office.code if self.desk.office.kind is OfficeKind.STATION else None

    @cached_property
    def book(self) -> RosterBook:
        """The roster; who served when is told by the dates of the terms."""
        return memory_of(self.desk).book(self.desk)

    def rows(self, codes: Sequence[str], sections: dict[str, str] | None = None) -> list[Row]:
        """The lines of some codes for the whole office."""
        named = sections or {}
        three = Three(*(self.tally(one) for one in (self.period, before(self.period), year_before(self.period))))
        return [row_of(self.metrics, code, three, named.get(code, "")) for code in codes]

    def tally(self, period: FigurePeriod) -> Tally:
        """Everything known of a period for the whole office."""
        return self.tallies(period, "none").get("", Tally(roster=self._roster(period)))

    def tallies(self, period: FigurePeriod, by: SumKey) -> dict[str, Tally]:
        """What is known of a period by key. Numbers of the station are there by scope, county and month only."""
        found: dict[str, Tally] = {}
        for key, code, amount in rows.sums(self.conn, period, by, self.scope):
            found.setdefault(key, Tally()).add(code, amount)
        paid = self.paid(period)
        lists = {(one.scope, one.month) for one in paid}
        of_pay = {one.value.code for one in self.metrics.metrics if one.value.pay}
        for scope, figure in self._figures(period):
            place = _whole_key(by, scope, figure.month)
            if place is not None and not (figure.code in of_pay and (scope, figure.month) in lists):
                found.setdefault(place, Tally()).put(figure)
        for one in paid:
            place = _whole_key(by, one.scope, one.month)
            if place is not None:
                found.setdefault(place, Tally()).pay[one.month] += one.fen
        if by == "none":
            found.setdefault("", Tally()).roster = self._roster(period)
        return found

    def _figures(self, period: FigurePeriod) -> Iterable[tuple[str, Figure]]:
        """Numbers of the stations that count: of a metric of the log only for months without an entry."""
        found = rows.load_figures(self.conn, self.scope, _months_ending(period))
        plain = {one.value.code for one in self.metrics.metrics if is_figure(one.value)}
        counted = {one.code for one in found} - plain
        months = {one.month for one in found}
        entered = rows.entered_places(self.conn, months, counted) if counted else set()
        for one in found:
            if (one.scope, one.code, one.month) not in entered:
                yield one.scope, Figure(one.code, one.month, one.value)

    def paid(self, period: FigurePeriod) -> list[PaidMonth]:
        """The pay lists of the months that end in a period; read only where a metric asks for them."""
        if not any(one.value.pay for one in self.metrics.metrics):
            return []
        return paid_months(self.conn, self.scope, _months_ending(period))

    def _roster(self, period: FigurePeriod) -> dict[str, int]:
        """What the roster tells of the last day of a period; read only where a metric asks for it."""
        if not any(one.value.roster for one in self.metrics.metrics):
            return {}
        day = min(period.last, self.desk.clock.today())
        found = coverage(self.book, reference.policy(self.desk, day), day, self.scope)
        return {"villages": found.of, "covered": found.covered, "serving": serving_on(self.book, day)}

    # --- groups ----------------------------------------------------------------------------------------------------
    def groups(self, by: GroupBy, codes: Sequence[str], period: FigurePeriod | None = None) -> list[Group]:
        """A line for each person, village … that has anything; the empty key, where no village is named, comes last."""
        when = period or self.period
        if by == "category":
            whole = self.tally(when)
            known = ((code, value_of(self.metrics, code, whole).value) for code in LOG_NAMES)
            return [Group(code, self.metrics.name(code), "", {code: value}) for code, value in known]
        tallies = self.tallies(when, _STORED[by])
        if by in ("officer", "room", "area"):
            tallies = self._by_village_field(tallies, by)
        made = [
            Group(key, *self._called(by, key), {code: value_of(self.metrics, code, tally).value for code in codes})
            for key, tally in tallies.items()
        ]
        told = (one for one in made if any(value is not None for value in one.values.values()))
        return sorted(told, key=lambda one: self._order(by, one))

    def _by_village_field(self, tallies: dict[str, Tally], by: GroupBy) -> dict[str, Tally]:
        found: dict[str, Tally] = {}
        for village_id, tally in tallies.items():
            village = self.book.villages.get(village_id)
            there = found.setdefault(getattr(village, by) if village else "", Tally())
            for code, amount in tally.amounts.items():
                there.add(code, amount)
        return found

    def _called(self, by: GroupBy, key: str) -> tuple[str, str]:
        """Name, and more about it."""
        if by == "person":
            person = self.book.people.get(key)
            if person is None:
                return "（已不在花名册）", ""
            return person.name, village_name(self.book.row(person, self._today()).village)
        if by == "village":
            village = self.book.villages.get(key)
            return (village_name(village.name), village.township) if village else ("（没有写明村）", "")
        if by == "station":
            return self.book.stations.get(key, key), key
        return key or "（没有写明）", ""

    def _order(self, by: GroupBy, group: Group) -> tuple[object, ...]:
        """Villages and people by the code of the village, the rest by key."""
        if by == "person":
            person = self.book.people.get(group.key)
            code = self.book.row(person, self._today()).village_code if person else "~"
            return code or "~", group.name, group.key
        if by == "village":
            village = self.book.villages.get(group.key)
            return village.code if village else "~", group.name, group.key
        return not group.key, group.key

    def _today(self) -> date:
        return min(self.period.last, self.desk.clock.today())

    # --- targets ---------------------------------------------------------------------------------------------------
    def of_no_size(self) -> int:
        """How many units have no number of households, where targets go by size."""
        sized = (
            one for one in rows.load_targets(self.conn) if (one.households_from, one.households_to) != (None, None)
        )
        if not any(sized):
            return 0
        return sum(unit.households is None for unit in self.book.units(self._today(), self.scope))

    def target_ratios(self) -> list[Ratio]:
        """For each metric with a target: what the villages that have one did, of what was expected of them."""
        targets: list[Target] = rows.load_targets(self.conn)
        if not targets or not self.period.months:
            return []
        whole = FigurePeriod(
            self.period.text, self.period.first, self.period.last, self.period.months, (), self.period.last_day
        )
        tallies = self.tallies(whole, "village_id")
        units = self.book.units(self._today(), self.scope)
        found = []
        for code in dict.fromkeys(one.code for one in targets):
            wanted = {
                unit.id: asked
                for unit in units
                if (asked := expected(targets, code, unit.id, unit.households, whole.months, whole.last_day))
            }
            done = [value_of(self.metrics, code, tallies.get(unit, Tally())).value for unit in wanted]
            told = [value for value in done if value is not None]
            made = ratio(code, f"{self.metrics.name(code)}完成率", sum(told) if told else None, sum(wanted.values()))
            found += [made] if made else []
        return found


def _months_ending(period: FigurePeriod) -> list[str]:
    """The months of work whose last day lies in a period: what is known by month counts there."""
    cut = [month for month in period.cut if period.first <= span_of(month, period.last_day)[1] <= period.last]
    return [*period.months, *cut]


def _whole_key(by: SumKey, scope: str, month: str) -> str | None:
    """The key of what is of a whole station; None where a split has no place for it."""
    places = {"none": "", "scope": scope, "county": scope[: rows.COUNTY_DIGITS], "month": month}
    return places.get(by)


def serving_on(book: RosterBook, day: date) -> int:
    """How many people serve on a day, as the dates of their terms tell."""
    served = (any(serves(term, day) for term in terms) for one, terms in book.terms.items() if one in book.people)
    return sum(served)


def reader(desk: Desk, conn: Rows, period: str, pack: str = "") -> Reader:
    """A reader of the figures of a period, by the metrics of the office's pack or of another one.

    Troubles period_wrong(text), pack_damaged.
    """
    own = reference.policy(desk)
    policy = own if pack in ("", own.id) else next(one for one in reference.list_packs() if one.id == pack)
    added = rows.load_own_metrics(conn)
    return Reader(desk, conn, metric_set(policy, added), figure_period(period, own.month_days()[1]))
