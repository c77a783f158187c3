"""The four sides in words."""

from __future__ import annotations

import geopandas as gpd
import shapely

from gridplanner.edits import SetSides
from layers.sides import generated_sides, sides_by_uid, sides_of

from .plans import SIDE, X0, Y0, small_plan, spatial


def test_streets_water_neighbours_and_the_boundary_name_the_sides() -> None:
    edge = shapely.LineString([(X0 + SIDE, Y0 - 50), (X0 + SIDE, Y0 + SIDE + 50)])
    bank = shapely.LineString([(X0, Y0), (X0 + SIDE, Y0)])
    plan = small_plan().with_tables(
        streets=spatial("streets", [{"id": "s", "name": "滨河路", "geometry": edge}]),
        water=spatial("water", [{"id": "w", "name": "岚河", "geometry": bank}]),
    )
    leaves = plan.leaves.sort_values("code")
    assert sides_of(plan, leaves)[0] == "东至滨河路，南至岚河，西至边界，北至第二网格"
    assert sides_of(plan, leaves, "en")[0] == (
        "east to 滨河路, south to 岚河, west to the boundary, north to 第二网格"
    )


def test_levels_do_not_neighbour_each_other() -> None:
    plan = small_plan()
    tops = plan.level(1)
    assert "东至东坡社区" in sides_of(plan, tops)[0]


def test_no_grids_have_no_sides() -> None:
    plan = small_plan()
    nothing: gpd.GeoDataFrame = plan.leaves.iloc[:0]
    assert sides_of(plan, nothing) == []


def test_written_text_speaks_everywhere_and_generated_text_goes_on_beside_it() -> None:
    plan = small_plan()
    first = plan.leaves.sort_values("code").iloc[0]
    uid, said = int(first["uid"]), "东至水塔，南至岚河，西至老墙，北至第二网格"
    before = sides_by_uid(plan)
    written = SetSides(str(first["code"]), said).apply(plan)
    assert sides_by_uid(written)[uid] == sides_by_uid(written, "en")[uid] == said
    assert generated_sides(written, uid) == before[uid] != said
    assert {k: v for k, v in sides_by_uid(written).items() if k != uid} == {
        k: v for k, v in before.items() if k != uid
    }


def test_one_grid_alone_is_said_as_among_all() -> None:
    plan = small_plan()
    every = sides_by_uid(plan, "en")
    assert {uid: generated_sides(plan, uid, "en") for uid in every} == every
