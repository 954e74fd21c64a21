"""The key ring of a home: one random data key (DEK), and a slot for each person and for the recovery code.

It lies outside the database, twice, each copy with a checksum (rot) and a MAC from the DEK (tampering, judged after
unlocking). Pass phrases never touch the database: its key is the DEK itself (RELIABILITY 3).
"""

import hashlib
import hmac
import json
import os
from dataclasses import dataclass, replace
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine import sealing
from station_desk.machine.attempts import Attempts
from station_desk.machine.clock import Clock
from station_desk.machine.files import write_twice
from station_desk.machine.home import Home
from station_desk.machine.home_card import HomeCard as HomeCard
from station_desk.machine.pass_phrase import check_pass_phrase, pass_phrase_bytes
from station_desk.machine.recovery_code import new_code, read_code
from station_desk.machine.sealing import Kdf, calibrated_kdf
from station_desk.machine.slots import RECOVERY, Slot, new_slot

FORMAT = 1
_MOST_FORMER = 64


@dataclass(frozen=True, slots=True)
class Swap:
    """A change of the data key that is under way: the first bytes of the database that belongs to the new key."""

    mark: bytes


class KeyRing:
    """The slots of one home. Changes stay in memory until `save`."""

    def __init__(self, card: HomeCard, slots: list[Slot], kdf: Kdf) -> None:
        self._card = card
        self._slots = slots
        self._kdf = kdf
        self._former: list[bytes] = []  # former data keys, each locked under the present one
        self._generation = 0
        self._mac = b""
        self._twin: KeyRing | None = None
        self._home: Home | None = None
        self._seen: tuple[bytes, bytes] = (b"", b"")
        self.whole = True
        """Both copies were there and alike when the ring was loaded."""
        self.swap: Swap | None = None

    # --- making and finding ----------------------------------------------------------------------------------------
    @classmethod
    def create(
        cls, card: HomeCard, account_id: str, name: str, pass_phrase: str, kdf: Kdf | None = None
    ) -> tuple["KeyRing", bytes, str]:
        """A ring for a new home: (ring, data key, recovery code). Trouble pass_phrase_weak.

        `kdf` None: calibrated to about half a second on this computer.
        """
        check_pass_phrase(pass_phrase)
        dek, cost, code = os.urandom(sealing.KEY_BYTES), kdf or calibrated_kdf(), new_code()
        slots = [
            new_slot(account_id, name, pass_phrase_bytes(pass_phrase), dek, cost),
            new_slot(RECOVERY, "", read_code(code), dek, cost),
        ]
        return cls(replace(card, people=()), slots, cost), dek, code

    @classmethod
    def load(cls, home: Home) -> "KeyRing":
        """The ring of a home. Trouble home_missing(folder), keys_damaged when neither copy is whole."""
        seen = _both(home)
        if not any(seen) and not (home.slots_a.exists() or home.slots_b.exists()):
            raise Trouble("keys_damaged" if home.database.exists() else "home_missing", folder=str(home.path))
        found = {data: ring for data in seen if data and (ring := _whole(data)) is not None}
        if not found:
            raise Trouble("keys_damaged", folder=str(home.path))
        first, *others = sorted(found.values(), key=lambda ring: -ring._generation)
        first._home, first._twin = home, others[0] if others else None
        first._seen, first.whole = seen, seen[0] == seen[1]
        return first

    @property
    def card(self) -> HomeCard:
        """What the home shows before it is unlocked."""
        return replace(self._card, people=tuple(slot.name for slot in self._slots if slot.id != RECOVERY))

    def account_of(self, name: str | None) -> str:
        """The account id behind a name (None: the first person). Trouble user_unknown(name)."""
        return self._person(name).id

    def has(self, account_id: str) -> bool:
        """Whether an account has a slot, so that its person can unlock."""
        return any(slot.id == account_id for slot in self._slots)

    def stands(self) -> bool:
        """Whether both copies on the disk are still as they were when this ring was loaded or saved."""
        return self._home is not None and self._seen == _both(self._home)

    # --- unlocking ---------------------------------------------------------------------------------------------------
    def unlock(self, name: str | None, pass_phrase: str, clock: Clock | None = None) -> tuple[str, bytes]:
        """(account id, data key). Troubles wrong_pass_phrase(left), must_wait(until), user_unknown, keys_damaged."""
        slot = self._person(name)
        attempts = Attempts(self._home, clock or Clock()) if self._home else None
        if attempts:
            attempts.check(slot.id)
        dek = self._open(slot.id, pass_phrase_bytes(pass_phrase))
        if dek is None:
            raise attempts.wrong(slot.id) if attempts else Trouble("wrong_pass_phrase", left=1)
        if attempts:
            attempts.forget(slot.id)
        return slot.id, dek

    def unlock_recovery(self, code: str) -> bytes:
        """The data key. Troubles recovery_code_group(group) for a mistyped group, recovery_code_wrong, keys_damaged."""
        dek = self._open(RECOVERY, read_code(code))
        if dek is None:
            raise Trouble("recovery_code_wrong")
        return dek

    def verify(self, dek: bytes) -> None:
        """Trouble keys_damaged unless this ring was written by someone who has the data key."""
        if not hmac.compare_digest(self._mac, _mac(dek, self._body())):
            raise Trouble("keys_damaged", folder=str(self._home.path) if self._home else "")

    def former_keys(self, dek: bytes) -> list[bytes]:
        """The data keys before this one, newest first: older backups open with them."""
        key = sealing.derived_key(dek, b"former")
        return [old for locked in self._former if (old := sealing.unlock(key, locked, b"former")) is not None]

    def _open(self, slot_id: str, secret: bytes) -> bytes | None:
        """The data key by way of this copy, or of the other one when this was tampered with."""
        try:
            dek = next((slot.open(secret) for slot in self._slots if slot.id == slot_id), None)
        except MemoryError as error:
            raise Trouble("memory_short") from error
        if dek is not None and hmac.compare_digest(self._mac, _mac(dek, self._body())):
            return dek
        other = self._twin._open(slot_id, secret) if self._twin else None
        if other is not None and self._twin is not None:
            self._take_over(self._twin)
            return other
        if dek is not None:
            raise Trouble("keys_damaged", folder=str(self._home.path) if self._home else "")
        return None

    def _take_over(self, other: "KeyRing") -> None:
        self._card, self._slots, self._kdf, self._former = other._card, other._slots, other._kdf, other._former
        self._generation, self._mac, self.swap, self._twin = other._generation, other._mac, other.swap, None

    # --- changing ------------------------------------------------------------------------------------------------------
    def add(self, account_id: str, name: str, pass_phrase: str, dek: bytes) -> None:
        """A slot for one more person. Troubles user_taken(name), pass_phrase_weak."""
        check_pass_phrase(pass_phrase)
        if any(slot.name == name for slot in self._slots if slot.id != RECOVERY):
            raise Trouble("user_taken", name=name)
        self._slots.append(new_slot(account_id, name, pass_phrase_bytes(pass_phrase), dek, self._kdf))

    def replace_pass_phrase(self, account_id: str, pass_phrase: str, dek: bytes) -> None:
        """A new pass phrase, a new pair, the same data key. Troubles user_unknown, pass_phrase_weak."""
        check_pass_phrase(pass_phrase)
        at = self._index(account_id)
        name = self._slots[at].name
        self._slots[at] = new_slot(account_id, name, pass_phrase_bytes(pass_phrase), dek, self._kdf)
        if self._home:
            Attempts(self._home, Clock()).forget(account_id)

    def remove(self, account_id: str) -> None:
        """Take a person's slot away. The data key must then be changed: a copied slot still opens the old one."""
        del self._slots[self._index(account_id)]

    def new_recovery_code(self, dek: bytes) -> str:
        """A fresh recovery code in place of the old one; the data key must then be changed."""
        code = new_code()
        kept = [slot for slot in self._slots if slot.id != RECOVERY]
        self._slots = [*kept, new_slot(RECOVERY, "", read_code(code), dek, self._kdf)]
        return code

    def rotate(self, dek: bytes, new_dek: bytes, mark: bytes) -> None:
        """Give every slot the new data key and remember the old one; `mark` begins the database of the new key."""
        former = [dek, *self.former_keys(dek)][:_MOST_FORMER]
        key = sealing.derived_key(new_dek, b"former")
        self._former = [sealing.lock(key, old, b"former") for old in former]
        self._slots = [slot.with_dek(new_dek) for slot in self._slots]
        self.swap = Swap(mark)

    # --- the file ------------------------------------------------------------------------------------------------------
    def save(self, home: Home, dek: bytes) -> None:
        """Write both copies, one after the other. Raises OSError; then one whole copy of the old or the new stands."""
        self._generation += 1
        write_twice(home.slots_a, home.slots_b, self.to_bytes(dek))
        self._home, self._twin, self.whole, self._seen = home, None, True, _both(home)

    def to_bytes(self, dek: bytes) -> bytes:
        """The file: a checksum, then JSON with the slots and the MAC. A backup carries it along."""
        body = self._body()
        self._mac = _mac(dek, body)
        text = json.dumps({"body": body, "mac": self._mac.hex()}, ensure_ascii=False).encode()
        return hashlib.sha256(text).hexdigest().encode() + b"\n" + text

    @classmethod
    def from_bytes(cls, data: bytes) -> "KeyRing":
        """A ring out of a file's bytes, without a home (no waiting after wrong tries). Trouble keys_damaged."""
        try:
            checksum, text = data.split(b"\n", 1)
            if not hmac.compare_digest(checksum, hashlib.sha256(text).hexdigest().encode()):
                raise ValueError("checksum")
            outer = json.loads(text)
            return _from_body(str(outer["body"]), bytes.fromhex(outer["mac"]))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise Trouble("keys_damaged", folder="") from error

    def _body(self) -> str:
        body = {
            "format": FORMAT,
            "generation": self._generation,
            "card": [self._card.kind, self._card.name, self._card.code, self._card.practice],
            "kdf": [self._kdf.memory_kib, self._kdf.passes, self._kdf.lanes],
            "slots": [slot.to_json() for slot in self._slots],
            "former": [locked.hex() for locked in self._former],
            "swap": self.swap.mark.hex() if self.swap else None,
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True)

    def _person(self, name: str | None) -> Slot:
        for slot in self._slots:
            if slot.id != RECOVERY and name in (None, slot.name):
                return slot
        raise Trouble("user_unknown", name=name or "")

    def _index(self, account_id: str) -> int:
        for at, slot in enumerate(self._slots):
            if slot.id == account_id and slot.id != RECOVERY:
                return at
        raise Trouble("user_unknown", name="")


