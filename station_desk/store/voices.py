"""Who speaks for an office in one import: an office is one key, and may be two computers for a while.

Bundles that one computer made name each other; those of another computer, which goes on from a copy,
are not among them. What is known of the office then is what all of its computers hold, so that the one answer that goes
back serves each of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from station_desk.store.ancestry import behind
from station_desk.store.journal_rows import known
from station_desk.store.peers import Heads

Mark = tuple[int, str]
"""Number and short code of a bundle."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one bundle says of the computer that made it: what it holds, which bundles it had made by then.

    `held` are contents of attachments, None where the bundle was not read so far. `mark` names the bundle; one that was
    given once more under its old number is named by the newest that was made before it.
    """

    heads: Heads
    held: frozenset[bytes] | None
    mark: Mark
    before: frozenset[Mark]


def voice(heads: Heads, held: Iterable[bytes] | None, mark: Mark, made: Iterable[Mark]) -> Voice:
    """The voice of the bundle `mark`; `made` are the bundles for us that its computer names."""
    before = dict(made)
    own = max(before.items()) if mark[0] in before else mark
    return Voice(heads, None if held is None else frozenset(held), own, frozenset(before.items()))


def listen(voices: list[Voice], new: Voice) -> None:
    """Among `voices` each computer speaks once, with its newest bundle."""
    voices[:] = [one for one in voices if one.mark not in new.before]
    if not any(new.mark in one.before for one in voices):
        voices.append(new)


def all_hold(conn: Connection, voices: Sequence[Voice]) -> Heads:
    """What every one of the voices holds, as heads. One voice alone is taken at its word, also for what is not known here."""
    if len(voices) == 1:
        return voices[0].heads
    found: Heads = {}
    for scope in {scope for one in voices for scope in one.heads}:
        shared = known(conn, {head for one in voices for head in one.heads.get(scope, ())})
        for one in voices:
            shared = behind(conn, one.heads.get(scope, ()), shared)
        found[scope] = sorted(shared)
    return found


def all_have(voices: Sequence[Voice]) -> frozenset[bytes]:
    """The contents of attachments that every one of the voices holds, as far as they were read."""
    told = [one.held for one in voices if one.held is not None]
    return frozenset.intersection(*told) if told else frozenset()
