"""Backing up from the window: in the background, with progress, and said when it was read back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from station_desk.services import safety
from station_desk.ui.page import Workplace
from station_desk.wording import t


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
