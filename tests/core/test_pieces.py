"""Units cut along leaves drawn by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from gridplanner.edits.grids import MergeGrids, SplitGrid
from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.pieces import joined_fragments, pieces_of
from gridplanner.units.blocks import boundary_of
from tests.core.blocks import four_square_town
from tests.core.towns import X0, Y0, line


def test_where_leaves_are_unions_of_units_the_pieces_are_the_units() -> None:
    plan = four_square_town()
    found = pieces_of(plan, plan.layer("units"))
    assert found.units["id"].tolist() == [f"U{n}" for n in range(36)]
    assert [plan.grids.loc[uid, "code"] for uid in found.leaf[:7]] == [
        "T001", "T001", "T002", "T002", "T003", "T003", "T001",
    ]  # fmt: skip


def test_a_border_drawn_through_units_makes_pieces() -> None:
    plan = SplitGrid("T001", line((-10, 30), (210, 30))).apply(four_square_town())
    found = pieces_of(plan, plan.layer("units"))
    # The line cuts the two southern squares of T001 in two.
    assert len(found.units) == 38
    areas = shapely.area(found.shapes)
    for unit, parts in (("U0", [3000.0, 7000.0]), ("U1", [3000.0, 7000.0]), ("U6", [10000.0])):
        mine = found.units["id"].to_numpy() == unit
        assert sorted(areas[mine]) == pytest.approx(parts, abs=0.5)
    assert is_sound(boundary_of(plan), found.shapes)
    for uid, shape in plan.leaves.geometry.items():
        own = shapely.coverage_union_all(found.shapes[found.leaf == uid])
        assert shapely.area(shapely.symmetric_difference(own, shape)) < 1e-3


def test_unassigned_ground_keeps_its_pieces() -> None:
    plan = four_square_town()
    grids = plan.layer("grids")
    plan = plan.with_tables(grids=grids[(grids["code"] != "T005").to_numpy()])
    found = pieces_of(plan, plan.layer("units"))
    assert (found.leaf == 0).sum() == 4
    assert shapely.area(found.shapes[found.leaf == 0]).sum() == pytest.approx(40_000)


def test_merged_leaves_need_no_cutting() -> None:
    plan = MergeGrids(("T001", "T002"), "T001", cross=True).apply(four_square_town())
    found = pieces_of(plan, plan.layer("units"))
    assert len(found.units) == 36
    assert np.bincount(found.leaf)[11] == 8


def turned(plan: Plan) -> Plan:
    """Turn a plan by three parts in four, so that no edge runs along the grid of 1 mm."""

    def turn(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = xy.T - np.array([[X0], [Y0]])
        return np.column_stack([X0 + 0.8 * x - 0.6 * y, Y0 + 0.6 * x + 0.8 * y])

    frames = {}
    for name, frame in plan.tables.items():
        if "geometry" in frame.columns and len(frame):
            layer = plan.layer(name)
            shapes = shapely.transform(shapes_of(layer.geometry), turn)
            frames[name] = layer.set_geometry(
                gpd.GeoSeries(shapes, index=layer.index, crs=layer.crs)
            )
    return plan.with_tables(**frames)


def test_the_boundary_stays_where_it_is() -> None:
    """The line meets a slanting edge at 30.0004 of its 200 m: no point of the 1 mm grid."""
    town = turned(four_square_town())
    across = shapely.LineString(
        [
            (X0 + 0.8 * x - 0.6 * y, Y0 + 0.6 * x + 0.8 * y)
            for x, y in ((-10.0, 30.0004), (210.0, 31.7773))
        ]
    )
    plan = SplitGrid("T001", across).apply(town)
    found = pieces_of(plan, plan.layer("units"))
    before = boundary_of(plan)
    after = shapely.coverage_union_all(found.shapes)
    assert shapely.hausdorff_distance(after, before, densify=0.01) < 1e-6
    assert is_sound(before, found.shapes)


def test_a_fragment_goes_along_the_longest_border_within_its_leaf() -> None:
    """A strip of 0.5 m² between two parts of its leaf (10 m, 5 m) and one of another (15 m)."""
    strip = shapely.box(0, 0, 15, 0.5 / 15)
    parts = shapes_of(
        [
            shapely.box(0, 0.5 / 15, 10, 10),
            shapely.box(10, 0.5 / 15, 15, 10),
            strip,
            shapely.box(0, -10, 15, 0),
        ]
    )
    noded = shapes_of([shapely.union_all([part]) for part in parts])
    noded[2] = shapely.Polygon([(0, 0), (15, 0), (15, 0.5 / 15), (10, 0.5 / 15), (0, 0.5 / 15)])
    leaf = np.array([1, 1, 1, 2])
    assert joined_fragments(noded, leaf).tolist() == [0, 1, 0, 3]
    assert joined_fragments(noded, np.array([1, 1, 3, 2])).tolist() == [0, 1, 2, 3]
