"""Where the map lies, and what lies under its grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from gridplanner.crs import WGS84, crs_of
from gridplanner.model import Plan
from layers.web_map.encode import STEPS_PER_DEGREE, Ints, encode_shapes, to_steps


@dataclass(frozen=True)
class Place:
    """How metres of a plan become the page's steps.

    Attributes
    ----------
    to_degrees : Transformer
        From the plan's CRS to WGS84, x = east.
    origin : tuple of int
        Steps that are subtracted: longitude, latitude.
    """

    to_degrees: pyproj.Transformer
    origin: tuple[int, int]

    @staticmethod
    def of(crs: str, bounds_m: npt.NDArray[np.float64]) -> Place:
        """Take the middle of an extent as origin."""
        to_degrees = pyproj.Transformer.from_crs(crs_of(crs), crs_of(WGS84), always_xy=True)
        lon, lat = to_degrees.transform(*((bounds_m[:2] + bounds_m[2:]) / 2))
        return Place(to_degrees, (round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)))

    def steps(self, points_m: npt.ArrayLike) -> Ints:
        """Turn (n, 2) metres into steps."""
        array = np.asarray(points_m, dtype=np.float64).reshape(-1, 2)
        degrees = np.column_stack(self.to_degrees.transform(array[:, 0], array[:, 1]))
        return to_steps(degrees, self.origin)

    def shapes(self, frame: gpd.GeoDataFrame) -> str:
        """Write the geometries of a table."""
        degrees = shapely.transform(
            np.asarray(frame.geometry.values, dtype=object),
            lambda xy: np.column_stack(self.to_degrees.transform(xy[:, 0], xy[:, 1])),
        )
        return encode_shapes(degrees, self.origin)

    def corners(self, bounds_m: npt.NDArray[np.float64]) -> list[int]:
        """Give west, south, east, north in steps of an extent in metres."""
        width_m = bounds_m[2] - bounds_m[0]
        box = shapely.box(*bounds_m).segmentize(max(1.0, width_m / 8))
        steps = self.steps(shapely.get_coordinates(box))
        return [*map(int, steps.min(axis=0)), *map(int, steps.max(axis=0))]


def bounds_of(plan: Plan, grids: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Extent to show, in metres: the boundary, else the grids, else the buildings."""
    for frame in (plan.layer("boundary"), grids, plan.layer("areas"), plan.layer("buildings")):
        if len(frame):
            return np.asarray(frame.total_bounds, dtype=np.float64)
    return np.array([500_000.0, 3_500_000.0, 501_000.0, 3_501_000.0])


def ground_of(plan: Plan, place: Place) -> dict[str, Any]:
    """Write what lies under the grids; names are kept once and referred to by number."""
    buildings = plan.layer("buildings")
    if len(buildings):
        # Neighbours in the list are neighbours on the ground: shorter differences.
        buildings = buildings.iloc[np.argsort(buildings.geometry.hilbert_distance(level=14))]
    streets = plan.layer("streets")
    water = plan.layer("water")
    compounds = [
        # A name that says its compound already needs it no second time.
        "" if compound in name else compound
        for compound, name in zip(buildings["compound"], buildings["name"], strict=True)
    ]
    names, (building_names, building_compounds, street_names, water_names) = _named(
        [list(buildings["name"]), compounds, list(streets["name"]), list(water["name"])]
    )
    width = streets["width_m"].fillna(6.0).clip(1.0, 60.0)
    return {
        "names": names,
        "boundary": place.shapes(plan.layer("boundary")),
        "mask": place.shapes(plan.layer("mask")),
        "water": place.shapes(water),
        "water_area": [int(kind.endswith("Polygon")) for kind in water.geom_type],
        "water_name": water_names,
        "streets": place.shapes(streets),
        "street_name": street_names,
        "street_width": [round(float(w), 1) for w in width],
        "buildings": place.shapes(buildings),
        "building_name": building_names,
        "building_compound": building_compounds,
    }


def _named(columns: Sequence[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Give each name of several columns its number in one list; −1 for none."""
    number_of: dict[str, int] = {}
    numbered = [
        [number_of.setdefault(name, len(number_of)) if name else -1 for name in column]
        for column in columns
    ]
    return list(number_of), numbered
