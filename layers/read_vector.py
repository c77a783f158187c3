"""Read map files (Shapefile, GeoPackage, GeoJSON, KML, DXF) as they are, hurt or whole.

Records that cannot be read are left out and reported by row; they never end the reading
of the others and are never dropped in silence.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from gridplanner.crs import crs_of, guess_crs
from gridplanner.errors import Fault, InputError
from layers.dbf import dbf_text
from layers.encoding import Encoding, choose, decode, encoding_of
from layers.notes import Note
from layers.shapefile import laid_out
from layers.shapes import read_shapes, swapped, with_axes_swapped
from layers.sniff import expect

_FAMILIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    ".shp": ("file.not_shapefile", ("shp",)),
    ".shx": ("file.not_shapefile", ("shp",)),
    ".zip": ("file.not_zip", ("zip",)),
    ".gpkg": ("file.not_geopackage", ("gpkg", "sqlite")),
    ".geojson": ("file.not_geojson", ("json",)),
    ".json": ("file.not_geojson", ("json",)),
    ".kml": ("file.not_kml", ("kml",)),
    ".dxf": ("file.not_dxf", ("dxf",)),
}
VECTOR_SUFFIXES = tuple(suffix for suffix in _FAMILIES if suffix != ".shx")

#: GDAL hands over the bytes of a dbf one to one; they are decoded here, text by text.
_BYTES = "ISO-8859-1"


@dataclass(frozen=True)
class RawLayer:
    """A layer as the file holds it.

    Attributes
    ----------
    frame : GeoDataFrame
        The file's own column names; geometry without Z and M, x = east.
    rows : ndarray of int
        For each row of the frame, its number in the file, from 1 (0-based ids + 1).
    crs : str or None
        Name of the CRS, ``None`` where neither the file nor the figures tell.
    crs_source : str
        ``file``, ``guessed``, ``given`` or ``unknown``.
    encoding : str
        Encoding of the texts.
    notes : list of Note
        What was understood or assumed.
    faults : list of Fault
        Records left out, and texts that are damaged.
    """

    frame: gpd.GeoDataFrame
    rows: np.ndarray[Any, np.dtype[np.int64]]
    crs: str | None
    crs_source: str
    encoding: str
    notes: list[Note] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows_in(self) -> int:
        """Records of the file, read or not."""
        skipped = {fault.row for fault in self.faults if fault.code.startswith("record.")}
        return len(self.frame) + len(skipped)


def read_vector(
    path: Path | str,
    layer: str | None = None,
    encoding: str | None = None,
    crs: str | None = None,
) -> RawLayer:
    """Read one layer of a map file.

    Parameters
    ----------
    path : Path or str
        ``.shp``, ``.zip`` with a shapefile, ``.gpkg``, ``.geojson``, ``.json``, ``.kml``,
        ``.dxf``.
    layer : str, optional
        Which layer, where the file has several.
    encoding : str, optional
        Encoding of the texts of a shapefile; chosen by tags and bytes where absent.
    crs : str, optional
        CRS of the coordinates; it wins over what the file says.

    Returns
    -------
    RawLayer
        No rows for an empty layer.

    Raises
    ------
    InputError
        The file is missing, not what its suffix says (``file.not_…`` with ``file`` and
        ``found``), has several layers and none is named (``layer.which``), or has no record
        that can be read (``layer.unreadable``).
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _FAMILIES:
        raise InputError("file.suffix_unknown", {"file": str(path), "suffix": suffix})
    code, kinds = _FAMILIES[suffix]
    if suffix == ".shx":
        path = path.with_suffix(".shp")
    expect(path, code, *kinds)
    if encoding is not None:
        encoding_of(encoding)
    if suffix in (".shp", ".zip", ".shx"):
        with laid_out(path, layer) as parts:
            text = dbf_text(parts.dbf)
            chosen = choose(text.samples, cpg=parts.cpg, language=text.language, given=encoding)
            source = _open(path, parts.shp, None, as_bytes=True)
            return _layer(path, source, chosen, crs, [*parts.notes, *chosen.notes], as_bytes=True)
    if suffix in (".geojson", ".json"):
        _ask_geojson(path)
    named = _layer_of(path, layer, code)
    source = _open(path, path, named, as_bytes=False)
    return _layer(path, source, Encoding("UTF-8", "tag"), crs, [], as_bytes=False)


