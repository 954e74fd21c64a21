"""Long work tells how far it is and can be stopped between two steps."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (done, total); may raise `Cancelled`, after which nothing of the work remains."""


class Cancelled(Exception):
    """The person stopped the work; nothing was changed."""


def silent(done: int, total: int) -> None:
    """The progress of someone who does not watch."""
