"""Which leaf a household, a building or a door belongs to: through the building.

A building that straddles belongs where most of it stands; ties go to the lowest code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Ints, main_owners, shapes_of, sound_shapes
from gridplanner.model import Plan


@dataclass(frozen=True)
class Location:
    """Leaf of everything that stands on the ground.

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
    buildings: Ints
    entrances: Ints
    pinned: np.ndarray[tuple[int], np.dtype[np.bool_]]
    matched: np.ndarray[tuple[int], np.dtype[np.bool_]]

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
    polygons = shapes_of(leaves.geometry)
    uids = np.r_[leaves["uid"].to_numpy(dtype=np.int64), 0]
    buildings = plan.tables["buildings"]
    entrances = plan.tables["entrances"]
    households = plan.tables["households"]
    of_building = uids[main_owners(shapes_of(buildings["geometry"]), polygons)]
    rows = pd.Index(buildings["id"])
    of_entrance, _ = _through(rows, of_building, entrances, polygons, uids)
    of_household, housed = _through(rows, of_building, households, polygons, uids)
    points = shapes_of(households["geometry"])
    placed = ~(shapely.is_missing(points) | shapely.is_empty(points))
    matched = placed | housed
    pins = households["pinned"].fillna(0).to_numpy(dtype=np.int64)
    pinned = np.isin(pins, leaves["uid"].to_numpy()) & (pins > 0)
    of_household = np.where(pinned, pins, of_household)
    return Location(
        leaves["uid"].to_numpy(dtype=np.int64),
        of_household,
        of_building,
        of_entrance,
        pinned,
        matched,
    )


def _through(
    ids: pd.Index[str],
    of_building: Ints,
    frame: pd.DataFrame,
    polygons: np.ndarray[tuple[int], np.dtype[np.object_]],
    uids: Ints,
) -> tuple[Ints, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Take the building's leaf; what has no known building goes by its own point.

    Also tells which rows have a known building.
    """
    row = ids.get_indexer(pd.Index(frame["building"]))
    known = row >= 0
    found = np.zeros(len(frame), dtype=np.int64)
    found[known] = of_building[row[known]]
    if not known.all():
        found[~known] = uids[main_owners(shapes_of(frame["geometry"])[~known], polygons)]
    return found, known
