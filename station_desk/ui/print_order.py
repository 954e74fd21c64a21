"""What is to be printed: which set or form, about whom, for which month – the left side of the print page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator

from station_desk.domain.months import following
from station_desk.domain.paper import FormInfo
from station_desk.domain.print_sets import PrintSet
from station_desk.services.find import Finder
from station_desk.ui import fields
from station_desk.ui.fields import Field
from station_desk.ui.kit import Box, chip, chips, column, field_row, row, turn_on
from station_desk.ui.person_pick import Option, PickField
from station_desk.ui.print_choice import Choice, PaperList, key_of
from station_desk.ui.theme import theme
from station_desk.wording import N, t

Who = Literal["chosen", "everyone", "blank", "listed"]
WHO: tuple[tuple[Who, str], ...] = (
    ("everyone", N("全部")),
    ("chosen", N("选人")),
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
_MONTHS_BACK, _MONTHS_ON = 12, 2
_FILLED = ("person", "roster", "batch", "notice", "candidate", "vote", "room", "circular", "policy")
"""Forms that are filled in; the others are printed blank. Those of a selection are about its newest batch here."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the left side asks for; `form` is a form's code or, of a set (`as_set`), its key."""

    form: str
    person_ids: tuple[str, ...] | None
    everyone: bool
    blank: int = 0
    group_by: str | None = None
    period: str = ""
    reveal: bool = False
    as_set: bool = False

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
    """The sets and forms, and for whom. `changed` is sent whenever the request is another."""

    changed = Signal()

    def __init__(self, finder: Finder) -> None:
        super().__init__(gap=8, margins=(1, 10, 1, 10))
        self.who: Who = "everyone"
        self._listed: tuple[str, ...] = ()
        self._forms: dict[str, FormInfo] = {}
        self.papers = PaperList()
        self.papers.chosen.connect(lambda _choice: self._form_changed())
        self._chips = chips("who", (who for who, _word in WHO), self.who, self.set_who)
        for who, word in WHO:
            self._chips[who].set_text(t(word, n=0))
        self.people = PickField("print-people", person_options(finder), hint=t("姓名、拼音首字母，或号码后四位"))
        self.people.changed.connect(self.changed)
        self.blank = Field("blank-copies", latin=True)
        self.blank.setValidator(QIntValidator(1, _MOST_BLANK))
        self.blank.setText("1")
        self.blank.textChanged.connect(lambda _text: self.changed.emit())
        self.group = fields.Choice("group-by", [(t(word), code) for code, word in GROUPS])
        self.group.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.month = fields.Choice("month")
        self._wanted_month = ""
        self.month.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.whole = chip(t("印完整号码"), name="whole-numbers")
        self.whole.setToolTip(t("身份证号和电话印全；看和印都会记入查看记录"))
        self.whole.toggled.connect(lambda _on: self.changed.emit())
        self._lay()
        self._dress()

    def _lay(self) -> None:
        self._people_line = field_row(t("谁"), (self.people, 1), width=56)
        self._blank_line = field_row(t("份数"), (self.blank, 1), width=56)
        self._group_line = field_row(t("分页"), (self.group, 1), width=56)
        self._month_line = field_row(t("月份"), (self.month, 1), width=56)
        self._people_line.setMinimumHeight(0)
        for line in (self._blank_line, self._group_line, self._month_line):
            line.setMinimumHeight(theme().size("field") + 2)
        rest = column(
            row(*self._chips.values(), None, gap=6),
            self._people_line,
            self._blank_line,
            self._group_line,
            self._month_line,
            row(self.whole, None),
            gap=6,
            margins=(15, 0, 15, 0),
        )
        self.body.addWidget(self.papers, 1)
        self.body.addWidget(rest)

    # ------------------------------------------------------------------------------------------------ what is offered
    def set_choices(self, sets: Sequence[PrintSet], forms: Sequence[FormInfo]) -> None:
        """Offer sets and forms that concern people or nobody; slips are printed on the exchange page."""
        kept = [form for form in forms if not form.slip]
        self._forms = {form.code: form for form in forms}
        self.papers.set_choices([*sets, *kept])
        self._dress()

    def set_month(self, month: str) -> None:
        """Offer the months around `month`, which is the one at hand; a month that was chosen stays."""
        now = self._wanted_month or self.month.value()
        self._wanted_month = ""
        months = [following(month, step) for step in range(_MONTHS_ON, -_MONTHS_BACK - 1, -1)]
        self.month.blockSignals(True)
        self.month.set_entries([(_month_words(one), one) for one in months])
        self.month.set_value(now if now in months else month)
        self.month.blockSignals(False)

    def all_forms(self) -> Sequence[FormInfo]:
        """Every form that is there."""
        return list(self._forms.values())

    def choose_form(self, code: str) -> None:
        """Choose a form by its code or a set by its key; `F31@2026-10` with the month it is for."""
        form, _at, month = code.partition("@")
        if month:
            self._wanted_month = "" if self.month.count() else month
            self.month.set_value(month)
        self.papers.choose(form)

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

    # ------------------------------------------------------------------------------------------------- what is asked
    def choice(self) -> Choice | None:
        """The chosen set or form."""
        return self.papers.current()

    def form(self) -> FormInfo | None:
        """The chosen form; None while a set is chosen."""
        found = self.papers.current()
        return found if isinstance(found, FormInfo) else None

    def request(self) -> Request | None:
        """What is asked for, None without a choice."""
        choice = self.papers.current()
        if choice is None:
            return None
        people = {"chosen": self.people.values(), "listed": self._listed}.get(self.who)
        period = str(self.month.value() or "") if self._monthly(choice) else ""
        reveal = self.whole.isChecked() and self._numbers(choice)
        if isinstance(choice, PrintSet):
            everyone = self.who in ("everyone", "blank")
            return Request(key_of(choice), people, everyone, period=period, reveal=reveal, as_set=True)
        filled = choice.subject in _FILLED
        blank = max(1, int(self.blank.text() or 0)) if self.who == "blank" or not filled else 0
        grouped = str(self.group.value()) if choice.subject == "roster" else None
        everyone = self.who == "everyone" if choice.about_people else not blank
        people = people if choice.about_people else None
        return Request(choice.code, people, everyone, blank, grouped, period, reveal)

    def _monthly(self, choice: Choice) -> bool:
        return any(form.monthly for form in self._forms_of(choice))

    def _numbers(self, choice: Choice) -> bool:
        return any(form.numbers for form in self._forms_of(choice))

    def _forms_of(self, choice: Choice) -> list[FormInfo]:
        codes = choice.papers if isinstance(choice, PrintSet) else (choice.code,)
        return [self._forms[code] for code in codes if code in self._forms]

    def _form_changed(self) -> None:
        self._dress()
        self.changed.emit()

    def _who_for(self, choice: Choice | None) -> Who:
        """For whom this choice is printed: a set has no blank copies, a paper about nobody alone no chosen people."""
        if isinstance(choice, FormInfo):
            return self.who if choice.about_people or self.who == "blank" else "everyone"
        return "everyone" if self.who == "blank" else self.who

    def _dress(self) -> None:
        choice = self.papers.current()
        single = isinstance(choice, FormInfo)
        blank = self.who == "blank" and single
        turn_on(self._chips, self._who_for(choice))
        people = not isinstance(choice, FormInfo) or choice.about_people
        self._chips["listed"].setVisible(bool(self._listed) and people)
        self._chips["chosen"].setVisible(people)
        self._chips["blank"].setVisible(single)
        self._people_line.setVisible(self.who == "chosen" and people)
        self._blank_line.setVisible(blank)
        self._group_line.setVisible(isinstance(choice, FormInfo) and choice.subject == "roster" and not blank)
        self._month_line.setVisible(choice is not None and self._monthly(choice))
        self.whole.setVisible(choice is not None and self._numbers(choice) and not blank)


def _month_words(month: str) -> str:
    year, number = month.split("-")
    return t("{year} 年 {month} 月", year=year, month=int(number))
