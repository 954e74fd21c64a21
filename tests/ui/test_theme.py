"""Theme, marks, cells: readable in every look, distinct without colour, and one size for everything."""

import itertools
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_desk.ui.delegate import CELL, Cell, pieces
from station_desk.ui.icons import IconLabel
from station_desk.ui.kit import chip
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import MARK_ROLE, Mark, MarkKind, Tag, paint_mark
from station_desk.ui.preferences import look_of, type_factor
from station_desk.ui.theme import LOOKS, Look, theme

TEXTS = ("text", "text2", "hint", "accent", "ok", "warn", "bad")
GROUNDS = ("surface", "canvas")
ON_TINT = ("ok", "warn", "bad")


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_every_text_can_be_read_on_every_ground(qapp: QApplication, look: Look) -> None:
    theme().apply(qapp, look)
    colour = theme().colour
    pairs = [*itertools.product(TEXTS, GROUNDS), ("text", "tint"), ("text", "nav"), ("hint", "nav"), ("text", "tint2")]
    pairs += [(tone, f"{tone}_tint") for tone in ON_TINT] + [("on_accent", "accent"), ("text2", "tint")]
    low = {pair: round(contrast(colour(pair[0]), colour(pair[1])), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
    assert contrast(colour("field_edge"), colour("surface")) >= 3


@pytest.mark.parametrize(("look", "ink"), [("contrast", "#000000"), ("contrast_dark", "#ffffff")])
def test_high_contrast_is_pure_and_without_tints(qapp: QApplication, look: Look, ink: str) -> None:
    theme().apply(qapp, look)
    assert theme().colour("text").name() == theme().colour("line").name() == ink
    assert theme().colour("bad_tint") == theme().colour("surface")


def test_big_type_enlarges_type_and_sizes_alike(qapp: QApplication) -> None:
    small = (theme().font_px("body"), theme().size("row_list"), theme().px(10))
    theme().apply(qapp, factor=1.2)
    assert (theme().font_px("body"), theme().size("row_list"), theme().px(10)) == (17, 36, 12)
    assert small == (14, 30, 10)
    assert qapp.font().pixelSize() == 17


def test_the_programs_own_font_is_the_one_in_use(qapp: QApplication) -> None:
    assert theme().family in QFontDatabase.families()
    assert qapp.font().families()[0] == theme().family
    theme().load_rare_face()
    assert "HanaMinB" in QFontDatabase.families()
    assert "HanaMinB" in qapp.font().families()


def test_settings_name_looks_and_sizes() -> None:
    assert look_of("dark") == "dark"
    assert look_of("system") in ("light", "dark")
    assert look_of("no such look") in ("light", "dark")
    assert [type_factor(percent) for percent in (50, 100, 120, 300)] == [1.0, 1.0, 1.2, 1.2]


def test_a_change_of_look_is_one_signal_and_icons_follow(qapp: QApplication, qtbot: QtBot) -> None:
    icon = IconLabel("users", "text")
    tag = Tag("在聘", "ok")
    qtbot.addWidget(icon)
    qtbot.addWidget(tag)
    before = icon.pixmap().toImage()
    with qtbot.waitSignal(theme().changed):
        theme().apply(qapp, "dark")
    assert icon.pixmap().toImage() != before
    assert theme().colour("ok").name() in tag.styleSheet()


def shape(kind: str) -> bytes:
    """Where a mark is not the ground, without its colour."""
    image = QImage(26, 26, QImage.Format.Format_ARGB32)
    image.fill(theme().colour("surface"))
    painter = QPainter(image)
    paint_mark(painter, QRectF(0, 0, 26, 26), kind)
    painter.end()
    ground = theme().colour("surface").rgb()
    return bytes(image.pixel(x, y) != ground for y in range(26) for x in range(26))


def test_marks_differ_by_shape_alone() -> None:
    shapes = {kind: shape(kind) for kind in MARK_ROLE}
    for one, other in itertools.combinations(shapes, 2):
        differing = sum(a != b for a, b in zip(shapes[one], shapes[other], strict=True))
        assert differing > 20, (one, other)


def test_a_mark_can_change(qtbot: QtBot) -> None:
    mark = Mark("wait")
    qtbot.addWidget(mark)
    mark.set_kind("bad")
    kind: MarkKind = "bad"
    assert mark.kind == kind


def test_matched_characters_come_in_runs() -> None:
    assert pieces("刘志勇", (0, 1)) == [("刘志", True), ("勇", False)]
    assert pieces("刘志勇", (2,)) == [("刘志", False), ("勇", True)]
    assert pieces("", ()) == []


def view_of(qtbot: QtBot, rows: Sequence[Cell]) -> ListView[Cell]:
    model: ListModel[Cell] = ListModel([Column("姓名", 0)], lambda cell: (cell,))
    view: ListView[Cell] = ListView(model)
    qtbot.addWidget(view)
    model.set_rows(rows)
    view.resize(300, 200)
    view.show()
    return view


def colours_of(view: ListView[Cell], at: int) -> set[str]:
    where = view.visualRect(view.model().index(at, 0))
    image = view.viewport().grab(where).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def painted(view: ListView[Cell], at: int, role: str) -> bool:
    """Whether a row shows a colour, as nearly as thin lines do."""
    wanted = theme().colour(role)
    if role.endswith("tint") or role == "weekend":
        return wanted.name() in colours_of(view, at)
    colours = [QColor(name) for name in colours_of(view, at)]
    return any(
        max(abs(c.red() - wanted.red()), abs(c.green() - wanted.green()), abs(c.blue() - wanted.blue())) <= 6
        for c in colours
    )


def test_matched_characters_are_painted_in_the_accent(qtbot: QtBot) -> None:
    view = view_of(qtbot, [Cell("李四"), Cell("李四", spans=(0,))])
    accent = theme().colour("accent").name()
    assert accent not in colours_of(view, 0)
    assert accent in colours_of(view, 1)


@pytest.mark.parametrize(
    ("cell", "role"),
    [
        (Cell("空缺", mark="warn"), "warn"),
        (Cell("待聘", tag="bad"), "bad_tint"),
        (Cell("3", sign="bad"), "bad"),
        (Cell("3", sign="warn"), "warn"),
        (Cell("3", sign="changed"), "accent"),
        (Cell("x", ground="weekend"), "weekend"),
        (Cell("王敏", spans=(1,)), "accent"),
        (Cell("很长的名字" * 20, ink="bad", align="right", weight="bold", small=True, struck=True), "bad"),
    ],
)
def test_a_cell_paints_what_it_carries(qtbot: QtBot, cell: Cell, role: str) -> None:
    view = view_of(qtbot, [Cell("李四"), cell])
    assert painted(view, 1, role)
    assert not painted(view, 0, role)


def test_icon_and_second_part_stand_beside_the_text(qtbot: QtBot) -> None:
    view = view_of(qtbot, [Cell("王敏"), Cell("王敏", second="甲村"), Cell("王敏", icon="users")])
    widths = []
    for at in range(3):
        where = view.visualRect(view.model().index(at, 0)).adjusted(0, 2, 0, -2)
        image = view.viewport().grab(where).toImage()
        ground = theme().colour("surface").rgb()
        inked = [x for x in range(image.width()) if any(image.pixel(x, y) != ground for y in range(image.height()))]
        widths.append(max(inked) - min(inked))
    assert widths[1] > widths[0]
    assert widths[2] > widths[0]


def test_readers_get_the_text_of_a_cell(qtbot: QtBot) -> None:
    view = view_of(qtbot, [Cell("王敏", second="甲村", mark="warn")])
    index = view.model().index(0, 0)
    assert index.data() == "王敏 甲村"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "王敏 甲村"
    assert isinstance(index.data(CELL), Cell)


def test_the_current_row_is_sent_and_enter_opens_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, [Cell("李四"), Cell("王敏")])
    opened: list[Cell] = []
    chosen: list[Cell | None] = []
    view.opened.connect(opened.append)
    view.chosen.connect(chosen.append)
    view.setFocus()
    view.choose(0)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert [cell.text for cell in chosen if cell] == ["李四", "王敏"]
    assert [cell.text for cell in opened] == ["王敏"]
    view.choose(-1)
    assert view.current() is None


def test_five_thousand_signals_do_no_harm(qtbot: QtBot) -> None:
    """With another Qt release each emit() lost a reference to True until the process died (DESKTOP, decision 1)."""

    class Bell(QObject):
        rung = Signal(bool)

    heard: list[bool] = []
    bell = Bell()
    bell.rung.connect(heard.append)
    for _ in range(5000):
        bell.rung.emit(True)
    for _ in range(600):
        bell.rung.disconnect(heard.append)
        bell.rung.connect(heard.append)
    assert heard == [True] * 5000


def test_a_switch_pressed_from_outside_acts_like_a_click(qtbot: QtBot) -> None:
    """Qt's own checkable buttons are only toggled by an outside driver, and nobody hears of a click."""
    seen: list[bool] = []
    made = chip("在聘 71", seen.append, name="chip-active")
    qtbot.addWidget(made)
    assert not made.isCheckable()
    made.click()
    made.click()
    made.setChecked(True)
    assert seen == [True, False, True]
    assert "✓" in made.accessibleDescription()
    assert made.property("on") is True
