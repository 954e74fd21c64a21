"""`key …` beyond showing and exporting, and `move …`: keys that change or are lost, a desk that goes to another computer."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, pass_phrase, table
from station_desk.cli.office import key
from station_desk.services import key_change, key_paper, move
from station_desk.wording import t

moving = typer.Typer(help="the whole desk to another computer", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(moving, name="move")


@key.command()
def change(
    ctx: typer.Context,
    stolen: Annotated[bool, typer.Option("--stolen", help="the old key counts no more")] = False,
    to: Annotated[
        Path | None, typer.Option(help="a folder for the word to hand over; it also travels by itself")
    ] = None,
) -> None:
    """New keys for this office. The others follow at the next bundle; after a theft, only when a person accepts."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        changed = key_change.change_keys(desk, stolen=stolen)
        files = key_change.write_changes(desk, to) if to is not None else []
    session.answer = {
        "office": desk.office.code,
        "former": changed.former,
        "fingerprint": changed.fingerprint,
        "told": list(changed.told),
        "files": [str(file) for file in files],
    }
    session.say(
        t("换了新钥匙。原来的指纹：{former}", former=changed.former),
        t("现在的指纹：{fingerprint}", fingerprint=changed.fingerprint),
        t("以前的钥匙纸作废了，请重新打印。"),
    )


@key.command()
def paper(ctx: typer.Context, out: Annotated[Path, typer.Option(help="a PDF file, or a folder")]) -> None:
    """The office's keys on one sheet, for the safe. It is recorded in the access log."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        file = key_paper.print_key_paper(desk, pass_phrase(), out)
    session.answer = {"office": desk.office.code, "file": str(file)}
    session.say(t("钥匙纸已写到 {file}。打印出来，装信封锁进保险柜，再把文件删掉。", file=str(file)))


@key.command()
def accept(
    ctx: typer.Context,
    file: Path,
    return_to: Annotated[Path | None, typer.Option(help="a folder for the bundle with its whole history")] = None,
    look: Annotated[bool, typer.Option("--look", help="only show both fingerprints")] = False,
) -> None:
    """Accept the new keys of an office that is known, after both sides have read the fingerprint to each other."""
    session: Session = ctx.obj
    with session.desk(write=not look) as desk:
        offered, made = (key_change.look(desk, file), []) if look else key_change.accept(desk, file, return_to)
    session.answer = {
        "office": offered.office,
        "accepted": not look,
        "planned": offered.planned,
        "former": offered.former,
        "fingerprint": offered.fingerprint,
        "last_number": offered.last_number,
        "last_at": offered.last_at,
        "bundles": [one.as_dict() for one in made],
    }
    session.say(
        t("{name}（{code}）原来的指纹：{former}", name=offered.name, code=offered.office, former=offered.former),
        t("新的指纹：{fingerprint}", fingerprint=offered.fingerprint),
    )
    if not look and not offered.planned:
        session.say(_what_is_lost(offered))
    session.say(*(t("已写好给它的包：{file}", file=one.file) for one in made))


def _what_is_lost(of: key_change.Offered) -> str:
    if not of.last_number:
        return t("本机没有收到过它的包，没有记录可以还给它。")
    return t(
        "它到第 {number} 包（{day}）为止的记录本机都有，会还给它。以后写的只在它原来的电脑里，找不回来就要照纸重录。",
        number=of.last_number,
        day=(of.last_at or "?")[:10],
    )


@key.command()
def revoke(ctx: typer.Context, code: str) -> None:
    """The key of the office CODE was stolen: refuse it from now on."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        event = key_change.revoke(desk, code)
    session.answer = {"office": event.office, "revoked": event.old, "at": event.at}
    session.say(t("{name} 的钥匙作废了。指纹：{old}", name=event.name, old=event.old))


@key.command("list")
def list_(ctx: typer.Context) -> None:
    """Every change of keys that is known here."""
    session: Session = ctx.obj
    with session.desk() as desk:
        events = key_change.events(desk)
    session.answer = {
        "changes": [
            {"office": e.office, "by": e.by, "why": e.why, "at": e.at, "former": e.old, "fingerprint": e.new}
            for e in events
        ]
    }
    words = {"planned": t("自己换的"), "stolen": t("被偷作废"), "lost": t("丢失后重认")}
    heads = [t("单位"), t("日期"), t("缘由"), t("原来的指纹"), t("新的指纹")]
    session.say(table(heads, [[e.name or e.office, e.at[:10], words[e.why], e.old, e.new] for e in events]))


@moving.command("out")
def move_out(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(help="a folder, usually a stick")],
    where: Annotated[str, typer.Option(help="where the desk goes, in words for people")] = "",
) -> None:
    """Everything into one verified file; from then on this computer is for reading only."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        told = move.move_out(desk, to, where)
    session.answer = {"file": str(told.file), "bytes": told.bytes, "where": told.said.where, "at": told.said.at}
    session.say(
        t("搬家文件已写好并核对：{file}", file=str(told.file)),
        t("这台电脑从现在起只能看。请在新电脑上接过来。"),
    )


@moving.command("in")
def move_in(ctx: typer.Context, file: Path) -> None:
    """Take the desk over from FILE on this computer, where there is no home yet."""
    session: Session = ctx.obj
    restored = move.move_in(file, session.home, session.person, pass_phrase())
    session.answer = {"home": str(restored.home), "made_at": restored.made_at}
    session.say(t("接过来了：{home}。以后就在这台电脑上写。", home=str(restored.home)))


@moving.command("stay")
def move_stay(ctx: typer.Context) -> None:
    """Go on on this computer after all; if the new one has written, the county will see two branches."""
    session: Session = ctx.obj
    said = move.move_stay(session.home, session.person, pass_phrase())
    session.answer = {"stayed": True, "moved_at": said.at, "where": said.where}
    session.say(t("不搬了，这台电脑又能写了。新电脑上的那一份请不要再用。"))
