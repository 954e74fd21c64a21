"""Whether this computer has a screen that a window could stand on."""

import os
import platform

_PLATFORM = "QT_QPA_PLATFORM"


def has_screen() -> bool:
    """Whether a window can be opened: Windows and macOS always, elsewhere where a display or a platform is named."""
    if platform.system() in ("Windows", "Darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", _PLATFORM))


def draw_without_screen() -> None:
    """From here on windows of this process are drawn into memory, whatever screen there is."""
    os.environ[_PLATFORM] = "offscreen"
