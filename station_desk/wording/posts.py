"""Why a village has so many posts, in a few words."""

from station_desk.domain.coverage import CoverLine
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


def why_words(line: CoverLine) -> str:
    """The words of the exception or the stations' names, else what kind of unit it is; "" for the usual one."""
    return line.reason or (t(_WHY[line.why]) if _WHY[line.why] else "")
