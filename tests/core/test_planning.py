"""From a plan to a balance problem and back, on a town that fits on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from gridplanner.changes import difference
from gridplanner.errors import EditError, Infeasible, UsageError
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.loads import loads
from gridplanner.model import Plan
from gridplanner.planning import (
    PlanOptions,
    covered_levels,
    given_labels,
    make_problem,
    place_of_unit,
    plan_grids,
    prepare_units,
    unit_households,
)
from gridplanner.rules import check
from gridplanner.scheme import Scheme
from gridplanner.units.blocks import boundary_of
from tests.core.towns import CRS, box, river_town, with_rows, workers

TOWN, _ = prepare_units(river_town())


def with_areas(*shapes: Any, counts: str = "2/6") -> Plan:
    areas = [{"level": 1, "code": f"A{n}", "name": f"区{n}", "geometry": s}
             for n, s in enumerate(shapes, start=1)]  # fmt: skip
    plan = Plan.new(Scheme.parse(counts), CRS)
    return with_rows(river_town().with_tables(scheme=plan.tables["scheme"]), areas=areas)


HALVES = (box(0, 0, 400, 400), box(400, 0, 600, 400))


def planned(plan: Plan, options: PlanOptions) -> tuple[Plan, Any]:
    answer = plan_grids(plan, options)
    for edit in (*answer.preparation, answer.proposal):
        plan = edit.apply(plan)
    return plan, answer


def test_every_household_has_a_unit() -> None:
    unit = unit_households(TOWN)
    assert (unit >= 0).all()
    building = TOWN.units["building"].to_numpy()[unit]
    compound = TOWN.units["compound"].to_numpy()[unit]
    for at, own in enumerate(TOWN.households["building"]):
        assert building[at] == own or compound[at] == "C1"


def test_the_problem_has_the_towns_figures() -> None:
    problem, kept = make_problem(TOWN, PlanOptions())
    assert kept == ()
    assert problem.counts == (1, 6)
    assert problem.size == len(TOWN.units)
    assert problem.factors is not None
    assert problem.areas_m2 is not None
    assert problem.households is not None
    assert problem.factors[:, 0].sum() == 108
    assert problem.households.sum() == 36
    assert problem.areas_m2.sum() == pytest.approx(600 * 400, abs=1e-3)
    # 8 workers: the load is 8 workers' worth.
    assert problem.loads.sum() == pytest.approx(8.0)
    assert problem.staff is not None
    leaves, _ = make_problem(TOWN, PlanOptions(by="leaves"))
    assert leaves.staff is None
    assert leaves.loads.sum() == pytest.approx(6.0)


def test_fewer_workers_than_leaves_balance_leaves() -> None:
    problem, _ = make_problem(with_rows(TOWN, persons=workers(5)), PlanOptions())
    assert problem.staff is None
    assert problem.loads.sum() == pytest.approx(6.0)


def test_levels_that_given_areas_cover() -> None:
    assert covered_levels(TOWN) == 0
    assert covered_levels(with_areas(*HALVES)) == 1
    assert covered_levels(with_areas(*HALVES, counts="3/6")) == 0
    assert covered_levels(with_areas(box(0, 0, 400, 400), box(400, 0, 500, 400))) == 0
    # Drawn lines of two offices never agree to the metre.
    assert covered_levels(with_areas(box(0, 0, 400, 400), box(400, 0, 599.9, 400))) == 1


def test_a_strip_outside_all_given_areas_goes_to_the_nearest() -> None:
    plan, _ = prepare_units(with_areas(box(0, 0, 400, 400), box(400, 0, 560, 400)))
    labels, kept = given_labels(plan, 1)
    assert kept == ((1, 2),)
    assert labels is not None
    east = shapely.get_x(shapely.centroid(shapes_of(plan.units.geometry))) > HALVES[1].bounds[0]
    assert labels[:, 0].tolist() == east.astype(int).tolist()
    assert given_labels(plan, 0) == (None, ())


def test_more_levels_than_are_given_cannot_be_kept() -> None:
    with pytest.raises(UsageError) as caught:
        make_problem(TOWN, PlanOptions(keep_levels=1))
    assert caught.value.code == "plan.keep_levels"


def test_nothing_to_share_out() -> None:
    bare = with_rows(river_town(), households=[], entrances=[], buildings=[], streets=[])
    with pytest.raises(EditError) as caught:
        make_problem(prepare_units(bare)[0], PlanOptions())
    assert caught.value.code == "plan.no_load"


@pytest.mark.parametrize("keep", [None, 0])
def test_a_plan_of_two_levels(keep: int | None) -> None:
    town = with_areas(*HALVES)
    options = PlanOptions(weights={"persons": 1.0}, keep_levels=keep, work=3000, seed=1)
    plan, answer = planned(town, options)
    assert plan.settings["weights"] == {"persons": 1.0}
    assert [len(plan.level(n)) for n in (1, 2)] == [2, 6]
    boundary = boundary_of(plan)
    assert is_sound(boundary, shapes_of(plan.leaves.geometry))
    assert is_sound(boundary, shapes_of(plan.level(1).geometry))
    assert plan.leaves["posts"].sum() == 8
    assert plan.leaves["fte"].sum() == pytest.approx(8.0)
    if keep is None:
        assert plan.level(1)["code"].tolist() == ["A1", "A2"]
        assert plan.level(1)["name"].tolist() == ["区1", "区2"]
        overlap = shapely.area(shapely.intersection(shapes_of(plan.level(1).geometry), HALVES))
        assert overlap == pytest.approx([160_000, 80_000], rel=1e-4)
    # A plan of eight grids for a toy town cannot keep the sizes of a town's.
    errors = [f.rule for f in check(plan) if f.severity == "error" and f.rule != "load.deviation"]
    assert set(errors) <= {"size.households", "size.persons", "size.area"}
    # What the solver says is what the plan shows.
    figures = loads(plan)
    deviation = float(np.abs(figures.deviation).max())
    assert deviation == pytest.approx(answer.solution.figures["levels"][-1]["max_deviation"])


def test_the_same_seed_and_work_give_the_same_plan() -> None:
    options = PlanOptions(work=2000, seed=7)
    first, _ = planned(TOWN, options)
    second, _ = planned(TOWN, options)
    assert not difference(first, second)


def test_place_of_a_unit_is_said_in_names() -> None:
    plan = with_rows(
        Plan.new(Scheme.parse("1/2"), CRS),
        compounds=[{"id": "C1", "name": "Elm Court", "geometry": box(0, 0, 50, 50)}],
        buildings=[
            {"id": "B1", "name": "No. 3", "compound": "C1", "geometry": box(0, 0, 9, 9)},
            {"id": "B2", "name": "", "compound": "C1", "geometry": box(20, 0, 29, 9)},
            {"id": "B3", "name": "Mill", "compound": "Ash Row", "geometry": box(60, 0, 69, 9)},
        ],
        units=[
            {"id": "U1", "building": "B1", "geometry": box(0, 0, 10, 50)},
            {"id": "U2", "building": "B2", "geometry": box(10, 0, 30, 50)},
            {"id": "U3", "building": "B3", "geometry": box(60, 0, 90, 50)},
            {"id": "U4", "compound": "C1", "geometry": box(30, 0, 50, 50)},
            {"id": "U5", "geometry": box(90, 0, 99, 50)},
        ],
    )
    units = plan.tables["units"]
    said = [place_of_unit(plan, units, row) for row in range(5)]
    assert said == ["Elm CourtNo. 3", "Elm CourtB2", "Ash RowMill", "Elm Court", "U5"]


def test_the_chosen_profile_limits_the_households_of_a_leaf() -> None:
    assert make_problem(TOWN, PlanOptions())[0].household_limits is None
    limits = [{"figure": "households", "low": 3, "high": 9, "error_low": None, "error_high": 10}]
    own = {"name": "own", "zh": "", "en": "", "source": "", "limits": limits}
    chosen = TOWN.with_settings(profile=own)
    assert make_problem(chosen, PlanOptions())[0].household_limits == (3, 9, None, 10)
    silent = TOWN.with_settings(profile={**own, "severity": {"size.households": "off"}})
    assert make_problem(silent, PlanOptions())[0].household_limits is None
    # 36 households on 6 leaves of at most 5 each cannot be.
    narrow = [{**limits[0], "low": 1, "high": 4, "error_high": 5}]
    with pytest.raises(Infeasible) as refusal:
        plan_grids(TOWN.with_settings(profile={**own, "limits": narrow}), PlanOptions(work=500))
    assert "balance.households_for_leaves" in [r.code for r in refusal.value.reasons]
