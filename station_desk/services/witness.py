"""The other side as a witness: what it has signed of our records, which its own statement proves (DESIGN 4, decision 5)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, select

from station_desk.bundles.frames import SignedStatement
from station_desk.domain.records import OfficeKind
from station_desk.domain.slips import Countersigned
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_signer import Vouchers
from station_desk.store.ancestry import Lacking, lacking
from station_desk.store.journal_rows import heads
from station_desk.store.outgoing import count_scope
from station_desk.store.peers import Kept, heads_from, heard_from, load_peers, load_received, load_statements
from station_desk.store.tables import bundle_out

Covered = Callable[[Connection, str, Lacking], int | None]
"""The newest bundle whose records a statement of an office covers, given what it does not cover."""


def countersignature(desk: Desk) -> Countersigned | None:
    """What the county has signed of this station's records: of what it signed, the statement that covers most.

    None before its first answer, and at a county, where `signed_for` tells what it has signed itself.
    """
    if desk.office.kind is not OfficeKind.STATION:
        return None
    with desk.store.read() as conn:
        known = {peer.office: peer for peer in load_peers(conn)}
        scope = desk.office.code
        best = _best(desk, conn, scope, {code: peer.name for code, peer in known.items()}, _sent_within)
        if best is None:
            return None
        ours = heads(conn, scope).get(scope, [])
        lacks = lacking(conn, scope, ours, known[best.office].heads.get(scope, ()))
        return replace(best, gone=max(len(lacks.hashes) - best.after, 0))


def signed_for(desk: Desk, station: str) -> Countersigned | None:
    """What this county has signed of a station's records; None before its first answer to that station."""
    with desk.store.read() as conn:
        newest = heard_from(load_received(conn, station)).newest_taken or None
        return _best(desk, conn, station, {desk.office.code: desk.office.name}, lambda *_about: newest)


def _best(desk: Desk, conn: Connection, scope: str, names: Mapping[str, str], covered: Covered) -> Countersigned | None:
    vouchers = Vouchers(desk, load_peers(conn), own_identity(desk))
    ours = heads(conn, scope).get(scope, [])
    total, _changes = count_scope(conn, scope)
    found: list[Countersigned] = []
    for kept in load_statements(conn, [scope]):
        if kept.office not in names:
            continue
        signed = SignedStatement(kept.office, kept.scope, kept.at, kept.body, kept.signature)
        said = [bytes.fromhex(one) for one in json.loads(kept.body)["heads"]]
        after = lacking(conn, scope, ours, said)
        found.append(
            Countersigned(
                office=kept.office,
                name=names[kept.office],
                at=kept.at,
                heads=tuple(_short(one.hex()) for one in said),
                signature=_short(signature_hash(kept)),
                behind=total - len(after.hashes),
                after=len(after.hashes),
                changes_after=after.changes,
                number=covered(conn, kept.office, after),
                valid=vouchers.read(signed, kept=True) is not None,
            )
        )
    return max(found, key=lambda one: (one.valid, one.behind, one.at), default=None)


def signature_hash(kept: Kept) -> str:
    """The hash of a statement's signature, in hex: both sides can work it out and compare it."""
    return hashlib.sha256(kept.signature).hexdigest()


def _short(digest: str) -> str:
    return f"{digest[:4]}-{digest[4:8]}".upper()


def _sent_within(conn: Connection, office: str, after: Lacking) -> int | None:
    open_ = set(after.hashes)
    rows = conn.execute(
        select(bundle_out.c.number, bundle_out.c.heads)
        .where(bundle_out.c.receiver == office)
        .order_by(bundle_out.c.number.desc())
    )
    for number, text in rows:
        held = [one for hashes in heads_from(text).values() for one in hashes]
        if held and open_.isdisjoint(held):
            return int(number)
    return None
