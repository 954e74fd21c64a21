"""Why a village has so many posts, and what stations and rooms are called, in a few words."""

from collections.abc import Mapping

from station_desk.domain.coverage import CoverLine
from station_desk.domain.posts import UnitKind
from station_desk.domain.unit_lists import UnitFault
from station_desk.wording import N, t

_WHY = {
    "usual": "",
    "large": N("大村"),
    "exception": N("单独设岗"),
    "covered": N("有人负责，不另配"),
    "no_post": N("不设岗"),
    "station": N("工作站设岗"),
    "of_station": N("属于别村的工作站"),
}
UNIT_KINDS: Mapping[UnitKind, str] = {"station": N("警务工作站"), "room": N("警务室")}
_HELD = {
    "name": N("“{text}”写了两次，或者太长。"),
    "kind": N("不认识类别“{text}”，写警务工作站或者警务室。"),
    "parent": N("没有警务室“{text}”。"),
    "villages": N("没有村“{text}”，或者没有写村。"),
    "village_twice": N("叫“{text}”的不止一个，写上乡镇或者村代码。"),
    "valid_from": N("“{text}”不是日期。"),
    "valid_to": N("“{text}”不是日期。"),
}


def held_words(one: UnitFault) -> str:
    """Why a row of a list of stations and rooms was not taken."""
    return t("第 {row} 行没有收：{why}", row=one.row, why=t(_HELD[one.column], text=one.text))


def why_words(line: CoverLine) -> str:
    """The words of the exception or the stations' names, else what kind of unit it is; "" for the usual one."""
    return line.reason or (t(_WHY[line.why]) if _WHY[line.why] else "")
