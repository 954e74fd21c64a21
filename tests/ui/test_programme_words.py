"""Whose people are called otherwise sees their own word on every page, in every sentence and on every form."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

from station_desk import wording
from station_desk.domain.paper_fields import USUAL_TITLE
from station_desk.services import pack_install
from station_desk.services.desk import Desk
from station_desk.ui.page import Target
from station_desk.ui.pages import entries_of
from station_desk.ui.window import DeskWindow
from station_desk.wording import t, tn
from tests.ui.conftest import Opened, quiet
from tests.ui.people import six_people

ROOT = Path(__file__).resolve().parents[2]
OTHERS = re.compile("警务助理|辅警|村警(?!助理工作台)")
"""The words of the programmes for their people; the program itself is called 村警助理工作台."""
READS = re.compile(
    r"domain/(intake_\w+|chat_\w+|log_heads|guard_words|paper_fields|policy|paper_people)|services/score_book|wording/__init__"
)
"""What reads the files and chats that people bring knows all these words; two hold the usual one, for what a pack leaves
out, and one the word of a list that the province asks for.
"""
DATA = ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "title", "toPlainText")


# --- what the program says --------------------------------------------------------------------------------------------
@cache
def literals() -> list[tuple[str, str, bool]]:
    """Every text with such a word in the code, docstrings apart: file, text, whether it goes through `t`, `tn` or `N`."""
    found = []
    for file in sorted((ROOT / "station_desk").rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        if not OTHERS.search(source):
            continue
        tree = ast.parse(source)
        said = {
            id(argument)
            for call in ast.walk(tree)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("t", "tn", "N")
            for argument in call.args
        }
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                place = file.relative_to(ROOT / "station_desk").as_posix()
                found += [(place, node.value, id(node) in said)] if OTHERS.search(node.value) else []
    return found


def test_the_code_calls_nobodys_people_by_name_but_through_the_catalogue() -> None:
    found = [(file, text) for file, text, _said in literals() if not READS.match(file)]
    by_itself = [one for one in found if OTHERS.search(one[1].replace(USUAL_TITLE, ""))]
    assert by_itself == [], "another programme's word stands in a sentence: say 警务助理, it becomes the pack's word"
    marked = {(file, text) for file, text, said in literals() if said}
    assert [one for one in found if one not in marked] == []
    assert len(found) > 10


def test_every_sentence_says_the_programmes_word_and_leaves_the_facts_as_they_are() -> None:
    wording.call_people(lambda: "农村{辅}警")
    for _file, text, said in literals():
        if said and USUAL_TITLE in text and "{" not in text:
            assert t(text) == text.replace(USUAL_TITLE, "农村{辅}警")
    assert t("警务助理看{what}", what="一村一警务助理") == "农村{辅}警看一村一警务助理"
    assert tn("{n} 名警务助理", "{n} 名警务助理", 3) == "3 名农村{辅}警"
    wording.call_people()
    assert t("警务助理看{what}", what="花名册") == "警务助理看花名册"
    assert wording.PEOPLE == USUAL_TITLE


def test_in_english_the_assistants_of_an_auxiliary_programme_are_auxiliaries() -> None:
    wording.use_language("en")
    try:
        assert t("警务助理自己做的") == "the assistants' own work"
        wording.call_people(lambda: "农村辅警")
        assert t("警务助理自己做的") == "the auxiliaries' own work"
    finally:
        wording.use_language("zh_CN")


def test_no_form_has_a_programmes_word_in_its_fixed_text() -> None:
    forms = sorted((ROOT / "forms").glob("*.xml"))
    assert len(forms) > 40
    for file in forms:
        text = re.sub(r"<!--.*?-->", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r' 名称="[^"]*"', "", text, count=1)  # the name is said in the pack's word (form.called)
        assert not OTHERS.search(re.sub(r"\{\{.*?\}\}", "", text)), file.name


# --- every page of a home of each programme ---------------------------------------------------------------------------
def shown(window: DeskWindow) -> Iterator[str]:
    """Everything that stands in a widget of the window, visible or not, and in the lists."""
    for one in window.findChildren(QWidget):
        for name in DATA:
            value = getattr(one, name, None)
            said = value() if callable(value) else None
            if isinstance(said, str):
                yield said
        if isinstance(one, QAbstractItemView) and one.model() is not None:
            model = one.model()
            cells = ((row, at) for row in range(min(model.rowCount(QModelIndex()), 50)) for at in range(8))
            for row, at in cells:
                for role in (0, 3, 11, *range(256, 262)):
                    said = model.index(row, at).data(role)
                    yield said if isinstance(said, str) else repr(said) if said is not None else ""


@pytest.mark.parametrize("pack", ["cn.xihua", "cn.weihai"])
def test_every_page_says_the_programmes_word(qtbot: QtBot, opened: Opened, pack: str) -> None:
    own = {"cn.xihua": ("社区驻村辅警", "驻村辅警", "社区辅警"), "cn.weihai": ("农村辅警",)}[pack]

    def fill(desk: Desk) -> None:
        six_people(desk)
        pack_install.follow(desk, pack)

    window = opened("station", fill, villages=6)
    assert window.desk is not None
    assert window.frame is not None
    targets = [Target(entry.name) for entry in entries_of(window.desk.office.kind)]
    targets += [
        act.target
        for entry in entries_of(window.desk.office.kind)
        for act in entry.acts
        if act.target.page == "settings"
    ]
    seen, met = set[str](), set[str]()
    for target in targets:
        window.frame.go(target)
        quiet(qtbot, window)
        for text in shown(window):
            if text not in seen:
                seen.add(text)
                met |= {word for word in own if word in text}
                assert "警务助理" not in text.replace("一村一警务助理", ""), (target, text)
    assert met
    assert len(seen) > 300
