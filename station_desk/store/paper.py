"""Printed sheets and their serials: rows <-> dataclasses."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Sheet
from station_desk.store.bulk import chunks
from station_desk.store.settings import REP, get_setting
from station_desk.store.tables import sheet, txn

_COLUMNS = tuple(
    sheet.c[name]
    for name in (
        *("scope", "id", "serial", "form", "person_id"),
        *("period", "page", "pages", "printed_at", "state"),
    )
)


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
