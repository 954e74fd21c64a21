"""`report`: statistics by name (DESIGN 6)."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session, table
from station_desk.domain.figures import GROUPS, Number, Ratio, Row, percent_text
from station_desk.domain.reports import REPORTS, Report, news_text
from station_desk.domain.trouble import Trouble
from station_desk.services import report_files
from station_desk.services.reports import make_report
from station_desk.wording import t
from station_desk.wording.reports import BY, note_words, report_name

report = typer.Typer(help="statistics", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(report, name="report")


@report.command("list")
def list_(ctx: typer.Context) -> None:
    """The reports that can be made."""
    session: Session = ctx.obj
    session.answer = {"reports": [{"name": name, "title": report_name(name)} for name in REPORTS]}
    session.say(*(f"{name}  {report_name(name)}" for name in REPORTS))


@report.command()
def make(
    ctx: typer.Context,
    name: str,
    period: Annotated[str, typer.Option(help="2026-10, 2026-Q3, 2026-H1, 2026 or 2026-07-01..2026-10-08")],
    xlsx: Annotated[Path | None, typer.Option(help="write a workbook, sums as formulas")] = None,
    pdf: Annotated[Path | None, typer.Option(help="write the paper")] = None,
    text: Annotated[Path | None, typer.Option(help="write the sentence of the news, with 余 and 近")] = None,
    by: Annotated[
        str, typer.Option(help="person, village, officer, room, area, station, county, category, month")
    ] = "",
    metric: Annotated[list[str] | None, typer.Option(help="code or name; may be repeated")] = None,
) -> None:
    """Make a report. `base` is the same period of the year before; every percentage bears what it is of.

    With `--by` also the detail: `columns` and `groups`. Blank is null and never 0.
    """
    session: Session = ctx.obj
    if by and by not in GROUPS:
        raise Trouble("option_unknown", option=by, known="、".join(GROUPS))
    with session.desk(write=any((xlsx, pdf, text))) as desk:  # what leaves the desk is recorded
        made = make_report(desk, name, period, by=by or None, metrics=metric or ())
        files = [
            write(desk, made, file)
            for file, write in (
                (xlsx, report_files.save_xlsx),
                (pdf, report_files.save_pdf),
                (text, report_files.save_text),
            )
            if file is not None
        ]
    session.answer = _answer(made) | (_detail(made) if by else {}) | ({"files": files} if files else {})
    _say(session, made, detail=bool(by))


def _answer(made: Report) -> dict[str, object]:
    ranked = [
        {
            "code": one.code,
            "metric": one.name,
            "unit": one.unit,
            "value": _plain(one.value),
            "base": None,
            "rank": one.rank,
            "who": one.who,
            "village": one.more,
        }
        for one in made.ranking
    ]
    return {
        "report": made.name,
        "period": made.period,
        "title": made.title,
        "first": made.first.isoformat(),
        "last": made.last.isoformat(),
        "rows": ranked or [_row(row) for row in made.rows],
        "derived": [_ratio(one) for one in made.ratios],
        "notes": [note_words(note) for note in made.notes],
        "text": news_text(made),
    }


def _plain(value: Number | None) -> int | float | None:
    """A number as JSON has it."""
    return float(value) if isinstance(value, Decimal) else value


def _row(row: Row) -> dict[str, object]:
    return {
        "code": row.code,
        "metric": row.name,
        "unit": row.unit,
        "value": _plain(row.value),
        "base": _plain(row.base),
        "previous": _plain(row.previous),
        "section": row.section,
    }


def _ratio(one: Ratio) -> dict[str, object]:
    return {
        "metric": one.name,
        "value": one.percent,
        "numerator": _plain(one.numerator),
        "denominator": _plain(one.denominator),
        "code": one.code,
    }


def _detail(made: Report) -> dict[str, object]:
    return {
        "by": made.by,
        "columns": [{"code": head.code, "metric": head.name, "unit": head.unit} for head in made.heads],
        "groups": [
            {
                "key": one.key,
                "name": one.name,
                "more": one.more,
                "values": {code: _plain(n) for code, n in one.values.items()},
            }
            for one in made.groups
        ],
    }


def _say(session: Session, made: Report, *, detail: bool) -> None:
    session.say(f"{made.title}  {made.first} – {made.last}")
    if made.ranking:
        rows = [[one.name, one.rank, one.who, one.more, one.value] for one in made.ranking]
        session.say(table([t("项目"), t("名次"), t("姓名"), t("村"), t("数量")], rows))
    elif made.told:
        heads = [t("代码"), t("项目"), t("单位"), t("本期"), t("上期"), t("去年同期"), t("同比")]
        session.say(table(heads, [_line(made, row) for row in made.told]))
    for one in made.ratios:
        if not one.change:
            session.say(f"{one.name} {percent_text(one.tenths)}（{one.numerator}/{one.denominator}）")
    if made.blank:
        session.say(t("没有报的：{names}", names="、".join(row.name for row in made.blank)))
    if detail:
        heads = [t(BY[made.by]), *(f"{head.name}（{head.unit}）" for head in made.heads)]
        session.say(table(heads, [[one.name, *(one.values.get(h.code) for h in made.heads)] for one in made.groups]))
    session.say(*(note_words(note) for note in made.notes))


def _line(made: Report, row: Row) -> list[object]:
    found = made.ratio_of(row.code)
    change = percent_text(found.tenths) if found else ""
    return [row.code, row.name, row.unit, row.value, row.previous, row.base, change]
