"""Offices: rows <-> dataclasses. The own office is the record whose code the setting `office` names."""

from sqlalchemy import Connection, select

from station_desk.domain.journal import Value
from station_desk.domain.records import Office, OfficeKind
from station_desk.store.settings import OFFICE, get_setting
from station_desk.store.tables import office


def load_offices(conn: Connection) -> list[Office]:
    """Every office known here, in the order of the codes."""
    columns = (office.c.scope, office.c.id, office.c.kind, office.c.name, office.c.code, office.c.pack)
    query = select(*columns).where(office.c.deleted == 0).order_by(office.c.code, office.c.id)
    return [
        Office(scope, rid, OfficeKind(kind), name or "", code or "", pack or "")
        for scope, rid, kind, name, code, pack in conn.execute(query)
    ]


def own_office(conn: Connection) -> Office | None:
    """This desk's own office, None before the first start is through. What others say of our code does not count."""
    code = get_setting(conn, OFFICE)
    made_here = conn.scalars(select(office.c.id).where(office.c.office == code, office.c.scope == code)).all()
    return next((found for found in load_offices(conn) if found.code == code and found.id in made_here), None)


def office_fields(of: Office) -> dict[str, Value]:
    """The office's fields as the journal holds them."""
    return {"kind": of.kind.value, "name": of.name, "code": of.code, "pack": of.pack or None}
