"""Sentences about edits: their names in the history, why one does not fit."""

from __future__ import annotations

_LABELS: dict[str, tuple[str, str]] = {
    "edit.draw": ("新画第 {level} 层网格", "Draw a grid on level {level}"),
    "edit.delete": ("撤销网格 {code}", "Remove grid {code}"),
    "edit.split": ("拆分网格 {code}", "Split grid {code}"),
    "edit.merge": ("合并网格，保留 {keep}", "Merge grids into {keep}"),
    "edit.paint": ("划入网格 {code}", "Give ground to grid {code}"),
    "edit.unassign": ("把地块改为未划入", "Leave ground unassigned"),
    "edit.fill": ("填补未划入的空地", "Fill a piece of unassigned ground"),
    "edit.reshape": ("修改边线：{codes}", "Reshape the border of {codes}"),
    "edit.vertex": ("移动节点 {distance_m} 米", "Move a vertex by {distance_m} m"),
    "edit.edge": ("移动边线", "Move a segment of a border"),
    "edit.insert_vertex": ("添加节点", "Insert a vertex"),
    "edit.delete_vertex": ("删除节点", "Delete a vertex"),
    "edit.pin": ("固定住户 {household} 到网格 {code}", "Pin household {household} to {code}"),
    "edit.unpin": ("取消住户 {household} 的固定", "Unpin household {household}"),
    "edit.lock": ("锁定方式改为{lock:terms}：{codes}", "Lock {codes}: {lock:terms}"),
    "edit.split_compound": (
        "按楼栋拆开小区 {name}（{reason}）",
        "Split compound {name} into its buildings ({reason})",
    ),
    "edit.rejoin_compound": ("小区 {name} 恢复为整体", "Make compound {name} whole again"),
    "edit.unit_lock": ("锁定或解锁 {count} 个基本单元", "Lock or open {count} units"),
    "edit.change_grid": ("更改网格 {code} 的资料", "Change the data of grid {code}"),
    "edit.sides": ("写明网格 {code} 的四至：{text}", "Four sides of grid {code}: {text}"),
    "edit.sides_long": (
        "四至文字有 {count} 字，最多 {limit} 字；请写短一些。",
        "The four sides take {count} signs, {limit} at most; please write less.",
    ),
    "sides.generated": ("自动生成", "generated"),
    "sides.written": ("人工改写", "written"),
    "sides.moved": ("人工改写，此后边界有变动", "written; the border moved since"),
    "sides.usage": (
        "改写四至请同时给出 --grid 和 --text；恢复自动生成用 --grid 和 --reset。",
        "To write the four sides give --grid and --text; to reset them --grid and --reset.",
    ),
    "edit.change_parent": ("网格 {code} 改属 {parent}", "Put grid {code} under {parent}"),
    "edit.scenario_copy": ("复制为方案“{name}”", "Copy the plan into scenario “{name}”"),
    "edit.scenario_switch": ("切换到方案“{name}”", "Change over to scenario “{name}”"),
    "edit.scenario_accept": ("采用方案“{name}”为现行方案", "Put scenario “{name}” in force"),
    "edit.scenario_change": ("更改方案“{new_name}”的资料", "Change scenario “{new_name}”"),
    "edit.scenario_drop": ("删除方案“{name}”", "Drop scenario “{name}”"),
    "edit.plan": ("采用划分方案 {counts}", "Adopt the plan {counts}"),
    "edit.rebalance": (
        "再均衡：{grids} 个网格，移动 {households} 户，新开 {opened} 个网格",
        "Rebalance {grids} grids: {households} households move, {opened} grids opened",
    ),
    "rebalance.stale": (
        "方案在计算之后有了变化，这个再均衡结果不再适用；请重新计算。",
        "The plan has changed since this rebalance was worked out; work it out again.",
    ),
    "rebalance.torn": (
        "这样移动会使网格 {code} 分成 {pieces} 片；请把相关的移动一起选上。",
        "These moves would leave grid {code} in {pieces} pieces; take the moves they need too.",
    ),
    "rebalance.orphan": (
        "网格 {code} 没有完整的上级网格；请先补齐上级再作再均衡。",
        "Grid {code} has no full line of parents; give it one before a rebalance.",
    ),
    "edit.assign": ("任命 {person} 为{kind}（{target}）", "Make {person} {kind:terms} of {target}"),
    "edit.end_duty": (
        "免去 {person} 的{kind}（{target}）",
        "End {person}'s duty as {kind:terms} of {target}",
    ),
    "edit.assign_all": (
        "统一指派{kinds}：{count} 项",
        "Assign anew ({kinds:terms}): {count} duties",
    ),
    "edit.import": ("导入 {file}（{rows:terms}）", "Import {file} ({rows:terms})"),
    "edit.match_again": (
        "再次匹配地址（确认 {count} 个名称）",
        "Match addresses again ({count} names confirmed)",
    ),
    "edit.cover": (
        "{person} 缺岗，由他人代管 {days}",
        "{person} is away, others cover {days}",
    ),
    "edit.put_back": ("{person} 回岗，代管结束", "{person} is back, nobody covers any more"),
    "cover.away": ("{person} 已在缺岗中。", "{person} is away already."),
    "cover.not_away": ("{person} 没有缺岗。", "{person} is not away."),
    "cover.dates": (
        "结束日期 {until} 早于开始日期 {date}。",
        "The last day {until} comes before the first, {date}.",
    ),
    "edit.counting": ("更改人员口径：{what:terms}", "Count people so: {what:terms}"),
    "edit.settings": ("更改设置：{names}", "Change settings: {names}"),
    "edit.profile": ("规模标准改为“{name:terms}”", "Profile “{name:terms}” from now on"),
    "edit.units": ("生成 {count} 个基本单元", "Derive {count} units"),
}

