"""A rubric read from its file: faults with their places, and the rules that a county may choose (DOMAIN 2.4, 4.3, 4.4)."""

import copy
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_read import judge, read_rubric
from station_desk.domain.rubric_score import LogReturn, PersonFacts, Sheet, graded, item_points, score
from station_desk.domain.trouble import Trouble

DOCUMENT: dict[str, Any] = {
    "sections": {"A": {"name": "纪律", "max": 40}, "B": "走访"},
    "items": {
        "A1": {"name": "在岗", "max": 30, "each": 2, "escalate": [2, 3, 5], "finding": "not_on_post", "floor": 22},
        "A2": {"name": "着装", "max": 10, "mode": "tick"},
        "B1": {"name": "走访", "max": 40, "metric": "L02", "target": 30, "bands": [[1, 40], [0.5, 20], [0, 0]]},
        "B2": {"name": "关爱", "max": 20, "metric": "L16", "n": 4, "each_missing": 5, "zero_full": True},
    },
    "adds": {"cap": 5, "P1": {"name": "表扬", "points": 2, "cap": 4}},
    "grades": {"names": ["优秀", "良好", "合格", "不合格"], "cuts": [95, 85, 70]},
}


def changed(**parts: Any) -> dict[str, Any]:
    """The document with other tables; a dotted place (`items__A1__max`) is set alone."""
    made = copy.deepcopy(DOCUMENT)
    for place, value in parts.items():
        *way, last = place.split("__")
        holder = made
        for key in way:
            holder = holder[key]
        holder[last] = value
    return made


def places(document: Mapping[str, object]) -> dict[str, str]:
    return {fault.at: fault.trouble.code for fault in judge(document)[1]}


def rubric(**parts: Any) -> Rubric:
    return read_rubric(changed(**parts))


def test_a_whole_rubric_has_no_fault() -> None:
    assert places(DOCUMENT) == {}


def test_every_fault_is_known_with_its_place_and_the_first_one_is_raised() -> None:
    wrong = changed(
        items__A1__max="三十",
        items__A2__max=-1,
        items__B1__bands=[[1, 41]],
        items__B2__name="有效线索",
        adds__P1={"name": "表扬"},
        grades__cuts=[85, 95],
    )
    found = places(wrong)
    assert found["items.A1.max"] == "points_wrong"
    assert found["items.A2.max"] == "rubric_negative"
    assert found["items.B1.bands"] == "rubric_bands"
    assert found["items.B2"] == "rubric_leads"
    assert found["adds.P1.points"] == "rubric_shape"
    assert found["grades.cuts"] == "rubric_cuts"
    assert {found["sections.A.max"], found["full"]} == {"rubric_section_sum", "rubric_sum"}
    with pytest.raises(Trouble, match="points_wrong"):
        read_rubric(wrong)


def test_a_section_comes_to_the_maximum_that_it_names() -> None:
    with pytest.raises(Trouble) as error:
        rubric(items__A2__max=5, items__B2__max=25)
    assert error.value.code == "rubric_section_sum"
    assert error.value.facts == {"section": "A 纪律", "sum": 35.0, "most": 40.0}


def test_one_code_never_means_two_things() -> None:
    assert places(changed(vetoes={"A1": "造假"})) == {"A1": "rubric_code_twice"}


def grades_of(made: Rubric, totals: list[int], vetoed: int = 0) -> list[str]:
    sheets = [Sheet(str(at), {}, {}, 0, 0, total, (), prorated=False) for at, total in enumerate(totals)]
    sheets += [Sheet(f"v{at}", {}, {}, 0, 0, 990, ("V1",), prorated=False) for at in range(vetoed)]
    return [sheet.grade for sheet in graded(sheets, made.grades)]


def test_four_grades_by_cut_off() -> None:
    assert grades_of(rubric(), [960, 950, 949, 700, 699]) == ["优秀", "优秀", "良好", "合格", "不合格"]


def test_grades_by_share_count_from_the_top_and_the_lowest_from_the_end() -> None:
    made = rubric(grades={"names": ["一类", "二类", "三类"], "rule": "share", "shares": [0.3, 0.5, 0.2]})
    assert grades_of(made, [90, 89, 88, 87, 86, 85, 84, 83]) == ["一类"] * 2 + ["二类"] * 5 + ["三类"]
    assert grades_of(made, [90] * 8, vetoed=2) == ["一类"] * 8 + ["三类"] * 2  # equals share the better rank


def test_grades_by_hand_are_left_open_and_a_veto_still_brings_the_lowest() -> None:
    made = rubric(grades={"names": ["优秀", "合格"], "rule": "manual"})
    assert grades_of(made, [990, 100], vetoed=1) == ["", "", "合格"]


def test_shares_that_are_not_everybody_are_refused() -> None:
    wrong = {"names": ["优", "良", "差"], "rule": "share", "shares": [0.3, 0.5, 0.1]}
    assert places(changed(grades=wrong)) == {"grades.shares": "rubric_shares"}


def facts(**more: Any) -> PersonFacts:
    return PersonFacts("甲", 31, **({"log": LogReturn(True)} | more))


def points_of(code: str, known: PersonFacts, part: Fraction = Fraction(1), **parts: Any) -> int:
    item = rubric(**parts).item(code)
    assert item is not None
    return item_points(item, known, part).points


def test_deductions_escalate_and_stop_at_the_floor() -> None:
    found = [points_of("A1", facts(findings={"not_on_post": n})) for n in range(5)]
    assert found == [300, 280, 250, 220, 220]


def test_a_zero_report_in_time_brings_full_points_where_the_item_says_so() -> None:
    zero = {"counts": {"L16": 0, "L02": 0}}
    assert points_of("B2", facts(**zero)) == 200
    assert points_of("B2", facts(**zero | {"log": LogReturn(True, days_late=1)})) == 0
    assert points_of("B2", facts()) == 0, "nothing reported is no zero report"
    assert points_of("B1", facts(**zero)) == 0
    assert points_of("B1", facts(**zero), items__B1__zero_full=True) == 400


def test_a_part_month_shrinks_the_target_unless_the_county_wants_it_whole() -> None:
    half = PersonFacts("甲", 15, counts={"L02": 15, "L16": 4}, log=LogReturn(True), officer={"A2": 100})
    by_day = score(rubric(), half, 30)
    whole = score(rubric(partial={"targets": "full"}), half, 30)
    assert (by_day.items["B1"].points, by_day.prorated) == (400, True)
    assert (whole.items["B1"].points, whole.prorated) == (200, False)
    assert rubric(partial={"min_days": 10}).min_days == 10
    assert places(changed(partial={"min_days": 40, "targets": "weekly"})) == {
        "partial.targets": "rubric_shape",
        "partial.min_days": "rubric_whole",
    }
