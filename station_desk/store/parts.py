"""A bundle once more: exactly the part that it brought, and no more than its receiver needs with it (EXCHANGE 4).

The part of bundle n is what lies between what was held when bundle n-1 was made and what was held when bundle n was.
It is given with what came before it where the receiver is not known to have that; and with all that followed where only
that explains it: a body that was erased later, another office's transactions whose signed statement came later.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from station_desk.domain.trouble import Trouble
from station_desk.store.ancestry import Lacking, behind, lacking, nodes, vouched
from station_desk.store.given import Asked, foreign_in, graves, has_erased, heads_when_made
from station_desk.store.journal_rows import heads, known
from station_desk.store.outgoing import Outgoing, changes_by_kind
from station_desk.store.peers import Heads, PeerRow, load_statements

MAX_ALSO = 256
"""So many old heads are told of a scope at most."""


def part_again(
    conn: Connection, own: str, scopes: Iterable[str], peer: PeerRow, asked: Asked, number: int
) -> list[Outgoing]:
    """What the bundle `number` for `peer` brought, to be given again. `own`: our office.

    Raises Trouble bundle_never_made(number, office).
    """
    made, before, previous = heads_when_made(conn, peer.office, number)
    if made is None:
        raise Trouble("bundle_never_made", number=number, office=peer.name)
    at_hand = number in asked.numbers and previous is not None and previous not in asked.numbers
    base = before if at_hand or _covers(conn, peer.heads, before) else peer.heads
    ours = heads(conn)
    plans = []
    for scope in scopes:
        then, now = made.get(scope, []), ours.get(scope, [])
        part = _up_to(conn, then, lacking(conn, scope, then, base.get(scope, ())))
        if not _stands_alone(conn, own, scope, part):
            part = lacking(conn, scope, now, base.get(scope, ()))
        plans.append(Outgoing(scope, tuple(now), part, ends=tuple(then)))
    return plans


def also_held(plans: Iterable[Outgoing], old: Heads) -> list[Outgoing]:
    """The plans, with what was held at `old` times told along."""
    told = []
    for plan in plans:
        more = dict.fromkeys((*plan.ends, *old.get(plan.scope, ())))
        also = tuple(one for one in more if one not in plan.heads)[:MAX_ALSO]
        told.append(replace(plan, also=also))
    return told


def proven(conn: Connection, own: str, plans: Iterable[Outgoing], theirs: Heads) -> list[Outgoing]:
    """The plans, such that whoever cannot yet prove something in them is told what it lacks, or does not get it.

    A receiver is one office, and may be several computers: what one of them has told that it holds, another has perhaps
    never seen. Two things would then make it refuse the whole bundle. Other offices' transactions that no signed head which
    goes along covers: `lacking` names such a one behind told heads where clocks ran wild; it stays here. A body that is
    gone while the erasure does not go along: the erasure is named as something the bundle rests on.
    """
    return [_proven(conn, own, plan) if theirs.get(plan.scope) else plan for plan in plans]


def _proven(conn: Connection, own: str, plan: Outgoing) -> Outgoing:
    part = plan.lacking
    loose = _unproven(conn, own, plan.scope, part)
    if loose:
        part = _only(conn, part, set(part.hashes) - loose)
    there = {*part.hashes, *part.prereq}
    erased = [one for one in graves(conn, plan.scope, part.hashes) if one not in there]
    return replace(plan, lacking=replace(part, prereq=(*part.prereq, *erased)))


def _up_to(conn: Connection, then: Iterable[bytes], found: Lacking) -> Lacking:
    """Without what followed `then`."""
    return _only(conn, found, vouched(conn, then, set(found.hashes)))


def _only(conn: Connection, found: Lacking, kept: set[bytes]) -> Lacking:
    hashes = tuple(one for one in found.hashes if one in kept)
    rests_on = {parent for node in nodes(conn, hashes).values() for parent in node.parents if parent not in kept}
    return Lacking(hashes, tuple(sorted(rests_on)), sum(changes_by_kind(conn, hashes).values()), found.oldest_hlc)


def _covers(conn: Connection, told: Heads, before: Heads) -> bool:
    """Whether an office that holds `told` has all that lay behind `before`."""
    for scope, hashes in before.items():
        theirs = known(conn, told.get(scope, ()))
        if not set(hashes) <= behind(conn, theirs, hashes):
            return False
    return True


def _stands_alone(conn: Connection, own: str, scope: str, part: Lacking) -> bool:
    """Whether an importer can take the part without what followed it."""
    return not has_erased(conn, part.hashes) and not _unproven(conn, own, scope, part)


def _unproven(conn: Connection, own: str, scope: str, part: Lacking) -> set[bytes]:
    """Those transactions of other offices that no head which their writer has signed covers within the part."""
    foreign = foreign_in(conn, part.hashes, own)
    signed = _signed_heads(conn, scope) if foreign else {}
    among = set(part.hashes)
    return {one for office, found in foreign.items() for one in found - vouched(conn, signed.get(office, ()), among)}


def _signed_heads(conn: Connection, scope: str) -> dict[str, Sequence[bytes]]:
    """The heads that each office has signed for."""
    found: dict[str, list[bytes]] = {}
    for kept in load_statements(conn, [scope]):
        found.setdefault(kept.office, []).extend(bytes.fromhex(one) for one in json.loads(kept.body)["heads"])
    return {office: tuple(hashes) for office, hashes in found.items()}
