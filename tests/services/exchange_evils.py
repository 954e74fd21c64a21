"""Hostile bundles by the hundred, every one validly signed by an enrolled station and sealed to the county.

A table of evils times the places where they can stand: each element of a transaction and of a change, each field of the
header, the order and lengths of frames, compression and encryption, the graph, who may say what, the values of fields.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any, Literal

import msgspec
import pyrage
import zstandard

from station_desk.bundles.frames import SignedStatement
from station_desk.bundles.header import MAGIC, ScopeHead, encode_header
from station_desk.bundles.statement import make_statement
from station_desk.domain.journal import SUITE, Change, Txn
from tests.bundles import samples
from tests.bundles.samples import START, change, forged, frame, header, sealed, signed, trailer, txn, wire

Fate = Literal["refused", "listed"]
"""Refused: nothing of it is kept. Listed: the journal keeps it, no row shows it."""

Vector = tuple[str, bytes, Fate]

IN_2099 = 4_070_908_800_000
_DEEP: list[Any] = []
for _ in range(200):
    _DEEP = [_DEEP]

EVILS: dict[str, Any] = {
    "nothing": None,
    "negative": -1,
    "beyond 64 bits unsigned": 2**64 - 1,
    "empty": "",
    "long": "甲" * 70_000,
    "list": [1, 2],
    "map": {"a": 1},
    "fraction": 3.5,
    "truth": True,
    "bytes": b"\0" * 40,
    "deep": _DEEP,
    "slashes": "../../etc\0\n",
}
"""What can stand where something else belongs."""

NO_TIMES = (
    "----------",
    "2026-11-22",
    "2026-11-22T01:00:00Z",
    "2026-13-45T01:00:00.000Z",
    "2026-02-30T01:00:00.000Z",
    "2026-11-22T25:00:00.000Z",
    "0000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "2026-11-22T01:00:00.000Z\n",
)
"""What looks like an instant and is none: screens and paper say instants in words."""

TXN = ("hash", "scope", "office", "rep", "n", "hlc", "actor", "action", "run", "sv", "parents", "n_changes", "changes")
CHANGE = ("op", "ent", "rid", "local", "body", "salt", "body_hash")
_HARMLESS = {
    ("run", "nothing"),
    ("run", "empty"),
    ("actor", "empty"),
    ("action", "empty"),
    ("run", "slashes"),
    ("actor", "slashes"),
    ("action", "slashes"),
    ("local", "truth"),
    ("body_hash", "nothing"),
    ("app", "empty"),
    ("fmt", "beyond 64 bits unsigned"),
}
"""Allowed there, and of no consequence: words, shown as they are and never obeyed; a later format that we may read."""


def hash_of(one: Sequence[Any]) -> bytes:
    """The hash of a transaction as it travels, whatever stands in it."""
    _, scope, office, rep, n, hlc, actor, action, run, sv, parents, _, changes = one
    head = [SUITE, scope, office, rep, n, hlc, actor, action, run, sv, sorted(p.hex() for p in parents)]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    parts = [b"station-desk txn 1\0", len(text).to_bytes(4, "big"), text]
    for op, ent, rid, local, body, salt, body_hash in changes:
        parts.append(f"{op}\x1f{ent}\x1f{rid}\x1f{int(local)}\x1f".encode())
        parts.append(body_hash if body is None else hashlib.sha256(salt + body.encode()).digest())
    return hashlib.sha256(b"".join(parts)).digest()


def bundle_of(txns: Sequence[Any], changes: int, **told: Any) -> bytes:
    """A signed bundle of transactions as they are given."""
    body = [*START, frame(3, list(txns))]
    return forged([*body, trailer(body, len(txns), changes)], len(txns), changes, **told)


def honest(parents: Sequence[bytes]) -> list[Any]:
    """A transaction that would be taken in."""
    return list(wire(txn([change(), change()], parents)))


def with_evil_elements(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Every evil in every element of a transaction and of a change, with the hash that belongs to it where it has one."""
    for evil, bad in EVILS.items():
        for place, name in enumerate(TXN):
            if (name, evil) not in _HARMLESS:
                one = honest(parents)
                one[place] = bad
                one = one if name == "hash" else _rehashed(one)
                yield f"{evil} as {name} of a transaction", bundle_of([one], 2), "refused"
        for place, name in enumerate(CHANGE):
            if (name, evil) not in _HARMLESS:
                one = honest(parents)
                first = list(one[12][0])
                first[place] = bad
                one[11:] = [1, [first]]
                fate: Fate = "listed" if name == "body" and isinstance(bad, str) else "refused"
                yield f"{evil} as {name} of a change", bundle_of([_rehashed(one)], 1), fate


