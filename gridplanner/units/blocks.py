"""Street blocks: the faces that boundary, given areas, streets, water, mask and walls close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from gridplanner.errors import EditError
from gridplanner.geometry import (
    NODE_SIZE_M,
    Ints,
    Shapes,
    faces,
    inner_points,
    lines_of,
    owners,
    prepared,
    shapes_of,
)
from gridplanner.model import Plan


@dataclass(frozen=True)
class Ground:
    """The flat facts of a place: position of what holds it in each table, -1 for none.

    Attributes
    ----------
    area, water, mask, compound : int arrays, shape (n,)
        ``area`` counts the given areas of every level, combined into one number.
    """

    area: Ints
    water: Ints
    mask: Ints
    compound: Ints


@dataclass(frozen=True)
class Blocks:
    """Faces inside the boundary and the lines that close them.

    Attributes
    ----------
    lines : array of LineString
    polygons : array of Polygon, shape (n,)
    ground : Ground
        Of each face.
    """

    lines: Shapes
    polygons: Shapes
    ground: Ground


def boundary_of(plan: Plan) -> shapely.Geometry:
    """Give the boundary as one polygon or multipolygon.

    Raises
    ------
    EditError
        The plan has no boundary yet.
    """
    shapes = shapes_of(plan.tables["boundary"]["geometry"])
    if len(shapes) == 0:
        raise EditError("plan.no_boundary", hint="plan.no_boundary.hint")
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes, grid_size=NODE_SIZE_M)


def ground_at(plan: Plan, points: Shapes) -> Ground:
    """Tell what holds each point."""

    def of(table: str) -> Ints:
        shapes = shapes_of(plan.tables[table]["geometry"])
        flat = np.flatnonzero(shapely.get_dimensions(shapes) == 2)
        found = owners(points, shapes[flat])
        return np.where(found >= 0, flat[found] if len(flat) else -1, -1).astype(np.int64)

    area = np.zeros(len(points), dtype=np.int64)
    areas = plan.tables["areas"]
    for level in sorted(set(areas["level"])):
        here = shapes_of(areas["geometry"])[(areas["level"] == level).to_numpy()]
        area = area * (len(here) + 1) + owners(points, here) + 1
    return Ground(area, of("water"), of("mask"), of("compounds"))


def blocks_of(plan: Plan) -> Blocks:
    """Close the street blocks of a plan.

    Raises
    ------
    EditError
        The plan has no boundary yet.
    """
    boundary = boundary_of(plan)
    inside = shapes_of(plan.tables["streets"]["geometry"])
    boundary = prepared(boundary)
    crossing = shapely.intersects(boundary, inside) & ~shapely.covers(boundary, inside)
    inside = np.where(crossing, shapely.intersection(inside, boundary), inside)
    edges = [lines_of(shapes_of([boundary])), lines_of(inside)]
    edges += [
        lines_of(shapes_of(plan.tables[table]["geometry"]))
        for table in ("areas", "water", "mask", "compounds")
    ]
    lines = np.concatenate(edges)
    lines = lines[shapely.intersects(boundary, lines)]
    polygons = faces(lines)
    points = inner_points(polygons)
    within = shapely.intersects(boundary, points)
    return Blocks(lines, polygons[within], ground_at(plan, points[within]))
