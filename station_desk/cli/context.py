"""What every command has: the home, the language, one JSON answer, and the way a trouble is told."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from station_desk.cli import door
from station_desk.domain.trouble import Trouble
from station_desk.machine import folders
from station_desk.wording import call_people, t

if TYPE_CHECKING:
    from station_desk.services.desk import Desk

Pictures = Callable[[Path, str, Path], Sequence[Path]]
"""Takes (home, pass phrase, folder), leaves pictures of the window's main pages there and names them."""


class WindowWanted(Exception):
    """No command was given: the window is wanted on `home` (None: the one used last) in `language` (None: as set)."""

    def __init__(self, home: Path | None, language: str | None = None) -> None:
        super().__init__()
        self.home = home
        self.language = language


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table for the terminal: its heads, and rows of texts."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass
class Session:
    """One run of the command line. A command fills `answer`; it is printed once, at the end, also beside a trouble."""

    home: Path = field(default_factory=folders.default_home)
    json: bool = False
    pictures: Pictures | None = None
    answer: dict[str, object] = field(default_factory=dict)
    lines: list[str | Table] = field(default_factory=list)

    def say(self, *lines: str | Table) -> None:
        """What a person reads on the terminal instead of JSON."""
        self.lines.extend(lines)

    def note(self, text: str) -> None:
        """Progress and remarks: always to stderr."""
        print(text, file=sys.stderr)  # noqa: T201

    @property
    def person(self) -> str | None:
        """STATION_DESK_USER, or None for the first person of the home."""
        return os.environ.get("STATION_DESK_USER")

    @contextmanager
    def desk(self, *, write: bool = False) -> Iterator["Desk"]:
        """The home, unlocked by the person of STATION_DESK_USER (default: the first) for reading or writing.

        Raises `Trouble` as `open_desk` does.
        """
        opened = door.open_desk(self.home, self.person, pass_phrase(), write=write)
        said = door.person_word(opened)
        call_people(lambda: said)
        try:
            yield opened
        finally:
            opened.close()

    def print_answer(self) -> None:
        """The one document, or the lines for a person, to stdout."""
        if self.json:
            if self.answer:
                sys.stdout.write(json.dumps(self.answer, ensure_ascii=False, indent=1) + "\n")
            return
        if self.lines:
            door.show(self.lines)

    def tell_trouble(self, trouble: Trouble) -> None:
        """Three sentences to stderr, and into the answer under `trouble`."""
        told = door.tell(trouble)
        self.answer["trouble"] = {"code": told.code, "what": told.what, "safe": told.safe, "next": told.next}
        for label, sentence in (
            (t("出了什么事"), told.what),
            (t("数据安全吗"), told.safe),
            (t("下一步做什么"), told.next),
        ):
            self.note(t("{label}：{sentence}", label=label, sentence=sentence))


def pass_phrase(*, new: bool = False) -> str:
    """From STATION_DESK_PASSPHRASE, else asked for (a new one twice). Raises Trouble `pass_phrase_missing`."""
    given = os.environ.get("STATION_DESK_PASSPHRASE")
    if given is not None:
        return given
    if not sys.stdin.isatty():
        raise Trouble("pass_phrase_missing")
    first = getpass.getpass(t("口令：") if not new else t("新口令："), stream=sys.stderr)
    if new and getpass.getpass(t("再输入一次："), stream=sys.stderr) != first:
        raise Trouble("pass_phrases_differ")
    return first


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A plain table for the terminal; a cell without a value is empty."""
    return Table(heads, [["" if cell is None else str(cell) for cell in row] for row in rows])
