"""Records that an office has twice because it began anew and then got its history back."""

from sqlalchemy import Connection

_OFFICES = """
SELECT id FROM office AS o WHERE scope = :code AND office = :code AND code = :code AND deleted = 0
AND EXISTS (SELECT 1 FROM office AS older WHERE older.scope = o.scope AND older.office = o.office
            AND older.code = o.code AND older.deleted = 0 AND older.id < o.id)
"""
_VILLAGES = """
SELECT id FROM village AS v WHERE scope = :code AND office = :code AND deleted = 0
AND EXISTS (SELECT 1 FROM village AS older WHERE older.scope = v.scope AND older.office = v.office
            AND older.code = v.code AND older.deleted = 0 AND older.id < v.id)
AND NOT EXISTS (SELECT 1 FROM term_village AS t WHERE t.scope = v.scope AND t.village_id = v.id AND t.deleted = 0)
"""


def own_doubles(conn: Connection, code: str) -> list[tuple[str, str]]:
    """(kind, id) of the later ones, where the office `code` has a second record of itself; else nothing."""
    offices = conn.exec_driver_sql(_OFFICES, {"code": code}).scalars().all()
    if not offices:
        return []
    villages = conn.exec_driver_sql(_VILLAGES, {"code": code}).scalars().all()
    return [*(("office", rid) for rid in offices), *(("village", rid) for rid in villages)]