def _rehashed(one: list[Any]) -> list[Any]:
    try:
        right = hash_of(one)
    except (TypeError, AttributeError, ValueError):
        return one
    return [right, *one[1:]]


def with_evil_headers(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Every evil in every field of the header."""
    body = [*START, frame(3, [honest(parents)])]
    frames = [*body, trailer(body, 1, 2)]
    plain: dict[str, Any] = json.loads(
        msgspec.json.encode(
            header(
                plain_size=sum(map(len, frames)),
                transactions=1,
                changes=2,
                scopes=[ScopeHead("371602009", 1, 2, [], [])],
            )
        )
    )
    for evil, bad in EVILS.items():
        for name in plain:
            if not isinstance(bad, bytes) and (name, evil) not in _HARMLESS:
                yield f"{evil} as {name} of the header", _outside(plain | {name: bad}, frames), "refused"
    for name in plain:
        yield f"no {name} in the header", _outside({k: v for k, v in plain.items() if k != name}, frames), "refused"
    scope = plain["scopes"][0]
    for name, bad in (("transactions", 2), ("changes", 1), ("heads", ["zz"]), ("prereq", ["0" * 63]), ("scope", "*")):
        yield f"wrong {name} of a scope", _outside(plain | {"scopes": [scope | {name: bad}]}, frames), "refused"
    yield "a scope twice", _outside(plain | {"scopes": [scope, scope]}, frames), "refused"
    yield "a field too many", _outside(plain | {"more": 1}, frames), "refused"
    spaced = json.dumps(plain, ensure_ascii=False).encode()
    yield "a header with blanks", _signed(spaced, frames), "refused"
    yield "a field told twice", _signed(spaced.replace(b'"fmt": 1', b'"fmt": 1, "fmt": 1'), frames), "refused"
    yield "a header that is no JSON", _signed(b"\xff\xfe", frames), "refused"
    compact = json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()
    yield "a header nested without end", _signed(compact[:-1] + b',"x":' + b"[" * 30_000, frames), "refused"
    nested = b',"x":' + b"[" * 30_000 + b"]" * 30_000 + b"}"
    yield "a header nested thirty thousand deep", _signed(compact[:-1] + nested, frames), "refused"
    for bad in (0, 10**9):
        yield f"{bad} as a number", _outside(plain | {"number": bad}, frames), "refused"
    for bad in NO_TIMES:
        yield f"made at {bad!r}", _outside(plain | {"created": bad}, frames), "refused"


def _outside(fields: dict[str, Any], frames: Sequence[bytes]) -> bytes:
    return _signed(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode(), frames)


def _signed(text: bytes, frames: Sequence[bytes]) -> bytes:
    return signed(samples.STATION, MAGIC + len(text).to_bytes(4, "big") + text, sealed(frames))


def with_evil_frames(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Frames that are missing, doubled, out of order, longer than they say, or of another make."""
    state, statements = START
    block = frame(3, [honest(parents)])
    right = [state, statements, block]
    end = trailer(right, 1, 2)
    orders: dict[str, list[bytes]] = {
        "no state": [statements, block],
        "no statements": [state, block],
        "the state twice": [state, state, statements, block],
        "statements twice": [state, statements, statements, block],
        "statements first": [statements, state, block],
        "the state last": [statements, block, state],
        "transactions first": [block, state, statements],
        "a continuation of nothing": [*right, frame(4, [])],
        "a frame of type 0": [*right, frame(0, b"")],
        "a frame of type 77": [*right, frame(77, b"")],
        "an empty frame of transactions": [state, statements, frame(3, b"")],
        "transactions that are a map": [state, statements, frame(3, {"a": 1})],
        "transactions that are a number": [state, statements, frame(3, 7)],
        "two values in one frame": [state, statements, frame(3, msgspec.msgpack.encode([]) * 2)],
        "an array of four thousand million": [state, statements, frame(3, b"\xdd\xff\xff\xff\xff")],
        "a text of four thousand million": [state, statements, frame(3, b"\xdb\xff\xff\xff\xff")],
        "text that is not UTF-8": [state, statements, frame(3, b"\x91\x9d\xc4\x20" + bytes(32) + b"\xa3\xff\xfe\xc0")],
        "a foreign msgpack extension": [state, statements, frame(3, b"\xc7\x01\x05\x00")],
        "a thousand arrays in each other": [state, statements, frame(3, b"\x91" * 100_000 + b"\xc0")],
        "a state of the wrong shape": [frame(1, [[], 0]), statements, block],
        "a state with a short hash": [frame(1, [[], 0, b"\0" * 31]), statements, block],
        "statements of the wrong shape": [state, frame(2, [["a"]]), block],
        "a number taken that no office reaches": [frame(1, [[], 10**9, bytes(32)]), statements, block],
        "a number asked for that no office reaches": [state, statements, frame(129, [10**9]), block],
        "asked for twice": [state, statements, frame(129, [1]), frame(129, [1]), block],
        "held twice": [state, statements, frame(130, []), frame(130, []), block],
        "a thousand statements": [
            state,
            frame(2, [["371602009", "371602009", "2026", "{}", b"\0" * 64]] * 1000),
            block,
        ],
        "asked for after the transactions": [*right, frame(129, [1])],
        "held before the statements": [state, frame(130, []), statements, block],
        "a bundle named by no code": [
            frame(1, [[[1, "2026-11-22T01:00:00.000Z", "../../x"]], 0, bytes(32)]),
            *right[1:],
        ],
        "a transaction that does not end": [state, statements, frame(3, [[*honest(parents)[:11], 5, []]])],
    }
    for bad in NO_TIMES:
        orders[f"a bundle named of {bad!r}"] = [frame(1, [[[1, bad, "5B0E-19"]], 0, bytes(32)]), *right[1:]]
    for name, frames in orders.items():
        yield name, forged([*frames, trailer(frames, 1, 2)], 1, 2), "refused"
    endings: dict[str, list[bytes]] = {
        "no trailer": right,
        "the trailer twice": [*right, end, end],
        "something after the trailer": [*right, end, frame(200, b"x")],
        "a byte after the trailer": [*right, end, b"\0"],
        "a trailer that counts too few": [*right, trailer(right, 0, 2)],
        "a trailer that counts too many": [*right, trailer(right, 1, 3)],
        "a trailer of other frames": [*right, trailer([*right, b""], 1, 2)],
        "a frame that says it is longer": [*right, (1000).to_bytes(4, "big") + b"\x7f" + end[5:]],
        "a frame of four thousand million": [*right, b"\xff\xff\xff\xff\x03"],
        "half a frame's head": [*right, b"\0\0"],
    }
    for name, frames in endings.items():
        yield name, forged(frames, 1, 2), "refused"


def with_evil_seals(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Bombs, foreign keys, streams that are cut or go on."""
    body = [*START, frame(3, [honest(parents)])]
    frames = [*body, trailer(body, 1, 2)]
    scopes = [ScopeHead("371602009", 1, 2, [], [])]
    plain = sum(map(len, frames))
    fits: dict[str, Any] = {"transactions": 1, "changes": 2, "scopes": scopes, "plain_size": plain}

    def put(ciphertext: bytes, **told: Any) -> bytes:
        return signed(samples.STATION, encode_header(header(**fits | told)), ciphertext)

    whole = sealed(frames)
    for cut in (0, 1, 20, 100, 200, len(whole) // 2, len(whole) - 1):
        yield f"a ciphertext of {cut} bytes", put(whole[:cut]), "refused"
    for at in (0, 30, 90, 150, 200, len(whole) // 2, len(whole) - 2):
        flipped = whole[:at] + bytes((whole[at] ^ 1,)) + whole[at + 1 :]
        yield f"a ciphertext damaged at {at} before it was signed", put(flipped), "refused"
    yield "a ciphertext that goes on", put(whole + b"more"), "refused"
    yield "an age header without end", put(b"age-encryption.org/v1\n" + b"-> grease x\n\n" * 100_000), "refused"
    yield "an age header of one long line", put(b"age-encryption.org/v1\n-> X25519 " + b"A" * 10**6), "refused"
    yield "two ciphertexts", put(whole + whole), "refused"
    yield "sealed to a stranger", put(sealed(frames, samples.STRANGER)), "refused"
    for name, size in (("one byte shorter", plain - 1), ("one byte longer", plain + 1), ("nothing", 0)):
        yield f"said to be {name}", put(whole, plain_size=size), "refused"
    for mib in (1, 16, 64, 128):
        bomb = [*START, *[frame(200, bytes((1 << 20) - 5))] * mib]
        yield f"a bomb of {mib} MiB that says what it is", forged(bomb), "refused"
        yield f"a bomb of {mib} MiB that says 50 KB", forged(bomb, plain_size=50_000), "refused"
    for name, pressed in _presses(b"".join(frames)):
        yield name, put(_encrypted(pressed)), "refused"


def _presses(plain: bytes) -> Iterator[tuple[str, bytes]]:
    """Payloads that zstd should not be made to open."""
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    press = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    yield "a window of 128 MiB", press.compress(plain) + press.flush()
    good = zstandard.ZstdCompressor(level=3).compress(plain)
    yield "no compression at all", plain
    yield "half a zstd frame", good[: len(good) // 2]
    yield "another magic", b"\x1f\x8b" + good[2:]
    yield "a skippable frame alone", b"\x50\x2a\x4d\x18\x04\x00\x00\x00abcd"
    yield "nothing inside", b""


def _encrypted(pressed: bytes) -> bytes:
    key = pyrage.x25519.Recipient.from_str(samples.COUNTY.public.seal_key)
    return bytes(pyrage.encrypt(pressed, [key]))


def with_evil_graphs(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Parents that are not there or too many, and who writes in whose name."""

    def of(*txns: Txn, statements: Sequence[SignedStatement] = (), scope: str = "371602009") -> bytes:
        count, changes = len(txns), sum(len(one.changes) for one in txns)
        body = [START[0], frame(2, list(statements)), frame(3, [wire(one) for one in txns])]
        told = [ScopeHead(scope, count, changes, [], [])]
        return forged([*body, trailer(body, count, changes)], count, changes, scopes=told)

    first = txn([change()], parents)
    second = txn([change()], [first.hash], n=2)
    yield "an absent parent", of(txn([change()], [b"\7" * 32])), "refused"
    yield "an absent parent beside a known one", of(txn([change()], [*parents, b"\7" * 32])), "refused"
    yield "a child before its parent", of(second, first), "refused"
    yield "three hundred parents", of(txn([change()], [bytes((i % 256, i // 256)) * 16 for i in range(300)])), "refused"
    yield "the county's name without its word", of(txn([change("c", "village")], parents, office="371602")), "refused"
    county = txn([change("c", "village")], parents, office="371602")
    told = make_statement(samples.STATION, "371602009", "2026-11-22T01:00:00.000Z", [county.hash], 1, 1, bytes(32))
    borrowed = SignedStatement("371602", told.scope, told.at, told.body, told.signature)
    yield "the county's name with the station's word", of(county, statements=[told]), "refused"
    yield "the county's name with a borrowed word", of(county, statements=[borrowed]), "refused"
    yield "an office that nobody knows", of(txn([change()], parents, office="999999")), "refused"
    for scope in ("371602010", "all", "371602", "999999"):
        yield f"the scope {scope}", of(txn([change()], scope=scope), scope=scope), "refused"
    yield "another scope than the header's", of(txn([change()], scope="371602010")), "refused"
    bare = Change("person", "f" * 32, "c", None, None, bytes(32))
    many = [txn([change()], parents, n=2, hlc=IN_2099 + i) for i in range(2000)]
    yield "two thousand branches from one point", of(*many), "refused"
    yield "a body that is not there", of(txn([bare], parents)), "refused"
    home = Change("person", "f" * 32, "c", None, None, bytes(32), True)
    yield "a record that stays at home", of(txn([home], parents)), "refused"
    yield "a transaction before the first", of(txn([change()], parents, n=0)), "refused"
    known = "a" * 32
    yield "a tombstone with words", of(txn([change("x", "person", known, {"name": "坏"})], parents)), "refused"
    for here in (False, True):
        stone = Change("person", known, "x", None, None, bytes(32), here)
        yield f"a tombstone without a body, at home {here}", of(txn([stone], parents)), "refused"
    over = change("u", "person", "a" * 32, {"name": ["坏", 1, 1, "ab" * 32]})
    yield "a write over one that nobody knows", of(txn([over], parents)), "refused"


def with_evil_values(parents: Sequence[bytes]) -> Iterator[Vector]:
    """Values that no row may show, in the record of the honest bundle and in new ones."""
    bodies: dict[str, Any] = {
        "a number as a name": {"name": [7, 0, 0, ""]},
        "a truth as a name": {"name": [True, 0, 0, ""]},
        "a list as a name": {"name": [["a"], 0, 0, ""]},
        "a fraction as a name": {"name": [1.5, 0, 0, ""]},
        "a name of four thousand and one": {"name": ["甲" * 4001, 0, 0, ""]},
        "a day that there is not": {"birth": ["1990-02-30", 0, 0, ""]},
        "a word as a day": {"birth": ["生日", 0, 0, ""]},
        "half struck out": {"deleted": [2, 0, 0, ""]},
        "neither struck out nor not": {"deleted": [None, 0, 0, ""]},
        "an integer beyond 64 bits": {"name": [2**70, 0, 0, ""]},
        "a value without its clock": {"name": "坏"},
        "a clock that is a word": {"name": ["坏", "1", 0, ""]},
        "a hash that is none": {"name": ["坏", 0, 0, "xyz"]},
        "three elements": {"name": ["坏", 0, 0]},
        "five elements": {"name": ["坏", 0, 0, "", 1]},
        "a list as a body": [1],
        "a word as a body": "坏",
        "nothing as a body": None,
        "a field of a column of ours": {"txh": ["坏", 0, 0, ""]},
        "a field that is SQL": {'name" = 1; --': ["坏", 0, 0, ""]},
        "a field without a name": {"": ["坏", 0, 0, ""]},
        "a scope as a field": {"scope": ["371602010", 0, 0, ""]},
    }
    for name, body in bodies.items():
        one = txn([change("u", "person", "a" * 32, body)], parents)
        yield f"update: {name}", bundle_of([wire(one)], 1), "listed"
    whole = {name: body for name, body in bodies.items() if isinstance(body, dict) and set(body) == {"name"}}
    for ent in ("person", "term", "village", "sheet"):
        one = txn([change("u", ent, "9" * 32, {"deleted": [1, 0, 0, ""]})], parents)
        yield f"update of a {ent} that is not there", bundle_of([wire(one)], 1), "listed"
    for name, body in whole.items():
        values = {field: told[0] if isinstance(told, list) else [told] for field, told in body.items()}
        one = txn([change("c", "person", "8" * 32, values | {"deleted": 7})], parents)
        yield f"creation: {name}", bundle_of([wire(one)], 1), "listed"
    unnamed = txn([change("c", "person", "8" * 32, {"name": "坏", "": "坏"})], parents)
    yield "a creation with a field without a name", bundle_of([wire(unnamed)], 1), "listed"
    crowd: dict[str, Any] = {f"f{i}": 1 for i in range(513)}
    for one in (
        txn([change("c", "person", "8" * 32, {"name": "坏"} | crowd)], parents),
        txn([change("u", "person", "a" * 32, {name: [1, 0, 0, ""] for name in crowd})], parents),
    ):
        yield f"a {one.changes[0].op} of five hundred fields that nobody knows", bundle_of([wire(one)], 1), "listed"
    stone = txn([change("x", "person", "9" * 32, {})], parents)
    yield "a tombstone for nobody", bundle_of([wire(stone)], 1), "listed"
    for ent in ("patrol", "resident"):
        one = txn([change("c", ent, "8" * 32, {"name": "坏"})], parents)
        yield f"a kind of record {ent}", bundle_of([wire(one)], 1), "listed"


def vectors(parents: Sequence[bytes]) -> Iterator[Vector]:
    """All of them; `parents` are what the county holds, so that nothing is refused for want of them."""
    for table in (
        with_evil_elements,
        with_evil_headers,
        with_evil_frames,
        with_evil_seals,
        with_evil_graphs,
        with_evil_values,
    ):
        yield from table(parents)


def first_bundle() -> tuple[bytes, Txn]:
    """An honest bundle to begin with: one person whom the others try to change."""
    one = txn([change("c", "person", "a" * 32, {"name": "甲某", "birth": "1985-03"})])
    return bundle_of([wire(one)], 1), one
