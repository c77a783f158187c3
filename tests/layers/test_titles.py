"""Exports in English carry the project's English title, else its Chinese one."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from layers.export_options import ExportOptions
from layers.titles import own_title, title_of
from layers.writers import formats, write

from .plans import numbers, small_plan


def test_the_title_asked_for_comes_first() -> None:
    plan = small_plan(title_en="Map of a trial town")
    assert own_title(plan, "zh") == "试验镇网格划分图"
    assert own_title(plan, "en") == "Map of a trial town"
    assert own_title(small_plan(), "en") == "试验镇网格划分图"
    assert title_of(plan, ExportOptions(language="en", title="别名")) == "别名"
    assert title_of(plan, ExportOptions(language="en")) == "Map of a trial town"


@pytest.mark.parametrize("name", ["geojson", "kml", "dxf", "html", "xlsx", "quality"])
def test_an_english_export_has_the_english_title(name: str, tmp_path: Path) -> None:
    plan = small_plan(title_en="Map of a trial town")
    out = tmp_path / f"out{formats()[name].suffix}"
    write(name, plan, numbers(plan), out, ExportOptions(language="en", date="2026-11-24"))
    if name == "xlsx":
        cells = [c.value for sheet in openpyxl.load_workbook(out) for row in sheet for c in row]
        text = " ".join(str(value) for value in cells)
    else:
        text = out.read_bytes().decode("utf-8", "replace")
    assert "Map of a trial town" in text
