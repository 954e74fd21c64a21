"""The sentences of the month's steps: on Home in two words, on the month's own page in a line."""

from station_desk.domain.month_guide import MonthFacts, MonthGuide, Stage, StageKind
from station_desk.domain.overview import Overview
from station_desk.ui.duty_words import Line
from station_desk.ui.marks import MarkKind
from station_desk.ui.status_strip import Fact
from station_desk.ui.summary import day_of, month_words
from station_desk.wording import N, t

NAMES: dict[StageKind, str] = {
    "hand_out": N("发表"),
    "returns": N("收表"),
    "entry": N("录入"),
    "close": N("结账"),
    "assess": N("考核"),
    "pay": N("补助"),
    "send": N("上报"),
    "receipt": N("回执"),
}
_VERBS: dict[StageKind, str] = {
    "hand_out": N("去发表"),
    "returns": N("去收表"),
    "entry": N("去录入"),
    "close": N("去结账"),
    "assess": N("去考核"),
    "pay": N("去算补助"),
    "send": N("去导出"),
    "receipt": N("看回执"),
}
_PRIMARY: dict[StageKind, str] = {
    "hand_out": N("发表"),
    "returns": N("继续收表"),
    "entry": N("继续月度录入"),
    "close": N("结账"),
    "assess": N("开始考核"),
    "pay": N("计算补助"),
    "send": N("导出给县局"),
}
_PAY: dict[str, str] = {
    "computed": N("已算好"),
    "signed": N("所长已签"),
    "submitted": N("已报县局"),
    "approved": N("已批准"),
    "paid": N("已发放"),
    "closed": N("已发放，回执收齐"),
}


def stage_name(kind: StageKind) -> str:
    """What a step is called."""
    return t(NAMES[kind])


def primary_words(kind: StageKind) -> str:
    """The big act that leads to a step; "" where there is none."""
    return t(_PRIMARY[kind]) if kind in _PRIMARY else ""


def short_words(guide: MonthGuide, stage: Stage) -> str:
    """Where a step stands, in a few words below its name."""
    facts = guide.facts
    if stage.state == "skip":
        return t("没有用纸")
    match stage.kind:
        case "hand_out":
            day = day_of(facts.printed_on)
            return t("{n} 张·{day}", n=stage.done, day=day) if stage.done else t("{n} 人", n=stage.total)
        case "returns":
            return _returns(facts) if stage.total else t("发了以后收")
        case "entry":
            return t("已结账") if facts.closed else t("已录 {done}/{n}", done=stage.done, n=stage.total)
        case "assess":
            if stage.total:
                return t("已打 {done}/{n}", done=stage.done, n=stage.total)
            return t("可以开始") if facts.closed else t("结账后开始")
        case "pay":
            return t(_PAY[facts.pay]) if facts.pay in _PAY else t("考核后开始")
        case "send":
            if facts.acked_on:
                return t("县局已收到")
            return t("已交，等回执") if facts.sent_on else t("{day}前", day=day_of(facts.due.isoformat()))
        case _:
            return ""


def _returns(facts: MonthFacts) -> str:
    if not facts.missing:
        return t("收齐 {n} 张", n=len(facts.back))
    return t("{done}/{n}·缺 {missing}", done=len(facts.back), n=len(facts.out), missing=len(facts.missing))


def left_words(guide: MonthGuide) -> str:
    """How long it is to the deadline."""
    if guide.stage("send").state == "done":
        return t("已上报")
    if guide.left == 0:
        return t("今天上报")
    return t("距上报 {n} 天", n=guide.left) if guide.left > 0 else t("过了上报日 {n} 天", n=-guide.left)


def strip_words(guide: MonthGuide) -> str:
    """The month in the status strip: its step and the days to the deadline."""
    stage = guide.now
    name = stage_name(stage.kind) if stage else t("都办完了")
    count = f" {stage.done}/{stage.total}" if stage and stage.kind in ("returns", "entry") and stage.total else ""
    return t("{month}：{step}·{left}", month=month_words(guide.facts.month), step=name + count, left=left_words(guide))


def month_facts(overview: Overview | None) -> list[Fact]:
    """The month's item of the status strip; none at a county."""
    if overview is None or overview.month is None:
        return []
    guide = overview.month
    mark: MarkKind | None = None
    if guide.left < 0 and guide.stage("send").state != "done":
        mark = "warn"
    return [Fact("month", strip_words(guide), icon="calendar-stats", mark=mark)]


def stage_line(guide: MonthGuide, stage: Stage) -> Line:
    """A step as a line: what, where it stands, and the verb that leads there."""
    text = f"{stage_name(stage.kind)}　{_told(guide, stage)}"
    return Line(text, _second(guide, stage), t(_VERBS[stage.kind]))


def _told(guide: MonthGuide, stage: Stage) -> str:
    facts = guide.facts
    match stage.kind:
        case "close":
            return t("已结账，数不再变") if facts.closed else t("还没有结账")
        case "receipt":
            return t("县局{day}的回执已到", day=day_of(facts.acked_on)) if facts.acked_on else t("还没有回执")
        case "send" if facts.sent_on:
            return t("{day}已交给县局", day=day_of(facts.sent_on))
        case _:
            return short_words(guide, stage)


def _second(guide: MonthGuide, stage: Stage) -> str:
    facts = guide.facts
    match stage.kind:
        case "hand_out":
            return t("在聘 {n} 人，每人一张工作日志", n=len(facts.people))
        case "returns":
            return t("缺 {n} 张，名单在收表的页上", n=len(facts.missing)) if facts.missing else t("扫编号或者输编号")
        case "entry":
            waiting = len(facts.to_enter)
            return t("已交回还没有录的 {n} 人", n=waiting) if waiting else t("没有报的空着；真没有做的按 / 记零报告")
        case "close":
            return t("结账以后要改，在下个月记一笔更正")
        case "assess":
            if not facts.assessed:
                return t("从日志起草，再逐张打分")
            return t("共 {n} 张，已定 {done} 张", n=facts.assessed, done=facts.settled)
        case "pay":
            return t("按聘期、等次和方案里的钱算")
        case "send":
            return t("导出到 U 盘，移交单一起印")
        case "receipt":
            return t("回执到了，这个月才算办完")
