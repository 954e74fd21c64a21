"""Backups thin out by day, week and month."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from station_desk.domain.thinning import DAILY, MONTHLY, WEEKLY, to_drop

NOON = datetime(2026, 6, 30, 12)


def kept(taken: list[datetime]) -> list[datetime]:
    gone = set(to_drop(taken))
    return sorted((at for at in taken if at not in gone), reverse=True)


def test_a_year_of_days_keeps_days_weeks_and_months() -> None:
    left = kept([NOON - timedelta(days=n) for n in range(800)])
    assert len(left) == DAILY + WEEKLY + MONTHLY
    assert left[:DAILY] == [NOON - timedelta(days=n) for n in range(DAILY)]
    assert len({at.isocalendar()[:2] for at in left[DAILY : DAILY + WEEKLY]}) == WEEKLY
    assert len({(at.year, at.month) for at in left[DAILY + WEEKLY :]}) == MONTHLY
    assert NOON - left[-1] > timedelta(days=300)


def test_of_one_day_the_newest_stays() -> None:
    day = [NOON + timedelta(minutes=n) for n in range(5)]
    assert kept(day) == [day[-1]]


def test_few_backups_all_stay_however_old() -> None:
    taken = [NOON - timedelta(days=200 * n) for n in range(12)]
    assert to_drop(taken) == []
    assert to_drop([]) == []


@given(st.sets(st.integers(0, 2000), max_size=200))
def test_the_newest_always_stays_and_thinning_twice_changes_nothing(days: set[int]) -> None:
    taken = [NOON - timedelta(hours=7 * day) for day in days]
    left = kept(taken)
    assert not taken or max(taken) in left
    assert len(left) <= DAILY + WEEKLY + MONTHLY
    assert to_drop(left) == []
