"""Panels of the stipend: the next stage, and an adjustment of one person (UX 4.8)."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.points import half_up, share
from station_desk.domain.stipend import Adjustment
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import stipend
from station_desk.services.stipend import MonthPay
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import field_row, fill
from station_desk.ui.page import Workplace
from station_desk.ui.stipend_words import NEXT, REASONS, STAGES
from station_desk.wording import t


def ask_step(owner: QWidget, place: Workplace, data: MonthPay) -> None:
    """Ask for day, who and number of the next stage, and take it."""
    desk = place.desk
    day = Field("step-day", latin=True)
    day.setText(desk.clock.today().isoformat())
    by = Field("step-by", hint=t("签字的人；不填就是您"))
    doc = Field("step-doc", hint=t("文号，没有就空着"))
    form = _form(field_row(t("日期"), (day, 1)), field_row(t("谁"), (by, 1)), field_row(t("文号"), (doc, 1)))
    panels: list[QFrame] = []
    step = NEXT[data.state]

    def take() -> None:
        place.messages.close_panel(panels[0])
        place.work.run(
            lambda _progress: stipend.step(
                desk, data.period, step, day.text().strip(), by.text().strip(), doc.text().strip()
            ),
            lambda _data: place.messages.done(t(STAGES[data.state][1])),
            owner=owner,
        )

    chain([day, by, doc], take)
    panels.append(place.messages.panel(t(STAGES[data.state][1]), form, [(t("就这样"), take)], focus=day))


def ask_adjustment(
    owner: QWidget, place: Workplace, month: str, person: str, name: str, done: Callable[[], object]
) -> None:
    """Ask for an amount, its reason and who signed; `done` when it is noted."""
    desk = place.desk
    amount = Field("adjust-amount", latin=True, hint=t("元，少发写负数"))
    reason = Choice("adjust-reason", [(t(word), code) for code, word in REASONS.items()])
    about = Field("adjust-month", latin=True)
    about.setText(month)
    by = Field("adjust-by", hint=t("签字的领导"))
    words = Field("adjust-words", hint=t("最多 {n} 个字，留在本机", n=LONGEST_WORDS))
    words.setMaxLength(LONGEST_WORDS)
    wrong = under()
    form = _form(
        field_row(t("金额"), (amount, 1)),
        field_row(t("原因"), (reason, 1)),
        field_row(t("哪个月的"), (about, 1)),
        field_row(t("谁签的"), (by, 1)),
        field_row(t("简单说明"), (words, 1)),
        wrong,
    )
    panels: list[QFrame] = []

    def take() -> None:
        try:
            exact = share(amount.text()) * 100
        except Trouble:
            exact = share(0)
        if exact == 0 or exact.denominator != 1:
            say_under(wrong, t("金额写成 150 或者 -37.50 这样。"))
            return
        if not by.text().strip():
            say_under(wrong, t("请写谁签的字；没有签字的不能调。"))
            return
        today = desk.clock.today().isoformat()
        given = Adjustment(
            "",
            person,
            month,
            about.text().strip(),
            half_up(exact),
            str(reason.value()),
            by.text().strip(),
            today,
            words.text().strip(),
        )
        place.messages.close_panel(panels[0])
        place.work.run(lambda _progress: stipend.adjust(desk, given), lambda _record: done(), owner=owner)

    chain([amount, reason, about, by, words], take)
    panels.append(place.messages.panel(t("调整：{name}", name=name), form, [(t("记下"), take)], focus=amount))


def _form(*items: QWidget) -> QWidget:
    form = QWidget()
    layout = QVBoxLayout(form)
    layout.setContentsMargins(0, 0, 0, 0)
    fill(layout, *items)
    return form
