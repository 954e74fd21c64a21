"""Small tables in chat, a line of headings and a line for each person, as the sentences that they stand for."""

import re
from collections.abc import Sequence

from station_desk.domain.chat_words import WORK

_CELLS = re.compile(r"[\s/|,，、;；]+")
_INNER = re.compile(r"[(（](?P<inner>[^()（）\n]{4,80})[)）]\s*$")
_NAMED = re.compile(r"姓名|名字|人员|助理|村警")
_FEWEST = 2
"""Works; one alone is a sentence."""


def as_sentences(text: str, people: Sequence[str]) -> str:
    """姓名 走访 巡逻 / 周海燕 8 2 becomes 周海燕走访8，巡逻2; every other line stays as it was."""
    lines, headings, held = list[str](), list[str](), ""
    for line in text.split("\n"):
        row = _row(line, headings, people) if headings else None
        if row is not None:
            lines.append(row)
            held = ""
            continue
        if held:
            lines.append(held)
        inner = _INNER.search(line)
        headings = _headings(inner["inner"] if inner else line)
        held = line if headings else ""
        if not headings:
            lines.append(line)
    return "\n".join([*lines, held] if held else lines)


def _headings(line: str) -> list[str]:
    """The headings of a table, [] where a line is none: a name, and two works at least."""
    cells = _CELLS.split(line.strip())
    works = [one for one in cells if WORK.match(one)]
    named = any(_NAMED.match(one) for one in cells)
    return cells if len(works) >= _FEWEST and named and re.search(r"[:\d]", line) is None else []


def _row(line: str, headings: Sequence[str], people: Sequence[str]) -> str | None:
    """The sentence of one row, None where a line is none."""
    cells = _CELLS.split(line.strip())
    if len(cells) != len(headings):
        return None
    name = next((one for cell in cells for one in people if one in cell), None)
    counted = [(work, cell) for work, cell in zip(headings, cells, strict=True) if WORK.match(work)]
    if name is None or not all(re.fullmatch(r"\d{1,4}[\u4e00-\u9fff]?", cell) for _work, cell in counted):
        return None
    said = (f"{found[0]}{cell}" for work, cell in counted if (found := WORK.match(work)))
    return name + "，".join(said)
