"""The words of a person on the screen: states, values of the fields, one-line facts and the sentences of the history.

Values are stored in Chinese as the trade writes them; the English window shows the usual ones translated.
"""

from collections.abc import Iterable
from datetime import date

from station_desk.domain.dates import last_day
from station_desk.domain.records import TermState
from station_desk.domain.roster import SENSITIVE, DraftNote, FieldChange, HistoryLine, PersonCard, TermView
from station_desk.ui.person_typing import grouped
from station_desk.wording import N, language, t, tn
from station_desk.wording.selection import EXIT_REASONS

STATE_WORDS: dict[TermState, str] = {
    TermState.PENDING: N("待聘"),
    TermState.ACTIVE: N("在聘"),
    TermState.SUSPENDED: N("暂停"),
    TermState.EXITING: N("离任中"),
    TermState.EXITED: N("已离任"),
    TermState.EXPIRED: N("聘期已满"),
}
STATE_TONES: dict[TermState, str] = {
    TermState.PENDING: "none",
    TermState.ACTIVE: "ok",
    TermState.SUSPENDED: "warn",
    TermState.EXITING: "warn",
    TermState.EXITED: "none",
    TermState.EXPIRED: "warn",
}
FIELD_WORDS: dict[str, str] = {
    "name": N("姓名"),
    "id_no": N("身份证"),
    "sex": N("性别"),
    "birth": N("出生"),
    "phone": N("电话"),
    "phone2": N("第二电话"),
    "education": N("文化程度"),
    "political": N("政治面貌"),
    "post": N("村内职务"),
    "bank_card": N("银行卡"),
    "village_ids": N("村"),
    "villages": N("村"),
    "start_date": N("聘期自"),
    "end_date": N("聘期至"),
    "state": N("状态"),
    "number": N("编号"),
    "exit_date": N("离任日期"),
    "exit_reason": N("离任原因"),
}
SEXES = (N("男"), N("女"))
EDUCATIONS = (N("小学"), N("初中"), N("高中"), N("中专"), N("大专"), N("本科"), N("研究生"))
POLITICALS = (N("中共党员"), N("中共预备党员"), N("共青团员"), N("民主党派"), N("群众"))
POSTS = (N("网格员"), N("治保主任"), N("综治协管员"), N("村委委员"), N("村支书"), N("村主任"), N("村文书"), N("村医"))
_KNOWN = frozenset(SEXES + EDUCATIONS + POLITICALS + POSTS + EXIT_REASONS)


def state_word(state: TermState | None) -> str:
    """The state in the trade's word; a person without a term has none."""
    return t(STATE_WORDS[state]) if state else t("没有聘期")


def state_tone(state: TermState | None) -> str:
    """The tone of the state's tag."""
    return STATE_TONES[state] if state else "none"


def value_word(value: str | None) -> str:
    """A stored value as shown: the usual ones are translated, everything else stands as it was typed."""
    return t(value) if value in _KNOWN and value else value or ""


def joined(parts: Iterable[str]) -> str:
    """Facts in one line: with a middle dot in Chinese, with commas in English; empty ones are left out."""
    return ("·" if language() == "zh_CN" else ", ").join(part for part in parts if part)


def listed(names: Iterable[str]) -> str:
    """Names in a row."""
    return ("、" if language() == "zh_CN" else ", ").join(names)


def facts_line(card: PersonCard) -> str:
    """`邢桥村·网格员·男·41 岁`."""
    age = tn("{n} 岁", "{n} 岁", card.age) if card.age is not None else ""
    return joined((listed(card.villages), value_word(card.post), value_word(card.sex), age))


def card_text(card: PersonCard) -> str:
    """The card as plain text, numbers masked."""
    lines = (
        f"{card.name} {facts_line(card)}",
        joined((state_word(card.status), t("聘期至 {day}", day=card.term_end) if card.term_end else "")),
        t("身份证 {number}", number=grouped("id_no", card.id_no_masked)) if card.id_no_masked else "",
        t("电话 {number}", number=grouped("phone", card.phone_masked)) if card.phone_masked else "",
    )
    return "\n".join(line for line in lines if line)


def month_of(day: str | None) -> str:
    """A date as the list shows it: year and month."""
    return (day or "")[:7] or "—"


def months_left(end: str | None, today: date) -> int | None:
    """Whole months from `today` to the last day of `end`; None for an open end, negative when it is past."""
    if not end:
        return None
    last = last_day(end)
    return (last.year - today.year) * 12 + last.month - today.month - (1 if last.day < today.day else 0)


def term_line(terms: tuple[TermView, ...], today: date) -> str:
    """`第 2 期，还有 13 个月` for the newest of `terms`."""
    if not terms:
        return ""
    count = t("第 {n} 期", n=len(terms))
    newest = terms[0]
    if newest.state in (TermState.EXITED, TermState.EXPIRED, TermState.PENDING):
        return ("，" if language() == "zh_CN" else ", ").join((count, state_word(newest.state)))
    left = months_left(newest.end_date, today)
    if left is None:
        rest = t("没有写到期日")
    elif left < 0:
        rest = t("已经到期")
    elif left == 0:
        rest = t("不到 1 个月")
    else:
        rest = tn("还有 {n} 个月", "还有 {n} 个月", left)
    return ("，" if language() == "zh_CN" else ", ").join((count, rest))


