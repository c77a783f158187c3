"""Points at every scale: the density of households and doors at one look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtGui import QColor

from tests.layers.plans import spatial
from tests.ui.canvas.conftest import picture
from tests.ui.canvas.desk import town
from tests.ui.canvas.test_pixels import Paper, array
from ui.canvas import pixels
from ui.canvas.camera import PX_M
from ui.canvas.dots import far_dots, is_far
from ui.canvas.layering import UP_TO, Layering
from ui.canvas.view import MapView

FAR = 9_000.0


@pytest.fixture(scope="module", autouse=True)
def _kernels() -> Iterator[None]:
    pixels.load()
    yield
    pixels.unload()


@pytest.fixture(autouse=True)
def _homes(view: MapView) -> None:
    plan = town()
    homes = plan.tables["households"].iloc[::2]
    doors = [
        {"id": f"e{n}", "building": building, "geometry": point}
        for n, (building, point) in enumerate(
            zip(homes["building"], homes["geometry"], strict=True)
        )
    ]
    view.set_plan(plan.with_tables(entrances=spatial("entrances", doors)))
    view.set_summary(None)


def seen(view: MapView) -> np.ndarray:
    """Grab the map at a scale at which doors run into each other, without its labels."""
    view.set_layer("labels", visible=False)
    view.set_camera(replace(view.camera, m_per_px=FAR * PX_M), sharp=True)
    return array(picture(view))


def accents(view: MapView, shown: np.ndarray) -> int:
    """Count pixels in the colour of households."""
    colour = QColor(view.scene.surface.accent)
    wanted = np.array([colour.blue(), colour.green(), colour.red()])
    return int((np.abs(shown - wanted).max(axis=2) < 12).sum())


def test_a_layer_is_drawn_up_to_its_scale_unless_it_is_wanted_at_every_one() -> None:
    plain = Layering()
    assert not plain.drawn("households", FAR)
    always = plain.with_layer("households", always=True)
    assert always.drawn("households", FAR)
    assert not always.drawn("entrances", FAR)
    assert not always.with_layer("households", visible=False).drawn("households", FAR)
    assert always.with_layer("households", always=False) == plain


def test_households_are_dots_over_the_whole_town(view: MapView) -> None:
    view.set_layer("buildings", visible=False)
    before = accents(view, seen(view))
    view.set_layer("households", always=True)
    assert is_far("households", FAR)
    shown = accents(view, seen(view))
    assert view.scene.plan is not None
    places = len(far_dots(view.scene, "households")[0])
    assert places > 10
    assert shown >= before + places // 2  # some lie under a border


@pytest.mark.parametrize("name", ["households", "entrances"])
def test_both_painters_draw_the_same_dots(
    view: MapView, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain = seen(view)
    view.set_layer(name, always=True)
    ours = seen(view)
    monkeypatch.setattr(pixels, "_loaded", [])
    view.repaint_all()
    qts = seen(view)
    changed = (np.abs(ours - plain).max(axis=2) > 32).sum()
    assert changed > 0
    # The rest of the two pictures differs too, a little.
    assert (np.abs(ours - qts).max(axis=2) > 64).sum() < 0.2 * changed


def test_a_dot_for_each_household_behind_a_door_is_the_dot_of_the_door() -> None:
    pictures = []
    for times in (1, 7):
        paper = Paper()
        ink = paper.pixels()
        place = np.array([[40.3, 51.8], [44.1, 50.0]])
        ink.dots(np.repeat(place, times, axis=0), np.full(2 * times, 2.1), "#3366cc")
        ink.flush()
        pictures.append(array(paper.image))
    assert (pictures[0] == pictures[1]).all()


def test_the_legend_shows_the_dots_as_they_are(view: MapView) -> None:
    view.set_layer("households", always=True)
    view.set_camera(replace(view.camera, m_per_px=FAR * PX_M), sharp=True)
    assert "far:households" in [row.key for row in view.legend()]
    view.set_camera(replace(view.camera, m_per_px=UP_TO["households"] * PX_M), sharp=True)
    assert "households_layer" in [row.key for row in view.legend()]
