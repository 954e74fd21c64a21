"""Faces, fall-through, and text that comes out of the PDF as it went in."""

import shutil
import subprocess
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.printing.fonts import GlyphMissing, Shelf, shelf, to_unicode
from station_desk.printing.language import ROLES
from tests.support.paper import bundled, form_of, letter, page_of, run, texts

FONTS = resources_dir() / "fonts"
RARE = "𠮷𬭎䶮"
NOBODY_HAS = "\U00030000"


def test_text_beyond_the_basic_plane_comes_out_as_it_went_in_with_pdfium() -> None:
    (text,) = texts(run(bundled("F15"), [letter(RARE)]).pdf)
    assert RARE in text


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_text_beyond_the_basic_plane_comes_out_as_it_went_in_with_poppler(tmp_path: Path) -> None:
    file = tmp_path / "letter.pdf"
    file.write_bytes(run(bundled("F15"), [letter(RARE)]).pdf)
    told = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True).stdout.decode()
    assert RARE in told


def test_many_characters_come_out_as_they_went_in() -> None:
    many = "".join(chr(0x4E00 + i * 7) for i in range(900))
    form = form_of(page_of('<段落 字号="8">{{职务}}</段落>'))
    (text,) = texts(run(form, [letter(post=many)]).pdf)
    assert many in text


IDEOGRAPHS = (
    *((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B739)),
    *((0x2B740, 0x2B81D), (0x2B820, 0x2CEA1), (0x2CEB0, 0x2EBE0)),
)
"""The unified ideographs up to extension F: all of 通用规范汉字表 and whatever else a name may be written with."""


@pytest.mark.parametrize("role", ROLES)
def test_every_ideograph_has_a_glyph_with_a_contour(role: str) -> None:
    chain = shelf(FONTS).chain(role)
    without = []
    for first, last in IDEOGRAPHS:
        for point in range(first, last + 1):
            char = chr(point)
            assert chain.measure(char) > 0
            face = chain.strangers.get(char, chain.faces[0]).font.face
            glyph = face.charToGlyph[point]
            if face.glyphPos[glyph + 1] <= face.glyphPos[glyph]:
                without.append(char)
    assert without == []


def test_the_unicode_table_is_in_blocks_of_a_hundred_and_in_utf_16() -> None:
    table = to_unicode([0x41] * 150 + [0x20BB7])
    assert "100 beginbfchar" in table
    assert "51 beginbfchar" in table
    assert "<96> <D842DFB7>" in table


def test_only_embedded_faces_are_in_the_file() -> None:
    pdf = run(bundled("F15"), [letter()]).pdf
    assert b"Helvetica" not in pdf
    assert 0 < pdf.count(b"/Subtype /TrueType") == pdf.count(b"/FontFile2")


def test_characters_fall_through_serif_wenkai_and_hanamin() -> None:
    chain = Shelf(FONTS).chain("粗宋")
    for char, face in (
        ("王", "NotoSerifSC-Bold"),
        ("𬭎", "NotoSerifSC-Regular"),
        ("𠮷", "LXGWWenKai"),
        ("𠀀", "HanaMinB"),
    ):
        chain.measure(char)
        ((found, _),) = chain.runs(char)
        assert face in found.name


def test_a_name_stands_in_one_face_where_one_face_has_all_of_it() -> None:
    faces = Shelf(FONTS)
    assert faces.for_name("粗宋", "王芳").role == "粗宋"
    assert faces.for_name("粗宋", "王𬭎").role == "宋"
    assert faces.for_name("粗宋", RARE).role == "楷"


def test_a_character_that_no_face_has_is_told() -> None:
    with pytest.raises(GlyphMissing):
        Shelf(FONTS).chain("宋").measure(f"王{NOBODY_HAS}")
    with pytest.raises(Trouble) as caught:
        run(bundled("F15"), [letter("王芳"), letter(f"王{NOBODY_HAS}")])
    assert caught.value.code == "glyph_missing"
    assert caught.value.facts["person"] == f"王{NOBODY_HAS}"
    with pytest.raises(Trouble) as caught:
        run(form_of(page_of(f"<段落>{NOBODY_HAS}</段落>").replace("个人", "空白")), [{"单位": ""}])
    assert caught.value.code == "glyph_missing_text"


def test_a_tick_box_is_never_left_out_silently() -> None:
    with pytest.raises(GlyphMissing):
        Shelf(FONTS).chain("宋").measure("☑")


def test_the_offices_own_faces_come_last(tmp_path: Path) -> None:
    shutil.copy(FONTS / "NotoSansSC-Bold.ttf", tmp_path / "own.ttf")
    with_own, without = shelf(FONTS, tmp_path), shelf(FONTS)
    assert len(with_own.chain("宋").faces) == len(without.chain("宋").faces) + 1
    assert texts(run(bundled("F15"), [letter()], extra=tmp_path).pdf) == texts(run(bundled("F15"), [letter()]).pdf)


def test_a_broken_own_face_is_told_when_it_is_needed(tmp_path: Path) -> None:
    (tmp_path / "own.ttf").write_bytes(b"this is no font at all")
    assert run(bundled("F15"), [letter()], extra=tmp_path).pdf
    with pytest.raises(Trouble) as caught:
        run(bundled("F15"), [letter(f"王{NOBODY_HAS}")], extra=tmp_path)
    assert caught.value.code == "font_unusable"
    assert caught.value.facts["file"] == "own.ttf"


def test_a_bundled_face_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        Shelf(tmp_path).chain("宋").measure("王")
    assert caught.value.code == "font_missing"


def test_the_bundled_fonts_stay_within_a_hundred_megabytes_and_are_described() -> None:
    files = sorted(FONTS.glob("*.ttf"))
    assert sum(file.stat().st_size for file in files) < 100_000_000
    described = (FONTS / "FONTS.md").read_text("utf-8")
    assert [file.name for file in files if file.name not in described] == []
