"""`init`, `key`, `office`: who this desk is, and whom it trusts."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, pass_phrase
from station_desk.domain.records import OfficeKind
from station_desk.services import exchange, first_start
from station_desk.services.villages import import_villages, propose_villages, rows_for
from station_desk.wording import t

key = typer.Typer(help="the office's public identity", no_args_is_help=True)
offices = typer.Typer(help="other offices", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(init)
    app.add_typer(key, name="key")
    app.add_typer(offices, name="office")


def init(
    ctx: typer.Context,
    office: Annotated[OfficeKind, typer.Option(help="station or county")],
    name: Annotated[str, typer.Option(help="the office's name")],
    code: Annotated[str, typer.Option(help="its administrative digits")],
    pack: Annotated[str, typer.Option(help="policy pack, e.g. cn.nanan")],
    villages: Annotated[str | None, typer.Option(help="code prefix of a sample list, or a CSV or xlsx file")] = None,
    person: Annotated[str, typer.Option(help="who unlocks it first")] = "",
    key_paper: Annotated[
        str | None, typer.Option(help="digits of the office's key paper, to begin again as itself; - asks for them")
    ] = None,
) -> None:
    """Create the home of a station or a county office."""
    session: Session = ctx.obj
    rows = rows_for(villages) if villages else []
    created = first_start.create_office(
        session.home,
        first_start.NewOffice(
            kind=office,
            name=name,
            code=code,
            pack=pack,
            villages=rows,
            person=person or t("管理员"),
            pass_phrase=pass_phrase(new=True),
            key_paper=typed_paper(key_paper),
        ),
    )
    if villages and rows and Path(villages).is_file():  # a prefix of the sample lists has no other names
        aliases = propose_villages(created.desk, Path(villages)).aliases
        if aliases:
            import_villages(created.desk, rows, aliases)
    created.desk.close()
    session.answer = {
        "office": office.value,
        "name": name,
        "code": code,
        "pack": pack,
        "villages": len(rows),
        "fingerprint": created.fingerprint,
        "recovery_code": created.recovery_code,
    }
    session.say(
        t("{name} 建好了，{n} 个村。", name=name, n=len(rows)),
        t("指纹：{fingerprint}", fingerprint=created.fingerprint),
        t("恢复码：{code}", code=created.recovery_code),
        t("请把恢复码抄下来锁进保险柜。丢了它又忘了口令，数据谁也打不开。"),
    )


def typed_paper(given: str | None) -> str | None:
    """The digits of a key paper: as given, or for `-` from STATION_DESK_KEY_PAPER or the terminal."""
    if given != "-":
        return given
    return os.environ.get("STATION_DESK_KEY_PAPER") or sys.stdin.readline()


@key.command("export")
def key_export(ctx: typer.Context, file: Path) -> None:
    """Write the office's public identity to FILE, for the other side to trust."""
    session: Session = ctx.obj
    with session.desk() as desk:
        exchange.write_public_identity(desk, file)
        _tell_key(session, desk.office.code, exchange.fingerprint(desk))


@key.command("show")
def key_show(ctx: typer.Context) -> None:
    """The fingerprint to read to the other side over the telephone."""
    session: Session = ctx.obj
    with session.desk() as desk:
        _tell_key(session, desk.office.code, exchange.fingerprint(desk))


def _tell_key(session: Session, code: str, fingerprint: str) -> None:
    session.answer = {"office": code, "fingerprint": fingerprint}
    session.say(t("{code} 的指纹：{fingerprint}", code=code, fingerprint=fingerprint))


@offices.command("trust")
def office_trust(ctx: typer.Context, file: Path) -> None:
    """Accept another office's public identity (a station: its county; a county: a station)."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        peer = exchange.trust(desk, file)
    session.answer = {"office": peer.office, "role": peer.kind, "fingerprint": peer.fingerprint}
    session.say(
        t("已认识 {name}（{code}）。", name=peer.name, code=peer.office),
        t("请在电话里核对指纹：{fingerprint}", fingerprint=peer.fingerprint),
    )
