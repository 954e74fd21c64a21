"""`station-desk ...`: the contract of DESIGN 6. Names, options and JSON keys stay."""

import logging
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station_desk import wording
from station_desk.cli import rooms
from station_desk.cli.context import Pictures, Session, WindowWanted
from station_desk.domain.trouble import Trouble
from station_desk.machine.screen import has_screen
from station_desk.wording import t


class Language(StrEnum):
    ZH_CN = "zh_CN"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: the exit status, and the window to open instead where no command was given."""

    status: int
    window: WindowWanted | None = None


app = rooms.all_named()


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    home: Annotated[Path | None, typer.Option(help="the folder of the office's data")] = None,
    lang: Annotated[Language | None, typer.Option(help="zh_CN or en")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout")] = False,
) -> None:
    """Station Desk: roster, paper and exchange of a police station's village assistants. Alone: opens the window."""
    session: Session = ctx.obj
    if lang is not None:
        wording.use_language(lang.value)
    session.json = as_json
    if home is not None:
        session.home = home
    if ctx.invoked_subcommand is None:
        raise WindowWanted(home, lang.value if lang else None)


def run(args: list[str], pictures: Pictures | None = None) -> Ended:
    """Run one command line; `pictures` photographs the window's pages for `demo`.

    Troubles end in status 2 with three sentences, bugs in status 1 with a traceback in the log.
    """
    session = Session(pictures=pictures)
    try:
        return Ended(_invoke(args, session))
    except WindowWanted as wanted:
        if has_screen():
            return Ended(0, wanted)
        return _troubled(session, Trouble("no_screen"))
    except Trouble as trouble:
        return _troubled(session, trouble)
    except Exception:
        logging.getLogger("station_desk").exception("a bug")
        session.note(t("程序出了错，已停下；数据没有动。请把上面的记录交给维护人员。"))
        return Ended(1)


def _troubled(session: Session, trouble: Trouble) -> Ended:
    session.tell_trouble(trouble)
    session.print_answer()
    return Ended(2)


def _invoke(args: list[str], session: Session) -> int:
    """The status of a command that met no trouble. Typer answers `--help` and a misused option by itself (0 and 2)."""
    try:
        app(args, prog_name="station-desk", obj=session, standalone_mode=True)
    except SystemExit as ended:
        if ended.code:
            return int(ended.code)
    session.print_answer()
    return 0
