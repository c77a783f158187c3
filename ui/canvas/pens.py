"""Pens of the map."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPen

ROUND_FROM_PX = 2.6


def pen(colour: str, width_px: float, alpha: float = 1.0) -> QPen:
    """Make a pen whose width is in pixels at every scale."""
    shade = QColor(colour)
    shade.setAlphaF(alpha)
    made = QPen(shade, width_px, Qt.PenStyle.SolidLine)
    # Round ends and joints cost a third more and show only on wide lines.
    wide = width_px >= ROUND_FROM_PX
    made.setCapStyle(Qt.PenCapStyle.RoundCap if wide else Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin if wide else Qt.PenJoinStyle.BevelJoin)
    made.setCosmetic(True)
    return made
