"""A sheet that is laid a line too high or too low meets boxes of other lines; the columns' ends tell."""

import numpy as np

from station_desk.domain.paper import Box
from station_desk.scans.frames import find_boxes
from station_desk.scans.placing import PX, Plane
from station_desk.scans.runs import in_doubt, put_right, runs_of

STEP = 6.8


def _column(lines: int, top: float = 40.0) -> list[Box]:
    """Digits and a tick on each line."""
    boxes = []
    for n in range(lines):
        boxes.append(Box(f"L{n}", "digits", None, 60.0, top + n * STEP, 13.5, 4.5))
        boxes.append(Box(f"L{n}.无", "tick", None, 90.0, top + n * STEP, 3.9, 3.9))
    return boxes


def _drawn(boxes: list[Box], down: float = 0.0) -> Plane:
    """These boxes on a sheet put straight, so many mm lower than they should lie."""
    plane = np.zeros((200 * PX, 140 * PX), dtype=np.float32)
    for box in boxes:
        places = 3 if box.kind == "digits" else 1
        x0, y0 = round(box.x_mm * PX), round((box.y_mm + down) * PX)
        x1, y1 = round((box.x_mm + box.w_mm) * PX), round((box.y_mm + box.h_mm + down) * PX)
        for y in (y0, y1):
            plane[y - 1 : y + 2, x0 : x1 + 2] = 0.9
        for n in range(places + 1):
            x = round(x0 + (x1 - x0) * n / places)
            plane[y0 : y1 + 2, x - 1 : x + 2] = 0.9
    return plane


def test_the_columns_of_a_form_are_its_boxes_at_equal_steps() -> None:
    boxes = [*_column(5), *_column(4, top=90.0), Box("x", "tick", None, 20.0, 20.0, 3.9, 3.9)]
    assert sorted(len(run.at) for run in runs_of(boxes)) == [4, 4, 5, 5]
    assert {round(run.step, 1) for run in runs_of(boxes)} == {STEP}


def test_a_column_met_a_line_too_low_or_too_high_is_put_right() -> None:
    boxes = _column(8)
    for down in (STEP, -STEP):
        plane = _drawn(boxes, down)
        found = find_boxes(plane, boxes)
        assert sum(one.seen for one in found) == 14, "all but the line at one end are met, one line off"
        right, moved = put_right(plane, boxes, found)
        assert moved
        for box, one in zip(boxes, right, strict=True):
            assert not one.seen or abs(one.y / PX - (box.y_mm + down)) < 0.3


def test_a_sheet_that_lies_well_is_left_as_it_is() -> None:
    boxes = _column(8)
    plane = _drawn(boxes, 0.5)
    found = find_boxes(plane, boxes)
    assert put_right(plane, boxes, found) == (found, False)
    assert in_doubt(boxes, found) == found


def test_boxes_among_others_that_are_not_seen_are_in_doubt() -> None:
    boxes = _column(8)
    ticks = [box for box in boxes if box.kind == "tick"]
    found = find_boxes(_drawn(ticks), boxes)
    assert sum(one.seen for one in found) == 8
    assert not any(one.seen for one in in_doubt(boxes, found))
