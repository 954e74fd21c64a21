"""Troubles of the command line."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

SENTENCES = {
    "pass_phrase_missing": Sentences(
        N("没有给出口令。"),
        N("数据没有动。"),
        N("请设环境变量 STATION_DESK_PASSPHRASE，或在终端里运行并输入口令。"),
    ),
    "period_wrong": Sentences(
        N("“{text}”不是一个月份。"), N("没有印，数据没有动。"), N("月份写成年-月，例如 2026-11。")
    ),
    "no_screen": Sentences(
        N("这里没有屏幕，开不了窗口。"),
        N("数据没有动。"),
        N("请在有屏幕的电脑上打开；没有屏幕时用命令行，station-desk --help 列出全部命令。"),
    ),
    "pass_phrases_differ": Sentences(
        N("两次输入的口令不一样。"), N("数据没有动。"), N("请重新运行，两次输入同一个口令。")
    ),
    "check_failed": Sentences(
        N("检查发现 {count} 处问题。"),
        N("检查只读不写，数据和备份都没有动。"),
        N("先不要继续录入，请从最近一次核对过的备份恢复到旁边，再对照。"),
    ),
    "form_faulty": Sentences(
        N("{file} 有 {count} 处写错。"),
        N("表单没有启用，数据没有动。"),
        N("按上面的行号改好，再检查一次。"),
    ),
    "demo_folder_in_use": Sentences(
        N("文件夹 {folder} 里有别的东西，不是演示留下的。"),
        N("里面的东西都没有动。"),
        N("请换一个空的或新的文件夹。"),
    ),
    "person_unknown": Sentences(N("没有叫“{name}”的使用人。"), N("数据没有动。"), N("用 person list 看有哪些人。")),
}
