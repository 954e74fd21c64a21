"""What a page of a scan shows: sheets at any rotation, ticks, doubts."""

import random
from dataclasses import dataclass, replace

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from station_desk.domain.paper import code_text
from station_desk.domain.scanned import Geometry, MarkRead, PageSeen
from station_desk.machine.folders import resources_dir
from station_desk.scans.pages import look
from tests.bench.scans import geometry, print_pages
from tests.support.paper import KEY, picture
from tests.support.scan_piles import STYLES, Filled, Wear, draw_mark, fill_ticks, worn, write_digits


@dataclass(frozen=True)
class Printed:
    """Pages of F20 and F25 at 200 dpi with their serials."""

    pages: dict[str, list[Image.Image]]
    serials: dict[str, list[str]]
    places: dict[str, tuple[Geometry, ...]]

    def boxes(self, form: str) -> Geometry:
        return self.places[f"{form}/1"][0]


@pytest.fixture(scope="module")
def printed() -> Printed:
    made = {form: print_pages(form) for form in ("F20", "F25")}
    pages = {form: [picture(pdf, at, 200) for at in (1, 2)] for form, (pdf, _) in made.items()}
    places = {f"{form}/1": (geometry(form),) for form in made}
    return Printed(pages, {form: serials for form, (_, serials) in made.items()}, places)


def _seen(printed: Printed, page: Image.Image) -> PageSeen:
    return look(np.asarray(page), 1, printed.places, cutouts=False)


def _serials(seen: PageSeen) -> list[str]:
    return [sheet.code.split(":")[1] for sheet in seen.sheets]


def _marks(seen: PageSeen) -> dict[str, MarkRead]:
    (sheet,) = seen.sheets
    return {mark.box: mark for mark in sheet.marks}


WEARS = [
    Wear(dpi=100, turn=3.0, quarter=2, blur=0.3, noise=8, jpeg=50, paper=200),
    Wear(dpi=150, turn=-4.0, quarter=1, noise=10, shadow=0.3, holes=True, staple=True),
    Wear(dpi=200, fold="tr", fold_mm=36, paper=215, jpeg=60),
    Wear(dpi=200, cut=(9.0, 0.0, 0.0, 9.0), border=20, turn=1.0),
    Wear(dpi=150, photo=0.05, noise=5, fade=0.8),
]


@pytest.mark.parametrize("wear", WEARS)
def test_a_worn_sheet_is_named_and_no_tick_is_taken_wrongly(printed: Printed, wear: Wear) -> None:
    rng = random.Random(7)
    filled = fill_ticks(printed.pages["F20"][0], 200, printed.boxes("F20").boxes, rng)
    seen = _seen(printed, worn(filled.picture, 200, wear, rng))
    assert _serials(seen) == printed.serials["F20"][:1]
    marks = _marks(seen)
    assert [box for box, says in filled.says.items() if marks[box].sure and marks[box].value != says] == []
    assert sum(marks[box].sure for box in filled.says) >= len(filled.says) - 1


@pytest.mark.parametrize("style", STYLES)
def test_every_way_to_tick_a_box_counts_and_its_neighbours_stay_empty(printed: Printed, style: str) -> None:
    rng = random.Random(3)
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L05.无")
    draw_mark(filled, box, style, 60, 0.5, rng)
    marks = _marks(_seen(printed, worn(filled.picture, 200, Wear(dpi=150, noise=4), rng)))
    ticked = [mark.box for mark in marks.values() if mark.kind == "tick" and mark.value is True]
    assert ticked == ["L05.无"]


@pytest.mark.parametrize("grey", [190, 205])
def test_a_pen_that_rested_leaves_the_box_empty_also_where_its_dot_is_pale(printed: Printed, grey: int) -> None:
    page = printed.pages["F20"][0].copy()
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L03.无")
    x, y = ((at + box.w_mm / 2) * 200 / 25.4 for at in (box.x_mm, box.y_mm))
    ImageDraw.Draw(page).ellipse([x - 2, y - 2, x + 2, y + 2], fill=grey)
    assert _marks(_seen(printed, page))["L03.无"].value is False


def test_a_box_filled_beyond_one_side_is_ticked(printed: Printed) -> None:
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L03.无")
    draw_mark(filled, replace(box, x_mm=box.x_mm - 0.7), "fill", 60, 0.5, random.Random(1))
    assert _marks(_seen(printed, filled.picture))["L03.无"].value is True


