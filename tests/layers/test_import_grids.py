"""Grids that were drawn elsewhere come in as they are, and are mended with one report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from gridplanner.geometry import is_sound, shapes_of
from gridplanner.model import Plan
from gridplanner.rules import Fixed, check, fix_all
from gridplanner.scheme import Scheme
from gridplanner.tables import conform
from gridplanner.units.blocks import boundary_of
from layers.importing import Prepared, prepare
from layers.taking import import_edit

from .imports import CRS, X0, Y0, box, write

#: A town of 400 × 100 m; four squares of 100 m as leaves of one district each two.
SIDE = 100.0


def square(x: float, w: float = SIDE, y: float = 0.0, h: float = SIDE) -> Any:
    return box(x, y, w, h)


def town() -> Plan:
    """Give the boundary, and a house with a household of 3 persons in each square."""
    plan = Plan.new(Scheme.of([1, 2, 4]), CRS)
    homes = [
        {"id": f"B{n}", "geometry": square(n * SIDE + 40, 20, 40, 10)} for n in range(4)
    ]  # fmt: skip
    people = [
        {"id": f"H{n}", "building": f"B{n}", "persons": 3,
         "geometry": shapely.Point(X0 + n * SIDE + 50, Y0 + 45)}
        for n in range(4)
    ]  # fmt: skip
    rows = {
        "boundary": [{"name": "Town", "geometry": square(0, 4 * SIDE)}],
        "buildings": homes,
        "households": people,
    }
    return plan.with_tables(
        **{name: conform(name, gpd.GeoDataFrame(r, crs=CRS), crs=CRS) for name, r in rows.items()}
    )


#: Code, level and outline of the sound rows: codes of 3, 5 and 6 digits, the leaf's not
#: beginning with its district's.
UPPER = [("100", 1, square(0, 400)), ("10001", 2, square(0, 200)), ("10002", 2, square(200, 200))]
LEAVES = [(f"10000{n + 1}", 3, square(n * SIDE)) for n in range(4)]


def read(
    folder: Path, rows: Sequence[tuple[str | None, int, Any]], *, level: bool = True
) -> Prepared:
    columns: dict[str, Any] = {"code": [row[0] for row in rows]}
    if level:
        columns["level"] = [row[1] for row in rows]
    return prepare(town(), "grids", write(folder, "grids", columns, [row[2] for row in rows]))


def imported(prepared: Prepared) -> Plan:
    return import_edit(prepared).apply(town())


def assert_whole(plan: Plan) -> None:
    leaves = shapes_of(plan.leaves.geometry)
    assert is_sound(boundary_of(plan), leaves)
    assert [shape.geom_type for shape in leaves] == ["Polygon"] * len(leaves)


@pytest.mark.parametrize("level", [True, False], ids=["levels", "lengths of codes"])
def test_parents_follow_from_the_place_not_from_what_codes_begin_with(
    tmp_path: Path, level: bool
) -> None:
    prepared = read(tmp_path, [*UPPER, *LEAVES], level=level)
    grids = prepared.tables["grids"].set_index("code")
    assert grids["level"].tolist() == [1, 2, 2, 3, 3, 3, 3]
    above = dict(zip(grids["uid"], grids.index, strict=True))
    found = {code: above.get(parent) for code, parent in grids["parent"].items()}
    assert found == {
        "100": None, "10001": "100", "10002": "100",
        "100001": "10001", "100002": "10001", "100003": "10002", "100004": "10002",
    }  # fmt: skip
    said = [note.code for note in prepared.notes]
    assert ("grids.level_by_code" in said) is not level


def test_rows_with_a_doubled_code_or_none_are_kept_and_named(tmp_path: Path) -> None:
    rows = [*UPPER, LEAVES[0], ("100001", 3, LEAVES[1][2]), (None, 3, LEAVES[2][2]), LEAVES[3]]
    prepared = read(tmp_path, rows)
    assert (prepared.rows_in, prepared.rows_ok) == (7, 7)
    listed = prepared.worklist
    assert listed["reason"].tolist() == ["grids.code_twice", "grids.code_empty"]
    assert listed["kept"].all()
    assert listed["row"].tolist() == [5, 6]
    plan = imported(prepared)
    found = Counter(f.rule for f in check(plan, rules=["code"]))
    assert (found["code.duplicate"], found["code.format"]) == (2, 1)
    fixed = fix_all(plan)
    assert check(fixed.after, rules=["code.duplicate", "code.format", "coverage"]) == []
    assert len(fixed.recoded) == 2
    assert len(set(fixed.after.valid_grids["code"])) == 7


def dirty() -> list[tuple[str | None, int, Any]]:
    """Give a strip held twice and one held by nobody, a leaf drawn twice, and a wrong code.

    The strips are 0.3 m and 0.4 m wide; the doubled leaf reaches 0.2 m over the boundary.
    """
    return [
        *UPPER,
        ("100001", 3, square(0, 100.3)),
        ("100002", 3, square(100, 99.6)),
        ("LEAF 3", 3, square(200, 100)),
        ("100004", 3, square(300, 100.2)),
        ("100004", 3, square(300, 100.2)),
    ]


def test_dirty_grids_become_a_valid_coverage_with_one_report(tmp_path: Path) -> None:
    plan = imported(read(tmp_path, dirty()))
    found = Counter(f.rule for f in check(plan, rules=["coverage", "code"]))
    assert found["code.duplicate"] == 2
    assert found["code.format"] == 1
    assert (found["coverage.gap"], found["coverage.outside"]) == (1, 2)
    # The strip, and the leaf that is there twice.
    assert found["coverage.overlap"] == 2
    fixed: Fixed = fix_all(plan)
    assert_whole(fixed.after)
    report = fixed.report
    # 0.3 m × 100 m, 0.4 m × 100 m, 0.2 m × 100 m.
    assert (report.shared_m2, report.filled_m2, report.clipped_m2) == (30.0, 40.0, 20.0)
    assert report.max_moved_m == pytest.approx(0.4, abs=1e-3)
    assert (report.left, report.buildings, report.persons) == (0, (), (12, 12))
    assert fixed.dropped == (("100004", "100004"),)
    assert [before for before, _ in fixed.recoded] == ["LEAF 3"]
    assert check(fixed.after, rules=["coverage", "code", "geometry", "hierarchy"]) == []


def test_one_outline_under_two_codes_goes_where_its_level_has_a_grid_too_many(
    tmp_path: Path,
) -> None:
    plan = imported(read(tmp_path, [*UPPER, *LEAVES, ("100009", 3, LEAVES[3][2])]))
    fixed = fix_all(plan)
    assert fixed.dropped == (("100009", "100004"),)
    assert_whole(fixed.after)


def test_one_outline_under_two_codes_is_for_people_where_no_grid_is_too_many(
    tmp_path: Path,
) -> None:
    # The third leaf is missing: with it the level has the four that the scheme asks for.
    rows = [*UPPER, *LEAVES[:2], LEAVES[3], ("100009", 3, LEAVES[3][2])]
    fixed = fix_all(imported(read(tmp_path, rows)))
    assert fixed.dropped == ()
    (overlap,) = check(fixed.after, rules=["coverage.overlap"])
    assert overlap.codes == ("100004", "100009")
    assert overlap.fixes


def test_a_cut_building_changes_hands_only_by_name(tmp_path: Path) -> None:
    # The border goes 0.4 m past the middle of a house of 20 m: 0.4 m of ground held twice.
    rows = [*UPPER, ("100001", 3, square(0, 50.4)), ("100002", 3, square(50, 150)), *LEAVES[2:]]
    plan = imported(read(tmp_path, rows))
    fixed = fix_all(plan)
    assert_whole(fixed.after)
    assert [(b.id, b.households) for b in fixed.report.buildings] in ([], [("B0", 1)])
    cut = check(fixed.after, rules=["whole.building"])
    assert [f.facts["id"] for f in cut] == ["B0"]
    assert cut[0].fixes
