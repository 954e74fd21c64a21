"""The names by which tests, outside drivers and screen readers find a control; and parts that change their dress."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

W = TypeVar("W", bound=QWidget)

CONTRACT_NAMES = frozenset(
    {"search", "navigation", "list", "card", "primary-action", "month-grid", "preview", "message", "status"}
)
"""Names that outside drivers rely on (DESIGN 6)."""


def named(widget: W, name: str) -> W:
    """Give `widget` its English name: `objectName` for tests, `accessibleName` for drivers and screen readers.

    A label stays readable from outside by what it says: its name is for tests only, unless DESIGN 6 fixes it.
    """
    widget.setObjectName(name)
    if not isinstance(widget, QLabel) or name in CONTRACT_NAMES:
        widget.setAccessibleName(name)
    if isinstance(widget, QAbstractButton):
        widget.setAccessibleDescription(widget.text().strip())
    return widget


def show_if(widget: QWidget, on: bool) -> None:
    """Show or hide a part of a page. A part that has no parent yet is only hidden: shown, it would be a window."""
    if not on:
        widget.hide()
    elif widget.parent() is not None:
        widget.show()


def restyle(widget: QWidget) -> None:
    """Read the style sheet again after a property that it selects by has changed."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
