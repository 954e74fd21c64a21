"""A person moves to another station by a record of the county: the old scope keeps the past, the new one begins with a link.

The county writes one record into each of the two scopes. The old station ends the term, the new one takes the person up:
each station changes its own roster only.
"""

from dataclasses import dataclass, replace
from datetime import date

from station_desk.domain.dates import add_days
from station_desk.domain.ids import new_id
from station_desk.domain.records import OfficeKind, TermState
from station_desk.domain.terms import serves
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection import station_only, vacancies, whole_day
from station_desk.services.selection_board import village_called
from station_desk.store.selection import StoredTransfer, fields_of, load_transfers

ORDER, RELEASE, RECEIVE = "transfer_order", "transfer_release", "transfer_receive"
REASON = "调任他岗"
_WHO = ("sex", "birth", "id_no", "phone", "education", "political", "post")


@dataclass(frozen=True, slots=True)
class Transfer:
    """A transfer as this office sees it. `way`: leaves (our person), comes (a person for us), both (the county)."""

    record: StoredTransfer
    way: str
    done: bool


def order(desk: Desk, person: str, to_scope: str, day: str, doc_no: str) -> str:
    """The county moves a person in office (id or name) to another station from `day` on; the id of the order.

    Troubles `transfer_county_only`, `person_missing`, `candidate_two` (name), `term_not_active` (name), `station_missing`
    (station), `transfer_paper`, `day_wrong`, those of `Store.write`.
    """
    if desk.office.kind is not OfficeKind.COUNTY:
        raise Trouble("transfer_county_only", office=desk.office.name)
    whole_day(day)
    if not doc_no.strip():
        raise Trouble("transfer_paper")
    book = memory_of(desk).book(desk)
    found = [one for one in book.people.values() if person in (one.id, one.name)]
    if not found:
        raise Trouble("person_missing")
    if len(found) > 1:
        raise Trouble("candidate_two", name=person)
    who = found[0]
    if to_scope not in book.stations or to_scope in (who.scope, desk.office.scope):
        raise Trouble("station_missing", station=to_scope)
    term = next((one for one in book.terms.get(who.id, ()) if serves(one, desk.clock.today())), None)
    if term is None:
        raise Trouble("term_not_active", name=who.name)
    plain = StoredTransfer(who.scope, new_id(), who.id, term.id, who.scope, to_scope, day, doc_no.strip(), who.name)
    told = {name: getattr(who, name) or "" for name in _WHO}
    with desk.store.transaction():
        with desk.store.write(desk.account.id, ORDER, scope=who.scope) as work:
            work.create("transfer", plain.id, fields_of(plain))
        coming = replace(plain, scope=to_scope, id=new_id(), **told)
        with desk.store.write(desk.account.id, ORDER, scope=to_scope) as work:
            work.create("transfer", coming.id, fields_of(coming))
    return plain.id


def transfers(desk: Desk) -> list[Transfer]:
    """The transfers that are known here, the newest first."""
    with desk.store.read() as conn:
        records = load_transfers(conn)
    book = memory_of(desk).book(desk)
    terms = [term for mine in book.terms.values() for term in mine]
    ended = {term.id for term in terms if term.state is TermState.EXITED}
    begun = {term.prior_id for term in terms if term.prior_id}
    found = []
    for one in records:
        leaves = one.scope == one.from_scope
        if desk.office.kind is OfficeKind.COUNTY and not leaves:
            continue
        way = "both" if desk.office.kind is OfficeKind.COUNTY else "leaves" if leaves else "comes"
        done = {"leaves": one.term_id in ended, "comes": one.term_id in begun}
        found.append(Transfer(one, way, all(done.values()) if way == "both" else done[way]))
    return found[::-1]


def release(desk: Desk, name: str) -> str:
    """The old station ends the term on the eve of the transfer (its id, or the name); the term's id. Troubles
    `station_only`, `transfer_missing`, `candidate_two` (name), those of `Store.write`.
    """
    one = _mine(desk, name, "leaves")
    last = add_days(date.fromisoformat(one.day), -1).isoformat()
    with desk.store.write(desk.account.id, RELEASE) as work:
        work.update("term", one.term_id, {"state": TermState.EXITED.value, "exit_date": last, "exit_reason": REASON})
    return one.term_id


def receive(desk: Desk, name: str, village: str, end: str = "", number: str = "") -> str:
    """The new station takes the person up with a term that is linked to the old one; the person's id.

    Troubles `station_only`, `transfer_missing`, `post_missing`, `post_two` (name), `outside_quota` (village, vacant, asked),
    `day_wrong`, those of `Store.write`.
    """
    one = _mine(desk, name, "comes")
    whole_day(end, may_lack=True)
    vacant, villages = vacancies(desk), memory_of(desk).book(desk).villages
    place = village_called([it for it in villages.values() if it.id in vacant], village)
    if vacant[place.id] < 1:
        raise Trouble("outside_quota", village=place.name, vacant=0, asked=1)
    person_id, term_id = new_id(), new_id()
    with desk.store.write(desk.account.id, RECEIVE) as work:
        who = {field: getattr(one, field) or None for field in ("name", *_WHO)}
        work.create("person", person_id, who)
        values = {
            "person_id": person_id,
            "state": TermState.ACTIVE.value,
            "start_date": one.day,
            "end_date": end or None,
        }
        work.create("term", term_id, {**values, "number": number.strip() or None, "prior_id": one.term_id})
        work.create("term_village", new_id(), {"term_id": term_id, "village_id": place.id})
        rest_on(work, desk, [("term", term_id)])
    return person_id


def _mine(desk: Desk, name: str, way: str) -> StoredTransfer:
    station_only(desk)
    open_ones = [one.record for one in transfers(desk) if one.way == way and not one.done]
    found = [one for one in open_ones if name in (one.id, one.name)]
    if not found:
        raise Trouble("transfer_missing", name=name)
    if len(found) > 1:
        raise Trouble("candidate_two", name=name)
    return found[0]
