"""What is on the picture: themes, levels, layers, legend, proposal, empty states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gridplanner.changes import difference
from gridplanner.edits.grids import MergeGrids, SplitGrid
from gridplanner.model import Plan
from gridplanner.report import summary
from gridplanner.scheme import Scheme
from layers import style
from tests.layers.plans import CRS, X0, Y0, small_plan
from tests.ui.canvas.conftest import Hand, leaf, picture
from ui.canvas.camera import PX_M
from ui.canvas.empty import empty_state
from ui.canvas.view import MapView


def colour(view: MapView, east_m: float, north_m: float) -> str:
    """Give the colour of the map at a place."""
    at = view.camera.to_screen(X0 + east_m, Y0 + north_m).toPoint()
    return QColor(picture(view).pixel(at)).name().upper()


def test_themes_change_the_fill(view: MapView) -> None:
    view.set_layer("grids", opacity=1.0)
    place = (345.0, 385.0)  # free of houses, streets and labels
    seen = {}
    for theme in ("parent", "deviation", "kind"):
        view.set_theme(theme)
        seen[theme] = colour(view, *place)
    assert len(set(seen.values())) == 3
    assert seen["kind"] == style.KINDS["综合"][0]
    assert seen["deviation"] == style.NO_VALUE


def test_deviations_come_with_the_figures(view: MapView) -> None:
    plan = view.scene.plan
    assert plan is not None
    view.set_theme("deviation")
    view.set_layer("grids", opacity=1.0)
    figures = summary(plan)
    grids = figures.grids.assign(target=1.0, deviation=0.5)
    view.set_summary(replace(figures, grids=grids))
    assert colour(view, 345, 385) == style.DEVIATION_COLOURS[-1]


def test_a_view_of_its_own_works_the_figures_out(qtbot: QtBot) -> None:
    view = MapView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.set_plan(small_plan())
    view.set_theme("deviation")
    view.grab()
    assert view.scene.figures is not None


def test_the_legend_follows_theme_level_and_language(view: MapView) -> None:
    zh = [row.zh for row in view.legend()]
    assert zh[:2] == ["西坡社区", "东坡社区"]
    assert {"总网格", "一级网格", "二级网格", "水域", "楼栋"} <= set(zh)
    view.set_level(1)
    assert "二级网格" not in [row.zh for row in view.legend()]
    view.set_theme("deviation")
    assert [row.en for row in view.legend()][3] == "within ±5 %"
    view.set_layer("water", visible=False)
    assert "水域" not in [row.zh for row in view.legend()]
    shown = picture(view)
    view.show_legend(False)
    assert picture(view) != shown


def test_layers_can_be_hidden_faded_and_ordered(view: MapView) -> None:
    names = [name for name, _, _ in view.layers()]
    assert set(names) == {
        "basemap", "boundary", "areas", "grids", "units", "buildings", "entrances", "households",
        "streets", "water", "mask", "places", "compounds", "labels",
    }  # fmt: skip
    house = (40.0, 37.0)
    before = colour(view, *house)
    view.set_layer("buildings", visible=False)
    assert colour(view, *house) != before
    view.set_layer("buildings", visible=True)
    assert colour(view, *house) == before
    view.set_layer("buildings", opacity=0.3)
    assert colour(view, *house) != before
    assert ("buildings", True, 0.3) in view.layers()
    view.set_layer_order(["buildings", "grids"])
    order = [name for name, _, _ in view.layers()]
    assert order.index("buildings") < order.index("grids")
    with pytest.raises(KeyError):
        view.set_layer("clouds", visible=True)


def test_dark_is_dark(view: MapView) -> None:
    view.set_dark(True)
    view.set_layer("labels", visible=False)
    outside = picture(view).pixelColor(2, 2)
    assert outside.name().upper() == style.DARK.outside


def test_doors_and_households_wait_for_their_scale(view: MapView) -> None:
    drawn = view.scene.layering.drawn
    assert not drawn("households", 10_000)
    assert drawn("households", 1_000)
    assert not drawn("units", 1_000)


def test_a_selection_is_outlined_and_never_filled(view: MapView) -> None:
    inside, border = (345.0, 385.0), (300.0, 400.0)
    before = colour(view, *inside), colour(view, *border)
    view.select([leaf(1, 1)])
    assert colour(view, *inside) == before[0]
    assert colour(view, *border) == style.LIGHT.accent
    assert before[1] != style.LIGHT.accent


def test_a_proposal_shows_what_comes_and_its_own_fill(view: MapView) -> None:
    plan = view.scene.plan
    assert plan is not None
    today = picture(view)
    codes = tuple(view.scene.net.cells[uid].code for uid in (leaf(0, 0), leaf(0, 1)))  # type: ignore[union-attr]
    proposal = MergeGrids(codes, codes[0]).apply(plan)
    view.set_proposal(proposal)
    lines = view.scene.lines
    assert lines is not None
    everything = (-1e6, -1e6, 1e6, 1e6)
    assert lines.going.seen(3, everything, 1.0)
    assert not lines.coming.seen(3, everything, 1.0)
    assert any(row.key == "proposal" for row in view.legend())
    assert picture(view) != today
    view.set_proposal(None)
    assert view.scene.lines is None
    assert picture(view) == today


def test_an_edit_rebuilds_no_more_than_a_new_plan_would(view: MapView, qtbot: QtBot) -> None:
    import shapely

    plan = view.scene.plan
    assert plan is not None
    assert view.scene.net is not None
    code = view.scene.net.cells[leaf(1, 1)].code
    line = shapely.LineString([(X0 + 150, Y0 + 290), (X0 + 450, Y0 + 310)])
    after = SplitGrid(code, line).apply(plan)
    camera = view.camera
    view.set_plan(after, difference(plan, after))
    assert view.camera == camera
    quick = picture(view)
    fresh = MapView()
    qtbot.addWidget(fresh)
    fresh.resize(view.size())
    fresh.set_summary(None)
    fresh.set_plan(after)
    fresh.set_camera(camera, sharp=True)
    assert picture(fresh) == quick
    view.set_plan(plan, difference(after, plan))
    assert set(view.scene.net.cells) == set(map(int, plan.valid_grids["uid"]))


def test_empty_states_say_what_to_do(view: MapView) -> None:
    assert empty_state(view.scene) is None
    plan = view.scene.plan
    assert plan is not None
    view.set_plan(plan.with_tables(grids=plan.frame("grids").iloc[:0]))
    said = empty_state(view.scene)
    assert said is not None
    assert said[0] == "还没有网格"
    view.set_language("en")
    view.set_plan(Plan.new(Scheme.parse("2/4/12"), CRS))
    said = empty_state(view.scene)
    assert said is not None
    assert "no map data" in said[0]
    view.grab()
    view.set_plan(None)
    said = empty_state(view.scene)
    assert said is not None
    assert "No project" in said[0]
    assert view.legend() == []
    view.grab()


def test_the_ground_stays_in_place_without_grids(view: MapView) -> None:
    plan = view.scene.plan
    assert plan is not None
    view.set_plan(plan.with_tables(grids=plan.frame("grids").iloc[:0]))
    view.set_layer("labels", visible=False)
    assert colour(view, 40, 37) == style.LIGHT.building


def test_rendering_to_an_image_is_sharp_at_any_size(view: MapView) -> None:
    image = QImage(1600, 1200, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2.0)
    view.render_to(image)
    assert image.pixelColor(4, 4).name().upper() == style.LIGHT.outside
    across = {image.pixel(x, y) for x in range(0, 1600, 5) for y in range(0, 1200, 50)}
    assert len(across) > 10


def test_a_flash_ends_by_itself(view: MapView, qtbot: QtBot) -> None:
    quiet = picture(view)
    view.flash([leaf(0, 0)], (X0 + 300, Y0 + 300))
    qtbot.wait(120)
    assert picture(view) != quiet
    qtbot.waitUntil(lambda: not view._flash.running, timeout=3_000)
    assert picture(view) == quiet


def test_labels_come_closer_by_more_lines(view: MapView, hand: Hand) -> None:
    view.set_camera(replace(view.camera, m_per_px=2_000 * PX_M), sharp=True)
    named = picture(view)
    view.set_layer("labels", visible=False)
    assert picture(view) != named
