"""Counts proposed from pasted chat text for the people of the roster; nothing is stored (issue 6, item 4)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station_desk.domain.chat_counts import propose_counts
from station_desk.domain.chat_heads import split_chat
from station_desk.domain.chat_items import Proposed
from station_desk.domain.chat_names import Speaker
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.store.people import load_people, load_terms
from station_desk.store.villages import load_villages

MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Beside:
    """A message as it was copied, and what it proposes."""

    text: str
    proposed: Proposed


def propose(desk: Desk, text: str, today: date) -> list[Proposed]:
    """What each message of copied chat proposes, in order, for the people whom this office's roster holds."""
    return propose_counts(text, _speakers(desk), today)


def propose_beside(desk: Desk, text: str, today: date) -> list[Beside]:
    """As `propose`, each beside its own words. Nobody keeps them."""
    people = _speakers(desk)
    messages = split_chat(text, today, [one.name for one in people])
    found = propose_counts(text, people, today)
    return [
        Beside(f"{message.head}：{message.text}" if message.head else message.text, one)
        for message, one in zip(messages, found, strict=True)
    ]


def _speakers(desk: Desk) -> list[Speaker]:
    """The people of the roster with their villages."""
    with desk.store.read() as conn:
        people, terms = load_people(conn), load_terms(conn)
        villages = {one.id: one.name for one in load_villages(conn)}
    of: dict[str, set[str]] = {}
    for term in terms:
        of.setdefault(term.person_id, set()).update(villages[one] for one in term.villages if one in villages)
    return [Speaker(one.name, tuple(sorted(of.get(one.id, ())))) for one in people]


def read_chat(file: Path) -> str:
    """The text of a file: UTF-8, or GB 18030 as older programs save it. Trouble chat_unreadable (file)."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Trouble("chat_unreadable", file=file.name) from error
    if len(raw) > MOST_BYTES or b"\0" in raw:
        raise Trouble("chat_unreadable", file=file.name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Trouble("chat_unreadable", file=file.name)
