"""A batch as the command line tells it: `{batch, candidates: [{name, stage, state, reasons}]}` and what stands beside."""

from station_desk.cli.context import Session, table
from station_desk.domain.selection import sides
from station_desk.services.selection_board import Board, Case
from station_desk.wording import t
from station_desk.wording.selection import batch_words, lack_words, period_words, reason_words, state_words


def tell(session: Session, found: Board) -> None:
    """The whole batch."""
    left = found.days.left(found.today)
    session.answer = {
        "batch": found.batch.name,
        "id": found.batch.id,
        "state": found.state,
        "pack": found.batch.pack,
        "opened_on": found.batch.opened_on,
        "closes_on": found.batch.closes_on,
        "deadline": found.batch.deadline,
        "days": found.days.whole(),
        "days_used": found.days.used(found.today),
        "days_left": left,
        "stages": [{"code": one.code, "name": one.name, "by": one.by} for one in found.stages],
        "posts": [{"village": found.village_of(one), "seats": one.seats} for one in found.posts],
        "candidates": [candidate(found, one) for one in found.cases],
    }
    session.say(
        t("{name}（{state}），{stages}", name=found.batch.name, state=batch_words(found.state), stages=_way(found)),
        *([_days(found, left)] if left is not None else []),
        table(
            [t("村"), t("候选人"), t("条件"), t("到哪一步"), t("状态"), t("缺什么")],
            [
                [one.village, one.name, conditions(one), stage_name(found, one), *_words(found, one)]
                for one in found.cases
            ],
        ),
    )


def candidate(found: Board, one: Case) -> dict[str, object]:
    """One candidate for a machine; no number and no phone."""
    until = one.shown_until
    return {
        "name": one.name,
        "id": one.id,
        "village": one.village,
        "stage": found.stages[one.standing.at].code,
        "state": one.standing.state.value,
        "reasons": reasons(found, one),
        "lacks": [*one.lacks],
        "person": one.candidate.person_id,
        "publicity_until": until.last.isoformat() if until and until.last else None,
        "calendar_unsure": [*until.unsure] if until else [],
        "steps_kept_aside": len(one.standing.idle),
    }


def reasons(found: Board, one: Case) -> list[str]:
    """Why somebody is where they are: what is missing, or why it ended."""
    until = one.shown_until.last.isoformat() if one.shown_until and one.shown_until.last else ""
    who = sides(found.stages[one.standing.at])
    said = [lack_words(lack, who, until) for lack in one.lacks]
    if one.shown_until and one.lacks:
        said += period_words(one.shown_until)
    return said or ([reason_words(one.standing.reason)] if one.standing.reason else [])


def conditions(one: Case) -> str:
    """Age on the reference day and education."""
    age = t("{n} 岁", n=one.age) if one.age is not None else ""
    return t("、").join(part for part in (age, one.candidate.education) if part)


def stage_name(found: Board, one: Case) -> str:
    """The stage at which somebody stands."""
    return found.stages[one.standing.at].name


def _words(found: Board, one: Case) -> list[str]:
    return [state_words(one.standing.state.value), t("；").join(reasons(found, one))]


def _way(found: Board) -> str:
    return " → ".join(one.name for one in found.stages)


def _days(found: Board, left: int) -> str:
    if left < 0:
        return t("期限 {deadline} 已过 {n} 天", deadline=found.batch.deadline, n=-left)
    return t("期限 {deadline}，还有 {n} 天", deadline=found.batch.deadline, n=left)
