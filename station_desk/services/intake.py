"""A roster from a foreign workbook: propose, look, correct, write in one run, take back in one act (DESIGN 3, DATA 6).

Foreign cells live in the proposal, in memory, and are gone with it; only rows that are held back are kept here, in the
encrypted database, until the clerk has corrected them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from station_desk.domain import intake
from station_desk.domain.ids import new_id
from station_desk.domain.intake import Basis, Proposal, ProposedRow
from station_desk.domain.intake_cells import text_of
from station_desk.domain.intake_json import proposal_json as _document
from station_desk.domain.intake_match import Key, Known
from station_desk.domain.intake_sheet import read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.journal import Value
from station_desk.domain.policy import stated
from station_desk.domain.records import OfficeKind, Person, Term, TermState
from station_desk.domain.terms import counting_term
from station_desk.domain.trouble import Trouble
from station_desk.services import reference
from station_desk.services.desk import Desk
from station_desk.sheets.reading import read_book
from station_desk.store import imports
from station_desk.store.imports import HeldRow
from station_desk.store.people import load_people, load_term_villages, load_terms
from station_desk.store.settings import REP, get_settings
from station_desk.store.unit_of_work import UnitOfWork
from station_desk.store.villages import load_villages

ACTION = "roster_import"
_PERSON = frozenset({"name", "sex", "birth", "id_no", "phone", "phone2", "education", "political", "post", "bank_card"})
_TERM = frozenset({"start_date", "end_date", "number"})
_AGES = re.compile(r"(\d{1,3})?-(\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did: persons new and changed, rows held back, and the run by which it can be taken back.

    `run` is None where the roster already said all of it.
    """

    written: int
    new: int
    changed: int
    held: int
    run: str | None


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """An import taken back: its run, how many records went back, and the day (ISO) of the import."""

    run: str
    changes: int
    day: str


