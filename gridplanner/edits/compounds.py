"""A compound taken apart into its buildings on purpose, and put together again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely import STRtree

from gridplanner.edits.locks import said
from gridplanner.edits.recut import Recut, Regions, joined, recut
from gridplanner.errors import EditError
from gridplanner.geometry import Bools, Shapes, as_polygons, inner_points, owners, shapes_of
from gridplanner.model import Plan
from gridplanner.tables import conform
from gridplanner.units.derive import COMPOUND, derive_units

#: Setting: ids of the compounds that are split on purpose.
SETTING = "split_compounds"
#: Tables that would divide the ground of a compound further, or that it does not need.
_EMPTIED = ("areas", "streets", "water", "mask", "compounds", "entrances", "households")


def split_on_purpose(plan: Plan) -> tuple[str, ...]:
    """List the ids of the compounds that are split on purpose."""
    return tuple(map(str, plan.settings.get(SETTING, [])))


@dataclass(frozen=True)
class SplitCompound:
    """Let the buildings of a compound change hands one by one.

    A compound that bears less than 1.5 leaves' load is one unit otherwise. Leaves stay as
    they are; only the units become smaller.

    Attributes
    ----------
    compound : str
        Its id.
    reason : str
        Must be given; kept in the journal.
    name : str
        For the journal.
    """

    compound: str
    reason: str
    name: str = ""
    label = "edit.split_compound"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Id, name and reason."""
        return _facts(self)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which its buildings are units.

        Raises
        ------
        EditError
            No reason is given, there is no such compound, it is split already, is large
            enough to be divided anyway, has fewer than two buildings, or is locked.
        """
        if not self.reason.strip():
            raise EditError("edit.compound_reason")
        _known(plan, self.compound)
        split = list(split_on_purpose(plan))
        if self.compound in split:
            raise EditError("edit.compound_split", {"name": self.name or self.compound})
        units = plan.layer("units")
        mine = _units_of(plan, self.compound)
        if len(units) == 0:
            # Units are made when the plan is, and see the setting then.
            return plan.with_settings(**{SETTING: [*split, self.compound]})
        whole = mine & (units["kind"] == COMPOUND).to_numpy(dtype=bool)
        if not whole.any():
            raise EditError("edit.compound_divided", {"name": self.name or self.compound})
        rows: list[pd.DataFrame] = []
        near: dict[int, Any] = {}
        for at in np.flatnonzero(whole):
            parts, around = _taken_apart(plan, int(at))
            rows.append(parts)
            near.update(around)
        if sum(map(len, rows)) < 2:
            raise EditError("edit.compound_one", {"name": self.name or self.compound})
        made = _replaced(plan, units, whole, pd.concat(rows), near)
        return made.with_settings(**{SETTING: [*split, self.compound]})


@dataclass(frozen=True)
class RejoinCompound:
    """Let a compound that was split on purpose change hands whole again."""

    compound: str
    reason: str = ""
    name: str = ""
    label = "edit.rejoin_compound"

    @property
    def facts(self) -> Mapping[str, Any]:
        """Id, name and reason."""
        return _facts(self)

    def apply(self, plan: Plan) -> Plan:
        """Make the plan in which the compound is one unit, or one in each piece of its ground.

        Raises
        ------
        EditError
            There is no such compound, it is not split on purpose, or a part is locked.
        """
        _known(plan, self.compound)
        split = split_on_purpose(plan)
        if self.compound not in split:
            raise EditError("edit.compound_whole", {"name": self.name or self.compound})
        kept = [one for one in split if one != self.compound]
        units = plan.layer("units")
        mine = _units_of(plan, self.compound)
        if mine.any():
            shapes = shapes_of(units.geometry)[mine]
            parts = shapely.get_parts(as_polygons(shapely.coverage_union_all(shapes)))
            first = str(units["id"][mine].iloc[0]).split(".")[0]
            ids = [first if not n else f"{first}-{n + 1}" for n in range(len(parts))]
            rows = pd.DataFrame(
                {"id": ids, "kind": COMPOUND, "compound": self.compound, "geometry": parts}
            )
            plan = _replaced(plan, units, mine, rows, {})
        return plan.with_settings(**{SETTING: kept or None})


def _facts(edit: SplitCompound | RejoinCompound) -> Mapping[str, Any]:
    name = edit.name or edit.compound
    return {"compound": edit.compound, "name": name, "reason": edit.reason}


def _known(plan: Plan, compound: str) -> None:
    if compound not in set(plan.tables["compounds"]["id"]):
        raise EditError("edit.unknown_compound", {"compound": compound})


def _units_of(plan: Plan, compound: str) -> Bools:
    """Tell which units are of a compound.

    Raises
    ------
    EditError
        One of them is locked.
    """
    units = plan.tables["units"]
    mine = (units["compound"] == compound).to_numpy(dtype=bool)
    locked = mine & units["locked"].to_numpy(dtype=bool)
    if locked.any():
        raise EditError("edit.unit_locked", {"units": said(units["id"][locked][:5])})
    return mine


def _taken_apart(plan: Plan, at: int) -> tuple[pd.DataFrame, dict[int, Any]]:
    """Divide a unit by building; its rows, and the units around it with their new nodes.

    Borders are found as for the whole plan, on the ground of the unit alone, and then put
    into the coverage as any new line is: what stands does not move.
    """
    units = plan.layer("units")
    shapes = shapes_of(units.geometry)
    inner = derive_units(_alone(plan, shapes[at]))
    regions = Regions(np.arange(len(shapes), dtype=np.int64), shapes, STRtree(shapes))
    cut = recut(regions, _inner_lines(shapes_of(inner.geometry)), also=[at])
    mine = cut.region == at
    found = shapes_of(inner.geometry)
    owner = owners(inner_points(cut.faces[mine]), found)
    lost = owner < 0
    if lost.any():
        owner[lost] = STRtree(found).nearest(inner_points(cut.faces[mine][lost]))
    rows: list[dict[str, Any]] = []
    unit = units.iloc[at]
    for number in np.unique(owner):
        for part in shapely.get_parts(as_polygons(joined(cut.faces[mine][owner == number]))):
            source = inner.iloc[int(number)]
            rows.append(
                {
                    "id": f"{unit['id']}.{len(rows) + 1}",
                    "kind": source["kind"],
                    "compound": unit["compound"],
                    "building": source["building"],
                    "geometry": part,
                }
            )
    return pd.DataFrame(rows), _around(cut, at)


def _alone(plan: Plan, ground: Any) -> Plan:
    """Make a plan of one piece of ground and the buildings on it, without walls."""
    buildings = plan.layer("buildings")
    points = inner_points(shapes_of(buildings.geometry))
    inside = np.asarray(shapely.intersects(ground, points), dtype=bool)
    boundary = plan.layer("boundary").iloc[:1]
    return plan.with_tables(
        boundary=boundary.set_geometry(gpd.GeoSeries([ground], index=boundary.index, crs=plan.crs)),
        buildings=buildings[inside],
        **{name: plan.layer(name).iloc[:0] for name in _EMPTIED if name in plan.tables},
    )


def _inner_lines(shapes: Shapes) -> Shapes:
    """Borders between polygons of a coverage, without its own outline."""
    rings = shapely.get_rings(shapes)
    segments = []
    for ring in rings:
        xy = shapely.get_coordinates(ring)
        segments.append(np.concatenate([xy[:-1], xy[1:]], axis=1))
    if not segments:
        return shapes_of([])
    pairs = np.concatenate(segments)
    turned = pairs[:, [2, 3, 0, 1]]
    first = (pairs[:, 0] < pairs[:, 2]) | (
        (pairs[:, 0] == pairs[:, 2]) & (pairs[:, 1] < pairs[:, 3])
    )
    found, count = np.unique(np.where(first[:, None], pairs, turned), axis=0, return_counts=True)
    lines = shapes_of(shapely.linestrings(found[count > 1].reshape(-1, 2, 2)))
    merged = shapely.line_merge(shapely.MultiLineString(list(lines)))
    return shapes_of(shapely.get_parts(merged))


def _around(cut: Recut, at: int) -> dict[int, Any]:
    """Units beside one that was cut, by position, where they get nodes."""
    found = {}
    for other in np.unique(cut.region):
        if other != at:
            shape = joined(cut.faces[cut.region == other])
            if shape.geom_type == "Polygon":
                found[int(other)] = shape
    return found


def _replaced(
    plan: Plan, units: gpd.GeoDataFrame, gone: Bools, rows: pd.DataFrame, near: Mapping[int, Any]
) -> Plan:
    """Put rows in the place of units; others by position get new geometry."""
    shapes = shapes_of(units.geometry).copy()
    for at, shape in near.items():
        shapes[at] = shape
    units = units.set_geometry(gpd.GeoSeries(shapes, index=units.index, crs=plan.crs))
    frame = gpd.GeoDataFrame(rows, geometry="geometry", crs=plan.crs)
    fresh = conform("units", frame, crs=plan.crs)
    first = int(units.index.max()) + 1
    fresh = fresh.set_axis(pd.RangeIndex(first, first + len(fresh), name="fid"))
    both = pd.concat([units[~gone], fresh]).rename_axis("fid")
    return plan.with_tables(units=gpd.GeoDataFrame(both, geometry="geometry", crs=plan.crs))
