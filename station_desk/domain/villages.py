"""Villages as lists bring them: rows of a file, townships of the bundled sample lists, and names brought to their stem.

Names repeat inside a county and never inside a township, so a name is matched inside one township only (DATA 1, 6).
"""

from dataclasses import dataclass

from station_desk.domain.records import Village

NO_POST_KIND = "类似"
"""Farms and zones stand in the statistical lists but are no posts (DESIGN 6, village CSV)."""


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One row of a village list; only `code` and `name` are needed. `kind` is 村, 居 or 类似."""

    code: str
    name: str
    kind: str = "村"
    township_code: str = ""
    township: str = ""
    households: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    merged_into: str | None = None
    officer: str = ""
    room: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Township:
    """A township of the bundled lists: 9-digit code, name, county, the list's year and how many villages it has.

    `key` (code@year) chooses exactly this list in `services.villages.sample_villages`.
    """

    code: str
    name: str
    county: str
    year: int
    count: int

    @property
    def key(self) -> str:
        return f"{self.code}@{self.year}"


@dataclass(frozen=True, slots=True)
class VillageView:
    """A village with its posts on a day: how many the pack grants, how many are filled, how many are open."""

    village: Village
    quota: int
    filled: int
    vacant: int
