"""Panels of the stipend: the next stage, and an adjustment of one person (UX 4.8)."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.points import half_up, share
from station_desk.domain.stipend import Adjustment, Line, RunStep
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import LONGEST_WORDS
from station_desk.services import stipend, stipend_export
from station_desk.services.stipend import MonthPay, Owed
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import Banner, column, field_row, fill, label
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.stipend_words import REASONS, RETURNS, differs_line, yuan
from station_desk.ui.theme import theme
from station_desk.wording import t
from station_desk.wording.assess import STIPEND_STEPS

_MOST_SHOWN = 8
"""Lines of a panel; a page shows the rest."""


def ask_step(owner: QWidget, place: Workplace, data: MonthPay, step: str) -> None:
    """Ask for day, who and number of a stage, and take it; before submission and approval what differs is shown."""
    desk = place.desk
    day = Field("step-day", latin=True)
    day.setText(desk.clock.today().isoformat())
    by = Field("step-by", hint=t("签字的人；不填就是您"))
    doc = Field("step-doc", hint=t("文号，没有就空着"))
    why = Choice("step-reason", [(t(word), code) for code, word in RETURNS.items()])
    wrong, title = under(), t(STIPEND_STEPS[step])
    looked = label(_before(data, step), "second", wrap=True)
    rows = [field_row(t("日期"), (day, 1)), field_row(t("谁"), (by, 1))]
    rows.append(field_row(t("原因"), (why, 1)) if step == "return" else field_row(t("文号"), (doc, 1)))
    form = column(*([looked] if looked.text() else []), *rows, wrong, gap=6)
    panels: list[QFrame] = []

    def done() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(title)

    def take() -> None:
        given = {"day": day, "by_name": by, "doc_no": doc}
        texts = {name: field.text().strip() for name, field in given.items()}
        texts["reason"] = str(why.value()) if step == "return" else ""
        act_or_say(owner, place, lambda: stipend.step(desk, data.period, step, scope=data.scope, **texts), wrong, done)

    chain([day, by, why if step == "return" else doc], take)
    panels.append(place.messages.panel(title, form, [(t("就这样"), take)], focus=day))


def given_back_banner(step: RunStep) -> Banner:
    """Who gave a list back on which day, and why."""
    why = t(RETURNS[step.reason]) if step.reason in RETURNS else ""
    told = t("{day} {who}退回：{why}", day=step.day, who=step.by_name, why=why)
    return Banner("warn", told, t("改好以后再算一次，再签字、再报。"))


def _before(data: MonthPay, step: str) -> str:
    """What a person has to see before the list goes on."""
    if step not in {"submit", "approve"}:
        return ""
    told = [t("{n} 行，合计 ¥{yuan}", n=len(data.lines), yuan=yuan(data.total))]
    if step == "approve":
        told.append(t("{name} 算的；要另一个人批准。", name=data.computed_by))
    if data.differs:
        told.append(t("与上月相比 {n} 处不同", n=len(data.differs)))
        told += [differs_line(data, one) for one in data.differs[:_MOST_SHOWN]]
    if len(data.differs) > _MOST_SHOWN:
        told.append(t("还有 {n} 处，关上这里按 F8 逐个看", n=len(data.differs) - _MOST_SHOWN))
    return "\n".join(told)


class AdjustForm(QWidget):
    """How much more or less, why, of which month, and who signed."""

    def __init__(self, month: str) -> None:
        super().__init__()
        self.amount = Field("adjust-amount", latin=True, hint=t("元，少发写负数"))
        self.reason = Choice("adjust-reason", [(t(word), code) for code, word in REASONS.items()])
        self.about = Field("adjust-month", latin=True)
        self.about.setText(month)
        self.by = Field("adjust-by", hint=t("签字的领导"))
        self.words = Field("adjust-words", hint=t("最多 {n} 个字，留在本机", n=LONGEST_WORDS))
        self.words.setMaxLength(LONGEST_WORDS)
        self.wrong = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        fill(
            layout,
            field_row(t("金额"), (self.amount, 1)),
            field_row(t("原因"), (self.reason, 1)),
            field_row(t("哪个月的"), (self.about, 1)),
            field_row(t("谁签的"), (self.by, 1)),
            field_row(t("简单说明"), (self.words, 1)),
            self.wrong,
        )

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return [self.amount, self.reason, self.about, self.by, self.words]

    def made(self, line: Line, month: str, today: str) -> Adjustment | None:
        """The adjustment of a line in the list of a month; None where something is missing, and the form says what."""
        try:
            exact = share(self.amount.text()) * 100
        except Trouble:
            exact = share(0)
        if exact == 0 or exact.denominator != 1:
            say_under(self.wrong, t("金额写成 150 或者 -37.50 这样。"))
            return None
        by = self.by.text().strip()
        if not by:
            say_under(self.wrong, t("请写谁签的字；没有签字的不能调。"))
            return None
        about, words = self.about.text().strip(), self.words.text().strip()
        reason, unit = str(self.reason.value()), line.unit
        return Adjustment("", line.person_id, month, about, half_up(exact), reason, by, today, words, unit)


def ask_adjustment(
    owner: QWidget, place: Workplace, month: str, line: Line, name: str, done: Callable[[], object]
) -> None:
    """Ask for an amount, its reason and who signed; `done` when it is noted."""
    desk, form = place.desk, AdjustForm(month)
    panels: list[QFrame] = []

    def take() -> None:
        given = form.made(line, month, desk.clock.today().isoformat())
        if given is not None:
            act_or_say(owner, place, lambda: stipend.adjust(desk, given), form.wrong, noted)

    def noted() -> None:
        place.messages.close_panel(panels[0])
        done()

    chain(form.controls(), take)
    panels.append(place.messages.panel(t("调整：{name}", name=name), form, [(t("记下"), take)], focus=form.amount))


def ask_settlement(
    owner: QWidget, place: Workplace, month: str, owed: Sequence[Owed], done: Callable[[], object]
) -> None:
    """Show what earlier months owe, ask who signed, and note it all as adjustments of a month."""
    desk = place.desk
    lines = [f"{one.name}　{one.period}　{yuan(one.amount)}" for one in owed[:_MOST_SHOWN]]
    if len(owed) > _MOST_SHOWN:
        lines.append(t("还有 {n} 笔", n=len(owed) - _MOST_SHOWN))
    by, wrong = Field("settle-by", hint=t("签字的领导")), under()
    form = column(label("\n".join(lines), "second", wrap=True), field_row(t("谁签的"), (by, 1)), wrong, gap=6)
    panels: list[QFrame] = []

    def noted() -> None:
        place.messages.close_panel(panels[0])
        done()

    def take() -> None:
        signed, today = by.text().strip(), desk.clock.today().isoformat()
        act_or_say(owner, place, lambda: stipend.settle(desk, month, signed, today), wrong, noted)

    chain([by], take)
    panels.append(place.messages.panel(t("以前月份的补扣"), form, [(t("记下"), take)], focus=by))


def ask_bank_columns(owner: QWidget, place: Workplace) -> None:
    """Ask for the columns of the bank's file; they stay set at this desk."""
    desk = place.desk
    columns, wrong = Field("bank-columns-text"), under()
    columns.setText(stipend_export.columns_text(stipend_export.bank_columns(desk)))
    known = "、".join(head for head, _read in stipend_export.COLUMNS.values())
    said = label(
        t("可以用的列：{known}。要改名的写成“姓名=户名”；次序就是表里的次序。", known=known), "second", wrap=True
    )
    panels: list[QFrame] = []

    def done() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("以后都照这些列出银行代发清单"))

    def take() -> None:
        text = columns.text()
        act_or_say(owner, place, lambda: stipend_export.set_bank_columns(desk, text), wrong, done)

    chain([columns], take)
    form = column(said, field_row(t("列"), (columns, 1)), wrong, gap=6)
    panels.append(place.messages.panel(t("银行代发清单的列"), form, [(t("记下"), take)], focus=columns, width=520))
