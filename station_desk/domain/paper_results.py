"""The data of the papers of assessment and pay, each as the values that a form names (DOMAIN 2.4, 2.6, 3).

Scores are whole tenths, None where they are not known; amounts are fen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from station_desk.domain.debrief import CLASS, Debrief, ordinal
from station_desk.domain.paper_kinds import BLANK, Scope, Value
from station_desk.domain.paper_results_fields import BOXES, CLASS_COLUMNS, MONTHS, SHEET_NAMES
from station_desk.domain.points import mean, points_text


def score_text(tenths: int | None) -> str:
    """Tenths as they are read: 945 is 94.5, 900 is 90; "" for none."""
    return "" if tenths is None else points_text(tenths)


def boxed(tenths: int | None, digits: int) -> str:
    """Tenths as the digits that stand in boxes: 85 in three boxes is 085; "" for none and for what they cannot hold."""
    return f"{tenths:0{digits}d}" if tenths is not None and 0 <= tenths < 10**digits else ""


MOST_REASON = 40
"""Characters of the reason of a veto that the sheet has room for."""


@dataclass(frozen=True, slots=True)
class Result:
    """What an assessment came to; `points` in tenths by the line of the sheet (加 and 减 for what was added and taken)."""

    score: int | None = None
    grade: str = ""
    reason: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    vetoed: bool = False
    appeal: "Appeal | None" = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """Working days to object and to answer (None: nobody said), and the last day to object ("" before somebody was told)."""

    object_days: int | None
    answer_days: int | None
    until: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A change of a person's stipend: of which month (YYYY-MM), how much, why, who signed and when."""

    month: str
    amount: int
    reason: str
    signed_by: str = ""
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class PersonResults:
    """What is known of a person's assessment: the month of the sheet, the months of its year by number, the year.

    `proposed`: the grade of the year that the station proposed. `sheet`: the lines of the month's sheet by the rubric
    (`rubric_paper.sheet_scope`).
    """

    month: Result = Result()
    year: str = ""
    months: Mapping[int, Result] = field(default_factory=dict)
    whole_year: Result = Result()
    proposed: str = ""
    adjustments: tuple[Adjustment, ...] = ()
    sheet: Mapping[str, Value] = field(default_factory=dict)

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses; what is not known is left to the hand."""
        return dict(_NOTHING) if self is NO_RESULTS else self._scope()

    def _scope(self) -> dict[str, Value]:
        scores = [one.score for one in self.months.values() if one.score is not None]
        shown: dict[str, Value] = {
            "得分": score_text(self.month.score) or BLANK,
            "等次": self.month.grade or BLANK,
            "等次理由": (f"{self.month.reason}。" if self.month.reason else "") if self.month.grade else BLANK,
            "年度": self.year or BLANK,
            "全年平均": score_text(mean(scores)) or BLANK,
            "全年月数": len(scores) or BLANK,
            "全年等次": self.whole_year.grade or BLANK,
            "建议等次": self.proposed or BLANK,
            "调整": tuple(
                {
                    "序号": at,
                    "所属月份": one.month,
                    "金额": one.amount,
                    "原因": one.reason,
                    "签字人": one.signed_by,
                    "签字日期": one.signed_on or BLANK,
                }
                for at, one in enumerate(self.adjustments, 1)
            ),
        }
        for code in BOXES:
            shown[f"{code}分"] = boxed(self.month.points.get(code), 3)
        shown |= {**_NO_SHEET, **self.sheet}
        shown["总分"] = boxed(self.month.score, 4)
        shown |= _veto_scope(self.month)
        appeal = self.month.appeal or Appeal(None, None)
        shown["异议截止"] = appeal.until
        shown["异议天数"] = str(appeal.object_days or "")
        unsaid = BLANK if appeal.object_days else ""  # the notice names both; what nobody decided is written by hand
        shown["答复天数"] = str(appeal.answer_days) if appeal.answer_days else unsaid
        for month in MONTHS:
            one = self.months.get(month, Result())
            shown[f"{month}月得分"] = score_text(one.score) or BLANK
            shown[f"{month}月等次"] = one.grade or BLANK
        return shown


def _veto_scope(result: Result) -> dict[str, Value]:
    """The tick of a veto and its reason."""
    return {
        "否决": "是" if result.vetoed else "",
        "否决原因": result.reason[:MOST_REASON] if result.vetoed else "",
    }


_NO_SHEET: Mapping[str, Value] = {name: () if name in ("部分", "加减项") else "" for name in SHEET_NAMES}
NO_RESULTS = PersonResults()
"""Nothing is known."""

_NOTHING = NO_RESULTS._scope()


# --- the lines of a sheet, rooms -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SheetItem:
    """One line of a person's or a room's sheet; `most` in tenths, `score` None where it is left to the hand."""

    code: str
    name: str
    standard: str
    most: int
    score: int | None = None
    evidence: str = ""

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            "编码": self.code,
            "项目": self.name,
            "标准": self.standard,
            "满分": score_text(self.most),
            "得分": score_text(self.score) or BLANK,
            "得分格": boxed(self.score, 3),
            "依据": self.evidence or BLANK,
        }


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A part of a sheet with its lines; `most` in tenths."""

    name: str
    most: int
    items: tuple[SheetItem, ...]


