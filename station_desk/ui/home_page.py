"""Home: what needs a person today, and whether the data is safe – seen without a key (UX 4.1).

Quiet is normal: on a good day there is no red and no amber here. The first day shows a list of five steps.
"""

from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station_desk.domain.month_guide import MonthGuide
from station_desk.domain.months import following
from station_desk.domain.overview import Duty, Overview
from station_desk.services import drafts
from station_desk.ui.backup_act import back_up
from station_desk.ui.county_month import county_card
from station_desk.ui.duty_words import GROUP_WORDS, duty_line, step_line
from station_desk.ui.guide_words import primary_words
from station_desk.ui.home_cards import drafts_card, people_card, safety_card, stations_card
from station_desk.ui.home_lines import HomeLine, line_group
from station_desk.ui.kit import clear, column, empty_state, fill, label, named, row, scrolled
from station_desk.ui.month_track import month_card
from station_desk.ui.page import Act, Page, Target, Workplace
from station_desk.ui.summary import day_words, month_words, weekday_word
from station_desk.ui.theme import theme
from station_desk.wording import N, t

LOW = 642
"""Below this height of the page (window below 730) the third card goes and the lines are 46 px (UX 2.2)."""
SIDE_WIDTH = 330


class HomePage(Page):
    """Duties at the left, safety and figures at the right."""

    NAME = "home"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(N("现在备份"), "xianzaibeifen beifen bf", Target("home", "backup"), "device-floppy"),
    )

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._low = False
        self._targets: list[Target] = []
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for side in (self._left, self._right):
            side.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(theme().px(8))
        self._right.setSpacing(theme().px(12))
        duties, cards = named(QWidget(), "list"), named(QWidget(), "card")
        duties.setLayout(self._left)
        cards.setLayout(self._right)
        cards.setFixedWidth(theme().px(SIDE_WIDTH))
        self._month = QVBoxLayout()
        self._month.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._month)
        self.body.addWidget(row((scrolled(duties), 1), scrolled_side(cards), gap=16), 1)
        for n in range(1, 10):
            self.on_key(f"Alt+{n}", partial(self._open_line, n), "")
        self.tell_key("Alt+1 – Alt+9", t("打开第几行"))
        self.on_key("Alt+G", self._open_guide, t("这个月办到哪一步"))
        place.overview.changed.connect(self._show)
        self._show()

    def on_shown(self) -> None:
        self._show()

    def arrive(self, target: Target) -> None:
        if target.act == "backup":
            self._back_up()

    def find_next_problem(self, way: int = 1) -> bool:
        """F8: the first line that is due."""
        if not self._targets:
            return False
        self._open_line(1)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < theme().px(LOW)
        if low != self._low:
            self._low = low
            self._show()

    def _open_line(self, n: int) -> None:
        if n <= len(self._targets):
            self.place.go(self._targets[n - 1])

    def _open_guide(self) -> None:
        latest = self.place.overview.latest
        if latest is not None and (latest.month is not None or latest.stations_month is not None):
            self.place.go(Target("guide"))

    def _back_up(self) -> None:
        back_up(self.place, self)

    # ------------------------------------------------------------------------------------------------------- showing
    def _show(self) -> None:
        overview, today = self.place.overview.latest, self.place.desk.clock.today()
        facts = t("{day} {weekday}", day=day_words(today), weekday=weekday_word(today))
        self.set_head(t("今天"), facts)
        for layout in (self._month, self._left, self._right):
            clear(layout)
        self._targets = []
        if overview is None:
            fill(self._left, label(t("正在看……"), "second"), None)
            return
        self._show_primary(overview)
        if overview.month is not None and overview.roster.people:
            self._month.addWidget(month_card(overview.month, self.place.go, self._open_guide))
        elif overview.stations_month is not None:
            self._month.addWidget(county_card(overview.stations_month, self._open_guide))
        if overview.first_day:
            self._left.addWidget(self._first_day(overview))
        self._show_duties(overview)
        fill(self._left, None)
        fill(self._right, *self._cards(overview), None)

    def _show_primary(self, overview: Overview) -> None:
        """The next sensible act."""
        county = self.place.desk.office.kind == "county"
        step = next((step for step in overview.steps if not step.done), None)
        if county and overview.stations:
            self.set_primary(t("收各所的包"), lambda: self.place.go(Target("inbox")), icon="inbox")
        elif overview.month is not None and overview.month.begun and self._month_primary(overview.month):
            return
        elif overview.waiting and overview.peers:
            text = t("交给县局 {n} 处", n=overview.waiting)
            self.set_primary(text, lambda: self.place.go(Target("exchange", "export")), icon="usb")
        elif step is not None:
            line, target = step_line(step.kind)
            self.set_primary(line.text, lambda: self.place.go(target), icon="chevron-right")
        else:
            self.no_primary()

    def _month_primary(self, month: MonthGuide) -> bool:
        """The month's next step as the page's act; False where there is none."""
        stage = month.now
        words = primary_words(stage.kind) if stage else ""
        if stage is None or not words:
            return False
        target = Target(stage.page, stage.act, stage.subject)
        self.set_primary(words, lambda: self.place.go(target), icon="chevron-right")
        return True

    def _show_duties(self, overview: Overview) -> None:
        if not overview.duties and not overview.first_day:
            self._left.addWidget(empty_state(t("今天没有要办的事。"), self._next_words(overview)), 1)
        for group, word in GROUP_WORDS.items():
            duties = [duty for duty in overview.duties if duty.group == group]
            if duties:
                self._left.addWidget(line_group(t(word), [self._line(duty, overview) for duty in duties]))
        if overview.more:
            self._left.addWidget(label(t("还有 {n} 件", n=overview.more), "hint"))

    def _next_words(self, overview: Overview) -> str:
        """What comes next on a day on which nothing is due."""
        month = overview.month
        if month is None or month.stage("send").state != "done":
            return t("有事会写在这里。")
        coming = following(month.facts.month, 1)
        first = date(int(coming[:4]), int(coming[5:]), 1)
        return t("下一件：{day}前发{month}的表。", day=day_words(first), month=month_words(coming))

    def _line(self, duty: Duty, overview: Overview) -> HomeLine:
        line = duty_line(duty, overview.day)
        target = Target(duty.page, duty.act, duty.subject)
        self._targets.append(target)
        return HomeLine(duty.tone, line, len(self._targets), lambda: self.place.go(target), low=self._low)

    def _first_day(self, overview: Overview) -> QWidget:
        """What is left of the first day; what is done is only counted, so that today's duties stay in view."""
        lines = []
        for step in overview.steps:
            if not step.done:
                line, target = step_line(step.kind)
                self._targets.append(target)
                go = partial(self.place.go, target)
                lines.append(HomeLine("todo", line, len(self._targets), go, low=self._low))
        n = len(overview.steps)
        return line_group(t("头一天的 {n} 件事，做了 {done} 件", n=n, done=n - len(lines)), lines)

    def _cards(self, overview: Overview) -> list[QWidget]:
        cards = [safety_card(self.place, overview, self._back_up)]
        if self.place.desk.office.kind == "county":
            cards.append(stations_card(overview, lambda: self.place.go(Target("inbox", "stations"))))
        else:
            cards.append(people_card(overview, lambda: self.place.go(Target("roster"))))
        waiting = drafts.waiting(self.place.desk)
        if waiting and not self._low:
            cards.append(drafts_card(waiting, overview.day, self.place.go))
        return cards


def scrolled_side(cards: QWidget) -> QWidget:
    """The cards at the right, which scroll when the window is low."""
    area = scrolled(cards)
    area.setFixedWidth(theme().px(SIDE_WIDTH) + 2)
    return column((area, 1), gap=0)
