"""催交: how somebody was reminded of a sheet is noted, for one or for all who still owe theirs."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QWidget

from station_desk.services import sheet_days
from station_desk.services.return_desk import MissingSheet
from station_desk.ui.fields import Choice, chain
from station_desk.ui.kit import column, field_row, label
from station_desk.ui.page import Workplace
from station_desk.ui.return_words import WAYS
from station_desk.wording import t


def ask_reminder(owner: QWidget, place: Workplace, one: MissingSheet, all_: Sequence[MissingSheet]) -> None:
    """Ask how, and for whom; today and the person at the desk are noted with it."""
    way = Choice("remind-way", [(t(said), code) for code, said in WAYS.items()])
    form = column(field_row(t("怎么催的"), (way, 1)), label(t("记的是今天、由您催的。"), "hint"), gap=6)
    panels: list[QFrame] = []
    desk = place.desk

    def note(whom: Sequence[MissingSheet]) -> None:
        serials, how = [sheet.line.sheet.serial for sheet in whom], str(way.value())
        place.messages.close_panel(panels[0])
        place.work.run(
            lambda _progress: sheet_days.remind(desk, serials, how),
            lambda count: place.messages.done(t("记了催交 {n} 张", n=count)),
            owner=owner,
        )

    chain([way], lambda: note([one]))
    acts = [(t("名单上 {n} 张都催了", n=len(all_)), lambda: note(all_)), (t("只催了这一张"), lambda: note([one]))]
    title = t("催交：{who}", who=one.line.person or one.line.sheet.serial)
    panels.append(place.messages.panel(title, form, acts, focus=way))
