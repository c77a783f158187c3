"""Handed over and back: our own files say nothing new; what was edited is found and taken."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

from gridplanner.errors import EditError, InputError
from gridplanner.handoff import Difference, differences, sentence_of, take
from gridplanner.model import Plan
from gridplanner.wording import say
from layers.export_options import ExportOptions
from layers.field_mapping import FieldMapping
from layers.read_handoff import read_handoff
from layers.writers import formats, write

from .plans import SIDE, TOWN, X0, Y0, numbers, small_plan, square

DAY = "2026-11-24"


def handed(plan: Plan, folder: Path, name: str = "shp", **options: Any) -> Path:
    out = folder / f"交换{formats()[name].suffix}"
    write(name, plan, numbers(plan), out, ExportOptions(date=DAY, **options))
    return out


def found_in(path: Path, plan: Plan) -> tuple[Difference, ...]:
    came, _ = read_handoff(path, plan)
    return differences(plan, came).differences


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("shp", {}),
        ("shp", {"encoding": "gbk"}),
        ("shp", {"crs": "EPSG:4524"}),
        ("shp", {"crs": "EPSG:4490"}),
        ("shp", {"crs": "GCJ02"}),
        ("shp", {"mapping": FieldMapping(base="zh"), "encoding": "gbk"}),
        ("shp", {"mapping": FieldMapping({"grids_l3": {"code": "WGBM", "uid": "", "name": "MC"}})}),
        ("gpkg", {}),
        ("gpkg", {"crs": "EPSG:4490"}),
        ("geojson", {}),
    ],
)
def test_our_own_files_come_back_to_the_same_plan(
    name: str, options: dict[str, Any], tmp_path: Path
) -> None:
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path, name, **options), plan)
    found = differences(plan, came)
    assert found.differences == ()
    assert found.matched == len(plan.valid_grids)
    # Not only alike: the very millimetres.
    for code, shape in found.shapes.items():
        own = plan.valid_grids.loc[(plan.valid_grids["code"] == code).to_numpy()].geometry.iloc[0]
        assert shapely.equals(shapely.set_precision(own, 0.001), shape)


def rewritten(pack: Path, folder: Path, change: Any) -> Path:
    """Change the leaves of a pack as a receiver does in a GIS, and zip the shapefile again."""
    with zipfile.ZipFile(pack) as archive:
        archive.extractall(folder / "in")
    frame = pyogrio.read_dataframe(folder / "in" / "grids_l3.shp")
    frame = change(frame)
    inner = folder / "back"
    inner.mkdir()
    pyogrio.write_dataframe(frame, inner / "grids_l3.shp", encoding="UTF-8")
    out = folder / "回传.zip"
    with zipfile.ZipFile(out, "w") as archive:
        for part in inner.iterdir():
            archive.write(part, part.name)
    return out


def moved_border(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Move the border between leaf 1 and 2 of the first column 30 m to the north."""
    up = 30.0 / SIDE
    shapes = {
        "610925100001001": square(0, 0, 1, 1 + up),
        "610925100001002": square(0, 1 + up, 1, 1 - up),
    }
    return frame.set_geometry(
        [
            shapes.get(code, shape)
            for code, shape in zip(frame["CODE"], frame.geometry, strict=True)
        ],
        crs=frame.crs,
    )


def test_a_moved_border_is_measured_and_taken_once(tmp_path: Path) -> None:
    plan = small_plan()
    back = rewritten(handed(plan, tmp_path), tmp_path, moved_border)
    came, _ = read_handoff(back, plan)
    found = differences(plan, came)
    assert [(d.kind, d.code) for d in found.differences] == [
        ("border", "610925100001001"), ("border", "610925100001002"),
    ]  # fmt: skip
    for one in found.differences:
        assert one.area_m2 == pytest.approx(30 * SIDE)
        assert one.moved_m == pytest.approx(30)
    # Taking one side takes the other with it.
    edits = take(plan, found, [1, 2], file="回传.zip")
    assert len(edits) == 1
    after = edits[0].apply(plan)
    leaves = after.leaves.set_index("code").geometry
    assert leaves["610925100001001"].area == pytest.approx(SIDE * (SIDE + 30))
    assert shapely.coverage_is_valid(np.array(after.leaves.geometry))
    assert shapely.equals(
        shapely.union_all(after.leaves.geometry), shapely.union_all(plan.leaves.geometry)
    )
    assert differences(after, came).differences == ()


