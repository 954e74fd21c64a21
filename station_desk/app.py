"""The composition root: chooses between the window and the command line.

`ui` and `cli` are imported here, late, and nowhere else together: a window must stand before a terminal's libraries
are read, and a script on a machine without Qt's system libraries must still run.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from station_desk import wording
from station_desk.machine import child, screen, start


def main(argv: list[str] | None = None) -> int:
    """Run `station-desk ARGV`; the exit status: 0 done, 2 a trouble, 1 a bug (DESIGN 6)."""
    args = sys.argv[1:] if argv is None else argv
    if args == [child.CHILD_ARGUMENT]:  # a frozen program is its own capped child
        return child.main()
    if argv is None:
        start.begin()
    if not args and screen.has_screen():
        return _open_window(None, None)
    if len(args) == 2 and args[0] == "--home" and screen.has_screen():
        return _open_window(Path(args[1]), None)
    from station_desk.cli.main import run

    ended = run(args, _pictures)
    if ended.window is not None:
        return _open_window(ended.window.home, ended.window.language)
    return ended.status


def _open_window(home: Path | None, language: str | None) -> int:
    """The window on `home` (None: the one used last, or first start) in `language` (None: as set)."""
    if language is not None:
        wording.use_language(language)
    from station_desk.ui.window import run_window

    start.begun()
    return run_window(home, language)


def _pictures(home: Path, pass_phrase: str, folder: Path) -> Sequence[Path]:
    """Pictures of the main pages of the window on `home`, left in `folder`."""
    screen.draw_without_screen()
    from station_desk.ui.pictures import take

    return take(home, pass_phrase, folder)
