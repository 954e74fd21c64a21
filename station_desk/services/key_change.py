"""An office's keys changed, called stolen, or accepted anew by a person (RELIABILITY C7, C9).

A planned change is followed on sight. Keys that were lost or stolen are replaced by an act of a person, who has read the
new fingerprint with the other side; from then on the earlier key is refused, whatever is signed with it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from station_desk.bundles.header import SignedKeyChange
from station_desk.bundles.identity import (
    MAX_NAME,
    SECRET,
    PublicIdentity,
    new_identity,
    read_public,
)
from station_desk.bundles.key_change import MAX_FILE, SUFFIX, Why, from_file, make_change, open_change, to_file
from station_desk.domain.exchange import Exported
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import sha256_uncached, storage_trouble, write_atomic
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity, read_small
from station_desk.services.exchange_out import export_one, scopes_for
from station_desk.services.exchange_signer import Keys, as_kept, kept_changes, keys_of, statements_for, take_news
from station_desk.store.key_changes import forget_heads, forget_sealed, keep_change, repin
from station_desk.store.peers import (
    PeerRow,
    acked_number,
    heard_from,
    load_peer,
    load_peers,
    load_received,
    next_number,
)


@dataclass(frozen=True, slots=True)
class Changed:
    """New keys of this office: both fingerprints; `told` are the offices that hear of it with the next bundle."""

    former: str
    fingerprint: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What a file says of another office's keys, to be compared by a person. `planned`: signed by the key that is pinned.

    `last_number` and `last_at`: the newest bundle of the office that was taken here; what it wrote later is not here.
    """

    office: str
    name: str
    former: str
    fingerprint: str
    planned: bool
    last_number: int
    last_at: str | None


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One change of keys that is known here, newest last; `new` is None where no new key was named."""

    office: str
    name: str
    by: str
    why: Why
    at: str
    old: str
    new: str | None


def change_keys(desk: Desk, *, stolen: bool = False) -> Changed:
    """New signing and sealing keys for this office, and the word of it under the old key for everyone who is trusted.

    `stolen`: the old key counts no more from the moment the others hear of it, and they accept the new one only after a
    person has compared it. What is still sealed to the old keys can be opened until nobody uses them. The key paper of
    before gives the old keys: print a new one. Troubles read_only, own_identity_damaged.
    """
    old = own_identity(desk)
    why: Why = "stolen" if stolen else "planned"
    own, at = old.public, desk.clock.now_iso()
    made = new_identity(own.code, own.kind, own.name[:MAX_NAME], own.escrow, practice=desk.practice)
    made = replace(made, former_seals=(old.seal_secret, *old.former_seals))
    public = made.public_file(practice=desk.practice)
    with desk.store.transaction() as conn:
        peers = load_peers(conn)
        for to, scopes in [(own.code, None), *((peer.office, scopes_for(desk, peer)) for peer in peers)]:
            heads = [
                one for scope, found in desk.store.heads().items() if scopes is None or scope in scopes for one in found
            ]
            number = 0 if scopes is None else max(next_number(conn, to) - 1, acked_number(conn, to))
            signed = make_change(old, own, why, at, to, identity=public, number=number, heads=heads)
            _keep(desk, signed)
        forget_sealed(conn)
        desk.store.set_secret(SECRET, made.to_secret())
        desk.store.access(desk.account.id, "key_change", made.public.fingerprint, why)
        desk.store.tell(("key_change",))
    return Changed(own.fingerprint, made.public.fingerprint, tuple(peer.office for peer in peers))


def write_changes(desk: Desk, folder: Path) -> list[Path]:
    """What is to be said about keys, as a file for each office that is trusted, into `folder`; read back.

    Troubles stick_full, stick_gone, stick_read_only, stick_unreliable.
    """
    with desk.store.read() as conn:
        said = {peer.office: statements_for(desk, peer.office) for peer in load_peers(conn)}
    written: list[Path] = []
    for to, statements in said.items():
        if not statements:
            continue
        target, data = folder / f"{desk.office.code}_to_{to}{SUFFIX}", to_file(statements)
        try:
            write_atomic(target, data)
            whole = sha256_uncached(target) == hashlib.sha256(data).digest()
        except OSError as error:
            raise storage_trouble(error, folder, len(data)) from error
        if not whole:
            raise Trouble("stick_unreliable")
        written.append(target)
    return written


def look(desk: Desk, file: Path) -> Offered:
    """Whose new keys `file` holds (a public identity, or a statement about keys), before anything is accepted.

    Troubles exchange_file_unreadable (file), identity_damaged (file), key_stranger (office), key_same (office), key_left
    (office): the key was left or called stolen before, identity_practice (office).
    """
    peer, _keys, new, planned = _offer(desk, file)
    with desk.store.read() as conn:
        received = load_received(conn, peer.office)
    heard = heard_from(received)
    last = next((one.made_at for one in received if one.number == heard.newest_taken), None)
    return Offered(
        office=peer.office,
        name=new.name,
        former=_public(peer).fingerprint,
        fingerprint=new.fingerprint,
        planned=planned,
        last_number=heard.newest_taken,
        last_at=last,
    )


def accept(desk: Desk, file: Path, return_to: Path | None = None) -> tuple[Offered, list[Exported]]:
    """Pin the new keys of an office that a person has compared with it, and give it back what is held of it.

    A planned change is only followed. Otherwise the earlier key is refused from now on, the office counts as one that
    holds nothing, and (with `return_to`) a bundle with its whole history is written there. Troubles as `look`, read_only,
    those of `export_bundles`.
    """
    offered = look(desk, file)
    peer, keys, new, planned = _offer(desk, file)
    own = own_identity(desk)
    if planned:
        take_news(desk, keys)
    else:
        with desk.store.transaction() as conn:
            heads = [one for scope in scopes_for(desk, peer) for one in desk.store.heads(scope).get(scope, ())]
            at, data = desk.clock.now_iso(), _file_of(desk, file)
            signed = make_change(
                own, _public(peer), "lost", at, peer.office, identity=data, number=offered.last_number, heads=heads
            )
            _keep(desk, signed)
            repin(conn, peer.office, new.name, new.sign_key, new.seal_key, new.escrow)
            forget_heads(conn, peer.office)
            desk.store.access(desk.account.id, "key_accept", peer.office, new.fingerprint)
            desk.store.tell(("peer", "key_change"))
    if return_to is None:
        return offered, []
    with desk.store.read() as conn:
        now = load_peer(conn, peer.office)
    return offered, [export_one(desk, own, now, return_to, full=not planned)] if now else []


def revoke(desk: Desk, office: str) -> KeyEvent:
    """The key of a trusted office was stolen: it is refused from now on, and nothing more is sealed to it.

    Troubles receiver_unknown (office), key_left (office) when that was said before, read_only.
    """
    own = own_identity(desk)
    with desk.store.transaction() as conn:
        peer = load_peer(conn, office)
        if peer is None:
            raise Trouble("receiver_unknown", office=office)
        if peer.sign_key.hex() in keys_of(desk, peer).revoked:
            raise Trouble("key_left", office=peer.name)
        signed = make_change(own, _public(peer), "stolen", desk.clock.now_iso(), office)
        _keep(desk, signed)
        desk.store.access(desk.account.id, "key_revoke", office, _public(peer).fingerprint)
        desk.store.tell(("peer", "key_change"))
    return next(event for event in reversed(events(desk)) if event.office == office)


def events(desk: Desk) -> list[KeyEvent]:
    """Every change of keys that is known here, each once, in the order of their days."""
    with desk.store.read() as conn:
        names = {peer.office: peer.name for peer in load_peers(conn)} | {desk.office.code: desk.office.name}
        kept = [text for text, _one in kept_changes(desk)]
    found: dict[tuple[str, str, str], KeyEvent] = {}
    for text in kept:
        new = text.new.fingerprint if text.new else None
        event = KeyEvent(text.office, names.get(text.office, ""), text.by, text.why, text.at, text.old_fingerprint, new)
        found.setdefault((text.office, text.old_key, text.why), event)
    return list(found.values())


def _keep(desk: Desk, signed: SignedKeyChange) -> None:
    text = open_change(signed)
    if text is None:
        raise RuntimeError("a statement that its own reader refuses")
    with desk.store.transaction() as conn:
        keep_change(conn, as_kept(text, signed))


def _offer(desk: Desk, file: Path) -> tuple[PeerRow, Keys, PublicIdentity, bool]:
    """The peer as it is pinned, what its statements lead to, the new identity, and whether it follows by itself."""
    data = read_small(file, MAX_FILE)
    said = from_file(data)
    new = read_public(data, file.name) if said is None else None
    code = new.code if new else next((text.office for text in map(open_change, said or ()) if text), "")
    with desk.store.read() as conn:
        peer = load_peer(conn, code)
        if peer is None:
            raise Trouble("key_stranger", office=new.name if new else code)
        keys = keys_of(desk, peer)
    if said is not None:
        keys.hear(said, desk.office.code, practice=desk.practice)
        if keys.peer.sign_key != peer.sign_key:
            return peer, keys, _public(keys.peer), True
        new = _proposed(said, keys)
    if new is None or new.sign_key == peer.sign_key:
        raise Trouble("key_same", office=peer.name)
    if new.practice is not desk.practice or new.kind is not peer.kind:
        raise Trouble("identity_practice", office=new.name)
    if new.sign_key.hex() in {*keys.left, *keys.revoked}:
        raise Trouble("key_left", office=peer.name)
    return peer, keys, new, False


def _proposed(said: Iterable[SignedKeyChange], keys: Keys) -> PublicIdentity | None:
    """The new keys that the word of a theft names, where the old key itself has said it."""
    heard = [text.new for text, _signed in keys.news if text.why == "stolen" and text.new is not None]
    kept = [text.new for text in map(open_change, said) if text and text.old_key in keys.revoked and text.new]
    return next(iter([*heard, *kept]), None)


def _file_of(desk: Desk, file: Path) -> bytes:
    """The public identity file of the new keys: the file itself, or the one in its statement."""
    data = read_small(file, MAX_FILE)
    said = from_file(data)
    if said is None:
        return data
    new = _offer(desk, file)[2]
    texts = [text for text in map(open_change, said) if text is not None and text.new == new]
    return (texts[0].identity or "").encode()


def _public(peer: PeerRow) -> PublicIdentity:
    return PublicIdentity(peer.office, peer.kind, peer.name, peer.sign_key, peer.seal_key, peer.escrow)
