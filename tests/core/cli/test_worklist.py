"""The work list on the command line: out, corrected, in again; names and columns remembered."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import shapely

from gridplanner.store import open_project
from tests.core.cli.running import refused, run
from tests.layers.imports import CRS, box, point, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project with one compound, one building and its two doors."""
    path = tmp_path / "城.gpkg"
    outline = write(tmp_path, "边界", {"name": ["城"]}, [box(-100, -100, 400, 400)])
    assert run("new", path, "--scheme", "1/2", "--boundary", outline, "--crs", CRS).code == 0
    for kind, frame, shapes in (
        ("compounds", {"id": ["C1"], "name": ["阳光小区"]}, [box(0, 0, 100, 100)]),
        ("buildings", {"id": ["B1"], "name": ["1号楼"]}, [box(10, 10)]),
        (
            "entrances",
            {"id": ["E1", "E2"], "building": ["B1", "B1"], "label": ["1", "2"]},
            [point(12, 10), point(25, 10)],
        ),
    ):
        assert run("import", path, kind, write(tmp_path, kind, frame, shapes)).code == 0
    return path


def households(folder: Path, rows: list[dict[str, object]], name: str = "户.xlsx") -> Path:
    path = folder / name
    pd.DataFrame(rows).to_excel(path, index=False)
    return path


def test_the_list_goes_out_and_comes_back(project: Path, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"户编号": "H1", "地址": "阳光小区1-1-101", "人口数": 2},
        {"户编号": "H2", "地址": "阳光小区1号楼102", "人口数": 3},
    ]
    assert run("import", project, "households", households(tmp_path, rows)).code == 0
    out = tmp_path / "待办.xlsx"
    result = run("worklist", project, out, "--json")
    assert result.data == {"rows": 1, "lines": 1, "out": str(out)}
    book = openpyxl.load_workbook(out)
    page = book.active
    assert page is not None
    titles = [cell.value for cell in page[1]]
    page.cell(2, titles.index("门牌地址") + 1).value = "阳光小区1号楼2单元102"
    book.save(out)
    assert run("import", project, "households", out).code == 0
    with open_project(project, read_only=True) as opened:
        homes = opened.plan.households
        assert homes["entrance"].tolist() == ["E1", "E2"]
        assert shapely.is_missing(homes.geometry.to_numpy()).sum() == 0
        assert len(opened.plan.worklist) == 0
    assert "空的" in run("worklist", project, tmp_path / "无.xlsx").out


def test_a_name_is_offered_by_a_dry_run_and_confirmed(project: Path, tmp_path: Path) -> None:
    path = households(tmp_path, [{"户编号": "H1", "地址": "阳洸小区1-1-101", "人口数": 2}])
    offered = run("import", project, "households", path, "--dry-run", "--json").data
    assert offered["rows_ok"] == 0
    assert [(c["written"], c["proposed"]) for c in offered["candidates"]] == [
        ("阳洸小区", "阳光小区")
    ]
    assert "--same" in run("import", project, "households", path, "--dry-run").out
    done = run("import", project, "households", path, "--same", "阳洸小区=阳光小区", "--json")
    assert done.data["rows_ok"] == 1
    refused(run("import", project, "households", path, "--same", "阳洸小区"), "阳洸小区")


def test_columns_are_remembered_by_name(project: Path, tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"甲": "H1", "乙": "阳光小区1-1-101", "丙": 2}]
    given = ("--column", "id=甲", "--column", "address=乙", "--column", "persons=丙")
    first = households(tmp_path, rows)
    assert run("import", project, "households", first, *given, "--remember", "街道表").code == 0
    second = households(tmp_path, [{"甲": "H2", "乙": "阳光小区1-2-201", "丙": 1}], "后.xlsx")
    assert run("import", project, "households", second, "--mapping", "街道表").code == 0
    with open_project(project, read_only=True) as opened:
        assert opened.plan.households["entrance"].tolist() == ["E1", "E2"]
    refused(run("import", project, "households", second, "--mapping", "别的"), "别的", "街道表")
