"""The search for cycles rests meanwhile, and afterwards it is as it was."""

import gc

import pytest

from station_desk.machine.collector import resting


def test_the_search_for_cycles_goes_on_afterwards_also_after_a_failure() -> None:
    seen = []

    def fail() -> None:
        with resting():
            seen.append(gc.isenabled())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (seen, gc.isenabled()) == ([False], True)


def test_a_search_that_rested_before_goes_on_resting() -> None:
    with resting():
        with resting():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
