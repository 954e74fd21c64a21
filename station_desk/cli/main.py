"""`station-desk ...`: the contract of DESIGN 6. Names, options and JSON keys stay."""

import logging
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import click
import typer

from station_desk import wording
from station_desk.cli import bundle, demo, office, paper, people, roster, safety, villages
from station_desk.cli.context import Session
from station_desk.domain.trouble import Trouble
from station_desk.machine import folders
from station_desk.wording import t


class Language(StrEnum):
    ZH_CN = "zh_CN"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Window:
    """The window is wanted, on this home (None: the one used last), in this language (None: as set)."""

    home: Path | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: the exit status, and the window to open instead where no command was given."""

    status: int
    window: Window | None = None


app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False, rich_markup_mode=None)
for room in (office, villages, roster, paper, bundle, safety, people, demo):
    room.register(app)


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    home: Annotated[Path | None, typer.Option(help="the folder of the office's data")] = None,
    lang: Annotated[Language | None, typer.Option(help="zh_CN or en")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="one JSON document on stdout")] = False,
) -> None:
    """Station Desk: roster, paper and exchange of a police station's village assistants. Alone: opens the window."""
    if lang is not None:
        wording.use_language(lang.value)
    ctx.obj = Session(home=home or folders.default_home(), json=as_json)
    if ctx.invoked_subcommand is None:
        raise _WindowWanted(Window(home, lang.value if lang else None))


class _WindowWanted(Exception):
    def __init__(self, window: Window) -> None:
        super().__init__()
        self.window = window


def run(args: list[str], pictures: demo.Pictures | None = None) -> Ended:
    """Run one command line; `pictures` photographs the window's pages for `demo`. Troubles end in status 2 with three sentences, bugs in status 1 with a traceback."""
    command = typer.main.get_command(app)
    context: click.Context | None = None
    try:
        context = command.make_context("station-desk", list(args))
        context.meta["pictures"] = pictures
        with context:
            command.invoke(context)
        return _end(context, 0)
    except _WindowWanted as wanted:
        return Ended(0, wanted.window)
    except demo.WindowWanted as wanted:
        return Ended(0, Window(wanted.home, None))
    except Trouble as trouble:
        session = _session(context)
        session.tell_trouble(trouble)
        if session.json:
            session.print_answer()
        return Ended(2)
    except click.exceptions.Exit as ended:
        return Ended(ended.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        return Ended(2)
    except (click.Abort, KeyboardInterrupt):
        return Ended(2)
    except Exception:
        logging.getLogger("station_desk").exception("a bug")
        print(t("程序出了错，已停下；数据没有动。请把上面的记录交给维护人员。"), file=sys.stderr)  # noqa: T201
        return Ended(1)


def _session(context: click.Context | None) -> Session:
    found = context.obj if context is not None else None
    return found if isinstance(found, Session) else Session()


def _end(context: click.Context, status: int) -> Ended:
    session = _session(context)
    session.print_answer()
    return Ended(status)
