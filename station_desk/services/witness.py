"""The other side as a witness: what it has signed of our records, which its own statement proves (DESIGN 4, decision 5)."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from station_desk.bundles.frames import SignedStatement
from station_desk.domain.records import OfficeKind
from station_desk.domain.slips import Countersigned
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_signer import Vouchers
from station_desk.store.ancestry import Lacking, lacking
from station_desk.store.given import newest_covered
from station_desk.store.journal_rows import heads
from station_desk.store.outgoing import count_scope
from station_desk.store.peers import Kept, heard_from, load_peers, load_received, load_statements

Covered = Callable[[str, Lacking], int | None]
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
        names = {code: peer.name for code, peer in known.items()}
        best = _best(desk, scope, names, lambda office, after: newest_covered(conn, office, after.hashes))
        if best is None:
            return None
        ours = heads(conn, scope).get(scope, [])
        lacks = lacking(conn, scope, ours, known[best.office].heads.get(scope, ()))
        return replace(best, gone=max(len(lacks.hashes) - best.after, 0))


def confirmed(desk: Desk) -> str:
    """The county's countersignature as one line for the foot of a sheet; "" before its first answer and at a county."""
    found = countersignature(desk)
    if found is None:
        return ""
    return found.foot(datetime.fromisoformat(found.at).astimezone().date().isoformat())


def signed_for(desk: Desk, station: str) -> Countersigned | None:
    """What this county has signed of a station's records; None before its first answer to that station."""
    with desk.store.read() as conn:
        newest = heard_from(load_received(conn, station)).newest_taken or None
    return _best(desk, station, {desk.office.code: desk.office.name}, lambda *_about: newest)


def _best(desk: Desk, scope: str, names: Mapping[str, str], covered: Covered) -> Countersigned | None:
    found: list[Countersigned] = []
    with desk.store.read() as conn:
        vouchers = Vouchers(desk, load_peers(conn), own_identity(desk))
        ours = heads(conn, scope).get(scope, [])
        total, _changes = count_scope(conn, scope)
        for kept in load_statements(conn, [scope]):
            if kept.office not in names:
                continue
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
                    number=covered(kept.office, after),
                    valid=_is_valid(vouchers, kept),
                )
            )
    return max(found, key=lambda one: (one.valid, one.behind, one.at), default=None)


def _is_valid(vouchers: Vouchers, kept: Kept) -> bool:
    signed = SignedStatement(kept.office, kept.scope, kept.at, kept.body, kept.signature)
    return vouchers.read(signed, kept=True) is not None


def signature_hash(kept: Kept) -> str:
    """The hash of a statement's signature, in hex: both sides can work it out and compare it."""
    return hashlib.sha256(kept.signature).hexdigest()


def _short(digest: str) -> str:
    return f"{digest[:4]}-{digest[4:8]}".upper()
