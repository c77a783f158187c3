"""One edit of every kind, made for a plan as it is: what a check after one edit is measured on.

``each_kind(plan)`` needs a planned and staffed town with households, doors and units; it
works on the sample of 岚皋 as on a town of a dozen squares.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner import edits as e
from gridplanner.edits.addresses import MatchAgain
from gridplanner.edits.counting import ChangeCounting
from gridplanner.edits.cover import CoverVacancy, PutBack
from gridplanner.edits.together import Together
from gridplanner.errors import EditError
from gridplanner.geometry import shapes_of
from gridplanner.handoff.own_ground import ReplaceGround
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours, unit_owners
from gridplanner.repair import row_edits as rows
from gridplanner.repair.coverage import RepairGrids
from gridplanner.repair.ground_edits import GiveGround, MakeValid, YieldGround
from gridplanner.repair.waivers import DropWaiver, Waive
from gridplanner.rules import check
from gridplanner.rules.profile import PROFILES
from gridplanner.rules.profile_edits import SetProfile
from gridplanner.settling import settled

#: Kinds of edits that concern one grid, household, person or line at a time.
ONE, MANY = "one", "many"


@dataclass(frozen=True)
class Case:
    """An edit, and the plan that it fits.

    Attributes
    ----------
    name : str
    before : Plan
    edit : Edit
    scope : str
        ``one`` for an edit about one grid, household, person or name; ``many`` for one of
        a whole table or of the whole town.
    """

    name: str
    before: Plan
    edit: e.Edit
    scope: str = ONE


class Town:
    """Two leaves side by side below one parent, and what is around them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        leaves = plan.leaves
        self.shapes = shapes_of(leaves.geometry)
        self.codes = leaves["code"].to_numpy()
        owner = unit_owners(plan, self.shapes)
        parent = leaves["parent"].to_numpy()
        graph = neighbours(plan)
        one, two = owner[graph.edges.T]
        fit = graph.passable & (one != two) & (np.minimum(one, two) >= 0)
        fit &= parent[one] == parent[two]
        size = np.bincount(owner[owner >= 0], minlength=len(leaves))
        fit &= size[one] >= min(7, int(np.median(size)))
        inner = shapely.distance(self.shapes, shapely.boundary(self.edge)) > 0
        # Rather a leaf in the midst of the town than one at its edge.
        at = max(np.flatnonzero(fit), key=lambda n: bool(inner[one[n]]) + bool(inner[two[n]]))
        self.one, self.two = int(one[at]), int(two[at])
        self.unit = str(plan.tables["units"]["id"].iloc[graph.edges[at, 0]])
        self.code, self.other = str(self.codes[self.one]), str(self.codes[self.two])
        self.mother = str(plan.tables["grids"].loc[int(parent[self.one]), "code"])

    @property
    def edge(self) -> Any:
        """The boundary."""
        return shapely.union_all(shapes_of(self.plan.tables["boundary"]["geometry"]))

    @property
    def border(self) -> shapely.LineString:
        """The longest straight stretch of the border between the two leaves."""
        common = shapely.intersection(self.shapes[self.one], self.shapes[self.two])
        ends = np.concatenate(
            [
                np.stack([xy[:-1], xy[1:]], axis=1)
                for part in shapely.get_parts(common)
                if part.geom_type == "LineString"
                for xy in [shapely.get_coordinates(part)]
            ]
        )
        length = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        return shapely.LineString(ends[int(np.argmax(length))])

    @property
    def corner(self) -> tuple[float, float]:
        """An end of that stretch that is no corner of the boundary."""
        xy = shapely.get_coordinates(self.border)
        away = shapely.distance(shapely.points(xy), shapely.boundary(self.edge))
        return _place(xy[int(np.argmax(away))])

    def inside(self, leaf: int) -> tuple[float, float]:
        """Give a place inside a leaf."""
        return _place(self.shapes[leaf].point_on_surface().coords[0])

    def towards(self, at: tuple[float, float], share: float, leaf: int) -> tuple[float, float]:
        """Give a place on the way from one place to the middle of a leaf."""
        a, b = np.array(at), np.array(self.inside(leaf))
        return _place(a + share * (b - a))

    def round_place(self, metres: float) -> shapely.Polygon:
        """Draw a circle on the border between the two leaves, over a share of their size."""
        middle = self.border.interpolate(0.5, normalized=True)
        return middle.buffer(metres, quad_segs=4)


