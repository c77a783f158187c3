"""The change pack as a zip: its three files, and no half of it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest

from gridplanner.edits import MergeGrids
from gridplanner.errors import Cancelled, InputError
from gridplanner.ledger import Remark, Story, story_of_plans
from gridplanner.report import summary
from gridplanner.tables import TABLES
from layers.export_options import ExportOptions, Profile
from layers.writers import write
from tests.layers.change_pack.stories import PHONE, after, before, story
from tests.layers.test_privacy_scan import planted_in, secret_plan, unpacked
from tests.layers.test_web_map import EVIL
from ui.sheet.pdf_text import pdf_pieces
from ui.sheet.register import register_sheets

pytestmark = pytest.mark.usefixtures("qapp")


def test_three_files_tell_the_same_story(tmp_path: Path) -> None:
    register_sheets()
    told = story()
    out = tmp_path / "调整.zip"
    options = ExportOptions(date="2026-11-24", story=told)
    result = write("pack", told.after, summary(told.after), out, options)
    assert result.rows == {"ledger": 3, "pages": 6, "households": 4, "doors": 2}
    with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as archive:
        names = archive.namelist()
        assert [name[:2] for name in names] == ["01", "02", "03"]
        assert all(member.external_attr >> 16 == 0o644 for member in archive.infolist())
        pdf = archive.read(names[1])
        html = archive.read(names[2]).decode()
    pages = ["".join(piece.text.split()) for piece in pdf_pieces("x.pdf", pdf)]
    # Overview, a map for each of the three changes, the ledger, the approval.
    assert "项撤销T008" in pages[1]
    assert "项合并T001、T002→T001" in pages[2]
    assert "试网格〔2026〕1号" in pages[4]
    for office in ("社区(村)", "镇(街道)", "县(区)", "签字(盖章)"):
        assert office in pages[5], office
    assert "3 项调整，4 户、2 个单元门换网格。" in html


def test_cancel_and_leak_leave_nothing(tmp_path: Path) -> None:
    register_sheets()
    told = story()
    out = tmp_path / "调整.zip"
    numbers = summary(told.after)
    options = ExportOptions(story=told, on_progress=lambda step: step.code != "job.sheet")
    with pytest.raises(Cancelled):
        write("pack", told.after, numbers, out, options)
    with pytest.raises(InputError) as caught:
        write("pack", told.after, numbers, out, ExportOptions(story=told, title=f"电话{PHONE}"))
    assert caught.value.code == "export.leak"
    assert list(tmp_path.iterdir()) == []


def hostile_story() -> Story:
    """Put a text that tries to run into every column and paper that the pack can tell of."""
    plan = before()
    for table in ("grids", "households", "persons", "entrances", "buildings", "streets"):
        frame = plan.frame(table)
        keys = {"id", "code", "building", "entrance", "household", "lock", "role", "valid_from"}
        for column in TABLES[table].columns:
            if column.dtype == "text" and column.name not in keys | {"valid_to"}:
                frame[column.name] = [EVIL[n % len(EVIL)] for n in range(len(frame))]
        plan = plan.with_tables(**{table: frame})
    plan = plan.with_settings(title=EVIL[1], source=EVIL[0], note_zh=EVIL[3])
    remark = Remark(EVIL[3], EVIL[1], "2026-11-24", "2027-01-01", EVIL[0])
    return story_of_plans(plan, after(plan), remark)


@pytest.mark.parametrize("profile", ["public", "meeting", "internal"])
def test_hostile_names_do_nothing_in_the_pack(profile: Profile, tmp_path: Path) -> None:
    register_sheets()
    told = hostile_story()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    out = folder / "调整.zip"
    options = ExportOptions(date="2026-11-24", story=told, profile=profile)
    write("pack", told.after, summary(told.after), out, options)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [out]
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        content = {name.rsplit(".", 1)[1]: archive.read(name) for name in names}
    assert not [name for name in names if "/" in name or "\\" in name or ".." in name]
    assert set(content) == {"xlsx", "pdf", "html"}
    book = openpyxl.load_workbook(io.BytesIO(content["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).startswith("=cmd") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    html = content["html"].decode()
    assert "onerror" in html
    assert not re.search(r"<(img|script)\b", html, re.IGNORECASE)
    assert b"/JavaScript" not in content["pdf"]
    assert b"/URI" not in content["pdf"]


@pytest.mark.parametrize("profile", ["public", "meeting", "internal"])
def test_hostile_names_do_nothing_in_the_ledger(profile: Profile, tmp_path: Path) -> None:
    register_sheets()
    told = hostile_story()
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    out = folder / "台账.xlsx"
    options = ExportOptions(date="2026-11-24", story=told, profile=profile)
    write("ledger", told.after, summary(told.after), out, options)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [out]
    book = openpyxl.load_workbook(out)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = [str(cell.value) for cell in cells if cell.value is not None]
    # Merged, split and removed: the names of three kinds of row, and the papers' words.
    assert any("=cmd" in text for text in texts)
    assert any("onerror" in text for text in texts)
    assert any("../../x" in text for text in texts)
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert not [name for name in book.sheetnames if set(name) & set("<>/\\=")]
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        assert not [name for name in names if ".." in name or "vba" in name or "external" in name]


@pytest.mark.parametrize("name", ["ledger", "pack"])
@pytest.mark.parametrize("profile", ["public", "meeting"])
def test_a_thousand_secrets_are_in_no_pack(name: str, profile: Profile, tmp_path: Path) -> None:
    register_sheets()
    plan = secret_plan(1000)
    changed = MergeGrids(("610925100001001", "610925100001002"), "610925100001001").apply(plan)
    out = tmp_path / {"ledger": "台账.xlsx", "pack": "调整.zip"}[name]
    options = ExportOptions(
        date="2026-11-24", profile=profile, against=(plan, summary(plan)),
        story=story_of_plans(plan, changed, Remark()),
    )  # fmt: skip
    write(name, changed, summary(changed), out, options)
    # Unpacked by the test, not by the scanner that let it pass.
    text = unpacked(out.name, out.read_bytes())
    assert "610925100001002" in text
    assert planted_in(text, plan) == []
