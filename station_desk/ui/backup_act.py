"""Backing up from the window: in the background, with progress, said when it was read back; and once a day by itself."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from station_desk.services import safety
from station_desk.ui.page import Workplace
from station_desk.wording import t

LOOK_MS = 90_000
"""So often it is looked whether the backup of the day is due."""


def back_up(place: Workplace, owner: QObject, to: Path | None = None, then: Callable[[], object] | None = None) -> None:
    """Write a backup to `to` (None: the home's own folder), read it back, and only then say that it is there."""
    desk = place.desk

    def done(report: safety.BackupReport) -> None:
        place.messages.done(t("备份写好，已读回核对：{file}", file=report.file.name))
        place.overview.read_now()
        if then is not None:
            then()

    place.work.run(
        lambda progress: safety.backup(desk, to=to, progress=progress), done, label=t("正在备份"), owner=owner
    )


class DailyBackup(QObject):
    """Once a day, when nothing else is being done, a backup to the home's own folder without being asked (UX 1.5)."""

    def __init__(self, place: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._place = place
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to look whether one is due."""
        self._timer.start()

    def stop(self) -> None:
        """Look no longer."""
        self._timer.stop()

    def look(self) -> None:
        """Back up if one is due and nothing runs. A practice desk has nothing to lose."""
        desk = self._place.desk
        if not desk.read_only and not desk.practice and self._place.work.idle and safety.backup_due(desk):
            back_up(self._place, self)
