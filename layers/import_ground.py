"""Importers of ground: boundary, compounds, gates, streets, water, mask, places."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from gridplanner.address.fold import fold_key
from gridplanner.errors import InputError
from layers.loading import Loaded, made_ids, spatial_frame
from layers.notes import Note
from layers.placing import GRID_M
from layers.words import yes

Frames = dict[str, pd.DataFrame]

#: A gate this near to a compound is taken for its own where the file does not say.
_GATE_M = 20.0
_BARRIER_WORDS = ("铁路", "高速", "快速路", "围墙", "railway")
_BARRIER_ROADS = frozenset(("motorway", "motorway_link", "trunk", "trunk_link"))
_RAILS = frozenset(("rail", "light_rail", "subway", "narrow_gauge", "tram"))
#: Lines tagged waterway that a person does walk across, or that are no water.
_NO_WATER = frozenset(("dam", "weir", "lock_gate", "waterfall", "boatyard", "dock_wall"))
#: Words of OpenStreetMap for ground that is built up.
_BUILT_UP = frozenset(
    (
        "residential",
        "commercial",
        "retail",
        "industrial",
        "construction",
        "education",
        "institutional",
        "religious",
        "garages",
        "civic_admin",
        "village_green",
        "brownfield",
    )
)


def boundary(loaded: Loaded) -> Frames:
    """Make the boundary: all polygons of the file as one.

    Raises
    ------
    InputError
        ``boundary.no_polygon``: the file has none.
    """
    shapes = [] if loaded.geometry is None else [s for s in loaded.geometry if s is not None]
    if not shapes:
        raise InputError("boundary.no_polygon", {"file": loaded.file, "rows": loaded.rows_in})
    whole = shapes[0]
    if len(shapes) > 1:
        whole = shapely.union_all(np.array(shapes, dtype=object), grid_size=GRID_M)
        loaded.notes.append(Note("boundary.joined", {"count": len(shapes)}))
    names = [name for name in loaded.texts("name") if name]
    frame = spatial_frame(loaded, {})[:1].copy()
    frame["geometry"] = [whole]
    frame["name"] = names[0] if len(set(names)) == 1 else "、".join(dict.fromkeys(names))[:80]
    return {"boundary": frame}


def compounds(loaded: Loaded) -> Frames:
    """Make compounds."""
    ask_geometry(loaded)
    year = loaded.numbers("year", whole=True)
    ids = made_ids(loaded, "C")
    data = {
        "id": ids,
        "name": loaded.texts("name"),
        "wall": loaded.texts("wall"),
        "year": year,
        "firm": loaded.texts("firm"),
    }
    return {"compounds": spatial_frame(loaded, data)}


def gates(loaded: Loaded) -> Frames:
    """Make gates; one without a compound takes that within 20 m."""
    ask_geometry(loaded)
    plan = loaded.request.plan
    areas = plan.layer("compounds")
    known = set(areas["id"])
    by_name = {
        fold_key(name): ident for name, ident in zip(areas["name"], areas["id"], strict=True)
    }
    found = [
        text if text in known else by_name.get(fold_key(text), text)
        for text in loaded.codes("compound")
    ]
    assert loaded.geometry is not None
    if len(areas) and any(not text for text in found):
        tree = shapely.STRtree(np.array(areas.geometry))
        lacking = [i for i, text in enumerate(found) if not text]
        points = loaded.geometry[lacking]
        which, near = tree.query_nearest(points, max_distance=_GATE_M, all_matches=False)
        idents = areas["id"].to_numpy()
        for at, compound in zip(which, near, strict=True):
            found[lacking[at]] = idents[compound]
        loaded.notes.append(Note("gates.by_place", {"count": len(which)}))
    return {"gates": spatial_frame(loaded, {"id": made_ids(loaded, "G"), "compound": found})}


def streets(loaded: Loaded) -> Frames:
    """Make streets; barriers and bridges by their own columns, kinds or OpenStreetMap tags."""
    ask_geometry(loaded)
    highway, railway = loaded.texts("highway"), loaded.texts("railway")
    own = loaded.texts("kind")
    kind = own.where(own != "", highway.where(highway != "", railway))
    tunnel = _flags(loaded, "tunnel")
    bridge = _flags(loaded, "bridge")
    said = _flags(loaded, "barrier")
    by_kind = pd.Series([any(word in text for word in _BARRIER_WORDS) for text in own])
    by_kind |= highway.isin(_BARRIER_ROADS) | railway.isin(_RAILS)
    # Whoever walks passes over a tunnel.
    barrier = said if loaded.has("barrier") else by_kind & ~tunnel
    data = {
        "id": made_ids(loaded, "S"),
        "name": loaded.texts("name"),
        "kind": kind,
        "barrier": barrier,
        "bridge": bridge,
        "width_m": loaded.numbers("width_m"),
    }
    return {"streets": spatial_frame(loaded, data)}


def _flags(loaded: Loaded, column: str) -> pd.Series[bool]:
    """Read a yes-no column; a word that is neither (viaduct, avenue) means yes."""
    if not loaded.has(column):
        return pd.Series([False] * len(loaded), dtype="bool")
    answers = [yes(cell) for cell in loaded.frame[column]]
    return pd.Series([True if answer is None else answer for answer in answers], dtype="bool")


def water(loaded: Loaded) -> Frames:
    """Make water; culverts and dams go to the work list, for one walks across them."""
    ask_geometry(loaded)
    under = _flags(loaded, "tunnel").to_numpy(dtype=bool)
    loaded.drop(under, "tunnel", "water.culvert")
    other = loaded.texts("waterway").isin(_NO_WATER).to_numpy(dtype=bool)
    loaded.drop(other, "waterway", "water.not_water")
    data = {"id": made_ids(loaded, "W"), "name": loaded.texts("name")}
    return {"water": spatial_frame(loaded, data)}


def mask(loaded: Loaded) -> Frames:
    """Make ground that is not served."""
    ask_geometry(loaded)
    # Land use maps hold the town too; people live and work there, so it is served.
    built_up = loaded.texts("kind").isin(_BUILT_UP).to_numpy(dtype=bool)
    loaded.drop(built_up, "kind", "mask.built_up")
    return {
        "mask": spatial_frame(loaded, {"id": made_ids(loaded, "M"), "kind": loaded.texts("kind")})
    }


def places(loaded: Loaded) -> Frames:
    """Make service places."""
    ask_geometry(loaded)
    data = {
        "id": made_ids(loaded, "P"),
        "name": loaded.texts("name"),
        "kind": loaded.texts("kind"),
    }
    return {"places": spatial_frame(loaded, data)}


def ask_geometry(loaded: Loaded) -> None:
    """Ask that rows have a place; those that have none go to the work list.

    Raises
    ------
    InputError
        ``table.no_coordinates``: a table without coordinate columns.
    """
    if loaded.geometry is None:
        raise InputError("table.no_coordinates", {"file": loaded.file, "kind": loaded.request.kind})
    none = np.array([shape is None for shape in loaded.geometry], dtype=bool)
    loaded.drop(none, "geometry", "record.null")
