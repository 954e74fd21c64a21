"""What goes onto paper: from the roster to the data of a form. Which term a letter is about, who stands on a roster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from station_desk.domain.idno import mask_id
from station_desk.domain.paper import PrintWarning, Subject
from station_desk.domain.paper_fields import FIELDS, USUAL_TITLE, Scope, Value, blank_scope, village_name
from station_desk.domain.paper_people import (
    Amounts,
    Letter,
    LetterTerm,
    RosterData,
    RosterGroup,
    RosterLine,
    list_heads,
)
from station_desk.domain.paper_results import PersonResults
from station_desk.domain.phones import mask_phone
from station_desk.domain.policy import AgeLimits, stated
from station_desk.domain.records import SERVING, OfficeKind, Person, Term, TermState
from station_desk.domain.roster import RosterRow
from station_desk.domain.roster_book import RosterBook, row_order
from station_desk.domain.terms import counting_term, state_on
from station_desk.domain.trouble import Trouble
from station_desk.domain.work_log import served_in
from station_desk.printing import door
from station_desk.services.agreement import agreement_of
from station_desk.services.attachments import photo_of
from station_desk.services.desk import Desk
from station_desk.services.form_places import form_places
from station_desk.services.paper_orders import Order
from station_desk.services.paper_policy import policy_document
from station_desk.services.paper_results import (
    AMOUNT_FIELDS,
    amounts_of,
    circular_document,
    has_rooms,
    has_sheets,
    known_of_rubric,
    results_of,
    room_amounts_of,
    room_documents,
)
from station_desk.services.paper_selection import SUBJECTS as SELECTION
from station_desk.services.paper_selection import has_batch, known_of_pack, selection_documents
from station_desk.services.reference import policy
from station_desk.services.rooms import rooms
from station_desk.services.roster_memory import memory_of
from station_desk.services.selection_list import batch_list
from station_desk.services.stipend_lines import last_day
from station_desk.services.witness import confirmed
from station_desk.services.work_log import month_days

_REMARKS = {TermState.PENDING: "待聘", TermState.SUSPENDED: "暂停", TermState.EXITING: "待离任"}
_STATUS = {TermState.ACTIVE: "在聘", **_REMARKS}
_UNNAMED = {
    "township": "未填乡镇",
    "area": "未分片区",
    "officer": "未定民警",
    "room": "未分警务室",
    "station": "未知派出所",
}


@dataclass(slots=True)
class Material:
    """The documents of a print, whom each is about (a person, a room by name, None: nobody alone), and what the clerk
    should look at.

    A warning's `page` is here the index of its document.
    """

    documents: list[Scope] = field(default_factory=list)
    about: list[str | None] = field(default_factory=list)
    names: int = 0
    warnings: list[PrintWarning] = field(default_factory=list)

    def add(self, document: Scope, about: str | None = None, names: int = 0) -> None:
        """One more document, about one person or nobody alone, with so many names on it."""
        self.documents.append(document)
        self.about.append(about)
        self.names += names


def gather(desk: Desk, subject: Subject, name: str, order: Order) -> Material:
    """The data of a print. Troubles person_missing, no_term(person), nobody_to_print(form)."""
    material = Material()
    asked = order.everyone or order.person_ids is not None or bool(order.batch)
    if subject == "person":
        _letters(desk, order, material)
    elif subject == "roster" and (order.everyone or order.person_ids is not None or not order.blank):
        _roster(desk, order, material)
    elif subject == "policy" and not order.blank:
        material.add(policy_document(desk))
    elif subject in SELECTION and (asked or not order.blank):
        _selection(desk, subject, order, material)
    elif subject in ("room", "circular") and (asked or not order.blank):
        _results(desk, subject, order, material)
    for _ in range(order.blank):
        material.add(blank_scope(subject, **_known(desk, subject, order.period)))
    if not material.documents:
        raise Trouble("nobody_to_print", form=name)
    return material


def called(desk: Desk) -> tuple[str, str]:
    """What the pack calls an assistant and the programme ("" where it does not say); a pack that cannot be read stops no
    print.
    """
    try:
        rules = policy(desk)
    except Trouble:
        return USUAL_TITLE, ""
    return rules.person_word, stated(rules.terms.programme, "")


def _judging(desk: Desk) -> tuple[AgeLimits | None, str]:
    """The pack's limits of age, and whom it calls those who make a post unnecessary; nothing of an unreadable pack."""
    try:
        rules = policy(desk)
    except Trouble:
        return None, ""
    return rules.age, stated(rules.quota.covered_by, "")


