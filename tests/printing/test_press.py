"""The whole print: bytes, pages, codes, overflow; and pictures to compare with."""

import os
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from station_desk.domain.paper import read_code
from station_desk.domain.progress import Cancelled
from station_desk.domain.trouble import Trouble
from station_desk.printing.codes import QUIET, module_count
from tests.support.paper import bundled, form_of, letter, mark, page_of, picture, roster, run, texts

REFERENCE = Path(__file__).resolve().parents[1] / "reference" / "forms"
NAMES = ["王芳", "欧阳娜娜", "𠮷𬭎䶮", "阿卜杜热合曼·麦麦提敏"]


def test_the_same_data_give_the_same_bytes() -> None:
    assert run(bundled("F15"), [letter(n) for n in NAMES]).pdf == run(bundled("F15"), [letter(n) for n in NAMES]).pdf
    assert run(bundled("F18"), [roster(NAMES)]).pdf == run(bundled("F18"), [roster(NAMES)]).pdf


def test_the_bytes_do_not_depend_on_what_was_printed_before() -> None:
    fresh = run(bundled("F15"), [letter()]).pdf
    run(bundled("F15"), [letter("欧阳娜娜", villages=("戊村", "己村"))])
    assert run(bundled("F15"), [letter()]).pdf == fresh


def test_a_letter_is_one_page_even_with_many_villages() -> None:
    many = tuple(f"第{i}个村名很长的村" for i in range(14))
    pressed = run(bundled("F15"), [letter(), letter("李伟", villages=many), letter("赵强")])
    assert [p.detail.page for p in pressed.pages] == [1, 2, 3]
    assert [w.code for w in pressed.warnings] == ["page_shrunk"]
    assert (pressed.warnings[0].page, pressed.warnings[0].facts["person"]) == (2, "李伟")


def test_a_letter_that_cannot_be_one_page_is_refused_with_the_persons_name() -> None:
    many = tuple(f"第{i}个村名很长的村" for i in range(90))
    with pytest.raises(Trouble) as caught:
        run(bundled("F15"), [letter("李伟", villages=many)])
    assert caught.value.code == "form_overflow"
    assert caught.value.facts["what"] == "李伟"


def test_text_that_overflows_a_fixed_place_is_refused() -> None:
    form = form_of(page_of('<放置 左="20" 上="20" 宽="30" 高="8"><段落>{{单位}}</段落></放置>'))
    assert run(form, [letter(issuer="某所")]).pages
    with pytest.raises(Trouble) as caught:
        run(form, [letter(issuer="滨州市公安局滨城分局梁才派出所")])
    assert caught.value.code == "form_overflow"


def test_text_never_comes_over_the_code_or_its_quiet_edge() -> None:
    form = form_of(page_of('<二维码 左="30" 上="40"/><段落>{{单位}}</段落>'))
    assert run(form, [letter(issuer="所")]).pages
    with pytest.raises(Trouble) as caught:
        run(form, [letter(issuer="滨州市公安局滨城分局梁才派出所" * 12)])
    assert caught.value.code == "form_meets_code"


def test_a_long_text_goes_on_on_the_next_page_when_the_form_lets_it() -> None:
    form = form_of(page_of('<段落>{{单位}}</段落><页码 下="8"/>'))
    pages = texts(run(form, [letter(issuer="滨州市公安局滨城分局" * 150)]).pdf)
    assert len(pages) == 3
    assert all(text.endswith(f"第 {number} 页\u3000共 3 页") for number, text in enumerate(pages, 1))


def test_the_work_can_be_stopped() -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(bundled("F15"), [letter()] * 5, progress=stop)
    assert len(run(bundled("F15"), [letter()]).pages) == 1


@pytest.mark.parametrize("turned", [0, 90, 180, 270, 7])
@pytest.mark.parametrize("code", ["F15", "F18"])
def test_the_code_is_read_from_a_page_at_100_dots_per_inch_also_turned(code: str, turned: int) -> None:
    pressed = run(bundled(code), [letter() if code == "F15" else roster(NAMES)])
    page = picture(pressed.pdf, 1, 100).rotate(turned, expand=True, fillcolor=255)
    (found,) = zxingcpp.read_barcodes(page)
    assert found.text == mark(0, 1).content
    assert read_code(found.text).serial == pressed.pages[0].detail.serial


