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

import pandas as pd

from gridplanner.model import Plan
from layers import style
from layers.export_fields import Layer
from layers.writers import ExportOptions

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
    styled = [title for title, layer in layers if "uid" in layer.frame.columns]
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
                connection.execute(
                    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
                    " f_geometry_column, styleName, styleQML, useAsDefault, update_time)"
                    " VALUES ('', '', ?, 'geom', ?, ?, 1, ?)",
                    (title, title[:30], grid_qml(layer, plan), f"{options.day}T00:00:00Z"),
                )


def _alias(layer: Layer, place: int, *, zh: bool) -> tuple[str, str]:
    """Give a field's alias twice; names must be unique within a table."""
    titles = [field.zh if zh else field.en for field in layer.fields]
    title = titles[place]
    name = title if titles.count(title) == 1 else f"{title} ({layer.fields[place].name})"
    return name, title


def grid_qml(layer: Layer, plan: Plan) -> str:
    """Write the QGIS style of one level: filled by parent, lines and labels by level.

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

    root = ET.Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling")
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
        _fill(symbols, str(place), colour, width_px)
    _labels(root, 8.0 + 2.0 * (depth - level))
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + ET.tostring(root, encoding="unicode")


def _fill(symbols: ET.Element, name: str, colour: str, width_px: float) -> None:
    symbol = ET.SubElement(
        symbols, "symbol", type="fill", name=name, alpha="1", clip_to_extent="1", force_rhr="0"
    )
    entry = {"pass": "0", "class": "SimpleFill", "locked": "0", "enabled": "1"}
    layer = ET.SubElement(symbol, "layer", entry)
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in {
        "color": _rgba(colour, 200),
        "style": "solid",
        "outline_color": _rgba(style.LIGHT.border, 255),
        "outline_style": "solid",
        # 96 pixels to the inch, as on the screen.
        "outline_width": f"{width_px * 25.4 / 96:.3f}",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }.items():
        ET.SubElement(options, "Option", type="QString", name=key, value=value)


def _labels(root: ET.Element, size: float) -> None:
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
    ET.SubElement(settings, "placement", placement="1", centroidInside="1", centroidWhole="0")
    ET.SubElement(settings, "rendering", drawLabels="1", obstacle="1", scaleVisibility="0")


def _rgba(colour: str, alpha: int) -> str:
    return ",".join([*(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5)), str(alpha)])
