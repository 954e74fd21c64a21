"""What a check has found, in one sentence each."""

from station_desk.domain.finding import Finding
from station_desk.wording import N, t

SENTENCES: dict[str, str] = {
    "header_damaged": N("库文件的开头坏了。"),
    "length_wrong": N("库文件的长度不对（{detail} 字节）。"),
    "page_damaged": N("库文件有一页坏了（{detail}）。"),
    "structure_damaged": N("库的结构坏了（{detail}）。"),
    "parent_missing": N("有记录找不到它所属的记录（{detail}）。"),
    "journal_changed": N("流水被改动过（{detail}）。"),
    "journal_gap": N("流水缺了一段（{detail}）。"),
    "heads_wrong": N("流水的末端不对（{detail}）。"),
    "access_changed": N("使用记录被改动过（第 {detail} 条）。"),
    "row_differs": N("有记录和流水对不上（{detail}）。"),
    "row_lost": N("有记录丢了，流水里还有（{detail}）。"),
    "conflict_differs": N("两个版本的记载和流水对不上（{detail}）。"),
    "row_without_journal": N("有记录不在流水里（{detail}）。"),
    "sums_differ": N("月度数目的合计和逐条的数对不上（{detail}）。"),
    "content_damaged": N("有照片或文件的内容坏了（{detail}）。"),
    "anchor_not_written": N("最近一次保存后，库外的保存凭据没有写成。"),
    "keys_not_twice": N("钥匙文件只剩一份完好，下次以能写的方式打开时会补上。"),
    "archive_damaged": N("存档 {detail} 坏了，或者被改动过。"),
    "backup_damaged": N("备份 {detail} 坏了。"),
}


def tell_finding(finding: Finding) -> str:
    """The sentence of a finding in the language in use. Raises KeyError for a code without wording (a bug)."""
    return t(SENTENCES[finding.code], detail=finding.detail)
