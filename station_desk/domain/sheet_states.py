"""Where a printed sheet can be, and where it can go from there (DOMAIN 2.8)."""

from typing import Literal, get_args

SheetState = Literal["printed", "out", "returned", "entered", "lost", "spoiled"]
"""Printed and still here, handed out, come back, its figures typed in, lost, spoiled."""

STATES: tuple[SheetState, ...] = get_args(SheetState)
OUTSIDE = frozenset({"printed", "out", "lost"})
"""A sheet that is wanted back and is not here; a lost one as long as no other took its place."""

_NEXT: dict[SheetState, frozenset[SheetState]] = {
    "printed": frozenset({"out", "returned", "entered", "lost", "spoiled"}),
    "out": frozenset({"printed", "returned", "entered", "lost", "spoiled"}),
    "returned": frozenset({"out", "entered", "spoiled"}),
    "entered": frozenset({"returned", "spoiled"}),
    "lost": frozenset({"out", "returned", "entered"}),
    "spoiled": frozenset(),
}


def may_become(now: str, then: SheetState) -> bool:
    """Whether a sheet may go from `now` to `then`. A lost one may be found; a spoiled one stays spoiled."""
    return any(state == now and then in ways for state, ways in _NEXT.items())