def has_data(desk: Desk, subject: Subject, period: str) -> bool:
    """Whether a form of this subject can be filled in now: a batch is there, the month was assessed, there are rooms."""
    if subject in SELECTION:
        return has_batch(desk)
    if subject == "circular":
        return has_sheets(desk, period)
    return subject != "room" or has_rooms(desk)


def _known(desk: Desk, subject: Subject, period: str) -> dict[str, Value]:
    """What even a blank form knows: the office, the pack's words, what is judged in a month."""
    known: dict[str, Value] = {"单位": desk.office.name, "称谓": called(desk)[0]}
    if subject in SELECTION:
        known |= known_of_pack(desk, subject)
    if subject == "roster":
        known |= list_heads(*_judging(desk)) | {"量词": "人"}
    if subject in ("person", "room"):
        known |= known_of_rubric(desk, subject, period)
    if desk.office.kind is OfficeKind.STATION:
        known["派出所"] = desk.office.name
    names = {f.name for f in FIELDS[subject]}
    return {name: value for name, value in known.items() if name in names}


def _selection(desk: Desk, subject: Subject, order: Order, material: Material) -> None:
    """Papers of a batch; ballots fill a sheet for each village."""
    form = door.get_form(form_places(desk), order.form)
    onto = form.imposition
    copies = onto.columns * onto.rows if onto is not None and subject == "vote" else 1
    issued = order.issued.isoformat()
    for scope, names in selection_documents(desk, subject, order.batch, order.person_ids, issued, reveal=order.reveal):
        for _ in range(copies):
            material.add(scope, None, names)


def _results(desk: Desk, subject: Subject, order: Order, material: Material) -> None:
    issued = order.issued.isoformat()
    if subject == "room":
        for room, scope, names in room_documents(desk, order.period, issued, order.person_ids):
            material.add(scope, room, names)
    else:
        scope, names = circular_document(desk, order.period, issued)
        material.add(scope, None, names)


# --- letters -------------------------------------------------------------------------------------------------------
def _letters(desk: Desk, order: Order, material: Material) -> None:
    book = memory_of(desk).book(desk)
    form = door.get_form(form_places(desk), order.form)
    days = _days_of(desk, form.names, order)

    def fitting(terms: Iterable[Term]) -> Term | None:
        return in_office(terms, *days) if days else letter_term(terms, order.issued)

    clauses = agreement_of(desk) if "协议" in form.names else ()
    about = _About(form.photos, *results_of(desk, order.period, form.names), clauses)
    if order.person_ids is not None:
        for person_id in order.person_ids:
            person = book.people.get(person_id)
            if person is None:
                raise Trouble("person_missing")
            terms = book.terms.get(person_id, ())
            term = fitting(terms) or letter_term(terms, order.issued)
            if term is None:
                raise Trouble("no_term", person=person.name)
            _letter(desk, book, person, term, order, material, about)
    elif order.everyone:
        rows = [book.row(person, order.issued) for person in book.people.values()]
        for row in sorted(rows, key=pile_order if order.period else row_order):
            term = fitting(book.terms.get(row.id, ()))
            if term is not None:
                _letter(desk, book, book.people[row.id], term, order, material, about)


def pile_order(row: RosterRow) -> tuple[bool, str, str, str, str]:
    """A month's sheets lie as they are handed out: an officer's together, those without an officer at the end."""
    return (not row.officer, row.officer, *row_order(row))


