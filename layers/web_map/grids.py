"""The grids on the page: shared borders once, figures by column, labels, colours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.model import Plan
from layers.export_options import ExportOptions, Summary
from layers.sides import sides_by_uid
from layers.small_counts import COUNTS, hidden_uids
from layers.web_map import topology
from layers.web_map.colours import Family
from layers.web_map.encode import encode_lines, without_repeats
from layers.web_map.ground import Place

#: Columns of a grid's card: summary's name → decimals (``None``: whole number).
_FIGURES: dict[str, int | None] = {
    "households": None,
    "persons": None,
    "doors": None,
    "area_m2": 0,
    "served_m2": 0,
    "load": 3,
    "target": 3,
    "deviation": 4,
    "posts": None,
    "workers": None,
    "captains": None,
}


def grids_of(
    plan: Plan, grids: gpd.GeoDataFrame, summary: Summary, options: ExportOptions, place: Place
) -> tuple[dict[str, Any], Family]:
    """Write grids with their figures.

    Parameters
    ----------
    plan : Plan
        The whole plan: neighbours outside of ``grids`` are named in the four sides.
    grids : GeoDataFrame
        Rows of the plan's grids in force, sorted as they are to be numbered.
    summary, options, place
        Numbers, profile and language, and where the map lies.

    Returns
    -------
    data : dict
        ``grids``, ``arcs``, ``cells``.
    family : Family
        Who belongs to whom and borders on whom, for the colours.
    """
    uids = [int(uid) for uid in grids["uid"]]
    place_of = {uid: n for n, uid in enumerate(uids)}
    parents = [
        place_of.get(int(parent), -1) if not pd.isna(parent) else -1 for parent in grids["parent"]
    ]
    figures, hidden = _figures(plan, summary, uids, options)
    shapes, cells = _cells(grids, parents)
    net = topology.build(shapes)
    sides = sides_by_uid(plan, options.language)
    data = {
        "grids": {
            "level": [int(level) for level in grids["level"]],
            "parent": parents,
            "code": list(grids["code"]),
            "short": _short_codes(list(grids["code"]), parents),
            "name": list(grids["name"]),
            "kind": [kind or "综合" for kind in grids["kind"]],
            "label": _labels(grids, place),
            "hidden": hidden,
            "sides": [sides[uid] for uid in uids],
            **figures,
        },
        "arcs": encode_lines([without_repeats(place.steps(arc)) for arc in net.arcs]),
        "cells": [[n, rings] for n, rings in zip(cells, net.cells, strict=True)],
    }
    return data, Family(parents, _neighbours(net.neighbours, cells, parents))


def _figures(
    plan: Plan, summary: Summary, uids: Sequence[int], options: ExportOptions
) -> tuple[dict[str, list[float | int | None]], list[int]]:
    """Give the figures by column, and the places of grids with withheld counts."""
    frame = summary.grids.reindex(list(uids))
    hidden = np.isin(uids, list(hidden_uids(plan, summary, options)))
    columns: dict[str, list[float | int | None]] = {}
    for name, decimals in _FIGURES.items():
        if name not in frame.columns:
            columns[name] = [None] * len(uids)
            continue
        values = frame[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        if name in (*COUNTS, "load", "deviation"):
            # A load says as much as the count it comes from.
            values = np.where(hidden, np.nan, values)
        columns[name] = [_number(float(value), decimals) for value in values]
    return columns, [int(place) for place in np.flatnonzero(hidden)]


def _number(value: float, decimals: int | None) -> float | int | None:
    if not np.isfinite(value):
        return None
    rounded = round(value, decimals or 0)
    return int(rounded) if not decimals else rounded


def _cells(grids: gpd.GeoDataFrame, parents: Sequence[int]) -> tuple[list[Any], list[int]]:
    """Give shapes and places of the grids without children: all others are made of them."""
    with_children = set(parents)
    cells = [place for place in range(len(grids)) if place not in with_children]
    shapes = np.asarray(grids.geometry.values, dtype=object)
    return [shapes[place] for place in cells], cells


def _neighbours(
    pairs: Sequence[tuple[int, int]], cells: Sequence[int], parents: Sequence[int]
) -> set[tuple[int, int]]:
    """Lift neighbours among cells to neighbours among grids on every level."""
    found: set[tuple[int, int]] = set()
    lines: dict[int, list[int]] = {}
    for cell in cells:
        line = [cell]
        # A parent that is its own ancestor would turn this into an endless walk.
        while parents[line[-1]] >= 0 and parents[line[-1]] not in line:
            line.append(parents[line[-1]])
        lines[cell] = line[::-1]
    for a, b in pairs:
        for one, other in zip(lines[cells[a]], lines[cells[b]], strict=False):
            if one != other:
                found.add((one, other))
    return found


def _short_codes(codes: Sequence[str], parents: Sequence[int]) -> list[str]:
    """Give each code without the part it shares with its top grid, at least its last three."""
    shorts = []
    for code, parent in zip(codes, parents, strict=True):
        top, seen = parent, set()
        while top >= 0 and parents[top] >= 0 and top not in seen:
            seen.add(top)
            top = parents[top]
        prefix = codes[top] if top >= 0 else ""
        tail = code[len(prefix) :] if prefix and code.startswith(prefix) else code[-3:]
        shorts.append(tail or code[-3:])
    return shorts


def _labels(grids: gpd.GeoDataFrame, place: Place) -> list[int]:
    """Give x, y in steps and room in metres of each label, one after the other."""
    if len(grids) == 0:
        return []
    spots = []
    for shape in np.asarray(grids.geometry.values, dtype=object):
        part = max(shapely.get_parts(shape), key=lambda p: float(p.area))
        # A label needs no finer place than a hundredth of its grid.
        tolerance = max(1.0, float(np.sqrt(part.area)) / 100)
        spots.append(shapely.maximum_inscribed_circle(part, tolerance))
    places = place.steps([shapely.get_coordinates(spot)[0] for spot in spots])
    rooms = np.rint(shapely.length(spots)).astype(np.int64)
    return [int(v) for row in np.column_stack([places, rooms]) for v in row]
