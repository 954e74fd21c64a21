"""The month grid in the real window, on a real desk, with the keys of the number pad."""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station_desk import wording
from station_desk.domain.ids import new_id
from station_desk.domain.months import following
from station_desk.domain.work_columns import Column
from station_desk.domain.work_log import Count, EntryState, LogEntry
from station_desk.machine.clock import Clock
from station_desk.services import log_months
from station_desk.services.desk import Desk
from station_desk.services.month_grid import month_grid
from station_desk.services.work_log import apply_counts
from station_desk.store import log
from station_desk.ui.month_page import MonthPage
from station_desk.ui.month_paste import PasteView
from station_desk.ui.month_table import LEAST
from station_desk.ui.month_words import HEADS, head_of
from station_desk.ui.page import Target
from station_desk.ui.theme import theme
from station_desk.ui.window import DeskWindow
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, CTRL, NAMES, focus, page_of, press, said, six_people, type_in

Shown = tuple[DeskWindow, MonthPage]
PAD = Qt.KeyboardModifier.KeypadModifier
_SIGNS = {
    "+": Qt.Key.Key_Plus,
    "-": Qt.Key.Key_Minus,
    "*": Qt.Key.Key_Asterisk,
    "/": Qt.Key.Key_Slash,
    ".": Qt.Key.Key_Period,
}


class Hand:
    """Types on the number pad and counts the keys; ⏎ is its Enter."""

    def __init__(self) -> None:
        self.keys = 0

    def __call__(self, text: str) -> None:
        for sign in text:
            key = Qt.Key.Key_Enter if sign == "⏎" else _SIGNS.get(sign) or Qt.Key(int(Qt.Key.Key_0) + int(sign))
            QTest.keyClick(focus(), key, PAD)
            self.keys += 1


@pytest.fixture
def shown(opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Shown]:
    """The window with the grid in front, within a month; `fill` gets the desk and the open month."""

    def show(
        fill: Callable[[Desk, str], object] | None = None, pack: str = "cn.nanan", today: date = date(2026, 11, 22)
    ) -> Shown:
        monkeypatch.setattr(Clock, "today", lambda _clock: today)

        def people_and_more(desk: Desk) -> None:
            six_people(desk)
            if fill is not None:
                fill(desk, log_months.open_month(desk))

        window = opened(fill=people_and_more, villages=8, pack=pack)
        press(Qt.Key.Key_4, CTRL)
        quiet(qtbot, window)
        page = page_of(window)
        assert isinstance(page, MonthPage)
        assert focus() is page.table
        return window, page

    return show


def desk_of(window: DeskWindow) -> Desk:
    assert window.desk is not None
    return window.desk


def stored(window: DeskWindow, month: str) -> dict[tuple[str, str], LogEntry]:
    """The entries of a month by name and code."""
    desk = desk_of(window)
    with desk.store.read() as conn:
        names = {row.person_id: row.name for row in month_grid(desk, month).rows}
        return {(names[one.person_id], one.code): one for one in log.load_entries(conn, months={month})}


def counts(window: DeskWindow, page: MonthPage) -> dict[tuple[str, str], int]:
    return {key: one.count for key, one in stored(window, page.month).items()}


def text(page: MonthPage, at: int, column: int) -> str:
    return page.table.model_.cell(at, column).text


def people_of(desk: Desk, month: str) -> Sequence[str]:
    return [row.person_id for row in month_grid(desk, month).rows]


def last_month(desk: Desk, month: str) -> None:
    """In the month before, everyone had 24 visits and 3 patrols."""
    before = following(month, -1)
    both = [Count(one, code, before, n) for one in people_of(desk, month) for code, n in (("L01", 3), ("L02", 24))]
    apply_counts(desk, both, "grid")


def test_a_month_is_typed_with_the_number_pad_alone(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_G, ALT)  # Enter to the right
    quiet(qtbot, window)
    hand, rows = Hand(), len(page.book.rows)  # type: ignore[union-attr]
    assert rows == 5, "who waits for appointment has no row"
    for n in range(rows):
        for value in ("12", "24", str(n), "2", "11", "1", "8", "1", "3", "5"):
            hand(f"{value}⏎")
        hand("⏎⏎⏎//⏎")
    press(Qt.Key.Key_Return, CTRL)
    quiet(qtbot, window)
    assert hand.keys / rows <= 29
    found = stored(window, page.month)
    assert len(found) == rows * 15, "ports and boats are no column of this programme"
    assert [found[name, "L03"].count for name in NAMES[:5]] == [0, 1, 2, 3, 4]
    assert found[NAMES[0], "L16"].zero_report
    assert not found[NAMES[0], "L03"].zero_report
    assert {one.source for one in found.values()} == {"grid"}
    assert f"已录 {rows}/{rows}" in page.facts


