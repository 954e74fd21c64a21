"""Files on sticks and in folders: found by what they hold, never by their name; tidied only after their receipt.

Names, endings and times of files mean nothing here: a stick renames, a virus hides, a clock jumps. Links are not
followed and nothing is opened further than its first bytes before a person asks for it (RELIABILITY U4).
"""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from station_desk.bundles.envelope import check, glance
from station_desk.bundles.header import MAGIC, MAX_HEADER, SIGNATURE_BYTES
from station_desk.bundles.identity import FORM, MAX_FILE
from station_desk.domain.exchange import short_code
from station_desk.domain.trouble import Trouble
from station_desk.machine.files import is_temporary
from station_desk.services.desk import Desk
from station_desk.services.exchange_keys import own_identity
from station_desk.store.standing import confirmed_files

DEEP = 3
MOST_ENTRIES = 5000
"""So deep and so many entries of a folder are looked at; a stick is no archive."""

_STEP = 1 << 20
_MAGIC = MAGIC[:3]
"""What the files of every format begin with."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A bundle that lies somewhere. `sender`, `number` and `to` are what it says of itself; nothing is proven yet."""

    path: Path
    sender: str
    to: str
    number: int
    size: int
    temporary: bool


@dataclass(slots=True)
class Found:
    """What lies in files and folders: bundles of others, our own, identities, and what is none of these.

    `links` were not followed, `unread` could not be read; `more` says that the folder holds more than is looked at.
    """

    bundles: list[Seen] = field(default_factory=list)
    own: list[Seen] = field(default_factory=list)
    identities: list[Path] = field(default_factory=list)
    other: list[Path] = field(default_factory=list)
    links: list[Path] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    more: bool = False

    @property
    def paths(self) -> list[Path]:
        """The bundles of others."""
        return [one.path for one in self.bundles]

    @property
    def ignored(self) -> int:
        """How many files are no bundle of another office."""
        return len(self.other) + len(self.links) + len(self.unread) + len(self.own)


@dataclass(frozen=True, slots=True)
class Tidy:
    """Own bundles in a folder: those that may go (their receipt is in), those that must stay, half-written ones."""

    done: tuple[Path, ...]
    waiting: tuple[Path, ...]
    broken: tuple[Path, ...]


@dataclass(slots=True)
class Glances:
    """What a page that looks at the sticks every few seconds remembers, so as not to read them again each time.

    Only a hint: whoever presses a key looks without it. A file is recognised by place, size, time and number.
    """

    other: set["_Mark"] = field(default_factory=set)
    codes: dict["_Mark", str] = field(default_factory=dict)


_Mark = tuple[str, int, int, int]


def _mark(path: Path) -> _Mark:
    told = path.lstat()
    return str(path), told.st_size, told.st_mtime_ns, told.st_ino


def find_bundles(own_code: str, paths: Sequence[Path], glances: Glances | None = None) -> Found:
    """The bundles among files and folders, each once, in the order of their names. Reads only their first bytes.

    A file that was named by a person is a bundle even where it does not look like one: it will be refused with a reason.
    """
    found = Found()
    seen = set[Path]()
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            for entry in _walk(path, found):
                if entry not in seen:
                    seen.add(entry)
                    _sort_in(entry, own_code, found, glances)
        elif path not in seen:
            seen.add(path)
            before = len(found.other)
            _sort_in(path, own_code, found)
            if len(found.other) > before or path in found.links:
                found.bundles.append(Seen(path, "", "", 0, 0, temporary=False))
                for kind in (found.other, found.links):
                    if path in kind:
                        kind.remove(path)
    return found


def looked_at_before(
    seen: Seen, known: Collection[tuple[str, int | None, str]], glances: Glances | None = None
) -> bool:
    """Whether exactly this file was looked at before; `known` are (sender, number, code) of the list of files.

    Judged by content: a new file under an old name is new, an old one under a new name is not. Only a file whose sender
    and number are known is read to its end.
    """
    codes = {code for sender, number, code in known if (sender, number) == (seen.sender, seen.number)}
    if not codes:
        return False
    with suppress(OSError):
        if glances is None:
            return short_code(_sha256(seen.path)) in codes
        mark = _mark(seen.path)
        if mark not in glances.codes:
            glances.codes[mark] = short_code(_sha256(seen.path))
        return glances.codes[mark] in codes
    return False


