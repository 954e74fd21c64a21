"""`roster`: the people, from a workbook and to a workbook."""

import datetime
import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.intake_cells import OPEN_ELSEWHERE
from station_desk.domain.roster import RosterRow
from station_desk.services import correction_list, erase, intake, paperwork, roster_export
from station_desk.services import roster as errands
from station_desk.services.desk import Desk
from station_desk.wording import t
from station_desk.wording.intake import chinese

roster = typer.Typer(help="the village police assistants", no_args_is_help=True)


class EraseReason(StrEnum):
    RETENTION = "retention"
    REQUEST = "request"
    ORDER = "order"
    MISTAKE = "mistake"


Reveal = Annotated[bool, typer.Option("--reveal", help="whole ID numbers and phones; the look is recorded")]
AsOf = Annotated[datetime.datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="as it stood that day")]


def register(app: typer.Typer) -> None:
    app.add_typer(roster, name="roster")


def _day(as_of: datetime.datetime | None) -> datetime.date | None:
    return as_of.date() if as_of else None


def _people(desk: Desk, rows: Sequence[RosterRow], reveal: bool) -> list[dict[str, object]]:
    """People as the contract names them; with `reveal` the whole numbers beside the masked ones."""
    whole = errands.reveal_many(desk, [row.id for row in rows], ("id_no", "phone")) if reveal else {}
    return [
        {
            "id": row.id,
            "name": row.name,
            "village_code": row.village_code,
            "village": row.village,
            "id_no_masked": row.id_no_masked,
            "phone_masked": row.phone_masked,
            "status": row.status.value if row.status else None,
            "term_end": row.term_end,
            **{str(field): number for field, number in whole.get(row.id, {}).items()},
        }
        for row in rows
    ]


@roster.command("list")
def list_(ctx: typer.Context, search: str = "", as_of: AsOf = None, reveal: Reveal = False) -> None:
    """People sorted by village code, then name; TEXT is a name, pinyin, initials, a village or the tail of a number."""
    session: Session = ctx.obj
    with session.desk(write=reveal) as desk:
        rows = errands.list_people(desk, search=search, as_of=_day(as_of))
        session.answer = {"people": _people(desk, rows, reveal)}
    session.say(
        table(
            [t("姓名"), t("村"), t("状态"), t("聘期至"), t("身份证号"), t("电话"), "id"],
            [
                [
                    r.name,
                    r.village,
                    r.status.value if r.status else "",
                    r.term_end,
                    r.id_no_masked,
                    r.phone_masked,
                    r.id,
                ]
                for r in rows
            ],
        ),
        t("{n} 人", n=len(rows)),
    )


@roster.command()
def show(
    ctx: typer.Context,
    person_id: Annotated[str, typer.Argument(metavar="ID")],
    as_of: AsOf = None,
    reveal: Reveal = False,
) -> None:
    """One person with terms of office and history."""
    session: Session = ctx.obj
    with session.desk(write=reveal) as desk:
        card = errands.card(desk, person_id, as_of=_day(as_of))
        person = _people(desk, [card.row], reveal)[0]
    row = card.row
    person |= {
        "sex": row.sex,
        "birth": row.birth,
        "education": row.education,
        "political": row.political,
        "post": row.post,
        "villages": list(row.villages),
        "terms": [
            {
                "id": term.id,
                "state": term.state.value,
                "start_date": term.start_date,
                "end_date": term.end_date,
                "villages": list(term.villages),
                "number": term.number,
            }
            for term in card.terms
        ],
        "history": [
            {
                "at": line.at,
                "actor": line.actor,
                "action": line.action,
                "fields": [{"field": field, "old": old, "new": new} for field, old, new in line.fields],
                "archive": line.archive,
            }
            for line in card.history
        ],
    }
    session.answer = {"person": row.name} | person
    session.say(
        f"{row.name}  {row.village}  {row.status.value if row.status else ''}  {row.term_start or ''} – {row.term_end or ''}",
        f"{row.id_no_masked}  {row.phone_masked}",
        *(f"{line.day}  {line.actor}  {line.action}" for line in card.history),
    )


