"""Reports in words for screen and terminal: names of reports, ways of splitting, notes, what keeps a target from being set."""

from station_desk.domain.figures import GroupBy
from station_desk.domain.reports import Note, NoteKind, ReportName
from station_desk.domain.targets import TargetFault
from station_desk.wording import N, t

NAMES: dict[ReportName, str] = {
    "month": N("月报"),
    "year": N("年报"),
    "coverage": N("配备情况"),
    "ranking": N("排名"),
    "dezhou": N("德州的表"),
    "bincheng": N("滨城的表"),
    "xihua": N("西华的表"),
}
BY: dict[GroupBy, str] = {
    "person": N("按人"),
    "village": N("按村"),
    "officer": N("按责任民警"),
    "room": N("按警务室"),
    "area": N("按片区"),
    "station": N("按派出所"),
    "county": N("按县"),
    "category": N("按类别"),
    "month": N("按月"),
}
_NOTES: dict[NoteKind, str] = {
    "of_category": N("“{name}”里有 {n} 是只按“{category}”登记的。"),
    "cut": N("只登记到月的数，记在那个月的最后一天。"),
    "open_months": N("{months} 还没有结账，数还会变。"),
    "open_months_more": N("{months} 等 {n} 个月还没有结账，数还会变。"),
    "pay": N("{names}取自 {n} 个月的补助表。"),
    "pay_open": N("{months} 的补助还没有批，数还会变。"),
    "no_size": N("任务数按村的大小定；有 {n} 个村没有户数，没有算任务。在村（社区）里补上户数就算。"),
    "usual_month": N("工作月从几号到几号，文件没有写明；这里按 {first} 日到 {last} 日算（示例值）。"),
}
_TARGET_FAULTS: dict[TargetFault, str] = {
    "code": N("没有这一项。"),
    "leads": N("线索数上不能定任务。"),
    "police": N("公安战果、百分数和花名册里的数上不能定任务。"),
    "value": N("每月至少 1，最多 99999。"),
    "range": N("户数从少到多写。"),
    "decided": N("谁定的、文号、日期都要写上。"),
    "day": N("日期写成 2026-03-01 这样。"),
}


def report_name(name: ReportName) -> str:
    """What a report is called in a list."""
    return t(NAMES[name])


def note_words(note: Note) -> str:
    """A note in a sentence."""
    return t(_NOTES[note.kind], **note.facts)


def target_fault_words(fault: TargetFault) -> str:
    """What keeps a target from being set."""
    return t(_TARGET_FAULTS[fault])
