"""Which leaf a household, a building or a door belongs to: through the building.

A building that straddles belongs where most of it stands; ties go to the lowest code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import pandas as pd
import shapely

from gridplanner.geometry import Bools, Ints, shapes_of, sound_shapes
from gridplanner.in_force import InForce, leaves_in_force
from gridplanner.model import Plan
from gridplanner.owners_of_rows import OwnersOfRows


class Houses:
    """Leaves of buildings, found for those that households live in, and for all when asked.

    Parameters
    ----------
    plan : Plan
    leaves : InForce
        By code.
    """

    def __init__(self, plan: Plan, leaves: InForce) -> None:
        # No reference to the plan: what is kept would keep every older plan.
        self.leaves = leaves.uids
        self._polygons, self._uids = leaves.shapes, np.r_[leaves.uids, 0]
        self._lived = _lived_in(plan)
        self._homes = buildings_of(plan, "households")
        self._doors = plan.derived("doors", Doors, ["buildings", "entrances"])
        self._owners = {
            name: plan.derived(f"owners_{name}", partial(_owners_of_rows, table=name), [part])
            for name, part in (
                ("buildings", "buildings"),
                ("households", "homes"),
                ("entrances", "entrances"),
            )
        }

    @cached_property
    def households(self) -> tuple[Ints, Bools]:
        """Uid of the leaf of each household, pins left aside, and whether it has a building."""
        return self.through("households")

    @cached_property
    def entrances(self) -> Ints:
        """Uid of the leaf of each door, through its building; 0 where none holds it."""
        return self.through("entrances")[0]

    @cached_property
    def all(self) -> Ints:
        """Uid of the leaf of each building, 0 for none."""
        leaf = np.zeros(len(self._lived), dtype=np.int64)
        for rows in self._halves():
            leaf[rows] = self._found("buildings", rows)
        return leaf

    @cached_property
    def whole(self) -> Bools:
        """Whether the leaf of each building covers it."""
        whole = np.zeros(len(self._lived), dtype=bool)
        for rows in self._halves():
            whole[rows] = self._owners["buildings"].whole_rows(rows, self._polygons)
        return whole

    def _halves(self) -> tuple[Ints, Ints]:
        """Give the rows of buildings with households, and of those without."""
        return np.flatnonzero(self._lived), np.flatnonzero(~self._lived)

    def through(self, table: str) -> tuple[Ints, Bools]:
        """Give rows of a table their building's leaf; what has no known building its point's.

        Also tells which rows have a known building.
        """
        row = self._homes if table == "households" else self._doors.buildings
        known = row >= 0
        if table == "households":
            leaf = np.zeros(len(self._lived), dtype=np.int64)
            lived = np.flatnonzero(self._lived)
            leaf[lived] = self._found("buildings", lived)
        else:
            leaf = self.all
        found = np.zeros(len(row), dtype=np.int64)
        found[known] = leaf[row[known]]
        if not known.all():
            loose = np.flatnonzero(~known)
            found[loose] = self._found(table, loose)
        return found, known

    def _found(self, table: str, rows: Ints) -> Ints:
        return np.asarray(self._uids[self._owners[table].of_rows(rows, self._polygons)])


class Doors:
    """Buildings of the doors, looked up when somebody asks: most edits do not."""

    def __init__(self, plan: Plan) -> None:
        self._ids = plan.tables["buildings"]["id"]
        self._named = plan.tables["entrances"]["building"]

    @cached_property
    def buildings(self) -> Ints:
        """Row of the building of each door, -1 for none."""
        row = pd.Index(self._ids).get_indexer(pd.Index(self._named))
        return np.asarray(row, dtype=np.int64)


def _owners_of_rows(plan: Plan, table: str) -> OwnersOfRows:
    return OwnersOfRows(shapes_of(plan.tables[table]["geometry"]))


def rows_named(plan: Plan, table: str) -> pd.Index[str]:
    """Give the ids of a table as what finds their rows; kept with the plan."""
    return plan.derived(f"rows_named.{table}", lambda p: pd.Index(p.tables[table]["id"]), [table])


def buildings_of(plan: Plan, table: str) -> Ints:
    """Give the row of the building of each household or door, -1 for none; kept with the plan."""

    def make(plan: Plan) -> Ints:
        row = rows_named(plan, "buildings").get_indexer(pd.Index(plan.tables[table]["building"]))
        return np.asarray(row, dtype=np.int64)

    part = "homes" if table == "households" else table
    return plan.derived(f"buildings_of_{table}", make, ["buildings", part])


def _lived_in(plan: Plan) -> Bools:
    def make(plan: Plan) -> Bools:
        lived = np.zeros(len(plan.tables["buildings"]), dtype=bool)
        row = buildings_of(plan, "households")
        lived[row[row >= 0]] = True
        return lived

    return plan.derived("lived_in", make, ["buildings", "homes"])


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

    @property
    def buildings(self) -> Ints:
        """Uid of the leaf of each building, 0 where none holds it."""
        return self._houses.all

    @property
    def whole(self) -> Bools:
        """Whether the leaf of each building covers it."""
        return self._houses.whole

    @cached_property
    def entrances(self) -> Ints:
        """Uid of the leaf of each door, through its building; 0 where none holds it."""
        return self._houses.entrances

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


def houses_of(plan: Plan) -> Houses:
    """Find the leaves of buildings and doors; kept with the plan, whatever is pinned."""

    def make(plan: Plan) -> Houses:
        leaves = leaves_in_force(plan)
        return Houses(plan, leaves.take(leaves.by_code()))

    tables = ["grids", "scheme", "buildings", "entrances", "homes"]
    return plan.derived("houses", make, tables)


def _build(plan: Plan) -> Location:
    houses = houses_of(plan)
    uids = houses.leaves
    found, housed = houses.households
    matched = housed.copy()
    households = plan.tables["households"]
    points = shapes_of(households["geometry"])[~housed]
    matched[~housed] = ~(shapely.is_missing(points) | shapely.is_empty(points))
    pins = households["pinned"].to_numpy(dtype=np.int64, na_value=0)
    pinned = np.isin(pins, uids) & (pins > 0)
    found = np.where(pinned, pins, found)
    return Location(uids, found, pinned, matched, houses)
