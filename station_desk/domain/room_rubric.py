"""The month of a police room by a rubric, and a year of them (DOMAIN 4.2; Xihua 狠抓评讲通报, 狠抓奖惩兑现).

A room is scored by findings that take points from items. Its class is money for the room. Several months in the lowest
class in a row point at the station chief and the community officer, never at an auxiliary.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from station_desk.domain.points import plain, rounded, share, tenths
from station_desk.domain.trouble import Trouble

CLASSES = ("一类", "二类", "三类")
"""[X] 每月评为一类、二类、三类警务室的."""
FINAL = "FINAL"


@dataclass(frozen=True, slots=True)
class Shares:
    """Classes by rank: so much of the assessed rooms at the top, so much at the end; whole rooms, rounded as named."""

    first: Fraction
    third: Fraction
    rounding: str = "floor"
    months: frozenset[str] = frozenset()

    def count(self, part: Fraction, rooms: int) -> int:
        """How many rooms a share is."""
        return rounded(part * rooms, "half_up" if self.rounding == "round" else self.rounding)


@dataclass(frozen=True, slots=True)
class RoomRubric:
    """Items with their tenths, bonus and deductions by kind (tenths, signed), bound of both together, classes."""

    items: Mapping[str, int]
    adds: Mapping[str, int]
    bound: int
    by_share: bool
    first: int
    second: int
    shares: Shares | None

    @property
    def full(self) -> int:
        """What the items come to, in tenths."""
        return sum(self.items.values())


@dataclass(frozen=True, slots=True)
class Deducted:
    """A finding: tenths off an item; `withdrawn`: an objection took it back."""

    item: str
    points: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class RoomSheet:
    """A room's month. `total` and `label` as they stand in the end, `announced...` before objections; None: not assessed."""

    room: str
    state: str
    final_on: date | None
    items: Mapping[str, int]
    sections: Mapping[str, int]
    add: int
    total: int | None
    announced: int | None
    label: str | None = None
    announced_label: str | None = None
    rank: int | None = None


def read_room_rubric(document: Mapping[str, object]) -> RoomRubric:
    """A room's rubric out of its file. Trouble rubric_shape (at), rubric_sum (sum, full), points_wrong (text)."""
    items: dict[str, int] = {}
    for code, section in _table(document, "sections").items():
        if not isinstance(section, Mapping):
            raise Trouble("rubric_shape", at=f"sections.{code}")
        items |= {str(item): tenths(most) for item, most in _table(section, "items", f"sections.{code}.").items()}
    adds, classes = _table(document, "adds", missing=True), _table(document, "classes")
    shares = _table(classes, "share", missing=True)
    for key in ("first", "second"):
        if key not in classes:
            raise Trouble("rubric_shape", at=f"classes.{key}")
    rubric = RoomRubric(
        items=items,
        adds={str(kind): tenths(points) for kind, points in _table(adds, "points", missing=True).items()},
        bound=tenths(adds.get("bound", 0)),
        by_share=classes.get("rule", "cutoff") == "share",
        first=tenths(classes["first"]),
        second=tenths(classes["second"]),
        shares=_shares(shares) if shares else None,
    )
    wanted = tenths(document.get("full", 100))
    if rubric.full != wanted:
        raise Trouble("rubric_sum", sum=plain(rubric.full), full=plain(wanted))
    return rubric


def _table(holder: Mapping[str, object], key: str, before: str = "", *, missing: bool = False) -> Mapping[str, object]:
    found = holder.get(key, {} if missing else None)
    if not isinstance(found, Mapping):
        raise Trouble("rubric_shape", at=f"{before}{key}")
    return found


def _shares(table: Mapping[str, object]) -> Shares:
    months = table.get("months", [table["month"]] if "month" in table else [])
    return Shares(
        share(table.get("first", 0)),
        share(table.get("third", 0)),
        str(table.get("rounding", "floor")),
        frozenset(map(str, months)) if isinstance(months, list) else frozenset(),
    )


def score_room(
    rubric: RoomRubric,
    room: str,
    found: Sequence[Deducted],
    adds: Sequence[str],
    standing: tuple[str, date | None] | None,
) -> RoomSheet:
    """A room's month without class and rank; `standing`: its state and the day it became final (None: not assessed).

    Trouble item_unknown (room, item), claim_unknown (person, code).
    """
    for one in found:
        if one.item not in rubric.items:
            raise Trouble("item_unknown", room=room, item=one.item)
    for kind in adds:
        if kind not in rubric.adds:
            raise Trouble("claim_unknown", person=room, claim=kind)
    add = max(-rubric.bound, min(rubric.bound, sum(rubric.adds[kind] for kind in adds)))
    items = _left(rubric, [one for one in found if not one.withdrawn])
    sections: dict[str, int] = {}
    for item, points in items.items():
        section = item.rstrip("0123456789")
        sections[section] = sections.get(section, 0) + points
    if standing is None:
        return RoomSheet(room, "", None, {}, {}, 0, None, None)
    state, final_on = standing
    total = _bounded(rubric, sum(items.values()) + add)
    before = _bounded(rubric, sum(_left(rubric, found).values()) + add)
    return RoomSheet(room, state, final_on, items, sections, add, total, before)


def _left(rubric: RoomRubric, found: Sequence[Deducted]) -> dict[str, int]:
    """What the findings leave of each item, never below nought."""
    lost = dict.fromkeys(rubric.items, 0)
    for one in found:
        lost[one.item] += one.points
    return {item: max(0, most - lost[item]) for item, most in rubric.items.items()}


def _bounded(rubric: RoomRubric, total: int) -> int:
    return max(0, min(rubric.full + rubric.bound, total))


def classed(rubric: RoomRubric, month: str, sheets: Sequence[RoomSheet]) -> list[RoomSheet]:
    """The sheets of one month with class and rank; equals share the better rank (1,2,2,4)."""
    final = _labels(rubric, month, [sheet.total for sheet in sheets])
    before = _labels(rubric, month, [sheet.announced for sheet in sheets])
    totals = sorted((sheet.total for sheet in sheets if sheet.total is not None), reverse=True)
    return [
        replace(
            sheet,
            label=label,
            announced_label=announced,
            rank=None if sheet.total is None else totals.index(sheet.total) + 1,
        )
        for sheet, label, announced in zip(sheets, final, before, strict=True)
    ]


def _labels(rubric: RoomRubric, month: str, totals: Sequence[int | None]) -> list[str | None]:
    """The class of each total: by cut-off, or by rank where the rule of the month is shares."""
    shares = rubric.shares
    if shares is None or not (rubric.by_share or month in shares.months):
        return [None if total is None else _by_cut(rubric, total) for total in totals]
    known = sorted((total for total in totals if total is not None), reverse=True)
    top, end = shares.count(shares.first, len(known)), shares.count(shares.third, len(known))
    return [None if total is None else _by_rank(known.index(total) + 1, len(known), top, end) for total in totals]


def _by_cut(rubric: RoomRubric, total: int) -> str:
    return CLASSES[0] if total >= rubric.first else CLASSES[1] if total >= rubric.second else CLASSES[2]


def _by_rank(rank: int, rooms: int, top: int, end: int) -> str:
    return CLASSES[0] if rank <= top else CLASSES[2] if rank > rooms - end else CLASSES[1]
