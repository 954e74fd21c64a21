"""`bundle`: the exchange by file (EXCHANGE, contract of the command line)."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli import bundle_paper
from station_desk.cli.context import Session, table
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from station_desk.services.bundle_lookup import missing_bundles
from station_desk.wording import t

bundle = typer.Typer(help="the exchange by file", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    bundle_paper.add_to(bundle)
    app.add_typer(bundle, name="bundle")


@bundle.command()
def export(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(help="folder or stick")],
    for_: Annotated[list[str] | None, typer.Option("--for", help="receiver's code; may be repeated")] = None,
    everyone: Annotated[bool, typer.Option("--all", help="everyone this office knows")] = False,
    full: Annotated[bool, typer.Option("--full", help="everything, not only what is new to the receiver")] = False,
    number: Annotated[list[int] | None, typer.Option(help="give this bundle again; may be repeated")] = None,
) -> None:
    """Write a bundle for each receiver, read it back, and only then say that it is there."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        if number:
            if everyone or len(for_ or ()) > 1:
                raise Trouble("receiver_unclear")
            made = exchange.give_again(desk, to, number, for_[0] if for_ else None)
        else:
            made = exchange.export_bundles(desk, to, receivers=for_ or None, everyone=everyone, full=full)
    session.answer = {"bundles": [one.as_dict() for one in made]}
    session.say(
        *(
            t(
                "第 {n} 包给 {to}：{file}，短码 {code}，{changes} 处改动，已读回核对。",
                n=one.number,
                to=one.to,
                file=one.file,
                code=one.code,
                changes=one.changes,
            )
            for one in made
        )
    )
    session.say(
        *(
            t("其中照片和文件 {n} 个；放不下的 {left} 个等下一包。", n=one.files, left=one.files_waiting)
            for one in made
            if one.files or one.files_waiting
        )
    )
    if not made:
        session.say(t("没有要交的改动。"))


@bundle.command()
def inspect(ctx: typer.Context, file: Path) -> None:
    """What a file says of itself, without taking it in."""
    session: Session = ctx.obj
    with session.desk() as desk:
        session.answer = exchange.inspect(desk, file).as_dict()
    session.say(table([t("项"), t("值")], [[key, value] for key, value in session.answer.items()]))


@bundle.command("import")
def import_(
    ctx: typer.Context,
    files: list[Path],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only the report")] = False,
    receipt_to: Annotated[Path | None, typer.Option(help="folder for the receipts")] = None,
) -> None:
    """Take bundles in: each whole or not at all; a receipt for each sender."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        answer = exchange.import_bundles(desk, files, dry_run=dry_run, receipt_to=receipt_to)
    session.answer = answer.as_dict()
    session.say(
        table(
            [t("文件"), t("来自"), t("序号"), t("改动"), t("结论")],
            [[b.file, b.sender, b.number, b.changes, b.result] for b in answer.bundles],
        ),
        *(t("回执：{file}", file=file) for file in answer.receipts),
    )
    if answer.trouble is not None:
        raise answer.trouble


@bundle.command()
def status(ctx: typer.Context) -> None:
    """Every office known: last sent, last receipt, what is not confirmed, what is missing."""
    session: Session = ctx.obj
    with session.desk() as desk:
        peers = exchange.status(desk)
        missing = missing_bundles(desk)
    session.answer = {
        "peers": [
            peer.as_dict()
            | {
                "missing": [
                    {"number": one.number, "made_at": one.made_at, "code": one.code}
                    for one in missing
                    if one.office == peer.office
                ]
            }
            for peer in peers
        ]
    }
    session.say(
        table(
            [t("单位"), t("上次交出"), t("上次回执"), t("未确认改动"), t("缺包")],
            [
                [p.office, p.last_sent, p.last_receipt, p.unacknowledged_changes, ", ".join(map(str, p.gaps))]
                for p in peers
            ],
        )
    )
