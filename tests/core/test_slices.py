"""Slices give what one query gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import shapely
from shapely import STRtree

from gridplanner import slices
from gridplanner.geometry import shapes_of
from gridplanner.slices import even_cuts, in_slices, matches, side_by_side

#: Ten unit squares in a row, and their middles.
SQUARES = shapes_of([shapely.box(n, 0, n + 1, 1) for n in range(10)])
MIDDLES = shapes_of([shapely.Point(n + 0.5, 0.5) for n in range(10)])


@pytest.mark.parametrize("seconds", [0.0, 1e9])
def test_slices_are_put_together(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", seconds)
    asked, met = matches(STRtree(SQUARES), MIDDLES, "intersects")
    assert asked.tolist() == met.tolist() == list(range(10))
    # Each middle lies half a metre from its own square's edge and within 0.6 m of both others.
    asked, met = matches(STRtree(SQUARES), MIDDLES, "dwithin", 0.6)
    assert len(asked) == 10 + 2 * 9
    assert sorted(met[asked == 4].tolist()) == [3, 4, 5]


@pytest.mark.parametrize("seconds", [0.0, 1e9])
def test_work_on_slices_is_put_together(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE_S", seconds)
    asked: list[int] = []

    def double(rows: npt.NDArray[Any]) -> npt.NDArray[Any]:
        asked.append(len(rows))
        return rows * 2

    assert in_slices(double, np.arange(10)).tolist() == list(range(0, 20, 2))
    # One after the other where each takes too long; twice as many each time where none does.
    assert asked == ([1] * 10 if seconds == 0 else [1, 2, 4, 3])
    assert len(in_slices(double, np.empty(0))) == 0


def test_nothing_is_asked() -> None:
    asked, met = matches(STRtree(SQUARES), MIDDLES[:0], "intersects")
    assert (asked.tolist(), met.tolist()) == ([], [])


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_work_side_by_side_is_put_together(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "MOST_THREADS", cores)
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    # 1,200 rows are enough for three threads of 500 at the least, not for four.
    cuts = even_cuts(1_200)
    assert cuts == {1: [0, 1200], 2: [0, 600, 1200], 3: [0, 400, 800, 1200]}[cores]
    rows = np.arange(1_200)
    assert side_by_side(lambda part: rows[part] * 2, cuts).tolist() == (rows * 2).tolist()
    assert even_cuts(0) == [0, 0]
    assert even_cuts(499) == [0, 499]
    assert side_by_side(lambda part: rows[part], [0, 0]).tolist() == []


def test_what_fails_in_a_thread_fails_for_who_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda part: np.array([1 // part.start]), [0, 1, 2])
