"""Importers of buildings and of their entrances."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import shapely

from gridplanner.address import Directory
from gridplanner.address.fold import fold_key
from gridplanner.address.parse import parse
from layers.import_ground import ask_geometry
from layers.loading import Loaded, made_ids, spatial_frame
from layers.notes import Note

Frames = dict[str, pd.DataFrame]

#: An entrance this near to a building is taken for its own where the file does not say.
_DOOR_M = 5.0
#: Words of OpenStreetMap that say nothing about the use of a building.
_NO_USE = frozenset(("yes", "building", "1", "true"))


def buildings(loaded: Loaded) -> Frames:
    """Make buildings; one without a name takes its street and number.

    A compound is kept as its id where the plan knows it by name; where the file has no
    such column, buildings take the compound of the plan that they stand in.
    """
    ask_geometry(loaded)
    use = loaded.texts("use")
    storeys = loaded.numbers("storeys").round()
    odd = (storeys < 0) | (storeys > 200)
    loaded.keep_but_say(odd.to_numpy(dtype=bool), "storeys", "value.out_of_range")
    data = {
        "id": made_ids(loaded, "B"),
        "name": _names(loaded),
        "compound": _compounds(loaded),
        "storeys": storeys.mask(odd).astype("Int64"),
        "use": use.where(~use.isin(_NO_USE), ""),
    }
    return {"buildings": spatial_frame(loaded, data)}


def _names(loaded: Loaded) -> pd.Series[Any]:
    names, streets, numbers = loaded.texts("name"), loaded.texts("street"), loaded.codes("number")
    result = []
    for name, street, number in zip(names, streets, numbers, strict=True):
        if name or not (street and number):
            result.append(name)
        elif street.isascii() or not street[-1:].isalpha() or ord(street[-1]) < 0x2E80:
            result.append(f"{street} {number}")
        else:
            result.append(f"{street}{number}" if number.endswith("号") else f"{street}{number}号")
    return pd.Series(result, dtype="str")


def _compounds(loaded: Loaded) -> list[str]:
    known = loaded.request.plan.layer("compounds")
    if loaded.has("compound"):
        ids = set(known["id"])
        by_name: dict[str, set[str]] = {}
        for name, ident in zip(known["name"], known["id"], strict=True):
            by_name.setdefault(fold_key(name), set()).add(ident)
        found = []
        for text in loaded.codes("compound"):
            named = by_name.get(fold_key(text), set()) if text and text not in ids else set()
            found.append(next(iter(named)) if len(named) == 1 else text)
        return found
    result = [""] * len(loaded)
    if len(known):
        assert loaded.geometry is not None
        inner = shapely.point_on_surface(loaded.geometry)
        which, holder = shapely.STRtree(np.array(known.geometry)).query(inner, predicate="within")
        idents = known["id"].to_numpy()
        for building, compound in zip(which, holder, strict=True):
            result[building] = idents[compound]
        loaded.notes.append(Note("buildings.compound_by_place", {"count": len(set(which))}))
    return result


def entrances(loaded: Loaded) -> Frames:
    """Make entrances, each of a building of the plan.

    The building is found by its id, by its name in its compound, or within 5 m. An
    entrance that has none goes to the work list; while the plan has no buildings at all,
    what the file says is kept.
    """
    ask_geometry(loaded)
    plan = loaded.request.plan
    known = plan.layer("buildings")
    said = loaded.codes("building").tolist()
    if len(known):
        ids = set(known["id"])
        directory = Directory.of(plan)
        compounds = loaded.texts("compound").tolist()
        found = [
            text if text in ids else _by_name(directory, place, text)
            for text, place in zip(said, compounds, strict=True)
        ]
        lacking = np.array([not text for text in found], dtype=bool)
        if lacking.any():
            found = _by_place(loaded, found, lacking)
            lacking = np.array([not text for text in found], dtype=bool)
            reason = [
                "entrance.unknown_building" if text else "entrance.no_building" for text in said
            ]
            loaded.drop(lacking, "building", reason)
            found = [text for text in found if text]
        said = found
    data = {"id": made_ids(loaded, "E"), "building": said, "label": _labels(loaded)}
    return {"entrances": spatial_frame(loaded, data)}


def _labels(loaded: Loaded) -> pd.Series[Any]:
    """Write bare numbers as 1单元, but for tags such as ``ref`` that number no units."""
    labels = loaded.codes("label")
    if loaded.theirs("label").startswith(("addr", "ref")):
        return labels
    return pd.Series([f"{t}单元" if t.isdigit() else t for t in labels], dtype="str")


def _by_name(directory: Directory, compound: str, text: str) -> str:
    if not text:
        return ""
    parsed = parse(text)
    place = compound or parsed.place
    if place:
        lead = "" if parsed.place.startswith(place) else place
        named = directory.named(lead + parsed.place, parsed.building)
        if named is not None and len(named.ids) == 1:
            return named.ids[0]
        homes = directory.compound(place).ids
        ids = directory.in_compound(homes[0], parsed.building) if len(homes) == 1 else ()
    else:
        ids = directory.numbered(parsed.building)
    return ids[0] if len(ids) == 1 else ""


def _by_place(loaded: Loaded, found: list[str], lacking: np.ndarray[Any, Any]) -> list[str]:
    known = loaded.request.plan.layer("buildings")
    assert loaded.geometry is not None
    tree = shapely.STRtree(np.array(known.geometry))
    where = np.flatnonzero(lacking)
    which, near = tree.query_nearest(
        loaded.geometry[where], max_distance=_DOOR_M, all_matches=False
    )
    idents = known["id"].to_numpy()
    result = list(found)
    for at, building in zip(which, near, strict=True):
        result[where[at]] = str(idents[building])
    if len(which):
        loaded.notes.append(Note("entrances.by_place", {"count": len(which)}))
    return result
