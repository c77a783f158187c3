"""Strips and tabs on the map: beside one another where there is room, else one below the other."""

from __future__ import annotations

from PyQt6.QtWidgets import QBoxLayout, QWidget


def fit(widget: QWidget, parts: QBoxLayout, room_px: int) -> None:
    """Give a widget on the map its size, no wider than the room there is.

    Parameters
    ----------
    widget : QWidget
    parts : QBoxLayout
        Its layout, turned where its parts do not fit beside one another.
    room_px : int
        Most of its width.
    """
    for way in (QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom):
        parts.setDirection(way)
        parts.activate()
        if widget.sizeHint().width() <= room_px:
            break
    widget.adjustSize()
