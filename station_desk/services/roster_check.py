"""What is said of a person while one types: the ID number, birth, phones, doubles, posts (UX 4.2, DATA 6).

Codes of the notes. bad: name_missing, name_too_long, id_bad_length, id_bad_date, id_check_digit, duplicate_id (name,
village), sex_unknown, birth_bad, phone_invalid, phone2_invalid, start_bad, end_bad, end_before_start, state_unknown,
village_unknown, village_closed (village). warn: id_missing, id15_upgraded, id_hmt_resident, id_region_unknown,
birth_mismatch (id, typed), sex_mismatch (id, typed), age_limit (age, limit), duplicate_phone (name), same_name (village),
over_quota (village, quota), no_post (village), village_missing, political_not_stored, name_radical_fixed,
name_suffix_removed, name_private_use_char. ok: id_read (birth, sex, age, province).
"""

from collections.abc import Iterator
from datetime import date

from station_desk.domain.dates import age_on, first_day, is_date, last_day, same_date
from station_desk.domain.idno import IdReading, read_id
from station_desk.domain.names import LONGEST_NAME, MIDDLE_DOT, name_key, read_name
from station_desk.domain.phones import read_phone
from station_desk.domain.policy import Policy, judge_age, stated
from station_desk.domain.records import Person, TermState, Village
from station_desk.domain.roster import DraftNote, PersonDraft
from station_desk.domain.roster_book import RosterBook, exists_on
from station_desk.domain.terms import serves
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.services.roster_memory import memory_of

SEXES = ("男", "女")


def check_draft(desk: Desk, draft: PersonDraft, person_id: str | None = None) -> list[DraftNote]:
    """What is to be said of `draft`; `person_id` when it changes somebody who is on the roster already: then an ID
    number left empty is the one that is stored, and villages held already are not judged again.

    Nothing is written. The codes stand at the head of this file.
    """
    book, today = memory_of(desk).book(desk), desk.clock.today()
    others = [p for p in book.people.values() if p.id != person_id and p.scope == desk.office.code]
    known = book.people.get(person_id or "")
    kept = known is not None and known.id_no is not None and not draft.id_no.strip()
    reading = read_id(known.id_no or "" if known and kept else draft.id_no, reference.regions(), today)
    policy = reference.policy(desk)
    return [
        *_name_notes(draft),
        *(() if kept else _id_notes(reading, today)),
        *_own_facts(draft, reading, policy, today),
        *_phone_notes(draft, others),
        *_double_notes(draft, reading, others, book),
        *_term_notes(draft),
        *_village_notes(desk, draft, book, policy, person_id),
    ]


def _name_notes(draft: PersonDraft) -> Iterator[DraftNote]:
    reading = read_name(draft.name)
    if not reading.name:
        yield DraftNote("name", "bad", "name_missing")
    if len(reading.name) > LONGEST_NAME:
        yield DraftNote("name", "bad", "name_too_long", {"most": LONGEST_NAME})
    for warning in reading.warnings:
        yield DraftNote("name", "warn", warning)


def _id_notes(reading: IdReading, today: date) -> Iterator[DraftNote]:
    if reading.problem:
        yield DraftNote("id_no", "bad", reading.problem)
    for warning in reading.warnings:
        yield DraftNote("id_no", "warn", warning)
    if reading.id_no and reading.birth:
        age = age_on(reading.birth, today)
        facts: dict[str, str | int] = {"birth": reading.birth, "sex": reading.sex, "province": reading.province}
        yield DraftNote("id_no", "ok", "id_read", facts | {"age": age if age is not None else ""})


