"""What other offices lack, walked once and kept: a redraw with the same heads on both sides reads nothing again.

What lies between two sets of heads never changes, because transactions are addressed by their content; so the answer is
kept by (scope, our heads, their heads). A county of two hundred stations walks only where something came or went.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from station_desk.services.desk import Desk
from station_desk.store.ancestry import lacking
from station_desk.store.engine import Store
from station_desk.store.journal_rows import heads
from station_desk.store.outgoing import changes_by_kind

Heads = Mapping[str, Iterable[bytes]]
MOST_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Lacks:
    """So many changes, the clock (ms) of the oldest, and how many of each kind of record."""

    changes: int
    oldest_ms: int | None
    by_kind: Mapping[str, int]


NOTHING = Lacks(0, None, {})
_Key = tuple[str, frozenset[bytes], frozenset[bytes]]
_kept: WeakKeyDictionary[Store, OrderedDict[_Key, Lacks]] = WeakKeyDictionary()
_at_work = threading.Lock()


def lacks(desk: Desk, wanted: Iterable[tuple[str, Heads]]) -> list[Lacks]:
    """For each (scope, heads of the other side) what it lacks of ours. One read of our heads for all of them."""
    with _at_work, desk.store.read() as conn:
        kept = _kept.setdefault(desk.store, OrderedDict())
        ours = {scope: frozenset(found) for scope, found in heads(conn).items()}
        answers = []
        for scope, theirs in wanted:
            own = ours.get(scope, frozenset())
            key = (scope, own, frozenset(theirs.get(scope, ())))
            if own <= key[2]:
                answers.append(NOTHING)
                continue
            found = kept.get(key)
            if found is None:
                walked = lacking(conn, scope, sorted(own), key[2])
                found = kept[key] = Lacks(walked.changes, walked.oldest_hlc, changes_by_kind(conn, walked.hashes))
                while len(kept) > MOST_KEPT:
                    kept.popitem(last=False)
            kept.move_to_end(key)
            answers.append(found)
        return answers