def test_enter_goes_down_and_the_sums_follow(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    hand = Hand()
    hand("3+2+4⏎12⏎")
    book = page.book
    assert book is not None
    assert [text(page, at, 0) for at in range(3)] == ["9", "12", ""]
    assert book.column_totals() == {"L01": 21}
    assert book.row_total(book.rows[0]) == 9
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert counts(window, page) == {(NAMES[0], "L01"): 9, (NAMES[1], "L01"): 12}


def test_the_sum_as_it_was_typed_stays_until_the_row_is_left(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    hand = Hand()
    press(Qt.Key.Key_G, ALT)
    hand("3+2+4⏎")
    press(Qt.Key.Key_Backtab)
    assert "3+2+4=9" in page.line.whole()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up)
    assert "3+2+4=9" not in page.line.whole()


def test_the_other_signs_of_the_pad(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown(last_month)
    hand = Hand()
    hand("*")
    assert text(page, 0, 0) == "3", "as last month"
    hand("⏎..⏎")
    assert text(page, 1, 0) == "3", "as above"
    hand("/")
    assert text(page, 2, 0) == "零"
    hand("⏎0⏎")
    assert text(page, 3, 0) == "0"
    press(Qt.Key.Key_Up)
    hand("-")
    assert text(page, 3, 0) == "", "blank is not 0"
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    found = stored(window, page.month)
    assert {key[0]: (one.count, one.zero_report) for key, one in found.items()} == {
        NAMES[0]: (3, False),
        NAMES[1]: (3, False),
        NAMES[2]: (0, True),
    }


def test_the_last_value_and_two_slashes_finish_a_row(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    press(Qt.Key.Key_G, ALT)
    hand = Hand()
    hand("12⏎⏎5//⏎")
    book = page.book
    assert book is not None
    row = book.rows[0]
    assert [text(page, 0, n) for n in range(4)] == ["12", "零", "5", "零"]
    assert book.blanks(row) == []
    assert (page.table.currentIndex().row(), page.table.currentIndex().column()) == (1, 0)
    hand("7/⏎")
    assert [text(page, 1, n) for n in range(2)] == ["7", ""], "one slash after a value is no zero report"


def test_full_width_signs_and_those_of_an_input_method_are_read(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    for sign in "１＋":
        wide = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)
        QGuiApplication.sendEvent(focus(), wide)
    type_in("２")
    assert page.table.typing == "1+2"
    press(Qt.Key.Key_Escape)
    assert page.table.typing is None
    assert text(page, 0, 0) == "", "Esc brings the old value back"


def test_an_unusual_value_is_asked_about_in_the_line_and_stays(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown(last_month)
    press(Qt.Key.Key_Tab)
    Hand()("96⏎")
    press(Qt.Key.Key_Up)
    assert page.table.model_.cell(0, 1).sign == "warn"
    assert "上月 24，这次 96" in page.line.whole()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_F8)
    assert (page.table.currentIndex().row(), page.table.code()) == (0, "L02")
    assert page.tools.chips["asked"].text().strip() in {"有提醒 0", "有提醒 1"}
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert counts(window, page) == {(NAMES[0], "L02"): 96}
    assert page.tools.chips["asked"].text().strip() == "有提醒 1"


def test_a_row_whose_sheet_is_not_back_asks_once(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    def sheets(desk: Desk, month: str) -> None:
        first = people_of(desk, month)[0]
        with desk.store.write(desk.account.id, "print") as work:
            serial = f"S-{month}-0001-1"
            fields = {"serial": serial, "form": "F20", "person_id": first, "period": month, "state": "printed"}
            work.create("sheet", new_id(), fields)

    window, page = shown(sheets)
    assert page.table.currentIndex().row() == 1, "the first row whose sheet is here"
    press(Qt.Key.Key_Up)
    assert text(page, 0, 0) == "未交表"
    Hand()("7")
    assert page.table.typing is None
    assert "还没有交回" in page.line.whole()
    Hand()("7⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert stored(window, page.month)[NAMES[0], "L01"].paper == f"S-{page.month}-0001-1"


def test_what_is_typed_is_written_by_itself_and_taken_back_by_one_key(
    shown: Callable[..., Shown], qtbot: QtBot
) -> None:
    window, page = shown()
    page.writer._timer.setInterval(1)
    Hand()("5⏎")
    qtbot.waitUntil(lambda: counts(window, page) == {(NAMES[0], "L01"): 5}, timeout=10_000)
    quiet(qtbot, window)
    press(Qt.Key.Key_Z, CTRL)
    quiet(qtbot, window)
    assert counts(window, page) == {}
    assert text(page, 0, 0) == ""
    press(Qt.Key.Key_Y, CTRL)
    quiet(qtbot, window)
    assert text(page, 0, 0) == "5"


def test_a_half_typed_figure_is_not_written_by_itself(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    Hand()("5⏎1")
    assert page.book is not None
    page.writer.now(page.book)
    quiet(qtbot, window)
    assert counts(window, page) == {(NAMES[0], "L01"): 5}
    Hand()("2⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert counts(window, page)[NAMES[1], "L01"] == 12


def test_a_draft_brings_back_values_the_half_typed_figure_and_the_cell(
    shown: Callable[..., Shown], qtbot: QtBot
) -> None:
    window, page = shown()
    Hand()("5⏎4")
    kept = page.draft()
    assert kept is not None
    page.book.typed.clear()  # type: ignore[union-attr]
    page.table.cancel()
    page.restore(kept)
    page.reading.again()
    quiet(qtbot, window)
    assert (text(page, 0, 0), page.table.typing, page.table.currentIndex().row()) == ("5", "4", 1)


def test_a_draft_of_the_programmes_own_columns_brings_them_back_with_it(
    shown: Callable[..., Shown], qtbot: QtBot
) -> None:
    window, page = shown(pack="cn.xihua")
    press(Qt.Key.Key_X, ALT)
    quiet(qtbot, window)
    code = page.table.code()
    assert not code.startswith("L"), "a metric, no category"
    Hand()("5⏎")
    kept = page.draft()
    assert kept is not None
    page.book.forget_typed()  # type: ignore[union-attr]
    press(Qt.Key.Key_X, ALT)
    quiet(qtbot, window)
    page.restore(kept)
    page.reading.again()
    quiet(qtbot, window)
    assert (page.table.code(), text(page, 0, 0)) == (code, "5")


def test_a_total_below_its_days_is_marked_and_the_rest_is_written(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    def days(desk: Desk, month: str) -> None:
        first = month_grid(desk, month).first.isoformat()
        apply_counts(desk, [Count(people_of(desk, month)[0], "L01", month, 5, day=first)], "paste")

    window, page = shown(days)
    page.table.stand_on(0, 0)
    Hand()("3⏎8⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert counts(window, page) == {(NAMES[0], "L01"): 5, (NAMES[1], "L01"): 8}
    press(Qt.Key.Key_F8)
    assert page.table.currentIndex().row() == 0
    assert page.table.model_.cell(0, 0).sign == "bad"
    assert "按天" in page.line.whole()
    page.table.stand_on(0, 0)
    Hand()("9⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert text(page, 0, 0) == "9"
    assert page.draft() is None


def test_the_officer_checks_a_row_and_gives_a_value_back(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    Hand()("5⏎6⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    page.table.stand_on(0, 0)
    press(Qt.Key.Key_C, ALT)
    quiet(qtbot, window)
    page.table.stand_on(1, 0)
    press(Qt.Key.Key_R, ALT)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    found = stored(window, page.month)
    assert [found[name, "L01"].state for name in NAMES[:2]] == [EntryState.CHECKED, EntryState.RETURNED]
    assert page.table.model_.cell(1, 0).struck
    page.table.setFocus()
    Hand()("6⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    assert stored(window, page.month)[NAMES[1], "L01"].state is EntryState.ENTERED


def test_a_closed_month_is_put_right_by_an_entry_of_the_next(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    Hand()("5⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert page.book is not None
    assert page.book.is_closed
    page.table.stand_on(0, 0)
    page.table.setFocus()
    Hand()("9⏎")
    assert text(page, 0, 0) == "5", "nothing is typed into a closed month"
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_F2)
    QTest.keyClicks(focus(), "-2")
    for _ in range(3):
        press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    desk = desk_of(window)
    with desk.store.read() as conn:
        [made] = [one for one in log.load_entries(conn) if one.corrects]
    assert (made.count, made.month) == (-2, following(page.month, 1))
    page.table.stand_on(0, 0)
    assert "后来更正 -2" in page.line.whole()


def test_pasted_chat_becomes_counts_and_nothing_of_the_text_is_kept(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    desk = desk_of(window)
    day = f"{desk.clock.today():%m-%d}"
    chat = f"{NAMES[0]} {day} 8:20\n今天走访12户，调解1起\n{NAMES[1]} {day} 8:25\n走访十来户\n"
    QGuiApplication.clipboard().setText(chat)
    press(Qt.Key.Key_V, CTRL)
    quiet(qtbot, window)
    assert isinstance(page.over.view, PasteView)
    assert [line.on for line in page.over.view.lines] == [True, True, False]
    press(Qt.Key.Key_Down)
    Hand()("3")  # a figure put right before it is written
    press(Qt.Key.Key_Return)
    quiet(qtbot, window)
    assert page.over.view is None
    found = stored(window, page.month)
    assert {key: (one.count, one.source, one.day) for key, one in found.items()} == {
        (NAMES[0], "L02"): (12, "paste", desk.clock.today().isoformat()),
        (NAMES[0], "L03"): (3, "paste", desk.clock.today().isoformat()),
    }
    with desk.store.read() as conn:
        for table in ("change", "draft", "setting"):
            rows = conn.exec_driver_sql(f"SELECT * FROM {table}").fetchall()
            assert "十来户" not in str(rows)
    assert page.draft() is None


def test_what_a_later_message_corrects_is_told_and_not_asked(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    day = f"{desk_of(window).clock.today():%m-%d}"
    QGuiApplication.clipboard().setText(f"{NAMES[0]} {day} 8:20\n走访5户\n{NAMES[0]} {day} 8:25\n打错了，走访是6户\n")
    press(Qt.Key.Key_V, CTRL)
    quiet(qtbot, window)
    assert isinstance(page.over.view, PasteView)
    assert [(line.note, line.why) for line in page.over.view.lines] == [("这条后来更正了", ""), ("", "")]
    assert page.over.view.facts() == "认出 1 条，0 处要看"


def test_a_block_of_numbers_is_pasted_into_the_cells(shown: Callable[..., Shown]) -> None:
    _window, page = shown()
    QGuiApplication.clipboard().setText("1\t2\t\r\n4\t\t6\r\n")
    press(Qt.Key.Key_V, CTRL)
    assert [[text(page, at, column) for column in range(3)] for at in range(2)] == [["1", "2", ""], ["4", "", "6"]]


def test_a_row_is_found_by_initials_and_serial_and_piles_are_split(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    def officers(desk: Desk, month: str) -> None:
        with desk.store.read() as conn:
            places = conn.exec_driver_sql("SELECT id FROM village ORDER BY code").scalars().all()
        with desk.store.write(desk.account.id, "village_edit") as work:
            for n, place in enumerate(places[:5]):
                work.update("village", place, {"officer": "孔建军" if n % 2 else "郑卫东"})

    _window, page = shown(officers)
    press(Qt.Key.Key_F, CTRL)
    QTest.keyClicks(focus(), "xxd")
    press(Qt.Key.Key_Return)
    assert focus() is page.table
    assert page.table.row().name == NAMES[2]  # type: ignore[union-attr]
    page.tools.piles.set_value(("officer", "孔建军"))
    page.tools._pile_chosen()
    assert [row.name for row in page.book.rows] == [NAMES[1], NAMES[3]]  # type: ignore[union-attr]


def test_one_day_of_the_month_can_be_entered(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown()
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    Hand()("4⏎")
    press(Qt.Key.Key_S, CTRL)
    quiet(qtbot, window)
    [entry] = stored(window, page.month).values()
    assert (entry.count, entry.day) == (4, page.day)
    press(Qt.Key.Key_T, ALT)
    quiet(qtbot, window)
    assert page.table.model_.cell(0, 0).sign == "noted"
    assert "其中按天 1 条" in page.line.whole() or page.table.currentIndex().row() != 0


def test_the_close_that_home_asks_for_is_that_of_its_month(shown: Callable[..., Shown], qtbot: QtBot) -> None:
    window, page = shown(last_month)
    before = following(page.month, -1)
    page.place.go(Target("month", "close", before))
    quiet(qtbot, window)
    assert page.month == before
    assert f"结 {before} 的账？" in said(window)
    press(Qt.Key.Key_Escape)
    page.place.go(Target("month", "close"))
    qtbot.waitUntil(lambda: f"结 {before} 的账？" in said(window), timeout=10_000)
    press(Qt.Key.Key_Escape)


def test_the_page_opens_the_month_that_ended_as_long_as_that_is_open(shown: Callable[..., Shown]) -> None:
    _, page = shown(last_month, today=date(2026, 11, 28))
    assert page.month == "2026-11"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_head_of_a_column_has_room_in_the_narrowest_one(language: str) -> None:
    before = wording.language()
    wording.use_language(language)
    try:
        heads = [head_of(Column(code, "", "", "category")) for code in HEADS]
        heads += [
            head_of(Column("X01", name, "件", "category")) for name in ("禁毒", "森林防火巡查", "电动车进楼入户检查")
        ]
    finally:
        wording.use_language(before)
    measure = theme().face("small")[1].horizontalAdvance
    room = theme().px(LEAST) - theme().px(7)  # what the style sheet leaves free at its sides
    assert {line: measure(line) for head in heads for line in head.split("\n") if measure(line) > room} == {}
