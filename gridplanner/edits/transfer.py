"""Ground that changes hands: from faces with their new owners to a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from gridplanner.edits.grid_rows import parents_followed, parents_of, with_shapes
from gridplanner.edits.locks import FROZEN, NO_LOSS, Move, demand, said
from gridplanner.edits.recut import Recut, Regions, joined
from gridplanner.errors import EditError
from gridplanner.geometry import (
    Bools,
    Floats,
    Ints,
    Shapes,
    same_nodes,
    shapes_of,
    shared_borders,
    with_nodes,
)
from gridplanner.model import Plan

#: A piece cut off is a sliver when it is narrower, or smaller, than this.
SLIVER_WIDTH_M, SLIVER_M2 = 0.5, 1.0
#: Owner of ground that nobody holds.
NOBODY = -1


def held_by(cut: Recut) -> Ints:
    """Position of the grid that held each face, :data:`NOBODY` where none did."""
    return np.where(cut.region < cut.regions.count, cut.region, NOBODY)


def slivers(shapes: Shapes) -> Bools:
    """Tell which pieces are too narrow or too small to be ground."""
    area = np.asarray(shapely.area(shapes), dtype=float)
    around = np.asarray(shapely.length(shapes), dtype=float)
    width = np.divide(2 * area, around, out=np.zeros_like(area), where=around > 0)
    return np.asarray((area < SLIVER_M2) | (width < SLIVER_WIDTH_M))


def without_slivers(plan: Plan, cut: Recut, owner: Ints, gainers: Ints) -> Ints:
    """Let slivers that a line cuts off go along with the ground beside them.

    Parameters
    ----------
    owner : int array, shape (f,)
        Who is to hold each face.
    gainers : int array
        Owners that may get a sliver besides the one that held it. A grid that may lose
        nothing keeps its slivers.
    """
    before = held_by(cut)
    thin = slivers(cut.faces) & ~_locked(plan, cut.regions)[cut.region]
    # What was narrow before the line came is not the line's doing.
    pieces = np.bincount(cut.region, minlength=len(cut.regions.shapes))
    thin &= pieces[cut.region] > 1
    if not thin.any():
        return owner
    borders = shared_borders(cut.faces)
    owner = owner.copy()
    may = np.unique(np.concatenate([gainers, owner])).astype(np.int64)
    for face in np.flatnonzero(thin)[np.argsort(shapely.area(cut.faces[thin]))]:
        mine = (borders.a == face) | (borders.b == face)
        other = np.where(borders.a[mine] == face, borders.b[mine], borders.a[mine])
        length = np.array([borders.length_m[mine][owner[other] == label].sum() for label in may])
        length[~np.isin(may, [*gainers, before[face], owner[face]])] = 0
        if length.max(initial=0) > length[may == owner[face]].max(initial=0):
            owner[face] = may[int(np.argmax(length))]
    return owner


def _locked(plan: Plan, regions: Regions) -> Bools:
    """Tell which regions may lose no ground."""
    locks = plan.tables["grids"]["lock"].reindex(regions.uids)
    kept = np.zeros(len(regions.shapes), dtype=bool)
    kept[: regions.count] = locks.isin([NO_LOSS, FROZEN]).to_numpy()
    return kept


def moves_of(cut: Recut, owner: Ints, uids: Mapping[int, int] | None = None) -> list[Move]:
    """List between whom ground changes hands, as uids; positions beyond the grids are new."""
    old = held_by(cut)
    pairs = np.unique(np.stack([old, owner], axis=1)[old != owner], axis=0)

    def uid(at: int) -> int | None:
        if at == NOBODY:
            return None
        if at < cut.regions.count:
            return int(cut.regions.uids[at])
        return (uids or {}).get(at)

    return [(uid(int(a)), uid(int(b))) for a, b in pairs]


def transferred(plan: Plan, cut: Recut, owner: Ints, *, cross: bool = False) -> Plan:
    """Make the plan in which the faces have new owners.

    Grids that get a node keep their ground; parents and boundary follow.

    Parameters
    ----------
    owner : int array, shape (f,)
        Positions of grids, or :data:`NOBODY`.
    cross : bool
        Whether ground may leave its parent.

    Raises
    ------
    EditError
        ``edit.locked``, ``edit.crosses_parent``; ``edit.empties`` and ``edit.in_pieces``
        name a grid that would have no ground, or ground in several pieces.
    """
    shapes = demand_sound(plan, cut, owner, cross=cross)
    grids = with_shapes(plan.layer("grids"), shapes)
    return followed(plan, cut, grids, list(shapes))


def demand_sound(plan: Plan, cut: Recut, owner: Ints, *, cross: bool = False) -> dict[int, Any]:
    """Refuse what :func:`transferred` refuses; new geometry by uid otherwise."""
    demand(plan, moves_of(cut, owner), cross=cross)
    return reshaped(plan, cut, owner)


def reshaped(plan: Plan, cut: Recut, owner: Ints) -> dict[int, Any]:
    """Make the geometry, by uid, of the grids around a cut that change or get nodes.

    Raises
    ------
    EditError
        ``edit.empties``, ``edit.in_pieces`` or ``edit.sliver``.
    """
    old = held_by(cut)
    concerned = np.unique(np.concatenate([old, owner]))
    shapes: dict[int, Any] = {}
    empty, apart, thin = [], [], []
    for at in concerned[(concerned >= 0) & (concerned < cut.regions.count)]:
        before = cut.regions.shapes[at]
        changed = bool((old[owner == at] != at).any() or (owner[old == at] != at).any())
        shape = joined(cut.faces[owner == at])
        uid = int(cut.regions.uids[at])
        if not changed:
            if not same_nodes(before, shape):
                shapes[uid] = shape
            continue
        if shape.is_empty:
            empty.append(uid)
        elif shapely.get_num_geometries(shape) > shapely.get_num_geometries(before):
            apart.append(uid)
        elif slivers(shapes_of([shape]))[0] and not slivers(shapes_of([before]))[0]:
            thin.append(uid)
        shapes[uid] = shape
    codes = plan.tables["grids"]["code"]
    if empty:
        raise EditError("edit.empties", {"codes": said(codes[empty])}, "edit.empties.hint")
    if apart:
        raise EditError("edit.in_pieces", {"codes": said(codes[apart])})
    if thin:
        raise EditError("edit.sliver", {"codes": said(codes[thin])})
    return shapes


def followed(
    plan: Plan, cut: Recut, grids: gpd.GeoDataFrame, uids: Iterable[int], **tables: Any
) -> Plan:
    """Let parents, boundary and grids of other levels follow the grids around a cut.

    Parameters
    ----------
    grids : GeoDataFrame
        All grids, those around the cut with their new geometry.
    uids : iterable of int
        Grids around the cut.
    **tables : DataFrame
        Other tables of the new plan.
    """
    nodes = new_nodes(cut)
    grids = _noded(grids, nodes, {int(uid) for uid in cut.regions.uids} | set(uids))
    grids = parents_followed(grids, parents_of(grids, [uid for uid in uids if uid in grids.index]))
    boundary = plan.layer("boundary")
    before = shapes_of(boundary.geometry)
    after = shapes_of([with_nodes(shape, nodes) for shape in before])
    if not all(new is old for new, old in zip(after, before, strict=True)):
        tables["boundary"] = boundary.set_geometry(
            gpd.GeoSeries(after, index=boundary.index, crs=plan.crs)
        )
    return plan.with_tables(grids=grids, **tables)


def _noded(grids: gpd.GeoDataFrame, nodes: Floats, done: set[int]) -> gpd.GeoDataFrame:
    """Put new nodes into the grids of other levels that own their ground."""
    valid = (grids["valid_to"] == "").to_numpy()
    has_children = grids["uid"].isin(grids.loc[valid, "parent"].dropna()).to_numpy()
    own = valid & ~has_children & ~grids["uid"].isin(done).to_numpy()
    shapes: dict[int, Any] = {}
    for uid, shape in zip(grids["uid"][own], shapes_of(grids.geometry)[own], strict=True):
        made = with_nodes(shape, nodes)
        if made is not shape:
            shapes[int(uid)] = made
    if not shapes:
        return grids
    grids = with_shapes(grids, shapes)
    return parents_followed(grids, parents_of(grids, list(shapes)))


def new_nodes(cut: Recut) -> Floats:
    """Vertices of the faces that the regions did not have, shape (n, 2)."""
    had = {tuple(xy) for xy in shapely.get_coordinates(cut.regions.shapes[cut.touched])}
    has = {tuple(xy) for xy in shapely.get_coordinates(cut.faces)}
    return np.array(sorted(has - had), dtype=float).reshape(-1, 2)
