"""The fields of the sheet that sets out a policy for a leader to sign (P01)."""

from station_desk.domain.paper_kinds import Field, Kind

POLICY_FIELDS = (
    Field("单位"),
    Field("称谓", blanks=4),
    Field("制表日期", Kind.DATE),
    Field("方案", blanks=12),
    Field("版本", blanks=2),
    Field("施行日期", Kind.DATE),
    Field("方案短码", blanks=4),
    Field("上级方案", optional=True),
    Field("依据", blanks=12),
    Field("已写明", Kind.NUMBER, 3),
    Field("本单位定", Kind.NUMBER, 3),
    Field("未写明", Kind.NUMBER, 3),
    Field("未写明的", optional=True),
    Field("行", Kind.ROWS, rows=(Field("序号", Kind.NUMBER), Field("内容"), Field("原文"), Field("出处"))),
)
