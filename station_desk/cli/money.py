"""`money`: amounts in capital words, for whoever writes a receipt by hand."""

from typing import Annotated

import typer

from station_desk.cli.context import Session
from station_desk.domain.money import money_words
from station_desk.domain.trouble import Trouble
from station_desk.wording import t

money = typer.Typer(help="amounts of money", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(money, name="money")


@money.command()
def words(
    ctx: typer.Context,
    amounts: Annotated[list[str], typer.Argument(metavar="FEN...", help="whole fen; negative ones behind --")],
) -> None:
    """The capital words (大写) of amounts in fen: `money words -- 140950 -500`."""
    session: Session = ctx.obj
    found = [(fen, money_words(fen)) for fen in map(_fen, amounts)]
    session.answer = {"amounts": [{"fen": fen, "words": said} for fen, said in found]}
    session.say(*(t("{fen} 分：{words}", fen=fen, words=said) for fen, said in found))


def _fen(text: str) -> int:
    """Trouble amount_wrong (text)."""
    plain = text.strip()
    if not (plain.isascii() and plain.removeprefix("-").isdecimal() and len(plain) <= 40):
        raise Trouble("amount_wrong", text=text[:40])
    return int(plain)
