"""The office's choice of faces for official letters."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station_desk.domain.trouble import Trouble
from station_desk.machine import folders
from station_desk.services import paperwork
from station_desk.services.desk import Desk
from station_desk.services.letter_faces import OWN, choose_faces, letter_faces
from tests.printing.test_installed import font
from tests.support.homes import make_home, reopen

LETTER = '<表单 编号="F95" 名称="通知" 对象="空白"><页 公文="是"><标题>公务通知</标题><段落>公务员</段落></页></表单>'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(folders, "font_dirs", list)
    opened = make_home(tmp_path)
    (opened.home.path / "forms").mkdir()
    (opened.home.path / "forms" / "F95.xml").write_text(LETTER, "utf-8")
    (opened.home.path / "fonts" / OWN).mkdir(parents=True)
    font("朱雀仿宋").save(opened.home.path / "fonts" / OWN / "zhuque.ttf")
    yield opened
    opened.close()


def test_nothing_of_this_computer_is_used_until_the_office_chooses_so(desk: Desk) -> None:
    before = paperwork.preview(desk, "F95", blank=1)
    assert before.faces == ()
    told = letter_faces(desk)
    assert not told.chosen
    assert dict(told.there) == {"仿宋": "朱雀仿宋"}
    assert choose_faces(desk, installed=True).chosen
    chosen = paperwork.preview(desk, "F95", blank=1)
    assert chosen.faces == (("仿宋", "朱雀仿宋"),)
    assert chosen.pdf != before.pdf
    choose_faces(desk, installed=False)
    assert paperwork.preview(desk, "F95", blank=1) == before


def test_the_choice_stays_and_other_forms_are_as_before(desk: Desk) -> None:
    plain = paperwork.preview(desk, "F18", blank=1)
    choose_faces(desk, installed=True)
    again = reopen(desk, write=False)
    assert letter_faces(again).chosen
    assert paperwork.preview(again, "F18", blank=1).faces == plain.faces == ()
    with pytest.raises(Trouble) as caught:
        choose_faces(again, installed=False)
    assert caught.value.code == "read_only"
    again.close()
