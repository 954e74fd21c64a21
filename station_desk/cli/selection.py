"""`selection`: one vote judged from its figures; the acts of a batch are told in `selection_batch`."""

from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli import selection_batch, selection_terms
from station_desk.cli.context import Session
from station_desk.domain.vote import read_vote
from station_desk.domain.vote import tally as judge
from station_desk.services.json_files import read_json
from station_desk.wording import N, t

selection = typer.Typer(help="the selection of assistants", no_args_is_help=True)

_VERDICTS = {
    "elected": N("当选"),
    "not_elected": N("未选出"),
    "tie": N("票数相等"),
    "runoff": N("另行选举"),
    "void": N("无效"),
}
_PROBLEMS = {
    "quorum_not_met": N("到会人数不够"),
    "present_exceeds_due": N("到会比应到多"),
    "issued_exceeds_present": N("发出的票比到会的人多"),
    "returned_exceeds_issued": N("收回的票比发出的多"),
    "invalid_exceeds_returned": N("废票比收回的票多"),
    "sum_mismatch": N("票数加起来和有效票对不上"),
    "too_many_votes": N("得票总数超过有效票能投的数"),
    "negative": N("有负数"),
}


def register(app: typer.Typer) -> None:
    app.add_typer(selection, name="selection")
    selection_batch.register(selection)
    selection_terms.register(selection)


@selection.command()
def tally(
    ctx: typer.Context, file: Annotated[Path, typer.Argument(help="JSON: figures and rules of one vote")]
) -> None:
    """Judge one vote by the rules that stand beside its figures. Stores nothing, needs no home."""
    session: Session = ctx.obj
    found = judge(read_vote(read_json(file)))
    session.answer = {
        "verdict": found.verdict,
        "elected": [*found.elected],
        "runoff": [*found.runoff],
        "problems": [*found.problems],
    }
    session.say(t(_VERDICTS[found.verdict]))
    if found.elected:
        session.say(t("当选：{names}", names="、".join(found.elected)))
    if found.runoff:
        session.say(t("再选：{names}", names="、".join(found.runoff)))
    session.say(*(t(_PROBLEMS[code]) for code in found.problems))
