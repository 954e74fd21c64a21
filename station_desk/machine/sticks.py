"""Media that can be pulled out and are in this computer now."""

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from station_desk.machine import disk


@dataclass(frozen=True, slots=True)
class Stick:
    """Where a removable medium is found, what it is called, and bytes free on it."""

    path: Path
    label: str
    free: int


_PLACES = ("/media/", "/run/media/", "/mnt/")
_NOT_STICKS = frozenset({"nfs", "nfs4", "cifs", "proc", "sysfs", "tmpfs", "overlay", "squashfs", "autofs", "devtmpfs"})


def mounted(table: str) -> list[Path]:
    """The places in a mount table (the text of /proc/mounts) where desktops put removable media."""
    found = []
    for line in table.splitlines():
        parts = line.split()
        if len(parts) < 3:
            continue
        place = re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), parts[1]).encode("latin-1", "replace")
        path = os.fsdecode(place)
        if f"{path}/".startswith(_PLACES) and parts[2] not in _NOT_STICKS:
            found.append(Path(path))
    return found


if sys.platform == "win32":
    import ctypes

    _REMOVABLE = 2

    def _places() -> list[tuple[Path, str]]:
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        drives = kernel32.GetLogicalDrives()
        found = []
        for number in range(26):
            root = f"{chr(ord('A') + number)}:\\"
            if drives >> number & 1 and kernel32.GetDriveTypeW(ctypes.c_wchar_p(root)) == _REMOVABLE:
                name = ctypes.create_unicode_buffer(261)
                kernel32.GetVolumeInformationW(ctypes.c_wchar_p(root), name, 261, None, None, None, None, 0)
                found.append((Path(root), name.value or root[:2]))
        return found

else:

    def _places() -> list[tuple[Path, str]]:
        try:
            table = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:
            return []
        return [(path, path.name) for path in mounted(table)]


def sticks() -> list[Stick]:
    """The removable media that can be read now, by path. One that goes away meanwhile is left out."""
    found = []
    for path, label in _places():
        try:
            found.append(Stick(path, label, disk.free_bytes(path)))
        except OSError:
            continue
    return sorted(found, key=lambda stick: str(stick.path))
