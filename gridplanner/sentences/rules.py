"""Sentences of the rules: what is wrong, where, how much, and what to do.

The facts are those of the finding, with ``codes``: the grids (or doors, households,
persons) concerned.
"""

from __future__ import annotations

RULES: dict[str, tuple[str, str]] = {
    "geometry.invalid": (
        "网格 {codes} 的图形无效（{reason}）；请修复。",
        "The outline of grid {codes} is invalid ({reason}); make it valid.",
    ),
    "geometry.invalid.spur": (
        "网格 {codes} 的边线上挂着 {count} 处没有宽度的尖刺，共长 {length_m:,.3f} m；请去掉。",
        (
            "The outline of grid {codes} has {count} spur(s) without width, {length_m:,.3f} m long "
            "in all; drop them."
        ),
    ),
    "geometry.duplicate_points": (
        "网格 {codes} 的边线有 {count} 个重复点；请删去。",
        "The outline of grid {codes} repeats {count} point(s); drop them.",
    ),
    "geometry.multipart": (
        "网格 {codes} 分成 {parts} 块，零散部分共 {area_m2:,.1f} m²；请把零散部分划给相邻网格。",
        (
            "Grid {codes} lies in {parts} parts, {area_m2:,.1f} m² of it detached; give the "
            "detached ones to a neighbour."
        ),
    ),
    "geometry.hole": (
        "网格 {codes} 中间有 {area_m2:,.3f} m²（平均宽 {width_m:,.3f} m）不属于任何网格；请补上。",
        (
            "Inside grid {codes}, {area_m2:,.3f} m² ({width_m:,.3f} m wide on average) belong to "
            "no grid; fill the hole."
        ),
    ),
    "coverage.overlap": (
        "网格 {codes} 重叠 {area_m2:,.3f} m²（平均宽 {width_m:,.3f} m）；请划归其中一个。",
        (
            "Grids {codes} overlap by {area_m2:,.3f} m² ({width_m:,.3f} m wide on average); give "
            "that ground to one of them."
        ),
    ),
    "coverage.gap": (
        (
            "有 {area_m2:,.3f} m²（平均宽 {width_m:,.3f} m）不属于任何网格（相邻：{codes}）；"
            "请划入相邻网格或新画网格。"
        ),
        (
            "{area_m2:,.3f} m² ({width_m:,.3f} m wide on average) belong to no grid (beside: "
            "{codes}); give them to a neighbour or draw a grid."
        ),
    ),
    "coverage.sliver": (
        "网格 {codes} 有碎片（{area_m2:,.2f} m²，平均宽 {width_m:,.2f} m）；请并入相邻网格。",
        (
            "Grid {codes} has a sliver of {area_m2:,.2f} m², {width_m:,.2f} m wide on average: too "
            "small or too narrow; give it to a neighbour."
        ),
    ),
    "coverage.sliver.arm": (
        (
            "网格 {codes} 伸出一条窄条（平均宽 {width_m:,.3f} m，长 {length_m:,.1f} m，"
            "{area_m2:,.2f} m²）；请并入相邻网格。"
        ),
        (
            "A strip {width_m:,.3f} m wide on average and {length_m:,.1f} m long "
            "({area_m2:,.2f} m²) hangs on grid {codes}; give it to a neighbour."
        ),
    ),
    "coverage.outside": (
        "网格 {codes} 有 {area_m2:,.3f} m²（平均宽 {width_m:,.3f} m）在边界之外；请按边界裁去。",
        (
            "{area_m2:,.3f} m² of grid {codes} ({width_m:,.3f} m wide on average) lie outside the "
            "boundary; clip it."
        ),
    ),
    "hierarchy.count": (
        "{name}应有 {expected} 个，现有 {count} 个；请增设或合并。",
        "Level {level} ({name_en}) has {count} of {expected} grids; add or merge some.",
    ),
    "hierarchy.orphan": (
        "第 {level} 层网格 {codes} 没有上一层的上级网格；请指定上级。",
        "Grid {codes} on level {level} has no parent on the level above; name one.",
    ),
    "hierarchy.crosses_parent": (
        "网格 {codes} 有 {area_m2:,.2f} m² 超出上级 {parent}；请改上级或边线。",
        "{area_m2:,.2f} m² of grid {codes} lie outside its parent {parent}; change one of them.",
    ),
    "hierarchy.empty": (
        "网格 {codes} 没有下级网格；请划分，或将其撤销。",
        "Grid {codes} has no grid below it; divide it or remove it.",
    ),
    "code.format": (
        "网格编码 {codes} 不符合编码规则 {pattern}；请改用下一个可用编码。",
        "The code {codes} does not follow the pattern {pattern}; take the next free number.",
    ),
    "code.duplicate": (
        "网格编码 {codes} 用了不止一次；请改用下一个可用编码。",
        "The code {codes} is used more than once; take the next free number.",
    ),
    "code.order": (
        (
            "网格 {codes} 在编码更小的 {before} 以北 {north_m:,.0f} m（共 {count} 个网格不合"
            "先西后东、先北后南的顺序）；方案尚未启用，可重新编号。"
        ),
        (
            "Grid {codes} lies {north_m:,.0f} m north of {before}, which has a lower number "
            "({count} grid(s) run against west to east, north to south). As a draft it may be "
            "numbered anew."
        ),
    ),
    "code.reused": (
        "网格编码 {codes} 曾属于已停用的网格，不得再用；请改用下一个可用编码。",
        "The code {codes} was that of a retired grid; take the next free number.",
    ),
    "size.households": (
        "网格 {codes} 有 {value:,} 户，规模应为 {span} 户；请拆分、合并或调边线，有理由可豁免。",
        (
            "Grid {codes} has {value:,} household(s), the profile asks for {span}; split, merge or "
            "move a border, or waive it with a reason."
        ),
    ),
    "size.persons": (
        "网格 {codes} 有 {value:,} 人，规模应为 {span} 人；请拆分、合并或调边线，有理由可豁免。",
        (
            "Grid {codes} has {value:,} person(s), the profile asks for {span}; split, merge or "
            "move a border, or waive it with a reason."
        ),
    ),
    "size.area": (
        (
            "网格 {codes} 服务面积 {value:,.0f} m²，规模应为 {span} m²；请拆分、合并或调整边线，"
            "确有理由可豁免。"
        ),
        (
            "Grid {codes} serves {value:,.0f} m², the profile asks for {span} m²; split, merge or "
            "move a border, or waive it with a reason."
        ),
    ),
    "size.workers": (
        "网格 {codes} 有 {value:,} 名网格员，应为 {span} 名；请增减指派，有理由可豁免。",
        (
            "Grid {codes} has {value:,} worker(s) on duty, the profile asks for {span}; assign "
            "more or fewer, or waive it with a reason."
        ),
    ),
    "whole.building": (
        "楼栋 {id} 被网格边线切开（{codes}），{area_m2:,.2f} m² 在另一网格；请绕开该楼。",
        (
            "Building {id} is cut by a border (grids {codes}); {area_m2:,.2f} m² lie on the other "
            "side. Lead the border round it."
        ),
    ),
    "whole.building.given": (
        (
            "既定区域“{area}”的界线穿过楼栋 {id}（{codes}），{area_m2:,.2f} m² 在界线另一侧；"
            "界线不能改，请核对楼栋或界线数据。"
        ),
        (
            "The line of the given area “{area}” runs through building {id} (grids {codes}); "
            "{area_m2:,.2f} m² lie beyond it. The line is law: check the data of both."
        ),
    ),
    "building.overlap": (
        "楼栋 {codes} 的轮廓重叠 {area_m2:,.2f} m²（占较小一栋的 {share:.0%}）；请核对数据。",
        (
            "The outlines of buildings {codes} overlap by {area_m2:,.2f} m² ({share:.0%} of the "
            "smaller one); check the data."
        ),
    ),
    "whole.compound.given": (
        (
            "既定区域“{area}”的界线穿过小区 {id}（{codes}），{area_m2:,.2f} m² 在界线另一侧；"
            "界线不能改，请核对小区或界线数据。"
        ),
        (
            "The line of the given area “{area}” runs through compound {id} (grids {codes}); "
            "{area_m2:,.2f} m² lie beyond it. The line is law: check the data of both."
        ),
    ),
    "whole.compound": (
        "小区 {id} 被网格边线切开（{codes}），{area_m2:,.2f} m² 在另一网格；请整体划入一个网格。",
        (
            "Compound {id} is cut by a border (grids {codes}); {area_m2:,.2f} m² lie on the other "
            "side. Put it into one grid."
        ),
    ),
    "whole.compound.mixed": (
        (
            "网格 {codes} 把小区 {id} 的 {inside_households} 户与小区外的 {outside_households} 户"
            "混在一起；请让边线沿小区走，或注明特意拆分。"
        ),
        (
            "Grid {codes} mixes {inside_households} household(s) of compound {id} with "
            "{outside_households} outside it; lead the border along the compound, or mark it as "
            "split on purpose."
        ),
    ),
    "connected.walk": (
        (
            "网格 {codes} 被河流、围墙等隔成 {parts} 块，步行不能相通"
            "（较小的共 {area_m2:,.0f} m²）；请把较小的划给相邻网格。"
        ),
        (
            "Barriers cut grid {codes} into {parts} parts with no way on foot between them "
            "({area_m2:,.0f} m² in the smaller ones); give the smaller ones to a neighbour."
        ),
    ),
    "load.deviation": (
        (
            "网格 {codes} 工作量 {load:.2f} 人份，目标 {target:.2f}，"
            "偏差 {deviation:+.1%}，超过 {limit:.0%}；请再均衡。"
        ),
        (
            "Grid {codes} bears {load:.2f} workers' worth for a target of {target:.2f}: "
            "{deviation:+.1%}, over the limit of {limit:.0%}. Rebalance."
        ),
    ),
    "duty.grid_without_worker": (
        "网格 {codes} 没有网格员；请指派。",
        "Grid {codes} has no grid worker; assign one.",
    ),
    "duty.entrance_without_captain": (
        "单元门 {codes}（{households} 户）没有楼门长；请指派。",
        "Door {codes} ({households} household(s)) has no captain; assign one.",
    ),
    "duty.two_captains": (
        "单元门 {codes} 有 {count} 名楼门长；请只留一名。",
        "Door {codes} has {count} captains; keep one.",
    ),
    "duty.captain_over_capacity": (
        "楼门长 {codes} 负责 {households} 户，超过可管的 {capacity} 户；请分出部分单元门。",
        (
            "Captain {codes} cares for {households} household(s), over a capacity of {capacity}; "
            "hand on some doors."
        ),
    ),
    "duty.captain_spans_grids": (
        "楼门长 {codes} 的单元门分属 {grids} 个网格；请调整到同一网格。",
        "The doors of captain {codes} lie in {grids} grids; keep them in one.",
    ),
    "duty.captain_lives_elsewhere": (
        "楼门长 {codes} 不住在所负责的单元门内；有合适人选时请改派。",
        "Captain {codes} lives behind none of the own doors; prefer somebody who does.",
    ),
    "household.unlocated": (
        "住户 {codes} 既无地址也无位置；请在待办清单中补充。",
        "Household {codes} has neither an address nor a place; complete it in the work list.",
    ),
    "household.outside": (
        "住户 {codes}（{address}）不在任何网格内；请划入或更正位置。",
        "Household {codes} ({address}) lies in no grid; take it in or correct its place.",
    ),
    "household.unmatched_address": (
        "住户 {codes} 的地址“{address}”对不上楼栋；请在待办清单中核对。",
        "The address “{address}” of household {codes} matches no building; see the work list.",
    ),
    "household.duplicate": (
        "住户 {codes} 与 {first} 登记在同一室（{address}）；请核对是否重复。",
        "Households {codes} and {first} are in the same room ({address}); is one a copy?",
    ),
    "party.branch": (
        "小区 {name}（{id}）有 {households:,} 户，满 {limit:,} 户而无小区党支部；请成立或登记。",
        (
            "Compound {name} ({id}) has {households:,} households, {limit:,} or more, and no party "
            "branch; found one or enter it."
        ),
    ),
    "profile.unknown": (
        "没有名为“{name}”的规模标准；可用的有：{known}。",
        "There is no profile “{name}”; known are: {known}.",
    ),
    "limit.households": ("户数", "households"),
    "limit.persons": ("人口", "persons"),
    "limit.workers": ("网格员（人）", "workers"),
    "limit.area": ("服务面积（m²）", "served area, m²"),
    "profile.value": ("{name:terms}：{value}", "{name:terms}: {value}"),
    "profile.cell": (
        "“{value}”不是数字；不设限就留空。",
        "“{value}” is no number; leave the cell empty for no limit.",
    ),
    "profile.order": (
        "{figure:terms}的限值应从小到大：低于即错误 ≤ 低于则警告 ≤ 高于则警告 ≤ 高于即错误。",
        (
            "The limits of {figure:terms} must rise: error below ≤ warn below ≤ warn above "
            "≤ error above."
        ),
    ),
    "profile.number": (
        "“{name:terms}”不能是 {value}；应在 {low} 与 {high} 之间。",
        "“{name:terms}” cannot be {value}; it must lie between {low} and {high}.",
    ),
    "profile.load_order": (
        "工作量偏差的警告限值应不大于错误限值。",
        "The deviation that is warned of must not be above the one that is an error.",
    ),
    "profile.setting": (
        "看不懂“{value}”；写法如 households=10:15:110:300、3/专属/area=::50000: 或 cut_m2=1。",
        (
            "“{value}” cannot be read; write it like households=10:15:110:300, "
            "3/专属/area=::50000: or cut_m2=1."
        ),
    ),
    "profile.no_base": (
        "当前规模标准不是由内置标准改成的，无法恢复；请另选一个。",
        "The profile in force was not made of a shipped one; choose another.",
    ),
    "profile.reason_none": (
        "还没有住户数据，暂用“{name:terms}”；读入住户后按数据建议。",
        "No households are known yet: “{name:terms}” for now; with households the data decide.",
    ),
    "profile.reason": (
        (
            "建议“{name:terms}”：{households:,} 户分到 {leaves:,} 个末级网格，"
            "平均每格 {mean:,.0f} 户、{mean_persons:,.0f} 人。"
        ),
        (
            "“{name:terms}” fits: {households:,} households on {leaves:,} leaf grids, "
            "{mean:,.0f} households and {mean_persons:,.0f} persons each on average."
        ),
    ),
    "profile.reason_built": (
        (
            "建议“{name:terms}”：{households:,} 户分到 {leaves:,} 个末级网格，"
            "平均每格 {mean:,.0f} 户、{mean_persons:,.0f} 人，每栋住 {per_building:,.1f} 户。"
        ),
        (
            "“{name:terms}” fits: {households:,} households on {leaves:,} leaf grids, "
            "{mean:,.0f} households and {mean_persons:,.0f} persons each on average, "
            "{per_building:,.1f} households a building."
        ),
    ),
    "profile.bad": (
        "项目中保存的规模标准无法读取（{value}）；请重新选择一个。",
        "The profile stored in the project cannot be read ({value}); choose one anew.",
    ),
}