def _place(xy: Any) -> tuple[float, float]:
    return float(xy[0]), float(xy[1])


def each_kind(plan: Plan) -> list[Case]:
    """Make one edit of each kind for a plan.

    Cases whose edit needs something first (a hole to fill, a worker who is away) bring the
    plan in which it is so.
    """
    town = Town(plan)
    return [
        *_of_borders(town), *_of_leaves(town), *_of_mending(town), *_of_names(town),
        *_of_duties(town), *_of_households(town), *_of_tables(town), *_of_settings(town),
    ]  # fmt: skip


def _of_borders(town: Town) -> Iterator[Case]:
    plan, code, other = town.plan, town.code, town.other
    border, corner = town.border, town.corner
    middle = _place(border.interpolate(0.5, normalized=True).coords[0])
    bent = town.towards(middle, 0.05, town.one)
    yield Case("units painted", plan, e.Paint((town.unit,), other))
    yield Case("ground painted", plan, e.Paint(town.round_place(3.0), code, cross=True))
    wiped = e.Paint(shapely.Point(town.inside(town.one)).buffer(2.0), None)
    yield Case("ground taken off", plan, wiped)
    yield Case("a hole filled", wiped.apply(plan), e.FillHole(town.inside(town.one)))
    yield Case("a border bent", plan, e.InsertVertex(middle, bent, cross=True))
    made = e.InsertVertex(middle, bent, cross=True).apply(plan)
    yield Case("a vertex deleted", made, e.DeleteVertex(bent, cross=True))
    moved = town.towards(corner, 0.02, town.one)
    yield Case("a vertex moved", plan, e.MoveVertex(corner, moved, cross=True))
    across = np.array(bent) - np.array(middle)
    a, b = map(_place, border.coords)
    yield Case("an edge moved", plan, e.MoveEdge(a, b, _place(0.2 * across), cross=True))
    ends = [border.interpolate(t, normalized=True).coords[0] for t in (0.2, 0.8)]
    bow = shapely.LineString([ends[0], bent, ends[1]])
    yield Case("a border redrawn", plan, e.Reshape((code, other), bow, cross=True))
    yield Case("ground given", plan, GiveGround(town.round_place(2.0), code))


def _of_leaves(town: Town) -> Iterator[Case]:
    plan, code, other = town.plan, town.code, town.other
    at = np.array(town.inside(town.one))
    reach = float(np.ptp(shapely.get_coordinates(town.shapes[town.one]), axis=0).max())
    across = shapely.LineString(at + np.array([[-reach, 0.0], [reach, 0.0]]))
    yield Case("a leaf split", plan, e.SplitGrid(code, across))
    yield Case("leaves merged", plan, e.MergeGrids((code, other), code))
    yield Case("a leaf deleted", plan, e.DeleteGrid(code))
    without = e.DeleteGrid(code).apply(plan)
    yield Case("a leaf drawn", without, e.DrawGrid(town.shapes[town.one], plan.scheme.depth))
    yield Case("several steps", plan, Together((e.SplitGrid(code, across), *_named(town))))
    yield Case("several steps that mend", plan, rows.Steps(tuple(_named(town))))


def _named(town: Town) -> list[e.Edit]:
    return [e.ChangeGrid(town.other, name="x"), e.SetLock((town.other,), "no_loss")]


