"""Bundles in: each file whole or not at all, a report before, a receipt after (EXCHANGE 6).

A file is copied to this computer first and judged there: by its signature, then by what it may say, then by what is
known here. Refused input changes nothing but the list of files looked at and the access log; a gap also teaches us
what its sender holds, which is the only way out when both sides were restored.
"""

import stat
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import get_args

from station_desk.bundles.envelope import check, glance, peek_state
from station_desk.bundles.frames import State
from station_desk.bundles.header import Header
from station_desk.bundles.identity import Identity
from station_desk.domain.exchange import (
    TAKEN,
    ImportAnswer,
    ImportedBundle,
    MissingBundle,
    ReceivedBundle,
    Result,
    short_code,
)
from station_desk.domain.progress import Cancelled, Progress, silent
from station_desk.domain.trouble import Fact, Trouble
from station_desk.machine.files import is_temporary
from station_desk.services.desk import Desk
from station_desk.services.erase import follow
from station_desk.services.exchange_apply import Arrival, Gap, apply, learn, note, only_looking
from station_desk.services.exchange_copy import LocalCopy, local_copy
from station_desk.services.exchange_keys import own_identity
from station_desk.services.exchange_out import export_one
from station_desk.services.exchange_signer import find_signer, key_warnings
from station_desk.services.rejoin import rejoin
from station_desk.store.given import load_asked, named_missing
from station_desk.store.journal_rows import known
from station_desk.store.peers import PeerRow, heard_from, load_peer, load_peers, load_received, missing_numbers
from station_desk.store.voices import Voice

_MOST_MISSING = 20
_ANSWERED = TAKEN | {"gap"}
"""The results after which the sender wants to know where we stand."""


@dataclass(frozen=True, slots=True)
class _Trusted:
    """Who we are and whom we trust, read once for all files."""

    identity: Identity
    peers: dict[str, PeerRow]
    at_hand: dict[str, set[int]]
    """The numbers of each sender that these files claim."""
    voices: defaultdict[str, list[Voice]] = field(default_factory=lambda: defaultdict(list))

    def key_of(self, code: str) -> bytes | None:
        own = self.identity.public
        if code == own.code:
            return own.sign_key
        return self.peers[code].sign_key if code in self.peers else None


@dataclass(frozen=True, slots=True)
class _Taken:
    """One file's answer, and the office that awaits a receipt for it."""

    answer: ImportedBundle
    awaits: str | None = None


def import_bundles(
    desk: Desk,
    files: Sequence[Path],
    dry_run: bool = False,
    receipt_to: Path | None = None,
    progress: Progress | None = None,
    beside: bool = False,
) -> ImportAnswer:
    """Take `files` in, those of one sender in the order of their numbers, and write a receipt for each sender.

    Each file is one transaction; what is wrong with one does not touch the others. The receipts go beside the first
    file or into `receipt_to`; a bundle that is itself nothing but a receipt gets none, unless its sender holds what is
    not here. `dry_run` only tells what would happen, each bundle after those of its sender before it. `beside`: each
    receipt beside the first file of its own sender, so that it goes back on the same stick.
    Troubles: read_only, disk_full, own_identity_damaged; `progress` may raise `Cancelled`: the file under way is as if
    it had not been touched, and where others were taken before it the answer says so (`stopped`), receipts written.
    """
    if desk.read_only:
        raise Trouble("read_only")
    order = sorted((_order(file), i) for i, file in enumerate(files))
    at_hand: dict[str, set[int]] = {}
    for (sender, number), _ in order:
        at_hand.setdefault(sender, set()).add(number)
    with desk.store.read() as conn:
        trusted = _Trusted(own_identity(desk), {peer.office: peer for peer in load_peers(conn)}, at_hand)
    tell = progress or silent
    taken: dict[int, _Taken] = {}
    stopped = False
    try:
        for _sender, group in groupby(enumerate(order), key=lambda one: one[1][0][0]):
            with only_looking(desk) if dry_run else nullcontext():
                for done, (_claim, i) in group:
                    taken[i] = _take_in(desk, trusted, files[i], dry_run, _share(tell, done, len(files)))
    except Cancelled:
        if not taken or dry_run:
            raise
        stopped = True
    answers = tuple(taken[i].answer for i in range(len(files)) if i in taken)
    trouble = next((answer.trouble for answer in answers if answer.trouble is not None), None)
    receipts: list[str] = []
    if not dry_run:
        if any(answer.result in TAKEN for answer in answers):
            rejoin(desk)
            follow(desk, came=any(kind.erased for answer in answers for kind in answer.kinds))
        awaiting: dict[str, Path] = {}
        for i in sorted(taken):
            office = taken[i].awaits
            if office:
                awaiting.setdefault(office, receipt_to or files[i if beside else 0].parent)
        receipts, failed = _write_receipts(desk, trusted.identity, awaiting)
        trouble = trouble or failed
    return ImportAnswer(answers, tuple(receipts), trouble, stopped)


