"""The paper beside the stick: the hand-over slip (移交单 F44) and the stamped receipt (收件回执单 F44B), DOMAIN 2.7.

A slip bears numbers and codes of bundles, not a serial of its own, and leaves no record that would have to travel: the
same bundles on the same day give the same bytes. That it was printed stands in the access log.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from station_desk.domain.exchange import ReceivedBundle
from station_desk.domain.paper import Numbering, Printed, SheetMark, office_tail
from station_desk.domain.paper_fields import blank_scope
from station_desk.domain.records import OfficeKind
from station_desk.domain.slips import (
    MOST_LINES,
    Fingerprints,
    HandedBundle,
    HandOver,
    Receipt,
    TakenBundle,
)
from station_desk.domain.trouble import Trouble
from station_desk.services.bundle_lookup import FoundBundle, find_bundles
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import fingerprint, peers
from station_desk.services.paper_plain import print_plain
from station_desk.services.witness import countersignature, signed_for
from station_desk.store.accounts import account_names
from station_desk.store.bulk import chunks
from station_desk.store.given import load_made, received_detail
from station_desk.store.outgoing import count_scope
from station_desk.store.peers import heard_from, load_received, load_sent

HANDOVER, RECEIPT = "F44", "F44B"


def print_slip(
    desk: Desk, texts: Sequence[str] = (), receiver: str | None = None, blank: int = 0, *, recorded: bool = True
) -> Printed:
    """Hand-over slips for bundles that were made here, one for each receiver; `blank` empty ones instead.

    Not `recorded`: only to be looked at.

    `texts` are numbers, codes, files or QR texts; without any, the newest bundle of each receiver (or of `receiver`).
    The first slip to an office bears both fingerprints. Troubles bundle_not_found(text), slip_nothing, form_broken.
    """
    if blank:
        return _blank(desk, HANDOVER, blank)
    chosen = _chosen(desk, texts, receiver)
    slips = [
        _hand_over(desk, office, part)
        for office, found in _by_office(chosen).items()
        for part in chunks(found, MOST_LINES)
    ]
    if not slips:
        raise Trouble("slip_nothing")
    return _print(desk, HANDOVER, slips, recorded=recorded)


def print_receipt(desk: Desk, texts: Sequence[str] = (), sender: str | None = None, blank: int = 0) -> Printed:
    """Receipt slips for bundles that were looked at here, one for each sender; `blank` empty ones instead.

    `texts` as `print_slip`; without any, what came on the newest day on which anything came (from `sender`). Troubles
    bundle_not_found(text), slip_nothing, form_broken.
    """
    if blank:
        return _blank(desk, RECEIPT, blank)
    taken = _looked_at(desk, texts, sender)
    slips = [_receipt(desk, office, part) for office, rows in taken.items() for part in chunks(rows, MOST_LINES)]
    if not slips:
        raise Trouble("slip_nothing")
    return _print(desk, RECEIPT, slips)


# --- what is printed -----------------------------------------------------------------------------------------------
def _chosen(desk: Desk, texts: Sequence[str], receiver: str | None) -> list[FoundBundle]:
    if texts:
        found: dict[tuple[str, str], FoundBundle] = {}
        for text in texts:
            ours = [one for one in find_bundles(desk, text) if one.way == "sent" and receiver in (None, one.office)]
            if not ours:
                raise Trouble("bundle_not_found", text=text[:40])
            found.update({(one.office, one.code): one for one in ours})
        return list(found.values())
    with desk.store.read() as conn:
        newest = {
            bundle.receiver: bundle for bundle in reversed(load_sent(conn)) if receiver in (None, bundle.receiver)
        }
        last = {one.receiver: one for one in load_made(conn)}
    codes = [last[office].code if office in last else bundle.code for office, bundle in newest.items()]
    return [one for code in codes for one in find_bundles(desk, code) if one.way == "sent"]


def _by_office(found: Iterable[FoundBundle]) -> dict[str, list[FoundBundle]]:
    offices: dict[str, list[FoundBundle]] = {}
    for one in sorted(found, key=lambda one: (one.office, one.number or 0, one.made_at or "")):
        offices.setdefault(one.office, []).append(one)
    return offices


def _hand_over(desk: Desk, office: str, found: Sequence[FoundBundle]) -> HandOver:
    with desk.store.read() as conn:
        sent = load_sent(conn, office)
        originals = {bundle.code for bundle in sent}
        first = min((bundle.number for bundle in sent), default=0)
    known = next((peer for peer in peers(desk) if peer.office == office), None)
    is_first = known is not None and any(one.number == first for one in found)
    witness = countersignature(desk) if desk.office.kind is OfficeKind.STATION else None
    return HandOver(
        sender=desk.office.code,
        sender_name=desk.office.name,
        receiver=office,
        receiver_name=found[0].name,
        day=desk.clock.today().isoformat(),
        bundles=tuple(
            HandedBundle(
                one.number or 0,
                one.code,
                _day(one.made_at),
                one.by,
                one.bytes,
                one.changes,
                one.kinds,
                again=one.code not in originals,
            )
            for one in found
        ),
        first=Fingerprints(fingerprint(desk), known.fingerprint) if known and is_first else None,
        confirmed=witness.line(_day(witness.at)) if witness else "",
    )


def _looked_at(desk: Desk, texts: Sequence[str], sender: str | None) -> dict[str, list[ReceivedBundle]]:
    with desk.store.read() as conn:
        rows = [one for one in load_received(conn, sender) if one.sender and one.code]
    newest = {(one.sender, one.code): one for one in reversed(rows)}
    if texts:
        keys = [
            (one.office, one.code)
            for text in texts
            for one in _received(desk, text)
            if sender in (None, one.office) and (one.office, one.code) in newest
        ]
    else:
        last = max((_day(one.at) for one in rows), default="")
        keys = [key for key, one in newest.items() if _day(one.at) == last]
    taken: dict[str, list[ReceivedBundle]] = {}
    for key in dict.fromkeys(keys):
        taken.setdefault(key[0], []).append(newest[key])
    return {office: sorted(found, key=lambda one: one.number or 0) for office, found in sorted(taken.items())}


def _received(desk: Desk, text: str) -> list[FoundBundle]:
    found = [one for one in find_bundles(desk, text) if one.way == "received"]
    if not found:
        raise Trouble("bundle_not_found", text=text[:40])
    return found


def _receipt(desk: Desk, office: str, rows: Sequence[ReceivedBundle]) -> Receipt:
    known = next((peer for peer in peers(desk) if peer.office == office), None)
    at_county = desk.office.kind is OfficeKind.COUNTY
    signed = signed_for(desk, office) if at_county else None
    with desk.store.read() as conn:
        everything = load_received(conn, office)
        heard = heard_from(everything)
        people = account_names(conn)
        scope = office if at_county else desk.office.code
        lines = tuple(
            TakenBundle(
                one.number,
                one.code,
                _day(one.made_at),
                _day(one.at),
                people.get(one.actor, ""),
                one.result,
                one.changes,
                received_detail(conn, office, one.code, one.result).missing if one.result == "gap" else (),
            )
            for one in rows
        )
        transactions, _changes = count_scope(conn, scope)
    oldest = min((one.number for one in everything if one.number), default=0)
    is_first = any(one.number == oldest for one in rows)
    return Receipt(
        receiver=desk.office.code,
        receiver_name=desk.office.name,
        sender=office,
        sender_name=known.name if known else office,
        day=desk.clock.today().isoformat(),
        bundles=lines,
        upto=heard.newest_taken,
        transactions=signed.behind if signed else transactions,
        missing=heard.gaps,
        head="、".join(signed.heads) if signed else "",
        signature=signed.signature if signed else "",
        signed_at=_day(signed.at) if signed else "",
        first=Fingerprints(fingerprint(desk), known.fingerprint) if known and is_first else None,
    )


def _day(instant: str | None) -> str:
    """The local day of a UTC instant as ISO text."""
    return datetime.fromisoformat(instant).astimezone().date().isoformat() if instant else ""


# --- printing ------------------------------------------------------------------------------------------------------
def _print(desk: Desk, code: str, slips: Sequence[HandOver] | Sequence[Receipt], *, recorded: bool = True) -> Printed:
    marks = [SheetMark(_number(one), one.content) for one in slips]
    printed = print_plain(desk, code, [one.scope() for one in slips], _numbering(marks))
    if recorded and not desk.read_only:
        desk.store.access(desk.account.id, "print", code, " ".join(mark.serial for mark in marks)[:200])
    return printed


def _blank(desk: Desk, code: str, copies: int) -> Printed:
    """Empty slips know only their own office; their code names no bundle."""
    own = desk.office
    side = "交出单位" if code == HANDOVER else "收件单位"
    subject = "handover" if code == HANDOVER else "receipt"
    mark = SheetMark(f"{office_tail(own.code)}-{code}", f"{code}:{own.code}".upper())
    empty = blank_scope(subject, 单位=own.name, **{side: own.name})  # type: ignore[arg-type]
    return print_plain(desk, code, [empty] * copies, lambda _index, _page: mark)


def _number(slip: HandOver | Receipt) -> str:
    """`371602009-371602-0153`, and `…-0153~0155` for several."""
    numbers = sorted(one.number or 0 for one in slip.bundles)
    span = f"{numbers[0]:04d}" + (f"~{numbers[-1]:04d}" if len(numbers) > 1 else "")
    return f"{slip.sender}-{slip.receiver}-{span}"


def _numbering(marks: Sequence[SheetMark]) -> Numbering:
    """The mark of the slip to which a page belongs: a slip begins where a page is its first."""
    begins: list[int] = []

    def mark(index: int, page: int) -> SheetMark:
        first = index - page + 1
        if first not in begins:
            begins.append(first)
        return marks[begins.index(first)]

    return mark
