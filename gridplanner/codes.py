"""Codes: first numbering, the next free number, and what a code must look like.

Rules: codes are text; the first numbering runs west → east, north → south inside the
ancestor that the pattern names; a code once issued is never re-sorted and never reused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from gridplanner.geometry import Floats, Ints
from gridplanner.scheme import Level, fields_of

#: The first numbering has this many rows at most.
ROWS = 12


def reading_order(xy: Floats, groups: Ints) -> Ints:
    """Order places inside each group in rows from the north, west → east in a row.

    Parameters
    ----------
    xy : float array, shape (n, 2)
    groups : int array, shape (n,)

    Returns
    -------
    int array, shape (n,)
        Positions, group by group.

    Examples
    --------
    >>> import numpy as np
    >>> xy = np.array([[0.0, 0.0], [9.0, 10.0], [1.0, 10.0]])
    >>> reading_order(xy, np.zeros(3, dtype=int)).tolist()
    [2, 1, 0]
    """
    row = np.zeros(len(xy), dtype=np.int64)
    for group in np.unique(groups):
        inside = groups == group
        y = xy[inside, 1]
        rows = _rows_of(float(np.ptp(xy[inside, 0])), float(np.ptp(y)), int(inside.sum()))
        height = float(np.ptp(y)) / rows if len(y) else 0.0
        if height > 0:
            row[inside] = np.minimum(((y.max() - y) / height).astype(np.int64), rows - 1)
    return np.lexsort((xy[:, 1], xy[:, 0], row, groups)).astype(np.int64)


def row_height_m(xy: Floats) -> float:
    """Height of the rows in which these places are numbered; 0 where they make one row.

    >>> import numpy as np
    >>> row_height_m(np.array([[0.0, 0.0], [9.0, 10.0], [1.0, 10.0]]))
    5.0
    """
    if len(xy) == 0:
        return 0.0
    width, height = (float(np.ptp(xy[:, axis])) for axis in (0, 1))
    rows = _rows_of(width, height, len(xy))
    return height / rows if rows > 1 else 0.0


def _rows_of(width: float, height: float, count: int) -> int:
    """Give the rows of a square lattice of so many places with this extent.

    From (width / d + 1) · (height / d + 1) = count for the distance d of the places.
    """
    if height <= 0 or count < 2:
        return 1
    if width <= 0:
        return min(ROWS, count)
    half = (width + height) / (2 * width * height)
    per_m = np.sqrt(half**2 + (count - 1) / (width * height)) - half
    return max(1, min(ROWS, round(float(height * per_m + 1))))


def make_code(level: Level, number: int, ancestors: Sequence[str], area: str, prefix: str) -> str:
    """Write the code of a grid by the pattern of its level.

    Parameters
    ----------
    level : Level
    number : int
        Number within the ancestor that the pattern names.
    ancestors : sequence of str
        Codes from the top down to the parent.
    area : str
        Code of the given area, ``""`` where the level is not given.
    prefix : str
        What a top-level code begins with where no area gives one.

    Examples
    --------
    >>> from gridplanner.scheme import Scheme
    >>> leaf = Scheme.parse("7/35/253").levels[2]
    >>> make_code(leaf, 4, ["610925100001", "61092510000102"], "", "")
    '610925100001004'
    """
    if "{area}" in level.pattern and not area:
        return f"{ancestors[0] if ancestors else prefix}{number:03d}"
    code = level.pattern
    for field in fields_of(level.pattern):
        code = code.replace(f"{{{field}}}", _filled(field, number, ancestors, area, prefix))
    return code


def _filled(field: str, number: int, ancestors: Sequence[str], area: str, prefix: str) -> str:
    """Fill one field; an ancestor that a grid does not have gives the plan's prefix."""
    if field == "area":
        return area
    if field == "n" or field.startswith("n:"):
        return str(number).zfill(int(field[2:] or 0) if ":" in field else 0)
    depth = len(ancestors) if field == "parent" else int(field)
    return ancestors[depth - 1] if 1 <= depth <= len(ancestors) else prefix


def code_regex(level: Level, ancestors: Sequence[str]) -> re.Pattern[str]:
    """Give the expression that codes of a level below these ancestors must match."""
    pattern = re.escape(level.pattern)
    if "{area}" in level.pattern:
        return re.compile(r".+")
    for depth, ancestor in enumerate(ancestors, start=1):
        pattern = pattern.replace(re.escape(f"{{{depth}}}"), re.escape(ancestor))
    if ancestors:
        pattern = pattern.replace(re.escape("{parent}"), re.escape(ancestors[-1]))
    for field in fields_of(level.pattern):
        if field == "n":
            pattern = pattern.replace(re.escape("{n}"), r"\d+")
        elif field.startswith("n:"):
            width = int(field[2:])
            pattern = pattern.replace(re.escape(f"{{{field}}}"), rf"\d{{{width},}}")
    return re.compile(pattern)


def next_free(level: Level, ancestors: Sequence[str], prefix: str, used: Iterable[str]) -> str:
    """Give the next code never used: one above the highest number issued so far.

    Parameters
    ----------
    used : iterable of str
        Every code ever issued, retired ones too.

    Examples
    --------
    >>> from gridplanner.scheme import Scheme
    >>> leaf = Scheme.parse("1/53").levels[1]
    >>> next_free(leaf, ["110108019018"], "", ["110108019018001", "110108019018007"])
    '110108019018008'
    """
    if "{n" not in level.pattern:
        # Without a number only one code could ever be made.
        level = replace(level, pattern="{area}")
    taken = set(used)
    highest = max((_number_in(code, level, ancestors, prefix) for code in taken), default=0)
    while True:
        highest += 1
        code = make_code(level, highest, ancestors, "", prefix)
        if code not in taken:
            return code


def _number_in(code: str, level: Level, ancestors: Sequence[str], prefix: str) -> int:
    """Read the number out of a code of this level below these ancestors; 0 for any other."""
    one, two = (make_code(level, number, ancestors, "", prefix) for number in (0, 1))
    # The two differ in the last digit of the number alone: what is before it, less the
    # zeros that fill it up, and what is after it are fixed.
    last = next(at for at, (a, b) in enumerate(zip(one, two, strict=True)) if a != b)
    tail = one[last + 1 :]
    head = one[:last].rstrip("0")
    digits = code[len(head) : len(code) - len(tail)]
    if not (code.startswith(head) and code.endswith(tail) and digits.isascii()):
        return 0
    if not digits.isdecimal():
        return 0
    number = int(digits)
    return number if make_code(level, number, ancestors, "", prefix) == code else 0
