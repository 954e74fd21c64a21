"""The data of forms about people: a letter to one of them, a list of many; each as the values that a form names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from station_desk.domain.charts import Chart, Series
from station_desk.domain.paper_fields import BLANK, USUAL_TITLE, Scope, Value
from station_desk.domain.paper_results import NO_RESULTS, PersonResults
from station_desk.domain.policy import AgeLimits, judge_age, stated


@dataclass(frozen=True, slots=True)
class LetterTerm:
    """One term of office in the history of a person; dates ISO, "" where they are not known."""

    start: str
    end: str
    villages: str
    state: str
    number: str

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            "起": self.start,
            "止": self.end,
            "任职村": self.villages,
            "聘任状态": self.state,
            "聘任编号": self.number,
        }


@dataclass(frozen=True, slots=True)
class Letter:
    """The data of a letter to one person. Dates are ISO text at their precision, "" where they are not known.

    `photo` is a JPEG, empty where there is none; `period` is the month of a sheet (YYYY-MM); `terms` are all terms of
    office, oldest first; `id_no` and `phone` as they shall be read there (masked by default).
    `title` and `programme` are the pack's words; `agreement` the paragraphs of the office's own agreement.
    """

    name: str
    sex: str
    birth: str
    villages: tuple[str, ...]
    township: str
    station: str
    post: str
    start: str
    end: str
    number: str
    issuer: str
    issued: str
    period: str = ""
    id_no: str = ""
    phone: str = ""
    education: str = ""
    political: str = ""
    officer: str = ""
    room: str = ""
    area: str = ""
    photo: bytes = b""
    terms: tuple["LetterTerm", ...] = ()
    title: str = USUAL_TITLE
    programme: str = ""
    agreement: tuple[str, ...] = ()
    results: PersonResults = NO_RESULTS

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses. A date of the term that is not known is left to the hand."""
        return {
            "姓名": self.name,
            "性别": self.sex,
            "出生年月": self.birth,
            "村": "、".join(self.villages) or BLANK,
            "乡镇": self.township,
            "派出所": self.station,
            "职务": self.post,
            "聘期起": self.start or BLANK,
            "聘期止": self.end or BLANK,
            "聘书编号": self.number,
            "单位": self.issuer,
            "签发日期": self.issued,
            "月份": self.period or BLANK,
            "身份证号": self.id_no,
            "电话": self.phone,
            "文化程度": self.education,
            "政治面貌": self.political,
            "民警": self.officer,
            "警务室": self.room,
            "片区": self.area,
            "照片": self.photo,
            "聘任": tuple(term.scope() for term in self.terms),
            "称谓": self.title,
            "工作名称": self.programme or BLANK,
            "协议": tuple({"序号": at, "内容": text} for at, text in enumerate(self.agreement, 1)),
            **self.results.scope(),
        }


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a person is paid for a month, in fen."""

    base: int
    allowance: int
    adjust: int
    payable: int


_AUXILIARY = "辅警"


@dataclass(frozen=True, slots=True)
class RosterLine:
    """One person on a printed roster; `id_no` and `phone` as they shall be read there (masked by default).

    `villages` are the record ids or names that are counted, each once; `age` in full years, None where the birth is
    not known well enough; `id_tail` and `card_tail` are the last four characters. `way`: the stages of a selection with
    their days, `auxiliary`: whether the village has one (是, 否); both "" outside a selection.
    """

    name: str
    sex: str
    birth: str
    village: str
    township: str
    station: str
    post: str
    start: str
    end: str
    id_no: str
    phone: str
    education: str
    political: str
    status: str
    officer: str = ""
    area: str = ""
    remark: str = ""
    villages: tuple[str, ...] = ()
    age: int | None = None
    id_tail: str = ""
    card_tail: str = ""
    amounts: Amounts | None = None
    way: str = ""
    auxiliary: str = ""

    def scope(self, number: int, ages: AgeLimits | None = None) -> dict[str, Value]:
        """The values by the names that a form uses; `number` is the running number of the line, `ages` the pack's limits.

        Amounts that were not computed are left to the hand.
        """
        paid = self.amounts
        return {
            "基本补助": BLANK if paid is None else paid.base,
            "绩效津贴": BLANK if paid is None else paid.allowance,
            "调整": BLANK if paid is None else paid.adjust,
            "实发": BLANK if paid is None else paid.payable,
            "序号": number,
            "姓名": self.name,
            "性别": self.sex,
            "出生年月": self.birth,
            "村": self.village,
            "乡镇": self.township,
            "派出所": self.station,
            "职务": self.post,
            "聘期起": self.start,
            "聘期止": self.end,
            "身份证号": self.id_no,
            "电话": self.phone,
            "文化程度": self.education,
            "政治面貌": self.political,
            "状态": self.status,
            "民警": self.officer,
            "片区": self.area,
            "备注": self.remark,
            "年龄": "" if self.age is None else self.age,
            "限龄": _within(self.age, ages),
            "推选程序": self.way,
            "该村已有": self.auxiliary,
            "身份证尾号": self.id_tail,
            "银行卡尾号": self.card_tail,
        }


@dataclass(frozen=True, slots=True)
class RosterGroup:
    """The lines that stand together under one heading; `name` is "" where nothing is grouped."""

    name: str
    lines: tuple[RosterLine, ...]


@dataclass(frozen=True, slots=True)
class RosterData:
    """The data of a printed roster: who made it, on which day (ISO), its groups in order.

    `period` is the month of a sheet (YYYY-MM); `units` how many villages there are in all, `vacant` how many open posts.
    `covered`: in how many of the villages somebody serves whose post makes an assistant unnecessary (`cover`: what the
    pack calls them), None where that was not looked at; `ages`: the pack's limits. `counted_as`: the word behind the number
    of lines.
    `confirmed` is what the county has signed of the records, "" before its first answer.
    """

    issuer: str
    day: str
    groups: tuple[RosterGroup, ...]
    period: str = ""
    units: int = 0
    vacant: int = 0
    title: str = USUAL_TITLE
    confirmed: str = ""
    covered: int | None = None
    ages: AgeLimits | None = None
    cover: str = ""
    counted_as: str = "人"

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses; lines are numbered through all groups."""
        groups: list[Scope] = []
        number = 0
        for group in self.groups:
            rows = tuple(line.scope(number + i, self.ages) for i, line in enumerate(group.lines, 1))
            number += len(rows)
            groups.append({"组名": group.name, **_counts(group.lines), "人员": rows})
        everyone = tuple(line for group in self.groups for line in group.lines)
        return {
            "单位": self.issuer,
            "称谓": self.title,
            "制表日期": self.day,
            "月份": self.period or BLANK,
            **_counts(everyone),
            "量词": self.counted_as,
            "行政村数": self.units,
            "空缺": self.vacant,
            **list_heads(self.ages, self.cover),
            "已有村数": "" if self.covered is None else str(self.covered),
            "对方确认": self.confirmed,
            **_charts(everyone),
            "组": tuple(groups),
        }


