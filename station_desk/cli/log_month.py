"""`log list`, `log close`, `log correct`: the entries of a period, closing a month, putting a closed one right."""

from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.log import log
from station_desk.domain.work_log import REASONS
from station_desk.services import log_months
from station_desk.services.log_list import ListedEntry, list_log
from station_desk.services.work_log import columns
from station_desk.wording import t
from station_desk.wording.work_log import CORRECTION_REASONS, STATES


def register(_app: typer.Typer) -> None:
    log.command("list")(list_)
    log.command()(close)
    log.command()(correct)


def list_(
    ctx: typer.Context,
    period: Annotated[str, typer.Option(help="2026-10, 2026-Q3, 2026-H1, 2026 or 2026-07-01..2026-10-08")],
    ids: Annotated[
        bool, typer.Option("--ids", help="also each entry's id, state, source, paper and correction")
    ] = False,
) -> None:
    """The entries of a period and their totals by code; entries struck out or given back are listed, not summed."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = list_log(desk, period)
        known = columns(desk)
    session.answer = {"entries": [_entry(one, ids=ids) for one in found.entries], "totals": found.totals}
    rows = [
        [
            one.person,
            one.village,
            one.entry.day or one.entry.month,
            known[one.entry.code].name if one.entry.code in known else one.entry.code,
            one.entry.count,
            t(STATES[one.state]),
            *([one.entry.id] if ids else ()),
        ]
        for one in found.entries
    ]
    heads = [t("姓名"), t("村"), t("日期"), t("项"), t("数量"), t("状态"), *([t("编号")] if ids else ())]
    session.say(table(heads, rows))
    totals = [[code, known[code].name if code in known else "", count] for code, count in found.totals.items()]
    session.say(table([t("代码"), t("项"), t("合计")], totals))
    if found.without_day:
        session.note(t("有 {count} 条只知道整月的数，这一段没有包住整月，没有算进来。", count=found.without_day))


def _entry(one: ListedEntry, *, ids: bool) -> dict[str, object]:
    when = {"date": one.entry.day} if one.entry.day else {"month": one.entry.month}
    answer: dict[str, object] = {"person": one.person, "village": one.village, **when}
    answer |= {"code": one.entry.code, "count": one.entry.count}
    if ids:
        answer |= {"id": one.entry.id, "state": one.state.value, "source": one.entry.source}
        answer |= {"paper": one.entry.paper, "corrects": one.entry.corrects}
    return answer


def close(
    ctx: typer.Context,
    month: Annotated[str, typer.Option(help="the month of work, e.g. 2026-10")],
) -> None:
    """Close a month: its counts stand from now on. There is no way back; mistakes are put right by `log correct`."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        closed = log_months.close_month(desk, month)
    session.answer = {
        "month": closed.month,
        "first": closed.first.isoformat(),
        "last": closed.last.isoformat(),
        "people": closed.people,
        "entries": closed.entries,
    }
    session.say(
        t("{month} 已结账：{people} 人，{entries} 条。", month=month, people=closed.people, entries=closed.entries)
    )


def correct(
    ctx: typer.Context,
    entry: Annotated[str, typer.Argument(help="id of an entry of a closed month (`log list --ids`)")],
    difference: Annotated[int, typer.Argument(help="+n or -n; write -- before a negative one")],
    reason: Annotated[str, typer.Option(help=", ".join(REASONS))],
    words: Annotated[str, typer.Option(help="at most 60 characters; they stay at this desk")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="keep the words although the guard warns")] = False,
) -> None:
    """Put an entry of a closed month right: the difference is entered in the open month and linked to it."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        month = log_months.open_month(desk)
        made = log_months.correct(desk, entry, difference, reason, words, anyway=anyway)
    session.answer = {"id": made, "corrects": entry, "month": month, "count": difference, "reason": reason}
    session.say(
        t(
            "更正记在 {month}：{difference}（{reason}）。",
            month=month,
            difference=f"{difference:+d}",
            reason=t(CORRECTION_REASONS[reason]),
        )
    )
