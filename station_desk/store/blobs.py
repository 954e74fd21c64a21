"""Contents of attachments by SHA-256, the records that name them, and what another office holds of them.

A content lives as long as a living record names it: whoever strikes out or erases attachments calls `drop_unnamed` in the
same transaction (the unit of work and the import do). `secure_delete` overwrites what goes.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from station_desk.domain.attachments import Attachment, may_weigh
from station_desk.store.bulk import chunks, delete_many, insert_many
from station_desk.store.tables import attachment, blob, blob_held, blob_sent

ENT = "attachment"
_ROWS = tuple(
    attachment.c[name]
    for name in (
        *("scope", "id", "about_ent", "about_id", "kind", "title", "media"),
        *("sha256", "home_sha256", "size", "travels", "office"),
    )
)
_IN_ONE_READ = 500


@dataclass(frozen=True, slots=True)
class Named:
    """A content that a living record lets travel: its hash, its length in bytes, what it is."""

    sha256: bytes
    size: int
    media: str


# --- contents --------------------------------------------------------------------------------------------------------
def put_content(conn: Connection, content: bytes, at: str) -> str:
    """Store a content (once); its SHA-256 as the records write it. A record must name it before the commit."""
    digest = hashlib.sha256(content)
    insert_many(conn, blob, ("sha256", "content", "at"), [(digest.digest(), content, at)], "ignore")
    return digest.hexdigest()


def read_content(conn: Connection, sha256: bytes) -> bytes | None:
    """The content as it lies there, its hash not proven; None where it is not here."""
    return conn.execute(select(blob.c.content).where(blob.c.sha256 == sha256)).scalar()


def is_whole(content: bytes, sha256: bytes) -> bool:
    """Whether these bytes are what the hash names."""
    return hashlib.sha256(content).digest() == sha256


def drop_content(conn: Connection, sha256: bytes) -> None:
    """Let go of a content that is damaged, so that it is asked for again."""
    delete_many(conn, blob, ("sha256",), [(sha256,)])


def drop_unnamed(conn: Connection) -> int:
    """Remove every content that no living record names, and what is known of it elsewhere; how many went."""
    kept = _living(conn)
    gone = [(one,) for one in conn.scalars(select(blob.c.sha256)) if one not in kept]
    delete_many(conn, blob, ("sha256",), gone)
    for table in (blob_held, blob_sent):
        told = set(conn.scalars(select(table.c.sha256).distinct()))
        delete_many(conn, table, ("sha256",), [(one,) for one in told - kept])
    return len(gone)


def damaged_contents(conn: Connection) -> Iterator[str]:
    """The hashes (hex) of contents that are not what they were."""
    for (sha256,) in conn.execute(select(blob.c.sha256).order_by(blob.c.sha256)).fetchall():
        if not is_whole(read_content(conn, sha256) or b"", sha256):
            yield sha256.hex()


def _living(conn: Connection) -> set[bytes]:
    rows = conn.execute(select(attachment.c.sha256, attachment.c.home_sha256).where(attachment.c.deleted == 0))
    return {found for row in rows for one in row if (found := _raw(one)) is not None}


def _raw(text: str | None) -> bytes | None:
    """The hash of a record; None for what is none (another office may have written anything)."""
    if text is None or len(text) != 64 or text != text.lower():
        return None
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == 32 else None


# --- records ---------------------------------------------------------------------------------------------------------
def load_attachments(
    conn: Connection, about_id: str | None = None, kind: str | None = None, rid: str | None = None
) -> list[Attachment]:
    """Living attachments (about one record, of one kind, one of them), in the order in which they were made."""
    query = select(*_ROWS).where(attachment.c.deleted == 0)
    for column, value in ((attachment.c.about_id, about_id), (attachment.c.kind, kind), (attachment.c.id, rid)):
        if value is not None:
            query = query.where(column == value)
    rows = conn.execute(query.order_by(attachment.c.id)).all()
    hashes = {row.id: _raw(row.sha256) or _raw(row.home_sha256) for row in rows}
    here = _here(conn, {one for one in hashes.values() if one is not None})
    return [
        Attachment(
            scope=row.scope,
            id=row.id,
            about_ent=row.about_ent or "",
            about_id=row.about_id or "",
            kind=row.kind or "",
            title=row.title or "",
            media=row.media or "",
            sha256=found.hex() if (found := hashes[row.id]) else None,
            size=row.size,
            travels=row.travels == 1,
            office=row.office,
            here=hashes[row.id] in here,
        )
        for row in rows
    ]


def _here(conn: Connection, hashes: Iterable[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for part in chunks(hashes, _IN_ONE_READ):
        found.update(conn.scalars(select(blob.c.sha256).where(blob.c.sha256.in_(part))))
    return found


# --- exchange --------------------------------------------------------------------------------------------------------
def _travelling(conn: Connection, scopes: Collection[str]) -> dict[bytes, Named]:
    """What living records of these scopes let travel, by hash; records that promise what may not be are passed over."""
    rows = conn.execute(
        select(attachment.c.sha256, attachment.c.size, attachment.c.media).where(
            attachment.c.scope.in_(sorted(scopes)), attachment.c.deleted == 0, attachment.c.travels == 1
        )
    )
    return {
        sha256: Named(sha256, row.size, row.media)
        for row in rows
        if (sha256 := _raw(row.sha256)) and may_weigh(row.media or "", row.size or 0)
    }


def held_here(conn: Connection, scopes: Collection[str]) -> list[bytes]:
    """Which travelling contents of these scopes lie here."""
    return sorted(_here(conn, _travelling(conn, scopes)))


def wanted_here(conn: Connection, scopes: Collection[str]) -> dict[bytes, Named]:
    """Which travelling contents of these scopes are not here, by hash."""
    named = _travelling(conn, scopes)
    here = _here(conn, named)
    return {sha256: one for sha256, one in named.items() if sha256 not in here}


def on_offer(conn: Connection, office: str, scopes: Collection[str], *, everything: bool = False) -> list[Named]:
    """What lies here and `office` has not said that it holds (`everything`: also that).

    In the order in which they go: what was in no bundle yet, the smallest first; then what went longest ago.
    """
    named = _travelling(conn, scopes)
    if not named:
        return []
    there = set() if everything else _held_there(conn, office)
    rows = conn.execute(select(blob_sent.c.sha256, blob_sent.c.number).where(blob_sent.c.office == office))
    number = {row.sha256: int(row.number) for row in rows}
    found = [named[sha256] for sha256 in _here(conn, set(named) - there)]
    return sorted(found, key=lambda one: (number.get(one.sha256, 0), one.size, one.sha256))


def never_sent(conn: Connection, office: str, scopes: Collection[str]) -> int:
    """How many of what is on offer for `office` no bundle for it has carried yet."""
    offered = on_offer(conn, office, scopes)
    if not offered:
        return 0
    sent = set(conn.scalars(select(blob_sent.c.sha256).where(blob_sent.c.office == office)))
    return sum(one.sha256 not in sent for one in offered)


def hear_held(conn: Connection, office: str, hashes: Iterable[bytes]) -> None:
    """What `office` says that it holds takes the place of what it said before: it may be less after a restore."""
    conn.execute(blob_held.delete().where(blob_held.c.office == office))
    insert_many(conn, blob_held, ("office", "sha256"), [(office, one) for one in sorted(set(hashes))])


def note_sent(conn: Connection, office: str, number: int, hashes: Iterable[bytes]) -> None:
    """These contents went with bundle `number` for `office`: a hint for the next one's order, no receipt."""
    insert_many(conn, blob_sent, ("office", "sha256", "number"), [(office, one, number) for one in hashes], "replace")


def _held_there(conn: Connection, office: str) -> set[bytes]:
    return set(conn.scalars(select(blob_held.c.sha256).where(blob_held.c.office == office)))
