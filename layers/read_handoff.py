"""Grids that we handed over, as they came back: shapefile pack, GeoPackage or GeoJSON."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from gridplanner.crs import crs_of
from gridplanner.errors import InputError
from gridplanner.model import Plan
from layers.encoding import choose_text, decode
from layers.export_fields import GRID_FIELDS, NO_FIGURE
from layers.field_mapping import systems_of
from layers.notes import Note
from layers.read_vector import RawLayer, list_layers, read_vector
from layers.sides import sides_by_uid
from layers.target_crs import unshifted

_TABLE = "字段对照表.csv"
_COLUMNS = ("uid", "level", "code", "name", "parent_code", "kind", "posts", "sides")
#: A shapefile cuts texts; from so many signs on, the beginning of a text counts as it.
_CUT_FROM = 60
_KEY = re.compile(r"grids_l(\d+)$")


def read_handoff(
    path: Path, plan: Plan, *, encoding: str | None = None, crs: str | None = None
) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Read the grids of a file that we made and somebody may have changed.

    Fields are known by the 字段对照表 of the pack, by what a saved receiving system calls
    them, or by our own names.

    Returns
    -------
    came : GeoDataFrame
        As :func:`gridplanner.handoff.differences` takes it.
    notes : list of Note

    Raises
    ------
    InputError
        The file cannot be read, or ``handoff.not_ours``: no layer has our codes.
    """
    layers = list_layers(path)
    tables = _tables(path)
    parts: list[gpd.GeoDataFrame] = []
    notes: list[Note] = []
    for layer in layers:
        raw = read_vector(path, layer, encoding, crs)
        part = _grids(layer, raw, plan, tables)
        if part is None:
            continue
        notes += [note for note in raw.notes if note not in notes]
        if raw.faults:
            notes.append(Note("handoff.faults", {"layer": layer, "count": len(raw.faults)}))
        parts.append(part)
    if not parts:
        raise InputError("handoff.not_ours", {"file": str(path), "layers": "、".join(layers)})
    came = pd.concat(parts, ignore_index=True)
    return gpd.GeoDataFrame(came, geometry="geometry", crs=plan.crs), notes


def _grids(
    layer: str, raw: RawLayer, plan: Plan, tables: Mapping[str, Mapping[str, str]]
) -> gpd.GeoDataFrame | None:
    """Give a layer's grids under our own names; ``None`` for a layer of something else."""
    frame = raw.frame
    names = _names(layer, list(map(str, frame.columns)), plan, tables)
    key = _KEY.search(layer)
    if "code" not in names or not ("level" in names or key):
        return None
    data: dict[str, Any] = {ours: frame[theirs] for ours, theirs in names.items()}
    made = gpd.GeoDataFrame(data, geometry=frame.geometry.array, crs=frame.crs or raw.crs)
    made = made[~(made.geometry.isna() | made.geometry.is_empty).to_numpy()]
    made = made[made.geometry.geom_type.str.endswith("Polygon").to_numpy()]
    made["code"] = made["code"].astype("str").str.strip()
    if "level" not in made.columns:
        assert key is not None
        made["level"] = int(key.group(1))
    made["level"] = pd.to_numeric(made["level"], errors="coerce")
    # In a GeoJSON file the boundary is a feature too: it has no level.
    made = made[(made["level"].notna() & (made["code"] != "")).to_numpy()]
    if not len(made):
        return None
    made["level"] = made["level"].astype("int64")
    uid = made["uid"] if "uid" in made.columns else pd.Series(pd.NA, index=made.index)
    made["uid"] = pd.to_numeric(uid, errors="coerce").astype("Int64")
    if "posts" in made.columns:
        posts = pd.to_numeric(made["posts"], errors="coerce")
        made["posts"] = posts.where(posts != NO_FIGURE).round().astype("Int64")
    for column in ("name", "kind", "parent_code", "sides"):
        if column in made.columns:
            made[column] = made[column].fillna("").astype("str").str.strip()
    if "sides" in made.columns:
        made["sides"] = _written_sides(made, plan)
    if made.crs is None:
        made = made.set_crs(crs_of(plan.crs))
    return unshifted(made).to_crs(crs_of(plan.crs))


def _written_sides(made: pd.DataFrame, plan: Plan) -> list[str]:
    """Give the four sides that somebody wrote: what we say ourselves is no news."""
    grids = plan.valid_grids
    own = dict(zip(grids["uid"].astype(int), grids["sides"].astype(str), strict=True))
    by_code = dict(zip(grids["code"].astype(str), own, strict=True))
    said = [sides_by_uid(plan, language) for language in ("zh", "en")]
    renamed = _renamed(made, grids, by_code)
    result = []
    for uid, code, text in zip(made["uid"], made["code"], made["sides"], strict=True):
        # A uid may be another project's, a code may have been changed: either may say it.
        keys = [by_code.get(str(code), -1), -1 if pd.isna(uid) else int(uid)]
        mine = [own[key] for key in keys if key in own]
        ours = [texts[key] for texts in said for key in keys if key in texts]
        ours += [_with_names(one, renamed) for one in ours]
        cut = len(text) >= _CUT_FROM and any(one.startswith(text) for one in ours)
        result.append((mine or [""])[0] if text in ours or cut else text)
    return result


def _renamed(made: pd.DataFrame, grids: pd.DataFrame, by_code: Mapping[str, int]) -> dict[str, str]:
    """Give the names that grids got from the receiver, by those that they have here."""
    if "name" not in made.columns:
        return {}
    here = dict(zip(grids["uid"].astype(int), grids["name"].astype(str), strict=True))
    result = {}
    for uid, code, name in zip(made["uid"], made["code"], made["name"], strict=True):
        old = here.get(by_code.get(str(code), -1) if pd.isna(uid) else int(uid), "")
        if old and name and old != name:
            result[old] = str(name)
    return result


def _with_names(text: str, renamed: Mapping[str, str]) -> str:
    """Say four sides with the new names: they name the grids beside."""
    for old, new in renamed.items():
        text = text.replace(old, new)
    return text


def _names(
    layer: str, columns: list[str], plan: Plan, tables: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    """Say which of the file's columns is which of ours."""
    spoken = [tables.get(layer, {})]
    for mapping in systems_of(plan).values():
        spoken += [dict(own) for own in mapping.names.values()]
    spoken.append({field.column: field.name for field in GRID_FIELDS})
    spoken.append({field.column: field.zh for field in GRID_FIELDS})
    folded = {column.upper(): column for column in columns}
    best: dict[str, str] = {}
    for names in spoken:
        found = {
            ours: folded[names[ours].upper()]
            for ours in _COLUMNS
            if names.get(ours) and names[ours].upper() in folded
        }
        if len(found) > len(best):
            best = found
    return best


def _tables(path: Path) -> dict[str, dict[str, str]]:
    """Read the 字段对照表 of a pack, or the one that lies beside a shapefile."""
    raw = None
    if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if name.endswith(_TABLE)]
            raw = archive.read(inside[0]) if inside else None
    elif path.with_name(_TABLE).exists():
        raw = path.with_name(_TABLE).read_bytes()
    if raw is None:
        return {}
    tables: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(io.StringIO(decode(raw, choose_text(raw).name))):
        if row.get("文件") and row.get("来源列") and row.get("字段名"):
            tables.setdefault(row["文件"], {})[row["来源列"]] = row["字段名"]
    return tables
