"""Which column of a foreign sheet means what: header words and their synonyms (DOMAIN 6.3 I04, I05, I47).

A header is compared without blanks, line breaks, notes in brackets and marks; two header rows are joined.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from station_desk.domain.intake_cells import Cell, visible_text

FIELDS = (
    "record_id",
    "exported",
    "serial",
    "county",
    "township",
    "station",
    "village",
    "name",
    "sex",
    "id_no",
    "birth",
    "age",
    "phone",
    "phone2",
    "education",
    "political",
    "post",
    "start_date",
    "end_date",
    "term",
    "number",
    "status",
    "bank_card",
    "officer",
    "room",
    "area",
    "veteran",
    "remark",
)
"""What a column may mean, in no order of importance."""

RECORD_ID_HEADER = "系统编号"
"""Header of the hidden column by which a copy of our own export is known again (I59)."""
MOMENT_HEADER = "导出时刻"
"""Header of the hidden column that tells at which moment of the journal the copy was made."""

_WORDS: Mapping[str, str] = {
    "record_id": RECORD_ID_HEADER,
    "exported": MOMENT_HEADER,
    "serial": "序号 编号 序列 顺序号 序 NO 号",
    "county": "县 县区 县市区 区县 所在县 所属县 县级 市县 县市 区",
    "township": "乡镇 镇街 街道 镇 乡 乡镇街道 乡镇办事处 乡镇街办 所在乡镇 所属乡镇 镇办 镇街道 街镇 乡镇办 所属镇街 办事处",
    "station": "派出所 所属派出所 所在派出所 管辖派出所 辖区派出所 责任派出所 派出所名称 单位 所属单位 单位名称",
    "village": "村 村居 村名 村庄 行政村 所在村 所在村居 所属村 所属村居 村社区 村居名称 行政村名称 村名称 驻村 所驻村 "
    "所驻村居 服务村 服务村居 社区 村居社区 社区村 社区名称 村居委会 任职村 任职村居 所在行政村 村委会 负责村 负责村居 所在村社区 "
    "所属行政村 包村 驻村名称 村级 警务助理所在村 工作村 聘任村 所在村庄 所包村 村别 居 居委会 自然村",
    "name": "姓名 名字 名称姓名 警务助理姓名 辅警姓名 驻村辅警姓名 助理姓名 警务助理 村警姓名 驻村辅警 人员姓名 人选姓名 拟聘人选 "
    "拟聘用人员姓名 本人姓名 辅警 村警 拟聘人员 人员名单 受聘人姓名 受聘人 候选人 候选人姓名 "
    "人选 推荐人选 推荐人选姓名 初步人选 初步人选姓名 预备人选 预备人选姓名 推选人选 推选人选姓名 拟推选人姓名",
    "sex": "性别",
    "id_no": "身份证号 身份证 身份证号码 公民身份号码 公民身份证号码 公民身份证号 居民身份证号 居民身份证号码 身份号码 证件号码 证件号 "
    "身份证件号码 身份证编号 居民身份证 公民身份证 二代身份证 二代身份证号 二代身份证号码 身份证明号码",
    "birth": "出生年月 出生日期 出生年月日 出生 生日 出生时间 出生年份",
    "age": "年龄 周岁 年纪 实际年龄 岁数",
    "phone": "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 联系手机 移动电话 本人电话 电话手机 联系号码 常用电话 手机电话",
    "phone2": "备用电话 第二电话 电话2 手机2 备用手机 备用手机号 备用号码 备用联系方式 第二联系方式 其他电话 其它电话 备用联系电话 办公电话 固定电话 座机 家庭电话 固话",
    "education": "学历 文化程度 文化 最高学历 学历层次 教育程度 受教育程度 全日制学历 学历文化程度 文化程度学历 学历学位 学历及学位",
    "political": "政治面貌 政治面目 面貌 党员否 是否党员 党派",
    "post": "职务 现任职务 村内职务 村职务 担任职务 所任职务 现任村职务 职位 岗位 村居职务 原职务 兼任职务 现职 村两委职务 任职情况",
    "start_date": "任职时间 聘用时间 聘任时间 入职时间 入职 起聘时间 上岗时间 聘用日期 任职日期 聘任日期 开始时间 任职起 任职起始 "
    "起始时间 聘期起 任期起 聘用起始时间 聘用起 入职日期 上岗日期 任职开始时间 聘任起 聘用开始时间 任职年月 聘用年月 "
    "任职起时间 起聘日期 任职时间起 任期开始 聘期开始 选聘时间 担任警务助理时间 受聘时间 何时任职 入职年月 上任时间 上任日期 担任时间 开始聘用时间",
    "end_date": "任职止 聘期止 任期止 到期时间 到期日期 终止时间 结束时间 截止时间 聘用终止时间 任职终止 聘任到期时间 合同到期时间 "
    "任期到期 聘用止 聘任止 任职时间止 届满时间 届满日期 任期届满 聘期届满",
    "term": "任职起止 聘期 任期 任职起止时间 聘用期限 聘用起止 聘任起止 起止时间 聘用起止时间 合同期限 聘任期限 任职期限",
    "number": "聘书编号 聘书号 聘任编号 证书编号",
    "status": "状态 在岗情况 在岗状态 是否在岗 人员状态",
    "bank_card": "银行卡号 银行卡 银行账号 银行帐号 卡号 账号 帐号 工资卡号 开户账号 银行卡账号 补助发放账号 一卡通账号 惠民卡号 工资卡 补助卡号 补贴卡号",
    "officer": "责任民警 包村民警 社区民警 驻村民警 管片民警 片警 民警 包片民警 所属民警 责任民警姓名 民警姓名 社区民警姓名 联系民警 分管民警 "
    "包村民警姓名",
    "room": "警务室 所属警务室 社区警务室 所在警务室 警务工作站 警务室名称 工作站",
    "area": "片区 责任区 管区 所属片区 警务片区 社区片区 责任片区 所在片区 工作片区",
    "veteran": "退役 退伍 退役军人 是否退役 是否退役军人 是否退伍军人 退伍军人 复退军人 是否复退军人 服役情况",
    "remark": "备注 说明 备考 附注 其他 其它",
}
_RESIDENT_WORDS = (
    "户主 户号 与户主关系 家庭成员 家庭成员姓名 家庭人口 户籍人口 流动人口 流动人员 重点人员 重点人口 精神病人 精神障碍患者 承租人 租户 租客 "
    "房东 房主 出租人 暂住人口 群众姓名 群众 走访对象 走访人姓名 被走访人 服务对象 当事人 嫌疑人 涉案人员 监护人 留守儿童 留守老人 留守人员 "
    "空巢老人 五保户 低保户 贫困户 刑满释放人员 社区矫正人员 吸毒人员 信访人 上访人员 配偶 配偶姓名 子女 子女姓名 父母 父亲 母亲 "
    "居民姓名 村民姓名 住户 住户姓名 报警人 受害人 矛盾当事人"
)
_RESIDENT_PATTERN = re.compile(
    r"户主|家庭成员|家属|近亲属|配偶|子女|父母|被走访|走访对象|服务对象|当事人|嫌疑|涉案|受害|报警人|监护|租客|租户|承租|房东|出租人"
    r"|流动人[口员]|暂住|重点人|吸毒|精神(病|障碍)|信访|上访|宗教|信仰|信教|邪教|政治倾向|留守|空巢|孤寡|五保|低保|贫困户|残疾"
    r"|刑满|社区矫正|矫正|前科|犯罪|违法|处分|病史|疾病|健康|线索|耳目|群众(姓名|电话|身份证|住址)|(村|居)民(姓名|电话|身份证)"
)
"""Words of residents, and of what the program holds about nobody: belief, petitions, health, offences (DOMAIN 1.9)."""
_REGISTER_WORDS = frozenset({"与户主关系", "户主关系", "户号", "门牌号"})
"""A sheet with one of these is a register of households, and is left alone as a whole."""

_REGISTER_TITLE = re.compile(
    r"(居民|村民|住户|家庭)(基本)?(情况|信息|人口)?(登记|花名册|名册|名单|台账|一览表|统计表|信息表|情况表)"
    r"|(常住|户籍|实有|流动|暂住|重点|特殊)人(口|员|群).*(表|册|单|账)"
    r"|(低保|五保|特困|残疾|贫困|脱贫|留守|空巢|信访|上访|吸毒|矫正|刑满|精神(病|障碍)).{0,8}(表|册|名单|台账)"
)
_ASSISTANTS = re.compile(r"助理|辅警|村警|网格员")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NOTE = re.compile(r"[(\[【〔<《][^)\]】〕>》]*[)\]】〕>》]")
_MARKS = re.compile(r"[\s*:;,、。,./·•_\-—+|]+")


def header_key(cell: Cell) -> str:
    """A header as it is compared: half-width, without white space, bracketed notes, marks and line breaks."""
    return _key(visible_text(cell))


@lru_cache(maxsize=4096)
def _key(visible: str) -> str:
    text = visible.translate(_WIDE)
    bare = _MARKS.sub("", _NOTE.sub("", text))
    return (bare or _MARKS.sub("", re.sub(r"[()\[\]【】〔〕]", "", text))).upper()


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in _WORDS.items():
        for word in words.split():
            found.setdefault(header_key(word), field)
    return found


_TABLE = _table()
_RESIDENTS = frozenset(header_key(word) for word in _RESIDENT_WORDS.split())
_OWN = "本人|个人|其|人员|警务助理员?|驻村|辅警|村警|助理员?|网格员|专职|受聘人员?|拟聘人员?|聘用人员?|姓名|移动|常用|工作|有效|主要|微信|联系"
"""Whose a telephone may be, or what it is, so that it is the assistant's: everybody else's is not taken."""
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), field)
    for pattern, field in (
        (r"(公民|居民)?身份证?件?(号码?|编号|号数)(18位|十八位)?", "id_no"),
        (r".*(警务助理|辅警|村警|助理员?|受聘人员?|拟聘人员?)姓?名?\d?", "name"),
        (r"姓名\d", "name"),
        (rf"({_OWN})*(联系电话|手机号码?|联系方式|电话(号码?)?|手机号?)", "phone"),
        (r"(是否|有无)?.*(退役|退伍|复员|转业).*", "veteran"),
        (
            r"(何时|何年|起始|开始)?(任|聘)(职|用|任|期)?(时间|期限|情况)?(起始|开始|起|自)(时间|日期|年月)?",
            "start_date",
        ),
        (r"(任|聘)(职|用|任)(情况|信息)(任职|聘用|聘任)?(时间|日期|年月)", "start_date"),
        (r"(任|聘|合同)(职|用|任|期)?(时间|期限|情况)?(终止|结束|截止|到期|止|至)(时间|日期|年月)?", "end_date"),
        (r".*(银行|信用社|农商).*(卡|账|帐)号?", "bank_card"),
        (r"(所在|所属|所驻|服务|任职|工作)?(行政)?村(居|庄|社区|级)?(名|名称|委会)?", "village"),
        (r".*出生(年月|日期|时间)日?", "birth"),
    )
)
_NUMBERED = "123456789一二三四①②③④"
"""Behind a header word: the second person of the row (身份证号2)."""
_BEFORE_WORD = re.compile(
    r"(?:拟?(?:选?聘|任|聘用|聘任)?(?:驻村|农村|社区|本村)?(?:警务助理员?|辅警|村警|助理员?)|(?:人员|本人|个人)(?=基本|情况|信息))?"
    r"(?:(?:基本|个人|人员|身份)?(?:情况|信息|资料))?"
)
"""Whose a word is, or the heading of its group, before the word itself: 警务助理身份证号, 基本情况性别."""
_WHERE = re.compile(r"(?:所在|所属|归属)(?!$)")
_NOT_ASSISTANT = re.compile(
    r"书记|支书|主任|村长|会计|负责人|联系人|填表|制表|审核|推荐|介绍人|户主|民警|所长|领导|分管|原任?(警务|辅警|村警|助理)|前任|上一?任|接替|替换"
)


@lru_cache(maxsize=4096)
def field_of(header: str) -> str | None:
    """The field that a header key names, or None. A column about residents names none."""
    if not header or header in _RESIDENTS:
        return None
    if header in _TABLE:
        return _TABLE[header]
    for pattern, field in _PATTERNS:
        if pattern.fullmatch(header) and not (field in {"name", "phone"} and _NOT_ASSISTANT.search(header)):
            return field
    bare = header.rstrip(_NUMBERED)
    return field_of(bare) if bare != header else _behind(header)


def _behind(header: str) -> str | None:
    """The field of a word behind whose it is, the heading of its group, or 所在 before a place; None where none is."""
    whose, where = _BEFORE_WORD.match(header), _WHERE.match(header)
    if whose and whose.end():
        return _TABLE.get(header[whose.end() :])
    field = _TABLE.get(header[where.end() :]) if where else None
    return field if field in {"county", "township", "station", "village"} else None


def is_resident_column(header: str) -> bool:
    """Whether a header speaks of residents: such a column is refused, whatever stands in it (DOMAIN 1.9)."""
    if header in _RESIDENTS or header in _REGISTER_WORDS:
        return True
    return header not in _TABLE and _RESIDENT_PATTERN.search(header) is not None


def names_others(header: str) -> bool:
    """Whether a header names somebody who is no assistant: the secretary, the officer, who fills in the form."""
    return _NOT_ASSISTANT.search(header) is not None


def is_register(headers: Iterable[str]) -> bool:
    """Whether the headers are those of a register of households."""
    return any(header in _REGISTER_WORDS for header in headers)


def is_register_title(text: str) -> bool:
    """Whether a title or the name of a sheet says that it lists residents, and not assistants."""
    return _REGISTER_TITLE.search(text) is not None and _ASSISTANTS.search(text) is None


def known_header(header: str) -> bool:
    """Whether a key is a header word at all, of ours or of residents."""
    return field_of(header) is not None or is_resident_column(header)