@dataclass(frozen=True, slots=True)
class RoomPaper:
    """The monthly sheet of a police room or station: whom it concerns, what is judged (`rubric_paper.sheet_scope`), what
    came of it."""

    issuer: str
    title: str
    issued: str
    period: str
    room: str
    station: str = ""
    officer: str = ""
    people: tuple[str, ...] = ()
    villages: tuple[str, ...] = ()
    sheet: Mapping[str, Value] = field(default_factory=dict)
    result: Result = Result()

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        return {
            "单位": self.issuer,
            "称谓": self.title,
            "签发日期": self.issued,
            "月份": self.period or BLANK,
            "警务室": self.room or BLANK,
            "派出所": self.station or BLANK,
            "民警": self.officer or BLANK,
            "人员": "、".join(self.people) or BLANK,
            "村": "、".join(self.villages) or BLANK,
            "总分": score_text(self.result.score) or BLANK,
            "等次": self.result.grade or BLANK,
            "加": boxed(self.result.points.get("加"), 3),
            "减": boxed(self.result.points.get("减"), 3),
            "总分格": boxed(self.result.score, 4),
            **_veto_scope(self.result),
            **_NO_SHEET,
            **self.sheet,
        }


def sections_scope(sections: Sequence[SheetSection]) -> tuple[Mapping[str, Value], ...]:
    """The parts of a sheet as rows of a form."""
    return tuple(
        {
            "部分名": section.name,
            "部分满分": score_text(section.most),
            "项": tuple(item.scope() for item in section.items),
        }
        for section in sections
    )


# --- the circular --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Ranked:
    """A line of the list of results: its place (None where no place is given), whom it is about, what came of it."""

    place: int | None
    name: str
    villages: str
    station: str
    result: Result
    remark: str = ""

    def scope(self) -> dict[str, Value]:
        """The values by the names that a form uses."""
        return {
            "名次号": BLANK if self.place is None else self.place,
            "名称": self.name,
            "村": self.villages,
            "派出所": self.station,
            "得分": score_text(self.result.score) or BLANK,
            "等次": self.result.grade or BLANK,
            "备注": self.remark,
        }


@dataclass(frozen=True, slots=True)
class Circular:
    """The month's results as a circular; `subject`: what is ranked (警务助理, 警务室); places tie as 1, 2, 2, 4.

    `grades` in the order of the rubric; `debrief` is the clerk's part, which also says whether the names stand by rank or
    under their grade alone.
    """

    issuer: str
    title: str
    issued: str
    period: str
    subject: str
    lines: tuple[Ranked, ...]
    debrief: Debrief = field(default_factory=Debrief)
    grades: tuple[str, ...] = ()
    object_days: int | None = None

    def scope(self) -> Scope:
        """The values by the names that a form uses."""
        scores = [line.result.score for line in self.lines if line.result.score is not None]
        graded = [line for line in self.lines if line.result.grade]
        order = self.grades or tuple(dict.fromkeys(line.result.grade for line in graded))
        named = {grade: [line.name for line in graded if line.result.grade == grade] for grade in order}
        unit = "个" if self.subject.endswith(("室", "站", "）")) else "名"
        by_class = self.debrief.listing == CLASS
        return {
            "单位": self.issuer,
            "称谓": self.title,
            "签发日期": self.issued,
            "月份": self.period or BLANK,
            "对象名": self.subject,
            "个数": len(self.lines),
            "量词": unit,
            "平均分": score_text(mean(scores)) or BLANK,
            "最高分": score_text(max(scores, default=None)) or BLANK,
            "最低分": score_text(min(scores, default=None)) or BLANK,
            "各等次": "，".join(f"{grade} {len(names)} {unit}" for grade, names in named.items()) if graded else BLANK,
            "文号": self.debrief.doc_no,
            "主送": self.debrief.to,
            "异议天数": str(self.object_days or ""),
            "主要问题": _numbered(self.debrief.problems),
            "下一步": _numbered(self.debrief.next),
            "按等次": _classes(named, unit) if by_class else (),
            "名次": () if by_class else tuple(line.scope() for line in self.lines),
        }


def _numbered(lines: Sequence[str]) -> tuple[Mapping[str, Value], ...]:
    return tuple({"条": ordinal(at), "内容": line} for at, line in enumerate(lines, 1))


def _classes(named: Mapping[str, Sequence[str]], unit: str) -> tuple[Mapping[str, Value], ...]:
    """The names under each grade, so many side by side; grade and number stand in its first line."""
    found: list[Mapping[str, Value]] = []
    for grade, names in named.items():
        for at in range(0, max(len(names), 1), CLASS_COLUMNS):
            cells = {f"名{n + 1}": names[at + n] if at + n < len(names) else "" for n in range(CLASS_COLUMNS)}
            first = at == 0
            found.append({"等次名": grade * first, "等次个数": f"{len(names)} {unit}" * first, **cells})
    return tuple(found)