@roster.command("import")
def import_(
    ctx: typer.Context,
    file: Path,
    sheet: str | None = None,
    apply: Annotated[bool, typer.Option("--apply", help="write the accepted rows")] = False,
    township: str | None = None,
    as_of: AsOf = None,
    age: str | None = None,
    age_veteran: str | None = None,
    reveal: Reveal = False,
    accept_guess: Annotated[
        bool, typer.Option("--accept-guess", help="columns without a header are as guessed")
    ] = False,
) -> None:
    """Read a workbook or CSV; without --apply only propose."""
    session: Session = ctx.obj
    with session.desk(write=apply or reveal) as desk:
        proposal = intake.propose(
            desk, file, sheet=sheet, township=township, as_of=_day(as_of), age=age, age_veteran=age_veteran
        )
        session.answer = intake.proposal_json(desk, proposal, reveal=reveal)
        guessed = any(sheet.guessed for sheet in proposal.sheets)
        if apply:
            applied = intake.apply(desk, intake.agree(desk, proposal) if accept_guess else proposal)
            session.answer["applied"] = {"run": applied.run, "written": applied.written, "held": applied.held}
    summary = session.answer["summary"]
    if OPEN_ELSEWHERE in proposal.basis.book.notes:
        session.note(t("“{file}”正在别的程序里开着，读的是它上一次存盘的样子。", file=file.name))
    if guessed:
        session.note(t("没有认得的表头，各列是按内容猜的；看过以后加 --accept-guess 才能写入。"))
    session.say(json.dumps(summary, ensure_ascii=False))


@roster.command("undo-import")
def undo_import(ctx: typer.Context) -> None:
    """Take the last import back, whole, unless later acts rest on it."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        undone = intake.undo_import(desk)
    session.answer = {"run": undone.run, "changes": undone.changes}
    session.say(t("已撤回导入，{n} 处改动。", n=undone.changes))


@roster.command()
def corrections(ctx: typer.Context, out: Annotated[Path, typer.Option(help="the PDF file to write")]) -> None:
    """Print the rows that wait for correction to FILE.pdf, a list for each file; numbers are masked."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        printed = correction_list.print_corrections(desk, chinese)
        paperwork.save(desk, printed, out)
    session.answer = {"form": printed.form, "pages": printed.pages, "file": str(out.resolve())}
    session.say(t("{n} 页写到 {file}", n=printed.pages, file=str(out)))


@roster.command("erase")
def erase_(
    ctx: typer.Context,
    person_id: Annotated[str, typer.Argument(metavar="ID")],
    name: Annotated[str, typer.Option(help="the person's name, typed to confirm")],
    reason: Annotated[EraseReason, typer.Option(help="why: it is recorded")],
) -> None:
    """Erase a person for ever, with everything that hangs on them; only a tombstone without content stays."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        gone = erase.erase_person(desk, person_id, reason.value, name)
    session.answer = gone.as_dict()
    session.say(
        t("已删除 {n} 条记录，收不回来；下一包会让县局也删掉。", n=sum(gone.kinds.values())),
        *([t("本机还有 {n} 份旧备份，里面还有这个人，到期会自动清掉。", n=gone.backups)] if gone.backups else []),
    )


@roster.command()
def export(
    ctx: typer.Context,
    file: Path,
    columns: Annotated[str | None, typer.Option(help="codes with commas between; default all")] = None,
    reveal: Reveal = False,
) -> None:
    """Write the roster to FILE.xlsx."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        chosen = [c.strip() for c in columns.split(",")] if columns else None
        written = roster_export.export_roster(desk, file, chosen, None, reveal=reveal)
    session.answer = {"file": str(file.resolve()), "people": written}
    session.say(t("{n} 人写到 {file}", n=written, file=str(file)))
