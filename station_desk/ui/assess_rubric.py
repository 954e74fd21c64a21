"""评分标准: the rubric in use as a list, its file to be edited, and another one put in use with who decided it (UX 4.7)."""

from pathlib import Path

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.points import points_text
from station_desk.domain.rubric import Item
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import storage_trouble, write_atomic
from station_desk.services import rubrics
from station_desk.services.rubrics import RubricInUse
from station_desk.ui import files
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Field, chain, say_under, under
from station_desk.ui.kit import Banner, field_row, fill, flat, label
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.page import Workplace
from station_desk.ui.theme import theme
from station_desk.wording import t

_SHOWN = 10
"""Lines of the list in the panel."""


def show_rubric(owner: QWidget, place: Workplace, kind: str) -> None:
    """Show the rubric in use; its acts are to save its file and to put another one in use."""
    used = rubrics.in_use(place.desk, kind)
    body = QWidget()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    model: ListModel[Item] = ListModel([Column(t("项目"), 0), Column(t("满分"), 70, "right")], _cells)
    view: ListView[Item] = ListView(model, "rubric", row=26)
    view.setFixedHeight(theme().size("header_row") + _SHOWN * theme().px(26))
    model.set_rows(used.rubric.items)
    fill(layout, _told(used), flat(view))
    panels: list[QFrame] = []

    def save() -> None:
        place.messages.close_panel(panels[0])
        files.ask_save(
            owner, t("存到哪里"), t("评分标准.toml"), t("评分标准 (*.toml)"), lambda file: _save(place, used, file)
        )

    def other() -> None:
        place.messages.close_panel(panels[0])
        files.ask_open(owner, t("县局定的评分标准"), t("评分标准 (*.toml)"), lambda file: ask_adopt(owner, place, file))

    acts = [(t("存出来改"), save), (t("启用另一份"), other)]
    panels.append(place.messages.panel(used.rubric.title or t("评分标准"), body, acts, focus=view, width=560))


def ask_adopt(owner: QWidget, place: Workplace, file: Path) -> None:
    """Look at a rubric's file, ask who decided it, and put it in use; a file that cannot be used says why."""
    try:
        found = rubrics.read_file(file)
    except Trouble as trouble:
        place.messages.trouble(trouble)
        return
    by, doc, day = Field("rubric-by"), Field("rubric-doc"), Field("rubric-day", latin=True)
    day.setText(place.desk.clock.today().isoformat())
    wrong = under()
    form = QWidget()
    layout = QVBoxLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    said = t(
        "{title}：{n} 项，满分 {full}。启用以后开的表按它打分，以前的表不变。",
        title=found.rubric.title,
        n=len(found.rubric.items),
        full=points_text(found.rubric.full),
    )
    fill(
        layout,
        label(said, "second", wrap=True),
        field_row(t("谁定的"), (by, 1)),
        field_row(t("文号"), (doc, 1)),
        field_row(t("日期"), (day, 1)),
        wrong,
    )
    panels: list[QFrame] = []

    def take() -> None:
        try:
            rubrics.adopt(place.desk, file, by.text(), doc.text(), day.text().strip())
        except Trouble as trouble:
            if trouble.code != "rubric_source":
                place.messages.close_panel(panels[0])
                place.messages.trouble(trouble)
                return
            say_under(wrong, t("请写全：谁定的、文号、日期（例如 2026-10-08）。"))
            return
        place.messages.close_panel(panels[0])
        place.messages.done(t("已启用。没评完的表请再起草一次（Alt+D）"))

    chain([by, doc, day], take)
    panels.append(place.messages.panel(t("启用评分标准"), form, [(t("启用"), take)], focus=by))


def _told(used: RubricInUse) -> QWidget:
    """Whose rubric it is."""
    if used.rubric.example:
        return Banner("warn", t("这是样例，没有人定过。"), t("存出来，改好分值，去掉 example 一行，再启用。"))
    told = t("{by}　{doc}　{day}", by=used.decided_by, doc=used.doc_no, day=used.decided_on)
    return label(told, "second")


def _cells(item: Item) -> list[Cell]:
    return [Cell(f"{item.code}　{item.name}"), Cell(points_text(item.most))]


def _save(place: Workplace, used: RubricInUse, file: Path) -> None:
    try:
        write_atomic(file, used.body.encode())
    except OSError as error:
        place.messages.trouble(storage_trouble(error, file.parent, len(used.body)))
        return
    place.messages.done(t("存到 {file}", file=file.name))
