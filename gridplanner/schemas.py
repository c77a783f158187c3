"""Schemas of the tables of a plan: columns, types, units, titles, geometry.

Every frame is indexed by ``fid``, a whole number that is a row's key in the project
file and in a :class:`gridplanner.changes.Change`. Text is never null (absent is
``""``), ids and codes are text, dates are ISO text (``2026-11-24``), whole numbers
that may be absent are ``Int64``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Dtype = Literal["text", "int", "maybe_int", "float", "bool"]

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
POINTS = ("Point",)


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
            _text("sides", "四至", "Four sides"),
            _text("sides_at", "四至所据边线", "Outline of the four sides"),
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
            _text("registered", "户籍户", "Registered here"),
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
            _text("party", "政治面貌", "Party membership"),
            _text("skills", "特长", "Skills"),
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
        "worklist",
        "待办清单",
        "Work list",
        (
            _text("id", "清单号", "Line", required=True),
            _text("kind", "表", "Table"),
            _text("file", "文件", "File"),
            _text("sheet", "工作表", "Sheet"),
            Column("row", "int", "行", "Row"),
            _text("column", "列", "Column"),
            _text("value", "值", "Value"),
            _text("reason", "原因", "Reason"),
            Column("kept", "bool", "已读入", "Taken"),
            _text("target", "对象", "Target"),
            _text("cells", "原行", "Cells"),
        ),
    ),
    Table(
        "scenarios",
        "方案",
        "Scenarios",
        (
            _text("name", "名称", "Name"),
            _text("note", "备注", "Note"),
            _text("date", "日期", "Date"),
            Column("active", "bool", "当前", "Active"),
            _text("content", "内容", "Content"),
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
