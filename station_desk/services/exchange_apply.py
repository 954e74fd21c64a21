"""One checked bundle into the database, in one transaction (EXCHANGE 6 and 7.2)."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime

from station_desk import SCHEMA_VERSION
from station_desk.bundles.envelope import Checked, open_payload
from station_desk.bundles.frames import SignedStatement, State
from station_desk.bundles.identity import Identity
from station_desk.domain.exchange import ImportedBundle, ReceivedBundle, Result, short_code
from station_desk.domain.ids import new_id
from station_desk.domain.journal import CLOCK_AHEAD_MS, Txn
from station_desk.domain.progress import Progress
from station_desk.domain.trouble import Trouble
from station_desk.services.desk import Desk
from station_desk.services.exchange_copy import LocalCopy
from station_desk.services.exchange_files import FilesIn
from station_desk.services.exchange_keys import note_sealed
from station_desk.services.exchange_out import scopes_for
from station_desk.services.exchange_signer import Signer, Vouchers
from station_desk.store.blobs import ENT, drop_unnamed, hear_held
from station_desk.store.cache import IMPORT_KIB, roomy
from station_desk.store.engine import iso
from station_desk.store.given import put_asked
from station_desk.store.journal_rows import known
from station_desk.store.merge import Merge, Merged, Policy
from station_desk.store.outgoing import outgoing
from station_desk.store.peers import (
    Kept,
    PeerRow,
    acknowledge,
    add_received,
    hear,
    keep_statement,
    load_statements,
    set_acked_number,
    was_taken,
)
from station_desk.store.split import departed_ms, own_heads
from station_desk.store.voices import Voice, all_have, all_hold, listen, voice

UNKNOWN = ("unknown_field", "unknown_kind")
"""Reasons for parking that a later version of the program cures."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A bundle whose signature is good: the file as it was copied, its sender, everyone who is trusted."""

    file: str
    copy: LocalCopy
    checked: Checked
    sender: PeerRow
    trusted: Mapping[str, PeerRow]
    identity: Identity
    signer: Signer
    voices: list[Voice]
    """What the sender's computers have said of themselves in this import so far."""


@dataclass(slots=True)
class Gap:
    """The transactions that are missing, when a bundle cannot be taken in for want of them."""

    missing: list[bytes] = field(default_factory=list)


class _NotKept(Exception):
    """It was only to be looked at: everything goes back."""


@contextmanager
def only_looking(desk: Desk) -> Iterator[None]:
    """What `apply` does inside is seen by the bundles after it and goes back at the end."""
    with suppress(_NotKept), desk.store.transaction():
        yield
        raise _NotKept


@dataclass(slots=True)
class _Inside:
    """What a payload holds: the transactions go straight into the merge."""

    merge: Merge
    files: FilesIn
    settled: Merged | None = None
    said: State | None = None
    signed: list[SignedStatement] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)

    def asks(self, numbers: Sequence[int]) -> None:
        self.wanted.extend(numbers)

    def state(self, state: State) -> None:
        self.said = state

    def statements(self, statements: Sequence[SignedStatement]) -> None:
        self.signed.extend(statements)

    def transactions(self, txns: Sequence[Txn]) -> None:
        self.merge.add(txns)


def apply(desk: Desk, of: Arrival, gap: Gap, *, dry_run: bool, progress: Progress) -> ImportedBundle:
    """Take the bundle in, or only tell what that would do (`dry_run`: within `only_looking`).

    Raises Trouble bundle_gap (`gap` then holds what is missing), bundle_rejected, bundle_corrupt,
    bundle_wrong_recipient, bundle_newer_format; then nothing was changed.
    """
    started = time.monotonic()
    with desk.store.transaction() as conn, conn.begin_nested() if dry_run else nullcontext():
        of.signer.keep(desk)
        if was_taken(conn, of.copy.sha256):
            merged, inside = Merged(), None
        else:
            merged, inside = _merge(desk, of, gap, progress)
        files = inside.files if inside is not None else None
        result = _result(of, merged, files)
        answer = _answer(of, merged, files, result, desk.clock.wall_ms(), started)
        _remember(desk, of, answer, inside)
    return answer