#: Short titles of the rules, for lists and reports.
_TITLES: dict[str, tuple[str, str]] = {
    "geometry.invalid": ("图形无效", "Invalid outline"),
    "geometry.duplicate_points": ("重复点", "Repeated points"),
    "geometry.multipart": ("零散部分", "Detached parts"),
    "geometry.hole": ("空洞", "Hole"),
    "coverage.overlap": ("重叠", "Overlap"),
    "coverage.gap": ("缝隙", "Gap"),
    "coverage.sliver": ("碎片", "Sliver"),
    "coverage.outside": ("超出边界", "Outside the boundary"),
    "hierarchy.count": ("数量不符", "Count"),
    "hierarchy.orphan": ("缺上级", "No parent"),
    "hierarchy.crosses_parent": ("超出上级", "Outside its parent"),
    "hierarchy.empty": ("无下级", "No children"),
    "code.format": ("编码格式", "Code pattern"),
    "code.duplicate": ("编码重复", "Code twice"),
    "code.order": ("编码次序", "Code order"),
    "code.reused": ("停用编码", "Retired code"),
    "size.households": ("户数规模", "Households"),
    "size.persons": ("人口规模", "Persons"),
    "size.area": ("面积规模", "Served area"),
    "size.workers": ("网格员配备", "Workers"),
    "whole.building": ("切开楼栋", "Building cut"),
    "whole.compound": ("拆开小区", "Compound divided"),
    "building.overlap": ("楼栋重叠", "Buildings overlap"),
    "connected.walk": ("步行不通", "Not walkable"),
    "load.deviation": ("工作量偏差", "Load deviation"),
    "duty.grid_without_worker": ("无网格员", "No worker"),
    "duty.entrance_without_captain": ("无楼门长", "No captain"),
    "duty.two_captains": ("两名楼门长", "Two captains"),
    "duty.captain_over_capacity": ("楼门长超量", "Captain overloaded"),
    "duty.captain_spans_grids": ("楼门长跨网格", "Captain in several grids"),
    "duty.captain_lives_elsewhere": ("楼门长不住本门", "Captain lives elsewhere"),
    "household.unlocated": ("住户无位置", "Household nowhere"),
    "household.outside": ("住户在网格外", "Household outside"),
    "household.unmatched_address": ("地址未匹配", "Address unmatched"),
    "household.duplicate": ("住户重复", "Household twice"),
    "party.branch": ("缺党支部", "No party branch"),
}
RULES |= {f"title.{rule}": both for rule, both in _TITLES.items()}
