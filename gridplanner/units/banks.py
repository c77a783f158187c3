"""Strips divided among what lies along them: water among its banks, verges among walls.

Borders then run in midstream, and the verge between a wall and the street belongs to
what is behind the wall.
"""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import (
    Bools,
    Borders,
    Ints,
    Shapes,
    dissolve,
    faces,
    inner_points,
    owners,
    shapes_of,
)
from gridplanner.units.cells import voronoi

#: The ends of a stretch of bank are pulled in by this; the bisector of the two points
#: beside a junction then leaves the bank at the junction itself.
END_INSET_M = 0.25
BANK_STEP_M = 8.0
SIMPLIFY_M = 2.0


def divide_strips(
    polygons: Shapes, owner: Ints, area: Ints, strips: Ints, borders: Borders, across: Bools
) -> tuple[Shapes, Ints]:
    """Hand each strip to the owners along it.

    Parameters
    ----------
    polygons : array of Polygon, shape (n,)
        Faces of a valid coverage.
    owner : int array, shape (n,)
        Owner of each face; strips have any.
    area : int array, shape (n,)
        Given area of each face: its line is law, no strip goes to an owner beyond it.
    strips : int array
        Positions of the strips.
    borders : Borders
        Shared borders of ``polygons``.
    across : bool array, shape (s,)
        Borders over which a strip goes only where it has no other (a street).

    Returns
    -------
    polygons, owner
        The coverage and its owners, re-noded around the strips. Strips that touch
        nothing else keep their owner.
    """
    wet = np.zeros(len(polygons), dtype=bool)
    wet[strips] = True
    owner = owner.copy()
    lines, cells, cell_owner = [], [], []
    touched = np.zeros(len(polygons), dtype=bool)
    on_bank = (wet[borders.a] != wet[borders.b]) & (area[borders.a] == area[borders.b])
    water_side = np.where(wet[borders.a], borders.a, borders.b)[on_bank]
    land_side = np.where(wet[borders.a], borders.b, borders.a)[on_bank]
    segments, over = borders.segments[on_bank], across[on_bank]
    for face in strips:
        mine = water_side == face
        if (mine & ~over).any():
            mine &= ~over
        sides = owner[land_side[mine]]
        labels, label = np.unique(sides, return_inverse=True)
        if len(labels) == 0:
            continue
        if len(labels) == 1:
            owner[face] = labels[0]
            continue
        xy, who = _bank_points(segments[mine], label, len(labels))
        here = dissolve(voronoi(xy, polygons[face]), who, len(labels))
        here = shapes_of(shapely.coverage_simplify(here, SIMPLIFY_M, simplify_boundary=False))
        edges = shapely.union_all(shapely.boundary(here))
        lines.append(shapely.get_parts(shapely.intersection(edges, polygons[face])))
        cells.append(here)
        cell_owner.append(labels)
        touched[face] = True
    if not lines:
        return polygons, owner
    # Borders inside a strip may only touch its sides: noding the faces that touch it
    # again leaves all other faces as they are.
    ring = touched.copy()
    ring[borders.a[touched[borders.b]]] = True
    ring[borders.b[touched[borders.a]]] = True
    rings = shapely.get_rings(polygons[ring])
    renoded = faces(np.concatenate([shapes_of(rings), *lines]))
    points = inner_points(renoded)
    old = owners(points, polygons)
    kept = (old >= 0) & ring[old]
    renoded, points, old = renoded[kept], points[kept], old[kept]
    new_owner = owner[old]
    divided = np.zeros(len(polygons), dtype=bool)
    divided[touched] = True
    from_cells = divided[old]
    all_cells, all_owners = np.concatenate(cells), np.concatenate(cell_owner)
    starts = np.cumsum([0, *(len(c) for c in cells)])
    number = {int(f): i for i, f in enumerate(w for w in strips if touched[w])}
    for face, i in number.items():
        pick = np.flatnonzero(from_cells & (old == face))
        inside = owners(points[pick], all_cells[starts[i] : starts[i + 1]])
        good = inside >= 0
        new_owner[pick[good]] = all_owners[starts[i] : starts[i + 1]][inside[good]]
    return (
        np.concatenate([polygons[~ring], renoded]),
        np.concatenate([owner[~ring], new_owner]),
    )


def _bank_points(
    segments: Shapes, label: Ints, count: int
) -> tuple[np.ndarray[tuple[int, int], np.dtype[np.float64]], Ints]:
    points, who = [], []
    for number in range(count):
        merged = shapely.line_merge(shapely.multilinestrings(segments[label == number]))
        for line in shapely.get_parts(merged):
            length = float(shapely.length(line))
            inset = min(END_INSET_M, length / 3)
            steps = max(2, int(np.ceil((length - 2 * inset) / BANK_STEP_M)) + 1)
            at = np.linspace(inset, length - inset, steps)
            points.append(shapely.get_coordinates(shapely.line_interpolate_point(line, at)))
            who.append(np.full(steps, number, dtype=np.int64))
    xy, ids = np.concatenate(points), np.concatenate(who)
    _, first = np.unique(xy, axis=0, return_index=True)
    first.sort()
    return xy[first], ids[first]
