"""Hatches and padlocks: what they cover, seen in pixels."""

from __future__ import annotations

from PyQt6.QtGui import QImage

from gridplanner.edits import DeleteGrid, SetLock
from tests.ui.canvas.conftest import Hand, leaf, picture
from tests.ui.canvas.desk import Desk, town
from ui.canvas.hatch import free_ground
from ui.canvas.view import MapView

LOWER, UPPER = leaf(0, 0), leaf(0, 1)


def shades(image: QImage, hand: Hand, uid_column: int, uid_row: int) -> int:
    """Count the colours in the middle of a leaf, away from borders."""
    start = hand.at(uid_column * 200 + 60, uid_row * 200 + 90)
    return len(
        {image.pixel(start.x() + dx, start.y() + dy) for dx in range(20) for dy in range(20)}
    )


def test_unassigned_ground_and_locks_are_hatched(view: MapView, hand: Hand) -> None:
    desk = Desk(view, town())
    for name in ("streets", "buildings", "water", "compounds", "mask", "labels"):
        view.set_layer(name, visible=False)
    plain = picture(view)
    assert shades(plain, hand, 0, 0) == shades(plain, hand, 0, 1) == 1
    desk.do(DeleteGrid(desk.code(LOWER)))
    desk.do(SetLock((desk.code(UPPER),), "no_loss"))
    view.set_summary(None)
    assert len(free_ground(view.scene)) == 1
    assert view.scene.net is not None
    assert view.scene.net.locked == [UPPER]
    hatched = picture(view)
    assert shades(hatched, hand, 0, 0) > 1
    assert shades(hatched, hand, 0, 1) > 1
    assert shades(hatched, hand, 0, 2) == 1
    keys = [row.key for row in view.legend()]
    assert {"free_hatch", "lock_hatch"} <= set(keys)
    desk.do(SetLock((desk.code(UPPER),), "frozen"))
    assert picture(view) != hatched
    desk.undo()
    desk.undo()
    desk.undo()
    again = picture(view)
    assert shades(again, hand, 0, 0) == shades(again, hand, 0, 1) == 1


def test_a_padlock_stands_by_the_label(view: MapView) -> None:
    desk = Desk(view, town())
    for name in ("streets", "buildings", "water", "compounds", "mask"):
        view.set_layer(name, visible=False)
    open_ = picture(view)
    desk.do(SetLock((desk.code(leaf(2, 1)),), "no_loss"))
    at = view.camera.to_screen(*(view.scene.origin[0] + 500, view.scene.origin[1] + 300)).toPoint()
    shut = picture(view)
    near = [(at.x() + dx, at.y() + dy) for dx in range(-40, 0) for dy in range(-6, 6)]
    dark = [sum(1 for x, y in near if image.pixelColor(x, y).lightness() < 60)
            for image in (open_, shut)]  # fmt: skip
    assert dark[1] > dark[0] + 20


def test_an_empty_plan_is_not_hatched(view: MapView) -> None:
    plan = town()
    view.set_plan(plan.with_tables(grids=plan.frame("grids").iloc[:0]))
    assert free_ground(view.scene) == []
    view.set_plan(plan.with_tables(boundary=plan.frame("boundary").iloc[:0]))
    assert free_ground(view.scene) == []
    picture(view)
