"""The change pack as a zip: its three files, and no half of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from gridplanner.errors import Cancelled, InputError
from gridplanner.report import summary
from layers.writers import ExportOptions, write
from tests.layers.change_pack.stories import PHONE, story
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
