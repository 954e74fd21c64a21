"""`selection renew|suspend|resume|dismiss|transfer|transfers|release|receive`: what comes after an appointment."""

from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.terms import PAUSE_REASONS
from station_desk.domain.trouble import Trouble
from station_desk.services import selection_terms, selection_transfer
from station_desk.wording import N, t
from station_desk.wording.selection import EXIT_REASONS, pause_words

_WAYS = {"leaves": N("调出"), "comes": N("调入"), "both": N("调动")}


def register(selection: typer.Typer) -> None:
    for act in (renew, suspend, resume, dismiss, transfer, transfers, release, receive):
        selection.command()(act)


def transfer(
    ctx: typer.Context,
    person: Annotated[str, typer.Argument(help="who moves: name or id")],
    to: Annotated[str, typer.Option(help="code of the new station")],
    day: Annotated[str, typer.Option(help="first day there, YYYY-MM-DD")],
    doc_no: Annotated[str, typer.Option(help="number of the county's document")],
) -> None:
    """The county moves a person to another station."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        made = selection_transfer.order(desk, person, to, day, doc_no)
    session.answer = {"transfer": made}
    session.say(t("已写下调动，随下一个数据包送到两个派出所。"))


def transfers(ctx: typer.Context) -> None:
    """Who moves, and whether both stations have done their part."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = selection_transfer.transfers(desk)
    session.answer = {
        "transfers": [
            {
                "name": one.record.name,
                "way": one.way,
                "from": one.record.from_scope,
                "to": one.record.to_scope,
                "day": one.record.day,
                "doc_no": one.record.doc_no,
                "done": one.done,
            }
            for one in found
        ]
    }
    rows = [[one.record.name, t(_WAYS[one.way]), one.record.day, t("是") if one.done else t("否")] for one in found]
    session.say(table([t("姓名"), t("方向"), t("日期"), t("办完")], rows))


def release(ctx: typer.Context, name: str) -> None:
    """The old station ends the term; what was stays in its roster."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        session.answer = {"term": selection_transfer.release(desk, name)}
    session.say(t("{name}：已调出", name=name))


def receive(
    ctx: typer.Context,
    name: str,
    village: Annotated[str, typer.Option(help="the village of the new post")],
    end: Annotated[str, typer.Option(help="last day of the term")] = "",
    doc_no: Annotated[str, typer.Option(help="number of the letter")] = "",
) -> None:
    """The new station takes the person up."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        session.answer = {"person": selection_transfer.receive(desk, name, village, end, doc_no)}
    session.say(t("{name}：已调入", name=name))


def renew(
    ctx: typer.Context,
    people: Annotated[list[str], typer.Argument(help="people of the roster, by name or id")],
    end: Annotated[str, typer.Option(help="last day of the new terms; default: by the pack")] = "",
    doc_no: Annotated[str, typer.Option(help="number of the first letter")] = "",
) -> None:
    """Renew terms: a further term from the day after, linked to the present one."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        terms = selection_terms.renew(desk, people, end, doc_no)
    session.answer = {"terms": terms}
    session.say(t("续聘了 {n} 人。", n=len(terms)))


def suspend(
    ctx: typer.Context,
    person: str,
    on: Annotated[str, typer.Option("--on", help="first day; today otherwise")] = "",
    reason: Annotated[str, typer.Option(help=f"why: {', '.join(PAUSE_REASONS)}")] = "other",
    doc_no: Annotated[str, typer.Option(help="number of the paper")] = "",
) -> None:
    """Suspend a term; the post stays filled, the days are not paid."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        selection_terms.suspend(desk, person, on, reason, doc_no)
    session.answer = {"person": person, "state": "suspended", "reason": reason}
    session.say(t("{name}：已暂停，{reason}", name=person, reason=pause_words(reason)))


def resume(
    ctx: typer.Context,
    person: str,
    on: Annotated[str, typer.Option("--on", help="first day in office again; today otherwise")] = "",
) -> None:
    """Let a suspended term go on."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        selection_terms.resume(desk, person, on)
    session.answer = {"person": person, "state": "active"}
    session.say(t("{name}：已恢复", name=person))


def dismiss(
    ctx: typer.Context,
    person: str,
    reason: Annotated[str, typer.Option(help="、".join(EXIT_REASONS))],
    on: Annotated[str, typer.Option("--on", help="last day in office; today otherwise")] = "",
) -> None:
    """End a term before its time; the post is vacant from the day after."""
    session: Session = ctx.obj
    if reason not in EXIT_REASONS:
        raise Trouble("reason_needed", name=person, known="、".join(t(one) for one in EXIT_REASONS))
    with session.desk(write=True) as desk:
        selection_terms.dismiss(desk, person, on, reason)
    session.answer = {"person": person, "state": "exited", "reason": reason}
    session.say(t("{name}：已解聘，{reason}", name=person, reason=t(reason)))