def learn(desk: Desk, of: Arrival, state: State, held: Sequence[bytes] | None = None) -> None:
    """What the sender says of itself in a bundle that it signed: heads, program, and which of our bundles it has.

    `held`: contents of attachments; None where the bundle could not be read so far.
    """
    header, office = of.checked.header, of.sender.office
    now = desk.clock.now_iso()
    said = {
        one.scope: [bytes.fromhex(head) for head in one.heads]
        for one in header.scopes
        if one.scope in scopes_for(desk, of.sender)
    }
    made = [(one.number, one.code) for one in state.recent]
    listen(of.voices, voice(said, held, (header.number, short_code(of.copy.sha256)), made))
    with desk.store.transaction() as conn:
        theirs = all_hold(conn, of.voices)
        told = {scope: [head.hex() for head in hashes] for scope, hashes in theirs.items()}
        hear(conn, office, told, min(header.created, now), header.app, header.sv)
        lacks = {one for plan in outgoing(conn, said, theirs) for one in plan.lacking.hashes}
        heads = {head for one in of.voices for hashes in one.heads.values() for head in hashes}
        acknowledge(conn, office, lacks, now, surely=known(conn, heads) == heads)
        if held is not None:
            hear_held(conn, office, all_have(of.voices))


def note(desk: Desk, answer: ImportedBundle, sha256: bytes, detail: Mapping[str, object]) -> None:
    """A line in the list of files looked at, and in the access log."""
    line = ReceivedBundle(
        sender=answer.sender or "",
        number=answer.number,
        code=answer.code or "",
        file=answer.file,
        made_at=answer.made_at,
        at=desk.clock.now_iso(),
        actor=desk.account.id,
        result=answer.result,
        transactions=answer.transactions,
        changes=answer.changes,
    )
    with desk.store.transaction() as conn:
        add_received(conn, new_id(desk.clock.wall_ms()), line, sha256, detail)
        told = f"{line.sender} {line.number} {line.result}"
        desk.store.access(desk.account.id, "import", line.file.rsplit("/", 1)[-1].rsplit("\\", 1)[-1], told)
        desk.store.tell(("bundle_in", "peer"))


def _merge(desk: Desk, of: Arrival, gap: Gap, progress: Progress) -> tuple[Merged, _Inside]:
    header = of.checked.header
    kinds = {code: peer.kind for code, peer in of.trusted.items()} | {desk.office.code: desk.office.kind}
    policy = Policy(of.sender.office, frozenset(scopes_for(desk, of.sender)), kinds)
    if any(one.scope not in policy.scopes for one in header.scopes):
        raise Trouble("bundle_rejected", reason="scope")
    with desk.store.transaction() as conn, roomy(conn, IMPORT_KIB):
        named = {bytes.fromhex(one) for scope in header.scopes for one in scope.prereq}
        gap.missing = sorted(named - known(conn, named))
        if gap.missing:
            raise Trouble("bundle_gap")
        line = own_heads(conn, scopes_for(desk, of.sender)[0])
        merge = Merge(conn, policy, desk.clock.wall_ms(), new_id(desk.clock.wall_ms()))
        inside = _Inside(
            merge, FilesIn(desk.store, policy.scopes, desk.clock.now_iso(), lambda: _settle(desk, of, inside))
        )
        try:
            ago = open_payload(of.copy.stream, of.checked, of.identity, inside, progress, inside.files)
        finally:
            gap.missing = inside.merge.merged.missing
        if of.identity.former_seals:
            note_sealed(desk, of.sender.office, ago)
        merged = _settle(desk, of, inside)
        _look_for_split(desk, of, line, merged)
        desk.store.tell((count.kind for count in merged.kinds), merged.ids)
    return merged, inside


def _settle(desk: Desk, of: Arrival, inside: _Inside) -> Merged:
    """Make rows of the transactions, once: before the first content of an attachment, or at the end."""
    if inside.settled is None:
        good = _good_statements(desk, of, inside.signed)
        inside.settled = inside.merge.finish(_by_office(good))
        with desk.store.transaction() as conn:
            for statement, heads in good:
                if statement in inside.signed:
                    keep_statement(conn, _as_kept(statement), heads)
            if any(count.kind == ENT for count in inside.settled.kinds):
                drop_unnamed(conn)
    return inside.settled


def _look_for_split(desk: Desk, of: Arrival, before: list[bytes], merged: Merged) -> None:
    """Two computers of a station that went different ways are a fork as much as one whose own line has split."""
    if not merged.transactions or merged.fork_ms is not None or len(before) > 1:
        return
    station = scopes_for(desk, of.sender)[0]
    with desk.store.read() as conn:
        now = own_heads(conn, station)
        if len(now) > 1:
            merged.fork_ms, merged.fork_of = departed_ms(conn, station, now), station


_Good = list[tuple[SignedStatement, list[bytes]]]


