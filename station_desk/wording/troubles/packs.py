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
