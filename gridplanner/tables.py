"""Schemas of the tables of a plan, and the one checker that holds frames to them.

Every frame is indexed by ``fid``, a whole number that is a row's key in the project
file and in a :class:`gridplanner.changes.Change`. Text is never null (absent is
``""``), ids and codes are text, dates are ISO text (``2026-11-24``), whole numbers
that may be absent are ``Int64``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from gridplanner.errors import Fault, FaultyInput

Dtype = Literal["text", "int", "maybe_int", "float", "bool"]

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
POINTS = ("Point",)

_PANDAS: dict[str, str] = {
    "text": "str",
    "int": "int64",
    "maybe_int": "Int64",
    "float": "float64",
    "bool": "bool",
}
_FILL: dict[str, Any] = {"text": "", "int": 0, "maybe_int": pd.NA, "float": np.nan, "bool": False}


@dataclass(frozen=True)
class Column:
    """One column: its name, type, unit, whether a file must bring it, and its titles."""

    name: str
    dtype: Dtype
    zh: str
    en: str
    unit: str = ""
    required: bool = False


@dataclass(frozen=True)
class Table:
    """One table: titles, columns, and the geometry types it takes (none: a plain table)."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    geometry: tuple[str, ...] = ()

    @property
    def spatial(self) -> bool:
        """Whether the table has a geometry column."""
        return bool(self.geometry)

    def column(self, name: str) -> Column:
        """Find the column of that name.

        Raises
        ------
        KeyError
            The table has no such column.
        """
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)


def _text(name: str, zh: str, en: str, *, required: bool = False) -> Column:
    return Column(name, "text", zh, en, required=required)


