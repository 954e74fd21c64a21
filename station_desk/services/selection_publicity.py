"""Publicity: a notice hangs out for the days of the rule; an objection stops the clock until it is answered (DOMAIN 2.2)."""

from collections.abc import Sequence
from datetime import date

from station_desk.domain.ids import new_id
from station_desk.domain.policy import NotStated
from station_desk.domain.selection import Step, kind_of
from station_desk.domain.selection_acts import accept
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_days import DayKind, Period
from station_desk.services.desk import Desk
from station_desk.services.selection import past_day, put_step, station_only, waiting, whole_day
from station_desk.services.selection_board import Case, board, rules_of, shown_until
from station_desk.services.selection_days import calendar_of
from station_desk.store.selection import StoredObjection, StoredPublicity, fields_of

SHOW, OBJECT, ANSWER = "selection_publicity", "selection_objection", "selection_objection_answer"
RULE = "selection.publicity_days"


def show(
    desk: Desk, batch_id: str, names: Sequence[str] | None, starts_on: str, day_kind: DayKind, place: str = ""
) -> tuple[list[Case], Period]:
    """Hang out the notice for these candidates (None: everybody who waits for it); they and its last day.

    Troubles `station_only`, `rule_missing` (key) as long as nobody has said how many days, `stage_unknown`,
    `nobody_waits` (stage), `publicity_shown` (name), those of `accept` and of `Store.write`.
    """
    station_only(desk)
    whole_day(starts_on)
    found = board(desk, batch_id)
    stage = next((one for one in found.stages if kind_of(one) == "publicity"), None)
    if stage is None:
        raise Trouble("stage_unknown", stage="publicity", known="、".join(one.code for one in found.stages))
    days = rules_of(desk, found, date.fromisoformat(starts_on)).rules[RULE]
    if isinstance(days, NotStated):
        raise Trouble("rule_missing", key=RULE)
    cases = waiting(found, stage) if names is None else [found.find(one) for one in dict.fromkeys(names)]
    if names is None:
        cases = [one for one in cases if one.shown_until is None]
    if not cases:
        raise Trouble("nobody_waits", stage=stage.name)
    notice = StoredPublicity(
        found.batch.scope, new_id(), batch_id, starts_on, day_kind, int(str(days.value)), place.strip()
    )
    step = Step(stage.code, "shown", starts_on, about=notice.id)
    for one in cases:
        if one.shown_until is not None:
            raise Trouble("publicity_shown", name=one.name)
        accept(one.name, found.stages, one.steps, one.facts, step)
    period = shown_until(notice, (), calendar_of(desk))
    ends_on = period.last.isoformat() if period.last else ""
    with desk.store.write(desk.account.id, SHOW) as work:
        work.create("publicity", notice.id, {**fields_of(notice), "ends_on": ends_on})
        for one in cases:
            put_step(work, one.id, step)
    after = board(desk, batch_id)
    return [after.find(one.id) for one in cases], period


def object_to(desk: Desk, batch_id: str, name: str, received_on: str, doc_no: str) -> Case:
    """An objection came in; from its day the clock stands. What it says stands on the paper of this number.

    Troubles `station_only`, `publicity_not` (name), `objection_outside` (name, until), `objection_waits` (name),
    `objection_paper` (name), those of `Store.write`.
    """
    station_only(desk)
    past_day(desk, received_on)
    found = board(desk, batch_id)
    one = found.find(name)
    done = one.standing.done[one.standing.at]
    if one.shown_until is None or done is None:
        raise Trouble("publicity_not", name=one.name)
    if one.facts.objected:
        raise Trouble("objection_waits", name=one.name)
    if not doc_no.strip():
        raise Trouble("objection_paper", name=one.name)
    notice = next(notice for notice in found.publicities if notice.id == done.about)
    until = one.shown_until.last
    if received_on < notice.starts_on or (until and received_on > until.isoformat()):
        raise Trouble("objection_outside", name=one.name, until=until.isoformat() if until else notice.starts_on)
    record = StoredObjection(found.batch.scope, new_id(), notice.id, one.id, received_on, doc_no=doc_no.strip())
    with desk.store.write(desk.account.id, OBJECT) as work:
        work.create("objection", record.id, fields_of(record))
    return board(desk, batch_id).find(one.id)


def answer(desk: Desk, batch_id: str, name: str, answered_on: str, *, upheld: bool) -> Case:
    """The objection was looked into: it holds and the candidate is out, or the notice goes on where it stopped.

    Troubles `station_only`, `objection_none` (name), `day_wrong`, those of `Store.write`.
    """
    station_only(desk)
    past_day(desk, answered_on)
    found = board(desk, batch_id)
    one = found.find(name)
    open_one = next((it for it in found.objections if it.candidate_id == one.id and not it.result), None)
    if open_one is None:
        raise Trouble("objection_none", name=one.name)
    if answered_on < open_one.received_on:
        raise Trouble("day_wrong", text=answered_on)
    with desk.store.write(desk.account.id, ANSWER) as work:
        result = "upheld" if upheld else "dismissed"
        work.update("objection", open_one.id, {"answered_on": answered_on, "result": result})
        if upheld:
            stage = found.stages[one.standing.at]
            put_step(work, one.id, Step(stage.code, "failed", answered_on, reason="objection"))
    return board(desk, batch_id).find(one.id)
