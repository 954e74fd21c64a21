"""`selection open|apply|mend|check|advance|object|answer|photo|show|export|end|holidays`: a batch from a vacancy to an appointment."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from station_desk.cli.context import Session
from station_desk.cli.selection_answer import tell
from station_desk.domain.eligibility import Case, ExclusionCheck
from station_desk.domain.selection import KINDS
from station_desk.domain.trouble import Trouble
from station_desk.services import selection as errands
from station_desk.services import (
    selection_appoint,
    selection_days,
    selection_mend,
    selection_publicity,
    selection_vote,
)
from station_desk.services.attachments import add_photo
from station_desk.services.desk import Desk
from station_desk.services.json_files import read_json
from station_desk.services.paper_twins import save_twin, twin
from station_desk.services.selection_board import Board, board, list_boards, newest
from station_desk.services.selection_list import batch_list
from station_desk.wording import t

Batch = Annotated[str, typer.Option("--batch", help="name or id; default: the newest under way")]
Day = Annotated[str, typer.Option("--day", help="the day on the paper, YYYY-MM-DD; default today")]


def register(selection: typer.Typer) -> None:
    for name, act in (
        ("open", open_),
        ("apply", apply),
        ("mend", mend),
        ("check", check),
        ("advance", advance),
        ("object", object_),
        ("answer", answer),
        ("photo", photo),
        ("show", show),
        ("export", export),
        ("end", end),
        ("holidays", holidays),
    ):
        selection.command(name)(act)


def open_(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help="what the batch is called")],
    post: Annotated[list[str] | None, typer.Option(help="VILLAGE or VILLAGE=SEATS; default: every vacant seat")] = None,
    opened: Annotated[str, typer.Option(help="YYYY-MM-DD; default today")] = "",
    closes: Annotated[str, typer.Option(help="last day for candidates")] = "",
    deadline: Annotated[str, typer.Option(help="to be done by")] = "",
    days: Annotated[int, typer.Option(help="the deadline as days from the opening")] = 0,
    reference_day: Annotated[str, typer.Option(help="the day on which conditions are judged")] = "",
) -> None:
    """Open a batch from the vacancies; the stages are the pack's."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        start = opened or desk.clock.today().isoformat()
        due = deadline or (errands.deadline_after(start, days) if days else "")
        seats: Counter[str] = Counter()
        for village, count in map(_seats, post or ()):
            seats[village] += count
        new = errands.NewBatch(name, start, None if post is None else seats, closes, due, reference_day)
        tell(session, board(desk, errands.open_batch(desk, new)))


def apply(
    ctx: typer.Context,
    village: Annotated[str, typer.Option(help="village of the post: name or code")],
    name: Annotated[str, typer.Option(help="the candidate's name")],
    batch: Batch = "",
    id_no: Annotated[str, typer.Option(help="ID number")] = "",
    sex: Annotated[str, typer.Option(help="男 or 女, where there is no ID number")] = "",
    birth: Annotated[str, typer.Option(help="YYYY-MM-DD, where there is no ID number")] = "",
    phone: Annotated[str, typer.Option(help="telephone")] = "",
    education: Annotated[str, typer.Option(help="e.g. 高中")] = "",
    political: Annotated[str, typer.Option(help="kept only where the pack says what for")] = "",
    post: Annotated[str, typer.Option(help="present post in the village")] = "",
    residence: Annotated[str, typer.Option(help="where the candidate lives: 本村, 本镇 …")] = "",
    relaxed: Annotated[str, typer.Option(help="the ground for the relaxed age, as the pack names it")] = "",
    signed: Annotated[str, typer.Option(help="day on the signed form; then the first stage is passed")] = "",
) -> None:
    """Take up a candidate."""
    session: Session = ctx.obj
    told = errands.NewCandidate(
        *(village, name, id_no, sex, birth, phone, education, political, post, residence, relaxed, signed)
    )
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        errands.add_candidates(desk, found, [told])
        tell(session, board(desk, found))


def mend(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(help="candidate: name, village/name or id")],
    batch: Batch = "",
    name: Annotated[str | None, typer.Option(help="the right name")] = None,
    id_no: Annotated[str | None, typer.Option(help="the right ID number")] = None,
    phone: Annotated[str | None, typer.Option()] = None,
    education: Annotated[str | None, typer.Option()] = None,
    political: Annotated[str | None, typer.Option()] = None,
    post: Annotated[str | None, typer.Option(help="post held in the village")] = None,
    residence: Annotated[str | None, typer.Option()] = None,
    relaxed: Annotated[str | None, typer.Option(help="the ground for the relaxed age")] = None,
) -> None:
    """Put right what was typed of a candidate; the steps stay."""
    session: Session = ctx.obj
    told = {
        "name": name, "id_no": id_no, "phone": phone, "education": education,
        "political": political, "post": post, "residence": residence, "relaxed": relaxed,
    }  # fmt: skip
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        selection_mend.mend_candidate(desk, found, who, {key: text for key, text in told.items() if text is not None})
        _tell(session, desk, found)


