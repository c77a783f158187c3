"""The way along lines, worked out by hand on a ladder of squares."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from gridplanner.geometry import shapes_of
from ui.canvas import tracer
from ui.canvas.snapping import Lines
from ui.canvas.tracer import Tracer
from ui.canvas.tracing import Network

#: Two squares of 10 m side by side, sharing the edge x = 10.
LADDER = np.array(
    [
        [0, 0, 10, 0], [10, 0, 20, 0], [20, 0, 20, 10], [20, 10, 10, 10],
        [10, 10, 0, 10], [0, 10, 0, 0], [10, 0, 10, 10],
    ],
    dtype=float,
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "shorter", "longer"),
    [
        # Corner to corner: through the lower side; the other way is round the upper one.
        ((0, 0), (10, 10), [(0, 0), (10, 0), (10, 10)], [(0, 0), (0, 10), (10, 10)]),
        # From the middle of a segment.
        ((4, 0), (0, 3), [(4, 0), (0, 0), (0, 3)], [(4, 0), (10, 0), (10, 10), (0, 10), (0, 3)]),
        # Both on one segment.
        ((2, 0), (7, 0), [(2, 0), (7, 0)], [(2, 0), (0, 0), (0, 10), (10, 10), (10, 0), (7, 0)]),
    ],
)
def test_the_shorter_and_the_longer_way(
    start: tuple[float, float],
    end: tuple[float, float],
    shorter: list[tuple[float, float]],
    longer: list[tuple[float, float]],
) -> None:
    net = Network(LADDER)
    assert net.way(start, end) in (shorter, longer if len(shorter) == len(longer) else shorter)
    assert net.way(start, end, longer=True) in (
        longer,
        shorter if len(shorter) == len(longer) else longer,
    )
    assert net.way(start, end) != net.way(start, end, longer=True)


def test_no_way_leads_off_the_lines_or_to_another_island() -> None:
    island = np.array([[100.0, 0, 110, 0], [110, 0, 100, 5], [100, 5, 100, 0]])
    net = Network(np.vstack([LADDER, island]))
    assert net.way((5, 5), (10, 10)) is None
    assert net.way((0, 0), (100, 0)) is None
    assert Network(np.empty((0, 4))).way((0, 0), (1, 1)) is None


def _bent_lattice(side: int) -> tuple[np.ndarray, np.ndarray]:
    """Give corners of a lattice moved at random, and pairs of those that are joined."""
    chance = np.random.default_rng(5)
    at = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2) * 10.0
    at = np.round(at + chance.uniform(-4, 4, at.shape), 3)
    number = np.arange(side * side).reshape(side, side)
    pairs = np.vstack(
        [
            np.stack([number[:, :-1].ravel(), number[:, 1:].ravel()], axis=1),
            np.stack([number[:-1].ravel(), number[1:].ravel()], axis=1),
        ]
    )
    return at, pairs[chance.random(len(pairs)) < 0.8]


def _far(at: np.ndarray, pairs: np.ndarray, start: int) -> np.ndarray:
    """Let scipy say how far all corners are from one."""
    length = np.hypot(*(at[pairs[:, 0]] - at[pairs[:, 1]]).T)
    joined = coo_array((length, (pairs[:, 0], pairs[:, 1])), shape=(len(at), len(at)))
    return np.asarray(dijkstra(joined.tocsr(), directed=False, indices=start))


def test_ways_are_as_long_as_dijkstras_and_the_longer_one_shares_no_segment() -> None:
    at, pairs = _bent_lattice(12)
    net = Network(np.hstack([at[pairs[:, 0]], at[pairs[:, 1]]]))
    number = {(float(x), float(y)): k for k, (x, y) in enumerate(at)}
    joined, around = 0, 0
    for start in range(0, len(at), 17):
        far = _far(at, pairs, start)
        for end in range(5, len(at), 11):
            place = float(at[start, 0]), float(at[start, 1])
            goal = float(at[end, 0]), float(at[end, 1])
            way = net.way(place, goal) if start != end else None
            if start == end or not np.isfinite(far[end]):
                assert way is None
                continue
            assert way is not None
            assert way[0] == place
            assert way[-1] == goal
            assert np.hypot(*np.diff(way, axis=0).T).sum() == pytest.approx(far[end])
            joined += 1
            nodes = [number[corner] for corner in way]
            used = {frozenset(leg) for leg in itertools.pairwise(nodes)}
            free = np.array([frozenset(pair) not in used for pair in pairs.tolist()])
            rest = _far(at, pairs[free], start)[end]
            longer = net.way(place, goal, longer=True)
            assert (longer is None) == (not np.isfinite(rest))
            if longer is not None:
                assert np.hypot(*np.diff(longer, axis=0).T).sum() == pytest.approx(rest)
                around += 1
    assert joined > 80
    assert around > 40


@pytest.mark.parametrize("room_m", [1.0, 25.0])
@pytest.mark.parametrize("longer", [False, True])
def test_lines_around_the_way_give_the_way_over_all_lines(
    monkeypatch: pytest.MonkeyPatch, room_m: float, *, longer: bool
) -> None:
    monkeypatch.setattr(tracer, "ROOM", 0.0)
    monkeypatch.setattr(tracer, "LEAST_ROOM_M", room_m)
    at, pairs = _bent_lattice(12)
    ends = np.hstack([at[pairs[:, 0]], at[pairs[:, 1]]])
    whole = Network(ends)
    shapes = shapes_of(shapely.linestrings(ends.reshape(-1, 2, 2)))
    lines = [Lines(shapes[k::2]) for k in (0, 1)]
    followed = Tracer()
    found, small = 0, 0
    for start in range(0, len(at), 19):
        for end in range(3, len(at), 13):
            if start == end:
                continue
            places = (
                (float(at[start, 0]), float(at[start, 1])),
                (float(at[end, 0]), float(at[end, 1])),
            )
            expected = whole.way(*places, longer=longer)
            assert followed.way(lines, *places, longer=longer) == expected
            assert Tracer().way(lines, *places, longer=longer) == expected
            alone = Tracer()
            alone.way(lines, *places, longer=longer)
            found += expected is not None
            small += alone._network is not None and len(alone._network.xy) < len(whole.xy)
    assert found > 60
    assert small > 40


@pytest.mark.parametrize(("deep_m", "is_found"), [(900, True), (3_000, False)])
def test_an_island_is_left_at_once_and_a_way_out_is_looked_for(
    deep_m: float, *, is_found: bool
) -> None:
    # A house 10 m wide, and a lane that goes far round before it comes back beside it: more
    # than twice their distance beyond both ends is not looked for.
    house = shapely.box(0, 0, 10, 10)
    places = [(20.0, 0.0), (20.0, -deep_m), (500.0, -deep_m), (500.0, 0.0)]
    lines = [Lines(shapes_of([house, shapely.LineString(places)]))]
    followed = Tracer()
    assert followed.way(lines, (0, 0), (20, 0), longer=False) is None
    assert followed._network is not None
    assert len(followed._network.xy) == 6  # the house, and the leg of the lane beside it
    found = followed.way(lines, places[0], places[-1], longer=False)
    assert found == (places if is_found else None)
    assert followed.way([Lines(shapes_of([]))], (0, 0), (1, 1), longer=False) is None


def test_other_lines_are_joined_after_an_edit() -> None:
    followed = Tracer()
    straight = [Lines(shapes_of([shapely.LineString([(0, 0), (30, 0)])]))]
    bent = [Lines(shapes_of([shapely.LineString([(0, 0), (15, 5), (30, 0)])]))]
    assert followed.way(straight, (0, 0), (30, 0), longer=False) == [(0, 0), (30, 0)]
    assert followed.way(bent, (0, 0), (30, 0), longer=False) == [(0, 0), (15, 5), (30, 0)]
