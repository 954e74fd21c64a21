"""The tables beside the program, read once for all tests."""

from functools import lru_cache
from pathlib import Path

from station_desk.domain.idno import check_digit, parse_regions
from station_desk.domain.pinyin import Readings, parse_readings

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def _lines(*path: str) -> list[str]:
    return RESOURCES.joinpath(*path).read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=1)
def readings() -> Readings:
    """How characters are read."""
    return parse_readings(_lines("pinyin", "readings.txt"), _lines("pinyin", "surnames.txt"))


@lru_cache(maxsize=1)
def regions() -> frozenset[str]:
    """The known region codes."""
    return parse_regions(_lines("regions", "codes.txt"))


def id_number(birth: str = "1985-03-12", serial: int = 997, region: str = "371602") -> str:
    """An invented ID number with its right check digit; serials 996–999 belong to nobody born after 1930."""
    first = f"{region}{birth.replace('-', '')}{serial}"
    return first + check_digit(first)
