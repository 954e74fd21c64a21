"""Signed bundles that would fill the memory: what one transaction holds, and what a merge keeps back, is bounded."""

import os
import tracemalloc

import pytest

from station_desk.bundles import frames
from station_desk.domain.journal import Change, Op, body_hash
from station_desk.domain.trouble import Trouble
from station_desk.services import exchange
from tests.bundles import samples
from tests.bundles.samples import change, frame, txn, wire
from tests.services.exchange_desks import Pair
from tests.services.test_exchange_hostile import signed_by

MIB = 1 << 20


def long(body: str, rid: str, op: Op = "c", ent: str = "patrol") -> Change:
    """A change with this body, whatever it is."""
    return Change(ent, rid, op, body, bytes(16), body_hash(bytes(16), body))


def spread(each: int, count: int) -> bytes:
    """A signed bundle of one transaction whose every change stands in a frame of its own."""
    whole = wire(txn([long(f'{{"km":"{"7" * each}"}}', f"{i:032x}") for i in range(count)]))
    changes = list(whole[12])  # type: ignore[call-overload]
    body = [*samples.START, frame(3, [[*whole[:12], changes[:1]]]), *(frame(4, [one]) for one in changes[1:])]
    return samples.forged([*body, samples.trailer(body, 1, count)], 1, count)


def test_a_transaction_over_many_frames_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is in memory as a whole before its hash is known: 20 MB of ciphertext may say four thousand million bytes."""
    monkeypatch.setattr(frames, "MAX_TRANSACTION", 4000)
    assert len(samples.opened(spread(500, 6)).txns) == 1
    with pytest.raises(Trouble) as refused:
        samples.opened(spread(500, 9))
    assert refused.value.facts["reason"] == "a transaction without bounds"


def test_what_an_import_keeps_back_is_no_longer_for_long_bodies(pair: Pair) -> None:
    """Tombstones are done at the end: the long changes that stand beside them do not wait with them. Nor do long texts
    wait until there are many of them."""
    txns, parents = [], list[bytes]()
    text = "甲" * 190_000
    rid = "f" * 32
    for n in range(1, 41):
        changes = [
            long(f'{{"km":"{os.urandom(8000).hex()}{"7" * MIB}"}}', f"{n:032x}"),
            change("x", "person", "9" * 32, {}),
        ]
        changes.append(
            change("c", "rubric_file", rid, {"title": "一"})
            if n == 1
            else change("u", "rubric_file", rid, {"body": [text, 0, 0, ""]})
        )
        txns.append(txn(changes, parents, n=n, hlc=1_795_000_000_000 + n))
        parents = [txns[-1].hash]
    file = signed_by(pair, txns)
    del txns
    tracemalloc.start()
    try:
        answer = exchange.import_bundles(pair.county, [file]).bundles[0]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (answer.result, answer.transactions) == ("applied", 40)
    assert peak < 110 * MIB, peak // MIB  # it was 156, and 80 with both mends
