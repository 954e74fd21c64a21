"""Drafts are kept while somebody types on, not only when the hands rest."""

from types import SimpleNamespace
from unittest.mock import Mock

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station_desk.ui.keeping import AFTER_MS, DraftKeeper


def test_who_types_on_without_a_pause_is_kept_all_the_same(qtbot: QtBot) -> None:
    parent, page, kept = QObject(), Mock(NAME="month"), []
    keeper = DraftKeeper(SimpleNamespace(), parent)  # type: ignore[arg-type]
    keeper.keep = kept.append  # type: ignore[method-assign,assignment]
    assert keeper._timer.interval() == AFTER_MS == 2000
    keeper._timer.setInterval(60)

    def a_key_and_what_is_kept() -> bool:
        keeper.typed(page)  # type: ignore[arg-type]
        return bool(kept)

    qtbot.waitUntil(a_key_and_what_is_kept, timeout=10_000)
    assert kept == [page]
    keeper._timer.stop()