def propose(
    desk: Desk,
    file: Path,
    *,
    sheet: str | None = None,
    township: str | None = None,
    as_of: date | None = None,
    age: str | None = None,
    age_veteran: str | None = None,
    waiting: Callable[[], None] = lambda: None,
) -> Proposal:
    """What importing `file` would do; nothing is stored.

    `township` is the 9-digit code for rows that state none; `age` and `age_veteran` are limits such as "18-60" in full
    years on `as_of` (default: today). `waiting` is called while the file is read and may raise `Cancelled`. Troubles:
    import_needs_station, ages_unreadable, township_unknown, sheet_not_found, sheet_no_people, and those of
    `sheets.reading.read_book`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("import_needs_station", office=desk.office.name)
    rules = _rules(desk, township, as_of, age, age_veteran)
    book = read_book(file, waiting)
    if sheet is not None and sheet not in [s.name for s in book.sheets]:
        raise Trouble("sheet_not_found", sheet=sheet, sheets=[s.name for s in book.sheets])
    finder, known, own = _present(desk, rules.as_of)
    if township is not None and township not in finder.townships:
        raise Trouble("township_unknown", township=township)
    layout = read_layout(book, finder, sheet)
    if not layout.sheets:
        raise Trouble("sheet_no_people", file=file.name)
    return intake.propose(str(file), Basis(layout, finder, rules, known, own))


def amend(proposal: Proposal, key: Key, cells: Mapping[str, str]) -> Proposal:
    """The proposal with cells of one row corrected, {field: text}; a correction of the ID settles its precision."""
    return intake.amend(proposal, key, cells)


def hold(proposal: Proposal, key: Key, held: bool = True) -> Proposal:
    """The proposal with one row held back by the clerk, or let go again."""
    return intake.hold(proposal, key, held)


def proposal_json(desk: Desk, proposal: Proposal, reveal: bool = False) -> dict[str, object]:
    """The proposal as DATA 6 writes it. With `reveal` numbers are whole and the look is recorded first."""
    if reveal:
        look(desk, proposal)
    return _document(proposal, reveal)


def look(desk: Desk, proposal: Proposal) -> None:
    """Record that the whole numbers of a proposal are shown (the page shows them, because they are repaired there)."""
    desk.store.access(desk.account.id, "reveal", f"import:{Path(proposal.file).name}", f"{len(proposal.rows)}")


def apply(desk: Desk, proposal: Proposal) -> Applied:
    """Write the accepted rows in one run and keep the rejected ones in the correction list; nothing half-written.

    A row that the roster already holds writes nothing. Troubles import_stale where the roster has changed since so
    that other things would be written than were shown; and as `Store.write`.
    """
    finder, known, own = _present(desk, proposal.basis.rules.as_of)
    now = replace(proposal.basis, finder=finder, known=known, own_villages=own)
    if not intake.still_holds(proposal, now):
        raise Trouble("import_stale", file=Path(proposal.file).name)
    new = [row for row in proposal.accepted if row.change == "new"]
    changed = [row for row in proposal.accepted if row.change == "changed"]
    scope = desk.office.code
    with desk.store.write(desk.account.id, ACTION) as work:
        for row in new:
            _create(work, row)
        terms = {term.person_id: term for term in (k.term for k in proposal.basis.known) if term}
        links = _links(work, scope, [terms[row.person_id].id for row in changed if row.person_id in terms])
        for row in changed:
            _update(work, row, terms.get(row.person_id or ""), links)
        for village_id, facts in proposal.village_changes.items():
            work.update("village", village_id, dict(facts))
        held = _keep_held(desk, work, proposal)
        if new or changed:
            work.access("import", f"file:{Path(proposal.file).name}", f"{len(new)}+{len(changed)}")
        run = work.run
    return Applied(len(new) + len(changed), len(new), len(changed), held, run if new or changed else None)


def undo_import(desk: Desk) -> UndoneImport:
    """Take the last import back, whole. Troubles: import_none, and `undo_rests` with the names where later acts rest
    on it.
    """
    with desk.store.transaction() as conn:
        run = imports.last_run(conn, int(get_settings(conn, REP)[REP]), ACTION)
        if run is None:
            raise Trouble("import_none")
        report = desk.store.undo(desk.account.id, run)
        imports.drop_held(conn, run=run)
    return UndoneImport(run, report.records, date.fromtimestamp(report.hlc / 1000).isoformat())


def held(desk: Desk) -> list[HeldRow]:
    """The rows that wait for correction, the newest import first."""
    with desk.store.read() as conn:
        return imports.load_held(conn)


def settle(desk: Desk, row_id: str) -> None:
    """A held row is done: the person was entered by hand, or does not belong here."""
    with desk.store.transaction() as conn:
        imports.settle_held(conn, row_id)
        desk.store.tell(("held_row",), (row_id,))


def _present(desk: Desk, day: date) -> tuple[VillageFinder, list[Known], frozenset[str]]:
    """The villages, the roster and the ids of the villages that are ours, as they are now."""
    scope = desk.office.code
    with desk.store.read() as conn:
        finder = VillageFinder(load_villages(conn, scope))
        known = _known(load_people(conn, scope), load_terms(conn, scope), day)
        return finder, known, imports.own_villages(conn, scope, desk.office.code)


def _rules(desk: Desk, township: str | None, as_of: date | None, age: str | None, age_veteran: str | None) -> Rules:
    """The pack's limits where the clerk asks for none; what the pack does not state limits nobody."""
    pack = reference.policy(desk)
    least, most = stated(pack.age.minimum, 0) or None, stated(pack.age.maximum, 0) or None
    relaxed = stated(pack.age.relaxed_max, 0) or None
    return Rules(
        as_of=as_of or desk.clock.today(),
        township=township,
        age=_ages(age) or ((least, most) if least or most else None),
        age_veteran=_ages(age_veteran) or ((least, relaxed) if relaxed else None),
        stores_political=pack.stores_political,
        regions=reference.regions(),
    )


