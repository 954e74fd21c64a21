"""What is counted: the log's categories, the metrics of the pack, those that the county added (DOMAIN 1.5, 1.7).

Class A is the assistant's own work, B a count with no record behind it, C an outcome of the police (one number of the
station). What would follow people about is class X: refused by name, with the reason, wherever it comes from.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from station_desk.domain.policy import Decided, NotStated, Policy, Stated
from station_desk.domain.policy_entries import FROM_PAY, FROM_ROSTER, UNITS, Metric

Refusal = Literal[
    "tracking", "key_people", "state_security", "belief", "petition", "illness", "informants", "residents"
]
"""Why a metric is refused; the sentences are the window's."""

_REFUSED: tuple[tuple[Refusal, re.Pattern[str]], ...] = (
    ("state_security", re.compile("国保|政保|国家安全信息|敌对")),
    ("tracking", re.compile("轨迹|行踪|动向|去向|管控|稳控|活动规律|监控对象")),
    ("belief", re.compile("信教|教徒|宗教|(?<!反)邪教|法轮功|地下教会")),
    ("petition", re.compile("信访|上访|访民|缠访|闹访")),
    ("illness", re.compile("精神障碍|精神病|肇事肇祸|艾滋|(?:吸|戒|涉)毒人")),
    ("informants", re.compile("耳目|线人|特情")),
    (
        "key_people",
        re.compile(
            "重点(?:人员|人口|人头|人|对象|群体)|(?:高危|涉稳|前科|刑满|社区矫正|刑释|两劳|帮教|列管)(?:释放)?人员|前科|社区矫正"
        ),
    ),
    (
        "residents",
        re.compile(
            "姓名|住址|证件号|身份证号|手机号|电话号码|联系电话|名单|照片|户主|户号|当事人|车牌|人脸|指纹|dna|血样"
        ),
    ),
)

LOG_NAMES: Mapping[str, tuple[str, ...]] = {
    "L01": ("巡逻防范",),
    "L02": ("走访",),
    "L03": ("纠纷调解",),
    "L04": ("隐患排查",),
    "L05": ("信息采集协助",),
    "L06": ("宣传",),
    "L07": ("便民服务",),
    "L08": ("线索报送",),
    "L09": ("协助处警/先期处置", "协助处警", "先期处置"),
    "L10": ("交通劝导",),
    "L11": ("消防检查",),
    "L12": ("村务协助",),
    "L13": ("港船",),
    "L14": ("培训/会议", "培训会议", "培训"),
    "L15": ("其他交办", "其他"),
    "L16": ("弱势群体关爱走访", "关爱走访"),
}
"""The neutral categories by code, each with its name in DOMAIN 1.5 and other words for it."""

LOG_UNITS: Mapping[str, str] = dict(
    zip(
        LOG_NAMES,
        ["次", "户", "起", "处", "条", "场次", "件", "条", "起", "次", "处", "次", "次", "次", "件", "户"],
        strict=True,
    )
)
"""In what a category counts where no metric of a pack says otherwise."""


_OWN_CODE = re.compile(r"(?!L\d\d$)[A-Z][A-Z0-9]{1,7}")
"""A code that an office may give: a capital and one to seven more; L with two digits is a category."""
MONEY = "万元"
MOST_FIGURE = 999_999_999
"""More in one month is a slip of the hand."""


def refused(name: str) -> Refusal | None:
    """Why something of this name may not be counted here; None where it may (DOMAIN 1.7 class X, 1.9)."""
    plain = folded(name)
    return next((why for why, pattern in _REFUSED if pattern.search(plain)), None)


def folded(name: str) -> str:
    """A name as it is compared: without blanks, quotation marks and points, in one width, small letters."""
    plain = unicodedata.normalize("NFKC", name)
    return re.sub(r"[\s\"'“”‘’「」『』·.,，、。:：;；()（）\[\]【】\-—_/]+", "", plain).lower()


@dataclass(frozen=True, slots=True)
class OwnMetric:
    """A metric that an office added: class A, B or C, who decided it, by which document, on which day (ISO)."""

    scope: str
    id: str
    code: str
    name: str
    unit: str
    kind: Literal["A", "B", "C"]
    category: str
    by: str
    number: str
    on: str

    @property
    def rule(self) -> Decided[Metric]:
        """The metric with who decided it."""
        metric = Metric(self.code, self.name, self.kind, self.unit, category=self.category)
        return Decided(metric, self.by, self.number, self.on)


MetricFault = Literal["code", "taken", "name", "unit", "percent", "category", "decided", "refused"]


def own_fault(metrics: "MetricSet", wanted: OwnMetric) -> MetricFault | None:
    """What keeps a metric from being added: code of another form or taken, no name, unit unknown, a percentage (those are
    worked out), category unknown, who decided not told, refused by name.
    """
    if refused(wanted.name):
        return "refused"
    if not _OWN_CODE.fullmatch(wanted.code):
        return "code"
    if not folded(wanted.name):
        return "name"
    if wanted.code in metrics.by_code or metrics.find(wanted.name) is not None:
        return "taken"
    if wanted.unit == "%":
        return "percent"
    if wanted.unit not in UNITS:
        return "unit"
    if wanted.category and (wanted.category not in LOG_NAMES or wanted.kind == "C"):
        return "category"
    return None if wanted.by.strip() and wanted.number.strip() and wanted.on else "decided"