@pytest.mark.parametrize("code", ["F15", "F18"])
def test_the_code_lies_where_it_is_said_and_its_edge_is_clear(code: str) -> None:
    pressed = run(bundled(code), [letter() if code == "F15" else roster(NAMES)])
    place = pressed.pages[0].detail.qr
    assert place
    dpi = 254
    page = picture(pressed.pdf, 1, dpi)
    module = place.w_mm / module_count(mark(0, 1).content)
    assert place.w_mm >= 18
    inner = page.crop(_box(place.x_mm, place.y_mm, place.w_mm, place.h_mm, 0.0, dpi))
    corner = inner.crop((2, 2, round(7 * module * dpi / 25.4) - 2, 4))
    assert corner.getextrema()[1] < 90
    outer = page.crop(_box(place.x_mm, place.y_mm, place.w_mm, place.h_mm, QUIET * module - 0.1, dpi)).copy()
    margin = round((QUIET * module - 0.1) * dpi / 25.4)
    outer.paste(255, (margin - 1, margin - 1, outer.width - margin + 1, outer.height - margin + 1))
    assert outer.getextrema()[0] > 200


def _box(x: float, y: float, w: float, h: float, more: float, dpi: int) -> tuple[int, int, int, int]:
    return tuple(round(v * dpi / 25.4) for v in (x - more, y - more, x + w + more, y + h + more))  # type: ignore[return-value]


def test_each_page_of_a_print_has_its_own_serial_and_code() -> None:
    pressed = run(bundled("F18"), [roster([f"王{chr(0x4E00 + i)}" for i in range(60)])])
    assert len(pressed.pages) >= 3
    for index, page in enumerate(pressed.pages):
        (found,) = zxingcpp.read_barcodes(picture(pressed.pdf, index + 1, 100))
        assert read_code(found.text).serial == page.detail.serial
        assert read_code(found.text).page == index + 1 == page.page
    assert len({page.detail.serial for page in pressed.pages}) == len(pressed.pages)


def test_nothing_about_a_person_is_in_the_code_or_in_the_properties_of_the_file() -> None:
    pdf = run(bundled("F15"), [letter("王芳")]).pdf
    document = pypdfium2.PdfDocument(pdf)
    told = document.get_metadata_dict()
    document.close()
    assert told["Title"] == "聘书"
    assert "王芳" not in "".join(told.values()) + mark(0, 1).content


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="gb2312", categories=("Lo",)), min_size=2, max_size=5))
def test_every_character_of_a_name_comes_out_of_the_letter(name: str) -> None:
    (text,) = texts(run(bundled("F15"), [letter(name)]).pdf)
    assert (f"{name[0]}\u3000{name[1]}" if len(name) == 2 else name) in text


def test_every_character_leaves_ink() -> None:
    empty = picture(run(form_of(page_of("<段落>　</段落>")), [letter()]).pdf, 1, 100).histogram()[:128]
    for char in "王𠮷𬭎䶮𠀀·A1，":
        form = form_of(page_of('<段落 字号="60">{{职务}}</段落>'))
        inked = picture(run(form, [letter(post=char)]).pdf, 1, 100).histogram()[:128]
        assert sum(inked) > sum(empty) + 20, char


@pytest.mark.parametrize("name", ["F15-rare", "F18-groups"])
def test_a_page_looks_as_it_did(name: str) -> None:
    people = [*NAMES, "李伟", "赵强", "孙丽", "周敏"]
    documents = {
        "F15-rare": letter("𠮷𬭎䶮", villages=("东牛王村", "西牛王村", "前打渔张村")),
        "F18-groups": roster(people, ("梁才街道", "杨柳雪镇")),
    }
    seen = picture(run(bundled(name[:3]), [documents[name]]).pdf, 1, 50)
    file = REFERENCE / f"{name}.png"
    if os.environ.get("STATION_DESK_NEW_PICTURES"):  # how to renew them: then look at them, then commit
        seen.save(file, optimize=True)
    kept = Image.open(file).convert("L")
    assert kept.size == seen.size
    difference = ImageChops.difference(kept, seen)
    changed = sum(difference.histogram()[64:]) / (seen.width * seen.height)
    assert changed < 0.004, f"{changed:.2%} of the page differs"
