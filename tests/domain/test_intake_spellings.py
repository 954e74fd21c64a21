"""Spellings of villages that were put right: which are remembered, and what they mean next time."""

from collections.abc import Mapping, Sequence

import pytest

from station_desk.domain import intake
from station_desk.domain.intake import Basis, Proposal
from station_desk.domain.intake_cells import Cell, RawBook
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_spellings import new_spellings
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from tests.domain.intake_support import TODAY, TOWNSHIP, VILLAGES, id_no, sheet

HEAD: list[Cell] = ["姓名", "身份证号", "所在村"]


def propose(villages: Sequence[Cell], aliases: Mapping[str, Sequence[str]] | None = None) -> Proposal:
    rows = [[f"王{'海山河川'[n]}", id_no(serial=996 + n), village] for n, village in enumerate(villages)]
    book = RawBook("xlsx", (sheet([HEAD, *rows]),))
    finder = VillageFinder(VILLAGES, aliases, TODAY)
    rules = Rules(TODAY, township=TOWNSHIP)
    return intake.propose("x.xlsx", Basis(read_layout(book, finder), finder, rules, (), book=book))


def mended(proposal: Proposal, said: Mapping[int, str]) -> Proposal:
    keys = [row.key for row in proposal.rows]
    return intake.amend(proposal, {keys[at]: {"village": text} for at, text in said.items()})


def told(proposal: Proposal) -> list[tuple[str, str, int]]:
    return [(one.text, one.village.name, one.rows) for one in new_spellings(proposal)]


def test_a_spelling_that_matched_nothing_is_remembered_as_what_it_was_put_right_to() -> None:
    assert told(mended(propose(["孙家庄", "孙家庄 ", "前进村"]), {0: "东孙村", 1: "东孙村"})) == [
        ("孙家庄", "东孙村委会", 2)
    ]


def test_a_bare_name_of_two_units_of_one_township_is_remembered_as_the_one_that_was_chosen() -> None:
    proposal = propose(["逍遥"])
    assert proposal.rows[0].warnings == ("village_ambiguous",)
    chosen = mended(proposal, {0: proposal.rows[0].choices["village"][1]})
    assert told(chosen) == [("逍遥", "逍遥社区居委会", 1)]
    again = propose(["逍遥"], {chosen.rows[0].values.villages[0].id: ["逍遥"]})
    assert (again.rows[0].warnings, again.rows[0].values.villages[0].name) == ((), "逍遥社区居委会")


@pytest.mark.parametrize(
    ("cell", "typed"),
    [("前进村", "东孙村"), ("#REF!", "东孙村"), ("孙家庄、李家庄", "东孙村"), ("孙家庄", "没有的村"), (None, "东孙村"), ("12", "东孙村")],
    ids=["another village", "formula error", "several", "nothing found", "blank", "figures"],
)  # fmt: skip
def test_what_is_no_spelling_is_not_remembered(cell: Cell, typed: str) -> None:
    assert told(mended(propose([cell]), {0: typed})) == []


def test_a_spelling_put_right_in_two_ways_is_not_remembered() -> None:
    assert told(mended(propose(["孙家庄", "孙家庄"]), {0: "东孙村", 1: "前进"})) == []


def test_a_name_that_two_townships_have_is_not_remembered_for_one_of_them() -> None:
    rows = [["王海", id_no(), "宋黑"]]
    book = RawBook("xlsx", (sheet([HEAD, *rows]),))
    finder = VillageFinder(VILLAGES, None, TODAY)
    open_one = intake.propose("x", Basis(read_layout(book, finder), finder, Rules(TODAY), (), book=book))
    assert open_one.rows[0].warnings == ("village_ambiguous",)
    assert told(mended(open_one, {0: open_one.rows[0].choices["village"][0]})) == []
