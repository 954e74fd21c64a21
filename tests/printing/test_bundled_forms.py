"""The bundled forms as an office gets them: blank, filled in, with the longest names; what a scan is read by."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from station_desk.domain.paper_fields import Scope, blank_scope
from station_desk.domain.paper_people import LetterTerm
from station_desk.machine.folders import forms_dir
from station_desk.printing.model import Form
from tests.support.paper import bundled, letter, picture, roster, run, texts

CODES = ("F12", "F15", "F17", "F18", "F18S", "F19", "F20", "F25", "F27", "F31", "F35", "F46")
SCANNED = ("F20", "F25")
REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "forms"
RENEW = os.environ.get("STATION_DESK_NEW_PICTURES")
"""How to renew pictures and geometry: set it, run, look at them, commit."""

LONG = (
    "滨州市滨城区梁才街道办事处大高家庄子村",
    "滨州市滨城区梁才街道办事处西北大高家庄子新型农村社区",
    "滨州市滨城区梁才街道办事处南北镇店子街子村",
    "滨州市滨城区梁才街道办事处东西南北中街子村",
)
NAMES = ["阿卜杜热合曼·麦麦提敏江·吐尔逊", "𠮷𬭎䶮", "王芳", "欧阳娜娜"]
TERMS = (
    LetterTerm("2020-01-01", "2022-12-31", "东牛王村", "已期满", "梁聘〔2020〕3号"),
    LetterTerm("2023-01-01", "2025-12-31", "东牛王村、西牛王村", "在聘", "梁聘〔2023〕3号"),
)


def person(name: str = "王芳", **more: Any) -> Scope:
    given: dict[str, Any] = {
        "number": "梁聘〔2026〕1号",
        "period": "2026-11",
        "id_no": "371***********1234",
        "phone": "138****1234",
        "education": "高中",
        "political": "群众",
        "officer": "周民警",
        "room": "梁才第二警务室",
        "area": "南片",
        "terms": TERMS,
    }
    return letter(name, **(given | more))


def filled(form: Form) -> Scope:
    return person() if form.subject == "person" else {**roster(["王芳", "李伟", "欧阳娜娜"]), "月份": "2026-11"}


def blank(form: Form) -> Scope:
    known = {"派出所": "梁才派出所"} if form.subject == "person" else {}
    return blank_scope(form.subject, 单位="梁才派出所", **known)


def worst(form: Form) -> list[Scope]:
    if form.subject == "person":
        station = "滨州市公安局滨城分局梁才街道派出所梁才南社区警务站"
        long = {"villages": LONG, "station": station, "township": "梁才街道办事处经济技术开发区"}
        long |= {"officer": "阿卜杜热合曼·麦麦提敏", "room": "梁才街道南社区中心警务室", "area": "南北片区一组"}
        long |= {"post": "村委会委员、治保主任、网格员", "terms": TERMS * 4}
        return [person(name, **long) for name in NAMES]
    made = roster([NAMES[i % 4] for i in range(200)])
    (group,) = made["组"]  # type: ignore[misc]
    for i, line in enumerate(group["人员"]):
        if i % 7 == 0:
            line["村"] = "、".join(LONG)
    return [made]


@pytest.mark.parametrize("code", CODES)
def test_a_form_is_printed_blank_and_filled_in(code: str) -> None:
    form = bundled(code)
    made = run(form, [filled(form), blank(form)])
    if code == "F18S":
        assert ["不详" in text for text in texts(made.pdf)] == [True, False], "a blank form has no charts"
        return
    first, *_, last = texts(made.pdf) if form.imposition is None else texts(made.pdf)[:1] * 2
    assert "王" in first
    assert "芳" in first
    if form.imposition is None:
        assert "芳" not in last
    assert made.pages[0].detail.serial


@pytest.mark.parametrize("code", CODES)
def test_the_longest_names_and_two_hundred_people_find_room(code: str) -> None:
    form = bundled(code)
    made = run(form, worst(form))
    text = "".join(texts(made.pdf))
    if code == "F18S":
        assert len(made.pages) == 1
        return
    assert "𠮷𬭎䶮" in text.replace("\u3000", "")
    assert "吐尔逊" in text
    if form.subject == "roster":
        assert len(made.pages) > 4


@pytest.mark.parametrize("code", [*CODES, *(f"{code}-blank" for code in CODES)])
def test_a_form_looks_as_it_did_when_it_was_last_looked_at(code: str) -> None:
    form = bundled(code.removesuffix("-blank"))
    scope = blank(form) if code.endswith("blank") else filled(form)
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
    made = run(form, [filled(form), blank(form), *worst(form)])
    laid = [page.detail.as_dict() for page in made.pages]
    for page in laid:
        del page["page"], page["serial"]
    assert all(page == laid[0] for page in laid), "the longest name moves no box"
    ids = [box.id for box in made.pages[0].detail.boxes]
    assert len(ids) == len(set(ids))
    assert len(made.pages[0].detail.marks) == 4
    file = forms_dir() / "geometry" / f"{code}.json"
    told = {"form": code, "width_mm": 210, "height_mm": 297, **laid[0]}
    if RENEW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(file.read_text("utf-8")) == json.loads(json.dumps(told))
