"""A map over its budget: an overview, and a page a total grid, that lead to each other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from gridplanner.model import Plan
from layers.export_options import ExportOptions
from layers.web_map import write
from layers.web_map.parts import file_names

from .chromium import BROWSER, tab
from .plans import numbers, small_plan
from .test_web_map import EVIL

DAY = "2026-11-24"


def data_in(file: Path) -> dict[str, Any]:
    found = re.search(r'id="gp-data">(.*?)</script>', file.read_text("utf-8"), re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def split(plan: Plan, folder: Path) -> list[str]:
    options = ExportOptions(budget_bytes=1000, date=DAY)
    result = write(plan, numbers(plan), folder / "图.html", options)
    return [note.code for note in result.notes]


def test_each_total_grid_gets_a_page_with_what_is_inside(tmp_path: Path) -> None:
    plan = small_plan()
    assert "export.split" in split(plan, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "图-610925100001-西坡社区.html", "图-610925100002-东坡社区.html", "图.html",
    ]  # fmt: skip
    whole = data_in(tmp_path / "图.html")
    assert whole["parts"] == {
        "0": "图-610925100001-西坡社区.html", "1": "图-610925100002-东坡社区.html",
    }  # fmt: skip
    assert whole["ground"]["building_name"] == []
    part = data_in(tmp_path / "图-610925100002-东坡社区.html")
    assert part["overview"] == "图.html"
    assert len(part["grids"]["code"]) == 1 + 2 + 6
    assert part["grids"]["parent"][0] == -1
    # 55 buildings in columns of 70 m; the eastern half begins at 400 m.
    assert 0 < len(part["ground"]["building_name"]) < 55
    # The neighbour across the part's edge is still named, though it is not in the part.
    west = part["grids"]["sides"][part["grids"]["code"].index("610925100002001")]
    assert "西至第四网格" in west


def test_a_map_within_its_budget_stays_whole(tmp_path: Path) -> None:
    plan = small_plan()
    write(plan, numbers(plan), tmp_path / "图.html", ExportOptions(budget_bytes=2_000_000))
    assert [path.name for path in tmp_path.iterdir()] == ["图.html"]


@pytest.mark.parametrize("evil", EVIL)
def test_no_code_or_name_leads_a_file_astray(evil: str) -> None:
    for name in file_names("图", [evil, evil], [evil, ""]):
        assert not set(name) & set('/\\<>:"|?*\x00\n\u2028'), name
        assert name.startswith("图")
        assert name.endswith(".html")
    assert len(set(file_names("图", [evil] * 3, [evil] * 3))) == 3


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed")
def test_the_pages_lead_to_each_other(tmp_path: Path) -> None:
    split(small_plan(), tmp_path)
    with tab() as browser:
        browser.open(tmp_path / "图.html")
        browser.run(
            "GridPlanner.app.open(GridPlanner.app.data.grids.code.indexOf('610925100002003'))"
        )
        browser.wait(0.4)
        browser.click_on("#gp-card .gp-anchor")
        browser.wait(0.8)
        assert "东坡社区" in browser.run("document.title")
        browser.click_on("#gp-buttons .gp-anchor")
        browser.wait(0.8)
        assert browser.run("document.title") == "试验镇网格划分图"
        assert browser.console == []
