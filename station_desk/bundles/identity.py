"""Who an office is: its key pairs, the public part as a small signed file, the fingerprint read over the telephone.

An office signs with Ed25519 and is sealed to with age X25519 (suite 1). The public part travels as a `.sdk` file, a
JSON text signed by its own key: the signature shows that the file is whole, the fingerprint shows whose it is. The file
is judged by its bytes, never by its name, and only its one canonical form is accepted.
"""

import hashlib
import json
import re
from dataclasses import dataclass

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from station_desk.domain.journal import SUITE
from station_desk.domain.records import SCOPE_ALL, OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.machine.recovery_code import new_paper, read_paper
from station_desk.machine.sealing import derived_key

SUFFIX = ".sdk"
SECRET = "identity"  # noqa: S105 - the name under which the store keeps `Identity.to_secret()`
FORM = "station-desk identity 1"
OFFICE_CODE = re.compile(r"[0-9A-Za-z]{1,32}")
MAX_FILE = 4096
MAX_NAME = 200

_SIGNED = b"station-desk identity file 1\0"
_PRINT = b"station-desk fingerprint 1\0"


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """The public file. `escrow` is a second age recipient that the office asks others to seal to as well; an office of
    a practice home says so, and only practice homes accept it."""

    form: str
    suite: int
    code: str
    kind: str
    name: str
    sign_key: str
    seal_key: str
    escrow: str | None
    practice: bool
    signature: str = ""


class _Secret(msgspec.Struct, forbid_unknown_fields=True):
    """What the store keeps under `SECRET`."""

    public: _File
    sign_seed: bytes
    seal_secret: str
    paper: str | None = None
    former_seals: tuple[str, ...] = ()


def _canonical(file: _File) -> bytes:
    """The one accepted form: the fields in order, one a line, UTF-8, a line feed at the end."""
    return (json.dumps(msgspec.to_builtins(file), ensure_ascii=False, indent=1) + "\n").encode()


