"""Other offices: their keys, what they last said they hold, bundles sent and received, head statements."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, func, select, update

from station_desk.domain.exchange import TAKEN, ReceivedBundle, SentBundle, short_code
from station_desk.domain.records import OfficeKind
from station_desk.store.ancestry import behind
from station_desk.store.bulk import insert_many
from station_desk.store.journal_rows import known
from station_desk.store.settings import get_setting, put_settings
from station_desk.store.tables import bundle_in, bundle_out, peer, statement

Heads = dict[str, list[bytes]]
"""Heads by scope."""

_ACKED = "acked."
_MOST_LOST = 10_000
"""So many bundles an old copy of our database may have forgotten; whoever took more says what cannot be."""

MOST_MISSING = 512
"""So many missing bundles are named at most, whatever number a sender gives its bundle."""


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A trusted office. `heads` is what it last said it holds: a hint that may go down (EXCHANGE 4)."""

    office: str
    kind: OfficeKind
    name: str
    sign_key: bytes
    seal_key: str
    escrow: str | None
    trusted_at: str
    heads: Heads = field(default_factory=dict)
    heard_at: str | None = None
    app: str | None = None
    sv: int | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A head statement as it was signed."""

    office: str
    scope: str
    at: str
    body: str
    signature: bytes


def load_peers(conn: Connection) -> list[PeerRow]:
    """Every trusted office, in the order of the codes."""
    rows = conn.exec_driver_sql(
        "SELECT office, kind, name, sign_key, seal_key, escrow, trusted_at, heads, heard_at, app, sv FROM peer"
        " ORDER BY office"
    )
    return [
        PeerRow(code, OfficeKind(kind), name, sign, seal, escrow, since, heads_from(heads), heard_at, app, sv)
        for code, kind, name, sign, seal, escrow, since, heads, heard_at, app, sv in rows
    ]


def load_peer(conn: Connection, office: str) -> PeerRow | None:
    """One trusted office, None for a stranger."""
    return next((found for found in load_peers(conn) if found.office == office), None)


def put_peer(conn: Connection, row: PeerRow) -> None:
    """Trust an office, or learn its new name and escrow."""
    columns = ("office", "kind", "name", "sign_key", "seal_key", "escrow", "trusted_at")
    values = (row.office, row.kind.value, row.name, row.sign_key, row.seal_key, row.escrow, row.trusted_at)
    insert_many(conn, peer, columns, [values], "replace")


def hear(conn: Connection, office: str, said: Mapping[str, Iterable[str]], made_at: str, app: str, sv: int) -> None:
    """What the office says of itself in a bundle that it signed. Scopes that it does not mention stay as they were."""
    before = conn.execute(select(peer.c.heads, peer.c.heard_at).where(peer.c.office == office)).one()
    now = json.loads(before.heads) | {scope: sorted(hashes) for scope, hashes in said.items()}
    newest = max(filter(None, (before.heard_at, made_at)))
    conn.execute(
        update(peer).where(peer.c.office == office).values(heads=json.dumps(now), heard_at=newest, app=app, sv=sv)
    )


def heads_from(text: str) -> Heads:
    """Heads from a JSON column."""
    return {scope: [bytes.fromhex(one) for one in hashes] for scope, hashes in json.loads(text).items()}


def heads_text(heads: Mapping[str, Iterable[bytes]]) -> str:
    """Heads for a JSON column."""
    return json.dumps({scope: sorted(one.hex() for one in hashes) for scope, hashes in heads.items()})


# --- bundles sent --------------------------------------------------------------------------------------------------
def next_number(conn: Connection, receiver: str) -> int:
    """The number of the next bundle for the receiver (DESIGN 4, decision 8)."""
    newest = conn.execute(select(func.max(bundle_out.c.number)).where(bundle_out.c.receiver == receiver)).scalar()
    return int(newest or 0) + 1


def acked_number(conn: Connection, office: str) -> int:
    """The newest of our bundles that the office says it took; after a restore it can be above our own count."""
    return int(get_setting(conn, _ACKED + office) or 0)


def set_acked_number(conn: Connection, office: str, number: int) -> None:
    """Learn from the office's bundle which of ours it took; a number far above all that were made here is not believed."""
    if acked_number(conn, office) < number < next_number(conn, office) + _MOST_LOST:
        put_settings(conn, {_ACKED + office: str(number)})


