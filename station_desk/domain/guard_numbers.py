"""Numbers of people in free words: ID, telephone, plate, bank card, passport, however they are written (DOMAIN 1.9).

Full-width digits, Chinese numerals and numbers broken by blanks or lines are read as one number. Days, amounts, village
codes, serials of sheets and names of bundles have other lengths or other shapes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from station_desk.domain.idno import check_digit, province

_CHINESE = {ord(sign): str(value) for value, signs in enumerate(
    ("〇零○", "一壹幺弌", "二贰弍", "三叁弎", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for sign in signs}  # fmt: skip
_COUNTER = re.compile(r"(?<=[\dA-Za-z])[一二三四五六七八九](?=[户起件人次名处条个张家村组])")
_CROSS = re.compile(r"(?<=\d{17})[×ХхΧχ✕╳xX]")
_LETTER_O = re.compile(r"(?<=\d)[OoQ\u041e\u043e\u039f\u03bf]+(?![A-Za-z])|(?<!\w)[Oo\u041e\u043e](?=\d{2,3}-)")
_LETTER_L = re.compile(
    r"(?<=\d)[lI](?=\d)|(?<![A-Za-z\u4e00-\u9fff])[lI](?=[3-9]\d{4})|(?<=[\u4e00-\u9fff])(?<![京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[lI](?=[3-9]\d{9})|(?<![\d|])[|](?=[3-9]\d{9}(?!\d))"
)
_PIECE = re.compile(r"\d+(?:X(?![A-Za-z]))?|(?<=[\d\s\-.·,，、_/|])X(?![A-Za-z\d])")
_LINK = re.compile(r"[\s\-‐-―−.·,，、_/|:;*#~()'\"]{1,4}")
_NEAR = re.compile(r"[ \n\-‐-―−.·/()_]{1,3}")
_BREAK = re.compile(r" ?\n ?| {1,3}|-")
_CELLS = re.compile(r" ?[\t|] ?")
"""Between two cells of a row."""
_SPOKEN = re.compile(r"[零〇一二两三四五六七八九幺拐洞勾\d]{7,}")
_MARK = re.compile(r"(?<![①-⑳⓪])[①-⑳](?=[\d零〇一二三四五六七八九])")
"""A digit in a circle before a number is the mark of a list."""
_SPOKEN_DIGITS = str.maketrans("洞幺两拐勾", "01279")
"""How digits are said over the radio; only inside a long run of digits."""
UNSEEN = ("Cf", "Me", "Mn")
"""Categories of signs without width, and of the frame around a digit on a key."""
_LEAST = 7
"""Shorter runs of digits are the number of nobody."""
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPS = frozenset({
    (3, 4, 4), (3, 3, 5), (3, 5, 3), (3, 2, 2, 2, 2), (1, 2, 4, 4), (3, 3, 3, 2), (2, 3, 3, 3)
})  # fmt: skip
_MOBILE_ODD = frozenset({(4, 4, 3), (4, 3, 4), (3, 4, 2, 2)})
"""Groups that counts in a row may have as well."""
_MOBILE_HALVES = frozenset({(3, 8), (5, 6), (6, 5), (7, 4)})
_CARD_GROUPS = frozenset({(4, 4, 4, 4), (4, 4, 4, 4, 1), (4, 4, 4, 4, 2), (4, 4, 4, 4, 3), (4, 4, 4, 6), (4, 4, 4, 7)})
_LANDLINE = re.compile(
    r"(?<![\dA-Za-z])[(\[]?(?:(?:\+?86[- ]?)?0|\+?86[- ])(?:10|2\d|[3-9]\d\d)[)\]]?[\s\-‐-―−_/.]{0,3}(?:[2-8]\d{6,7}|[2-8]\d{2,3}[\s-]\d{4})(?![\dA-Za-z])"
)
_PHONE_WORD = re.compile(
    r"(?:电话|手机|座机|固话|电联|拨打|请打|可打|联系方式|联系人|致电|来电|微信|号码|[Tt][Ee][Ll]|☎|📞)[^\d\n]{0,6}$"
)
_PUBLIC = re.compile(
    r"(?:派出所|警务室|分局|县局|市局|公安局|值班|办公室|村委|居委|乡镇|政府|热线|客服|报警)[^\d\n]{0,10}$"
)
_CARD_WORD = re.compile(r"(?:卡号|账号|帐号|账户|帐户|存折|银行卡?|一卡通|转账到|打到卡|农商行|信用社)[^\d\n]{0,8}$")
_ID_WORD = re.compile(r"(?:身份证|证件号|公民身份|ID号?|证号)[^\d\n]{0,8}$")
_ACCOUNT = re.compile(
    r"(?:QQ|qq|扣扣)号?[^\dA-Za-z\n]{0,4}\d{5,11}(?!\d)|\d{5,11}@qq\.com|(?:微信号|微信ID|抖音号|快手号)[^\dA-Za-z\n]{0,4}[A-Za-z\d_\-]{5,20}|(?:(?<![A-Za-z])(?:vx|wx|v信|qq)|微信|[薇威]信)(?i:号?[:：是为加 ]{0,3}(?=[a-z_\d\-]*\d)[a-z][a-z\d_\-]{4,19})"
)
_TAIL = re.compile(
    r"(?P<what>身份证|证件|手机|电话|联系方式|号码|银行卡|卡|账号|帐号)?(?:号码?)?的?(?:尾号|末|后)[^\d\n]{0,1}(?:(?<=尾号)|[四六468]位(?:数字?)?)"
    r"[是为：: ]{0,2}(?P<tail>\d{3,5}[\dX]?)(?![\d年月日.:户起件次人条处张])"
)
_PAPER = re.compile(
    r"(?:户号|户口[本簿]号?|社保[卡号]+|医保[卡号]+|残疾证号?|军官证|士兵证|驾驶证|护照|通行证|居住证|准驾证)"
    r"号?码?[^\dA-Za-z\n]{0,6}(?:[A-Za-z]{0,2}\s?\d(?:[ -]?\d){5,}|(?=(?:[A-Z]?\d){6})[A-Z\d]{8,20})"
)
_PASSPORT = re.compile(
    r"(?<![A-Za-z\d])(?:[EGDSPHMCWKT]\s?(?P<eight>\d{8}|\d{4}\s\d{4})|E[A-HJ-NP-Z]\d{7}|[HM]\d{10})(?![A-Za-z\d])", re.I
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]\s?[A-HJ-NP-Z][\s·.•・\-‐-―−_/\[\]【〔(]{0,3}"
    r"(?:(?:[DABCEFGHJK]\s?[A-HJ-NP-Z\d](?:[\s-]?\d){4}|(?:\d[\s-]?){5}[DABCEFGHJK])(?![A-Z\d])"
    r"|(?P<plain>[A-HJ-NP-Z\d](?:[\s-]?[A-HJ-NP-Z\d]){4})(?![A-Z\d])|[A-HJ-NP-Z\d](?:[\s-]?[A-HJ-NP-Z\d]){3}[\s-]?(?:警|挂|学|港|澳|领|使|试))"
)
_PLATE_WORD = re.compile(
    r"(?:车牌号?码?|牌照号?|(?<![胸门铭警路工吊桌展])牌号|(?<![胸门])号牌)[^\dA-Za-z\n]{0,4}[A-Z]{0,2}[· -]?(?=[A-Z\d]*\d)[A-Z\d]{4,8}(?![A-Z\d])"
)
_ODD_PLATE = re.compile(
    r"使\s?\d{6}(?![\d户人次元条.])|(?<![A-Za-z])WJ\s?[\u4e00-\u9fff]?\s?[·.-]?\s?\d{4}[\dXBTSHJD](?!\d)", re.I
)
"""Plates of embassies and of the armed police."""
_PAPER_NUMBER = re.compile(r"(?:发票|收据|单据|票据|合同|流水|订单|快递|运单|文件|档案|资产|序列)[^\d\n]{0,4}$")
_FILED = re.compile(r"(?<![A-Za-z])[A-Z]$")
_TAIL_KINDS = {
    "身份": "id_no",
    "证件": "id_no",
    "银行": "bank_card",
    "卡": "bank_card",
    "账号": "account",
    "帐号": "account",
}
_CUT = re.compile(r"(?<!\d)(\d{14})(?=[*X×xｘ#]{2,}|…)")


@dataclass(frozen=True, slots=True)
class _Window:
    """A possible number: its characters, the lengths of its pieces, where it stands, and whether it is near together."""

    digits: str
    sizes: tuple[int, ...]
    start: int
    end: int
    near: bool
    broken: bool
    alone: bool = True
    """No further number is linked to it, as in a row of counts."""
    cells: bool = False
    """It stands in two cells."""
    row: int = 1
    """How many numbers stand in such a row, itself included."""
    filed: bool = False
    """A single capital stands before it, as before the number of a case."""


def digital(text: str) -> str:
    """The text with every sign of a digit as 0 to 9, invisible characters gone."""
    plain = "".join(one for one in text if unicodedata.category(one) not in UNSEEN)
    plain = unicodedata.normalize("NFKC", _MARK.sub(";", plain)).replace("\r\n", "\n")
    plain = _SPOKEN.sub(lambda one: one.group().translate(_SPOKEN_DIGITS), plain)
    plain = _COUNTER.sub("□", plain).translate(_CHINESE)
    plain = _CROSS.sub("X", _LETTER_L.sub("1", _LETTER_O.sub(lambda one: "0" * len(one.group()), plain)))
    return re.sub(r"(?<=\d)(\s?)x(?![A-Za-z\d])", r"\1X", plain)


def number_kinds(text: str, allowed: frozenset[str] = frozenset()) -> set[str]:
    """What kinds of numbers of people stand in `digital` text: id_no, phone, plate, bank_card, passport, account.

    `allowed`: digits (an ID number's X in upper case) that may stand there: the roster's own and the office's.
    """
    for window in _windows(text) if allowed else ():
        if not _spellings(window.digits).isdisjoint(allowed):
            text = text[: window.start] + "□" * (window.end - window.start) + text[window.end :]
    found = {kind for window in _windows(text) for kind in _kinds_of(window, text)}
    if any(not _PUBLIC.search(text[: one.start()]) for one in _LANDLINE.finditer(text)):
        found.add("phone")
    if any(_born(one[1]) for one in _CUT.finditer(text)):
        found.add("id_no")
    upper = text.upper()
    if _PLATE_WORD.search(upper) or _ODD_PLATE.search(upper) or any(_is_plate(one) for one in _PLATE.finditer(upper)):
        found.add("plate")
    if any(not one["eight"] or not _is_day(one["eight"]) for one in _PASSPORT.finditer(text)) or _PAPER.search(text):
        found.add("passport")
    found |= {
        _TAIL_KINDS.get((one["what"] or "")[:2], "phone") for one in _TAIL.finditer(text) if _is_tail(one, allowed)
    }
    if _ACCOUNT.search(text):
        found.add("account")
    return found


def _is_tail(match: re.Match[str], allowed: frozenset[str]) -> bool:
    """The end of a number that is nobody's of the roster; a bare 后四位 must say of what."""
    told = match["what"] is not None or "尾号" in match.group()
    return told and not any(one.endswith(match["tail"]) for one in allowed)


def _windows(text: str) -> Iterator[_Window]:
    """Every run of neighbouring pieces of digits that may be one number."""
    pieces = list(_PIECE.finditer(text))
    links = ["", *(text[one.end() : other.start()] for one, other in pairwise(pieces)), ""]
    rows = _rows(links)
    for first, piece in enumerate(pieces):
        digits, sizes, near, broken, cells = piece.group(), [len(piece.group())], True, True, True
        if len(digits) >= _LEAST:
            filed = _FILED.search(text[: piece.start()]) is not None
            yield _Window(digits, (len(digits),), piece.start(), piece.end(), True, True, filed=filed)
        for last in range(first + 1, min(first + 20, len(pieces))):
            link = text[pieces[last - 1].end() : pieces[last].start()]
            if not _LINK.fullmatch(link):
                break
            near = near and _NEAR.fullmatch(link) is not None
            broken = broken and _BREAK.fullmatch(link) is not None
            cells = cells and _CELLS.fullmatch(link) is not None
            digits += pieces[last].group()
            if len(digits) > 21:
                break
            sizes.append(len(pieces[last].group()))
            if len(digits) >= _LEAST:
                alone = links[first + 1] not in (links[first], links[last + 1])
                cells, row = cells and last == first + 1, rows[first + 1]
                yield _Window(digits, tuple(sizes), piece.start(), pieces[last].end(), near, broken, alone, cells, row)


def _rows(links: Sequence[str]) -> list[int]:
    """For each link, how many numbers it and its like join in one row."""
    sizes = [2] * len(links)
    for at in range(1, len(links)):
        sizes[at] = sizes[at - 1] + 1 if links[at] and links[at] == links[at - 1] else 2
    for at in range(len(links) - 2, -1, -1):
        if links[at] and links[at] == links[at + 1]:
            sizes[at] = sizes[at + 1]
    return sizes


def _spellings(digits: str) -> set[str]:
    """The number as it may be kept: with and without the country's prefix."""
    return {digits, digits.removeprefix("86"), digits.removeprefix("0086")}


def _kinds_of(one: _Window, text: str) -> Iterator[str]:
    before = text[max(0, one.start - 24) : one.start]
    if _is_id(one) or (len(one.sizes) == 1 and len(one.digits) >= 14 and _ID_WORD.search(before)):
        yield "id_no"
    elif _is_card(one) or (one.near and one.digits.isdecimal() and len(one.digits) >= 13 and _CARD_WORD.search(before)):
        yield "bank_card"
    elif _is_phone(one, text) or _is_called_phone(one, before):
        yield "phone"


def _is_id(one: _Window) -> bool:
    digits, single = one.digits, len(one.sizes) == 1
    if single and len(digits) > 18 and any(_whole_id(digits[at : at + 18]) for at in range(len(digits) - 17)):
        return True
    if len(digits) == 18:
        if _whole_id(digits):
            return True
        apart = one.near and len(one.sizes) <= 4
        typed = single and bool(province(digits)) and digits[6:8] in ("19", "20") and digits[:17].isdecimal()
        return typed or (apart and _born(digits))
    if len(digits) == 15 and digits.isdecimal():
        shaped = single or one.sizes == (6, 6, 3) or set(one.sizes) == {1} or (one.broken and len(one.sizes) == 2)
        grouped = one.alone and one.sizes[0] in (3, 4, 5, 6) and min(one.sizes[1:], default=0) >= 2
        shaped = shaped or one.cells or (grouped and len(one.sizes) <= 6)
        return shaped and _is_region(digits) and _day("19" + digits[6:12]) is not None
    return False


def _is_region(digits: str) -> bool:
    """A province, and a prefecture and a county as they are numbered."""
    return bool(province(digits)) and digits[2:4] != "00" and "01" <= digits[4:6] <= "89"


def _whole_id(digits: str) -> bool:
    return digits[:17].isdecimal() and _born(digits) and check_digit(digits[:17]) == digits[17]


def _born(digits: str) -> bool:
    born = _day(digits[6:14])
    return bool(province(digits)) and born is not None and 1900 <= born.year <= 2035


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _is_day(digits: str) -> bool:
    found = _day(re.sub(r"\s", "", digits))
    return found is not None and 1990 <= found.year <= 2040


def _is_card(one: _Window) -> bool:
    digits = one.digits
    if not digits.isdecimal() or not 16 <= len(digits) <= 19:
        return False
    if digits[0] not in "34569":
        return False
    if len(one.sizes) == 1:
        return not one.filed and (digits.startswith("62") or _luhn(digits))
    if one.sizes in _CARD_GROUPS and one.near:
        return True
    grouped = one.near and one.alone and one.sizes[0] >= 4 and min(one.sizes[1:-1], default=3) >= 3
    shaped = set(one.sizes) == {1} or one.cells or (one.broken and len(one.sizes) <= 3) or grouped
    return shaped and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for place, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_phone(one: _Window, text: str) -> bool:
    digits, sizes = one.digits, one.sizes
    if len(sizes) == 1 and len(digits) == 22 and _MOBILE.fullmatch(digits[:11]) and _MOBILE.fullmatch(digits[11:]):
        return True
    for prefix in ("0086", "86", "0"):
        if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
            digits = digits[len(prefix) :]
            sizes = (sizes[0] - len(prefix), *sizes[1:]) if sizes[0] > len(prefix) else sizes[1:]
            break
    if not _MOBILE.fullmatch(digits) or min(sizes) < 1:
        return False
    if len(sizes) == 1:
        return text[one.start - 1 : one.start] != "." and not text[one.end : one.end + 3].startswith((".00", "元"))
    called = _PHONE_WORD.search(text[max(0, one.start - 24) : one.start]) is not None
    if len(sizes) == 2:
        halves = (one.alone or one.cells) and sizes in _MOBILE_HALVES
        apart = one.broken or (one.cells and one.alone)
        return (apart or halves or called) and not _is_day(digits[sizes[0] :])
    if set(sizes) == {1}:
        return one.alone
    year = sizes[0] == 3 and "2000" <= digits[3:7] <= "2035"
    dated = sizes[0] == 4 and "1930" <= digits[:4] <= "1999" and _day(f"2000{digits[4:8]}") is not None
    nought = any(digits[sum(sizes[:n])] == "0" for n in range(1, len(sizes)))
    blank = re.search(r"\d\s+\d", text[one.start : one.end]) is not None
    if sizes in _MOBILE_ODD:
        return one.alone and (nought or called or not blank) and not dated
    counts = not (nought or called) and (max(4, len(sizes)) < one.row or (len(sizes) == 5 and blank))
    return (one.near or (one.alone and nought)) and sizes in _MOBILE_GROUPS and not year and not counts


def _is_called_phone(one: _Window, before: str) -> bool:
    """Seven digits and more behind a word for telephone, but for numbers of offices."""
    digits = one.digits
    if not (len(one.sizes) == 1 and digits.isdecimal() and 7 <= len(digits) <= 12 and _PHONE_WORD.search(before)):
        return False
    return not (
        _PUBLIC.search(before)
        or _PAPER_NUMBER.search(before)
        or digits.startswith(("400", "800", "95", "12345"))
        or _is_day(digits)
    )


def _is_plate(match: re.Match[str]) -> bool:
    plain = match["plain"]
    return plain is None or sum(sign.isdigit() for sign in plain) >= 3
