"""`stipend`: the month's list of pay, computed with the rule behind each line (DESIGN 6)."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.money import money_words
from station_desk.domain.stipend import Adjustment
from station_desk.services import stipend as stipends
from station_desk.services import stipend_export
from station_desk.services.stipend import MonthPay
from station_desk.wording import N, t

stipend = typer.Typer(help="the month's stipend", no_args_is_help=True)
_WHY = {
    "log_open": N("本月日志还没有关账，这是草稿，不能签、不能导出。"),
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
def show(ctx: typer.Context, period: Period) -> None:
    """The month's list as it is stored."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = stipends.look(desk, period)
    if found is None:
        session.answer = {"period": period, "state": None, "lines": [], "total_fen": 0, "total_words": money_words(0)}
        return
    _tell(session, found)


@stipend.command()
def adjust(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="record id")],
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
        record = stipends.adjust(desk, Adjustment("", person, period, about, fen, reason, by, on, words))
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
) -> None:
    """Take the month one step further."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = stipends.step(desk, period, name, on, by, doc)
    _tell(session, found)


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
        "lines": [
            {
                "person": found.names[line.person_id or line.unit],
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
    rows = [
        [found.names[line.person_id or line.unit], f"{line.payable / 100:.2f}", line.grade, line.rule]
        for line in found.lines
    ]
    session.say(
        table([t("姓名"), t("应发"), t("等次"), t("规则")], rows), t("合计：{words}", words=money_words(found.total))
    )
    for person, why in found.cards.items():
        session.say(t("{name}：{why}", name=found.names[person], why=t(_CARDS[why])))
    if found.why_draft:
        session.say(t(_WHY[found.why_draft]))
