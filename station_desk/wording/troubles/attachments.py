"""What is said of photos and documents. `bundle_files_unnamed` is told of bundles that were taken in."""

from station_desk.wording import N
from station_desk.wording.sentences import Sentences

_NOTHING_KEPT = N("没有存任何内容，原来的记录没有动。")
_REST_SAFE = N("别的记录都在，没有动。")

SENTENCES: dict[str, Sentences] = {
    "attachment_unreadable": Sentences(
        N("文件“{file}”读不出来。"),
        _NOTHING_KEPT,
        N("看看 U 盘是不是松了，插好再试；或者先把文件复制到本机。"),
    ),
    "photo_unreadable": Sentences(
        N("“{file}”不是完整的照片，打不开。"),
        _NOTHING_KEPT,
        N("请用 JPEG、PNG 或 BMP 照片；手机里的其他格式请先另存为 JPEG。"),
    ),
    "photo_too_heavy": Sentences(
        N("照片文件“{file}”超过 {limit_mb} MB。"),
        _NOTHING_KEPT,
        N("请先用看图软件另存一张小一点的，再加进来。"),
    ),
    "photo_too_many_pixels": Sentences(
        N("照片“{file}”超过 {limit} 百万像素。"),
        _NOTHING_KEPT,
        N("请先用看图软件另存一张小一点的，再加进来。"),
    ),
    "photo_too_small": Sentences(
        N("照片“{file}”太小，看不清人。"),
        _NOTHING_KEPT,
        N("请换一张至少 {width} × {height} 像素的照片。"),
    ),
    "document_too_heavy": Sentences(
        N("文件“{file}”超过 {limit_mb} MB。"),
        _NOTHING_KEPT,
        N("请分成几份，或者降低扫描的清晰度再存成 PDF。"),
    ),
    "document_no_pdf": Sentences(
        N("“{file}”不是完整的 PDF 文件。"),
        _NOTHING_KEPT,
        N("请从原来的软件重新导出为 PDF，再加进来。"),
    ),
    "document_locked": Sentences(
        N("PDF“{file}”加了密码。"),
        _NOTHING_KEPT,
        N("请存一份不带密码的 PDF；交给派出所的路上由本程序加密。"),
    ),
    "document_active": Sentences(
        N("PDF“{file}”里带有会自己动作的内容（脚本、附带文件或启动程序）。"),
        _NOTHING_KEPT,
        N("请把它打印成一份新的 PDF，再加进来。"),
    ),
    "documents_county_only": Sentences(
        N("发给各所的文件只能在县局加，本机是“{office}”。"),
        _NOTHING_KEPT,
        N("请县局加进去，随下一次收发交过来。"),
    ),
    "attachment_missing": Sentences(
        N("这个文件的记录已经没有了，可能刚刚删除。"),
        _REST_SAFE,
        N("请刷新列表，再选一次。"),
    ),
    "attachment_waits": Sentences(
        N("“{title}”的内容还没有到本机。"),
        N("记录在，内容会随对方的下一包补来。"),
        N("请和对方再收发一次；对方看得到本机缺哪个文件。"),
    ),
    "attachment_damaged": Sentences(
        N("“{title}”的内容坏了，和当初存的不一样。"),
        N("坏的内容没有打开；记录在，别的文件没有动。"),
        N("交给过对方的，再收发一次就会补回；没有交过的，请重新加一次。"),
    ),
    "bundle_files_unnamed": Sentences(
        N("“{office}”的这一包里有 {count} 个文件和记录对不上，没有存。"),
        N("记录都收下了；对不上的文件没有进来。"),
        N("不用做什么；如果缺了要用的文件，请告诉对方。"),
    ),
}
