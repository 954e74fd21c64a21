"""Adding a metric of the office's own, and what is expected of villages: who decided it, by which document, when (DOMAIN 1.7)."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QLabel

from station_desk.domain.metric_sets import LOG_NAMES, MetricSet, OwnMetric
from station_desk.domain.policy_entries import UNITS
from station_desk.domain.progress import Progress
from station_desk.domain.targets import Target
from station_desk.domain.trouble import Trouble
from station_desk.services import metrics
from station_desk.ui.fields import Choice, Field, chain
from station_desk.ui.kit import column, field_row, label
from station_desk.ui.page import Workplace
from station_desk.wording import t
from station_desk.wording.metrics import CLASSES, fault_of_metric, refused_words
from station_desk.wording.reports import target_fault_words
from station_desk.wording.troubles import tell

Done = Callable[[], object]


def ask_metric(place: Workplace, done: Done) -> QFrame:
    """A panel that adds a metric; a county's goes to all its stations with the next bundles."""
    code, name = Field("metric-code", latin=True, hint="Q01"), Field("metric-name")
    unit = Choice("metric-unit", [(one, one) for one in UNITS if one != "%"])
    kind = Choice("metric-class", [(t(words), one) for one, words in CLASSES.items()])
    none = [(t("不归类"), "")]
    category = Choice("metric-category", [*none, *((f"{c} {words[0]}", c) for c, words in LOG_NAMES.items())])
    by, number, on = _decision()
    wrong = label("", "small", "bad", wrap=True)
    body = column(
        label(t("本单位自己加的统计项目。能变成对人登记或者跟踪的，按名称就不收。"), "second", wrap=True),
        field_row(t("代码"), (code, 1)),
        field_row(t("名称"), (name, 1)),
        field_row(t("计量"), (unit, 1)),
        field_row(t("是什么数"), (kind, 1)),
        field_row(t("归到"), (category, 1)),
        field_row(t("谁定的"), (by, 1)),
        field_row(t("文号"), (number, 1)),
        field_row(t("日期"), (on, 1)),
        wrong,
        gap=6,
    )
    panels: list[QFrame] = []

    def save() -> None:
        wanted = OwnMetric(
            "", "", code.text().strip().upper(), name.text().strip(), str(unit.value()), kind.value(),  # type: ignore[arg-type]
            str(category.value()), by.text().strip(), number.text().strip(), on.text().strip(),
        )  # fmt: skip

        def saved(made: OwnMetric) -> None:
            place.messages.close_panel(panels[0])
            place.messages.done(t("已加上 {code} {name}。", code=made.code, name=made.name))
            done()

        def write(_progress: Progress) -> OwnMetric:
            return metrics.add_metric(place.desk, wanted)

        place.work.run(write, saved, lambda error: _say(place, wrong, error))

    panels.append(place.messages.panel(t("加一项"), body, [(t("保存"), save)], focus=code))
    chain([code, name, unit, kind, category, by, number, on], save)
    return panels[0]


def ask_target(place: Workplace, known: MetricSet, code: str, done: Done) -> QFrame:
    """A panel that says how much of a metric is expected of villages of a size in a month."""
    value = Field("target-value", latin=True, hint="30")
    low, high = Field("target-from", latin=True, hint=t("不限")), Field("target-to", latin=True, hint=t("不限"))
    by, number, on = _decision()
    wrong = label("", "small", "bad", wrap=True)
    body = column(
        label(t("按村的大小定每月多少。线索和公安战果不能定。"), "second", wrap=True),
        field_row(t("每月"), (value, 1), label(known.unit(code), "second")),
        field_row(t("户数从"), (low, 1), label(t("到"), "second"), (high, 1)),
        field_row(t("谁定的"), (by, 1)),
        field_row(t("文号"), (number, 1)),
        field_row(t("日期"), (on, 1)),
        wrong,
        gap=6,
    )
    panels: list[QFrame] = []

    def save() -> None:
        texts = [one.text().strip() for one in (value, low, high)]
        if not texts[0] or any(text and not text.isdecimal() for text in texts):
            wrong.setText(t("要整数，比如 12"))
            return
        count, least, most = (int(text) if text else None for text in texts)
        wanted = Target(
            "", "", code, "", "", least, most, count or 0,
            by=by.text().strip(), number=number.text().strip(), on=on.text().strip(),
        )  # fmt: skip

        def saved(made: Target) -> None:
            place.messages.close_panel(panels[0])
            place.messages.done(t("{name}每月 {n}。", name=known.name(code), n=made.value))
            done()

        def write(_progress: Progress) -> Target:
            return metrics.set_target(place.desk, wanted)

        place.work.run(write, saved, lambda error: _say(place, wrong, error))

    title = t("{name}：每月的任务数", name=known.name(code))
    panels.append(place.messages.panel(title, body, [(t("保存"), save)], focus=value))
    chain([value, low, high, by, number, on], save)
    return panels[0]


def _decision() -> tuple[Field, Field, Field]:
    """Who decided, document, day."""
    return Field("decided-by"), Field("document-number"), Field("decided-on", latin=True, hint="2026-03-01")


def _say(place: Workplace, line: QLabel, error: Exception) -> None:
    """Why it cannot be, beside the fields."""
    if not isinstance(error, Trouble):
        place.messages.error(error)
    elif error.code == "metric_refused":
        line.setText(refused_words(str(error.facts["name"]), error.facts["why"]))  # type: ignore[arg-type]
    elif error.code == "metric_fault":
        line.setText(fault_of_metric(error.facts["fault"], str(error.facts["units"])))  # type: ignore[arg-type]
    elif error.code == "target_fault":
        line.setText(target_fault_words(error.facts["fault"]))  # type: ignore[arg-type]
    else:
        line.setText(tell(error).what)
