"""Shapes that lie apart from edges near them, wholly or but for a rim, told without predicates."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import Bools, Floats, Ints
from gridplanner.outline_edges import Edges
from gridplanner.rings import Rings, spread

#: A core is a shape drawn in so far towards a point that sees all of it: 9/16 of its area.
CORE = 0.75
#: A shape with more corners than this is held against edges from their side alone.
MANY_CORNERS = 32


def apart(
    rings: Rings, single: Bools, edges: Edges, shape: Ints, edge: Ints, margin: float
) -> tuple[Floats, Floats, Bools, Bools]:
    """Tell which shapes lie apart from all edges paired with them, and the cores of which do.

    Parameters
    ----------
    rings : Rings
        All points of each shape, shape (a,).
    single : bool array, shape (a,)
        Whether a shape is a polygon of one ring: others have no core.
    edges : Edges
    shape, edge : int arrays, shape (p,)
        Pairs; at least one.
    margin : float
        How far apart, in cells.

    Returns
    -------
    two float arrays, two bool arrays, shape (a,)
        A point of the core, or else of the shape; whether the shape lies apart, and whether its
        core does. Both are false where these quick looks do not tell.
    """
    x, y, first = rings
    mx, my, sees, convex = rings.middles()
    sees &= single
    count = np.diff(first)[shape]
    pair, point = spread(first[shape], count)
    off = edges.side(edge, x[point], y[point], pair)
    starts = np.cumsum(count) - count
    reach = edges.length(edge) * margin
    most, least = np.maximum.reduceat(off, starts), np.minimum.reduceat(off, starts)
    meets = (least <= reach) & (most >= -reach)
    middle = (1 - CORE) * edges.side(edge, mx[shape], my[shape])
    core_meets = (middle + CORE * least <= reach) & (middle + CORE * most >= -reach)
    # An edge may point at a shape and end before it: then a wall lies between them.
    rows = np.flatnonzero(meets & (single & (np.diff(first) <= MANY_CORNERS))[shape])
    if len(rows):
        ends = edges.a[:, edge[rows]], edges.b[:, edge[rows]]
        beyond = _beyond_walls(rings, convex, (mx, my), shape[rows], ends, margin)
        meets[rows] &= ~beyond[0]
        core_meets[rows] &= ~beyond[1]
    free, core_free = np.ones((2, len(sees)), dtype=np.bool_)
    free[shape[meets]] = False
    core_free[shape[core_meets]] = False
    blind = np.flatnonzero(free & ~sees)
    mx[blind], my[blind] = x[first[blind]], y[first[blind]]
    return mx, my, free, free | (core_free & sees)


def _beyond_walls(
    rings: Rings, convex: Bools, middle: tuple[Floats, Floats], shape: Ints,
    ends: tuple[Floats, Floats], margin: float,
) -> Bools:  # fmt: skip
    """Tell which edges lie beyond a wall that has all of its shape on the other side.

    Parameters
    ----------
    rings : Rings
        All shapes, each of one ring.
    convex : bool array
        Whether all walls of a shape are known to be such.
    middle : two float arrays
        Of each shape.
    shape : int array, shape (p,)
    ends : two float arrays, shape (2, p)
        First and last point of the edge paired with each.

    Returns
    -------
    bool array, shape (2, p)
        Beyond a wall of the shape, and of its core.
    """
    x, y, first = rings
    count = np.diff(first)[shape] - 1
    pair, wall = spread(first[shape], count)
    which = shape[pair]
    x0, y0 = x[wall], y[wall]
    dx, dy = np.diff(x, append=0.0)[wall], np.diff(y, append=0.0)[wall]
    depth = dx * (middle[1][which] - y0) - dy * (middle[0][which] - x0)
    inner = np.sign(depth)
    inside = np.maximum(*(inner * (dx * (p[1][pair] - y0) - dy * (p[0][pair] - x0)) for p in ends))
    inside += np.hypot(dx, dy) * margin
    bent = np.zeros(len(convex), dtype=np.bool_)
    bent[shape] = ~convex[shape]
    if bent.any():
        hidden = np.zeros(len(x), dtype=np.bool_)
        hidden[np.repeat(bent, np.diff(first))] = ~rings.take(bent).supports()
        inside[hidden[wall]] = np.inf
    starts = np.cumsum(count) - count
    limits = np.zeros(len(depth)), np.abs(depth) * (1 - CORE)
    return np.array([np.logical_or.reduceat(inside < limit, starts) for limit in limits])
