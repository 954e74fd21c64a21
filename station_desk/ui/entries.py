"""How a page is entered in the window: its name, word, icon, key, group, the offices that have it, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from station_desk.domain.records import OfficeKind
from station_desk.ui.page import Act, Page, Workplace

BOTH = (OfficeKind.STATION, OfficeKind.COUNTY)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that exists and works. `word` is marked by N; `key` is the character after Ctrl+.

    A page that only opens from another one names it in `under` and has no key: it is not in the navigation.
    """

    name: str
    word: str
    icon: str
    key: str
    group: int
    factory: Callable[[Workplace], Page]
    acts: tuple[Act, ...] = ()
    offices: tuple[OfficeKind, ...] = BOTH
    under: str = ""
