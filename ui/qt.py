"""Small helpers for what Qt's type stubs leave open."""

from __future__ import annotations

from typing import TypeVar

from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtWidgets import QLayout, QWidget

T = TypeVar("T")

#: Role under which models keep the plain value, for sorting and for delegates.
VALUE = Qt.ItemDataRole.UserRole
NOWHERE = QModelIndex()


def held(value: T | None) -> T:
    """Take what Qt says may be absent and is not.

    Raises
    ------
    RuntimeError
        It is absent after all.
    """
    if value is None:
        raise RuntimeError("Qt gave nothing")
    return value


def clear(layout: QLayout) -> None:
    """Take all widgets and layouts out of a layout and let them go."""
    while layout.count():
        item = held(layout.takeAt(0))
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def tight(layout: QLayout, margin: int = 0, spacing: int = 4) -> None:
    """Set margin and spacing of a layout, in px."""
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)


def named(widget: QWidget, name: str) -> None:
    """Name a widget for the stylesheet and for tests."""
    widget.setObjectName(name)


def fit_screen(window: QWidget) -> None:
    """Make a window no larger than the screen it is on, as its layout allows."""
    screen = window.screen()
    if screen is not None:
        window.resize(window.size().boundedTo(screen.availableGeometry().size()))