def test_a_tick_that_was_struck_out_is_in_doubt(printed: Printed) -> None:
    rng = random.Random(1)
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L03.无")
    for style in ("tick", "strike"):
        draw_mark(filled, box, style, 40, 0.4, rng)
    mark = _marks(_seen(printed, filled.picture))["L03.无"]
    assert (mark.value, mark.sure) == (None, False)


@pytest.mark.parametrize(("out_mm", "right_mm"), [(0.75, 0.75), (2.0, 2.0), (1.5, 0.1), (0.1, 1.5)])
def test_a_strike_that_goes_only_a_little_beyond_the_box_is_one(
    printed: Printed, out_mm: float, right_mm: float
) -> None:
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L03.无")
    draw_mark(filled, box, "tick", 40, 0.4, random.Random(1))
    x, y, w, scale = box.x_mm, box.y_mm + box.w_mm / 2, box.w_mm, 200 / 25.4
    for at in (y - 0.4, y + 0.4):
        line = [(x - out_mm) * scale, at * scale, (x + w + right_mm) * scale, at * scale]
        ImageDraw.Draw(filled.picture).line(line, fill=40, width=3)
    assert _marks(_seen(printed, filled.picture))["L03.无"].value is None


def test_a_pale_stain_right_through_a_box_strikes_nothing_out(printed: Printed) -> None:
    """The ring of a cup, three strokes wide and pale, leaves an empty box empty; what was struck out under it is in doubt."""
    page = printed.pages["F20"][0].copy()
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L13.无")
    y, scale = box.y_mm + box.w_mm / 2, 200 / 25.4
    cover = Image.new("L", page.size, 255)
    ImageDraw.Draw(cover).line(
        [(box.x_mm - 20) * scale, y * scale, (box.x_mm + 20) * scale, y * scale], fill=195, width=round(2 * scale)
    )
    cover = cover.filter(ImageFilter.GaussianBlur(3))
    assert _marks(_seen(printed, ImageChops.multiply(page, cover)))["L13.无"].value is False
    filled = Filled(page, 200)
    for style in ("tick", "strike"):
        draw_mark(filled, box, style, 40, 0.4, random.Random(1))
    assert _marks(_seen(printed, ImageChops.multiply(filled.picture, cover)))["L13.无"].value is None


def test_two_ticks_where_one_excludes_the_other_are_both_in_doubt(printed: Printed) -> None:
    rng = random.Random(1)
    filled = Filled(printed.pages["F25"][0].copy(), 200)
    for box in printed.boxes("F25").boxes:
        if box.id in ("等次.优秀", "等次.合格", "一票否决"):
            draw_mark(filled, box, "tick", 40, 0.5, rng)
    marks = _marks(_seen(printed, filled.picture))
    assert [marks[name].sure for name in ("等次.优秀", "等次.合格", "等次.不合格", "一票否决")] == [
        False,
        False,
        True,
        True,
    ]
    assert marks["一票否决"].value is True


def test_blank_places_are_sure_and_scrawls_among_digits_are_in_doubt(printed: Printed) -> None:
    rng = random.Random(1)
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    boxes = {box.id: box for box in printed.boxes("F20").boxes}
    scrawl = Image.effect_noise((40, 60), 90).point(lambda value: 255 if value > 150 else 0)
    write_digits(filled, boxes["L01"], "8", lambda _digit: scrawl, rng)
    marks = _marks(_seen(printed, filled.picture))
    assert (marks["L01"].value, marks["L01"].sure) == (None, False)
    assert (marks["L02"].value, marks["L02"].sure) == (None, True)


def _glyph(digit: str) -> Image.Image:
    """A digit as a neat hand writes it, white on black."""
    face = ImageFont.truetype(str(resources_dir() / "fonts" / "NotoSansSC-Regular.ttf"), 80)
    ink = Image.new("L", (90, 130), 0)
    ImageDraw.Draw(ink).text((20, 5), digit, fill=230, font=face)
    return ink


