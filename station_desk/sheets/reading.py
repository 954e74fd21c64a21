"""The door for foreign files: their cells, read in a child process with caps on time, memory and size."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from station_desk.domain.intake_cells import OPEN_ELSEWHERE, RawBook
from station_desk.domain.trouble import Trouble
from station_desk.machine.children import run_capped
from station_desk.sheets import limits

_TARGET = "station_desk.sheets.child:read"
_LOCK_FILES = ("~$", ".~")
"""What Excel and WPS leave beside a workbook while it is open; the owner's name is in it and no table."""
_MARKS = ("~${name}", ".~{name}", ".~lock.{name}#")
"""The names of those files: Excel's and WPS's, WPS's on Linux, LibreOffice's."""
_OF_THE_CHILD = {
    "child_too_slow": "sheet_too_slow",
    "child_too_big": "sheet_too_much_memory",
    "child_failed": "sheet_damaged",
}


def read_book(
    file: Path,
    waiting: Callable[[], None] = lambda: None,
    *,
    seconds: float = limits.SECONDS,
    memory_mb: int = limits.MEMORY_MB,
) -> RawBook:
    """The sheets of `file` (xlsx, xls or CSV by content). `waiting` is called meanwhile and may raise `Cancelled`.

    The file is copied into memory whole and let go at once, so that it may be open in another program; then the book
    bears the note open_elsewhere (DOMAIN 6.3 I60).

    Troubles, each with the fact `file`: sheet_missing, sheet_locked, sheet_lock_file, sheet_file_too_large, sheet_too_slow,
    sheet_too_much_memory, and those of `child.read`.
    """
    if file.name.startswith(_LOCK_FILES):
        raise Trouble("sheet_lock_file", file=file.name)
    try:
        size = file.stat().st_size
        with file.open("rb"):
            pass
    except PermissionError as error:
        raise Trouble("sheet_locked", file=file.name) from error
    except OSError as error:
        raise Trouble("sheet_missing", file=file.name) from error
    if size > limits.FILE_BYTES:
        raise Trouble("sheet_file_too_large", file=file.name, limit_mb=limits.FILE_BYTES // 1024 // 1024)
    try:
        answer = run_capped(_TARGET, str(file), seconds, memory_mb, waiting)
    except Trouble as trouble:
        code = _OF_THE_CHILD.get(trouble.code, trouble.code)
        raise Trouble(code, **{**trouble.facts, "file": file.name}) from trouble
    if not isinstance(answer, RawBook):
        raise Trouble("sheet_damaged", file=file.name)
    return replace(answer, notes=(*answer.notes, OPEN_ELSEWHERE)) if _is_open_elsewhere(file) else answer


def _is_open_elsewhere(file: Path) -> bool:
    """Whether another program has left its mark beside the file."""
    return any(file.with_name(mark.format(name=file.name)).exists() for mark in _MARKS)
