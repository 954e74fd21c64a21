"""Villages and posts: every unit today with its posts and why, who serves, what is open and for how long (UX 4.14).

What differs from the rule is decided here: so many posts by exception with reason and document, or covered by whom;
and the stations and rooms are kept (`settings_places`).
"""

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.coverage import Coverage, CoverLine
from station_desk.domain.dates import is_date
from station_desk.services import packs, posts
from station_desk.services.desk import Desk
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field, chain, under
from station_desk.ui.kit import button, field_row, fill, flat, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.settings_places import show_places
from station_desk.ui.settings_section import Section, titled
from station_desk.ui.theme import theme
from station_desk.wording import N, language, t
from station_desk.wording.posts import why_words

DAY_WIDTH = 120


class PostsSection(Section):
    """The coverage statement of a day, and the decisions behind it."""

    TITLE = N("村和编制")

    def __init__(self, place: Workplace) -> None:
        super().__init__(place)
        self._day: date | None = None
        self.facts = label("", "second", wrap=True)
        self.day = Field("posts-day", latin=True, hint="2026-03-01")
        self.day.setFixedWidth(theme().px(DAY_WIDTH))
        self.day.went_on.connect(lambda _way: self._choose_day())
        columns = [
            Column(t("村"), 0),
            Column(t("户数"), 90, "right"),
            Column(t("应配"), 70, "right"),
            Column(t("原因"), 130),
            Column(t("在聘"), 204),
            Column(t("空缺"), 76, "right"),
            Column(t("空缺天数"), 100, "right"),
        ]
        self.model: ListModel[CoverLine] = ListModel(columns, _cells)
        self.list: ListView[CoverLine] = ListView(self.model, "posts-list")
        self.list.opened.connect(lambda _line: self.edit())
        acts = [
            button(t("站和室"), self.places, kind="quiet", name="posts-places"),
            button(t("改名额"), self.edit, kind="quiet", name="posts-edit"),
        ]
        top = row((self.facts, 1), *([] if place.desk.read_only else acts), label(t("哪一天"), "second"), self.day)
        foot = label(t("Enter 或 F2 改一个村的名额；方案里的规则在“方案”里看"), "hint")
        self.add((titled(t("村和编制"), top, (flat(self.list), 1), foot), 1))

    def on_shown(self) -> None:
        desk, day = self.place.desk, self._day
        self.place.work.run(lambda _progress: packs.coverage_on(desk, day), self._came, owner=self)

    def refresh(self, kinds: frozenset[str]) -> None:
        if kinds & {"post", "unit", "unit_village", "village", "term", "term_village", "pack_value", "pack_file"}:
            self.on_shown()

    def edit(self) -> None:
        """F2: the posts of the chosen village."""
        line = self.list.current()
        if line is not None and line.code and not self.place.desk.read_only:
            ask_posts(self, self.place, line, self.on_shown)

    def places(self) -> None:
        """The stations and rooms, of which some programmes count the posts."""
        line = self.list.current()
        show_places(self.place, line.name if line else "", self.on_shown)

    def _choose_day(self) -> None:
        text = self.day.text().strip()
        good = not text or (len(text) == 10 and is_date(text))
        self.day.set_state("" if good else "bad")
        if good:
            self._day = date.fromisoformat(text) if text else None
            self.on_shown()

    def _came(self, found: Coverage) -> None:
        at = self.list.current()
        told = {"quota": found.quota, "vacant": found.vacant, "of": found.of, "covered": found.covered}
        self.facts.setText(t("应配 {quota} 名，空缺 {vacant} 名；{of} 个里有 {covered} 个有人。", **told))
        self.model.set_rows(found.lines)
        codes = [line.code for line in found.lines]
        self.list.choose(codes.index(at.code) if at is not None and at.code in codes else 0)


def _cells(line: CoverLine) -> tuple[Cell, ...]:
    people = t("、").join((*line.people, *(one for one in line.covered_by if one not in line.people)))
    open_ = Cell(str(line.vacant), tag="warn") if line.vacant else Cell("")
    days = "" if line.days is None else str(line.days)
    households = "" if line.households is None else str(line.households)
    return (
        Cell(line.name, second=line.township),
        Cell(households),
        Cell(str(line.quota)),
        Cell(why_words(line)),
        Cell(people),
        open_,
        Cell(days),
    )


class PostsForm(QWidget):
    """Either so many posts with reason and document, or who covers the village."""

    def __init__(self, line: CoverLine, today: str) -> None:
        super().__init__()
        self.seats = Field("posts-seats", latin=True)
        self.seats.setText(str(line.quota))
        self.reason, self.number = Field("posts-reason"), Field("posts-number")
        self.on, self.by = Field("posts-on", latin=True), Field("posts-by")
        self.on.setText(today)
        self.wrong = under()
        width = 90 if language() == "zh_CN" else 120
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            label(t("现在：{n} 名，{why}", n=line.quota, why=why_words(line) or t("按方案")), "second", wrap=True),
            field_row(t("共几名"), (self.seats, 1), width=width),
            field_row(t("理由"), (self.reason, 1), width=width),
            field_row(t("文号"), (self.number, 1), width=width),
            field_row(t("从哪天起"), (self.on, 1), width=width),
            field_row(t("或者由谁负责"), (self.by, 1), width=width),
            self.wrong,
            label(t("已经有人负责的村，只写由谁负责和从哪天起，就不另配。"), "small", wrap=True),
        )


def ask_posts(owner: QWidget, place: Workplace, line: CoverLine, done: Callable[[], object]) -> None:
    """Ask for the posts of a village; `done` when they are kept."""
    desk = place.desk
    form = PostsForm(line, desk.clock.today().isoformat())
    panels: list[QFrame] = []

    def run(act: Callable[[Desk], object]) -> None:
        act_or_say(owner, place, lambda: act(desk), form.wrong, kept)

    def kept() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("记下了：{village}", village=line.name))
        done()

    def keep() -> None:
        by, on = form.by.text().strip(), form.on.text().strip()
        seats = int(form.seats.text()) if form.seats.text().strip().isdecimal() else -1
        reason, number = form.reason.text(), form.number.text()
        if by:
            run(lambda desk: posts.set_covered(desk, line.code, by, on))
        else:
            run(lambda desk: posts.set_exception(desk, line.code, seats, reason, number, on))

    chain([form.seats, form.reason, form.number, form.on, form.by], keep)
    acts: list[tuple[str, Callable[[], object]]] = []
    if line.why in ("exception", "covered"):
        acts.append((t("又按方案算"), lambda: run(lambda desk: posts.clear(desk, line.code))))
    acts.append((t("记下"), keep))
    panels.append(place.messages.panel(line.name, form, acts, leave=t("先不改"), focus=form.seats))
