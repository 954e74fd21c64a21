"""`attach`: photos of people and documents of the county (beside the contract of DESIGN 6: the window does the same)."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.attachments import Attachment
from station_desk.services import attachments
from station_desk.wording import t

attach = typer.Typer(help="photos of people, documents of the county", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(attach, name="attach")


@attach.command()
def add(
    ctx: typer.Context,
    file: Path,
    person: Annotated[str | None, typer.Option(help="the person whose photo it is; without it: a document")] = None,
    title: Annotated[str, typer.Option(help="what the document is called")] = "",
    travels: Annotated[bool, typer.Option("--travels", help="the photo goes to the county too")] = False,
) -> None:
    """Keep a photo of a person (station), or a PDF for the stations (county)."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        if person is None:
            made = attachments.add_document(desk, file, title)
        else:
            made = attachments.add_photo(desk, person, file, travels=travels)
        _tell(session, [one for one in attachments.attachments(desk) if one.id == made])


@attach.command("list")
def list_(ctx: typer.Context, person: Annotated[str | None, typer.Option(help="of this person only")] = None) -> None:
    """What is attached; `here` tells whether the content lies on this computer."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell(session, attachments.attachments(desk, person))


@attach.command()
def save(ctx: typer.Context, attachment: str, out: Annotated[Path, typer.Option(help="the file to write")]) -> None:
    """Write the content to a file; that it left the program is recorded."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        file = attachments.save(desk, attachment, out)
    session.answer = {"file": str(file.absolute())}
    session.say(t("已存到 {file}", file=str(file)))


@attach.command()
def travel(
    ctx: typer.Context,
    attachment: str,
    stay: Annotated[bool, typer.Option("--stay", help="it stays here, and goes away again at the county")] = False,
) -> None:
    """Choose whether a photo goes to the county too."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        attachments.let_travel(desk, attachment, travels=not stay)
        _tell(session, [one for one in attachments.attachments(desk) if one.id == attachment])


@attach.command()
def remove(ctx: typer.Context, attachment: str) -> None:
    """Erase an attachment for ever, record and content."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        attachments.remove(desk, attachment)
        _tell(session, attachments.attachments(desk))


def _tell(session: Session, found: list[Attachment]) -> None:
    session.answer = {"attachments": [one.as_dict() for one in found]}
    heads = [t("种类"), t("名称"), t("字节"), t("随包交出"), t("在本机"), "id"]
    rows = [[one.kind, one.title, one.size, _yes(one.travels), _yes(one.here), one.id] for one in found]
    session.say(table(heads, rows))


def _yes(value: bool) -> str:
    return t("是") if value else t("否")
