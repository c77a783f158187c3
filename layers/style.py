"""The one palette: canvas, HTML map, print sheet and QGIS style all take their colours here.

Plain values only (hex texts, pixels), so that every surface can use them.

Source of the seven hues: P. Tol, *Colour Schemes*, SRON/EPS/TN/09-002, qualitative scheme
"light", made for filling cells with dark text on top and safe for colour-blind readers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Mode = Literal["light", "dark"]
FillTheme = Literal["parent", "deviation", "kind", "change"]

#: Seven fills that stay apart for colour-blind readers, for the grids of one level.
HUES: tuple[str, ...] = (
    "#77AADD",
    "#EE8866",
    "#EEDD88",
    "#44BB99",
    "#FFAABB",
    "#BBCC33",
    "#99DDFF",
)

#: How far the tints inside one hue go towards white (light) or the ground (dark).
_TINT_FROM, _TINT_TO = 0.10, 0.66

#: Limits of the deviation classes, as fractions.
DEVIATION_EDGES: tuple[float, ...] = (-0.20, -0.10, -0.05, 0.05, 0.10, 0.20)
#: Colours of the classes from far too light to far too heavy a load.
DEVIATION_COLOURS: tuple[str, ...] = (
    "#2B6CB0",
    "#77A9D6",
    "#C5DCEE",
    "#F7F6F2",
    "#FBD7AE",
    "#F0A04B",
    "#C05A0A",
)
#: The same classes on a dark ground: what is in order is dark, what is far off is bright.
DEVIATION_COLOURS_DARK: tuple[str, ...] = (
    "#7DBBF5",
    "#4A86C2",
    "#34557A",
    "#3A3F46",
    "#704E2C",
    "#BC762E",
    "#F6AB55",
)
_DEVIATION_LABELS: tuple[tuple[str, str], ...] = (
    ("低于 −20 %", "below −20 %"),
    ("−20 % ～ −10 %", "−20 % to −10 %"),
    ("−10 % ～ −5 %", "−10 % to −5 %"),
    ("±5 % 以内", "within ±5 %"),
    ("+5 % ～ +10 %", "+5 % to +10 %"),
    ("+10 % ～ +20 %", "+10 % to +20 %"),
    ("高于 +20 %", "above +20 %"),
)

#: Fill of a grid for which the theme has no value.
NO_VALUE = "#E4E3DE"
NO_VALUE_DARK = "#3A3E44"

#: Grid type → (colour, Chinese, English). Any other type takes :data:`NO_VALUE`.
KINDS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "综合": ("#A9CDB8", "综合网格", "Residential grid"),
        "专属": ("#C9A8D8", "专属网格", "Institution's own grid"),
    }
)

#: What became of a grid → (colour, Chinese, English).
CHANGES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "added": ("#44BB99", "新增", "Added"),
        "removed": ("#9AA0A6", "撤销", "Removed"),
        "reshaped": ("#EE8866", "边界调整", "Border moved"),
        "renamed": ("#EEDD88", "名称或编码调整", "Renamed or recoded"),
        "same": ("#F1F0EB", "未变", "Unchanged"),
    }
)

#: Line widths in px from the top level to the leaves.
_LINE_WIDTHS: tuple[float, ...] = (3.0, 1.8, 0.8)
#: Border colour of the drawing rule that asks for 品红.
MAGENTA = "#D5008F"


@dataclass(frozen=True)
class Surface:
    """Colours of everything that is not a theme's fill."""

    ground: str
    outside: str
    building: str
    building_line: str
    street: str
    street_case: str
    water: str
    water_text: str
    mask: str
    border: str
    text: str
    muted: str
    halo: str
    panel: str
    panel_line: str
    accent: str


LIGHT = Surface(
    ground="#F4F2EC",
    outside="#E9E7E0",
    building="#D9D6CF",
    building_line="#A9A59B",
    street="#FFFFFF",
    street_case="#D2CEC4",
    water="#A9CDE6",
    water_text="#3F78A8",
    mask="#DDE5D3",
    border="#2F3540",
    text="#1F2430",
    muted="#666C78",
    halo="#FFFFFF",
    panel="#FFFFFF",
    panel_line="#DFDDD6",
    accent="#1B66C9",
)
DARK = Surface(
    ground="#23262B",
    outside="#1B1D21",
    building="#44484F",
    building_line="#5D626B",
    street="#5B6069",
    street_case="#2A2D32",
    water="#2E4C63",
    water_text="#8FBBDD",
    mask="#2B332C",
    border="#E6E4DD",
    text="#ECEBE7",
    muted="#A2A7B0",
    halo="#17191C",
    panel="#2A2D33",
    panel_line="#3D4148",
    accent="#6CB0FF",
)


