"""年度考核: everybody's year out of the settled months at the left, the months behind it and its opinions at the right."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.annual import EDGE, FAILED, FEW, LEFT_OUT, MonthResult
from station_desk.domain.assessment import SheetState, Step, differing
from station_desk.domain.points import points_text
from station_desk.domain.records import OfficeKind
from station_desk.services import log_months, year_sheets
from station_desk.services.year_sheets import YearSheets, YearView
from station_desk.ui.annual_steps import ask_year_step
from station_desk.ui.assess_words import STEPS, TONES, state_word
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import (
    Banner,
    button,
    card,
    chips,
    empty_state,
    flat,
    foot,
    label,
    put_over,
    row,
    show_if,
    turn_on,
)
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.marks import Tag
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.theme import theme
from station_desk.wording import N, t
from station_desk.wording.assess import differ_words, ungraded_why

Show = Literal["all", "best", "held", "ungraded"]
_CHIPS: dict[Show, str] = {
    "all": N("全部 {n}"),
    "best": N("可推荐十佳 {n}"),
    "held": N("不能评最高 {n}"),
    "ungraded": N("没有等次 {n}"),
}
_HELD = {
    FEW: N("已定的月份不够，不能评最高等次"),
    FAILED: N("末等的月份太多，全年是末等"),
    EDGE: N("同分的人超过比例，由县局定谁是最高等次"),
    LEFT_OUT: N("已定的月份不够，这一年不定等次"),
}


class AnnualPage(ReadingPage):
    """The year's assessment."""

    NAME = "annual"
    KINDS = frozenset({"assessment", "assessment_item", "assessment_step", "rubric_file"})
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("年度考核"), "niandu kaohe ndkh 全年 年终", Target("annual"), "list-check"),
        Act(N("十佳推荐"), "shijia tuijian 评优 评先", Target("annual", "best"), "list-check"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._county = place.desk.office.kind is OfficeKind.COUNTY
        month = log_months.open_month(place.desk)
        self.year = str(int(month[:4]) - (month[5:] == "01"))  # in January the year that is closed is the one before
        self.data: YearSheets | None = None
        self.show_only: Show = "all"
        self.reading = Reading(self, self._ask, self._loaded)
        self._build_tools()
        self._build_body()
        self._say_keys()
        self._say_head()

    # ----------------------------------------------------------------------------------------------- building
    def _build_tools(self) -> None:
        self._chips = chips("annual", _CHIPS, "all", self.filter_by)
        self._for_sheets = [  # of no use before there are sheets
            button(t("推荐十佳"), self.recommend, icon="check", name="recommend"),
            button(t("下一步"), self.next_step, icon="check", name="next-step"),
        ]
        self.add_tools(
            *self._chips.values(),
            None,
            button(t("上年"), lambda: self.go_year(-1), kind="quiet", icon="chevron-left", name="year-before"),
            button(t("下年"), lambda: self.go_year(1), kind="quiet", icon="chevron-right", name="year-after"),
            *self._for_sheets,
        )

    def _build_body(self) -> None:
        columns = [
            Column(t("姓名和村"), 0),
            Column(t("月数"), 66, "right"),
            Column(t("平均分"), 66, "right"),
            Column(t("名次"), 52, "right"),
            Column(t("等次"), 80),
            Column(t("到哪一步"), 120),
        ]
        self._model: ListModel[YearView] = ListModel(columns, self._cells)
        self.list: ListView[YearView] = ListView(self._model, row=28)
        self.list.say_when_empty(t("这一类现在没有。按 Esc 看全部。"))
        self.list.chosen.connect(self._show_sheet)
        self.list.opened.connect(lambda _view: self.next_step())
        foot_row, self._foot, _keys = foot("", t("Enter 下一步   Alt+A 所有表   Alt+T 推荐十佳   Ctrl+P 印登记表"))
        self._name, self._state = label("", "head"), Tag("", "info")
        self._facts, self._why = label("", wrap=True), label("", "strong", "warn", wrap=True)
        self._steps = label("", "second", wrap=True)
        months = [Column(t("月份"), 0), Column(t("得分"), 72, "right"), Column(t("档次"), 84)]
        self._month_model: ListModel[tuple[str, MonthResult | None]] = ListModel(months, self._month_cells)
        self.months: ListView[tuple[str, MonthResult | None]] = ListView(self._month_model, "year-months", row=24)
        self.months.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = row(self._name, self._state, None)
        self._card = card(head, self._facts, self._why, (self.months, 1), self._steps, name="card")
        self._card.setFixedWidth(theme().px(340))
        self._room = QStackedWidget()
        self._room.addWidget(row((flat((self.list, 1), foot_row), 1), self._card, gap=14))
        self.body.addWidget(self._room, 1)

    def _say_keys(self) -> None:
        self.on_key("Alt+D", self.draft_all, t("从各月起草"))
        self.on_key("Alt+N", self.next_step, t("这张表的下一步"))
        self.on_key("Alt+A", lambda: self.next_step(everybody=True), t("所有表的下一步"))
        self.on_key("Alt+T", self.recommend, t("推荐十佳，或者取消"))
        self.on_key("Ctrl+PgUp", lambda: self.go_year(-1), t("上年"))
        self.on_key("Ctrl+PgDown", lambda: self.go_year(1), t("下年"))
        self.on_key("Ctrl+P", lambda: self._print("F27"), t("印年度考核登记表"))
        self.on_key("Ctrl+Shift+P", lambda: self._print("F42"), t("印评优推荐表"))
        self.tell_key("Enter", t("这张表的下一步"))

    # ------------------------------------------------------------------------------------------------ loading
    def _ask(self) -> Callable[[], YearSheets]:
        desk, year = self.place.desk, self.year
        return lambda: year_sheets.look(desk, year)

    def _loaded(self, data: YearSheets) -> None:
        self.data = data
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def _dress(self) -> None:
        data = self.data
        if data is None:
            return
        self._say_head()
        for show, made in self._chips.items():
            made.set_text(t(_CHIPS[show], n=len(self._of(show))))
        turn_on(self._chips, self.show_only)
        for tool in self._for_sheets:
            show_if(tool, bool(data.sheets))
        example = data.sheets and data.rubric.example
        if example:
            self.set_banners(self._example_banner())
        else:
            self.set_banners(*([self._ungraded_banner(data)] if data.ungraded else []))
        if not data.sheets:
            self._show_empty()
            return
        put_over(self._room, None)
        current = self.list.current()
        rows = self._of(self.show_only)
        self._model.set_rows(rows)
        self.list.choose(next((n for n, one in enumerate(rows) if current and one.id == current.id), 0))
        top = data.rubric.grades.names[0]
        if data.places is None:
            self._foot.setText(t("{grade}已定 {n} 个", grade=top, n=data.tops))
        else:
            self._foot.setText(t("{grade}最多 {most} 个，已定 {n} 个", grade=top, most=data.places, n=data.tops))

    def _example_banner(self) -> Banner:
        return Banner("warn", t("评分标准是样例，没有人定过。"), t("可以看、可以印；县局定好标准以后才能定等次。"))

    def _ungraded_banner(self, data: YearSheets) -> Banner:
        """Who has no grade, why, and how one is named."""
        told = t("{n} 张还没有等次。", n=len(data.ungraded))
        why = ungraded_why(data.rubric.grades.rule)
        return Banner("warn", told, t("{why}F8 到这样的一张，Alt+N 提等次，或者照县局的文定等次。", why=why))

    def _say_head(self) -> None:
        data = self.data
        if data is None or not data.sheets:
            self.set_head(t("年度考核"), t("{year} 年", year=self.year))
        else:
            done = sum(one.standing.state not in (SheetState.DRAFT, SheetState.SCORED) for one in data.sheets)
            told = t("{year} 年，{n} 张，已往下走 {done}", year=self.year, n=len(data.sheets), done=done)
            self.set_head(t("年度考核"), told)
        if self._county or data is None or not data.sheets:
            self.no_primary()
        else:
            self.set_primary(t("从各月起草"), self.draft_all, icon="refresh")

    def _show_empty(self) -> None:
        if self._county:
            what = t("{year} 年还没有收到年度考核表。", year=self.year)
            made = empty_state(what, t("派出所起草、导出，收下它的数据包以后，这里就有。"))
        else:
            act = self.primary_inside(t("从各月起草"), self.draft_all, icon="refresh", name="empty-draft")
            what = t("{year} 年还没有年度考核表。", year=self.year)
            made = empty_state(what, t("起草时取各月已定的得分和等次，每个人一张。"), act)
        put_over(self._room, made)

    def _of(self, show: Show) -> list[YearView]:
        data = self.data
        if data is None:
            return []
        return [
            one
            for one in data.sheets
            if show == "all"
            or (show == "best" and (one.recommended or one.id in data.best))
            or (show == "held" and one.result.held)
            or (show == "ungraded" and one in data.ungraded)
        ]

    def _all_held(self) -> bool:
        """Whether nobody can have the highest grade yet: early in a year that is as it should be, and no news."""
        return self.data is not None and all(one.result.held for one in self.data.sheets)

    def _cells(self, view: YearView) -> list[Cell]:
        at = view.standing
        beside = [t("十佳") if view.recommended else "", view.village, view.station if self._county else ""]
        return [
            Cell(view.name, weight="medium", second="·".join(part for part in beside if part)),
            Cell(str(len(view.result.months)), sign="warn" if view.result.held and not self._all_held() else ""),
            Cell(points_text(at.total) if at.total is not None else "", weight="medium"),
            Cell(str(at.rank) if at.rank is not None else "", ink="text2"),
            Cell(at.grade or view.proposed, sign="warn" if differing(at.steps) else "", ink="" if at.grade else "hint"),
            Cell(state_word(at.state), ink="text2"),
        ]

    def _month_cells(self, line: tuple[str, MonthResult | None]) -> list[Cell]:
        month, told = line
        name = t("{n} 月", n=int(month[5:]))
        if told is None:
            return [Cell(name, ink="text2"), Cell(""), Cell(t("没有"), ink="hint")]
        return [Cell(name), Cell(points_text(told.total), weight="medium"), Cell(told.grade)]

    def _show_sheet(self, view: YearView | None) -> None:
        if view is None or self.data is None:
            return
        at = view.standing
        self._name.setText(view.name)
        self._state.set_tag(state_word(at.state), TONES.get(at.state, "info"))
        facts = [t("在聘 {n}/{due} 天", n=at.of.days, due=at.of.days_due)]
        if at.total is not None:
            facts.append(t("{n} 个月，平均 {mean}", n=len(view.result.months), mean=points_text(at.total)))
        if view.proposed:
            facts.append(t("派出所建议：{grade}", grade=view.proposed))
        self._facts.setText("\n".join(facts))
        why = [t(_HELD[view.result.held])] if view.result.held else [t("乡镇否决，全年是末等")] if at.veto else []
        why += [differ_words(one) for one in differing(at.steps)]
        self._why.setText("\n".join(why))
        self._why.setVisible(bool(why))
        numbers = [f"{self.year}-{n:02d}" for n in range(1, 13)]
        self._month_model.set_rows([(month, view.result.months.get(month)) for month in numbers])
        self._steps.setText("\n".join(self._step_line(one) for one in at.steps[-5:]))

    def _step_line(self, made: Step) -> str:
        told = t("{day} {step}　{who}", day=made.day, step=t(STEPS.get(made.step, made.step)), who=made.by_name)
        return f"{told}　{made.result}" if made.result in (self.data.rubric.grades.names if self.data else ()) else told

    # ---------------------------------------------------------------------------------------------------- acts
    def filter_by(self, show: Show) -> None:
        """All sheets, those who may be recommended, those who cannot have the highest grade."""
        self.show_only = show
        self._dress()

    def go_year(self, way: int) -> None:
        """The year before or after."""
        self.year = str(int(self.year) + way)
        self.data = None
        self.reading.again()

    def draft_all(self) -> None:
        """Open the year's sheets, or draft the open ones anew."""
        if self._county:
            return
        desk, year = self.place.desk, self.year

        def drafted(found: YearSheets) -> None:
            self.place.messages.done(t("起草了 {n} 张", n=len(found.sheets)))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

        self.place.work.run(
            lambda _progress: year_sheets.open_year(desk, year), drafted, label=t("正在从各月起草"), owner=self
        )

    def next_step(self, *, everybody: bool = False) -> None:
        """The next step of the current sheet, or of all that stand where it stands."""
        view, data = self.list.current(), self.data
        if view is None or data is None:
            return
        chosen = [one for one in data.sheets if one.standing.state is view.standing.state] if everybody else [view]
        ask_year_step(self, self.place, self.year, data.rubric.grades.names, chosen)

    def _print(self, form: str) -> None:
        self.place.go(Target("print", "form", f"{form}@{self.year}-12"))

    def recommend(self) -> None:
        """Recommend the current one for the ten best, or take it back."""
        view, data = self.list.current(), self.data
        if view is None or data is None:
            return
        step = "unrecommend" if view.recommended else "recommend"
        ask_year_step(self, self.place, self.year, data.rubric.grades.names, [view], step)

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        if target.act == "best":
            self.filter_by("best")
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next_problem(self, way: int = 1) -> bool:
        open_ = {one.id for one in self.data.ungraded} if self.data is not None else set()

        def asks(one: YearView) -> bool:
            appealed = one.standing.state is SheetState.APPEALED
            return one.id in open_ or bool(one.result.held) or appealed or bool(differing(one.standing.steps))

        return self.list.seek(asks, way)

    def step_back(self) -> bool:
        if self.show_only == "all":
            return False
        self.filter_by("all")
        return True

    def areas(self) -> Sequence[QWidget]:
        return (self.list,)

    def place_in(self) -> Draft:
        return {"year": self.year}

    def return_to(self, place: Draft) -> None:
        self.year = str(place["year"])
        self.reading.again()
