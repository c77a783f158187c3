"""Sentences about reading files, importing rows and matching addresses."""

from __future__ import annotations

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

_NOTES: dict[str, tuple[str, str]] = {
    "axes.swapped": (
        "“{file}”的 X 是北坐标；已交换 X、Y。",
        "In “{file}” X is the northing; X and Y were exchanged.",
    ),
    "crs.guessed": (
        "文件没有说明坐标系，按数值判断为 {crs}。",
        "The file does not say its coordinate system; by the figures it is {crs}.",
    ),
    "crs.assumed": (
        "文件没有说明坐标系，按项目的 {crs} 读取。",
        "The file does not say its coordinate system; the project's {crs} was taken.",
    ),
    "datum.assumed": (
        "没有声明坐标基准，按 {datum} 处理；如果坐标取自高德、腾讯或百度地图，请另行声明。",
        (
            "No datum was declared; {datum} was taken. Declare it where coordinates come from "
            "AMap, Tencent or Baidu."
        ),
    ),
    "datum.suspect": (
        (
            "“{sheet}”的坐标普遍偏离地址约 {metres} 米，可能是未声明的 GCJ-02 或 BD-09；"
            "已按地址落位，坐标未用。"
        ),
        (
            "Coordinates of “{sheet}” lie about {metres} m off their addresses throughout: perhaps "
            "GCJ-02 or BD-09 that was not declared. The addresses were taken, no coordinate was."
        ),
    ),
    "datum.other": (
        (
            "“{sheet}”的坐标普遍偏离地址约 {metres} 米，按 {datum} 换算正好吻合；"
            "已按地址落位，坐标未用。请声明坐标基准后再导入。"
        ),
        (
            "Coordinates of “{sheet}” lie about {metres} m off their addresses throughout; read as "
            "{datum} they fit. The addresses were taken, no coordinate was: declare the datum and "
            "import again."
        ),
    ),
    "datum.layer": (
        "这一层偏离街道、楼栋约 {metres} 米，按 {datum} 换算正好吻合：坐标基准可能忘了声明。",
        (
            "The layer lies about {metres} m off streets and buildings; read as {datum} it fits: "
            "its datum may have been forgotten."
        ),
    ),
    "datum.converted": (
        "坐标已由 {datum} 换算到 CGCS2000。",
        "Coordinates were converted from {datum} to CGCS2000.",
    ),
    "layer.far": (
        "“{file}”离边界约 {km} 公里；请检查坐标系。",
        "“{file}” lies about {km} km from the boundary; check the coordinate system.",
    ),
    "encoding.cpg_unreadable": (
        "cpg 文件的内容（{value}）不是编码名，已忽略。",
        "The cpg file ({value}) names no encoding; it was passed over.",
    ),
    "encoding.tags_disagree": (
        "cpg 文件说是 {cpg}，dbf 的语言字节说是 {language}。",
        "The cpg file says {cpg}, the language byte of the dbf says {language}.",
    ),
    "encoding.tag_wrong": (
        "文件标明的编码 {value} 与内容不符，已按内容判断。",
        "The encoding {value} that the file names does not fit its texts; the texts decided.",
    ),
    "encoding.unsure": (
        "编码是推测的（{value}）；请核对预览。",
        "The encoding is a guess ({value}); check the preview.",
    ),
    "shapefile.part_missing": ("缺少 {part} 文件。", "The {part} file is missing."),
    "shapefile.truncated": (
        "shp 文件不完整：应有 {said} 字节，只有 {real} 字节。",
        "The shp file is cut: {real} bytes of {said}.",
    ),
    "column.twice": ("列名重复：{columns}。", "Column name(s) used twice: {columns}."),
    "geometry.flattened": (
        "“{file}”的高程（Z）和量测值（M）已去掉。",
        "Z and M of “{file}” were dropped.",
    ),
    "geometry.mixed": (
        "“{file}”混有几种图形：{kinds}。",
        "“{file}” mixes kinds of geometry: {kinds}.",
    ),
    "geometry.closed_lines": (
        "{count} 条闭合线已当作面。",
        "{count} closed line(s) were taken as polygons.",
    ),
    "geometry.repaired": (
        "{count} 个无效面已修复。",
        "{count} invalid polygon(s) were made valid.",
    ),
    "coverage.invalid": (
        "第 {level} 层有 {count} 个区域与相邻区域重叠或对不上边：{names}。",
        "On level {level}, {count} area(s) overlap or do not meet their neighbours: {names}.",
    ),
    "boundary.joined": (
        "{count} 个面已合并成一个边界。",
        "{count} polygons were joined to one boundary.",
    ),
    "areas.level_by_rank": (
        "层级按行政级别的次序确定：{level}。",
        "Levels follow the order of administrative levels: {level}.",
    ),
    "areas.level_by_parent": (
        "按所属上级，定为第 {level} 层。",
        "By their parents these are of level {level}.",
    ),
    "areas.level_by_place": (
        "按所处的既定区域，定为第 {level} 层。",
        "By the given areas they lie in these are of level {level}.",
    ),
    "areas.level_by_default": (
        "没有层级列，定为第 {level} 层。",
        "No level column; level {level}.",
    ),
    "areas.code_made": (
        "{count} 个区域没有编码，已自西向东编号。",
        "{count} area(s) had no code; they were numbered from west to east.",
    ),
    "grids.level_assumed": (
        "没有层级和上级，定为最深的第 {level} 层。",
        "Neither level nor parent is given; the deepest level {level} was taken.",
    ),
    "buildings.compound_by_place": (
        "{count} 栋楼按位置归入小区。",
        "{count} building(s) got their compound by where they stand.",
    ),
    "gates.by_place": (
        "{count} 个出入口按位置归入小区。",
        "{count} gate(s) got their compound by where they are.",
    ),
    "entrances.by_place": (
        "{count} 个单元门按位置归入楼栋。",
        "{count} entrance(s) got their building by where they are.",
    ),
    "places.by_middle": (
        "{count} 个图形取其内部一点作为位置。",
        "{count} shape(s) stand for their place by a point inside.",
    ),
    "households.by_coordinates": (
        "{count} 户按坐标落位。",
        "{count} household(s) were placed by their coordinates.",
    ),
    "households.exchanged": (
        "{count} 行的“{first}”和“{second}”填反了，已换回。",
        "In {count} row(s) “{first}” and “{second}” stood in each other's column; exchanged.",
    ),
    "households.no_persons": (
        "“{file}”没有人口列，人口按 0 计。",
        "“{file}” has no column of persons; they count as 0.",
    ),
    "households.residents_joined": (
        "{rows} 行是逐人登记，已合并为 {households} 户。",
        "{rows} rows list residents; they were joined to {households} households.",
    ),
    "households.persons_blank": (
        "{count} 户没填人口，按 0 计。",
        "{count} household(s) have no number of persons; they count as 0.",
    ),
    "persons.role_assumed": (
        "{count} 人没填人员类型，按{role}处理。",
        "{count} person(s) have no role; {role} was taken.",
    ),
    "persons.part_time_half": (
        "{count} 名兼职人员按半个工时计。",
        "{count} part-time person(s) count as one half.",
    ),
    "persons.full_time_assumed": (
        "{count} 名网格员没填工时，按全职计。",
        "{count} grid worker(s) without a share count as full time.",
    ),
    "persons.no_grids_yet": (
        "项目里还没有网格，“{file}”的所属网格未采用。",
        "The project has no grids yet; the grids named in “{file}” were not used.",
    ),
    "id.made": (
        "{count} 行没有编号，已编为 {prefix}1、{prefix}2 ……",
        "{count} row(s) had no id; they were numbered {prefix}1, {prefix}2 …",
    ),
    "id.twice": (
        "列“{column}”有 {count} 个编号重复，已另编。",
        "{count} id(s) in the column “{column}” came twice and were replaced.",
    ),
    "sheet.header": (
        "工作表“{sheet}”的表头在第 {row} 行。",
        "Sheet “{sheet}”: header in row {row}.",
    ),
    "sheet.hints": (
        "工作表“{sheet}”第 {rows} 行是填表提示，已跳过。",
        "Sheet “{sheet}”: row(s) {rows} are hints and were skipped.",
    ),
    "sheet.totals": (
        "工作表“{sheet}”第 {rows} 行是合计或落款，已跳过。",
        "Sheet “{sheet}”: row(s) {rows} are totals or signatures and were skipped.",
    ),
    "sheet.blank": (
        "工作表“{sheet}”有 {count} 个空行。",
        "Sheet “{sheet}” has {count} blank row(s).",
    ),
    "sheet.left_out": (
        "工作表“{sheet}”不是这类数据，未导入。",
        "Sheet “{sheet}” is no data of this kind and was left out.",
    ),
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
    "grids.code_empty": ("没有网格编码", "no grid code"),
    "grids.code_twice": ("网格编码重复，只取第一行", "the grid code came before; see that row"),
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
READING: dict[str, tuple[str, str]] = {**_FILES, **_ASKED, **_NOTES, **_LINES}
