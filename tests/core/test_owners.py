"""Shapes belong to the polygon that holds most of them."""

from __future__ import annotations

import numpy as np
import shapely
import shapely.affinity
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.geometry import Shapes, shapes_of, sound_shapes
from gridplanner.owners import KeptOwners, Owners, main_owners
from tests.effort import rounds

#: Three squares of 10 m in a row.
SQUARES = shapes_of([shapely.box(x, 0, x + 10, 10) for x in (0, 10, 20)])


def by_overlay(shapes: Shapes, polygons: Shapes) -> list[int]:
    """Measure every pair, as the definition says."""
    found = []
    for shape in shapes:
        share = np.round(shapely.area(shapely.intersection(shape, polygons)), 6)
        found.append(int(share.argmax()) if share.max() > 0 else -1)
    return found


def test_main_owners_go_by_the_larger_part() -> None:
    held = SQUARES
    shapes = shapes_of(
        [
            shapely.box(8, 2, 11, 4),  # 2 : 1
            shapely.box(9, 2, 12, 4),  # 1 : 2
            shapely.box(9, 2, 11, 4),  # a tie goes to the first
            shapely.box(9, 2, 21, 4),  # 1 : 10 : 1
            shapely.box(30, 2, 33, 4),  # shares a border with the last, stands outside
            shapely.box(29, 2, 33, 4),  # only a quarter is inside any
            shapely.LineString([(9, 1), (15, 1)]),
            shapely.Point(10, 5),
            shapely.box(50, 50, 51, 51),
            None,
            shapely.Polygon(),
        ]
    )
    assert main_owners(shapes, held).tolist() == [0, 1, 0, 1, -1, 2, 1, 0, -1, -1, -1]
    assert main_owners(shapes[:2], shapes_of([])).tolist() == [-1, -1]


def test_a_polygon_that_crosses_itself_still_owns() -> None:
    bow = shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)])
    shapes = shapes_of([shapely.box(0, 4, 2, 6), shapely.box(9, 4, 12, 6), shapely.box(4, 8, 6, 9)])
    assert main_owners(shapes, shapes_of([bow, SQUARES[1]])).tolist() == [0, 1, -1]


OUTLINES = (
    [(0, 0), (4, 0), (4, 3), (0, 3)],
    [(0, 0), (5, 0), (1, 4)],
    # Not convex: most of it may lie where its middle does not.
    [(0, 0), (6, 0), (6, 1), (1, 1), (1, 6), (0, 6)],
)


@settings(max_examples=rounds(60), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(OUTLINES), st.integers(-8, 36), st.integers(-8, 14), st.integers(1, 3)
        ),
        min_size=1, max_size=12,
    )
)  # fmt: skip
def test_the_quick_way_gives_what_measuring_every_pair_gives(
    drawn: list[tuple[list[tuple[int, int]], int, int, int]],
) -> None:
    shapes = shapes_of(
        [shapely.Polygon([(x + s * a, y + s * b) for a, b in ring]) for ring, x, y, s in drawn]
    )
    # A border with a spike into its neighbour, as borders along walls have them.
    spiked = shapely.Polygon([(0, 0), (10, 0), (10, 4), (13, 4.5), (10, 5), (10, 10), (0, 10)])
    polygons = shapes_of([spiked, shapely.difference(SQUARES[1], spiked), SQUARES[2]])
    assert main_owners(shapes, polygons).tolist() == by_overlay(shapes, polygons)


def test_the_middle_alone_does_not_decide() -> None:
    # The middle stands in a strip that has a fifth of it, the two beside it two fifths each.
    strips = shapes_of(
        [shapely.box(4, 0, 6, 10), shapely.box(-9, 0, 4, 10), shapely.box(6, 0, 19, 10)]
    )
    assert main_owners(shapes_of([shapely.box(0, 2, 10, 4)]), strips).tolist() == [1]
    # Of a triangle the heavy end counts.
    triangle = shapely.Polygon([(-5, 0), (10, 4), (10, 0)])
    assert main_owners(shapes_of([triangle]), shapes_of([strips[1], strips[2]])).tolist() == [1]


@settings(max_examples=rounds(40), deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(OUTLINES), st.integers(-8, 36), st.integers(-8, 14), st.integers(1, 3)
        ),
        min_size=1, max_size=12,
    ),
    st.lists(st.tuples(st.integers(1, 19), st.booleans()), min_size=1, max_size=5),
)  # fmt: skip
def test_what_is_kept_by_the_polygon_gives_the_same_owners(
    drawn: list[tuple[list[tuple[int, int]], int, int, int]], borders: list[tuple[int, bool]]
) -> None:
    shapes = shapes_of(
        [shapely.Polygon([(x + s * a, y + s * b) for a, b in ring]) for ring, x, y, s in drawn]
    )
    owners, first = Owners(shapes), SQUARES[2]
    for border, turned in borders:
        # The border between the first two moves, the third stays the same object.
        held = [shapely.box(0, 0, border, 10), shapely.box(border, 0, 20, 10), first]
        polygons = shapes_of(held[::-1] if turned else held)
        owner, whole = owners.of(polygons), owners.whole(polygons)
        assert owner.tolist() == by_overlay(shapes, polygons)
        inside = [
            at >= 0 and bool(shapely.covers(polygons[at], shape))
            for at, shape in zip(owner, shapes, strict=True)
        ]
        assert whole.tolist() == inside


