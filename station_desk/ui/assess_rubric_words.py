"""Words of the rubric's editor: fields, modes, what may be chosen, what a field wants."""

from collections.abc import Mapping, Sequence

from station_desk.domain.metric_sets import LOG_NAMES
from station_desk.domain.points import points_text
from station_desk.domain.rubric_draft import Line, RubricDraft, sums
from station_desk.domain.rubric_read import LEADS
from station_desk.domain.rubric_words import FINDINGS, metric_word
from station_desk.ui.fields import Choice, Field
from station_desk.wording import N, t

MODES: Mapping[str, str] = {
    "officer": N("民警评"),
    "tick": N("做到给满分"),
    "ratio": N("按完成率分档"),
    "min_count": N("不少于几次"),
    "reported": N("按期报数"),
    "zero_or_officer": N("报“零”给满分"),
    "deduct": N("每次发现扣分"),
    "absence": N("缺席扣分"),
    "returned": N("日志交回"),
}
_RULES: Mapping[str, str] = {
    "cutoff": N("按分数线"),
    "share": N("按名次比例"),
    "manual": N("由县局逐个定"),
}
_TARGETS: Mapping[str, str] = {"by_day": N("任务数按在聘天数折算"), "full": N("任务数不折算")}
_ROUNDINGS: Mapping[str, str] = {"floor": N("零头不算"), "half_up": N("四舍五入"), "ceil": N("零头算一个")}
_SHARE_OF: Mapping[str, str] = {"station": N("每个所各算"), "county": N("全县合起来算")}
_YES_NO: Mapping[str, str] = {"": N("否"), "1": N("是")}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "mode": MODES,
    "rule": _RULES,
    "rounding": _ROUNDINGS,
    "targets": _TARGETS,
    "share_of": _SHARE_OF,
    "zero_full": _YES_NO,
    "leave_out": _YES_NO,
}
FIELDS: Mapping[str, str] = {
    "name": N("项目名称"),
    "full": N("总分应当是"),
    "max": N("满分"),
    "mode": N("怎么评"),
    "standard": N("纸上的标准"),
    "metric": N("数什么"),
    "target": N("每月任务数"),
    "bands": N("完成率=分"),
    "zero_full": N("按期报“零”给满分"),
    "n": N("不少于"),
    "each_missing": N("少一次扣"),
    "finding": N("发现什么"),
    "each": N("每次扣"),
    "escalate": N("逐次扣"),
    "floor": N("最少留"),
    "absent": N("缺一次扣"),
    "excused": N("请假扣"),
    "each_day_late": N("晚一日扣"),
    "not_returned": N("未交得"),
    "points": N("每次"),
    "cap": N("最多"),
    "rule": N("怎么定等次"),
    "names": N("等次，从高到低"),
    "cuts": N("分数线"),
    "top_share": N("最高等次最多"),
    "shares": N("各等次比例"),
    "rounding": N("比例算下来"),
    "targets": N("不满一个月的"),
    "min_days": N("满几天才考核"),
    "sizes": N("多少户起"),
    "object_workdays": N("几个工作日内提"),
    "answer_workdays": N("几个工作日内答复"),
    "min_months": N("满几个月"),
    "fail_months": N("几个月末等"),
    "share_of": N("比例怎么算"),
    "leave_out": N("不满的不评"),
}
HINTS: Mapping[str, str] = {
    "standard": N("不填就照评法写"),
    "target": N("8，或者 S=20 M=30 L=40"),
    "bands": N("100%=10 90%=9 80%=8"),
    "escalate": N("2 3 5，可以不填"),
    "names": N("优秀 合格 不合格"),
    "cuts": N("90 70"),
    "top_share": N("20%，没有规定就空着"),
    "shares": N("30% 50% 20%"),
    "sizes": N("S=0 M=300 L=800"),
    "cap": N("没有规定就空着"),
    "min_days": N("没有规定就空着"),
    "object_workdays": N("没有规定就空着"),
    "answer_workdays": N("没有规定就空着"),
    "min_months": N("没有规定就空着"),
    "fail_months": N("没有规定就空着"),
}
_PARTS: Mapping[str, str] = {
    "adds": N("加分"),
    "deducts": N("减分"),
    "vetoes": N("一票否决"),
    "rule": N("等次和其他规则"),
}
_RULE_LINES: Mapping[str, str] = {
    "adds.cap": N("加分合计最多"),
    "grades": N("等次"),
    "partial": N("不满一个月"),
    "sizes": N("村的大小"),
    "appeal": N("异议"),
    "annual": N("年度"),
}
_WORDS = frozenset({"name", "standard", "names"})


def part_word(kind: str) -> str:
    """The head above the lines of a kind."""
    return t(_PARTS[kind])


def title_of(line: Line) -> str:
    """A line as the list names it."""
    if line.kind == "head":
        return t("整份标准：{name}", name=line.value("name"))
    if line.kind == "rule":
        return t(_RULE_LINES[line.key])
    return f"{line.code}　{line.value('name')}"


def told_of(line: Line) -> str:
    """How a line is scored, in a word or two."""
    if line.kind == "items":
        return t(MODES[line.value("mode")])
    if line.key == "grades":
        return t(_RULES[line.value("rule")])
    if line.kind in ("adds", "deducts") and line.value("cap"):
        return t("最多 {points}", points=line.value("cap"))
    return ""


def number_of(line: Line, draft: RubricDraft) -> str:
    """The number of a line: what it is worth, of a section also what its items come to."""
    found, whole = sums(draft)
    if line.kind == "head":
        return f"{points_text(whole)} / {line.value('full')}"
    if line.kind == "sections":
        return f"{points_text(found[line.code])} / {line.value('max')}"
    if line.kind == "items":
        return line.value("max")
    if line.kind in ("adds", "deducts"):
        return f"{'+' if line.kind == 'adds' else '−'}{line.value('points')}"
    return line.value("cap") if line.key == "adds.cap" else ""


def control_for(name: str, text: str, hint: str = "") -> Field | Choice:
    """The field or the choice in which a value is typed."""
    entries = _entries(name, text)
    if entries:
        choice = Choice(f"rubric-{name}", entries)
        choice.set_value(text)
        return choice
    field = Field(f"rubric-{name}", latin=name not in _WORDS, hint=hint, guarded=False)
    field.setText(text)
    return field


def _entries(name: str, text: str) -> Sequence[tuple[str, object]]:
    named = _CHOICES.get(name)
    if named is not None:
        return [(t(word), value) for value, word in named.items()]
    if name == "metric":
        codes = [code for code in LOG_NAMES if code != LEADS]
        return [(f"{code}　{metric_word(code)}", code) for code in _with(codes, text)]
    if name == "finding":
        return [(FINDINGS.get(one, one), one) for one in _with(list(FINDINGS), text)]
    return ()


def _with(values: list[str], text: str) -> list[str]:
    """The values and what stands there now; an empty place first, where nothing was chosen yet."""
    return values if text in values else [text, *values]
