"""Doors in the colour of their captain, vacant ones hollow, those of one captain ringed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import shapely
from PyQt6.QtGui import QColor

from gridplanner.model import Plan
from layers import style
from layers.door_looks import COLOURS
from tests.core.towns import with_rows
from tests.layers.plans import X0, Y0
from tests.ui.canvas.conftest import picture
from tests.ui.canvas.desk import town
from ui.canvas.camera import PX_M
from ui.canvas.doors import half_px
from ui.canvas.view import MapView

PLACES = {"E1": (330.0, 385.0), "E2": (345.0, 385.0), "E3": (360.0, 385.0)}


def with_captains() -> Plan:
    """Make two doors of two captains and one without, fifteen metres apart."""
    doors = [{"id": d, "geometry": shapely.Point(X0 + x, Y0 + y)} for d, (x, y) in PLACES.items()]
    homes = [{"id": f"H{d}", "entrance": d, "persons": 2, "geometry": None} for d in PLACES]
    duties = [
        {"person": who, "kind": "楼门长", "target_table": "entrances", "target_id": door,
         "valid_from": "", "valid_to": ""}
        for who, door in (("A", "E1"), ("B", "E2"))
    ]  # fmt: skip
    return with_rows(town(), entrances=doors, households=homes, duties=duties)


def at_scale(view: MapView, n: float) -> None:
    x, y = X0 + 345.0, Y0 + 385.0
    view.set_camera(replace(view.camera, x=x, y=y, m_per_px=n * PX_M), sharp=True)


def colour(view: MapView, door: str) -> str:
    x, y = PLACES[door]
    at = view.camera.to_screen(X0 + x, Y0 + y).toPoint()
    return QColor(picture(view).pixel(at)).name().upper()


@pytest.fixture
def shown(view: MapView) -> MapView:
    view.set_plan(with_captains())
    for name in ("labels", "households", "buildings"):
        view.set_layer(name, visible=False)
    view.set_theme("captain")
    return view


def test_doors_have_their_captains_colours(shown: MapView) -> None:
    at_scale(shown, 1_500)
    assert {colour(shown, "E1"), colour(shown, "E2")} == {COLOURS[0], COLOURS[1]}
    # The cross of a vacant door.
    assert colour(shown, "E3") == style.LIGHT.text
    shown.set_theme("parent")
    assert colour(shown, "E1") not in COLOURS


def test_the_legend_says_what_the_doors_mean_or_to_come_nearer(shown: MapView) -> None:
    at_scale(shown, 6_000)
    keys = [row.key for row in shown.legend()]
    assert {"doors_captain", "doors_vacant", "doors_idle"} < set(keys)
    assert "entrances" not in keys
    assert colour(shown, "E1") in COLOURS
    at_scale(shown, 12_000)
    keys = [row.key for row in shown.legend()]
    assert "doors_nearer" in keys
    assert "doors_captain" not in keys


def test_doors_grow_as_one_comes_nearer() -> None:
    sizes = [half_px(n) for n in (9_000, 5_000, 3_000, 2_000, 500)]
    assert sizes == sorted(sizes)
    assert (sizes[0], sizes[-1]) == (2.0, 4.2)


def test_chosen_doors_are_ringed_until_others_are(shown: MapView) -> None:
    at_scale(shown, 1_500)
    plain = picture(shown)
    shown.light_doors(["E2", "none such"])
    assert picture(shown) != plain
    shown.light_doors([])
    assert picture(shown) == plain
