"""What the exchange answers: bundles made, looked at and taken in, and how far each other office has heard.

`as_dict` of a class gives the JSON of the command line (EXCHANGE, contract). Codes are short hashes such as `5B0E-19`,
instants UTC ISO text, hashes lower-case hex.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from station_desk.domain.journal import Txn
from station_desk.domain.trouble import Trouble

Result = Literal[
    "applied",
    "fork",
    "duplicate",
    "gap",
    "corrupt",
    "wrong_recipient",
    "unknown_sender",
    "newer_format",
    "rejected",
]
"""What became of one file. `fork` is applied too, with an alarm."""

TAKEN: frozenset[Result] = frozenset({"applied", "fork", "duplicate"})
"""The results after which nothing of the bundle is missing here."""

Signature = Literal["valid", "unknown_sender", "invalid"]


WireChange = tuple[str, str, str, int, str | None, bytes | None, bytes | None]
"""A change as it travels: op, ent, rid, local (0 or 1), body, salt, body hash. The hash stands only where body and salt
do not: the record was erased, or the change is local and stays at home."""


class WireTxn(NamedTuple):
    """A transaction as it travels (packaging/FORMAT.md)."""

    hash: bytes
    scope: str
    office: str
    rep: int
    n: int
    hlc: int
    actor: str
    action: str
    run: str | None
    sv: int
    parents: tuple[bytes, ...]
    changes: list[WireChange]


def wire(txn: Txn) -> WireTxn:
    """The transaction as it travels: local bodies stay here."""
    changes: list[WireChange] = [
        (c.op, c.ent, c.rid, int(c.local), None, None, c.body_hash)
        if c.body is None or c.local
        else (c.op, c.ent, c.rid, 0, c.body, c.salt, None)
        for c in txn.changes
    ]
    head = (txn.hash, txn.scope, txn.office, txn.rep, txn.n, txn.hlc, txn.actor, txn.action, txn.run, txn.sv)
    return WireTxn(*head, txn.parents, changes)


def short_code(sha256: bytes) -> str:
    """The short hash that stands on the hand-over slip: six hex digits, `5B0E-19`."""
    text = sha256.hex()[:6].upper()
    return f"{text[:4]}-{text[4:]}"


def file_name(office: str, day: str, number: int, code: str) -> str:
    """`<office-code>_<YYYYMMDD>_<number>_<code>.sdb`; `day` is an ISO date. ASCII only, and it tells nobody's name."""
    return f"{office}_{day.replace('-', '')}_{number:04d}_{code.replace('-', '').lower()}.sdb"


@dataclass(frozen=True, slots=True)
class Peer:
    """Another office that this one trusts. `heard_at`: when its newest bundle was made."""

    office: str
    kind: str
    name: str
    fingerprint: str
    trusted_at: str
    heard_at: str | None = None
    app: str | None = None
    sv: int | None = None


