"""The valley floor of the mountain town: river, foot of the slopes, ridges, side stream."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from shapely import LineString, Polygon

from .frame import FloatArray, Frame, Wave, bent_frame, largest, snapped, steps

ROAD_FROM_WATER_M = 15.0


@dataclass(frozen=True)
class Valley:
    """The lines along a valley, each as metres to the right (east) of its axis.

    Parameters
    ----------
    frame
        The bent frame all of them live in.
    length_m
        Length of the town along the axis.
    river, half_width
        Middle and half width of the river.
    """

    frame: Frame
    length_m: float
    river: Wave
    half_width: Wave
    foot_east: Wave
    foot_west: Wave
    slope_east: Wave
    slope_west: Wave
    ridge_east: Wave
    ridge_west: Wave

    def bank(self, side: int, s: FloatArray | float) -> FloatArray:
        """Give the riverside road of the east (1) or west (-1) side."""
        return self.river(s) + side * (self.half_width(s) + ROAD_FROM_WATER_M)

    def foot(self, side: int, s: FloatArray | float) -> FloatArray:
        """Give the road along the foot of the slope, at least 125 m from the riverside road."""
        wave = self.foot_east if side > 0 else self.foot_west
        least = self.bank(side, s) + side * 125.0
        gap = side * (wave(s) - least)
        return least + side * 0.5 * (gap + np.sqrt(gap * gap + 900.0))

    def main(self, side: int, s: FloatArray | float) -> FloatArray:
        """Give the street between the two, which leads through the side's middle."""
        bank = self.bank(side, s)
        share = 0.46 + 0.05 * np.sin(2 * np.pi * np.asarray(s) / 900.0 + side)
        return bank + share * (self.foot(side, s) - bank)

    def slope(self, side: int, s: FloatArray | float) -> FloatArray:
        """Give how far from the foot houses climb, in metres (not signed)."""
        return (self.slope_east if side > 0 else self.slope_west)(s)

    def ridge(self, side: int, s: FloatArray | float) -> FloatArray:
        """Give the ridge, where the town's ground ends."""
        wave = self.ridge_east if side > 0 else self.ridge_west
        return self.foot(side, s) + side * wave(s)


def lay_valley(rng: np.random.Generator, length_m: float, middle: tuple[float, float]) -> Valley:
    """Bend a valley through ``middle``.

    Parameters
    ----------
    rng
        Source of the phases.
    length_m
        Length of the town along the axis.
    middle
        Projected coordinates of the town's middle, in metres.
    """

    def wave(mean: float, *parts: tuple[float, float]) -> Wave:
        return Wave(
            mean, tuple((a, length, float(rng.uniform(0, 2 * np.pi))) for a, length in parts)
        )

    bend = Wave(np.deg2rad(78.0), ((0.40, 3300.0, 0.6), (0.05, 1500.0, 2.0)))
    river = Wave(0.0, ((105.0, 1650.0, 0.9), (26.0, 690.0, 2.2)))
    return Valley(
        frame=bent_frame(length_m, bend, middle),
        length_m=length_m,
        river=river,
        half_width=wave(25.0, (5.0, 900.0), (3.0, 310.0)),
        foot_east=wave(310.0, (55.0, 1900.0), (22.0, 640.0)),
        foot_west=wave(-265.0, (50.0, 1500.0), (20.0, 560.0)),
        slope_east=wave(118.0, (52.0, 1100.0), (24.0, 370.0)),
        slope_west=wave(108.0, (56.0, 1300.0), (22.0, 410.0)),
        ridge_east=wave(520.0, (60.0, 1700.0), (32.0, 620.0), (9.0, 230.0)),
        ridge_west=wave(500.0, (66.0, 1500.0), (30.0, 540.0), (9.0, 210.0)),
    )


def boundary_lines(valley: Valley) -> list[LineString]:
    """Draw the four sides of the town's ground: ridges and the two ends of the valley."""
    length = valley.length_m
    s = steps(0.0, length, 30.0)
    lines = [valley.frame.line(s, valley.ridge(side, s)) for side in (1, -1)]
    for end in (0.0, length):
        east, west = float(valley.ridge(1, end)), float(valley.ridge(-1, end))
        # the streets that leave here and the river's middle meet the line at its own vertices
        meets = [float(valley.river(end))]
        meets += [
            float(line(side, end))
            for line in (valley.bank, valley.main, valley.foot)
            for side in (1, -1)
        ]
        d = np.unique(np.concatenate([steps(west, east, 40.0), meets]))
        beyond = np.maximum(
            d - float(valley.foot(1, end)) - 60, float(valley.foot(-1, end)) - d - 60
        ).clip(0.0)
        fade = np.minimum(np.minimum(d - west, east - d), 300.0) / 300.0
        wobble = fade * 45.0 * np.sin(beyond / 75.0)
        lines.append(valley.frame.line(end + wobble, d))
    return lines


def river_polygon(valley: Valley) -> Polygon:
    """Draw the river's water from one end of the town to the other."""
    s = steps(0.0, valley.length_m, 14.0)
    middle, half = valley.river(s), valley.half_width(s)
    ring_s = np.concatenate([s, s[::-1]])
    return valley.frame.polygon(ring_s, np.concatenate([middle + half, (middle - half)[::-1]]))


def stream_line(valley: Valley, at: float) -> LineString:
    """Draw the middle of a stream that comes down the east side at station ``at``."""
    d = steps(float(valley.river(at)), float(valley.ridge(1, at)) + 60.0, 15.0)
    return valley.frame.line(at - 17.0 + 4.5 * np.sin(d / 62.0) + 2.0 * np.sin(d / 19.0), d)


def stream_polygon(line: LineString, river: Polygon, boundary: Polygon) -> Polygon:
    """Give a stream its width, from the river's bank to the edge of the town's ground."""
    wide = shapely.buffer(line, 5.0, quad_segs=2, cap_style="flat")
    inside = shapely.intersection(wide, boundary, grid_size=0.001)
    return snapped(largest(shapely.difference(inside, river, grid_size=0.001)))
