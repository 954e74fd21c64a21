"""Asking for a file or a folder, without stopping the program: the answer comes by a call. The lock closes them."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

_IN_NO_NAME = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def _ask(
    parent: QWidget, title: str, mode: QFileDialog.FileMode, patterns: str, chosen: Callable[[list[Path]], object]
) -> QFileDialog:
    dialog = QFileDialog(parent.window(), title, "", patterns)
    dialog.setObjectName("file-dialog")
    dialog.setFileMode(mode)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_open(parent: QWidget, title: str, patterns: str, chosen: Callable[[Path], object]) -> QFileDialog:
    """Ask for one file that is there. `patterns` as Qt writes them: "表格 (*.xlsx *.xls *.csv)"."""
    return _ask(parent, title, QFileDialog.FileMode.ExistingFile, patterns, lambda files: chosen(files[0]))


def ask_open_many(parent: QWidget, title: str, patterns: str, chosen: Callable[[list[Path]], object]) -> QFileDialog:
    """Ask for one or several files that are there."""
    return _ask(parent, title, QFileDialog.FileMode.ExistingFiles, patterns, chosen)


def ask_folder(parent: QWidget, title: str, chosen: Callable[[Path], object]) -> QFileDialog:
    """Ask for a folder, such as a stick."""
    return _ask(parent, title, QFileDialog.FileMode.Directory, "", lambda files: chosen(files[0]))


def ask_save(
    parent: QWidget, title: str, suggested: str, patterns: str, chosen: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to save; `suggested` is a file name, whose ending is added where the person leaves it out.

    It may hold what another office wrote: it never names a folder.
    """
    dialog = _ask(parent, title, QFileDialog.FileMode.AnyFile, patterns, lambda files: chosen(files[0]))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    dialog.selectFile(_IN_NO_NAME.sub("_", suggested))
    return dialog


def close_all() -> None:
    """Close every dialog of this kind that is open (the lock does)."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