_TABLES = (
    Table("boundary", "边界", "Boundary", (_text("name", "名称", "Name"),), POLYGONS),
    Table(
        "areas",
        "既定区域",
        "Given areas",
        (
            Column("level", "int", "层级", "Level"),
            _text("code", "编码", "Code"),
            _text("name", "名称", "Name"),
        ),
        POLYGONS,
    ),
    Table(
        "grids",
        "网格",
        "Grids",
        (
            Column("uid", "int", "内部号", "Uid"),
            Column("level", "int", "层级", "Level"),
            Column("parent", "maybe_int", "上级", "Parent"),
            _text("code", "编码", "Code"),
            _text("name", "名称", "Name"),
            _text("kind", "类型", "Kind"),
            _text("lock", "锁定", "Lock"),
            Column("posts", "maybe_int", "岗位数", "Posts", "人"),
            Column("fte", "float", "岗位工时", "Full-time shares of the posts", "人份"),
            _text("valid_from", "启用日期", "Valid from"),
            _text("valid_to", "停用日期", "Valid to"),
            _text("note", "备注", "Note"),
        ),
        POLYGONS,
    ),
    Table(
        "units",
        "基本单元",
        "Units",
        (
            _text("id", "编号", "Id", required=True),
            _text("kind", "类型", "Kind"),
            _text("compound", "小区", "Compound"),
            _text("building", "楼栋", "Building"),
            Column("locked", "bool", "锁定", "Locked"),
        ),
        ("Polygon",),
    ),
    Table(
        "buildings",
        "楼栋",
        "Buildings",
        (
            _text("id", "编号", "Id", required=True),
            _text("name", "名称", "Name"),
            _text("compound", "小区", "Compound"),
            Column("storeys", "maybe_int", "层数", "Storeys", "层"),
            _text("use", "用途", "Use"),
        ),
        (*POLYGONS, *POINTS),
    ),
    Table(
        "entrances",
        "单元门",
        "Entrances",
        (
            _text("id", "编号", "Id", required=True),
            _text("building", "楼栋", "Building"),
            _text("label", "单元", "Label"),
        ),
        POINTS,
    ),
    Table(
        "households",
        "户",
        "Households",
        (
            _text("id", "户编号", "Id", required=True),
            _text("entrance", "单元门", "Entrance"),
            _text("building", "楼栋", "Building"),
            _text("room", "室", "Room"),
            _text("address", "地址", "Address"),
            Column("persons", "int", "人口数", "Persons", "人"),
            _text("status", "居住状态", "Status"),
            _text("care", "特殊人群", "Care"),
            Column("pinned", "maybe_int", "固定网格", "Pinned"),
        ),
        POINTS,
    ),
    Table(
        "compounds",
        "小区",
        "Compounds",
        (
            _text("id", "编号", "Id", required=True),
            _text("name", "名称", "Name"),
            _text("wall", "围墙", "Wall"),
            Column("year", "maybe_int", "建成年份", "Year"),
            _text("firm", "物业", "Property firm"),
        ),
        POLYGONS,
    ),
    Table(
        "gates",
        "出入口",
        "Gates",
        (_text("id", "编号", "Id", required=True), _text("compound", "小区", "Compound")),
        POINTS,
    ),
    Table(
        "streets",
        "道路",
        "Streets",
        (
            _text("id", "编号", "Id", required=True),
            _text("name", "名称", "Name"),
            _text("kind", "类别", "Kind"),
            Column("barrier", "bool", "不可穿越", "Barrier"),
            Column("bridge", "bool", "桥", "Bridge"),
            Column("width_m", "float", "宽度", "Width", "m"),
        ),
        LINES,
    ),
    Table(
        "water",
        "水域",
        "Water",
        (_text("id", "编号", "Id", required=True), _text("name", "名称", "Name")),
        (*POLYGONS, *LINES),
    ),
    Table(
        "mask",
        "不服务地块",
        "Mask",
        (_text("id", "编号", "Id", required=True), _text("kind", "类别", "Kind")),
        POLYGONS,
    ),
    Table(
        "places",
        "服务点",
        "Places",
        (
            _text("id", "编号", "Id", required=True),
            _text("name", "名称", "Name"),
            _text("kind", "类别", "Kind"),
        ),
        POINTS,
    ),
    Table(
        "events",
        "事件",
        "Events",
        (
            _text("id", "编号", "Id", required=True),
            _text("kind", "类别", "Kind"),
            _text("date", "日期", "Date"),
            _text("status", "状态", "Status"),
        ),
        POINTS,
    ),
    Table(
        "persons",
        "人员",
        "Persons",
        (
            _text("id", "编号", "Id", required=True),
            _text("name", "姓名", "Name"),
            _text("phone", "联系电话", "Phone"),
            _text("role", "人员类型", "Role"),
            Column("fte", "float", "工时", "Full-time share"),
            _text("home_entrance", "居住单元门", "Home entrance"),
            Column("capacity", "maybe_int", "可管户数", "Capacity", "户"),
        ),
    ),
    Table(
        "duties",
        "任职",
        "Duties",
        (
            _text("person", "人员", "Person", required=True),
            _text("kind", "职责", "Kind"),
            _text("target_table", "对象表", "Target table"),
            _text("target_id", "对象", "Target"),
            _text("valid_from", "起", "From"),
            _text("valid_to", "止", "To"),
        ),
    ),
    Table(
        "scheme",
        "层级方案",
        "Scheme",
        (
            Column("level", "int", "层级", "Level", required=True),
            Column("count", "int", "数量", "Count", required=True),
            _text("name", "名称", "Name"),
            _text("name_en", "英文名", "English name"),
            _text("pattern", "编码规则", "Code pattern"),
        ),
    ),
    Table(
        "settings",
        "设置",
        "Settings",
        (
            _text("key", "键", "Key", required=True),
            _text("value", "值", "Value"),
        ),
    ),
    Table(
        "waivers",
        "豁免",
        "Waivers",
        (
            _text("rule", "规则", "Rule", required=True),
            _text("target", "对象", "Target"),
            _text("reason", "理由", "Reason", required=True),
            _text("user", "经办人", "User"),
            _text("date", "日期", "Date"),
        ),
    ),
    Table(
        "lineage",
        "网格沿革",
        "Lineage",
        (
            Column("old_uid", "maybe_int", "原网格", "Old uid"),
            Column("new_uid", "maybe_int", "新网格", "New uid"),
            Column("journal_seq", "int", "日志号", "Journal number"),
            Column("households", "int", "户数", "Households", "户"),
        ),
    ),
)

#: All tables of a plan by name, in the order they are written.
TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table in _TABLES})


def empty(name: str, crs: str) -> pd.DataFrame:
    """Make the empty frame of a table.

    Parameters
    ----------
    name : str
        A key of :data:`TABLES`.
    crs : str
        The project's CRS, used for spatial tables.

    Returns
    -------
    DataFrame or GeoDataFrame
        No rows, all columns with their dtypes, index ``fid``.
    """
    table = TABLES[name]
    data: dict[str, Any] = {
        column.name: pd.Series([], dtype=_PANDAS[column.dtype]) for column in table.columns
    }
    index = pd.Index([], dtype="int64", name="fid")
    if table.spatial:
        return cast(
            "pd.DataFrame",
            gpd.GeoDataFrame(data, geometry=gpd.GeoSeries([], crs=crs), crs=crs, index=index),
        )
    return pd.DataFrame(data, index=index)


