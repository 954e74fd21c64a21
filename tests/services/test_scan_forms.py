"""Where boxes lie on sheets whose lines follow a rubric."""

from pathlib import Path

from station_desk.domain.roster import PersonDraft
from station_desk.services import assessment, paperwork, roster, rubrics, scan_forms
from station_desk.services.desk import Desk
from tests.services.roster_desks import clock, desk, ids, made_once

__all__ = ["clock", "desk", "made_once"]

MONTH = "2026-10"


def _adopt(desk: Desk, tmp_path: Path) -> None:
    """The county's rubric: its last item is called otherwise than the example's."""
    body = rubrics.example("person").body.replace("example = true\n", "").replace("[items.F2]", "[items.F7]")
    file = tmp_path / "rubric.toml"
    file.write_text(body, encoding="utf-8")
    rubrics.adopt(desk, file, "县局", "滨公〔2026〕3号", "2026-01-05")


def test_a_score_sheet_lies_as_the_rubric_in_use_has_it_and_older_ones_as_theirs(desk: Desk, tmp_path: Path) -> None:
    roster.add_person(desk, PersonDraft(name="王芳", village_ids=(ids(desk)[0],), start_date="2024-12-01"))
    assessment.open_month(desk, MONTH)
    (serial,) = paperwork.make(desk, "F25", everyone=True, period=MONTH).serials
    known = scan_forms.geometries(desk)
    assert [one.version for one in known["F25/1"]] == ["3"], "of the example the file tells"
    assert f"{serial}/1" not in known
    _adopt(desk, tmp_path)
    known = scan_forms.geometries(desk)
    boxes = [{box.id for box in one.boxes} for one in known["F25/1"]]
    assert [("F7" in one, "F2" in one) for one in boxes] == [(True, False), (False, True)]
    mine = known[f"{serial}/1"]
    assert [{"F2", "F7"} & {box.id for box in one.boxes} for one in mine] == [{"F2"}, {"F7"}]
    drawn = paperwork.preview(desk, "F25", blank=1, boxes=True).pages_detail[0]
    assert known["F25/1"][0].boxes == drawn.boxes
    assert known["F25/1"][0].codes == (drawn.qr, drawn.qr_low)


def test_the_geometry_of_the_bundled_score_sheet_is_that_of_the_print(desk: Desk) -> None:
    (page, *_) = paperwork.preview(desk, "F25", blank=1, boxes=True).pages_detail
    (known,) = scan_forms.geometries(desk)["F25/1"]
    assert [box.id for box in known.boxes] == [box.id for box in page.boxes]
    assert all(abs(one.y_mm - other.y_mm) < 0.01 for one, other in zip(known.boxes, page.boxes, strict=True))
