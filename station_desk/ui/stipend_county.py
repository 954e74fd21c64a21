"""补助 at a county: the stations' lists of a month at the left, the lines of the current one at the right; approved or
given back here, and what townships add for rooms (UX 4.8, 4.11).
"""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.money import money_words
from station_desk.domain.months import following
from station_desk.domain.stipend import APPROVED, Line, RunState
from station_desk.services import assessment, stipend
from station_desk.services.stipend import MonthPay
from station_desk.services.stipend_county import WAITING, StationPay, month_waiting, station_lists
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import Banner, button, card, empty_state, flat, foot, label, put_over, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import MarkKind
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.stipend_lines import money_cells, money_columns, subject_cells, subject_columns
from station_desk.ui.stipend_steps import ask_step
from station_desk.ui.stipend_topup import ask_topup
from station_desk.ui.stipend_words import STAGES, differs_line, differs_told, yuan
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_HERE = {"": N("还没有来"), "computed": N("算了，没签字"), "signed": N("等批准"), "submitted": N("等批准")}
"""What a state means to the county; the others are called as at the station."""


class CountyStipendPage(ReadingPage):
    """The stations' pay lists of a month."""

    NAME = "stipend"
    KINDS = frozenset({"stipend_run", "stipend_line", "stipend_step", "room_topup", "peer", "person"})
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("批准各所的补助"), "buzhu pizhun 审批 发放表", Target("stipend"), "coin"),
        Act(N("记乡镇增补"), "xiangzhen zengbu 警务室", Target("stipend", "topup"), "pencil", "Alt+T"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.month = month_waiting(place.desk)
        self.lists: Sequence[StationPay] = ()
        self.data: MonthPay | None = None
        self._of_rooms = assessment.subject_kind(place.desk) == "room"
        self.reading = Reading(self, self._ask, self._loaded)
        self._build()
        self._say_keys()
        self.set_head(t("补助"))

    def _build(self) -> None:
        self.add_tools(
            None,
            button(t("上月"), lambda: self.go_month(-1), kind="quiet", icon="chevron-left", name="month-before"),
            button(t("下月"), lambda: self.go_month(1), kind="quiet", icon="chevron-right", name="month-after"),
            button(t("退回重算"), self.give_back, icon="chevron-left", name="give-back"),
            *([button(t("记乡镇增补"), self.top_up, icon="pencil", name="topup")] if self._of_rooms else []),
        )
        stations = [Column(t("派出所"), 0), Column(t("情况"), 126), Column(t("应发"), 96, "right")]
        self._stations: ListModel[StationPay] = ListModel(stations, self._station_cells)
        self.list: ListView[StationPay] = ListView(self._stations, row=28)
        self.list.chosen.connect(lambda _one: self._look())
        self.list.opened.connect(lambda _one: self.lines.setFocus(Qt.FocusReason.OtherFocusReason))
        columns = [*subject_columns(), *money_columns()]
        self._model: ListModel[Line] = ListModel(columns, self._cells)
        self.lines: ListView[Line] = ListView(self._model, "lines", row=28)
        self.lines.chosen.connect(self._show_line)
        count_row, self._count, _keys = foot("", t("Enter 看明细   Ctrl+Enter 批准"))
        foot_row, self._foot, _keys = foot("", t("F8 下一处不同"))
        left = flat((self.list, 1), count_row)
        left.setFixedWidth(theme().px(360))
        self._how = label("", "second", wrap=True)
        self._how.setMinimumHeight(theme().px(58))
        self._how.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = flat((self.lines, 1), foot_row, card(self._how, margins=(12, 8, 12, 8), name="card"))
        self._right = QStackedWidget()
        self._right.addWidget(right)
        self._room = QStackedWidget()
        self._room.addWidget(row(left, (self._right, 1), gap=14))
        self.body.addWidget(self._room, 1)

    def _say_keys(self) -> None:
        self.on_key("Alt+U", self.give_back, t("退回重算"))
        if self._of_rooms:
            self.on_key("Alt+T", self.top_up, t("记乡镇增补"))
        self.on_key("Ctrl+PgUp", lambda: self.go_month(-1), t("上月"))
        self.on_key("Ctrl+PgDown", lambda: self.go_month(1), t("下月"))
        self.tell_key("Enter", t("看这个所的明细"))

    # ------------------------------------------------------------------------------------------------ loading
    def _ask(self) -> Callable[[], Sequence[StationPay]]:
        desk, month = self.place.desk, self.month
        return lambda: station_lists(desk, month)

    def _loaded(self, lists: Sequence[StationPay]) -> None:
        self.lists = lists
        before = self.list.current()
        self._stations.set_rows(lists)
        waiting = sum(one.waiting for one in lists)
        month = t("{year} 年 {month} 月", year=self.month[:4], month=int(self.month[5:]))
        self.set_head(t("补助"), t("{month}，{n} 个所等批准", month=month, n=waiting))
        come = [one for one in lists if one.state]
        self._count.setText(t("{n} 个所，来了 {done} 个", n=len(lists), done=len(come)))
        if not lists:
            put_over(
                self._room, empty_state(t("还没有认识派出所。"), t("收下各所的数据包以后，这里就有它们的补助名册。"))
            )
        else:
            put_over(self._room, None)
        at = next((n for n, one in enumerate(lists) if before is not None and one.code == before.code), 0)
        self.list.choose(at if lists else -1)
        self._look()

    def _look(self) -> None:
        """Read the lines of the current station."""
        one = self.list.current()
        if one is None or not one.state:
            self.data = None
            self._dress()
            return
        desk, month, code = self.place.desk, self.month, one.code

        def read(data: MonthPay | None) -> None:
            now = self.list.current()
            if now is not None and now.code == code and month == self.month:
                self.data = data
                self._dress()

        self.place.work.run(lambda _progress: stipend.look(desk, month, code), read, owner=self)

    # ------------------------------------------------------------------------------------------------ showing
    def _dress(self) -> None:
        data, one = self.data, self.list.current()
        if data is None:
            self.no_primary()
            self.set_banners()
            self._model.set_rows([])
            name = one.name if one else ""
            what = t("{name} {n} 月的补助还没有来。", name=name, n=int(self.month[5:]))
            then = t("派出所算好、所长签字、导出，收下它的数据包以后，这里就有。")
            put_over(self._right, empty_state(what, then))
            return
        put_over(self._right, None)
        if data.state in WAITING:
            self.set_primary(t("批准名册"), self.approve, icon="check")
        else:
            self.no_primary()
        self._say_banner(data)
        self._model.set_rows(list(data.lines))
        self.lines.choose(0)
        total = t("合计 ¥{yuan}　{words}", yuan=yuan(data.total), words=money_words(data.total))
        self._foot.setText(t("{n} 行，{total}", n=len(data.lines), total=total))

    def _say_banner(self, data: MonthPay) -> None:
        if data.state == RunState.APPROVED:
            self.set_banners(Banner("ok", t("已经批准。"), t("下次导出时带给派出所。")))
        elif data.state in APPROVED:
            self.set_banners()
        elif data.differs:
            self.set_banners(Banner("warn", t("与上月相比 {n} 处不同", n=len(data.differs)), differs_told(data, 4)))
        elif data.state not in WAITING:
            self.set_banners(Banner("info", t("所长还没有签字。"), t("签了字、再交一次数据包，才能批准。")))
        else:
            self.set_banners()

    def _station_cells(self, one: StationPay) -> list[Cell]:
        mark: MarkKind = "warn" if one.waiting else "tick" if one.state in APPROVED else "wait"
        word = t(_HERE[one.state]) if one.state in _HERE else t(STAGES[one.state][0])
        return [
            Cell(one.name, weight="medium"),
            Cell(word, mark=mark, ink="warn" if one.waiting else "text2"),
            Cell(yuan(one.fen) if one.state else ""),
        ]

    def _cells(self, line: Line) -> list[Cell]:
        data = self.data
        if data is None:
            return []
        return [*subject_cells(self.place.desk, data, line), *money_cells(data, line)]

    def _show_line(self, line: Line | None) -> None:
        data = self.data
        if line is None or data is None:
            self._how.setText("")
            return
        told = [f"{data.names[line.subject]}　{line.rule}"]
        told += [differs_line(data, one) for one in data.differs if one.person_id == line.subject]
        self._how.setText("\n".join(told))

    # ---------------------------------------------------------------------------------------------------- acts
    def approve(self) -> None:
        """Approve the current station's list."""
        self._step("approve", t("签了字的名册才能批准"))

    def give_back(self) -> None:
        """Give the current station's list back, with a reason."""
        self._step("return", t("签了字、还没有批准的才能退回"))

    def _step(self, step: str, otherwise: str) -> None:
        if self.data is not None and self.data.state in WAITING:
            ask_step(self, self.place, self.data, step)
        else:
            self.place.messages.done(otherwise)

    def top_up(self) -> None:
        """What a township adds for rooms."""
        ask_topup(self, self.place, self.month, self.reading.again)

    def go_month(self, way: int) -> None:
        """The month before or after."""
        self.month = following(self.month, way)
        self.reading.again()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if target.act == "month" and target.subject:
            self.month = target.subject
            self.reading.again()
        elif target.act == "topup" and self._of_rooms:
            self.top_up()

    def find_next_problem(self, way: int = 1) -> bool:
        """The next line that is not as last month; in the stations the next one that waits."""
        if self.list.hasFocus():
            return self.list.seek(lambda one: one.waiting, way)
        data = self.data
        wanted = {one.person_id for one in data.differs} if data else set()
        return self.lines.seek(lambda line: line.subject in wanted, way)

    def step_back(self) -> bool:
        if self.lines.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.lines)

    def place_in(self) -> Draft:
        return {"month": self.month}

    def return_to(self, place: Draft) -> None:
        self.month = str(place["month"])
        self.reading.again()
