"""What stands clear of all outlines, told without a predicate for each shape."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner import clearance
from gridplanner.clearance import NEAR, Outlines, clear_owners
from gridplanner.geometry import Ints, Shapes, shapes_of, sound_shapes
from tests.core.towns import box, polygon
from tests.effort import rounds

#: Two squares of 100 m side by side, the second with a yard of 60 m cut out.
SQUARES = shapes_of(
    [box(0, 0, 100, 100), shapely.difference(box(100, 0, 200, 100), box(120, 20, 180, 80))]
)


def test_what_stands_clear_has_its_polygon_and_the_rest_is_left_open() -> None:
    shapes = shapes_of(
        [
            box(40, 40, 52, 50),  # amid the first
            box(95, 40, 105, 50),  # across the border
            box(90, 40, 100, 50),  # its wall on the border
            box(145, 45, 155, 55),  # in the yard: nobody's
            box(175, 45, 185, 55),  # across the edge of the yard
            box(250, 40, 260, 50),  # outside, beyond all cells
            box(-500, 40, -490, 50),
            shapely.Point(box(0, 0, 80, 80).centroid),
            None,
            shapely.Polygon(),
        ]
    )
    assert clear_owners(shapes, SQUARES).tolist() == [0, NEAR, NEAR, -1, NEAR, -1, -1, 0, -1, -1]
    assert clear_owners(shapes[:2], SQUARES[:0]).tolist() == [-1, -1]
    assert clear_owners(shapes[:0], SQUARES).tolist() == []
    assert clear_owners(shapes[8:], SQUARES).tolist() == [-1, -1]


def test_ground_that_two_polygons_hold_is_left_open() -> None:
    held = shapes_of([box(0, 0, 200, 200), box(100, 0, 300, 200), box(0, 0, 300, 200)])
    houses = shapes_of([box(at, 100, at + 10, 110) for at in (40, 140, 240)])
    assert clear_owners(houses, held[:2]).tolist() == [0, NEAR, 1]
    # The third holds all: two, three, two at each place.
    assert clear_owners(houses, held).tolist() == [NEAR, NEAR, NEAR]


def test_houses_near_a_border_are_told_by_its_edges() -> None:
    # A border that turns at (50, 50), and houses of 10 m at a slant a metre from it, an ell in
    # whose notch the turn lies (left open), a house whose box it cuts, one that it points at.
    turn = polygon((0, 0), (50, 0), (50, 50), (0, 50))
    held = shapes_of([turn, shapely.difference(box(0, 0, 100, 100), turn)])
    slant = polygon((44, 44), (39, 49), (34, 44), (39, 39))
    ell = polygon((51, 40), (60, 40), (60, 60), (40, 60), (40, 51), (51, 51))
    cut_box = polygon((51, 51), (56, 46), (61, 51), (56, 56))
    pointed_at = polygon((49, 55), (53, 59), (49, 63), (45, 59))
    houses = shapes_of([slant, ell, cut_box, pointed_at, box(45, 20, 55, 30)])
    assert clear_owners(houses, held).tolist() == [0, NEAR, 1, 1, NEAR]


def test_most_of_a_house_is_told_where_a_border_cuts_a_rim_of_it() -> None:
    # Of 10 m: 1 m, 2 m and 3 m beyond the border; the core begins 1.25 m from the wall.
    houses = [box(90 + beyond, 40, 100 + beyond, 50) for beyond in (1, 2, 3)]
    ell = polygon((80, 60), (101, 60), (101, 68), (88, 68), (88, 80), (80, 80))
    you = polygon((80, 60), (101, 60), (101, 80), (98, 80), (98, 68), (88, 68), (88, 80), (80, 80))
    rim = box(-9, 40, 1, 50)  # most of it is nobody's
    outlines = Outlines.of(SQUARES)
    assert outlines is not None
    clear, most = outlines.owners(shapes_of([*houses, ell, you, rim, SQUARES[0]]))
    assert clear.tolist() == [NEAR] * 7
    assert most.tolist() == [0, NEAR, NEAR, 0, NEAR, -1, NEAR]


def test_a_ring_within_one_cell_is_seen() -> None:
    side = clearance.CELL_M / 10
    pole = box(53, 53, 53 + side, 53 + side)
    held = shapes_of([shapely.difference(box(0, 0, 100, 100), pole), pole])
    assert clear_owners(shapes_of([box(48, 48, 60, 60), box(20, 20, 30, 30)]), held).tolist() == [
        NEAR, 0,
    ]  # fmt: skip


def spiral(turns: int) -> shapely.Polygon:
    """Draw an arm of 12 m that winds round the middle, 30 m from one turn to the next."""
    way = [
        (
            15 + (30 * a / 360) * math.cos(math.radians(a)),
            (30 * a / 360) * math.sin(math.radians(a)),
        )
        for a in range(30, 360 * turns, 15)
    ]
    return shapely.LineString(way).buffer(6)


ODD = {
    "bow": polygon((0, 0), (200, 200), (200, 0), (0, 200)),
    "spur": polygon((0, 0), (200, 0), (200, 200), (100, 200), (100, 60), (100, 200), (0, 200)),
    "parts over one another": shapely.MultiPolygon([box(0, 0, 120, 120), box(60, 60, 200, 200)]),
    "hole beyond": shapely.Polygon(
        box(0, 0, 100, 200).exterior, [box(50, 50, 150, 150).exterior.coords]
    ),
    "two parts": shapely.MultiPolygon([box(0, 0, 60, 200), box(140, 0, 200, 200)]),
    "spiral": shapely.transform(spiral(3), lambda xy: xy + np.array([584_100, 3_576_100])),
}


@settings(max_examples=rounds(60), deadline=None)
@given(
    st.sampled_from(sorted(ODD)),
    st.lists(
        st.tuples(st.integers(-30, 220), st.integers(-30, 220), st.integers(1, 30), st.booleans()),
        min_size=1, max_size=30,
    ),
    st.floats(0, 90),
    st.floats(0.5, 40),
)  # fmt: skip
def test_what_is_told_is_what_predicates_tell(
    name: str, places: list[tuple[int, int, int, bool]], turn: float, cell_m: float
) -> None:
    # Two polygons that share all their borders, turned together with the houses.
    middle = shapely.Point(box(100, 100, 100, 100).exterior.coords[0])
    whole = [ODD[name], box(-20, -20, 220, 220)]
    houses = [
        shapely.Point(p) if small else shapely.box(*p, p[0] + side, p[1] + side * 0.7)
        for x, y, side, small in places
        for p in [(584_000 + x, 3_576_000 + y)]
    ]
    turned = [shapely.affinity.rotate(each, turn, middle) for each in (*whole, *houses)]
    first = sound_shapes(shapes_of(turned[:1]))[0]
    polygons = shapes_of([turned[0], shapely.difference(turned[1], first)])
    shapes = shapes_of(turned[2:])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clearance, "CELL_M", cell_m)
        outlines = Outlines.of(polygons)
        assert outlines is not None
        told, most = outlines.owners(shapes)
        assert told.tolist() == clear_owners(shapes, polygons).tolist()
    check(told, shapes, sound_shapes(polygons))
    for shape, owner in zip(shapes[told == NEAR], most[told == NEAR].tolist(), strict=True):
        if owner != NEAR:
            share = shapely.area(shapely.intersection(shape, sound_shapes(polygons)))
            assert (share if owner >= 0 else shape.area - share)[max(owner, 0)] > (shape.area / 2)
    # Left open is at most what has an outline within the diagonal of a cell from its box.
    reach = cell_m * math.sqrt(2) + 0.01
    for shape in shapes[told == NEAR]:
        around = shapely.box(*shape.bounds) if shape.area else shape
        assert any(shapely.dwithin(one.boundary, around, reach) for one in polygons)


def check(told: Ints, shapes: Shapes, polygons: Shapes) -> None:
    """Compare what was told with predicates, polygon by polygon."""
    for owner, shape in zip(told.tolist(), shapes, strict=True):
        if owner != NEAR:
            assert [at for at, one in enumerate(polygons) if one.intersects(shape)] == [owner][
                owner < 0 :
            ]
            assert owner < 0 or polygons[owner].covers(shape)
