"""The next step of the year's sheets: a small panel with the grade where a step gives one (UX 4.7, DOMAIN 2.4)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from station_desk.domain.annual import DECIDES, NOTES
from station_desk.domain.assessment import STEPS, SheetState
from station_desk.services import year_sheets
from station_desk.services.year_sheets import YearView
from station_desk.ui.assess_steps import StepForm, standing_words, take_step
from station_desk.ui.page import Workplace
from station_desk.wording import t


class YearStepForm(StepForm):
    """The form of a month's step, with the grade of the year."""

    def __init__(self, steps: Sequence[str], today: str, said: str, grades: Sequence[str], *, known: bool) -> None:
        """`known`: every sheet has a grade that was proposed or reckoned."""
        usual = t("按建议的、按标准算的") if known else t("请选等次")
        entries = [(usual, ""), *((one, one) for one in grades)]
        super().__init__(steps, today, said, grades=entries)

    def gives_grade(self, name: str) -> bool:
        return name in DECIDES or name == "suggest"


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
    desk, ids = place.desk, [one.id for one in sheets]
    known = all(one.standing.grade or one.proposed for one in sheets)
    form = YearStepForm(steps, desk.clock.today().isoformat(), said, grades, known=known)
    if step in steps:
        form.step.set_value(step)
    take_step(owner, place, t("年度考核下一步"), form, len(ids), lambda made: year_sheets.step(desk, year, ids, made))
