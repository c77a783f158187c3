"""Things on the ground that have a name, made ready once a table: lines, and single spots."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Floats, Ints, Shapes, shapes_of
from ui.canvas.camera import Bounds
from ui.canvas.paths import touching


@dataclass(frozen=True)
class NamedLines:
    """Lines that carry names, joined by name so that a name runs over junctions.

    Attributes
    ----------
    names : list of str, length n
        The widest lines first.
    width_m : float array, shape (n,)
    lines : array of LineString, shape (n,)
        In map coordinates.
    """

    names: list[str]
    width_m: Floats
    lines: Shapes

    @cached_property
    def boxes(self) -> Floats:
        """Bounds of each line."""
        return np.asarray(shapely.bounds(self.lines)).reshape(-1, 4)

    @classmethod
    def of(cls, table: pd.DataFrame) -> NamedLines:
        """Take a table of streets or water; areas are named along their middle."""
        found: list[tuple[str, float, Any]] = []
        named = table[(table["name"] != "").to_numpy()]
        for name, rows in named.groupby("name", sort=True):
            shapes = shapes_of(rows["geometry"])
            lines = shapes[shapely.get_dimensions(shapes) == 1]
            width = 20.0
            if "width_m" in rows.columns:
                wide = rows["width_m"].to_numpy(dtype=float)
                width = float(np.nanmax(np.r_[wide, 0.0]))
            if len(lines):
                parts = shapely.get_parts(lines)
                merged = shapely.line_merge(shapely.multilinestrings(parts))
                found += [(str(name), width, line) for line in shapely.get_parts(merged)]
            for area in shapely.get_parts(shapes[shapely.get_dimensions(shapes) == 2]):
                found.append((str(name), width, middle_line(area)))
        found.sort(key=lambda row: -row[1])
        return cls(
            [row[0] for row in found],
            np.array([row[1] for row in found], dtype=float),
            shapes_of([row[2] for row in found]),
        )

    def seen(self, bounds: Bounds, wanted: Any) -> tuple[Ints, Shapes]:
        """Cut the wanted lines to bounds.

        Parameters
        ----------
        bounds : tuple of float
            In map coordinates.
        wanted : bool array, shape (n,)

        Returns
        -------
        (int array, array of LineString)
            Row and shape of each part, in the order of the rows.
        """
        rows = np.flatnonzero(touching(self.boxes, bounds) & wanted)
        parts, of = shapely.get_parts(
            shapely.clip_by_rect(self.lines[rows], *bounds), return_index=True
        )
        return rows[of], parts


class NamedSpots:
    """Rows of a table that have a name, each with a spot inside its shape.

    Parameters
    ----------
    table : DataFrame
        Columns ``name`` and ``geometry``; rows without either are left out.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        shapes = shapes_of(table["geometry"])
        there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
        rows = np.flatnonzero(there & (table["name"] != "").to_numpy())
        self._shapes: Shapes = shapes[rows]
        self.names: list[str] = table["name"].iloc[rows].astype(str).tolist()
        self.boxes: Floats = np.asarray(shapely.bounds(self._shapes)).reshape(-1, 4)
        self._xy: Floats = np.full((len(rows), 2), np.nan)

    def xy(self, rows: Ints) -> Floats:
        """Give spots in map coordinates, shape (n, 2); each is looked for once."""
        new = rows[np.isnan(self._xy[rows, 0])]
        if len(new):
            self._xy[new] = shapely.get_coordinates(shapely.point_on_surface(self._shapes[new]))
        return self._xy[rows]


class Names:
    """What carries names in the tables of a plan, kept as long as a table stays the same."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, Any]] = {}

    def lines(self, table: pd.DataFrame, name: str) -> NamedLines:
        """Give the lines of a table."""
        found: NamedLines = self._of(table, name, NamedLines.of)
        return found

    def spots(self, table: pd.DataFrame, name: str) -> NamedSpots:
        """Give the spots of a table."""
        found: NamedSpots = self._of(table, name, NamedSpots)
        return found

    def _of(self, table: pd.DataFrame, name: str, make: Any) -> Any:
        kept = self._kept.get(name)
        if kept is None or kept[0] is not table:
            kept = self._kept[name] = table, make(table)
        return kept[1]


def middle_line(area: Any) -> Any:
    """Give a rough line along the middle of a long area such as a river.

    The area is cut across its longer side; the middles of the widest pieces make the line.
    """
    west, south, east, north = shapely.bounds(area)
    upright = (north - south) > (east - west)
    points = []
    for share in np.linspace(0.03, 0.97, 24):
        if upright:
            y = south + share * (north - south)
            across = shapely.LineString([(west - 1, y), (east + 1, y)])
        else:
            x = west + share * (east - west)
            across = shapely.LineString([(x, south - 1), (x, north + 1)])
        cut = shapely.get_parts(shapely.intersection(across, area))
        cut = cut[shapely.get_dimensions(cut) == 1]
        if len(cut):
            longest = cut[int(np.argmax(shapely.length(cut)))]
            points.append(shapely.get_coordinates(longest).mean(axis=0))
    if len(points) < 2:
        return shapely.LineString([(west, (south + north) / 2), (east, (south + north) / 2)])
    return shapely.LineString(points)
