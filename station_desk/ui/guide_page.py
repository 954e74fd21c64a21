"""每一步: the month from paper to receipt on one page, each step with where it stands and the key that leads there
(UX 4.1, DOMAIN 6.2). Everything is read from the records; nothing is ticked here.
"""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.county_month import CountyMonth
from station_desk.domain.month_guide import MonthGuide, StageState
from station_desk.domain.months import following
from station_desk.services.county_month import county_month
from station_desk.services.month_guide import month_guide
from station_desk.ui.county_month import MARKS, station_line
from station_desk.ui.county_month import left_words as county_left
from station_desk.ui.guide_words import left_words, stage_line
from station_desk.ui.home_lines import HomeLine, line_group
from station_desk.ui.kit import button, clear, label, named, scrolled
from station_desk.ui.marks import MarkKind
from station_desk.ui.page import Act, Draft, Target, Workplace
from station_desk.ui.reading import Reading, ReadingPage
from station_desk.ui.summary import day_words, month_words
from station_desk.wording import N, t

_MARKS: dict[StageState, MarkKind] = {"done": "tick", "doing": "todo", "todo": "wait", "skip": "skip"}


class GuidePage(ReadingPage):
    """The steps of one month."""

    NAME = "guide"
    KINDS = frozenset(
        {
            "peer",
            "sheet",
            "log_entry",
            "month_state",
            "assessment",
            "assessment_step",
            "stipend_run",
            "stipend_step",
            "term",
        }
    )
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("这个月办到哪一步"), "月度向导 每一步 yueduxiangdao ydxd", Target("guide"), "list-check", "Alt+G"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self.guide: MonthGuide | CountyMonth | None = None
        self._month: str | None = None
        self.reading = Reading(self, self._ask, self._show)
        self._targets: list[Target] = []
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(8)
        steps = named(QWidget(), "list")
        steps.setLayout(self._lines)
        self.body.addWidget(scrolled(steps), 1)
        self.set_head(t("这个月办到哪一步"))
        self.add_tools(
            button(t("上个月 Alt+P"), partial(self._turn, -1), name="previous"),
            button(t("下个月 Alt+N"), partial(self._turn, 1), name="next"),
            None,
            label(t("都是从记录里看出来的，不用打勾"), "hint"),
        )
        self.on_key("Alt+P", partial(self._turn, -1), t("上个月"))
        self.on_key("Alt+N", partial(self._turn, 1), t("下个月"))
        for n in range(1, 10):
            self.on_key(f"Alt+{n}", partial(self._open_line, n), "")
        self.tell_key("Alt+1 – Alt+9", t("打开第几行"))

    def arrive(self, target: Target) -> None:
        if target.act == "month":
            self._month = target.subject or None
            self.reading.again()

    def find_next_problem(self, way: int = 1) -> bool:
        """F8: the step that is to be done now."""
        if not self._targets:
            return False
        self._open_line(1)
        return True

    def place_in(self) -> Draft:
        return {"month": self._month or ""}

    def return_to(self, place: Draft) -> None:
        self._month = str(place.get("month", "")) or None

    def _turn(self, steps: int) -> None:
        if self.guide is not None:
            shown = self.guide.month if isinstance(self.guide, CountyMonth) else self.guide.facts.month
            self._month = following(shown, steps)
            self.reading.again()

    def _open_line(self, n: int) -> None:
        if n <= len(self._targets):
            self.place.go(self._targets[n - 1])

    def _ask(self) -> Callable[[], MonthGuide | CountyMonth | None]:
        desk, month = self.place.desk, self._month
        return lambda: month_guide(desk, month) or county_month(desk, month)

    def _show(self, guide: MonthGuide | CountyMonth | None) -> None:
        self.guide = guide
        self._targets = []
        clear(self._lines)
        if isinstance(guide, MonthGuide):
            self._show_steps(guide)
        elif guide is not None:
            self._show_stations(guide)
        self._lines.addStretch(1)

    def _show_stations(self, found: CountyMonth) -> None:
        """The county's page: who has sent the month, and who has not."""
        span = t("{first} – {last}", first=day_words(found.first), last=day_words(found.last))
        facts = t("{span}，{due}上报，{left}", span=span, due=day_words(found.due), left=county_left(found))
        self.set_head(t("{month}各所", month=month_words(found.month)), facts)
        lines: list[QWidget] = []
        for one in found.stations:
            target = Target("inbox", "stations")
            self._targets.append(target)
            go = partial(self.place.go, target)
            lines.append(HomeLine(MARKS[one.held], station_line(one), len(self._targets), go, low=True))
        done, n = found.count("closed"), len(found.stations)
        self._lines.addWidget(line_group(t("{n} 个所，{done} 个交来了", n=n, done=done), lines))
        self.set_primary(t("收各所的包"), lambda: self.place.go(Target("inbox")), icon="inbox")

    def _show_steps(self, guide: MonthGuide) -> None:
        """The station's page: the steps."""
        facts = guide.facts
        span = t("{first} – {last}", first=day_words(facts.first), last=day_words(facts.last))
        self.set_head(
            t("{month}办到哪一步", month=month_words(facts.month)),
            t("{span}，{due}上报，{left}", span=span, due=day_words(facts.due), left=left_words(guide)),
        )
        lines: list[QWidget] = []
        for stage in guide.stages:
            target = Target(stage.page, stage.act, stage.subject)
            number = 0
            if stage.state != "skip":
                self._targets.append(target)
                number = len(self._targets)
            mark = _MARKS[stage.state]
            lines.append(HomeLine(mark, stage_line(guide, stage), number, partial(self.place.go, target), low=False))
        done = sum(stage.state in ("done", "skip") for stage in guide.stages)
        self._lines.addWidget(line_group(t("{n} 步，办完 {done} 步", n=len(lines), done=done), lines))
        now = guide.now
        if now is None:
            self.no_primary()
        else:
            wanted = Target(now.page, now.act, now.subject)
            self.set_primary(stage_line(guide, now).verb, lambda: self.place.go(wanted), icon="chevron-right")
