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
    "canvas.clipped": (
        "新网格 {grid} 与已有网格或边界重叠的 {area} 已自动裁去。",
        "{area} of the new grid {grid} lay on other grids or outside the boundary and was cut off.",
    ),
    "canvas.reshape_start": (
        "在边线上点击起点，画出新走向，再回到边线；先选中网格则只改它们之间的边线。",
        "Click on a border, draw its new course and come back; selected grids alone are changed.",
    ),
    "canvas.reshape_more": (
        "回到边线后按回车、双击或右键完成；退格撤回一点，T 沿边追踪，Esc 取消。",
        (
            "Come back to the border; Enter, double or right click ends, Backspace takes a "
            "vertex back, T traces, Esc cancels."
        ),
    ),
    "canvas.reshape_few": (
        "新边线至少要与一个网格的边线相交两次。",
        "The new border must meet that of a grid twice.",
    ),
    "canvas.vertex_start": (
        "拖动顶点或边线，相邻网格一起变；双击加点，Delete 删除，Shift+方向键微调（加 Alt 更大）。",
        (
            "Drag a vertex or segment for all its owners; double click adds, Delete removes, "
            "Shift+arrows nudge 0.1 m (with Alt 1 m)."
        ),
    ),
    "canvas.vertex_chosen": (
        "已选中顶点：拖动，Delete 删除，Shift+方向键微调，Esc 取消选中。",
        "Vertex chosen: drag it, Delete removes, Shift+arrows nudge, Esc lets go.",
    ),
    "canvas.vertex_no_edge": (
        "请在边线上双击添加顶点。",
        "Double click on a border to add a vertex.",
    ),
    "canvas.vertex_none": ("请先点击一个顶点。", "Click a vertex first."),
    "canvas.merge_start": (
        "依次点击要合并的网格，回车、双击或右键合并；户数最多的保留编码。",
        "Click the grids to merge; Enter, double or right click merges them.",
    ),
    "canvas.merge_few": ("请至少选中两个末级网格。", "Choose at least two leaf grids."),
    "canvas.merged": ("{count} 个网格已合并为 {grid}。", "{count} grids are merged into {grid}."),
    "canvas.paint_start": (
        "按住涂抹划入目标；Alt+点击或键入编号取目标，右键交换，[ ] 调笔刷，U 只取空地，Esc 撤回。",
        (
            "Hold to paint into the target: Alt+click or type its number; right click swaps, "
            "[ ] sizes, U unassigned only, Esc restores."
        ),
    ),
    "canvas.paint_no_target": (
        "请先选目标网格：Alt+点击、键入编号，或在网格内开始涂。",
        "Choose a target first: Alt+click, type its number, or begin inside a grid.",
    ),
    "canvas.paint_no_swap": (
        "没有可交换的网格，请在另一个网格上点右键。",
        "Nothing to swap with; right click another grid.",
    ),
    "canvas.paint_frozen": ("目标网格已冻结，不能划入。", "The target grid is frozen."),
    "canvas.paint_nothing": (
        "这一笔没有可划入的单元：已属目标，或不在所选来源内。",
        "Nothing could be taken: it is the target's already, or not of the source.",
    ),
    "canvas.paint_crosses": (
        "这一笔的单元属于另一个上级网格；如需划转，先打开“可跨上级”（Shift+X）。",
        "The units are under another parent; switch on Cross parents (Shift+X) to move them.",
    ),
    "canvas.paint_locked": (
        "这一笔的网格或单元已锁定；按 Q 或 Alt+Q 解锁。",
        "The grids or units are locked; Q or Alt+Q opens them.",
    ),
    "canvas.brush": ("笔刷半径 {radius} m。", "Brush radius {radius} m."),
    "canvas.push_start": (
        "在网格内按下，拖过边线推向邻格，经过的单元划入出发的网格；[ ] 调宽度，Esc 撤回。",
        "Press inside a grid, drag over its border: units beyond join it; [ ] sizes, Esc restores.",
    ),
    "canvas.fill_start": (
        "点击未划入的空地，划入公共边线最长的相邻网格（或选中的网格）。",
        "Click unassigned ground: the neighbour with the longest border gets it, or the selected.",
    ),
    "canvas.fill_count": (
        "有 {count} 处未划入的空地；点击划入相邻网格。",
        "{count} pieces of ground are unassigned; click one to give it to a neighbour.",
    ),
    "canvas.fill_none": ("没有未划入的空地。", "No ground is unassigned."),
    "canvas.fill_misses": ("这里没有未划入的空地。", "No unassigned ground is here."),
    "canvas.inspect_start": (
        "点击任意位置，查看所在网格、单元、楼栋和住户。",
        "Click a place to see its grids, unit, building and households.",
    ),
    "canvas.cross_on": ("允许跨上级网格划转。", "Ground may now leave its parent."),
    "canvas.cross_off": ("划转限于同一上级网格内。", "Ground stays within its parent."),
    "canvas.word.free_hatch": ("未划入（网纹）", "Unassigned (hatched)"),
    "canvas.word.lock_hatch": ("已锁定（斜纹）", "Locked (hatched)"),
    "canvas.word.theme_change": ("改动", "What changed"),
    "canvas.word.theme_captain": ("楼门长", "Captains"),
    "canvas.word.doors_captain": (
        "楼门：相同颜色由同一楼门长负责",
        "Doors: one colour, one captain",
    ),
    "canvas.word.doors_vacant": ("楼门长空缺", "No captain"),
    "canvas.word.doors_idle": ("无人居住的楼门", "Nobody lives here"),
    "canvas.word.doors_nearer": (
        "放大到 1:{value} 以内显示楼门",
        "Zoom in to 1:{value} for doors",
    ),
    "canvas.word.moved": (
        "{households} 户改换网格\t{area}",
        "{households} households move\t{area}",
    ),
    "canvas.word.gone": ("撤销", "ends"),
    "canvas.word.more_grids": ("另有 {count} 个网格", "{count} grids more"),
    "canvas.word.torn": (
        "网格 {grid} 会断成 {pieces} 片，不能这样划",
        "Grid {grid} would fall into {pieces} pieces: not allowed",
    ),
    "canvas.word.emptied": (
        "网格 {grid} 会没有范围，请改用合并",
        "Grid {grid} would have no ground left: merge it instead",
    ),
    "canvas.word.outside": (
        "{count} 个单元属于其他上级，未划入",
        "{count} units of other parents left alone",
    ),
    "canvas.word.number": ("网格编号 {number}", "Grid number {number}"),
    "canvas.word.number_is": (
        "{number} → {grid} {name}　回车选定",
        "{number} → {grid} {name} · Enter",
    ),
    "canvas.word.number_none": ("没有编号为 {number} 的网格", "No grid has number {number}"),
    "canvas.word.number_of": ("第 {at}/{count} 个，N 换下一个", "{at} of {count}; N for the next"),
    "canvas.word.from_picked": ("只取选中的 {count} 个", "Only the {count} selected"),
    "canvas.word.unassigned": ("未划入", "Unassigned"),
    "canvas.word.one_units": ("基本单元", "Unit"),
    "canvas.word.one_compounds": ("小区", "Compound"),
    "canvas.word.one_buildings": ("楼栋", "Building"),
    "canvas.word.storeys": ("{value} 层", "{value} storeys"),
    "canvas.word.use": ("用途", "Use"),
    "canvas.word.strip_target": ("划入 {grid}", "Into {grid}"),
    "canvas.word.strip_no_target": (
        "未选目标（Alt+点击或键入编号）",
        "No target (Alt+click or number)",
    ),
    "canvas.word.strip_target_tip": (
        "Alt+点击地图，或键入网格编号再回车；E、D 换下一个、上一个；右键交换目标和来源",
        "Alt+click the map, or type a number and Enter; E and D step; right click swaps",
    ),
    "canvas.word.level_tip": (
        "显示、着色和点选这一级网格；逗号上一级，句号下一级",
        "Show, colour and pick this level; comma goes up, full stop goes down",
    ),
    "canvas.word.strip_from": ("来源", "From"),
    "canvas.word.strip_size": ("笔刷 {radius} m", "Brush {radius} m"),
    "canvas.word.strip_size_tip": ("[ 和 ]，或 Ctrl+滚轮", "[ and ], or Ctrl+wheel"),
    "canvas.word.strip_area": ("按笔迹", "By stroke"),
    "canvas.word.strip_area_tip": (
        "不按整个单元，按涂过的范围划入",
        "Take the ground gone over, not whole units",
    ),
    "canvas.word.strip_cross": ("可跨上级", "Cross parents"),
    "canvas.word.strip_cross_tip": (
        "允许把地块划到另一个上级网格",
        "Let ground go to a grid of another parent",
    ),
    "canvas.word.from_any": ("全部", "Any grid"),
    "canvas.word.from_free": ("只取未划入", "Unassigned only"),
    "canvas.word.from_one": ("只取 {grid}", "Only {grid}"),
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
    "canvas.word.load_unknown": ("工作量计算中…", "working out the load…"),
    "canvas.word.theme_parent": ("按上级网格", "By parent grid"),
    "canvas.word.theme_deviation": ("工作量偏差", "Load deviation"),
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
        "用“划分网格”自动划分，或用“画网格”工具手工画。",
        "Run Plan grids to lay them out, or draw them with the Draw grid tool.",
    ),
    "canvas.empty.ground_button": ("导入…", "Import…"),
    "canvas.empty.grids_button": ("划分网格…", "Plan grids…"),
}
