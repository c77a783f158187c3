"""Places of the labels on the pack's small maps: in their grids, and off each other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely

#: Shifts from the middle of a grid that are tried, in widths and heights of a label.
_SHIFTS = ((0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1))


def spots_of(
    shapes: Iterable[Any], width: float, height: float
) -> list[tuple[float, float] | None]:
    """Find a middle for the label of each shape.

    Parameters
    ----------
    shapes : iterable of Polygon or MultiPolygon
        In the units of the labels' size, or any others that it is given in.
    width, height : float
        Size of a label.

    Returns
    -------
    list
        x, y of each middle; None where there is no room beside the other labels.
    """
    found: list[tuple[float, float] | None] = []
    taken: list[tuple[float, float]] = []
    for shape in shapes:
        part = max(shapely.get_parts(shape), key=lambda one: float(one.area))
        circle = shapely.maximum_inscribed_circle(part, max(float(part.area) ** 0.5 / 50, 1e-6))
        x, y = shapely.get_coordinates(circle)[0]
        places = ((float(x) + dx * width, float(y) + dy * height) for dx, dy in _SHIFTS)
        spot = next(
            (
                at for at in places
                if all(abs(at[0] - a) >= width or abs(at[1] - b) >= height for a, b in taken)
            ),
            None,
        )  # fmt: skip
        found.append(spot)
        if spot is not None:
            taken.append(spot)
    return found
