"""Erasing a person for ever: the record and everything that hangs on it, here and, by the next bundles, at the other side.

What stays is a tombstone without any content, so that every hash still verifies and no old stick or restored copy brings
the person back (DESIGN 4, decision 7). There is no undo. Each office erases what it has made itself: whoever takes an
erasure in erases its own remarks and files about that person in the same import.
"""

from collections import Counter
from dataclasses import dataclass

from station_desk.domain.records import OfficeKind
from station_desk.domain.trouble import Trouble
from station_desk.services import archive
from station_desk.services.desk import Desk
from station_desk.store.erase import forget_traces, hanging, left_hanging, traces_of
from station_desk.store.people import load_person

ERASE = "person_erase"
REASONS = ("retention", "request", "order", "mistake")
"""Kept long enough; the person asked for it; ordered by an authority; never should have been entered."""


@dataclass(frozen=True, slots=True)
class Hangs:
    """What would go with a person: how many records of each kind (the person among them); backups that still hold it."""

    name: str
    kinds: dict[str, int]
    backups: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: records by kind, rows held back and drafts at this desk; whether the file was also written anew.

    `archives`: files that are not at hand and still hold the person; they are cleared when they are at hand again."""

    kinds: dict[str, int]
    held_rows: int
    drafts: int
    compacted: bool
    backups: int
    archives: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The answer of `roster erase`."""
        return {
            "erased": self.kinds,
            "records": sum(self.kinds.values()),
            "held_rows": self.held_rows,
            "drafts": self.drafts,
            "compacted": self.compacted,
            "backups": self.backups,
            "archives": list(self.archives),
        }


def hangs_on(desk: Desk, person_id: str) -> Hangs:
    """What would be erased with a person. Troubles `person_missing`, `station_only`."""
    _may(desk)
    with desk.store.read() as conn:
        person = load_person(conn, person_id)
        if person is None or person.scope != desk.office.code:
            raise Trouble("person_missing")
        found = hanging(conn, person.scope, desk.office.code, [("person", person_id)])
    return Hangs(person.name, _count([("person", person_id), *found]), _backups(desk))


def erase_person(desk: Desk, person_id: str, reason: str, typed_name: str) -> Erased:
    """Erase a person with terms, sheets, files, remarks, marks, what lost in conflicts, held rows and drafts.

    `typed_name` is the person's name as somebody has typed it to confirm. Troubles `station_only`, `person_missing`,
    `erase_name_differs`, `read_only`, those of `Store.write`.
    """
    if reason not in REASONS:
        raise ValueError(f"no such reason: {reason}")
    told = hangs_on(desk, person_id)
    if "".join(typed_name.split()) != "".join(told.name.split()):
        raise Trouble("erase_name_differs")
    with desk.store.write(desk.account.id, f"{ERASE}:{reason}") as work:
        traces = traces_of(work.conn, work.scope, person_id)
        found = hanging(work.conn, work.scope, desk.office.code, [("person", person_id)])
        for ent, rid in (("person", person_id), *found):
            work.erase(ent, rid)
        held, drafts = forget_traces(work.conn, traces) if traces is not None else (0, 0)
        work.access("erase", person_id, f"{reason} {1 + len(found)}")
        work.kinds.update(("held_row", "draft"))
    return Erased(told.kinds, held, drafts, _compacted(desk), told.backups, tuple(archive.purge(desk)))


def follow(desk: Desk, came: bool) -> int:
    """After an import: erase what this office has made about records that were erased elsewhere; how many records went.

    `came`: the import brought erasures. Where anything went, the file is written anew.
    """
    with desk.store.read() as conn:
        found = left_hanging(conn, desk.office.code)
    for scope, records in found.items():
        with desk.store.write(desk.account.id, f"{ERASE}:follow", scope=scope) as work:
            for ent, rid in records:
                work.erase(ent, rid)
            work.access("erase", "follow", str(len(records)))
    if came or found:
        _compacted(desk)
        archive.purge(desk)
    return sum(map(len, found.values()))


def _may(desk: Desk) -> None:
    if desk.office.kind is not OfficeKind.STATION:
        raise Trouble("station_only", office=desk.office.name)


def _count(records: list[tuple[str, str]]) -> dict[str, int]:
    return dict(Counter(ent for ent, _ in records))


def _compacted(desk: Desk) -> bool:
    """Write the file anew, so that not even an unused corner of a page holds what went. It can wait for a fuller disk."""
    try:
        desk.store.compact()
    except Trouble as trouble:
        if trouble.code not in {"disk_full", "database_busy"}:
            raise
        return False
    return True


def _backups(desk: Desk) -> int:
    """Backups in the home's own folder: made before, they still hold the person until they are thinned."""
    return sum(1 for _ in desk.home.backups.glob("*.backup")) if desk.home.backups.is_dir() else 0
