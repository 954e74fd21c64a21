"""The county's word and the station's answer (issue 3, item 5). They travel like every record: with the next bundle.

A remark lies in the station's scope and belongs to the county; an answer belongs to the station. Nobody edits anything
of the other: each step is a new record, and how a remark stands follows from its steps (`domain.remarks.threads`).
"""

from collections.abc import Mapping

from station_desk.domain.ids import new_id
from station_desk.domain.records import SCOPE_ALL, OfficeKind, Person
from station_desk.domain.remarks import (
    ANSWERS,
    FIELDS,
    MOST_WORDS,
    RemarkKind,
    RemarkState,
    RemarkStep,
    RemarkView,
    Thread,
    clean_words,
    names_a_number,
    reason_of,
    threads,
)
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.guard import let_pass, warns
from station_desk.store.peers import load_peers
from station_desk.store.people import people_by_id
from station_desk.store.remarks import load_remarks, newest_change, remark_fields
from station_desk.store.selection import StoredCandidate, candidates_by_id

ADD, ANSWER, CLOSE, REOPEN = "remark_add", "remark_answer", "remark_close", "remark_reopen"
_STATES: tuple[RemarkState, ...] = ("open", "answered", "closed")


def list_remarks(
    desk: Desk,
    *,
    state: RemarkState | None = None,
    person_id: str | None = None,
    scope: str | None = None,
) -> list[RemarkView]:
    """The remarks that are known here: open ones first, then answered, then closed; within these the newest first.

    `scope`: of one station; `person_id`: about one person. `changed` is worked out at the station, which answers, and
    where one person is asked for: a county's list of hundreds stays quick.
    """
    with desk.store.read() as conn:
        steps = load_remarks(conn, scope, None if person_id is None else [person_id])
        found = [one for one in threads(steps) if state is None or one.state == state]
        names = {peer.office: peer.name for peer in load_peers(conn)} | {desk.office.code: desk.office.name}
        about = {one.first.about_id for one in found}
        people: dict[str, Person | StoredCandidate] = {**candidates_by_id(conn, about), **people_by_id(conn, about)}
        touched = {
            one.first.id: newest_change(conn, one.first.scope, one.first.about_id, one.first.field)
            for one in found
            if one.state == "open" and (person_id is not None or desk.office.kind is OfficeKind.STATION)
        }
    found.sort(key=lambda one: one.first.clock, reverse=True)
    found.sort(key=lambda one: _STATES.index(one.state))
    return [_view(one, names, people, touched.get(one.first.id, 0)) for one in found]


def count_remarks(desk: Desk) -> dict[RemarkState, int]:
    """How many remarks stand in each state; one query."""
    with desk.store.read() as conn:
        found = threads(load_remarks(conn))
    return {state: sum(one.state == state for one in found) for state in _STATES}


def add(
    desk: Desk,
    person_id: str,
    reason: str,
    field: str = "",
    words: str = "",
    kind: RemarkKind | None = None,
    *,
    anyway: bool = False,
) -> str:
    """The county's remark on a person of a station, or on one field; the record id.

    `anyway`: the words are kept although the guard warns of residents' data; that it was passed is noted in the access
    log, without the words. Troubles: `remark_county_only`, `person_missing`, `remark_reason_unknown` (reason),
    `remark_field_unknown` (field), `remark_words_missing`, `remark_words_long` (count, most), `remark_words_number`,
    `remark_words_residents`, and those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.COUNTY:
        raise Trouble("remark_county_only", office=desk.office.name)
    known = reason_of(reason)
    if known is None:
        raise Trouble("remark_reason_unknown", reason=reason)
    if field not in FIELDS:
        raise Trouble("remark_field_unknown", field=field)
    said = _guarded(words)
    if known.needs_words and not said:
        raise Trouble("remark_words_missing")
    person = _about(desk, person_id)
    if warns(desk, said) and not anyway:
        raise Trouble("remark_words_residents")
    first = RemarkStep(
        new_id(),
        person.scope,
        "",
        _ent(person),
        person.id,
        field,
        kind or known.kind,
        reason,
        said,
        "",
        (0, 0, b""),
        "",
    )
    with desk.store.transaction():
        let_pass(desk, said, "remark")
        return _write(desk, ADD, first)


def answer(desk: Desk, remark_id: str, code: str) -> str:
    """The station's answer to an open remark: a code and nothing else. The record id.

    Troubles: `station_only`, `remark_missing`, `remark_not_open`, `remark_answer_unknown` (answer).
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)
    thread = _thread(desk, remark_id)
    if code not in ANSWERS["correction" if thread.first.kind == "correction" else "comment"]:
        raise Trouble("remark_answer_unknown", answer=code)
    if thread.state != "open":
        raise Trouble("remark_not_open")
    return _write(desk, ANSWER, _reply(thread, "answer", code))


