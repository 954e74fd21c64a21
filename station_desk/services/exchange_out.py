"""Bundles out: what each receiver is not known to have, sealed to it, written in the safe order and read back."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from station_desk import SCHEMA_VERSION, __version__
from station_desk.bundles.blobs import Enclosed
from station_desk.bundles.envelope import Address, Packed, ScopePlan, pack
from station_desk.bundles.frames import RECENT, SentNote, SignedStatement, State
from station_desk.bundles.header import MAX_PREREQUISITES, SignedKeyChange
from station_desk.bundles.identity import Identity
from station_desk.bundles.statement import make_statement
from station_desk.domain.exchange import Exported, SentBundle, Waiting, WireTxn, file_name, short_code
from station_desk.domain.progress import Progress, silent
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import Delivered, Steps, deliver, disk_trouble, no_steps
from station_desk.services.archive_files import at_hand
from station_desk.services.desk import Desk
from station_desk.services.exchange_files import FilesOut, files_for, files_unsent
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_lacks import lacks
from station_desk.services.exchange_signer import check_sealable, is_sealable, statements_for
from station_desk.store.cache import EXPORT_KIB, roomy
from station_desk.store.engine import iso
from station_desk.store.given import add_made, heads_of_old, load_asked
from station_desk.store.outgoing import Outgoing, changes_by_kind, count_scope, outgoing, read_in_order
from station_desk.store.parts import also_held, part_again, proven
from station_desk.store.peers import (
    Kept,
    PeerRow,
    acked_number,
    add_sent,
    heard_from,
    keep_statement,
    load_peers,
    load_received,
    load_sent,
    load_statements,
    newest_sent_heads,
    next_number,
)

_SCALE = 1000
_PACKED = 700
"""Of `_SCALE` parts of the progress, those that reading, compressing and sealing take."""


def export_bundles(
    desk: Desk,
    folder: Path,
    receivers: Sequence[str] | None = None,
    everyone: bool = False,
    full: bool = False,
    progress: Progress | None = None,
    steps: Steps | None = None,
) -> list[Exported]:
    """Write a bundle for each receiver into `folder` and read it back.

    `receivers` are office codes; without any, a station writes for its county and a county for every station that it has
    something for. `everyone`: every office that is trusted. `full`: everything, not only what is new to the receiver.
    `steps` hears "write", "flush", "read_back" of each bundle and "safe" after the last one. Troubles: no_county,
    receiver_unknown (office), stick_full, stick_gone, stick_read_only, stick_unreliable, disk_full, read_only; bundles
    that were finished before a trouble stay. `progress` may raise `Cancelled`.
    """
    tell, told = progress or silent, steps or no_steps
    identity = own_identity(desk)
    chosen = _receivers(desk, receivers, everyone=everyone, full=full)
    made: list[Exported] = []
    for i, peer in enumerate(chosen):
        last = i == len(chosen) - 1
        made.append(export_one(desk, identity, peer, folder, full, _share(tell, i, len(chosen)), _held(told, last)))
    return made


def export_one(
    desk: Desk,
    identity: Identity,
    peer: PeerRow,
    folder: Path,
    full: bool = False,
    progress: Progress = silent,
    steps: Steps = no_steps,
    again: int | None = None,
) -> Exported:
    """One bundle for one receiver; `again`: what the bundle of that number brought, once more (`store.parts`).

    Troubles as `export_bundles`, bundle_never_made(number, office), archive_needed (file).
    """
    started = time.monotonic()
    at = desk.clock.now_iso()
    theirs = {} if full else peer.heads
    with at_hand(desk), desk.store.read() as conn, roomy(conn, EXPORT_KIB):
        if again is None:
            plans = outgoing(conn, scopes_for(desk, peer), theirs)
            number = max(next_number(conn, peer.office), acked_number(conn, peer.office) + 1)
        else:
            asked = load_asked(conn, peer.office)
            plans = part_again(conn, desk.office.code, scopes_for(desk, peer), peer, asked, again)
            number = again
        plans = also_held(proven(conn, desk.office.code, plans, theirs), heads_of_old(conn, peer.office))
        own = _own_statements(desk, identity, plans, at)
        kept = load_statements(conn, [plan.scope for plan in plans])
        others = [_as_statement(one) for one in kept if one.office != desk.office.code]
        heard = heard_from(load_received(conn, peer.office))
        state = State(_recent(load_sent(conn, peer.office)), heard.newest_taken, desk.store.access_head())
        hashes = [one for plan in plans for one in plan.lacking.hashes]
        kinds = changes_by_kind(conn, hashes)
        files = files_for(desk.store, peer, scopes_for(desk, peer), folder, everything=full)
        packed = _packed(
            desk,
            identity,
            _address(peer, number, at, plans, statements_for(desk, peer.office)),
            state,
            [*(statement for statement, _ in own), *others],
            _watched(read_in_order(conn, hashes), len(hashes), progress),
            [number for number in heard.gaps if number not in heard.refused],
            files.enclosed(),
        )
    with closing(packed):
        code = short_code(packed.sha256)
        name = file_name(desk.office.code, desk.clock.today().isoformat(), number, code)
        lies = deliver(folder, name, packed.chunks(), size=packed.size, progress=_writing(progress), steps=steps)
        if lies.sha256 != packed.sha256:
            raise Trouble("stick_unreliable")
        exported = _exported(packed, lies, desk.office.code, code, started, files)
    with desk.store.transaction():
        _record(desk, exported, packed.sha256, at, plans, own, kinds, again=again is not None)
        files.note(number)
    return exported


def scopes_for(desk: Desk, peer: PeerRow) -> tuple[str, str]:
    """What is exchanged with an office: the station's own scope, and what the county tells everyone."""
    return (peer.office if peer.kind is OfficeKind.STATION else desk.office.code, SCOPE_ALL)