def _days_of(desk: Desk, names: frozenset[str], order: Order) -> tuple[date, date] | None:
    """The days that a sheet is about: its month of work, for a year's its last day so far; None for a letter."""
    if not order.period or names.isdisjoint(("月份", "年度")):
        return None
    if "年度" in names:
        last = min(order.issued, date(int(order.period[:4]), 12, 31))
        return last, last
    return month_days(desk, order.period)


def in_office(terms: Iterable[Term], first: date, last: date) -> Term | None:
    """The term that a sheet of these days is about: the newest that filled its post on any of them (also who is leaving or
    was suspended); None for who was not in office yet, or no longer.
    """
    known = [term for term in terms if served_in([term], first, last) is not None]
    return max(known, key=lambda term: (term.start_date or "", term.id), default=None)


def letter_term(terms: Iterable[Term], day: date) -> Term | None:
    """The term a letter is about: the newest to come, else the newest in office; None for anyone else."""
    states = {TermState.PENDING: 1, TermState.ACTIVE: 0}
    fit = [
        (states[state], term.start_date or "", term.id, term)
        for term in terms
        if (state := state_on(term, day)) in states
    ]
    return max(fit)[3] if fit else None


@dataclass(frozen=True, slots=True)
class _About:
    """What letters need beside the roster: whether they show photographs, what is known of assessments, of nobody's;
    the office's own agreement."""

    photos: bool
    results: Mapping[str, PersonResults]
    nothing: PersonResults
    agreement: tuple[str, ...] = ()


def _letter(
    desk: Desk, book: RosterBook, person: Person, term: Term, order: Order, material: Material, about: _About
) -> None:
    villages = book.villages_of(term)
    first = villages[0] if villages else None
    photo = photo_of(desk, person.id) if about.photos else None
    title, programme = called(desk)
    letter = Letter(
        name=person.name,
        sex=person.sex,
        birth=person.birth or "",
        villages=tuple(village_name(village.name) for village in villages),
        township=first.township if first else "",
        station=_station(desk, book, person.scope),
        post=person.post,
        start=term.start_date or "",
        end=term.end_date or "",
        number=term.number,
        issuer=desk.office.name,
        issued=order.issued.isoformat(),
        period=order.period,
        id_no=(person.id_no or "") if order.reveal else mask_id(person.id_no),
        phone=(person.phone or "") if order.reveal else mask_phone(person.phone),
        education=person.education,
        political=person.political,
        officer=first.officer if first else "",
        room=first.room if first else "",
        area=first.area if first else "",
        photo=(photo.content or b"") if photo else b"",
        terms=tuple(_term(book, one, order.issued) for one in sorted(book.terms.get(person.id, ()), key=_by_start)),
        title=title,
        programme=programme,
        agreement=about.agreement,
        results=about.results.get(person.id, about.nothing),
    )
    if not (letter.start and letter.end):
        material.warnings.append(PrintWarning("date_missing", len(material.documents), {"person": person.name}))
    material.add(letter.scope(), person.id, 1)


def _by_start(term: Term) -> tuple[str, str]:
    return term.start_date or "", term.id


def _term(book: RosterBook, term: Term, day: date) -> LetterTerm:
    return LetterTerm(
        start=term.start_date or "",
        end=term.end_date or "",
        villages="、".join(village_name(village.name) for village in book.villages_of(term)),
        state=_STATUS.get(state_on(term, day), "已离任"),
        number=term.number,
    )


def _station(desk: Desk, book: RosterBook, scope: str) -> str:
    return desk.office.name if scope == desk.office.scope else book.stations.get(scope, "")


