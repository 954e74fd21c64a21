"""What is said above the preview of an import: what was left out, what is remembered, that nothing is new."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from station_desk.domain.intake_cells import OPEN_ELSEWHERE
from station_desk.domain.intake_sheet import SheetRead
from station_desk.domain.intake_spellings import new_spellings
from station_desk.services import intake_preview
from station_desk.ui.import_rows import Preview
from station_desk.ui.import_words import column_word
from station_desk.ui.kit import Banner, CutLabel, Item, button, key_cap, row
from station_desk.ui.marks import Mark
from station_desk.ui.person_words import listed
from station_desk.wording import N, t, tn

_WHY = {
    "hidden": N("隐藏的"),
    "empty": N("空的"),
    "instructions": N("填表说明"),
    "no_header": N("没有认得的表头"),
    "residents": N("群众的名单，不收"),
    "not_chosen": N("没有选"),
}

_NOTES = {
    OPEN_ELSEWHERE: N("“{file}”正在别的程序里开着，读的是它上一次存盘的样子。"),
    "mixed_encoding": N("“{file}”里有几行的编码和别的行不一样，已分别认出，请看一看有没有乱码。"),
    "far_cells_ignored": N("表的远处有零散的格子，没有读；人员那一块都读了。"),
    "long_cells_cut": N("有的格子长得不正常，只读了前面两千个字。"),
}
"""What is told of the file and its sheets, by code."""


def facts_of(preview: Preview | None) -> str:
    """The facts beside the title: file, sheets, where the header stands."""
    if preview is None:
        return t("先看，再写")
    proposal = preview.proposal
    file, sheets = Path(proposal.file).name, proposal.sheets
    if len(sheets) != 1:
        return t("{file}，{n} 张工作表", file=file, n=len(sheets))
    rows = sheets[0].header_rows
    if not rows:
        return t("{file}，工作表“{sheets}”", file=file, sheets=sheets[0].name)
    where = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
    return t("{file}，工作表“{sheets}”，表头在第 {rows} 行", file=file, sheets=sheets[0].name, rows=where)


def banners_of(
    preview: Preview,
    map_columns: Callable[[], object],
    choose_sheet: Callable[[], object],
    see_spellings: Callable[[], object],
    leave: Callable[[], object],
) -> list[QWidget]:
    """What is said above the table: that nothing is new, that residents were left out, and in one line how it was read."""
    proposal, counts = preview.proposal, preview.counts
    found: list[QWidget] = []
    if not preview.writable:
        held = counts["held"]
        if held:
            said = t("没有能写的：0 新增，0 改动，{n} 相同；{held} 行暂缓着，改好才能写。", n=counts["same"], held=held)
        else:
            said = t("这个文件和花名册完全一样：0 新增，0 改动，{n} 相同。", n=counts["same"])
        back = button(t("返回"), leave, name="import-back")
        found.append(Banner("warn" if held else "ok", said, "", back, "Esc"))
    notes = (*proposal.basis.book.notes, *(note for sheet in proposal.sheets for note in sheet.notes))
    file = Path(proposal.file).name
    found += [Banner("info", t(_NOTES[note], file=file)) for note in dict.fromkeys(notes)]
    if guessed := intake_preview.guessed(proposal):
        said = t("工作表“{sheet}”没有认得的表头，各列是按内容猜的。看过各列才能写入。", sheet=guessed)
        found.append(Banner("warn", said, "", button(t("看各列…"), map_columns, name="look-at-guess"), "Alt+C"))
    if spellings := [one for one in new_spellings(proposal) if one.text not in proposal.unlearned]:
        named = listed(t("“{spelling}”＝{village}", spelling=one.text, village=one.village.name) for one in spellings)
        said = t("写入时记住村名的写法：{spellings}", spellings=named)
        found.append(Banner("info", said, "", button(t("记住的写法…"), see_spellings, name="see-spellings"), "Alt+M"))
    refused = [name for sheet in proposal.sheets for name in sheet.refused.values()]
    if refused:
        said = t("这一列（{names}）是群众信息，本程序不收，已整列略过。", names=listed(dict.fromkeys(refused)))
        found.append(Banner("info", said))
    sheets, columns = _sheets(preview), _columns(proposal.sheets)
    if sheets or columns:
        items: list[Item] = [Mark("info", 16), (CutLabel(t("；").join(filter(None, (columns, sheets))), "second"), 1)]
        if columns:
            items += [button(t("对列…"), map_columns, kind="quiet", name="map-columns"), key_cap("Alt+C")]
        if sheets:
            items += [button(t("读哪张表…"), choose_sheet, kind="quiet", name="choose-sheet"), key_cap("Alt+W")]
        found.append(row(*items))
    return found


def _sheets(preview: Preview) -> str:
    """Several sheets, several blocks, sheets left out: what they are."""
    proposal = preview.proposal
    said = []
    if len(proposal.sheets) > 1:
        tally = {sheet.name: 0 for sheet in proposal.sheets}
        for one in proposal.rows:
            tally[one.source.sheet] += 1
        said.append(listed(t("“{sheet}”{n} 人", sheet=name, n=n) for name, n in tally.items()))
    said += [
        t("“{sheet}”里并排有 {n} 块，都读了", sheet=sheet.name, n=len(sheet.columns))
        for sheet in proposal.sheets
        if len(sheet.columns) > 1
    ]
    if proposal.sheets_skipped:
        names = listed(
            t("“{sheet}”（{why}）", sheet=one.sheet, why=t(_WHY[one.why])) for one in proposal.sheets_skipped
        )
        said.append(t("没有读：{names}", names=names))
    return t("；").join(said)


def _columns(read: Sequence[SheetRead]) -> str:
    """Columns read as told, now or in an earlier month, and columns that were not used."""
    told = [f"{letters}＝{column_word(name)}" for sheet in read for letters, name in sheet.told.items() if name]
    unused = sum(len(sheet.unused) for sheet in read)
    said = []
    if told:
        said.append(t("按上次的对法：{columns}", columns=listed(dict.fromkeys(told))))
    if unused:
        said.append(tn("另有 {n} 列没有用到", "另有 {n} 列没有用到", unused))
    return t("；").join(said)
