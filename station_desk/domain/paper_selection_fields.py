"""What the papers of a selection may name (DOMAIN 3, F01–F14).

A public notice knows neither ID number nor phone: a form for it that names one is refused when it is checked (DOMAIN 1.9).
"""

from station_desk.domain.paper_kinds import Field, Kind

_OFFICE = (
    Field("单位", blanks=9),
    Field("称谓", blanks=4),
    Field("工作名称", blanks=8),
    Field("批次名", blanks=8),
    Field("签发日期", Kind.DATE),
)
_CLAUSE = (Field("序号", Kind.NUMBER, 1), Field("内容", blanks=20))
_CLAUSES = tuple(Field(name, Kind.ROWS, rows=_CLAUSE) for name in ("条件", "不得情形", "优先"))
_PUBLIC = (
    Field("序号", Kind.NUMBER),
    Field("姓名", Kind.NAME, 5),
    Field("性别", blanks=2),
    Field("出生年月", Kind.DATE),
    Field("村", blanks=7),
    Field("职务"),
)
_PUBLICITY = (Field("公示起", Kind.DATE), Field("公示止", Kind.DATE), Field("公示天数", blanks=3))

BATCH_FIELDS = (
    *_OFFICE,
    Field("审批机关", blanks=9),
    Field("程序", blanks=16),
    Field("开始日期", Kind.DATE),
    Field("截止日期", Kind.DATE),
    Field("上报期限", Kind.DATE),
    Field("基准日", Kind.DATE),
    Field("名额", Kind.NUMBER, 3),
    Field("人数", Kind.NUMBER, 3),
    Field("首位", Kind.NAME, 4),
    Field("批复文号", blanks=8),
    Field("批复日期", Kind.DATE),
    *_PUBLICITY,
    Field(
        "岗位",
        Kind.ROWS,
        rows=(Field("序号", Kind.NUMBER), Field("村", blanks=7), Field("乡镇"), Field("名额", Kind.NUMBER, 2)),
    ),
    *_CLAUSES,
    Field("人选", Kind.ROWS, rows=(*_PUBLIC, Field("乡镇"), Field("文化程度"), Field("政治面貌"))),
)
NOTICE_FIELDS = (*_OFFICE, Field("人数", Kind.NUMBER, 3), *_PUBLICITY, Field("人选", Kind.ROWS, rows=_PUBLIC))
CANDIDATE_FIELDS = (
    *_OFFICE,
    *_PUBLIC[1:],
    Field("乡镇"),
    Field("派出所", blanks=9),
    Field("文化程度"),
    Field("政治面貌"),
    Field("身份证号", blanks=9),
    Field("电话"),
    Field("年龄", blanks=3),
    Field("照片", Kind.PICTURE, optional=True),
    Field("基准日", Kind.DATE),
    Field("审批机关", blanks=9),
    *_CLAUSES,
    Field(
        "环节",
        Kind.ROWS,
        rows=(
            Field("序号", Kind.NUMBER),
            Field("名称"),
            Field("结果"),
            Field("日期", Kind.DATE),
            Field("经办人"),
            Field("文号"),
        ),
    ),
)
VOTE_FIELDS = (
    *_OFFICE,
    Field("村", blanks=7),
    Field("乡镇"),
    Field("派出所", blanks=9),
    Field("名额", Kind.NUMBER, 3),
    Field("轮次", blanks=2),
    Field("投票日期", Kind.DATE),
    *(Field(name, Kind.NUMBER, 2) for name in ("应到", "实到", "发出", "收回", "有效", "无效")),
    Field("结论", blanks=8),
    Field("当选", blanks=8),
    Field(
        "候选",
        Kind.ROWS,
        rows=(
            Field("序号", Kind.NUMBER),
            Field("姓名", Kind.NAME, 5),
            Field("性别", blanks=2),
            *(Field(name, Kind.NUMBER) for name in ("同意", "反对", "弃权")),
            Field("结果"),
        ),
    ),
)