@dataclass(frozen=True)
class LegendEntry:
    """One row of a legend: a colour with its two labels; a line where a width is given."""

    key: str
    colour: str
    zh: str
    en: str
    width_px: float | None = None


def surface(mode: Mode = "light") -> Surface:
    """Give the colours of the light or the dark surface.

    >>> surface("light").water
    '#A9CDE6'
    """
    return LIGHT if mode == "light" else DARK


def mix(colour: str, other: str, share: float) -> str:
    """Mix ``share`` of another colour into one.

    >>> mix("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    parts = [
        round(int(colour[i : i + 2], 16) * (1 - share) + int(other[i : i + 2], 16) * share)
        for i in (1, 3, 5)
    ]
    return "#{:02X}{:02X}{:02X}".format(*parts)


def level_width_px(level: int, depth: int) -> float:
    """Width of a level's lines; the leaves always have the thinnest.

    Parameters
    ----------
    level : int
        1 is the top.
    depth : int
        Number of levels.

    Examples
    --------
    >>> [level_width_px(k, 3) for k in (1, 2, 3)]
    [3.0, 1.8, 0.8]
    >>> [level_width_px(k, 2) for k in (1, 2)], level_width_px(1, 1)
    ([3.0, 0.8], 1.8)
    """
    if depth == 1:
        return _LINE_WIDTHS[1]
    if depth == 2:
        return (_LINE_WIDTHS[0], _LINE_WIDTHS[2])[level - 1]
    if level == 1 or level == depth:
        return _LINE_WIDTHS[0 if level == 1 else 2]
    # More than one middle level: spread them evenly around the usual middle width.
    at = (level - 1) / (depth - 1)
    return (
        round(_LINE_WIDTHS[0] + (_LINE_WIDTHS[2] - _LINE_WIDTHS[0]) * at, 2)
        if depth > 3
        else (_LINE_WIDTHS[1])
    )


def class_of_deviation(deviation: float | None) -> int | None:
    """Give the class of a deviation: 0 far too light … 3 within ±5 % … 6 far too heavy.

    A limit itself belongs to the class nearer to zero. ``None`` where there is no figure.

    Examples
    --------
    >>> [class_of_deviation(d) for d in (-0.3, -0.05, 0.0, 0.051, 0.2, 0.201)]
    [0, 3, 3, 4, 5, 6]
    >>> class_of_deviation(float("nan")) is None
    True
    """
    if deviation is None or math.isnan(deviation):
        return None
    # A hair of room: 0.1 computed as load / target − 1 must not fall beyond its limit.
    size = abs(deviation) - 1e-9
    steps = sum(size > edge for edge in DEVIATION_EDGES if edge > 0)
    return 3 + steps if deviation > 0 else 3 - steps


def deviation_colours(mode: Mode = "light") -> tuple[str, ...]:
    """Give the colours of the seven deviation classes, from far too light to far too heavy."""
    return DEVIATION_COLOURS if mode == "light" else DEVIATION_COLOURS_DARK


def colour_of_deviation(deviation: float | None, mode: Mode = "light") -> str:
    """Give the fill for a deviation (a fraction); :data:`NO_VALUE` where there is none."""
    number = class_of_deviation(deviation)
    if number is None:
        return NO_VALUE if mode == "light" else NO_VALUE_DARK
    return deviation_colours(mode)[number]


def colour_of_kind(kind: str, mode: Mode = "light") -> str:
    """Give the fill for a grid type; an empty type counts as 综合."""
    entry = KINDS.get(kind or "综合")
    if entry is None:
        return NO_VALUE if mode == "light" else NO_VALUE_DARK
    return entry[0] if mode == "light" else _dim(entry[0])


def colour_by_parent(
    parents: Mapping[int, int | None],
    neighbours: Iterable[tuple[int, int]] = (),
    mode: Mode = "light",
) -> dict[int, str]:
    """Give every grid a hue by its top grid and a tint by its place inside.

    The hues go to the first level that has more than one grid. Where it has more grids
    than there are hues, those that touch get different ones as far as seven allow.
    The children of a hue's grid get its tints; what lies below them keeps the tint.

    Parameters
    ----------
    parents : mapping of int to int or None
        Grid → its parent, all levels, in the order in which hues and tints are given.
    neighbours : iterable of pairs
        Grids of one level that share a border.
    mode : {"light", "dark"}

    Returns
    -------
    dict
        Grid → hex colour; empty for no grids.

    Examples
    --------
    >>> colours = colour_by_parent({1: None, 2: None, 3: 1, 4: 1, 5: 2})
    >>> colours[1] == HUES[0], colours[2] == HUES[1], colours[3] != colours[4]
    (True, True, True)
    """
    children: dict[int | None, list[int]] = {}
    for grid, parent in parents.items():
        children.setdefault(parent if parent in parents else None, []).append(grid)
    top = children.get(None, [])
    result: dict[int, str] = {}
    while len(top) == 1 and children.get(top[0]):
        # The whole plan is one grid: it gets a quiet colour, the level below the hues.
        result[top[0]] = NO_VALUE if mode == "light" else NO_VALUE_DARK
        top = children[top[0]]
    numbers = _hue_numbers(top, neighbours)
    for grid in top:
        hue = HUES[numbers[grid]]
        result[grid] = hue if mode == "light" else _dim(hue)
        inside = children.get(grid, [])
        for place, child in enumerate(inside):
            tint = _tint(hue, place, len(inside), mode)
            below = [child]
            while below:
                one = below.pop()
                result[one] = tint
                below += children.get(one, [])
    return result


def _hue_numbers(grids: Sequence[int], neighbours: Iterable[tuple[int, int]]) -> dict[int, int]:
    if len(grids) <= len(HUES):
        return {grid: place for place, grid in enumerate(grids)}
    touching: dict[int, set[int]] = {grid: set() for grid in grids}
    for a, b in neighbours:
        if a in touching and b in touching and a != b:
            touching[a].add(b)
            touching[b].add(a)
    numbers: dict[int, int] = {}
    used = [0] * len(HUES)
    # Those with most neighbours choose first (Welsh–Powell); of the free hues the rarest.
    for grid in sorted(grids, key=lambda g: -len(touching[g])):
        taken = {numbers[g] for g in touching[grid] if g in numbers}
        free = [n for n in range(len(HUES)) if n not in taken] or list(range(len(HUES)))
        numbers[grid] = min(free, key=lambda n: (used[n], n))
        used[numbers[grid]] += 1
    return numbers


def _tint(hue: str, place: int, count: int, mode: Mode) -> str:
    if count == 1:
        share = (_TINT_FROM + _TINT_TO) / 2
    else:
        # Neighbours in code order often touch: 0, half, 1, half + 1 … keeps them apart.
        order = [*range(0, count, 2), *range(1, count, 2)]
        share = _TINT_FROM + (_TINT_TO - _TINT_FROM) * order.index(place) / (count - 1)
    if mode == "light":
        return mix(hue, "#FFFFFF", share)
    return mix(_dim(hue), DARK.ground, share * 0.7)


def _dim(colour: str) -> str:
    return mix(colour, DARK.ground, 0.35)


def legend_of(
    theme: FillTheme, kinds: Iterable[str] = (), mode: Mode = "light"
) -> list[LegendEntry]:
    """List the legend rows of a fill theme.

    Parameters
    ----------
    theme : {"parent", "deviation", "kind", "change"}
        ``"parent"`` has no rows of its own: its colours are the grids'.
    kinds : iterable of str
        Types that occur, so that a legend shows no type the map has not; all where empty.

    Examples
    --------
    >>> [entry.en for entry in legend_of("deviation")][3]
    'within ±5 %'
    """

    def shade(colour: str) -> str:
        return colour if mode == "light" else _dim(colour)

    if theme == "deviation":
        return [
            LegendEntry(str(number), colour, zh, en)
            for number, (colour, (zh, en)) in enumerate(
                zip(deviation_colours(mode), _DEVIATION_LABELS, strict=True)
            )
        ]
    if theme == "change":
        return [LegendEntry(key, shade(c), zh, en) for key, (c, zh, en) in CHANGES.items()]
    if theme == "kind":
        wanted = {kind or "综合" for kind in kinds}
        rows = [
            LegendEntry(key, shade(colour), zh, en)
            for key, (colour, zh, en) in KINDS.items()
            if not wanted or key in wanted
        ]
        others = sorted(wanted - set(KINDS))
        no_value = NO_VALUE if mode == "light" else NO_VALUE_DARK
        return rows + [LegendEntry(kind, no_value, kind, kind) for kind in others]
    return []
