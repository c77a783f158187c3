"""Kernels that gather the shapes of one look in a buffer, to be laid over an image once.

Qt's painter sorts the spans of every path anew and keeps Python's lock. Here all shapes of
one look come into one buffer, as signed areas (fills) or as coverage (lines, dots);
:mod:`ui.canvas.kernel_lay` lays them over the picture. Rows may be handed out to threads: no
kernel writes outside the rows that it is given, and none keeps Python's lock.

Common arguments
----------------
place : float array (4,)
    ``x · place[0] + place[1]`` and ``y · place[2] + place[3]`` give pixels.
part : int array (4,)
    Left, top, right and bottom of the pixels that may be painted, the last two exclusive.
xy, starts, boxes
    Vertices (n, 2), positions of the first vertex of each line or ring and their end
    (m + 1,), bounds (m, 4). Rings repeat their first vertex; outer ones turn one way, holes
    the other.
touched : uint8 array (h, at least (w + 2) / 16 + 1)
    Runs of sixteen pixels of a row that hold something.
"""

from __future__ import annotations

from math import ceil, floor, sqrt
from typing import Any

import numpy as np

from gridplanner.balance.jit import compiled

Array = np.ndarray[Any, Any]
#: Sixteen pixels of a row are looked at together.
_SHIFT = 4


@compiled
def _out_of_sight(box: Array, place: Array, part: Array, slack: float) -> bool:
    """Tell whether a box lies outside the part, by more than some pixels."""
    left, right = box[0] * place[0] + place[1], box[2] * place[0] + place[1]
    top, bottom = box[3] * place[2] + place[3], box[1] * place[2] + place[3]
    return not (
        left < part[2] + slack
        and right > part[0] - slack
        and top < part[3] + slack
        and bottom > part[1] - slack
    )


@compiled
def gather_fills(
    area: Array, touched: Array, xy: Array, starts: Array, boxes: Array, place: Array, part: Array
) -> None:
    """Add polygons to a buffer: its sums from the left are how much of a pixel is inside.

    An edge that crosses a row over the columns ``a … b`` covers, right of itself, the mean
    of ``max(0, u − x)`` over ``x`` from ``a`` to ``b`` of what lies left of ``u``; second
    differences of that in ``u`` are what the buffer holds.

    Parameters
    ----------
    area : float32 array (h, w + 2)
    """
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    west, east = float(left), float(right)
    for shape in range(len(starts) - 1):
        if _out_of_sight(boxes[shape], place, part, 0.0):
            continue
        x1 = xy[starts[shape], 0] * place[0] + place[1]
        y1 = xy[starts[shape], 1] * place[2] + place[3]
        for k in range(starts[shape] + 1, starts[shape + 1]):
            x0, y0 = x1, y1
            x1 = xy[k, 0] * place[0] + place[1]
            y1 = xy[k, 1] * place[2] + place[3]
            if y0 == y1:
                continue
            if y0 < y1:
                sign, xa, ya, xb, yb = 1.0, x0, y0, x1, y1
            else:
                sign, xa, ya, xb, yb = -1.0, x1, y1, x0, y0
            if yb <= top or ya >= bottom:
                continue
            slope = (xb - xa) / (yb - ya)
            y, x = max(ya, float(top)), xa
            x += (y - ya) * slope
            yb = min(yb, float(bottom))
            row = int(y)
            while y < yb:
                low = min(float(row + 1), yb)
                high = low - y
                after = x + high * slope
                d = high * sign
                p = min(max(min(x, after), west), east)
                q = min(max(x, after, west), east)
                i, j = int(p), int(q)
                line = area[row]
                if i == j:
                    m = (p + q) * 0.5 - i
                    line[i] += d * (1.0 - m)
                    line[i + 1] += d * m
                    touched[row, i >> _SHIFT] = 1
                    touched[row, (i + 1) >> _SHIFT] = 1
                else:
                    half = 0.5 / (q - p)
                    before, here = 0.0, 0.0  # how much is left of the column, its last step
                    for c in range(i, j + 2):
                        u = float(c + 1)
                        now = (u - p) * (u - p) * half if u < q else u - (p + q) * 0.5
                        line[c] += d * (now - before - here)
                        here = now - before
                        before = now
                    for b in range(i >> _SHIFT, ((j + 1) >> _SHIFT) + 1):
                        touched[row, b] = 1
                x, y = after, low
                row += 1


