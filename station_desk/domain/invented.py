"""Invented people for samples, practice and benches: plausible in real villages, and nobody's.

ID numbers bear serials 996 to 999, which were set aside for centenarians, so that they belong to nobody born after 1930;
phones are 1xx0000xxxx (DATA 2 and 5). The same seed, day and villages give the same people.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from station_desk.domain.idno import check_digit

_SURNAMES = {  # share in ten thousand, the national ranking
    "王": 710, "李": 700, "张": 670, "刘": 510, "陈": 450, "杨": 310, "赵": 220, "黄": 210, "周": 200, "吴": 195,
    "徐": 150, "孙": 145, "胡": 130, "朱": 125, "高": 120, "林": 118, "何": 115, "郭": 113, "马": 110, "罗": 85,
    "梁": 82, "宋": 80, "郑": 78, "谢": 73, "韩": 68, "唐": 65, "冯": 64, "于": 62, "董": 61, "萧": 20, "程": 58,
    "曹": 57, "袁": 55, "邓": 54, "许": 54, "傅": 51, "沈": 50, "曾": 50, "彭": 50, "吕": 47, "苏": 46, "卢": 46,
    "蒋": 45, "蔡": 45, "贾": 42, "丁": 42, "魏": 42, "薛": 40, "叶": 40, "阎": 33, "余": 40, "潘": 38, "杜": 38,
    "戴": 34, "夏": 34, "钟": 33, "汪": 33, "田": 33, "任": 32, "姜": 32, "范": 30, "方": 30, "石": 29, "姚": 29,
    "谭": 28, "廖": 28, "邹": 27, "熊": 27, "金": 26, "陆": 26, "郝": 25, "孔": 24, "白": 24, "崔": 24, "康": 23,
    "毛": 23, "邱": 23, "秦": 22, "江": 22, "史": 21, "顾": 21, "侯": 20, "邵": 20, "孟": 20, "龙": 20, "万": 19,
    "段": 19, "雷": 19, "钱": 19, "汤": 18, "尹": 18, "黎": 18, "易": 17, "常": 17, "武": 17, "乔": 16, "贺": 16,
    "赖": 15, "龚": 15, "文": 15, "邢": 12, "解": 8, "路": 9, "苗": 8, "单": 7, "翟": 11, "索": 3, "耿": 9, "曲": 8,
}  # fmt: skip
LINEAGE = 0.55
"""Share of people who bear a surname that stands in the name of their village."""

_MEN = {
    1955: "建国 建军 国强 国庆 志强 志刚 永福 德胜 洪生 福来 长江 保国 振华 新民 爱民 春生 玉柱 树林 文明 立新",
    1970: "军 勇 伟 强 涛 建华 建平 海军 海涛 永刚 志勇 卫东 红军 新华 春雷 立军 宝东 洪波 晓东 金龙",
    1985: "鹏 磊 超 凯 斌 浩 帅 峰 旭东 晓磊 海波 文涛 志鹏 建伟 亚东 永超 明亮 振兴 洪亮 立鹏",
    1995: "浩然 子豪 宇航 文博 天宇 俊杰 志远 家豪 明哲 泽宇",
}
_WOMEN = {
    1955: "秀英 桂兰 玉兰 秀兰 桂英 玉英 凤英 淑兰 素珍 爱华 春兰 月英 秀珍 凤兰 翠英",
    1970: "丽 红 敏 静 燕 霞 艳 玲 秀丽 海燕 晓红 春霞 红梅 爱玲 文静 金凤 丽华 玉玲 彩霞 淑敏",
    1985: "婷 娜 丹 倩 雪 莹 丽娜 晓燕 婷婷 海霞 文娟 雪梅 亚楠 晓丽 美玲 红霞 艳丽 洪霞 春艳 玉洁",
    1995: "雨欣 梦瑶 思雨 佳怡 雅琪 欣怡 梦洁 晓彤 文静 雨晴",
}
_PREFIXES = ("13", "15", "18")
_THIRD = "012356789"
_POSTS = ("网格员", "网格员", "网格员", "治保主任", "治保主任", "综治协管员", "综治协管员", "村委委员", "村党支部委员")
_EDUCATION = ("小学", "初中", "初中", "高中", "高中", "高中", "中专", "大专", "大专", "本科")
RARE_NAMES = (("崔䶮", "男"), ("欧阳𬀩", "男"), ("买买提吐尔逊·阿卜杜热合曼", "男"), ("单雨晴", "女"), ("解晓红", "女"))
"""Names that show what a program does with rare characters, long names and surnames with a reading of their own."""

OLDEST, YOUNGEST = 59, 22


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist. Dates are ISO text; `start` is the day on which the term began, to the month."""

    name: str
    sex: str
    birth: str
    id_no: str
    phone: str
    education: str
    post: str
    start: str


def invent(villages: Sequence[str], regions: Sequence[str], today: date, seed: int) -> Iterator[InventedPerson]:
    """One person for each village name, in order; whoever takes more of them passes the names again.

    `regions` are 6-digit region codes of ID numbers. Rare names stand at every fifth place of the first ones.
    """
    dice = random.Random(f"{seed}/{today.isoformat()}")
    numbers: set[str] = set()
    phones: set[str] = set()
    for place, village in enumerate(villages):
        rare = RARE_NAMES[place // 5] if place % 5 == 3 and place // 5 < len(RARE_NAMES) else None
        sex = rare[1] if rare else ("女" if dice.random() < 0.28 else "男")
        birth = today - timedelta(days=dice.randint(YOUNGEST * 366, OLDEST * 365))
        id_no = _id_no(dice, birth, sex, regions, numbers)
        yield InventedPerson(
            name=rare[0] if rare else _name(dice, village, sex, birth.year),
            sex=sex,
            birth=f"{id_no[6:10]}-{id_no[10:12]}-{id_no[12:14]}",
            id_no=id_no,
            phone=_phone(dice, phones),
            education=dice.choice(_EDUCATION),
            post=dice.choice(_POSTS),
            start=_start(dice, today),
        )


def _name(dice: random.Random, village: str, sex: str, year: int) -> str:
    lineage = [character for character in village if character in _SURNAMES]
    if lineage and dice.random() < LINEAGE:
        surname = lineage[0]
    else:
        surname = dice.choices(list(_SURNAMES), weights=list(_SURNAMES.values()))[0]
    eras = _MEN if sex == "男" else _WOMEN
    era = max((start for start in eras if start <= year), default=min(eras))
    return surname + dice.choice(eras[era].split())


def _id_no(dice: random.Random, birth: date, sex: str, regions: Sequence[str], taken: set[str]) -> str:
    """A number with a right check digit; the last digit of the serial is odd for men."""
    while True:
        first = f"{dice.choice(regions)}{birth:%Y%m%d}{dice.choice(('997', '999') if sex == '男' else ('996', '998'))}"
        number = first + check_digit(first)
        if number not in taken:
            taken.add(number)
            return number
        birth += timedelta(days=1)


def _phone(dice: random.Random, taken: set[str]) -> str:
    while True:
        phone = f"{dice.choice(_PREFIXES)}{dice.choice(_THIRD)}0000{dice.randrange(10_000):04d}"
        if phone not in taken:
            taken.add(phone)
            return phone


def _start(dice: random.Random, today: date) -> str:
    """A month of the last three years, the present one and the next few that would end soon left out."""
    months = today.year * 12 + today.month - 1 - dice.randint(2, 30)
    return f"{months // 12}-{months % 12 + 1:02d}"
