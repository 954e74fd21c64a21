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
    "rubric_section_sum": Sentences(
        N("“{section}”各项满分加起来是 {sum}，这一部分写的是 {most}。"),
        _NOTHING,
        N("请改各项的满分，或者改这一部分的满分。"),
    ),
    "rubric_name_missing": Sentences(N("还没有写名称。"), _NOTHING, N("请写名称；纸上印的就是它。")),
    "rubric_section_empty": Sentences(N("这一部分还没有项目。"), _NOTHING, N("请添加项目，或者删掉这一部分。")),
    "rubric_bands": Sentences(
        N("完成率的档写得不对，或者有一档超过满分 {most}。"),
        _NOTHING,
        N("请写成“完成率=分”，例如 100%=10 90%=9，空格隔开。"),
    ),
    "rubric_negative": Sentences(N("分值写成了负数。"), _NOTHING, N("请写 0 或正数；扣多少分写正数。")),
    "rubric_above": Sentences(N("最少留的分超过了满分 {most}。"), _NOTHING, N("请写 0 到满分之间的数。")),
    "rubric_code_twice": Sentences(N("编号 {line} 用了两次。"), _NOTHING, N("请给其中一项换一个编号。")),
    "rubric_whole": Sentences(N("这里要填 {least} 到 {most} 的整数。"), _NOTHING, N("请改这一处；没有规定就空着。")),
    "rubric_cuts": Sentences(
        N("分数线写得不对：除了末等，每个等次一条，从高到低。"), _NOTHING, N("请写成 90 80 60 这样。")
    ),
    "rubric_shares": Sentences(
        N("比例写得不对：{n} 个等次各一个，加起来正好 100%。"), _NOTHING, N("请写成 30% 50% 20% 这样。")
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
    "adjust_no_term": Sentences(
        N("{person} 在 {month} 没有任职，这个月没有发过钱，没有什么可调的。"),
        _NOTHING,
        N("补发、追回别的月份的钱，请写明是哪个月的（--for）。"),
    ),
    "adjust_reason": Sentences(N("{person} 的调整没有写原因。"), _NOTHING, N("请写明原因，再算一次。")),
    "payable_negative": Sentences(
        N("{person} 算下来要倒扣钱，应发不能是负数。"), _NOTHING, N("请再记一笔相反的调整，把多扣的部分移到下个月。")
    ),
    "rule_unknown": Sentences(N("规则“{key}”写的是“{value}”，没有这种算法。"), _NOTHING, N("请照样例写。")),
    "item_unknown": Sentences(N("{room} 的项目“{item}”，评分标准里没有。"), _NOTHING, N("请用评分标准里的代码。")),
    "fact_room_unknown": Sentences(
        N("{file} 第 {row} 行的警务室 {room} 不在名单里。"), _NOTHING, N("请把警务室补进 rooms.csv，或者删掉这一行。")
    ),
    "rubric_example": Sentences(
        N("这份评分标准写着是样例，没有人定过。"), _NOTHING, N("请县局定好分值，去掉 example 一行，再启用。")
    ),
    "rubric_source": Sentences(
        N("没有写是谁定的、文号和日期。"), _NOTHING, N("请写全：谁定的、文号、日期（例如 2026-10-08）。")
    ),
    "rubric_gone": Sentences(
        N("有的表按一份评分标准打的分，这里找不到那份标准。"), _NOTHING, N("请收下对方的下一个数据包，标准在里面。")
    ),
    "rubric_is_example": Sentences(
        N("评分标准还是样例，不能定等次。"), _NOTHING, N("请先启用县局定的标准（assess rubric），再重新起草。")
    ),
    "nobody_served": Sentences(N("{month} 没有人在聘，没有表可开。"), _NOTHING, N("请先核对花名册里的任职时间。")),
    "rooms_missing": Sentences(
        N("方案按警务室考评，这里还没有警务室。"), _NOTHING, N("请在村的名单里写上各村归哪个警务室，再起草。")
    ),
    "sheet_missing_for": Sentences(
        N("{person} 在 {month} 没有考核表。"),
        _NOTHING,
        N("这个月没有任职的人没有表；有任职的请先起草（assess open）。"),
    ),
    "assess_unknown": Sentences(N("没有这张考核表。"), _NOTHING, N("请从清单里选。")),
    "assess_locked": Sentences(
        N("{person} 的表已经到“{state}”这一步，分数不能再改。"),
        _NOTHING,
        N("还没报县局的，先退回重评（写原因）；县局定了的，只能出更正记录。"),
    ),
    "sheet_step_unknown": Sentences(N("没有“{step}”这一步。"), _NOTHING, N("请用 --help 看有哪些步骤。")),
    "sheet_step_early": Sentences(
        N("表在“{state}”，还不能做“{step}”。"), _NOTHING, N("请先把前面的步骤做完，再做这一步。")
    ),
    "sheet_reason_missing": Sentences(N("“{step}”要写原因。"), _NOTHING, N("请写明原因，最多 60 个字。")),
    "witness_missing": Sentences(N("本人拒签要有见证人。"), _NOTHING, N("请写见证人的姓名。")),
    "township_missing": Sentences(
        N("还没有乡镇的意见；方案给了乡镇一票否决权。"), _NOTHING, N("请先录乡镇同意或者否决，再确认。")
    ),
    "sheet_name_twice": Sentences(N("有两张表是 {person} 的。"), _NOTHING, N("请改用记录号（assess show 里的 id）。")),
    "debrief_lines": Sentences(N("写了太多条，最多 {most} 条。"), _NOTHING, N("请合并几条，再存一次。")),
    "debrief_listing": Sentences(
        N("没有“{text}”这种列法。"), _NOTHING, N("请用 rank（排名次）或者 class（只按等次列名单）。")
    ),
    "township_no_veto": Sentences(
        N("方案没有给乡镇一票否决权。"), _NOTHING, N("请录乡镇意见；扣分或者否决按评分标准的条目打。")
    ),
    "confirm_paper": Sentences(
        N("县局确认没有写文号。"), _NOTHING, N("请照县局的批复写文号；县局用数据包定的，收下它的包就有，不用再录。")
    ),
    "sheet_grade_missing": Sentences(
        N("评分标准由县局逐个定等次，这里没有写等次。"), _NOTHING, N("请写等次，这几个里的一个：{names}。")
    ),
    "sheet_grade_unknown": Sentences(N("没有“{grade}”这个等次。"), _NOTHING, N("请用这几个里的一个：{names}。")),
    "sheet_correction_empty": Sentences(
        N("更正记录没有写改了什么：{person}。"), _NOTHING, N("请写改了哪一项、改成几分，或者改成哪个等次。")
    ),
    "step_day_future": Sentences(N("{text} 还没有到，现在不能定案。"), _NOTHING, N("请到了那一天再定案。")),
    "objection_late": Sentences(
        N("{person} 的异议过了期限：最后一天是 {day}。"), _NOTHING, N("请向本人说明期限；县局同意再看的，用更正记录。")
    ),
    "objection_open": Sentences(
        N("{person} 到 {day} 都还可以提异议，现在不能定案。"), _NOTHING, N("请过了这一天再定案。")
    ),
    "sheet_result_missing": Sentences(
        N("没有写异议答复的结果。"),
        _NOTHING,
        N("请写 changed（改变）或者 unchanged（不变）；分数另用一条更正来改（correct）。"),
    ),
    "step_day_wrong": Sentences(N("“{text}”不是日期。"), _NOTHING, N("请写成 2026-10-25 这样。")),
    "words_long": Sentences(N("写得太长，最多 {most} 个字。"), _NOTHING, N("请写短一些；细节留在纸上。")),
    "score_head_missing": Sentences(
        N("{file} 里没有找到表头：要有“姓名”和评分项目的代码或名称。"), _NOTHING, N("请补上表头，再试一次。")
    ),
    "score_person": Sentences(
        N("{file} 第 {row} 行的 {person}，本月没有考核表。"), _NOTHING, N("请核对姓名；没有任职的人请删掉这一行。")
    ),
    "score_person_unclear": Sentences(
        N("{file} 第 {row} 行的 {person} 有同名的人。"), _NOTHING, N("请加一列“村”，把他们分开。")
    ),
    "money_not_stated": Sentences(
        N("缺：方案没有写“{key}”。"), _NOTHING, N("请县局先在方案里补填，写上谁定的、文号、日期。")
    ),
    "stipend_locked": Sentences(
        N("本月补助已经到“{state}”这一步，不能再算。"), _NOTHING, N("有错的，记一笔调整，随下个月发。")
    ),
    "stipend_stale": Sentences(
        N("算好以后又有改动，这几行的数不一样了：{people}。"),
        _NOTHING,
        N("请再算一次（Alt+R，stipend compute），看过不同再签。"),
    ),
    "stipend_not_computed": Sentences(N("{month} 的补助还没有算出来。"), _NOTHING, N("请先计算（stipend compute）。")),
    "stipend_card_twice": Sentences(N("有人用同一张银行卡：{people}。"), _NOTHING, N("请先核对卡号，改好再往下走。")),
    "stipend_card_missing": Sentences(
        N("没有银行卡号：{people}。"), _NOTHING, N("请补上卡号；给现金的，用不带卡号的列导出。")
    ),
    "stipend_columns": Sentences(
        N("列“{text}”没有，或者只能给银行用。"), _NOTHING, N("可以用的列：{known}；要改名的写成“姓名=户名”。")
    ),
    "stipend_step_unknown": Sentences(N("没有“{step}”这一步。"), _NOTHING, N("请用 --help 看有哪些步骤。")),
    "stipend_step_early": Sentences(N("补助在“{state}”，还不能做“{step}”。"), _NOTHING, N("请先把前面的步骤做完。")),
    "year_wrong": Sentences(N("“{text}”不是年份。"), _NOTHING, N("请写成 2026。")),
    "year_nobody": Sentences(
        N("{year} 年没有一张月度考核表，年度考核起不了草。"), _NOTHING, N("请先在考核页把各月评完、报县局定好。")
    ),
    "year_grade_unknown": Sentences(N("“{grade}”不是评分标准里的等次。"), _NOTHING, N("请用这几个里的一个：{names}。")),
    "year_no_grade": Sentences(
        N("{person} 的年度等次还没有人提，标准也算不出来。"), _NOTHING, N("请写明给哪个等次，再确认。")
    ),
    "year_held": Sentences(
        N("{person} 不满标准要求的月数，或者不合格的月数太多，或者被乡镇否决，不能评最高等次。"),
        _NOTHING,
        N("请给别的等次；月数算错了的先改月度考核。"),
    ),
    "year_over_share": Sentences(
        N("按比例最高等次最多 {most} 个，这样一来是 {wanted} 个。"), _NOTHING, N("请把多出来的改成下一等，再确认。")
    ),
    "best_too_many": Sentences(
        N("推荐超过 {most} 个。“十佳”一年只有 {most} 个。"), _NOTHING, N("请先取消一个推荐，再推荐这一个。")
    ),
    "stipend_same_person": Sentences(
        N("{person} 算过、签过或者报过这个月的补助，批准要换一个人。"),
        _NOTHING,
        N("请第二个人用自己的姓名和口令打开本机来批准（在设置里可以加人），或者等县局用数据包批准。"),
    ),
    "stipend_reason_missing": Sentences(N("退回没有写原因。"), _NOTHING, N("请用这几个里的一个：{known}。")),
    "stipend_not_approved": Sentences(
        N("{month} 的补助在“{state}”，还没有批准，不能出银行代发清单。"), _NOTHING, N("请第二个人批准以后再出。")
    ),
    "room_of_several": Sentences(
        N("不止一个所有叫“{room}”的警务室：{stations}。"), _NOTHING, N("请让这几个所各自在“补助”里记乡镇增补。")
    ),
    "room_unknown": Sentences(N("没有“{room}”这个警务室。"), _NOTHING, N("请照村的名单里写的警务室名来写。")),
    "topup_not_there": Sentences(
        N("这个方案没有乡镇给警务室的增补。"), _NOTHING, N("请用调整来记一次性的钱，写明原因和谁签的字。")
    ),
    "topup_out_of_range": Sentences(
        N("乡镇增补写的数不在方案说的范围里：每月 {least:.0f} 元到 {most:.0f} 元，停发写 0。"),
        _NOTHING,
        N("请核对乡镇的文件，再写一次。"),
    ),
    "grade_money_missing": Sentences(
        N("考核定的等次“{grade}”没有对应的钱：方案按 {names} 定的金额。"),
        _NOTHING,
        N("请让评分标准的等次和方案的等次一致，或者请县局按新的等次补填金额。"),
    ),
    "nothing_owed": Sentences(N("以前的月份没有该补、该扣的。"), _NOTHING, N("不用记。")),
    "adjust_reason_unknown": Sentences(
        N("调整的原因“{reason}”没有，或者金额是 0。"), _NOTHING, N("请用 --help 看有哪些原因，写明金额。")
    ),
    "adjust_unsigned": Sentences(N("调整没有写谁签的字、哪一天。"), _NOTHING, N("请写全；没有签字的不能调。")),
}
