"""What the township adds for police rooms: a panel of the pay page, at a station and at a county (DOMAIN 1.6 [X])."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station_desk.domain.points import half_up, share
from station_desk.domain.records import OfficeKind
from station_desk.domain.stipend import Topup
from station_desk.domain.trouble import Trouble
from station_desk.services import stipend
from station_desk.services.desk import Desk
from station_desk.ui.fields import Choice, Field, chain, say_under, under
from station_desk.ui.kit import field_row, fill, label
from station_desk.ui.page import Workplace
from station_desk.ui.panel_act import act_or_say
from station_desk.ui.stipend_words import yuan
from station_desk.ui.theme import theme
from station_desk.wording import t

_MOST_SHOWN = 4


class TopupForm(QWidget):
    """For which room, how much, from which month on, and who decided it by which document."""

    def __init__(self, desk: Desk, month: str) -> None:
        super().__init__()
        self.county = desk.office.kind is OfficeKind.COUNTY
        every = t("各所的每个警务室") if self.county else t("每个警务室")
        self.room = Choice("topup-room", [(every, ""), *((one, one) for one in stipend.rooms_for_topup(desk))])
        self.amount = Field("topup-amount", latin=True, hint=t("每月几元；停发写 0"))
        self.first = Field("topup-month", latin=True)
        self.first.setText(month)
        self.by = Field("topup-by", hint=t("例如 镇政府"))
        self.doc = Field("topup-doc", hint=t("文件的编号"))
        self.on = Field("topup-on", latin=True)
        self.on.setText(desk.clock.today().isoformat())
        self.wrong = under()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().px(6))
        told = _known(desk)
        fill(
            layout,
            *([label(told, "second", wrap=True)] if told else []),
            field_row(t("警务室"), (self.room, 1)),
            field_row(t("金额"), (self.amount, 1), label(t("元"), "second")),
            field_row(t("哪个月起"), (self.first, 1)),
            field_row(t("谁定"), (self.by, 1)),
            field_row(t("文号"), (self.doc, 1)),
            field_row(t("哪天定的"), (self.on, 1)),
            self.wrong,
            label(
                t("县局记的对各所都算，下次导出时带去。")
                if self.county
                else t("重新计算以后进名册；县局记了同一个月的，以县局的为准。"),
                "small",
                wrap=True,
            ),
        )

    def controls(self) -> list[QWidget]:
        """In the order in which Enter walks."""
        return [self.room, self.amount, self.first, self.by, self.doc, self.on]

    def made(self) -> Topup | None:
        """What was typed; None where the amount is none, and the form says so."""
        try:
            exact = share(self.amount.text()) * 100
        except Trouble:
            exact = None
        if exact is None or exact < 0 or exact.denominator != 1:
            say_under(self.wrong, t("金额写成 500 或者 500.50 这样；停发写 0。"))
            self.amount.setFocus()
            return None
        first, by, doc, on = (field.text().strip() for field in (self.first, self.by, self.doc, self.on))
        return Topup("", str(self.room.value()), half_up(exact), first, by, doc, on)


def ask_topup(owner: QWidget, place: Workplace, month: str, done: Callable[[], object]) -> None:
    """Ask for an addition, and note it; `done` when it is kept."""
    desk, form = place.desk, TopupForm(place.desk, month)
    panels: list[QFrame] = []

    def take() -> None:
        given = form.made()
        if given is not None:
            act_or_say(owner, place, lambda: stipend.top_up(desk, given), form.wrong, noted)

    def noted() -> None:
        place.messages.close_panel(panels[0])
        place.messages.done(t("已记下乡镇增补"))
        done()

    chain(form.controls(), take)
    panels.append(place.messages.panel(t("记乡镇增补"), form, [(t("记下"), take)], focus=form.room))


def _known(desk: Desk) -> str:
    """The newest additions, a line each."""
    found = stipend.topups(desk)
    lines = [
        t("{room}　{month} 起　{yuan} 元　{by} {doc}", room=one.unit or t("每个警务室"), month=one.valid_from,
          yuan=yuan(one.amount), by=one.decided_by, doc=one.doc_no)
        for one in found[:_MOST_SHOWN]
    ]  # fmt: skip
    if len(found) > _MOST_SHOWN:
        lines.append(t("还有 {n} 笔", n=len(found) - _MOST_SHOWN))
    return "\n".join(lines)
