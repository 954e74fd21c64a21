"""Where the program's own files lie, and where a person's data goes when nobody says otherwise."""

import os
import sys
from pathlib import Path

import platformdirs

from station_desk.domain.trouble import Trouble

_NAME = "station-desk"
_INSTALLED = Path("/opt/station-desk")


def _roots() -> list[Path]:
    """Folders that may hold `resources/` and `forms/`, nearest first."""
    roots = []
    if getattr(sys, "frozen", False):
        unpacked = getattr(sys, "_MEIPASS", None)
        if unpacked:
            roots.append(Path(unpacked))
        roots.append(Path(sys.executable).resolve().parent)
    roots += [Path(__file__).resolve().parents[2], _INSTALLED]
    return roots


def _find(name: str) -> Path:
    for root in _roots():
        if (root / name).is_dir():
            return root / name
    raise Trouble("program_incomplete", folder=name)


def resources_dir() -> Path:
    """Fonts, icons, village lists, packs and catalogues. Trouble program_incomplete when they are gone."""
    return _find("resources")


def forms_dir() -> Path:
    """The paper forms, one file each, which an office may edit. Trouble program_incomplete when they are gone."""
    return _find("forms")


def default_home() -> Path:
    """The home of the person's own office when `--home` is not given."""
    return _data() / "home"


def practice_home() -> Path:
    """The home of the sample station: beside the real one, never in it."""
    return _data() / "practice"


def config_dir() -> Path:
    """The folder of the plain settings; STATION_DESK_CONFIG names another one."""
    named = os.environ.get("STATION_DESK_CONFIG")
    return Path(named) if named else Path(platformdirs.user_config_dir(_NAME, appauthor=False))


def _data() -> Path:
    return Path(platformdirs.user_data_dir(_NAME, appauthor=False))
