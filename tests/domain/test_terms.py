"""In which state a term is on a day, and which term of a person counts."""

from dataclasses import replace
from datetime import date

import pytest

from station_desk.domain.records import Term, TermState
from station_desk.domain.terms import (
    Pause,
    as_known_then,
    begun_by,
    counting_term,
    left_on,
    pauses_of,
    serves,
    state_on,
    suspensions,
    with_pause,
    without_pause,
)

DAY = date(2026, 11, 22)


def term(state: str = "active", start: str | None = None, end: str | None = None, exit_: str | None = None) -> Term:
    return Term("s", f"{state}{start}", "p", TermState(state), start, end, exit_)


@pytest.mark.parametrize(
    ("of", "state"),
    [
        (term(), "active"),
        (term(start="2026-11-22"), "active"),
        (term(start="2026-11-23"), "pending"),
        (term(start="2026-11"), "active"),
        (term(start="2026-12"), "pending"),
        (term(end="2026-11-22"), "active"),
        (term(end="2026-11-21"), "expired"),
        (term(end="2026"), "active"),
        (term(end="2025"), "expired"),
        (term("suspended", end="2027"), "suspended"),
        (term("suspended", end="2025"), "expired"),
        (term("exiting"), "exiting"),
        (term("pending", start="2020"), "pending"),
        (term("active", exit_="2026-11-21"), "exited"),
        (term("exited", exit_="2026-11-21"), "exited"),
        (term("exited", exit_="2026-11-22"), "active"),
        (term("exited", start="2026-12", exit_="2026-11-22"), "exited"),
        (term("exited"), "exited"),
        (term("expired"), "expired"),
        (term("expired", end="2027"), "active"),
    ],
)
def test_the_dates_of_a_term_say_its_state(of: Term, state: str) -> None:
    assert state_on(of, DAY) == state


def test_the_last_day_in_office_still_counts_and_the_next_does_not() -> None:
    exited = term("exited", "2020-01-01", None, "2024-06-30")
    assert serves(exited, date(2024, 6, 30))
    assert not serves(exited, date(2024, 7, 1))
    assert not serves(exited, date(2019, 12, 31))
    assert left_on(exited) == date(2024, 6, 30)


def test_the_term_in_office_counts_before_one_to_come_and_one_that_ended() -> None:
    past, now, future = term("exited", "2018", None, "2020"), term(start="2024"), term(start="2027")
    assert counting_term([past, future, now], DAY) == (now, TermState.ACTIVE)
    assert counting_term([past, future], DAY) == (future, TermState.PENDING)
    assert counting_term([past], DAY) == (past, TermState.EXITED)
    assert counting_term([], DAY) is None


def test_of_two_ended_terms_the_newer_counts() -> None:
    first, second = term(start="2015", end="2018"), term(start="2019", end="2022")
    assert counting_term([second, first], DAY) == (second, TermState.EXPIRED)


def test_a_further_term_that_ended_before_it_began_hides_no_term_that_was_served() -> None:
    served, further = term("exited", "2023", None, "2026-11"), term("exited", "2027", None, "2026-11")
    assert counting_term([further, served], date(2026, 12, 1)) == (served, TermState.EXITED)
    assert counting_term([further], date(2026, 12, 1)) == (further, TermState.EXITED)


def test_a_term_without_a_start_is_not_known_to_have_begun() -> None:
    assert not begun_by(term(), DAY)
    assert begun_by(term(start="2026-11"), DAY)


def test_dates_that_were_mended_later_count_for_the_day_they_speak_of() -> None:
    then, now = term(start="2024-01-01"), term("exited", "2023-01-01", None, "2024-05-31")
    merged = as_known_then(then, now)
    assert (merged.start_date, merged.exit_date) == ("2023-01-01", "2024-05-31")
    assert state_on(merged, date(2024, 6, 1)) == "exited"
    assert state_on(merged, date(2024, 5, 1)) == "active"


def test_an_appointment_that_was_entered_late_counts_from_its_start() -> None:
    merged = as_known_then(term("pending"), term("active", "2024-01-01"))
    assert state_on(merged, date(2024, 2, 1)) == "active"
    assert as_known_then(term("pending"), term("active")).state == "pending"


@pytest.mark.parametrize(
    ("state", "day", "then"),
    [
        ("active", "2026-10-09", "active"),
        ("active", "2026-10-10", "suspended"),
        ("active", "2026-10-20", "suspended"),
        ("active", "2026-10-21", "active"),
        ("suspended", "2026-10-21", "active"),
        ("suspended", "2026-11-30", "active"),
        ("suspended", "2026-12-01", "suspended"),
        ("active", "2026-12-01", "active"),
        ("exited", "2026-12-05", "suspended"),
        ("exited", "2026-12-31", "exited"),
        ("exiting", "2026-10-15", "suspended"),
        ("exiting", "2026-10-21", "exiting"),
    ],
)
def test_a_suspension_counts_for_its_days_whatever_came_later(state: str, day: str, then: str) -> None:
    of = replace(term(state), pauses="2026-10-10/2026-10-20 2026-12-01/")
    if state == "exited":
        of = replace(of, exit_date="2026-12-30")
    assert state_on(of, date.fromisoformat(day)) == then


def test_suspended_and_in_office_again_are_told_by_first_and_last_day() -> None:
    told = with_pause("", date(2026, 10, 10))
    assert told == with_pause(told, date(2026, 10, 15)) == "2026-10-10/"
    told = without_pause(told, date(2026, 10, 21))
    assert told == "2026-10-10/2026-10-20"
    assert without_pause(with_pause(told, date(2026, 12, 1)), date(2026, 12, 1)) == told
    assert pauses_of("gestern/heute 2026-13-01/ 2026-01-02/2026-01-03") == [(date(2026, 1, 2), date(2026, 1, 3))]


def test_a_suspension_keeps_its_reason_and_the_number_of_its_paper() -> None:
    told = with_pause("2026-10-10/2026-10-20", date(2026, 12, 1), "sick", "梁公 〔2026〕3/4号")
    assert told == "2026-10-10/2026-10-20 2026-12-01//sick/梁公〔2026〕3/4号"
    assert suspensions(told)[1] == Pause(date(2026, 12, 1), None, "sick", "梁公〔2026〕3/4号")
    assert without_pause(told, date(2026, 12, 5)).endswith(" 2026-12-01/2026-12-04/sick/梁公〔2026〕3/4号")
    of = replace(term("suspended"), pauses=told)
    assert [state_on(of, date(2026, 12, day)).value for day in (1, 9)] == ["suspended", "suspended"]
