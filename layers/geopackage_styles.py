"""Aliases and QGIS styles inside a GeoPackage that is being made (never the live project).

Sources: OGC GeoPackage 1.3, extension *Schema* (``gpkg_data_columns``); the table
``layer_styles`` and the QML inside it as QGIS 3 writes them.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd

from gridplanner.model import Plan
from layers import style
from layers.export_fields import Layer
from layers.export_options import ExportOptions

_SCHEMA = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE IF NOT EXISTS gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE IF NOT EXISTS gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
"""
_STYLES = """
CREATE TABLE IF NOT EXISTS layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
  styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT CURRENT_TIMESTAMP);
INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier)
  VALUES ('layer_styles', 'attributes', 'layer_styles');
"""
#: The n of the smallest scale 1:n at which the deepest level says its names.
_LEAF_LABELS = 10_000
_HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
_DEFINITION = "http://www.geopackage.org/spec121/#extension_schema"


def describe(
    path: Path, layers: Sequence[tuple[str, Layer]], plan: Plan, options: ExportOptions
) -> None:
    """Add aliases and styles to a finished, closed GeoPackage.

    Parameters
    ----------
    path : Path
        The file; it is changed.
    layers : sequence of (title, Layer)
        Tables as they are named inside.
    plan : Plan
    options : ExportOptions
        Language of the aliases.
    """
    zh = options.language == "zh"
    # Tables without geometry have no look.
    styled = [title for title, layer in layers if isinstance(layer.frame, gpd.GeoDataFrame)]
    deepest = max((_level(layer) for _, layer in layers if _has_grids(layer)), default=0)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(_SCHEMA + (_STYLES if styled else ""))
        connection.executemany(
            "INSERT OR IGNORE INTO gpkg_extensions"
            " VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')",
            [("gpkg_data_columns", _DEFINITION), ("gpkg_data_column_constraints", _DEFINITION)],
        )
        for title, layer in layers:
            connection.executemany(
                "INSERT INTO gpkg_data_columns (table_name, column_name, name, title, description)"
                " VALUES (?, ?, ?, ?, ?)",
                [
                    (title, f.name, *_alias(layer, place, zh=zh), f.remark or None)
                    for place, f in enumerate(layer.fields)
                ],
            )
            if title in styled:
                connection.executemany(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
                    " f_geometry_column, styleName, styleQML, useAsDefault, update_time)"
                    " VALUES ('', '', ?, 'geom', ?, ?, ?, ?)",
                    [
                        (title, name[:30], qml, default, f"{options.day}T00:00:00Z")
                        for name, qml, default in _looks(title, layer, plan, deepest, zh=zh)
                    ],
                )


def _looks(
    title: str, layer: Layer, plan: Plan, deepest: int, *, zh: bool
) -> list[tuple[str, str, int]]:
    """Give name, QML and whether it is the default of each look of a layer.

    QGIS lays the levels above over the deepest one: filled they would hide it, so that they
    are lines unless somebody chooses the filled look.
    """
    if not _has_grids(layer):
        return [(title, plain_qml(layer, zh=zh), 1)]
    filled = grid_qml(layer, plan, zh=zh)
    if _level(layer) == deepest:
        return [(title, filled, 1)]
    name = f"{title}（填色）" if zh else f"{title} (filled)"
    return [(title, grid_qml(layer, plan, filled=False, zh=zh), 1), (name, filled, 0)]


def _has_grids(layer: Layer) -> bool:
    return "uid" in layer.frame.columns and len(layer.frame) > 0


def _level(layer: Layer) -> int:
    return int(layer.frame["level"].iloc[0])


def _alias(layer: Layer, place: int, *, zh: bool) -> tuple[str, str]:
    """Give a field's alias twice; names must be unique within a table."""
    titles = [field.zh if zh else field.en for field in layer.fields]
    title = titles[place]
    name = title if titles.count(title) == 1 else f"{title} ({layer.fields[place].name})"
    return name, title


def plain_qml(layer: Layer, *, zh: bool = True) -> str:
    """Write the QGIS style of what is no grid: outlines for ground, dots for places.

    Returns
    -------
    str
        QML of QGIS 3.
    """
    kinds = layer.frame.geom_type.dropna()
    points = bool(len(kinds)) and str(kinds.iloc[0]).endswith("Point")
    root = ET.Element("qgis", version="3.28.0", styleCategories="Symbology|Fields")
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="singleSymbol",
        forceraster="0",
        symbollevels="0",
        enableorderby="0",
    )
    symbols = ET.SubElement(renderer, "symbols")
    if points:
        _dot(symbols, "0", style.LIGHT.muted)
    else:
        _fill(symbols, "0", style.NO_VALUE, style.level_width_px(1, 3), filled=False)
    _aliases(root, layer, zh=zh)
    return _HEAD + ET.tostring(root, encoding="unicode")


