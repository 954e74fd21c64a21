"""What may stand before 走访 and 巡逻 where somebody tells of his own work: times, ways, places, reasons, whom the visit is for.

Whoever else is named there (徒弟走访5户, 镇干部小李走访5户), or another thing (电话回访5户), is asked about. Words that name nobody pass
(趁涨潮前来回巡逻3次): nobody can list the ways in which people tell of themselves.
"""

import re

from station_desk.domain.chat_words import UNITS, WORK
from station_desk.domain.chinese_numbers import NUMBER

# Lists of patterns, parted by blanks: a text of nothing but such pieces is the speaker's own.
_REASONS = "[为在到去沿绕从于往对向给按据借趁接骑开驾乘坐随跟和与同陪带因由冒顶帮把][^,]* (?:深入|围绕|根据|结合|针对|利用|通过|配合|协助|会同|发动|召集|邀请|响应|落实|遵照|作为|身为|关于|鉴于|组织|联合|协同|联手|[\u4e00-\u9fff]着)[^,]*"
_PLACES = r"(?:(?![在到去和跟与同对向给为帮])[\u4e00-\u9fffA-Z0-9]){0,6}?(?:[村庄屯组街路镇乡区片沟湾岭营寨店集道厂场院校园段桥河堤坝湖岸巷弄网格]|胡同|公寓|前后|[东西南北前后上下][头边街]|[里内外边口旁]|沿线|周边|部位|码头|港口|渔[港排船]|[麦稻农]田|林区|海[边滩]|楼[栋宇]|[东西南北前后]?头|大集|市场|广场|公园)"
_TIMES = (
    "(?:今|昨|前|当|全|半|一|每)[天日早晚儿个]* [上下]午 [早晚]上 傍晚 中午 凌晨 清晨 早晨 清早 夜[里间晚]? 白天 晚间 早中晚 刚才? [早晚日] 周末 期间 本月 [春夏秋冬]季 [前后下上]?半夜 [早晚]?高峰 (?:重点)?时段 "
    "[饭雨会课班]后 散会后? 防[火盗骗汛] 厝[前后边] (?:花|用|历时|耗时)了? 周[一二三四五六日] 时间"
)
_WAYS = (
    "[又再还也都均曾先各共] 已经? 另外? 同时 然后 接着 随后 之后 最后 其中 顺[便路] 主要 继续 先后 分[别头] 实际 一共 总共 [合总共]计 完成了? 进行了? 开展了? 做了? 组织 参[加与]了? 坚持 "
    "着重 重点 全面 日常 逐[户家] 挨[家户] 集中 正常 按时 及时 陆续 例行 联合 义务 治安 安全 防范 常态化? 带队 主动 认真 扎实 持续 不间断 来回 单独 独自 一个?人 冒雨 冒雪 下户 进村 上门 步行 徒步 电动车 回(?:来|村|去|家)后? 返回 完[后事了] 抽空 抽(?:时间|出时间) 边 挨个 又?去 网格[化内]? "
    "[步车] 补[报充发]? 无 没有?"
)
_SELF = (
    "君 我们? 本人 俺们? 咱们? 自己 警务助理 助理 村警 辅警 警务室 报告 汇报 日[报志] 工作 情况 内容 如下 任务 记录 统计 汇总 小结 总结 所长 领导 大家 各位 您?好 收到 好的 嗯 哦 是的 不[是对] 更正 "
    "纠正 应该?[是为] 其实是? 说错了? 写错了? 错了 改[为成] 以此为准 转发? 代 报 重新发 为 (?:刚才?)?发错群了?(?:不好意思)? [她他](?!们)"
)
_WHOM = (
    "特殊人群 这块 方面 老人 群众 村民 居民 住户 农户 商[户铺] 门店 企业 单位 老?百姓 独居 留守 空巢 孤寡 儿童 妇女 残疾人? 低保 困难 贫困 脱贫 党员 家庭 [户家] 重点人? 普通 一般 特困 五保 出租[房屋]+ 房 [养种]殖?户? 九小 人员 "
    r"[\u4e00-\u9fff](?:大[爷娘妈叔婶]|奶奶|爷爷)"
)
_LITTLE = r"[了的是有就约等个] [\dA-Za-z]+ [一二三四五六七八九十] [^\u4e00-\u9fffA-Za-z0-9]+"
_PIECES = tuple(re.compile(one) for one in f"{_REASONS} {_PLACES} {_TIMES} {_WAYS} {_SELF} {_WHOM} {_LITTLE}".split())
_COUNTED = re.compile(rf"{NUMBER}\s?(?:{UNITS})")
_LONGEST = 80
"""Characters; nobody reads what is longer and has no comma."""
_SOMEBODY = re.compile(
    r"新来|其他|别的(?!就是|没|也没)|有的|另[外一](?=[位个名])|(?<=君)[那这]|群(?!众)|通知|人(?![多少家山挤])|(?<![东西南北前后一二三四五六七八九十\d])队|[员长警师生医官民众友哥姐叔伯婶嫂爷奶妈爸媳婿徒弟妹兵]|[老小阿][\u4e00-\u9fff]|[他她你您谁咱们全各]|儿子|闺女|女儿|老婆|老公|媳妇|爱人|对象|同志|干部|领导|主任|书记|会计|代表|党员|委员|大家|志愿|义工|"
    r"[所局镇乡县区市]|委(?:员会)?|妇联|协会|工会|学校|[医法]院|银行|[支干]部|[^经未]办(?![了理完事好])|办事处|合作社|[工作服务]站|[工小]组|公司|厂里|政府|公司|银行|医院|机关|单位|中心|组织|邻村|隔壁|外村|别村|[东西南北前后大小上下]?[\u4e00-\u9fff]村|家里|学校|部门|律|法|交管|城管|消防|派"
)
"""Persons, and bodies that work: what may be somebody else at work."""
_ME = re.compile(
    r"(?<![助陪带替帮跟和给让叫请找教对向把同与])(?:我(?!们?[村社区所这那片辖家院街镇])|俺(?!们?[村家])|本人|自己|咱(?!们?[村家]))们?"
)
"""Behind it nobody else is at work: 涨潮前我在海边来回巡逻4次."""
_OWN_WORK = frozenset({"L01", "L02", "L16"})
_ELSEWISE = re.compile(r"(?:电话|微信|视频|线上|网上)$")


def somebody_else(before: str, code: str) -> str:
    """Why what stands `before` a work in its clause (names of the roster as 君) speaks against the speaker's having done it;
    "" where nothing does.
    """
    if code not in _OWN_WORK:
        return ""
    if len(before) > _LONGEST:
        return "person_unknown"
    for pattern in (WORK, _COUNTED):
        before = before[max((done.end() for done in pattern.finditer(before)), default=0) :]
    before = before[max((mine.end() for mine in _ME.finditer(before)), default=0) :].strip()
    if _ELSEWISE.search(before):
        return "which_work"
    return "" if _is_known(before) else "person_unknown"


def _is_known(text: str) -> bool:
    """Whether a text is nothing but such pieces, one behind the other, and words that name nobody."""
    named = {at for one in _SOMEBODY.finditer(text) for at in range(*one.span())}
    if not named:
        return True
    reached = {0}
    for at in range(len(text)):
        if at in reached:
            reached |= {found.end() for one in _PIECES if (found := one.match(text, at))}
            reached |= set() if at in named else {at + 1}
    return len(text) in reached
