"""Other names of villages that the program remembers: seen, and taken back (DOMAIN 6.3 I26)."""

from dataclasses import dataclass

from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.store.village_aliases import list_aliases
from station_desk.store.villages import load_villages

FORGET = "village_alias_forget"


@dataclass(frozen=True, slots=True)
class RememberedSpelling:
    """A spelling, its record, and the village that it stands for."""

    id: str
    text: str
    village: str
    code: str
    township: str


def remembered(desk: Desk) -> list[RememberedSpelling]:
    """The spellings of our villages, the newest first."""
    scope = desk.office.code
    with desk.store.read() as conn:
        villages = {village.id: village for village in load_villages(conn, scope)}
        aliases = list_aliases(conn, scope)
    return [
        RememberedSpelling(alias.id, alias.text, village.name, village.code, village.township)
        for alias in aliases
        if (village := villages.get(alias.village_id)) is not None
    ]


def forget(desk: Desk, spelling: str) -> int:
    """Forget a spelling, by its record or its text; how many records were struck out. What was written by it stays.

    Troubles spelling_unknown(spelling), those of `Store.write`.
    """
    found = [one.id for one in remembered(desk) if spelling in {one.id, one.text}]
    if not found:
        raise Trouble("spelling_unknown", spelling=spelling)
    with desk.store.write(desk.account.id, FORGET) as work:
        for one in found:
            work.delete("village_alias", one)
    return len(found)
