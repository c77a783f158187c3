"""Sentences about reading files, importing rows and matching addresses."""

from __future__ import annotations

from gridplanner.sentences.notes import NOTES

_FILES: dict[str, tuple[str, str]] = {
    "file.missing": ("没有文件“{file}”。", "There is no file “{file}”."),
    "file.folder": ("“{file}”是文件夹，不是文件。", "“{file}” is a folder, not a file."),
    "file.empty": ("文件“{file}”是空的。", "The file “{file}” is empty."),
    "file.unreadable": (
        "文件“{file}”无法读取：{reason}。",
        "The file “{file}” cannot be read: {reason}.",
    ),
    "file.suffix_unknown": (
        "不认识后缀“{suffix}”，无法读取“{file}”。",
        "The suffix “{suffix}” is unknown; “{file}” cannot be read.",
    ),
    "file.password": (
        "工作簿“{file}”有密码；请去掉密码后再导入。",
        "The workbook “{file}” has a password; remove it and import again.",
    ),
    "file.encoding": (
        "文件“{file}”第 {row} 行不是 {encoding} 编码；请另行指定编码。",
        "Row {row} of “{file}” is not in {encoding}; name another encoding.",
    ),
    "file.not_shapefile": (
        "“{file}”不是 Shapefile，内容是 {found}。",
        "“{file}” is no shapefile; it holds {found}.",
    ),
    "file.not_zip": (
        "“{file}”不是 ZIP 压缩包，内容是 {found}。",
        "“{file}” is no zip archive; it holds {found}.",
    ),
    "file.not_geopackage": (
        "“{file}”不是 GeoPackage，内容是 {found}。",
        "“{file}” is no GeoPackage; it holds {found}.",
    ),
    "file.not_geojson": (
        "“{file}”不是 GeoJSON，内容是 {found}。",
        "“{file}” is no GeoJSON; it holds {found}.",
    ),
    "file.not_kml": (
        "“{file}”不是 KML，内容是 {found}。",
        "“{file}” is no KML; it holds {found}.",
    ),
    "file.not_dxf": (
        "“{file}”不是 DXF，内容是 {found}。",
        "“{file}” is no DXF; it holds {found}.",
    ),
    "file.not_workbook": (
        "“{file}”不是 Excel 工作簿，内容是 {found}。",
        "“{file}” is no Excel workbook; it holds {found}.",
    ),
    "file.not_csv": (
        "“{file}”不是文本表格（CSV），内容是 {found}。",
        "“{file}” is no text table (CSV); it holds {found}.",
    ),
    "file.not_dbf": (
        "“{file}”不是 dBase 表（DBF），内容是 {found}。",
        "“{file}” is no dBase table (DBF); it holds {found}.",
    ),
    "zip.no_shapefile": (
        "压缩包“{file}”里没有 Shapefile {layer}。",
        "The archive “{file}” holds no shapefile {layer}.",
    ),
    "zip.several_shapefiles": (
        "压缩包“{file}”里有几个 Shapefile（{layers}）；请指定一个图层。",
        "The archive “{file}” holds several shapefiles ({layers}); name one as the layer.",
    ),
    "layer.unknown": (
        "“{file}”里没有图层“{layer}”；有：{layers}。",
        "“{file}” has no layer “{layer}”; it has: {layers}.",
    ),
    "layer.which": (
        "“{file}”里有几个图层（{layers}）；请指定一个。",
        "“{file}” has several layers ({layers}); name one.",
    ),
    "layer.by_name": ("按名称选用图层“{layer}”。", "Layer “{layer}” taken by its name."),
    "layer.no_geometry": (
        "“{file}”{layer} 没有图形。",
        "“{file}” {layer} holds no geometry.",
    ),
    "layer.wrong_geometry": (
        "“{file}”里全是 {found}，不能作为 {kind} 导入，应为 {expected}。",
        "“{file}” holds {found} only and cannot be imported as {kind}; expected {expected}.",
    ),
    "layer.empty": ("“{file}”里没有记录。", "“{file}” holds no record."),
    "layer.unreadable": (
        "“{file}”的 {count} 条记录都没有可用的图形。",
        "None of the {count} record(s) of “{file}” has a geometry that can be used.",
    ),
    "layer.multipatch": (
        "“{file}”是三维面片（MultiPatch），不能用作平面图形；请先转换成面。",
        "“{file}” is a 3-D multipatch and no plane geometry; convert it to polygons first.",
    ),
    "sheet.unknown": (
        "“{file}”里没有工作表“{sheet}”；有：{sheets}。",
        "“{file}” has no sheet “{sheet}”; it has: {sheets}.",
    ),
    "table.no_header": (
        "在“{file}”里找不到表头行。",
        "No header row was found in “{file}”.",
    ),
    "table.no_coordinates": (
        "“{file}”里没有坐标列，不能作为 {kind} 导入。",
        "“{file}” has no coordinate columns and cannot be imported as {kind}.",
    ),
}

