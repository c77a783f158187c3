"""Fields of what is handed over: one list for shapefile, GeoPackage, GeoJSON, KML and registers.

ASCII names of at most ten bytes, so that they are the same in every format; the Chinese and
English titles go into the field table of the pack, aliases and headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import geopandas as gpd
import numpy as np
import pandas as pd

from gridplanner.model import Plan
from gridplanner.tables import TABLES
from layers.export_options import ExportOptions, Summary
from layers.notes import Note
from layers.privacy import GUARDED, SMALL_COUNT, left_out, profile_title, rows_shown
from layers.sides import sides_by_uid
from layers.small_counts import COUNTS, hidden_uids

#: Bytes that a field name may have in a dbf.
NAME_BYTES = 10
#: What stands for "no figure" where a format has no null; no real figure here is negative.
NO_FIGURE = -1


@dataclass(frozen=True)
class Field:
    """One field: its name in files, the column it comes from, its type and titles."""

    name: str
    column: str
    kind: Literal["text", "whole", "decimal"]
    width: int
    decimals: int
    zh: str
    en: str
    remark: str = ""


def _text(name: str, column: str, width: int, zh: str, en: str, remark: str = "") -> Field:
    return Field(name, column, "text", width, 0, zh, en, remark)


def _whole(name: str, column: str, width: int, zh: str, en: str, remark: str = "") -> Field:
    return Field(name, column, "whole", width, 0, zh, en, remark)


def _decimal(name: str, column: str, decimals: int, zh: str, en: str, remark: str = "") -> Field:
    return Field(name, column, "decimal", 16, decimals, zh, en, remark)


#: Fields of a grid, all levels.
GRID_FIELDS: tuple[Field, ...] = (
    _whole("UID", "uid", 10, "内部号", "Uid", "永不重复使用；回传时据此识别网格"),
    _text("CODE", "code", 40, "网格编码", "Code", "文本"),
    _text("NAME", "name", 254, "网格名称", "Name"),
    _whole("LEVEL", "level", 2, "层级", "Level", "1 为最上层"),
    _text("LEVELNAME", "level_name", 60, "层级名称", "Level name"),
    _text("PCODE", "parent_code", 40, "上级编码", "Parent code", "最上层为空"),
    _text("KIND", "kind", 40, "网格类型", "Kind", "综合／专属"),
    _whole("HU", "households", 9, "户数", "Households", "−1 为无数据或不公开"),
    _whole("PERSONS", "persons", 9, "人口数", "Persons", "−1 为无数据或不公开"),
    _whole("DOORS", "doors", 9, "单元门数", "Doors", "−1 为无数据或不公开"),
    _decimal("AREA_M2", "area_m2", 2, "面积（平方米）", "Area (m²)"),
    _decimal("SERVED_M2", "served_m2", 2, "服务面积（平方米）", "Served area (m²)"),
    _decimal("LOAD", "load", 4, "工作量（人份）", "Load (workers' worth)", "−1 为无数据或不公开"),
    _decimal("TARGET", "target", 4, "目标工作量（人份）", "Target", "−1 为无目标（专属网格）"),
    _decimal("DEV_PCT", "dev_pct", 2, "偏差（%）", "Deviation (%)", "无目标或不公开时记 0"),
    _whole("POSTS", "posts", 6, "岗位数", "Posts", "−1 为未定"),
    _whole("WORKERS", "workers", 6, "网格员数", "Grid workers"),
    _whole("CAPTAINS", "captains", 6, "楼门长数", "Door captains"),
    _text("SIDES", "sides", 254, "四至", "Four sides"),
)
BOUNDARY_FIELDS: tuple[Field, ...] = (
    _text("NAME", "name", 254, "名称", "Name"),
    _decimal("AREA_M2", "area_m2", 2, "面积（平方米）", "Area (m²)"),
)

#: Figures that say as much as the counts they come from.
_TELLING = ("load", "dev_pct")


@dataclass(frozen=True)
class Layer:
    """One table to be handed over.

    Attributes
    ----------
    key : str
        ASCII name, such as ``"grids_l1"``.
    zh, en : str
        Titles.
    fields : tuple of Field
    frame : DataFrame or GeoDataFrame
        Columns named as in ``Field.column``; missing figures are NaN.
    """

    key: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    frame: pd.DataFrame


def layers_of(
    plan: Plan, summary: Summary, options: ExportOptions
) -> tuple[list[Layer], list[Note]]:
    """Give the layers that this profile may have: levels, boundary, and rows if internal.

    Coordinates stay in the plan's CRS.

    Returns
    -------
    layers : list of Layer
        Levels from the top down, then boundary, then tables of dwellings and persons.
    notes : list of Note
        What is left out or withheld.
    """
    frame, notes = grid_frame(plan, summary, options)
    if not len(frame):
        notes.append(Note("export.no_grids"))
    layers = []
    for level in plan.scheme.levels:
        rows = frame[(frame["level"] == level.level).to_numpy()]
        if len(rows) and options.level in (None, level.level):
            layers.append(
                Layer(f"grids_l{level.level}", level.name, level.name_en, GRID_FIELDS, rows)
            )
    boundary = plan.layer("boundary")
    if len(boundary):
        boundary = boundary.assign(area_m2=boundary.geometry.area)
        layers.append(Layer("boundary", "边界", "Boundary", BOUNDARY_FIELDS, boundary))
    present = [name for name in GUARDED if len(plan.tables[name])]
    hidden = left_out(options.profile, present, people=options.people)
    if hidden:
        place = 0 if options.language == "zh" else 1
        titles = [(TABLES[name].zh, TABLES[name].en)[place] for name in hidden]
        notes.append(
            Note(
                "export.left_out",
                {
                    "profile": profile_title(options.profile, options.language),
                    "tables": "、".join(titles) if place == 0 else ", ".join(titles),
                },
            )
        )
    layers += [
        _row_layer(name, rows_shown(plan, name, options.profile))
        for name in present
        if name not in hidden
    ]
    return layers, notes


def grid_frame(
    plan: Plan, summary: Summary, options: ExportOptions
) -> tuple[gpd.GeoDataFrame, list[Note]]:
    """Give all grids in force with their numbers, sorted by level and code."""
    grids = plan.valid_grids.sort_values(["level", "code", "uid"]).set_index("uid", drop=False)
    numbers = summary.grids.reindex(grids.index)
    names = {level.level: level.name for level in plan.scheme.levels}
    code_of = dict(zip(grids["uid"], grids["code"], strict=True))
    grids = grids.assign(
        level_name=[names.get(int(level), "") for level in grids["level"]],
        parent_code=[
            "" if pd.isna(parent) else code_of.get(int(parent), "") for parent in grids["parent"]
        ],
        kind=[kind or "综合" for kind in grids["kind"]],
    )
    for column in (
        *COUNTS, "area_m2", "served_m2", "load", "target", "workers", "captains", "posts",
    ):  # fmt: skip
        grids[column] = _floats(numbers, column)
    sides = sides_by_uid(plan, options.language)
    grids["sides"] = [sides[int(uid)] for uid in grids["uid"]]
    grids["dev_pct"] = 100 * _floats(numbers, "deviation")
    # Ground is known even where no numbers are.
    grids["area_m2"] = grids["area_m2"].fillna(grids.geometry.area)
    return grids, _withhold(grids, hidden_uids(plan, summary, options))


def _floats(frame: pd.DataFrame, column: str) -> Any:
    if column not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[column].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)


def _withhold(grids: gpd.GeoDataFrame, hidden: frozenset[int]) -> list[Note]:
    rows = grids["uid"].isin(hidden).to_numpy()
    for column in (*COUNTS, *_TELLING):
        grids.loc[rows, column] = np.nan
    if not rows.any():
        return []
    return [Note("export.suppressed", {"count": int(rows.sum()), "limit": SMALL_COUNT})]


def _row_layer(name: str, frame: pd.DataFrame) -> Layer:
    """Give a table of dwellings or persons with a field for each column."""
    table = TABLES[name]
    columns = [column for column in frame.columns if column != "geometry"]
    known = {column.name: column for column in table.columns}
    fields = []
    for column, short in zip(columns, ascii_names(columns), strict=True):
        spec = known.get(column)
        kinds: Mapping[str, Literal["text", "whole", "decimal"]] = {
            "int": "whole", "maybe_int": "whole", "float": "decimal", "bool": "whole",
        }  # fmt: skip
        kind = kinds.get(spec.dtype, "text") if spec else "text"
        width = {"text": 254, "whole": 18, "decimal": 16}[kind]
        fields.append(
            Field(
                short,
                column,
                kind,
                width,
                4 if kind == "decimal" else 0,
                spec.zh if spec else column,
                spec.en if spec else column,
            )
        )
    return Layer(name, table.zh, table.en, tuple(fields), frame)


def ascii_names(columns: Iterable[str]) -> list[str]:
    """Make field names of at most ten ASCII bytes that stay apart.

    >>> ascii_names(["home_entrance", "home_entry", "备注", "id"])
    ['HOME_ENTRA', 'HOME_ENTRY', 'F3', 'ID']
    """
    names: list[str] = []
    for place, column in enumerate(columns, start=1):
        plain = "".join(c for c in column.upper() if c.isascii() and (c.isalnum() or c == "_"))
        base = (plain if plain[:1].isalpha() else f"F{place}")[:NAME_BYTES]
        name, number = base, 1
        while name in names:
            number += 1
            name = f"{base[: NAME_BYTES - len(str(number))]}{number}"
        names.append(name)
    return names
