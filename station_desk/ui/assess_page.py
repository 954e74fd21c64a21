"""考核: the sheets of a month at the left, the current one at the right; scored by digits alone (UX 4.7)."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from station_desk.domain.assessment import OPEN_STATES, SheetState, differing
from station_desk.domain.months import following
from station_desk.domain.points import points_text
from station_desk.domain.records import OfficeKind
from station_desk.services import annual, assess_month, assessment
from station_desk.services.annual import Counter
from station_desk.services.assessment import Given, MonthSheets, SheetView
from station_desk.services.paper_results import sheet_serials
from station_desk.ui.assess_counters import counter_banners, show_counters
from station_desk.ui.assess_debrief import ask_debrief
from station_desk.ui.assess_evidence import ask_why, show_evidence, show_history
from station_desk.ui.assess_rows import SHOWS, Show, chip_word, rows_of
from station_desk.ui.assess_sheet import SheetPanel
from station_desk.ui.assess_steps import ask_reason, ask_step
from station_desk.ui.assess_words import state_word
from station_desk.ui.delegate import Cell
from station_desk.ui.kit import Banner, button, chips, empty_state, flat, foot, put_over, row, show_if, turn_on
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.month_seek import who
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.theme import theme
from station_desk.wording import N, t

_Read = tuple[MonthSheets, dict[str, list[str]], list[Counter]]


class AssessPage(ReadingPage):
    """The month's assessment."""

    NAME = "assess"
    KINDS = frozenset({"assessment", "assessment_item", "assessment_step", "log_entry", "month_state", "rubric_file"})
    FILTERS = True
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("考核打分"), "kaohe dafen 评分", Target("assess"), "list-check"),
        Act(N("从日志起草考核"), "起草 抽取", Target("assess", "draft"), "refresh", "Alt+D"),
        Act(N("讲评通报"), "tongbao jiangping jptb 主要问题 下一步", Target("assess", "debrief"), "file-text", "Alt+G"),
        Act(N("考核排名"), "汇总 名次", Target("assess", "rank"), "report-analytics", "Alt+R"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._county = place.desk.office.kind is OfficeKind.COUNTY
        self.month = assess_month.month_at_hand(place.desk)
        self.data: MonthSheets | None = None
        self.show_only: Show = "all"
        self.by_rank = False
        self._typed: dict[str, dict[str, int | None]] = {}
        self._reasons: dict[str, dict[str, str]] = {}
        self._wanted = ""
        self._serials: dict[str, list[str]] = {}
        self._reached: Sequence[Counter] = ()
        self.reading = Reading(self, self._ask, self._loaded)
        self._build_tools()
        self._build_body()
        self._say_keys()
        self._say_head()

    # ----------------------------------------------------------------------------------------------- building
    def _build_tools(self) -> None:
        self._chips = chips("assess", SHOWS, "all", self.filter_by)
        again = [] if self._county else [button(t("从日志起草"), self.draft_all, icon="refresh", name="draft-all")]
        self._for_sheets = [  # of no use before there are sheets
            *again,
            button(t("下一步"), self.next_step, icon="check", name="next-step"),
            button(t("排名"), self.rank, icon="report-analytics", name="rank"),
        ]
        self.add_tools(
            *self._chips.values(),
            None,
            button(t("上月"), lambda: self.go_month(-1), kind="quiet", icon="chevron-left", name="month-before"),
            button(t("下月"), lambda: self.go_month(1), kind="quiet", icon="chevron-right", name="month-after"),
            *self._for_sheets,
            button(t("看评分标准"), self.see_rubric, icon="file-text", name="rubric"),
        )

    def _build_body(self) -> None:
        columns = [Column(t("姓名和村"), 0), Column(t("得分"), 62, "right"), Column(t("档次"), 64)]
        self._model: ListModel[SheetView] = ListModel(columns, self._cells)
        self.list: ListView[SheetView] = ListView(self._model, row=28)
        self.list.say_when_empty(t("这一类现在没有。按 Esc 看全部。"))
        self.list.chosen.connect(self._show_sheet)
        self.list.opened.connect(lambda _view: self.panel.first_open())
        self.panel: SheetPanel = SheetPanel()
        self.panel.entered.connect(self._entered)
        self.panel.left.connect(self.next_person)
        self.panel.evidence_wanted.connect(self.show_evidence)
        foot_row, self._foot, _keys = foot("", t("Enter 打分   Alt+F 其余满分"))
        left = flat((self.list, 1), foot_row)
        left.setFixedWidth(theme().px(366))
        self._room = QStackedWidget()
        self._room.addWidget(row(left, (self.panel, 1), gap=14))
        self.body.addWidget(self._room, 1)

    def _say_keys(self) -> None:
        self.on_key("Alt+D", self.draft_all, t("从日志起草"))
        self.on_key("Alt+F", self.fill_rest, t("没有扣分的项都给满分"))
        self.on_key("Alt+R", self.rank, t("按名次排"))
        self.on_key("Alt+N", self.next_step, t("这张表的下一步"))
        self.on_key("Alt+A", lambda: self.next_step(everybody=True), t("所有表的下一步"))
        self.on_key("Alt+Y", self.ask_why, t("这个分的原因"))
        self.on_key("Alt+H", self.show_history, t("这张表的经过"))
        self.on_key("Alt+G", lambda: ask_debrief(self, self.place, self.month), t("讲评通报"))
        self.on_key("Alt+L", lambda: show_counters(self, self.month), t("十二个月里谁几次末等"))
        self.on_key("Alt+B", self.see_rubric, t("看评分标准"))
        self.on_key("Ctrl+PgUp", lambda: self.go_month(-1), t("上月"))
        self.on_key("Ctrl+PgDown", lambda: self.go_month(1), t("下月"))
        self.on_key("Ctrl+P", self._print, t("印考核表"))
        self.on_key("Ctrl+S", self.save, t("存下打的分"))
        self.tell_key("Ctrl+F", t("按纸上的编号或姓名找到一张"))
        self.tell_key("Enter", t("打分，下一项"))
        self.tell_key("A–Z", t("跳到那一部分；再按一次，下一项"))
        self.tell_key("Delete", t("恢复日志算得的分"))

    # ------------------------------------------------------------------------------------------------ loading
    def _ask(self) -> Callable[[], _Read]:
        desk, month = self.place.desk, self.month

        def read() -> _Read:
            sheets = assessment.month(desk, month)
            return sheets, sheet_serials(desk, month), annual.reached(desk, sheets)

        return read

    def _loaded(self, read: _Read) -> None:
        self.data, self._serials, self._reached = read
        self._dress()

    # ------------------------------------------------------------------------------------------------ showing
    def _dress(self) -> None:
        data = self.data
        if data is None:
            return
        self._say_head()
        self._say_banners(data)
        for show, made in self._chips.items():
            made.set_text(chip_word(show, len(rows_of(data, show))))
        turn_on(self._chips, self.show_only)
        for tool in self._for_sheets:
            show_if(tool, bool(data.sheets))
        if not data.sheets:
            self._show_empty()
            return
        was_empty = self._room.currentIndex() > 0
        put_over(self._room, None)
        current = self.list.current()
        wanted = self._wanted or (current.standing.of.subject_id if current else "")
        self._wanted = ""
        rows = rows_of(data, self.show_only)
        if self.by_rank:
            rows = sorted(rows, key=lambda one: (one.standing.rank is None, one.standing.rank or 0))
        self._model.set_rows(rows)
        at = next((n for n, one in enumerate(rows) if one.standing.of.subject_id == wanted), 0)
        self.list.choose(at)
        if was_empty and self.isVisible():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._foot.setText(t("按名次") if self.by_rank else t("按民警、村排"))

    def _say_head(self) -> None:
        data = self.data
        month = t("{year} 年 {month} 月", year=self.month[:4], month=int(self.month[5:]))
        if data is None or not data.sheets:
            self.set_head(t("考核"), month)
            self.no_primary()
            return
        done = sum(one.standing.state is not SheetState.DRAFT for one in data.sheets)
        self.set_head(t("考核"), t("{month}，{n} 张，已打分 {done}", month=month, n=len(data.sheets), done=done))
        self.set_primary(t("下一个"), self.next_person, icon="chevron-right")

    def _say_banners(self, data: MonthSheets) -> None:
        banners = counter_banners(self._reached)
        if data.sheets and data.example:
            banners.append(
                Banner(
                    "warn",
                    t("评分标准是样例，没有人定过。"),
                    t("可以试评、打印给领导看；县局定好标准以后再启用，重新起草，才能往下走。"),
                )
            )
        if data.sheets and not data.closed:
            banners.append(Banner("info", t("本月日志还没有结账，数目还会变。"), t("结账以后再起草一次，按 Alt+D。")))
        self.set_banners(*banners[:1])

    def _show_empty(self) -> None:
        number = int(self.month[5:])
        if self._county:
            made = empty_state(
                t("{n} 月还没有收到考核表。", n=number), t("派出所评完、导出，收下它的数据包以后，这里就有。")
            )
        else:
            made = empty_state(
                t("{n} 月还没有考核表。", n=number),
                t("起草时从日志取数，每个人一张；民警再补上要看人的分。"),
                self.primary_inside(t("从日志起草"), self.draft_all, icon="refresh", name="empty-draft"),
            )
        put_over(self._room, made)

    def _cells(self, view: SheetView) -> list[Cell]:
        at = view.standing
        typed = bool(self._typed.get(at.of.subject_id))
        points = points_text(at.total) if at.total is not None else ""
        grade = at.grade if at.state is not SheetState.DRAFT else state_word(at.state)
        return [
            Cell(view.name, weight="medium", second=f"{view.village}·{view.station}" if self._county else view.village),
            Cell(points, sign="changed" if typed else ""),
            Cell(
                grade,
                sign="warn" if differing(at.steps) else "",
                ink="" if at.total is not None else "hint",
                small=at.total is None,
            ),
        ]

    def _show_sheet(self, view: SheetView | None) -> None:
        if view is None or self.data is None:
            return
        typed = self._typed.get(view.standing.of.subject_id, {})
        self.panel.show_sheet(self.data.rubric, view, typed, locked=self._locked(view))

    def _locked(self, view: SheetView) -> bool:
        return view.standing.state not in OPEN_STATES or self._county

    def filter_by(self, show: Show) -> None:
        """All sheets, those that are not whole, those that differ from the log, those in the lowest grade."""
        self.show_only = show
        self._dress()

    def rank(self) -> None:
        """By rank, or back to the order of officers and villages."""
        self.by_rank = not self.by_rank
        self._dress()

    def go_month(self, way: int) -> None:
        """The month before or after; what was typed is saved first."""
        self.save()
        self.month = following(self.month, way)
        self.data = None
        self.reading.again()

    def search(self, text: str) -> None:
        """The sheet of a name, initials, a village or a room, or of a paper by the last digits of its serial."""
        if self.data is None or not text.strip():
            return
        subjects = [one.standing.of.subject_id for one in self.data.sheets]
        shown = {subject: self._serials.get(subject, []) for subject in subjects}
        meant = who(shown, self.place.finder, text.strip())
        wanted = meant or next((one for one in subjects if text.strip() in one), "")
        if wanted:
            self._wanted = wanted
            self.filter_by("all")

    def open_first(self) -> None:
        """Enter in the search box: what was typed on the sheet before is saved, and the numbers of this one begin."""
        self.save()
        self.panel.first_open()

    # ------------------------------------------------------------------------------------------------- scoring
    def _entered(self, code: str, number: int | None) -> None:
        view = self.list.current()
        if view is None or self.data is None:
            return
        subject = view.standing.of.subject_id
        if code in self.data.rubric.vetoes and number:
            veto = self.data.rubric.vetoes[code]
            ask_reason(self.place, veto, lambda words: self._put(subject, code, number, words))
            return
        self._put(subject, code, number, "")

    def _put(self, subject: str, code: str, number: int | None, words: str) -> None:
        self._typed.setdefault(subject, {})[code] = number
        if words:
            self._reasons.setdefault(subject, {})[code] = words
        view = self.list.current()
        if view is not None and view.standing.of.subject_id == subject:
            self._show_sheet(view)
            self._model.repaint_rows()
        self.typed.emit()

    def save(self) -> None:
        """Write what was typed, all people in one act."""
        data, typed, reasons = self.data, self._typed, self._reasons
        if data is None or not typed:
            return
        items = {item.code for item in data.rubric.items}
        given = [
            Given(
                subject,
                {code: number for code, number in codes.items() if code in items},
                {code: number or 0 for code, number in codes.items() if code not in items},
                reasons.get(subject, {}),
            )
            for subject, codes in typed.items()
        ]
        desk, month = self.place.desk, self.month
        self._typed, self._reasons = {}, {}

        def not_saved(error: Exception) -> None:
            self._typed, self._reasons = {**typed, **self._typed}, {**reasons, **self._reasons}
            self.place.messages.error(error)

        self.place.work.run(
            lambda _progress: assessment.score(desk, month, given),
            lambda _data: self.place.messages.done(t("已存下 {n} 个人的分", n=len(given))),
            not_saved,
            owner=self,
        )

    def next_person(self) -> None:
        """Save, and go to the next sheet."""
        if self.data is None or not self.data.sheets:
            return
        at = self.list.currentIndex().row() + 1
        self.save()
        if at < self._model.rowCount():
            self.list.choose(at)
            self.panel.first_open()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.place.messages.done(t("到最后一张了"))

    def draft_all(self) -> None:
        """Open the month's sheets, or draft the open ones anew."""
        if self._county:
            return
        self.save()
        desk, month = self.place.desk, self.month

        def drafted(found: MonthSheets) -> None:
            self.place.messages.done(t("起草了 {n} 张", n=len(found.sheets)))

        self.place.work.run(
            lambda _progress: assessment.open_month(desk, month), drafted, label=t("正在从日志起草"), owner=self
        )

    def fill_rest(self) -> None:
        """Full points for what a person judges and nobody took anything off, on all open sheets."""
        if self._county or self.data is None or not self.data.sheets:
            return
        self.save()
        desk, month = self.place.desk, self.month
        self.place.work.run(
            lambda _progress: assess_month.fill_rest(desk, month),
            lambda whole: self.place.messages.done(t("没有扣分的给了满分，{n} 张评完了", n=whole)),
            owner=self,
        )

    def next_step(self, *, everybody: bool = False) -> None:
        """The next step of the current sheet, or of all that stand where it stands."""
        view = self.list.current()
        if view is None or self.data is None:
            return
        if self._typed:
            self.save()
            self.place.messages.done(t("先存下打的分，再按一次"))
            return
        chosen = [one for one in self.data.sheets if one.standing.state is view.standing.state] if everybody else [view]
        ask_step(self, self.place, chosen)

    def show_evidence(self) -> None:
        """What stands behind the points of the current item."""
        view, line = self.list.current(), self.panel.list.current()
        if view is not None and line is not None and self.data is not None:
            show_evidence(self, self.data.rubric, view, line)

    def ask_why(self) -> None:
        """The reason for the officer's number of the current item."""
        view, line = self.list.current(), self.panel.list.current()
        if view is None or line is None or line.kind == "section" or line.shown is None or self._locked(view):
            return
        subject, number = view.standing.of.subject_id, line.shown
        entry = view.standing.entries.get(line.code)
        known = self._reasons.get(subject, {}).get(line.code, entry.words if entry else "")
        ask_why(self, line, known, lambda words: self._put(subject, line.code, number, words))

    def show_history(self) -> None:
        """The steps of the current sheet."""
        view = self.list.current()
        if view is not None:
            show_history(self, view)

    def see_rubric(self) -> None:
        """The rubric in use; it is changed and put in use there."""
        self.save()
        self.place.go(Target("rubric"))

    def _print(self) -> None:
        form = "F26" if self.data is not None and self.data.rubric.kind == "room" else "F25"
        self.save()
        self.place.go(Target("print", "form", f"{form}@{self.month}"))

    # ----------------------------------------------------------------------------------------- what the frame asks
    def arrive(self, target: Target) -> None:
        match target.act:
            case "draft":
                self.draft_all()
            case "rank":
                self.rank()
            case "debrief":
                ask_debrief(self, self.place, self.month)
            case "open":
                self._wanted = target.subject
                self._dress()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_next_problem(self, way: int = 1) -> bool:
        def asks(view: SheetView) -> bool:
            one = view.standing
            differs = any(entry.differs for entry in one.entries.values())
            return one.state is SheetState.DRAFT or differs or bool(differing(one.steps))

        return self.list.seek(asks, way)

    def step_back(self) -> bool:
        if self.panel.stop():
            return True
        if self.panel.list.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        if self.show_only != "all":
            self.filter_by("all")
            return True
        return False

    def areas(self) -> Sequence[QWidget]:
        return (self.list, self.panel.list, self._chips["all"])

    def draft(self) -> Draft | None:
        return {"month": self.month, "typed": self._typed, "reasons": self._reasons} if self._typed else None

    def restore(self, draft: Draft) -> None:
        self.month = str(draft["month"])
        self._typed = {str(who): dict(codes) for who, codes in draft["typed"].items()}
        self._reasons = {str(who): dict(codes) for who, codes in draft["reasons"].items()}
        self.reading.again()

    def place_in(self) -> Draft:
        view = self.list.current()
        return {"month": self.month, "subject": view.standing.of.subject_id if view else "", "rank": self.by_rank}

    def return_to(self, place: Draft) -> None:
        self.month, self._wanted, self.by_rank = str(place["month"]), str(place["subject"]), bool(place["rank"])
        self.reading.again()
