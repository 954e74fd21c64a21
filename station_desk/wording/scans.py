"""Why a scanned page is to be decided by a person, in words."""

from station_desk.wording import N, t

_WHY = {
    "blank": N("空白页"),
    "no_code": N("没有找到二维码"),
    "two_codes": N("同一处有两张表的二维码（折角、叠放？）"),
    "too_large": N("这一页太大"),
    "too_slow": N("这一页读得太久"),
    "damaged": N("这一页读不出来"),
    "foreign_code": N("不是本所印的码"),
    "foreign_serial": N("编号不在本所的发表记录里"),
    "spoiled": N("已经作废的表"),
    "replaced": N("已经补印过，这是旧的一张"),
    "scan_missing": N("文件打不开"),
    "scan_heavy": N("文件太大"),
    "scan_kind": N("不是 PDF、PNG、JPEG、TIFF"),
    "scan_damaged": N("文件坏了"),
    "scan_password": N("PDF 有密码"),
    "scan_pages": N("页数太多"),
}


def why_text(why: str) -> str:
    """The reason in words; "" for none."""
    return t(_WHY[why]) if why in _WHY else why
