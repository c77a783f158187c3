"""The scheme: names, counts and code patterns of the nested levels.

A scheme is data, never a constant: ``7/35/253``, ``1/53`` and ``15/254/2082`` are
all schemes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gridplanner.errors import UsageError

#: Usual names of the levels by their number: (Chinese, English) from the top down.
_NAMES: dict[int, tuple[tuple[str, str], ...]] = {
    1: (("网格", "Grid"),),
    2: (("总网格", "General grid"), ("网格", "Grid")),
    3: (
        ("总网格", "General grid"),
        ("一级网格", "First-level grid"),
        ("二级网格", "Second-level grid"),
    ),
}

_FIELD = re.compile(r"\{(area|parent|\d+|n(?::0\d+)?)\}")
MAX_LEVELS = 6
MAX_GRIDS = 1_000_000


@dataclass(frozen=True)
class Level:
    """One level of a scheme.

    Attributes
    ----------
    level : int
        1 is the top.
    count : int
        How many grids the level must have.
    name, name_en : str
        What the level is called, such as 总网格.
    pattern : str
        How a code is made: ``{area}`` the code of the given area, ``{parent}`` or
        ``{1}``, ``{2}`` … the code of the ancestor on that level, ``{n:03}`` the number
        within the ancestor named (within the whole plan where none is named).
    """

    level: int
    count: int
    name: str
    name_en: str
    pattern: str


@dataclass(frozen=True)
class Scheme:
    """The nested levels of a plan, top first."""

    levels: tuple[Level, ...]

    @classmethod
    def parse(cls, text: str) -> Scheme:
        """Make a scheme from its counts.

        Parameters
        ----------
        text : str
            Counts from the top down, such as ``"7/35/253"``.

        Raises
        ------
        UsageError
            A part is no whole number, or a level has fewer grids than the one above.

        Examples
        --------
        >>> Scheme.parse("7/35/253").counts
        (7, 35, 253)
        >>> [level.name for level in Scheme.parse("7/35/253").levels]
        ['总网格', '一级网格', '二级网格']
        """
        parts = text.split("/")
        if not 1 <= len(parts) <= MAX_LEVELS or not all(
            part.strip().isascii() and part.strip().isdigit() for part in parts
        ):
            raise UsageError("scheme.syntax", {"value": text})
        return cls.of([int(part) for part in parts])

    @classmethod
    def of(cls, counts: Sequence[int]) -> Scheme:
        """Make a scheme with the usual names and code patterns from its counts.

        Raises
        ------
        UsageError
            A count is under 1, or under that of the level above.
        """
        text = "/".join(map(str, counts))
        above = 1
        for count in counts:
            if not above <= count <= MAX_GRIDS:
                raise UsageError("scheme.counts", {"value": text, "count": count, "above": above})
            above = count
        names = _NAMES.get(len(counts)) or tuple(
            (f"{number}级网格", f"Level {number} grid") for number in range(1, len(counts) + 1)
        )
        return cls(
            tuple(
                Level(number, count, *name, pattern=_default_pattern(number, counts))
                for number, (count, name) in enumerate(zip(counts, names, strict=True), start=1)
            )
        )

    @property
    def counts(self) -> tuple[int, ...]:
        """Grids wanted on each level, top first."""
        return tuple(level.count for level in self.levels)

    @property
    def depth(self) -> int:
        """Number of levels; also the number of the leaf level."""
        return len(self.levels)

    def __str__(self) -> str:
        return "/".join(map(str, self.counts))


def _default_pattern(number: int, counts: Sequence[int]) -> str:
    if number == 1:
        return "{area}"
    leaf = number == len(counts)
    # Four times the mean leaves room for uneven parents and for codes that are never reused.
    room = len(str(4 * -(-counts[number - 1] // counts[0])))
    return f"{{1}}{{n:0{max(3 if leaf else 2, room)}}}"


def fields_of(pattern: str) -> list[str]:
    """Fields of a code pattern in their order.

    >>> fields_of("{1}{n:03}")
    ['1', 'n:03']
    """
    return _FIELD.findall(pattern)


def code_pattern_ok(pattern: str) -> bool:
    """Whether every brace of the pattern is a known field.

    >>> code_pattern_ok("{1}{n:03}"), code_pattern_ok("{x}")
    (True, False)
    """
    rest = _FIELD.sub("", pattern)
    return "{" not in rest and "}" not in rest and bool(fields_of(pattern))
