"""Rules about load, whole buildings and compounds, ways on foot, people and households."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.captains import DEFAULT_CAPACITY, door_households
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Ints, main_owners, shapes_of, sound_shapes
from gridplanner.loads import loads
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.neighbours import unit_owners, walk_parts
from gridplanner.rules.finding import Finding, Severity
from gridplanner.units.compounds import whole_compounds

#: A border may shave this much off a building: what drawing by hand does.
CUT_M2 = 1.0
#: Deviation of load that is warned of and that is an error.
LOAD_WARN, LOAD_ERROR = 0.10, 0.20


def load(plan: Plan, final: bool) -> list[Finding]:
    """``load.deviation``: leaves over the limit (settings ``load_warn``, ``load_error``)."""
    del final
    figures = loads(plan)
    leaves = plan.leaves
    warn = float(plan.settings.get("load_warn", LOAD_WARN))
    error = float(plan.settings.get("load_error", LOAD_ERROR))
    found = []
    for uid, value, target, deviation in zip(
        figures.uids, figures.blend.loads, figures.target, figures.deviation, strict=True
    ):
        if abs(deviation) <= warn:
            continue
        facts = {
            "deviation": round(float(deviation), 4),
            "load": round(float(value), 3),
            "target": round(float(target), 3),
            "limit": error if abs(deviation) > error else warn,
        }
        severity: Severity = "error" if abs(deviation) > error else "warning"
        row = leaves.loc[uid]
        found.append(_at("load.deviation", severity, row["code"], row["geometry"], facts))
    return found


def whole(plan: Plan, final: bool) -> list[Finding]:
    """``whole.*``: buildings and one-unit compounds that a leaf border cuts."""
    del final
    leaves = plan.leaves
    shapes = sound_shapes(shapes_of(leaves.geometry))
    codes = leaves["code"].to_numpy()
    found: list[Finding] = []
    if len(shapes) == 0:
        return found
    compounds = plan.tables["compounds"]
    for rule, table, ids in (
        ("whole.building", "buildings", None),
        ("whole.compound", "compounds", whole_compounds(plan) if len(compounds) else None),
    ):
        frame = plan.tables[table]
        polygons = sound_shapes(shapes_of(frame["geometry"]))
        pick = np.flatnonzero(shapely.get_dimensions(polygons) == 2)
        if table == "compounds":
            pick = pick[ids[pick]] if ids is not None else pick[:0]
        owner = main_owners(polygons[pick], shapes)
        pick, owner = pick[owner >= 0], owner[owner >= 0]
        whole_in = shapely.covers(shapes[owner], polygons[pick])
        pick, owner = pick[~whole_in], owner[~whole_in]
        out = shapely.difference(polygons[pick], shapes[owner])
        # Only what another leaf holds is cut off; the boundary may cross a building.
        other = shapely.STRtree(shapes)
        for at, leaf, rest in zip(pick, owner, out, strict=True):
            if shapely.area(rest) <= CUT_M2:
                continue
            near = [int(n) for n in other.query(rest, predicate="intersects") if n != leaf]
            area = float(shapely.area(shapely.intersection(shapes[near], rest)).sum())
            if area > CUT_M2:
                facts = {"id": str(frame["id"].iloc[at]), "area_m2": round(area, 2)}
                names = (str(codes[leaf]), *(str(codes[n]) for n in near))
                found.append(_place(rule, "error", names, rest, facts))
    return found


def walk(plan: Plan, final: bool) -> list[Finding]:
    """``connected.walk``: leaves that a barrier without a crossing cuts in two."""
    del final
    if len(plan.tables["units"]) == 0:
        return []
    leaves = plan.leaves
    shapes = shapes_of(leaves.geometry)
    parts = walk_parts(shapes, plan, unit_owners(plan, shapes))
    return [
        _at(
            "connected.walk",
            "error",
            leaves["code"].iloc[at],
            shapes[at],
            {"parts": int(parts[at])},
        )
        for at in np.flatnonzero(parts > 1)
    ]


def duties(plan: Plan, final: bool) -> list[Finding]:
    """``duty.*``: leaves without a worker, doors without a captain, captains overloaded."""
    severity: Severity = "error" if final else "warning"
    found: list[Finding] = []
    table = plan.tables["duties"]
    now = table[running(table)]
    leaves = plan.leaves
    if len(leaves) == 0:
        return found
    staffed = set(now.loc[(now["kind"] == WORKER), "target_id"])
    for uid, code, shape in zip(leaves["uid"], leaves["code"], leaves.geometry, strict=True):
        if str(uid) not in staffed:
            found.append(_at("duty.grid_without_worker", severity, code, shape, {}))
    entrances = plan.tables["entrances"]
    captains = now[now["kind"] == CAPTAIN]
    weight = door_households(plan)
    points = shapes_of(entrances["geometry"])
    per_door = captains.groupby("target_id").size()
    for at in np.flatnonzero((weight > 0) & ~entrances["id"].isin(per_door.index).to_numpy()):
        facts = {"households": int(weight[at])}
        found.append(
            _place("duty.entrance_without_captain", "warning", (entrances["id"].iloc[at],),
                   points[at], facts)
        )  # fmt: skip
    doors = pd.Index(entrances["id"])
    for door, count in per_door[per_door > 1].items():
        row = int(doors.get_indexer(pd.Index([door]))[0])
        place = points[row] if row >= 0 else None
        found.append(
            _place("duty.two_captains", "error", (str(door),), place, {"count": int(count)})
        )
    return found + _captain_findings(plan, captains, weight)


def _captain_findings(plan: Plan, captains: pd.DataFrame, weight: Ints) -> list[Finding]:
    """Captains over capacity, in several leaves, or living behind none of their doors."""
    found: list[Finding] = []
    entrances = plan.tables["entrances"]
    persons = plan.tables["persons"].set_index("id")
    where = locate(plan).entrances
    points = shapes_of(entrances["geometry"])
    door = pd.Index(entrances["id"]).get_indexer(pd.Index(captains["target_id"]))
    for person, rows in captains.assign(door=door)[door >= 0].groupby("person"):
        if person not in persons.index:
            continue
        mine = rows["door"].to_numpy()
        who = persons.loc[person]
        room = DEFAULT_CAPACITY if pd.isna(who["capacity"]) else int(who["capacity"])
        bears = int(weight[mine].sum())
        if bears > room:
            facts = {"households": bears, "capacity": room}
            found.append(
                _place(
                    "duty.captain_over_capacity", "warning", (str(person),), points[mine[0]], facts
                )
            )
        if len(set(where[mine])) > 1:
            facts = {"grids": len(set(where[mine]))}
            found.append(
                _place(
                    "duty.captain_spans_grids", "warning", (str(person),), points[mine[0]], facts
                )
            )
        if who["home_entrance"] and who["home_entrance"] not in set(rows["target_id"]):
            found.append(
                _place("duty.captain_lives_elsewhere", "info", (str(person),), points[mine[0]], {})
            )
    return found


def households(plan: Plan, final: bool) -> list[Finding]:
    """``household.*``: nowhere, outside every leaf, address without a building."""
    del final
    where = locate(plan)
    table = plan.tables["households"]
    points = shapes_of(table["geometry"])
    known = table["building"].isin(set(plan.tables["buildings"]["id"])).to_numpy()
    lost = where.households == 0
    found: list[Finding] = []
    for at in np.flatnonzero(lost):
        if not where.matched[at]:
            rule = (
                "household.unmatched_address"
                if table["address"].iloc[at]
                else ("household.unlocated")
            )
        elif len(where.leaves) == 0:
            continue
        else:
            rule = "household.outside"
        place = None if not known[at] and not where.matched[at] else points[at]
        found.append(_place(rule, "warning", (table["id"].iloc[at],), place,
                            {"address": table["address"].iloc[at]}))  # fmt: skip
    placed = (table["building"] != "") & (table["room"] != "")
    twice = placed & table.duplicated(["building", "entrance", "room"], keep="first")
    alike = table[placed].groupby(["building", "entrance", "room"])["id"].transform("first")
    first = alike.reindex(table.index).to_numpy()
    for at in np.flatnonzero(twice.to_numpy()):
        facts = {"address": table["address"].iloc[at], "first": str(first[at])}
        found.append(
            _place("household.duplicate", "warning", (table["id"].iloc[at],), points[at], facts)
        )
    return found


def _at(
    rule: str, severity: Severity, code: str, shape: Any, facts: Mapping[str, object]
) -> Finding:
    return _place(rule, severity, (code,), shape, facts)


def _place(
    rule: str,
    severity: Severity,
    codes: tuple[str, ...],
    shape: Any,
    facts: Mapping[str, object],
) -> Finding:
    where = None
    if shape is not None and not shape.is_empty:
        point = shapely.point_on_surface(shape)
        where = (float(point.x), float(point.y))
    return Finding(rule, severity, tuple(map(str, codes)), where, facts)
