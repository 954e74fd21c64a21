"""Checks and reads the files of packaging/FORMAT.md without the program (needs cryptography, pyrage, zstandard, msgspec).

    python bundle_reader.py identity OFFICE.sdk
    python bundle_reader.py verify BUNDLE.sdb SENDER.sdk
    python bundle_reader.py read BUNDLE.sdb SENDER.sdk AGE_SECRET_KEY_FILE
    python bundle_reader.py files BUNDLE.sdb SENDER.sdk AGE_SECRET_KEY_FILE FOLDER

Exit status 0: good; 1: not. For examiners and for the day when the program is gone.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAGIC = b"SDB1\n"
MOST_CONTENT = 5 << 20


class Bad(Exception):
    """The file is not what it should be."""


def check_signature(key: str, signature: bytes, message: bytes) -> None:
    """Raises Bad."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, message)
    except InvalidSignature as error:
        raise Bad("signature") from error


def identity(data: bytes) -> dict[str, Any]:
    """A public identity, checked. Raises Bad."""
    told: dict[str, Any] = json.loads(data)
    unsigned = json.dumps({**told, "signature": ""}, ensure_ascii=False, indent=1) + "\n"
    check_signature(
        told["sign_key"], bytes.fromhex(told["signature"]), b"station-desk identity file 1\0" + unsigned.encode()
    )
    return told


def fingerprint(told: dict[str, Any]) -> str:
    """Eight groups of four digits."""
    text = json.dumps([told["suite"], told["code"], told["kind"], told["sign_key"], told["seal_key"]])
    number = int.from_bytes(hashlib.sha256(b"station-desk fingerprint 1\0" + text.encode()).digest(), "big") % 10**32
    return " ".join(f"{number:032d}"[i : i + 4] for i in range(0, 32, 4))


