"""What may be counted in the log: the neutral categories, the metrics of the office's pack, those that its county added.

Metrics of class C are outcomes of the police: one number of the station, never a count of a person. What tells of
residents (class X) cannot be a column at all (DOMAIN 1.7, 1.9).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.policy import NotStated, Policy
from station_desk.domain.policy_entries import Metric

ColumnKind = Literal["category", "A", "B", "C"]

CATEGORY_UNITS = {
    "L01": ("巡逻防范", "次"),
    "L02": ("走访", "户"),
    "L03": ("纠纷调解", "起"),
    "L04": ("隐患排查", "处"),
    "L05": ("信息采集协助", "条"),
    "L06": ("宣传", "场次"),
    "L07": ("便民服务", "件"),
    "L08": ("线索报送", "条"),
    "L09": ("协助处警", "起"),
    "L10": ("交通劝导", "次"),
    "L11": ("消防检查", "处"),
    "L12": ("村务协助", "次"),
    "L13": ("港船", "次"),
    "L14": ("培训会议", "次"),
    "L15": ("其他交办", "件"),
    "L16": ("弱势群体关爱走访", "户"),
}
"""Name and unit of each neutral category (DOMAIN 1.5)."""

_REFUSED = re.compile(
    r"重点人(?:员|口)|轨迹|管控|稳控|监控对象|国保|吸毒人|精神(?:障碍|病)|刑满|前科|社区矫正|信教|教徒|"
    r"户主|户号|住址|身份证号|姓名|联系电话|当事人|流动人口(?:姓名|信息表|名单)|名单|车牌"
)
"""Names of what would be a register of residents or of people who are watched: class X."""


@dataclass(frozen=True, slots=True)
class Column:
    """Something that is counted: `kind` is "category" or the class of a metric; `net` the net of the pack it belongs to."""

    code: str
    name: str
    unit: str
    kind: ColumnKind
    net: str = ""


def columns_of(policy: Policy, added: Iterable[Metric] = ()) -> dict[str, Column]:
    """Every column that the office knows, by code: categories, then the pack's metrics, then those that were `added`."""
    found = {code: Column(code, name, unit, "category") for code, (name, unit) in CATEGORY_UNITS.items()}
    listed = policy.lists["metrics"]
    stated = () if isinstance(listed, NotStated) else tuple(one.value for one in listed)
    for metric in (*(one for one in stated if isinstance(one, Metric)), *added):
        found[metric.code] = Column(metric.code, metric.name, metric.unit, metric.kind, metric.net)
    return found


def is_refused(name: str) -> bool:
    """Whether a column of this name would tell of residents or of people who are watched (class X)."""
    return _REFUSED.search(name) is not None


def column_called(text: str, columns: Mapping[str, Column]) -> Column | None:
    """The column that a head means: its code, or its name exactly (blanks and a unit in brackets left aside)."""
    plain = re.sub(r"[（(][^（）()]*[)）]$", "", re.sub(r"\s", "", text))
    if plain.upper() in columns:
        return columns[plain.upper()]
    return next((one for one in columns.values() if one.name == plain), None)


def of_a_person(column: Column) -> bool:
    """Whether it is counted for a person; what is not is one number of the station, or derived from the roster."""
    return column.kind != "C" and column.unit not in ("%", "万元") and column.name != "警务助理人数"
