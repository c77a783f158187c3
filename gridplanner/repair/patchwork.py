"""Patchwork: leaves and boundary noded into faces, each with the leaves that hold it.

A plan as it comes may have leaves that overlap, gap or stick out. Here that is ordinary:
a face may be held by nobody or by several. Whoever mends decides who holds which face,
and the leaves are put together from their faces again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from gridplanner.geometry import (
    Bools,
    Ints,
    Shapes,
    as_polygons,
    faces,
    inner_points,
    lines_of,
    shapes_of,
    shared_borders,
    simple,
)

#: Leaves this close to what changes are noded along.
NEAR_M = 0.005
#: Faces of less mean width are needles that noding has opened.
NEEDLE_M = 0.002


@dataclass
class Patchwork:
    """Faces around some leaves.

    Attributes
    ----------
    faces : array of Polygon, shape (f,)
        Noded together on the grid of 1 mm.
    inside : bool array, shape (f,)
        Whether a face lies inside the boundary.
    owners : list of set of int, length f
        Positions of the leaves that hold each face; may be changed.
    leaves : int array
        Positions of the leaves that are put together anew.
    kept : bool array, shape (f,)
        Faces that no leaf outside ``leaves`` holds.
    """

    faces: Shapes
    inside: Bools
    owners: list[set[int]]
    leaves: Ints
    kept: Bools
    _borders: dict[int, list[tuple[int, float]]] | None = field(default=None, repr=False)

    def shapes(self) -> dict[int, Any]:
        """Put the leaves together from their faces; one without faces is an empty polygon."""
        mine: dict[int, list[int]] = {int(leaf): [] for leaf in self.leaves}
        for at in np.flatnonzero(self.kept):
            for leaf in self.owners[at]:
                mine[leaf].append(int(at))
        return {
            leaf: simple(shapely.coverage_union_all(self.faces[rows]))
            if rows
            else shapely.Polygon()
            for leaf, rows in mine.items()
        }

    def beside(self, face: int) -> list[tuple[int, float]]:
        """List the faces that share a border with one, with the length of it in metres."""
        if self._borders is None:
            borders = shared_borders(self.faces)
            found: dict[int, dict[int, float]] = {}
            for a, b, length in zip(
                borders.a.tolist(), borders.b.tolist(), borders.length_m.tolist(), strict=True
            ):
                for one, two in ((a, b), (b, a)):
                    row = found.setdefault(one, {})
                    row[two] = row.get(two, 0.0) + length
            self._borders = {one: sorted(row.items()) for one, row in found.items()}
        return self._borders.get(face, [])

    def forget_borders(self) -> None:
        """Look at the borders anew: the faces are others."""
        self._borders = None

    def split(self, face: int, parts: Shapes) -> list[int]:
        """Replace a face by parts of it, which its holders hold; gives their positions."""
        first = len(self.faces)
        self.faces = np.concatenate([self.faces, parts])
        self.inside = np.r_[self.inside, np.full(len(parts), self.inside[face])]
        self.owners += [set(self.owners[face]) for _ in parts]
        self.kept = np.r_[self.kept, np.ones(len(parts), dtype=bool)]
        self.kept[face] = False
        self.owners[face] = set()
        self.faces[face] = shapely.Polygon()
        self.forget_borders()
        return list(range(first, first + len(parts)))


def patchwork(
    boundary: Any, leaves: Shapes, around: Ints, lines: Shapes | None = None
) -> Patchwork:
    """Node leaves, the ring of their neighbours and the boundary.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
    leaves : array of Polygon or MultiPolygon, shape (n,)
        Valid each; together they may overlap, gap or stick out.
    around : int array
        Positions of the leaves that change; their neighbours are noded along.
    lines : array of LineString, optional
        More lines to be noded in.
    """
    tree = STRtree(leaves)
    ring = np.unique(
        np.r_[around, tree.query(leaves[around], predicate="dwithin", distance=NEAR_M)[1]]
    ).astype(np.int64)
    edges = [lines_of(leaves[ring]), lines_of(shapes_of([boundary]))]
    if lines is not None and len(lines):
        edges.append(lines)
    found = faces(np.concatenate(edges))
    points = inner_points(found)
    inside = np.asarray(shapely.intersects(boundary, points))
    face, leaf = tree.query(points, predicate="intersects")
    holders: list[set[int]] = [set() for _ in found]
    for a, b in zip(face.tolist(), leaf.tolist(), strict=True):
        holders[a].add(b)
    _reseat(found, holders, leaves, ring)
    members = set(ring.tolist())
    kept = np.array([held <= members for held in holders], dtype=bool)
    return Patchwork(found, inside, holders, ring, kept)


def _reseat(found: Shapes, holders: list[set[int]], leaves: Shapes, ring: Ints) -> None:
    """Take needles from leaves that hold no more of them than the point looked at.

    Noding on the grid of 1 mm opens needles as long as an edge and thinner than the grid.
    The inner point of one may lie in a leaf that only its tip touches: given to that leaf,
    it would hang on it as a spur. It goes to the leaf along which it lies.
    """
    length = shapely.length(found)
    needle = 2.0 * shapely.area(found) < NEEDLE_M * length
    held = np.array([len(each) == 1 for each in holders], dtype=bool)
    for at in np.flatnonzero(needle & held):
        corners = shapes_of(shapely.points(shapely.get_coordinates(found[at])))
        holder = next(iter(holders[at]))
        if shapely.distance(corners, leaves[holder]).max() <= NEAR_M:
            continue
        near = ring[shapely.dwithin(leaves[ring], found[at], NEAR_M)]
        off = shapely.distance(corners[:, None], leaves[near][None, :]).max(axis=0)
        holders[at] = {int(near[off.argmin()])} if off.min() <= NEAR_M else set()


def renoded_boundary(work: Patchwork) -> Shapes:
    """Give all faces inside the boundary: their union is the boundary with all vertices."""
    return work.faces[work.inside & ~shapely.is_empty(work.faces)]


def made_valid(shape: Any) -> Any:
    """Make a polygon valid, snapped to 1 mm, without lines, points and repeated points."""
    valid = shape if shapely.is_valid(shape) else shapely.make_valid(shape)
    return as_polygons(shapely.set_precision(as_polygons(valid), 0.001))