def list_layers(path: Path | str) -> list[str]:
    """List the layers of a map file that hold geometry; a shapefile has one.

    Raises
    ------
    InputError
        The file is missing, or not what its suffix says.
    """
    path = Path(path)
    if path.suffix.lower() == ".zip":
        from layers.shapefile import layer_names

        return layer_names(path)
    if path.suffix.lower() == ".shp":
        return [path.stem]
    try:
        with _quiet_gdal():
            every = pyogrio.list_layers(path)
    except DataSourceError as error:
        reason = _short(error, path, path)
        raise InputError("file.unreadable", {"file": str(path), "reason": reason}) from error
    return [str(name) for name, kind in every if kind is not None]


@dataclass(frozen=True)
class _Source:
    meta: dict[str, Any]
    fids: np.ndarray[Any, Any]
    wkb: np.ndarray[Any, Any]
    fields: list[Any]


@contextmanager
def _quiet_gdal() -> Iterator[None]:
    """Keep GDAL's warnings off the screen; what matters in them becomes a note of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _open(path: Path, real: Path, layer: str | None, *, as_bytes: bool) -> _Source:
    options: dict[str, Any] = {"encoding": _BYTES} if as_bytes else {}
    try:
        with _quiet_gdal():
            meta, fids, wkb, fields = pyogrio.raw.read(
                real, layer=layer, return_fids=True, **options
            )
    except (DataSourceError, DataLayerError) as error:
        raise InputError(
            "file.unreadable", {"file": str(path), "reason": _short(error, real, path)}
        ) from error
    if wkb is None:
        raise InputError("layer.no_geometry", {"file": str(path), "layer": layer or ""})
    return _Source(meta, fids, wkb, fields)


def _short(error: Exception, real: Path, path: Path) -> str:
    return str(error).replace(str(real), str(path)).splitlines()[0][:200]


def _ask_geojson(path: Path) -> None:
    """Ask that JSON is GeoJSON, so that GDAL's many other JSON drivers don't guess."""
    with path.open("rb") as stream:
        head = stream.read(65_536)
    if b'"Feature' in head or b'"coordinates"' in head or b'"geometries"' in head:
        return
    try:
        whole = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, OSError) as error:
        raise InputError("file.not_geojson", {"file": str(path), "found": "JSON?"}) from error
    if not (isinstance(whole, dict) and str(whole.get("type", "")).startswith("Feature")):
        raise InputError("file.not_geojson", {"file": str(path), "found": "JSON"})


def _layer_of(path: Path, layer: str | None, code: str) -> str:
    try:
        with _quiet_gdal():
            every = pyogrio.list_layers(path)
    except DataSourceError as error:
        raise InputError(code, {"file": str(path), "found": _short(error, path, path)}) from error
    names = [str(name) for name, _ in every]
    if layer is not None:
        if layer not in names:
            raise InputError(
                "layer.unknown", {"file": str(path), "layer": layer, "layers": "、".join(names)}
            )
        return layer
    spatial = [str(name) for name, kind in every if kind is not None]
    if not spatial:
        raise InputError("layer.no_geometry", {"file": str(path), "layer": ""})
    if len(spatial) > 1:
        raise InputError("layer.which", {"file": str(path), "layers": "、".join(spatial)})
    return spatial[0]


def _layer(
    path: Path,
    source: _Source,
    chosen: Encoding,
    crs: str | None,
    notes: list[Note],
    *,
    as_bytes: bool,
) -> RawLayer:
    file = path.name
    by_fid = path.suffix.lower() not in (".geojson", ".json", ".kml", ".dxf")
    first = 0 if path.suffix.lower() == ".gpkg" else 1
    rows = (
        source.fids.astype("int64") + first
        if by_fid
        else np.arange(1, len(source.fids) + 1, dtype="int64")
    )
    shapes = read_shapes(source.wkb, rows, file)
    notes += shapes.notes
    faults = list(shapes.faults)
    columns, text_faults = decoded_columns(
        source.meta["fields"], source.fields, chosen, rows, file, as_bytes=as_bytes
    )
    faults += text_faults
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    twice = [n for n in frame.columns if n.endswith("_2") and n[:-2] in frame.columns]
    declared = [str(f) for f in source.meta["fields"]]
    if twice and len(set(declared)) < len(declared):
        notes.append(Note("column.twice", {"columns": "、".join(n[:-2] for n in twice)}))
    if len(rows) and not shapes.good.any():
        kinds = {fault.code for fault in faults if fault.code.startswith("record.")}
        code = "layer.multipatch" if kinds == {"record.multipatch"} else "layer.unreadable"
        raise InputError(code, {"file": str(path), "count": len(rows)})
    name, origin = _crs(source.meta.get("crs"), crs)
    values = shapes.shapes[shapes.good]
    if swapped(values, name):
        values = with_axes_swapped(values)
        notes.append(Note("axes.swapped", {"file": file}))
    if name is None and len(values):
        name = guess_crs(_bounds(values))
        origin = "guessed" if name else "unknown"
        if name:
            notes.append(Note("crs.guessed", {"crs": name}))
    layer_frame = gpd.GeoDataFrame(
        frame[shapes.good].reset_index(drop=True), geometry=gpd.GeoSeries(values), crs=name
    )
    return RawLayer(layer_frame, rows[shapes.good], name, origin, chosen.name, notes, faults)


def _bounds(values: np.ndarray[Any, Any]) -> tuple[float, float, float, float]:
    minx, miny, maxx, maxy = gpd.GeoSeries(values).total_bounds
    return float(minx), float(miny), float(maxx), float(maxy)


def _crs(found: str | None, given: str | None) -> tuple[str | None, str]:
    if given is not None:
        crs_of(given)
        return given, "given"
    if found:
        return str(found), "file"
    return None, "unknown"


def decoded_columns(
    titles: Any,
    fields: Any,
    chosen: Encoding,
    rows: np.ndarray[Any, Any],
    file: str,
    *,
    as_bytes: bool = True,
) -> tuple[dict[str, Any], list[Fault]]:
    """Name and decode columns that GDAL gave; a name that comes again gets a number.

    Parameters
    ----------
    titles, fields : sequences
        Names and arrays of values.
    chosen : Encoding
        Encoding of the texts.
    rows : array of int
        Row numbers to name in faults.
    file : str
        File to name in faults.
    as_bytes : bool
        Whether texts are bytes that came one to one as Latin-1.
    """
    columns: dict[str, Any] = {}
    faults: list[Fault] = []
    for title, values in zip(titles, fields, strict=True):
        name = _decoded(str(title), chosen.name)[0] if as_bytes else str(title)
        base, number = name, 2
        while name in columns or name == "geometry":
            name, number = f"{base}_{number}", number + 1
        if values.dtype != object:
            columns[name] = values
            continue
        if as_bytes:
            values, damaged = _decode_all(values, chosen.name)
            faults += [
                Fault("text.damaged", file, int(rows[i]), name, str(values[i])) for i in damaged
            ]
        columns[name] = _as_text(values)
    return columns, faults


def _as_text(values: np.ndarray[Any, Any]) -> Any:
    if all(value is None or isinstance(value, str) for value in values):
        return pd.Series(values, dtype="str")
    return pd.Series(values)


def _decode_all(
    values: np.ndarray[Any, Any], encoding: str
) -> tuple[np.ndarray[Any, Any], list[int]]:
    known: dict[str, tuple[str, bool]] = {}
    result = values.copy()
    damaged = []
    for i, value in enumerate(values):
        if not isinstance(value, str) or value.isascii():
            continue
        if value not in known:
            known[value] = _decoded(value, encoding)
        result[i], whole = known[value]
        if not whole:
            damaged.append(i)
    return result, damaged


def _decoded(text: str, encoding: str) -> tuple[str, bool]:
    """Decode bytes that came as Latin-1; half a character at the end is dropped quietly."""
    raw = text.encode("latin-1")
    try:
        return decode(raw, encoding, cut=True), True
    except UnicodeDecodeError:
        return raw.decode(encoding, "replace"), False
