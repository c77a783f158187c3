"""Where the map is looked at from: centre, scale, size, and the way from map to screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QTransform

Bounds = tuple[float, float, float, float]

#: Size of a logical pixel at 96 per inch, in metres: the screen unit of scales 1:n.
PX_M = 0.0254 / 96
#: Closest and farthest scale, in metres of ground per logical pixel.
MIN_M_PER_PX, MAX_M_PER_PX = 0.005, 2_000.0


@dataclass(frozen=True)
class Camera:
    """A view of the ground; every movement makes a new one.

    Attributes
    ----------
    x, y : float
        Map coordinates of the middle of the window.
    m_per_px : float
        Metres of ground per logical pixel.
    width, height : int
        Size of the window in logical pixels.
    """

    x: float = 0.0
    y: float = 0.0
    m_per_px: float = 1.0
    width: int = 1
    height: int = 1

    @property
    def denominator(self) -> float:
        """The n of the scale 1:n."""
        return self.m_per_px / PX_M

    @property
    def bounds(self) -> Bounds:
        """Ground in the window: west, south, east, north."""
        half_w, half_h = self.width * self.m_per_px / 2, self.height * self.m_per_px / 2
        return self.x - half_w, self.y - half_h, self.x + half_w, self.y + half_h

    def to_map(self, pos: QPointF) -> tuple[float, float]:
        """Turn a place in the window into map coordinates."""
        return (
            self.x + (pos.x() - self.width / 2) * self.m_per_px,
            self.y - (pos.y() - self.height / 2) * self.m_per_px,
        )

    def to_screen(self, x: float, y: float) -> QPointF:
        """Turn map coordinates into a place in the window."""
        return QPointF(
            self.width / 2 + (x - self.x) / self.m_per_px,
            self.height / 2 - (y - self.y) / self.m_per_px,
        )

    def ground_of(self, rect: QRectF) -> Bounds:
        """Turn a rectangle of the window into bounds on the ground."""
        west, north = self.to_map(rect.topLeft())
        east, south = self.to_map(rect.bottomRight())
        return west, south, east, north

    def transform(self, origin: tuple[float, float]) -> QTransform:
        """Give the transform from local coordinates (map less origin) to the window."""
        scale = 1 / self.m_per_px
        return QTransform(
            scale,
            0,
            0,
            -scale,
            self.width / 2 + (origin[0] - self.x) * scale,
            self.height / 2 - (origin[1] - self.y) * scale,
        )

    def panned(self, dx_px: float, dy_px: float) -> Camera:
        """Move the ground by so many pixels right and down."""
        return replace(self, x=self.x - dx_px * self.m_per_px, y=self.y + dy_px * self.m_per_px)

    def zoomed(self, factor: float, at: QPointF) -> Camera:
        """Come closer (factor above 1) or go away; the ground under ``at`` stays there."""
        wanted = min(max(self.m_per_px / factor, MIN_M_PER_PX), MAX_M_PER_PX)
        x, y = self.to_map(at)
        return replace(
            self,
            x=x - (at.x() - self.width / 2) * wanted,
            y=y + (at.y() - self.height / 2) * wanted,
            m_per_px=wanted,
        )

    def resized(self, width: int, height: int) -> Camera:
        """Take another window size around the same middle."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def fitted(self, bounds: Bounds, margin: float = 0.04) -> Camera:
        """Look at bounds as a whole, with a margin (a fraction of the window) around."""
        west, south, east, north = bounds
        room_w, room_h = self.width * (1 - 2 * margin), self.height * (1 - 2 * margin)
        wanted = max((east - west) / max(room_w, 1), (north - south) / max(room_h, 1))
        return replace(
            self,
            x=(west + east) / 2,
            y=(south + north) / 2,
            m_per_px=min(max(wanted, MIN_M_PER_PX * 10), MAX_M_PER_PX),
        )
