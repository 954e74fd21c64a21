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


def font_dirs() -> list[Path]:
    """Where this computer keeps the typefaces that are installed on it; those folders that are there."""
    if sys.platform == "win32":
        places = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
        local = os.environ.get("LOCALAPPDATA")
        places += [Path(local) / "Microsoft" / "Windows" / "Fonts"] if local else []
    else:
        shared = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        places = [Path(root) / "fonts" for root in shared.split(":") if root]
        places += [Path(platformdirs.user_data_dir()) / "fonts", Path.home() / ".fonts"]
    return [place for place in dict.fromkeys(places) if place.is_dir()]


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