def conform(
    name: str,
    frame: pd.DataFrame,
    *,
    crs: str,
    file: str = "",
    rows: Sequence[int] | None = None,
) -> pd.DataFrame:
    """Hold a frame to its table: columns, order, dtypes, geometry types, index ``fid``.

    Columns that the table does not have are kept at the end as they are, so that a
    planner's own fields travel along. Absent optional columns are filled.

    Parameters
    ----------
    name : str
        A key of :data:`TABLES`.
    frame : DataFrame
        Any index; an index named ``fid`` is kept, any other becomes 1, 2, 3 …
    crs : str
        The project's CRS; a spatial frame must be in it already.
    file : str
        File to name in faults.
    rows : sequence of int, optional
        The row number a person sees, for each row of the frame.

    Returns
    -------
    DataFrame or GeoDataFrame

    Raises
    ------
    FaultyInput
        With every fault: a missing column, a value of the wrong type, a geometry of the
        wrong type, an id used twice.
    """
    table = TABLES[name]
    numbers = list(rows) if rows is not None else list(range(1, len(frame) + 1))
    faults: list[Fault] = []
    data: dict[str, Any] = {}
    index = (
        frame.index if frame.index.name == "fid" else pd.RangeIndex(1, len(frame) + 1, name="fid")
    )
    for column in table.columns:
        if column.name in frame.columns:
            values, bad = _cast(frame[column.name], column)
            faults += [
                Fault("table.value", file, numbers[i], column.name, str(frame[column.name].iloc[i]))
                for i in bad
            ]
            data[column.name] = values.set_axis(index)
        elif column.required:
            faults.append(Fault("table.column_missing", file, None, column.name))
        else:
            data[column.name] = pd.Series(
                [_FILL[column.dtype]] * len(frame), dtype=_PANDAS[column.dtype], index=index
            )
    if "id" in data and not any(fault.column == "id" for fault in faults):
        twice = data["id"].duplicated() | (data["id"] == "")
        faults += [
            Fault("table.id", file, numbers[i], "id", data["id"].iloc[i])
            for i in np.flatnonzero(twice.to_numpy())
        ]
    known = set(data) | {"geometry"} | {fault.column for fault in faults}
    extra = {
        str(title): frame[title].set_axis(index) for title in frame.columns if title not in known
    }
    if table.spatial:
        faults += _geometry_faults(table, frame, file, numbers)
    if faults:
        raise FaultyInput(faults)
    result = pd.DataFrame({**data, **extra}, index=index)
    if table.spatial:
        geometry = gpd.GeoSeries(np.asarray(frame["geometry"], dtype=object), index=index, crs=crs)
        return cast("pd.DataFrame", gpd.GeoDataFrame(result, geometry=geometry, crs=crs))
    return result


def _cast(series: pd.Series[Any], column: Column) -> tuple[pd.Series[Any], list[int]]:
    """Cast to the column's dtype; also the positions of the values that refuse."""
    missing = series.isna()
    if column.dtype == "text":
        return series.astype("object").where(~missing, "").astype("str"), []
    if column.dtype == "bool":
        words = series.astype("object").where(~missing, "").astype("str").str.strip().str.lower()
        yes = words.isin(["1", "1.0", "true", "t", "yes", "y", "是", "有"])
        no = words.isin(["0", "0.0", "false", "f", "no", "n", "否", "无", ""])
        return yes, [int(i) for i in np.flatnonzero(~(yes | no).to_numpy())]
    numbers = pd.to_numeric(series, errors="coerce")
    wrong = numbers.isna() & ~missing & (series.astype("str").str.strip() != "")
    if column.dtype != "float":
        wrong |= numbers.notna() & (numbers != numbers.round())
    if column.dtype == "int":
        wrong |= numbers.isna() & column.required
    bad = [int(i) for i in np.flatnonzero(wrong.to_numpy())]
    numbers = numbers.astype("Float64").mask(wrong)
    if column.dtype == "float":
        return numbers.astype("float64"), bad
    if column.dtype == "maybe_int":
        return numbers.astype("Int64"), bad
    return numbers.fillna(0).astype("int64"), bad


def _geometry_faults(
    table: Table, frame: pd.DataFrame, file: str, numbers: Sequence[int]
) -> list[Fault]:
    if "geometry" not in frame.columns:
        return [Fault("table.geometry_missing", file, None, "geometry")]
    shapes = np.asarray(frame["geometry"], dtype=object)
    if len(shapes) == 0:
        return []
    kinds = np.array([None if shape is None else shape.geom_type for shape in shapes], dtype=object)
    empty_shape = shapely.is_empty(shapes) | (kinds == None)  # noqa: E711
    faults = []
    for i, (kind, nothing) in enumerate(zip(kinds, empty_shape, strict=True)):
        # A household may have no place yet: it is on the work list, not lost.
        if nothing and table.name == "households":
            continue
        if nothing:
            faults.append(Fault("table.geometry_empty", file, numbers[i], "geometry"))
        elif kind not in table.geometry:
            faults.append(
                Fault(
                    "table.geometry_type",
                    file,
                    numbers[i],
                    "geometry",
                    kind,
                    {"expected": "/".join(table.geometry)},
                )
            )
    return faults
