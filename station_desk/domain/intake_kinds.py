"""What a row of a foreign sheet is: a person, or one of the kinds that are skipped (DATA 6)."""

import re
from collections.abc import Callable, Mapping, Sequence

from station_desk.domain import intake_words as words

_SUBTOTAL = re.compile(r".{0,14}(合计|小计|总计|共计|累计|本页计|总数)[:：]?\d*[人名个]?|共\d+[人名个].*|计[:：]?\d+人")
_NOTE = re.compile(
    r"(填表|制表|审核|填报|统计|单位负责|负责人|备注|说明|注|附注|附|联系人|经办|盖章|报送|填写|日期|制表日期|填报日期|填报单位|单位|派出所[(（]?盖章|主管|校对|复核|联系电话|要求)"
    r".{0,12}[:：(（].*|注[:：.、].*|\*.*|※.*|[(（]?\d[.、)）].{6,}|.*[(（]盖章[)）].*|.*年\d{1,2}月\d{1,2}日"
)
_NOTE_ABOVE = re.compile(
    r"[(（]?(注|说明|填表说明|备注|附注|要求|填写|填表要求|提示|注意)([:：、.事]|说明|要求|$)|[(（]?\d[.、)）]|\*|※"
)
"""What stands over a table and is no part of its title: words to whom fills it in."""
_FORM_LINE = re.compile(
    r"(填报|制表|报送|编制|统计)?(单位|日期|时间|部门)([(（]盖?章[)）])?[:：].*|派出所[(（]盖?章[)）][:：]?.*|\d{4}年\d{1,2}月(\d{1,2}日)?"
)
"""What a form says of itself under its title; repeated with it on each printed page."""
TITLE = re.compile(
    r".*(花名册|名册|名单|名录|通讯录|清单|登记表|统计表|一览表|汇总表|信息表|明细表|情况表|台账|基本情况|备案表|报表|表)([(（].*[)）])?"
)
TOWNSHIP_ALONE = re.compile(r"[\u4e00-\u9fff]{1,10}(街道办事处|街道|镇|乡|办事处|街道办|街办)[:：]?")
_VILLAGE_ALONE = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[.、．]?)?(?P<name>[\u4e00-\u9fff]{1,12}?(?:行政村|村民委员会|村委会|村委|居民委员会|居委会|社区|村))"
    r"(?:[(（][^)）]*[)）])?[:：]?"
)
"""A heading of the rows of one village: 邢桥居委会, 一、东刘村（2人）："""
_DUMMY_NAMES = frozenset({"张三", "李四", "王五", "某某", "某某某", "张某某", "张某", "XXX", "×××", "***", "XX"})
_SERIAL = re.compile(r"[A-Za-z]?[-\d]{1,6}[.、]?|[一二三四五六七八九十百]{1,4}[.、]?")
_LONGEST_NAME_ALONE = 15
_NUMBERS = ("id_no", "phone", "bank_card")
_DIGITS = re.compile(r"(\D*\d){7}")

_NOTE_CELLS = 4
"""A row with more cells than this is no note, whatever its first cell says."""


def kind_of(own: Mapping[str, str], texts: Sequence[str], is_wide: bool, has_village_above: Callable[[], bool]) -> str:
    """The kind of a row that is not blank: person, or subtotal, sample, note, title, vacancy, blank.

    `own` are its cells by field, `texts` all that it says, `is_wide` tells that one cell is merged over most of it.
    """
    bare = ["".join(text.split()) for text in texts[:4]]
    has_number = _has_number(own.get("id_no", ""))
    if not has_number and any(_SUBTOTAL.fullmatch(text.strip("()（）【】")) for text in bare):
        return "subtotal"
    if any(words.is_sample_mark(text) for text in bare[:3]) or words.is_sample_name(own.get("name", "")):
        return "sample"
    name = words.stated(own.get("name", ""))
    if len(texts) == 1 or (texts and is_wide):
        return _alone(texts[0], bare[0], own, is_wide)
    if not has_number and _NOTE.fullmatch(texts[0]) and len(texts) <= _NOTE_CELLS:
        return "note"
    if name and not words.is_vacant_name(name):
        return "sample" if "".join(name.split()).upper() in _DUMMY_NAMES and _is_dummy(own) else "person"
    return _nameless(own, has_village_above)


def _alone(text: str, bare: str, own: Mapping[str, str], is_wide: bool) -> str:
    """The kind of a row that says one thing only. Where it is merged over the table it speaks of no village."""
    if own.get("serial") == text and _SERIAL.fullmatch(bare):
        return "blank"
    if _NOTE.fullmatch(text):
        return "note"
    if own.get("name") == text and len(bare) <= _LONGEST_NAME_ALONE and not TITLE.fullmatch(bare):
        return "person" if not words.is_vacant_name(text) and not words.is_nothing(text) else "vacancy"
    if own.get("village") == text and not is_wide and not (TOWNSHIP_ALONE.fullmatch(bare) or TITLE.fullmatch(bare)):
        return "vacancy"
    is_title = TITLE.fullmatch(bare) or TOWNSHIP_ALONE.fullmatch(bare) or own.get("township") == text
    return "title" if is_title else "note"


def _nameless(own: Mapping[str, str], has_village_above: Callable[[], bool]) -> str:
    """The kind of a row without a name: vacancy, or a person whose name is missing."""
    if any(words.says_vacant(own.get(name, "")) for name in ("name", "remark", "post", "id_no", "phone", "status")):
        return "vacancy"
    if any(_has_number(own.get(name, "")) for name in _NUMBERS):
        return "person"
    if own.get("village") or has_village_above():
        return "vacancy"
    return "blank" if not any(text for name, text in own.items() if name != "serial") else "note"


def village_heading(text: str) -> str:
    """The village of a row that may head the rows of one village, "" where the text is no such heading."""
    found = _VILLAGE_ALONE.fullmatch("".join(text.split()))
    return found["name"] if found else ""


def is_note_above(text: str) -> bool:
    """Whether a text over a table is a word to whom fills it in."""
    return _NOTE_ABOVE.match("".join(text.split())) is not None


def is_form_line(text: str) -> bool:
    """Whether a text is what a form says of itself under its title."""
    return _FORM_LINE.fullmatch("".join(text.split())) is not None


def is_note(text: str) -> bool:
    """Whether a text is a word to whom fills in the form, in the table or over it."""
    return _NOTE.fullmatch(text) is not None or _NOTE_ABOVE.match(text) is not None


def _has_number(text: str) -> bool:
    """Whether a cell holds the number of somebody rather than a count."""
    return _DIGITS.match(text) is not None or "E+" in text.upper()


def _is_dummy(own: Mapping[str, str]) -> bool:
    """Whether a row of 张三 is an example: no ID number, or one that is made of x, or 1234."""
    id_no = own.get("id_no", "").upper()
    return not id_no or "XX" in id_no or "××" in id_no or "**" in id_no or "1234" in id_no[-6:]