def split(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Header and ciphertext, nothing proven. Raises Bad."""
    length = int.from_bytes(data[5:9], "big")
    if not data.startswith(MAGIC) or length > 65536 or 9 + length + 64 > len(data):
        raise Bad("outer form")
    header: dict[str, Any] = json.loads(data[9 : 9 + length])
    return header, data[9 + length : -64]


def follow(header: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
    """The sender's identity of today: its planned changes of keys in `header` followed from the one that is known."""
    left = set()
    while step := next((new for one in header.get("keys", []) if (new := successor(one, sender, header["to"]))), None):
        left.add(sender["sign_key"])
        if step["sign_key"] in left:
            break
        sender = step
    return sender


def successor(one: dict[str, str], sender: dict[str, Any], to: str) -> dict[str, Any] | None:
    """The identity that a statement about keys makes of `sender`; None where it is not about these keys, or forged."""
    told = json.loads(one["body"])
    named = (told["form"], told["office"], told["by"], told["to"], told["why"], told["old_key"])
    if named != ("station-desk key change 1", sender["code"], sender["code"], to, "planned", sender["sign_key"]):
        return None
    try:
        text = b"station-desk key change 1\0" + one["body"].encode()
        check_signature(sender["sign_key"], bytes.fromhex(one["signature"]), text)
        new = identity(told["identity"].encode())
    except Bad:
        return None
    return new if (new["code"], new["kind"]) == (sender["code"], sender["kind"]) else None


def verify(data: bytes, sender: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Header and ciphertext of a bundle that `sender` signed, or signs under keys that it has changed to. Raises Bad."""
    header, ciphertext = split(data)
    sender = follow(header, sender)
    check_signature(sender["sign_key"], data[-64:], hashlib.sha256(b"station-desk bundle 1\0" + data[:-64]).digest())
    if header["from"] != sender["code"] or header["suite"] != 1 or header["min_reader"] != 1:
        raise Bad("header")
    return header, ciphertext


def payload(header: dict[str, Any], ciphertext: bytes, secret: str) -> bytes:
    """The payload, no longer than the header says. Raises Bad."""
    if not ciphertext.startswith(b"age-encryption.org/v1\n") or b"\n--- " not in ciphertext[:16384]:
        raise Bad("age header")
    packed = pyrage.decrypt(ciphertext, [pyrage.x25519.Identity.from_str(secret)])
    opener = zstandard.ZstdDecompressor(max_window_size=8 << 20).decompressobj(read_across_frames=True)
    plain = bytearray()
    for at in range(0, len(packed), 1024):
        plain += opener.decompress(packed[at : at + 1024])
        if len(plain) > header["plain_size"]:
            raise Bad("longer than declared")
    if len(plain) != header["plain_size"]:
        raise Bad("shorter than declared")
    return bytes(plain)


def frames(plain: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(type, msgpack, frame as it stands). Raises Bad."""
    at = 0
    while at < len(plain):
        length = int.from_bytes(plain[at : at + 4], "big")
        end = at + 5 + length
        if length > 8 << 20 or end > len(plain):
            raise Bad("frame")
        yield plain[at + 4], plain[at + 5 : end], plain[at:end]
        at = end


def check_order(kinds: list[int]) -> None:
    """State, statements, transactions, contents, trailer; what may be passed over, anywhere before the trailer. Raises Bad."""
    known = [kind for kind in kinds if kind < 128 or kind == 131]
    if any(kind not in (1, 2, 3, 4, 127, 131) for kind in known):
        raise Bad("a frame of a newer program")
    middle = known[2:-1]
    if known[:2] != [1, 2] or kinds[-1] != 127 or any(kind not in (3, 4, 131) for kind in middle):
        raise Bad("order of the frames")
    if 131 in middle and any(kind != 131 for kind in middle[middle.index(131) :]):
        raise Bad("a content before the transactions")


def transactions(plain: bytes) -> Iterator[list[Any]]:
    """Every transaction, its hash checked, and at the end the trailer. Raises Bad."""
    digest, count, found, changes, last, size = hashlib.sha256(), 0, 0, 0, 0, 0
    waiting: list[Any] | None = None
    check_order([kind for kind, _, _ in frames(plain)] or [0])
    for kind, data, frame in frames(plain):
        last = kind
        if kind == 127:
            if msgspec.msgpack.decode(data) != [count, found, changes, digest.digest()]:
                raise Bad("trailer")
            continue
        blocks = msgspec.msgpack.decode(data) if kind in (3, 4) else []
        if (kind == 4) != (waiting is not None) and (kind in (3, 4) or kind == 127):
            raise Bad("a transaction without its end")
        size = size + len(data) if kind == 4 else len(data)
        if kind == 4 and size > 64 << 20:
            raise Bad("a transaction without bounds")
        if kind == 4 and waiting is not None:
            waiting[12] += blocks
            blocks, waiting = [waiting], None
        for txn in blocks:
            if len(txn[12]) < txn[11]:
                waiting = txn
                continue
            if txn_hash(txn) != txn[0]:
                raise Bad("hash of a transaction")
            found, changes = found + 1, changes + txn[11]
            yield txn
        digest.update(frame)
        count += 1
    if last != 127 or waiting is not None:
        raise Bad("no end")


def all_transactions(header: dict[str, Any], plain: bytes) -> list[list[Any]]:
    """Every transaction, and as many of each scope as the header says. Raises Bad."""
    found = list(transactions(plain))
    for _ in contents(plain):
        pass
    for one in header["scopes"]:
        mine = [txn[11] for txn in found if txn[1] == one["scope"]]
        if (len(mine), sum(mine)) != (one["transactions"], one["changes"]):
            raise Bad("counts of the header")
    if len(found) != header["transactions"] or sum(txn[11] for txn in found) != header["changes"]:
        raise Bad("sums of the header")
    return found


def contents(plain: bytes) -> Iterator[tuple[str, bytes]]:
    """Every content of an attachment: its SHA-256 in hex, proven, and its bytes. Raises Bad."""
    open_hash, size, parts = b"", 0, bytearray()
    for kind, data, _ in frames(plain):
        if kind != 131:
            if open_hash and kind < 128:
                raise Bad("a content without its end")
            continue
        sha256, whole, at, piece = msgspec.msgpack.decode(data)
        if not open_hash:
            open_hash, size = sha256, whole
        if (sha256, whole, at) != (open_hash, size, len(parts)) or not piece:
            raise Bad("a piece out of place")
        parts += piece
        if not 0 < size <= MOST_CONTENT or len(parts) > size:
            raise Bad("a content too long")
        if len(parts) == size:
            if hashlib.sha256(parts).digest() != sha256:
                raise Bad("hash of a content")
            yield sha256.hex(), bytes(parts)
            open_hash, parts = b"", bytearray()


def txn_hash(txn: list[Any]) -> bytes:
    """The hash of a transaction as it came."""
    _, scope, office, rep, n, hlc, actor, action, run, sv, parents, _, changes = txn
    head = [1, scope, office, rep, n, hlc, actor, action, run, sv, sorted(p.hex() for p in parents)]
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(b"station-desk txn 1\0" + len(text).to_bytes(4, "big") + text)
    for op, ent, rid, local, body, salt, body_hash in changes:
        digest.update(f"{op}\x1f{ent}\x1f{rid}\x1f{int(local)}\x1f".encode())
        digest.update(body_hash if body is None else hashlib.sha256(salt + body.encode()).digest())
    return digest.digest()


def main(arguments: list[str]) -> int:
    """The four commands."""
    match arguments:
        case ["identity", file]:
            told = identity(Path(file).read_bytes())
            print(told["code"], told["kind"], told["name"])
            print(fingerprint(told))
        case ["verify", file, sender]:
            header, _ = verify(Path(file).read_bytes(), identity(Path(sender).read_bytes()))
            print(json.dumps(header, indent=1))
        case ["read", file, sender, secret]:
            header, ciphertext = verify(Path(file).read_bytes(), identity(Path(sender).read_bytes()))
            plain = payload(header, ciphertext, Path(secret).read_text().strip())
            for txn in all_transactions(header, plain):
                changes = [[op, ent, rid, body] for op, ent, rid, _, body, _, _ in txn[12]]
                print(json.dumps([txn[0].hex(), *txn[1:10], changes], ensure_ascii=False))
        case ["files", file, sender, secret, folder]:
            header, ciphertext = verify(Path(file).read_bytes(), identity(Path(sender).read_bytes()))
            plain = payload(header, ciphertext, Path(secret).read_text().strip())
            all_transactions(header, plain)
            for name, content in contents(plain):
                (Path(folder) / name).write_bytes(content)
                print(name, len(content))
        case _:
            print(__doc__)
            return 1
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (Bad, ValueError, OSError, pyrage.DecryptError, zstandard.ZstdError, msgspec.MsgspecError) as error:
        print("not good:", error, file=sys.stderr)
        sys.exit(1)
