"""`stipend`: the month's list of pay, computed with the rule behind each line (DESIGN 6)."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.money import money_words
from station_desk.domain.stipend import Adjustment, Topup
from station_desk.services import stipend as stipends
from station_desk.services import stipend_export
from station_desk.services.roster_memory import memory_of
from station_desk.services.stipend import MonthPay
from station_desk.wording import N, t

stipend = typer.Typer(help="the month's stipend", no_args_is_help=True)
_WHY = {
    "log_open": N("本月日志还没有结账，这是草稿，不能签、不能导出。"),
    "grades_missing": N("考核等次还没有定完，这是草稿，不能签、不能导出。"),
}
_CARDS = {"twice": N("两个人用同一张卡"), "changed": N("七天内换过卡")}
Period = Annotated[str, typer.Option(help="the month, 2026-10")]


def register(app: typer.Typer) -> None:
    app.add_typer(stipend, name="stipend")


@stipend.command()
def compute(ctx: typer.Context, period: Period) -> None:
    """Compute the month; of an open month a draft that is not stored."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = stipends.compute(desk, period)
    _tell(session, found)


@stipend.command()
def show(
    ctx: typer.Context,
    period: Period,
    station: Annotated[str, typer.Option(help="code of a station (county)")] = "",
) -> None:
    """The month's list as it is stored."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = stipends.look(desk, period, station)
    if found is None:
        session.answer = {"period": period, "state": None, "lines": [], "total_fen": 0, "total_words": money_words(0)}
        return
    _tell(session, found)


@stipend.command()
def adjust(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="record id of a person, or the name of a room")],
    fen: Annotated[int, typer.Argument(help="fen more; less behind --")],
    period: Period,
    reason: Annotated[str, typer.Option(help="|".join(stipends.REASONS))],
    by: Annotated[str, typer.Option("--by", help="who signed")],
    on: Annotated[str, typer.Option("--on", help="the day of the signature")],
    about: Annotated[str, typer.Option("--for", help="the month it is about")] = "",
    words: Annotated[str, typer.Option(help="at most 60 characters; they stay at this desk")] = "",
) -> None:
    """A signed line more or less, paid with a month that is not signed yet."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        known = memory_of(desk).book(desk).people
        who, unit = (person, "") if person in known else ("", person)
        (record,) = stipends.adjust(desk, Adjustment("", who, period, about, fen, reason, by, on, words, unit))
    session.answer = {"id": record, "period": period, "amount_fen": fen}
    session.say(t("已记下。重新计算以后进名册。"))


@stipend.command()
def step(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="sign|submit|approve|return|pay|close")],
    period: Period,
    on: Annotated[str, typer.Option("--on", help="its day")],
    by: Annotated[str, typer.Option("--by", help="who signed; the person at this desk otherwise")] = "",
    doc: Annotated[str, typer.Option("--doc", help="number of the document")] = "",
    reason: Annotated[str, typer.Option(help="of return: " + "|".join(stipends.RETURN_REASONS))] = "",
    station: Annotated[str, typer.Option(help="code of a station (county)")] = "",
) -> None:
    """Take the month one step further; another person than who computed it approves."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = stipends.step(desk, period, name, on, by, doc, station, reason)
    _tell(session, found)


@stipend.command()
def topup(
    ctx: typer.Context,
    fen: Annotated[int, typer.Argument(help="fen a month; 0 ends it")],
    from_: Annotated[str, typer.Option("--from", help="the first month, 2026-10")],
    by: Annotated[str, typer.Option("--by", help="who decided it")],
    doc: Annotated[str, typer.Option("--doc", help="number of the document")],
    on: Annotated[str, typer.Option("--on", help="day of the decision")],
    room: Annotated[str, typer.Option(help="a police room; every room otherwise")] = "",
) -> None:
    """What the township adds for police rooms a month; the county's number holds before a station's."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        record = stipends.top_up(desk, Topup("", room, fen, from_, by, doc, on))
    session.answer = {"id": record, "room": room or None, "amount_fen": fen, "from": from_}
    session.say(t("已记下。重新计算以后进名册。"))


