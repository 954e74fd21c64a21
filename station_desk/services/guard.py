"""The guard at the desk: what belongs to the roster and the office passes, residents' data is warned of (DOMAIN 1.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.guard import NOTHING_OWN, residents_data
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.free_words import PASSED as PASSED
from station_desk.services.free_words import guard_of, own_of
from station_desk.services.json_files import read_json


@dataclass(frozen=True, slots=True)
class Checked:
    """What the guard says of one text: `kinds` as in `domain.guard.KINDS`, () for a pass."""

    id: str | int
    kinds: tuple[str, ...]


def warns(desk: Desk, text: str) -> tuple[str, ...]:
    """What the guard says of words typed at this desk: kinds as in `domain.guard.KINDS`; () for a pass, also where somebody
    has let the same words pass since the desk was opened."""
    return guard_of(desk.store).kinds(text)


def let_pass(desk: Desk, text: str, place: str) -> None:
    """Somebody keeps words in spite of the warning: that is counted in the access log (kinds and `place`, a record's kind
    or a field's name), the words are not kept."""
    kinds = warns(desk, text)
    if kinds:
        guard_of(desk.store).let_pass(text)
        desk.store.access(desk.account.id, PASSED, place, ",".join(kinds))


class DeskWords:
    """The guard of a desk for whoever types there; a desk that only reads keeps no count."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def kinds(self, text: str) -> tuple[str, ...]:
        """As `warns`."""
        return warns(self._desk, text) if not self._desk.read_only else ()

    def let_pass(self, text: str, place: str) -> None:
        """As `let_pass`."""
        let_pass(self._desk, text, place)


def check_file(file: Path, desk: Desk | None) -> list[Checked]:
    """The guard's word on each text of a JSON list of `{id, text}`. Without a desk nothing is known as the office's own.

    Troubles json_unreadable (file), guard_file_shape (file, at: the place in the list, from 1; 0 for no list).
    """
    texts = list(_texts(read_json(file), file.name))
    own = own_of(desk.store) if desk is not None else NOTHING_OWN
    return [Checked(key, residents_data(text, own)) for key, text in texts]


def _texts(document: object, name: str) -> Iterator[tuple[str | int, str]]:
    if not isinstance(document, list):
        raise Trouble("guard_file_shape", file=name, at=0)
    for at, one in enumerate(document, 1):
        key, text = (one.get("id"), one.get("text")) if isinstance(one, dict) else (None, None)
        if not isinstance(key, str | int) or not isinstance(text, str):
            raise Trouble("guard_file_shape", file=name, at=at)
        yield key, text
