"""The registers, read back by another library."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import shapely

from gridplanner.model import Plan
from layers.export_options import ExportOptions, WriteResult
from layers.writers import write

from .plans import numbers, small_plan, spatial
from .test_web_map import EVIL

DAY = "2026-11-24"


def export(plan: Plan, out: Path, **options: Any) -> WriteResult:
    return write("xlsx", plan, numbers(plan), out, ExportOptions(date=DAY, **options))


def sheet(out: Path, name: str) -> Any:
    return openpyxl.load_workbook(out)[name]


def test_every_grid_has_its_row_and_codes_are_text(tmp_path: Path) -> None:
    plan = small_plan()
    export(plan, tmp_path / "out.xlsx")
    page = sheet(tmp_path / "out.xlsx", "网格一览表")
    heads = [cell.value for cell in page[3]]
    assert heads[:4] == ["序号", "网格编码", "网格名称", "层级名称"]
    codes = [page.cell(row, 2) for row in range(4, 4 + 18)]
    assert [c.value for c in codes] == plan.valid_grids.sort_values(["level", "code"])[
        "code"
    ].tolist()
    assert {c.data_type for c in codes} == {"s"}
    assert {c.number_format for c in codes} == {"@"}
    assert page.freeze_panes == "C4"
    assert page.print_title_rows == "$3:$3"
    assert page.auto_filter.ref.startswith("A3:")
    assert page.column_dimensions["B"].width > 15


def test_the_levels_add_up(tmp_path: Path) -> None:
    plan = small_plan()
    export(plan, tmp_path / "out.xlsx")
    page = sheet(tmp_path / "out.xlsx", "各级汇总")
    heads = [cell.value for cell in page[3]]
    rows = [[page.cell(row, column).value for column in range(1, 15)] for row in (4, 5, 6)]
    assert [row[:3] for row in rows] == [["总网格", 2, 2], ["一级网格", 4, 4], ["二级网格", 12, 12]]
    persons = {row[heads.index("人口数")] for row in rows}
    assert persons == {numbers(plan).totals["persons"]}


def test_no_text_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    names = [*EVIL[:8], "+1+1", "@SUM(A1)", "-2", "https://example.org/"]
    export(small_plan(names), tmp_path / "out.xlsx")
    page = sheet(tmp_path / "out.xlsx", "网格一览表")
    cells = [page.cell(row, 3) for row in range(10, 22)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert "=cmd|'/c calc'!A0" in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.hyperlink]
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_households_without_a_place_are_listed_for_internal_use_only(tmp_path: Path) -> None:
    plan = small_plan()
    rows = [
        {"id": "h1", "address": "河滨大道 3 号", "room": "101", "persons": 3, "geometry": None},
        {"id": "h2", "address": "新春路 5 号", "room": "102", "persons": 2,
         "geometry": shapely.Point(584100, 3576100)},
        {"id": "h3", "address": "后巷 1 号", "persons": 1, "pinned": 7, "geometry": None},
    ]  # fmt: skip
    plan = plan.with_tables(households=spatial("households", rows))
    meeting = export(plan, tmp_path / "m.xlsx")
    assert [note.code for note in meeting.notes] == ["export.left_out"]
    assert openpyxl.load_workbook(tmp_path / "m.xlsx").sheetnames == ["各级汇总", "网格一览表"]
    internal = export(plan, tmp_path / "i.xlsx", profile="internal")
    assert internal.rows == {"grids": 18, "unlocated": 1}
    page = sheet(tmp_path / "i.xlsx", "未落户清单")
    assert [page.cell(4, column).value for column in (2, 3, 6)] == ["h1", "河滨大道 3 号", 3]


def test_public_sums_tell_nothing_that_is_withheld(tmp_path: Path) -> None:
    plan = small_plan()
    figures = numbers(plan)
    frame = figures.grids.copy()
    frame.loc[7, ["households", "persons", "doors"]] = [2, 3, 1]
    write(
        "xlsx", plan, type(figures)(frame), tmp_path / "p.xlsx",
        ExportOptions(profile="public", date=DAY),
    )  # fmt: skip
    page = sheet(tmp_path / "p.xlsx", "各级汇总")
    heads = [cell.value for cell in page[3]]
    assert page.cell(6, heads.index("人口数") + 1).value is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_languages(tmp_path: Path, language: Any) -> None:
    export(small_plan(), tmp_path / "out.xlsx", language=language)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames[0] == ("各级汇总" if language == "zh" else "Levels")


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        export(small_plan(), tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert pd.notna(DAY)


def test_wide_sheets_are_printed_on_a3_and_all_one_page_wide(tmp_path: Path) -> None:
    export(small_plan(), tmp_path / "out.xlsx", profile="internal")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    # Of a sheet under 180 characters A4 (9), else A3 (8).
    papers = {page.title: int(page.page_setup.paperSize) for page in book}
    assert papers["各级汇总"] == 9
    assert papers["网格一览表"] == 8
    for page in book:
        widths = [page.column_dimensions[cell.column_letter].width for cell in page[3]]
        assert papers[page.title] == (8 if sum(widths) > 180 + len(widths) else 9)
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.fitToHeight == 0
        assert page.print_title_rows == "$3:$3"


def test_what_is_far_off_can_be_read_on_its_dark_ground(tmp_path: Path) -> None:
    export(small_plan(), tmp_path / "out.xlsx")
    page = sheet(tmp_path / "out.xlsx", "网格一览表")
    column = [cell.value for cell in page[3]].index("偏差（%）") + 1
    seen = set()
    for row in range(4, page.max_row + 1):
        cell = page.cell(row, column)
        if cell.value is not None and cell.fill.fill_type:
            seen.add(abs(cell.value) > 20)
            white = cell.font.color is not None and cell.font.color.rgb == "FFFFFFFF"
            assert white == (abs(cell.value) > 20)
    assert True in seen
