"""What the web map's script gets: one JSON object, small, with nothing a profile hides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

import geopandas as gpd

from gridplanner.model import Plan
from layers import style
from layers.export_options import ExportOptions, Summary
from layers.privacy import mark_of
from layers.titles import title_of
from layers.web_map.changes import comparison
from layers.web_map.colours import Family, colours_of, colours_of_two
from layers.web_map.encode import STEPS_PER_DEGREE
from layers.web_map.grids import grids_of
from layers.web_map.ground import Place, bounds_of, ground_of
from layers.web_map.staff import staff_of
from layers.web_map.texts import texts


def payload(
    plan: Plan,
    summary: Summary,
    options: ExportOptions,
    *,
    whole: Plan | None = None,
    compare: bool = True,
) -> dict[str, Any]:
    """Gather everything the page shows.

    Parameters
    ----------
    plan, summary
        What to show, and its numbers.
    options : ExportOptions
        Profile, language, title, date, mark, level (the first one shown), the plan to
        compare with.
    whole : Plan, optional
        The plan of which ``plan`` is a part, for names across its edge.
    compare : bool
        Whether the plan of today is put beside it, where the options have one.

    Returns
    -------
    dict
        JSON-able. Coordinates are steps of 1e-6 degree (WGS84) from ``origin``.
    """
    grids = in_order(plan)
    language = options.language
    zh = language == "zh"
    bounds_m = bounds_of(plan, grids)
    place = Place.of(plan.crs, bounds_m)
    words = texts(language)
    settings = plan.settings
    made, family = grids_of(whole or plan, grids, summary, options, place)
    data: dict[str, Any] = {
        "language": language,
        "text": words,
        "title": title_of(plan, options) or words["title"],
        "mark": mark_of(options.profile, language) if options.mark is None else options.mark,
        "date": options.day,
        "source": _source(settings, words, language),
        "note": _note(settings, words, language),
        "levels": [
            {
                "level": level.level,
                "name": level.name if zh else level.name_en,
                "width": style.level_width_px(level.level, plan.scheme.depth),
            }
            for level in plan.scheme.levels
        ],
        "first": options.level or 0,
        "origin": list(place.origin),
        "steps": STEPS_PER_DEGREE,
        "bounds": place.corners(bounds_m),
        **made,
        "colours": colours_of(family),
        "staff": staff_of(whole or plan, grids, options),
        "ground": ground_of(plan, place),
    }
    kinds = set(made["grids"]["kind"])
    if options.against is not None and compare:
        kinds |= _add_before(data, grids, options, place, (whole or plan, summary), family)
    data["style"] = _style(sorted(kinds), zh=zh)
    return data


def in_order(plan: Plan) -> gpd.GeoDataFrame:
    """Give the grids in force as the page numbers them."""
    return plan.valid_grids.sort_values(["level", "code", "uid"])


def _add_before(
    data: dict[str, Any],
    grids: gpd.GeoDataFrame,
    options: ExportOptions,
    place: Place,
    whole: tuple[Plan, Summary],
    family: Family,
) -> set[str]:
    """Put the plan of today beside the proposed one; gives its kinds of grids."""
    assert options.against is not None
    before, figures = options.against
    old = in_order(before)
    # Both must lie in the CRS of the plan that is shown.
    old = old.to_crs(grids.crs) if old.crs != grids.crs else old
    swapped = replace(options, against=whole)
    made, family_of_old = grids_of(before, old, figures, swapped, place)
    found = comparison(old, grids)
    colours, data["colours"] = colours_of_two(family_of_old, family, found.partner_of_old)
    data["sides"] = [data["text"]["today"], data["text"]["proposed"]]
    data["partner"], data["change"] = found.partner_of_new, found.change_of_new
    data["before"] = {
        **made,
        "colours": colours,
        "partner": found.partner_of_old,
        "change": found.change_of_old,
        "staff": staff_of(before, old, options),
    }
    return set(made["grids"]["kind"])


def _style(kinds: list[str], *, zh: bool) -> dict[str, Any]:
    def named(theme: style.FillTheme, used: list[str] | None = None) -> dict[str, list[str]]:
        entries = style.legend_of(theme, used) if used is not None else style.legend_of(theme)
        return {entry.key: [entry.colour, entry.zh if zh else entry.en] for entry in entries}

    return {
        "surface": asdict(style.LIGHT),
        "edges": list(style.DEVIATION_EDGES),
        "deviation": list(named("deviation").values()),
        "kind": named("kind", kinds) if kinds else {},
        "change": named("change"),
        "none": style.NO_VALUE,
    }


def _source(settings: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    """Name the sources in the page's language; some licences ask for it on every map."""
    for key in (f"sources_{language}", "source", "sources"):
        said = settings.get(key)
        if said:
            joint = "；" if language == "zh" else "; "
            return joint.join(map(str, said)) if isinstance(said, list) else str(said)
    return str(words["own_data"])


def _note(settings: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    note = str(settings.get(f"note_{language}") or "")
    if settings.get("sample_synthetic"):
        return note or words["synthetic"]
    return note
