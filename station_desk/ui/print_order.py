"""What is to be printed: which form, about whom, how many blank copies – the left side of the print page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator

from station_desk.domain.paper import FormInfo
from station_desk.services.find import Finder
from station_desk.ui.delegate import Cell
from station_desk.ui.fields import Choice, Field
from station_desk.ui.kit import Box, Button, chip, column, field_row, label, row
from station_desk.ui.lists import Column, ListModel, ListView
from station_desk.ui.person_pick import Option, PickField
from station_desk.ui.print_words import form_name
from station_desk.ui.theme import theme
from station_desk.wording import N, t

Who = Literal["chosen", "everyone", "blank", "listed"]
WHO: tuple[tuple[Who, str], ...] = (
    ("chosen", N("选人")),
    ("everyone", N("全部")),
    ("blank", N("空白的")),
    ("listed", N("名单里的 {n} 人")),
)
"""`listed` are the people whom the roster showed when one came from there with a filter or a search."""
GROUPS = (
    ("", N("不分")),
    ("township", N("按乡镇")),
    ("area", N("按片区")),
    ("officer", N("按民警")),
    ("room", N("按警务室")),
)
_MOST_BLANK = 200
_SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What the left side asks for."""

    form: str
    person_ids: tuple[str, ...] | None
    everyone: bool
    blank: int
    group_by: str | None

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing."""
        return not self.everyone and not self.blank and not self.person_ids


def person_options(finder: Finder) -> Callable[[str], Sequence[Option]]:
    """People by name, pinyin, initials, tails of numbers."""

    def suggest(text: str) -> list[Option]:
        hits = [hit for hit in finder.find(text, limit=_SUGGESTED * 4) if hit.kind == "person"]
        return [Option(hit.id, hit.text, hit.second, tuple(hit.spans)) for hit in hits[:_SUGGESTED]]

    return suggest


class OrderPanel(Box):
    """The forms, and for whom. `changed` is sent whenever the request is another."""

    changed = Signal()

    def __init__(self, finder: Finder) -> None:
        super().__init__(gap=10, margins=(1, 10, 1, 12))
        self.who: Who = "everyone"
        self._listed: tuple[str, ...] = ()
        self._model: ListModel[FormInfo] = ListModel([Column(t("表"), 0), Column(t("编号"), 70)], _form_cells)
        self.forms: ListView[FormInfo] = ListView(self._model)
        self.forms.chosen.connect(lambda _form: self._form_changed())
        self.forms.setFixedHeight(theme().size("header_row") + 3 * theme().size("row_list") + 2)
        self._chips: dict[Who, Button] = {}
        for who, word in WHO:
            made = chip(t(word, n=0) if who == "listed" else t(word), name=f"who-{who}", on=who == self.who)
            made.clicked.connect(lambda _on=False, who=who: self.set_who(who))
            self._chips[who] = made
        self.people = PickField("print-people", person_options(finder), hint=t("姓名、拼音首字母，或号码后四位"))
        self.people.changed.connect(self.changed)
        self.blank = Field("blank-copies", latin=True)
        self.blank.setValidator(QIntValidator(1, _MOST_BLANK))
        self.blank.setText("1")
        self.blank.textChanged.connect(lambda _text: self.changed.emit())
        self.group = Choice("group-by", [(t(word), code) for code, word in GROUPS])
        self.group.setMinimumHeight(theme().size("field"))
        self.group.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self._people_line = field_row(t("谁"), (self.people, 1), width=56)
        self._blank_line = field_row(t("份数"), (self.blank, 1), width=56)
        self._group_line = field_row(t("分页"), (self.group, 1), width=56)
        self._people_line.setMinimumHeight(0)
        who_row = row(*self._chips.values(), None)
        rest = column(
            label(t("印给谁"), "strong"),
            who_row,
            self._people_line,
            self._blank_line,
            self._group_line,
            margins=(15, 0, 15, 0),
        )
        self.body.addWidget(row(label(t("能印的表"), "strong"), margins=(15, 0, 15, 0)))
        self.body.addWidget(self.forms)
        self.body.addWidget(rest)
        self._dress()

    def set_forms(self, forms: Sequence[FormInfo]) -> None:
        """Offer `forms`; the current one stays."""
        key = self.forms.current()
        self._model.set_rows(forms)
        at = next((n for n, form in enumerate(forms) if key is not None and form.code == key.code), 0)
        self.forms.choose(at if forms else -1)

    def all_forms(self) -> Sequence[FormInfo]:
        """The forms on offer."""
        return self._model.rows()

    def choose_form(self, code: str) -> None:
        """Choose a form by its code."""
        for at, form in enumerate(self._model.rows()):
            if form.code == code:
                self.forms.choose(at)

    def set_who(self, who: Who) -> None:
        """Chosen people, everyone, or blank copies."""
        self.who = who
        self._dress()
        self.changed.emit()
        if who == "chosen":
            self.people.field.setFocus()

    def set_people(self, people: Sequence[Option]) -> None:
        """These people, chosen."""
        self.who = "chosen"
        self.people.set_picks(people)
        self._dress()
        self.changed.emit()

    def set_listed(self, ids: Sequence[str]) -> None:
        """The people whom the roster showed, by their ids."""
        self._listed = tuple(ids)
        self._chips["listed"].set_text(t("名单里的 {n} 人", n=len(ids)))
        self.set_who("listed")

    def form(self) -> FormInfo | None:
        """The chosen form."""
        return self.forms.current()

    def request(self) -> Request | None:
        """What is asked for, None without a form."""
        form = self.form()
        if form is None:
            return None
        only_blank = form.subject not in ("person", "roster")
        blank = int(self.blank.text() or 0) if self.who == "blank" or only_blank else 0
        grouped = str(self.group.value()) if form.subject == "roster" else None
        people = {"chosen": self.people.values(), "listed": self._listed}.get(self.who)
        return Request(form.code, people, self.who == "everyone" and not only_blank, blank, grouped)

    def _form_changed(self) -> None:
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        form = self.form()
        for who, made in self._chips.items():
            made.setChecked(who == self.who)
        self._chips["listed"].setVisible(bool(self._listed))
        self._people_line.setVisible(self.who == "chosen")
        self._blank_line.setVisible(self.who == "blank")
        self._group_line.setVisible(form is not None and form.subject == "roster" and self.who != "blank")


def _form_cells(form: FormInfo) -> Sequence[Cell]:
    own = t("本单位改过") if form.own else ""
    return (Cell(form_name(form), weight="medium", second=own), Cell(form.code, ink="text2"))
