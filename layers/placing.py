"""Bring geometry home: into the plan's CRS, to the types of its table, onto the 1 mm grid."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError

from gridplanner.crs import WGS84, crs_of, guess_crs
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.datum import Datum, to_wgs84
from layers.notes import Note
from layers.shapes import swapped, with_axes_swapped

Shapes = np.ndarray[Any, np.dtype[np.object_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]

#: All geometry of a plan lies on this grid.
GRID_M = 0.001
#: A layer that begins farther from the boundary than this is of another place.
_FAR_M = 50_000.0


def points_of(first: Floats, second: Floats, crs: str | None) -> tuple[Shapes, str | None]:
    """Make points of two columns of coordinates, x = east or in survey order.

    Parameters
    ----------
    first, second : arrays of float
        NaN where a row has none.
    crs : str, optional
        CRS of the figures; guessed by their size where absent.

    Returns
    -------
    (points, crs)
        ``None`` items for rows without coordinates; zero counts as none.
    """
    known = np.isfinite(first) & np.isfinite(second) & ~((first == 0) & (second == 0))
    values: Shapes = np.full(len(first), None, dtype=object)
    values[known] = shapely.points(first[known], second[known])
    if known.any() and swapped(values[known], crs):
        values[known] = with_axes_swapped(values[known])
    if crs is None and known.any():
        bounds = gpd.GeoSeries(values[known]).total_bounds
        crs = guess_crs((bounds[0], bounds[1], bounds[2], bounds[3]))
    return values, crs


def to_plan_crs(
    values: Shapes,
    crs: str | None,
    plan: Plan,
    datum: Datum,
    *,
    file: str,
    notes: list[Note],
) -> tuple[Shapes, str]:
    """Transform shapes into the plan's CRS and undo the shift of their datum.

    Returns
    -------
    (shapes, crs)
        The CRS taken for the file's.

    Raises
    ------
    InputError
        ``crs.needed``: neither file nor figures tell the CRS, and the plan's does not fit.
    """
    known = np.array([value is not None for value in values], dtype=bool)
    if not known.any():
        return values, crs or plan.crs
    if crs is None:
        _ask_near(values[known], plan, file)
        crs = plan.crs
        notes.append(Note("crs.assumed", {"crs": crs}))
    try:
        moved = _moved(values, known, crs, plan.crs, datum)
    except ProjError as error:
        raise InputError("crs.does_not_fit", {"file": file, "crs": plan.crs}) from error
    if datum in ("gcj02", "bd09"):
        notes.append(Note("datum.converted", {"datum": datum}))
    where = np.flatnonzero(known)
    finite = np.isfinite(shapely.bounds(moved[where])).all(axis=1)
    if not finite.any():
        raise InputError("crs.does_not_fit", {"file": file, "crs": plan.crs})
    moved[where[~finite]] = None
    _say_if_far(moved[where[finite]], plan, file, notes)
    return moved, crs


def _moved(
    values: Shapes,
    known: np.ndarray[Any, np.dtype[np.bool_]],
    crs: str,
    plan_crs: str,
    datum: Datum,
) -> Shapes:
    source, target = crs_of(crs), crs_of(plan_crs)
    moved: Shapes = np.full(len(values), None, dtype=object)
    if datum in ("gcj02", "bd09"):
        to_degrees = None if source.is_geographic else transformer(source, crs_of(WGS84))
        from_degrees = transformer(crs_of(WGS84), target)

        def shift(xy: Floats) -> Floats:
            lon, lat = xy[:, 0], xy[:, 1]
            if to_degrees is not None:
                lon, lat = to_degrees.transform(lon, lat)
            lon, lat = to_wgs84(lon, lat, datum)
            return np.column_stack(from_degrees.transform(lon, lat))

        moved[known] = shapely.transform(values[known], shift)
    elif source.equals(target):
        moved[known] = values[known]
    else:
        transform = transformer(source, target)
        moved[known] = shapely.transform(
            values[known], lambda xy: np.column_stack(transform.transform(xy[:, 0], xy[:, 1]))
        )
    return moved


@lru_cache(maxsize=32)
def transformer(source: pyproj.CRS, target: pyproj.CRS) -> pyproj.Transformer:
    """Make a transformer; WGS84 and CGCS2000 are taken for one datum, without any shift."""
    if source.is_geographic and source.to_epsg() == 4326 and _is_cgcs2000(target):
        source = crs_of("EPSG:4490")
    if target.is_geographic and target.to_epsg() == 4326 and _is_cgcs2000(source):
        target = crs_of("EPSG:4490")
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def _is_cgcs2000(crs: pyproj.CRS) -> bool:
    base = crs.geodetic_crs
    return base is not None and base.to_epsg() == 4490


def _ask_near(values: Shapes, plan: Plan, file: str) -> None:
    boundary = plan.layer("boundary")
    box = gpd.GeoSeries(values).total_bounds
    if len(boundary):
        near = shapely.box(*boundary.total_bounds).distance(shapely.box(*box)) <= _FAR_M
    else:
        # Nothing to compare with: figures that are metres of one zone may be the plan's.
        near = box[0] >= 100_000 and box[2] < 1_000_000 and abs(box[1]) > 1_000
    if not near:
        raise InputError(
            "crs.needed", {"file": file, "x": round(float(box[0]), 3), "y": round(float(box[1]), 3)}
        )


def _say_if_far(values: Shapes, plan: Plan, file: str, notes: list[Note]) -> None:
    boundary = plan.layer("boundary")
    if not len(boundary):
        return
    box = gpd.GeoSeries(values).total_bounds
    distance = shapely.box(*boundary.total_bounds).distance(shapely.box(*box))
    if distance > _FAR_M:
        notes.append(Note("layer.far", {"file": file, "km": round(distance / 1000)}))


def fitted(
    values: Shapes, kinds: Sequence[str], notes: list[Note]
) -> tuple[Shapes, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Bring shapes to the types of a table where that loses nothing.

    A multi of one part becomes single, a closed line a polygon, an invalid polygon a valid
    one; of a collection the parts of the right kind stay.

    Returns
    -------
    (shapes, wrong)
        ``wrong`` marks shapes of another kind.
    """
    result: Shapes = values.copy()
    wrong = np.zeros(len(values), dtype=bool)
    closed = repaired = 0
    polygons = "Polygon" in kinds
    for i, value in enumerate(values):
        if value is None:
            continue
        shape = _single(value)
        if (
            polygons
            and shape.geom_type == "LineString"
            and shape.is_ring
            and "LineString" not in kinds
        ):
            shape = shapely.Polygon(shape)
            closed += 1
        if shape.geom_type in ("Polygon", "MultiPolygon") and not shape.is_valid:
            shape = _single(_of_kinds(shapely.make_valid(shape), kinds))
            repaired += 1
        elif shape.geom_type == "GeometryCollection":
            shape = _single(_of_kinds(shape, kinds))
        wrong[i] = shape.geom_type not in kinds
        result[i] = shape
    if closed:
        notes.append(Note("geometry.closed_lines", {"count": closed}))
    if repaired:
        notes.append(Note("geometry.repaired", {"count": repaired}))
    return result, wrong


