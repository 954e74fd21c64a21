"""依据 and 经过: what stands behind an item's points, the reason for another number, and the steps that a sheet took."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.assessment import Step
from station_desk.domain.points import points_text
from station_desk.domain.rubric import Rubric
from station_desk.domain.rubric_words import standard_text
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import assessment
from station_desk.services.assess_facts import LogDay, log_days
from station_desk.services.assessment import SheetView
from station_desk.ui.assess_sheet import Line
from station_desk.ui.assess_words import STEPS
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field, chain
from station_desk.ui.kit import Item, column, field_row, flat, label
from station_desk.ui.lists import Column, short_list
from station_desk.ui.page import Page
from station_desk.ui.summary import day_words
from station_desk.wording import t

_SHOWN = 8
"""Lines of a list in a panel."""


def show_evidence(page: Page, rubric: Rubric, view: SheetView, line: Line) -> None:
    """How an item is scored, both numbers, and the days of the log that the machine counted."""
    item = rubric.item(line.code)
    if item is None:
        return
    desk, of = page.place.desk, view.standing.of
    metric = str(getattr(item.mode, "metric", ""))

    def show(days: Sequence[LogDay]) -> None:
        said: list[Item] = [label(standard_text(item) or t("由民警评"), wrap=True)]
        if line.machine is not None:
            told = t("日志算得 {points} 分：{why}", points=points_text(line.machine), why=line.evidence)
            said.append(label(told, "second", wrap=True))
        if line.officer is not None:
            said.append(label(t("民警评分 {points} 分", points=points_text(line.officer)), "second"))
        if days:
            columns = [Column(t("日期"), 0), Column(t("数"), 80, "right")]
            said.append(flat(short_list(columns, _day_cells, days, "evidence", _SHOWN)))
        page.place.messages.panel(f"{line.code}　{item.name}", column(*said, gap=8), [], leave=t("看完了"))

    page.place.work.run(
        lambda _progress: log_days(desk, of.scope, of.period, of.subject_id, metric) if metric else [], show, owner=page
    )


def _day_cells(one: LogDay) -> list[Cell]:
    return [Cell(day_words(date.fromisoformat(one.day)) if one.day else t("全月")), Cell(str(one.count))]


def ask_why(page: Page, line: Line, known: str, done: Callable[[str], object]) -> None:
    """The reason for the officer's number of an item, in a few words that stay at this desk."""
    words = Field("why", hint=t("最多 {n} 个字，留在本机", n=LONGEST_WORDS))
    words.setMaxLength(LONGEST_WORDS)
    words.setText(known)
    panels: list[QFrame] = []

    def take() -> None:
        page.place.messages.close_panel(panels[0])
        done(words.text().strip())

    chain([words], take)
    body: QWidget = field_row(t("原因"), (words, 1))
    title = t("{code}　为什么是这个分", code=line.code)
    panels.append(page.place.messages.panel(title, body, [(t("写上"), take)], focus=words))


def show_history(page: Page, view: SheetView) -> None:
    """The steps of a sheet with day, who, document and reason."""
    steps = view.standing.steps
    if not steps:
        page.place.messages.done(t("还没有走过一步"))
        return
    desk = page.place.desk
    until = assessment.object_until(desk, assessment.rubric_of(desk, view.standing.of), view.standing)
    columns = [
        Column(t("哪一步"), 120),
        Column(t("日期"), 110),
        Column(t("谁"), 130),
        Column(t("等次、文号、见证人、原因"), 0),
    ]
    list_ = short_list(columns, _step_cells, steps, "history", _SHOWN)
    said: list[Item] = [flat(list_)]
    if until is not None:
        said.append(label(t("可以提异议到 {day}", day=until.isoformat()), "second"))
    title = t("{name}：经过", name=view.name)
    page.place.messages.panel(title, column(*said, gap=8), [], focus=list_, leave=t("看完了"), width=760)


def _step_cells(one: Step) -> list[Cell]:
    told = [
        one.result if one.step == "confirm" else "",
        one.doc_no,
        one.witness and t("见证人 {name}", name=one.witness),
        one.words,
    ]
    return [
        Cell(t(STEPS.get(one.step, one.step)), weight="medium"),
        Cell(one.day),
        Cell(one.by_name),
        Cell("　".join(part for part in told if part), small=True),
    ]