@stipend.command()
def owed(
    ctx: typer.Context,
    period: Period,
    take: Annotated[bool, typer.Option("--take", help="note them as signed adjustments of PERIOD")] = False,
    by: Annotated[str, typer.Option("--by", help="who signed (with --take)")] = "",
    on: Annotated[str, typer.Option("--on", help="the day of the signature (with --take)")] = "",
) -> None:
    """What earlier months paid too little or too much, as terms, grades and rules stand now."""
    session: Session = ctx.obj
    with session.desk(write=take) as desk:
        found = stipends.owed(desk, period)
        taken = stipends.settle(desk, period, by, on) if take else []
    session.answer = {
        "period": period,
        "owed": [
            {"month": one.period, "subject": one.name, "paid_fen": one.paid, "due_fen": one.due, "fen": one.amount}
            for one in found
        ],
        "adjustments": taken,
    }
    rows = [[one.name, one.period, f"{one.amount / 100:.2f}"] for one in found]
    session.say(table([t("姓名"), t("月份"), t("应补、应扣")], rows))


@stipend.command(name="bank-columns")
def bank_columns(
    ctx: typer.Context,
    columns: Annotated[str | None, typer.Argument(help='as "姓名=户名，银行卡号，应发"; "" for the usual ones')] = None,
) -> None:
    """The columns of the bank's file as this office set them; with COLUMNS: set them."""
    session: Session = ctx.obj
    with session.desk(write=columns is not None) as desk:
        if columns is None:
            found = stipend_export.bank_columns(desk)
        else:
            found = stipend_export.set_bank_columns(desk, columns)
    session.answer = {"columns": [{"code": one.code, "heading": one.head} for one in found]}
    session.say(stipend_export.columns_text(found))


@stipend.command()
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="xlsx or csv")],
    period: Annotated[str, typer.Option(help="the month; the newest computed one otherwise")] = "",
    bank: Annotated[bool, typer.Option("--bank", help="for the bank: whole card numbers; recorded")] = False,
    columns: Annotated[str, typer.Option(help="|".join(stipend_export.COLUMNS))] = "",
) -> None:
    """The list as a workbook, ID and card masked; with --bank the file for the bank."""
    session: Session = ctx.obj
    with session.desk(write=bank) as desk:
        told = stipend_export.export(desk, file, period, bank=bank, columns=columns)
    session.answer = {
        "file": str(file.resolve()),
        "period": told.period,
        "lines": len(told.lines),
        "total_fen": told.total,
    }
    session.say(t("{n} 行写到 {file}", n=len(told.lines), file=str(file)))


def _tell(session: Session, found: MonthPay) -> None:
    session.answer = {
        "period": found.period,
        "state": found.state,
        "why_draft": found.why_draft or None,
        "given_back": found.given_back.reason if found.given_back else None,
        "lines": [
            {
                "person": found.names[line.subject],
                "id": line.person_id or None,
                "kind": line.kind,
                "grade": line.grade or None,
                "days": line.days,
                "base_fen": line.base,
                "allowance_fen": line.allowance,
                "adjust_fen": line.adjust,
                "payable_fen": line.payable,
                "rule": line.rule,
                "card": found.cards.get(line.person_id),
            }
            for line in found.lines
        ],
        "differs": [
            {"person": found.names[one.person_id], "kind": one.kind, "before_fen": one.before, "now_fen": one.now}
            for one in found.differs
        ],
        "total_fen": found.total,
        "total_words": money_words(found.total),
    }
    rows = [[found.names[line.subject], f"{line.payable / 100:.2f}", line.grade, line.rule] for line in found.lines]
    session.say(
        table([t("姓名"), t("应发"), t("等次"), t("规则")], rows), t("合计：{words}", words=money_words(found.total))
    )
    for person, why in found.cards.items():
        session.say(t("{name}：{why}", name=found.names[person], why=t(_CARDS[why])))
    if found.why_draft:
        session.say(t(_WHY[found.why_draft]))