def _ages(text: str | None) -> tuple[int | None, int | None] | None:
    """Limits out of "18-60", "18-" or "-60"; None where none are asked for."""
    if text is None:
        return None
    found = _AGES.fullmatch(text.strip())
    if not found or not (found[1] or found[2]):
        raise Trouble("ages_unreadable", text=text)
    return (int(found[1]) if found[1] else None, int(found[2]) if found[2] else None)


def _known(people: Iterable[Person], terms: Iterable[Term], day: date) -> list[Known]:
    """Each person with the term that counts on the day, in the state that it has then."""
    of_person: dict[str, list[Term]] = {}
    for term in terms:
        of_person.setdefault(term.person_id, []).append(term)
    known = []
    for person in people:
        found = counting_term(of_person.get(person.id, ()), day)
        known.append(Known(person, replace(found[0], state=found[1]) if found else None))
    return known


def _create(work: UnitOfWork, row: ProposedRow) -> None:
    """A person with an active term in the villages of the row, from its start date where it states one."""
    person_id = new_id()
    work.create("person", person_id, {name: _text(row.changes[name]) for name in _PERSON if name in row.changes})
    _create_term(work, person_id, row.changes)


def _create_term(work: UnitOfWork, person_id: str, changes: Mapping[str, str | tuple[str, ...]]) -> None:
    term_id = new_id()
    fields: dict[str, Value] = {name: _text(changes[name]) for name in _TERM if name in changes}
    work.create("term", term_id, {"person_id": person_id, "state": TermState.ACTIVE.value, **fields})
    for village_id in changes.get("village_ids", ()):
        work.create("term_village", new_id(), {"term_id": term_id, "village_id": village_id})


def _text(value: str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        raise TypeError("a list where a text belongs")
    return value


def _links(work: UnitOfWork, scope: str, term_ids: list[str]) -> dict[str, dict[str, str]]:
    """{term: {village: joining record}} of some terms."""
    found: dict[str, dict[str, str]] = {}
    for link in load_term_villages(work.conn, scope, term_ids):
        found.setdefault(link.term_id, {})[link.village_id] = link.id
    return found


def _update(work: UnitOfWork, row: ProposedRow, term: Term | None, links: Mapping[str, Mapping[str, str]]) -> None:
    """Only the cells that differ; villages are joined and let go one by one."""
    changes = row.changes
    person = {name: _text(changes[name]) for name in _PERSON if name in changes}
    if person and row.person_id:
        work.update("person", row.person_id, person)
    if term is None:
        if row.person_id and (_TERM | {"village_ids"}) & set(changes):
            _create_term(work, row.person_id, changes)
        return
    fields = {name: _text(changes[name]) for name in _TERM if name in changes}
    if fields:
        work.update("term", term.id, fields)
    if "village_ids" in changes:
        here, wanted = links.get(term.id, {}), tuple(changes["village_ids"])
        for village_id in wanted:
            if village_id not in here:
                work.create("term_village", new_id(), {"term_id": term.id, "village_id": village_id})
        for village_id, link in here.items():
            if village_id not in wanted:
                work.delete("term_village", link)


def _keep_held(desk: Desk, work: UnitOfWork, proposal: Proposal) -> int:
    """The rejected rows in place of those that the same file left before; nothing happens where they are the same."""
    name = Path(proposal.file).name
    now = [
        HeldRow(
            new_id(),
            work.run,
            name,
            row.source.sheet,
            row.source.row,
            desk.clock.now_iso(),
            {field: text_of(cell) for field, cell in row.source.cells.items() if text_of(cell)},
            row.reasons,
        )
        for row in proposal.rejected
    ]
    before = imports.load_held(work.conn, name)
    if [_bare(row) for row in before] != [_bare(row) for row in now]:
        imports.drop_held(work.conn, file=name)
        imports.put_held(work.conn, now)
        work.kinds.add("held_row")
    return len(now)


def _bare(row: HeldRow) -> HeldRow:
    return replace(row, id="", run="", at="")
