"""What the checks before printing say, and what has been printed and where it is, in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from station_desk.domain.paper import FormInfo, Printed, PrintWarning
from station_desk.domain.print_sets import HANDOVER, PrintSet
from station_desk.domain.records import Sheet
from station_desk.domain.trouble import Trouble
from station_desk.ui.marks import MarkKind
from station_desk.wording import N, language, t, tn
from station_desk.wording.troubles import tell

FORM_NAMES = (
    *(N("警务助理推选名单"), N("聘书"), N("工作证"), N("警务助理花名册"), N("警务助理队伍结构图")),
    *(N("警务助理个人登记表"), N("警务助理工作日志"), N("警务助理月度考核表"), N("警务助理年度考核登记表")),
    *(N("警务助理补助发放表"), N("警务助理培训签到表"), N("移交单"), N("收件回执单")),
    *(N("个人信息告知书和本人档案"), N("方案签批单")),
    N("选聘公告"),
    N("警务助理自荐表"),
    N("村两委推荐表"),
    N("村两委会议记录"),
    N("联合考察表"),
    N("资格审查表"),
    N("拟聘公示"),
    N("公示异议登记表"),
    N("选票"),
    N("选举计票单"),
    N("选举结果报告单"),
    N("聘任审批表"),
    N("聘任批复"),
    N("聘用协议书"),
    N("警务助理走访登记表"),
    N("矛盾纠纷排查调解登记表"),
    N("便民服务登记表"),
    N("隐患排查整改登记表"),
    N("警务室月度考评表"),
    N("乡镇意见表"),
    N("考核情况通报"),
    N("考核结果告知书"),
    N("补助签领单"),
    N("补助调整说明"),
    N("装备领用登记表"),
    N("评优推荐表"),
)
"""Names of the bundled forms, for the English window; an office's own forms stand as they are called."""

SET_NAMES = (N("每月发表"), N("月末成套"), N("推选报名"), N("选聘当天"), N("聘任仪式"), N("年底成套"))
"""Names of the sets, for the English window."""

STATES: dict[str, str] = {
    "printed": N("印好"),
    "out": N("发出"),
    "returned": N("已收"),
    "entered": N("已录入"),
    "lost": N("丢了"),
    "spoiled": N("作废了"),
}

STATE_MARKS: dict[str, MarkKind] = {
    "printed": "todo",
    "out": "wait",
    "returned": "ok",
    "entered": "ok",
    "lost": "warn",
    "spoiled": "bad",
}

_WARNINGS: dict[str, str] = {
    "shrunk": N("{n} 处的字缩小了才放下：{what}"),
    "condensed": N("{n} 处的字压窄了才放下：{what}"),
    "page_shrunk": N("{n} 页的字缩小了才放下"),
    "date_missing": N("{n} 人的聘期没有写全：{what}"),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the checks: its mark and its words."""

    mark: MarkKind
    words: str


def form_name(form: FormInfo) -> str:
    """The name of a form as the window shows it: in Chinese by the word of the office's programme."""
    return form.called or form.name if language() == "zh_CN" else t(form.name)


def short_name(name: str) -> str:
    """The name of a form where room is scarce: without the word that half of them begin with."""
    return name.removeprefix(t("警务助理"))


def set_name(chosen: PrintSet) -> str:
    """The name of a set as the window shows it."""
    return t(chosen.name)


def state_words(state: str) -> str:
    """Where a sheet is."""
    return t(STATES.get(state, state))


def checks(prints: Sequence[Printed], chosen: PrintSet | None = None) -> list[CheckLine]:
    """The checks of prints that can be printed: good news first, then what to look at; of a set what it leaves out."""
    lines = []
    names = max((printed.names for printed in prints), default=0)
    warnings = [warning for printed in prints for warning in printed.warnings]
    if names:
        lines.append(CheckLine("ok", tn("{n} 个姓名的字都能印", "{n} 个姓名的字都能印", names)))
    if len(prints) > 1:
        lines.append(CheckLine("ok", t("{n} 种表都排好了：{forms}", n=len(prints), forms=_codes(prints))))
    for code, count in Counter(warning.code for warning in warnings).items():
        lines.append(CheckLine("warn", t(_WARNINGS.get(code, code), n=count, what=_examples(warnings, code))))
    if chosen is not None and HANDOVER in chosen.papers and all(printed.form != HANDOVER for printed in prints):
        lines.append(CheckLine("info", t("没有要交的包，这次不印移交单")))
    return lines or [CheckLine("ok", t("可以印"))]


def refused(trouble: Trouble) -> list[CheckLine]:
    """The checks of a print that cannot be printed."""
    told = tell(trouble)
    return [CheckLine("bad", told.what), CheckLine("info", told.next)]


def _codes(prints: Iterable[Printed]) -> str:
    return "、".join(printed.form for printed in prints)


def _examples(warnings: Iterable[PrintWarning], code: str) -> str:
    facts = [warning.facts for warning in warnings if warning.code == code]
    texts = dict.fromkeys(str(fact.get("person") or fact.get("text") or "") for fact in facts)
    shown = [text for text in texts if text][:3]
    return "、".join(shown) + ("…" if len(texts) > len(shown) else "")


def serial_span(serials: Sequence[str]) -> str:
    """`2009-F15-2026-0001-3 到 …-0071-5`, or the one serial."""
    if not serials:
        return t("没有编号")
    if len(serials) == 1:
        return t("编号 {serial}", serial=serials[0])
    return t("编号 {first} 到 {last}", first=serials[0], last=serials[-1])


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """Sheets that were printed together: when (UTC ISO), which form, for which month, how many, how many are back, first
    and last serial."""

    at: str
    form: str
    sheets: int
    first: str
    last: str
    period: str = ""
    back: int = 0


def printed_runs(sheets: Iterable[Sheet], most: int = 40) -> list[PrintedRun]:
    """The newest prints, from single sheets (newest first): sheets of one form and one moment belong together."""
    runs: dict[tuple[str, str], list[Sheet]] = {}
    for sheet in sheets:
        runs.setdefault((sheet.printed_at, sheet.form), []).append(sheet)
        if len(runs) > most:
            break
    return [_run(form, found) for (_, form), found in runs.items()][:most]


def _run(form: str, sheets: Sequence[Sheet]) -> PrintedRun:
    serials = [sheet.serial for sheet in sheets]
    back = sum(sheet.state in ("returned", "entered") for sheet in sheets)
    period = sheets[0].period
    return PrintedRun(sheets[0].printed_at, form, len(serials), min(serials), max(serials), period, back)
