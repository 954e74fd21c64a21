"""The guard at the desk: what belongs to the roster and the office passes, residents' data is warned of (DOMAIN 1.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.guard import NOTHING_OWN, Own, own_numbers, residents_data
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.json_files import read_json
from station_desk.store.people import load_people
from station_desk.store.villages import load_villages

PASSED = "guard_pass"
"""The entry of the access log for words that a person kept in spite of the warning; the words stand nowhere in it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the guard says of one text: `kinds` as in `domain.guard.KINDS`, () for a pass."""

    id: str | int
    kinds: tuple[str, ...]


def own_of(desk: Desk) -> Own:
    """What may stand in free words at this desk: numbers and names of the roster, codes and names of office and villages."""
    with desk.store.read() as conn:
        people, villages = load_people(conn), load_villages(conn)
    numbers = [number for one in people for number in (one.id_no, one.phone, one.phone2, one.bank_card)]
    numbers += [desk.office.code, *(one.code for one in villages)]
    places = {desk.office.name, *(one.name for one in villages), *(one.township for one in villages)} - {""}
    return Own(own_numbers(numbers), frozenset(one.name for one in people), frozenset(places))


def warns(desk: Desk, text: str) -> tuple[str, ...]:
    """What the guard says of words typed at this desk: kinds as in `domain.guard.KINDS`, () for a pass."""
    return residents_data(text, own_of(desk)) if residents_data(text) else ()


def check_file(file: Path, desk: Desk | None) -> list[Checked]:
    """The guard's word on each text of a JSON list of `{id, text}`. Without a desk nothing is known as the office's own.

    Troubles json_unreadable (file), guard_file_shape (file, at: the place in the list, from 1; 0 for no list).
    """
    texts = list(_texts(read_json(file), file.name))
    own = own_of(desk) if desk is not None else NOTHING_OWN
    return [Checked(key, residents_data(text, own)) for key, text in texts]


def _texts(document: object, name: str) -> Iterator[tuple[str | int, str]]:
    if not isinstance(document, list):
        raise Trouble("guard_file_shape", file=name, at=0)
    for at, one in enumerate(document, 1):
        key, text = (one.get("id"), one.get("text")) if isinstance(one, dict) else (None, None)
        if not isinstance(key, str | int) or not isinstance(text, str):
            raise Trouble("guard_file_shape", file=name, at=at)
        yield key, text
