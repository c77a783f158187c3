"""The way along lines, worked out by hand on a ladder of squares."""

from __future__ import annotations

import numpy as np
import pytest

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
