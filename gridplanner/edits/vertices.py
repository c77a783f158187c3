"""Edits of vertices: moved, inserted and deleted in every grid that has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from gridplanner.edits.corners import (
    Place,
    Turned,
    beside,
    demand_inner,
    having,
    noded,
    nodes_on,
    on_border,
    pair,
    place_facts,
    rounded,
    turned,
    turned_by,
    vertex_at,
    without,
)
from gridplanner.edits.moved import MovedGround
from gridplanner.edits.recut import regions_of
from gridplanner.errors import EditError
from gridplanner.geometry import (
    with_nodes,
)
from gridplanner.model import Plan


@dataclass(frozen=True)
class MoveVertex:
    """Move a vertex in all leaves that have it, and in their parents.

    Attributes
    ----------
    at, to : pair of float
        Where it is and where it goes.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    to: Place
    cross: bool = False
    reason: str = ""
    label = "edit.vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both places."""
        return place_facts(self.at, self.to, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the vertex moved.

        Raises
        ------
        EditError
            No leaf has a vertex there, it is on the boundary, a lock or a parent stands
            against it, or borders would cross.
        """
        return self._turned(plan).plan(plan)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        return self._turned(plan).ground

    def _turned(self, plan: Plan) -> Turned:
        regions = regions_of(plan)
        vertex = vertex_at(regions, pair(self.at))
        return turned_by(plan, regions, {vertex: rounded(pair(self.to))}, cross=self.cross)


@dataclass(frozen=True)
class MoveEdge:
    """Move a segment of a border, both its ends alike.

    Attributes
    ----------
    a, b : pair of float
        Its ends.
    by : pair of float
        Metres east and north.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    a: Place
    b: Place
    by: Place
    cross: bool = False
    reason: str = ""
    label = "edit.edge"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Ends and way."""
        way = {"dx": float(self.by[0]), "dy": float(self.by[1])}
        return {**place_facts(self.a, self.b, self.cross, self.reason), **way}

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the segment moved.

        Raises
        ------
        EditError
            As :meth:`MoveVertex.apply`.
        """
        return self._turned(plan).plan(plan)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        return self._turned(plan).ground

    def _turned(self, plan: Plan) -> Turned:
        regions = regions_of(plan)
        ends = [vertex_at(regions, pair(end)) for end in (self.a, self.b)]
        way = np.array(self.by, dtype=float)
        moved = {end: rounded((end[0] + way[0], end[1] + way[1])) for end in ends}
        return turned_by(plan, regions, moved, cross=self.cross)


@dataclass(frozen=True)
class InsertVertex:
    """Put a vertex into a border, in all leaves on both sides, and move it.

    Attributes
    ----------
    at : pair of float
        A place on the border, or next to it.
    to : pair of float or None
        Where the new vertex goes; ``None`` leaves it on the border.
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    to: Place | None = None
    cross: bool = False
    reason: str = ""
    label = "edit.insert_vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Both places."""
        return place_facts(self.at, self.to or self.at, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan with the vertex.

        Raises
        ------
        EditError
            No border is there, or as :meth:`MoveVertex.apply`.
        """
        if self.to is not None:
            return self._turned(plan).plan(plan)
        regions = regions_of(plan)
        node = on_border(regions, pair(self.at))
        return noded(plan, regions, nodes_on(regions, node), node)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        return self._turned(plan).ground

    def _turned(self, plan: Plan) -> Turned:
        regions = regions_of(plan)
        node = on_border(regions, pair(self.at))
        to = node if self.to is None else rounded(pair(self.to))
        holders = np.array(
            [at for at in nodes_on(regions, node) if at < regions.count], dtype=np.int64
        )
        nodes = np.array([node])
        return turned_by(
            plan, regions, {node: to}, holders, lambda s: with_nodes(s, nodes), cross=self.cross
        )


@dataclass(frozen=True)
class DeleteVertex:
    """Take a vertex out of a border; the border runs straight from the one before to the next.

    Attributes
    ----------
    at : pair of float
    cross : bool
        Whether ground may leave its parent.
    reason : str
        Kept in the journal.
    """

    at: Place
    cross: bool = False
    reason: str = ""
    label = "edit.delete_vertex"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Place."""
        return place_facts(self.at, self.at, self.cross, self.reason)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan without the vertex.

        Raises
        ------
        EditError
            No leaf has a vertex there, borders meet in it, or as :meth:`MoveVertex.apply`.
        """
        return self._turned(plan).plan(plan)

    def moved(self, plan: Plan) -> MovedGround:
        """Give the ground that would move; raises as :meth:`apply`."""
        return self._turned(plan).ground

    def _turned(self, plan: Plan) -> Turned:
        regions = regions_of(plan)
        vertex = vertex_at(regions, pair(self.at))
        demand_inner(plan, vertex)
        holders = having(regions, vertex)
        ends = {
            end for at in holders for end in beside(regions.shapes[at], vertex)
        }  # a bend has the same two on both sides
        if len(ends) != 2:
            raise EditError("edit.vertex_is_corner")
        return turned(plan, regions, holders, lambda s: without(s, vertex), cross=self.cross)
