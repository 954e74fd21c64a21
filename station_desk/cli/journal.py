"""`journal`: how large the journal is, how it grows, and old bodies into archives."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.slips import size_text
from station_desk.services import archive as archiving
from station_desk.services import growth
from station_desk.services.archive_back import bring_back as join_again
from station_desk.wording import t
from station_desk.wording.archive import back_words
from station_desk.wording.growth import pace_words, size_words

journal = typer.Typer(help="the journal: every act since the beginning", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(journal, name="journal")


@journal.callback()
def about() -> None:
    """The journal: every act since the beginning."""


@journal.command()
def size(ctx: typer.Context) -> None:
    """How large the database and its journal are, what came in each year, and how it goes on."""
    session: Session = ctx.obj
    with session.desk() as desk:
        told = growth.growth(desk)
    session.answer = told.as_dict()
    session.say(
        size_words(told),
        table(
            [t("年"), t("操作"), t("改动"), t("大小")],
            [[str(y.year), str(y.transactions), str(y.changes), size_text(y.bytes)] for y in told.years],
        ),
        pace_words(told),
    )


@journal.command()
def archive(
    ctx: typer.Context,
    before: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="acts before this day")],
    to: Annotated[Path, typer.Option(help="folder of the archive")],
) -> None:
    """Move the bodies of old acts that the other side has confirmed into a file of their own, after a backup."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        told = archiving.archive(desk, before.date(), to)
    session.answer = {"archive": told.archive.as_dict(), "before_bytes": told.before, "after_bytes": told.after}
    session.say(
        t(
            "{n} 处改动移到了 {file}；库从 {before} 变成 {after}。",
            n=f"{told.archive.changes:,}",
            file=str(told.archive.file),
            before=size_text(told.before),
            after=size_text(told.after),
        )
    )


@journal.command()
def archives(
    ctx: typer.Context, find: Annotated[Path | None, typer.Option(help="look for archives in this folder")] = None
) -> None:
    """The archives, and which of them are at hand."""
    session: Session = ctx.obj
    with session.desk(write=find is not None) as desk:
        found = archiving.archives(desk, find)
    session.answer = {"archives": [one.as_dict() for one in found]}
    session.say(
        table(
            [t("文件"), t("改动"), t("到"), t("在手边")],
            [[str(one.file), one.changes, one.upto[:10], t("是") if one.at_hand else t("不在")] for one in found],
        )
    )


@journal.command("bring-back")
def bring_back(ctx: typer.Context, file: Annotated[Path, typer.Argument(help="an archive")]) -> None:
    """Put what lies in an archive back into the journal; every body is held against its hash."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        told = join_again(desk, file)
    session.answer = {"number": told.number, "changes": told.changes, "file": str(told.file)}
    session.say(back_words(told.changes, str(told.file)))