def test_neat_digits_are_read_and_one_whose_foot_lies_under_the_side_is_in_doubt(printed: Printed) -> None:
    filled = Filled(printed.pages["F20"][0].copy(), 200)
    boxes = {box.id: box for box in printed.boxes("F20").boxes}
    for at, digit in enumerate("0123456789"):
        write_digits(filled, boxes[f"d{at + 1:02d}.数量"], digit, _glyph, random.Random(at))
    low = replace(boxes["d20.数量"], y_mm=boxes["d20.数量"].y_mm + 1.1)
    write_digits(filled, low, "2", _glyph, random.Random(1))
    marks = _marks(_seen(printed, filled.picture))
    read = {digit: marks[f"d{digit + 1:02d}.数量"] for digit in range(10)}
    assert [digit for digit, mark in read.items() if mark.sure and mark.value != digit] == []
    assert sum(mark.sure for mark in read.values()) >= 4
    assert not marks["d20.数量"].sure or marks["d20.数量"].value == 2


def test_two_sheets_on_one_large_scan_are_two_sheets(printed: Printed) -> None:
    first, second = printed.pages["F20"][0], printed.pages["F25"][1].rotate(180)
    large = Image.new("L", (first.width * 2 + 30, first.height), 235)
    large.paste(first, (0, 0))
    large.paste(second, (first.width + 30, 0))
    assert sorted(_serials(_seen(printed, large))) == [printed.serials["F20"][0], printed.serials["F25"][1]]


def test_a_folded_corner_that_shows_the_code_of_the_sheet_below_files_neither(printed: Printed) -> None:
    page, below = printed.pages["F20"][0].copy(), printed.pages["F20"][1]
    corner = (1250, 60, 1600, 340)
    page.paste(below.crop(corner), corner[:2])
    seen = _seen(printed, page)
    assert (seen.sheets, seen.fault) == ((), "two_codes")


def test_a_sheet_that_shows_through_from_behind_is_not_there(printed: Printed) -> None:
    page, behind = printed.pages["F20"]
    mirrored = np.asarray(ImageOps.mirror(behind), dtype=np.float32) / 255
    shown = Image.fromarray((np.asarray(page) * (0.75 + 0.25 * mirrored)).astype(np.uint8))
    assert _serials(_seen(printed, shown)) == printed.serials["F20"][:1]
    assert _seen(printed, ImageOps.mirror(behind)).fault == "no_code"


@pytest.mark.parametrize("reach", [0.0, 1.2])
def test_the_soft_rim_of_a_stain_is_no_tick(printed: Printed, reach: float) -> None:
    """A cup's ring, as wide as three strokes and without their edges, goes through the box."""
    page = printed.pages["F20"][0].copy()
    box = next(box for box in printed.boxes("F20").boxes if box.id == "L13.无")
    x, y, scale = box.x_mm + box.w_mm / 2 - 14 + reach, box.y_mm + 6, 200 / 25.4
    cover = Image.new("L", page.size, 255)
    edge = [(mm * scale) for mm in (x - 14, y - 14, x + 14, y + 14)]
    ImageDraw.Draw(cover).ellipse(edge, outline=195, width=round(1.5 * scale))
    page = ImageChops.multiply(page, cover.filter(ImageFilter.GaussianBlur(3)))
    marks = _marks(_seen(printed, page))
    assert marks["L13.无"].value is not True
    assert [box for box, mark in marks.items() if mark.kind == "tick" and mark.value is True] == []


def test_a_blank_back_a_letter_and_a_code_of_others_are_told_apart(printed: Printed) -> None:
    blank = _seen(printed, Image.new("L", (1200, 1700), 245))
    assert (blank.fault, blank.others) == ("blank", 0)
    letter = printed.pages["F20"][0].copy()
    for place in printed.boxes("F20").codes:
        x, y, side = (round(mm / 25.4 * 200) for mm in (place.x_mm, place.y_mm, place.w_mm))
        letter.paste(255, (x, y, x + side, y + side))
    assert _seen(printed, letter).fault == "no_code"


def test_a_sheet_of_another_lay_out_is_named_and_nothing_is_read_from_it(printed: Printed) -> None:
    assert code_text(printed.serials["F20"][0], 1, KEY).startswith("SD1:")
    wrong = {"F20/1": printed.places["F25/1"]}
    seen = look(np.asarray(printed.pages["F20"][0]), 1, wrong, cutouts=False)
    assert _serials(seen) == printed.serials["F20"][:1]
    assert (seen.sheets[0].fits, seen.sheets[0].marks) == (False, ())
