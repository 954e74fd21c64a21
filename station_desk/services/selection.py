"""A selection batch: opened from vacancies, candidates taken up, stages passed one by one or in bulk (DOMAIN 2.1, 2.2).

Every act judges all the candidates it speaks of before it writes the first step: one trouble, and nothing is half-done.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from station_desk.domain.coverage import coverage
from station_desk.domain.dates import is_date
from station_desk.domain.eligibility import Case as EligibilityCase
from station_desk.domain.idno import read_id
from station_desk.domain.ids import new_id
from station_desk.domain.names import read_name
from station_desk.domain.phones import read_phone
from station_desk.domain.policy_entries import Stage
from station_desk.domain.records import OfficeKind, TermState
from station_desk.domain.remarks import names_a_number
from station_desk.domain.roster import PersonDraft
from station_desk.domain.selection import COUNTY, Kind, State, Step, kind_of, stages_of
from station_desk.domain.selection_acts import REASONS, accept
from station_desk.domain.terms import serves, state_on
from station_desk.domain.trouble import Trouble
from station_desk.services import eligibility, reference
from station_desk.services.desk import Desk
from station_desk.services.pack_use import PROGRAM, rest_on
from station_desk.services.roster_check import check_draft
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_board import Board, Case, board, in_service, list_boards, village_called
from station_desk.store.selection import (
    StoredBatch,
    StoredCandidate,
    StoredPost,
    batch_fields,
    fields_of,
    step_fields,
)
from station_desk.store.unit_of_work import UnitOfWork

OPEN, ADD, STEP, CHECK, END = (
    *("selection_open", "selection_candidate", "selection_step"),
    *("selection_check", "selection_end"),
)
MOST_NAME = 40
_SEATED: frozenset[Kind] = frozenset({"approve", "merit", "contract", "appoint"})
"""Stages at which no more may pass than there are seats."""
BELOW_LINE = "below_line"


@dataclass(frozen=True, slots=True)
class NewBatch:
    """A batch to open. `seats` by village (id, code or name), None: every vacant seat; days ISO, "" where not set;
    `reference_day`: on which age and conditions are judged, "" for the closing day.
    """

    name: str
    opened_on: str
    seats: Mapping[str, int] | None = None
    closes_on: str = ""
    deadline: str = ""
    reference_day: str = ""


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """Somebody who stands. `village` of the post (id, code or name); `signed_on`: the day on the signed form, "" not yet;
    `relaxed`: the ground for a relaxed age limit, as the pack names it.
    """

    village: str
    name: str
    id_no: str = ""
    sex: str = ""
    birth: str = ""
    phone: str = ""
    education: str = ""
    political: str = ""
    post: str = ""
    residence: str = ""
    relaxed: str = ""
    signed_on: str = ""


@dataclass(frozen=True, slots=True)
class Doing:
    """What is recorded at a stage, for one or many. Days ISO; `scores` in tenths by candidate id, `line` the least score."""

    stage: str = ""
    result: str = "passed"
    day: str = ""
    by_name: str = ""
    second_by: str = ""
    doc_no: str = ""
    reason: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    line: int | None = None


# --- the batch ---------------------------------------------------------------------------------------------------------
def vacancies(desk: Desk) -> dict[str, int]:
    """Open seats by village id: the quota, less who serves or is to begin, less what other batches under way already offer."""
    book, today = memory_of(desk).book(desk), desk.clock.today()
    policy, scope = reference.policy(desk), desk.office.scope
    views = book.village_views(policy, today, scope)
    lines = coverage(book, policy, today, scope).lines
    found = {view.village.id: line.vacant for view, line in zip(views, lines, strict=True) if view.village.id}
    for terms in book.terms.values():
        there = {village for term in terms if serves(term, today) for village in term.villages}
        coming = {v for term in terms if state_on(term, today) is TermState.PENDING for v in term.villages}
        for village_id in coming - there:
            found[village_id] = found.get(village_id, 0) - 1
    for other in list_boards(desk):
        if other.state in ("open", "closed", "decided") and other.batch.scope == scope:
            for post in other.posts:
                taken = sum(one.post.id == post.id and one.standing.state is State.APPOINTED for one in other.cases)
                found[post.village_id] = found.get(post.village_id, 0) - (post.seats - min(taken, post.seats))
    return found


def vacant_names(desk: Desk) -> dict[str, tuple[str, int]]:
    """The villages with open seats by id: how each is typed (its name, or its code where two have one name), the seats."""
    vacant, villages = vacancies(desk), memory_of(desk).book(desk).villages
    listed = [villages[key] for key in vacant if key in villages]
    named = Counter(one.name for one in listed)
    return {
        one.id: (one.name if named[one.name] == 1 else one.code, vacant[one.id]) for one in listed if vacant[one.id] > 0
    }


def open_batch(desk: Desk, new: NewBatch) -> str:
    """Open a batch; its id. Troubles `station_only`, `day_wrong`, `batch_name`, `batch_days`, `no_stages` (pack),
    `no_vacancy`, `post_missing`, `post_two` (name), `outside_quota` (village, vacant, asked), those of `Store.write`.
    """
    station_only(desk)
    name = new.name.strip()
    if not name or len(name) > MOST_NAME or any(one.batch.name == name for one in list_boards(desk)):
        raise Trouble("batch_name", name=name[:MOST_NAME], most=MOST_NAME)
    for day in (new.opened_on, new.closes_on, new.deadline, new.reference_day):
        whole_day(day, may_lack=day is not new.opened_on)
    if any(day and day < new.opened_on for day in (new.closes_on, new.deadline)):
        raise Trouble("batch_days")
    stages = stages_of(reference.policy(desk, date.fromisoformat(new.opened_on)))
    if not stages:
        raise Trouble("no_stages", pack=desk.office.pack)
    seats = _seats(desk, new.seats)
    batch_id = new_id()
    with desk.store.write(desk.account.id, OPEN) as work:
        policy = rest_on(work, desk, [("batch", batch_id)], date.fromisoformat(new.opened_on))
        reference_day = new.reference_day or new.closes_on or new.opened_on
        days = (new.opened_on, new.closes_on, new.deadline, reference_day)
        made = StoredBatch(work.scope, batch_id, name, "open", *days, policy.id, policy.digest, PROGRAM, stages)
        work.create("batch", batch_id, batch_fields(made))
        for village_id, count in seats.items():
            post = StoredPost(work.scope, new_id(), batch_id, village_id, count)
            work.create("batch_post", post.id, fields_of(post))
    return batch_id


def _seats(desk: Desk, asked: Mapping[str, int] | None) -> dict[str, int]:
    """The seats of a batch by village id, none beyond the quota."""
    vacant = vacancies(desk)
    if asked is None:
        found = {village: count for village, count in vacant.items() if count > 0}
    else:
        found = {}
        villages = memory_of(desk).book(desk).villages
        for wanted, count in asked.items():
            village = village_called([one for one in villages.values() if one.id in vacant], wanted)
            together = found.get(village.id, 0) + count
            if count < 1 or together > max(vacant[village.id], 0):
                raise Trouble("outside_quota", village=village.name, vacant=max(vacant[village.id], 0), asked=together)
            found[village.id] = together
    if not found:
        raise Trouble("no_vacancy")
    return found


def end_batch(desk: Desk, batch_id: str, state: str, reason: str = "") -> None:
    """Cancel a batch (with a reason) or put it away once it is done. Troubles `batch_not_done` (name), `reason_needed`."""
    station_only(desk)
    found = board(desk, batch_id)
    if state == "cancelled" and reason not in REASONS:
        raise Trouble("reason_needed", name=found.batch.name, known="、".join(REASONS))
    if state == "archived" and found.state != "done":
        raise Trouble("batch_not_done", name=found.batch.name)
    with desk.store.write(desk.account.id, END) as work:
        work.update("batch", batch_id, {"state": state, "reason": reason or None})


# --- candidates --------------------------------------------------------------------------------------------------------
def add_candidates(desk: Desk, batch_id: str, people: Sequence[NewCandidate]) -> list[str]:
    """Take up candidates in one act; their ids. With `signed_on` the application is passed at once.

    Troubles `station_only`, `batch_closed` (name), `candidate_double` (name), `candidate_serving`, `candidate_number` (name),
    `post_missing`, `day_wrong`, `day_to_come` (text), `draft_<code>` as for a person of the roster, those of `Store.write`.
    """
    station_only(desk)
    found = board(desk, batch_id)
    if found.state != "open":
        raise Trouble("batch_closed", name=found.batch.name)
    for told in people:
        past_day(desk, told.signed_on, may_lack=True)
    made = [stored_candidate(desk, found, one) for one in people]
    known = [one.candidate for one in found.cases]
    for one in made:
        refuse_double(one, known)
        known.append(one)
    with desk.store.write(desk.account.id, ADD) as work:
        for record, told in zip(made, people, strict=True):
            work.create("candidate", record.id, fields_of(record))
            first = found.stages[0]
            if told.signed_on and kind_of(first) == "apply":
                put_step(work, record.id, Step(first.code, "passed", told.signed_on))
    return [one.id for one in made]


def refuse_double(of: StoredCandidate, others: Sequence[StoredCandidate]) -> None:
    """One number, or one name for one post, stands once in a batch. Trouble `candidate_double` (name)."""
    for one in others:
        if (of.id_no and of.id_no == one.id_no) or (of.name, of.post_id) == (one.name, one.post_id):
            raise Trouble("candidate_double", name=of.name)


def stored_candidate(desk: Desk, found: Board, told: NewCandidate) -> StoredCandidate:
    """The record of somebody who stands for a post of the batch. Troubles as `add_candidates`."""
    post, day = found.find_post(told.village), desk.clock.today()
    draft = PersonDraft(
        *(told.name, told.id_no, told.sex, told.birth, told.phone, ""),
        *(told.education, told.political, told.post, (post.village_id,)),
    )
    for note in check_draft(desk, draft):
        if note.kind == "bad" and note.code != "duplicate_id":
            raise Trouble(f"draft_{note.code}", **note.facts)
    if any(names_a_number(text) for text in (told.post, told.education, told.residence, told.relaxed)):
        raise Trouble("candidate_number", name=told.name)
    reading = read_id(told.id_no, today=day)
    book = memory_of(desk).book(desk)
    if reading.id_no and in_service(book, reading.id_no, day):
        raise Trouble("candidate_serving", name=told.name)
    same = [one for one in book.people.values() if reading.id_no and one.id_no == reading.id_no]
    mine = [one for one in same if one.scope == desk.office.scope]
    political = told.political if reference.policy(desk).stores_political else ""
    return StoredCandidate(
        *(found.batch.scope, new_id(), found.batch.id, post.id, read_name(told.name).name),
        person_id=mine[0].id if mine else "",
        sex=(reading.sex if reading.id_no else told.sex) or "",
        birth=(reading.birth if reading.id_no else told.birth) or "",
        id_no=reading.id_no or "",
        phone=read_phone(told.phone) or "",
        education=told.education.strip(),
        political=political,
        post=told.post.strip(),
        residence=told.residence.strip(),
        relaxed=told.relaxed.strip(),
    )


def check_candidate(desk: Desk, batch_id: str, name: str, case: EligibilityCase) -> Case:
    """Keep the check of a candidate's conditions: answers, reasons and the one result of `case`; birth, education, post
    and reference day are the candidate's and the batch's own. Troubles as `eligibility.keep`, `candidate_missing`.
    """
    found = board(desk, batch_id)
    one = found.find(name)
    mine = one.candidate
    whole = replace(
        case,
        day=date.fromisoformat(found.batch.reference_day or found.batch.opened_on),
        birth=mine.birth or None,
        education=mine.education,
        posts=(mine.post,) if mine.post else (),
        relaxed=case.relaxed or mine.relaxed,
    )
    with desk.store.write(desk.account.id, CHECK, scope=found.batch.scope) as work:
        eligibility.keep(work, desk, "candidate", one.id, whole)
    return board(desk, batch_id).find(one.id)


# --- stages ------------------------------------------------------------------------------------------------------------
def advance(desk: Desk, batch_id: str, names: Sequence[str] | None, doing: Doing) -> list[Case]:
    """Record one thing for one or many candidates: a stage passed or refused, somebody left, opened again, moved up.

    `names` None: everybody who waits at the stage. Troubles `nobody_waits` (stage), `stage_own_act` (stage),
    `county_stage_only` (stage), `publicity_runs` (name, until), `seats_full` (village), `candidate_serving` (name),
    `day_wrong`, `day_to_come` (text), those of `selection_acts.accept` and of `Store.write`.
    """
    found = board(desk, batch_id)
    if found.state in ("archived", "cancelled"):
        raise Trouble("batch_closed", name=found.batch.name)
    stage = _stage(desk, found, doing)
    past_day(desk, doing.day, may_lack=doing.result != "passed")
    cases = [found.find(one) for one in dict.fromkeys(names)] if names is not None else waiting(found, stage)
    if not cases:
        raise Trouble("nobody_waits", stage=stage.name if stage else doing.stage)
    steps = [(one, _step(one, stage, doing)) for one in cases]
    for one, step in steps:
        accept(one.name, found.stages, one.steps, one.facts, step)
        _guard(desk, found, one, stage, step)
    if stage and kind_of(stage) in _SEATED and doing.result == "passed":
        seats_hold(found, stage, [one for one, _step in steps])
    with desk.store.write(desk.account.id, STEP, scope=found.batch.scope) as work:
        for one, step in steps:
            put_step(work, one.id, step)
    after = board(desk, batch_id)
    return [after.find(one.id) for one in cases]


def _stage(desk: Desk, found: Board, doing: Doing) -> Stage | None:
    """The stage that is spoken of, by code or name; None for what is no stage."""
    if doing.result in ("withdrawn", "declined", "reopened", "promoted"):
        if desk.office.kind is OfficeKind.COUNTY:
            raise Trouble("station_only", office=desk.office.name)
        return None
    stage = next((one for one in found.stages if doing.stage in (one.code, one.name)), None)
    if stage is None:
        raise Trouble("stage_unknown", stage=doing.stage, known="、".join(one.code for one in found.stages))
    if doing.result == "passed" and kind_of(stage) in ("vote", "appoint"):
        raise Trouble("stage_own_act", stage=stage.name)
    if doing.result in ("shown", "reserve"):
        raise Trouble("stage_own_act", stage=stage.name)
    if desk.office.kind is OfficeKind.COUNTY and kind_of(stage) not in COUNTY:
        raise Trouble("county_stage_only", stage=stage.name)
    return stage


def waiting(found: Board, stage: Stage | None) -> list[Case]:
    """Everybody whose next stage this is."""
    return [
        one
        for one in found.cases
        if stage is not None and one.standing.going and found.stages[one.standing.at].code == stage.code
    ]


def _step(one: Case, stage: Stage | None, doing: Doing) -> Step:
    """The step of one candidate; a score below the line is a refusal."""
    score = doing.scores.get(one.id)
    below = score is not None and doing.line is not None and score < doing.line
    done = one.standing.done[one.standing.at]
    publicity = done.about if stage and kind_of(stage) == "publicity" and done else ""
    return Step(
        stage=stage.code if stage else "",
        result="failed" if below else doing.result,
        day=doing.day,
        by_name=doing.by_name.strip(),
        second_by=doing.second_by.strip(),
        doc_no=doing.doc_no.strip(),
        reason=BELOW_LINE if below else doing.reason,
        score=score,
        about=publicity,
    )


def _guard(desk: Desk, found: Board, one: Case, stage: Stage | None, step: Step) -> None:
    """What the steps alone do not know: the end of a notice, service elsewhere."""
    if stage is None or step.result != "passed":
        return
    if kind_of(stage) == "publicity":
        until = one.shown_until.last if one.shown_until else None
        if until is None or step.day <= until.isoformat():
            raise Trouble("publicity_runs", name=one.name, until=until.isoformat() if until else "-")
    if kind_of(stage) in ("approve", "merit", "contract"):
        book = memory_of(desk).book(desk)
        if in_service(book, one.candidate.id_no, found.today):
            raise Trouble("candidate_serving", name=one.name)


def seats_hold(found: Board, stage: Stage, more: Sequence[Case]) -> None:
    """No more pass than there are seats. Trouble `seats_full` (village, seats)."""
    at = [one.code for one in found.stages].index(stage.code)
    for post in {one.post for one in more}:
        there = [
            one
            for one in found.cases
            if one.post == post
            and one not in more
            and one.standing.at >= at
            and one.standing.state in (State.RUNNING, State.APPROVED, State.APPOINTED)
            and one.standing.done[at] is not None
        ]
        if len(there) + sum(one.post == post for one in more) > post.seats:
            raise Trouble("seats_full", village=found.village_of(post), seats=post.seats)


# --- small things ------------------------------------------------------------------------------------------------------
def put_step(work: UnitOfWork, candidate_id: str, step: Step) -> None:
    """Write one step."""
    work.create("stage_result", new_id(), step_fields(step, candidate_id))


def station_only(desk: Desk) -> None:
    """A batch belongs to its station. Trouble `station_only`."""
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)


def whole_day(text: str, *, may_lack: bool = False) -> None:
    """Trouble `day_wrong` (text) for what is no whole day."""
    if not (may_lack and not text) and not (len(text) == 10 and is_date(text)):
        raise Trouble("day_wrong", text=text)


def past_day(desk: Desk, text: str, *, may_lack: bool = False) -> None:
    """A day on which something was done: whole, and not one to come. Troubles `day_wrong`, `day_to_come` (text)."""
    whole_day(text, may_lack=may_lack)
    if text > desk.clock.today().isoformat():
        raise Trouble("day_to_come", text=text)


def deadline_after(opened_on: str, days: int) -> str:
    """The day so many days after the opening (Nan'an: 17)."""
    whole_day(opened_on)
    return (date.fromisoformat(opened_on) + timedelta(days=days)).isoformat()
