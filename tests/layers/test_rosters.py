"""Registers of people: who serves where, as each profile may have it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gridplanner.edits.duties import AssignDuty
from gridplanner.model import Plan
from gridplanner.report import summary
from layers.export_options import ExportOptions
from layers.rosters import registers
from layers.writers import write
from tests.core.towns import lattice, with_rows


@pytest.fixture
def plan() -> Plan:
    """Give two leaves workers, one of them a head, and one door a captain who lives there."""
    people = [
        {"id": "W1", "name": "甲一一", "role": "网格员", "fte": 1.0, "phone": "00012345678"},
        {"id": "W2", "name": "=乙", "role": "网格员", "fte": 0.5, "phone": "00087654321"},
        {"id": "W3", "name": "丙三三", "role": "网格员", "fte": 1.0},
        {"id": "C1", "name": "丁四四", "role": "楼门长", "home_entrance": "E2", "capacity": 60},
    ]
    made = with_rows(lattice(2, 2), persons=people)
    for edit in (
        AssignDuty("W2", "网格员", ("grids", "T001")),
        AssignDuty("W1", "网格长", ("grids", "T001")),
        AssignDuty("W3", "网格员", ("grids", "T003")),
        AssignDuty("C1", "楼门长", ("entrances", "E2")),
    ):
        made = edit.apply(made)
    return made


def made(plan: Plan, profile: Any) -> dict[str, Any]:
    return {r.key: r for r in registers(plan, summary(plan), profile, "zh")}


def test_heads_stand_first_and_vacant_doors_stay_in(plan: Plan) -> None:
    found = made(plan, "internal")
    workers = [(row[1], row[3], row[4]) for row in found["workers"].rows]
    assert workers == [
        ("T001", "甲一一", "网格长"),
        ("T001", "=乙", "网格员"),
        ("T003", "丙三三", "网格员"),
    ]
    captains = [(row[1], row[4], row[6], row[8]) for row in found["captains"].rows]
    # E1 … E4 with 1, 2, 3 and 1 households.
    assert captains == [
        ("T001", "", 1, ""),
        ("T002", "丁四四", 2, "是"),
        ("T003", "", 3, ""),
        ("T004", "", 1, ""),
    ]
    boards = {row[1]: row for row in found["board"].rows}
    assert boards["T001"][3:7] == ("甲一一", "00012345678", "=乙", "00087654321")
    assert boards["T002"][3:7] == ("", "", "", "")
    assert "东至" in boards["T001"][7]


def test_load_a_worker_is_that_of_the_leaf_over_its_shares(plan: Plan) -> None:
    figures = summary(plan).grids
    load = float(figures.loc[figures["code"] == "T001", "load"].iloc[0])
    rows = made(plan, "internal")["workers"].rows
    assert rows[0][9] == pytest.approx(load / 1.5)


def test_a_meeting_sees_masks_and_the_public_the_board_alone(plan: Plan) -> None:
    meeting = made(plan, "meeting")
    assert meeting["workers"].rows[0][3] == "甲**"
    assert meeting["workers"].rows[0][6] == "000****5678"
    public = made(plan, "public")
    assert list(public) == ["board"]
    # A private number is nobody's to publish.
    assert public["board"].rows[0][3:5] == ("甲一一", "")


@pytest.mark.parametrize("profile", ["public", "meeting", "internal"])
def test_the_workbook_has_them(plan: Plan, tmp_path: Path, profile: Any) -> None:
    out = tmp_path / "册.xlsx"
    write("xlsx", plan, summary(plan), out, ExportOptions(profile=profile, date="2026-11-24"))
    book = openpyxl.load_workbook(out)
    wanted = {"公示牌"} if profile == "public" else {"网格员名册", "楼门长名册", "公示牌"}
    assert wanted <= set(book.sheetnames)
    page = book["公示牌"]
    assert page.freeze_panes == "C4"
    assert page.print_title_rows == "$3:$3"
    for sheet in book.worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    if profile == "internal":
        assert book["网格员名册"].cell(5, 5).value == "=乙"


def test_no_people_no_registers() -> None:
    assert made(lattice(2, 2), "internal") == {}