_ACTS: dict[str, str] = {
    "person_add": N("{who} 登记了这个人"),
    "roster_import": N("{who} 从表格导入：{what}"),
    "sample": N("样例里的人"),
    "undo": N("{who} 撤回：{what}"),
    "redo": N("{who} 重做：{what}"),
}
_QUIET = {
    "person_add": N("{who} 登记了这个人"),
    "roster_import": N("{who} 从表格导入"),
    "undo": N("{who} 撤回了"),
    "redo": N("{who} 重做了"),
}


def history_sentence(line: HistoryLine) -> str:
    """One act in a sentence: `王敏 改电话（旧号尾 7713）`."""
    who = line.actor or t("别处")
    act = line.action.partition(":")[0]
    if line.archive is not None and not line.fields:
        return t("{who} 记了一笔（在存档里：{file}）", who=who, file=line.archive)
    if act in _VERSIONS:
        return _versions_sentence(act, who, line.fields[0])
    fresh = act in ("person_add", "roster_import") and all(not change.old for change in line.fields)
    what = "" if fresh else listed(changed(change) for change in line.fields)
    if act in _ACTS:
        return t(_ACTS[act] if what else _QUIET.get(act, _ACTS[act]), who=who, what=what)
    return t("{who} 改{what}", who=who, what=what) if what else t("{who} 记了一笔", who=who)


_VERSIONS = {
    "conflict_open": N("{field}有两个版本：{versions}。还没有选定（收发，Alt+C）"),
    "conflict_settle": N("{who} 选定{field}：{value}。此处曾有两个版本：{versions}"),
}


def _versions_sentence(act: str, who: str, field: FieldChange) -> str:
    word = t(FIELD_WORDS.get(field.field, field.field)) if field.field != "deleted" else t("留着还是删掉")
    versions = " / ".join(_shown(field.field, one) or t("空") for one in field.old.split(" / "))
    return t(_VERSIONS[act], who=who, field=word, versions=versions, value=_shown(field.field, field.new) or t("空"))


def changed(change: FieldChange) -> str:
    """One field of an act: what it was and became; of numbers only the old tail."""
    word = t(FIELD_WORDS.get(change.field, change.field))
    old, new = _shown(change.field, change.old), _shown(change.field, change.new)
    if change.field in SENSITIVE:
        tail = change.old[-4:] if change.old else ""
        return t("{field}（旧号尾 {tail}）", field=word, tail=tail) if tail else t("{field}（补上）", field=word)
    return t("{field}：{old} → {new}", field=word, old=old or t("空"), new=new or t("空"))


def _shown(field: str, value: str) -> str:
    if field == "state" and value in set(TermState):
        return state_word(TermState(value))
    return value_word(value)


def sent_words(line: HistoryLine) -> str:
    """How far the change has travelled; what the county has confirmed is as it should be and says nothing."""
    match line.sent:
        case "":
            return t("还没交县局")
        case "waiting":
            return t("已交，等回执")
        case _:
            return ""


def history_day(line: HistoryLine, today: date) -> str:
    """`11-12` within this year, else the whole date."""
    return line.day[5:] if line.day[:4] == str(today.year) else line.day


NOTES: dict[str, str] = {
    "name_missing": N("还没有姓名"),
    "name_too_long": N("姓名最多 {most} 个字"),
    "name_radical_fixed": N("部首字已换成常用字"),
    "name_suffix_removed": N("姓名后面的（男）（女）会去掉"),
    "name_private_use_char": N("有自造字，打印前请看一下"),
    "same_name": N("{village} 有同名的人，请看看是不是同一个"),
    "id_read": N("{birth}，{sex}，{age} 岁，校验位对"),
    "id_missing": N("没有身份证号也能保存，以后再补"),
    "id_bad_length": N("身份证号应当是 18 位"),
    "id_bad_date": N("第 7 到 14 位不是一个日子"),
    "id_check_digit": N("最后一位对不上。多半是有一位抄错了。"),
    "id15_upgraded": N("老的 15 位号，已换成 18 位"),
    "id_hmt_resident": N("港澳台居民居住证"),
    "id_region_unknown": N("前六位查不到地方，请再看一眼"),
    "duplicate_id": N("花名册里已有这个号：{name}（{village}）"),
    "sex_unknown": N("性别请写男或女"),
    "sex_mismatch": N("证件上是{id}，这里是{typed}"),
    "birth_bad": N("看不懂这个出生日期"),
    "birth_mismatch": N("证件上是 {id}，这里是 {typed}"),
    "age_limit": N("{age} 岁，方案的年龄界限是 {limit} 岁"),
    "political_not_stored": N("方案没有写为什么要政治面貌，不会保存"),
    "phone_invalid": N("电话位数不对"),
    "phone2_invalid": N("电话位数不对"),
    "duplicate_phone": N("{name} 也是这个号码"),
    "start_bad": N("看不懂这个日期"),
    "end_bad": N("看不懂这个日期"),
    "end_before_start": N("聘期结束早于开始"),
    "state_unknown": N("状态不对"),
    "village_missing": N("还没有村"),
    "village_unknown": N("本所没有这个村"),
    "village_closed": N("{village} 已经撤并"),
    "no_post": N("{village} 按方案不设岗位"),
    "over_quota": N("{village} 的 {quota} 个岗位已有人"),
}
"""What is said of the notes of `services.roster.check_draft`, by code."""


def note_words(note: DraftNote) -> str:
    """What a check says, in words."""
    facts = {name: value_word(value) if isinstance(value, str) else value for name, value in note.facts.items()}
    return t(NOTES.get(note.code, note.code), **facts)
