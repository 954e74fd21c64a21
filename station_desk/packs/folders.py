"""Where a pack lies: one file `<id>.toml`, or a folder `<id>` with `pack.toml` (the head) and further TOML files by matter.

A folder is read as one text, pack.toml first and then the others by name, so that its digest, its bundle and its record
are those of one file. A line of the whole text is told as a line of the file it stands in.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.trouble import Trouble

PACK_ID = re.compile(r"[a-z]{2}\.[a-z0-9_]{2,30}")
HEAD_FILE = "pack.toml"
AREAS_FILE = "areas.toml"
MOST_BYTES = 2 * 1024 * 1024
"""The largest pack or text of a document that is read; the largest bundled pack has 25 KB."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a folder: its name, its text and the number (from 1) of its first line in the whole text."""

    name: str
    text: str
    first: int


class Unreadable(Exception):
    """A file that cannot be read as a pack: its name in the folder ("" for the pack itself) and a reason (a code)."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason


def pack_ids(folder: Path) -> list[str]:
    """The packs that lie in `folder`, by id."""
    files = {file.stem for file in folder.glob("*.toml")}
    return sorted(one for one in files | {head.parent.name for head in folder.glob(f"*/{HEAD_FILE}")} if _is_id(one))


def pack_of_area(folder: Path, code: str) -> str | None:
    """The pack that was written for the area of an office's code, by `areas.toml` beside the packs; None for no such area.

    Trouble `program_incomplete` (folder).
    """
    try:
        areas = tomllib.loads((folder / AREAS_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Trouble("program_incomplete", folder=f"packs/{AREAS_FILE}") from error
    fitting = [beginning for beginning in areas if code.startswith(beginning)]
    return str(areas[max(fitting, key=len)]) if fitting else None


def pack_place(folder: Path, pack_id: str) -> Path | None:
    """The folder or file of a pack in `folder`, the folder first; None where there is neither."""
    if not _is_id(pack_id):
        return None
    if (folder / pack_id / HEAD_FILE).is_file():
        return folder / pack_id
    file = folder / f"{pack_id}.toml"
    return file if file.is_file() else None


def whole_place(place: Path) -> Path:
    """The folder of a pack for its pack.toml; anything else as it is."""
    return place.parent if place.name == HEAD_FILE else place


def parts_of(place: Path) -> list[Part]:
    """The files of a pack in their order, one for a single file. Raises `Unreadable`."""
    if not place.is_dir():
        return [Part(place.name, _text(place, ""), 1)]
    others = sorted(file for file in place.glob("*.toml") if file.name != HEAD_FILE)
    parts: list[Part] = []
    for file in (place / HEAD_FILE, *others):
        text = _text(file, file.name).replace("\r\n", "\n")
        first = parts[-1].first + parts[-1].text.count("\n") if parts else 1
        parts.append(Part(file.name, text if text.endswith("\n") else f"{text}\n", first))
    return parts


def whole_text(parts: Sequence[Part]) -> str:
    """The parts as one text; a single file as it stands."""
    return "".join(part.text for part in parts)


def part_line(parts: Sequence[Part], line: int) -> tuple[str, int]:
    """The file in which a line (from 1) of the whole text stands, and its number there; ("", line) for a single file."""
    if len(parts) < 2 or line < 1:
        return "", line
    part = next(one for one in reversed(parts) if one.first <= line)
    return part.name, line - part.first + 1


def text_beside(place: Path, name: str) -> str | None:
    """The text of a document that lies beside a pack file or in its folder, as `name` or `name`.txt; None for none."""
    folder = place if place.is_dir() else place.parent
    for file in (folder / name, folder / f"{name}.txt"):
        if name == Path(name).name and file.is_file() and file.stat().st_size <= MOST_BYTES:
            content = file.read_bytes()
            try:
                return content.decode("utf-8-sig")
            except UnicodeDecodeError:
                return content.decode("gb18030", errors="replace")
    return None


def _is_id(name: str) -> bool:
    return PACK_ID.fullmatch(name) is not None


def _text(file: Path, name: str) -> str:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Unreadable(name, "too_large")
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(name, "unreadable") from error
