"""Who we are to other offices, and whom we trust."""

import hashlib
from dataclasses import replace
from pathlib import Path

from station_desk.bundles.identity import (
    MAX_FILE,
    SECRET,
    SUFFIX,
    Identity,
    PublicIdentity,
    read_public,
)
from station_desk.bundles.identity import (
    fingerprint as fingerprint_of,
)
from station_desk.domain.exchange import Peer
from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import sha256_uncached, storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.store.key_changes import set_still_sealed, still_sealed
from station_desk.store.peers import PeerRow, load_peers, put_peer

_LATE = 8
"""Changes of key; an office makes one in years."""


def own_identity(desk: Desk) -> Identity:
    """This office's keys. Trouble own_identity_damaged."""
    kept = desk.store.secret(SECRET)
    if kept is None:
        raise Trouble("own_identity_damaged")
    return Identity.from_secret(kept)


def public_identity(desk: Desk) -> bytes:
    """The office's public identity as the bytes of a `.sdk` file, for the other side to trust."""
    return own_identity(desk).public_file(practice=desk.practice)


def write_public_identity(desk: Desk, file: Path) -> Path:
    """Write the public identity to `file` (into it, if it is a folder) and read it back. The path written.

    Troubles stick_full, stick_gone, stick_read_only, stick_unreliable.
    """
    target = file / f"{desk.office.code}{SUFFIX}" if file.is_dir() else file
    data = public_identity(desk)
    try:
        write_atomic(target, data)
        whole = sha256_uncached(target) == hashlib.sha256(data).digest()
    except OSError as error:
        raise storage_trouble(error, target.parent, len(data)) from error
    if not whole:
        raise Trouble("stick_unreliable")
    return target


def fingerprint(desk: Desk) -> str:
    """Our fingerprint: eight groups of four digits, to read to the other side over the telephone."""
    return own_identity(desk).public.fingerprint


def look_at_identity(desk: Desk, file: Path) -> Peer:
    """Whose public identity `file` is, without trusting it yet: for the person to compare the fingerprint first.

    Troubles as `trust`.
    """
    return _as_peer(_acceptable(desk, file))


def trust(desk: Desk, file: Path) -> Peer:
    """Accept another office's public identity: a station its county, a county a station.

    Trusting the same keys again is harmless and learns a new name. Troubles: exchange_file_unreadable (file),
    identity_damaged (file), identity_own, identity_same_kind (office), identity_practice (office), key_changed (office:
    another key under a code that is known), county_known (office: the county that this station has).
    """
    row = _acceptable(desk, file)
    with desk.store.transaction() as conn:
        put_peer(conn, row)
        desk.store.access(desk.account.id, "trust", row.office, _print(row))
        desk.store.tell(("peer",))
    return _as_peer(row)


def peers(desk: Desk) -> list[Peer]:
    """The offices that we trust, in the order of their codes."""
    with desk.store.read() as conn:
        return [_as_peer(row) for row in load_peers(conn)]


def note_sealed(desk: Desk, office: str, ago: int) -> None:
    """The office has sealed to the keys that we had `ago` changes ago; of keys that nobody seals to any more the newest
    `_LATE` are kept: a bundle that was made before may come after newer ones.
    """
    with desk.store.transaction() as conn:
        set_still_sealed(conn, office, ago)
        own = own_identity(desk)
        offices = [row.office for row in load_peers(conn)]
        told = still_sealed(conn, offices)
        wanted = max((told.get(one, len(own.former_seals)) for one in offices), default=0) + _LATE
        if wanted < len(own.former_seals):
            desk.store.set_secret(SECRET, replace(own, former_seals=own.former_seals[:wanted]).to_secret())


def _acceptable(desk: Desk, file: Path) -> PeerRow:
    """The identity in `file` as a peer that we may trust. Troubles as `trust`."""
    read = read_public(read_small(file, MAX_FILE), file.name)
    if read.code == desk.office.code:
        raise Trouble("identity_own")
    if read.kind is desk.office.kind:
        raise Trouble("identity_same_kind", office=read.name)
    if read.practice is not desk.practice:
        raise Trouble("identity_practice", office=read.name)
    with desk.store.read() as conn:
        known = {row.office: row for row in load_peers(conn)}
    there = known.get(read.code)
    if there is not None and (there.sign_key, there.seal_key, there.kind) != (read.sign_key, read.seal_key, read.kind):
        raise Trouble("key_changed", office=there.name)
    others = [row.name for row in known.values() if row.office != read.code]
    if others and desk.office.kind is OfficeKind.STATION:
        raise Trouble("county_known", office=others[0])
    return _row(read, there.trusted_at if there else desk.clock.now_iso())


def read_small(file: Path, most: int) -> bytes:
    """A file that should hold at most `most` bytes; of a larger one a byte more, so that the reader can tell.

    Trouble exchange_file_unreadable (file).
    """
    try:
        with file.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise Trouble("exchange_file_unreadable", file=file.name) from error


def _row(read: PublicIdentity, trusted_at: str) -> PeerRow:
    return PeerRow(
        office=read.code,
        kind=read.kind,
        name=read.name,
        sign_key=read.sign_key,
        seal_key=read.seal_key,
        escrow=read.escrow,
        trusted_at=trusted_at,
    )


def _print(row: PeerRow) -> str:
    return fingerprint_of(row.office, row.kind, row.sign_key, row.seal_key)


def _as_peer(row: PeerRow) -> Peer:
    return Peer(row.office, row.kind.value, row.name, _print(row), row.trusted_at, row.heard_at, row.app, row.sv)
