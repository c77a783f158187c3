"""Fills of the grids by theme, and the rows of the legend that explain them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd
import shapely

from gridplanner.compare import SAME_M2
from gridplanner.wording import Language
from layers import style
from ui.canvas.gridnet import Cell, GridNet
from ui.canvas.words import word

Theme = Literal["parent", "deviation", "kind", "change", "captain"]
THEMES: tuple[Theme, ...] = ("parent", "deviation", "kind", "change", "captain")
#: Rows of the theme *by parent* that a legend has room for.
_PARENT_ROWS = 8


def fills(
    net: GridNet,
    theme: Theme,
    figures: pd.DataFrame | None,
    mode: style.Mode,
    before: Mapping[int, Cell] | None = None,
) -> dict[int, str]:
    """Give each grid its fill.

    Parameters
    ----------
    net : GridNet
    theme : {"parent", "deviation", "kind", "change", "captain"}
        By captain the doors have the colours, and the grids are all alike.
    figures : DataFrame or None
        :attr:`gridplanner.report.Summary.grids`; without it there are no deviations.
    mode : {"light", "dark"}
    before : mapping of int to Cell, optional
        What the theme *by what changed* compares with.
    """
    if theme == "captain":
        # The quiet fill of what has not changed is too bright for a dark ground.
        quiet = style.CHANGES["same"][0] if mode == "light" else style.NO_VALUE_DARK
        return dict.fromkeys(net.cells, quiet)
    if theme == "change":
        colours = {row.key: row.colour for row in style.legend_of("change", mode=mode)}
        return {uid: colours[what] for uid, what in changes(net, before).items()}
    if theme == "kind":
        return {uid: style.colour_of_kind(cell.kind, mode) for uid, cell in net.cells.items()}
    if theme == "deviation":
        known = {} if figures is None else _deviations(figures)
        return {uid: style.colour_of_deviation(known.get(uid, math.nan), mode) for uid in net.cells}
    pairs: set[tuple[int, int]] = set()
    for a, b in net.borders.neighbours():
        if a in net.cells and b in net.cells:
            pairs |= {
                (one, two)
                for one, two in zip(net.chain(a), net.chain(b), strict=False)
                if one != two
            }
    return style.colour_by_parent(
        {uid: cell.parent for uid, cell in net.cells.items()}, pairs, mode
    )


def changes(net: GridNet, before: Mapping[int, Cell] | None) -> dict[int, str]:
    """Tell what became of each grid: ``added reshaped renamed same``.

    Grids are followed by their uid; a border that only got new vertices has not moved.
    """
    found = {}
    for uid, cell in net.cells.items():
        old = before.get(uid) if before is not None else cell
        if old is None:
            found[uid] = "added"
        elif old.shape is not cell.shape and _moved(old.shape, cell.shape):
            found[uid] = "reshaped"
        elif (old.code, old.name) != (cell.code, cell.name):
            found[uid] = "renamed"
        else:
            found[uid] = "same"
    return found


def _moved(old: Any, new: Any) -> bool:
    """Tell whether ground was gained or lost; a node on the border's line is neither."""
    return bool(shapely.area(shapely.symmetric_difference(old, new)) > SAME_M2)


def _deviations(figures: pd.DataFrame) -> dict[int, float]:
    # A grid without a target (an institution's own) has no deviation to be coloured by.
    has_target = figures["target"] > 0
    return {
        int(uid): float(value) if ok else math.nan
        for uid, value, ok in zip(figures.index, figures["deviation"], has_target, strict=True)
    }


def legend_rows(
    net: GridNet,
    theme: Theme,
    level: int,
    colours: dict[int, str],
    mode: style.Mode,
) -> list[style.LegendEntry]:
    """List what the legend says of the fills."""
    if not net or theme == "captain":
        return []
    if theme == "parent":
        tops = list(net.level(1))
        if len(tops) == 1 and net.depth > 1:
            tops = net.level(2)
        if len(tops) > _PARENT_ROWS:
            return []
        return [
            style.LegendEntry(str(uid), colours[uid], name, name)
            for uid in tops
            for name in [net.cells[uid].name or net.cells[uid].code]
        ]
    if theme == "change":
        return [row for row in style.legend_of("change", mode=mode) if row.key != "removed"]
    if theme == "kind":
        return style.legend_of("kind", (net.cells[uid].kind for uid in net.level(level)), mode)
    return style.legend_of("deviation", mode=mode)


def theme_title(theme: Theme, language: Language) -> str:
    """Name a theme."""
    return word(f"word.theme_{theme}", language)
