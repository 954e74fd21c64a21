"""The next step of sheets: a small panel that asks for the day, who, and what the step needs (UX 4.7, DOMAIN 2.4)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.assessment import NEEDS_REASON, STEPS, Correction, SheetState, Step, corrected_numbers
from station_desk.domain.rubric import Rubric
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import assessment
from station_desk.services.assessment import SheetView
from station_desk.ui.assess_words import STEPS as WORDS
from station_desk.ui.assess_words import state_word
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import column, field_row, fill, label
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.theme import theme
from station_desk.wording import t


class StepForm(QWidget):
    """Which step, on which day, by whom; what a step does not need is hidden.

    With `rubric` a correction names items and grade, and a confirmation the grade where the rubric leaves it to the hand.
    """

    def __init__(
        self,
        steps: Sequence[str],
        today: str,
        said: str,
        rubric: Rubric | None = None,
        grades: Sequence[tuple[str, object]] = (),
    ) -> None:
        """`grades`: what is offered as the grade (default: nothing, and those of the rubric)."""
        super().__init__()
        self._rubric = rubric
        self.step = Choice("step", [(t(WORDS[name]), name) for name in steps])
        self.day = Field("step-day", latin=True)
        self.day.setText(today)
        self.by = Field("step-by", hint=t("签字的人；不填就是您"))
        self.doc = Field("step-doc", hint=t("文号，没有就空着"))
        self.witness = Field("step-witness")
        self.result = Choice("step-result", [(t("不变"), "unchanged"), (t("改变"), "changed")])
        names = rubric.grades.names if rubric else ()
        self.given_grade = Choice("step-grade", grades or [("", ""), *((one, one) for one in names)])
        self.numbers = Field("step-numbers", latin=True, hint=t("例如 C1=9 M2=1；只改等次就空着"))
        self.words = Field("step-words", hint=t("最多 {n} 个字，留在本机", n=LONGEST_WORDS))
        self.words.setMaxLength(LONGEST_WORDS)
        self.wrong = under()
        self._rows = {
            "grade": field_row(t("等次"), (self.given_grade, 1)),
            "doc": field_row(t("文号"), (self.doc, 1)),
            "witness": field_row(t("见证人"), (self.witness, 1)),
            "result": field_row(t("结果"), (self.result, 1)),
            "numbers": field_row(t("改成"), (self.numbers, 1)),
            "words": field_row(t("原因"), (self.words, 1)),
        }
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        grade, *others = self._rows.values()
        fill(
            layout,
            label(said, "second", wrap=True),
            field_row(t("做哪一步"), (self.step, 1)),
            grade,
            field_row(t("日期"), (self.day, 1)),
            field_row(t("谁"), (self.by, 1)),
            *others,
            self.wrong,
        )
        self.step.currentIndexChanged.connect(lambda _at: self._fit())
        self._fit()

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return [
            *(self.step, self.given_grade, self.day, self.by, self.doc, self.witness),
            *(self.result, self.numbers, self.words),
        ]

    def _fit(self) -> None:
        name = str(self.step.value())
        shown = {
            "doc": name in {"confirm", "agree", "veto", "correct"},
            "witness": name == "refuse",
            "result": name == "answer",
            "numbers": self._rubric is not None and name == "correct",
            "grade": self.gives_grade(name),
            "words": name in NEEDS_REASON,
        }
        for key, made in self._rows.items():
            made.setVisible(shown[key])

    def gives_grade(self, name: str) -> bool:
        """Whether the step may give the sheet its grade."""
        if self._rubric is None:
            return False
        return name == "correct" or (name == "confirm" and self._rubric.grades.rule == "manual")

    def _told(self, name: str) -> str | None:
        """The result of the step; None where a number cannot be read."""
        if name == "answer":
            return str(self.result.value())
        grade = str(self.given_grade.value() or "") if self.gives_grade(name) else ""
        if name != "correct" or self._rubric is None:
            return grade
        try:
            numbers = corrected_numbers(self._rubric, self.numbers.text().split())
        except Trouble:
            return None
        return Correction(numbers, grade).text()

    def made(self) -> Step | None:
        """The step; None where something is missing, and the form says what."""
        name = str(self.step.value())
        words = self.words.text().strip() if self._rows["words"].isVisibleTo(self) else ""
        if name in NEEDS_REASON and not (words or self.doc.text().strip()):
            say_under(self.wrong, t("请写明原因，最多 60 个字。"))
            return None
        if name == "refuse" and not self.witness.text().strip():
            say_under(self.wrong, t("请写见证人的姓名。"))
            return None
        result = self._told(name)
        if result is None:
            say_under(self.wrong, t("请写成 C1=9 这样，几项用空格隔开。"))
            return None
        return Step(
            "",
            name,
            self.day.text().strip(),
            self.by.text().strip(),
            result,
            self.witness.text().strip(),
            self.doc.text().strip(),
            "",
            words,
        )


def standing_words(names: Sequence[str], state: SheetState) -> str:
    """Whose sheets, and where they stand."""
    who = "、".join(names[:3])
    if len(names) > 1:
        return t("{who} 等 {n} 张表，现在：{state}", who=who, n=len(names), state=state_word(state))
    return t("{who}，现在：{state}", who=who, state=state_word(state))


def ask_step(owner: QWidget, place: Workplace, sheets: Sequence[SheetView]) -> None:
    """Ask for the next step of sheets that stand at one place, and take it."""
    now = sheets[0].standing.state
    rights = assessment.township_needed(place.desk)
    steps = [name for name, (states, _to) in STEPS.items() if now in states and (rights or name != "veto")]
    if not steps:
        place.messages.done(t("先把每一项的分打完，才有下一步"))
        return
    said = standing_words([one.name for one in sheets], now)
    desk, ids = place.desk, [one.id for one in sheets]
    rubric = assessment.rubric_of(desk, sheets[0].standing.of)
    form = StepForm(steps, desk.clock.today().isoformat(), said, rubric)
    take_step(owner, place, t("考核表下一步"), form, len(ids), lambda made: assessment.step(desk, ids, made))


def take_step(
    owner: QWidget, place: Workplace, title: str, form: StepForm, count: int, act: Callable[[Step], object]
) -> None:
    """Show the form in a panel; `act` takes the step it makes, with `count` sheets, in the background."""
    panels: list[QFrame] = []

    def take() -> None:
        made = form.made()
        if made is not None:
            act_or_say(owner, place, lambda: act(made), form.wrong, lambda: taken(made))

    def taken(made: Step) -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("{n} 张表：{step}", n=count, step=t(WORDS[made.step])))

    chain(form.controls(), take)
    panels.append(place.messages.panel(title, form, [(t("就这样"), take)], focus=form.step))


def ask_reason(place: Workplace, what: str, done: Callable[[str], object]) -> None:
    """Ask for the reason of a veto; without one nothing is entered."""
    words = Field("veto-words", hint=t("最多 {n} 个字，留在本机", n=LONGEST_WORDS))
    words.setMaxLength(LONGEST_WORDS)
    wrong = under()
    form = column(field_row(t("原因"), (words, 1)), wrong, gap=6)
    panels: list[QFrame] = []

    def take() -> None:
        said = words.text().strip()
        if not said:
            say_under(wrong, t("请写明原因；没有原因的不能否决。"))
            return
        place.messages.close_panel(panels[0])
        done(said)

    chain([words], take)
    title = t("一票否决：{what}", what=what)
    panels.append(place.messages.panel(title, form, [(t("否决"), take)], focus=words, leave=t("先不否决")))