@dataclass(frozen=True, slots=True)
class Exported:
    """One bundle that lies at its place and was read back. `files`: contents of attachments in it; `files_waiting`: such as
    found no room and wait for the next one."""

    file: str
    sha256: str
    code: str
    number: int
    sender: str
    to: str
    transactions: int
    changes: int
    bytes: int
    seconds: float
    verified: bool = True
    files: int = 0
    files_waiting: int = 0

    def as_dict(self) -> dict[str, object]:
        """The entry of `bundle export`."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "code": self.code,
            "number": self.number,
            "from": self.sender,
            "to": self.to,
            "transactions": self.transactions,
            "changes": self.changes,
            "bytes": self.bytes,
            "seconds": round(self.seconds, 3),
            "verified": self.verified,
            "files": self.files,
            "files_waiting": self.files_waiting,
        }


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file says of itself. What a stranger's file says is not proven; of an invalid one only `signature` counts."""

    format: int | None
    sender: str | None
    to: str | None
    number: int | None
    scope: tuple[str, ...]
    transactions: int | None
    changes: int | None
    prerequisites_known: bool
    signature: Signature
    encrypted_for_us: bool
    newer_than_us: bool
    made_at: str | None = None

    def as_dict(self) -> dict[str, object]:
        """The answer of `bundle inspect`."""
        return {
            "format": self.format,
            "from": self.sender,
            "to": self.to,
            "number": self.number,
            "scope": list(self.scope),
            "transactions": self.transactions,
            "changes": self.changes,
            "prerequisites_known": self.prerequisites_known,
            "signature": self.signature,
            "encrypted_for_us": self.encrypted_for_us,
            "newer_than_us": self.newer_than_us,
            "made_at": self.made_at,
        }


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of one kind a bundle makes, changes and erases here."""

    kind: str
    created: int = 0
    changed: int = 0
    erased: int = 0


@dataclass(frozen=True, slots=True)
class MissingBundle:
    """A bundle that was made but has not come. Day and code are known when a later bundle tells of it."""

    number: int
    made_at: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class ImportedBundle:
    """What became of one file.

    `missing` holds bundle numbers, or, where the numbers cannot tell, the first hex digits of missing transactions.
    `transactions` and `changes` count what was new here. `rejected` counts changes that were not the writer's to make,
    `returned` those of this office's own that the sender gave back.
    `warnings` are told in sentences like troubles, but nothing was refused for them. `trouble` is None for a file
    that was taken in. `files`: contents of attachments that it brought and that are here now.
    """

    file: str
    result: Result
    sender: str | None = None
    number: int | None = None
    transactions: int = 0
    changes: int = 0
    missing: tuple[int | str, ...] = ()
    conflicts: int = 0
    unknown_fields: int = 0
    rejected: int = 0
    returned: int = 0
    warnings: tuple[Trouble, ...] = ()
    seconds: float = 0.0
    made_at: str | None = None
    code: str | None = None
    kinds: tuple[KindCount, ...] = ()
    missing_bundles: tuple[MissingBundle, ...] = ()
    trouble: Trouble | None = None
    files: int = 0

    def as_dict(self) -> dict[str, object]:
        """The entry of `bundle import`."""
        return {
            "file": self.file,
            "result": self.result,
            "from": self.sender,
            "number": self.number,
            "transactions": self.transactions,
            "changes": self.changes,
            "missing": list(self.missing),
            "conflicts": self.conflicts,
            "unknown_fields": self.unknown_fields,
            "rejected": self.rejected,
            "returned": self.returned,
            "warnings": [{"code": warning.code, **warning.facts} for warning in self.warnings],
            "files": self.files,
            "seconds": round(self.seconds, 3),
            "made_at": self.made_at,
            "code": self.code,
            "kinds": [
                {"kind": k.kind, "created": k.created, "changed": k.changed, "erased": k.erased} for k in self.kinds
            ],
        }


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """The files in the order they were given, the receipts written (absolute paths), and the first trouble.

    `stopped`: a person stopped it between two files; those that are not named were not touched.
    """

    bundles: tuple[ImportedBundle, ...]
    receipts: tuple[str, ...] = ()
    trouble: Trouble | None = None
    stopped: bool = False

    def as_dict(self) -> dict[str, object]:
        """The answer of `bundle import`."""
        return {"bundles": [bundle.as_dict() for bundle in self.bundles], "receipts": list(self.receipts)}


@dataclass(frozen=True, slots=True)
class PeerStatus:
    """How far another office has heard of us, and we of it.

    `overdue_days`: whole days since the oldest bundle with changes that has no receipt, 0 when there is none.
    `gaps`: numbers of its bundles that we lack. `unacknowledged_changes`: changes it has not confirmed.
    """

    office: str
    last_sent: str | None
    last_receipt: str | None
    unacknowledged_changes: int
    overdue_days: int
    gaps: tuple[int, ...]
    kind: str = ""
    name: str = ""
    last_number: int | None = None
    confirmed_number: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The entry of `bundle status`."""
        return {
            "office": self.office,
            "last_sent": self.last_sent,
            "last_receipt": self.last_receipt,
            "unacknowledged_changes": self.unacknowledged_changes,
            "overdue_days": self.overdue_days,
            "gaps": list(self.gaps),
            "name": self.name,
            "last_number": self.last_number,
            "confirmed_number": self.confirmed_number,
        }


@dataclass(frozen=True, slots=True)
class SentBundle:
    """One line of the table of bundles made. `actor` is the account that made it; `acked_at` when its receipt came."""

    receiver: str
    number: int
    code: str
    file: str
    at: str
    actor: str
    bytes: int
    transactions: int
    changes: int
    acked_at: str | None


@dataclass(frozen=True, slots=True)
class ReceivedBundle:
    """One line of the table of files looked at, refused ones included."""

    sender: str
    number: int | None
    code: str
    file: str
    made_at: str | None
    at: str
    actor: str
    result: Result
    transactions: int
    changes: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Changes that no bundle carries yet: how many, since when (UTC ISO), how many of each kind of record; `files`:
    contents of attachments that no bundle carries yet."""

    changes: int
    since: str | None
    by_kind: Mapping[str, int] = field(default_factory=dict)
    files: int = 0


@dataclass(frozen=True, slots=True)
class StationView:
    """A station as its county sees it: when it was last heard, what is missing, how much it holds.

    `overdue_days` counts from its newest bundle (from its enrolment, if none came). `app` and `sv` are its program's
    version and schema, `unconfirmed` our changes it has not confirmed, `missing` its missing bundles with their days.
    """

    code: str
    name: str
    heard_at: str | None
    last_number: int | None
    gaps: tuple[int, ...]
    people: int
    villages: int
    overdue_days: int
    sv: int | None
    app: str | None = None
    unconfirmed: int = 0
    missing: tuple[MissingBundle, ...] = ()