def received(desk: Desk) -> list[ReceivedBundle]:
    """Every file that was looked at for taking in, refused ones included, newest first."""
    with desk.store.read() as conn:
        return load_received(conn)


def _order(file: Path) -> tuple[str, int]:
    """Sender and number as the file claims them: only to try the files of one sender in a sensible order."""
    with suppress(OSError, Trouble):
        if stat.S_ISREG(file.lstat().st_mode):
            with file.open("rb") as stream:
                outer = glance(stream, file.stat().st_size).outer
            return outer.sender, outer.number
    return "", 0


def _take_in(desk: Desk, trusted: _Trusted, file: Path, dry_run: bool, progress: Progress) -> _Taken:
    started = time.monotonic()
    path = str(file.absolute())
    copy: LocalCopy | None = None
    claimed: str | None = None
    try:
        with local_copy(desk, file) as copy:
            claimed = _claimed(copy, trusted)
            signer = find_signer(desk, trusted.peers, glance(copy.stream, copy.size).outer)
            checked = check(
                copy.stream, copy.size, desk.office.code, lambda code: signer.key if signer else trusted.key_of(code)
            )
            if signer is None:
                raise Trouble("bundle_rejected", reason="own")
            sender = signer.admit(desk, checked, dry_run=dry_run)
            peers = {**trusted.peers, sender.office: sender}
            voices = trusted.voices[sender.office]
            arrival = Arrival(path, copy, checked, sender, peers, trusted.identity, signer, voices)
            at_hand = trusted.at_hand.get(sender.office, set())
            answer = _apply_or_gap(desk, arrival, at_hand, dry_run, progress)
            trusted.peers[sender.office] = sender
            answer = replace(answer, warnings=(*key_warnings(signer), *_found_as(file), *answer.warnings))
            brings = checked.header.transactions or answer.files or _holds_more(desk, checked.header)
            awaits = brings and answer.result in _ANSWERED and not _asks_only(desk, sender.office, answer)
            return _Taken(answer, sender.office if awaits else None)
    except Trouble as trouble:
        if trouble.code not in _RESULTS:
            raise
        answer = _refused(path, trouble, copy, claimed, time.monotonic() - started)
        if not dry_run:
            note(desk, answer, copy.sha256 if copy else bytes(32), {"reason": trouble.facts.get("reason", "")})
        return _Taken(answer)


def _holds_more(desk: Desk, header: Header) -> bool:
    """Whether the sender holds what is not here, though it thinks that it has nothing to bring: this office went back to an
    old copy, and only its receipt can tell."""
    heads = {bytes.fromhex(head) for scope in header.scopes for head in scope.heads}
    with desk.store.read() as conn:
        return known(conn, heads) != heads


def _asks_only(desk: Desk, office: str, answer: ImportedBundle) -> bool:
    """Whether a bundle brought nothing new but the wish for certain bundles: a person gives these, and only these."""
    if answer.result != "duplicate" or answer.files:
        return False
    with desk.store.read() as conn:
        return bool(load_asked(conn, office).open)


_RESULTS: dict[str, Result] = {f"bundle_{result}": result for result in get_args(Result)} | {
    "exchange_file_unreadable": "corrupt",
    "bundle_key_revoked": "rejected",
    "bundle_key_old": "rejected",
    "bundle_key_person": "unknown_sender",
    "bundle_key_unknown": "unknown_sender",
}


def _apply_or_gap(desk: Desk, of: Arrival, at_hand: set[int], dry_run: bool, progress: Progress) -> ImportedBundle:
    gap = Gap()
    try:
        return apply(desk, of, gap, dry_run=dry_run, progress=progress)
    except Trouble as trouble:
        if trouble.code != "bundle_gap":
            raise
    state = peek_state(of.copy.stream, of.checked, of.identity)
    answer = _gap_answer(desk, of, gap, at_hand, state)
    if not dry_run:
        with desk.store.transaction():
            of.signer.keep(desk)
            learn(desk, of, state)
            named = [[one.number, one.made_at, one.code] for one in answer.missing_bundles]
            note(desk, answer, of.copy.sha256, {"missing": list(answer.missing), "named": named})
    return answer


