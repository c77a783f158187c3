"""Sentences about what was noticed while a file was read."""

from __future__ import annotations

#: Code → (Chinese, English).
NOTES: dict[str, tuple[str, str]] = {
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
        "没有声明坐标基准，按 {datum:terms} 处理；如果坐标取自高德、腾讯或百度地图，请另行声明。",
        (
            "No datum was declared; {datum:terms} was taken. Declare it where coordinates come "
            "from AMap, Tencent or Baidu."
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
            "“{sheet}”的坐标普遍偏离地址约 {metres} 米，按 {datum:terms}换算正好吻合；"
            "已按地址落位，坐标未用。请声明坐标基准后再导入。"
        ),
        (
            "Coordinates of “{sheet}” lie about {metres} m off their addresses throughout; read as "
            "{datum:terms} they fit. The addresses were taken, no coordinate was: declare the "
            "datum and import again."
        ),
    ),
    "datum.layer": (
        "这一层偏离街道、楼栋约 {metres} 米，按 {datum:terms}换算正好吻合：坐标基准可能忘了声明。",
        (
            "The layer lies about {metres} m off streets and buildings; read as {datum:terms} it "
            "fits: its datum may have been forgotten."
        ),
    ),
    "datum.converted": (
        "坐标已由 {datum:terms}换算到 CGCS2000。",
        "Coordinates were converted from {datum:terms} to CGCS2000.",
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
    "grids.level_by_code": (
        "没有层级列，按编码的 {count} 种长度分出层级；上级按所在位置确定。",
        "No column gives the level: taken from the {count} lengths of the codes; parents by place.",
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
        "“{sheet}”的表头在第 {row} 行。",
        "“{sheet}”: header in row {row}.",
    ),
    "sheet.hints": (
        "“{sheet}”第 {rows} 行是填表提示，已跳过。",
        "“{sheet}”: row(s) {rows} skipped: hints.",
    ),
    "sheet.totals": (
        "“{sheet}”第 {rows} 行是合计或落款，已跳过。",
        "“{sheet}”: row(s) {rows} skipped: totals or signatures.",
    ),
    "sheet.blank": (
        "“{sheet}”有 {count} 个空行。",
        "“{sheet}” has {count} blank row(s).",
    ),
    "sheet.left_out": (
        "工作表“{sheet}”不是这类数据，未导入。",
        "Sheet “{sheet}” is no data of this kind and was left out.",
    ),
}