def _mac(dek: bytes, body: str) -> bytes:
    return hmac.new(sealing.derived_key(dek, b"keys"), body.encode(), hashlib.sha256).digest()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


def _both(home: Home) -> tuple[bytes, bytes]:
    return _bytes(home.slots_a), _bytes(home.slots_b)


def _whole(data: bytes) -> KeyRing | None:
    try:
        return KeyRing.from_bytes(data)
    except Trouble:
        return None


def _from_body(body: str, mac: bytes) -> KeyRing:
    """Raises ValueError, KeyError or TypeError for what cannot be a ring."""
    told = json.loads(body)
    if told["format"] != FORMAT:
        raise ValueError("another format")
    kind, name, code, practice = told["card"]
    memory, passes, lanes = (int(figure) for figure in told["kdf"])
    ring = KeyRing(
        HomeCard(str(kind), str(name), str(code), bool(practice)),
        [Slot.from_json(slot) for slot in told["slots"]],
        Kdf(memory, passes, lanes),
    )
    if not ring._kdf.acceptable():
        raise ValueError("unreasonable cost of a pass phrase")
    ring._former = [bytes.fromhex(locked) for locked in told["former"]]
    ring._generation = int(told["generation"])
    ring.swap = Swap(bytes.fromhex(told["swap"])) if told["swap"] else None
    ring._mac = mac
    return ring