def _signed_part(file: _File) -> bytes:
    return _SIGNED + _canonical(msgspec.structs.replace(file, signature=""))


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """What others know of an office: code, kind, name, Ed25519 key (32 bytes), age recipient, escrow recipient."""

    code: str
    kind: OfficeKind
    name: str
    sign_key: bytes
    seal_key: str
    escrow: str | None = None
    practice: bool = False

    @property
    def fingerprint(self) -> str:
        """Eight groups of four digits over code, kind and both keys: 32 digits, about 106 bits."""
        return fingerprint(self.code, self.kind, self.sign_key, self.seal_key)

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` over `message` is this office's."""
        return verify(self.sign_key, signature, message)


@dataclass(frozen=True, slots=True)
class Identity:
    """An office's own keys. Never leaves the encrypted database but on the key paper, whose digits are `paper` (None:
    keys that were not made from digits). `former_seals` opens what is still sealed to keys of before, newest first."""

    public: PublicIdentity
    sign_seed: bytes
    seal_secret: str
    paper: str | None = None
    former_seals: tuple[str, ...] = ()

    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature, 64 bytes. `message` begins with its domain separator."""
        return Ed25519PrivateKey.from_private_bytes(self.sign_seed).sign(message)

    def public_file(self, *, practice: bool = False) -> bytes:
        """The public part as it is handed to another office (suffix `.sdk`)."""
        return _canonical(self._signed(practice))

    def to_secret(self) -> bytes:
        """The bytes for the store's secret `SECRET`."""
        public = self._signed(self.public.practice)
        return msgspec.msgpack.encode(_Secret(public, self.sign_seed, self.seal_secret, self.paper, self.former_seals))

    @staticmethod
    def from_secret(data: bytes) -> "Identity":
        """The keys as `to_secret` gave them. Raises Trouble own_identity_damaged."""
        try:
            kept = msgspec.msgpack.decode(data, type=_Secret)
            public = _checked(kept.public)
            return Identity(public, kept.sign_seed, kept.seal_secret, kept.paper, kept.former_seals)
        except (msgspec.MsgspecError, ValueError) as error:
            raise Trouble("own_identity_damaged") from error

    def _signed(self, practice: bool) -> _File:
        own = self.public
        keys = (own.sign_key.hex(), own.seal_key, own.escrow)
        file = _File(FORM, SUITE, own.code, own.kind.value, own.name, *keys, practice)
        file.signature = self.sign(_signed_part(file)).hex()
        return file


def new_identity(
    code: str,
    kind: OfficeKind,
    name: str,
    escrow: str | None = None,
    *,
    practice: bool = False,
    paper: str | None = None,
) -> Identity:
    """Key pairs for the office `code`: new ones, or those that the digits of its key `paper` give again.

    `escrow` is an age recipient kept elsewhere (a sealed envelope), if any. Raises ValueError for a code that is no
    office code, a name that is empty or too long, or a bad escrow recipient; Trouble key_paper_group(group).
    """
    if not _code_is_fit(code) or not _name_is_fit(name):
        raise ValueError(f"no office code or name: {code!r}")
    if escrow is not None and not _is_recipient(escrow):
        raise ValueError("the escrow is no age recipient")
    digits = read_paper(paper) if paper is not None else new_paper()
    signing = Ed25519PrivateKey.from_private_bytes(_from_paper(digits, code, b"sign"))
    secret = _age_secret(_from_paper(digits, code, b"seal"))
    sign_key = signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    seal_key = str(pyrage.x25519.Identity.from_str(secret).to_public())
    public = PublicIdentity(code, kind, name, sign_key, seal_key, escrow, practice)
    return Identity(public, signing.private_bytes_raw(), secret, digits)


def _from_paper(digits: str, code: str, purpose: bytes) -> bytes:
    """32 bytes for one purpose out of the digits: an office's own, so that equal digits elsewhere give other keys."""
    return derived_key(digits.replace("-", "").encode(), b"office " + code.encode() + b" " + purpose)


_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def _age_secret(key: bytes) -> str:
    """An age X25519 secret key in its text form: Bech32 (BIP 173) of 32 bytes."""
    bits = int.from_bytes(key, "big") << 4
    data = [bits >> at & 31 for at in range(255, -1, -5)]
    prefix = "age-secret-key-"
    values = [*(ord(c) >> 5 for c in prefix), 0, *(ord(c) & 31 for c in prefix), *data, *[0] * 6]
    check = _polymod(values) ^ 1
    data += [check >> 5 * (5 - at) & 31 for at in range(6)]
    return (prefix + "1" + "".join(_BECH32[value] for value in data)).upper()


def _polymod(values: list[int]) -> int:
    """The checksum of Bech32."""
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for at, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if top >> at & 1 else 0
    return check


def read_public(data: bytes, file: str = "") -> PublicIdentity:
    """The identity in a public file; `file` is its name, for the message. Raises Trouble identity_damaged."""
    try:
        if len(data) > MAX_FILE:
            raise ValueError("too long")
        read = msgspec.json.decode(data, type=_File)
        if _canonical(read) != data:
            raise ValueError("not the canonical form")
        return _checked(read)
    except (msgspec.MsgspecError, ValueError) as error:
        raise Trouble("identity_damaged", file=file) from error


def fingerprint(code: str, kind: OfficeKind, sign_key: bytes, seal_key: str) -> str:
    """The fingerprint of an office, e.g. `0417 8826 …`: both sides read it to each other at first trust."""
    text = json.dumps([SUITE, code, kind.value, sign_key.hex(), seal_key]).encode()
    number = int.from_bytes(hashlib.sha256(_PRINT + text).digest(), "big") % 10**32
    digits = f"{number:032d}"
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


def verify(sign_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the private half of `sign_key` (Ed25519)."""
    try:
        Ed25519PublicKey.from_public_bytes(sign_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _checked(file: _File) -> PublicIdentity:
    """`file` as an identity, every part checked. Raises ValueError."""
    if file.form != FORM or file.suite != SUITE:
        raise ValueError("another form or suite")
    if not _code_is_fit(file.code) or not _name_is_fit(file.name):
        raise ValueError("bad code or name")
    if not _is_recipient(file.seal_key) or (file.escrow is not None and not _is_recipient(file.escrow)):
        raise ValueError("no age recipient")
    sign_key = _from_hex(file.sign_key, 32)
    public = PublicIdentity(
        file.code, OfficeKind(file.kind), file.name, sign_key, file.seal_key, file.escrow, file.practice
    )
    if not public.verify(_from_hex(file.signature, 64), _signed_part(file)):
        raise ValueError("the signature does not fit")
    return public


def _from_hex(text: str, length: int) -> bytes:
    """`length` bytes from lower-case hex; nothing else is taken. Raises ValueError."""
    data = bytes.fromhex(text)
    if len(data) != length or data.hex() != text:
        raise ValueError("not the hex text expected")
    return data


def _code_is_fit(code: str) -> bool:
    """An office's code is also the name of its scope; `all` is everyone's."""
    return OFFICE_CODE.fullmatch(code) is not None and code != SCOPE_ALL


def _name_is_fit(name: str) -> bool:
    return 0 < len(name) <= MAX_NAME and name.isprintable()


def _is_recipient(text: str) -> bool:
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True
