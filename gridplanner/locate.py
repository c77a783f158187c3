"""Which leaf a household, a building or a door belongs to: through the building.

A building that straddles belongs where most of it stands; ties go to the lowest code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Bools, Ints, Shapes, shapes_of, sound_shapes
from gridplanner.model import Plan
from gridplanner.owners import main_owners

#: Mark of a building that nobody has asked for; uids begin at 1, and 0 is no leaf.
_NOT_ASKED = -1


class Houses:
    """Leaves of buildings, found for those that are asked for and kept.

    Parameters
    ----------
    buildings : DataFrame
    polygons : array of Polygon, shape (l,)
        The leaves, by code.
    uids : int array, shape (l + 1,)
        Uid of each, and 0 for none.
    """

    def __init__(self, buildings: pd.DataFrame, polygons: Shapes, uids: Ints) -> None:
        self._ids = pd.Index(buildings["id"])
        self._shapes = shapes_of(buildings["geometry"])
        self._polygons, self._uids = polygons, uids
        self._leaf = np.full(len(buildings), _NOT_ASKED, dtype=np.int64)

    def leaves(self, rows: Ints | None = None) -> Ints:
        """Give the uid of the leaf of buildings by their rows, of all by default; 0 for none."""
        asked = np.zeros(len(self._leaf), dtype=bool)
        asked[slice(None) if rows is None else rows] = True
        new = np.flatnonzero(asked & (self._leaf == _NOT_ASKED))
        if len(new):
            self._leaf[new] = self._uids[main_owners(self._shapes[new], self._polygons)]
        return self._leaf.copy() if rows is None else self._leaf[rows]

    def through(self, frame: pd.DataFrame) -> tuple[Ints, Bools]:
        """Give rows their building's leaf; what has no known building goes by its own point.

        Also tells which rows have a known building.
        """
        row = self._ids.get_indexer(pd.Index(frame["building"]))
        known = row >= 0
        found = np.zeros(len(frame), dtype=np.int64)
        found[known] = self.leaves(row[known])
        if not known.all():
            points = shapes_of(frame["geometry"])[~known]
            found[~known] = self._uids[main_owners(points, self._polygons)]
        return found, known


@dataclass(frozen=True, eq=False)
class Location:
    """Leaf of everything that stands on the ground.

    Buildings without households, and doors, are located when they are first asked for:
    most edits ask for the households alone.

    Attributes
    ----------
    leaves : int array, shape (l,)
        Uids of the leaves, by code.
    households, buildings, entrances : int arrays
        Uid of the leaf for each row of the table, 0 where none holds it.
    pinned : bool array, shape (households,)
        Whether a household's leaf is pinned by a planner.
    matched : bool array, shape (households,)
        Whether a household has a place at all.
    """

    leaves: Ints
    households: Ints
    pinned: Bools
    matched: Bools
    _houses: Houses = field(repr=False)
    _doors: pd.DataFrame = field(repr=False)

    @cached_property
    def buildings(self) -> Ints:
        """Uid of the leaf of each building, 0 where none holds it."""
        return self._houses.leaves()

    @cached_property
    def entrances(self) -> Ints:
        """Uid of the leaf of each door, through its building; 0 where none holds it."""
        return self._houses.through(self._doors)[0]

    def counts(self, plan: Plan) -> dict[str, int]:
        """Count households by outcome, and the persons of those in a leaf.

        Returns
        -------
        dict
            ``assigned outside unmatched pinned persons``.
        """
        persons = plan.tables["households"]["persons"].to_numpy()
        inside = self.households > 0
        return {
            "assigned": int(inside.sum()),
            "outside": int((~inside & self.matched).sum()),
            "unmatched": int((~inside & ~self.matched).sum()),
            "pinned": int(self.pinned.sum()),
            "persons": int(persons[inside].sum()),
        }


@dataclass(frozen=True)
class Straddling:
    """Buildings that stand in more than one leaf: how many, and how many in equal halves."""

    buildings: int
    ties: int


def straddling(plan: Plan) -> Straddling:
    """Count the buildings that leaf borders cut; a tie went to the leaf of the lowest code."""
    leaves = shapes_of(plan.leaves.sort_values("code").geometry)
    buildings = shapes_of(plan.tables["buildings"]["geometry"])
    if not len(leaves) or not len(buildings):
        return Straddling(0, 0)
    tree = shapely.STRtree(buildings)
    _, whole = tree.query(leaves, predicate="covers")
    leaf, building = tree.query(leaves, predicate="intersects")
    cut = ~np.isin(building, whole)
    leaf, building = leaf[cut], building[cut]
    common = shapely.intersection(sound_shapes(buildings[building]), sound_shapes(leaves[leaf]))
    # To a square millimetre, as owners are told.
    shares = pd.Series(np.round(shapely.area(common), 6)).groupby(building)
    most = shares.nlargest(2).groupby(level=0).agg(["max", "min", "size"])
    both = most[(most["size"] == 2) & (most["min"] > 0)]
    return Straddling(len(both), int((both["max"] == both["min"]).sum()))


def locate(plan: Plan) -> Location:
    """Find the leaf of every household, building and entrance; kept with the plan."""
    tables = ["grids", "scheme", "buildings", "entrances", "households"]
    return plan.derived("location", _build, tables)


def _build(plan: Plan) -> Location:
    leaves = plan.leaves.sort_values("code")
    uids = leaves["uid"].to_numpy(dtype=np.int64)
    houses = Houses(plan.tables["buildings"], shapes_of(leaves.geometry), np.r_[uids, 0])
    households = plan.tables["households"]
    found, housed = houses.through(households)
    matched = housed.copy()
    points = shapes_of(households["geometry"])[~housed]
    matched[~housed] = ~(shapely.is_missing(points) | shapely.is_empty(points))
    pins = households["pinned"].fillna(0).to_numpy(dtype=np.int64)
    pinned = np.isin(pins, uids) & (pins > 0)
    found = np.where(pinned, pins, found)
    return Location(uids, found, pinned, matched, houses, plan.tables["entrances"])
