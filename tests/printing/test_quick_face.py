"""A font parsed sooner says what reportlab says of it."""

from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFace

from station_desk.machine.folders import resources_dir
from station_desk.printing.fonts import Face
from station_desk.printing.quick_face import QuickFace

FONTS = sorted((resources_dir() / "fonts").glob("*.ttf"))
NOT_KEPT = {"glyphToChar", "_pdfScale", "_pos"}
"""For shaping, which is off; a function; where the reading stands."""


def told(face: TTFontFace) -> dict[str, object]:
    return {name: value for name, value in vars(face).items() if name not in NOT_KEPT}


@pytest.mark.parametrize("file", FONTS, ids=lambda file: file.stem)
def test_a_bundled_face_has_the_characters_widths_and_places_that_reportlab_finds(file: Path) -> None:
    slow, quick = TTFontFace(str(file)), QuickFace(str(file))
    assert not quick.glyphToChar, "left to reportlab"
    assert told(quick) == told(slow)


def test_a_font_is_set_up_as_reportlab_sets_up_one_without_shaping() -> None:
    file = min(FONTS, key=lambda one: one.stat().st_size)
    theirs, ours = TTFont("SD-test", str(file), shapable=False), Face("SD-test", file).font
    kept = {name: value for name, value in vars(ours).items() if name not in {"face", "encoding", "state"}}
    assert kept.items() <= vars(theirs).items()
    assert vars(ours).keys() == vars(theirs).keys()


def test_a_font_of_another_make_is_left_to_reportlab(tmp_path: Path) -> None:
    whole = min(FONTS, key=lambda one: one.stat().st_size).read_bytes()
    places = TTFontFace(str(min(FONTS, key=lambda one: one.stat().st_size))).table
    at = places["cmap"]["offset"]
    old = tmp_path / "old.ttf"
    old.write_bytes(whole[: at + 4] + b"\0\1\0\1" + whole[at + 8 : at + 12] + b"\0\1\0\1" + whole[at + 16 :])
    slow, quick = TTFontFace(str(old)), QuickFace(str(old))
    assert quick.glyphToChar == slow.glyphToChar != {}
    assert told(quick) == told(slow)


def test_a_font_that_is_cut_off_is_refused_as_by_reportlab(tmp_path: Path) -> None:
    file = min(FONTS, key=lambda one: one.stat().st_size)
    cut = tmp_path / "cut.ttf"
    cut.write_bytes(file.read_bytes()[:40])
    for make in (TTFontFace, QuickFace):
        with pytest.raises(TTFError):
            make(str(cut))
