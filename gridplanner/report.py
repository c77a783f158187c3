"""The numbers that command line, window and exports all show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.captains import CANDIDATE_ROLES, door_households
from gridplanner.edits.duties import CAPTAIN, WORKER
from gridplanner.edits.duty_rows import running
from gridplanner.geometry import Ints, shapes_of
from gridplanner.loads import loads, weights_of, workers_of
from gridplanner.locate import locate
from gridplanner.model import Plan
from gridplanner.served import served_area

#: Columns of :attr:`Summary.grids` that a parent has as the sum of its leaves.
SUMS = (
    "households", "persons", "care", "buildings", "doors", "served_m2", "load", "target",
    "posts", "workers", "captains",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Summary:
    """Figures of every grid in force, and of the whole plan.

    Attributes
    ----------
    grids : DataFrame
        Index ``uid``, by level and code. Columns ``level code name parent parent_code kind
        lock households persons care buildings doors area_m2 served_m2 load target deviation
        posts workers captains``; areas in m², load and target in workers' worth (人份),
        deviation = load / target − 1. ``posts`` is 0 where none are planned.
    totals : mapping
        ``households persons buildings entrances inhabited_doors workers worker_fte
        candidates area_m2 served_m2 unassigned_m2 located_households located_persons
        outside_households unmatched_households``.
    factors : mapping
        Weights of the load's factors in force.
    """

    grids: pd.DataFrame
    totals: Mapping[str, Any]
    factors: Mapping[str, float]


def summary(plan: Plan) -> Summary:
    """Work out all figures; kept with the plan. A plan without grids gives totals only."""
    return plan.derived("summary", _build)


def _build(plan: Plan) -> Summary:
    figures = loads(plan)
    where = locate(plan)
    grids = plan.valid_grids.sort_values(["level", "code"])
    shapes = shapes_of(grids.geometry)
    frame = pd.DataFrame(
        {
            "level": grids["level"],
            "code": grids["code"],
            "name": grids["name"],
            "parent": grids["parent"],
            "kind": grids["kind"],
            "lock": grids["lock"],
            "area_m2": shapely.area(shapes),
        }
    ).set_axis(pd.Index(grids["uid"].to_numpy(), name="uid"))
    code = dict(zip(frame.index, frame["code"], strict=True))
    frame.insert(
        4, "parent_code", [code.get(p, "") if not pd.isna(p) else "" for p in frame.parent]
    )
    leaves = plan.leaves.set_index("uid").loc[figures.uids]
    per_leaf = pd.DataFrame(
        {
            **_people(plan, figures.uids, where.households),
            "buildings": _count(where.buildings, figures.uids),
            "doors": _count(where.entrances, figures.uids),
            "served_m2": served_area(plan, shapes_of(leaves.geometry)),
            "load": figures.blend.loads,
            "target": figures.target,
            "posts": leaves["posts"].fillna(0).to_numpy(dtype=np.int64),
            **_on_duty(plan, figures.uids, where.entrances),
        },
        index=figures.uids,
    )
    frame = frame.join(_summed(frame, per_leaf, plan.scheme.depth))
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.where(frame["target"] > 0, frame["load"] / frame["target"] - 1, 0.0)
    frame["deviation"] = deviation
    return Summary(frame, _totals(plan), weights_of(plan))


def _people(plan: Plan, uids: Ints, leaf: Ints) -> dict[str, Any]:
    households = plan.tables["households"]
    row = pd.Index(uids).get_indexer(pd.Index(leaf))
    inside = row >= 0
    count = len(uids)
    persons = households["persons"].to_numpy()[inside]
    care = (households["care"].str.strip() != "").to_numpy()[inside]
    return {
        "households": np.bincount(row[inside], minlength=count),
        "persons": np.bincount(row[inside], persons, minlength=count).astype(np.int64),
        "care": np.bincount(row[inside], care, minlength=count).astype(np.int64),
    }


def _count(leaf: Ints, uids: Ints) -> Ints:
    row = pd.Index(uids).get_indexer(pd.Index(leaf))
    return np.bincount(row[row >= 0], minlength=len(uids)).astype(np.int64)


def _on_duty(plan: Plan, uids: Ints, door_leaf: Ints) -> dict[str, Ints]:
    duties = plan.tables["duties"]
    now = duties[running(duties)]
    workers = now[now["kind"] == WORKER].drop_duplicates(["person", "target_id"])
    row = pd.Index(uids.astype(str)).get_indexer(pd.Index(workers["target_id"]))
    captains = now[now["kind"] == CAPTAIN]
    door = pd.Index(plan.tables["entrances"]["id"]).get_indexer(pd.Index(captains["target_id"]))
    leaf = door_leaf[door[door >= 0]]
    pairs = pd.DataFrame({"person": captains["person"].to_numpy()[door >= 0], "leaf": leaf})
    pairs = pairs.drop_duplicates()
    return {
        "workers": np.bincount(row[row >= 0], minlength=len(uids)),
        "captains": _count(pairs["leaf"].to_numpy(dtype=np.int64), uids),
    }


def _summed(frame: pd.DataFrame, per_leaf: pd.DataFrame, depth: int) -> pd.DataFrame:
    """Sum the leaves' figures up the levels; a parent's are those of its children."""
    table = (
        per_leaf[list(SUMS)]
        .reindex(frame.index)
        .fillna(0)
        .astype({name: per_leaf[name].dtype for name in SUMS})
    )
    for level in range(depth - 1, 0, -1):
        below = frame.index[frame["level"] == level + 1]
        parent = frame.loc[below, "parent"]
        known = parent.isin(frame.index)
        sums = table.loc[below[known]].groupby(parent[known].astype("int64").to_numpy()).sum()
        for name in SUMS:
            table.loc[sums.index, name] = sums[name]
    return table


def _totals(plan: Plan) -> dict[str, Any]:
    where = locate(plan)
    counts = where.counts(plan)
    households = plan.tables["households"]
    workers = workers_of(plan)
    boundary = shapes_of(plan.tables["boundary"]["geometry"])
    area = float(shapely.area(boundary).sum())
    held = float(shapely.area(shapes_of(plan.leaves.geometry)).sum())
    persons = plan.tables["persons"]
    return {
        "households": len(households),
        "persons": int(households["persons"].sum()),
        "buildings": len(plan.tables["buildings"]),
        "entrances": len(plan.tables["entrances"]),
        "inhabited_doors": int((door_households(plan) > 0).sum()),
        "workers": len(workers),
        "worker_fte": float(workers["fte"].sum()),
        "candidates": int(persons["role"].isin(CANDIDATE_ROLES).sum()),
        "area_m2": area,
        "served_m2": float(served_area(plan, boundary).sum()),
        "unassigned_m2": max(round(area - held, 3), 0.0),
        "located_households": counts["assigned"],
        "located_persons": counts["persons"],
        "outside_households": counts["outside"],
        "unmatched_households": counts["unmatched"],
    }
