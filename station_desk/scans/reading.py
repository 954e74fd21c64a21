"""The door for scans: what their pages show, read in child processes with caps on time, memory, pixels and pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from station_desk.domain.scanned import Fault, Geometry, PageSeen
from station_desk.domain.trouble import Trouble
from station_desk.machine.children import run_capped
from station_desk.scans import limits

_COUNT, _READ = "station_desk.scans.child:count", "station_desk.scans.child:read"
_OF_THE_CHILD: dict[str, Fault] = {
    "child_too_slow": "too_slow",
    "child_too_big": "too_large",
    "child_failed": "damaged",
}


def _nothing() -> None:
    return None


def count_pages(file: Path, waiting: Callable[[], None] = _nothing) -> int:
    """How many pages a scan has. `waiting` is called meanwhile and may raise `Cancelled`.

    Troubles, each with the fact `file`: scan_missing, scan_heavy(limit_mb), scan_kind, scan_damaged, scan_password,
    scan_pages(most).
    """
    try:
        size = file.stat().st_size
        with file.open("rb"):
            pass
    except OSError as error:
        raise Trouble("scan_missing", file=file.name) from error
    if size > limits.FILE_BYTES:
        raise Trouble("scan_heavy", file=file.name, limit_mb=limits.FILE_BYTES >> 20)
    try:
        pages = run_capped(_COUNT, str(file), limits.COUNT_SECONDS, limits.MEMORY_MB, waiting)
    except Trouble as trouble:
        code = "scan_damaged" if trouble.code in _OF_THE_CHILD else trouble.code
        raise Trouble(code, **{**trouble.facts, "file": file.name}) from trouble
    if not isinstance(pages, int):
        raise Trouble("scan_damaged", file=file.name)
    return pages


def read_pages(
    file: Path,
    pages: Sequence[int],
    geometries: Mapping[str, tuple[Geometry, ...]],
    waiting: Callable[[], None] = _nothing,
    *,
    cutouts: bool = False,
) -> Iterator[PageSeen]:
    """What these pages (from 1) show, in their order, as far as they are read. A page that brings its reader down is
    told as bad, alone. `waiting` may raise `Cancelled`.
    """
    for start in range(0, len(pages), limits.AT_ONCE):
        some = tuple(pages[start : start + limits.AT_ONCE])
        try:
            yield from _read(file, some, geometries, waiting, cutouts)
        except Trouble as trouble:
            if trouble.code not in _OF_THE_CHILD:
                raise
            for page in some:
                yield _alone(file, page, geometries, waiting, cutouts)


def _alone(
    file: Path, page: int, geometries: Mapping[str, tuple[Geometry, ...]], waiting: Callable[[], None], cutouts: bool
) -> PageSeen:
    try:
        return _read(file, (page,), geometries, waiting, cutouts)[0]
    except Trouble as trouble:
        return PageSeen(page, fault=_OF_THE_CHILD.get(trouble.code, "damaged"))


def _read(
    file: Path,
    pages: tuple[int, ...],
    geometries: Mapping[str, tuple[Geometry, ...]],
    waiting: Callable[[], None],
    cutouts: bool,
) -> list[PageSeen]:
    task = (str(file), pages, dict(geometries), cutouts)
    answer = run_capped(_READ, task, limits.PAGE_SECONDS * len(pages), limits.MEMORY_MB, waiting)
    if not isinstance(answer, list) or [getattr(one, "page", 0) for one in answer] != list(pages):
        raise Trouble("child_failed", status=0)
    return answer
