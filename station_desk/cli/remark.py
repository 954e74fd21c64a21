"""`remark`: the county's word on a station's record, and the station's answer. They travel with the next bundle."""

from enum import StrEnum
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.remarks import FIELDS, REASONS
from station_desk.services import remarks
from station_desk.wording import t

remark = typer.Typer(help="the county's word on a record, and the answer", no_args_is_help=True)


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Answer(StrEnum):
    DONE = "done"
    AS_IS = "as_is"
    SEEN = "seen"


def register(app: typer.Typer) -> None:
    app.add_typer(remark, name="remark")


@remark.command("list")
def list_(
    ctx: typer.Context,
    state: Annotated[State | None, typer.Option(help="only those that stand so")] = None,
    person: Annotated[str | None, typer.Option(help="only those about this record id")] = None,
    station: Annotated[str | None, typer.Option(help="only those to this station's code")] = None,
) -> None:
    """Every remark, open ones first."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = remarks.list_remarks(desk, state=state.value if state else None, person_id=person, scope=station)
    session.answer = {"remarks": [one.as_dict() for one in found]}
    session.say(
        table(
            ["id", t("派出所"), t("姓名"), t("项"), t("原因"), t("情况"), t("答复")],
            [[r.id, r.station, r.person, r.field, r.reason, r.state, r.answer] for r in found],
        ),
        *(f"{r.id}: {r.words}" for r in found if r.words),
    )


@remark.command("reasons")
def reasons(ctx: typer.Context) -> None:
    """The coded reasons, and the fields a remark may name."""
    session: Session = ctx.obj
    session.answer = {
        "reasons": [
            {"code": one.code, "kind": one.kind, "field": one.field, "needs_words": one.needs_words} for one in REASONS
        ],
        "fields": [name for name in FIELDS if name],
    }
    session.say(
        table([t("代码"), t("类别"), t("项")], [[one.code, one.kind, one.field] for one in REASONS]),
        ", ".join(name for name in FIELDS if name),
    )


@remark.command()
def add(
    ctx: typer.Context,
    person: str,
    reason: Annotated[str, typer.Option(help="a code of `remark reasons`")],
    field: Annotated[str, typer.Option(help="the field it is about; without it, the whole person")] = "",
    words: Annotated[str, typer.Option(help="at most 60 characters, no numbers of people")] = "",
    anyway: Annotated[bool, typer.Option("--anyway", help="keep words that the guard warns of; noted")] = False,
) -> None:
    """County: say something about the person with the record id PERSON. The station's record is not touched."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, remarks.add(desk, person, reason, field, words, anyway=anyway))


@remark.command()
def answer(ctx: typer.Context, remark_id: str, code: Answer) -> None:
    """Station: answer an open remark: done (mended), as_is (right as it stands), seen (of a comment)."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, remarks.answer(desk, remark_id, code.value))


@remark.command()
def close(ctx: typer.Context, remark_id: str) -> None:
    """County: the matter is settled."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, remarks.close(desk, remark_id))


@remark.command()
def reopen(ctx: typer.Context, remark_id: str) -> None:
    """County: it is not settled; the station is asked again."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        _tell(session, remarks.reopen(desk, remark_id))


def _tell(session: Session, record: str) -> None:
    session.answer = {"id": record or None}
    session.say(t("记下了，下一次导出会带上。") if record else t("没有改动"))