def test_many_shapes_are_told_apart_from_the_few_at_the_borders() -> None:
    # Leaves of 100 m, houses of 10 m every 12.5 m: of eight in a row of a leaf the first
    # begins at 0 and the last ends at 97.5; with 5 m more the last stands across by half.
    leaves = shapes_of(
        [
            shapely.box(x, y, x + 100, y + 100)
            for x in range(0, 600, 100)
            for y in range(0, 600, 100)
        ]
    )
    at = [12.5 * n for n in range(48)]
    for moved, across in ((0.0, 0), (2.5, 0), (7.5, 1)):
        houses = [shapely.box(x + moved, y, x + moved + 10, y + 10) for x in at for y in at]
        owners = Owners(shapes_of(houses))
        owner, whole = owners.of(leaves), owners.whole(leaves)
        # A house across two leaves in equal halves belongs to the first of them.
        assert owner.tolist() == [6 * (int(x) // 100) + int(y) // 100 for x in at for y in at]
        # In the last column the other half stands outside.
        assert (~whole).sum() == across * 6 * 48
        assert (owner == main_owners(shapes_of(houses), leaves)).all()


#: Leaves that are not as they should be: one crosses itself, one has a spur, one lies over both.
ODD = [
    shapely.Polygon([(0, 0), (100, 100), (100, 0), (0, 100)]),
    shapely.Polygon(
        [(100, 0), (200, 0), (200, 100), (150, 100), (150, 20), (150, 100), (100, 100)]
    ),
    shapely.box(60, 30, 160, 70),
]


@settings(max_examples=rounds(40), deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(OUTLINES), st.integers(-8, 208), st.integers(-8, 108)),
        min_size=40, max_size=80,
    ),
    st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=3, unique=True),
)  # fmt: skip
def test_leaves_that_are_not_valid_hold_what_they_hold_once_they_are(
    drawn: list[tuple[list[tuple[int, int]], int, int]], taken: list[int]
) -> None:
    shapes = shapes_of([shapely.Polygon([(x + a, y + b) for a, b in ring]) for ring, x, y in drawn])
    polygons = shapes_of([ODD[at] for at in taken])
    sound = sound_shapes(polygons)
    owners = Owners(shapes)
    owner, whole = owners.of(polygons), owners.whole(polygons)
    holding = [
        [at for at, one in enumerate(sound) if shapely.covers(one, shape)] for shape in shapes
    ]
    assert whole.tolist() == [bool(held) for held in holding]
    share = [shapely.area(shapely.intersection(shape, sound)).round(6) for shape in shapes]
    for at, held, part, shape in zip(owner.tolist(), holding, share, shapes, strict=True):
        if held:
            assert at in held
        elif at < 0:
            assert part.max() <= 1e-6
        else:
            assert part[at] == part.max() or part[at] > shape.area / 2


@settings(max_examples=rounds(30), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([-10.0, -5.0, 0.05, 5.0, 10.0])), min_size=1,
        max_size=4,
    )
)  # fmt: skip
def test_squares_that_come_over_others_leave_what_a_fresh_look_finds(
    steps: list[tuple[int, float]],
) -> None:
    """Also of houses whose core lay in one square alone, and that a border cuts or touches."""
    shapes = shapes_of([shapely.box(x, y, x + 2, y + 1.5) for x in range(30) for y in range(9)])
    kept, squares = Owners(shapes), SQUARES.copy()
    kept.of(squares)
    for at, off in steps:
        squares = squares.copy()
        squares[at] = shapely.affinity.translate(squares[at], off)
        fresh = Owners(shapes)
        assert kept.of(squares).tolist() == fresh.of(squares).tolist()
        assert kept.whole(squares).tolist() == fresh.whole(squares).tolist()


def test_owners_are_kept_by_the_shape() -> None:
    near, far = shapely.Point(5, 5), shapely.Point(25, 5)
    kept = KeptOwners(SQUARES)
    assert kept.of(shapes_of([near, None, far])).tolist() == [0, -1, 2]
    # Another shape at the same position, and one that has gone.
    assert kept.of(shapes_of([shapely.Point(15, 5), near])).tolist() == [1, 0]
    assert kept.of(shapes_of([])).tolist() == []