def own_files(desk: Desk, folder: Path) -> Tidy:
    """What of our own lies in `folder`: only a file whose very bytes the receiver has confirmed may go.

    Half-written means: under a temporary name of ours, and not whole. A whole one under such a name stays: the stick was
    pulled before the renaming was on it, and it may be the only one.
    """
    with desk.store.read() as conn:
        confirmed = confirmed_files(conn)
    key = own_identity(desk).public.sign_key
    done, waiting, broken = list[Path](), list[Path](), list[Path]()
    for one in find_bundles(desk.office.code, [folder]).own:
        try:
            if _sha256(one.path) in confirmed:
                done.append(one.path)
            elif one.temporary and not _whole(one, key):
                broken.append(one.path)
            else:
                waiting.append(one.path)
        except OSError:
            waiting.append(one.path)
    return Tidy(tuple(done), tuple(waiting), tuple(broken))


def tidy(desk: Desk, folder: Path) -> tuple[int, int]:
    """Take away our confirmed and our half-written files from `folder`: how many of each went. Nothing else is touched.

    Looked at anew before each file goes. Troubles stick_read_only, stick_gone for the first that cannot be taken away.
    """
    found = own_files(desk, folder)
    gone = [0, 0]
    for kind, paths in enumerate((found.done, found.broken)):
        for path in paths:
            try:
                path.unlink()
            except OSError as error:
                raise Trouble("stick_gone" if not folder.is_dir() else "stick_read_only") from error
            gone[kind] += 1
    if gone[0]:
        desk.store.access(desk.account.id, "tidy_stick", desk.office.code, f"{gone[0]} {gone[1]}")
    return gone[0], gone[1]


# --- the parts -----------------------------------------------------------------------------------------------------
def _walk(folder: Path, found: Found) -> Iterator[Path]:
    """Every regular file below `folder`, folder by folder; links are noted and left alone."""
    level, count = [folder], 0
    for _depth in range(DEEP):
        below: list[Path] = []
        for place in level:
            for entry in _entries(place, found):
                count += 1
                if count > MOST_ENTRIES:
                    found.more = True
                    return
                path = Path(entry.path)
                if entry.is_symlink():
                    found.links.append(path)
                elif entry.is_dir(follow_symlinks=False):
                    below.append(path)
                elif entry.is_file(follow_symlinks=False):
                    yield path
                else:
                    found.links.append(path)
        level = below
    found.more = found.more or bool(level)


def _entries(place: Path, found: Found) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(place) as listed:
            return sorted(listed, key=lambda entry: entry.name)
    except OSError:
        found.unread.append(place)
        return []


def _sort_in(path: Path, own_code: str, found: Found, glances: Glances | None = None) -> None:
    try:
        told = path.lstat()
        if not stat.S_ISREG(told.st_mode):
            found.links.append(path)
            return
        if glances is not None and _mark(path) in glances.other:
            found.other.append(path)
            return
        with path.open("rb") as stream:
            start = stream.read(len(_MAGIC))
            if start == _MAGIC or told.st_size <= MAX_FILE:
                start += stream.read(MAX_HEADER + 64)
    except OSError:
        found.unread.append(path)
        return
    before = len(found.other)
    _sort_by(path, start, told, own_code, found)
    if glances is not None and len(found.other) > before:
        glances.other.add(_mark(path))


def _sort_by(path: Path, start: bytes, told: os.stat_result, own_code: str, found: Found) -> None:
    try:
        outer = glance(BytesIO(start), max(told.st_size, len(start))).outer
    except Trouble:
        _sort_stranger(path, start, told.st_size, found)
        return
    one = Seen(path, outer.sender, outer.to, outer.number, told.st_size, is_temporary(path))
    (found.own if outer.sender == own_code else found.bundles).append(one)


def _sort_stranger(path: Path, start: bytes, size: int, found: Found) -> None:
    """A damaged bundle still begins or is named like one; it is shown, and refused with its reason."""
    if start.startswith(_MAGIC) or path.suffix.lower() == ".sdb":
        found.bundles.append(Seen(path, "", "", 0, size, is_temporary(path)))
    elif size <= MAX_FILE and FORM.encode() in start:
        found.identities.append(path)
    else:
        found.other.append(path)


def _whole(one: Seen, key: bytes) -> bool:
    """Whether the file carries our signature over all of its bytes."""
    if one.size <= SIGNATURE_BYTES:
        return False
    with one.path.open("rb") as stream:
        try:
            check(stream, one.size, one.to, lambda _code: key)
        except Trouble as trouble:
            return trouble.code != "bundle_corrupt"
    return True


def _sha256(path: Path) -> bytes:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_STEP):
            digest.update(chunk)
    return digest.digest()
