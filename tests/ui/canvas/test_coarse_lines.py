"""Far out lines have fewer vertices, lie where they lay, and still meet."""

from __future__ import annotations

import numpy as np
import shapely

from gridplanner.geometry import shapes_of
from tests.core.towns import river_town
from ui.canvas.borders import Chunk
from ui.canvas.ground import Ground
from ui.canvas.paths import tolerance_m

#: A border of 400 m with a step of 0.3 m in the middle, and one that leaves its end upwards.
STEPPED = shapely.LineString([(0, 0), (200, 0), (200, 0.3), (400, 0.3)])
UPWARDS = shapely.LineString([(400, 0.3), (400, 90), (401, 200)])


def ends(chunk: Chunk, off_m: float) -> list[tuple[float, float, float, float]]:
    """Give the first and last point of each chain."""
    return [
        (chain.first().x(), chain.first().y(), chain.last().x(), chain.last().y())
        for chain in chunk.chains(off_m)
    ]


def test_a_step_below_the_tolerance_goes_and_a_bend_above_it_stays() -> None:
    """0.3 m at a tolerance of 0.5 m, and (401 - 400) · 89.7 / 199.7 = 0.45 m beside 0.4 m."""
    chunk = Chunk(shapes_of([STEPPED, UPWARDS]))
    assert [chain.count() for chain in chunk.chains(0.0)] == [4, 3]
    assert [chain.count() for chain in chunk.chains(0.5)] == [2, 2]
    assert [chain.count() for chain in chunk.chains(0.4)] == [2, 3]


def test_borders_still_meet_where_they_met() -> None:
    """Ends are never taken away."""
    chunk = Chunk(shapes_of([STEPPED, UPWARDS]))
    assert ends(chunk, 0.5) == ends(chunk, 0.0)
    assert ends(chunk, 0.5)[0][2:] == ends(chunk, 0.5)[1][:2]


def test_no_line_is_off_by_more_than_a_quarter_of_a_pixel() -> None:
    """At any scale; near by lines are exact."""
    for m_per_px in np.geomspace(0.05, 60.0, 40):
        assert tolerance_m(float(m_per_px)) <= 0.25 * m_per_px
    assert tolerance_m(0.49) == 0.0


def test_streets_are_kept_for_each_scale_and_as_long_as_before() -> None:
    """The streets of the town by the river are straight: nothing may get lost of them."""
    ground = Ground(river_town(), (0.0, 0.0))

    def lengths(m_per_px: float) -> list[float]:
        return [
            sum(path.length() for path in batch.paths)
            for _, batch in ground.streets(m_per_px).batches
        ]

    assert lengths(0.3)
    assert np.allclose(lengths(0.3), lengths(4.0))
    assert ground.streets(3.9) is ground.streets(2.1)
    assert ground.streets(4.0) is not ground.streets(0.3)
