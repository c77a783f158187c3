"""Load any file for an import: rows in our own columns, geometry in the plan's CRS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.errors import Fault, InputError
from gridplanner.tables import TABLES
from layers.cells import as_code
from layers.columns import Match, recognise
from layers.datum import datum_of
from layers.file_kinds import read_layer
from layers.loaded import Bools, Loaded, Request, Shapes
from layers.notes import Note
from layers.placing import fitted, points_of, snapped, to_plan_crs
from layers.read_table import TABLE_SUFFIXES, RawSheet, read_table
from layers.worklist import Worklist

__all__ = ["Bools", "Loaded", "Request", "Shapes", "load", "made_ids", "spatial_frame"]


def load(request: Request) -> Loaded:
    """Read the file, recognise its columns, bring its geometry home.

    Raises
    ------
    InputError
        The file cannot be read, or its coordinates have no known CRS.
    """
    request.tell(0.0)
    is_table = request.path.suffix.lower() in TABLE_SUFFIXES
    loaded = _load_table(request) if is_table else _load_layer(request)
    if loaded.has("id"):
        loaded.ids_in_file = frozenset(as_code(cell) for cell in loaded.frame["id"])
    request.tell(0.3)
    return loaded


def _load_layer(request: Request) -> Loaded:
    raw, chosen = read_layer(
        request.path, request.kind, request.layer, request.encoding, request.crs
    )
    mapping = recognise(request.kind, raw.frame, request.columns)
    datum = datum_of(request.datum) if request.datum else "cgcs2000"
    notes, worklist = list(raw.notes), Worklist()
    if chosen is not None:
        notes.append(Note("layer.by_name", {"layer": chosen}))
    for fault in raw.faults:
        _list_fault(worklist, fault)
    values, crs = np.array(raw.frame.geometry, dtype=object), raw.crs or request.plan.crs
    if TABLES[request.kind].spatial:
        values, crs = to_plan_crs(
            values, raw.crs, request.plan, datum, file=request.file, notes=notes
        )
    loaded = Loaded(
        request,
        _ours(raw.frame, mapping),
        values,
        raw.rows,
        np.full(len(raw.rows), "", dtype=object),
        mapping,
        raw.rows_in,
        raw.encoding,
        crs,
        datum,
        notes,
        worklist,
        pd.DataFrame(raw.frame.drop(columns="geometry")),
        np.arange(len(raw.rows), dtype="int64"),
    )
    if TABLES[request.kind].spatial:
        _fit(loaded)
    return loaded


def _list_fault(worklist: Worklist, fault: Fault) -> None:
    worklist.add(
        fault.row or 0,
        "",
        fault.column or "",
        fault.value or "",
        fault.code,
        kept=not fault.code.startswith("record."),
    )


def _fit(loaded: Loaded) -> None:
    """Bring geometry to the types of the table, snapped; what does not fit is listed."""
    assert loaded.geometry is not None
    kind, kinds = loaded.request.kind, TABLES[loaded.request.kind].geometry
    nowhere = np.array([value is None for value in loaded.geometry], dtype=bool)
    values, wrong = fitted(loaded.geometry, kinds, loaded.notes)
    if kind in ("places", "households") and wrong.any():
        # A school is a place, and a house a home, also where it is drawn as its ground.
        values[wrong] = shapely.point_on_surface(values[wrong])
        loaded.notes.append(Note("places.by_middle", {"count": int(wrong.sum())}))
        wrong[:] = False
    if kind != "boundary" and len(wrong) and wrong.all():
        found = "/".join(sorted({value.geom_type for value in values}))
        raise InputError(
            "layer.wrong_geometry",
            {"file": loaded.file, "kind": kind, "found": found, "expected": "/".join(kinds)},
        )
    coverage = kind in ("boundary", "areas", "grids")
    loaded.geometry = snapped(values, coverage=coverage, notes=loaded.notes)
    gone = np.array([value is None or value.is_empty for value in loaded.geometry], dtype=bool)
    reasons = np.where(
        nowhere, "record.not_finite", np.where(wrong, "geometry.type", "geometry.lost")
    )
    loaded.drop(wrong | gone, "geometry", reasons.tolist())


def _load_table(request: Request) -> Loaded:
    sheets = read_table(request.path, request.layer, request.encoding)
    chosen, left = _fitting(request, sheets)
    parts = [_ours(sheet.frame, mapping) for sheet, mapping in chosen]
    frame = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    rows = np.concatenate([sheet.rows for sheet, _ in chosen])
    names = np.concatenate([sheet.sheets for sheet, _ in chosen])
    notes = [note for sheet in sheets for note in sheet.notes]
    notes += [Note("sheet.left_out", {"sheet": sheet.name}) for sheet in left]
    mapping: dict[str, Match] = {}
    for _, found in chosen:
        mapping = {**found, **mapping}
    datum = datum_of(request.datum) if request.datum else "cgcs2000"
    loaded = Loaded(
        request, frame, None, rows, names, mapping, len(rows), sheets[0].encoding,
        request.plan.crs, datum, notes, Worklist(),
        pd.concat([sheet.frame for sheet, _ in chosen], ignore_index=True),
        np.arange(len(rows), dtype="int64"),
    )  # fmt: skip
    _place(loaded)
    return loaded


def _fitting(
    request: Request, sheets: list[RawSheet]
) -> tuple[list[tuple[RawSheet, dict[str, Match]]], list[RawSheet]]:
    """Take the sheets that hold this kind: those that know most of the columns."""
    found: list[tuple[RawSheet, dict[str, Match]]] = []
    left: list[RawSheet] = []
    missing: InputError | None = None
    for sheet in sheets:
        try:
            found.append((sheet, recognise(request.kind, sheet.frame, request.columns)))
        except InputError as error:
            missing = error
            left.append(sheet)
    if not found and missing is not None:
        raise missing
    most = max(len(mapping) for _, mapping in found)
    left += [sheet for sheet, mapping in found if 2 * len(mapping) < most]
    return [pair for pair in found if 2 * len(pair[1]) >= most], left


def _place(loaded: Loaded) -> None:
    """Make points of coordinate columns, if the table has any."""
    pair = next((p for p in (("lon", "lat"), ("x", "y")) if set(p) <= set(loaded.mapping)), None)
    if pair is None:
        return
    first, second = (loaded.numbers(name) for name in pair)
    if pair == ("lon", "lat"):
        first, second = _exchanged(loaded, first, second)
    request = loaded.request
    crs = request.crs or ("EPSG:4490" if pair == ("lon", "lat") else None)
    values, crs_found = points_of(
        first.to_numpy(dtype="float64"), second.to_numpy(dtype="float64"), crs
    )
    if request.datum is None and any(v is not None for v in values):
        loaded.notes.append(Note("datum.assumed", {"datum": loaded.datum}))
    values, loaded.crs = to_plan_crs(
        values, crs_found, request.plan, loaded.datum, file=request.file, notes=loaded.notes
    )
    loaded.geometry = snapped(values, coverage=False, notes=loaded.notes)


def _exchanged(
    loaded: Loaded, lon: pd.Series[Any], lat: pd.Series[Any]
) -> tuple[pd.Series[Any], pd.Series[Any]]:
    """Right single rows whose longitude and latitude stand in each other's column."""
    wrong = lon.between(3.0, 54.0) & lat.between(73.0, 136.0)
    if not wrong.any() or wrong.sum() == (lon.notna() & lat.notna()).sum():
        return lon, lat
    titles = {"first": loaded.theirs("lon"), "second": loaded.theirs("lat")}
    loaded.notes.append(Note("households.exchanged", {"count": int(wrong.sum()), **titles}))
    return lon.where(~wrong, lat), lat.where(~wrong, lon)


