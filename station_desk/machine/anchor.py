"""The anchor: outside the database, what it had last committed, so that lost commits are noticed (RELIABILITY 0.2).

Written twice after every save with a MAC whose key comes from the data key.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine.files import write_twice
from station_desk.machine.home import Home
from station_desk.machine.sealing import derived_key


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the database was: number of own transactions, heads of each scope, head of the access log, and when."""

    sequence: int
    heads: Mapping[str, Sequence[bytes]]
    access_head: bytes
    at: str


def write(home: Home, anchor: Anchor, dek: bytes) -> None:
    """Put the anchor at both places, flushed. Raises OSError."""
    body = {
        "sequence": anchor.sequence,
        "heads": {scope: sorted(h.hex() for h in hashes) for scope, hashes in sorted(anchor.heads.items())},
        "access_head": anchor.access_head.hex(),
        "at": anchor.at,
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    data = json.dumps({"anchor": text, "mac": _mac(dek, text)}, ensure_ascii=False).encode()
    write_twice(home.anchor_a, home.anchor_b, data)


def read(home: Home, dek: bytes) -> Anchor | None:
    """The newest anchor that is whole; None where there never was one. Trouble anchor_damaged when none is whole."""
    files = [file for file in (home.anchor_a, home.anchor_b) if file.exists()]
    whole = [anchor for file in files if (anchor := _read(file, dek)) is not None]
    if files and not whole:
        raise Trouble("anchor_damaged")
    return max(whole, key=lambda anchor: (anchor.sequence, anchor.at), default=None)


def _mac(dek: bytes, text: str) -> str:
    return hmac.new(derived_key(dek, b"anchor"), text.encode(), hashlib.sha256).hexdigest()


def _read(file: Path, dek: bytes) -> Anchor | None:
    try:
        outer = json.loads(file.read_bytes())
        text, mac = str(outer["anchor"]), str(outer["mac"])
        if not hmac.compare_digest(mac.encode(), _mac(dek, text).encode()):
            return None
        body = json.loads(text)
        heads = {scope: [bytes.fromhex(h) for h in hashes] for scope, hashes in body["heads"].items()}
        return Anchor(int(body["sequence"]), heads, bytes.fromhex(body["access_head"]), str(body["at"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