@dataclass(frozen=True, slots=True)
class MetricSet:
    """Everything that an office counts: `metrics` of pack and county in their order, with what each rests on."""

    pack: str
    metrics: tuple[Stated[Metric] | Decided[Metric], ...]

    @property
    def by_code(self) -> dict[str, Metric]:
        """The metrics by code, without the categories."""
        return {one.value.code: one.value for one in self.metrics}

    def find(self, text: str) -> str | None:
        """The code that a column's head means: a code, the name of a metric, of a category; None where unknown.

        A name that is both, as 走访, is the metric's; its entries count into the category all the same.
        """
        code = text.strip().upper()
        if code in LOG_NAMES or code in self.by_code:
            return code
        wanted = folded(re.sub(r"[（(][^（）()]*[)）]\s*$", "", text)) or folded(text)
        for one in self.metrics:
            if wanted in {folded(word) for word in (one.value.name, *one.value.aliases)}:
                return one.value.code
        return next((code for code, words in LOG_NAMES.items() if wanted in {folded(word) for word in words}), None)

    def name(self, code: str) -> str:
        """The Chinese name of a code, as DOMAIN 1.5 and 1.7 write it; the code itself where it is unknown."""
        metric = self.by_code.get(code)
        return metric.name if metric else LOG_NAMES.get(code, (code,))[0]

    def unit(self, code: str) -> str:
        """In what a code counts; a category in what its one whole metric counts, where there is one."""
        metric = self.by_code.get(code) or self.whole_of(code)
        return metric.unit if metric else LOG_UNITS.get(code, "")

    def category(self, code: str) -> str:
        """The category into which a code counts; a category counts into itself; "" for none."""
        if code in LOG_NAMES:
            return code
        metric = self.by_code.get(code)
        return metric.category if metric else ""

    def whole_of(self, category: str) -> Metric | None:
        """The metric that entries of a category are of when they name none."""
        return next((one.value for one in self.metrics if one.value.whole and one.value.category == category), None)

    def counted(self) -> tuple[str, ...]:
        """What an entry of the log may bear: the categories and the metrics of class A and B that are counted."""
        own = (one.value for one in self.metrics)
        return (*LOG_NAMES, *(m.code for m in own if m.kind != "C" and not m.derived and not m.roster))

    def of_station(self) -> tuple[Metric, ...]:
        """What is entered as one number of the station for a month: class C, and class A that nothing else tells."""
        return tuple(one.value for one in self.metrics if is_figure(one.value))


def is_figure(metric: Metric) -> bool:
    """Whether it is one number of the station and no count of an assistant."""
    return not metric.derived and not metric.roster and (metric.kind == "C" or metric.unit == MONEY)


def metric_set(policy: Policy, own: Iterable[OwnMetric] = ()) -> MetricSet:
    """The metrics of a pack and those that offices added. What came from elsewhere is judged here once more: a code of the
    pack or of a category, a name of class X and a unit nobody knows are left out.
    """
    found = policy.lists["metrics"]
    listed = () if isinstance(found, NotStated) else tuple(one for one in found if isinstance(one.value, Metric))
    codes = {one.value.code for one in listed if isinstance(one.value, Metric)}
    added = tuple(one.rule for one in own if one.code not in codes and _may_stand(one))
    return MetricSet(policy.id, (*listed, *added))  # type: ignore[arg-type]


def _may_stand(one: OwnMetric) -> bool:
    fitting = _OWN_CODE.fullmatch(one.code) is not None and one.code not in LOG_NAMES
    return fitting and refused(one.name) is None and one.unit in UNITS and one.unit != "%"


def pack_faults(metrics: Iterable[Metric]) -> list[tuple[int, str, str, str]]:
    """What is wrong with the metrics of a pack among themselves: (place, field, reason, what was meant)."""
    known = list(metrics)
    codes = [one.code for one in known]
    faults = []
    for at, one in enumerate(known):
        why = next(filter(None, map(refused, (one.name, *one.aliases))), None)
        if why is not None:
            faults.append((at, "name", f"refused_{why}", ""))
        if one.code in codes[:at]:
            faults.append((at, "code", "taken", one.code))
        if one.category and one.category not in LOG_NAMES:
            faults.append((at, "category", "unknown_word", "L01 … L16"))
        if one.whole and (not one.category or any(o.whole and o.category == one.category for o in known[:at])):
            faults.append((at, "whole", "whole_twice", one.category))
        if one.roster and one.roster not in FROM_ROSTER:
            faults.append((at, "roster", "unknown_word", " ".join(FROM_ROSTER)))
        if one.pay and (one.pay not in FROM_PAY or one.unit != MONEY):
            faults.append((at, "pay", "unknown_word", " ".join(FROM_PAY)))
        if one.derived != bool(one.change or (one.numerator and one.denominator)):
            faults.append((at, "unit", "percent_typed", ""))
        faults += [
            (at, field, "unknown_word", " ".join(codes))
            for field in ("numerator", "denominator", "change")
            if getattr(one, field) and getattr(one, field) not in codes
        ]
    return faults
