"""Stretches of lines that are straight enough for a text along them."""

from __future__ import annotations

import numpy as np

from gridplanner.geometry import Floats, Ints

#: How far a text's straight baseline may lie off its line, in pixels.
BEND_PX = 4.0
#: Where a text may lie off the middle of its share of the line, as parts of that share.
_SHIFTS = np.array([0.0, 0.14, -0.14, 0.28, -0.28])
#: Places along a text at which its line is asked for its course.
_ALONG = np.linspace(-0.5, 0.5, 9)


def straight_places(
    xy: Floats, line: Ints, length_px: Floats, repeat_px: float
) -> tuple[Ints, Floats, Floats]:
    """Find stretches of polylines that straight texts fit on, for all lines at once.

    One line at a time, a street map costs four times as much.

    Parameters
    ----------
    xy : float array, shape (n, 2)
        Vertices on the screen, line by line.
    line : int array, shape (n,)
        Number of the line that each vertex belongs to: 0 … k − 1, rising.
    length_px : float array, shape (k,)
        Length of the text of each line.
    repeat_px : float
        Distance after which a text comes again along a line.

    Returns
    -------
    (int array, float array of shape (m, 2), float array)
        Line, middle and angle in degrees (never upside down) of each place, in the order of
        the lines and along them.

    Examples
    --------
    >>> of, middle, degrees = straight_places(
    ...     np.array([[0.0, 5.0], [200.0, 5.0]]), np.array([0, 0]), np.array([80.0]), 520.0
    ... )
    >>> of.tolist(), middle.round().tolist(), degrees.tolist()
    ([0], [[100.0, 5.0]], [0.0])
    """
    nothing = np.empty(0, dtype=np.int64), np.empty((0, 2)), np.empty(0)
    if len(xy) < 2:
        return nothing
    same = line[1:] == line[:-1]
    # One measure along all lines; a pixel between them keeps them apart.
    along = np.r_[0.0, np.cumsum(np.where(same, np.hypot(*np.diff(xy, axis=0).T), 1.0))]
    numbers, first = np.unique(line, return_index=True)
    last = np.r_[first[1:], len(line)] - 1
    begin, total, length = along[first], along[last] - along[first], length_px[numbers]
    fits = np.flatnonzero(total >= length)
    if len(fits) == 0:
        return nothing
    count = np.maximum((total[fits] // repeat_px).astype(np.int64), 1)
    of = np.repeat(fits, count)
    share = np.repeat(count, count)
    turn = np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    middle = total[of, None] * ((turn[:, None] + 0.5 + _SHIFTS) / share[:, None])
    half = length[of, None] / 2
    inside = (middle >= half) & (middle + half <= total[of, None])
    places = begin[of, None, None] + middle[:, :, None] + length[of, None, None] * _ALONG
    px = np.interp(places, along, xy[:, 0])
    py = np.interp(places, along, xy[:, 1])
    dx, dy = px[..., -1] - px[..., 0], py[..., -1] - py[..., 0]
    chord = np.hypot(dx, dy)
    off = np.abs((px - px[..., :1]) * dy[..., None] - (py - py[..., :1]) * dx[..., None])
    straight = (chord >= length[of, None] * 0.96) & (off.max(axis=-1) <= BEND_PX * chord)
    good = inside & straight
    rows = np.flatnonzero(good.any(axis=1))
    best = good[rows].argmax(axis=1)
    angle = np.degrees(np.arctan2(dy[rows, best], dx[rows, best]))
    angle = np.where(angle > 90, angle - 180, np.where(angle < -90, angle + 180, angle))
    middles = np.stack([px[rows, best].mean(axis=-1), py[rows, best].mean(axis=-1)], axis=1)
    return numbers[of[rows]].astype(np.int64), middles, angle
