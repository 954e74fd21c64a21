"""The packs that an office can follow: the bundled ones, its own, its county's; the one in force on a day with the values
that were filled in. Held in memory, read anew when a record of theirs changes.

A version that something rests on holds for ever: where its file has another text under the same number, the kept text
counts (`Shelf.changed` names such versions).
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from weakref import WeakKeyDictionary

from station_desk.domain.policy import Policy
from station_desk.domain.policy_values import FilledValue, in_force, with_values
from station_desk.domain.trouble import Trouble
from station_desk.machine.folders import resources_dir
from station_desk.packs.folders import Unreadable, pack_ids, pack_place, parts_of, whole_text
from station_desk.packs.load import chain_texts, load_texts
from station_desk.packs.reading import PackFile, head_of, parse_pack, text_digest
from station_desk.packs.schema import WrittenHead
from station_desk.services.desk import Desk
from station_desk.store.engine import Store
from station_desk.store.notice import Notice
from station_desk.store.pack_files import PackRecord, load_pack_files, load_values

_KINDS = frozenset({"pack_file", "pack_value", "pack_use", "office"})


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a pack: its text and where it comes from (bundled, installed here, offered by the county)."""

    pack: str
    version: int
    effective_from: str
    text: str
    origin: str
    record: str = ""


@dataclass(slots=True)
class Shelf:
    """Every version at hand by pack, every value filled in, the versions whose file differs from the kept text, and those
    that cannot be read here (`broken`): they are passed over and told.
    """

    versions: dict[str, list[Version]] = field(default_factory=dict)
    values: list[FilledValue] = field(default_factory=list)
    changed: set[tuple[str, int]] = field(default_factory=set)
    broken: set[tuple[str, int]] = field(default_factory=set)
    _policies: dict[object, Policy] = field(default_factory=dict)

    def policy(self, pack: str, day: date) -> Policy:
        """The pack in force on a day, with the values filled in. Troubles `pack_missing` (pack), `pack_damaged`."""
        if (pack, day) not in self._policies:
            values, bare = in_force(self.values, pack, day).values(), self.bare(pack, day)
            key = (bare.digest, *sorted(one.id for one in values))
            if key not in self._policies:
                self._policies[key] = with_values(bare, values)
            self._policies[pack, day] = self._policies[key]
        return self._policies[pack, day]

    def bare(self, pack: str, day: date) -> Policy:
        """The pack in force on a day as its documents have it, without what was filled in. Troubles as `policy`."""
        there = {one: found for one in self.versions if (found := self.version_on(one, day))}
        key = (pack, *((one.pack, one.version) for one in there.values()))
        if key not in self._policies:
            try:
                self._policies[key] = load_texts({one: found.text for one, found in there.items()}, pack)
            except Trouble:
                own = [one for one in self._chain(pack, there) if one.origin != "bundled"]
                if not own:
                    raise
                for one in own:
                    self._put_aside(one)
                return self.bare(pack, day)
        return self._policies[key]

    def _chain(self, pack: str, there: Mapping[str, Version]) -> list[Version]:
        """The versions that a pack is read from, as far as they are there."""
        found: list[Version] = []
        while pack in there and there[pack] not in found:
            found.append(there[pack])
            pack = _read(pack, there[pack].text).head.parent
        return found

    def _put_aside(self, one: Version) -> None:
        """A version that cannot be read with what is at hand: the next lower one holds, or the bundled one."""
        self.broken.add((one.pack, one.version))
        self.versions[one.pack].remove(one)
        text = bundled(packs_dir()).get(one.pack)
        if text is not None and not any(known.origin == "bundled" for known in self.versions[one.pack]):
            head = _bundled_head(text)
            self.versions[one.pack].append(Version(one.pack, head.version, head.effective_from, text, "bundled"))

    def texts(self, pack: str, day: date) -> dict[str, str]:
        """The texts that the pack in force on a day rests on, its own first, by id. Troubles as `policy`."""
        return chain_texts({one: found.text for one in self.versions if (found := self.version_on(one, day))}, pack)

    def version_on(self, pack: str, day: date) -> Version | None:
        """The version in force on a day: the highest that has begun; before all of them the lowest."""
        known = self.versions.get(pack, [])
        begun = [one for one in known if one.effective_from <= day.isoformat()]
        if begun:
            return max(begun, key=lambda one: one.version)
        return min(known, key=lambda one: one.version) if known else None


