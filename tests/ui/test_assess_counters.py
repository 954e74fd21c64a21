"""Who is how often in the lowest grade, in the window: a banner where the county's number is reached, else only a list."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_desk.domain.assessment import Step
from station_desk.domain.roster import PersonDraft
from station_desk.services import assessment, roster
from station_desk.services import villages as village_list
from station_desk.services.assessment import Given
from station_desk.services.desk import Desk
from station_desk.services.pack_fill import fill
from station_desk.ui.assess_page import AssessPage
from tests.services.test_pay_oracle import adopt
from tests.ui.conftest import Opened, quiet
from tests.ui.people import ALT, page_of, press, said

MONTHS, DAY = ("2024-08", "2024-09"), "2024-11-02"


def failing(folder: Path, number: str) -> Callable[[Desk], None]:
    """赵一 fails two months, 钱二 none; `number` is what the county filled in."""

    def fill_in(desk: Desk) -> None:
        for view, name in zip(village_list.list_villages(desk), ("赵一", "钱二"), strict=True):
            roster.add_person(desk, PersonDraft(name=name, village_ids=(view.village.id,), start_date="2023-01-01"))
        adopt(desk, folder, "person", "cn.fujian")
        for month in MONTHS:
            sheets = assessment.open_month(desk, month).sheets
            points = {one.standing.of.subject_id: 699 if one.name == "赵一" else 800 for one in sheets}
            assessment.score(desk, month, [Given(who, {"A1": total}, {}, {}) for who, total in points.items()])
            for step in ("confirm", "notify"):
                assessment.step(desk, [one.id for one in sheets], Step("", step, DAY, doc_no="9号"))
        if number:
            fill(desk, "cn.nanan", "assess.consecutive_times", number, "县局", "5号", "2024-01-05")

    return fill_in


@pytest.mark.parametrize(("number", "told"), [("2", True), ("3", False), ("", False)])
def test_the_banner_stands_only_where_the_countys_number_is_reached(
    opened: Opened, qtbot: QtBot, tmp_path: Path, number: str, told: bool
) -> None:
    window = opened(fill=failing(tmp_path, number), villages=2)
    press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    quiet(qtbot, window)
    page = page_of(window)
    assert isinstance(page, AssessPage)
    page.month = MONTHS[-1]
    page.go_month(0)
    quiet(qtbot, window)
    assert ("够了规定的次数：赵一" in said(page)) == told
    assert ("应看的是：赵一" in said(page)) == told
    press(Qt.Key.Key_L, ALT)
    quiet(qtbot, window)
    assert ("只列名单，不提醒" in said(window)) == (not number)
    assert "评为末等的" in said(window)
    assert roster.summary(page.place.desk).serving == 2
