"""Sentences and words of the map: hints while drawing, legend, tip, empty map."""

from __future__ import annotations

CANVAS: dict[str, tuple[str, str]] = {
    "canvas.draw_start": (
        "点击地图放下第一个顶点；按住 Alt 暂停捕捉。",
        "Click to place the first vertex; hold Alt to suspend snapping.",
    ),
    "canvas.draw_more": (
        "继续点击；回车、双击或右键完成，退格撤回一点，Esc 取消。",
        (
            "Go on clicking; Enter, double click or right click ends, "
            "Backspace takes a vertex back, Esc cancels."
        ),
    ),
    "canvas.draw_few": (
        "至少需要 3 个顶点，现在有 {count} 个。",
        "At least 3 vertices are needed; there are {count}.",
    ),
    "canvas.draw_crosses": (
        "边线与自身相交，请换一个位置，或按退格撤回。",
        "The outline crosses itself; choose another place, or press Backspace.",
    ),
    "canvas.draw_no_area": (
        "所画范围没有面积，请重画。",
        "What was drawn has no area; draw it again.",
    ),
    "canvas.split_start": (
        "从网格一侧边界外点击起点，画一条穿过该网格的线。",
        "Click outside one side of a grid and draw a line across it.",
    ),
    "canvas.split_more": (
        "画到另一侧边界外，回车、双击或右键分割；退格撤回一点，Esc 取消。",
        (
            "Draw to the far side; Enter, double click or right click splits, "
            "Backspace takes a vertex back, Esc cancels."
        ),
    ),
    "canvas.split_few": (
        "分割线至少需要 2 个顶点。",
        "A splitting line needs at least 2 vertices.",
    ),
    "canvas.split_misses": (
        "分割线没有穿过任何网格。",
        "The line crosses no grid.",
    ),
    "canvas.split_crosses": (
        "分割线与自身相交，请换一个位置，或按退格撤回。",
        "The line crosses itself; choose another place, or press Backspace.",
    ),
    "canvas.measure_start": (
        "点击起点开始量距离；三点以上同时显示面积。",
        "Click to start measuring; from three points on the area is shown too.",
    ),
    "canvas.measure_more": (
        "长 {length}，面积 {area}。回车结束，Esc 清除。",
        "Length {length}, area {area}. Enter ends, Esc clears.",
    ),
    "canvas.select": (
        "点击选网格，拖框多选；Shift 加选，Ctrl 反选，按住空格拖动地图。",
        "Click a grid or drag a box; Shift adds, Ctrl toggles, hold Space to pan.",
    ),
    "canvas.pan": ("拖动地图；滚轮缩放。", "Drag the map; the wheel zooms."),
    "canvas.snap_on": (
        "已打开捕捉（顶点、边线、交点）。",
        "Snapping is on (vertices, edges, crossings).",
    ),
    "canvas.snap_off": ("已关闭捕捉，按 S 再打开。", "Snapping is off; S switches it on again."),
    "canvas.trace_on": (
        "已打开沿边追踪：两次点击都落在边线上时，沿边走；Ctrl 走较长的一侧。",
        "Tracing is on: between clicks on edges the line follows them; Ctrl goes the longer way.",
    ),
    "canvas.trace_off": ("已关闭沿边追踪。", "Tracing is off."),
    "canvas.length_zero": ("长度必须大于 0。", "The length must be above 0."),
    "canvas.word.entry_length": ("长度 m", "Length m"),
    "canvas.word.entry_bearing": ("方位角 °", "Bearing °"),
    "canvas.word.entry_free": ("随光标", "by pointer"),
    "canvas.word.legend": ("图例", "Legend"),
    "canvas.word.north": ("北", "N"),
    "canvas.word.households": ("{value} 户", "{value} households"),
    "canvas.word.persons": ("{value} 人", "{value} persons"),
    "canvas.word.hu": ("{value}户", "{value} hh"),
    "canvas.word.load": ("{value} 人份", "load {value}"),
    "canvas.word.load_unknown": ("负荷计算中…", "working out the load…"),
    "canvas.word.theme_parent": ("按上级网格", "By parent grid"),
    "canvas.word.theme_deviation": ("负荷偏差", "Load deviation"),
    "canvas.word.theme_kind": ("网格类型", "Grid type"),
    "canvas.word.proposal": ("方案边界（未采用）", "Proposed borders (not adopted)"),
    "canvas.word.water": ("水域", "Water"),
    "canvas.word.mask": ("不服务地块", "Not served"),
    "canvas.word.buildings": ("楼栋", "Buildings"),
    "canvas.word.entrances": ("单元门", "Entrances"),
    "canvas.word.households_layer": ("户（大小表示户数）", "Households (size: how many)"),
    "canvas.word.boundary": ("边界", "Boundary"),
    "canvas.word.units": ("基本单元", "Units"),
    "canvas.word.compounds": ("小区", "Compounds"),
    "canvas.word.no_figure": ("无数据", "No figure"),
    "canvas.empty.plan_title": ("还没有打开项目", "No project is open"),
    "canvas.empty.plan_text": (
        "新建或打开一个项目，也可以把 .gpkg 文件拖到这里。",
        "Make or open a project, or drop a .gpkg file here.",
    ),
    "canvas.empty.ground_title": ("这个项目还没有地图数据", "This project has no map data yet"),
    "canvas.empty.ground_text": (
        "先导入边界和楼栋：把 .shp、.zip 或 .xlsx 文件拖到这里。",
        "Import a boundary and buildings first: drop .shp, .zip or .xlsx files here.",
    ),
    "canvas.empty.grids_title": ("还没有网格", "No grids yet"),
    "canvas.empty.grids_text": (
        "运行“规划”自动划分，或用“绘制网格”工具手工画。",
        "Run Plan to lay them out, or draw them with the Draw tool.",
    ),
}
