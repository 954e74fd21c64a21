"""A rubric tried on a month that lies here, at the station and at the county; nothing is stored by it."""

from collections.abc import Sequence
from pathlib import Path

from station_desk.domain.records import OfficeKind
from station_desk.domain.rubric_draft import document_of, draft_of
from station_desk.domain.rubric_edit import typed
from station_desk.machine.clock import FixedClock
from station_desk.services import assess_try_stored, assessment, rubrics
from station_desk.services.assess_try_stored import try_stored
from station_desk.services.desk import Desk
from tests.services.exchange_desks import trust_each_other
from tests.services.roster_desks import clock, desk, made_once
from tests.services.test_assessment import MONTH, carry, code_of, people, scored
from tests.services.test_paper_results import words
from tests.support.homes import make_home

__all__ = ["clock", "desk", "made_once", "people"]


def document(**changes: str) -> dict[str, object]:
    """The example with other values: `E1__max="10"`."""
    draft = draft_of(rubrics.example("person").rubric)
    for place, text in changes.items():
        line, name = place.split("__")
        draft = typed(draft, line if line in ("grades", "head", "partial") else f"items.{line}", name, text)
    return document_of(draft)


def told(desk: Desk, rubric: dict[str, object]) -> dict[str, tuple[int | None, int, str, int]]:
    found = try_stored(desk, rubric, MONTH)
    return {one.name: (one.before, one.total, one.grade, len(one.guessed)) for one in found.lines}


def test_a_month_is_scored_anew_beside_what_it_has(desk: Desk, people: Sequence[str]) -> None:
    scored(desk, people)
    stricter = document(E1__bands="100%=8 75%=1 0=0", grades__cuts="90 91")
    assert code_of(try_stored, desk, stricter, MONTH) == "rubric_cuts"
    stricter = document(E1__bands="100%=8 80%=6 0=0", grades__cuts="95 93")
    before = assessment.month(desk, MONTH)
    assert told(desk, stricter) == {"赵一": (945, 945, "合格", 0), "钱二": (905, 905, "不合格", 0)}
    fewer = document(partial__min_days="10")
    assert "钱二" in told(desk, fewer), "a sheet that is there is tried all the same"
    assert assessment.month(desk, MONTH) == before


def test_what_nobody_scored_yet_counts_as_full_and_is_named(desk: Desk, people: Sequence[str]) -> None:
    line = next(one for one in try_stored(desk, document(), MONTH).lines if one.name == "赵一")
    assert (line.before, line.total) == (None, 980), "six patrols of eight bring 6 of 8"
    assert {"A1", "A3", "C1"} <= set(line.guessed)
    assert not {"E1", "D1"} & set(line.guessed)


def test_the_sheet_is_looked_at_before_the_rubric_is_anybodys(desk: Desk, people: Sequence[str]) -> None:
    made = assess_try_stored.preview(desk, document(A3__name="仪容仪表"))
    assert made.serials == ()
    assert "仪容仪表" in words(made)
    assert rubrics.versions(desk) == []


def test_a_county_tries_it_on_the_months_of_its_stations(
    desk: Desk, clock: FixedClock, people: Sequence[str], tmp_path: Path
) -> None:
    scored(desk, people)
    with make_home(tmp_path, OfficeKind.COUNTY, villages=0, folder="county", clock=clock) as county:
        trust_each_other(desk, county, tmp_path / "keys")
        carry(desk, county, tmp_path, clock)
        assert told(county, document()) == {"赵一": (945, 945, "合格", 0), "钱二": (905, 905, "合格", 0)}
