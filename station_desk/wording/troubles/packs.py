"""Troubles of the policy packs. Damaged and missing packs: `roster`."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_UNTOUCHED = N("安全，什么都没有改。")

SENTENCES: dict[str, Sentences] = {
    "pack_file_missing": Sentences(
        N("没有找到文件 {file}。"),
        _UNTOUCHED,
        N("看看路径对不对，再试一次。"),
    ),
    "pack_faulty": Sentences(
        N("方案文件 {file} 有 {count} 处问题。"),
        _UNTOUCHED,
        N("按每一处的行号改好，再检查一次。"),
    ),
    "pack_version_used": Sentences(
        N("{pack} 的版本 {version} 从 {day} 起已经有 {count} 条记录按它办，不能再改。"),
        N("安全，按它办过的事还是原来的依据，什么都没有改。"),
        N("把文件里的版本号（version）加一，写上施行日期，再收一次。"),
    ),
    "pack_version_bundled": Sentences(
        N("{pack} 的版本 {version} 是程序自带的，同一个版本号不能有两种内容。"),
        _UNTOUCHED,
        N("换一个自己的编号，写上级方案 {pack}；或者把版本号加一。"),
    ),
    "pack_version_sent": Sentences(
        N("{pack} 的版本 {version} 已经发给各所，内容不一样。"),
        _UNTOUCHED,
        N("把版本号加一再收；或者先收回已发的（packs withdraw）。"),
    ),
    "pack_not_own": Sentences(
        N("{pack} 的版本 {version} 不是本单位的。"),
        _UNTOUCHED,
        N("只能收回自己收下或发出的版本：packs versions 可以看。"),
    ),
    "county_sends_packs": Sentences(
        N("方案由县局发给各所。"),
        _UNTOUCHED,
        N("把方案文件交给县局，由县局检查以后发出。"),
    ),
    "fill_key_unknown": Sentences(
        N("方案里没有“{key}”这一项。"),
        _UNTOUCHED,
        N("可能是“{meant}”；packs show 列出全部项目。"),
    ),
    "fill_list": Sentences(
        N("“{key}”是一张表，不能一个值一个值地填。"),
        _UNTOUCHED,
        N("写一个本县的方案，上级写现在的方案，把这张表写在里面（packs template）。"),
    ),
    "fill_is_stated": Sentences(
        N("这一项文件已经写明（{title} {clause}），不能另填。"),
        _UNTOUCHED,
        N("文件改了，就写一个新版本的方案，引新的原文。"),
    ),
    "fill_decided": Sentences(
        N("这一项方案里已经由{by}定了，不能另填。"),
        _UNTOUCHED,
        N("要改，就写一个新版本的方案。"),
    ),
    "fill_not_there": Sentences(
        N("这个制度没有“{key}”这一项。"),
        _UNTOUCHED,
        N("本县要有这一项，就写一个本县的方案（packs template）。"),
    ),
    "fill_wrong_kind": Sentences(
        N("“{text}”不是这一项该有的值。"),
        _UNTOUCHED,
        N("数目写 36 或 36个月，钱写 300元，是不是写“是”或“不是”，几个词用“、”隔开。"),
    ),
    "fill_out_of_bounds": Sentences(
        N("“{text}”不在可能的范围里。"),
        _UNTOUCHED,
        N("应在 {hint} 之间；核对以后再填。"),
    ),
    "fill_unknown_word": Sentences(
        N("“{text}”不认识。"),
        _UNTOUCHED,
        N("能用的词：{hint}"),
    ),
    "fill_empty": Sentences(
        N("还没有写值。"),
        _UNTOUCHED,
        N("写上值；还没有定，就先空着不填，程序会写“未写明”。"),
    ),
    "fill_residents": Sentences(
        N("“{text}”要收群众的信息。"),
        _UNTOUCHED,
        N("本程序不收群众信息；只写办法，不写人。"),
    ),
    "fill_clash": Sentences(
        N("这个值和“{other}”对不上。"),
        _UNTOUCHED,
        N("看看两个数是不是写反了；要一起改的，先收回那一项再填。"),
    ),
    "fill_source": Sentences(
        N("没有写全谁定、文号和日期。"),
        _UNTOUCHED,
        N("三样都写上：填的值要说得清是谁定的。"),
    ),
    "fill_none": Sentences(
        N("本单位没有填过这一项。"),
        _UNTOUCHED,
        N("县局填的由县局收回。"),
    ),
    "village_code_unknown": Sentences(
        N("没有找到村“{village}”，或者不止一个。"),
        _UNTOUCHED,
        N("写全村名；同名的写村的代码。"),
    ),
    "post_reason_missing": Sentences(
        N("没有写理由（或者由谁负责）。"),
        _UNTOUCHED,
        N("写一句理由，例如“临时设立，居民五百余户”；不写群众的信息。"),
    ),
    "post_seats_bad": Sentences(
        N("名额要是 0 到 {most} 的整数。"),
        _UNTOUCHED,
        N("核对以后再填。"),
    ),
    "post_none": Sentences(
        N("{village}没有单独的规定，名额本来就按方案算。"),
        _UNTOUCHED,
        N("villages posts 列出单独规定的村。"),
    ),
    "unit_name_missing": Sentences(
        N("警务室或者工作站要有名称，还要有至少一个村。"),
        _UNTOUCHED,
        N("写上名称和村，第一个村是它所在的村。"),
    ),
    "unit_there": Sentences(
        N("“{name}”已经有了。"),
        _UNTOUCHED,
        N("换一个名称；原来的不再用，先写上最后一天。"),
    ),
    "unit_columns_missing": Sentences(
        N("“{file}”里没有找到站、室的表头。"),
        _UNTOUCHED,
        N("第一行写：名称、类别、编号、所属警务室、所辖村、民警、启用日期（名称和所辖村一定要有）。"),
    ),
    "unit_missing": Sentences(
        N("没有找到警务室或者工作站“{name}”。"),
        _UNTOUCHED,
        N("villages posts 列出全部警务室和工作站。"),
    ),
    "relaxation_unknown": Sentences(
        N("本方案没有“{reason}”这一条放宽的理由。"),
        _UNTOUCHED,
        N("能用的是：{known}"),
    ),
    "answer_unknown": Sentences(
        N("本方案没有“{item}”这一项。"),
        _UNTOUCHED,
        N("能用的是：{known}"),
    ),
    "record_for_whom": Sentences(
        N("没有说记给谁。"),
        _UNTOUCHED,
        N("加上 --person 和花名册里的人；只看结果不记的，去掉 --record。"),
    ),
    "record_own_pack": Sentences(
        N("核查结果只能按本单位的方案记（{own}），不能按 {pack}。"),
        _UNTOUCHED,
        N("去掉 --pack 再记；只看结果的，去掉 --record。"),
    ),
    "case_unreadable": Sentences(
        N("“{item}”看不懂，这一项核查不了。"),
        _UNTOUCHED,
        N(
            "每个人一组：day、birth、education、posts、relaxed、met、unmet、reasons、exclusion"
            "（result、checker、checked_on、number、ask_again）；一项不能又符合又不符合；日期写成 2026-03-01。"
        ),
    ),
    "check_not_whole": Sentences(
        N("核查结果没有写全。"),
        _UNTOUCHED,
        N("写上谁核查、哪天、文号，三样都要。"),
    ),
    "text_too_long": Sentences(
        N("写得太长，最多 {most} 个字。"),
        _UNTOUCHED,
        N("写短一些；细节留在纸上，这里只写文号。"),
    ),
    "pack_text_missing": Sentences(
        N("本机没有这个决定所依据的方案原文（{digest}）。"),
        _UNTOUCHED,
        N("请作这个决定的单位再导出一次，收下以后再看。"),
    ),
    "day_wrong": Sentences(
        N("“{text}”不是日期。"),
        _UNTOUCHED,
        N("写成 2026-03-01 这样，再试一次。"),
    ),
}
