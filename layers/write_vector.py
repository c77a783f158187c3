"""GeoPackage, GeoJSON and KML: the same layers and fields for maps and other programs."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from gridplanner.crs import WGS84
from gridplanner.model import Plan
from layers import style
from layers.atomic import scratch
from layers.export_fields import Field, Layer, layers_of
from layers.export_options import ExportOptions, Summary, WriteResult
from layers.geopackage_styles import describe
from layers.notes import Note
from layers.privacy import mark_of
from layers.privacy_scan import hand_over
from layers.target_crs import is_gcj02, placed, target_crs
from layers.titles import title_of

#: Decimals of a degree: seven lose vertices that neighbours share, nine keep 0.1 mm.
_DECIMALS = 9
_UNFIT = re.compile(r"""[^\w\-（）() ]+|^[\W_]+""")
_NO_MARKUP = str.maketrans({"<": "＜", ">": "＞"})
_KML = "http://www.opengis.net/kml/2.2"


def write_gpkg(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write a GeoPackage, a layer a level, named as the scheme names them.

    Field names are those of the other formats, with Chinese or English aliases; QGIS opens
    the layers with the program's own colours.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    layers, notes = layers_of(plan, summary, options)
    if options.crs is not None and is_gcj02(options.crs):
        notes.append(Note("export.gcj02"))
    hand_over(out, gpkg_bytes(plan, summary, out, options), plan, options)
    titles = _titles(layers, options)
    return WriteResult(
        out, tuple(notes), {t: len(layer.frame) for t, layer in zip(titles, layers, strict=True)}
    )


def gpkg_bytes(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> bytes:
    """Make the GeoPackage; ``out`` is named in errors.

    Raises
    ------
    InputError, StoreError
        The scratch folder has no room.
    """
    layers, _ = layers_of(plan, summary, options)
    crs = options.crs or plan.crs
    titles = _titles(layers, options)
    with scratch(out) as folder:
        path = folder / "export.gpkg"
        for layer, title in zip(layers, titles, strict=True):
            _add_layer(path, title, _plain(layer, crs))
        if not path.exists():
            geometry = gpd.GeoSeries([], crs=target_crs(crs))
            empty = gpd.GeoDataFrame({"NAME": []}, geometry=geometry)
            title = "边界" if options.language == "zh" else "Boundary"
            pyogrio.write_dataframe(
                empty, path, layer=title, driver="GPKG", geometry_type="MultiPolygon"
            )
        describe(path, list(zip(titles, layers, strict=True)), plan, options)
        return path.read_bytes()


def _add_layer(path: Path, title: str, frame: pd.DataFrame) -> None:
    append = path.exists()
    if not isinstance(frame, gpd.GeoDataFrame):
        pyogrio.write_dataframe(frame, path, layer=title, driver="GPKG", append=append)
        return
    kind = str(frame.geom_type.dropna().iloc[0]) if frame.geom_type.notna().any() else ""
    polygons = kind.endswith("Polygon")
    pyogrio.write_dataframe(
        frame,
        path,
        layer=title,
        driver="GPKG",
        geometry_type="MultiPolygon" if polygons else "Point",
        promote_to_multi=polygons,
        append=append,
    )


def write_geojson(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the grids as GeoJSON: one file, a feature a grid, its level a property.

    Source: RFC 7946: WGS84 longitude and latitude, outer rings counter-clockwise, the ground's
    box as ``bbox``; nine decimals where it finds six enough for maps: six lose shared vertices.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    layers, notes = layers_of(plan, summary, options)
    features: list[str] = []
    bounds: list[Any] = []
    rows: dict[str, int] = {}
    for layer in layers:
        frame = _plain(layer, WGS84)
        if not isinstance(frame, gpd.GeoDataFrame):
            continue
        shapes = shapely.orient_polygons(np.asarray(frame.geometry.values, dtype=object))
        drawn = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        bounds += [*shapely.bounds(drawn)] if len(drawn) else []
        for shape, record in zip(shapes, _records(frame, layer.fields), strict=True):
            feature = {
                "type": "Feature",
                "properties": {"LAYER": layer.key, **record},
                "geometry": None if shape is None or shape.is_empty else _geometry(shape),
            }
            features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
        rows[layer.key] = len(frame)
    head: dict[str, Any] = {
        "title": title_of(plan, options), "date": options.day, "mark": _mark(options),
    }  # fmt: skip
    if bounds:
        edges = shapely.total_bounds(shapely.box(*np.array(bounds).T))
        head["bbox"] = [round(float(edge), _DECIMALS) for edge in edges]
    extra = json.dumps(head, ensure_ascii=False)[1:-1]
    text = f'{{"type":"FeatureCollection",{extra},"features":[\n' + ",\n".join(features) + "\n]}\n"
    hand_over(out, text.encode("utf-8", "replace"), plan, options)
    return WriteResult(out, tuple(notes), rows)


def write_kml(plan: Plan, summary: Summary, out: Path, options: ExportOptions) -> WriteResult:
    """Write the grids as KML with a folder a level, coloured by parent.

    Raises
    ------
    InputError, StoreError
        The file cannot be written.
    """
    options = options.checked(plan)
    layers, notes = layers_of(plan, summary, options)
    ET.register_namespace("", _KML)
    root = ET.Element(f"{{{_KML}}}kml")
    document = _child(root, "Document")
    _child(document, "name", title_of(plan, options))
    _child(document, "description", " ".join(filter(None, [_mark(options), options.day])))
    colours = style.colour_by_parent(_parents(plan))
    used = sorted(set(colours.values()) | {style.NO_VALUE})
    for colour in used:
        _style(document, colour)
    rows: dict[str, int] = {}
    zh = options.language == "zh"
    for layer in layers:
        frame = _plain(layer, WGS84)
        if not isinstance(frame, gpd.GeoDataFrame):
            continue
        folder = _child(document, "Folder")
        _child(folder, "name", layer.zh if zh else layer.en)
        _child(folder, "visibility", "1" if layer is layers[0] else "0")
        uids = layer.frame["uid"] if "uid" in layer.frame.columns else [0] * len(frame)
        for uid, shape, record in zip(
            uids, frame.geometry, _records(frame, layer.fields), strict=True
        ):
            if shape is None or shape.is_empty:
                continue
            mark = _child(folder, "Placemark")
            _child(
                mark, "name", str(record.get("NAME") or record.get("CODE") or record.get("ID", ""))
            )
            _child(mark, "styleUrl", f"#c{colours.get(int(uid), style.NO_VALUE)[1:]}")
            data = _child(mark, "ExtendedData")
            for field in layer.fields:
                if record[field.name] is not None:
                    item = _child(data, "Data")
                    item.set("name", field.name)
                    _child(item, "displayName", field.zh if zh else field.en)
                    _child(item, "value", str(record[field.name]))
            _kml_geometry(mark, shape)
        rows[layer.key] = len(frame)
    content = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    hand_over(out, content, plan, options)
    return WriteResult(out, tuple(notes), rows)


def _mark(options: ExportOptions) -> str:
    return mark_of(options.profile, options.language) if options.mark is None else options.mark


def _titles(layers: list[Layer], options: ExportOptions) -> list[str]:
    """Name the layers so that no two are alike, whatever a scheme calls its levels."""
    titles: list[str] = []
    for layer in layers:
        title = layer.zh if options.language == "zh" else layer.en
        # A scheme's own words become names of tables and of layers in a tree.
        title = _UNFIT.sub("", title).strip()[:60]
        titles.append(title if title and title not in titles else f"{title}_{layer.key}")
    return titles


def _plain(layer: Layer, crs: str) -> pd.DataFrame:
    """Give the layer's fields under their file names, in the CRS asked for."""
    data: dict[str, Any] = {}
    for field in layer.fields:
        values = layer.frame[field.column].reset_index(drop=True)
        if field.kind == "whole":
            data[field.name] = values.astype("Float64").round().astype("Int64")
        elif field.kind == "decimal":
            data[field.name] = values.astype("float64").round(field.decimals)
        else:
            # GDAL ends a text at the first null character.
            data[field.name] = values.astype("str").str.replace("\x00", "", regex=False)
    if isinstance(layer.frame, gpd.GeoDataFrame):
        shapes = placed(layer.frame[["geometry"]].reset_index(drop=True), crs).geometry
        located: pd.DataFrame = gpd.GeoDataFrame(data, geometry=shapes)
        return located
    return pd.DataFrame(data)


