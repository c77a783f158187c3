"""Sentences about files that are written."""

from __future__ import annotations

WRITING: dict[str, tuple[str, str]] = {
    "file.unwritable": (
        "无法写入“{file}”：{reason}。原有文件未改动。",
        "“{file}” cannot be written: {reason}. What was there is unchanged.",
    ),
    "file.disk_full": (
        "磁盘空间不足，无法写入“{file}”。原有文件未改动。",
        "The disk is full; “{file}” was not written. What was there is unchanged.",
    ),
    "file.write_failed": (
        "写入“{file}”时出错：{reason}。原有文件未改动。",
        "Writing “{file}” failed: {reason}. What was there is unchanged.",
    ),
    "file.choose_another": (
        "请换一个可写的文件夹，或关闭正在使用该文件的程序后重试。",
        "Choose a folder you may write to, or close the program that uses the file.",
    ),
    "export.format": (
        "没有“{value}”这种导出格式；可用：{known}。",
        "There is no export format “{value}”; known are: {known}.",
    ),
    "export.profile": (
        "没有“{value}”这种公开范围；可用：public、meeting、internal。",
        "There is no profile “{value}”; known are public, meeting, internal.",
    ),
    "export.encoding": (
        "没有“{value}”这种编码；可用：utf8、gbk。",
        "There is no encoding “{value}”; known are utf8 and gbk.",
    ),
    "export.level": (
        "方案没有第 {value} 层；共 {depth} 层。",
        "The scheme has no level {value}; it has {depth}.",
    ),
    "export.no_grids": (
        "还没有网格，文件里只有边界和底图。",
        "There are no grids yet; the file holds the boundary and the ground only.",
    ),
    "export.left_out": (
        "按“{profile}”范围，未写出：{tables}。",
        "The profile “{profile}” leaves these out: {tables}.",
    ),
    "export.suppressed": (
        "有 {count} 个小于 {limit} 的数按公开规则未写出。",
        "{count} figure(s) under {limit} are withheld by the public profile.",
    ),
    "export.unencodable": (
        "{table} 第 {row} 行“{column}”含编码 {encoding} 没有的字：{characters}，已写作“〓”。",
        "{table}, row {row}, “{column}”: {encoding} lacks {characters}; written as “〓”.",
    ),
    "export.text_cut": (
        "{table} 第 {row} 行“{column}”超过 {limit} 字节，已在字边界处截断（原 {bytes} 字节）。",
        "{table}, row {row}, “{column}” exceeds {limit} bytes ({bytes}); cut after a character.",
    ),
    "export.geometry_parts": (
        "{table}：有 {count} 个图形由多块组成。",
        "{table}: {count} geometries have several parts.",
    ),
    "export.over_budget": (
        "网页地图 {size_mb} MB，超过 {budget_mb} MB 的目标。",
        "The web map has {size_mb} MB, more than the {budget_mb} MB wanted.",
    ),
    "export.leak": (
        "导出已停止：文件中有“{profile}”范围不允许的内容（{kind}，{count} 处，位于 {where}）。",
        (
            "Export stopped: the file holds what the profile “{profile}” forbids "
            "({kind}, {count} time(s), in {where})."
        ),
    ),
    "export.sheet_rows": (
        "“{table}”有 {count} 行，超过工作表上限，只写出前 {limit} 行。",
        "“{table}” has {count} rows, more than a sheet takes; the first {limit} are written.",
    ),
}
