"""The start of the program. What is read then lives as long as the program, so the collector of garbage has nothing to
find in it: it rests until the start is over, and passes those objects over from then on.
"""

import gc


def begin() -> None:
    """The program starts; only for a process of its own."""
    gc.disable()


def begun() -> None:
    """What the program needs is read. Harmless when nothing began, or when called again."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