def check(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="candidate: name, village/name or id")],
    result: Annotated[str, typer.Option(help="all grounds that exclude together: none, not_eligible or open")],
    batch: Batch = "",
    checker: Annotated[str, typer.Option(help="who checked")] = "",
    checked_on: Annotated[str, typer.Option(help="when, YYYY-MM-DD")] = "",
    doc_no: Annotated[str, typer.Option(help="number of the document")] = "",
    met: Annotated[list[str] | None, typer.Option(help="code of a condition that is met")] = None,
    unmet: Annotated[list[str] | None, typer.Option(help="code of a condition that is not met")] = None,
    reason: Annotated[list[str] | None, typer.Option(help="CODE=REASON for a general condition not met")] = None,
) -> None:
    """Keep the check of a candidate: one result, no grounds."""
    session: Session = ctx.obj
    if result not in ("none", "not_eligible", "open"):
        raise Trouble("answer_unknown", item=result, known="none, not_eligible, open")
    case = Case(
        day=date.min,
        answers=dict.fromkeys(met or (), True) | dict.fromkeys(unmet or (), False),
        reasons=dict(one.partition("=")[::2] for one in reason or ()),
        exclusion=ExclusionCheck(result, checker, checked_on, doc_no),  # type: ignore[arg-type]
    )
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        errands.check_candidate(desk, found, name, case)
        tell(session, board(desk, found))


def advance(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="candidates; none: everybody who waits")] = None,
    batch: Batch = "",
    stage: Annotated[str, typer.Option(help="code or name of the stage; default: the one they wait for")] = "",
    result: Annotated[
        str, typer.Option(help="passed, failed, shown (notice out), withdrawn, declined, reopened, promoted")
    ] = "passed",
    day: Day = "",
    by: Annotated[str, typer.Option(help="who signed for the station")] = "",
    second: Annotated[str, typer.Option(help="who signed for the other side")] = "",
    doc_no: Annotated[str, typer.Option(help="number of minutes, decision, contract; of the first letter")] = "",
    reason: Annotated[str, typer.Option(help="code of the reason")] = "",
    score: Annotated[list[str] | None, typer.Option(help="NAME=POINTS at the test")] = None,
    line: Annotated[str, typer.Option(help="the least points that pass")] = "",
    vote: Annotated[Path | None, typer.Option(help="JSON with the figures of the vote, as for tally")] = None,
    village: Annotated[str, typer.Option(help="whose vote it is")] = "",
    day_kind: Annotated[str, typer.Option(help="days of the notice: work or calendar")] = "work",
    place: Annotated[str, typer.Option(help="where the notice hangs")] = "",
    prefer: Annotated[list[str] | None, typer.Option(help="who comes first at equal scores")] = None,
    start: Annotated[str, typer.Option(help="first day of the terms")] = "",
    end: Annotated[str, typer.Option(help="last day of the terms; default: by the pack")] = "",
) -> None:
    """Pass a stage for one or for all who wait: by the stage's kind a step, a vote, a notice, merit, the appointment."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        stage = stage or (_waited_for(board(desk, found), names or []) if vote is None else "")
        when, kind = day or desk.clock.today().isoformat(), KINDS.get(stage, "apply")
        if vote is not None:
            document = read_json(vote)
            if not isinstance(document, dict):
                raise Trouble("vote_shape", at="{}")
            voted = selection_vote.record_vote(desk, found, village, when, document)
            _tell(session, desk, found)
            session.answer["verdict"] = voted.tally.verdict
            session.answer["runoff"] = [*voted.tally.runoff]
            return
        if result == "shown":
            if day_kind not in ("work", "calendar"):
                raise Trouble("answer_unknown", item=day_kind, known="work, calendar")
            kind_of_days = "work" if day_kind == "work" else "calendar"
            selection_publicity.show(desk, found, names or None, when, kind_of_days, place)  # type: ignore[arg-type]
        elif result == "passed" and kind == "appoint":
            terms = selection_appoint.Appointing(start or when, end, doc_no)
            selection_appoint.appoint(desk, found, names or None, terms)
        elif result == "passed" and kind == "merit" and not names:
            selection_appoint.choose_by_merit(desk, found, when, doc_no, prefer or ())
        else:
            whom = board(desk, found)
            scores = {
                whom.find(who).id: _tenths(points) for who, _, points in (one.partition("=") for one in score or ())
            }
            doing = errands.Doing(
                *(stage, result, when, by, second, doc_no, reason, scores, _tenths(line) if line else None)
            )
            chosen = names or ([*scores] or None)
            errands.advance(desk, found, chosen, doing)
        _tell(session, desk, found)


def object_(
    ctx: typer.Context,
    name: str,
    doc_no: Annotated[str, typer.Option(help="number of the paper on which the objection stands")],
    batch: Batch = "",
    day: Day = "",
) -> None:
    """An objection came in during the publicity; the clock stands until it is answered."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        selection_publicity.object_to(desk, found, name, day or desk.clock.today().isoformat(), doc_no)
        _tell(session, desk, found)