# --- rosters -------------------------------------------------------------------------------------------------------
def _roster(desk: Desk, order: Order, material: Material) -> None:
    """A list of people: of a batch, or of everyone who serves or waits; a list of amounts of those for whom any were
    stored."""
    if order.batch:
        data = batch_list(desk, order.batch, order.issued.isoformat(), reveal=order.reveal)
        material.add(data.scope(), None, sum(len(group.lines) for group in data.groups))
        return
    book = memory_of(desk).book(desk)
    names = door.get_form(form_places(desk), order.form).names
    paid = amounts_of(desk, order.period) if names & AMOUNT_FIELDS else {}
    if order.person_ids is not None:
        if not all(person_id in book.people for person_id in order.person_ids):
            raise Trouble("person_missing")
        people = [book.people[person_id] for person_id in order.person_ids]
        rows = [book.row(person, order.issued) for person in people]
    else:
        kept = {*SERVING, TermState.PENDING}
        everyone = (book.row(person, order.issued) for person in book.people.values())
        rows = [row for row in everyone if (row.id in paid if paid else row.status in kept)]
    rows.sort(key=row_order)
    if not rows:
        return
    grouping = order.group_by
    if grouping is None:
        grouping = "station" if desk.office.kind is OfficeKind.COUNTY else ""
    groups = [
        RosterGroup(name, tuple(_line(desk, book, row, order, paid.get(row.id)) for row in members))
        for name, members in _split(rows, grouping)
    ]
    views = book.village_views(policy(desk), order.issued)
    ages, cover = _judging(desk)
    data = RosterData(
        desk.office.name,
        order.issued.isoformat(),
        tuple(groups),
        order.period,
        units=len(views),
        vacant=sum(view.vacant for view in views),
        title=called(desk)[0],
        confirmed=confirmed(desk) if "对方确认" in names else "",
        ages=ages,
        cover=cover,
    )
    material.add(data.scope(), None, len(rows))
    if names & AMOUNT_FIELDS and order.person_ids is None:
        _rooms_money(desk, order, material)


def _rooms_money(desk: Desk, order: Order, material: Material) -> None:
    """The amounts of police rooms on a list of their own: they are paid to rooms, not to people."""
    paid = room_amounts_of(desk, order.period)
    lines = []
    for room in rooms(desk, last_day(order.period)) if paid else ():
        if room.name in paid and room.scope == desk.office.scope:
            officers, no = "、".join(room.officers), ("",) * 10  # what a person has and a room has not
            where = "、".join(village_name(one.name) for one in room.villages)
            lines.append(RosterLine(room.name, "", "", where, *no, officers, remark=officers, amounts=paid[room.name]))
    if lines:
        issued, groups = order.issued.isoformat(), (RosterGroup("", tuple(lines)),)
        data = RosterData(desk.office.name, issued, groups, order.period, title="警务室", counted_as="个")
        material.add(data.scope(), None, len(lines))


def _split(rows: Sequence[RosterRow], grouping: str) -> list[tuple[str, list[RosterRow]]]:
    """Rows by their group, groups in the order of their first row, those without one last."""
    if not grouping:
        return [("", list(rows))]
    groups: dict[str, list[RosterRow]] = {}
    for row in rows:
        groups.setdefault(getattr(row, grouping) or "", []).append(row)
    unnamed = groups.pop("", [])
    return [*groups.items(), *([(_UNNAMED[grouping], unnamed)] if unnamed else [])]


def _line(desk: Desk, book: RosterBook, row: RosterRow, order: Order, paid: Amounts | None) -> RosterLine:
    person = book.people[row.id]
    term = counting_term(book.terms.get(row.id, ()), order.issued)
    return RosterLine(
        name=row.name,
        sex=row.sex,
        birth=(row.birth or "")[:7],
        village="、".join(village_name(name) for name in row.villages),
        township=row.township,
        station=_station(desk, book, row.scope),
        post=row.post,
        start=row.term_start or "",
        end=row.term_end or "",
        id_no=(person.id_no or "") if order.reveal else row.id_no_masked,
        phone=(person.phone or "") if order.reveal else row.phone_masked,
        education=row.education,
        political=row.political,
        status=_STATUS.get(row.status, "") if row.status else "",
        officer=row.officer,
        area=row.area,
        remark=_REMARKS.get(row.status, "") if row.status else "",
        villages=term[0].villages if term else (),
        age=row.age,
        id_tail=(person.id_no or "")[-4:],
        card_tail=(person.bank_card or "")[-4:],
        amounts=paid,
    )