_ASKED: dict[str, tuple[str, str]] = {
    "import.kind_unknown": (
        "没有导入类型“{kind}”；可用：{known}。",
        "There is no import kind “{kind}”; known: {known}.",
    ),
    "column.ours_unknown": (
        "没有名为“{column}”的字段；可用：{known}。",
        "There is no field “{column}”; known: {known}.",
    ),
    "column.not_in_file": (
        "文件里没有列“{column}”；有：{columns}。",
        "The file has no column “{column}”; it has: {columns}.",
    ),
    "encoding.unknown": ("不认识编码“{value}”。", "The encoding “{value}” is unknown."),
    "datum.unknown": (
        "不认识坐标基准“{value}”；可用：{known}。",
        "The datum “{value}” is unknown; known: {known}.",
    ),
    "crs.needed": (
        "“{file}”没有说明坐标系，从数值（{x}, {y}）也判断不出；请指定坐标系。",
        "“{file}” does not say its coordinate system, nor do the figures ({x}, {y}); name it.",
    ),
    "crs.does_not_fit": (
        "“{file}”的坐标不能换算到 {crs}；请检查坐标系。",
        "The coordinates of “{file}” cannot be turned into {crs}; check the coordinate system.",
    ),
    "boundary.no_polygon": (
        "“{file}”里没有面，不能作为边界。",
        "“{file}” holds no polygon and cannot be the boundary.",
    ),
    "households.no_place": (
        "“{file}”里既没有地址列也没有坐标列，住户无法落位。",
        "“{file}” has neither an address nor a coordinate column; households cannot be placed.",
    ),
    "grids.no_code": ("“{file}”里没有网格编码列。", "“{file}” has no column of grid codes."),
    "persons.no_name": ("“{file}”里没有姓名列。", "“{file}” has no column of names."),
    "job.import": ("正在导入 {file}", "Importing {file}"),
}

_LINES: dict[str, tuple[str, str]] = {
    "record.null": ("没有图形或坐标", "no geometry or coordinates"),
    "record.broken": ("图形损坏，无法读取", "the geometry is damaged and cannot be read"),
    "record.multipatch": ("三维面片不能用作平面图形", "a 3-D multipatch is no plane geometry"),
    "record.not_finite": ("坐标不是有限的数", "a coordinate is not a finite number"),
    "geometry.type": ("图形类型不对", "the geometry is of another type"),
    "geometry.lost": ("图形小于 1 毫米", "the geometry is smaller than 1 mm"),
    "text.damaged": ("文字有无法识别的字符", "the text has characters that cannot be read"),
    "value.rounded": (
        "长编码被 Excel 变成科学计数，末几位已丢失",
        "Excel turned a long code into a rounded number; its last digits are lost",
    ),
    "value.not_number": ("不是数字", "not a number"),
    "value.not_count": ("人口数不是 0 或正整数", "persons must be a whole number from 0 on"),
    "value.not_share": ("工时读不懂，应为 0 到 1", "the full-time share must be from 0 to 1"),
    "value.out_of_range": ("数值超出合理范围", "the figure is out of range"),
    "water.culvert": (
        "暗渠，可以走过，不作为水域",
        "a culvert: one walks over it, so it is no water",
    ),
    "water.not_water": ("坝、堰等，不是水域", "a dam, weir or the like is no water"),
    "mask.built_up": (
        "是建成区，要服务，不作为不服务地块",
        "built-up ground is served: no mask",
    ),
    "entrance.no_building": ("没有所属楼栋，附近也没有楼", "no building is named and none is near"),
    "entrance.unknown_building": ("项目里没有这栋楼", "the project has no such building"),
    "household.twice": ("户编号重复，只取第一行", "the household number came before; see that row"),
    "household.unknown_entrance": ("项目里没有这个单元门", "the project has no such entrance"),
    "household.far_from_address": (
        "地址与坐标相距 200 米以上，已按地址落位",
        "address and coordinates are over 200 m apart; the address was taken",
    ),
    "household.two_places": (
        "地址与坐标指向两处",
        "address and coordinates lead to two places",
    ),
    "household.off_the_way": (
        "离表中上下各行都很远，门牌可能写错；确认无误可原样读回",
        "far from the rows above and below: a slip? If it is right, read it back as it is",
    ),
    "household.same_room": (
        "这一室前面已有另一户，请核对；已按地址落位",
        "another household above has this room: please check; the address was taken",
    ),
    "household.other_area": (
        "地址不在工作表所写的社区里，请核对；已按地址落位",
        "the address lies outside the community of the sheet: please check; it was taken",
    ),
    "household.by_coordinates": (
        "地址没有对上，已按坐标落位",
        "the address leads nowhere; the coordinates were taken",
    ),
    "persons.twice": ("人员编号已有", "the person's id is there already"),
    "persons.name_empty": ("没有姓名", "no name"),
    "persons.home_unknown": ("项目里没有这个单元门", "the project has no such entrance"),
    "persons.grid_unknown": ("项目里没有这个网格", "the project has no such grid"),
    "grids.code_empty": (
        "没有网格编码，已读入并暂用占位编码，检查后可改号",
        "no grid code; taken with a placeholder, to be given one after the check",
    ),
    "grids.code_twice": (
        "网格编码与前面某行重复，两行都已读入，检查后可改号或合并",
        "the grid code came before; both rows are taken, see the check",
    ),
    "grids.parent_unknown": ("没有这个上级网格", "there is no such parent grid"),
    "address.empty": ("没有地址", "no address"),
    "address.unread": ("地址看不懂", "the address cannot be understood"),
    "address.no_compound": (
        "没写小区，而几个小区都有这个楼号",
        "no compound is named and several have this building number",
    ),
    "address.unknown_compound": ("没有这个小区或街道", "no such compound or street"),
    "address.no_building": ("没写楼号", "no building is named"),
    "address.unknown_building": (
        "小区或街道里没有这栋楼",
        "no such building in the compound or street",
    ),
    "address.no_unit": (
        "没写单元，而这栋楼有几个单元",
        "no unit is named and the building has several",
    ),
    "address.unknown_unit": ("这栋楼没有这个单元", "the building has no such unit"),
    "address.ambiguous": ("对应不止一处", "it fits more than one place"),
}

#: Code → (Chinese, English); the last group are the reasons on a work list.
READING: dict[str, tuple[str, str]] = {**_FILES, **_ASKED, **_LINES, **NOTES}
