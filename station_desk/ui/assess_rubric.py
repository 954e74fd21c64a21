"""What is done with a rubric around its editor: put in use with who decided it, tried on a month, its versions, its file."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.months import following
from station_desk.domain.points import points_text
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services import assess_try_stored, log_months, rubrics
from station_desk.services.assess_try_stored import TriedLine, TriedMonth
from station_desk.services.rubrics import RubricFile, RubricInUse
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.kit import column, empty_state, field_row, flat, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Page, Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.wording import t

_SHOWN = 12
"""Lines of a list in a panel."""


def ask_adopt(owner: Page, place: Workplace, body: str, done: Callable[[], object]) -> None:
    """Ask who decided a rubric, and put it in use as a new version."""
    by, doc, day = Field("rubric-by"), Field("rubric-doc"), Field("rubric-day", latin=True)
    day.setText(place.desk.clock.today().isoformat())
    wrong = under()
    said = t("启用以后开的表按它打分；没评完的表再起草一次就换过来；已经评过的月份仍按原来的标准。")
    form = column(
        label(said, "second", wrap=True),
        field_row(t("谁定的"), (by, 1)),
        field_row(t("文号"), (doc, 1)),
        field_row(t("日期"), (day, 1)),
        wrong,
        gap=6,
    )
    panels: list[QFrame] = []

    def take() -> None:
        texts = by.text(), doc.text(), day.text().strip()
        if not all(one.strip() for one in texts):
            say_under(wrong, t("请写全：谁定的、文号、日期（例如 2026-10-08）。"))
            return
        act_or_say(owner, place, lambda: rubrics.adopt_text(place.desk, body, *texts), wrong, taken)

    def taken() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("已启用。没评完的表请再起草一次（Alt+D）"))
        done()

    chain([by, doc, day], take)
    panels.append(place.messages.panel(t("存为新版"), form, [(t("启用"), take)], focus=by, leave=t("先不启用")))


# --- tried on a month ------------------------------------------------------------------------------------------------
def show_tried(owner: QWidget, place: Workplace, document: Mapping[str, object]) -> None:
    """What a rubric would make of last month, beside what the month has."""
    desk = place.desk
    month = following(log_months.open_month(desk), -1)

    def tried(found: TriedMonth) -> None:
        if not found.lines:
            place.messages.done(t("{month} 没有可以试算的人", month=month))
            return
        model: ListModel[TriedLine] = ListModel(
            [
                Column(t("姓名"), 120),
                Column(t("村"), 0),
                Column(t("原来"), 130, "right"),
                Column(t("试算"), 130, "right"),
                Column(t("没有分、按满分算的"), 170),
            ],
            _tried_cells,
        )
        view: ListView[TriedLine] = ListView(model, "tried", row=26)
        view.fix_height(_SHOWN)
        model.set_rows(found.lines)
        same = sum(one.grade == one.before_grade for one in found.lines if one.before is not None)
        before = sum(one.before is not None for one in found.lines)
        said = t("{month}，{n} 张；原来评过的 {before} 张里等次不变 {same} 张。什么也没有存。",
                 month=month, n=len(found.lines), before=before, same=same)  # fmt: skip
        body = column(label(said, "second", wrap=True), flat(view), gap=8)
        place.messages.panel(t("按上月试算"), body, [], focus=view, leave=t("看完了"), width=760)

    place.work.run(
        lambda _progress: assess_try_stored.try_stored(desk, document, month),
        tried,
        label=t("正在试算"),
        owner=owner,
    )


def _tried_cells(one: TriedLine) -> list[Cell]:
    before = "" if one.before is None else f"{points_text(one.before)}　{one.before_grade}"
    moved = one.before is not None and one.grade != one.before_grade
    guessed = "、".join(one.guessed[:4]) + (t(" 等 {n} 项", n=len(one.guessed)) if len(one.guessed) > 4 else "")
    return [
        Cell(one.name, weight="medium"),
        Cell(one.village),
        Cell(before, ink="text2"),
        Cell(f"{points_text(one.total)}　{one.grade}", sign="changed" if moved else ""),
        Cell(guessed, small=True, ink="text2"),
    ]


# --- versions and files ----------------------------------------------------------------------------------------------
def show_versions(place: Workplace, kind: str, *acts: tuple[str, Callable[[], object]]) -> None:
    """Every version that was put in use, the newest first, with who decided it; the panel is left with an act."""
    found = [one for one in rubrics.versions(place.desk) if one.kind == kind]
    panels: list[QFrame] = []

    def leave(act: Callable[[], object]) -> None:
        place.messages.close_panel(panels[0])
        act()

    view: ListView[RubricFile] | None = None
    if found:
        model: ListModel[RubricFile] = ListModel(
            [Column(t("版"), 50, "right"), Column(t("谁定的"), 0), Column(t("文号"), 190), Column(t("日期"), 110)],
            lambda one: [Cell(one.version), Cell(one.decided_by), Cell(one.doc_no), Cell(one.decided_on)],
        )
        view = ListView(model, "versions", row=26)
        view.fix_height(_SHOWN)
        model.set_rows(found)
        said = t("最上面的是现在用的；每个月的表留着当时用的那一版。")
        body = column(label(said, "second", wrap=True), flat(view), gap=8)
    else:
        body = empty_state(t("还没有启用过，现在用的是样例。"), t("县局定下标准、启用以后，每一版都列在这里。"))
    told = [(word, partial(leave, act)) for word, act in acts]
    panels.append(place.messages.panel(t("各版、文件"), body, told, focus=view, leave=t("看完了"), width=620))


def save_file(owner: QWidget, place: Workplace, text: str) -> None:
    """The rubric as a file, to be looked at, changed elsewhere, or handed on."""

    def save(file: Path) -> None:
        try:
            write_atomic(file, text.encode())
        except OSError as error:
            place.messages.trouble(storage_trouble(error, file.parent, len(text)))
            return
        place.messages.done(t("存到 {file}", file=file.name))

    files.ask_save(owner, t("存到哪里"), t("评分标准.toml"), t("评分标准 (*.toml)"), save)


def ask_file(owner: QWidget, place: Workplace, done: Callable[[RubricInUse], object]) -> None:
    """A rubric out of a file; one that cannot be used says why."""

    def opened(file: Path) -> None:
        place.work.run(lambda _progress: rubrics.read_file(file), done, owner=owner)

    files.ask_open(owner, t("县局定的评分标准"), t("评分标准 (*.toml)"), opened)
