"""A number of the station for a month: an outcome of the police, or what was counted before the log began (DOMAIN 1.7)."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame

from station_desk.domain.figure_periods import FigurePeriod
from station_desk.domain.metric_sets import MetricSet
from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.services import metrics
from station_desk.ui.fields import Choice, Field, chain
from station_desk.ui.kit import column, label, row
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.troubles import tell


def ask_figure(
    place: Workplace, known: MetricSet, code: str, period: FigurePeriod, done: Callable[[], object]
) -> QFrame | None:
    """Ask for the number of a metric and a month of the period; None where it cannot have one (that is said)."""
    name, unit = known.name(code), known.unit(code)
    metric = known.by_code.get(code)
    if metric is not None and (metric.derived or metric.roster):
        place.messages.done(t("“{name}”是算出来的，不用填", name=name))
        return None
    months = sorted({*period.months, *period.cut}, reverse=True)
    month = Choice("figure-month", [(one, one) for one in months])
    field = Field("figure-value", latin=True, hint=t("空着：没有数"))
    wrong = label("", "small", "bad", wrap=True)
    said = t("{name}，全所一个月一个数，单位 {unit}。逐人的数在月度录入里填。", name=name, unit=unit)
    body = column(label(said, wrap=True), row(month, (field, 1)), wrong, gap=8)
    panels: list[QFrame] = []

    def show_known() -> None:
        there = [one for one in metrics.figures(place.desk) if (one.code, one.month) == (code, month.value())]
        field.setText(str(there[0].value) if there else "")

    def save() -> None:
        text = field.text().strip()
        if text and not text.isdecimal():
            field.set_state("bad")
            wrong.setText(t("要整数，比如 12"))
            return
        chosen, value = str(month.value()), int(text) if text else None

        def write(_progress: Progress) -> None:
            metrics.set_figure(place.desk, code, chosen, value)

        place.work.run(write, lambda _none: saved(value), refused)

    def saved(value: int | None) -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("已保存：{name} {n}", name=name, n="" if value is None else value))
        done()

    def refused(error: Exception) -> None:
        if isinstance(error, Trouble):
            told = tell(error)
            field.set_state("bad")
            wrong.setText(f"{told.what}{told.next}")
        else:
            place.messages.error(error)

    show_known()
    month.activated.connect(lambda _at: show_known())
    panels.append(place.messages.panel(name, body, [(t("保存"), save)], focus=field))
    chain([field], save)
    return panels[0]
