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
        "按公开规则，{count} 个网格的户数、人数未写出（小于 {limit}，或能推算出这样的数）。",
        "Counts of {count} grid(s) are withheld (public): under {limit}, or giving such away.",
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
        "“{file}”有 {size_mb} MB，超过 {budget_mb} MB 的目标。",
        "“{file}” has {size_mb} MB, more than the {budget_mb} MB wanted.",
    ),
    "export.split": (
        "地图超过大小限制，已分成总图“{file}”和 {count} 幅分图；请放在同一文件夹。",
        "Over its budget the map is split into “{file}” and {count} part(s); keep them together.",
    ),
    "export.basemap_too_large": (
        "底图“{file}”放不进大小限制（还剩 {room_mb} MB），已略去；请用更小的图或提高限制。",
        "The background “{file}” does not fit ({room_mb} MB left): left out; use a smaller one.",
    ),
    "export.basemap_redrawn": (
        "底图“{file}”按地图范围和大小限制重绘为 {width}×{height} 像素。",
        "The background “{file}” was drawn anew to fit: {width} × {height} pixels.",
    ),
    "basemap.unreadable": (
        "读不了底图“{file}”：{reason}。",
        "The background “{file}” cannot be read: {reason}.",
    ),
    "basemap.not_a_picture": (
        "“{file}”不是能读的图片；请用 GeoTIFF，或另存为 PNG、JPEG，附坐标文件（.pgw/.jgw）。",
        "“{file}” cannot be read; take a GeoTIFF, or PNG or JPEG with a world file (.pgw/.jgw).",
    ),
    "basemap.no_world_file": (
        "“{file}”旁边没有可用的坐标文件（{wanted}）。",
        "“{file}” has no usable world file beside it ({wanted}).",
    ),
    "basemap.vector_tiles": (
        "“{file}”是矢量瓦片；网页地图只能用图片瓦片（PNG、JPEG、WebP）。",
        "“{file}” holds vector tiles; the web map takes pictures (PNG, JPEG, WebP) only.",
    ),
    "basemap.no_place": (
        "“{file}”没有写明它在哪里；请用带坐标信息的 GeoTIFF。",
        "“{file}” does not say where it lies; take a GeoTIFF with its place in it.",
    ),
    "basemap.bad_address": (
        "“{address}”不是瓦片地址。",
        "“{address}” is no address of tiles.",
    ),
    "basemap.bad_address.hint": (
        "以 http:// 或 https:// 开头，并写上 {{z}}、{{x}}、{{y}}；需要密钥的写 {{key}}。",
        "It begins with http:// or https:// and has {{z}}, {{x}} and {{y}}; {{key}} for a key.",
    ),
    "basemap.no_key": (
        "{host} 的地址里有 {{key}}，但没有填密钥。",
        "The address of {host} asks for a {{key}}, and none is given.",
    ),
    "basemap.no_key.hint": (
        "请填您自己申请的密钥；它只保存在本机设置里。",
        "Enter the key you have been given; it is kept in this computer's settings alone.",
    ),
    "basemap.offline": (
        "连不上底图服务 {host}；地图照常使用，联网后移动地图会再取。",
        "The map server {host} cannot be reached. Go on working; moving the map tries again.",
    ),
    "basemap.refused": (
        "底图服务 {host} 拒绝了请求（{status}）；请核对密钥和用量。",
        "The map server {host} refuses ({status}); check the key and its quota.",
    ),
    "basemap.no_tile": (
        "底图服务 {host} 返回的不是图片；请核对地址和密钥。",
        "What the map server {host} sends is no picture; check the address and the key.",
    ),
    "basemap.elsewhere": (
        "底图“{file}”不在本项目范围内。",
        "The background “{file}” shows no ground of this project.",
    ),
    "export.name_cut": (
        "{table} 的字段名“{name}”超过 {limit} 字节，写作“{short}”。",
        "{table}: the field name “{name}” exceeds {limit} bytes and is written “{short}”.",
    ),
    "export.gcj02": (
        "坐标按要求偏移为 GCJ-02（火星坐标），不可用于量测。",
        "As asked, coordinates are shifted to GCJ-02; do not measure with them.",
    ),
    "export.beside": (
        "旁边另有 GeoPackage：{file}。",
        "A GeoPackage stands beside it: {file}.",
    ),
    "export.over_project": (
        "“{file}”是项目文件，不能被导出覆盖；请换一个文件名。",
        "“{file}” is a project and is not overwritten by an export; choose another name.",
    ),
    "export.system_unknown": (
        "没有保存过接收系统“{value}”；已有：{known}。用 --mapping 导入其字段对照表。",
        "No receiving system “{value}” is saved; there are: {known}. Give its table by --mapping.",
    ),
    "mapping.no_columns": (
        "“{file}”不是字段对照表：缺少列 {wanted}。",
        "“{file}” is no field table: it lacks the columns {wanted}.",
    ),
    "mapping.name_twice": (
        "{file} 第 {row} 行“{column}”：字段名“{value}”重复。",
        "{file}, row {row}, “{column}”: the field name “{value}” comes twice.",
    ),
    "edit.log_export": (
        "内部导出：{file}（{format}，{profile}）",
        "Internal export: {file} ({format}, {profile})",
    ),
    "export.internal_ask": (
        "“{file}”将含姓名、电话、住址等个人信息，并记入项目日志。确定导出？",
        "“{file}” will hold names, phones and addresses; this is written into the journal. Go on?",
    ),
    "export.internal_unconfirmed": (
        "内部范围含个人信息，须确认后才能导出。",
        "The internal profile holds personal data and needs to be confirmed.",
    ),
    "export.internal_unconfirmed.hint": (
        "在命令后加 --yes 表示确认。",
        "Add --yes to confirm.",
    ),
    "export.leak": (
        "导出已停止：文件中有“{profile}”范围不允许的内容（{kind}，{count} 处，位于 {where}）。",
        (
            "Export stopped: the file holds what the profile “{profile}” forbids "
            "({kind}, {count} time(s), in {where})."
        ),
    ),
    "dxf.degrees": (
        "CAD 图要用米制坐标系，“{crs}”是经纬度。",
        "A drawing needs a CRS in metres; “{crs}” is in degrees.",
    ),
    "dxf.lost": (
        "CAD 图写不出这些字，已写作“〓”：{characters}。",
        "A drawing has no way to write these; written as “〓”: {characters}.",
    ),
    "export.sheet_rows": (
        "“{table}”有 {count} 行，超过工作表上限，只写出前 {limit} 行。",
        "“{table}” has {count} rows, more than a sheet takes; the first {limit} are written.",
    ),
}
