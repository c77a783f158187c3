"""Sentences about schemes, tables, coordinates and jobs."""

from __future__ import annotations

GENERAL: dict[str, tuple[str, str]] = {
    "job.cancelled": ("已取消，未作任何更改。", "Cancelled; nothing was changed."),
    "job.units": ("正在划分基本单元", "Deriving units"),
    "job.captains": ("正在配备楼门长", "Finding captains"),
    "scheme.syntax": (
        "“{value}”不是层级方案；请写成各层数量，如 7/35/253。",
        "“{value}” is no scheme; write the counts of the levels, such as 7/35/253.",
    ),
    "scheme.counts": (
        "层级方案“{value}”中，{count} 少于上一层的 {above}（或超出范围）。",
        "In the scheme “{value}”, {count} is less than the {above} above it (or out of range).",
    ),
    "crs.unknown": (
        "不认识坐标系“{value}”；请写 EPSG 编号，如 EPSG:4545。",
        "The coordinate system “{value}” is unknown; give an EPSG number such as EPSG:4545.",
    ),
    "crs.not_metric": (
        "“{value}”不是以米为单位的投影坐标系，不能作为项目坐标系；例如可用 EPSG:4545。",
        (
            "“{value}” is no projected system in metres and cannot be the project's; take for "
            "example EPSG:4545."
        ),
    ),
    "crs.web_mercator": (
        "Web 墨卡托（{value}）的面积和长度有偏差，不能作为项目坐标系；请用 3 度带高斯-克吕格。",
        "Areas and lengths are wrong in Web Mercator ({value}); take a 3-degree Gauss-Kruger zone.",
    ),
    "table.unknown": ("没有名为“{table}”的表。", "There is no table “{table}”."),
    "table.value": ("值“{value}”的类型不对。", "the value “{value}” has the wrong type."),
    "table.column_missing": ("缺少这一列。", "this column is missing."),
    "table.id": ("编号“{value}”为空或重复。", "the id “{value}” is empty or used twice."),
    "table.geometry_missing": ("没有图形。", "there is no geometry."),
    "table.geometry_empty": ("图形为空。", "the geometry is empty."),
    "table.geometry_type": (
        "图形类型是 {value}，应为 {expected}。",
        "the geometry is a {value}; expected {expected}.",
    ),
    "input.faults": ("输入有 {count} 处问题：", "The input has {count} fault(s):"),
    "grid.unknown": ("没有编码为“{code}”的网格。", "No grid has the code “{code}”."),
    "balance.infeasible": (
        "没有符合全部规则的方案，原因 {count} 条：",
        "No plan keeps all the rules, for {count} reason(s):",
    ),
}
