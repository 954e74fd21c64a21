"""The sentences of Home: each duty and each step of the first day in two lines and a verb."""

from dataclasses import dataclass
from datetime import date

from station_desk.domain.overview import Duty, DutyGroup, DutyKind, StepKind
from station_desk.ui.page import Target
from station_desk.ui.summary import day_words, moment, month_words
from station_desk.wording import N, t

GROUP_WORDS: dict[DutyGroup, str] = {
    "overdue": N("已经到期"),
    "soon": N("今天和明天"),
    "later": N("60 天以内"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of Home: what, more about it, and the verb of its button."""

    text: str
    second: str
    verb: str


_DUTIES: dict[DutyKind, Line] = {
    "backup_none": Line(N("还没有备份"), N("插上 U 盘，或者先备份到本机，要几秒钟"), N("去备份")),
    "backup_old": Line(N("{days} 天没有备份了"), N("上一次：{at}"), N("去备份")),
    "check_failed": Line(N("检查发现库有 {count} 处问题"), N("{at} 检查的；请先备份，再照着说明办"), N("看问题")),
    "receipt_overdue": Line(N("交出 {days} 天，还没有{name}的回执"), N("{count} 处改动没有确认"), N("看回执")),
    "bundle_lost": Line(N("{name}没有收到第 {number} 包"), N("记录都在本机，没有丢；可以现在补发"), N("去补发")),
    "bundle_missing": Line(N("缺{name}的第 {number} 包"), N("请他们再拷一次，共缺 {count} 包"), N("看缺包")),
    "conflicts_open": Line(N("有 {count} 处是两个版本"), N("{names}：选定用哪一个"), N("去选定")),
    "rows_held": Line(N("导入暂缓的 {count} 行等您看"), N("“{file}”"), N("去改")),
    "log_held": Line(N("月度表格里留着的 {count} 处等您看"), N("“{file}”"), N("去改")),
    "terms_over": Line(N("{count} 人聘期已满"), N("最早：{name}（{village}），{day}到期"), N("去看")),
    "terms_ending": Line(N("{count} 人聘期将满"), N("最早：{name}（{village}），{day}到期"), N("看名单")),
    "villages_vacant": Line(N("{count} 个村空缺"), N("{names}，最久 {days} 天"), N("看名单")),
    "remarks_open": Line(N("县局有 {count} 条意见等答复"), N("看一看，改好了或者原样无误，各按一下"), N("去看")),
    "remarks_answered": Line(N("{count} 条意见派出所已经答复"), N("看过就可以关闭；还有 {open} 条等答复"), N("去看")),
    "hand_out_due": Line(
        N("{month}的工作日志还没有印，{count} 人"), N("{day}前发下去；一次印好，编号自动给"), N("去发表")
    ),
    "sheets_missing": Line(N("{count} 张工作日志没有交回"), N("{names}；{due}上报"), N("看名单")),
    "logs_to_enter": Line(N("{count} 人的日志已交回，还没有录入"), N("{names}"), N("去录入")),
    "month_open": Line(N("{month}还没有结账"), N("已录 {count}/{of} 人，{due}上报"), N("去结账")),
    "month_unsent": Line(N("{month}结了账，还没有交给县局"), N("{due}前交"), N("去导出")),
    "months_missing": Line(N("{month}还有 {count} 个所没有交来"), N("{names}；{due}上报"), N("看名单")),
    "selection_due": Line(N("选聘“{name}”还有 {days} 天"), N("{count} 名候选人还在办"), N("去选聘")),
    "selection_late": Line(N("选聘“{name}”过期 {days} 天"), N("{count} 名候选人还在办"), N("去选聘")),
    "selection_decide": Line(N("{count} 名候选人等县局定"), N("{stations} 个所报来的"), N("去审批")),
    "transfers_waiting": Line(N("{count} 人的调动等本所办"), N("{names}，最早 {day}起"), N("去办")),
    "transfers_open": Line(N("{count} 人的调动，有的所还没有办"), N("{names}，最早 {day}起"), N("看花名册")),
    "stipends_waiting": Line(N("{month}有 {count} 个所的补助等县局批准"), N("{names}，合计 ¥{yuan}"), N("去批准")),
    "stations_silent": Line(N("{count} 个所很久没有交包"), N("{names}，最久 {days} 天"), N("看名单")),
}

_STEPS: dict[StepKind, tuple[Line, Target]] = {
    "people": (
        Line(N("录入人员"), N("导入县里或各村的表格，也可以一个一个添加"), N("去导入")),
        Target("roster", "import"),
    ),
    "print": (Line(N("印一张试试"), N("花名册或者聘书，看看打印机好不好用"), N("去打印")), Target("print")),
    "county": (
        Line(N("认识县局"), N("把县局给的钥匙文件放进来，再把本所的交给县局"), N("去收发")),
        Target("exchange", "trust"),
    ),
    "stations": (
        Line(N("认识各所"), N("把各所交来的钥匙文件放进来，再把本局的发给各所"), N("去收发")),
        Target("exchange", "trust"),
    ),
    "receive": (Line(N("收第一个包"), N("各所交来的 U 盘插上就行"), N("去收件")), Target("inbox")),
    "backup": (
        Line(N("做一次备份"), N("插上 U 盘，或者先备份到本机，要几秒钟"), N("去备份")),
        Target("settings", "backup"),
    ),
    "rules": (Line(N("读一遍方案"), N("每一条都带原文；没有写明的也写着"), N("去读")), Target("settings", "rules")),
}


def duty_line(duty: Duty, today: date) -> Line:
    """The sentences of a duty."""
    facts: dict[str, object] = dict(duty.facts)
    if "day" in facts:
        facts["day"] = day_words(date.fromisoformat(str(facts["day"])))
    if "due" in facts:
        facts["due"] = day_words(date.fromisoformat(str(facts["due"])))
    if "month" in facts:
        facts["month"] = month_words(str(facts["month"]))
    if "at" in facts:
        facts["at"] = moment(str(facts["at"]), today)
    line = _DUTIES[duty.kind]
    if duty.kind == "villages_vacant" and not facts["days"]:
        line = Line(line.text, N("{names}，还没有配过人"), line.verb)
    return Line(t(line.text, **facts), t(line.second, **facts), t(line.verb))


def step_line(kind: StepKind) -> tuple[Line, Target]:
    """The sentences of a step of the first day, and where it is done."""
    line, target = _STEPS[kind]
    return Line(t(line.text), t(line.second), t(line.verb)), target
