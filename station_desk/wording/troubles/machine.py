"""Troubles of this computer: sticks and disks, keys and pass phrases, the lock, foreign files; and of first start."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_STICK_SAFE = N("安全。本机的数据和原来的文件都没有动。")
_HOME_SAFE = N("安全。库里的数据没有动。")
_NOTHING_CHANGED = N("安全。什么都没有改。")

SENTENCES: dict[str, Sentences] = {
    "stick_full": Sentences(
        N("U 盘或文件夹满了：还差 {need_text}，现在只空 {free_text}。写了一半的文件已删掉。"),
        _STICK_SAFE,
        N("在收发页清理已有回执的包，或换一个 U 盘再来一次。没有回执的包不要删。"),
    ),
    "stick_read_only": Sentences(
        N("这里不让写。U 盘可能上了写保护，或者文件夹没有写的权限。"),
        _STICK_SAFE,
        N("拨开 U 盘的写保护开关，或换一个 U 盘、另选一个文件夹。"),
    ),
    "stick_gone": Sentences(
        N("U 盘或文件夹找不到了，可能已经拔出。"),
        _STICK_SAFE,
        N("重新插好 U 盘再来一次；看到“可以拔出”再拔。"),
    ),
    "stick_unreliable": Sentences(
        N("写到 U 盘上的内容读回来对不上。这个 U 盘不可靠。"),
        N("安全。本机的数据没有动；写坏的文件不要用。"),
        N("换一个 U 盘再来一次，这个 U 盘不要再用。"),
    ),
    "program_incomplete": Sentences(
        N("程序自带的文件夹 {folder} 不见了。"),
        _HOME_SAFE,
        N("重新安装本程序，再打开。"),
    ),
    "second_writer": Sentences(
        N("另一个窗口正在用这个库（{holder}，{since} 起）。"),
        N("安全。那个窗口里的内容没有动。"),
        N("到那个窗口里接着做，或先关掉它再打开这里。"),
    ),
    "home_missing": Sentences(
        N("{folder} 里没有本程序的库。"),
        _NOTHING_CHANGED,
        N("换一个文件夹；第一次用就先建库。"),
    ),
    "home_exists": Sentences(
        N("{folder} 里已经有一个库，或者放着别的文件。"),
        N("安全。里面的文件一个也没有动。"),
        N("打开原来的库，或换一个空文件夹再建。"),
    ),
    "office_code_bad": Sentences(
        N("单位代码“{digits}”不能用。"),
        _NOTHING_CHANGED,
        N("写行政区划数字，例如 371602009；只用数字和字母，不超过 32 位。"),
    ),
    "office_unnamed": Sentences(
        N("单位没有写名称，或名称太长。"),
        _NOTHING_CHANGED,
        N("写上单位名称（200 字以内）再来一次。"),
    ),
    "keys_damaged": Sentences(
        N("钥匙文件坏了，两份都不能用。"),
        N("数据还在库里，没有动，但现在打不开。"),
        N("不要删任何文件。用最近的备份恢复，备份里带着钥匙文件。"),
    ),
    "anchor_damaged": Sentences(
        N("记着“上次存到哪里”的两个文件都坏了。"),
        N("库里的数据没有动。"),
        N("做一次全面检查，再备份一次。"),
    ),
    "rotation_lost": Sentences(
        N("换钥换到一半，新旧两个库文件都不在原处。"),
        N("现在还不知道。备份没有动。"),
        N("不要删任何文件。用最近的备份恢复。"),
    ),
    "rotation_unfinished": Sentences(
        N("换钥没有换完。"),
        N("安全。数据都在，新旧两份都留着。"),
        N("关掉程序再打开，会自动接着换完。"),
    ),
    "rekey_unverified": Sentences(
        N("用新钥写出来的库没有通过核对，没有用它。"),
        N("安全。原来的库没有动。"),
        N("先备份，再做一次全面检查；检查通过后再来一次。"),
    ),
    "wrong_pass_phrase": Sentences(
        N("口令不对。还可以试 {left} 次。"),
        _HOME_SAFE,
        N("看看大写锁定和输入法，再输一次。忘了就用恢复码。"),
    ),
    "must_wait": Sentences(
        N("口令连着输错了几次。{until} 以后再试。"),
        _HOME_SAFE,
        N("到时间再输。忘了口令就用恢复码，不用等。"),
    ),
    "user_unknown": Sentences(
        N("这个库里没有叫“{name}”的使用人。"),
        _HOME_SAFE,
        N("从名单里选一个人。"),
    ),
    "user_taken": Sentences(
        N("已经有叫“{name}”的使用人。"),
        _NOTHING_CHANGED,
        N("换一个叫法，例如名字后面加上警号末两位。"),
    ),
    "user_unnamed": Sentences(
        N("使用人没有写名字。"),
        _NOTHING_CHANGED,
        N("写上名字再来一次。"),
    ),
    "user_self": Sentences(
        N("“{name}”正在使用，不能移除自己。"),
        _NOTHING_CHANGED,
        N("请另一位所长或管理员登录后再移除。"),
    ),
    "not_allowed": Sentences(
        N("添加和移除使用人由所长或管理员来做。"),
        _NOTHING_CHANGED,
        N("请所长或管理员登录后再做。"),
    ),
    "pass_phrase_weak": Sentences(
        N("口令太短。"),
        _NOTHING_CHANGED,
        N("用 12 个字以上的口令，或 8 个字以上并含三类（小写、大写、数字、其他）。"),
    ),
    "recovery_code_group": Sentences(
        N("恢复码第 {group} 组不对。"),
        _HOME_SAFE,
        N("对照纸上第 {group} 组，重新输入这四个数字。"),
    ),
    "recovery_code_wrong": Sentences(
        N("恢复码没有写错，但不是这个库现在的恢复码。"),
        _HOME_SAFE,
        N("看看是不是旧的恢复码；换过恢复码的，用最新的那张纸。"),
    ),
    "memory_short": Sentences(
        N("这台电脑的内存不够，算不出口令。"),
        _HOME_SAFE,
        N("关掉别的程序，再试一次。"),
    ),
    "child_too_slow": Sentences(
        N("这个文件读了 {seconds} 秒还没有读完，已经停下。"),
        N("安全。什么都没有导入。"),
        N("在表格软件里打开它，只留要用的表，另存后再来。"),
    ),
    "child_too_big": Sentences(
        N("这个文件太大，读它要用的内存超过 {memory_mb} MB，已经停下。"),
        N("安全。什么都没有导入。"),
        N("在表格软件里打开它，只留要用的表，另存后再来。"),
    ),
    "child_failed": Sentences(
        N("这个文件读不了，可能坏了。"),
        N("安全。什么都没有导入。"),
        N("在表格软件里打开它，另存为 xlsx 后再来。"),
    ),
}
