"""`journal`: how large the journal is and how it grows."""

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.slips import size_text
from station_desk.services import growth
from station_desk.wording import t
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
