"""Which faces official letters are set in: the bundled ones, or 仿宋, 小标宋, 楷体 and 黑体 of this computer.

Off unless the office chose otherwise: with the bundled faces a page is the same, pixel for pixel, on every computer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from station_desk.domain.trouble import Trouble
from station_desk.machine import folders
from station_desk.printing import door
from station_desk.services.desk import Desk

_KEY = "letter_faces"
_INSTALLED = "installed"

OWN = "letters"
"""Folder below `fonts/` of the home: faces that an office puts there are found like those of the computer."""


@dataclass(frozen=True, slots=True)
class LetterFaces:
    """Whether this computer's faces are used for letters (`chosen`), and those that are there, family by role."""

    chosen: bool
    there: Mapping[str, str]


def letter_folders(desk: Desk) -> tuple[Path, ...]:
    """The folders in which faces for letters are looked for; none where the bundled ones are used."""
    return _folders(desk) if desk.store.setting(_KEY) == _INSTALLED else ()


def letter_faces(desk: Desk) -> LetterFaces:
    """What is chosen and what is there."""
    there = door.letter_faces(folders.resources_dir() / "fonts", _folders(desk))
    return LetterFaces(bool(letter_folders(desk)), there)


def choose_faces(desk: Desk, *, installed: bool) -> LetterFaces:
    """Set letters in this computer's faces, or in the bundled ones again. Trouble read_only."""
    if desk.read_only:
        raise Trouble("read_only")
    desk.store.set_setting(_KEY, _INSTALLED if installed else None)
    return letter_faces(desk)


def _folders(desk: Desk) -> tuple[Path, ...]:
    return (desk.home.path / "fonts" / OWN, *folders.font_dirs())