_REFUSED: dict[str, tuple[str, str]] = {
    "edit.level": (
        "方案没有第 {level} 层；共 {depth} 层。",
        "The scheme has no level {level}; it has {depth}.",
    ),
    "edit.no_free_ground": (
        "所画范围内没有空地：都在边界之外或已属于其他网格。",
        "Nothing inside the outline is free: it lies outside the boundary or in other grids.",
    ),
    "edit.free_ground_in_pieces": (
        "所画范围内的空地分成 {pieces} 块；一个网格只能是一块，请分别画。",
        "The free ground inside the outline lies in {pieces} pieces; draw a grid for each.",
    ),
    "edit.parent_level": (
        "网格 {code} 不在第 {level} 层，不能作为上级。",
        "Grid {code} is not on level {level} and cannot be the parent.",
    ),
    "edit.has_children": (
        "网格 {code} 还有下级网格；请先撤销或合并下级。",
        "Grid {code} has grids below it; remove or merge those first.",
    ),
    "edit.no_date": (
        "网格 {code} 已启用，撤销时须给出停用日期，以免编码丢失。",
        "Grid {code} is in force; give the date on which it ends, or its code would be lost.",
    ),
    "edit.not_a_leaf": (
        "网格 {code} 不是最深一层的网格；此操作只用于末级网格。",
        "Grid {code} is not on the deepest level; this works on leaves alone.",
    ),
    "edit.split_misses": (
        "这条线没有穿过网格 {code}；请从一侧边线画到另一侧。",
        "The line does not cross grid {code}; draw it from border to border.",
    ),
    "edit.split_pieces": (
        "这条线把网格 {code} 分成 {pieces} 块（或分出的一块太小）；应恰好分成两块。",
        (
            "The line leaves {pieces} piece(s) of grid {code}, or one that is next to nothing; it "
            "must leave two."
        ),
    ),
    "edit.merge_codes": (
        "合并需要至少两个网格，并保留其中之一；给出的是 {codes}，保留 {keep}。",
        "Merging takes two grids or more and keeps one of them; given: {codes}, kept: {keep}.",
    ),
    "edit.merge_apart": (
        "网格 {codes} 不相邻，不能合并成一块。",
        "Grids {codes} do not border on each other and cannot become one.",
    ),
    "edit.locked": (
        "网格 {codes} 已锁定，不能这样改动。",
        "Grid(s) {codes} are locked against this change.",
    ),
    "edit.locked.hint": (
        "确需改动时请先解锁，或选择其他网格。",
        "Unlock them first if it must be, or choose other grids.",
    ),
    "edit.compound_reason": (
        "请写明拆开小区的理由；理由记入日志。",
        "Say why the compound is split; the journal keeps the reason.",
    ),
    "edit.unknown_compound": ("没有编号为 {compound} 的小区。", "There is no compound {compound}."),
    "edit.compound_split": (
        "小区 {name} 已经按楼栋拆开。",
        "Compound {name} is split into its buildings already.",
    ),
    "edit.compound_divided": (
        "小区 {name} 规模较大，本来就按楼栋划分，不必拆开。",
        "Compound {name} is large and divided by building anyway.",
    ),
    "edit.compound_one": (
        "小区 {name} 只有一栋楼，无法拆开。",
        "Compound {name} has one building only and cannot be split.",
    ),
    "edit.compound_whole": (
        "小区 {name} 没有拆开过。",
        "Compound {name} has not been split.",
    ),
    "edit.crosses_parent": (
        "这样会越过上级网格的边线（{codes}）。",
        "This would carry ground over the line of a parent ({codes}).",
    ),
    "edit.crosses_parent.hint": (
        "确需跨越时请明确允许；会记入日志。",
        "Allow crossing if it must be; the journal will say so.",
    ),
    "edit.empties": (
        "网格 {codes} 将没有任何地块。",
        "Grid(s) {codes} would be left without ground.",
    ),
    "edit.empties.hint": (
        "如要取消该网格，请用合并或撤销。",
        "Merge or remove the grid if it is to go.",
    ),
    "edit.in_pieces": (
        "网格 {codes} 将分成不相连的几块；一个网格只能是一块。",
        "Grid(s) {codes} would lie in pieces; a grid must be one piece.",
    ),
    "edit.sliver": (
        "网格 {codes} 将只剩一条窄边。",
        "Next to nothing would be left of grid(s) {codes}.",
    ),
    "edit.over_boundary": (
        "网格 {codes} 将超出边界。",
        "Grid(s) {codes} would leave the boundary.",
    ),
    "edit.fold": (
        "这样边线会互相交叉（{codes}）。",
        "Borders would cross each other ({codes}).",
    ),
    "edit.paint_misses": (
        "所选范围不在边界之内。",
        "What was chosen does not lie inside the boundary.",
    ),
    "edit.unknown_units": ("没有基本单元 {units}。", "There are no units {units}."),
    "edit.unit_locked": (
        "基本单元 {units} 已锁定，不能改划。",
        "Unit(s) {units} are locked to their leaf.",
    ),
    "edit.no_hole": ("此处没有未划入的空地。", "No unassigned ground is here."),
    "edit.no_neighbour": (
        "这块空地旁边没有可以扩大的网格。",
        "No leaf that may grow borders on this ground.",
    ),
    "edit.reshape_misses": (
        "这条线没有改变网格 {codes} 的边线；请从边线上画出，再画回边线。",
        (
            "The line moves no border of {codes}; draw it from the border and back to it, or "
            "right across."
        ),
    ),
    "edit.no_vertex": ("此处没有节点。", "No vertex is here."),
    "edit.no_border": ("此处没有边线。", "No border is here."),
    "edit.vertex_there": ("此处已有节点。", "A vertex is here already."),
    "edit.vertex_on_boundary": (
        "此节点在外边界上，不能移动或删除。",
        "This vertex is on the boundary and cannot be moved or deleted.",
    ),
    "edit.vertex_on_boundary.hint": (
        "请用“修改边线”把边线接到边界的别处。",
        "Reshape the border to lead it to another place of the boundary.",
    ),
    "edit.vertex_is_corner": (
        "有三条或更多边线在此相交，不能删除。",
        "Three or more borders meet in this vertex; it cannot be deleted.",
    ),
    "edit.vertex_needed": (
        "删除后网格不成形，不能删除。",
        "A grid needs this vertex to be a polygon.",
    ),
    "scenario.unknown": ("没有名为“{name}”的方案。", "There is no scenario “{name}”."),
    "scenario.unreadable": (
        "方案的内容已损坏，读不出来（{detail}）。",
        "The content of the scenario is damaged ({detail}).",
    ),
    "scenario.name": (
        "方案名“{name}”为空或已有；请另取一个。",
        "The name “{name}” is empty or taken; choose another.",
    ),
    "scenario.in_force": (
        "这是现行方案：不能改名、删除或再次采用。",
        "This is the plan in force: it cannot be renamed, dropped or accepted again.",
    ),
    "scenario.code_clash": (
        "编码 {codes} 在现行方案与此方案中指不同的网格；请先改编码。",
        "The code(s) {codes} mean other grids in the plan in force; change them first.",
    ),
    "scenario.active": (
        "正在编辑方案“{name}”；请先切换到其他方案再删除。",
        "Scenario “{name}” is being worked on; change over to another before dropping it.",
    ),
    "edit.lock_unknown": (
        "没有锁定方式“{lock}”；可用：{known}。",
        "There is no lock “{lock}”; known: {known}.",
    ),
    "edit.kind_unknown": (
        "没有网格类型“{kind}”；可用：{known}。",
        "There is no kind of grid “{kind}”; known: {known}.",
    ),
    "edit.code_taken": (
        "编码“{code}”为空或曾经使用过；编码不重复使用。",
        "The code “{code}” is empty or was issued before; codes are never used again.",
    ),
    "edit.posts": ("岗位数不能是 {posts}。", "There cannot be {posts} posts."),
    "household.unknown": (
        "没有编号为“{household}”的住户。",
        "No household has the id “{household}”.",
    ),
    "duty.kind": (
        "“{target}”不能有“{kind}”：网格员、网格长属于网格，楼门长属于单元门。",
        (
            "“{target}” cannot have a {kind:terms}: workers and heads belong to grids, "
            "captains to entrances."
        ),
    ),
    "duty.person": ("没有编号为“{person}”的人员。", "Nobody has the id “{person}”."),
    "duty.entrance": ("没有编号为“{entrance}”的单元门。", "No entrance has the id “{entrance}”."),
    "duty.held": (
        "{person} 在 {target} 已有此项职责。",
        "{person} has this duty in {target} already.",
    ),
    "duty.not_held": (
        "{person} 在 {target} 没有此项职责。",
        "{person} has no such duty in {target}.",
    ),
    "duty.no_date": (
        "{person} 等 {count} 项职责已生效，终止时须给出日期。",
        "{count} duties have begun ({person} and others); give the date on which they end.",
    ),
}