def close(desk: Desk, remark_id: str) -> str:
    """The county is satisfied, or gives it up. Closing twice changes nothing. The record id of the step, "" for none.

    Troubles: `remark_county_only`, `remark_missing`.
    """
    thread = _own(desk, remark_id)
    return "" if thread.state == "closed" else _write(desk, CLOSE, _reply(thread, "closed"))


def reopen(desk: Desk, remark_id: str) -> str:
    """The county is not satisfied: the station is asked again. Troubles as `close`."""
    thread = _own(desk, remark_id)
    return "" if thread.state == "open" else _write(desk, REOPEN, _reply(thread, "reopened"))


# --- the parts -----------------------------------------------------------------------------------------------------
def _guarded(words: str) -> str:
    """The words as they are kept. Troubles `remark_words_long`, `remark_words_number`."""
    said = clean_words(words)
    if len(said) > MOST_WORDS:
        raise Trouble("remark_words_long", count=len(said), most=MOST_WORDS)
    if names_a_number(said):
        raise Trouble("remark_words_number")
    return said


def _about(desk: Desk, record_id: str) -> Person | StoredCandidate:
    """The person or the candidate of a station. Trouble `person_missing`."""
    with desk.store.read() as conn:
        person = people_by_id(conn, [record_id]).get(record_id)
        found: Person | StoredCandidate | None = person or candidates_by_id(conn, [record_id]).get(record_id)
    if found is None or found.scope == SCOPE_ALL:
        raise Trouble("person_missing")
    return found


def _ent(of: Person | StoredCandidate) -> str:
    return "person" if isinstance(of, Person) else "candidate"


def _thread(desk: Desk, remark_id: str) -> Thread:
    with desk.store.read() as conn:
        found = next((one for one in threads(load_remarks(conn)) if one.first.id == remark_id), None)
    if found is None:
        raise Trouble("remark_missing")
    return found


def _own(desk: Desk, remark_id: str) -> Thread:
    if desk.office.kind is not OfficeKind.COUNTY:
        raise Trouble("remark_county_only", office=desk.office.name)
    thread = _thread(desk, remark_id)
    if thread.first.office != desk.office.code:
        raise Trouble("remark_missing")
    return thread


def _reply(to: Thread, kind: str, reason: str = "") -> RemarkStep:
    of = to.first
    return RemarkStep(
        new_id(), of.scope, "", of.about_ent, of.about_id, of.field, kind, reason, "", of.id, (0, 0, b""), ""
    )


def _write(desk: Desk, action: str, step: RemarkStep) -> str:
    with desk.store.write(desk.account.id, action, scope=step.scope) as work:
        work.create("remark", step.id, remark_fields(step))
    return step.id


def _view(
    of: Thread, names: Mapping[str, str], people: Mapping[str, Person | StoredCandidate], touched_ms: int
) -> RemarkView:
    first = of.first
    person = people.get(first.about_id)
    return RemarkView(
        id=first.id,
        scope=first.scope,
        station=names.get(first.scope, first.scope),
        office=first.office,
        name=names.get(first.office, first.office),
        person_id=first.about_id,
        person=person.name if person else "",
        field=first.field,
        kind=first.kind,
        reason=first.reason,
        words=first.words,
        at=first.at,
        state=of.state,
        answer=of.answer,
        answered_at=of.answered_at,
        changed=person is not None and touched_ms > first.clock[0],
    )