def add_sent(conn: Connection, sent: SentBundle, sha256: bytes, heads: Mapping[str, Iterable[bytes]]) -> None:
    """A bundle that lies at its place."""
    conn.execute(
        bundle_out.insert().values(
            receiver=sent.receiver,
            number=sent.number,
            code=sent.code,
            file=sent.file,
            sha256=sha256,
            at=sent.at,
            actor=sent.actor,
            bytes=sent.bytes,
            transactions=sent.transactions,
            changes=sent.changes,
            heads=heads_text(heads),
        )
    )


def load_sent(conn: Connection, receiver: str | None = None) -> list[SentBundle]:
    """Bundles made (for one receiver), newest first."""
    names = ("receiver", "number", "code", "file", "at", "actor", "bytes", "transactions", "changes", "acked_at")
    query = select(*(bundle_out.c[name] for name in names)).order_by(bundle_out.c.at.desc(), bundle_out.c.number.desc())
    if receiver is not None:
        query = query.where(bundle_out.c.receiver == receiver)
    return [SentBundle(*row) for row in conn.execute(query)]


def newest_sent_heads(conn: Connection, receiver: str) -> Heads:
    """What was held when the newest bundle for the receiver was made."""
    query = select(bundle_out.c.heads).where(bundle_out.c.receiver == receiver)
    text = conn.execute(query.order_by(bundle_out.c.number.desc()).limit(1)).scalar()
    return heads_from(text) if text else {}


def acknowledge(conn: Connection, receiver: str, lacks: Collection[bytes], at: str, *, surely: bool = False) -> int:
    """Mark the bundles for the receiver whose heads it now has: known here and not among what it `lacks`.

    `surely`: what it lacks was reckoned from heads that are all known here, so that a mark may also go.
    """
    if surely:
        _unmark(conn, receiver, lacks)
    open_ = conn.execute(
        select(bundle_out.c.number, bundle_out.c.heads).where(
            bundle_out.c.receiver == receiver, bundle_out.c.acked_at.is_(None)
        )
    ).all()
    marked = 0
    for number, text in open_:
        held = {one for hashes in heads_from(text).values() for one in hashes}
        if held.isdisjoint(lacks) and held <= known(conn, held):
            conn.execute(
                update(bundle_out)
                .where(bundle_out.c.receiver == receiver, bundle_out.c.number == number)
                .values(acked_at=at)
            )
            marked += 1
    return marked


def _unmark(conn: Connection, receiver: str, lacks: Collection[bytes]) -> None:
    """A receipt may go down (EXCHANGE 4): what a restored office no longer has is no longer confirmed."""
    marked = select(bundle_out.c.number, bundle_out.c.heads).where(
        bundle_out.c.receiver == receiver, bundle_out.c.acked_at.is_not(None)
    )
    lost = set(lacks)
    for number, text in conn.execute(marked).all():
        if not lost.isdisjoint(one for hashes in heads_from(text).values() for one in hashes):
            conn.execute(
                update(bundle_out)
                .where(bundle_out.c.receiver == receiver, bundle_out.c.number == number)
                .values(acked_at=None)
            )


# --- bundles received ----------------------------------------------------------------------------------------------
def add_received(conn: Connection, id_: str, of: ReceivedBundle, sha256: bytes, detail: Mapping[str, object]) -> None:
    """A file that was looked at, whatever became of it."""
    conn.execute(
        bundle_in.insert().values(
            id=id_,
            sha256=sha256,
            file=of.file,
            sender=of.sender,
            number=of.number,
            made_at=of.made_at,
            at=of.at,
            actor=of.actor,
            result=of.result,
            transactions=of.transactions,
            changes=of.changes,
            detail=json.dumps(detail, ensure_ascii=False),
        )
    )


