"""Bundles given once more: every file that was made of a number, which numbers another office asks for again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from station_desk.domain.exchange import SentBundle
from station_desk.store.bulk import chunks, insert_many
from station_desk.store.peers import Heads, heads_from
from station_desk.store.settings import get_setting, put_settings
from station_desk.store.tables import bundle_file, bundle_out

_ASKED = "asked."
_PLAIN = ("receiver", "number", "sha256", "code", "file", "at", "actor", "bytes", "transactions", "changes")


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One file that was made of a bundle. `kinds`: changes of each kind of record; `again` unless it was the first."""

    receiver: str
    number: int
    sha256: bytes
    code: str
    file: str
    at: str
    actor: str
    bytes: int
    transactions: int
    changes: int
    kinds: Mapping[str, int]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What an office wants again: since when it is known here, and which of the numbers were given since then."""

    at: str
    numbers: tuple[int, ...]
    given: tuple[int, ...] = ()

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers that are still to be given."""
        return tuple(number for number in self.numbers if number not in self.given)


def add_made(conn: Connection, made: SentBundle, sha256: bytes, kinds: Mapping[str, int], *, again: bool) -> None:
    """A file that lies at its place. What was asked for counts as given: this number `again`, or everything with a new one."""
    values = (
        *(made.receiver, made.number, sha256, made.code, made.file, made.at, made.actor, made.bytes),
        *(made.transactions, made.changes, json.dumps(kinds)),
    )
    insert_many(conn, bundle_file, (*_PLAIN, "kinds"), [values], "replace")
    asked = load_asked(conn, made.receiver)
    now_given = tuple(number for number in asked.open if number == made.number or not again)
    if now_given:
        _put(conn, made.receiver, Asked(asked.at, asked.numbers, (*asked.given, *now_given)))


def load_made(conn: Connection, receiver: str | None = None) -> list[MadeFile]:
    """Every file made (for one receiver), in the order in which they were made."""
    firsts: dict[tuple[str, int], bytes] = {
        (row.receiver, row.number): row.sha256
        for row in conn.execute(select(bundle_out.c.receiver, bundle_out.c.number, bundle_out.c.sha256))
    }
    query = select(bundle_file).order_by(bundle_file.c.at, bundle_file.c.number)
    if receiver is not None:
        query = query.where(bundle_file.c.receiver == receiver)
    return [
        MadeFile(
            **{name: row[name] for name in _PLAIN},
            kinds=json.loads(row["kinds"]),
            again=firsts.get((row["receiver"], row["number"])) != row["sha256"],
        )
        for row in conn.execute(query).mappings()
    ]


def heads_when_made(conn: Connection, receiver: str, number: int) -> tuple[Heads | None, Heads, int | None]:
    """What was held when the bundle was made (None: there is no such bundle), when the one before it was, and its number."""
    rows = conn.execute(
        select(bundle_out.c.number, bundle_out.c.heads)
        .where(bundle_out.c.receiver == receiver, bundle_out.c.number <= number)
        .order_by(bundle_out.c.number.desc())
        .limit(2)
    ).all()
    if not rows or rows[0].number != number:
        return None, {}, None
    if len(rows) == 1:
        return heads_from(rows[0].heads), {}, None
    return heads_from(rows[0].heads), heads_from(rows[1].heads), int(rows[1].number)


def heads_of_old(conn: Connection, receiver: str) -> Heads:
    """What was held when some of the bundles for the receiver were made, the fewer the older: the newest but one, but
    two, three, four, six, eight, twelve … and the first.

    An office that went back to an old copy finds one among them that it still knows, and need not give everything back.
    """
    numbers = conn.execute(
        select(bundle_out.c.number).where(bundle_out.c.receiver == receiver).order_by(bundle_out.c.number.desc())
    ).scalars()
    made = list(numbers)
    places = sorted({*(2**k for k in range(16)), *(3 * 2**k for k in range(15))})
    picked = {made[place - 1] for place in places if place <= len(made)} | set(made[-1:])
    found: Heads = {}
    for part in chunks(picked):
        rows = select(bundle_out.c.heads).where(bundle_out.c.receiver == receiver, bundle_out.c.number.in_(part))
        for text in conn.execute(rows).scalars():
            for scope, hashes in heads_from(text).items():
                found.setdefault(scope, []).extend(one for one in hashes if one not in found.get(scope, ()))
    return found


def newest_covered(conn: Connection, receiver: str, open_: Iterable[bytes]) -> int | None:
    """The newest bundle for the receiver of which nothing is among the transactions `open_`."""
    left = set(open_)
    rows = conn.execute(
        select(bundle_out.c.number, bundle_out.c.heads)
        .where(bundle_out.c.receiver == receiver)
        .order_by(bundle_out.c.number.desc())
    )
    for number, text in rows:
        held = [one for hashes in heads_from(text).values() for one in hashes]
        if held and left.isdisjoint(held):
            return int(number)
    return None


