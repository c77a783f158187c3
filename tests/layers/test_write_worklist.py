"""The work list goes to a sheet, is corrected there, and comes back."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from gridplanner.edits.addresses import MatchAgain, unplaced
from gridplanner.model import Plan
from layers.column_names import COLUMN_NAMES
from layers.columns import fold_title
from layers.importing import prepare
from layers.taking import import_edit
from layers.write_worklist import CELLS, write_worklist
from tests.layers.imports import sheet

ROWS = [
    {"户编号": "H1", "小区": "阳光小区", "地址": "1号楼2单元301", "人口数": "3"},
    {"户编号": "H2", "小区": "阳洸小区", "地址": "2号楼1单元401", "人口数": "2"},
    {"户编号": "H3", "小区": "阳光小区", "地址": "1号楼301", "人口数": "1"},
    {"户编号": "H1", "小区": "阳光小区", "地址": "2号楼1单元101", "人口数": "4"},
    {"户编号": "=1+1", "小区": "阳光小区", "地址": "1号楼1单元101", "人口数": "许多"},
]


@pytest.fixture
def listed(town: Plan, tmp_path: Path) -> Plan:
    return import_edit(prepare(town, "households", sheet(tmp_path, ROWS))).apply(town)


def corrected(listed: Plan, folder: Path, mend: dict[int, dict[str, str]]) -> Path:
    """Write the list, correct it as a person would in Excel, and save it."""
    path = folder / "待办.xlsx"
    write_worklist(listed, path)
    book = openpyxl.load_workbook(path)
    page = book.active
    assert page is not None
    titles = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        said = mend.get(int(str(row[3].value)), {})
        for title, value in said.items():
            row[titles.index(title)].value = value
    book.save(path)
    return path


def test_every_title_of_the_sheet_is_read_again() -> None:
    for kind, columns in CELLS.items():
        for name, title, _ in columns:
            assert fold_title(title) in COLUMN_NAMES[kind][name], title


def test_the_plan_keeps_what_was_not_understood(listed: Plan) -> None:
    lines = listed.worklist[["row", "column", "reason", "target"]].to_numpy().tolist()
    assert lines == [
        [3, "地址", "address.unknown_compound", "H2"],
        [4, "地址", "address.no_unit", "H3"],
        [5, "户编号", "household.twice", ""],
        [6, "人口数", "value.not_count", ""],
    ]
    assert listed.households["id"].tolist() == ["H1", "H2", "H3"]
    assert unplaced(listed).tolist() == [False, True, True]


def test_a_corrected_list_comes_back(listed: Plan, tmp_path: Path) -> None:
    mend = {
        3: {"小区": "阳光小区"},
        4: {"门牌地址": "1号楼2单元302"},
        6: {"户编号": "H9", "人口数": "5"},
    }
    path = corrected(listed, tmp_path, mend)
    page = openpyxl.load_workbook(path).active
    assert page is not None
    proposals = {row[3].value: row[7].value for row in page.iter_rows(min_row=2)}
    assert proposals["3"] == "阳洸小区→阳光小区"
    ours = [row for row in page.iter_rows(min_row=2) if row[3].value == "6"]
    assert all(cell.data_type != "f" for cell in ours[0])
    again = prepare(listed, "households", path)
    assert again.refused["reason"].tolist() == ["household.twice"]
    plan = import_edit(again).apply(listed)
    homes = plan.households.set_index("id")
    assert homes["entrance"].to_dict() == {"H1": "E2", "H2": "E3", "H3": "E2", "H9": "E1"}
    assert homes["persons"].to_dict() == {"H1": 3, "H2": 2, "H3": 1, "H9": 5}
    assert not unplaced(plan).any()
    assert plan.households.index.tolist() == [1, 2, 3, 4]
    assert plan.worklist["reason"].tolist() == ["household.twice"]
    assert plan.worklist["id"].is_unique


def test_a_list_read_again_untouched_changes_nothing(listed: Plan, tmp_path: Path) -> None:
    path = corrected(listed, tmp_path, {})
    plan = import_edit(prepare(listed, "households", path)).apply(listed)
    assert plan.households["id"].tolist() == ["H1", "H2", "H3"]
    assert plan.households["address"].tolist() == listed.households["address"].tolist()
    assert plan.worklist["reason"].tolist() == listed.worklist["reason"].tolist()


def test_the_corrected_source_may_be_read_instead(listed: Plan, tmp_path: Path) -> None:
    rows = [{**ROWS[1], "小区": "阳光小区"}]
    again = prepare(listed, "households", sheet(tmp_path, rows, "改.csv"))
    plan = import_edit(again).apply(listed)
    assert plan.households["id"].tolist() == ["H1", "H2", "H3"]
    assert unplaced(plan).tolist() == [False, False, True]


def test_persons_come_back_too(town: Plan, tmp_path: Path) -> None:
    rows = [
        {"编号": "P1", "姓名": "甲某", "人员类型": "网格员", "住址": "阳光小区9号楼1单元101"},
        {"编号": "P2", "姓名": "", "人员类型": "网格员", "住址": ""},
    ]
    plan = import_edit(prepare(town, "persons", sheet(tmp_path, rows, "人.csv"))).apply(town)
    assert plan.worklist["target"].tolist() == ["P1", ""]
    path = corrected(plan, tmp_path, {2: {"住址": "阳光小区1号楼1单元101"}, 3: {"姓名": "乙某"}})
    plan = import_edit(prepare(plan, "persons", path)).apply(plan)
    assert plan.persons[["id", "name", "home_entrance"]].to_numpy().tolist() == [
        ["P1", "甲某", "E1"],
        ["P2", "乙某", ""],
    ]
    assert len(plan.worklist) == 0


def test_a_confirmed_name_places_what_waits_and_what_comes(listed: Plan, tmp_path: Path) -> None:
    plan = MatchAgain({"阳洸小区": "阳光小区"}).apply(listed)
    assert plan.households["entrance"].tolist() == ["E2", "E3", ""]
    assert "address.unknown_compound" not in set(plan.worklist["reason"])
    rows = [{"户编号": "H7", "小区": "阳洸小区", "地址": "2号楼1单元102", "人口数": 1}]
    later = prepare(plan, "households", sheet(tmp_path, rows, "后.csv"))
    assert later.tables["households"]["entrance"].tolist() == ["E3"]


def test_names_are_offered_and_taken_only_when_confirmed(town: Plan, tmp_path: Path) -> None:
    path = sheet(tmp_path, ROWS)
    first = prepare(town, "households", path)
    assert [(c.written, c.proposed, len(c.rows)) for c in first.candidates] == [
        ("阳洸小区", "阳光小区", 1)
    ]
    assert first.rows_ok == 1
    second = prepare(town, "households", path, same={"阳洸小区": "阳光小区"})
    assert second.rows_ok == 2
    assert import_edit(second).apply(town).settings["same_names"] == {"阳洸小区": "阳光小区"}


def test_an_empty_list_writes_nothing(town: Plan, tmp_path: Path) -> None:
    written = write_worklist(town, tmp_path / "无.xlsx")
    assert (written.rows, written.lines) == (0, 0)
    assert not (tmp_path / "无.xlsx").exists()


def test_columns_that_nobody_reads_stay_out_of_the_project(town: Plan, tmp_path: Path) -> None:
    rows = [{**ROWS[2], "身份证号": "000000000000000000", "户主姓名": "甲某"}]
    plan = import_edit(prepare(town, "households", sheet(tmp_path, rows))).apply(town)
    assert "0000" not in "".join(plan.worklist["cells"])
    assert isinstance(plan.worklist, pd.DataFrame)