def _of_mending(town: Town) -> Iterator[Case]:
    plan, code = town.plan, town.code
    xy = shapely.get_coordinates(town.shapes[town.one])
    spiked = shapely.Polygon([*xy[:-1], xy[0] + (5.0, 3.0), xy[0]])
    yield Case("an outline made valid", _outlined(plan, code, spiked), MakeValid(code))
    yield Case("a parent set", plan, rows.SetParent(code, _another(town)))
    shape = plan.valid_grids.set_index("code").geometry[town.mother].buffer(3.0)
    swollen = _outlined(plan, town.mother, shape)
    yield Case("a parent follows", swollen, rows.FollowChildren(town.mother))
    uid = plan.uid_of(code)
    yield Case("a code mended", plan, rows.Recode(uid))
    yield Case("codes in order", plan, rows.Renumber((code, town.other)))
    grids = plan.layer("grids")
    twice = grids.loc[[uid]].assign(uid=plan.next_uid, code=f"{code}9")
    twice.index = pd.Index([plan.next_uid], name="fid")
    both = plan.with_tables(grids=pd.concat([grids, twice]).rename_axis("fid"))
    yield Case("a double dropped", both, rows.DropDouble(plan.next_uid, uid))
    childless = plan.with_tables(grids=grids[(grids["parent"] != plan.uid_of(town.mother)).fillna(
        value=True)])  # fmt: skip
    bare = childless.valid_grids.set_index("code").geometry[town.mother]
    yield Case("ground replaced", childless, ReplaceGround(town.mother, bare.buffer(-5.0)))
    beside = _another(town)
    reach = bare.union(grids.set_index("code").geometry[beside].buffer(-1.0))
    over = _outlined(childless, town.mother, reach)
    yield Case("ground yielded", over, YieldGround(town.mother, beside))
    found = next(f for f in check(plan) if f.codes)
    waived = Waive(found.rule, (found.target,), "known")
    yield Case("a finding waived", plan, waived)
    yield Case("a waiver taken back", waived.apply(plan), DropWaiver(found.rule, found.target))
    holed = town.shapes[town.one].difference(shapely.Point(town.inside(town.one)).buffer(0.2))
    yield Case("borders repaired", _outlined(plan, code, holed), RepairGrids(0.5), MANY)


def _outlined(plan: Plan, code: str, shape: Any) -> Plan:
    grids = plan.layer("grids")
    shapes = shapes_of(grids.geometry).copy()
    shapes[int(np.flatnonzero(grids["uid"] == plan.uid_of(code))[0])] = shape
    return plan.with_tables(
        grids=grids.set_geometry(gpd.GeoSeries(shapes, index=grids.index, crs=plan.crs))
    )


def _another(town: Town) -> str:
    """Name another parent on the level of the two leaves' own, the nearest by code."""
    level = town.plan.level(town.plan.scheme.depth - 1)
    shapes = dict(zip(level["code"], level.geometry, strict=True))
    mine = shapes.pop(town.mother)
    return str(min(shapes, key=lambda code: (shapely.distance(shapes[code], mine), code)))


def _of_names(town: Town) -> Iterator[Case]:
    plan, code, mother = town.plan, town.code, town.mother
    fresh = f"{code[:-3]}{900 + len(plan.leaves) % 99}"
    yield Case("a leaf locked", plan, e.SetLock((code,), "frozen"))
    yield Case("a parent locked", plan, e.SetLock((mother,), "frozen"))
    yield Case("a unit locked", plan, e.SetUnitLock((town.unit,), locked=True))
    yield Case("a leaf named", plan, e.ChangeGrid(code, name="Market"))
    yield Case("a parent named", plan, e.ChangeGrid(mother, name="East"))
    yield Case("a note written", plan, e.ChangeGrid(code, note="to be walked"))
    yield Case("a leaf recoded", plan, e.ChangeGrid(code, new_code=fresh))
    yield Case("a leaf of another kind", plan, e.ChangeGrid(code, kind="专属"))
    yield Case("posts planned", plan, e.ChangeGrid(code, posts=3))
    yield Case("another parent", plan, e.ChangeParent(code, _another(town)))
    yield Case("four sides written", plan, e.SetSides(code, "东至河"))