def grid_qml(layer: Layer, plan: Plan, *, filled: bool = True, zh: bool = True) -> str:
    """Write the QGIS style of one level: filled by parent, lines and labels by level.

    Without ``filled`` there are lines and labels alone, for a level that lies over another.

    Returns
    -------
    str
        QML of QGIS 3.
    """
    frame = layer.frame
    grids = plan.valid_grids.sort_values(["level", "code", "uid"])
    colours = style.colour_by_parent(
        {
            int(uid): (None if pd.isna(parent) else int(parent))
            for uid, parent in zip(grids["uid"], grids["parent"], strict=True)
        }
    )
    level, depth = int(frame["level"].iloc[0]), plan.scheme.depth
    width_px = style.level_width_px(level, depth)
    own = {code: colours[int(uid)] for code, uid in zip(frame["code"], frame["uid"], strict=True)}
    above: dict[str, set[str]] = {}
    for code, parent in zip(frame["code"], frame["parent_code"], strict=True):
        above.setdefault(parent, set()).add(own[code])
    # Where all children of a parent share a tint, a category a parent is a shorter legend.
    by_parent = all(len(shades) == 1 for shades in above.values()) and "" not in above
    name_of = dict(zip(grids["code"], grids["name"], strict=True))
    groups = {key: next(iter(shades)) for key, shades in above.items()} if by_parent else own

    root = ET.Element(
        "qgis", version="3.28.0", styleCategories="Symbology|Labeling|Fields", labelsEnabled="1"
    )
    renderer = ET.SubElement(
        root, "renderer-v2", type="categorizedSymbol", attr="PCODE" if by_parent else "CODE",
        forceraster="0", symbollevels="0", enableorderby="0",
    )  # fmt: skip
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for place, (key, colour) in enumerate(groups.items()):
        ET.SubElement(
            categories, "category", value=key, symbol=str(place), render="true",
            label=name_of.get(key) or key, type="string",
        )  # fmt: skip
        _fill(symbols, str(place), colour, width_px, filled=filled)
    _labels(root, depth - level)
    _aliases(root, layer, zh=zh)
    return _HEAD + ET.tostring(root, encoding="unicode")


def _fill(
    symbols: ET.Element, name: str, colour: str, width_px: float, *, filled: bool = True
) -> None:
    symbol = ET.SubElement(
        symbols, "symbol", type="fill", name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    entry = {"pass": "0", "class": "SimpleFill", "locked": "0", "enabled": "1"}
    layer = ET.SubElement(symbol, "layer", entry)
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in {
        "color": _rgba(colour, 200),
        "style": "solid" if filled else "no",
        "outline_color": _rgba(style.LIGHT.border, 255),
        "outline_style": "solid",
        # 96 pixels to the inch, as on the screen.
        "outline_width": f"{width_px * 25.4 / 96:.3f}",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)


def _aliases(root: ET.Element, layer: Layer, *, zh: bool) -> None:
    """Say the aliases in the style too: QGIS before 3.28 does not read them from the tables."""
    aliases = ET.SubElement(root, "aliases")
    for place, field in enumerate(layer.fields):
        ET.SubElement(
            aliases, "alias", field=field.name, index=str(place + 1),
            name=_alias(layer, place, zh=zh)[1],
        )  # fmt: skip


def _dot(symbols: ET.Element, name: str, colour: str) -> None:
    symbol = ET.SubElement(symbols, "symbol", type="marker", name=name, alpha="1")
    entry = {"pass": "0", "class": "SimpleMarker", "locked": "0", "enabled": "1"}
    options = ET.SubElement(ET.SubElement(symbol, "layer", entry), "Option", type="Map")
    for key, value in {
        "color": _rgba(colour, 255), "name": "circle", "outline_style": "no",
        "size": "1.2", "size_unit": "MM",
    }.items():  # fmt: skip
        ET.SubElement(options, "Option", type="QString", name=key, value=value)


def _labels(root: ET.Element, above: int) -> None:
    """Label a level that has ``above`` levels below it: the higher, the larger and the earlier."""
    size = 8.0 + 2.0 * above
    labeling = ET.SubElement(root, "labeling", type="simple")
    settings = ET.SubElement(labeling, "settings", calloutType="simple")
    text = ET.SubElement(
        settings, "text-style", fieldName="coalesce(nullif(\"NAME\", ''), \"CODE\")",
        isExpression="1", fontSize=f"{size:.1f}", fontSizeUnit="Point", fontFamily="Sans Serif",
        textColor=_rgba(style.LIGHT.text, 255), multilineHeight="1",
    )  # fmt: skip
    ET.SubElement(
        text, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferSizeUnits="MM",
        bufferColor=_rgba(style.LIGHT.halo, 255), bufferOpacity="0.9",
    )  # fmt: skip
    ET.SubElement(
        settings, "placement", placement="1", centroidInside="1", centroidWhole="0",
        priority=str(min(10, 4 + 3 * above)),
    )  # fmt: skip
    # A polygon as an obstacle would push away the labels of all levels that lie over it.
    ET.SubElement(
        settings, "rendering", drawLabels="1", obstacle="0",
        # Seen as a whole, the names of the deepest level would lie over all others.
        scaleVisibility=str(int(above == 0)), scaleMax="1", scaleMin=str(_LEAF_LABELS),
    )  # fmt: skip


def _rgba(colour: str, alpha: int) -> str:
    return ",".join([*(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)), str(alpha)])