@pytest.mark.parametrize("number", [1, 2])
def test_either_side_of_a_moved_border_takes_both(tmp_path: Path, number: int) -> None:
    """The first of the two gains ground, the second loses it."""
    plan = small_plan()
    back = rewritten(handed(plan, tmp_path), tmp_path, moved_border)
    came, _ = read_handoff(back, plan)
    (edit,) = take(plan, differences(plan, came), [number])
    leaves = edit.apply(plan).leaves.set_index("code").geometry
    assert leaves["610925100001001"].area == pytest.approx(SIDE * (SIDE + 30))
    assert leaves["610925100001002"].area == pytest.approx(SIDE * (SIDE - 30))


def test_names_codes_and_kinds_come_back_as_edits(tmp_path: Path) -> None:
    plan = small_plan()

    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        frame.loc[frame["CODE"] == "610925100001001", "NAME"] = "滨河网格"
        frame.loc[frame["CODE"] == "610925100001002", "KIND"] = "专属"
        frame.loc[frame["CODE"] == "610925100001003", "CODE"] = "610925100001088"
        frame.loc[frame["CODE"] == "610925100001004", "PCODE"] = "61092510000101"
        frame.loc[frame["CODE"] == "610925100001005", "POSTS"] = 2
        return frame

    back = rewritten(handed(plan, tmp_path), tmp_path, change)
    came, _ = read_handoff(back, plan)
    found = differences(plan, came)
    assert {(d.kind, d.column, d.before, d.after) for d in found.differences} == {
        ("attribute", "name", "第一网格", "滨河网格"),
        ("attribute", "kind", "综合", "专属"),
        ("attribute", "code", "610925100001003", "610925100001088"),
        ("parent", "", "61092510000102", "61092510000101"),
        ("attribute", "posts", None, 2),
    }
    after = plan
    for edit in take(plan, found, [one.number for one in found.differences]):
        after = edit.apply(after)
    assert differences(after, came).differences == ()
    grids = after.valid_grids.set_index("uid")
    assert grids.loc[7, "name"] == "滨河网格"
    assert grids.loc[9, "code"] == "610925100001088"