_PLANNING: dict[str, tuple[str, str]] = {
    "plan.no_boundary": ("项目还没有边界。", "The project has no boundary yet."),
    "plan.no_boundary.hint": (
        "请先导入边界：gridplanner import PROJECT boundary FILE。",
        "Import one first: gridplanner import PROJECT boundary FILE.",
    ),
    "plan.no_units": (
        "没有可分配的基本单元；请检查边界。",
        "There are no units to share out; check the boundary.",
    ),
    "plan.no_grids": ("项目还没有网格。", "The project has no grids yet."),
    "plan.no_grids.hint": (
        "请先划分（gridplanner plan PROJECT）或导入网格。",
        "Plan some first (gridplanner plan PROJECT), or import them.",
    ),
    "plan.no_load": (
        "没有可分摊的工作量：既无人口，也无服务面积。",
        "There is no load to share out: neither persons nor served area.",
    ),
    "plan.no_load.hint": (
        "请导入住户、楼栋或道路，或改用有数据的权重。",
        "Import households, buildings or streets, or weigh factors that have figures.",
    ),
    "plan.keep_levels": (
        "不能保留 {asked} 层：既定区域只覆盖了上面 {given} 层。",
        "{asked} level(s) cannot be kept: given areas cover the top {given}.",
    ),
    "plan.stale_proposal": (
        "方案已过时：项目现有 {units} 个基本单元，方案有 {rows} 个；请重新划分。",
        "The proposal is out of date: {units} units now, {rows} in the proposal; plan again.",
    ),
    "staff.no_workers": ("项目里没有网格员。", "The project has no grid workers."),
    "staff.no_workers.hint": (
        "请先导入人员（人员类型为网格员，工时大于 0）。",
        "Import persons first, with the role 网格员 and a full-time share above 0.",
    ),
    "weights.syntax": (
        "权重“{value}”读不懂；请写成 persons=0.7,area=0.3，可用：{known}，至少一项大于 0。",
        (
            "The weights “{value}” make no sense; write persons=0.7,area=0.3 with {known}, at "
            "least one above 0."
        ),
    ),
    "rule.unknown": (
        "没有规则“{rule}”；可用：{known}。",
        "There is no rule “{rule}”; known: {known}.",
    ),
    "table.id_taken": (
        "编号“{value}”在项目里已有。",
        "the id “{value}” is in the project already.",
    ),
}

#: Code → (Chinese, English).
EDITING: dict[str, tuple[str, str]] = {**_LABELS, **_REFUSED, **_PLANNING}