def _of_duties(town: Town) -> Iterator[Case]:
    plan, code = town.plan, town.code
    duties, persons = plan.tables["duties"], plan.tables["persons"]
    now = duties[duties["valid_to"] == ""]
    grid = str(plan.uid_of(code))
    workers = persons.loc[persons["role"] == "网格员", "id"]
    elsewhere = set(now.loc[now["target_id"] == grid, "person"])
    worker = str(next(w for w in workers if w not in elsewhere))
    served = set(now.loc[(now["target_table"] == "grids") & (now["kind"] == "网格员"), "person"])
    here = str(next(w for w in workers if w in served))
    captains = set(now.loc[now["kind"] == "楼门长", "person"])
    chosen = str(next(p for p in persons["id"] if p in captains))
    held = now[(now["kind"] == "楼门长") & (now["person"] == chosen)]["target_id"]
    doors = plan.tables["entrances"]["id"]
    door = str(next(d for d in doors if d not in set(held)))
    yield Case("a worker given", plan, e.AssignDuty(worker, "网格员", ("grids", code)))
    yield Case("a head given", plan, e.AssignDuty(worker, "网格长", ("grids", code)))
    yield Case("a captain chosen", plan, e.AssignDuty(chosen, "楼门长", ("entrances", door)))
    post = ("entrances", str(held.iloc[0]))
    yield Case("a captain released", plan, e.EndDuty(chosen, "楼门长", post))
    away = CoverVacancy(here)
    yield Case("a worker away", plan, away)
    yield Case("a worker back", away.apply(plan), PutBack(here))
    keys = ["person", "kind", "target_table", "target_id"]
    given = now.loc[now["kind"] == "楼门长", keys].iloc[1:]
    every = tuple(given.itertuples(index=False, name=None))
    yield Case("all captains given", plan, e.AssignAll(every, ("楼门长",)), MANY)


def _of_households(town: Town) -> Iterator[Case]:
    plan = town.plan
    households, persons = plan.layer("households"), plan.frame("persons")
    last = households.iloc[[-1]]
    name = str(last["id"].iloc[0])
    yield Case("a household pinned", plan, e.PinHousehold(name, town.code))
    pinned = e.PinHousehold(name, town.code).apply(plan)
    yield Case("a household unpinned", pinned, e.PinHousehold(name, None))
    more = last.assign(id="new", room="999", persons=4)
    yield Case("a household added", plan, e.ImportRows({"households": more}))
    fewer = e.ImportRows({"households": households.iloc[:-1]}, replace=True)
    yield Case("a household removed", plan, fewer)
    asked = _listed(plan, "households", name)
    grown = last.assign(persons=last["persons"] + 2)
    yield Case("persons counted anew", asked, e.ImportRows({"households": grown}, answered=("W1",)))
    moved = last.assign(building=households["building"].iloc[0],
                        entrance=households["entrance"].iloc[0])  # fmt: skip
    yield Case("a household moved", asked, e.ImportRows({"households": moved}, answered=("W1",)))
    lost = _lost(plan)
    yield Case("an address confirmed", lost, MatchAgain())
    yield Case("an address by a name", lost, MatchAgain({"张家湾": "姜家湾"}))
    person = persons.iloc[[0]]
    called = person.assign(name="Somebody", home_entrance=plan.tables["entrances"]["id"].iloc[-1])
    asked = _listed(plan, "persons", str(person["id"].iloc[0]))
    yield Case("a person corrected", asked, e.ImportRows({"persons": called}, answered=("W1",)))
    yield Case("a person added", plan, e.ImportRows({"persons": person.assign(id="new")}))
    gone = e.ImportRows({"persons": persons.iloc[:-1]}, replace=True)
    yield Case("a person removed", plan, gone)


