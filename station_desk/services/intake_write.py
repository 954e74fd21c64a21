"""What an import writes: the accepted rows in one run, the rejected ones into the correction list."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from station_desk.domain.ids import new_id
from station_desk.domain.intake import Proposal, ProposedRow
from station_desk.domain.intake_cells import text_of
from station_desk.domain.intake_sheet import SHEET_SHAPE
from station_desk.domain.intake_spellings import new_spellings
from station_desk.domain.intake_villages import stem
from station_desk.domain.journal import Value
from station_desk.domain.names import name_key
from station_desk.domain.records import Term, TermState
from station_desk.services.desk import Desk
from station_desk.services.pack_use import rest_on
from station_desk.store import column_maps, imports
from station_desk.store.imports import HeldRow
from station_desk.store.people import load_term_villages
from station_desk.store.unit_of_work import UnitOfWork
from station_desk.store.village_aliases import load_aliases

ACTION = "roster_import"
_PERSON = frozenset({"name", "sex", "birth", "id_no", "phone", "phone2", "education", "political", "post", "bank_card"})
_TERM = frozenset({"start_date", "end_date", "number"})


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import did: persons new and changed, rows held back, and the run by which it can be taken back.

    `run` is None where the roster already said all of it. `learned`: so many spellings of villages are remembered.
    """

    written: int
    new: int
    changed: int
    held: int
    run: str | None
    learned: int = 0


def write_rows(desk: Desk, proposal: Proposal) -> Applied:
    """Write what the proposal says; new terms rest on the pack in force, noted once for the run. Troubles as
    `Store.write`.
    """
    new = [row for row in proposal.accepted if row.change == "new"]
    changed = [row for row in proposal.accepted if row.change == "changed"]
    scope = desk.office.code
    with desk.store.write(desk.account.id, ACTION) as work:
        if new:
            rest_on(work, desk, [("run", work.run)])
        for row in new:
            _create(work, row)
        terms = {term.person_id: term for term in (k.term for k in proposal.basis.known) if term}
        links = _links(work, scope, [terms[row.person_id].id for row in changed if row.person_id in terms])
        for row in changed:
            _update(work, row, terms.get(row.person_id or ""), links)
        for village_id, facts in proposal.village_changes.items():
            work.update("village", village_id, dict(facts))
        learned = _learn(work, scope, proposal)
        held = _keep_held(desk, work, proposal)
        _remember(desk, work, proposal)
        if new or changed:
            work.access("import", f"file:{Path(proposal.file).name}", f"{len(new)}+{len(changed)}")
        run = work.run
    wrote = run if new or changed or learned else None
    return Applied(len(new) + len(changed), len(new), len(changed), held, wrote, learned)


def _learn(work: UnitOfWork, scope: str, proposal: Proposal) -> int:
    """Keep the spellings of villages that were put right, in the same run: undo forgets them too."""
    known, learned = load_aliases(work.conn, scope), 0
    for spelling in new_spellings(proposal):
        village = spelling.village
        if spelling.text not in proposal.unlearned and spelling.text not in known.get(village.id, ()):
            work.create("village_alias", new_id(), {"village_id": village.id, "alias": spelling.text})
            learned += 1
    return learned


def _remember(desk: Desk, work: UnitOfWork, proposal: Proposal) -> None:
    """Keep what was told of columns, for files of the same shape."""
    told = {
        sheet.shape: sheet.told for sheet in proposal.sheets if sheet.told and not sheet.shape.startswith(SHEET_SHAPE)
    }
    known = column_maps.load(work.conn)
    for shape, columns in told.items():
        if known.get(shape) != columns:
            column_maps.keep(work.conn, shape, columns, desk.clock.now_iso())


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
    """The rejected rows in place of those that the same file left before; nothing happens where they are the same.

    Rows of other files that wait are settled by an accepted row of the same person.
    """
    name = Path(proposal.file).name
    at = desk.clock.now_iso()
    now = [
        HeldRow(
            new_id(),
            work.run,
            name,
            row.source.sheet,
            row.source.row,
            at,
            {field: text_of(cell) for field, cell in row.source.cells.items() if text_of(cell)},
            row.reasons,
        )
        for row in proposal.rejected
    ]
    waiting = imports.load_held(work.conn)
    before = [row for row in waiting if row.file == name]
    came = {_who(row.values.name, row.values.village_text) for row in proposal.accepted}
    settled = [row.id for row in waiting if row.file != name and _who_held(row) in came]
    if [_bare(row) for row in before] != [_bare(row) for row in now]:
        settled += [row.id for row in before]
        imports.put_held(work.conn, now)
        work.kinds.add("held_row")
    if settled:
        imports.settle_by(work.conn, work.run, settled)
        work.kinds.add("held_row")
    return len(now)


def _who_held(row: HeldRow) -> tuple[str, str]:
    return _who(row.cells.get("name", ""), row.cells.get("village"))


def _who(name: str, village: str | None) -> tuple[str, str]:
    """Who a row is about, for people without a number that can be read: name and village."""
    return name_key(name), stem(village or "")


def _bare(row: HeldRow) -> HeldRow:
    return replace(row, id="", run="", at="")