def list_heads(ages: AgeLimits | None, cover: str) -> dict[str, Value]:
    """The heads of the list of candidates that speak in the pack's words: its greatest age, who makes a post unnecessary
    (专职辅警 are 辅警 here: the goal is one 辅警 or one 警务助理 in each village).
    """
    most = stated(ages.maximum, 0) if ages else 0
    there = (_AUXILIARY if cover.endswith(_AUXILIARY) else cover) or "人负责"
    return {
        "限龄栏": f"是否{most}岁以下" if most else "年龄",
        "已有栏": f"该村是否已有{there}",
        "已有村栏": f"已有{there}的村",
    }


def _within(age: int | None, ages: AgeLimits | None) -> str:
    """Whether an age is within the pack's limits; the age itself where the pack has no greatest one."""
    if age is None or ages is None or not stated(ages.maximum, 0):
        return "" if age is None else str(age)
    return "是" if judge_age(ages, age) == "ok" else "否"


def _charts(lines: Sequence[RosterLine]) -> dict[str, Value]:
    """How the people are made up, as charts."""
    ages = Counter(line.age // 10 * 10 for line in lines if line.age is not None)
    decades = range(min(ages), max(ages) + 1, 10) if ages else ()
    unknown = sum(line.age is None for line in lines)
    labels = [*(f"{low}–{low + 9} 岁" for low in decades), *(["不详"] if unknown else [])]
    values = [*(ages[low] for low in decades), *([unknown] if unknown else [])]
    several = len({line.station for line in lines}) > 1
    return {
        "年龄构成": Chart("bars", "年龄", "人", tuple(labels), (Series("", tuple(values)),)),
        "文化程度构成": _shares("文化程度", [line.education for line in lines]),
        "政治面貌构成": _shares("政治面貌", [line.political for line in lines]),
        "各处人数": _bars(
            "各派出所人数" if several else "各乡镇（街道）人数",
            [line.station if several else line.township for line in lines],
        ),
    }


def _shares(title: str, words: Sequence[str]) -> Chart:
    counted = Counter(word or "未填" for word in words).most_common()
    return Chart("shares", title, "人", tuple(word for word, _ in counted), (Series("", tuple(n for _, n in counted)),))


def _bars(title: str, words: Sequence[str]) -> Chart:
    """A bar for each word in the order in which the words first come."""
    counted = Counter(word or "未填" for word in words)
    return Chart("bars", title, "人", tuple(counted), (Series("", tuple(counted.values())),))


def _counts(lines: tuple[RosterLine, ...]) -> dict[str, Value]:
    return {
        "人数": len(lines),
        "男": sum(line.sex == "男" for line in lines),
        "女": sum(line.sex == "女" for line in lines),
        "村数": len({village for line in lines for village in line.villages}),
    }
