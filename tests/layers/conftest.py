"""Plans to import into, and web maps opened in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.importing import prepare
from layers.web_map import write_html
from tests.layers.chromium import Tab, tab
from tests.layers.imports import CRS, assert_sound, box, point, write
from tests.layers.plans import numbers, small_plan


@pytest.fixture
def town(tmp_path: Path) -> Plan:
    """Make a compound with two buildings (two doors, one door) and a house without a door."""
    plan = Plan.new(Scheme.parse("1/2"), CRS)
    for kind, frame, shapes in (
        ("boundary", {"名称": ["城区"]}, [box(-100, -100, 1000, 1000)]),
        ("compounds", {"id": ["C1"], "name": ["阳光小区"]}, [box(0, 0, 100, 100)]),
        (
            "buildings",
            {
                "编号": ["B1", "B2", "B3"],
                "名称": ["1号楼", "2号楼", "新正街12号"],
                "层数": [6, 6, 2],
            },
            [box(10, 10), box(10, 50), box(200, 10)],
        ),
        (
            "entrances",
            {
                "id": ["E1", "E2", "E3"],
                "building": ["B1", "B1", "B2"],
                "label": ["1", "2", "1单元"],
            },
            [point(12, 10), point(25, 10), point(12, 50)],
        ),
    ):
        prepared = prepare(plan, kind, write(tmp_path, kind, frame, shapes))
        assert_sound(prepared)
        plan = plan.with_tables(**prepared.tables)
    return plan


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the map of a small plan."""
    plan = small_plan(sample_synthetic=True)
    out = tmp_path_factory.mktemp("map") / "地图.html"
    write_html(plan, numbers(plan), out, date="2026-11-24")
    return out


@pytest.fixture(scope="module")
def browser() -> Iterator[Tab]:
    """Open a browser with the network off."""
    with tab() as opened:
        yield opened


@pytest.fixture
def opened(browser: Tab, page: Path) -> Iterator[Tab]:
    """Open the map; nothing else may be asked for and nothing complained of."""
    browser.requests.clear()
    browser.console.clear()
    browser.open(page)
    browser.wait(0.3)
    yield browser
    assert browser.requests == [page.resolve().as_uri()]
    assert browser.console == []
