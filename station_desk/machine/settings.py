"""Plain settings of this computer's user: language, theme, size of type, the home used last. Nothing secret.

Kept twice, each copy with a checksum; where both are damaged the settings are as on the first day (Windows may leave a
file of the right length full of zeros after a power cut).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from station_desk.machine.files import write_twice
from station_desk.machine.folders import config_dir

_FIELDS: Mapping[str, tuple[type, ...]] = {
    "language": (str, type(None)),
    "theme": (str,),
    "type_size": (int,),
    "last_home": (str, type(None)),
    "idle_minutes": (int,),
    "papers": (dict,),
}


@dataclass(frozen=True, slots=True)
class PlainSettings:
    """`language` None: not chosen; `theme` "system", "light" or "dark"; `type_size` in percent; `idle_minutes` 1–15.

    `papers`: how each form was printed last on this computer, by its code; see `paper_habit`.
    """

    language: str | None = None
    theme: str = "system"
    type_size: int = 100
    last_home: str | None = None
    idle_minutes: int = 5
    papers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaperHabit:
    """How a form is printed on this computer: printer ("" for the usual one), tenths of a millimetre that everything is
    moved right and down on pre-printed stock, both sides, two pages on a sheet of twice the size."""

    printer: str = ""
    right: int = 0
    down: int = 0
    duplex: bool = False
    two_up: bool = False


def paper_habit(settings: PlainSettings, form: str) -> PaperHabit:
    """How `form` was printed last here; as on the first day where that is not known or not whole."""
    known = settings.papers.get(form)
    if not isinstance(known, Mapping):
        return PaperHabit()
    usual = asdict(PaperHabit())
    return PaperHabit(**{name: known[name] for name in usual if type(known.get(name)) is type(usual[name])})


def with_habit(settings: PlainSettings, form: str, habit: PaperHabit) -> PlainSettings:
    """The settings with how `form` is printed."""
    return replace(settings, papers={**settings.papers, form: asdict(habit)})


def load_settings() -> PlainSettings:
    """The settings as they were kept last; those of the first day where there are none that are whole."""
    for file in _files():
        told = _read(file)
        if told is not None:
            return PlainSettings(**told)
    return PlainSettings()


def save_settings(settings: PlainSettings) -> None:
    """Keep the settings. Raises OSError."""
    first, second = _files()
    first.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(settings), ensure_ascii=False).encode()
    write_twice(first, second, hashlib.sha256(text).hexdigest().encode() + b"\n" + text)


def _files() -> tuple[Path, Path]:
    folder = config_dir()
    return folder / "settings-a.json", folder / "settings-b.json"


def _read(file: Path) -> dict[str, Any] | None:
    """The known settings of one copy; None when it is not whole."""
    try:
        checksum, text = file.read_bytes().split(b"\n", 1)
        if checksum != hashlib.sha256(text).hexdigest().encode():
            return None
        told = json.loads(text)
        return {name: told[name] for name, kinds in _FIELDS.items() if name in told and type(told[name]) in kinds}
    except (OSError, ValueError, TypeError):
        return None
