"""From a plan to a balance problem and back: what the command *plan* does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pandas as pd
import shapely

from gridplanner.balance import Problem, Solution, solve
from gridplanner.edits.grid_rows import GENERAL
from gridplanner.edits.proposal import Proposal
from gridplanner.edits.rows import AdoptUnits, ChangeSettings
from gridplanner.errors import EditError, Infeasible, Reason, UsageError
from gridplanner.estimate import estimate_persons
from gridplanner.geometry import Ints, inner_points, owners, shapes_of
from gridplanner.jobs import OnProgress
from gridplanner.loads import blend, factors_on, weights_of, workers_of
from gridplanner.model import Plan
from gridplanner.neighbours import neighbours
from gridplanner.owners import main_owners
from gridplanner.rules.profile_edits import SUGGESTED
from gridplanner.rules.suggesting import profile_of
from gridplanner.units import derive_units


@dataclass(frozen=True)
class PlanOptions:
    """What a planner asks of a solve.

    Attributes
    ----------
    by : {"staff", "leaves"}
        Targets by the workers on a leaf, or the same for all leaves.
    weights : mapping or None
        Weights of the load factors; ``None`` keeps those in force.
    keep_levels : int or None
        Top levels kept from the given areas; ``None`` keeps all that are covered.
    shape : float
        0 for balance alone … 1 for compactness.
    work, seconds, seed, threads
        As for :func:`gridplanner.balance.solve`.
    """

    by: Literal["staff", "leaves"] = "staff"
    weights: Mapping[str, float] | None = None
    keep_levels: int | None = None
    shape: float = 0.5
    work: int | None = None
    seconds: float | None = None
    seed: int = 0
    threads: int = 1


@dataclass(frozen=True, eq=False)
class Planned:
    """A solve's answer and the edits that would put it into the plan.

    Attributes
    ----------
    preparation : tuple
        Edits to apply first: changed weights, estimated persons, derived units.
    proposal : Proposal
    problem : Problem
    solution : Solution
    notes : dict
        Facts worth telling: crossings assumed, workers missing.
    """

    preparation: tuple[Any, ...]
    proposal: Proposal
    problem: Problem
    solution: Solution
    notes: dict[str, Any] = field(default_factory=dict)


def covered_levels(plan: Plan) -> int:
    """Count the top levels whose given areas cover the boundary in the scheme's number."""
    boundary = float(shapely.area(shapes_of(plan.tables["boundary"]["geometry"])).sum())
    areas = plan.tables["areas"]
    for level in plan.scheme.levels[:-1]:
        here = areas[areas["level"] == level.level]
        held = float(shapely.area(shapes_of(here["geometry"])).sum())
        # Drawn lines of two offices never agree to the metre.
        if len(here) != level.count or abs(held - boundary) > 1e-3 * boundary:
            return level.level - 1
    return plan.scheme.depth - 1


def prepare_units(plan: Plan, on_progress: OnProgress | None = None) -> tuple[Plan, list[Any]]:
    """Give the plan with units, deriving them where it has none, and the edits made."""
    if len(plan.tables["units"]):
        return plan, []
    edit = AdoptUnits(derive_units(plan, on_progress))
    return edit.apply(plan), [edit]


def unit_households(plan: Plan) -> Ints:
    """Tell the unit of each household, through its building; -1 for none."""
    units = shapes_of(plan.tables["units"]["geometry"])
    buildings, households = plan.tables["buildings"], plan.tables["households"]
    of_building = main_owners(shapes_of(buildings["geometry"]), units)
    row = pd.Index(buildings["id"]).get_indexer(pd.Index(households["building"]))
    found = np.where(row >= 0, of_building[np.maximum(row, 0)] if len(of_building) else -1, -1)
    loose = row < 0
    found[loose] = main_owners(shapes_of(households["geometry"])[loose], units)
    return found.astype(np.int64)


def given_labels(plan: Plan, levels: int) -> tuple[Ints | None, tuple[tuple[int, ...], ...]]:
    """Labels of the units in the given areas of the top levels, and the areas' ``fid``.

    A unit that lies in no given area of a level (a strip between the office's line and the
    boundary) goes to the nearest.
    """
    if levels == 0:
        return None, ()
    points = inner_points(shapes_of(plan.tables["units"]["geometry"]))
    columns, kept = [], []
    for level in range(1, levels + 1):
        areas = plan.tables["areas"]
        areas = areas[areas["level"] == level].sort_values("code")
        held = shapes_of(areas["geometry"])
        label = owners(points, held)
        if (label < 0).any():
            lost = np.flatnonzero(label < 0)
            near = shapely.STRtree(held).nearest(points[lost])
            label[lost] = near
        columns.append(label)
        kept.append(tuple(int(fid) for fid in areas.index))
    return np.stack(columns, axis=1), tuple(kept)


