"""A bent frame: ``s`` metres along a valley's axis, ``d`` metres to its right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, Point, Polygon

FloatArray = npt.NDArray[np.float64]
GRID_M = 0.001
G = TypeVar("G", bound=shapely.Geometry)


@dataclass(frozen=True)
class Wave:
    """A sum of sines over the way along the valley.

    Parameters
    ----------
    mean
        Value the sines swing around, in metres.
    parts
        ``(amplitude_m, length_m, phase_rad)`` of each sine.
    """

    mean: float
    parts: tuple[tuple[float, float, float], ...]

    def __call__(self, s: FloatArray | float) -> FloatArray:
        """Give the wave's value at each ``s``."""
        at = np.asarray(s, dtype=np.float64)
        total = np.full(at.shape, self.mean)
        for amplitude, length, phase in self.parts:
            total = total + amplitude * np.sin(2 * np.pi * at / length + phase)
        return total


@dataclass(frozen=True)
class Frame:
    """The axis of a valley as points one step apart, with its heading at each.

    Parameters
    ----------
    s, x, y, heading
        Arrays of one length: way along the axis in metres, projected coordinates in metres,
        heading in radians from east, anticlockwise.
    """

    s: FloatArray
    x: FloatArray
    y: FloatArray
    heading: FloatArray

    def xy(self, s: FloatArray | float, d: FloatArray | float) -> FloatArray:
        """Give the projected coordinates, an array (n, 2) rounded to a millimetre."""
        along, across = np.broadcast_arrays(
            np.atleast_1d(np.asarray(s, dtype=np.float64)),
            np.atleast_1d(np.asarray(d, dtype=np.float64)),
        )
        heading = np.interp(along, self.s, self.heading)
        x = np.interp(along, self.s, self.x) + across * np.sin(heading)
        y = np.interp(along, self.s, self.y) - across * np.cos(heading)
        return np.round(np.column_stack([x, y]), 3)

    def line(self, s: FloatArray | float, d: FloatArray | float) -> LineString:
        """Draw a line through points of the frame."""
        return LineString(self.xy(s, d))

    def point(self, s: float, d: float) -> Point:
        """Place one point of the frame."""
        return Point(self.xy(s, d)[0])

    def polygon(self, s: FloatArray, d: FloatArray) -> Polygon:
        """Draw a polygon through points of the frame, given as an open ring."""
        return Polygon(self.xy(s, d))


def bent_frame(
    length_m: float, bend: Wave, middle: tuple[float, float], step_m: float = 2.0
) -> Frame:
    """Lay an axis whose heading swings as ``bend`` (radians) says.

    Parameters
    ----------
    length_m
        Length of the axis; it is carried on a little at both ends.
    bend
        Heading in radians along the way.
    middle
        Projected coordinates, in metres, of the axis' middle.
    step_m
        Distance of the points.
    """
    s = np.arange(-400.0, length_m + 400.0 + step_m, step_m)
    heading = bend(s)
    x = np.concatenate([[0.0], np.cumsum(np.cos(heading[:-1]) * step_m)])
    y = np.concatenate([[0.0], np.cumsum(np.sin(heading[:-1]) * step_m)])
    x += middle[0] - np.interp(length_m / 2, s, x)
    y += middle[1] - np.interp(length_m / 2, s, y)
    return Frame(s, x, y, heading)


def steps(start: float, end: float, step_m: float = 12.0) -> FloatArray:
    """Give stations from ``start`` to ``end``, both included, at most ``step_m`` apart."""
    count = max(2, int(np.ceil(abs(end - start) / step_m)) + 1)
    return np.linspace(start, end, count)


def snapped(geometry: G) -> G:
    """Round a geometry to a millimetre without changing its shape."""
    return shapely.set_precision(geometry, GRID_M)


def largest(geometry: shapely.Geometry) -> Polygon:
    """Give the largest polygon of a geometry, an empty polygon when it has none."""
    parts = [
        part
        for part in shapely.get_parts(geometry)
        if isinstance(part, Polygon) and not part.is_empty
    ]
    return max(parts, key=lambda part: part.area, default=Polygon())
