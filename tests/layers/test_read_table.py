"""Sheets as people fill them in."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from gridplanner.errors import InputError
from layers.cells import as_code, as_text, numbers_in
from layers.read_table import read_table, sheet_names

DATA = os.environ.get("GRIDPLANNER_DATA")

HEADER = ["序号", "户编号", "现住小区", "门牌地址", "家庭人口", "联系电话"]


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "西坡"
    first.append(["岚皋县城关镇住户信息表"])
    first.merge_cells("A1:F1")
    first.append([])
    first.append(HEADER)
    first.append(["", "必填", "下拉选择", "如：1单元101室", "数字", "11位数字"])
    for i in range(4):
        first.append(
            [i + 1, f"H{i}", "阳光小区" if i == 0 else None, f"{i + 1}号楼1单元101室", 3, 138]
        )
    first.merge_cells("C5:C8")
    first.append([])
    first.append(["合计", None, None, None, 12])
    legend = book.create_sheet("说明")
    legend.append(["填表说明：请按要求填写"])
    legend.append(["1. 户编号不能重复"])
    second = book.create_sheet("东坡")
    second.append([HEADER[i] for i in (0, 1, 2, 3, 5, 4)])
    second.append([1, "H9", "御景苑", "2-1-301", "1.23E+14", "２"])
    path = tmp_path / "户.xlsx"
    book.save(path)
    return path


def test_messy_workbook(messy: Path) -> None:
    (sheet,) = read_table(messy)
    assert sheet.header_row == 3
    assert sheet.rows.tolist() == [5, 6, 7, 8, 2]
    assert sheet.sheets.tolist() == ["西坡"] * 4 + ["东坡"]
    assert sheet.frame["现住小区"].tolist() == ["阳光小区"] * 4 + ["御景苑"]
    assert numbers_in(sheet.frame["家庭人口"]).tolist() == [3, 3, 3, 3, 2]
    found = {(note.code, note.facts.get("sheet")) for note in sheet.notes}
    assert {
        ("sheet.header", "西坡"),
        ("sheet.hints", "西坡"),
        ("sheet.totals", "西坡"),
        ("sheet.left_out", "说明"),
    } <= found


def test_a_blank_row_inside_a_merged_cell_stays_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append([1, "H1", "阳光小区", "1号楼1单元101室", 3, 138])
    page.append([])
    page.append([2, "H2", None, "1号楼1单元102室", 2, 138])
    page.merge_cells("C2:C4")
    book.save(tmp_path / "户.xlsx")
    (sheet,) = read_table(tmp_path / "户.xlsx")
    assert sheet.rows.tolist() == [2, 4]
    assert sheet.frame["现住小区"].tolist() == ["阳光小区"] * 2
    assert [note.facts["count"] for note in sheet.notes if note.code == "sheet.blank"] == [1]


def test_one_sheet_by_name(messy: Path) -> None:
    (sheet,) = read_table(messy, sheet="东坡")
    assert len(sheet.frame) == 1
    assert sheet_names(messy) == ["西坡", "说明", "东坡"]
    with pytest.raises(InputError, match=r"sheet\.unknown"):
        read_table(messy, sheet="南坡")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "户.csv"
    rows = [["居民登记表", "", ""], ["户编号", "地址", "人数"], ["H1", "阳光小区3-2-501", "3"]]
    rows += [["", "", ""], ["H2", '"甲\n乙"', "４"], ["H3", "阳光小区4-1-101", "2"]]
    path.write_bytes("\n".join(mark.join(row) for row in rows).encode(encoding))
    (sheet,) = read_table(path)
    assert sheet.header_row == 2
    assert sheet.rows.tolist() == [3, 5, 7]
    assert sheet.frame["户编号"].tolist() == ["H1", "H2", "H3"]
    assert numbers_in(sheet.frame["人数"]).tolist() == [3, 4, 2]
    # A csv has no sheets: the file is named.
    assert {note.facts["sheet"] for note in sheet.notes if "sheet" in note.facts} == {"户.csv"}


def test_csv_in_another_encoding_than_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("户编号,地址\nH1,岚皋\n".encode("gbk"))
    with pytest.raises(InputError, match=r"file\.encoding"):
        read_table(path, encoding="utf-8")


def test_header_that_comes_again_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("户编号,地址\nH1,a1\n户编号,地址\nH2,a2\n", "utf-8")
    assert read_table(path)[0].rows.tolist() == [2, 4]


def test_header_alone_gives_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("户编号,地址\n", "utf-8")
    assert read_table(path)[0].frame.empty


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"<html><table></table></html>", "file.not_workbook"),
        ("a.xlsx", b"", "file.empty"),
        ("a.xlsx", b"PK\x03\x04xx", "file.not_workbook"),
        ("a.xls", b"%PDF-1.4", "file.not_workbook"),
        ("a.csv", b"\x89PNG\r\n", "file.not_csv"),
        ("a.csv", "只有一段话。".encode(), "table.no_header"),
        ("a.doc", b"x", "file.suffix_unknown"),
        ("a.dbf", b"%PDF-1.4", "file.not_dbf"),
    ],
)
def test_a_file_that_is_not_what_it_says(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_table(path)
    assert caught.value.code == code


def test_cells() -> None:
    assert as_text(610925100001.0) == "610925100001"
    assert as_code("610925100001.0") == "610925100001"
    assert as_code("1.23E+14") == "1.23E+14"  # its digits are lost, none are made up
    assert as_code("6.10925100001E+11") == "610925100001"
    assert as_text(True) == "是"


@pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set")
def test_real_dbf_alone() -> None:
    assert DATA is not None
    (sheet,) = read_table(Path(DATA) / "torture" / "08_gb2312_dbf_only" / "gb2312.dbf")
    assert sheet.frame["NAME"].tolist() == ["简体国语"]


@pytest.mark.skipif(not DATA, reason="GRIDPLANNER_DATA is not set")
def test_real_csv_of_codes() -> None:
    assert DATA is not None
    path = Path(DATA) / "langao" / "langao_chengguan_610925100_communities.csv"
    (sheet,) = read_table(path)
    assert len(sheet.frame) == 20