def _gap_answer(desk: Desk, of: Arrival, gap: Gap, at_hand: set[int], state: State) -> ImportedBundle:
    """What is missing, in numbers and with their days where the sender tells them.

    A bundle that came, now or before, and could not be taken is not missing: it can be shown again.
    """
    header = of.checked.header
    told = {one.number: one for one in state.recent}
    with desk.store.read() as conn:
        heard = heard_from(load_received(conn, header.sender))
        before = named_missing(conn, header.sender)
    came = heard.refused | {number for number in at_hand if number <= header.number} | {header.number}
    numbers = [number for number in missing_numbers(heard.newest_taken, came) if number not in came]
    bundles = [
        MissingBundle(number, told[number].made_at, told[number].code)
        if number in told
        else MissingBundle(number, *before.get(number, (None, None)))
        for number in numbers
    ]
    facts: dict[str, Fact] = {"office": of.sender.name, "number": header.number, "file": Path(of.file).name}
    if numbers:
        trouble = Trouble("bundle_gap", missing=_in_words(numbers), days=_days(bundles), **facts)
    else:
        trouble = Trouble("bundle_gap_unnumbered", **facts)
    return ImportedBundle(
        file=of.file,
        result="gap",
        sender=header.sender,
        number=header.number,
        missing=tuple(numbers) or tuple(one.hex()[:8] for one in gap.missing[:_MOST_MISSING]),
        made_at=header.created,
        code=short_code(of.copy.sha256),
        missing_bundles=tuple(bundles),
        trouble=trouble,
    )


def _in_words(numbers: Sequence[int]) -> str:
    """`7、8`, and `1–149` where many follow each other."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs)


def _days(missing: Sequence[MissingBundle]) -> str:
    """The local days on which missing bundles were made, as far as a later one tells: ` (2026-11-03)`, the first and the
    last of several ` (2026-11-03 – 2026-11-10)`."""
    told = sorted({datetime.fromisoformat(one.made_at).astimezone().date() for one in missing if one.made_at})
    return f" ({' – '.join(map(str, dict.fromkeys((told[0], told[-1]))))})" if told else ""


def _refused(
    path: str, trouble: Trouble, copy: LocalCopy | None, claimed: str | None, seconds: float
) -> ImportedBundle:
    """The answer for a file of which nothing was taken. `claimed` is a trusted office that it names as its sender."""
    facts: dict[str, Fact] = {"office": claimed or "", "to": "", "sender": "", "needs": ""}
    code = trouble.code
    if code == "bundle_corrupt" and is_temporary(Path(path)):
        code = "bundle_unfinished"
    elif code == "bundle_wrong_recipient" and "to" not in trouble.facts:  # addressed to us, sealed to others
        code = "bundle_sealed_to_others"
    told = Trouble(code, **{**facts, **trouble.facts, "file": Path(path).name})
    return ImportedBundle(
        file=path,
        result=_RESULTS[trouble.code],
        sender=claimed,
        seconds=seconds,
        code=short_code(copy.sha256) if copy else None,
        trouble=told,
    )


def _found_as(file: Path) -> tuple[Trouble, ...]:
    """A whole bundle under a temporary name: its stick was pulled out before the last step. Its content counts."""
    return (Trouble("bundle_temporary_name", file=file.name),) if is_temporary(file) else ()


def _claimed(copy: LocalCopy, trusted: _Trusted) -> str | None:
    """The trusted office that the file names as its sender, if it names one."""
    with suppress(Trouble):
        sender = glance(copy.stream, copy.size).outer.sender
        return sender if sender in trusted.peers else None
    return None


def _write_receipts(desk: Desk, identity: Identity, awaiting: Mapping[str, Path]) -> tuple[list[str], Trouble | None]:
    """A return bundle for each office: what we hold, what is ours to tell it, and what its heads show it has lost.

    Where it cannot be written, what came in stays: Trouble receipt_not_written(office).
    """
    written: list[str] = []
    failed: Trouble | None = None
    for office, folder in awaiting.items():
        with desk.store.read() as conn:
            peer = load_peer(conn, office)
        if peer is None:
            continue
        try:
            written.append(export_one(desk, identity, peer, folder).file)
        except Trouble as trouble:
            failed = failed or Trouble("receipt_not_written", office=peer.name, reason=trouble.code)
    return written, failed


def _share(progress: Progress, i: int, n: int) -> Progress:
    """The progress of the `i`-th of `n` files within the whole, in thousandths of a file."""

    def told(done: int, total: int) -> None:
        progress(i * 1000 + 1000 * done // max(total, 1), n * 1000)

    return told
