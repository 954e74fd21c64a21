"""Adding and changing people: the ID number first, a person with a term in one or several villages, in one act."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from station_desk.domain.dates import is_date
from station_desk.domain.idno import read_id
from station_desk.domain.ids import new_id
from station_desk.domain.journal import Value
from station_desk.domain.names import read_name
from station_desk.domain.phones import digits_of, read_phone
from station_desk.domain.records import OfficeKind, Person, Term, TermState
from station_desk.domain.roster import PERSON_FIELDS, TERM_FIELDS, PersonDraft
from station_desk.domain.terms import counting_term, with_pause, without_pause
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.roster_check import check_draft
from station_desk.services.roster_memory import memory_of
from station_desk.store.people import load_term_villages
from station_desk.store.unit_of_work import UnitOfWork

ADD, EDIT = "person_add", "person_edit"
_DRAFTED = frozenset(PersonDraft.__dataclass_fields__)
_TEXTS = ("education", "political", "post")


def add_person(desk: Desk, draft: PersonDraft) -> str:
    """A new person with a term, which rests on the pack in force; the record id. Birth and sex come from the ID number where there is one.

    Troubles: `station_only`, `draft_<code>` for the first note that `check_draft` calls bad (with its facts), and those
    of `Store.write`.
    """
    _station(desk)
    _refuse(desk, draft, None, PERSON_FIELDS + TERM_FIELDS)
    person_id, term_id = new_id(), new_id()
    with desk.store.write(desk.account.id, ADD) as work:
        work.create("person", person_id, _person_values(desk, draft))
        work.create("term", term_id, {"person_id": person_id, **_term_values(desk, draft)})
        for village_id in dict.fromkeys(draft.village_ids):
            work.create("term_village", new_id(), {"term_id": term_id, "village_id": village_id})
        rest_on(work, desk, [("term", term_id)])
    return person_id


def edit_person(desk: Desk, person_id: str, changes: Mapping[str, object]) -> None:
    """Change fields of a person and of the term that counts today (village_ids, start_date, end_date, state, number,
    exit_date, exit_reason). A person without a term gets one. What is the same writes nothing.

    Troubles: `person_missing`, `draft_exit_bad`, `draft_card_bad`, the others as `add_person`. Raises ValueError for an unknown field.
    """
    unknown = set(changes) - {*PERSON_FIELDS, *TERM_FIELDS}
    if unknown:
        raise ValueError(f"no such fields: {sorted(unknown)}")
    _station(desk)
    book, today = memory_of(desk).book(desk), desk.clock.today()
    person = book.people.get(person_id)
    if person is None:
        raise Trouble("person_missing")
    counting = counting_term(book.terms.get(person_id, ()), today)
    term = counting[0] if counting else None
    draft = _changed_draft(person, term, changes)
    _refuse(desk, draft, person_id, changes)
    whole = _person_values(desk, draft)
    wanted = {name: whole[name] for name in _written(changes, whole)}
    if "bank_card" in changes:
        wanted["bank_card"] = _bank_card(changes["bank_card"])
    with desk.store.write(desk.account.id, EDIT) as work:
        if wanted:
            work.update("person", person_id, wanted)
        if set(changes) & set(TERM_FIELDS):
            _write_term(desk, work, person_id, term, draft, changes)


def read_field(desk: Desk, person_id: str, field: str, text: str) -> Value:
    """What a typed text means in one field of a person: the value that `edit_person` would write. Troubles as there."""
    person = memory_of(desk).book(desk).people.get(person_id)
    if person is None:
        raise Trouble("person_missing")
    if field == "bank_card":
        return _bank_card(text)
    draft = _changed_draft(person, None, {field: text})
    _refuse(desk, draft, person_id, [field])
    return _person_values(desk, draft)[field]


def _written(changes: Mapping[str, object], whole: Mapping[str, Value]) -> list[str]:
    """The person's fields that the changes speak of; a new ID number brings birth and sex along."""
    names = [name for name in whole if name in changes]
    return [*names, *(n for n in ("birth", "sex") if n not in names)] if changes.get("id_no") else names


def _write_term(
    desk: Desk, work: UnitOfWork, person_id: str, term: Term | None, draft: PersonDraft, changes: Mapping[str, object]
) -> None:
    values = _term_values(desk, draft)
    ended = _exit_values(desk, draft, changes)
    if term is None:
        term_id = new_id()
        work.create("term", term_id, {"person_id": person_id, **values, **ended})
        rest_on(work, desk, [("term", term_id)])
    else:
        term_id = term.id
        changed = {n: v for n, v in values.items() if n in changes}
        if term.state is TermState.PENDING and changed.get("state") == TermState.ACTIVE:
            rest_on(work, desk, [("term", term_id)])
        work.update("term", term_id, changed | ended | _paused(desk, term, str(changed.get("state", ""))))
    if "village_ids" not in changes and term is not None:
        return
    wanted = dict.fromkeys(draft.village_ids)
    for link in load_term_villages(work.conn, work.scope, [term_id]) if term else ():
        if link.village_id in wanted:
            del wanted[link.village_id]
        else:
            work.delete("term_village", link.id)
    for village_id in wanted:
        work.create("term_village", new_id(), {"term_id": term_id, "village_id": village_id})


