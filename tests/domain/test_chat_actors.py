"""What may stand before a visit of one's own, and what speaks of somebody else; however long it is, it is read at once."""

import pytest

from station_desk.domain.chat_actors import somebody_else


@pytest.mark.parametrize(
    "before",
    [
        "",
        "今天上午又",
        "在村里",
        "根据所里安排",
        "独居老人",
        "我在后街",
        "君君今日",
        "前街、后街",
        "雨后步行逐户",
        "散会后",
        "回村后抽空",
        "厝前厝后",
        "麦田防火",
        "小区网格内",
        "渔港",
    ],
)
def test_times_ways_places_and_whom_it_is_for_are_the_speakers_own(before: str) -> None:
    assert somebody_else(before, "L02") == ""


@pytest.mark.parametrize("before", ["徒弟", "邻村的老赵", "镇干部", "村里来人", "徒弟在村里", "一" * 4000 + "徒"])
def test_anybody_else_is_asked_about(before: str) -> None:
    assert somebody_else(before, "L01") == "person_unknown"


def test_what_is_said_over_the_telephone_is_no_visit() -> None:
    assert somebody_else("下午电话", "L02") == "which_work"


def test_before_other_work_anything_may_stand() -> None:
    assert somebody_else("两家因排水吵架", "L03") == ""
