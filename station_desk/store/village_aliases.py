"""Other names of villages: what people call them, and what they were called before (DOMAIN 6.3 I26, I28)."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from station_desk.store.tables import village_alias


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a village, as it is kept."""

    id: str
    village_id: str
    text: str


def list_aliases(conn: Connection, scope: str) -> list[Alias]:
    """The other names of the villages of a scope, the newest first."""
    columns = (village_alias.c.id, village_alias.c.village_id, village_alias.c.alias)
    query = select(*columns).where(village_alias.c.scope == scope, village_alias.c.deleted == 0)
    return [Alias(*row) for row in conn.execute(query.order_by(village_alias.c.id.desc()))]


def load_aliases(conn: Connection, scope: str) -> dict[str, tuple[str, ...]]:
    """The other names of the villages of a scope, {village id: names in their order of entry}."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(village_alias.c.village_id, village_alias.c.alias).where(
        village_alias.c.scope == scope, village_alias.c.deleted == 0
    )
    for village_id, alias in conn.execute(query.order_by(village_alias.c.id)):
        found[village_id] = (*found.get(village_id, ()), alias)
    return found