def _records(frame: gpd.GeoDataFrame, fields: tuple[Field, ...]) -> list[dict[str, Any]]:
    """Give the attributes row by row, ready for JSON: no figure is ``None``."""
    columns = {field.name: frame[field.name].tolist() for field in fields}
    return [
        {name: _value(values[row]) for name, values in columns.items()} for row in range(len(frame))
    ]


def _value(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value


def _geometry(shape: Any) -> dict[str, Any]:
    def rounded(part: Any) -> Any:
        if isinstance(part, float):
            return round(part, _DECIMALS)
        return [rounded(item) for item in part]

    mapping = shapely.geometry.mapping(shape)
    return {"type": mapping["type"], "coordinates": rounded(mapping["coordinates"])}


def _parents(plan: Plan) -> dict[int, int | None]:
    grids = plan.valid_grids.sort_values(["level", "code", "uid"])
    return {
        int(uid): (None if pd.isna(parent) else int(parent))
        for uid, parent in zip(grids["uid"], grids["parent"], strict=True)
    }


def _child(parent: ET.Element, tag: str, text: str | None = None) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_KML}}}{tag}")
    if text is not None:
        # XML has no way to write most control characters; they would make the file unreadable.
        # Viewers show names and values as HTML: no text of a plan may be markup there.
        plain = "".join(c for c in text if c >= " " or c in "\t\n")
        child.text = plain.translate(_NO_MARKUP)
    return child


def _style(document: ET.Element, colour: str) -> None:
    red, green, blue = colour[1:3], colour[3:5], colour[5:7]
    entry = _child(document, "Style")
    entry.set("id", f"c{colour[1:]}")
    line = _child(entry, "LineStyle")
    _child(line, "color", "ff40352f")
    _child(line, "width", "1.5")
    fill = _child(entry, "PolyStyle")
    # KML writes alpha, blue, green, red.
    _child(fill, "color", f"99{blue}{green}{red}".lower())


def _kml_geometry(mark: ET.Element, shape: Any) -> None:
    parts = list(shapely.get_parts(shape))
    parent = _child(mark, "MultiGeometry") if len(parts) > 1 else mark
    for part in parts:
        if part.geom_type == "Point":
            _child(_child(parent, "Point"), "coordinates", _coordinates(part))
            continue
        polygon = _child(parent, "Polygon")
        part = shapely.orient_polygons(part)
        for tag, rings in (
            ("outerBoundaryIs", [part.exterior]),
            ("innerBoundaryIs", part.interiors),
        ):
            for ring in rings:
                linear = _child(_child(polygon, tag), "LinearRing")
                _child(linear, "coordinates", _coordinates(ring))


def _coordinates(shape: Any) -> str:
    return " ".join(
        f"{x:.{_DECIMALS}f},{y:.{_DECIMALS}f}" for x, y in shapely.get_coordinates(shape)
    )
