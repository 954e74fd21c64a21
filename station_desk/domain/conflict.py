"""Two versions of one field: what each copy wrote, who and when, and what a person has settled (EXCHANGE 2, DOMAIN 2.7).

Instants are UTC ISO text, days local ISO dates. Values are shown masked where the roster masks them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy of an office's database that wrote: from which day to which, how many acts and changes.

    `number` counts the copies of the office, the oldest first. `here`: it is the one at this desk. `left`: the day of
    the older copy from which it went on beside another (None: it is no such branch). `returned`: so many
    of its changes came back to this desk from another office.
    """

    number: int
    here: bool
    since: str
    until: str
    acts: int
    changes: int
    left: str | None = None
    returned: int = 0

    def as_dict(self) -> dict[str, object]:
        """The entry of `conflict copies`."""
        return {
            "number": self.number,
            "here": self.here,
            "since": self.since,
            "until": self.until,
            "acts": self.acts,
            "changes": self.changes,
            "left": self.left,
            "returned": self.returned,
        }


@dataclass(frozen=True, slots=True)
class Version:
    """One side. `txn` (hex) is its address; `stands`: it is in use now, or was chosen.

    `copy`, `copy_here` and `copy_left` tell which copy wrote it (see `CopyLine`).
    """

    txn: str
    shown: str
    at: str
    day: str
    actor: str
    office: str
    copy: int
    copy_here: bool
    copy_left: str | None
    stands: bool

    def as_dict(self) -> dict[str, object]:
        """One of the `versions` of `conflict list`."""
        return {
            "value": self.shown,
            "person": self.actor,
            "at": self.at,
            "office": self.office,
            "copy": self.copy,
            "here": self.copy_here,
            "stands": self.stands,
        }


@dataclass(frozen=True, slots=True)
class Settled:
    """The mark: who chose, when, and what. `chosen` is the place in `versions`, None for a third value."""

    at: str
    day: str
    actor: str
    chosen: int | None
    shown: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with several versions. `id` names it for a command; `subject` is the person or village it concerns and
    `subject_id` that record; `ours`: this office may settle it. `settled` is the last mark, None while it is open.

    `masked`: the values are numbers shown in part. `free`: a value of one's own may be typed. The version that was in
    use stands first.
    """

    id: str
    scope: str
    station: str
    ent: str
    rid: str
    field: str
    subject: str
    subject_id: str
    ours: bool
    versions: tuple[Version, ...]
    settled: Settled | None = None
    masked: bool = False
    free: bool = True

    def as_dict(self) -> dict[str, object]:
        """The entry of `conflict list`."""
        done = self.settled
        return {
            "id": self.id,
            "scope": self.scope,
            "kind": self.ent,
            "record": self.rid,
            "subject": self.subject,
            "field": self.field,
            "ours": self.ours,
            "state": "settled" if done else "open",
            "versions": [one.as_dict() for one in self.versions],
            "settled": None
            if done is None
            else {"person": done.actor, "at": done.at, "value": done.shown, "chosen": done.chosen},
        }
