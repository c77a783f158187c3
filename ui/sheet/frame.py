"""Where a map lies on a page, and what ground it shows."""

from __future__ import annotations

from dataclasses import dataclass

from ui.canvas.camera import Bounds, Camera
from ui.sheet.paper import MM_PER_INCH

#: x, y, width, height on the page, in mm.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class MapFrame:
    """Where a map lies on the page and what it shows.

    Attributes
    ----------
    x, y, width, height : float
        The frame's box in mm, without the gutter for coordinates.
    centre : pair of float
        Map coordinates of its middle.
    scale : int
        The n of 1:n.
    focus : tuple of int
        Grids that the sheet is about; all else is veiled. Empty: nothing is.
    """

    x: float
    y: float
    width: float
    height: float
    centre: tuple[float, float]
    scale: int
    focus: tuple[int, ...] = ()

    @property
    def bounds(self) -> Bounds:
        """Ground in the frame: west, south, east, north."""
        half_w = self.width * self.scale / 2000
        half_h = self.height * self.scale / 2000
        x, y = self.centre
        return x - half_w, y - half_h, x + half_w, y + half_h

    def camera(self, density: float) -> Camera:
        """Give the camera whose window is the frame, for so many pixels an inch.

        The canvas reckons 96 pixels an inch when it decides what can be read at a scale;
        print reads finer, so a denser page shows what the window shows from nearer.
        """
        k = density / MM_PER_INCH
        return Camera(
            *self.centre,
            self.scale / 1000 / k,
            max(round(self.width * k), 1),
            max(round(self.height * k), 1),
        )


def centre_of(bounds: Bounds) -> tuple[float, float]:
    """Give the middle of bounds."""
    return (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