def _good_statements(desk: Desk, of: Arrival, signed: Sequence[SignedStatement]) -> _Good:
    """Head statements about these scopes, kept before or brought along, whose signature is a known office's."""
    scopes = scopes_for(desk, of.sender)
    with desk.store.read() as conn:
        witness = [one for one in signed if one.office == of.sender.office]
        vouchers = Vouchers(desk, of.trusted.values(), of.identity, witness)
        old = [SignedStatement(k.office, k.scope, k.at, k.body, k.signature) for k in load_statements(conn, scopes)]
        good: _Good = []
        for statement, kept in [*((one, True) for one in old), *((one, False) for one in signed)]:
            text = vouchers.read(statement, kept=kept) if statement.scope in scopes else None
            if text is not None:
                good.append((statement, [bytes.fromhex(one) for one in text.heads]))
    return good


def _by_office(good: _Good) -> dict[str, set[bytes]]:
    heads: dict[str, set[bytes]] = {}
    for statement, signed in good:
        heads.setdefault(statement.office, set()).update(signed)
    return heads


def _as_kept(statement: SignedStatement) -> Kept:
    return Kept(statement.office, statement.scope, statement.at, statement.body, statement.signature)


def _remember(desk: Desk, of: Arrival, answer: ImportedBundle, inside: _Inside | None) -> None:
    """A file that was taken in before tells nothing of how its sender stands now."""
    if inside is not None and inside.said is not None:
        learn(desk, of, inside.said, inside.files.told)
        with desk.store.transaction() as conn:
            set_acked_number(conn, of.sender.office, inside.said.newest_taken)
            put_asked(conn, of.sender.office, inside.wanted, desk.clock.now_iso())
    note(desk, answer, of.copy.sha256, _detail(answer))


def _detail(answer: ImportedBundle) -> dict[str, object]:
    """What the list of files keeps beside the numbers."""
    return {
        "missing": list(answer.missing),
        "conflicts": answer.conflicts,
        "unknown_fields": answer.unknown_fields,
        "rejected": answer.rejected,
        "warnings": [{"code": warning.code, **warning.facts} for warning in answer.warnings],
        "kinds": {one.kind: [one.created, one.changed, one.erased] for one in answer.kinds},
    }


def _result(of: Arrival, merged: Merged, files: FilesIn | None) -> Result:
    if files is None or (of.checked.header.transactions and not merged.transactions and not files.stored):
        return "duplicate"
    return "applied" if merged.fork_ms is None else "fork"


def _answer(
    of: Arrival, merged: Merged, files: FilesIn | None, result: Result, now_ms: int, started: float
) -> ImportedBundle:
    header = of.checked.header
    unknown = sum(count for why, count in merged.parked.items() if why in UNKNOWN)
    return ImportedBundle(
        file=of.file,
        result=result,
        sender=header.sender,
        number=header.number,
        transactions=merged.transactions,
        changes=merged.changes,
        returned=merged.returned,
        conflicts=merged.conflicts,
        unknown_fields=unknown,
        rejected=sum(merged.parked.values()) - unknown,
        warnings=tuple(_warnings(of, merged, files.unnamed if files else 0, unknown, now_ms)),
        seconds=time.monotonic() - started,
        made_at=header.created,
        code=short_code(of.copy.sha256),
        kinds=tuple(merged.kinds),
        files=files.stored + files.repeated if files else 0,
    )


def _warnings(of: Arrival, merged: Merged, unnamed: int, unknown: int, now_ms: int) -> Iterable[Trouble]:
    header, office = of.checked.header, of.sender.name
    if merged.fork_ms is not None:
        other = of.trusted.get(merged.fork_of)
        whose = other.name if other else of.identity.public.name
        yield Trouble("bundle_fork", office=whose, day=_day(merged.fork_ms))
    if merged.returned:
        yield Trouble("bundle_returned", office=office, count=merged.returned)
    if merged.clock_ahead or header.created > iso(now_ms + CLOCK_AHEAD_MS):
        yield Trouble("bundle_clock_ahead", office=office, count=merged.clock_ahead, made_at=header.created)
    if unknown:
        yield Trouble("bundle_unknown_fields", office=office, count=unknown)
    elif header.sv > SCHEMA_VERSION:
        yield Trouble("bundle_newer_schema", office=office, app=header.app)
    refused = sum(merged.parked.values()) - unknown
    if refused:
        yield Trouble("bundle_changes_refused", office=office, count=refused)
    if merged.conflicts:
        yield Trouble("bundle_conflicts", office=office, count=merged.conflicts)
    if unnamed:
        yield Trouble("bundle_files_unnamed", office=office, count=unnamed)


def _day(clock_ms: int) -> str:
    """The day on the wall of a journal clock."""
    return datetime.fromtimestamp(clock_ms / 1000).astimezone().date().isoformat()
