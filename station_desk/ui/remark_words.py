"""The words of remarks: reasons, answers, states, and a remark in one line."""

from collections.abc import Mapping
from datetime import date

from station_desk.domain.remarks import RemarkState, RemarkView
from station_desk.ui.exchange_words import short_day
from station_desk.ui.marks import MarkKind
from station_desk.ui.person_words import FIELD_WORDS, joined
from station_desk.wording import N, t

REASON_WORDS: Mapping[str, str] = {
    "id_no_wrong": N("身份证号有误"),
    "not_as_approved": N("名单与批复不符"),
    "term_dates_wrong": N("任期日期不对"),
    "papers_missing": N("请补材料"),
    "other": N("请更正（另写明）"),
    "comment": N("只是提醒，不用改"),
}
ANSWER_WORDS: Mapping[str, str] = {"done": N("改好了"), "as_is": N("原样无误"), "seen": N("看到了")}
STATE_WORDS: Mapping[RemarkState, str] = {"open": N("等答复"), "answered": N("已答复"), "closed": N("已关闭")}
WHOLE = N("整个人")


def field_word(field: str) -> str:
    """What a remark points to."""
    return t(FIELD_WORDS.get(field, field)) if field else t(WHOLE)


def reason_word(code: str) -> str:
    """The reason in words; one that this version does not know stands as it came."""
    return t(REASON_WORDS[code]) if code in REASON_WORDS else code


def answer_word(code: str) -> str:
    """The answer in words."""
    return t(ANSWER_WORDS[code]) if code in ANSWER_WORDS else code


def about(of: RemarkView) -> str:
    """`身份证号有误·身份证`."""
    return joined((reason_word(of.reason), field_word(of.field) if of.field else ""))


def stands(of: RemarkView, *, county: bool) -> tuple[MarkKind, str]:
    """How a remark stands, for this side: whose turn it is carries the mark."""
    word = STATE_WORDS[of.state]
    if of.state == "open":
        return ("wait" if county else "todo"), t(word)
    if of.state == "answered":
        said = t("派出所答：{answer}", answer=answer_word(of.answer))
        return ("todo" if county else "wait"), said if county else t("已答：{answer}", answer=answer_word(of.answer))
    return "skip", t(word)


def second_line(of: RemarkView, today: date) -> str:
    """Who said it and when."""
    return joined((of.name, short_day(of.at, today)))