def answer(
    ctx: typer.Context,
    name: str,
    upheld: Annotated[bool, typer.Option("--upheld/--dismissed", help="whether the objection holds")],
    batch: Batch = "",
    day: Day = "",
) -> None:
    """The objection was looked into."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        selection_publicity.answer(desk, found, name, day or desk.clock.today().isoformat(), upheld=upheld)
        _tell(session, desk, found)


def photo(ctx: typer.Context, name: str, file: Path, batch: Batch = "") -> None:
    """Keep a candidate's photo; it stays here."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        add_photo(desk, board(desk, found).find(name).id, file, about="candidate")
        _tell(session, desk, found)


def show(
    ctx: typer.Context,
    batch: Batch = "",
    everything: Annotated[bool, typer.Option("--all", help="every batch, in short")] = False,
) -> None:
    """Who stands where, and what is missing."""
    session: Session = ctx.obj
    with session.desk() as desk:
        if not everything:
            _tell(session, desk, newest(desk, batch))
            return
        boards = list_boards(desk)
    session.answer = {
        "batches": [
            {"batch": one.batch.name, "id": one.batch.id, "state": one.state, "candidates": len(one.cases)}
            for one in boards
        ]
    }
    session.say(*(t("{name}：{n} 名候选人", name=one.batch.name, n=len(one.cases)) for one in boards))


def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="the list for the county, an xlsx")],
    batch: Batch = "",
    reveal: Annotated[bool, typer.Option(help="whole ID numbers and phones; recorded")] = False,
) -> None:
    """The list of those put forward (F12) as a workbook, with the columns the county knows."""
    session: Session = ctx.obj
    with session.desk(write=reveal) as desk:
        found = newest(desk, batch)
        grid = twin(desk, "F12", batch=found, reveal=reveal)
        save_twin(desk, grid, "F12", file)
        rows = sum(len(group.lines) for group in batch_list(desk, found, "").groups)
    session.answer = {"batch": found, "file": str(file), "rows": rows}
    session.say(t("已存为 {file}，{n} 行。", file=file.name, n=rows))


def end(
    ctx: typer.Context,
    batch: Batch = "",
    cancel: Annotated[str, typer.Option(help="cancel it, for this reason (code)")] = "",
) -> None:
    """Put a batch away that is done, or cancel it with a reason."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        found = newest(desk, batch)
        errands.end_batch(desk, found, "cancelled" if cancel else "archived", cancel)
        _tell(session, desk, found)


def holidays(ctx: typer.Context, file: Path) -> None:
    """Take in the published days off of a new year."""
    session: Session = ctx.obj
    with session.desk(write=True) as desk:
        years = selection_days.take_notice(desk, file)
    session.answer = {"years": years}
    session.say(t("收下了 {years} 年的节假日安排。", years="、".join(map(str, years))))


def _waited_for(found: Board, names: list[str]) -> str:
    """The stage for which all of them wait, "" where they wait for different ones."""
    cases = [found.find(one) for one in names] if names else [one for one in found.cases if one.standing.going]
    stages = {found.stages[one.standing.at].code for one in cases}
    return stages.pop() if len(stages) == 1 else ""


def _tell(session: Session, desk: Desk, batch_id: str) -> None:
    tell(session, board(desk, batch_id))


def _seats(text: str) -> tuple[str, int]:
    village, _, count = text.partition("=")
    if count and not count.isdecimal():
        raise Trouble("answer_unknown", item=count, known="1, 2, 3")
    return village, int(count or 1)


def _tenths(text: str) -> int:
    """Points with at most one decimal, in tenths."""
    whole, _, part = text.strip().partition(".")
    if not (whole.isdecimal() and (not part or (part.isdecimal() and len(part) == 1))):
        raise Trouble("answer_unknown", item=text, known="85, 85.5")
    return int(whole) * 10 + int(part or 0)