def packs_dir() -> Path:
    """Where the bundled policy packs lie."""
    return resources_dir() / "packs"


@lru_cache(maxsize=4)
def bundled(folder: Path) -> Mapping[str, str]:
    """The texts of the bundled packs by id. Trouble `pack_damaged` for one that cannot be read."""
    found = {}
    for pack in pack_ids(folder):
        try:
            found[pack] = whole_text(parts_of(pack_place(folder, pack) or folder))
        except Unreadable as error:
            raise Trouble("pack_damaged", file=pack, line=0, key="", reason=error.reason) from error
    return found


@lru_cache(maxsize=32)
def _read(pack: str, text: str) -> PackFile:
    return parse_pack(f"{pack}.toml", text)


@lru_cache(maxsize=32)
def _bundled_head(text: str) -> WrittenHead:
    return head_of(text)


def shelf_of(records: list[PackRecord], kept: list[PackRecord], values: list[FilledValue]) -> Shelf:
    """The shelf of the bundled packs and of these records."""
    pinned: dict[tuple[str, int], str] = {}
    for one in kept:
        for pack, text in json.loads(one.body)["files"].items():
            pinned.setdefault((pack, _read(pack, text).head.version), text)
    shelf = Shelf(values=values)
    bare = [("bundled", pack, text, "") for pack, text in bundled(packs_dir()).items()]
    ranks = {"withdrawn": -1, "bundled": 0, "installed": 1, "offered": 2}
    own = [(one.state, one.pack, one.body, one.id) for one in records if one.state in ranks]
    best: dict[tuple[str, int], tuple[int, Version]] = {}
    for origin, pack, text, record in [*bare, *own]:
        head = _bundled_head(text) if origin == "bundled" else _read(pack, text).head
        name = (pack, head.version)
        if origin != "bundled" and (_read(pack, text).faults or head.id != pack):
            shelf.broken.add(name)
            continue
        if name in pinned and text_digest(pinned[name]) != text_digest(text):
            shelf.changed.add(name)
            text = pinned[name]
        found = Version(pack, head.version, head.effective_from, text, origin, record)
        if name not in best or ranks[origin] >= best[name][0]:
            best[name] = (ranks[origin], found)
    for _rank, version in best.values():
        shelf.versions.setdefault(version.pack, []).append(version)
    for pack, known in shelf.versions.items():  # who followed a pack that was taken back is not left without any
        shelf.versions[pack] = [one for one in known if one.origin != "withdrawn"] or known
    return shelf


class PackMemory:
    """The shelf of one store."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._shelf: Shelf | None = None
        self._seen: object = None

    def hear(self, notice: Notice) -> None:
        """The store changed (called in the committing thread)."""
        if notice.kinds & _KINDS:
            with self.lock:
                self._shelf = None

    def shelf(self, desk: Desk) -> Shelf:
        """The shelf as it is. A reader beside a writing window hears no notices and looks whether the journal grew."""
        with self.lock:
            if desk.read_only:
                heads = desk.store.heads()
                if heads != self._seen:
                    self._seen, self._shelf = heads, None
            if self._shelf is None:
                with desk.store.read() as conn:
                    files, kept = load_pack_files(conn), load_pack_files(conn, kept=True)
                    self._shelf = shelf_of(files, kept, load_values(conn))
            return self._shelf


_memories: WeakKeyDictionary[Store, PackMemory] = WeakKeyDictionary()
_making = threading.Lock()


def shelf(desk: Desk) -> Shelf:
    """The packs at hand of a desk."""
    with _making:
        memory = _memories.get(desk.store)
        if memory is None:
            memory = _memories[desk.store] = PackMemory()
            desk.store.subscribe(memory.hear)
    return memory.shelf(desk)