def load_received(conn: Connection, sender: str | None = None) -> list[ReceivedBundle]:
    """Files looked at (of one sender), newest first."""
    rows = conn.exec_driver_sql(
        "SELECT sender, number, sha256, file, made_at, at, actor, result, transactions, changes FROM bundle_in"
        " WHERE ? IS NULL OR sender = ? ORDER BY rowid DESC",
        (sender, sender),
    )
    return [ReceivedBundle(row[0], row[1], short_code(row[2]), *row[3:]) for row in rows]


def was_taken(conn: Connection, sha256: bytes) -> bool:
    """Whether exactly this file was taken in before."""
    found = conn.execute(select(bundle_in.c.result).where(bundle_in.c.sha256 == sha256))
    return any(result in TAKEN for result in found.scalars())


@dataclass(frozen=True, slots=True)
class Heard:
    """The numbers of a sender's bundles here: the newest taken, those missing before one that could not be taken.

    `refused` are those that came and could not be taken for want of others.
    """

    newest_taken: int
    gaps: tuple[int, ...]
    last_at: str | None
    refused: frozenset[int] = frozenset()


def heard_from(received: Sequence[ReceivedBundle]) -> Heard:
    """What the files of one sender (newest first) tell. A bundle that was taken brings all that came before it."""
    newest, last_at = 0, None
    refused = set[int]()
    for one in received:
        number = one.number or 0
        if one.result in TAKEN:
            newest = max(newest, number)
        elif one.result == "gap":
            refused.add(number)
        if last_at is None and (one.result in TAKEN or one.result == "gap"):
            last_at = one.at
    return Heard(newest, missing_numbers(newest, refused), last_at, frozenset(refused))


def missing_numbers(newest_taken: int, refused: Collection[int]) -> tuple[int, ...]:
    """The bundles that never came, between the newest taken and the newest of those `refused` for want of them.

    Refused files are at hand and can be shown again; when nothing else is missing, it is the first of them.
    """
    later = {number for number in refused if number > newest_taken}
    if not later:
        return ()
    never = (number for number in range(newest_taken + 1, max(later)) if number not in later)
    return tuple(islice(never, MOST_MISSING)) or (min(later),)


# --- head statements -----------------------------------------------------------------------------------------------
def load_statements(conn: Connection, scopes: Iterable[str] | None = None) -> list[Kept]:
    """The statements kept (about these scopes)."""
    wanted = () if scopes is None else tuple(scopes)
    among = "" if scopes is None else f"WHERE scope IN ({', '.join('?' * len(wanted))})"
    rows = conn.exec_driver_sql(
        f"SELECT office, scope, at, body, signature FROM statement {among} ORDER BY office, scope, at",  # noqa: S608
        wanted,
    )
    return [Kept(*row) for row in rows]


def keep_statement(conn: Connection, new: Kept, heads: Sequence[bytes]) -> None:
    """Keep a statement whose signature is good, if a head of it is known here. Those that it covers go.

    Only known heads are compared: what a statement says of transactions that are not here proves nothing here, and they
    will come with a statement of their own.
    """
    held = known(conn, heads)
    if not held:
        return
    for old in load_statements(conn, [new.scope]):
        if old.office != new.office:
            continue
        said = known(conn, [bytes.fromhex(one) for one in json.loads(old.body)["heads"]])
        if said <= behind(conn, held, said):
            conn.execute(
                statement.delete().where(
                    statement.c.office == old.office,
                    statement.c.scope == old.scope,
                    statement.c.signature == old.signature,
                )
            )
        elif held <= behind(conn, said, held):
            return
    values = (new.office, new.scope, new.at, new.body, new.signature)
    insert_many(conn, statement, ("office", "scope", "at", "body", "signature"), [values], "ignore")