def has_erased(conn: Connection, hashes: Sequence[bytes]) -> bool:
    """Whether any of the transactions holds a change whose body was erased: only its tombstone explains it."""
    for part in chunks(hashes, 500):
        marks = ", ".join("?" * len(part))
        found = conn.exec_driver_sql(
            f"SELECT 1 FROM change WHERE txh IN ({marks}) AND body IS NULL AND salt IS NULL AND local = 0 LIMIT 1",  # noqa: S608
            tuple(part),
        ).scalar()
        if found:
            return True
    return False


def graves(conn: Connection, scope: str, hashes: Sequence[bytes]) -> list[bytes]:
    """The transactions, newest first, that have erased what the bodies of these said. Those among these too."""
    found: dict[bytes, int] = {}
    for part in chunks(hashes, 500):
        marks = ", ".join("?" * len(part))
        rows = conn.exec_driver_sql(
            "SELECT DISTINCT g.txh, t.hlc FROM change AS c"  # noqa: S608 - question marks only
            " JOIN tombstone AS g ON g.ent = c.ent AND g.rid = c.rid AND g.scope = ? JOIN txn AS t ON t.hash = g.txh"
            f" WHERE c.txh IN ({marks}) AND c.body IS NULL AND c.salt IS NULL AND c.local = 0",
            (scope, *part),
        )
        found.update((digest, hlc) for digest, hlc in rows)
    return sorted(found, key=lambda digest: (-found[digest], digest))


def foreign_in(conn: Connection, hashes: Sequence[bytes], own: str) -> dict[str, set[bytes]]:
    """Those of the transactions that another office wrote, by its code."""
    found: dict[str, set[bytes]] = {}
    for part in chunks(hashes, 500):
        marks = ", ".join("?" * len(part))
        rows = conn.exec_driver_sql(
            f"SELECT office, hash FROM txn WHERE hash IN ({marks}) AND office <> ?",  # noqa: S608 - question marks only
            (*part, own),
        )
        for office, digest in rows:
            found.setdefault(office, set()).add(digest)
    return found


# --- what the list of files keeps ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ReceivedDetail:
    """What is kept of one file beside its line: changes by kind of record, bundles for want of which it was refused."""

    kinds: Mapping[str, int]
    missing: tuple[int, ...]


def received_detail(conn: Connection, sender: str, code: str, result: str) -> ReceivedDetail:
    """Of the file with this short code, as it was looked at with this result."""
    text = conn.exec_driver_sql(
        "SELECT detail FROM bundle_in WHERE sender = ? AND substr(sha256, 1, 3) = ? AND result = ? ORDER BY rowid LIMIT 1",
        (sender, bytes.fromhex(code.replace("-", "")), result),
    ).scalar()
    told = json.loads(text or "{}")
    kinds = {kind: sum(counts) for kind, counts in told.get("kinds", {}).items()}
    return ReceivedDetail(kinds, tuple(one for one in told.get("missing", ()) if isinstance(one, int)))


def named_missing(conn: Connection, sender: str) -> dict[int, tuple[str | None, str | None]]:
    """Day and code of missing bundles, by number, as far as later bundles of the sender told them."""
    rows = conn.exec_driver_sql(
        "SELECT detail FROM bundle_in WHERE sender = ? AND result = 'gap' ORDER BY rowid", (sender,)
    ).scalars()
    named = [one for text in rows for one in json.loads(text).get("named", ())]
    return {number: (made_at, code) for number, made_at, code in named if made_at}


# --- what is asked for ---------------------------------------------------------------------------------------------
def load_asked(conn: Connection, office: str) -> Asked:
    """What the office asked for in its newest bundle."""
    text = get_setting(conn, _ASKED + office)
    if not text:
        return Asked("", ())
    told = json.loads(text)
    return Asked(told["at"], tuple(told["numbers"]), tuple(told["given"]))


def put_asked(conn: Connection, office: str, numbers: Iterable[int], at: str) -> None:
    """Learn from the office's bundle what it wants again; nothing any more is worth knowing too."""
    wanted = tuple(sorted(set(numbers)))
    before = load_asked(conn, office)
    if wanted or before.numbers:
        _put(conn, office, Asked(at, wanted))


def _put(conn: Connection, office: str, asked: Asked) -> None:
    text = json.dumps({"at": asked.at, "numbers": asked.numbers, "given": asked.given})
    put_settings(conn, {_ASKED + office: text})