def sent(desk: Desk) -> list[SentBundle]:
    """Every bundle that was made here, newest first."""
    with desk.store.read() as conn:
        return load_sent(conn)


def waiting(desk: Desk) -> Waiting:
    """Changes that no bundle carries yet and no receiver is known to have, over all receivers."""
    by_kind: dict[str, int] = {}
    with desk.store.read() as conn:
        known = load_peers(conn)
        carried = [(peer, _carried(peer, newest_sent_heads(conn, peer.office))) for peer in known]
        files = sum(files_unsent(desk.store, peer, scopes_for(desk, peer)) for peer in known)
    wanted = [(scope, theirs) for peer, theirs in carried for scope in scopes_for(desk, peer)]
    found = lacks(desk, wanted or [(desk.office.code, {}), (SCOPE_ALL, {})])
    for one in found:
        for kind, count in one.by_kind.items():
            by_kind[kind] = by_kind.get(kind, 0) + count
    changes = sum(one.changes for one in found)
    oldest = [one.oldest_ms for one in found if one.oldest_ms is not None]
    return Waiting(changes, iso(min(oldest)) if oldest else None, by_kind, files)


def _carried(peer: PeerRow, last: dict[str, list[bytes]]) -> dict[str, list[bytes]]:
    return {scope: [*peer.heads.get(scope, ()), *last.get(scope, ())] for scope in peer.heads.keys() | last.keys()}


def _receivers(desk: Desk, receivers: Sequence[str] | None, *, everyone: bool, full: bool) -> list[PeerRow]:
    with desk.store.read() as conn:
        known = load_peers(conn)
        if receivers:
            by_code = {peer.office: peer for peer in known}
            unknown = [code for code in receivers if code not in by_code]
            if unknown:
                raise Trouble("receiver_unknown", office=unknown[0])
            wanted = [by_code[code] for code in dict.fromkeys(receivers)]
            for peer in wanted:
                check_sealable(desk, peer)
            return wanted
        if desk.office.kind is OfficeKind.STATION and not known:
            raise Trouble("no_county")
        if desk.office.kind is OfficeKind.STATION:
            check_sealable(desk, known[0])
        known = [peer for peer in known if is_sealable(desk, peer)]
        if everyone or desk.office.kind is OfficeKind.STATION:
            return known
        return [
            peer
            for peer in known
            if files_unsent(desk.store, peer, scopes_for(desk, peer))
            or any(plan.lacking.hashes for plan in outgoing(conn, scopes_for(desk, peer), {} if full else peer.heads))
        ]


_Signed = list[tuple[SignedStatement, tuple[bytes, ...]]]
"""Statements, each with its heads."""


def _own_statements(desk: Desk, identity: Identity, plans: Iterable[Outgoing], at: str) -> _Signed:
    """What we hold of each scope that we hold something of, signed (DESIGN 4, decision 5).

    A part that ends before our heads is signed for by its own as well: its receiver cannot prove it by heads that it has
    not seen, and may have to give it back to us.
    """
    access_head = desk.store.access_head()
    with desk.store.read() as conn:
        return [
            (make_statement(identity, plan.scope, at, list(heads), *count_scope(conn, plan.scope), access_head), heads)
            for plan in plans
            for heads in dict.fromkeys((plan.heads, plan.ends))
            if heads
        ]


