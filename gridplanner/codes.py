"""Codes: first numbering, the next free number, and what a code must look like.

Rules: codes are text; the first numbering runs west → east, north → south inside the
ancestor that the pattern names; a code once issued is never re-sorted and never reused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from gridplanner.geometry import Floats, Ints
from gridplanner.scheme import Level, Scheme, fields_of

#: Rows of the first numbering are this share of the ground's height apart.
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
        rows = max(1, min(ROWS, int(np.sqrt(inside.sum()))))
        height = float(np.ptp(y)) / rows if len(y) else 0.0
        if height > 0:
            row[inside] = np.minimum(((y.max() - y) / height).astype(np.int64), rows - 1)
    return np.lexsort((xy[:, 1], xy[:, 0], row, groups)).astype(np.int64)


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
    >>> leaf = Scheme.parse("7/35/253").levels[2]
    >>> make_code(leaf, 4, ["610925100001", "61092510000102"], "", "")
    '610925100001004'
    """
    if "{area}" in level.pattern and not area:
        return f"{ancestors[0] if ancestors else prefix}{number:03d}"
    code = level.pattern.replace("{area}", area)
    if ancestors:
        code = code.replace("{parent}", ancestors[-1])
    for depth, ancestor in enumerate(ancestors, start=1):
        code = code.replace(f"{{{depth}}}", ancestor)
    for field in fields_of(level.pattern):
        if field == "n" or field.startswith("n:"):
            width = int(field[2:] or 0) if ":" in field else 0
            code = code.replace(f"{{{field}}}", str(number).zfill(width))
    return code


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
    >>> leaf = Scheme.parse("1/53").levels[1]
    >>> next_free(leaf, ["110108019018"], "", ["110108019018001", "110108019018007"])
    '110108019018008'
    """
    taken = set(used)
    stem = make_code(level, 0, ancestors, "", prefix).rstrip("0")
    highest = 0
    for code in taken:
        if code.startswith(stem) and code[len(stem) :].isdigit():
            number = int(code[len(stem) :])
            if make_code(level, number, ancestors, "", prefix) == code:
                highest = max(highest, number)
    while True:
        highest += 1
        code = make_code(level, highest, ancestors, "", prefix)
        if code not in taken:
            return code
