"""An office that began anew and got its history back: what the first start made a second time is struck out."""

from station_desk.services.desk import Desk
from station_desk.store.doubles import own_doubles
from station_desk.store.office import own_office


def rejoin(desk: Desk) -> int:
    """Strike out the second record of this office, and villages that its first start had listed again and nobody uses.

    How many records; 0 in the life of an ordinary desk. It is one act, which can be taken back.
    """
    with desk.store.read() as conn:
        doubles = own_doubles(conn, desk.office.code)
    if not doubles:
        return 0
    with desk.store.write(desk.account.id, "rejoin", scope=desk.office.code) as work:
        for ent, rid in doubles:
            work.delete(ent, rid)
    with desk.store.read() as conn:
        desk.office = own_office(conn) or desk.office
    return len(doubles)
