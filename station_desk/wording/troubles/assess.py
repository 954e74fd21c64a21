"""Sentences of assessment and pay."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING = N("什么也没有存。")

SENTENCES: dict[str, Sentences] = {
    "points_wrong": Sentences(N("“{text}”不是分数。"), _NOTHING, N("请写数字，最多一位小数，例如 4.5。")),
    "rubric_shape": Sentences(
        N("评分标准里的“{at}”没有写，或者写得不对。"), _NOTHING, N("请照样例补上这一项，再试一次。")
    ),
    "rubric_sum": Sentences(
        N("评分标准各项满分加起来是 {sum}，应当是 {full}。"), _NOTHING, N("请改各项的满分，使合计相符。")
    ),
    "rubric_leads": Sentences(
        N("评分标准的“{at}”按线索给分。文件没有这样规定，本程序不这样算。"),
        _NOTHING,
        N("请去掉这一项；线索只计数，不计分、不计钱。"),
    ),
    "folder_missing": Sentences(N("没有文件夹 {folder}。"), _NOTHING, N("请写有 pack.toml 的文件夹的位置。")),
    "fact_file_missing": Sentences(N("文件夹里没有 {file}。"), _NOTHING, N("请照样例放进这个文件。")),
    "fact_wrong": Sentences(
        N("{file} 第 {row} 行“{column}”写的是“{text}”，读不出来。"), _NOTHING, N("请改这一格，再试一次。")
    ),
    "toml_wrong": Sentences(N("{file} 写得不合格式：{reason}"), _NOTHING, N("请照样例改这一处。")),
    "table_unreadable": Sentences(
        N("{file} 读不出来，或者太大。"), _NOTHING, N("请另存为 CSV（UTF-8 或 GBK），再试一次。")
    ),
    "table_long": Sentences(N("{file} 超过 {rows} 行。"), _NOTHING, N("请只留这一期的行。")),
    "person_twice": Sentences(
        N("{file} 第 {row} 行的 {person} 在名单里已经有了。"), _NOTHING, N("同名的人请在名字后面加村名分开。")
    ),
    "fact_person_unknown": Sentences(
        N("{file} 第 {row} 行的 {person} 不在名单里，这一期没有任职。"),
        _NOTHING,
        N("请把人补进名单，或者删掉这一行。"),
    ),
    "sheet_twice": Sentences(
        N("{file} 第 {row} 行：{person} 已经有一张表。"), _NOTHING, N("一个人一期只有一张，请删掉多的。")
    ),
    "sheet_other_month": Sentences(
        N("{person} 的表是 {month} 的，现在算的是 {period}。"), _NOTHING, N("请换成本期的表。")
    ),
    "points_missing": Sentences(
        N("{person} 的 {item} 还没有分。"), _NOTHING, N("请民警补上这一项的分；确实是零分就写 0。")
    ),
    "points_above": Sentences(
        N("{person} 的 {item} 写了 {points} 分，满分 {most}。"), _NOTHING, N("请改成 0 到满分之间的数。")
    ),
    "size_class_missing": Sentences(
        N("{person} 的村没有大小类别，{item} 的任务数定不下来。"), _NOTHING, N("请给这个村写上类别。")
    ),
    "claim_unknown": Sentences(
        N("{person} 的加减分代码“{claim}”，评分标准里没有。"), _NOTHING, N("请用评分标准里的代码，或者删掉这一行。")
    ),
    "claim_negative": Sentences(N("{person} 的 {claim} 次数是负数。"), _NOTHING, N("请写 0 或正数。")),
    "veto_reason": Sentences(
        N("{person} 的一票否决 {claim} 没有写原因。"), _NOTHING, N("请写明原因；没有原因的不能否决。")
    ),
    "adjust_reason": Sentences(N("{person} 的调整没有写原因。"), _NOTHING, N("请写明原因，再算一次。")),
    "payable_negative": Sentences(
        N("{person} 算下来要倒扣钱，应发不能是负数。"), _NOTHING, N("请把多扣的部分放到下个月的调整里。")
    ),
    "rule_unknown": Sentences(N("规则“{key}”写的是“{value}”，没有这种算法。"), _NOTHING, N("请照样例写。")),
    "item_unknown": Sentences(N("{room} 扣分的项目“{item}”，评分标准里没有。"), _NOTHING, N("请用评分标准里的代码。")),
    "fact_room_unknown": Sentences(
        N("{file} 第 {row} 行的警务室 {room} 不在名单里。"), _NOTHING, N("请把警务室补进 rooms.csv，或者删掉这一行。")
    ),
}
