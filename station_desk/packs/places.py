"""Where a key stands in a pack file: the line of a table, of a key in it, of the n-th entry of a list."""

import difflib
import re
from collections.abc import Iterable, Mapping

_INDEX = re.compile(r"\[(\d+)\]")


def line_of(text: str, key: str) -> int:
    """The line (from 1) on which `key` (quota.per_unit.value, stages[2].code) or the nearest table above it stands;
    0 for none.
    """
    lines = text.splitlines()
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        table, rest = ".".join(parts[:length]), parts[length:]
        head = _head(lines, table)
        if head:
            return next((n for n in _table(lines, head) if rest and _sets(lines[n - 1], rest[0])), head)
    first = (number for number, line in enumerate(lines, 1) if _sets(line, parts[0]))
    begins = (number for number, line in enumerate(lines, 1) if line.startswith((f"[{parts[0]}.", f"[[{parts[0]}")))
    named = (number for number, line in enumerate(lines, 1) if f'"{key}"' in line)
    ways = (first, begins) if len(parts) == 1 else (named, begins)
    return next((number for found in ways for number in found), 0)


def cell_of(places: Mapping[str, str], key: str) -> str:
    """The cell of `key` in a workbook, of the nearest key above it, or "" for none."""
    while key:
        if key in places:
            return places[key]
        at = max(key.rfind("."), key.rfind("["))
        key = key[: max(at, 0)]
    return ""


def probably_meant(name: str, known: Iterable[str]) -> str:
    """The known name that is most like `name`, "" where none is near."""
    return next(iter(difflib.get_close_matches(name, list(known), 1, 0.6)), "")


def _head(lines: list[str], table: str) -> int:
    """The number of the line with the head of `table`; 0 for none."""
    index = _INDEX.search(table)
    if index:
        name, at = f"[[{table[: index.start()]}]]", int(index[1])
        heads = [number for number, line in enumerate(lines, 1) if _bare(line) == name]
        return heads[at] if at < len(heads) else 0
    return next((number for number, line in enumerate(lines, 1) if _bare(line) == f"[{table}]"), 0)


def _bare(line: str) -> str:
    return line.partition("#")[0].strip()


def _table(lines: list[str], head: int) -> range:
    """The numbers of the lines of the table whose head stands on line `head`."""
    end = next((n for n, line in enumerate(lines[head:], head + 1) if line.startswith("[")), len(lines) + 1)
    return range(head + 1, end)


def _sets(line: str, key: str) -> bool:
    return re.match(rf"\s*{re.escape(key)}\s*=", line) is not None
