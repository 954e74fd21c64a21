"""`person`: who may unlock this desk (beside the contract of DESIGN 6: the window does the same)."""

import getpass
import os
import sys
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.records import Account, Role
from station_desk.domain.trouble import Trouble
from station_desk.services import accounts
from station_desk.wording import t

person = typer.Typer(help="the people who unlock this desk", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(person, name="person")


@person.command("list")
def list_(ctx: typer.Context) -> None:
    """The people and their roles."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell(session, desk_people=accounts.list_accounts(desk))


def _tell(session: Session, desk_people: list[Account]) -> None:
    session.answer = {
        "people": [{"id": a.id, "name": a.name, "role": a.role.value, "active": a.active} for a in desk_people]
    }
    session.say(table([t("姓名"), t("角色"), "id"], [[a.name, a.role.value, a.id] for a in desk_people]))


@person.command()
def add(ctx: typer.Context, name: str, role: Annotated[Role, typer.Option()] = Role.CLERK) -> None:
    """Add a person; the new pass phrase is asked for, or in STATION_DESK_NEW_PASSPHRASE."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        accounts.add_account(desk, name, role, _new_pass_phrase())
        _tell(session, accounts.list_accounts(desk))


@person.command()
def remove(ctx: typer.Context, name: str) -> None:
    """Remove a person; the data key is changed, so that an old copy of the key file opens nothing."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = [a for a in accounts.list_accounts(desk) if a.name == name and a.active]
        if not found:
            raise Trouble("person_unknown", name=name)
        accounts.remove_account(desk, found[0].id)
        _tell(session, accounts.list_accounts(desk))


def _new_pass_phrase() -> str:
    given = os.environ.get("STATION_DESK_NEW_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Trouble("pass_phrase_missing")
    return getpass.getpass(t("新口令："), stream=sys.stderr)
