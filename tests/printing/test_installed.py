"""The faces of this computer: found by family, judged, used for official letters only where they are asked for."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

from station_desk.machine.folders import resources_dir
from station_desk.printing import door
from station_desk.printing.fonts import shelf
from station_desk.printing.installed import installed_faces
from station_desk.printing.model import Form
from tests.support.paper import NOWHERE, form_of, mark, texts

FONTS = resources_dir() / "fonts"
LETTER = (
    '<表单 编号="F95" 名称="通知" 对象="空白"><页 公文="是"><标题>公务通知</标题><段落 缩进="2">{}</段落></页></表单>'
)
PLAIN = '<表单 编号="F95" 名称="通知" 对象="空白"><页 页边="20 20 20 20" 字体="仿宋"><段落>公务员</段落></页></表单>'


@lru_cache(maxsize=2)
def _few(chars: str) -> bytes:
    """A bundled face with few characters."""
    made = TTFont(io.BytesIO((FONTS / "NotoSerifSC-Regular.ttf").read_bytes()))
    cut = subset.Subsetter(subset.Options(notdef_outline=True, layout_features=[], drop_tables=["GSUB", "GPOS"]))
    cut.populate(text=chars)
    cut.subset(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def font(family: str, chars: str = "公务员印发通知一二三0123") -> TTFont:
    """A face of this family with few characters, made from a bundled one."""
    made = TTFont(io.BytesIO(_few(chars)))
    for record in made["name"].names:
        if record.nameID in (1, 16):
            record.string = family.encode("utf-16-be") if record.platformID == 3 else family
    return made


def folder_with(folder: Path, faces: Sequence[tuple[str, TTFont]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, face in faces:
        face.save(folder / name)
    return folder


def printed(form: Form, installed: Sequence[Path]) -> tuple[bytes, dict[str, str]]:
    pressed = door.print_form(form, FONTS, NOWHERE, [{"单位": "梁才派出所"}], mark, installed=installed)
    return pressed.pdf, dict(pressed.faces)


def test_a_face_is_found_by_the_family_it_names_whatever_its_file_is_called(tmp_path: Path) -> None:
    here = folder_with(tmp_path, [("a.ttf", font("仿宋_GB2312")), ("simfang.ttf", font("Something Else"))])
    found = installed_faces([here])
    assert {role: (face.family, face.file.name) for role, face in found.items()} == {"仿宋": ("仿宋_GB2312", "a.ttf")}


def test_the_better_of_two_families_is_taken(tmp_path: Path) -> None:
    here = folder_with(tmp_path, [("a.ttf", font("FangSong")), ("b.ttf", font("FangSong_GB2312"))])
    assert installed_faces([here])["仿宋"].family == "FangSong_GB2312"


def test_a_face_inside_a_collection_is_found_and_printed(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [font("Other"), font("方正小标宋简体")]
    collection.save(tmp_path / "both.ttc")
    face = installed_faces([tmp_path])["小标宋"]
    assert (face.family, face.index) == ("方正小标宋简体", 1)
    pdf, faces = printed(form_of(LETTER.format("公务")), [tmp_path])
    assert faces == {"小标宋": "方正小标宋简体"}
    assert "公务通知" in texts(pdf)[0]


def test_what_must_not_be_embedded_or_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    closed = font("FangSong_GB2312")
    closed["OS/2"].fsType = 0x0002
    here = folder_with(tmp_path, [("closed.ttf", closed), ("poor.ttf", font("SimHei", "公务"))])
    whole = (here / "closed.ttf").read_bytes()
    (here / "torn.ttf").write_bytes(whole[:400])
    (here / "not.ttf").write_bytes(b"no font at all, only words" * 40)
    lying = bytearray(font_bytes("KaiTi", tmp_path))
    lying[200:260] = b"\xff" * 60
    (here / "lying.ttf").write_bytes(bytes(lying))
    assert "仿宋" not in installed_faces([here])
    assert shelf(FONTS, None, [here]).installed == {}, "a face that lacks what a letter needs is not used"


def font_bytes(family: str, folder: Path) -> bytes:
    file = folder / "whole.bin"
    font(family).save(file)
    return file.read_bytes()


def test_letters_use_them_only_when_asked_and_other_forms_never(tmp_path: Path) -> None:
    here = folder_with(tmp_path, [("a.ttf", font("仿宋_GB2312"))])
    letter = form_of(LETTER.format("公务员"))
    plain, none = printed(letter, [])
    changed, used = printed(letter, [here])
    assert none == {}
    assert used == {"仿宋": "仿宋_GB2312"}
    assert plain != changed
    assert printed(letter, [tmp_path / "nothing here"]) == (plain, {})
    form = form_of(PLAIN)
    assert printed(form, [here]) == printed(form, [])


def test_a_character_that_the_face_lacks_comes_from_the_bundled_one(tmp_path: Path) -> None:
    here = folder_with(tmp_path, [("a.ttf", font("仿宋_GB2312"))])
    pdf, _ = printed(form_of(LETTER.format("公务员𠮷𬭎䶮")), [here])
    assert "公务员𠮷𬭎䶮" in texts(pdf)[0]


@pytest.mark.parametrize("role", ["仿宋", "小标宋"])
def test_without_a_face_of_this_computer_the_bundled_ones_are_used(role: str) -> None:
    assert shelf(FONTS).chain(role).faces[0].name.startswith("SD-NotoSerifSC")