def _paused(desk: Desk, term: Term, state: str) -> dict[str, Value]:
    """From today on suspended, or in office again: the days that are not paid."""
    today = desk.clock.today()
    if state == TermState.SUSPENDED and term.state is not TermState.SUSPENDED:
        return {"pauses": with_pause(term.pauses, today)}
    if state == TermState.ACTIVE and term.state is TermState.SUSPENDED and term.pauses:
        return {"pauses": without_pause(term.pauses, today) or None}
    return {}


def _exit_values(desk: Desk, draft: PersonDraft, changes: Mapping[str, object]) -> dict[str, Value]:
    """The exit's day and reason; whoever is called exited without a day leaves today. Trouble `draft_exit_bad`."""
    values: dict[str, Value] = {}
    for name in ("exit_date", "exit_reason"):
        if name in changes:
            values[name] = str(changes[name] or "").strip() or None
    day = values.get("exit_date")
    if day is not None and not is_date(str(day)):
        raise Trouble("draft_exit_bad")
    if changes.get("state") == TermState.EXITED and not day:
        values["exit_date"] = desk.clock.today().isoformat()
    return values


def _station(desk: Desk) -> None:
    """People belong to their station; a county reads them."""
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)


def _refuse(desk: Desk, draft: PersonDraft, person_id: str | None, fields: Collection[str]) -> None:
    """Trouble for the first bad note on one of the `fields` that are written; what stood there before does not stop."""
    written = {*fields, "end_date"} if "start_date" in fields else set(fields)
    for note in check_draft(desk, draft, person_id):
        if note.kind == "bad" and note.field in written:
            raise Trouble(f"draft_{note.code}", **note.facts)


def _changed_draft(person: Person, term: Term | None, changes: Mapping[str, object]) -> PersonDraft:
    """The person as it is with the changes, as a draft to check."""
    now = PersonDraft(
        name=person.name,
        id_no=person.id_no or "",
        sex=person.sex,
        birth=person.birth or "",
        phone=person.phone or "",
        phone2=person.phone2 or "",
        education=person.education,
        political=person.political,
        post=person.post,
        village_ids=term.villages if term else (),
        start_date=term.start_date or "" if term else "",
        end_date=term.end_date or "" if term else "",
        state=term.state.value if term else TermState.ACTIVE.value,
        number=term.number if term else "",
    )
    if changes.get("id_no"):
        now = replace(now, sex="", birth="")
    typed: dict[str, object] = {}
    for name, value in changes.items():
        if name == "village_ids":
            typed[name] = tuple(value) if isinstance(value, list | tuple) else ()
        elif name in _DRAFTED:
            typed[name] = "" if value is None else str(value)
    return replace(now, **typed)  # type: ignore[arg-type]


def _person_values(desk: Desk, draft: PersonDraft) -> dict[str, Value]:
    """The draft as the journal holds it. What the ID number says of birth and sex goes before what was typed;
    political status is kept only where the pack states a purpose.
    """
    reading = read_id(draft.id_no, today=desk.clock.today())
    values: dict[str, Value] = {
        "name": read_name(draft.name).name,
        "id_no": reading.id_no,
        "sex": (reading.sex if reading.id_no else draft.sex) or None,
        "birth": (reading.birth if reading.id_no else draft.birth) or None,
        "phone": read_phone(draft.phone),
        "phone2": read_phone(draft.phone2),
    }
    values |= {name: str(getattr(draft, name)).strip() or None for name in _TEXTS}
    if not reference.policy(desk).stores_political:
        values["political"] = None
    return values


def _term_values(desk: Desk, draft: PersonDraft) -> dict[str, Value]:
    return {
        "state": draft.state or TermState.ACTIVE.value,
        "start_date": draft.start_date or None,
        "end_date": draft.end_date or None,
        "number": draft.number.strip() or None,
    }


def _bank_card(value: object) -> str | None:
    """The card's digits; it never leaves this desk (DESIGN 4, decision 3). Trouble `draft_card_bad`."""
    digits = digits_of(str(value or ""))
    if value and not 16 <= len(digits) <= 19:
        raise Trouble("draft_card_bad")
    return digits or None
