"""A roster from a foreign workbook: propose, look, correct, write in one run, take back in one act (DESIGN 3, DATA 6).

Foreign cells live in the proposal, in memory, and are gone with it; only rows that are held back are kept here, in the
encrypted database, until the clerk has corrected them.
"""

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from station_desk.domain import intake
from station_desk.domain.intake import Basis, Keep, Proposal
from station_desk.domain.intake_cells import Cell, column_number, visible_text
from station_desk.domain.intake_columns import FIELDS
from station_desk.domain.intake_header import Columns, Maps
from station_desk.domain.intake_json import proposal_json as _document
from station_desk.domain.intake_match import Key, Known
from station_desk.domain.intake_merge import VILLAGE_FACTS, Then
from station_desk.domain.intake_sheet import Layout, read_layout
from station_desk.domain.intake_values import Rules
from station_desk.domain.intake_villages import VillageFinder
from station_desk.domain.policy import stated
from station_desk.domain.records import OfficeKind, Person, Term
from station_desk.domain.terms import counting_term
from station_desk.domain.trouble import Trouble
from station_desk.machine.collector import resting
from station_desk.services import reference
from station_desk.services.archive_files import at_hand
from station_desk.services.desk import Desk
from station_desk.services.intake_write import ACTION
from station_desk.services.intake_write import Applied as Applied
from station_desk.services.intake_write import write_rows as write_rows
from station_desk.sheets import limits
from station_desk.sheets.reading import read_book
from station_desk.store import column_maps, imports
from station_desk.store.asof import roster_at
from station_desk.store.imports import HeldRow
from station_desk.store.people import load_people, load_terms
from station_desk.store.settings import REP, get_settings
from station_desk.store.village_aliases import load_aliases
from station_desk.store.villages import load_villages

_ASKED_EVERY = 0.05
_AGES = re.compile(r"(\d{1,3})?-(\d{1,3})?")


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
    columns: Columns | None = None,
    even_empty: bool = False,
    waiting: Callable[[], None] = lambda: None,
) -> Proposal:
    """What importing `file` would do; nothing is stored.

    `township` is the 9-digit code for rows that state none; `age` and `age_veteran` are limits such as "18-60" in full
    years on `as_of` (default: today). `columns` says what columns are, {letters: field of FIELDS, or None for "not
    used"}; it holds for the first sheet (or `sheet`) and all sheets of the same shape, and goes before what was
    remembered from an earlier month. `even_empty`: a file without any row of people is answered too, so that its columns
    can be told. `waiting` is called meanwhile and may raise `Cancelled`; after half a minute the
    file is refused as sheet_too_slow. Troubles:
    import_needs_station, ages_unreadable, township_unknown, sheet_not_found, sheet_no_people, column_unknown(column),
    column_of_residents(column, words), and those of `sheets.reading.read_book`.
    """
    rules = _rules(desk, township, as_of, age, age_veteran)
    breathe = _patience(file, waiting)
    book = read_book(file, waiting)
    if sheet is not None and sheet not in [s.name for s in book.sheets]:
        raise Trouble("sheet_not_found", sheet=sheet, sheets=[s.name for s in book.sheets])
    finder, known, own = _present(desk, rules.as_of)
    if township is not None and township not in finder.townships:
        raise Trouble("township_unknown", township=township)
    with desk.store.read() as conn:
        maps = column_maps.load(conn)
    with resting():
        layout = read_layout(book, finder, sheet, maps, breathe)
        if columns:
            maps = {**maps, **_told(layout, columns)}
            layout = read_layout(book, finder, sheet, maps, breathe)
        if not layout.sheets and not even_empty:
            raise Trouble("sheet_no_people", file=file.name)
        then = _exported(desk, intake.moments(layout), rules.as_of)
        return intake.propose(str(file), Basis(layout, finder, rules, known, own, then, book, sheet, maps), breathe)


def _patience(file: Path, waiting: Callable[[], None]) -> Callable[[], None]:
    """What is called for every row: raises Trouble sheet_too_slow when the time for the whole is over, and whatever
    `waiting` raises, which is asked now and then.
    """
    begun = asked = time.monotonic()

    def breathe() -> None:
        nonlocal asked
        now = time.monotonic()
        if now - begun > limits.WHOLE_SECONDS:
            raise Trouble("sheet_too_slow", file=file.name, seconds=round(limits.WHOLE_SECONDS))
        if now - asked > _ASKED_EVERY:
            asked = now
            waiting()

    return breathe


def remap(desk: Desk, proposal: Proposal, sheet: str, columns: Columns) -> Proposal:
    """The proposal with columns of a sheet told otherwise, {letters: field of FIELDS, or None for "not used"}.

    It holds for every sheet of the same shape in the file and is remembered for later files when the proposal is
    applied. The columns that are not named stay as they are. `sheet` may be one that was skipped as `no_header`; then
    one of the columns must be the name. Troubles: sheet_not_found, column_unknown(column), column_of_residents(column,
    words).
    """
    said = _told(proposal.basis.layout, columns, sheet)
    (shape,) = said
    merged = {shape: {**proposal.basis.maps.get(shape, {}), **said[shape]}}
    again = intake.remap(proposal, merged)
    moments = intake.moments(again.basis.layout)
    if moments <= set(proposal.basis.then):
        return again
    then = _exported(desk, moments, proposal.basis.rules.as_of)
    return intake.hold(replace(again, basis=replace(again.basis, then=then)), ())