def _address(
    peer: PeerRow, number: int, at: str, plans: Iterable[Outgoing], keys: Sequence[SignedKeyChange]
) -> Address:
    return Address(
        to=peer.office,
        number=number,
        created=at,
        app=__version__,
        sv=SCHEMA_VERSION,
        scopes=[
            ScopePlan(plan.scope, plan.lacking.prereq[:MAX_PREREQUISITES], [*plan.heads, *plan.also]) for plan in plans
        ],
        recipients=[peer.seal_key, *([peer.escrow] if peer.escrow else [])],
        keys=keys,
    )


def _recent(bundles: Sequence[SentBundle]) -> list[SentNote]:
    """The newest bundles for the receiver, so that it can name one that it lacks."""
    return [SentNote(one.number, one.at, one.code) for one in bundles[:RECENT]]


def _packed(
    desk: Desk,
    identity: Identity,
    address: Address,
    state: State,
    statements: Sequence[SignedStatement],
    txns: Iterable[WireTxn],
    asks: Sequence[int],
    enclosed: Enclosed,
) -> Packed:
    try:
        return pack(identity, address, state, statements, txns, str(desk.home.path), asks, enclosed)
    except OSError as error:
        raise disk_trouble(error) from error


def _exported(packed: Packed, lies: Delivered, sender: str, code: str, started: float, files: FilesOut) -> Exported:
    header = packed.header
    return Exported(
        file=str(lies.path.absolute()),
        sha256=packed.sha256.hex(),
        code=code,
        number=header.number,
        sender=sender,
        to=header.to,
        transactions=header.transactions,
        changes=header.changes,
        bytes=lies.bytes,
        seconds=time.monotonic() - started,
        files=len(files.taken),
        files_waiting=files.waiting,
    )


def _record(
    desk: Desk,
    made: Exported,
    sha256: bytes,
    at: str,
    plans: Sequence[Outgoing],
    own: _Signed,
    kinds: Mapping[str, int],
    *,
    again: bool,
) -> None:
    """Only now, that the file lies there and was read back, the bundle counts as made."""
    name = Path(made.file).name
    line = SentBundle(
        receiver=made.to,
        number=made.number,
        code=made.code,
        file=name,
        at=at,
        actor=desk.account.id,
        bytes=made.bytes,
        transactions=made.transactions,
        changes=made.changes,
        acked_at=None,
    )
    with desk.store.transaction() as conn:
        if not again:
            add_sent(conn, line, sha256, {plan.scope: plan.heads for plan in plans})
        add_made(conn, line, sha256, kinds, again=again)
        for statement, heads in own:
            keep_statement(conn, _as_kept(statement), heads)
        act = "export_again" if again else "export"
        desk.store.access(desk.account.id, act, name, f"{made.to} {made.number} {made.code}")
        desk.store.tell(("bundle_out",))


def _as_statement(kept: Kept) -> SignedStatement:
    return SignedStatement(kept.office, kept.scope, kept.at, kept.body, kept.signature)


def _as_kept(statement: SignedStatement) -> Kept:
    return Kept(statement.office, statement.scope, statement.at, statement.body, statement.signature)


def _watched(txns: Iterable[WireTxn], total: int, progress: Progress) -> Iterator[WireTxn]:
    for done, txn in enumerate(txns):
        if done % 256 == 0:
            progress(_PACKED * done // max(total, 1), _SCALE)
        yield txn


def _writing(progress: Progress) -> Progress:
    def told(done: int, total: int) -> None:
        progress(_PACKED + (_SCALE - _PACKED) * done // max(total, 1), _SCALE)

    return told


def _share(progress: Progress, i: int, n: int) -> Progress:
    """The progress of the `i`-th of `n` bundles within the whole."""

    def told(done: int, total: int) -> None:
        progress(i * _SCALE + _SCALE * done // max(total, 1), n * _SCALE)

    return told


def _held(steps: Steps, last: bool) -> Steps:
    """Says "safe" only of the last bundle: before that, the stick must stay in."""

    def told(step: str) -> None:
        if last or step != "safe":
            steps(step)

    return told
