"""Posts of the units on a day: what the pack's rule grants, and what differs from it by decision (DOMAIN 1.3, quota).

An exception says how many posts a village has in all and why; a village that an auxiliary covers has none. Where the
pack counts by work stations or rooms (Xihua), a post stands at the station: its first village bears it, the other
villages of the station have none of their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from station_desk.domain.dates import within
from station_desk.domain.policy import Policy, same_unit, stated
from station_desk.domain.records import Village

UnitKind = Literal["station", "room"]
PostKind = Literal["exception", "covered"]
Why = Literal["usual", "large", "exception", "covered", "no_post", "station", "of_station"]
"""Why a village has so many posts; station: it bears those of the stations in it; of_station: its station lies elsewhere."""


@dataclass(frozen=True, slots=True)
class PostUnit:
    """A police room (警务室) or work station (警务工作站) as a place of posts; `villages` in order, the first bears the post."""

    scope: str
    id: str
    kind: UnitKind
    name: str
    code: str = ""
    parent_id: str = ""
    officer: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PostChange:
    """What differs from the rule for one village: `seats` in all with a reason and who decided, or `covered_by` whom."""

    scope: str
    id: str
    village_id: str
    kind: PostKind
    seats: int = 0
    reason: str = ""
    covered_by: str = ""
    valid_from: str | None = None
    valid_to: str | None = None
    doc_no: str = ""
    decided_on: str = ""


@dataclass(frozen=True, slots=True)
class Granted:
    """The posts of a village and why: `reason` the words of an exception, the names of the stations, or who covers."""

    quota: int
    why: Why
    reason: str = ""


def post_place(policy: Policy) -> UnitKind | None:
    """Where the pack puts its posts: at work stations, at rooms, or (None) at villages."""
    unit = stated(policy.quota.unit, "")
    return "station" if unit.endswith("站") else "room" if unit.endswith("室") else None


def granted(
    policy: Policy,
    villages: Iterable[Village],
    units: Sequence[PostUnit],
    changes: Mapping[str, Sequence[PostChange]],
    day: date,
) -> dict[str, Granted]:
    """The posts of each village (by id) on a day. As long as no station is entered, the villages count by themselves."""
    place = post_place(policy)
    there = [one for one in units if one.kind == place and within(day, one.valid_from, one.valid_to)] if place else []
    seats: dict[str, list[str]] = {}
    parts: set[str] = set()
    for one in there:
        if one.villages:
            seats.setdefault(one.villages[0], []).append(one.name)
            parts.update(one.villages)
    return {v.id: _one(policy, v, changes.get(v.id, ()), seats if there else None, parts, day) for v in villages}


def _one(
    policy: Policy,
    village: Village,
    changes: Sequence[PostChange],
    seats: Mapping[str, Sequence[str]] | None,
    parts: set[str],
    day: date,
) -> Granted:
    now = [one for one in changes if within(day, one.valid_from, one.valid_to)]
    if now:
        newest = now[-1]
        covered = newest.kind == "covered"
        return (
            Granted(0, "covered", newest.covered_by) if covered else Granted(newest.seats, "exception", newest.reason)
        )
    if seats is not None:
        names = seats.get(village.id, ())
        if names:
            return Granted(len(names) * stated(policy.quota.per_unit, 1), "station", "、".join(names))
        return Granted(0, "of_station" if village.id in parts else "no_post")
    quota = policy.posts(village.kind, village.households, village.name)
    exception = next((one for one in policy.exceptions if same_unit(one.unit, village.name)), None)
    if exception is not None:
        return Granted(quota, "exception", exception.reason)
    if not quota:
        return Granted(0, "no_post")
    return Granted(quota, "large" if quota > stated(policy.quota.per_unit, 1) else "usual")
