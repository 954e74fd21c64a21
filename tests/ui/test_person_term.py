"""The bar of the terms of office."""

from datetime import date

from station_desk.domain.records import TermState
from station_desk.domain.roster import TermView
from station_desk.ui.person_term import term_bar
from station_desk.ui.person_words import months_left, term_line

TODAY = date(2026, 11, 23)


def term(
    start: str | None, end: str | None, state: TermState = TermState.ACTIVE, exit_date: str | None = None
) -> TermView:
    return TermView("t", state, start, end, exit_date, "", "", None, (), (), ())


def test_the_pieces_stand_from_old_to_new_and_today_lies_in_the_newest() -> None:
    bar = term_bar([term("2024-12", "2027-12"), term("2021-12", "2024-11")], TODAY)
    assert [piece.newest for piece in bar.pieces] == [False, True]
    assert bar.pieces[0].left == 0
    assert bar.pieces[1].right == 1
    assert bar.pieces[0].right <= bar.pieces[1].left
    assert bar.today is not None
    assert bar.pieces[1].left < bar.today < 1


def test_an_open_end_is_drawn_past_today_and_an_ended_term_before_it() -> None:
    bar = term_bar([term("2024-12", None)], TODAY)
    assert bar.today is not None
    assert 0 < bar.today < 1
    ended = term_bar([term("2020-01", "2022-01")], TODAY)
    assert ended.today == 1
    assert ended.pieces[0].right < 1


def test_a_term_without_a_start_is_not_drawn() -> None:
    assert term_bar([term(None, "2027-01")], TODAY).pieces == ()


def test_the_line_above_the_bar_says_how_long_it_runs() -> None:
    two = (term("2024-12", "2027-12"), term("2021-12", "2024-11"))
    assert term_line(two, TODAY) == "第 2 期，还有 13 个月"
    assert term_line((term("2024-12", "2026-11"),), TODAY) == "第 1 期，不到 1 个月"
    assert term_line((term("2024-12", "2026-10"),), TODAY) == "第 1 期，已经到期"
    assert term_line((term("2024-12", "2026-10", TermState.EXITED),), TODAY) == "第 1 期，已离任"
    assert term_line((), TODAY) == ""
    assert months_left("2027-11-22", TODAY) == 11
    assert months_left("2027-11-23", TODAY) == 12
