"""Troubles of scans: files that cannot be read as pages."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOT_KEPT = N("安全。这一张还没有存。")

_UNTOUCHED = N("安全。别的文件照样读，这个文件没有动。")

SENTENCES = {
    "scan_missing": Sentences(
        N("找不到扫描件“{file}”，或者打不开。"), _UNTOUCHED, N("看看 U 盘是不是拔了，再选一次文件。")
    ),
    "scan_heavy": Sentences(
        N("扫描件“{file}”超过 {limit_mb} MB。"), _UNTOUCHED, N("分成几个文件，或者用 200 dpi 再扫一次。")
    ),
    "scan_kind": Sentences(
        N("文件“{file}”不是 PDF、PNG、JPEG、TIFF。"), _UNTOUCHED, N("在扫描程序里存成 PDF 或 JPEG，再读。")
    ),
    "scan_damaged": Sentences(
        N("扫描件“{file}”坏了，读不出页来。"), _UNTOUCHED, N("从扫描仪再存一次，或者把纸上的编号敲进去。")
    ),
    "scan_password": Sentences(N("PDF“{file}”有密码。"), _UNTOUCHED, N("存一份不带密码的，再读。")),
    "scan_pages": Sentences(N("扫描件“{file}”超过 {most} 页。"), _UNTOUCHED, N("分成几个文件，再读。")),
    "scan_page_damaged": Sentences(
        N("扫描件里有一页读不出来。"), _UNTOUCHED, N("重新扫这一页，或者把纸上的编号敲进去。")
    ),
    "mark_contradicts": Sentences(
        N("{box} 这一项既写了数，又在“本月无”里打了钩。"),
        _NOT_KEPT,
        N("看一眼纸上，留下对的：写数，或者写 / 表示本月无。"),
    ),
    "mark_day_half": Sentences(
        N("{day} 日这一行，类别和数量只写了一个。"), _NOT_KEPT, N("看一眼纸上，补上另一个；不记这一行的，两格都清空。")
    ),
    "mark_day_none": Sentences(N("{month} 没有 {day} 日。"), _NOT_KEPT, N("看一眼纸上；不记这一行的，两格都清空。")),
    "mark_unfit": Sentences(
        N("“{box}”这一格的内容不对，或者这张表没有这一格。"), _NOT_KEPT, N("看一眼纸上，改好再存；纸上空着的，留空。")
    ),
    "mark_meanwhile": Sentences(
        N("{serial} 的 {boxes} 已经有人录了别的数。"), _NOT_KEPT, N("看一眼现在的数，再定用哪一个，然后再存一次。")
    ),
    "sheet_not_back": Sentences(N("{serial} 还没有收回来。"), _NOT_KEPT, N("先在收表台收下这一张，再存。")),
    "sheet_nobodys": Sentences(
        N("{serial} 不是哪一个人哪一个月的表，上面的数没有地方记。"), _NOT_KEPT, N("需要的话，请手工录入。")
    ),
    "score_claims": Sentences(
        N("{person} 的“{box}”纸上写了 {points} 分，录的是 {entered} 分。"),
        _NOT_KEPT,
        N("看纸上写的依据，在 {codes} 里填上次数；纸上的数不算的，把“{box}”清空。"),
    ),
    "score_sum": Sentences(
        N("{person} 的分加起来是 {sum}，纸上的合计是 {written}。"),
        _NOT_KEPT,
        N("对着纸看看哪一格不对；是纸上加错了的，把“合计”清空再存。"),
    ),
    "score_veto": Sentences(
        N("{person} 的“一票否决”打了钩，没有写是哪一条。"),
        _NOT_KEPT,
        N("在否决的那一条里写上原因；打错了的，把钩去掉。"),
    ),
    "score_unsigned": Sentences(
        N("{person} 还有没打分的项目：{items}。分没打完，签字先不能记。"),
        _NOT_KEPT,
        N("把这几项补上；或者签字一格清空，先存分数。"),
    ),
    "remind_way": Sentences(
        N("没有“{way}”这种催交办法。"), N("安全。什么都没有记。"), N("请用这几个里的一个：{ways}。")
    ),
    "sheet_not_wanted": Sentences(
        N("{serial} 已经收回，或者补印过，不用再催。"), N("安全。什么都没有记。"), N("看看还没交的名单，再记。")
    ),
    "marks_file": Sentences(
        N("文件“{file}”不是识别结果，读不出编号和格子。"),
        N("安全。什么都没有存。"),
        N("用 paper read --json 存下的文件，看过、改好，再给这个命令。"),
    ),
    "marks_twice": Sentences(
        N("文件里 {serial} 的“{box}”写了两个数。"), N("安全。什么都没有存。"), N("留下对的一个，再存一次。")
    ),
    "scan_page_large": Sentences(N("扫描件里有一页太大。"), _UNTOUCHED, N("用 200 dpi 重新扫这一页。")),
}
