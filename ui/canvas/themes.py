"""Fills of the grids by theme, and the rows of the legend that explain them."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

from gridplanner.wording import Language
from layers import style
from ui.canvas.gridnet import GridNet
from ui.canvas.words import word

Theme = Literal["parent", "deviation", "kind"]
THEMES: tuple[Theme, ...] = ("parent", "deviation", "kind")
#: Rows of the theme *by parent* that a legend has room for.
_PARENT_ROWS = 8


def fills(
    net: GridNet, theme: Theme, figures: pd.DataFrame | None, mode: style.Mode
) -> dict[int, str]:
    """Give each grid its fill.

    Parameters
    ----------
    net : GridNet
    theme : {"parent", "deviation", "kind"}
    figures : DataFrame or None
        :attr:`gridplanner.report.Summary.grids`; without it there are no deviations.
    mode : {"light", "dark"}
    """
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
    if not net:
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
    if theme == "kind":
        return style.legend_of("kind", (net.cells[uid].kind for uid in net.level(level)), mode)
    return style.legend_of("deviation", mode=mode)


def theme_title(theme: Theme, language: Language) -> str:
    """Name a theme."""
    return word(f"word.theme_{theme}", language)
