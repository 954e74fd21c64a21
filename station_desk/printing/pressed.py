"""What the press gives back."""

from dataclasses import dataclass

from station_desk.domain.paper import PageDetail, PrintWarning


@dataclass(frozen=True, slots=True)
class PressedPage:
    """One page of a print: to which document (index) it belongs, its page there, and where its code lies."""

    document: int
    page: int
    pages: int
    detail: PageDetail


@dataclass(frozen=True, slots=True)
class Pressed:
    """A finished PDF. `faces`: which face of this computer took the place of a bundled one, by role."""

    pdf: bytes
    pages: tuple[PressedPage, ...]
    warnings: tuple[PrintWarning, ...]
    faces: tuple[tuple[str, str], ...] = ()
