"""`paper read` from the command line."""

import json
from pathlib import Path

from PIL import Image

from tests.cli.test_contract import ROWS, Terminal, environment, station
from tests.support.paper import picture

__all__ = ["environment", "station"]


def test_a_scan_is_read_back_with_the_marks_by_their_boxes(station: Terminal, tmp_path: Path) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply", "--as-of", "2026-11-22")
    made = station("forms", "print", "F20", "--all", "--period", "2026-10", "--boxes", "--out", tmp_path / "a.pdf")
    page = picture((tmp_path / "a.pdf").read_bytes(), 1, 150)
    box = next(box for box in made["pages_detail"][0]["boxes"] if box["id"] == "L04.无")
    x, y, side = (round(box[name] / 25.4 * 150) for name in ("x_mm", "y_mm", "w_mm"))
    page.paste(70, (x + 5, y + 5, x + side - 5, y + side - 5))
    page.rotate(180).save(tmp_path / "scan.png")
    Image.new("L", (600, 800), 250).save(tmp_path / "blank.jpg")
    told = station("paper", "read", tmp_path / "scan.png", tmp_path / "blank.jpg")
    assert told["returned"] == made["serials"][:1]
    assert told["missing"] == sorted(made["serials"][1:])
    assert (told["unread"], told["foreign"]) == (["blank.jpg:1"], [])
    assert told["scanned"] == told["filed"] + told["to_decide"] + told["foreign_pages"] == 2
    marks = {mark["box"]: (mark["value"], mark["sure"]) for mark in told["marks"]}
    assert (marks["L04.无"], marks["L05.无"], marks["L04"]) == ((True, True), (False, True), (None, True))
    assert {mark["serial"] for mark in told["marks"]} == set(made["serials"][:1])


def test_marks_that_were_looked_through_are_entered_and_missing_sheets_reminded(
    station: Terminal, tmp_path: Path
) -> None:
    sheet = tmp_path / "名单.csv"
    sheet.write_text(ROWS, encoding="utf-8")
    station("roster", "import", sheet, "--apply", "--as-of", "2026-11-22")
    made = station("forms", "print", "F20", "--all", "--period", "2026-10", "--out", tmp_path / "a.pdf")
    first, second, *_ = made["serials"]
    station("paper", "return", first)
    assert list(station("paper", "return", first)["before"]) == [first]
    marks = tmp_path / "marks.json"
    marks.write_text(json.dumps({"marks": [{"serial": first, "box": "L02", "value": 12, "sure": True}]}), "utf-8")
    told = station("paper", "enter", marks)
    assert (told["entered"], told["refused"]) == ([{"serial": first, "form": "F20", "entered": 1}], [])
    assert station("paper", "remind", "--period", "2026-10", "--how", "tel", second)["reminded"] == [second]
    lacking = {one["serial"]: one for one in station("paper", "missing", "--period", "2026-10")["sheets"]}
    assert (lacking[second]["reminded_how"], lacking[second]["reminded_times"]) == ("tel", 1)
