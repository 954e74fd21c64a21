"""What runs in the capped child: pages of one foreign file to what they show (RELIABILITY 0.6)."""

from pathlib import Path

from station_desk.domain.scanned import Fault, Geometry, PageSeen
from station_desk.domain.trouble import Trouble
from station_desk.scans import images, limits
from station_desk.scans.pages import look

_FAULTS: dict[str, Fault] = {"scan_page_large": "too_large", "scan_page_damaged": "damaged", "scan_damaged": "damaged"}


def count(name: str) -> int:
    """The number of pages of the file `name`. Troubles scan_kind, scan_damaged, scan_password, scan_pages(most)."""
    pages = images.count(Path(name))
    if pages > limits.PAGES:
        raise Trouble("scan_pages", most=limits.PAGES)
    return pages


def read(task: tuple[str, tuple[int, ...], dict[str, tuple[Geometry, ...]], bool]) -> list[PageSeen]:
    """These pages (from 1) of a file; a page that cannot be read is told as such and stops nothing."""
    name, pages, geometries, cutouts = task
    seen = []
    for page in pages:
        try:
            seen.append(look(images.load(Path(name), page), page, geometries, cutouts=cutouts))
        except Trouble as trouble:
            seen.append(PageSeen(page, fault=_FAULTS.get(trouble.code, "damaged")))
    return seen
