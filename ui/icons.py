"""Icons of one set (Phosphor), in the palette's colours."""

from __future__ import annotations

import functools
from typing import cast

import qtawesome
from PyQt6.QtGui import QIcon

from layers.style import mix
from ui.theme import colours, is_dark, window_colour

SIZE_PX = 20


def icon(name: str) -> QIcon:
    """Give an icon in the colours of the palette in use.

    Parameters
    ----------
    name : str
        Name within Phosphor, such as ``"folder-open"``.
    """
    return _drawn(name, is_dark())


@functools.cache
def _drawn(name: str, dark: bool) -> QIcon:
    c = colours(dark=dark)
    faint = mix(c.text, window_colour(dark=dark), 0.6)
    return cast(
        "QIcon",
        qtawesome.icon(
            f"ph.{name}",
            color=c.text,
            color_disabled=faint,
            color_selected="#10151C" if dark else "#FFFFFF",
        ),
    )