def make_problem(plan: Plan, options: PlanOptions) -> tuple[Problem, tuple[tuple[int, ...], ...]]:
    """Put the plan's units into arrays.

    Raises
    ------
    UsageError
        More levels are to be kept than are given.
    EditError
        There is nobody and nothing to share out.
    """
    units = shapes_of(plan.tables["units"]["geometry"])
    household_unit = unit_households(plan)
    values = factors_on(plan, units, household_unit)
    leaves = plan.scheme.counts[-1]
    staff = workers_of(plan)["fte"].to_numpy(dtype=float) if options.by == "staff" else np.empty(0)
    by_staff = len(staff) >= leaves
    total = float(staff.sum()) if by_staff else float(leaves)
    mixed = blend(values, weights_of(plan), total)
    if not mixed.names:
        raise EditError("plan.no_load", hint="plan.no_load.hint")
    covered = covered_levels(plan)
    keep = covered if options.keep_levels is None else options.keep_levels
    if not 0 <= keep <= covered:
        raise UsageError("plan.keep_levels", {"asked": keep, "given": covered})
    given, kept = given_labels(plan, keep)
    graph = neighbours(plan)
    inside = household_unit >= 0
    problem = Problem(
        edges=graph.edges,
        shared_m=graph.shared_m,
        passable=graph.passable,
        street_m=graph.street_m,
        loads=mixed.loads,
        factors=mixed.values,
        factor_names=mixed.names,
        areas_m2=shapely.area(units),
        perimeters_m=shapely.length(units),
        xy=shapely.get_coordinates(shapely.centroid(units)),
        counts=plan.scheme.counts,
        given=given,
        staff=staff if by_staff else None,
        households=np.bincount(household_unit[inside], minlength=len(units)),
        household_limits=household_limits(plan),
    )
    return problem, kept


def household_limits(
    plan: Plan,
) -> tuple[float | None, float | None, float | None, float | None] | None:
    """Give the limits of households of a leaf: least and most wanted, least and most allowed.

    They are those of the profile that a planner has chosen or changed; one that the data
    suggest sets no limits, also where it is stored.
    """
    settings = plan.settings
    chosen = "profile" in settings and settings.get("profile_from") != SUGGESTED
    if not chosen or len(plan.tables["households"]) == 0:
        return None
    depth = plan.scheme.depth
    profile = profile_of(plan)
    found = profile.limit("households", depth, depth, GENERAL)
    if found is None or profile.severity.get("size.households") == "off":
        return None
    return found.low, found.high, found.error_low, found.error_high


def plan_grids(
    plan: Plan, options: PlanOptions, on_progress: OnProgress | None = None, date: str = ""
) -> Planned:
    """Plan all levels of grids.

    Parameters
    ----------
    plan : Plan
    options : PlanOptions
    on_progress : callable, optional
    date : str
        End of the grids in force, ISO; ``""`` where all grids are a draft.

    Raises
    ------
    Infeasible
        No plan keeps all the rules; every reason is named.
    EditError, UsageError
        As :func:`make_problem`.
    """
    preparation: list[Any] = []
    if options.weights is not None and dict(options.weights) != weights_of(plan):
        edit = ChangeSettings({"weights": dict(options.weights)})
        plan = edit.apply(plan)
        preparation.append(edit)
    if len(plan.tables["households"]) == 0 and len(plan.tables["buildings"]):
        for estimate in estimate_persons(plan):
            plan = estimate.apply(plan)
            preparation.append(estimate)
    plan, made = prepare_units(plan, on_progress)
    preparation += made
    problem, kept = make_problem(plan, options)
    try:
        solution = solve(
            problem,
            shape=options.shape,
            work=options.work,
            seconds=options.seconds,
            seed=options.seed,
            threads=options.threads,
            on_progress=on_progress,
        )
    except Infeasible as refusal:
        raise Infeasible([_placed(plan, kept, r) for r in refusal.reasons]) from refusal
    graph = neighbours(plan)
    notes: dict[str, Any] = {"crossings_assumed": int(graph.assumed.sum())}
    if "persons_estimated" in plan.settings:
        notes["persons_estimated"] = plan.settings["persons_estimated"]
    if options.by == "staff" and problem.staff is None:
        notes |= {"workers": len(workers_of(plan)), "leaves": plan.scheme.counts[-1]}
    proposal = Proposal(
        labels=np.asarray(solution.labels, dtype=np.int64),
        posts=np.asarray(solution.posts, dtype=np.int64) if problem.staff is not None else None,
        fte=np.asarray(solution.targets, dtype=float) if problem.staff is not None else None,
        kept=kept,
        date=date,
        solver={
            "seed": options.seed,
            "work": solution.work,
            "ended_by": solution.ended_by,
            "bound": solution.bound,
        },
    )
    solution = replace(solution, reasons=[_placed(plan, kept, r) for r in solution.reasons])
    return Planned(tuple(preparation), proposal, problem, solution, notes)


def place_of_unit(plan: Plan, units: pd.DataFrame, unit: int) -> str:
    """Say where a unit is: its building, else its compound, else its own id.

    Parameters
    ----------
    plan : Plan
    units : DataFrame
        Table ``units`` (or pieces of it) in the solver's order.
    unit : int
        Row.
    """
    row = units.iloc[unit]
    buildings = plan.tables["buildings"].set_index("id")
    compounds = dict(plan.tables["compounds"][["id", "name"]].to_numpy())
    if row["building"] in buildings.index:
        building = buildings.loc[row["building"]]
        # A building says the id of its compound, or its name where there is no such table.
        inside = compounds.get(building["compound"]) or building["compound"]
        return f"{inside}{building['name'] or row['building']}"
    return str(compounds.get(row["compound"]) or row["id"])


def _placed(plan: Plan, kept: tuple[tuple[int, ...], ...], reason: Reason) -> Reason:
    """Name the place a reason speaks of: the solver knows only numbers."""
    facts = dict(reason.facts)
    if "unit" in facts:
        facts["place"] = place_of_unit(plan, plan.tables["units"], int(facts["unit"]))
    if "area" in facts and kept and 0 <= int(facts["area"]) < len(kept[-1]):
        facts["place"] = str(plan.tables["areas"].loc[kept[-1][int(facts["area"])], "name"])
    return Reason(reason.code, facts)
