"""Appointment: whoever is approved becomes a person of the roster with a term, all in one act that can be taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from station_desk.domain.dates import add_days, add_months
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Value
from station_desk.domain.policy import stated
from station_desk.domain.records import TermState
from station_desk.domain.selection import Step, kind_of
from station_desk.domain.selection_acts import accept, merit_order, seated
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection import past_day, put_step, seats_hold, station_only, waiting, whole_day
from station_desk.services.selection_board import Board, Case, board, in_service, rules_of
from station_desk.store.unit_of_work import UnitOfWork

APPOINT, MERIT = "selection_appoint", "selection_merit"


@dataclass(frozen=True, slots=True)
class Appointing:
    """The terms: first day, last day ("" by the pack's length, open where that is not stated), the number of the first
    letter; the next letters count on.
    """

    start: str
    end: str = ""
    number: str = ""


def appoint(desk: Desk, batch_id: str, names: Sequence[str] | None, terms: Appointing) -> list[Case]:
    """Appoint these candidates (None: everybody approved): person, term, village, step, in one run.

    Troubles `station_only`, `nobody_waits` (stage), `seats_full` (village, seats), `candidate_serving` (name),
    `day_wrong`, those of `accept` and of `Store.write`.
    """
    station_only(desk)
    whole_day(terms.start)
    whole_day(terms.end, may_lack=True)
    if terms.end and terms.end < terms.start:
        raise Trouble("day_wrong", text=terms.end)
    found = board(desk, batch_id)
    stage = next(one for one in found.stages if kind_of(one) == "appoint")
    cases = waiting(found, stage) if names is None else [found.find(one) for one in dict.fromkeys(names)]
    if not cases:
        raise Trouble("nobody_waits", stage=stage.name)
    numbers = numbers_from(terms.number, len(cases))
    book = memory_of(desk).book(desk)
    for one, number in zip(cases, numbers, strict=True):
        accept(one.name, found.stages, one.steps, one.facts, Step(stage.code, "passed", terms.start, doc_no=number))
        if in_service(book, one.candidate.id_no, date.fromisoformat(terms.start)):
            raise Trouble("candidate_serving", name=one.name)
    seats_hold(found, stage, cases)
    end = terms.end or _end(desk, found, terms.start)
    with desk.store.write(desk.account.id, APPOINT) as work:
        for one, number in zip(cases, numbers, strict=True):
            _person(desk, work, one, terms.start, end, number)
            put_step(work, one.id, Step(stage.code, "passed", terms.start, doc_no=number))
    after = board(desk, batch_id)
    return [after.find(one.id) for one in cases]


def _person(desk: Desk, work: UnitOfWork, one: Case, start: str, end: str, number: str) -> None:
    """The candidate as a person of the roster; somebody who was there before gets a new term that is linked."""
    mine = one.candidate
    known = memory_of(desk).book(desk).people.get(mine.person_id)
    values: dict[str, Value] = {
        name: getattr(mine, name) or None
        for name in ("name", "sex", "birth", "id_no", "phone", "education", "political", "post")
    }
    person_id = known.id if known else new_id()
    if known is None:
        work.create("person", person_id, values)
        work.update("candidate", mine.id, {"person_id": person_id})
    else:
        work.update("person", person_id, {name: value for name, value in values.items() if value})
    earlier = memory_of(desk).book(desk).terms.get(person_id, ())
    term_id = new_id()
    work.create(
        "term",
        term_id,
        {
            "person_id": person_id,
            "state": TermState.ACTIVE.value,
            "start_date": start,
            "end_date": end or None,
            "number": number or None,
            "prior_id": earlier[-1].id if earlier else None,
        },
    )
    work.create("term_village", new_id(), {"term_id": term_id, "village_id": one.post.village_id})


def _end(desk: Desk, found: Board, start: str) -> str:
    """The last day of a term by the pack's length; "" where nobody has stated it."""
    first = date.fromisoformat(start)
    months = stated(rules_of(desk, found, first).term_months, 0)
    return add_days(add_months(first, months), -1).isoformat() if months else ""


def numbers_from(first: str, count: int) -> list[str]:
    """The numbers of letters: the last run of digits counts on, its width kept. "" where none is given."""
    text = first.strip()
    digits = [at for at, char in enumerate(text) if char.isascii() and char.isdigit()]
    if not digits:
        if text and count > 1:
            raise Trouble("number_counts_not", number=text)
        return [text] * count
    end = digits[-1] + 1
    begin = end
    while begin and text[begin - 1].isascii() and text[begin - 1].isdigit():
        begin -= 1
    width, start = end - begin, int(text[begin:end])
    return [f"{text[:begin]}{start + at:0{width}d}{text[end:]}" for at in range(count)]


def choose_by_merit(desk: Desk, batch_id: str, day: str, doc_no: str = "", preferred: Sequence[str] = ()) -> list[Case]:
    """The best of each village pass the stage of merit, the others wait as reserve in their order. `preferred`: who comes
    first at equal scores. Troubles `stage_unknown`, `nobody_waits` (stage), `score_missing` (name), `merit_tie` (village,
    names), those of `accept` and of `Store.write`.
    """
    past_day(desk, day)
    found = board(desk, batch_id)
    stage = next((one for one in found.stages if kind_of(one) == "merit"), None)
    if stage is None:
        raise Trouble("stage_unknown", stage="merit", known="、".join(one.code for one in found.stages))
    cases = waiting(found, stage)
    if not cases:
        raise Trouble("nobody_waits", stage=stage.name)
    liked = {found.find(one).id for one in preferred}
    steps: dict[str, Step] = {}
    for post in {one.post.id: one.post for one in cases}.values():
        mine = {one.id: one for one in cases if one.post == post}
        free = post.seats - _passed(found, stage.code, post.id)
        order = merit_order(_scores(mine), frozenset(liked))
        taken, equal, _waiting = seated(order, max(free, 0))
        if equal:
            raise Trouble("merit_tie", village=found.village_of(post), names="、".join(mine[one].name for one in equal))
        for key in mine:
            result = "passed" if key in taken else "reserve"
            steps[key] = Step(stage.code, result, day, doc_no=doc_no.strip())
    for one in cases:
        accept(one.name, found.stages, one.steps, one.facts, steps[one.id])
    with desk.store.write(desk.account.id, MERIT, scope=found.batch.scope) as work:
        for one in cases:
            put_step(work, one.id, steps[one.id])
    after = board(desk, batch_id)
    return [after.find(one.id) for one in cases]


def _passed(found: Board, code: str, post_id: str) -> int:
    at = [one.code for one in found.stages].index(code)
    return sum(one.post.id == post_id and one.standing.at > at and one.standing.going for one in found.cases)


def _scores(cases: Mapping[str, Case]) -> dict[str, int]:
    """The score of each at the test. Trouble `score_missing` (name)."""
    found: dict[str, int] = {}
    for one in cases.values():
        scores = [done.score for done in one.standing.done if done is not None and done.score is not None]
        if not scores:
            raise Trouble("score_missing", name=one.name)
        found[one.id] = scores[-1]
    return found
