"""Coordinates as short text: whole numbers, differences, Base64 VLQ.

Source of the number format: the *source map* revision 3 proposal (Base64 VLQ): five bits a
character, a sixth says that more follow, the lowest bit of a number is its sign. None of its
characters needs escaping in JSON or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Ints = npt.NDArray[np.int64]

#: Steps in one degree: six decimals are 0.1 m, plenty for a screen.
STEPS_PER_DEGREE = 1_000_000

_ALPHABET = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", dtype=np.uint8
)
_MOST_DIGITS = 8


def vlq(numbers: npt.ArrayLike) -> str:
    """Write whole numbers (below 2**38 in size) as Base64 VLQ.

    Examples
    --------
    >>> vlq([0, 1, -1, 16, 123456])
    'ACDgBgkxH'
    >>> vlq([])
    ''
    """
    values = np.asarray(numbers, dtype=np.int64).ravel()
    if len(values) == 0:
        return ""
    signed = (np.abs(values) << 1) | (values < 0)
    shifts = 5 * np.arange(_MOST_DIGITS)
    digits = (signed[:, None] >> shifts) & 31
    more = (signed[:, None] >> (shifts + 5)) > 0
    used = np.ones_like(more)
    used[:, 1:] = more[:, :-1]
    characters = _ALPHABET[digits | (more.astype(np.int64) << 5)]
    text: str = characters[used].tobytes().decode("ascii")
    return text


def to_steps(degrees: npt.ArrayLike, origin: tuple[int, int]) -> Ints:
    """Turn (n, 2) longitudes and latitudes into whole steps from an origin (in steps)."""
    array = np.asarray(degrees, dtype=np.float64).reshape(-1, 2)
    return np.rint(array * STEPS_PER_DEGREE).astype(np.int64) - np.asarray(origin, dtype=np.int64)


def without_repeats(points: Ints, *, closed: bool = False) -> Ints:
    """Drop points equal to the one before; of a closed ring also the repeated first one.

    >>> without_repeats(np.array([[0, 0], [0, 0], [1, 0]])).tolist()
    [[0, 0], [1, 0]]
    """
    if len(points) > 1:
        keep = np.ones(len(points), dtype=bool)
        keep[1:] = np.any(points[1:] != points[:-1], axis=1)
        points = points[keep]
    if closed and len(points) > 1 and np.array_equal(points[0], points[-1]):
        points = points[:-1]
    return points


def encode_lines(lines: Sequence[Ints]) -> str:
    """Write point lists one after the other: count, then differences that run on.

    >>> encode_lines([np.array([[5, 5], [6, 5]])])
    'EKKCA'
    """
    parts: list[Ints] = []
    last = np.zeros(2, dtype=np.int64)
    for line in lines:
        parts.append(np.array([len(line)], dtype=np.int64))
        if len(line):
            parts.append(np.diff(line, axis=0, prepend=last[None, :]).ravel())
            last = line[-1]
    return vlq(np.concatenate(parts)) if parts else ""


def encode_shapes(shapes: Iterable[Any], origin: tuple[int, int]) -> str:
    """Write geometries in degrees: for each the number of its rings, then the rings.

    Polygons give their outer and inner rings, multi-part ones those of all parts; lines and
    points are one "ring" each. Rings that fall to nothing at 0.1 m are left out, the geometry
    stays (with no ring), so that the order still matches the attributes'.

    Parameters
    ----------
    shapes : iterable of geometries
        Longitude, latitude in degrees.
    origin : tuple of int
        Steps to subtract.
    """
    parts: list[Ints] = []
    last = np.zeros(2, dtype=np.int64)
    for shape in shapes:
        rings = []
        for points, closed in _rings(shape):
            ring = without_repeats(to_steps(points, origin), closed=closed)
            if len(ring) >= (3 if closed else 1):
                rings.append(ring)
        parts.append(np.array([len(rings)], dtype=np.int64))
        for ring in rings:
            parts.append(np.array([len(ring)], dtype=np.int64))
            parts.append(np.diff(ring, axis=0, prepend=last[None, :]).ravel())
            last = ring[-1]
    return vlq(np.concatenate(parts)) if parts else ""


def _rings(shape: Any) -> list[tuple[npt.NDArray[np.float64], bool]]:
    if shape is None or shape.is_empty:
        return []
    found: list[tuple[npt.NDArray[np.float64], bool]] = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            found += [
                (shapely.get_coordinates(ring), True) for ring in (part.exterior, *part.interiors)
            ]
        else:
            found.append((shapely.get_coordinates(part), False))
    return found
