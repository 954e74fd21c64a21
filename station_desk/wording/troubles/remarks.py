"""What is said of remarks: the county's word on a record, and the station's answer."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING = N("没有写下任何意见，数据没有动。")
_AS_BEFORE = N("这条意见还和原来一样。")

SENTENCES: dict[str, Sentences] = {
    "remark_county_only": Sentences(
        N("提意见、关闭意见是县局的事，“{office}”是派出所。"),
        _NOTHING,
        N("派出所可以答复县局的意见，也可以直接改自己的记录。"),
    ),
    "remark_missing": Sentences(
        N("没有找到这条意见，或者它不是本单位提的。"),
        N("数据没有动。"),
        N("用 remark list 看有哪些意见。"),
    ),
    "remark_not_open": Sentences(
        N("这条意见已经答复过，或者县局已经关闭。"),
        _AS_BEFORE,
        N("县局如果再提，它会再出现在首页。"),
    ),
    "remark_answer_unknown": Sentences(
        N("不能这样答复：{answer}。"),
        _AS_BEFORE,
        N("请更正的意见答 done 或 as_is，一般的意见答 seen。"),
    ),
    "remark_reason_unknown": Sentences(
        N("没有这样的原因：{reason}。"),
        _NOTHING,
        N("用 remark reasons 看有哪些原因。"),
    ),
    "remark_field_unknown": Sentences(
        N("没有这样的栏目：{field}。"),
        _NOTHING,
        N("不写栏目就是说整个人；栏目名见 remark reasons。"),
    ),
    "remark_words_missing": Sentences(
        N("这个原因要写几个字，派出所才知道改什么。"),
        _NOTHING,
        N("写上最多 60 个字，再提交。"),
    ),
    "remark_words_long": Sentences(
        N("写了 {count} 个字，最多 {most} 个。"),
        _NOTHING,
        N("删短一些；说不完的打电话说。"),
    ),
    "remark_words_residents": Sentences(
        N("这几个字里好像写到了群众的事：姓名连着病情、纠纷、欠款等，或者住址、车牌。"),
        _NOTHING,
        N("改写成数目就行，例如“纠纷 1 起”。确实要这样写，命令行加 --anyway；会记下放行过一次，不记这些字。"),
    ),
    "remark_words_number": Sentences(
        N("这几个字里好像有身份证号、电话或卡号。"),
        _NOTHING,
        N("请去掉号码：意见已经指着这个人和这一栏，不用再写号码。"),
    ),
}
