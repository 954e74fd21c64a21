"""Two desks decide one sheet before either sees the other's step: both are told, and one of them counts."""

from station_desk.domain.assessment import Assessment, Entry, SheetState, Step, differing, standing, with_grades
from station_desk.domain.rubric import ByOfficer, Grades, Item, Rubric

RUBRIC = Rubric(
    (Item("A1", "全部", 1000, ByOfficer()),), {}, 0, {}, {}, Grades(("一类", "二类", "三类"), (900, 800), None)
)
OF = Assessment("s", "sheet", "month", "2026-10", "room", "甲警务室", "", "", "", "", 31, 31)


def step(at: int, name: str, result: str = "") -> Step:
    return Step(f"{at}", name, f"2026-11-{at:02d}", result=result, at=at)


def told(*steps: Step) -> list[tuple[list[str], str]]:
    return [([one.result or one.step for one in found.steps], found.counts.id) for found in differing(steps)]


def test_two_confirmations_with_different_grades_are_told_and_the_later_counts() -> None:
    first, second = step(1, "confirm", "一类"), step(2, "confirm", "二类")
    assert told(first, second) == [(["一类", "二类"], "2")]
    at = standing(RUBRIC, OF, [Entry("e", "A1", points=950)], [second, first])
    assert with_grades(RUBRIC, [at])[0].grade == "二类"
    assert told(first, step(2, "confirm", "一类")) == []
    assert told(first, step(2, "notify")) == []


def test_a_dated_record_settles_two_confirmations() -> None:
    steps = step(1, "confirm", "一类"), step(2, "confirm", "二类"), step(3, "notify"), step(4, "correct", "一类")
    assert told(*steps[:3]) != []
    assert told(*steps) == []


def test_of_the_townships_agreement_and_veto_the_veto_counts_whichever_came_first() -> None:
    for steps in ((step(1, "agree"), step(2, "veto")), (step(1, "veto"), step(2, "agree"))):
        at = standing(RUBRIC, OF, [Entry("e", "A1", points=950)], steps)
        assert (at.state, at.veto) == (SheetState.VETOED, ("township",))
        assert with_grades(RUBRIC, [at])[0].grade == "三类"
        ((both, counts),) = told(*steps)
        assert sorted(both) == ["agree", "veto"]
        assert [one.step for one in steps if one.id == counts] == ["veto"]


def test_a_sheet_that_was_opened_again_begins_anew() -> None:
    steps = step(1, "veto"), step(2, "reopen"), step(3, "agree")
    at = standing(RUBRIC, OF, [Entry("e", "A1", points=950)], steps)
    assert (at.state, at.veto, told(*steps)) == (SheetState.AGREED, (), [])
