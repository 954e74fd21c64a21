"""An act of a small form: what goes wrong is said below its fields, and the form stays as it was typed."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWidget

from station_desk.domain.trouble import Trouble
from station_desk.ui.door import tell
from station_desk.ui.fields import say_under
from station_desk.ui.page import Workplace
from station_desk.wording import t

_RUNNING = "act-runs"
"""A property of the line below the fields while its act is not answered yet."""


def act_or_say(
    owner: QWidget, place: Workplace, act: Callable[[], object], wrong: QLabel, done: Callable[[], object]
) -> None:
    """Do `act` in the background, then `done`; a known trouble stands in `wrong` with what to do next.

    Asked again before the answer came (Enter twice), nothing more is done.
    """
    if wrong.property(_RUNNING):
        return
    wrong.setProperty(_RUNNING, True)

    def finished(_answer: object) -> None:
        wrong.setProperty(_RUNNING, False)
        done()

    def failed(error: Exception) -> None:
        wrong.setProperty(_RUNNING, False)
        if not isinstance(error, Trouble):
            place.messages.error(error)
            return
        told = tell(error)
        say_under(wrong, t("{first}{then}", first=told.what, then=told.next))
        place.messages.overlay.fit()

    place.work.run(lambda _progress: act(), finished, failed, owner=owner)
