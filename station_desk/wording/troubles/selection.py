"""What is said of a selection: batches, candidates, stages, votes, publicity, appointment."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING = N("什么都没有写下，选聘还和原来一样。")

_PAPER = N("没有印出来，也没有占用编号。数据没有动。")
_ROSTER = N("花名册还和原来一样。")
_COUNT = N("按计票单核对应到、实到、发出、收回和每个人的票。")

SENTENCES: dict[str, Sentences] = {
    "batch_missing": Sentences(N("没有找到批次“{name}”。"), _NOTHING, N("用 selection show --all 看有哪些批次。")),
    "batch_name": Sentences(
        N("批次的名称“{name}”不能用：要有名称，最多 {most} 个字，不能和别的批次相同。"), _NOTHING, N("换一个名称。")
    ),
    "batch_days": Sentences(N("截止日比开始日还早。"), _NOTHING, N("核对三个日子：开始、报名截止、完成期限。")),
    "batch_closed": Sentences(N("批次“{name}”已经截止报名或已结束。"), _NOTHING, N("开新的一批，或在截止日以前登记。")),
    "batch_not_done": Sentences(
        N("批次“{name}”还没有办完，不能归档。"), _NOTHING, N("先把每个候选人办到底，或取消这一批并写明原因。")
    ),
    "no_stages": Sentences(N("方案 {pack} 没有写选聘程序。"), _NOTHING, N("请县局先在方案里写明程序。")),
    "no_vacancy": Sentences(N("没有空缺的岗位可以选聘。"), _NOTHING, N("用 villages list 看每村的应配和在聘。")),
    "outside_quota": Sentences(
        N("{village}只空缺 {vacant} 名，不能选聘 {asked} 名。"), _NOTHING, N("减少名额；单独设岗要先由县局定。")
    ),
    "post_missing": Sentences(N("这一批里没有“{name}”的岗位。"), _NOTHING, N("核对村名；这个村可能没有空缺。")),
    "post_two": Sentences(N("叫“{name}”的村不止一个。"), _NOTHING, N("写村的代码：villages list 里有。")),
    "day_to_come": Sentences(
        N("{text} 还没有到，那一天的结果不能先记。"), _NOTHING, N("核对年份和日子；到了那天，照纸上的日期再记。")
    ),
    "day_before_term": Sentences(
        N("“{name}”的聘期 {start} 才开始，不能从更早的日子暂停。"), _ROSTER, N("核对暂停的第一天。")
    ),
    "doc_too_long": Sentences(N("文号太长，最多 {most} 个字。"), _ROSTER, N("只写文号，内容留在纸上。")),
    "candidate_missing": Sentences(N("这一批里没有候选人“{name}”。"), _NOTHING, N("用 selection show 看有哪些人。")),
    "candidate_two": Sentences(N("这一批里有两个叫“{name}”的候选人。"), _NOTHING, N("写成“村名/姓名”。")),
    "candidate_double": Sentences(N("“{name}”已经在这一批里。"), _NOTHING, N("一个人在一批里只报一次。")),
    "candidate_number": Sentences(
        N("“{name}”的职务、学历或住址里写着证件号或电话，这几栏会印在公示上。"),
        _NOTHING,
        N("号码只写在身份证号和电话那两栏，公示不会印它们。"),
    ),
    "candidate_serving": Sentences(
        N("“{name}”现在已经在聘。"), _NOTHING, N("同一个人只能在一处在聘；先办离任，或办续聘。")
    ),
    "candidate_out": Sentences(
        N("“{name}”现在不能这样办。"),
        _NOTHING,
        N("已退出或未通过的，要先写明原因重新开始；已聘任的按花名册办。"),
    ),
    "stage_unknown": Sentences(N("这一批的程序里没有“{stage}”这一步。"), _NOTHING, N("程序是：{known}。")),
    "stage_skipped": Sentences(
        N("“{name}”还不能办“{wanted}”，前面的“{next}”还没有办。"), _NOTHING, N("按方案的顺序先办“{next}”。")
    ),
    "stage_lacks": Sentences(N("“{name}”的“{stage}”还缺日期、编号、签名或成绩。"), _NOTHING, N("照纸上的补齐再办。")),
    "stage_lacks_check": Sentences(
        N("“{name}”还没有查完资格，不能办“{stage}”。"), _NOTHING, N("先录资格审查的结果，写明谁查的、哪天、文号。")
    ),
    "stage_own_act": Sentences(N("“{stage}”不能直接记为通过。"), _NOTHING, N("投票录票数，公示先贴出，聘任写明聘期。")),
    "county_stage_only": Sentences(
        N("“{stage}”由派出所办，县局不代办。"), _NOTHING, N("县局办审定、批准、考试和择优；要更正的退回派出所。")
    ),
    "nobody_waits": Sentences(N("没有人等着办“{stage}”。"), _NOTHING, N("用 selection show 看每个人到了哪一步。")),
    "reason_needed": Sentences(N("“{name}”这样办要写明原因。"), _NOTHING, N("选一个原因：{known}。")),
    "seats_full": Sentences(
        N("{village}只有 {seats} 个名额，通过的人比名额多。"), _NOTHING, N("其余的人记为候补，或不批准。")
    ),
    "rule_missing": Sentences(
        N("缺：文件没有写明“{key}”，还没有人定。"),
        _NOTHING,
        N("请县局填这个值并写明谁定的、文号和日期（packs fill）。"),
    ),
    "vote_names": Sentences(
        N("{village}的选票上的名字和等着投票的候选人不一样。"), _NOTHING, N("核对候选人名单再录。")
    ),
    "vote_present_exceeds_due": Sentences(N("{village}的票数不对：到会的人比应到的多。"), _NOTHING, _COUNT),
    "vote_issued_exceeds_present": Sentences(N("{village}的票数不对：发出的票比到会的人多。"), _NOTHING, _COUNT),
    "vote_returned_exceeds_issued": Sentences(N("{village}的票数不对：收回的票比发出的多。"), _NOTHING, _COUNT),
    "vote_invalid_exceeds_returned": Sentences(N("{village}的票数不对：废票比收回的票多。"), _NOTHING, _COUNT),
    "vote_sum_mismatch": Sentences(N("{village}的票数不对：每个人的票加起来和有效票对不上。"), _NOTHING, _COUNT),
    "vote_too_many_votes": Sentences(N("{village}的票数不对：得票总数超过有效票能投的数。"), _NOTHING, _COUNT),
    "vote_negative": Sentences(N("{village}的票数不对：有一个数是负数。"), _NOTHING, _COUNT),
    "vote_over": Sentences(N("{village}已经投过两轮。"), _NOTHING, N("没有选出的，重新开一批。")),
    "publicity_shown": Sentences(N("“{name}”已经在公示。"), _NOTHING, N("等公示期满再办下一步。")),
    "publicity_not": Sentences(N("“{name}”没有在公示。"), _NOTHING, N("先贴出公示，异议在公示期内登记。")),
    "publicity_runs": Sentences(
        N("“{name}”的公示还没有期满（到 {until}）。"), _NOTHING, N("公示期满、没有未答复的异议才能办下一步。")
    ),
    "objection_outside": Sentences(
        N("这份异议不在“{name}”的公示期内（到 {until}）。"), _NOTHING, N("核对收到的日期；期外的意见按信访办。")
    ),
    "objection_waits": Sentences(N("“{name}”已有一份异议没有答复。"), _NOTHING, N("先答复那一份。")),
    "objection_none": Sentences(N("“{name}”没有要答复的异议。"), _NOTHING, N("用 selection show 看谁有异议。")),
    "objection_paper": Sentences(
        N("登记“{name}”的异议要写异议登记表的编号。"), _NOTHING, N("内容只写在纸上，程序里只记编号和日期。")
    ),
    "score_missing": Sentences(N("“{name}”没有考试成绩。"), _NOTHING, N("先录每个人的成绩。")),
    "merit_tie": Sentences(
        N("{village}最后一个名额有人同分：{names}。"), _NOTHING, N("按方案同等条件下优先的规定指明谁在先。")
    ),
    "number_counts_not": Sentences(
        N("编号“{number}”里没有数字，排不下去。"), _NOTHING, N("写第一份的编号，例如 〔2026〕001号。")
    ),
    "holidays_bad": Sentences(
        N("{file} 里的“{at}”看不懂。"), N("日历还和原来一样。"), N("照自带的 holidays.toml 的写法写。")
    ),
    "holidays_missing": Sentences(N("读不了 {file}。"), N("日历还和原来一样。"), N("核对文件在不在，是不是文本文件。")),
    "term_not_active": Sentences(N("“{name}”现在的聘期不能这样办。"), _ROSTER, N("续聘和暂停要在聘；恢复要先是暂停。")),
    "term_open_end": Sentences(N("“{name}”的聘期没有写到哪天，不能续。"), _ROSTER, N("先在花名册补上聘期的最后一天。")),
    "term_renewed": Sentences(N("“{name}”已经续聘过。"), _ROSTER, N("看花名册里的聘期。")),
    "transfer_county_only": Sentences(
        N("调动由县局写，“{office}”是派出所。"), _ROSTER, N("派出所办调出（release）和调入（receive）。")
    ),
    "transfer_paper": Sentences(N("调动要写县局的文号。"), _ROSTER, N("照文件填文号再办。")),
    "transfer_missing": Sentences(
        N("没有“{name}”的调动要办。"), _ROSTER, N("用 selection transfers 看有哪些调动；先收县局的数据包。")
    ),
    "agreement_unreadable": Sentences(
        N("读不了协议条文的文件 {file}。"),
        _PAPER,
        N("把它存成 UTF-8 的文本文件，一行一条，放在数据文件夹的 forms 里。"),
    ),
    "agreement_missing": Sentences(
        N("还没有协议的条文可发：没有 {file}，或者里面没有写。"),
        _PAPER,
        N("把条文写在数据文件夹 forms 里的 {file}，一行一条，再发。"),
    ),
    "agreement_long": Sentences(
        N("{file} 第 {line} 行放不下：最多 {clauses} 条，一条最多 {most} 个字。"), _PAPER, N("把长的条文分成几行。")
    ),
    "station_missing": Sentences(
        N("没有代码是“{station}”的派出所，或者就是原来的派出所。"),
        _ROSTER,
        N("核对代码；要先认识那个派出所并收过它的数据包。"),
    ),
}