def _own_facts(draft: PersonDraft, reading: IdReading, policy: Policy, today: date) -> Iterator[DraftNote]:
    """Birth, sex, age, political status."""
    if draft.sex and draft.sex not in SEXES:
        yield DraftNote("sex", "bad", "sex_unknown")
    elif reading.id_no and draft.sex and draft.sex != reading.sex:
        yield DraftNote("sex", "warn", "sex_mismatch", {"id": reading.sex, "typed": draft.sex})
    if draft.birth and not (is_date(draft.birth) and first_day(draft.birth) <= today):
        yield DraftNote("birth", "bad", "birth_bad")
    elif reading.id_no and reading.birth and draft.birth and not same_date(reading.birth, draft.birth):
        yield DraftNote("birth", "warn", "birth_mismatch", {"id": reading.birth, "typed": draft.birth})
    birth = reading.birth if reading.id_no else draft.birth
    age = age_on(birth, today)
    verdict = judge_age(policy.age, age)
    if age is not None and verdict in ("under", "over"):
        limit = stated(policy.age.minimum if verdict == "under" else policy.age.maximum, 0)
        yield DraftNote("birth", "warn", "age_limit", {"age": age, "limit": limit})
    if draft.political and not policy.stores_political:
        yield DraftNote("political", "warn", "political_not_stored")


def _phone_notes(draft: PersonDraft, others: list[Person]) -> Iterator[DraftNote]:
    for name, typed in (("phone", draft.phone), ("phone2", draft.phone2)):
        if not typed.strip():
            continue
        number = read_phone(typed)
        if number is None:
            yield DraftNote(name, "bad", f"{name}_invalid")
        elif double := next((p for p in others if number in (p.phone, p.phone2)), None):
            yield DraftNote(name, "warn", "duplicate_phone", {"name": double.name})


def _double_notes(
    draft: PersonDraft, reading: IdReading, others: list[Person], book: RosterBook
) -> Iterator[DraftNote]:
    """The same ID number is the same person; the same name is only told."""
    if reading.id_no:
        for person in others:
            if person.id_no == reading.id_no:
                yield DraftNote("id_no", "bad", "duplicate_id", {"name": person.name, "village": _where(person, book)})
    elif draft.name.strip():
        key = name_key(draft.name)
        for person in others:
            if person.name.replace(MIDDLE_DOT, "").casefold() == key:  # stored names are in one spelling already
                yield DraftNote("name", "warn", "same_name", {"village": _where(person, book)})


def _where(person: Person, book: RosterBook) -> str:
    terms = book.terms.get(person.id)
    return "、".join(village.name for village in book.villages_of(terms[-1])) if terms else ""


def _term_notes(draft: PersonDraft) -> Iterator[DraftNote]:
    good = True
    for name, typed, code in (("start_date", draft.start_date, "start_bad"), ("end_date", draft.end_date, "end_bad")):
        if typed and not is_date(typed):
            good = False
            yield DraftNote(name, "bad", code)
    if good and draft.start_date and draft.end_date and last_day(draft.end_date) < first_day(draft.start_date):
        yield DraftNote("end_date", "bad", "end_before_start")
    if draft.state not in set(TermState):
        yield DraftNote("state", "bad", "state_unknown")


def _village_notes(
    desk: Desk, draft: PersonDraft, book: RosterBook, policy: Policy, person_id: str | None
) -> Iterator[DraftNote]:
    today = desk.clock.today()
    if not draft.village_ids:
        yield DraftNote("village_ids", "warn", "village_missing")
    held = {village_id for term in book.terms.get(person_id or "", ()) for village_id in term.villages}
    for village_id in draft.village_ids:
        if village_id in held:
            continue
        village = book.villages.get(village_id)
        if village is None or village.scope != desk.office.code:
            yield DraftNote("village_ids", "bad", "village_unknown")
            continue
        if not exists_on(village, today):
            yield DraftNote("village_ids", "bad", "village_closed", {"village": village.name})
            continue
        quota = policy.posts(village.kind, village.households, village.name)
        if quota == 0:
            yield DraftNote("village_ids", "warn", "no_post", {"village": village.name})
        elif _holders(village, book, today, person_id) >= quota:
            yield DraftNote("village_ids", "warn", "over_quota", {"village": village.name, "quota": quota})


def _holders(village: Village, book: RosterBook, today: date, person_id: str | None) -> int:
    """Others who hold a post in the village today."""
    return sum(
        village.id in term.villages and serves(term, today)
        for one, terms in book.terms.items()
        if one != person_id
        for term in terms
    )
