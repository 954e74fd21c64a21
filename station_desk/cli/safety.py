"""`check`, `backup`, `restore`, `audit`: is everything as it should be, and could it be brought back."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, pass_phrase
from station_desk.domain.trouble import Trouble
from station_desk.services import safety
from station_desk.wording import t
from station_desk.wording.archive import unread_words
from station_desk.wording.findings import tell_finding

audit = typer.Typer(help="the access log", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.command()(check)
    app.command()(backup)
    app.command()(restore)
    app.add_typer(audit, name="audit")


def check(
    ctx: typer.Context,
    deep: Annotated[bool, typer.Option("--deep", help="read every page and every hash")] = False,
    accept_restored: Annotated[
        bool, typer.Option("--accept-restored", help="go on from an older copy, as a branch of its own")
    ] = False,
) -> None:
    """Is the database whole? Answers the trouble `restored_copy` with --accept-restored."""
    session: Session = ctx.obj
    if accept_restored:
        safety.accept_restored(session.home, session.person, pass_phrase())
    with session.desk() as desk:
        report = safety.check(desk, deep=deep)
    _tell(session, report)


def _tell(session: Session, report: safety.CheckReport) -> None:
    session.answer = {
        "ok": report.ok,
        "unread": [{"file": file, "changes": count} for file, count in report.unread.items()],
        "findings": [{"code": f.code, "detail": f.detail, "text": tell_finding(f)} for f in report.findings],
    }
    session.say(t("完好。") if report.ok else t("发现 {n} 处问题：", n=len(report.findings)))
    session.say(*(tell_finding(finding) for finding in report.findings))
    session.say(*(unread_words(file, count) for file, count in report.unread.items()))
    if not report.ok:
        raise Trouble("check_failed", count=len(report.findings))


def backup(
    ctx: typer.Context, to: Annotated[Path | None, typer.Option(help="folder; default: the home's own")] = None
) -> None:
    """A dated copy, opened and verified, thinned by day, week and month."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        report = safety.backup(desk, to=to)
    session.answer = {"ok": report.verified, "findings": [], "file": str(report.file), "bytes": report.bytes}
    session.say(t("备份已写好并核对：{file}", file=str(report.file)))


def restore(ctx: typer.Context, file: Path) -> None:
    """Restore a backup into a new folder beside the home, never over it."""
    session: Session = ctx.obj
    restored = safety.restore(file, session.home, session.person, pass_phrase())
    session.answer = {"ok": True, "findings": [], "home": str(restored.home)}
    session.say(t("已恢复到 {home}，原来的没有动。", home=str(restored.home)))


@audit.command()
def verify(ctx: typer.Context) -> None:
    """Is the chain of the access log whole?"""
    session: Session = ctx.obj
    with session.desk() as desk:
        report = safety.verify_audit(desk)
    _tell(session, report)
