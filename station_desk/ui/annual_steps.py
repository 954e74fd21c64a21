"""The next step of the year's sheets: a small panel with the grade where a step gives one (UX 4.7, DOMAIN 2.4)."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.domain.annual import DECIDES, NOTES
from station_desk.domain.assessment import STEPS, SheetState, Step
from station_desk.services import year_sheets
from station_desk.services.year_sheets import YearView
from station_desk.ui.assess_steps import StepForm, standing_words
from station_desk.ui.assess_words import STEPS as WORDS
from station_desk.ui.fields import Choice, chain, under
from station_desk.ui.kit import field_row
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.wording import t

_GRADED = DECIDES | {"suggest"}


class YearStepForm(StepForm):
    """The form of a month's step, with the grade of the year."""

    def __init__(self, steps: Sequence[str], today: str, said: str, grades: Sequence[str]) -> None:
        self.grade = Choice("step-grade", [(t("按建议的、按标准算的"), ""), *((one, one) for one in grades)])
        self._grade_row = field_row(t("等次"), (self.grade, 1))
        super().__init__(steps, today, said)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._grade_row)
        self.wrong = under()
        layout.addWidget(self.wrong)
        self._fit()

    def controls(self) -> list[QWidget]:
        first, *others = super().controls()
        return [first, self.grade, *others]

    def _fit(self) -> None:
        super()._fit()
        if self._grade_row.parent() is None:
            return  # not laid yet: a row of its own would be a window
        self._grade_row.setVisible(str(self.step.value()) in _GRADED)

    def made(self) -> Step | None:
        told = super().made()
        return replace(told, result=str(self.grade.value())) if told and told.step in _GRADED else told


def steps_for(state: SheetState) -> list[str]:
    """What can be done with a sheet in this state: the station's proposal first, notes last."""
    steps = [name for name, (states, _to) in STEPS.items() if state in states]
    notes = [name for name, states in NOTES.items() if state in states]
    return [one for one in notes if one == "suggest"] + steps + [one for one in notes if one != "suggest"]


def ask_year_step(
    owner: QWidget, place: Workplace, year: str, grades: Sequence[str], sheets: Sequence[YearView], step: str = ""
) -> None:
    """Ask for the next step of sheets that stand at one place, and take it; `step` is offered first."""
    now = sheets[0].standing.state
    steps = steps_for(now)
    if not steps:
        place.messages.done(t("这张表没有已定的月份，还走不到下一步"))
        return
    said = standing_words([one.name for one in sheets], now)
    desk = place.desk
    form = YearStepForm(steps, desk.clock.today().isoformat(), said, grades)
    if step in steps:
        form.step.set_value(step)
    panels: list[QFrame] = []

    def done(made: Step) -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("{n} 张表：{step}", n=len(sheets), step=t(WORDS[made.step])))

    def take() -> None:
        made = form.made()
        if made is not None:
            ids = [one.id for one in sheets]
            act_or_say(owner, place, lambda: year_sheets.step(desk, year, ids, made), form.wrong, lambda: done(made))

    chain(form.controls(), take)
    panels.append(place.messages.panel(t("年度考核下一步"), form, [(t("就这样"), take)], focus=form.step))
