"""Charts: round numbers at the axis, shares that add up, nothing outside its place, everything told apart in grey."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.charts import Bar, Chart, Kind, Mark, Series, Stroke, Word, lay_out, percents, ticks


def measure(text: str, size: float) -> float:
    return len(text) * size


def chart(kind: Kind, values: list[list[int | None]], labels: list[str] | None = None) -> Chart:
    names = labels or [f"第{i}" for i in range(len(values[0]))]
    return Chart(kind, "走访", "户", tuple(names), tuple(Series(f"组{i}", tuple(v)) for i, v in enumerate(values)))


@given(st.integers(-10_000, 0), st.integers(1, 5_000_000), st.integers(2, 8))
def test_the_axis_has_few_round_numbers_that_hold_all_values(low: int, high: int, most: int) -> None:
    numbers = ticks(low, high, most)
    assert numbers[0] <= low
    assert numbers[-1] >= high
    assert 0 in numbers
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    (step,) = steps
    assert str(step).rstrip("0") in ("1", "2", "5")
    assert len(numbers) <= most + 3


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_per_cents_add_up_to_a_hundred_and_are_less_than_one_off(values: list[int]) -> None:
    shares = percents(values)
    total = sum(values)
    assert sum(shares) == (100 if total else 0)
    assert all(abs(share - 100 * value / total) < 1 for share, value in zip(shares, values, strict=True) if total)


@pytest.mark.parametrize("kind", ["bars", "lines"])
@given(values=st.lists(st.one_of(st.none(), st.integers(0, 3_000)), min_size=1, max_size=14), several=st.booleans())
def test_nothing_lies_outside_and_bars_are_as_high_as_their_values(
    kind: Kind, values: list[int | None], several: bool
) -> None:
    made = chart(kind, [values, values[::-1]] if several else [values])
    for part in lay_out(made, 150, 70, measure):
        if isinstance(part, Bar):
            assert -0.01 <= part.x <= part.x + part.width <= 150.01
            assert -0.01 <= part.y <= part.y + part.height <= 70.01
        elif isinstance(part, Stroke):
            assert all(-0.01 <= x <= 150.01 and -0.01 <= y <= 70.01 for x, y in part.points)
        elif isinstance(part, Word):
            assert 0 <= part.y <= 72


def test_the_height_of_a_bar_is_its_value() -> None:
    parts = lay_out(chart("bars", [[10, 20, 40]]), 150, 70, measure)
    first, second, third = [part for part in parts if isinstance(part, Bar)][1:]
    assert second.height == pytest.approx(2 * first.height)
    assert third.height == pytest.approx(4 * first.height)


def test_bars_lie_down_where_their_names_are_long() -> None:
    names = [f"滨城区梁才街道第{i}大高家庄子村" for i in range(12)]
    bars = [p for p in lay_out(chart("bars", [[12] * 12], names), 150, 90, measure) if isinstance(p, Bar)]
    assert all(bar.width > bar.height for bar in bars[1:])
    words = [p.text for p in lay_out(chart("bars", [[12] * 12], names), 60, 90, measure) if isinstance(p, Word)]
    assert any(word.endswith("…") for word in words), "a name that is too long for its place is cut visibly"


def test_series_differ_without_colour() -> None:
    bars = [p for p in lay_out(chart("bars", [[1], [1], [1], [1]]), 150, 70, measure) if isinstance(p, Bar)]
    assert len({(bar.shade, bar.hatch) for bar in bars}) == 4
    parts = lay_out(chart("lines", [[1, 2]] * 4), 150, 70, measure)
    assert len({part.shape for part in parts if isinstance(part, Mark)}) == 4
    assert len({part.dash for part in parts if isinstance(part, Stroke) and part.width > 0.4}) == 4


def test_a_line_is_broken_where_a_value_lacks() -> None:
    parts = lay_out(chart("lines", [[1, 2, None, 3, 4]]), 150, 70, measure)
    lines = [p for p in parts if isinstance(p, Stroke) and p.width == 0.5]
    assert [len(line.points) for line in lines] == [2, 2, 2], "the sample in the legend, and both pieces"


def test_every_share_is_told_with_number_and_per_cent() -> None:
    made = Chart("shares", "文化程度", "人", ("高中", "初中", "大专"), (Series("", (2, 1, 0)),))
    words = [part.text for part in lay_out(made, 150, 40, measure) if isinstance(part, Word)]
    assert words == ["文化程度（人）", "高中 2（67%）", "初中 1（33%）", "大专 0（0%）"]
    with pytest.raises(ValueError, match="one series"):
        lay_out(chart("shares", [[1], [2]]), 150, 40, measure)


def test_of_a_chart_without_data_only_the_title_is_drawn() -> None:
    assert lay_out(Chart("bars", "空", "", (), ()), 150, 40, measure) == [Word(0, 3.9, "空", 3.9, strong=True)]
