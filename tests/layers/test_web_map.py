"""The web map's file: offline, small, safe, the same each time."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gridplanner.model import Plan
from gridplanner.scheme import Scheme
from layers.web_map import encode, texts, topology, write_html

from .plans import CRS, Numbers, numbers, small_plan, spatial, square

EVIL = [
    "<img src=x onerror=alert(1)>",
    '"></script><script>alert(2)</script>',
    "{{ 7*7 }}{% raise %}{#",
    "=cmd|'/c calc'!A0",
    "../../x",
    "<!--",
    "\u2028\u2029\u0000",
    "'; alert(3); //",
    "&lt;b&gt;",
    "${alert(4)}",
    "</SCRIPT >",
    "javascript:alert(5)",
]


def page_of(plan: Plan, tmp_path: Path, **options: Any) -> str:
    out = tmp_path / "map.html"
    write_html(plan, numbers(plan), out, date="2026-11-24", **options)
    return out.read_text("utf-8")


def data_of(page: str) -> dict[str, Any]:
    found = re.search(
        r'<script type="application/json" id="gp-data">(.*?)</script>', page, re.DOTALL
    )
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def unvlq(text: str) -> list[int]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    numbers_, value, shift = [], 0, 0
    for character in text:
        digit = alphabet.index(character)
        value += (digit & 31) << shift
        shift += 5
        if not digit & 32:
            numbers_.append(-(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers_


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    page = page_of(small_plan(), tmp_path)
    assert not re.findall(r"<script[^>]+src=", page)
    assert [link for link in re.findall(r"<link[^>]*>", page) if "data:," not in link] == []
    assert not re.findall(r"url\((?!['\"]?(?:data:|#))", page)
    assert not re.findall(r"@import|sourceMappingURL", page)
    # Addresses in comments and namespaces are names, not loads; a tile or font host is neither.
    hosts = set(re.findall(r"https?://([\w.-]+)", page))
    assert hosts <= {"leafletjs.com", "www.w3.org", "bugzilla.mozilla.org"}
    assert "default-src 'none'" in page


def test_it_is_made_with_folium_and_a_fixed_name(tmp_path: Path) -> None:
    page = page_of(small_plan(), tmp_path)
    assert "var map_0 = L.map(" in page
    assert "GridPlanner.start(map_0);" in page
    assert page == page_of(small_plan(), tmp_path)


def test_names_cannot_leave_the_data(tmp_path: Path) -> None:
    plan = small_plan(EVIL).with_settings(title=EVIL[1], note_zh=EVIL[0], source=EVIL[2])
    page = page_of(plan, tmp_path)
    data = data_of(page)
    assert data["grids"]["name"][-12:] == [
        name for _, name in sorted(zip(plan.leaves["code"], EVIL, strict=True))
    ]
    assert "<img src=x" not in page
    assert "49{% raise" not in page
    assert "{{ 7*7 }}" in page
    assert page.count("</script>") == page_of(small_plan(), tmp_path).count("</script>")
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert "<" not in title.group(1)


def test_no_person_is_in_it_whatever_the_profile(tmp_path: Path) -> None:
    for profile in ("public", "meeting", "internal"):
        page = page_of(small_plan(), tmp_path, profile=profile)
        assert "张三丰" not in page
        assert "13812345678" not in page


def test_the_mark_is_there_unless_public(tmp_path: Path) -> None:
    assert data_of(page_of(small_plan(), tmp_path))["mark"] == "内部使用"
    assert data_of(page_of(small_plan(), tmp_path, profile="public"))["mark"] == ""


def test_a_synthetic_sample_says_so(tmp_path: Path) -> None:
    data = data_of(page_of(small_plan(sample_synthetic=True), tmp_path))
    assert data["note"] == texts.TEXTS["synthetic"][0]
    data = data_of(
        page_of(small_plan(sample_synthetic=True, note_en="All made up"), tmp_path, language="en")
    )
    assert data["note"] == "All made up"
    assert data_of(page_of(small_plan(), tmp_path))["note"] == ""


def test_public_withholds_small_counts(tmp_path: Path) -> None:
    plan = small_plan()
    figures = numbers(plan)
    frame = figures.grids.copy()
    frame.loc[7, ["households", "persons"]] = [2, 3]
    write_html(plan, Numbers(frame), tmp_path / "p.html", profile="public")
    data = data_of((tmp_path / "p.html").read_text("utf-8"))
    place = data["grids"]["code"].index("610925100001001")
    assert place in data["grids"]["hidden"]
    assert len(data["grids"]["hidden"]) >= 2
    for name in ("households", "persons", "doors", "load", "deviation"):
        assert data["grids"][name][place] is None


def test_figures_are_those_of_the_summary(tmp_path: Path) -> None:
    plan = small_plan()
    frame = numbers(plan).grids
    grids = data_of(page_of(plan, tmp_path))["grids"]
    for place, code in enumerate(grids["code"]):
        row = frame[frame["code"] == code].iloc[0]
        assert grids["persons"][place] == row["persons"]
        assert grids["workers"][place] == row["workers"]
        assert grids["load"][place] == pytest.approx(row["load"], abs=0.0005)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_are_complete(tmp_path: Path, language: str) -> None:
    data = data_of(page_of(small_plan(), tmp_path, language=language))
    folder = Path(texts.__file__).parent
    scripts = "".join(p.read_text("utf-8") for p in folder.glob("*.js"))
    used = set(re.findall(r"\btext\.(\w+)", scripts)) - {"length", "charAt", "normalize"}
    used |= set(re.findall(r"\['\w+', '(\w+)'\]", scripts))
    assert used <= set(data["text"])


def test_a_plan_without_grids_is_still_a_map(tmp_path: Path) -> None:
    plan = Plan.new(Scheme.parse("2/4"), CRS).with_tables(
        boundary=spatial("boundary", [{"name": "镇", "geometry": square(0, 0, 4, 3)}])
    )
    out = tmp_path / "map.html"
    result = write_html(plan, numbers(plan), out)
    assert [note.code for note in result.notes] == ["export.no_grids"]
    assert data_of(out.read_text("utf-8"))["cells"] == []


# --- coordinates -------------------------------------------------------------------------


@given(st.lists(st.integers(-(2**37), 2**37)))
def test_numbers_survive(values: list[int]) -> None:
    assert unvlq(encode.vlq(values)) == values


def test_shared_borders_stand_once() -> None:
    cells = [square(x, y) for x in range(4) for y in range(3)]
    net = topology.build(cells)
    # Between the 20 corners of a 4 × 3 board: 31 borders; the four outer corners join two.
    assert len(net.arcs) == 31 - 4
    assert sum(len(ring) for rings in net.cells for ring in rings) < 2 * len(net.arcs)
    assert len(net.neighbours) == 3 * 3 + 4 * 2


@given(st.integers(0, 2**32 - 1), st.integers(2, 25))
def test_arcs_give_the_same_ground_back(seed: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    frame = shapely.box(0, 0, 1000, 1000)
    points = shapely.MultiPoint(chance.uniform(0, 1000, (count, 2)))
    cells = [
        shapely.set_precision(cell, 0.001)
        for cell in shapely.voronoi_polygons(points, extend_to=frame).geoms
    ]
    net = topology.build(cells)
    for cell, rings in zip(cells, net.cells, strict=True):
        rebuilt = [_ring(ring, net.arcs) for ring in rings]
        assert shapely.Polygon(rebuilt[0], rebuilt[1:]).equals(cell)


def test_islands_and_holes_have_arcs_of_their_own() -> None:
    hole = square(1, 1)
    outer = square(0, 0, 3, 3).difference(hole)
    net = topology.build([outer, hole])
    assert len(net.arcs) == 2
    assert [len(rings) for rings in net.cells] == [2, 1]
    assert net.neighbours == [(0, 1)]
    assert topology.build([]).arcs == []


def _ring(numbers_: list[int], arcs: list[Any]) -> list[Any]:
    points: list[Any] = []
    for number in numbers_:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        assert not points or np.array_equal(points[-1], arc[0])
        points += list(arc if not points else arc[1:])
    return points


def test_six_decimals_are_kept(tmp_path: Path) -> None:
    plan = small_plan()
    data = data_of(page_of(plan, tmp_path))
    numbers_ = unvlq(data["arcs"])
    at, place, points = 0, np.zeros(2, dtype=int), []
    while at < len(numbers_):
        count = numbers_[at]
        for dx, dy in zip(
            numbers_[at + 1 : at + 1 + 2 * count : 2],
            numbers_[at + 2 : at + 2 + 2 * count : 2],
            strict=True,
        ):
            place = place + np.array([dx, dy])
            points.append((place + data["origin"]) / data["steps"])
        at += 1 + 2 * count
    wanted = shapely.get_coordinates(plan.leaves.to_crs("EPSG:4326").geometry.values)
    apart = np.abs(np.array(points)[:, None, :] - wanted[None, :, :]).max(axis=2).min(axis=1)
    assert apart.max() <= 0.51e-6