def agree(desk: Desk, proposal: Proposal) -> Proposal:
    """The proposal with every column that was guessed taken as told by a person."""
    for sheet in proposal.sheets:
        if sheet.guessed:
            proposal = remap(desk, proposal, sheet.name, sheet.guessed)
    return proposal


def recheck(proposal: Proposal, row: Key, field: str, text: str) -> Proposal:
    """The proposal with one cell corrected and checked at once, together with everything that depends on it.

    `text` is what the clerk typed: read like a cell of text, so a correction of the ID settles its precision. "" empties
    the cell (a row with a wrong ID number can be taken without one). A village may be given by its code. KeyError: no
    such row.
    """
    return intake.amend(proposal, {row: {field: text}})


def recheck_all(proposal: Proposal, field: str, said: str, text: str) -> Proposal:
    """`recheck` for every row whose cell says `said` (as it is shown, without blanks at the ends)."""
    rows = [row for row in proposal.rows if visible_text(row.source.cells.get(field)) == said]
    return intake.amend(proposal, {row.key: {field: text} for row in rows})


def amend(proposal: Proposal, key: Key, cells: Mapping[str, Cell]) -> Proposal:
    """`recheck` for several cells of one row, {field: text}."""
    return intake.amend(proposal, {key: cells})


def hold(proposal: Proposal, key: Key | Sequence[Key], held: bool = True) -> Proposal:
    """The proposal with one row (or several) held back by the clerk, or accepted again as far as nothing else is wrong."""
    keys = [key] if isinstance(key, tuple) else key
    return intake.hold(proposal, keys, held)


def decide(proposal: Proposal, row: Key, field: str, keep: Keep) -> Proposal:
    """The proposal with a conflict cell settled: "file" writes what the file says, "was" what stood there when the
    file was exported, "roster" leaves what we have.

    Undecided conflicts write nothing; the row bears the warning `cell_conflict` until they are settled.
    """
    return intake.decide(proposal, row, field, keep)


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

    A row that the roster already holds writes nothing. What was told of columns is remembered for files of the same
    shape. Troubles import_needs_station at a county; columns_guessed(sheets) before somebody has agreed to columns that
    were guessed; import_stale where the roster has changed since so that other things would be written than were
    shown; and as `Store.write`.
    """
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("import_needs_station", office=desk.office.name)
    if guessed := [sheet.name for sheet in proposal.sheets if sheet.guessed]:
        raise Trouble("columns_guessed", file=Path(proposal.file).name, sheets=guessed)
    finder, known, own = _present(desk, proposal.basis.rules.as_of)
    now = replace(proposal.basis, finder=finder, known=known, own_villages=own)
    if not intake.still_holds(proposal, now):
        raise Trouble("import_stale", file=Path(proposal.file).name)
    return write_rows(desk, proposal)


def undo_import(desk: Desk) -> UndoneImport:
    """Take the last import back, whole. Troubles: import_none, and `undo_rests` with the names where later acts rest
    on it.
    """
    with desk.store.transaction() as conn:
        run = imports.last_run(conn, int(get_settings(conn, REP)[REP]), ACTION)
        if run is None:
            raise Trouble("import_none")
        report = desk.store.undo(desk.account.id, run)
        imports.reopen(conn, run)
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
        finder = VillageFinder(load_villages(conn, scope), load_aliases(conn, scope), day)
        known = _known(load_people(conn, scope), load_terms(conn, scope), day)
        return finder, known, imports.own_villages(conn, scope, desk.office.code)


def _told(layout: Layout, columns: Columns, sheet: str | None = None) -> Maps:
    """What was said of the columns of a sheet (None: the first), by its shape."""
    read = next((s for s in layout.sheets if sheet in {None, s.name}), None)
    skipped = next((s for s in layout.sheets_skipped if s.shape and sheet in {None, s.sheet}), None)
    if read is None and skipped is None:
        raise Trouble("sheet_not_found", sheet=sheet or "", sheets=[s.name for s in layout.sheets])
    for letters, field in columns.items():
        if not column_number(letters) or (field is not None and field not in FIELDS):
            raise Trouble("column_unknown", column=letters)
        if read and letters in read.refused and field is not None:
            raise Trouble("column_of_residents", column=letters, words=read.refused[letters])
    return {(read or skipped).shape: dict(columns)}  # type: ignore[union-attr]


def _exported(desk: Desk, moments: Iterable[int], day: date) -> dict[int, Then]:
    """The roster at the moments at which copies of it were exported."""
    found = {}
    with at_hand(desk), desk.store.read() as conn:
        for moment in moments:
            then = roster_at(conn, moment, desk.office.code)
            facts = {v.id: {name: getattr(v, name) for name in VILLAGE_FACTS} for v in then.villages}
            found[moment] = Then({k.person.id: k for k in _known(then.people, then.terms, day)}, facts)
    return found


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
        station=desk.office.name,
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