def _ours(frame: pd.DataFrame, mapping: Mapping[str, Match]) -> pd.DataFrame:
    columns = {ours: frame[match.theirs].reset_index(drop=True) for ours, match in mapping.items()}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(frame)))


def made_ids(loaded: Loaded, prefix: str, taken: Sequence[str] = ()) -> pd.Series[Any]:
    """Give each row an id: the file's where it is one, else ``prefix`` and a free number.

    An id that comes a second time is replaced, and that is noted.
    """
    found = loaded.codes("id").tolist()
    # Ids of rows on the work list stay free for them: they come back corrected.
    used = {text for text in found if text} | set(taken) | loaded.ids_in_file
    seen: set[str] = set()
    twice = made = number = 0
    for i, text in enumerate(found):
        if text and text not in seen:
            seen.add(text)
            continue
        twice += bool(text)
        made += not text
        number += 1
        while f"{prefix}{number}" in used:
            number += 1
        found[i] = f"{prefix}{number}"
        used.add(found[i])
        seen.add(found[i])
    if made:
        loaded.notes.append(Note("id.made", {"count": made, "prefix": prefix}))
    if twice:
        loaded.notes.append(Note("id.twice", {"count": twice, "column": loaded.theirs("id")}))
    return pd.Series(found, dtype="str")


def spatial_frame(loaded: Loaded, data: Mapping[str, Any]) -> gpd.GeoDataFrame:
    """Put columns and the loaded geometry together; index 0 … n − 1."""
    geometry = gpd.GeoSeries(
        loaded.geometry if loaded.geometry is not None else [None] * len(loaded),
        index=pd.RangeIndex(len(loaded)),
        crs=loaded.request.plan.crs,
    )
    frame = pd.DataFrame(dict(data), index=pd.RangeIndex(len(loaded)))
    return gpd.GeoDataFrame(frame, geometry=geometry, crs=loaded.request.plan.crs)
