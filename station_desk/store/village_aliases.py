"""Other names of villages: what people call them, and what they were called before (DOMAIN 6.3 I26, I28)."""

from sqlalchemy import Connection, select

from station_desk.store.tables import village_alias


def load_aliases(conn: Connection, scope: str) -> dict[str, tuple[str, ...]]:
    """The other names of the villages of a scope, {village id: names in their order of entry}."""
    found: dict[str, tuple[str, ...]] = {}
    query = select(village_alias.c.village_id, village_alias.c.alias).where(
        village_alias.c.scope == scope, village_alias.c.deleted == 0
    )
    for village_id, alias in conn.execute(query.order_by(village_alias.c.id)):
        found[village_id] = (*found.get(village_id, ()), alias)
    return found
