"""Counts as people write them; what can be read in two ways is no count."""

import pytest

from station_desk.domain.intake_numbers import read_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        *(("两", 2), ("十", 10), ("二十三", 23), ("一百零五", 105), ("一百二十", 120), ("一千零二十", 1020)),
        *(("一千二百零五", 1205), ("九千九百九十九", 9999), ("一二〇", 120), ("二〇", 20), ("十二户", 12)),
        *(("1,200", 1200), ("1 200", 1200), ("1200 .00", 1200), ("１２００户", 1200), ("1，200", 1200)),
    ],
)
def test_a_count_is_read(text: str, count: int) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize(
    "text",
    [
        *("一百二", "二百五", "一千五", "两三", "三五次", "百十", "十百", "一百零", "一千二十"),
        *("3,5", "1,20", "12,34", "1 2", "1,200,3", "3/2", "3、5", "约5", "5+", "10-12", "(3)", "50%"),
    ],
)
def test_what_can_be_read_in_two_ways_is_no_count(text: str) -> None:
    assert read_count(text) is None
