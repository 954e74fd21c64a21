"""`log import`: a month grid from a workbook or CSV, proposed or entered; `log held`: what of it waits for correction."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.log import log
from station_desk.domain.intake_cells import OPEN_ELSEWHERE
from station_desk.domain.log_parts import GridEntry, GridHeld
from station_desk.domain.trouble import Trouble
from station_desk.services import log_held
from station_desk.services import log_import as errands
from station_desk.services.work_log import columns
from station_desk.wording import t
from station_desk.wording.log_import import BY_VILLAGE, HELD


def register(_app: typer.Typer) -> None:
    log.command("import")(import_)
    log.command()(held)


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="workbook or CSV: one row a person, an item of a person, or a village")],
    apply: Annotated[bool, typer.Option("--apply", help="enter the counts that can be taken")] = False,
    month: Annotated[str | None, typer.Option(help="YYYY-MM of rows that state no month")] = None,
    by_village: Annotated[
        bool, typer.Option("--by-village", help="rows name villages only: take each to the one who serves there")
    ] = False,
) -> None:
    """Read the counts of a month; without --apply only propose. What is not sure is held back with its reason."""
    session: Session = ctx.obj
    with session.desk(write=apply) as desk:
        found = errands.propose_log(desk, file, month)
        if apply and found.by_village and not by_village:
            raise Trouble("log_by_village", file=file.name)
        done = None
        if apply:
            done, found = errands.apply_log(desk, found)
        session.answer = {
            "file": found.file,
            "entries": [*(_entry(one) for one in found.entries), *_station(found.station)],
            "totals": found.totals,
            "held": [_held(one) for one in found.held],
            "skipped": [{"sheet": one.sheet, "row": one.row, "kind": one.kind} for one in found.skipped],
            "columns": found.columns,
            "by_village": list(found.by_village),
            "hidden": [{"sheet": one.sheet, "row": one.row} for one in found.hidden],
            "empty": [{"sheet": one.sheet, "row": one.row, "cell": one.cell} for one in found.empty],
        }
        if done is not None:
            session.answer["applied"] = {
                "run": done.run or None,
                "made": done.made,
                "changed": done.changed,
                "same": done.same,
            }
        known = columns(desk)
    if OPEN_ELSEWHERE in found.notes:
        session.note(t("“{file}”正在别的程序里开着，读的是它上一次存盘的样子。", file=file.name))
    totals = [[code, known[code].name if code in known else "", count] for code, count in found.totals.items()]
    session.say(table([t("代码"), t("项"), t("合计")], totals))
    if found.by_village:
        session.note(t(BY_VILLAGE))
    if found.hidden:
        rows = "、".join(str(one.row) for one in found.hidden)
        session.note(t("第 {rows} 行在表里是隐藏的，也读了。", rows=rows))
    if found.empty:
        session.note(t("{n} 格写着“无”“—”一类，按没有报，不是 0；真没有做请写 零。", n=len(found.empty)))
    held = [[one.row or "", one.column, one.text, t(HELD[one.why])] for one in found.held]
    if held:
        session.say(table([t("行"), t("列"), t("写着"), t("没有收的原因")], held))


def held(ctx: typer.Context) -> None:
    """What `log import --apply` held back and nobody has put right yet; it is mended in the window (month page, Ctrl+I)."""
    session: Session = ctx.obj
    with session.desk() as desk:
        waiting = log_held.held_log(desk)
        known = columns(desk)
    session.answer = {
        "held": [
            {
                "file": one.file,
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column or None,
                "person": one.name,
                "village": one.village,
                "month": one.month or None,
                "date": one.day,
                "counts": dict(one.counts),
                "why": one.why,
            }
            for one in waiting
        ]
    }
    rows = [
        [
            one.file,
            one.row,
            one.name,
            "、".join(f"{known[code].name if code in known else code} {text}" for code, text in one.counts.items()),
            t(HELD[one.why]),
        ]
        for one in waiting
    ]
    session.say(table([t("文件"), t("行"), t("姓名"), t("写着"), t("没有收的原因")], rows))


def _entry(one: GridEntry) -> dict[str, object]:
    village = one.village or (one.person.villages[0] if len(one.person.villages) == 1 else None)
    when = {"date": one.day} if one.day else {"month": one.month}
    told: dict[str, object] = {"person": one.person.name, "village": village.name if village else "", **when}
    return told | {"code": one.code, "count": one.count, "sheet": one.sheet, "row": one.row, "column": one.column}


def _station(found: Mapping[tuple[str, str], int]) -> list[dict[str, object]]:
    """Numbers of the station, which are nobody's."""
    return [
        {"person": "", "village": "", "month": month, "code": code, "count": value}
        for (code, month), value in sorted(found.items())
    ]


def _held(one: GridHeld) -> dict[str, object]:
    where = {"row": one.row or None, "column": one.column or None}
    return {"sheet": one.sheet, **where, "text": one.text, "why": one.why}
