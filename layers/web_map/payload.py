"""What the web map's script gets: one JSON object, small, with nothing a profile hides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyproj
import shapely

from gridplanner.crs import WGS84, crs_of
from gridplanner.model import Plan
from layers import style
from layers.privacy import SMALL_COUNT, mark_of, withheld
from layers.sides import sides_by_uid
from layers.web_map import topology
from layers.web_map.encode import (
    STEPS_PER_DEGREE,
    encode_lines,
    encode_shapes,
    to_steps,
    without_repeats,
)
from layers.web_map.texts import texts
from layers.writers import ExportOptions, Summary

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
#: Figures of residents: what a public map withholds when small.
_COUNTS = ("households", "persons", "doors")


def payload(plan: Plan, summary: Summary, options: ExportOptions) -> dict[str, Any]:
    """Gather everything the page shows.

    Parameters
    ----------
    plan, summary
        What to show, and its numbers.
    options : ExportOptions
        Profile, language, title, date, mark, level (the first one shown).

    Returns
    -------
    dict
        JSON-able. Coordinates are steps of 1e-6 degree (WGS84) from ``origin``.
    """
    grids = plan.valid_grids.sort_values(["level", "code", "uid"])
    language = options.language
    to_degrees = pyproj.Transformer.from_crs(crs_of(plan.crs), crs_of(WGS84), always_xy=True)
    frame_m = _bounds(plan, grids)
    origin = _origin(frame_m, to_degrees)
    uids = [int(uid) for uid in grids["uid"]]
    place_of = {uid: place for place, uid in enumerate(uids)}
    parents = [
        place_of.get(int(parent), -1) if not pd.isna(parent) else -1 for parent in grids["parent"]
    ]
    figures, hidden = _figures(summary, uids, parents, options)
    shapes, cells = _cells(grids, parents)
    net = topology.build(shapes)
    neighbours = _neighbours(net.neighbours, cells, parents)
    colours = style.colour_by_parent(
        {place: (parent if parent >= 0 else None) for place, parent in enumerate(parents)},
        neighbours,
    )
    words = texts(language)
    settings = plan.settings
    levels = [
        {
            "level": level.level,
            "name": level.name if language == "zh" else level.name_en,
            "width": style.level_width_px(level.level, plan.scheme.depth),
        }
        for level in plan.scheme.levels
    ]
    kinds = [kind or "综合" for kind in grids["kind"]]
    return {
        "language": language,
        "text": words,
        "title": options.title or _title(settings, words, language),
        "mark": mark_of(options.profile, language) if options.mark is None else options.mark,
        "date": options.day,
        "source": _source(settings, words),
        "note": _note(settings, words, language),
        "levels": levels,
        "first": options.level or 0,
        "origin": list(origin),
        "steps": STEPS_PER_DEGREE,
        "bounds": _corners(frame_m, to_degrees, origin),
        "grids": {
            "level": [int(level) for level in grids["level"]],
            "parent": parents,
            "code": list(grids["code"]),
            "short": _short_codes(list(grids["code"]), parents),
            "name": list(grids["name"]),
            "kind": kinds,
            "label": _labels(grids, to_degrees, origin),
            "hidden": hidden,
            "sides": [sides_by_uid(plan, language)[uid] for uid in uids],
            **figures,
        },
        "colours": [colours[place] for place in range(len(uids))],
        "arcs": encode_lines(
            [without_repeats(_steps(arc, to_degrees, origin)) for arc in net.arcs]
        ),
        "cells": [[place, rings] for place, rings in zip(cells, net.cells, strict=True)],
        "ground": _ground(plan, to_degrees, origin),
        "style": {
            "surface": asdict(style.LIGHT),
            "edges": list(style.DEVIATION_EDGES),
            "deviation": [
                [entry.colour, entry.zh if language == "zh" else entry.en]
                for entry in style.legend_of("deviation")
            ],
            "kind": {
                entry.key: [entry.colour, entry.zh if language == "zh" else entry.en]
                for entry in style.legend_of("kind", kinds)
            }
            if kinds
            else {},
            "none": style.NO_VALUE,
        },
    }


def _title(settings: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    own = settings.get("title_en") if language == "en" else None
    return str(own or settings.get("title") or words["title"])


def _source(settings: Mapping[str, Any], words: Mapping[str, str]) -> str:
    """Name the sources; some licences ask for it on every map."""
    several = settings.get("sources")
    if not settings.get("source") and isinstance(several, list) and several:
        return "; ".join(map(str, several))
    return str(settings.get("source") or words["own_data"])


def _note(settings: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    note = str(settings.get(f"note_{language}") or "")
    if settings.get("sample_synthetic"):
        return note or words["synthetic"]
    return note


def _bounds(plan: Plan, grids: gpd.GeoDataFrame) -> npt.NDArray[np.float64]:
    """Extent to show, in metres: the boundary, else the grids, else the buildings."""
    for frame in (plan.layer("boundary"), grids, plan.layer("areas"), plan.layer("buildings")):
        if len(frame):
            return np.asarray(frame.total_bounds, dtype=np.float64)
    return np.array([500_000.0, 3_500_000.0, 501_000.0, 3_501_000.0])


def _origin(bounds: npt.NDArray[np.float64], to_degrees: pyproj.Transformer) -> tuple[int, int]:
    lon, lat = to_degrees.transform(*((bounds[:2] + bounds[2:]) / 2))
    return round(lon * STEPS_PER_DEGREE), round(lat * STEPS_PER_DEGREE)


def _steps(
    points_m: npt.ArrayLike, to_degrees: pyproj.Transformer, origin: tuple[int, int]
) -> npt.NDArray[np.int64]:
    array = np.asarray(points_m, dtype=np.float64).reshape(-1, 2)
    return to_steps(np.column_stack(to_degrees.transform(array[:, 0], array[:, 1])), origin)


def _corners(
    bounds: npt.NDArray[np.float64], to_degrees: pyproj.Transformer, origin: tuple[int, int]
) -> list[int]:
    box = shapely.box(*bounds).segmentize(max(1.0, (bounds[2] - bounds[0]) / 8))
    steps = _steps(shapely.get_coordinates(box), to_degrees, origin)
    return [*map(int, steps.min(axis=0)), *map(int, steps.max(axis=0))]


def _figures(
    summary: Summary, uids: Sequence[int], parents: Sequence[int], options: ExportOptions
) -> tuple[dict[str, list[float | int | None]], list[int]]:
    """Give the figures by column, and the places of grids with withheld counts."""
    frame = summary.grids.reindex(list(uids))
    hidden = np.zeros(len(uids), dtype=bool)
    if options.profile == "public":
        levels = [int(level) if not pd.isna(level) else 0 for level in frame["level"]]
        groups = list(zip(levels, parents, strict=True))
        for name in _COUNTS:
            counts = frame[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
            hidden |= withheld(counts, groups, parents=parents, limit=SMALL_COUNT)
    columns: dict[str, list[float | int | None]] = {}
    for name, decimals in _FIGURES.items():
        if name not in frame.columns:
            columns[name] = [None] * len(uids)
            continue
        values = frame[name].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        if name in (*_COUNTS, "load", "deviation"):
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


def _labels(
    grids: gpd.GeoDataFrame, to_degrees: pyproj.Transformer, origin: tuple[int, int]
) -> list[int]:
    """Give x, y in steps and room in metres of each label, one after the other."""
    if len(grids) == 0:
        return []
    spots = []
    for shape in np.asarray(grids.geometry.values, dtype=object):
        part = max(shapely.get_parts(shape), key=lambda p: float(p.area))
        # A label needs no finer place than a hundredth of its grid.
        tolerance = max(1.0, float(np.sqrt(part.area)) / 100)
        spots.append(shapely.maximum_inscribed_circle(part, tolerance))
    places = _steps([shapely.get_coordinates(spot)[0] for spot in spots], to_degrees, origin)
    rooms = np.rint(shapely.length(spots)).astype(np.int64)
    return [int(v) for row in np.column_stack([places, rooms]) for v in row]


def _ground(plan: Plan, to_degrees: pyproj.Transformer, origin: tuple[int, int]) -> dict[str, Any]:
    """Write what lies under the grids; names are kept once and referred to by number."""

    def shapes(frame: gpd.GeoDataFrame) -> str:
        return encode_shapes(degrees(frame), origin)

    def degrees(frame: gpd.GeoDataFrame) -> Any:
        return shapely.transform(
            np.asarray(frame.geometry.values, dtype=object),
            lambda xy: np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])),
        )

    buildings = plan.layer("buildings")
    if len(buildings):
        # Neighbours in the list are neighbours on the ground: shorter differences.
        buildings = buildings.iloc[np.argsort(buildings.geometry.hilbert_distance(level=14))]
    streets = plan.layer("streets")
    water = plan.layer("water")
    compounds = [
        # A name that says its compound already needs it no second time.
        "" if compound in name else compound
        for compound, name in zip(buildings["compound"], buildings["name"], strict=True)
    ]
    names, (building_names, building_compounds, street_names, water_names) = _named(
        [list(buildings["name"]), compounds, list(streets["name"]), list(water["name"])]
    )
    width = streets["width_m"].fillna(6.0).clip(1.0, 60.0)
    return {
        "names": names,
        "boundary": shapes(plan.layer("boundary")),
        "mask": shapes(plan.layer("mask")),
        "water": shapes(water),
        "water_area": [int(kind.endswith("Polygon")) for kind in water.geom_type],
        "water_name": water_names,
        "streets": shapes(streets),
        "street_name": street_names,
        "street_width": [round(float(w), 1) for w in width],
        "buildings": shapes(buildings),
        "building_name": building_names,
        "building_compound": building_compounds,
    }


def _named(columns: Sequence[Sequence[str]]) -> tuple[list[str], list[list[int]]]:
    """Give each name of several columns its number in one list; −1 for none."""
    number_of: dict[str, int] = {}
    numbered = [
        [number_of.setdefault(name, len(number_of)) if name else -1 for name in column]
        for column in columns
    ]
    return list(number_of), numbered
