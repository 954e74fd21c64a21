"""`paper read`: scanned sheets checked back in, their marks read."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, Table, table
from station_desk.cli.print_centre import paper
from station_desk.domain.points import points_text
from station_desk.services import scan_enter, scan_read
from station_desk.services.scan_enter import Kept, Refused
from station_desk.services.scan_read import Piece, PileRead
from station_desk.wording import t
from station_desk.wording.scans import why_text
from station_desk.wording.troubles import tell

_TOLD_EVERY = 8


def register(_app: typer.Typer) -> None:
    """The command stands with `paper`, which is registered there."""
    paper.command("read")(read)
    paper.command("enter")(enter)


def read(ctx: typer.Context, scans: Annotated[list[Path], typer.Argument(help="PDF, PNG, JPEG or TIFF")]) -> None:
    """Check sheets back in from scans and read what is ticked and written in their boxes; only what is sure has a value."""
    session: Session = ctx.obj
    told = [0]

    def progress(done: int, total: int) -> None:
        if total and done >= told[0] + _TOLD_EVERY:
            told[0] = done
            session.note(t("读了 {done} / {total} 页", done=done, total=total))

    with session.desk(write=True) as desk:
        pile = scan_read.read_scans(desk, scans, progress)
    session.answer = _answer(pile)
    session.say(*_lines(pile))


def _answer(pile: PileRead) -> dict[str, object]:
    return {
        "returned": pile.returned,
        "missing": pile.missing,
        "unread": pile.names("to_decide"),
        "foreign": pile.names("foreign"),
        "marks": [
            {"serial": one.sheet.serial, "box": mark.box, "value": mark.value, "sure": mark.sure}
            for one in pile.marks
            for mark in one.marks
        ],
        "scanned": len(pile.pieces),
        "filed": pile.count("filed"),
        "to_decide": pile.count("to_decide"),
        "foreign_pages": pile.count("foreign"),
        "before": pile.before,
        "before_on": {serial: day.isoformat() for serial, day in pile.since.items()},
        "doubled": pile.doubled,
        "partly_missing": [{"here": list(one.here), "lacking": list(one.lacking)} for one in pile.partly],
        "not_fitting": [one.sheet.serial for one in pile.marks if not one.fits],
        "pages": [
            {"file": piece.file, "page": piece.page, "state": piece.state, "serial": piece.serial, "why": piece.why}
            for piece in pile.pieces
        ],
    }


def _lines(pile: PileRead) -> list[str | Table]:
    counts = Counter(piece.state for piece in pile.pieces)
    lines: list[str | Table] = [
        t(
            "扫了 {n} 张 = 归好 {filed} + 待定 {decide} + 不是本所的 {foreign}",
            n=len(pile.pieces),
            filed=counts["filed"],
            decide=counts["to_decide"],
            foreign=counts["foreign"],
        )
    ]
    bad = [piece for piece in pile.pieces if piece.state != "filed"]
    if bad:
        lines.append(table([t("文件"), t("页"), t("编号"), t("说明")], [_bad(piece) for piece in bad]))
    lines += _named(t("扫了两次"), pile.doubled)
    lines += _named(t("以前收过"), [f"{serial} {pile.since.get(serial, '')}".strip() for serial in pile.before])
    lines += [t("缺页：{serials}", serials=" ".join(one.lacking)) for one in pile.partly]
    sure = sum(mark.sure for one in pile.marks for mark in one.marks)
    doubt = sum(not mark.sure for one in pile.marks for mark in one.marks)
    lines.append(t("读出 {n} 格，{m} 格拿不准，要人看", n=sure, m=doubt))
    lines.append(t("还缺 {m} 张", m=len(pile.missing)))
    return lines


def _bad(piece: Piece) -> list[object]:
    return [piece.file, piece.page or "", piece.serial, why_text(piece.why)]


def _named(what: str, serials: Sequence[str]) -> list[str | Table]:
    return [t("{what}：{serials}", what=what, serials=" ".join(serials))] if serials else []


def enter(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="what `paper read --json` answered, looked through and put right")],
    over: Annotated[bool, typer.Option("--over", help="also where another number was entered by hand")] = False,
) -> None:
    """Enter marks that a person looked through: counts into the month's log, scores as the officer's numbers.

    A mark without a value enters nothing. Each sheet is entered wholly or not at all.
    """
    session: Session = ctx.obj
    marks = scan_enter.read_marks(file)
    with session.desk(write=True) as desk:
        kept, refused = scan_enter.enter_marks(desk, marks, over=over)
    session.answer = {
        "entered": [_entered(one) for one in kept],
        "refused": [
            {"serial": one.serial, "why": one.trouble.code, "message": tell(one.trouble).what} for one in refused
        ],
    }
    session.say(table([t("编号"), t("结果")], [*map(_kept_line, kept), *map(_refused_line, refused)]))
    if refused:
        raise refused[0].trouble


def _entered(one: Kept) -> dict[str, object]:
    told: dict[str, object] = {"serial": one.sheet.serial, "form": one.sheet.form, "entered": one.entered}
    if one.scored is not None:
        told |= {"points_unit": "tenths", "total": one.scored.total, "grade": one.scored.grade or None}
        told |= {"step": one.scored.step or None}
    return told


def _kept_line(one: Kept) -> list[object]:
    if one.scored is None:
        return [one.sheet.serial, t("记了 {n} 项", n=one.entered)]
    total = "" if one.scored.total is None else points_text(one.scored.total)
    return [
        one.sheet.serial,
        t("记了 {n} 个分，合计 {total} {grade}", n=one.entered, total=total, grade=one.scored.grade),
    ]


def _refused_line(one: Refused) -> list[object]:
    return [one.serial, tell(one.trouble).what]
