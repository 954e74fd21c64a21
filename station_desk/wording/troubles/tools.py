"""Troubles of the commands that judge a file and keep nothing of it: guard, chat text, votes."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING = N("没有写入任何数据。")

SENTENCES: dict[str, Sentences] = {
    "json_unreadable": Sentences(
        N("{file} 打不开，或者不是 JSON 文件。"),
        _NOTHING,
        N("请核对文件名；内容要用 UTF-8 存成 JSON。"),
    ),
    "chat_unreadable": Sentences(
        N("{file} 打不开，或者不是 UTF-8 文字。"),
        N("没有读，也没有写入任何数据。"),
        N("请核对文件名；把聊天文字另存成 UTF-8 的文本文件。"),
    ),
    "amount_wrong": Sentences(
        N("“{text}”不是整数的分。"), _NOTHING, N("金额用分写，例如 140950 是 1409.50 元；负数前面加 --。")
    ),
    "amount_too_large": Sentences(N("金额太大，最多 {yuan} 元。"), _NOTHING, N("请核对是不是多打了几个零。")),
    "vote_shape": Sentences(
        N("这次投票的“{at}”没有写，或者写得不对。"), _NOTHING, N("请照样例补上；一个文件只写一次投票。")
    ),
    "guard_file_shape": Sentences(
        N("{file} 的第 {at} 条缺 id 或 text（0：整个文件不是列表）。"),
        _NOTHING,
        N("请写成列表，每条有 id 和 text 两项。"),
    ),
}
