"""Printed sheets and their serials: rows <-> dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Sheet
from station_desk.store.bulk import chunks
from station_desk.store.settings import REP, get_setting, put_settings
from station_desk.store.tables import change, sheet, txn

_COLUMNS = tuple(
    sheet.c[name]
    for name in (
        *("scope", "id", "serial", "form", "person_id"),
        *("period", "page", "pages", "printed_at", "state"),
    )
)


REPRINT = "reprint"
"""The act in which a sheet takes the place of another."""


def load_sheets(conn: Connection, scope: str | None = None, *, person_id: str | None = None) -> list[Sheet]:
    """Sheets (of one scope, about one person), newest first."""
    query: Select[Any] = select(*_COLUMNS).where(sheet.c.deleted == 0)
    if scope is not None:
        query = query.where(sheet.c.scope == scope)
    if person_id is not None:
        query = query.where(sheet.c.person_id == person_id)
    return [_sheet(row) for row in conn.execute(query.order_by(sheet.c.id.desc()))]


def sheets_by_serial(conn: Connection, serials: Iterable[str]) -> dict[str, Sheet]:
    """The sheets with these serials, by serial."""
    found: dict[str, Sheet] = {}
    for part in chunks(serials):
        rows = conn.execute(select(*_COLUMNS).where(sheet.c.deleted == 0, sheet.c.serial.in_(part)))
        found.update((row.serial, _sheet(row)) for row in rows)
    return found


def sheet_fields(of: Sheet) -> dict[str, Value]:
    """The sheet's fields as the journal holds them."""
    return {
        "serial": of.serial,
        "form": of.form,
        "person_id": of.person_id,
        "period": of.period or None,
        "page": of.page,
        "pages": of.pages,
        "printed_at": of.printed_at,
        "state": of.state,
    }


def _sheet(row: Row[Any]) -> Sheet:
    return Sheet(
        scope=row.scope,
        id=row.id,
        serial=row.serial or "",
        form=row.form or "",
        person_id=row.person_id,
        period=row.period or "",
        page=row.page or 0,
        pages=row.pages or 0,
        printed_at=row.printed_at or "",
        state=row.state or "",
    )


@dataclass(frozen=True, slots=True)
class SerialsGiven:
    """What the next serial must differ from: those given out, and whether the home was restored since its first day."""

    serials: tuple[str, ...]
    rep: int
    restored: bool


def serials_given(conn: Connection, office: str, beginning: str) -> SerialsGiven:
    """The serials of an office that begin like this, also of sheets that were struck out: no number comes twice."""
    here = sheet.c.serial.startswith(beginning, autoescape=True)
    serials = conn.execute(select(sheet.c.serial).where(sheet.c.scope == office, here)).scalars()
    first = select(txn.c.rep).where(txn.c.scope == office, txn.c.office == office).order_by(txn.c.hlc).limit(1)
    rep = int(get_setting(conn, REP) or 0)
    return SerialsGiven(tuple(serials), rep, conn.execute(first).scalar() not in (None, rep))


# --- how sheets came about -----------------------------------------------------------------------------------------
def put_order(conn: Connection, run: str, form: str, text: str) -> None:
    """Keep how the sheets of a form in a run were ordered; it stays at this desk."""
    put_settings(conn, {f"paper_order:{run}:{form}": text})


def print_run(conn: Connection, sheet_id: str) -> str | None:
    """The run in which a sheet was made."""
    made = select(txn.c.run).join(change, change.c.txh == txn.c.hash)
    return conn.execute(made.where(change.c.ent == "sheet", change.c.rid == sheet_id, change.c.op == "c")).scalar()


def order_of(conn: Connection, run: str, form: str) -> str | None:
    """How the sheets of a form in a run were ordered."""
    return get_setting(conn, f"paper_order:{run}:{form}")


def sheets_of_run(conn: Connection, run: str, form: str) -> list[Sheet]:
    """The sheets of a form that a run made, in the order of their pages."""
    made = select(change.c.rid).join(txn, change.c.txh == txn.c.hash)
    made = made.where(txn.c.run == run, change.c.ent == "sheet", change.c.op == "c")
    rows = conn.execute(select(*_COLUMNS).where(sheet.c.id.in_(made), sheet.c.form == form))
    return sorted((_sheet(row) for row in rows), key=lambda one: (len(one.serial), one.serial))


def replacements(conn: Connection, scope: str) -> dict[str, str]:
    """From the id of each sheet that was printed again to the id of the sheet that took its place.

    In the journal a reprint is the old sheet's change followed by the new sheet's creation, in one run.
    """
    rows = conn.execute(
        select(change.c.txh, change.c.op, change.c.rid)
        .join(txn, change.c.txh == txn.c.hash)
        .where(txn.c.scope == scope, txn.c.action == REPRINT, change.c.ent == "sheet")
        .order_by(txn.c.hlc, change.c.txh, change.c.i)
    )
    found: dict[str, str] = {}
    old = ""
    for row in rows:
        if row.op == "c":
            found[old] = row.rid
        else:
            old = row.rid
    return found
