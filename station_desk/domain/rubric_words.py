"""How an item is scored, in the words that stand on the paper: the assessed person must be able to read why (DOMAIN 4.4)."""

from collections.abc import Mapping

from station_desk.domain.metric_sets import LOG_NAMES
from station_desk.domain.points import points_text
from station_desk.domain.rubric import (
    Attendance,
    ByOfficer,
    Extra,
    Item,
    MinCount,
    PerFinding,
    Ratio,
    Reported,
    Returned,
)

FINDINGS: Mapping[str, str] = {
    "not_on_post": "抽查不在岗",
    "field_missing": "缺项",
    "untrue": "与核实不一致",
    "hazard_not_followed": "隐患没有跟踪",
    "complaint": "被投诉查实",
    "secrecy": "保密违规",
}
"""Kinds of findings that have a name; another kind is called as the county wrote it."""


def metric_word(code: str) -> str:
    """What is counted, as the log calls it."""
    names = LOG_NAMES.get(code)
    return names[0] if names else code


def standard_text(item: Item) -> str:
    """How an item is scored: the county's own words, else what the mode says; "" for the officer's judgement."""
    if item.standard:
        return item.standard
    mode = item.mode
    if isinstance(mode, ByOfficer):
        return "做到给满分，没做到 0 分" if mode.tick else ""
    if isinstance(mode, Attendance):
        return _floored(f"缺一次扣 {points_text(mode.absent)}，请假扣 {points_text(mode.excused)}", mode.floor)
    if isinstance(mode, Returned):
        return f"晚一日扣 {points_text(mode.each_day)}，未交 {points_text(min(mode.missing, item.most))} 分"
    if isinstance(mode, PerFinding):
        what = FINDINGS.get(mode.finding, mode.finding)
        if mode.escalate:
            steps = "、".join(map(points_text, mode.escalate))
            return _floored(f"{what}，逐次扣 {steps}", mode.floor)
        return _floored(f"{what}，每次扣 {points_text(mode.each)}", mode.floor)
    return _counted(mode)


def _floored(text: str, floor: int) -> str:
    return f"{text}，最少留 {points_text(floor)}" if floor else text


def _counted(mode: object) -> str:
    """The words of a mode that looks at a number of the log."""
    if isinstance(mode, Ratio):
        targets = " ".join(f"{size} {float(n):g}" for size, n in mode.target.items()).strip()
        bands = "、".join(f"{float(least * 100):g}% {points_text(points)}" for least, points in mode.bands if points)
        return _zero(f"任务 {targets}；完成 {bands} 分", zero_full=mode.zero_full)
    if isinstance(mode, MinCount):
        told = f"{metric_word(mode.metric)}不少于 {float(mode.n):g}，每少一次扣 {points_text(mode.each)}"
        return _zero(told, zero_full=mode.zero_full)
    word = metric_word(str(getattr(mode, "metric", "")))
    if isinstance(mode, Reported):
        return f"{word}按期报数，没有的报“零”"
    return f"{word}报“零”的给满分，有的由民警评"


def _zero(text: str, *, zero_full: bool) -> str:
    return f"{text}；按期报“零”给满分" if zero_full else text


def extra_text(extra: Extra, sign: str) -> str:
    """A bonus (+) or a deduction (−) with its points for each time."""
    most = f"，最多 {points_text(extra.cap)}" if extra.cap is not None else ""
    return f"{extra.name} {sign}{points_text(extra.points)}/次{most}"


def evidence_words(seen: Mapping[str, object]) -> str:
    """What the machine's points of an item rest on; "" where nothing is known."""
    if "returned" in seen:
        late = seen.get("days_late")
        return "没有交回" if not seen["returned"] else f"交回，晚 {late} 天" if late else "按期交回"
    count = seen.get("count")
    if seen.get("zero_report"):
        return "零报告"
    if count is None:
        return ""
    if "target" in seen:
        return f"{count} 次，任务 {seen['target']}"
    return f"{count} 次，要求 {seen['needed']}" if "needed" in seen else f"报了 {count}"
