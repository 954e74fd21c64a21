"""What the window hands over when a desk was opened, for the frame to be made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from station_desk.ui.messages import Messages
from station_desk.ui.preferences import Preferences
from station_desk.ui.work import Work

if TYPE_CHECKING:
    from station_desk.services.desk import Desk
    from station_desk.services.find import Finder


@dataclass(frozen=True, slots=True)
class Tools:
    """The opened desk with its finder, and the window's background work, messages and settings."""

    desk: "Desk"
    finder: "Finder"
    work: Work
    messages: Messages
    preferences: Preferences
