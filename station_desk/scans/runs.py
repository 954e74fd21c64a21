"""Boxes stand in columns at equal steps: a sheet that is laid a step too high or too low meets boxes all the same, but
of other lines. Where a box of the column is seen beyond its end, the column was met a step off.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from station_desk.domain.paper import Box
from station_desk.scans.frames import Found, stands_there
from station_desk.scans.placing import PX, Plane

_LEAST = 3
"""So many boxes make a column."""

_STEP_OFF = 0.15
"""Steps of a column differ by less than this, in mm."""

_NEAR_MM = 30.0
_MOSTLY = 0.7
"""Of the boxes around a box so many must be seen, or what was met there is chance."""


@dataclass(frozen=True, slots=True)
class Run:
    """A column of boxes by their place in the form, from above, `step` mm apart."""

    at: tuple[int, ...]
    step: float


def runs_of(boxes: Sequence[Box]) -> list[Run]:
    """The columns of a form."""
    columns: dict[tuple[float, float, float], list[int]] = defaultdict(list)
    for at, box in enumerate(boxes):
        columns[round(box.x_mm, 1), round(box.w_mm, 1), round(box.h_mm, 1)].append(at)
    found = []
    for column in columns.values():
        ordered = sorted(column, key=lambda at: boxes[at].y_mm)
        run = ordered[:1]
        for at in ordered[1:]:
            step = boxes[at].y_mm - boxes[run[-1]].y_mm
            if len(run) > 1 and abs(step - (boxes[run[1]].y_mm - boxes[run[0]].y_mm)) > _STEP_OFF:
                found.append(run)
                run = [run[-1]] if step < boxes[at].h_mm * 2 else []
            run = [*run, at]
        found.append(run)
    return [Run(tuple(run), boxes[run[1]].y_mm - boxes[run[0]].y_mm) for run in found if len(run) >= _LEAST]


def steps_off(sheet: Plane, boxes: Sequence[Box], found: Sequence[Found], run: Run) -> int:
    """By how many boxes a column was met too high (1) or too low (-1); 0 where it ends where it should."""
    for end, way in ((run.at[-1], 1), (run.at[0], -1)):
        seen = [at for at in run.at if found[at].seen]
        if not seen:
            return 0
        near = min(seen, key=lambda at: abs(boxes[at].y_mm - boxes[end].y_mm))
        shift = (found[near].x / PX - boxes[near].x_mm, found[near].y / PX - boxes[near].y_mm)
        beyond = replace(boxes[end], y_mm=boxes[end].y_mm + way * run.step)
        if not any(_meets(beyond, box) for box in boxes) and stands_there(sheet, beyond, shift):
            return way
    return 0


def _meets(one: Box, other: Box) -> bool:
    return (
        one.x_mm < other.x_mm + other.w_mm
        and other.x_mm < one.x_mm + one.w_mm
        and one.y_mm < other.y_mm + other.h_mm
        and other.y_mm < one.y_mm + one.h_mm
    )


def put_right(sheet: Plane, boxes: Sequence[Box], found: Sequence[Found]) -> tuple[list[Found], bool]:
    """The boxes with each column that was met a step off moved to where it belongs; whether there was one.

    The box at whose place nothing is left is not seen.
    """
    right = list(found)
    moved = False
    for run in runs_of(boxes):
        off = steps_off(sheet, boxes, found, run)
        if not off:
            continue
        moved = True
        for place, at in enumerate(run.at):
            there = place + off
            known = 0 <= there < len(run.at)
            right[at] = found[run.at[there]] if known else replace(found[at], seen=False)
    return right, moved


def in_doubt(boxes: Sequence[Box], found: Sequence[Found]) -> list[Found]:
    """The boxes, those not seen any more around which most are not seen."""
    middles = [(box.x_mm + box.w_mm / 2, box.y_mm + box.h_mm / 2) for box in boxes]
    told = []
    for (x, y), one in zip(middles, found, strict=True):
        near = [
            other.seen
            for (u, v), other in zip(middles, found, strict=True)
            if (u - x) ** 2 + (v - y) ** 2 <= _NEAR_MM**2
        ]
        told.append(one if sum(near) >= _MOSTLY * len(near) else replace(one, seen=False))
    return told
