"""`bundle find|slip|receipt-slip`: the paper beside the stick, and what it names."""

import time
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.cli.paper import tell_printed
from station_desk.services import bundle_lookup, paperwork, slips
from station_desk.wording import t


def add_to(bundle: typer.Typer) -> None:
    """The commands stand among those of `bundle`."""
    bundle.command()(find)
    bundle.command()(slip)
    bundle.command("receipt-slip")(receipt_slip)


def find(ctx: typer.Context, text: str) -> None:
    """The state of the bundle that a short code, a number, a file or the text of a slip's QR names."""
    session: Session = ctx.obj
    with session.desk() as desk:
        found = bundle_lookup.find_bundles(desk, text)
    session.answer = {"bundles": [one.as_dict() for one in found]}
    session.say(
        table(
            [t("对方"), t("序号"), t("短码"), t("做于"), t("经手"), t("改动"), t("情况")],
            [[one.name, one.number, one.code, one.made_at, one.by, one.changes, one.state] for one in found],
        )
    )


def slip(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="the PDF file to write")],
    texts: Annotated[list[str] | None, typer.Argument(help="numbers, codes or files; the newest without")] = None,
    for_: Annotated[str | None, typer.Option("--for", help="receiver's code")] = None,
    blank: Annotated[int, typer.Option(help="blank copies")] = 0,
) -> None:
    """Print the hand-over slip (移交单) of bundles that were made here."""
    session: Session = ctx.obj
    began = time.monotonic()
    with session.desk(write=True) as desk:
        printed = slips.print_slip(desk, texts or (), receiver=for_, blank=blank)
        paperwork.save(desk, printed, out)
    tell_printed(session, printed, out, began)


def receipt_slip(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help="the PDF file to write")],
    texts: Annotated[list[str] | None, typer.Argument(help="numbers, codes or files; the newest day without")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="sender's code")] = None,
    blank: Annotated[int, typer.Option(help="blank copies")] = 0,
) -> None:
    """Print the receipt to be stamped (收件回执单) for bundles that were looked at here."""
    session: Session = ctx.obj
    began = time.monotonic()
    with session.desk(write=True) as desk:
        printed = slips.print_receipt(desk, texts or (), sender=from_, blank=blank)
        paperwork.save(desk, printed, out)
    tell_printed(session, printed, out, began)
