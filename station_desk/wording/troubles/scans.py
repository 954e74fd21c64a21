"""Troubles of scans: files that cannot be read as pages."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

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
        N("安全。这一张还没有存。"),
        N("看一眼纸上，留下对的：写数，或者写 / 表示本月无。"),
    ),
    "scan_page_large": Sentences(N("扫描件里有一页太大。"), _UNTOUCHED, N("用 200 dpi 重新扫这一页。")),
}
