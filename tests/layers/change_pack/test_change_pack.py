"""Ledger and lists: what they say, to whom, and that nothing in them is a formula."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from gridplanner.errors import UsageError
from gridplanner.ledger import Remark, story_of_plans
from gridplanner.report import summary
from layers.change_pack.lists import listings, moves_of
from layers.change_pack.page import page
from layers.change_pack.workbook import workbook, write
from layers.export_options import ExportOptions, Profile

from .stories import CAPTAIN, PHONE, RESIDENT, WORKER, after, before, story

DAY = "2026-11-24"
PROFILES: tuple[Profile, ...] = ("public", "meeting", "internal")


def options(profile: Profile = "meeting", **said: Any) -> ExportOptions:
    return ExportOptions(profile=profile, date=DAY, **said)


def book_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_ledger_has_a_row_a_change_in_real_columns() -> None:
    book = book_of(workbook(story(), options()))
    sheet = book["网格调整台账"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C5", "$3:$4")
    assert sheet["F3"].value == "户"
    assert [sheet["F4"].value, sheet["G4"].value] == ["调整前", "调整后"]
    assert "F3:G3" in {str(merged) for merged in sheet.merged_cells.ranges}
    rows = {row[1]: row for row in sheet.iter_rows(min_row=5, values_only=True)}
    merged = rows["合并"]
    assert merged[2].split() == ["T001", "T002"]
    assert merged[3].split() == ["T001"]
    # One household of two persons, and two of five.
    assert merged[5:9] == (3, 3, 7, 7)
    assert merged[11:] == (10_000, "试网格〔2026〕1号", "2026-11-24", "2027-01-01", "经办甲")
    assert rows["撤销"][3] is None or rows["撤销"][3] == ""
    assert rows["撤销"][5:7] == (2, 0)
    assert rows["拆分"][3].split() == ["T003", "T009"]


def test_lists_say_who_moves_and_who_is_to_be_told() -> None:
    told = story()
    moves = moves_of(told)
    # The households of T002 go to T001; those of T008 are in no grid any more.
    assert sorted(moves.households["new"].value_counts().to_dict().items()) == [
        ("", 2),
        ("T001", 2),
    ]
    assert moves.doors["id"].tolist() == ["E2", "E8"]
    lists = {one.key: one for one in listings(told, moves, "internal", "zh")}
    assert len(lists["households"].rows) == 4
    assert lists["captains"].rows == ((CAPTAIN, "", 1, "T002", "T001"),)
    assert lists["workers"].rows == ((WORKER, PHONE, "合并", "T001", "T001"),)
    assert ("T002", "合并", "T001", 2) in lists["lineage"].rows
    assert ("T008", "撤销", "–", 2) in lists["lineage"].rows


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_keeps_its_word(profile: Profile) -> None:
    told = story()
    moves = moves_of(told)
    lists = listings(told, moves, profile, "zh")
    book = book_of(workbook(told, options(profile), lists))
    cells = [
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    text = page(told, moves, lists, options(profile))
    for said in (" ".join(cells), text):
        assert (PHONE in said) == (profile == "internal")
        assert (WORKER in said) == (profile != "meeting")
        assert ("经办甲" in said) == (profile != "public")
        assert ("测试路" in said) == (profile == "internal")
        assert ("内部使用" in said) == (profile != "public")
    if profile == "public":
        # One household, two households: all under five.
        doors = next(one for one in lists if one.key == "doors")
        assert [row[2] for row in doors.rows] == ["", ""]


def test_evil_names_do_nothing() -> None:
    plan = before()
    evil = "=cmd|' /C calc'!A0<img src=x onerror=alert(1)>"
    grids = plan.layer("grids")
    grids["name"] = evil
    plan = plan.with_tables(grids=grids)
    told = story_of_plans(plan, after(plan), Remark(reason=evil))
    book = book_of(workbook(told, options()))
    cell = book["网格调整台账"]["E5"]
    assert (cell.value, cell.data_type) == (evil, "s")
    text = page(told, moves_of(told), (), options())
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "default-src 'none'" in text


def test_nothing_to_compare_and_nothing_changed(tmp_path: Path) -> None:
    plan = before()
    out = tmp_path / "台账.xlsx"
    with pytest.raises(UsageError) as caught:
        write(plan, summary(plan), out, options())
    assert caught.value.code == "ledger.no_story"
    result = write(plan, summary(plan), out, options(against=(plan, summary(plan))))
    assert [note.code for note in result.notes] == ["ledger.empty"]
    assert "没有网格调整" in str(book_of(out.read_bytes())["网格调整台账"]["A5"].value)


def test_english_is_complete() -> None:
    told = story()
    text = page(told, moves_of(told), listings(told, moves_of(told), "meeting", "en"),
                options(language="en"))  # fmt: skip
    assert "Ledger of grid changes" in text
    assert "Merged" in text
    assert RESIDENT not in text
