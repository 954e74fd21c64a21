"""What a home shows before it is unlocked. Read without any cryptography, so that the window stands at once."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine.home import Home


@dataclass(frozen=True, slots=True)
class HomeCard:
    """The office, whether it is for practice, and who may unlock it."""

    kind: str
    name: str
    code: str
    practice: bool = False
    people: tuple[str, ...] = ()


def read_card(home: Home) -> HomeCard:
    """The card of a home, from the newer whole copy of its key file. Trouble keys_damaged when neither is whole.

    It is for showing only: whether the file is genuine is judged after unlocking (`keys.KeyRing`).
    """
    found = [told for file in (home.slots_a, home.slots_b) if (told := _told(file)) is not None]
    if not found:
        raise Trouble("keys_damaged", folder=str(home.path))
    return max(found, key=lambda told: told[0])[1]


def _told(file: Path) -> tuple[int, HomeCard] | None:
    """(generation, card) of one copy; None when it is gone or not whole."""
    try:
        checksum, text = file.read_bytes().split(b"\n", 1)
        if checksum != hashlib.sha256(text).hexdigest().encode():
            return None
        body = json.loads(json.loads(text)["body"])
        kind, name, code, practice = body["card"]
        people = tuple(str(slot["name"]) for slot in body["slots"] if slot["name"])
        return int(body["generation"]), HomeCard(str(kind), str(name), str(code), bool(practice), people)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
