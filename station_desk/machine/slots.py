"""One slot of the key ring: a person's (or the recovery code's) way to the data key.

A slot has an X25519 pair. Its private half is locked under Argon2id(pass phrase), the data key is sealed to its public
half; so a new data key can be given to every slot without a single pass phrase.
"""

import os
from dataclasses import dataclass
from typing import Any

from station_desk.machine import sealing
from station_desk.machine.sealing import Kdf

RECOVERY = "recovery"
"""The id of the slot that the recovery code opens; persons' slots bear the account's id."""


@dataclass(frozen=True, slots=True)
class Slot:
    """`id` of the account, the person's `name`, and what leads from the pass phrase to the data key."""

    id: str
    name: str
    kdf: Kdf
    salt: bytes
    public: bytes
    private: bytes
    """The private half, locked under the stretched pass phrase."""
    dek: bytes
    """The data key, sealed to the public half."""

    def open(self, secret: bytes) -> bytes | None:
        """The data key; None when the secret is not the right one."""
        private = sealing.unlock(sealing.stretch(secret, self.salt, self.kdf), self.private, _context(self.id))
        return None if private is None else sealing.unseal(private, self.dek)

    def with_dek(self, dek: bytes) -> "Slot":
        """The same slot for another data key."""
        return Slot(self.id, self.name, self.kdf, self.salt, self.public, self.private, sealing.seal(self.public, dek))

    def to_json(self) -> dict[str, object]:
        """As it stands in the file."""
        return {
            "id": self.id,
            "name": self.name,
            "kdf": [self.kdf.memory_kib, self.kdf.passes, self.kdf.lanes],
            "salt": self.salt.hex(),
            "public": self.public.hex(),
            "private": self.private.hex(),
            "dek": self.dek.hex(),
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Slot":
        """As read from a file. Raises ValueError, KeyError or TypeError for what cannot be a slot."""
        memory, passes, lanes = (int(figure) for figure in told["kdf"])
        kdf = Kdf(memory, passes, lanes)
        if not kdf.acceptable():
            raise ValueError("unreasonable cost of a pass phrase")
        parts = [bytes.fromhex(str(told[name])) for name in ("salt", "public", "private", "dek")]
        if len(parts[0]) != sealing.SALT_BYTES or len(parts[1]) != sealing.KEY_BYTES:
            raise ValueError("a part of the wrong length")
        return cls(str(told["id"]), str(told["name"]), kdf, *parts)


def new_slot(slot_id: str, name: str, secret: bytes, dek: bytes, kdf: Kdf) -> Slot:
    """A slot with a fresh pair and salt, which `secret` opens."""
    private, public = sealing.new_pair()
    salt = os.urandom(sealing.SALT_BYTES)
    locked = sealing.lock(sealing.stretch(secret, salt, kdf), private, _context(slot_id))
    return Slot(slot_id, name, kdf, salt, public, locked, sealing.seal(public, dek))


def _context(slot_id: str) -> bytes:
    return b"slot " + slot_id.encode()