def _listed(plan: Plan, kind: str, target: str) -> Plan:
    """Put a line on the work list that speaks of a row."""
    line = {"id": "W1", "kind": kind, "file": "a.xlsx", "sheet": "1", "row": 1, "column": "",
            "value": "", "reason": "address.none", "kept": True, "target": target,
            "cells": ""}  # fmt: skip
    return plan.with_tables(worklist=pd.DataFrame([line], pd.Index([1], name="fid")))


def _lost(plan: Plan) -> Plan:
    """Let the last household with an address have no place."""
    households = plan.layer("households")
    at = households.index[-1]
    changed = households.copy()
    shapes = shapes_of(households.geometry).copy()
    shapes[-1] = None
    changed["geometry"] = gpd.GeoSeries(shapes, index=households.index, crs=plan.crs)
    for column in ("building", "entrance"):
        changed[column] = changed[column].mask(changed.index == at, "")
    return plan.with_tables(households=changed)


def _of_tables(town: Town) -> Iterator[Case]:
    plan = town.plan
    x, y = town.inside(town.one)
    place = shapely.box(x, y, x + 4, y + 4)

    def more(table: str, shape: Any, **values: Any) -> e.ImportRows:
        row = plan.layer(table).iloc[[0]].assign(**values)
        return e.ImportRows({table: row.set_geometry([shape], crs=plan.crs)})

    yield Case("a building added", plan, more("buildings", place, id="new", compound=""))
    door = more("entrances", shapely.Point(x, y), id="new")
    yield Case("a door added", plan, door)
    compounds = plan.tables["compounds"]
    if len(compounds):
        court = shapely.box(x, y, x + 9, y + 9)
        yield Case("a compound added", plan, more("compounds", court, id="new"), MANY)
    yield from _of_compounds(plan)
    way = shapely.LineString([(x, y), (x + 9, y)])
    yield Case("a street added", plan, more("streets", way, id="new"), MANY)


def _of_compounds(plan: Plan) -> Iterator[Case]:
    units = plan.tables["units"]
    for name in units.loc[units["kind"] == "compound", "compound"].unique():
        edit = e.SplitCompound(str(name), "known")
        try:
            split = edit.apply(plan)
        except EditError:
            # One of a single building, or in two pieces, stays whole.
            continue
        yield Case("a compound taken apart", plan, edit)
        yield Case("a compound put together", split, e.RejoinCompound(str(name)))
        return


def _of_settings(town: Town) -> Iterator[Case]:
    plan = town.plan
    yield Case("an export noted", plan, e.LogExport("a.gpkg", "gpkg"))
    yield Case("a title given", plan, e.ChangeSettings({"title": "Town"}))
    yield Case("how captains are chosen", plan, ChangeCounting(prefer="nearest"))
    yield Case("what a household is", plan, ChangeCounting(household_rule="occupied"), MANY)
    yield Case("weights", plan, e.ChangeSettings({"weights": {"persons": 1.0}}), MANY)
    yield Case("a profile chosen", plan, SetProfile(PROFILES["old"]), MANY)
    copied = e.CopyScenario("B", activate=False)
    yield Case("a scenario copied", plan, copied)
    both = copied.apply(plan)
    yield Case("a scenario named", both, e.ChangeScenario("B", new_name="C"))
    yield Case("a scenario dropped", both, e.DropScenario("B"))
    yield Case("a scenario taken up", both, e.SwitchScenario("B"), MANY)
    yield Case("a scenario accepted", both, e.AcceptScenario("B"), MANY)
    yield Case("units adopted", plan, e.AdoptUnits(plan.layer("units")), MANY)


def rechecked(case: Case) -> float:
    """Time a check right after the edit of a case, processor seconds.

    The plan before is checked with nothing kept from an earlier run: an edit that is made
    again would find what was worked out for it.
    """
    before = replace(case.before, _memo={})
    check(before)
    after = settled(before, case.edit.apply(before))
    began = time.process_time()
    check(after)
    return time.process_time() - began