def test_four_sides_that_a_receiver_wrote_come_back(tmp_path: Path) -> None:
    plan = small_plan()
    code = str(plan.leaves["code"].iloc[0])
    words = "东至滨河路，南至岚河，西至围墙，北至新春路"

    def write_sides(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        assert (frame["SIDES"].str.len() > 0).all()
        return frame.assign(SIDES=frame["SIDES"].mask(frame["CODE"] == code, words))

    came, _ = read_handoff(rewritten(handed(plan, tmp_path), tmp_path, write_sides), plan)
    found = differences(plan, came)
    # What the program said of the other grids is no difference.
    (one,) = found.differences
    assert (one.kind, one.column, one.code, one.before, one.after) == (
        "attribute", "sides", code, "", words,
    )  # fmt: skip
    assert words in say(*sentence_of(one), "zh")
    after = take(plan, found, [one.number])[0].apply(plan)
    assert after.leaves.set_index("code").loc[code, "sides"] == words
    # Handed over again with these words, they come back as no news; left out, they stay.
    again = tmp_path / "again"
    again.mkdir()
    assert found_in(handed(after, again), after) == ()
    empty = rewritten(handed(after, again), again, lambda frame: frame.assign(SIDES=""))
    assert found_in(empty, after) == ()


def test_grids_that_came_and_went(tmp_path: Path) -> None:
    plan = small_plan()
    half = square(3, 2, 0.5, 1)

    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        # Leaf 1 goes to leaf 2; the last one is cut in two, the new half without a uid.
        shapes = dict(zip(frame["CODE"], frame.geometry, strict=True))
        shapes["610925100001002"] = square(0, 0, 1, 2)
        last = frame[frame["CODE"] == "610925100002006"].copy()
        shapes["610925100002006"] = square(3.5, 2, 0.5, 1)
        frame = frame.set_geometry([shapes[code] for code in frame["CODE"]], crs=frame.crs)
        last[["UID", "CODE", "NAME", "geometry"]] = [[-1, "610925100002099", "新网格", half]]
        both = gpd.pd.concat([frame[frame["CODE"] != "610925100001001"], last], ignore_index=True)
        return gpd.GeoDataFrame(both, geometry="geometry", crs=frame.crs)

    back = rewritten(handed(plan, tmp_path), tmp_path, change)
    came, _ = read_handoff(back, plan)
    found = differences(plan, came)
    assert {(d.kind, d.code) for d in found.differences} == {
        ("removed", "610925100001001"), ("added", "610925100002099"),
        ("border", "610925100001002"), ("border", "610925100002006"),
    }  # fmt: skip
    chosen = [d.number for d in found.differences if d.kind != "border"]
    after = plan
    for edit in take(plan, found, chosen):
        after = edit.apply(after)
    leaves = after.leaves.set_index("code").geometry
    assert "610925100001001" not in leaves.index
    assert leaves["610925100001002"].area == pytest.approx(2 * SIDE * SIDE)
    assert leaves["610925100002099"].area == pytest.approx(SIDE * SIDE / 2)
    assert shapely.coverage_is_valid(np.array(after.leaves.geometry))
    # The file's four sides name neighbours that are others now; nobody has to take them.
    assert {(d.kind, d.column) for d in found_in(back, after)} <= {("attribute", "sides")}


def test_a_uid_of_another_plan_is_not_believed(tmp_path: Path) -> None:
    plan = small_plan()

    def change(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        frame["UID"] = frame["UID"].to_numpy()[::-1]
        return frame

    assert found_in(rewritten(handed(plan, tmp_path), tmp_path, change), plan) == ()


def test_what_was_never_ours_is_said(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"A": [1]}, geometry=[shapely.box(0, 0, 1, 1)], crs="EPSG:4545")
    pyogrio.write_dataframe(frame, tmp_path / "x.gpkg", layer="other")
    with pytest.raises(InputError) as caught:
        read_handoff(tmp_path / "x.gpkg", small_plan())
    assert caught.value.code == "handoff.not_ours"


def test_a_number_that_is_not_there_takes_nothing(tmp_path: Path) -> None:
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    with pytest.raises(EditError) as caught:
        take(plan, differences(plan, came), [3])
    assert caught.value.code == "handoff.number"
    assert tuple(plan.layer("boundary").total_bounds[:2]) == (X0, Y0)


def reshaped(came: gpd.GeoDataFrame, shapes: dict[str, Any]) -> gpd.GeoDataFrame:
    new = [
        shapes.get(code, one) for code, one in zip(came["code"], came.geometry, strict=True)
    ]  # fmt: skip
    return came.set_geometry(new, crs=came.crs)


def test_an_upper_border_along_grids_below_is_taken_by_their_parents(tmp_path: Path) -> None:
    # 一区 (column 0) gives its top square, leaf 3, to 二区 (column 1): only level 2 was redrawn.
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    # A parent column that was not changed along would say the contrary.
    came = reshaped(
        came.drop(columns="parent_code"),
        {
            f"{TOWN}00101": square(0, 0, 1, 2),
            f"{TOWN}00102": shapely.union(square(1, 0, 1, 3), square(0, 2)),
        },
    )
    found = differences(plan, came)
    border = [one for one in found.differences if one.kind == "border"]
    assert [(one.code, one.how, one.others) for one in border] == [
        (f"{TOWN}00101", "children", (f"{TOWN}001003",)),
        (f"{TOWN}00102", "children", (f"{TOWN}001003",)),
    ]
    for one in border:
        assert one.area_m2 == pytest.approx(SIDE * SIDE)
        assert one.moved_m == pytest.approx(SIDE)
        assert not one.takeable
        with pytest.raises(EditError) as caught:
            take(plan, found, [one.number])
        assert caught.value.code == "handoff.above"
    (parent,) = (one for one in found.differences if one.kind == "parent")
    assert (parent.code, parent.before, parent.after, parent.level) == (
        f"{TOWN}001003", f"{TOWN}00101", f"{TOWN}00102", 3,
    )  # fmt: skip
    (edit,) = take(plan, found, [parent.number])
    after = edit.apply(plan)
    assert differences(after, came).differences == ()


def test_an_upper_border_through_grids_below_says_which(tmp_path: Path) -> None:
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    # 50 m of column 0, all three leaves, are to be 二区's.
    came = reshaped(
        came, {f"{TOWN}00101": square(0, 0, 0.75, 3), f"{TOWN}00102": square(0.75, 0, 1.25, 3)}
    )
    found = differences(plan, came)
    assert [(one.code, one.how, one.takeable) for one in found.differences] == [
        (f"{TOWN}00101", "through", False), (f"{TOWN}00102", "through", False),
    ]  # fmt: skip
    assert found.differences[0].others == tuple(f"{TOWN}00100{n}" for n in (1, 2, 3))
    assert found.differences[0].moved_m == pytest.approx(50)
    _, facts = sentence_of(found.differences[0])
    assert f"{TOWN}001002" in str(facts["others"])


def test_an_upper_border_follows_that_of_leaves_which_came_along(tmp_path: Path) -> None:
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    came = reshaped(
        came,
        {
            f"{TOWN}001001": square(0, 0, 1.25, 1),
            f"{TOWN}001004": square(1.25, 0, 0.75, 1),
            f"{TOWN}00101": shapely.union(square(0, 0, 1, 3), square(1, 0, 0.25, 1)),
            f"{TOWN}00102": shapely.union(square(1.25, 0, 0.75, 3), square(1, 1, 0.25, 2)),
        },
    )
    found = differences(plan, came)
    assert {(one.level, one.code, one.how) for one in found.differences} == {
        (2, f"{TOWN}00101", "follows"), (2, f"{TOWN}00102", "follows"),
        (3, f"{TOWN}001001", ""), (3, f"{TOWN}001004", ""),
    }  # fmt: skip
    after = plan
    for edit in take(plan, found, [one.number for one in found.differences if one.takeable]):
        after = edit.apply(after)
    assert differences(after, came).differences == ()


def test_a_grid_without_grids_below_owns_its_outline(tmp_path: Path) -> None:
    # Drawn top-down: levels 1 and 2 only.
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    grids = plan.layer("grids")
    plan = plan.with_tables(grids=grids[(grids["level"] < 3).to_numpy()])
    came = reshaped(
        came[(came["level"] < 3).to_numpy()],
        {f"{TOWN}00101": square(0, 0, 0.75, 3), f"{TOWN}00102": square(0.75, 0, 1.25, 3)},
    )
    found = differences(plan, came)
    assert [(one.how, one.takeable) for one in found.differences] == [("own", True)] * 2
    after = plan
    for edit in take(plan, found, [1, 2]):
        after = edit.apply(after)
    shapes = after.level(2).set_index("code").geometry
    assert shapes[f"{TOWN}00101"].area == pytest.approx(150 * 600)
    assert shapes[f"{TOWN}00102"].area == pytest.approx(250 * 600)
    assert shapely.coverage_is_valid(np.array(shapes))
    assert differences(after, came).differences == ()
    # The other one alone does the same: what it gains the first one loses.
    (edit,) = take(plan, found, [2])
    assert differences(edit.apply(plan), came).differences == ()


def test_upper_grids_that_came_or_went_say_why_they_cannot_be_taken(tmp_path: Path) -> None:
    plan = small_plan()
    came, _ = read_handoff(handed(plan, tmp_path), plan)
    came.loc[(came["code"] == f"{TOWN}00102").to_numpy(), ["code", "uid"]] = [f"{TOWN}00109", pd.NA]
    found = differences(plan, came)
    said = {(one.kind, one.code, sentence_of(one)[0]) for one in found.differences}
    assert ("removed", f"{TOWN}00102", "handoff.removed.above") in said
    assert ("added", f"{TOWN}00109", "handoff.added.above") in said
    assert not any(one.takeable for one in found.differences if one.level == 2)
