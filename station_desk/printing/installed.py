"""The faces of official letters that this computer has: 仿宋, 小标宋, 楷体, 黑体 (PRINTING, section 1).

They are looked for by the family that the file itself names, never by the file's name alone, and used only where the
office chose so. Refused: outlines that cannot be embedded (CFF), faces whose maker forbids embedding, files that lie.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "小标宋": (
        *("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋_GB18030"),
        *("CESI_XBS_GB18030", "CESI小标宋-GB18030", "CESI_XBS_GB13000", "CESI小标宋-GB13000"),
        *("CESI_XBS_GB2312", "CESI小标宋-GB2312"),
    ),
    "仿宋": (
        *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋_GBK"),
        *("FZFangSong-Z02", "CESI_FS_GB18030", "CESI仿宋-GB18030", "CESI_FS_GB13000", "CESI仿宋-GB13000"),
        *("CESI_FS_GB2312", "CESI仿宋-GB2312", "朱雀仿宋", "Zhuque Fangsong", "Zhuque Fangsong (technical preview)"),
        *("FandolFang", "FandolFang R"),
    ),
    "楷": (
        *("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体_GBK", "FZKai-Z03"),
        *("CESI_KT_GB18030", "CESI楷体-GB18030", "CESI_KT_GB13000", "CESI楷体-GB13000", "CESI_KT_GB2312"),
    ),
    "黑": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "华文黑体", "STHeiti", "CESI_HT_GB18030", "CESI黑体-GB18030"),
}
"""Families that fit each role of an official letter, the best first."""

_MOST_BYTES = 128 * 1024 * 1024
_MOST_TABLES = 64
_NAME_IDS = (1, 16)
_FORBIDDEN = 0x0002 | 0x0200
"""Bits of fsType: no embedding at all, bitmaps only."""


@dataclass(frozen=True, slots=True)
class InstalledFace:
    """A face of this computer: its family as its maker calls it, its file, and its place in a collection of faces."""

    family: str
    file: Path
    index: int = 0


def installed_faces(folders: Sequence[Path]) -> dict[str, InstalledFace]:
    """The best face of each role that is there; of two files with one family the first by path."""
    stamps = tuple((folder, folder.stat().st_mtime_ns) for folder in folders if folder.is_dir())
    return dict(_found(stamps))


@lru_cache(maxsize=8)
def _found(stamps: tuple[tuple[Path, int], ...]) -> tuple[tuple[str, InstalledFace], ...]:
    by_family: dict[str, InstalledFace] = {}
    for folder, _ in stamps:
        for file in sorted(folder.rglob("*.[tT][tT][fFcC]")):
            for family, face in _faces(file):
                by_family.setdefault(family, face)
    best = ((role, next((name for name in names if name in by_family), "")) for role, names in FAMILIES.items())
    return tuple((role, by_family[name]) for role, name in best if name)


def _faces(file: Path) -> Iterator[tuple[str, InstalledFace]]:
    """Every family name of the faces in a file that may be embedded; none of a file that cannot be read."""
    try:
        if not 12 < file.stat().st_size <= _MOST_BYTES:
            return
        with file.open("rb") as source:
            content = _Reader(source.read(1 << 16), file)
            starts = content.starts()
            for index, start in enumerate(starts):
                tables = content.tables(start)
                if b"glyf" not in tables or content.kinds(tables) & _FORBIDDEN:
                    continue
                for family in content.families(tables):
                    yield family, InstalledFace(family, file, index)
    except (OSError, struct.error, UnicodeDecodeError, IndexError):
        return


class _Reader:
    """The head of a font file, and stretches of the rest of it as they are asked for."""

    def __init__(self, head: bytes, file: Path) -> None:
        self.head, self.file = head, file

    def at(self, start: int, length: int) -> bytes:
        """`length` bytes from `start`."""
        if start + length <= len(self.head):
            return self.head[start : start + length]
        with self.file.open("rb") as source:
            source.seek(start)
            return source.read(min(length, 1 << 20))

    def starts(self) -> list[int]:
        """Where each face of the file begins: one, or those of a collection."""
        if self.at(0, 4) != b"ttcf":
            return [0]
        (count,) = struct.unpack(">L", self.at(8, 4))
        count = min(count, _MOST_TABLES)
        return list(struct.unpack(f">{count}L", self.at(12, 4 * count)))

    def tables(self, start: int) -> dict[bytes, tuple[int, int]]:
        """Where the tables of a face lie: start and length."""
        (count,) = struct.unpack(">H", self.at(start + 4, 2))
        found = {}
        for i in range(min(count, _MOST_TABLES)):
            tag, _, offset, length = struct.unpack(">4sLLL", self.at(start + 12 + 16 * i, 16))
            found[tag] = (offset, length)
        return found

    def kinds(self, tables: Mapping[bytes, tuple[int, int]]) -> int:
        """What its maker allows: fsType; everything where the face says nothing."""
        if b"OS/2" not in tables:
            return 0
        (kinds,) = struct.unpack(">H", self.at(tables[b"OS/2"][0] + 8, 2))
        return int(kinds)

    def families(self, tables: Mapping[bytes, tuple[int, int]]) -> list[str]:
        """The family names of a face in every language it gives."""
        start, length = tables.get(b"name", (0, 0))
        whole = self.at(start, length)
        _, count, strings = struct.unpack(">HHH", whole[:6])
        names = []
        for i in range(count):
            platform, _, _, kind, size, offset = struct.unpack(">6H", whole[6 + 12 * i : 18 + 12 * i])
            if kind in _NAME_IDS and platform in (0, 3):
                raw = whole[strings + offset : strings + offset + size]
                names.append(raw.decode("utf-16-be").strip())
        return list(dict.fromkeys(name for name in names if name))
