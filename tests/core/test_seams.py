"""Ground held by nobody, by several or outside, found by edges that have no twin."""

from __future__ import annotations

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.by_shape import ByShape
from gridplanner.geometry import Shapes, shapes_of, unassigned
from gridplanner.seams import Edges, repeated_points, seams, unmatched
from tests.core.towns import box
from tests.effort import rounds

BOUNDARY = box(0, 0, 300, 100)
LEAVES = shapes_of([box(0, 0, 100, 100), box(100, 0, 200, 100), box(200, 0, 300, 100)])
#: The boundary as it is after planning: with the leaves' corners on it.
NODED = shapely.coverage_union_all(LEAVES)


def test_a_sound_coverage_has_none() -> None:
    assert len(seams(NODED, LEAVES).faces) == 0


def test_corners_that_the_other_side_lacks_enclose_nothing() -> None:
    assert len(seams(BOUNDARY, LEAVES).faces) == 0


def test_a_millimetre_is_seen_on_either_side() -> None:
    for x, owners in ((99.999, ()), (100.001, (0, 1))):
        moved = LEAVES.copy()
        moved[0] = box(0, 0, x, 100)
        wrong = seams(NODED, moved)
        assert wrong.owners == (owners,)
        assert round(float(shapely.area(wrong.faces[0])), 4) == 0.1


def test_the_same_polygon_twice_where_nothing_lies_beside_it() -> None:
    # Each edge is there twice, but in the same direction.
    wrong = seams(box(0, 0, 400, 100), shapes_of([box(100, 0, 200, 100)] * 2))
    assert sorted(wrong.owners) == [(), (), (0, 1)]


def test_the_same_polygon_twice_within_another_that_fits_the_boundary() -> None:
    # All edges come in pairs, but those of the inner two in the same direction.
    inner = box(100, 20, 200, 80)
    wrong = seams(BOUNDARY, shapes_of([BOUNDARY, inner, inner]))
    assert wrong.owners == ((0, 1, 2),)
    assert float(shapely.area(wrong.faces[0])) == 6000.0


def test_leaves_that_lie_wholly_under_another() -> None:
    nine = shapes_of([box(x, y, x + 10, y + 10) for x in (0, 10, 20) for y in (0, 10, 20)])
    over = shapes_of([box(0, 0, 30, 30), *nine])
    wrong = seams(box(0, 0, 30, 30), over)
    assert sorted(wrong.owners) == [(0, n) for n in range(1, 10)]


def test_ground_outside() -> None:
    moved = LEAVES.copy()
    moved[2] = box(200, 0, 302, 100)
    wrong = seams(NODED, moved)
    assert (wrong.owners, wrong.inside.tolist()) == (((2,),), [False])
    assert float(shapely.area(wrong.faces[0])) == 200.0


def test_edges_kept_by_the_leaf_tell_the_same() -> None:
    kept = ByShape[Edges]()
    moved = LEAVES.copy()
    for x, owners in ((100, ()), (99.999, ((),)), (100.001, ((0, 1),)), (100, ())):
        moved[0] = box(0, 0, x, 100)
        assert seams(NODED, moved, kept).owners == owners == seams(NODED, moved).owners
    # The one that was moved and the one beside it have edges that fit to nothing; the
    # boundary has one less of its own edges too.
    moved[0] = box(0, 0, 99.5, 100)
    rings = shapes_of([*moved, NODED])
    assert unmatched(rings).tolist() == [True, True, False, True]
    assert unmatched(shapes_of([*LEAVES, NODED])).tolist() == [False] * 4


def _overlap_m2(leaves: Shapes) -> float:
    return sum(
        float(shapely.area(shapely.intersection(leaves[a], leaves[b])))
        for a in range(len(leaves))
        for b in range(a)
    )


@settings(max_examples=rounds(25), deadline=None)
@given(
    st.lists(st.tuples(*(st.integers(-20_000, 320_000) for _ in range(4))), min_size=1, max_size=6)
)
def test_the_ground_is_that_of_plain_overlays(corners: list[tuple[int, int, int, int]]) -> None:
    shapes = shapes_of(
        [
            box(min(a, c) / 1000, min(b, d) / 1000, max(a, c) / 1000 + 1, max(b, d) / 1000 + 1)
            for a, b, c, d in corners
        ]
    )
    wrong = seams(BOUNDARY, shapes)
    area = shapely.area(wrong.faces)
    none = sum(x for x, held, inside in zip(area, wrong.owners, wrong.inside, strict=True)
               if inside and not held)  # fmt: skip
    twice = sum(x * len(held) * (len(held) - 1) / 2 for x, held in zip(area, wrong.owners,
                                                                       strict=True))  # fmt: skip
    beyond = sum(x * len(held) for x, held, inside in zip(area, wrong.owners, wrong.inside,
                                                          strict=True) if not inside)  # fmt: skip
    assert abs(none - float(shapely.area(unassigned(BOUNDARY, shapes)))) < 0.05
    assert abs(twice - _overlap_m2(shapes)) < 0.05
    out = float(shapely.area(shapely.difference(shapes, BOUNDARY)).sum())
    assert abs(beyond - out) < 0.05


def test_a_leaf_in_two_parts_has_the_edges_of_both() -> None:
    # A strip of 1 m beside the first part is nobody's: seen from the edges of that part alone.
    for right, owners in ((99, ()), (101, (0, 1))):
        parts = shapely.MultiPolygon([box(0, 0, right, 100), box(200, 0, 300, 100)])
        wrong = seams(NODED, shapes_of([parts, LEAVES[1]]))
        assert wrong.owners == (owners,)
        assert round(float(shapely.area(wrong.faces[0])), 6) == 100
    whole = shapely.MultiPolygon([LEAVES[0], LEAVES[2]])
    assert len(seams(NODED, shapes_of([whole, LEAVES[1]])).faces) == 0
    assert not unmatched(shapes_of([whole, LEAVES[1], NODED])).any()


def test_points_that_are_there_twice_are_counted_in_every_part() -> None:
    twice = shapely.Polygon([(0, 0), (1, 0), (1, 0), (1, 1), (0, 0)])
    parts = shapely.MultiPolygon([box(0, 0, 1, 1), twice])
    assert repeated_points(shapes_of([box(0, 0, 1, 1), parts])).tolist() == [0, 1]
