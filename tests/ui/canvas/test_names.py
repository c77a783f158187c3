"""Names on the ground: what carries them, and where a straight text fits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely

from gridplanner.geometry import shapes_of
from ui.canvas.ground_labels import STREETS_UP_TO
from ui.canvas.names import NamedLines, NamedSpots, Names, middle_line
from ui.canvas.straight import straight_places


def along(*lines: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Give the vertices of lines and whose each is."""
    xy = np.concatenate([np.array(line, dtype=float) for line in lines])
    return xy, np.repeat(np.arange(len(lines)), [len(line) for line in lines])


def streets(**rows: tuple[float, object]) -> pd.DataFrame:
    """Give a table of streets: name = (width, line)."""
    return pd.DataFrame(
        {
            "name": list(rows),
            "width_m": [width for width, _ in rows.values()],
            "geometry": [line for _, line in rows.values()],
        }
    )


class TestStraightPlaces:
    """A text lies on a straight stretch that is as long as it."""

    def test_in_the_middle_of_a_line_and_never_upside_down(self) -> None:
        xy, line = along([(500, 0), (0, 0)])
        of, middles, degrees = straight_places(xy, line, np.array([80.0]), 520)
        assert of.tolist() == [0]
        assert middles[0] == pytest.approx((250, 0))
        assert degrees == pytest.approx([0])

    def test_not_round_a_corner(self) -> None:
        turn = np.linspace(0, 2 * np.pi, 60)
        circle = np.stack([30 * np.cos(turn), 30 * np.sin(turn)], axis=1)
        of, _, _ = straight_places(circle, np.zeros(60, dtype=int), np.array([80.0]), 520)
        assert len(of) == 0

    def test_beside_a_corner_where_there_is_room(self) -> None:
        """The line bends at 100 of its 240 px."""
        xy, line = along([(0, 100), (0, 0), (140, 0)])
        of, middles, _ = straight_places(xy, line, np.array([60.0]), 520)
        # The middle of 240 px is at 120: 90 … 150 bends. A shift of .14 · 240 = 33.6 px is clear.
        assert of.tolist() == [0]
        assert middles[0] == pytest.approx((120 + 33.6 - 100, 0))

    def test_again_after_a_distance(self) -> None:
        xy, line = along([(0, 0), (1_100, 0)])
        _, middles, _ = straight_places(xy, line, np.array([80.0]), 520)
        assert middles[:, 0] == pytest.approx([275, 825])

    def test_lines_do_not_run_into_each_other(self) -> None:
        """Two short lines end to end are no long one; a long one after them has its own place."""
        xy, line = along([(0, 0), (50, 0)], [(50, 0), (100, 0)], [(0, 9), (0, 209)])
        of, middles, degrees = straight_places(xy, line, np.array([80.0, 80.0, 80.0]), 520)
        assert of.tolist() == [2]
        assert middles[0] == pytest.approx((0, 109))
        assert degrees == pytest.approx([90])

    def test_nothing_gives_nothing(self) -> None:
        nothing = np.empty((0, 2)), np.empty(0, dtype=int), np.empty(0)
        assert len(straight_places(*nothing, 520)[0]) == 0
        one = np.array([[1.0, 1.0]]), np.array([0]), np.array([80.0])
        assert len(straight_places(*one, 520)[0]) == 0


class TestNamedLines:
    """Lines are joined by name and come widest first."""

    def test_widest_first_and_only_those_with_a_name(self) -> None:
        rows: dict[str, tuple[float, object]] = {
            "lane": (4.0, shapely.LineString([(0, 0), (9, 0)])),
            "main": (16.0, shapely.LineString([(0, 5), (9, 5)])),
            "": (20.0, shapely.LineString([(0, 9), (9, 9)])),
        }
        found = NamedLines.of(streets(**rows))
        assert found.names == ["main", "lane"]
        assert found.width_m.tolist() == [16.0, 4.0]

    def test_seen_parts_are_cut_and_come_in_their_order(self) -> None:
        wave = shapely.LineString([(0, 0), (5, 20), (10, 0)])
        table = streets(wave=(16.0, wave), lane=(4.0, shapely.LineString([(0, 5), (9, 5)])))
        found = NamedLines.of(table)
        rows, parts = found.seen((0, 0, 10, 10), np.array([True, True]))
        assert rows.tolist() == [0, 0, 1]
        assert shapely.length(parts[2]) == 9
        rows, _ = found.seen((0, 0, 10, 10), np.array([False, True]))
        assert rows.tolist() == [1]

    def test_a_table_without_names(self) -> None:
        found = NamedLines.of(streets())
        assert found.names == []
        assert found.seen((0, 0, 1, 1), np.empty(0, dtype=bool))[0].tolist() == []

    def test_classes_of_streets_go_from_wide_to_narrow(self) -> None:
        """The placing takes the narrowest class that a scale still names."""
        widths, scales = zip(*STREETS_UP_TO, strict=True)
        assert sorted(widths, reverse=True) == list(widths)
        assert sorted(scales, reverse=True) == list(scales)


class TestNamedSpots:
    """Rows with a name and a shape."""

    def test_spots_lie_inside(self) -> None:
        ring = shapely.box(0, 0, 10, 10).difference(shapely.box(1, 1, 9, 9))
        table = pd.DataFrame(
            {"name": ["a", "", "c"], "geometry": shapes_of([ring, ring, shapely.Point(3, 4)])}
        )
        spots = NamedSpots(table)
        assert list(spots.names) == ["a", "c"]
        xy = spots.xy(np.array([0, 1]))
        assert shapely.contains(ring, shapely.Point(xy[0]))
        assert xy[1].tolist() == [3, 4]
        assert spots.xy(np.array([0]))[0].tolist() == xy[0].tolist()

    def test_they_are_kept_while_the_table_is_the_same(self) -> None:
        table = pd.DataFrame({"name": ["a"], "geometry": shapes_of([shapely.Point(0, 0)])})
        names = Names()
        first = names.spots(table, "places")
        assert names.spots(table, "places") is first
        assert names.spots(table.copy(), "places") is not first


def test_the_middle_of_a_river_lies_in_it() -> None:
    river = shapely.LineString([(0, 0), (100, 20), (200, 0)]).buffer(8)
    assert shapely.contains(river, middle_line(river))
