"""The bundled forms as an office gets them: blank, filled in, with the longest names; what a scan is read by."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from station_desk.machine.folders import forms_dir
from station_desk.printing import cells
from tests.support.form_samples import blank, filled, worst
from tests.support.paper import bundled, picture, run, texts

CODES = tuple(file.name.split(" ")[0] for file in sorted(forms_dir().glob("*.xml")))
SCANNED = ("F20", "F25", "F26")
REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "forms"
RENEW = os.environ.get("STATION_DESK_NEW_PICTURES")
"""How to renew pictures and geometry: set it, run, look at them, commit."""

FIRST = {"handover": "5B0E-19", "receipt": "5B0E-19", "corrections": "吐尔逊", "report": "一村一警"}
FIRST |= {
    "F18S": "不详",
    "F01": "西牛王村",
    "F04": "东牛王村",
    "F08": "2026年秋季选聘",
    "F26": "第二警务室",
    "P01": "户政管理大队",
}
"""What stands on a filled form of a subject (or of one form) and not on a blank one, where it is not 王芳."""

NAMELESS = ("F01", "F04", "F08", "F18S", "F44", "F44B", "P01")


@pytest.mark.parametrize("code", CODES)
def test_a_form_is_printed_blank_and_filled_in(code: str) -> None:
    form = bundled(code)
    made = run(form, [filled(form.subject)])
    empty = run(form, [blank(form.subject)])
    told, untold = ("".join(texts(pressed.pdf)).replace("\u3000", "") for pressed in (made, empty))
    what = FIRST.get(code, FIRST.get(form.subject, "王芳"))
    assert (what in told, what in untold) == (True, False)
    assert made.pages[0].detail.serial
    assert empty.warnings == (), "what is the same on every sheet is not told before each print"
    assert made.warnings == (), "and a sheet of ordinary values has nothing to shrink"


@pytest.mark.parametrize("code", CODES)
def test_the_fixed_words_of_a_form_stand_in_their_own_size(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_of_this_sheet", lambda cell, _scope: cell.text.static)
    form = bundled(code)
    assert run(form, [filled(form.subject)]).warnings == ()


@pytest.mark.parametrize("code", CODES)
def test_the_longest_names_and_two_hundred_people_find_room(code: str) -> None:
    form = bundled(code)
    made = run(form, worst(form.subject))
    text = "".join("".join(texts(made.pdf)).split())
    if code not in NAMELESS:
        assert "𠮷𬭎䶮" in text
        assert "𠅤䶮" in text
        assert "吐尔逊" in text
    if form.subject == "roster" and code != "F18S":
        assert len(made.pages) > 4


@pytest.mark.parametrize("code", [*CODES, *(f"{code}-blank" for code in CODES)])
def test_a_form_looks_as_it_did_when_it_was_last_looked_at(code: str) -> None:
    form = bundled(code.removesuffix("-blank"))
    scope = blank(form.subject) if code.endswith("blank") else filled(form.subject)
    seen = picture(run(form, [scope]).pdf, 1, 50)
    file = REFERENCE / f"{code}.png"
    if RENEW:
        seen.save(file, optimize=True)
    kept = Image.open(file).convert("L")
    assert kept.size == seen.size
    changed = sum(ImageChops.difference(kept, seen).histogram()[64:]) / (seen.width * seen.height)
    assert changed < 0.004, f"{changed:.2%} of the page differs"


@pytest.mark.parametrize("code", SCANNED)
def test_what_a_scan_is_read_by_lies_where_the_file_beside_the_form_says(code: str) -> None:
    form = bundled(code)
    made = run(form, [filled(form.subject), blank(form.subject), *worst(form.subject)])
    laid = [page.detail.as_dict() for page in made.pages]
    for page in laid:
        del page["page"], page["serial"]
    assert all(page == laid[0] for page in laid), "the longest name moves no box"
    ids = [box.id for box in made.pages[0].detail.boxes]
    assert len(ids) == len(set(ids))
    assert len(made.pages[0].detail.marks) == 4
    assert made.pages[0].detail.qr_low, "a torn corner takes one code only"
    file = forms_dir() / "geometry" / f"{code}.json"
    source = next(forms_dir().glob(f"{code} *.xml")).read_text("utf-8")
    version = source.partition('版本="')[2].partition('"')[0]
    told = {"form": code, "version": version, "width_mm": 210, "height_mm": 297, **laid[0]}
    if RENEW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(file.read_text("utf-8")) == json.loads(json.dumps(told))
