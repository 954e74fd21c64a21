"""补助: the month's list with the rule behind each line, from computing to payment (UX 4.8)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.idno import mask_id
from station_desk.domain.money import money_words
from station_desk.domain.months import following
from station_desk.domain.phones import mask_card
from station_desk.domain.stipend import APPROVED, STEPS, Line, RunState
from station_desk.domain.trouble import Trouble
from station_desk.services import assessment, stipend, stipend_export
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend import MonthPay, Owed
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import Banner, button, card, empty_state, flat, foot, label, put_over, row, show_if
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.stipend_lines import money_cells, money_columns, subject_cells, subject_columns
from station_desk.ui.stipend_steps import ask_adjustment, ask_bank_columns, ask_settlement, ask_step, given_back_banner
from station_desk.ui.stipend_topup import ask_topup
from station_desk.ui.stipend_words import CARDS, NEXT, STAGES, WHY_DRAFT, differs_line, differs_told, yuan
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_GIVEN_BACK_FROM = STEPS["return"][0]


def _read(desk: Desk, month: str) -> tuple[MonthPay | None, Sequence[Owed]]:
    """The stored list, and what earlier months owe while it can still take it."""
    found = stipend.look(desk, month)
    open_ = found is not None and found.state == RunState.COMPUTED
    return found, stipend.owed(desk, month) if open_ else ()


class StipendPage(ReadingPage):
    """The month's stipend."""

    NAME = "stipend"
    KINDS = frozenset(
        {
            "stipend_run",
            "stipend_line",
            "stipend_step",
            "stipend_adjust",
            "assessment_step",
            "month_state",
            "pack_value",
        }
    )
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("补助发放表"), "buzhu fafang 工资 补贴", Target("stipend"), "coin"),
        Act(N("银行代发清单"), "代发 银行卡", Target("stipend", "bank"), "download", "Alt+X"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.month = stipend.month_at_hand(place.desk)
        self.data: MonthPay | None = None
        self._owed: Sequence[Owed] = ()
        self._of_rooms = assessment.subject_kind(place.desk) == "room"
        self._trouble: Trouble | None = None
        self.reading = Reading(self, self._ask, self._loaded)
        self._build()
        self._say_keys()
        self._dress()

    def _build(self) -> None:
        self._again = button(t("再算一次"), self.compute, icon="refresh", name="compute-again")
        self._give_back = button(t("退回重算"), self.give_back, icon="chevron-left", name="give-back")
        self._of_list = (
            button(t("调整"), self.adjust, icon="pencil", name="adjust"),
            button(t("存成表格"), self.export, icon="download", name="export-stipend"),
            button(t("银行代发清单"), self.bank, icon="download", name="bank-file"),
        )
        self.add_tools(
            None,
            button(t("上月"), lambda: self.go_month(-1), kind="quiet", icon="chevron-left", name="month-before"),
            button(t("下月"), lambda: self.go_month(1), kind="quiet", icon="chevron-right", name="month-after"),
            self._of_list[0],
            *([button(t("记乡镇增补"), self.top_up, icon="pencil", name="topup")] if self._of_rooms else []),
            self._again,
            self._give_back,
            *self._of_list[1:],
            button(t("代发清单的列"), self.set_columns, icon="settings", name="bank-columns"),
        )
        numbers = [Column(t("身份证"), 74), Column(t("银行卡"), 74)]
        columns = [*subject_columns(), *numbers, *money_columns()]
        self._model: ListModel[Line] = ListModel(columns, self._cells)
        self.list: ListView[Line] = ListView(self._model, row=28)
        self.list.chosen.connect(self._show_line)
        foot_row, self._foot, _keys = foot("", t("F8 下一处不同   F2 调整   Ctrl+P 印发放表"))
        self._who, self._how = label("", "head"), label("", wrap=True)
        self._flag, self._stage = label("", "strong", "warn", wrap=True), label("", "second", wrap=True)
        self._card = card(self._who, self._how, self._flag, None, self._stage, name="card")
        self._card.setFixedWidth(theme().px(320))
        self._room = QStackedWidget()
        self._room.addWidget(row((flat((self.list, 1), foot_row), 1), self._card, gap=14))
        self.body.addWidget(self._room, 1)

    def _say_keys(self) -> None:
        self.on_key("F2", self.adjust, t("调整这个人"))
        self.on_key("Alt+X", self.bank, t("银行代发清单"))
        self.on_key("Alt+K", self.set_columns, t("代发清单的列"))
        self.on_key("Alt+R", self.compute, t("再算一次"))
        self.on_key("Alt+U", self.give_back, t("退回重算"))
        if self._of_rooms:
            self.on_key("Alt+T", self.top_up, t("记乡镇增补"))
        self.on_key("Alt+O", self.settle, t("以前月份该补、该扣的记成调整"))
        self.on_key("Ctrl+E", self.export, t("存成表格"))
        self.on_key("Ctrl+P", lambda: self._print("F31"), t("印发放表"))
        self.on_key("Ctrl+Shift+P", lambda: self._print("F32"), t("印签领单"))
        self.on_key("Ctrl+PgUp", lambda: self.go_month(-1), t("上月"))
        self.on_key("Ctrl+PgDown", lambda: self.go_month(1), t("下月"))

    # ------------------------------------------------------------------------------------------------ loading
    def _ask(self) -> Callable[[], tuple[MonthPay | None, Sequence[Owed]]]:
        desk, month = self.place.desk, self.month
        return lambda: _read(desk, month)

    def _loaded(self, read: tuple[MonthPay | None, Sequence[Owed]]) -> None:
        data, self._owed = read
        if data is not None or self.data is None or self.data.period != self.month or self.data.state != "draft":
            self.data, self._trouble = data, None  # a draft is stored nowhere: it stays as it was worked out
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def _dress(self) -> None:
        data = self.data
        month = t("{year} 年 {month} 月", year=self.month[:4], month=int(self.month[5:]))
        for act in self._of_list:
            show_if(act, data is not None)
        show_if(self._again, data is not None and data.state == RunState.COMPUTED)
        show_if(self._give_back, data is not None and data.state in _GIVEN_BACK_FROM)
        if data is None:
            self.set_head(t("补助"), month)
            self.set_banners()
            self._show_empty()
            return
        facts = t("{month}，{n} 行，合计 ¥{yuan}", month=month, n=len(data.lines), yuan=yuan(data.total))
        self.set_head(t("补助"), facts)
        self._say_primary(data)
        self._say_banner(data)
        put_over(self._room, None)
        at = self.list.currentIndex().row()
        self._model.set_rows(list(data.lines))
        self.list.choose(max(0, min(at, len(data.lines) - 1)))
        self._foot.setText(t("合计 ¥{yuan}　{words}", yuan=yuan(data.total), words=money_words(data.total)))
        self._stage.setText(self._stages(data))

    def _say_primary(self, data: MonthPay) -> None:
        if data.state == "draft":
            self.set_primary(t("再算一次"), self.compute, icon="refresh")
        elif data.state == RunState.CLOSED:
            self.no_primary()
        else:
            self.set_primary(t(STAGES[data.state][1]), self.advance, icon="check")

    def _say_banner(self, data: MonthPay) -> None:
        if data.state == "draft":
            self.set_banners(Banner("warn", t("这是草稿，没有存。"), t(WHY_DRAFT[data.why_draft])))
            return
        back = [given_back_banner(data.given_back)] if data.given_back else []
        twice = [data.names[one] for one, why in data.cards.items() if why == "twice"]
        if twice:
            self.set_banners(
                *back,
                Banner("bad", t("两个人用同一张银行卡：{names}", names="、".join(twice)), t("核对改好以后才能签字。")),
            )
        elif self._owed and data.state == RunState.COMPUTED:
            told = "　".join(f"{one.name} {one.period} {yuan(one.amount)}" for one in self._owed[:4])
            what = t("以前的月份有 {n} 笔该补、该扣", n=len(self._owed))
            self.set_banners(*back, Banner("warn", what, told, button(t("记成调整 Alt+O"), self.settle, name="settle")))
        elif data.differs and data.state in (RunState.COMPUTED, RunState.SIGNED, RunState.SUBMITTED):
            self.set_banners(
                *back, Banner("warn", t("与上月相比 {n} 处不同", n=len(data.differs)), differs_told(data, 5))
            )
        else:
            self.set_banners(*back)

    def _stages(self, data: MonthPay) -> str:
        """The stages in order, those that are done with a tick."""
        order = list(STAGES)
        at = order.index(data.state) if data.state in order else -1
        return "\n".join(f"{'✓' if n <= at else '○'} {t(STAGES[name][0])}" for n, name in enumerate(order))

    def _show_empty(self) -> None:
        number = int(self.month[5:])
        if self._trouble is not None and self._trouble.code == "money_not_stated":
            self.set_primary(t("计算"), self.compute, icon="coin")
            rules = button(t("看方案"), lambda: self.place.go(Target("settings", "rules")), name="go-rules")
            made = empty_state(
                t("方案没有写补助标准，请县局先填。"),
                t("在设置的方案页补填，写上谁定的、文号、日期；没有写明的数不会当成 0。"),
                (rules, ""),
            )
        else:
            made = empty_state(
                t("{n} 月的补助还没有算。", n=number),
                t("结账、考核定了等次以后来算；没有定完的先看草稿。"),
                self.primary_inside(t("计算"), self.compute, icon="coin", name="empty-compute"),
            )
        put_over(self._room, made)

    def _cells(self, line: Line) -> list[Cell]:
        data = self.data
        if data is None:
            return []
        desk = self.place.desk
        person = memory_of(desk).book(desk).people.get(line.person_id)
        card_sign = {"twice": "bad", "changed": "warn"}.get(data.cards.get(line.person_id, ""), "")
        return [
            *subject_cells(desk, data, line),
            Cell(mask_id(person.id_no)[-4:] if person and person.id_no else "", ink="text2"),
            Cell(mask_card(person.bank_card)[-4:] if person and person.bank_card else "", sign=card_sign),  # type: ignore[arg-type]
            *money_cells(data, line),
        ]

    def _show_line(self, line: Line | None) -> None:
        data = self.data
        if line is None or data is None:
            return
        self._who.setText(data.names[line.subject])
        told = [part for part in line.rule.split("；") if part]
        if line.adjust:
            told.append(t("调整 {yuan} 元", yuan=yuan(line.adjust)))
        told.append(t("应发 {yuan} 元", yuan=yuan(line.payable)))
        told += [differs_line(data, one) for one in data.differs if one.person_id == line.subject]
        self._how.setText("\n".join(told))
        why = data.cards.get(line.person_id, "")
        self._flag.setText(t(CARDS[why]) if why else "")

    # ---------------------------------------------------------------------------------------------------- acts
    def compute(self) -> None:
        """Compute, or compute again before it is signed."""
        desk, month = self.place.desk, self.month

        def computed(data: MonthPay) -> None:
            self.data, self._trouble = data, None
            self._dress()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        def refused(error: Exception) -> None:
            self._trouble = error if isinstance(error, Trouble) else None
            self._dress()
            self.place.messages.error(error)

        self.place.work.run(lambda _progress: stipend.compute(desk, month), computed, refused, owner=self)

    def advance(self) -> None:
        """One stage further."""
        if self.data is not None and self.data.state in NEXT:
            ask_step(self, self.place, self.data, NEXT[self.data.state])

    def give_back(self) -> None:
        """Back to computing, with a reason, before it is approved."""
        if self.data is not None and self.data.state in _GIVEN_BACK_FROM:
            ask_step(self, self.place, self.data, "return")
        else:
            self.place.messages.done(t("签了字、还没有批准的才能退回"))

    def adjust(self) -> None:
        """Pay the current person or room more or less."""
        line = self.list.current()
        if self.data is None or line is None:
            return
        name = self.data.names[line.subject]
        ask_adjustment(self, self.place, self.month, line, name, self.compute)

    def top_up(self) -> None:
        """What the township adds for rooms; a list that can still change is computed again."""
        open_ = self.data is not None and self.data.state in ("draft", RunState.COMPUTED)
        ask_topup(self, self.place, self.month, self.compute if open_ else self.reading.again)

    def settle(self) -> None:
        """What is owed of earlier months, as signed adjustments of this one."""
        if self._owed:
            ask_settlement(self, self.place, self.month, self._owed, self.compute)

    def set_columns(self) -> None:
        """The columns of the bank's file; they stay set."""
        ask_bank_columns(self, self.place)

    def export(self) -> None:
        """The list with masked numbers."""
        self._save(t("补助发放表.xlsx"), bank=False)

    def bank(self) -> None:
        """The list for the bank with whole card numbers; that is recorded."""
        self._save(t("银行代发清单.xlsx"), bank=True)

    def _save(self, name: str, *, bank: bool) -> None:
        if self.data is None or self.data.state == "draft":
            self.place.messages.done(t("先算好、结账，才能导出"))
            return
        if bank and self.data.state not in APPROVED:
            self.place.messages.done(t("批准以后才能出银行代发清单"))
            return
        desk, month = self.place.desk, self.month

        def write(file: Path) -> None:
            self.place.work.run(
                lambda _progress: stipend_export.export(desk, file, month, bank=bank),
                lambda told: self.place.messages.done(t("{n} 行写到 {file}", n=len(told.lines), file=file.name)),
                owner=self,
            )

        files.ask_save(self, t("存到哪里"), f"{month} {name}", t("表格 (*.xlsx *.csv)"), write)

    def _print(self, form: str) -> None:
        self.place.go(Target("print", "form", f"{form}@{self.month}"))

    def go_month(self, way: int) -> None:
        """The month before or after."""
        self.month = following(self.month, way)
        self.data = self._trouble = None
        self.reading.again()

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        if target.act == "bank":
            self.bank()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next_problem(self, way: int = 1) -> bool:
        data = self.data
        if data is None:
            return False
        wanted = {one.person_id for one in data.differs} | set(data.cards)
        return self.list.seek(lambda line: line.subject in wanted, way)

    def areas(self) -> Sequence[QWidget]:
        return (self.list,)

    def place_in(self) -> Draft:
        return {"month": self.month}

    def return_to(self, place: Draft) -> None:
        self.month = str(place["month"])
        self.reading.again()
