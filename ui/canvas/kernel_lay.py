"""Kernels that lay over an image what was gathered, or fill polygons at once.

Pixels are 0xffrrggbb. Arguments are those of :mod:`ui.canvas.kernel_gather`; runs of sixteen
pixels that nothing touched are passed over.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np

from gridplanner.balance.jit import compiled

Array = np.ndarray[Any, Any]
#: Sixteen pixels of a row are looked at together.
_SHIFT = 4


@compiled
def _mixed(under: int, over: int, weight: int) -> int:
    """Mix two colours 0xffrrggbb; the weight of the upper one is 0 … 256."""
    rest = 256 - weight
    a = ((under & 0xFF00FF) * rest + (over & 0xFF00FF) * weight) >> 8
    b = ((under & 0x00FF00) * rest + (over & 0x00FF00) * weight) >> 8
    return 0xFF000000 | (a & 0xFF00FF) | (b & 0x00FF00)


@compiled
def _run(line: Array, colour: int, weight: int) -> None:
    """Paint a run of pixels in one colour.

    Here and below loops go over slices: an index that may be negative is not vectorized.
    """
    if weight == 256:
        for i in range(len(line)):
            line[i] = colour
    elif weight > 0:
        for i in range(len(line)):
            line[i] = _mixed(line[i], colour, weight)


@compiled
def lay_fills(
    pixels: Array, area: Array, touched: Array, colour: int, alpha: float, part: Array
) -> None:
    """Lay gathered polygons over the picture in one colour, and empty the buffer."""
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    one, half, full = np.float32(1.0), np.float32(0.5), np.float32(alpha * 256.0)
    for row in range(top, bottom):
        line, sums, marks = pixels[row], area[row], touched[row]
        s, weight = np.float32(0.0), 0
        b, blocks = left >> _SHIFT, (right - 1 >> _SHIFT) + 1
        while b < blocks:
            if marks[b] == 0:
                # As far as nothing changes.
                begin = b
                b += 1
                while b < blocks and marks[b] == 0:
                    b += 1
                _run(line[max(left, begin << _SHIFT) : min(right, b << _SHIFT)], colour, weight)
                continue
            begin, end = max(left, b << _SHIFT), min(right, (b + 1) << _SHIFT)
            here, some = line[begin:end], sums[begin:end]
            for i in range(len(some)):
                s += some[i]
                some[i] = s
            for i in range(len(some)):
                weight = int(min(abs(some[i]), one) * full + half)
                some[i] = 0.0
                here[i] = _mixed(here[i], colour, weight)
            b += 1
        for b in range(left >> _SHIFT, (right + 1 >> _SHIFT) + 1):
            marks[b] = 0
        sums[right] = 0.0
        sums[right + 1] = 0.0


@compiled
def lay_cover(
    pixels: Array, cover: Array, touched: Array, colour: int, alpha: float, part: Array
) -> None:
    """Lay gathered lines or dots over the picture in one colour, and empty the buffer."""
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    scale = int(alpha * 65536.0 * 256.0 / 255.0 + 0.5)
    for row in range(top, bottom):
        line, shares, marks = pixels[row], cover[row], touched[row]
        for b in range(left >> _SHIFT, (right - 1 >> _SHIFT) + 1):
            if not marks[b]:
                continue
            marks[b] = 0
            begin, end = max(left, b << _SHIFT), min(right, (b + 1) << _SHIFT)
            here, some = line[begin:end], shares[begin:end]
            for i in range(len(some)):
                here[i] = _mixed(here[i], colour, (some[i] * scale + 32768) >> 16)
                some[i] = 0


@compiled
def fill_plain(
    pixels: Array,
    xy: Array,
    starts: Array,
    boxes: Array,
    owner: Array,
    colours: Array,
    alpha: float,
    place: Array,
    part: Array,
    ends: Array,
    crossings: Array,
) -> None:
    """Fill polygons of many colours without antialiasing: pixels whose middle is inside.

    Parameters
    ----------
    owner : int array (m,)
        Number of the polygon that each ring belongs to, rising.
    colours : int array
        0xffrrggbb of each polygon.
    ends : int array (h,)
    crossings : int array
        Scratch: at least as many places as the rings of any polygon cross rows.
    """
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    weight = int(alpha * 256.0 + 0.5)
    first = 0
    while first < len(starts) - 1:
        last = first
        while last < len(starts) - 1 and owner[last] == owner[first]:
            last += 1
        colour = colours[owner[first]]
        low, high = bottom, top
        for ring in range(first, last):
            if boxes[ring, 2] * place[0] + place[1] < left:
                continue
            if boxes[ring, 0] * place[0] + place[1] > right:
                continue
            high = max(high, ceil(boxes[ring, 1] * place[2] + place[3]))
            low = min(low, floor(boxes[ring, 3] * place[2] + place[3]))
        low, high = max(low, top), min(high, bottom)
        if low >= high:
            first = last
            continue
        for row in range(low, high):
            ends[row] = 0
        # Twice over the edges: how many cross each row, then where.
        for turn in range(2):
            for ring in range(first, last):
                y1 = xy[starts[ring], 1] * place[2] + place[3]
                for k in range(starts[ring] + 1, starts[ring + 1]):
                    y0 = y1
                    y1 = xy[k, 1] * place[2] + place[3]
                    begin = max(low, ceil(min(y0, y1) - 0.5))
                    end = min(high, ceil(max(y0, y1) - 0.5))
                    if begin >= end:
                        continue
                    if turn == 0:
                        for row in range(begin, end):
                            ends[row] += 1
                        continue
                    x0 = xy[k - 1, 0] * place[0] + place[1]
                    x1 = xy[k, 0] * place[0] + place[1]
                    slope = (x1 - x0) / (y1 - y0)
                    for row in range(begin, end):
                        x = x0 + (row + 0.5 - y0) * slope - 0.5
                        at = ends[row]
                        crossings[at] = ceil(min(max(x, left - 1.0), right + 1.0))
                        ends[row] = at + 1
            if turn == 0:
                total = 0
                for row in range(low, high):
                    count = ends[row]
                    ends[row] = total
                    total += count
        begin = 0
        for row in range(low, high):
            end = ends[row]
            for i in range(begin + 1, end):
                x = crossings[i]
                k = i - 1
                while k >= begin and crossings[k] > x:
                    crossings[k + 1] = crossings[k]
                    k -= 1
                crossings[k + 1] = x
            line = pixels[row]
            for i in range(begin, end - 1, 2):
                a, b = max(crossings[i], left), min(crossings[i + 1], right)
                if a < b:
                    _run(line[a:b], colour, weight)
            begin = end
        first = last
