"""The few cryptographic acts of the key ring: stretching a pass phrase, keys derived from the data key, sealing.

Argon2id (RFC 9106), X25519, HKDF-SHA256 and ChaCha20-Poly1305; figures of RELIABILITY 3.
"""

import os
import time
from dataclasses import dataclass

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12
_TARGET_SECONDS = 0.5
_MOST_PASSES = 12


@dataclass(frozen=True, slots=True)
class Kdf:
    """How costly it is to try one pass phrase: memory in KiB, passes over it, lanes."""

    memory_kib: int
    passes: int
    lanes: int = 1

    def acceptable(self) -> bool:
        """Whether a slot file may ask for this: a hostile one must not demand 64 GB or an hour."""
        return 8 * self.lanes <= self.memory_kib <= 1 << 20 and 1 <= self.passes <= 20 and 1 <= self.lanes <= 16


STANDARD_KDF = Kdf(64 * 1024, 3)
LEAST_KDF = Kdf(19 * 1024, 2)
"""Never less than this for a real home (OWASP's floor for Argon2id)."""


def calibrated_kdf() -> Kdf:
    """The standard cost, with more passes where this computer does it in much less than half a second."""
    begin = time.perf_counter()
    try:
        stretch(b"calibration", bytes(SALT_BYTES), STANDARD_KDF)
    except MemoryError:
        return LEAST_KDF
    taken = max(time.perf_counter() - begin, 0.001)
    passes = round(STANDARD_KDF.passes * _TARGET_SECONDS / taken)
    return Kdf(STANDARD_KDF.memory_kib, min(max(passes, STANDARD_KDF.passes), _MOST_PASSES))


def stretch(secret: bytes, salt: bytes, kdf: Kdf) -> bytes:
    """A 32-byte key from a pass phrase. MemoryError when the computer has not the memory."""
    try:
        return hash_secret_raw(secret, salt, kdf.passes, kdf.memory_kib, kdf.lanes, KEY_BYTES, Type.ID)
    except HashingError as error:
        raise MemoryError(str(error)) from error


def derived_key(key: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one purpose, from which the data key cannot be found."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=b"station-desk 1 " + purpose).derive(key)


def lock(key: bytes, data: bytes, context: bytes) -> bytes:
    """`data` under a 32-byte key, bound to `context`: nonce and ciphertext."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, data, context)


def unlock(key: bytes, locked: bytes, context: bytes) -> bytes | None:
    """What `lock` hid; None when the key, the context or a byte is not the same."""
    try:
        return ChaCha20Poly1305(key).decrypt(locked[:_NONCE_BYTES], locked[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError):
        return None


def new_pair() -> tuple[bytes, bytes]:
    """A new X25519 pair: (private, public), 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, data: bytes) -> bytes:
    """`data` for the holder of the private half: a new public key, then nonce and ciphertext."""
    once, once_public = new_pair()
    shared = X25519PrivateKey.from_private_bytes(once).exchange(X25519PublicKey.from_public_bytes(public))
    return once_public + lock(derived_key(shared, b"seal" + once_public + public), data, b"seal")


def unseal(private: bytes, sealed: bytes) -> bytes | None:
    """What `seal` hid; None when it was not for this key or was changed."""
    own = X25519PrivateKey.from_private_bytes(private)
    once_public = sealed[:KEY_BYTES]
    try:
        shared = own.exchange(X25519PublicKey.from_public_bytes(once_public))
    except ValueError:
        return None
    purpose = b"seal" + once_public + own.public_key().public_bytes_raw()
    return unlock(derived_key(shared, purpose), sealed[KEY_BYTES:], b"seal")