@compiled
def gather_lines(
    cover: Array,
    touched: Array,
    xy: Array,
    starts: Array,
    boxes: Array,
    widths: Array,
    place: Array,
    part: Array,
) -> None:
    """Add lines to a buffer: the most that any of them covers.

    A pixel is covered by the share of its own width that lies within the line, measured
    across it; ends and joints are round.

    Parameters
    ----------
    cover : uint8 array (h, w)
    widths : float array (m,)
        Widths in pixels; lines that have none are left out.
    """
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    for shape in range(len(starts) - 1):
        r = widths[shape] * 0.5
        reach, within = r + 0.5, r - 0.5
        most = min(widths[shape], 1.0)
        if r <= 0.0 or _out_of_sight(boxes[shape], place, part, reach):
            continue
        bx = xy[starts[shape], 0] * place[0] + place[1]
        by = xy[starts[shape], 1] * place[2] + place[3]
        for k in range(starts[shape] + 1, starts[shape + 1]):
            ax, ay = bx, by
            bx = xy[k, 0] * place[0] + place[1]
            by = xy[k, 1] * place[2] + place[3]
            low, high = min(ay, by) - reach, max(ay, by) + reach
            west, east = min(ax, bx) - reach, max(ax, bx) + reach
            if high <= top or low >= bottom or east <= left or west >= right:
                continue
            length = sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay))
            ux, uy = 1.0, 0.0
            if length > 0.0:
                ux, uy = (bx - ax) / length, (by - ay) / length
            steep, slanted = abs(uy) > 1e-6, abs(ux) > 1e-6
            lean = ux / uy if steep else 0.0
            across = reach / abs(uy) if steep else 0.0
            for row in range(max(top, floor(low)), min(bottom, ceil(high))):
                y = row + 0.5 - ay
                begin, end = west, east
                if steep:
                    begin = max(begin, ax + y * lean - across)
                    end = min(end, ax + y * lean + across)
                first, last = max(left, floor(begin)), min(right, ceil(end))
                if first >= last:
                    continue
                # Columns that are covered wholly: within the line by half a pixel.
                p, q = begin - ax, end - ax
                if steep:
                    p = max(p, y * lean - within / abs(uy))
                    q = min(q, y * lean + within / abs(uy))
                elif abs(y) > within:
                    q = p
                if slanted:
                    a, b = -y * uy / ux, (length - y * uy) / ux
                    p, q = max(p, min(a, b)), min(q, max(a, b))
                elif y * uy < 0.0 or y * uy > length:
                    q = p
                full, rest = last, last
                if within > 0.0 and p < q:
                    full = max(first, ceil(p + ax - 0.5))
                    rest = min(last, floor(q + ax - 0.5) + 1)
                    if full >= rest:
                        full, rest = last, last
                line = cover[row]
                if full < rest:
                    whole = line[full:rest]
                    for i in range(len(whole)):
                        whole[i] = 255
                c = first
                while c < last:
                    if c == full:
                        c = rest
                        continue
                    x = c + 0.5 - ax
                    along = x * ux + y * uy
                    off = abs(x * uy - y * ux)
                    if along < 0.0:
                        off = sqrt(off * off + along * along)
                    elif along > length:
                        off = sqrt(off * off + (along - length) * (along - length))
                    share = min(min(off + 0.5, r) - max(off - 0.5, -r), most)
                    if share > 0.0:
                        value = np.uint8(share * 255.0 + 0.5)
                        if value > line[c]:
                            line[c] = value
                    c += 1
                for b in range(first >> _SHIFT, (last - 1 >> _SHIFT) + 1):
                    touched[row, b] = 1


@compiled
def gather_thin(
    cover: Array,
    touched: Array,
    xy: Array,
    starts: Array,
    boxes: Array,
    width: float,
    place: Array,
    part: Array,
) -> None:
    """Add lines about a pixel wide, in half the time or less; see :func:`gather_lines`.

    Along the longer side of a segment's box each column (or row) is covered where the line
    crosses its middle. Ends reach half the width farther, so that joints are full.
    """
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    reach = width * 0.5 + 0.5
    for shape in range(len(starts) - 1):
        if _out_of_sight(boxes[shape], place, part, reach):
            continue
        bx = xy[starts[shape], 0] * place[0] + place[1]
        by = xy[starts[shape], 1] * place[2] + place[3]
        for k in range(starts[shape] + 1, starts[shape + 1]):
            ax, ay = bx, by
            bx = xy[k, 0] * place[0] + place[1]
            by = xy[k, 1] * place[2] + place[3]
            flat = abs(bx - ax) >= abs(by - ay)
            if flat:
                u, v, long, short = ax, ay, bx - ax, by - ay
                begin, end, least, most = left, right, top, bottom
            else:
                u, v, long, short = ay, ax, by - ay, bx - ax
                begin, end, least, most = top, bottom, left, right
            if long == 0.0:
                continue
            if long < 0.0:
                u, v, long, short = u + long, v + short, -long, -short
            lean = short / long
            stretch = sqrt(1.0 + lean * lean)
            across, cap = width * stretch, 0.5 * width / stretch
            from_u, to_u = u - cap, u + long + cap
            first, last = max(begin, floor(from_u)), min(end, ceil(to_u))
            v += (first + 0.5 - u) * lean - 0.5 * across
            for c in range(first, last):
                full = 255.0 * (min(c + 1.0, to_u) - max(float(c), from_u))
                far = v + across
                for at in range(max(least, floor(v)), min(most, ceil(far))):
                    share = min(far, at + 1.0) - max(v, float(at))
                    value = np.uint8(share * full + 0.5)
                    row, col = (at, c) if flat else (c, at)
                    if value > cover[row, col]:
                        cover[row, col] = value
                        touched[row, col >> _SHIFT] = 1
                v += lean


@compiled
def gather_dots(
    cover: Array, touched: Array, xy: Array, radius: Array, place: Array, part: Array
) -> None:
    """Add discs to a buffer of coverage: radii in pixels, one each."""
    left, top, right, bottom = part[0], part[1], part[2], part[3]
    for k in range(len(xy)):
        x0 = xy[k, 0] * place[0] + place[1]
        y0 = xy[k, 1] * place[2] + place[3]
        r = radius[k]
        reach = r + 0.5
        begin, end = max(left, floor(x0 - reach)), min(right, ceil(x0 + reach))
        for row in range(max(top, floor(y0 - reach)), min(bottom, ceil(y0 + reach))):
            if begin >= end:
                break
            y = row + 0.5 - y0
            line = cover[row]
            for c in range(begin, end):
                x = c + 0.5 - x0
                share = min(reach - sqrt(x * x + y * y), 1.0)
                if share > 0.0:
                    value = np.uint8(share * 255.0 + 0.5)
                    if value > line[c]:
                        line[c] = value
            for b in range(begin >> _SHIFT, (end - 1 >> _SHIFT) + 1):
                touched[row, b] = 1
