"""The kernel: faces, owners, borders, soundness, against figures known beforehand."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gridplanner.geometry import (
    as_polygons,
    components,
    dissolve,
    faces,
    inner_points,
    is_sound,
    lines_of,
    owners,
    prepared,
    shapes_of,
    shared_borders,
    simple,
    snap,
    unassigned,
)
from tests.core.towns import X0, Y0, box, line, point
from tests.effort import rounds


def squares(
    wide: int, high: int, side: float = 10.0
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return shapes_of(
        [
            box(c * side, r * side, (c + 1) * side, (r + 1) * side)
            for r in range(high)
            for c in range(wide)
        ]
    )


def test_faces_of_a_crossed_square() -> None:
    found = faces(shapes_of([*lines_of(shapes_of([box(0, 0, 10, 10)])), line((-1, 5), (11, 5)),
                             line((5, 0), (5, 3))]))  # fmt: skip
    # The second line ends inside and closes nothing.
    assert sorted(shapely.area(found)) == pytest.approx([50, 50])
    assert len(faces(shapes_of([]))) == 0


@given(
    st.lists(
        st.tuples(*[st.floats(0, 100, allow_nan=False) for _ in range(4)]), min_size=0, max_size=12
    )
)
@settings(max_examples=rounds(40), deadline=None)
def test_faces_of_a_square_cut_by_any_lines_are_a_sound_coverage(
    cuts: list[tuple[float, float, float, float]],
) -> None:
    square = box(0, 0, 100, 100)
    lines = [line((a, b), (c, d)) for a, b, c, d in cuts if (a, b) != (c, d)]
    found = faces(np.concatenate([lines_of(shapes_of([square])), shapes_of(lines)]))
    assert float(shapely.area(found).sum()) == pytest.approx(10_000, abs=0.5)
    assert shapely.coverage_is_valid(found)
    assert is_sound(shapely.coverage_union_all(found), found)
    millimetres = (shapely.get_coordinates(found) - (X0, Y0)) * 1000
    assert np.abs(millimetres - millimetres.round()).max() < 1e-3
    assert owners(inner_points(found), found).tolist() == list(range(len(found)))


def test_owners_take_the_first_of_several() -> None:
    held = squares(2, 1)
    places = shapes_of([point(10, 5), point(15, 5), point(5, 5), point(25, 5)])
    assert owners(places, held).tolist() == [0, 1, 0, -1]
    assert owners(shapes_of([]), held).tolist() == []
    assert owners(places, shapes_of([])).tolist() == [-1] * 4


def test_dissolve_by_label() -> None:
    made = dissolve(squares(3, 1), np.array([1, -1, 1]), 3)
    assert made[0].is_empty
    assert made[1].geom_type == "MultiPolygon"
    assert made[1].area == pytest.approx(200)
    assert made[2].is_empty


def test_shared_borders_of_a_chequerboard() -> None:
    borders = shared_borders(squares(3, 2))
    pairs = sorted(zip(borders.a.tolist(), borders.b.tolist(), strict=True))
    assert pairs == [(0, 1), (0, 3), (1, 2), (1, 4), (2, 5), (3, 4), (4, 5)]
    assert borders.length_m.tolist() == pytest.approx([10.0] * 7)
    none = shared_borders(shapes_of([]))
    assert len(none.a) == len(none.segments) == 0


def test_components_in_the_order_of_appearance() -> None:
    assert components(5, np.array([0, 3]), np.array([2, 4])).tolist() == [0, 1, 0, 2, 2]
    assert components(0, np.array([], dtype=int), np.array([], dtype=int)).tolist() == []


def test_what_an_overlay_leaves_is_reduced_to_areas() -> None:
    mixed = shapely.GeometryCollection([line((0, 0), (1, 1)), box(0, 0, 1, 1), point(3, 3)])
    assert as_polygons(mixed).equals(box(0, 0, 1, 1))
    assert as_polygons(line((0, 0), (1, 1))).is_empty
    assert simple(shapely.MultiPolygon([box(0, 0, 1, 1)])).geom_type == "Polygon"
    assert snap(shapes_of([shapely.Point(1.00049, 2.0006)]))[0].equals(shapely.Point(1.0, 2.001))


class TestSoundness:
    """``is_sound`` sees each way in which a coverage may be broken."""

    boundary = box(0, 0, 20, 10)

    def test_whole_and_with_a_leaf_missing(self) -> None:
        held = squares(2, 1)
        assert is_sound(self.boundary, held)
        assert is_sound(self.boundary, held[:1])
        assert is_sound(self.boundary, held[:0])
        assert unassigned(self.boundary, held[:1]).equals(held[1])
        assert unassigned(self.boundary, held).is_empty

    @pytest.mark.parametrize(
        "second",
        [
            box(9.998, 0, 20, 10),  # overlaps by 2 mm
            box(10, 0, 20.002, 10),  # leaves the boundary by 2 mm
            shapely.Polygon(),
        ],
    )
    def test_overlap_excess_and_emptiness(self, second: shapely.Polygon) -> None:
        assert not is_sound(self.boundary, shapes_of([box(0, 0, 10, 10), second]))

    def test_a_vertex_that_the_neighbour_lacks(self) -> None:
        bent = shapely.Polygon([(X0 + x, Y0 + y) for x, y in
                                [(0, 0), (10, 0), (10, 5), (10, 10), (0, 10)]])  # fmt: skip
        assert not is_sound(self.boundary, shapes_of([bent, box(10, 0, 20, 10)]))


def test_prepared_shapes_are_copies() -> None:
    shapes = shapes_of([shapely.box(0, 0, 2, 2), shapely.box(2, 0, 4, 2)])
    copies = prepared(shapes)
    assert shapely.is_prepared(copies).all()
    assert not shapely.is_prepared(shapes).any()
    assert shapely.equals(copies, shapes).all()
    assert shapely.is_prepared(prepared(shapes[0]))