def _single(shape: Any) -> Any:
    if shape.geom_type.startswith("Multi") and len(shape.geoms) == 1:
        return shape.geoms[0]
    return shape


def _of_kinds(shape: Any, kinds: Sequence[str]) -> Any:
    """Keep the parts of a collection that are of the wanted kind, the polygons first."""
    if not hasattr(shape, "geoms"):
        return shape
    parts = list(shapely.get_parts(shape))
    parts = [
        p for part in parts for p in (shapely.get_parts(part) if hasattr(part, "geoms") else [part])
    ]
    for name, make in (
        ("Polygon", shapely.MultiPolygon),
        ("LineString", shapely.MultiLineString),
        ("Point", shapely.MultiPoint),
    ):
        chosen = [part for part in parts if part.geom_type == name and not part.is_empty]
        if name in kinds and chosen:
            return make(chosen)
    return shape


def snapped(values: Shapes, *, coverage: bool, notes: list[Note]) -> Shapes:
    """Put all coordinates on the 1 mm grid.

    Parameters
    ----------
    values : array of shapes or None
    coverage : bool
        Whether neighbours share vertices: then every vertex is rounded by itself, so that
        shared ones stay shared. (``valid_output`` re-nodes each polygon alone and may move
        a vertex of one neighbour only.)
    """
    result: Shapes = values.copy()
    known = np.array([value is not None for value in values], dtype=bool)
    shapes = values[known]
    if not len(shapes):
        return result
    areal = np.isin(shapely.get_type_id(shapes), (3, 6)) & (not coverage)
    moved: Shapes = np.empty(len(shapes), dtype=object)
    moved[~areal] = shapely.set_precision(shapes[~areal], GRID_M, mode="pointwise")
    moved[~areal] = shapely.remove_repeated_points(moved[~areal], 0.0)
    moved[areal] = shapely.set_precision(shapes[areal], GRID_M)
    if coverage:
        hurt = ~shapely.is_valid(moved)
        if hurt.any():
            moved[hurt] = [_single(shapely.make_valid(shape)) for shape in moved[hurt]]
            notes.append(Note("geometry.repaired", {"count": int(hurt.sum())}))
    result[known] = moved
    return result
