"""What lies on the map of one grid: a key map and a line of figures, where they hide least."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import shapely

from ui.sheet.frame import Box, MapFrame

_AIR_MM = 1.5
#: Room that the degrees take in two corners: their width and height.
_DEGREES_MM, _DEGREES_HIGH_MM = 26.0, 3.2
_LINE_MM, _SECOND_MM = 4.8, 3.6
#: Room in the box of the lines: at its edges, and between two texts in one line.
PAD_MM, _APART_MM = 1.5, 6.0


@dataclass(frozen=True)
class Insets:
    """Boxes on the page in mm: the key map, and what is said of the grid in one or two lines."""

    key_map: Box
    said: Box
    lines: int


def insets_of(frame: MapFrame, shape: Any, said_mm: tuple[float, float]) -> Insets:
    """Choose corners and edges where the boxes hide as little of a grid as can be.

    Parameters
    ----------
    frame : MapFrame
    shape : Polygon or MultiPolygon
        The grid, in map coordinates; an empty one is hidden nowhere.
    said_mm : pair of float
        Lengths of figures and four sides; where they do not fit beside each other at all edges,
        they stand below each other.
    """
    one = sum(said_mm) + _APART_MM + 2 * PAD_MM
    lines = 1 if one <= _edge_mm(frame) else 2
    size = (one if lines == 1 else max(said_mm) + 2 * PAD_MM, _LINE_MM + (lines - 1) * _SECOND_MM)
    options = [
        Insets(_key_map(frame, up=up, left=left), _said(frame, size, at_top, up, left), lines)
        for up, left, at_top in product((False, True), (False, True), (False, True))
    ]
    # Ties go to the first: the key map below at the right, the line below.
    return min(options, key=lambda one: _hidden(frame, shape, one))


def _side_mm(frame: MapFrame) -> float:
    return min(34.0, frame.width * 0.22)


def _edge_mm(frame: MapFrame) -> float:
    """Give the room along an edge between the degrees and a key map."""
    return frame.width - _DEGREES_MM - _side_mm(frame) - 2 * _AIR_MM


def _key_map(frame: MapFrame, *, up: bool, left: bool) -> Box:
    side = _side_mm(frame)
    high = side * 1.25
    # Degrees stand at the lower left and the upper right.
    clear = _AIR_MM + (_DEGREES_HIGH_MM if up != left else 0.0)
    x = frame.x + _AIR_MM if left else frame.x + frame.width - side - _AIR_MM
    y = frame.y + clear if up else frame.y + frame.height - high - clear
    return x, y, side, high


def _said(frame: MapFrame, size: tuple[float, float], at_top: bool, up: bool, left: bool) -> Box:
    """Lay the lines along an edge, between the degrees and a key map at the same edge."""
    key_mm = _side_mm(frame) + 2 * _AIR_MM if at_top == up else 0.0
    start = frame.x + (_AIR_MM if at_top else _DEGREES_MM)
    end = frame.x + frame.width - (_DEGREES_MM if at_top else _AIR_MM)
    if left:
        start = max(start, frame.x + key_mm)
    else:
        end = min(end, frame.x + frame.width - key_mm)
    width, height = size
    y = frame.y + 0.2 if at_top else frame.y + frame.height - height - 0.2
    return start, y, min(width, end - start), height


def _hidden(frame: MapFrame, shape: Any, insets: Insets) -> float:
    """Measure how much of the grid the boxes hide, in mm² of paper."""
    west, _, _, north = frame.bounds
    m_per_mm = frame.scale / 1000
    boxes = [
        shapely.box(
            west + (x - frame.x) * m_per_mm,
            north - (y + high - frame.y) * m_per_mm,
            west + (x + wide - frame.x) * m_per_mm,
            north - (y - frame.y) * m_per_mm,
        )
        for x, y, wide, high in (insets.key_map, insets.said)
    ]
    hidden = shapely.area(shapely.intersection(shapely.union_all(boxes), shape))
    return round(float(hidden) / m_per_mm**2, 1)
