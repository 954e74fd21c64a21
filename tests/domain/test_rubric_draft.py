"""A rubric in the editor: every rubric comes back as it was, sums follow the typing, faults stand at their fields."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from station_desk.domain.rubric import Ratio, Rubric
from station_desk.domain.rubric_draft import RubricDraft, document_of, draft_of, faults_of, sums
from station_desk.domain.rubric_edit import added, moved, removed, typed
from station_desk.domain.rubric_read import read_rubric
from station_desk.machine.folders import resources_dir
from station_desk.services.rubrics import text_of
from tests.domain.test_rubric_read import DOCUMENT, changed

WAYS = {
    "share": {"names": ["一类", "二类", "三类"], "rule": "share", "shares": [0.3, 0.5, 0.2]},
    "manual": {"names": ["优", "差"], "rule": "manual"},
}


def example(kind: str) -> Rubric:
    return read_rubric(tomllib.loads((resources_dir() / "rubrics" / f"{kind}.toml").read_text("utf-8")))


def draft() -> RubricDraft:
    return draft_of(read_rubric(changed(name="县里的考核")))


def places(made: RubricDraft) -> dict[str, str]:
    return {fault.at: fault.trouble.code for fault in faults_of(made)}


@pytest.mark.parametrize(
    "rubric",
    [
        example("person"),
        example("room"),
        read_rubric(DOCUMENT),
        read_rubric(changed(grades=WAYS["share"], partial={"targets": "full", "min_days": 10})),
        read_rubric(changed(grades=WAYS["share"] | {"rounding": "half_up"})),
        read_rubric(changed(annual={"min_months": 6, "top_share": 0.2, "share_of": "county"})),
        read_rubric(changed(grades=WAYS["manual"], annual={"min_months": 12, "leave_out": True, "top_share": 0.2})),
    ],
)
def test_a_rubric_edited_in_nothing_is_the_same_rubric(rubric: Rubric) -> None:
    text = text_of(document_of(draft_of(rubric)))
    again = read_rubric(tomllib.loads(text))
    assert again == replace(rubric, example=False)
    assert not again.example, "what somebody edited and decided is no example"


def test_sums_follow_the_typing_and_the_fault_stands_at_the_section() -> None:
    made = typed(draft(), "items.A1", "max", "25")
    assert sums(made) == ({"A": 350, "B": 600}, 950)
    assert places(made) == {"sections.A.max": "rubric_section_sum", "full": "rubric_sum"}
    assert places(typed(made, "items.A2", "max", "15")) == {}


def test_what_is_typed_wrong_stays_as_typed_and_is_said_at_its_field() -> None:
    made = typed(draft(), "items.B1", "bands", "100%=50 九成=9")
    assert places(made) == {"items.B1.bands": "rubric_bands"}
    line = made.line("items.B1")
    assert line is not None
    assert line.value("bands") == "100%=50 九成=9"
    made = typed(made, "items.B1", "bands", "100%=40 90%=36")
    for key, name, text, code in (
        ("items.A1", "max", "三十", "points_wrong"),
        ("items.A1", "floor", "31", "rubric_above"),
        ("items.B2", "n", "0", "rubric_shape"),
        ("grades", "cuts", "85 95 70", "rubric_cuts"),
        ("partial", "min_days", "40", "rubric_whole"),
        ("adds.P1", "points", "", "points_wrong"),
        ("sections.B", "name", " ", "rubric_name_missing"),
    ):
        assert places(typed(made, key, name, text))[f"{key}.{name}"] == code


def test_lines_are_added_moved_and_taken_out_and_a_code_is_not_given_twice() -> None:
    made, key = added(draft(), "items", "A")
    assert key == "items.A3"
    assert [line.code for line in made.items_of("A")] == ["A1", "A2", "A3"]
    made = removed(typed(typed(made, key, "name", "服从安排"), key, "max", "10"), "items.A2")
    assert added(made, "items", "A")[1] == "items.A4"
    made = moved(made, "items.A3", -1)
    assert [line.code for line in made.items_of("A")] == ["A3", "A1"]
    assert moved(made, "items.A3", -1) == made, "it is the first already"
    made = moved(made, "sections.B", -1)
    assert [line.code for line in made.lines if line.kind in ("sections", "items")] == [
        "B",
        "B1",
        "B2",
        "A",
        "A3",
        "A1",
    ]
    assert list(read_rubric(document_of(made)).sections()) == ["B", "A"]
    gone = removed(made, "sections.B")
    assert [line.code for line in gone.of("sections")] == ["A"]
    assert not gone.items_of("B")
    assert removed(gone, "grades") == gone


def test_a_code_that_was_taken_out_is_not_given_to_another_line() -> None:
    made = removed(removed(draft(), "items.A2"), "sections.B")
    assert made.gone == {"A2", "B", "B1", "B2"}
    assert added(made, "items", "A")[1] == "items.A3", "a sheet may still hold points of A2"
    assert added(made, "sections")[1] == "sections.C"
    now = read_rubric(changed(adds={"cap": 5}))
    assert added(draft_of(now, [read_rubric(DOCUMENT)]), "adds")[1] == "adds.P2", "P1 was a bonus of an earlier version"


def test_a_new_section_a_bonus_and_a_veto_find_their_place() -> None:
    made, section = added(draft(), "sections")
    assert section == "sections.C"
    assert places(made)["sections.C.max"] == "rubric_section_empty"
    made, item = added(made, "items", "C")
    made = typed(typed(typed(made, section, "name", "宣传"), item, "name", "宣传"), item, "max", "0")
    made, veto = added(made, "vetoes")
    made = typed(made, veto, "name", "台账造假")
    made, bonus = added(made, "adds")
    made = typed(typed(made, bonus, "name", "专项突出"), bonus, "points", "1.5")
    assert (veto, bonus) == ("vetoes.V1", "adds.P2")
    assert places(made) == {}
    again = read_rubric(document_of(made))
    assert again.vetoes == {"V1": "台账造假"}
    assert again.adds["P2"].points == 15


def test_the_full_width_sign_is_read_wherever_two_values_belong_together() -> None:
    made = typed(typed(draft(), "items.B1", "target", "S＝20，M＝30"), "sizes", "sizes", "S＝0 M＝300")
    again = read_rubric(document_of(typed(made, "items.B1", "bands", "100%＝40 50%＝20")))
    assert (again.sizes, again.item("B1")) == ({"S": 0, "M": 300}, again.items[2])
    assert isinstance(again.items[2].mode, Ratio)
    assert again.items[2].mode.target == {"S": 20, "M": 30}


def test_a_mode_asks_for_what_it_needs() -> None:
    made = typed(draft(), "items.A2", "mode", "ratio")
    line = made.line("items.A2")
    assert line is not None
    assert line.fields() == ("name", "max", "mode", "metric", "target", "bands", "zero_full", "standard")
    assert set(places(made)) == {"items.A2.metric", "items.A2.target", "items.A2.bands"}


def test_points_for_leads_are_refused_while_typing() -> None:
    assert places(typed(draft(), "adds.P1", "name", "提供有效线索")) == {"adds.P1": "rubric_leads"}


def test_the_bundled_examples_have_no_fault() -> None:
    files = sorted(Path(resources_dir() / "rubrics").glob("*.toml"))
    assert [places(draft_of(example(file.stem))) for file in files] == [{}, {}]
