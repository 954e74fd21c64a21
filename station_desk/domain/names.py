"""Names of people: brought to one spelling without guessing, compared without blanks (DATA 3 and 6, DOMAIN 7).

No blanket NFKC: it changes 1,002 compatibility ideographs, and some of them are the right character of a name.
"""

import re
from dataclasses import dataclass

MIDDLE_DOT = "\u00b7"
"""The dot of minority names: U+00B7, the only one that survives GBK (民委发〔2016〕33号)."""

LONGEST_NAME = 50
"""A name field takes at least 50 characters (the same document asks for 25 Han)."""

_DOTS = "\u2022\u30fb\u2027\u2219\u22c5\uff65\uff0e\u2e31\u16eb\u318d\u0387\u25cf\u2e33\u2024\ua78f\u1427\u02d9"

_SUPPLEMENT = (  # ordinary characters for U+2E80 to U+2EF3; a blank where Unicode names none
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵　旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲"
    "讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟"
)
_KANGXI = (  # ordinary characters for U+2F00 to U+2FD5
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日"
    "曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行"
    "衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠"
)
_RADICALS = {0x2E80 + i: c for i, c in enumerate(_SUPPLEMENT) if c != "\u3000"} | {
    0x2F00 + i: c for i, c in enumerate(_KANGXI)
}
_DROPPED = dict.fromkeys(
    (
        *range(0xFE00, 0xFE10),  # variation selectors
        *range(0xE0100, 0xE01F0),
        *range(0x200B, 0x2010),  # zero-width characters and marks of direction
        0x2060,
        0xFEFF,
        0x00AD,
    )
)
_DOT_MAP = dict.fromkeys(map(ord, _DOTS), MIDDLE_DOT)
_SEX_SUFFIX = re.compile(r"(?:[\s·.]*[(（\[【]\s*([男女])\s*[)）\]】])+[\s·.]*$")
_ORDINAL = re.compile(r"^\s*(?:[(（]\s*\d{1,3}\s*[)）]|\d{1,3}\s*[.、．)）]|[①-⑳])\s*(?=[\u3400-\u9fff])")
"""The number of a list before a name: 1.王建国, （2）李秀英."""
_BLANKS = re.compile(r"\s+")
_PLAIN = re.compile("[\u4e00-\u9fff]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
HAN = re.compile(
    "[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010ffff]"
)
"""A Han character by code range (Python's tables lag behind GB 18030-2022), private-use ones included."""


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name as it is kept, and what was done: `name_radical_fixed`, `name_suffix_removed`, `name_private_use_char`.

    `sex` is 男 or 女 where a bracket behind the name said so.
    """

    name: str
    warnings: tuple[str, ...] = ()
    sex: str = ""


def read_name(text: str) -> NameReading:
    """The name in one spelling: blanks inside Han names and the number of a list before one go, every dot becomes U+00B7,
    radicals become characters.
    """
    if _PLAIN.fullmatch(text):
        return NameReading(text)
    warnings = []
    name = _ORDINAL.sub("", text.translate(_DROPPED))
    fixed = name.translate(_RADICALS)
    if fixed != name:
        warnings.append("name_radical_fixed")
    fixed = fixed.translate(_DOT_MAP)
    suffix = _SEX_SUFFIX.search(fixed)
    if suffix:
        fixed = fixed[: suffix.start()]
        warnings.append("name_suffix_removed")
    if HAN.search(fixed):
        fixed = _BLANKS.sub("", fixed).replace(".", MIDDLE_DOT).replace("．", MIDDLE_DOT)
    else:
        fixed = _BLANKS.sub(" ", fixed).strip()
    if _PRIVATE.search(fixed):
        warnings.append("name_private_use_char")
    return NameReading(fixed.strip(MIDDLE_DOT + " "), tuple(warnings), suffix[1] if suffix else "")


def name_key(text: str) -> str:
    """A name for comparing: as `read_name` keeps it, without dots and in lower case."""
    return text if _PLAIN.fullmatch(text) else read_name(text).name.replace(MIDDLE_DOT, "").casefold()
