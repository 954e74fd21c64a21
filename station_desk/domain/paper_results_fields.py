"""What the papers of assessment may name (DOMAIN 3, F25–F30, F42). Scores are texts: `94.5`."""

from station_desk.domain.paper_kinds import Field, Kind

MONTHS = range(1, 13)
ITEMS = (
    *("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "D1", "D2", "D3"),
    *("E1", "E2", "E3", "F1", "F2"),
)
"""The lines of the monthly sheet F25, which has a fixed place for each."""
BOXES = (*ITEMS, "加", "减")
"""What an office's own F25 may have a fixed place for: boxes of three digits, tens, units, tenths."""

CLASS_COLUMNS = 4
"""Names side by side in a list by class: none is ever parted at the end of a line."""

MOST_GRADES = 6
"""So many grades have a box on the sheet."""

_ITEM = (
    Field("编码", blanks=2, standing=True),
    Field("项目", blanks=8, standing=True),
    Field("标准", blanks=8, standing=True),
    Field("满分", blanks=2, standing=True),
    Field("得分", blanks=2),
    Field("得分格", optional=True),
    Field("依据"),
)
_SECTIONS = Field(
    "部分", Kind.ROWS, rows=(Field("部分名", blanks=6), Field("部分满分", blanks=2), Field("项", Kind.ROWS, rows=_ITEM))
)
"""The parts of a sheet with their items, by the rubric of the month."""

_PAIR = tuple(
    Field(f"{side}{name}", optional=True, standing=name != "次数")
    for side in "左右"
    for name in ("编码", "项目", "次数")
)
SHEET_NAMES = frozenset(
    {"部分", "加减项", "否决项", *(f"{word}等次{at}" for word in ("", "选") for at in range(1, MOST_GRADES + 1))}
)
"""What a form names that shows the rubric itself."""

MONTH_FIELDS = (
    Field("得分", blanks=3),
    Field("等次", blanks=4),
    Field("等次理由", blanks=12),
    *(Field(f"{code}分", optional=True) for code in BOXES),
    Field("总分", optional=True),
    Field("否决", optional=True),
    Field("否决原因", optional=True),
    Field("异议截止", Kind.DATE, optional=True),
    Field("异议天数", optional=True),
    Field("答复天数", blanks=2, optional=True),
    _SECTIONS,
    Field("加减项", Kind.ROWS, rows=_PAIR),
    *(Field(name, optional=True) for name in sorted(SHEET_NAMES - {"部分", "加减项"})),
    Field("年度", blanks=3),
    *(Field(f"{month}月得分", blanks=2) for month in MONTHS),
    *(Field(f"{month}月等次", blanks=2) for month in MONTHS),
    Field("全年平均", blanks=3),
    Field("全年月数", Kind.NUMBER, 2),
    Field("全年等次", blanks=4),
    Field("建议等次", blanks=4),
    Field(
        "调整",
        Kind.ROWS,
        rows=(
            Field("序号", Kind.NUMBER),
            Field("所属月份", Kind.DATE),
            Field("金额", Kind.MONEY),
            Field("原因"),
            Field("签字人"),
            Field("签字日期", Kind.DATE),
        ),
    ),
)
"""What is known of a person's assessment: the month of the sheet, the year and its months, adjustments of the stipend."""

ROOM_FIELDS = (
    Field("单位", blanks=9),
    Field("称谓", blanks=4),
    Field("签发日期", Kind.DATE),
    Field("月份", Kind.DATE),
    Field("警务室", blanks=7),
    Field("派出所", blanks=9),
    Field("民警", blanks=4),
    Field("人员", blanks=10),
    Field("村", blanks=12),
    Field("总分", blanks=3),
    Field("等次", blanks=4),
    _SECTIONS,
    Field("加减项", Kind.ROWS, rows=_PAIR),
    Field("加", optional=True),
    Field("减", optional=True),
    Field("总分格", optional=True),
    Field("否决", optional=True),
    Field("否决原因", optional=True),
    *(Field(name, optional=True) for name in sorted(SHEET_NAMES - {"部分", "加减项"})),
)
CIRCULAR_FIELDS = (
    Field("单位", blanks=9),
    Field("称谓", blanks=4),
    Field("签发日期", Kind.DATE),
    Field("月份", Kind.DATE),
    Field("对象名", blanks=4),
    Field("个数", Kind.NUMBER, 3),
    Field("量词", optional=True),
    Field("平均分", blanks=3),
    Field("最高分", blanks=3),
    Field("最低分", blanks=3),
    Field("各等次", blanks=12),
    Field("文号", optional=True),
    Field("主送", optional=True),
    Field("异议天数", optional=True),
    Field("主要问题", Kind.ROWS, rows=(Field("条"), Field("内容"))),
    Field("下一步", Kind.ROWS, rows=(Field("条"), Field("内容"))),
    Field(
        "按等次",
        Kind.ROWS,
        rows=(Field("等次名"), Field("等次个数"), *(Field(f"名{at}", Kind.NAME) for at in range(1, CLASS_COLUMNS + 1))),
    ),
    Field(
        "名次",
        Kind.ROWS,
        rows=(
            Field("名次号", Kind.NUMBER),
            Field("名称", Kind.NAME),
            Field("村"),
            Field("派出所"),
            Field("得分"),
            Field("等次"),
            Field("备注"),
        ),
    ),
)
